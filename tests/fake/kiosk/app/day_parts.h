#ifndef TS_TEST_DAY_PARTS_H
#define TS_TEST_DAY_PARTS_H

/*
 * What a day of the kiosk happens to: a screen nobody sees, eyes that see the card that
 * is held up, and somebody who touches what was drawn. Everything behind them is the
 * product's own. Included by test_day.c only.
 */

#include "firmware/board/fake/clock_script.h"
#include "kiosk/app/app.h"
#include "kiosk/app/parts.h"
#include "kiosk/app/sight.h"
#include "tests/support/support.h"

#include <sched.h>
#include <stdlib.h>
#include <string.h>

static struct {
    uint32_t seed;

    /* What was drawn last. */
    enum ts_scan_state state;
    enum ts_page page;
    enum ts_verdict_kind kind;
    struct ts_touch_target targets[TS_DRAWING_TARGETS];
    size_t target_count;

    /* What is held before the camera, and what of it was seen. */
    ts_span card;
    uint32_t views;
    struct ts_scan_parts parts;
    bool camera_gone;

    /* The check that is under way. */
    bool outstanding, fresh, reached, joined;
    uint64_t held_until_ms;

    uint64_t shown[TS_VERDICT_COUNT];
    size_t states_seen[TS_SCAN_STATE_COUNT], pages_seen[TS_PAGE_COUNT];
    size_t touches, joins, turns, late;
} day;

/* xorshift; the same day every time. */
static uint32_t
chance(uint32_t of)
{
    day.seed ^= day.seed << 13;
    day.seed ^= day.seed >> 17;
    day.seed ^= day.seed << 5;
    return day.seed % of;
}

/* The screen. */

enum ts_status
ts_window_open(struct ts_window **window, const struct ts_window_options *options,
               struct ts_fault *fault)
{
    (void)options;
    (void)fault;
    *window = (struct ts_window *)&day;
    return TS_OK;
}

void
ts_window_close(struct ts_window *window)
{
    (void)window;
}

void
ts_window_size(const struct ts_window *window, int *width_px, int *height_px,
               double *px_per_mm)
{
    (void)window;
    *width_px = 1280;
    *height_px = 800;
    *px_per_mm = 5.9;
}

void
ts_window_draw(struct ts_window *window, const struct ts_drawing *drawing,
               const struct ts_frame *frame, struct ts_fit_report *report)
{
    (void)window;
    (void)frame;
    (void)report;
    memcpy(day.targets, drawing->targets, sizeof(day.targets));
    day.target_count = drawing->target_count;
}

enum ts_status
ts_window_save(struct ts_window *window, const char *path)
{
    (void)window;
    (void)path;
    return TS_IO;
}

void
ts_window_show(struct ts_window *window)
{
    (void)window;
}

void
ts_window_forget(struct ts_window *window)
{
    (void)window;
}

enum ts_status
ts_window_toggle_fullscreen(struct ts_window *window)
{
    (void)window;
    return TS_OK;
}

/* The eyes. */

enum ts_status
ts_eyes_open(struct ts_eyes **eyes, const char *source)
{
    (void)source;
    *eyes = (struct ts_eyes *)&day;
    return TS_OK;
}

void
ts_eyes_close(struct ts_eyes *eyes)
{
    (void)eyes;
}

enum ts_status
ts_eyes_frame(struct ts_eyes *eyes, struct ts_frame *frame)
{
    (void)eyes;
    (void)frame;
    return TS_ABSENT;
}

struct ts_focus
ts_eyes_focus(struct ts_eyes *eyes)
{
    (void)eyes;
    return (struct ts_focus){ 0 };
}

bool
ts_eyes_sight(struct ts_eyes *eyes, struct ts_sight *sight)
{
    (void)eyes;
    if (day.views == 0 || day.parts.total > 0 || day.camera_gone)
        return false;
    day.views--;
    return ts_sight_make(sight, day.card, ts_clock_mono());
}

bool
ts_eyes_parts(struct ts_eyes *eyes, uint32_t *seen, uint32_t *total)
{
    (void)eyes;
    if (day.parts.total == 0)
        return false;
    *seen = ++day.parts.seen;
    *total = day.parts.total;
    if (*seen == *total)
        day.parts = (struct ts_scan_parts){ 0 }; /* whole: it is a sight now */
    return true;
}

bool
ts_eyes_hint(struct ts_eyes *eyes, enum ts_hint *hint)
{
    (void)eyes;
    *hint = (enum ts_hint)chance(TS_HINT_COUNT);
    return chance(40) == 0;
}

void
ts_eyes_camera(struct ts_eyes *eyes, struct ts_camera_state *state)
{
    (void)eyes;
    *state = (struct ts_camera_state){ .delivering = !day.camera_gone };
}

/* The thread that judges is the product's; the clock stands still until it is done, or
 * the day says that it is late. */

void __real_ts_checker_submit(struct ts_checker *checker, uint32_t ticket, ts_span text);
void __wrap_ts_checker_submit(struct ts_checker *checker, uint32_t ticket, ts_span text);
bool __real_ts_checker_collect(struct ts_checker *checker, uint32_t *ticket,
                               const struct ts_verdict **verdict);
bool __wrap_ts_checker_collect(struct ts_checker *checker, uint32_t *ticket,
                               const struct ts_verdict **verdict);
void __real_ts_checker_wipe(struct ts_checker *checker);
void __wrap_ts_checker_wipe(struct ts_checker *checker);
void __real_ts_checker_replace_rules(struct ts_checker *checker,
                                     struct ts_checker_rules rules);
void __wrap_ts_checker_replace_rules(struct ts_checker *checker,
                                     struct ts_checker_rules rules);
bool __real_ts_checker_join(struct ts_checker *checker);
bool __wrap_ts_checker_join(struct ts_checker *checker);
void __real_ts_view_draw(struct ts_drawing *drawing, const struct ts_view_model *model);
void __wrap_ts_view_draw(struct ts_drawing *drawing, const struct ts_view_model *model);

void
__wrap_ts_checker_submit(struct ts_checker *checker, uint32_t ticket, ts_span text)
{
    bool is_late = chance(100) == 0;
    day.outstanding = day.fresh = true;
    day.late += is_late;
    day.held_until_ms = is_late ? ts_clock_mono().ms + 2 * TS_SCAN_CHECK_MS : 0;
    __real_ts_checker_submit(checker, ticket, text);
}

bool
__wrap_ts_checker_collect(struct ts_checker *checker, uint32_t *ticket,
                          const struct ts_verdict **verdict)
{
    if (!day.outstanding || day.fresh || ts_clock_mono().ms < day.held_until_ms)
        return false;
    while (!__real_ts_checker_collect(checker, ticket, verdict))
        sched_yield();
    day.outstanding = false;
    day.reached = *verdict != NULL; /* else the screen is what it was before */
    return true;
}

void
__wrap_ts_checker_wipe(struct ts_checker *checker)
{
    day.outstanding = false;
    __real_ts_checker_wipe(checker);
}

void
__wrap_ts_checker_replace_rules(struct ts_checker *checker, struct ts_checker_rules rules)
{
    day.outstanding = false;
    __real_ts_checker_replace_rules(checker, rules);
}

bool
__wrap_ts_checker_join(struct ts_checker *checker)
{
    bool joined = __real_ts_checker_join(checker);
    day.joined |= joined;
    day.joins += joined;
    return joined;
}

static bool
is_verdict(enum ts_scan_state state)
{
    return state == TS_SCAN_READY || state == TS_SCAN_NOT_YET || state == TS_SCAN_STOP
           || state == TS_SCAN_CANNOT_TELL;
}

/* Each verdict counts where it is first seen. */
void
__wrap_ts_view_draw(struct ts_drawing *drawing, const struct ts_view_model *model)
{
    bool is_new = day.reached || day.joined;
    __real_ts_view_draw(drawing, model);
    assert_false(drawing->full);
    if (is_verdict(model->state)) {
        assert_non_null(model->verdict);
        day.kind = model->verdict->kind;
        day.shown[day.kind] += is_new;
    }
    day.reached = day.joined = false;
    day.fresh = false;
    day.states_seen[model->state] += day.state != model->state;
    day.pages_seen[model->page] += day.page != model->page;
    day.state = model->state;
    day.page = model->page;
}

#endif
