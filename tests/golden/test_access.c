#include "kiosk/screen/clean_text.h"
#include "kiosk/screen/reading.h"
#include "kiosk/screen/scan_pages.h"
#include "kiosk/screen/window_sdl.h"
#include "tests/golden/checks.h"
#include "tests/golden/scenes.h"

#include "firmware/base/check.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/*
 * What people need who see little, wear gloves, cannot tell colours apart or are read to:
 * on every screen, every size the other way round as well, in every language, with gloves
 * and in large print. Whether texts overlap or are cut in ordinary letters is test_fit's.
 */

static struct ts_drawing drawing;
static struct ts_reading reading;

static const struct face {
    const char *name;
    bool gloves, large_print;
} faces[] = {
    { "plain", false, false },
    { "gloves", true, false },
    { "large print", false, true },
    { "gloves, large print", true, true },
};

struct place {
    struct scene_size size;
    const struct face *face;
    const struct scene *scene;
    struct ts_metrics m;
    struct ts_view_model model;
    struct scene_parts parts;
};

static size_t wrong;

static void
fail_at(const struct place *p, const char *what, ts_span which)
{
    wrong++;
    print_error("%s, %dx%d, %s, %s: %s \"%.*s\"\n", p->scene->name, p->size.width,
                p->size.height, ts_words_language(), p->face->name, what,
                TS_SPAN_ARG(which));
}

static bool
draws_text(ts_span text)
{
    for (size_t i = 0; i < drawing.count; i++)
        if (drawing.items[i].kind == TS_ITEM_TEXT
            && ts_span_equal(drawing.items[i].text.text, text))
            return true;
    return false;
}

static bool
draws_icon(enum ts_icon icon)
{
    for (size_t i = 0; i < drawing.count; i++)
        if (drawing.items[i].kind == TS_ITEM_ICON && drawing.items[i].icon == icon)
            return true;
    return false;
}

static bool
is_small_display(const struct place *p)
{
    int longer = p->size.width > p->size.height ? p->size.width : p->size.height;
    return longer / p->size.px_per_mm < 160;
}

/* On 7 inches large print is as large as there is room for. */
static bool
is_large(const struct place *p)
{
    return p->face->large_print && !is_small_display(p);
}

/* Capitals: TS_CAP_PERMILLE of an em. */
static void
check_letters(struct place *p)
{
    double least = is_large(p) ? TS_CAP_WANTED_MM10 : TS_CAP_LEAST_MM10;
    for (size_t i = 0; i < drawing.count; i++) {
        const struct ts_item *item = &drawing.items[i];
        if (item->kind != TS_ITEM_TEXT)
            continue;
        struct ts_box screen = { 0, 0, p->size.width, p->size.height };
        if (!box_inside(item->box, screen)) {
            fail_at(p, "beside the screen:", item->text.text);
            continue;
        }
        double cap_mm10 =
            item->text.em_least_px * (double)TS_CAP_PERMILLE / p->size.px_per_mm / 100;
        if (cap_mm10 < least)
            fail_at(p, "small letters:", item->text.text);
        if (contrast(item->colour, checks_ground(&drawing, i)) < 8)
            fail_at(p, "faint letters:", item->text.text);
    }
}

static bool
is_whole_screen(const struct place *p, struct ts_box box)
{
    return box.w == p->size.width && box.h == p->size.height;
}

/* A low display that has large letters to show does not have room for gloves as well:
 * there a target measures what it does without. */
static int
least_target_mm10(const struct place *p)
{
    bool gloves = p->face->gloves && !(p->face->large_print && is_small_display(p));
    return gloves ? TS_TARGET_GLOVES_MM10 : TS_TARGET_MM10;
}

static void
check_target(const struct place *p, size_t at)
{
    const struct ts_touch_target *t = &drawing.targets[at];
    struct ts_box screen = { 0, 0, p->size.width, p->size.height };
    double least = least_target_mm10(p) * p->size.px_per_mm / 10;
    if (t->label.len == 0)
        fail_at(p, "a target without a name", t->label);
    if (t->touch.action == TS_ACTION_NONE || !box_inside(t->box, screen))
        fail_at(p, "not to be touched:", t->label);
    if (t->box.w < least || t->box.h < least)
        fail_at(p, "too small to be touched:", t->label);
    for (size_t i = 0; i < at; i++) {
        const struct ts_touch_target *other = &drawing.targets[i];
        if (box_overlap(t->box, other->box) && !is_whole_screen(p, t->box)
            && !is_whole_screen(p, other->box))
            fail_at(p, "over another target:", t->label);
    }
}

static void
check_targets(struct place *p)
{
    for (size_t i = 0; i < drawing.target_count; i++)
        check_target(p, i);
}

/* A verdict's sign and word, whatever its colour; what is chosen has a tick. */
static void
check_without_colour(struct place *p)
{
    static const enum ts_icon signs[TS_VERDICT_COUNT] = {
        [TS_VERDICT_READY] = TS_ICON_TICK,
        [TS_VERDICT_NOT_YET] = TS_ICON_TRIANGLE,
        [TS_VERDICT_STOP] = TS_ICON_CROSS,
        [TS_VERDICT_CANNOT_TELL] = TS_ICON_QUESTION,
    };
    const struct ts_view_model *model = &p->model;
    if (model->page != TS_PAGE_NONE || model->state == TS_SCAN_IDENTITY
        || !model->verdict)
        return;
    bool waived = model->state == TS_SCAN_WAIVED;
    enum ts_icon sign = waived ? TS_ICON_HAND : signs[model->verdict->kind];
    ts_span word = ts_span_text(waived ? ts_words(TS_PHRASE_LET_IN)
                                       : ts_words_verdict(model->verdict->kind));
    if (!draws_icon(sign) || !draws_text(word))
        fail_at(p, "only colour says", word);
}

static bool
reads(ts_span text)
{
    ts_span all = ts_reading_text(&reading);
    for (size_t i = 0; i + text.len <= all.len; i++)
        if (memcmp(all.at + i, text.at, text.len) == 0)
            return true;
    return false;
}

static void
check_read(const struct place *p, ts_span text)
{
    char letters[TS_TEXT_BYTES];
    bool cut = false;
    if (!reads(ts_text_clean(letters, text, &cut)))
        fail_at(p, "not read out:", text);
}

static void
check_reading(struct place *p)
{
    ts_reading_make(&reading, &drawing, &p->model);
    if (reading.cut)
        fail_at(p, "not all is read out", (ts_span){ 0 });
    for (size_t i = 0; i < drawing.count; i++)
        if (drawing.items[i].kind == TS_ITEM_TEXT)
            check_read(p, drawing.items[i].text.text);
    for (size_t i = 0; i < drawing.target_count; i++)
        check_read(p, drawing.targets[i].label);
}

/* Where something would be lost the last seconds are written. */
static void
check_countdown(struct place *p)
{
    char letters[64];
    struct ts_writer w = ts_writer_over(TS_ROOM_OF(letters));
    bool state_counts =
        p->model.page == TS_PAGE_NONE
        && (p->model.state == TS_SCAN_NOT_YET || p->model.state == TS_SCAN_IDENTITY);
    bool waits = p->model.pin_pad && p->model.pin_pad->wait_ms > 0;
    if ((!state_counts && !ts_page_is_counted(p->model.page)) || waits)
        return;
    p->model.time = (struct ts_scan_time){ 60000, 17000, true };
    ts_view_draw(&drawing, &p->model);
    ts_write_seconds(&w, 17);
    ts_reading_make(&reading, &drawing, &p->model);
    if (!reads(ts_writer_span(&w)))
        fail_at(p, "not counted down:", ts_writer_span(&w));
}

static void
show(struct place *p)
{
    p->parts = (struct scene_parts){ 0 };
    scene_base(&p->model);
    p->scene->fill(&p->model, &p->parts);
    p->model.width_px = p->size.width;
    p->model.height_px = p->size.height;
    p->model.px_per_mm = p->size.px_per_mm;
    p->model.gloves = p->face->gloves;
    p->model.large_print = p->face->large_print;
    p->m = ts_theme_metrics(p->size.width, p->size.height, p->size.px_per_mm);
    ts_theme_adapt(&p->m, p->size.px_per_mm, p->face->gloves, p->face->large_print);
    ts_view_draw(&drawing, &p->model);
    if (drawing.full)
        fail_at(p, "more than a drawing holds", (ts_span){ 0 });
}

/* The pseudo-locale is longer than any language; it is not read in large print. */
static bool
has_room(const struct place *p)
{
    bool plain = !p->face->large_print && !(p->face->gloves && is_small_display(p));
    return plain || strcmp(ts_words_language(), "qps") != 0;
}

typedef void check_place(struct place *p);

static void
at_every_size(struct place *p, check_place *check)
{
    for (size_t s = 0; s < 2 * TS_COUNT(scene_sizes); s++) {
        const struct scene_size *size = &scene_sizes[s / 2];
        p->size = *size;
        if (s % 2)
            p->size = (struct scene_size){ size->height, size->width, size->px_per_mm };
        if (!has_room(p))
            continue;
        show(p);
        check(p);
    }
}

static void
everywhere(check_place *check)
{
    static struct place p;
    wrong = 0;
    for (size_t l = 0; l < TS_COUNT(scene_languages); l++) {
        assert_status(ts_words_speak(scene_languages[l]), TS_OK);
        for (size_t i = 0; i < TS_COUNT(scenes); i++) {
            for (size_t f = 0; f < TS_COUNT(faces); f++) {
                p.scene = &scenes[i];
                p.face = &faces[f];
                at_every_size(&p, check);
            }
        }
    }
    if (wrong > 0)
        fail_msg("%zu are wrong", wrong);
}

static void
letters_are_large_and_clear_enough(void **state)
{
    (void)state;
    everywhere(check_letters);
}

static void
what_is_touched_is_large_enough_apart_and_named(void **state)
{
    (void)state;
    everywhere(check_targets);
}

static void
nothing_is_said_by_colour_alone(void **state)
{
    (void)state;
    everywhere(check_without_colour);
}

static void
everything_is_read_out(void **state)
{
    (void)state;
    everywhere(check_reading);
}

static void
the_last_seconds_are_counted_where_something_is_lost(void **state)
{
    (void)state;
    everywhere(check_countdown);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(letters_are_large_and_clear_enough),
        cmocka_unit_test(what_is_touched_is_large_enough_apart_and_named),
        cmocka_unit_test(nothing_is_said_by_colour_alone),
        cmocka_unit_test(everything_is_read_out),
        cmocka_unit_test(the_last_seconds_are_counted_where_something_is_lost),
    };
    TS_CHECK(ts_words_open(TS_TEST_LOCALE) == TS_OK);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
