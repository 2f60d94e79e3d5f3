#ifndef TS_TEST_GOLDEN_CHECKS_H
#define TS_TEST_GOLDEN_CHECKS_H

/* What must hold of every text of a drawing, wherever it is shown. */

#include "kiosk/screen/view.h"
#include "tests/support/support.h"
#include "tests/unit/kiosk/screen/colour_science.h"

static inline bool
box_inside(struct ts_box a, struct ts_box b)
{
    return a.x >= b.x && a.y >= b.y && a.x + a.w <= b.x + b.w && a.y + a.h <= b.y + b.h;
}

static inline bool
box_overlap(struct ts_box a, struct ts_box b)
{
    return a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;
}

/* The colour a text stands on: of the last rectangle below that holds all of it. */
static inline struct ts_colour
checks_ground(const struct ts_drawing *d, size_t at)
{
    for (size_t i = at; i-- > 0;)
        if (d->items[i].kind == TS_ITEM_RECTANGLE
            && box_inside(d->items[at].box, d->items[i].box))
            return d->items[i].colour;
    fail_msg("\"%.*s\" stands on nothing", TS_SPAN_ARG(d->items[at].text.text));
    return (struct ts_colour){ 0 };
}

static inline void
checks_text(const struct ts_drawing *d, size_t at, const struct ts_metrics *m)
{
    const struct ts_item *item = &d->items[at];
    assert_true(box_inside(item->box, (struct ts_box){ 0, 0, m->width, m->height }));
    assert_true(item->text.em_least_px >= m->em_least);
    assert_true(item->text.em_px >= item->text.em_least_px);
    assert_true(contrast(item->colour, checks_ground(d, at)) >= 8);
    for (size_t i = 0; i < at; i++)
        if (d->items[i].kind == TS_ITEM_TEXT && box_overlap(d->items[i].box, item->box))
            fail_msg("%dx%d, %s: \"%.*s\" lies over \"%.*s\"", m->width, m->height,
                     ts_words_language(), TS_SPAN_ARG(item->text.text),
                     TS_SPAN_ARG(d->items[i].text.text));
}

#endif
