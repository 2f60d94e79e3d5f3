#ifndef TS_TEST_VIEW_LOOKS_H
#define TS_TEST_VIEW_LOOKS_H

/* What is in a drawing, for the files test_view*.c. */

#include "kiosk/screen/view.h"
#include "tests/golden/scenes.h"
#include "tests/support/support.h"
#include <string.h>

static struct ts_drawing drawing;

static inline void
draw(struct ts_view_model *model, struct scene_size size)
{
    model->width_px = size.width;
    model->height_px = size.height;
    model->px_per_mm = size.px_per_mm;
    ts_view_draw(&drawing, model);
    assert_false(drawing.full);
}

static inline bool
says(const char *text)
{
    size_t len = strlen(text);
    for (size_t i = 0; i < drawing.count; i++) {
        ts_span got = drawing.items[i].text.text;
        for (size_t at = 0; at + len <= got.len; at++)
            if (memcmp(got.at + at, text, len) == 0)
                return true;
    }
    return false;
}

static inline bool
shows_icon(enum ts_icon icon)
{
    for (size_t i = 0; i < drawing.count; i++)
        if (drawing.items[i].kind == TS_ITEM_ICON && drawing.items[i].icon == icon)
            return true;
    return false;
}

static inline bool
ground_is(enum ts_verdict_kind kind)
{
    struct ts_colour want = ts_theme_verdict(kind).ground;
    struct ts_colour got = drawing.items[0].colour;
    return got.r == want.r && got.g == want.g && got.b == want.b;
}

#endif
