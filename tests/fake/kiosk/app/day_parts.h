#ifndef TS_TEST_DAY_PARTS_H
#define TS_TEST_DAY_PARTS_H

/*
 * What a day of the kiosk happens to: a screen nobody sees, eyes that see the card that
 * is held up, and somebody who touches what was drawn. Everything behind them is the
 * product's own. Included by test_day.c only.
 */

#include "firmware/board/fake/clock_script.h"
#include "kiosk/app/app.h"
#include "kiosk/app/sight.h"
#include "kiosk/credential/assembly.h"
#include "kiosk/credential/part.h"
#include "tests/fake/kiosk/app/scripted.h"

#include <sched.h>
#include <stdlib.h>
#include <string.h>

enum { PARTS = 3 };

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
    ts_span parts[PARTS], whole; /* of a credential in several codes */
    size_t parts_left, wholes;

    /* The check that is under way. */
    bool outstanding, fresh, reached, joined;
    bool asked; /* somebody has to say who it is, and nobody did yet */
    uint64_t held_until_ms;

    uint64_t shown[TS_VERDICT_COUNT];
    size_t states_seen[TS_SCAN_STATE_COUNT], pages_seen[TS_PAGE_COUNT];
    size_t touches, joins, turns, late, decided;
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

/* The screen and the eyes. */

static void
drawn(const struct ts_drawing *drawing)
{
    memcpy(day.targets, drawing->targets, sizeof(day.targets));
    day.target_count = drawing->target_count;
}

static bool
see(struct ts_sight *sight)
{
    if (day.views == 0 || day.parts_left > 0 || scripted_senses.unplugged)
        return false;
    day.views--;
    return ts_sight_make(sight, day.whole.len ? day.whole : day.card, ts_clock_mono());
}

/* Put together as the eyes do it. */
static struct ts_assembly assembly;

static bool
see_parts(uint32_t *seen, uint32_t *total)
{
    if (day.parts_left == 0 || scripted_senses.unplugged)
        return false;
    struct ts_assembly_answer answer =
        ts_assembly_feed(&assembly, day.parts[PARTS - day.parts_left--], ts_clock_mono());
    if (answer.kind == TS_ASSEMBLY_WHOLE) {
        assert_span_equal(answer.whole, day.card);
        day.whole = answer.whole;
        day.wholes++;
    }
    *seen = answer.seen;
    *total = answer.total;
    return answer.kind == TS_ASSEMBLY_PART;
}

static uint8_t parts_room[4 << 20];

/* Both hold what was packed in the clear. */
static void
forget_parts(void)
{
    ts_assembly_forget(&assembly);
    memset(parts_room, 0, sizeof(parts_room));
    day.parts_left = 0;
    day.whole = (ts_span){ 0 };
}

/* The card is held up as the codes it was cut into. */
static void
hold_in_parts(void)
{
    struct ts_arena arena = ts_arena_over(TS_ROOM_OF(parts_room));
    assert_status(ts_part_cut(&arena, day.parts, PARTS, day.card), TS_OK);
    day.parts_left = PARTS;
}

static bool
see_hint(enum ts_hint *hint)
{
    *hint = (enum ts_hint)chance(TS_HINT_COUNT);
    return chance(40) == 0;
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

/* So does the one that looks at a PIN. */
bool __real_ts_pin_check_take(struct ts_pin_check *check, bool *right);
bool __wrap_ts_pin_check_take(struct ts_pin_check *check, bool *right);
bool
__wrap_ts_pin_check_take(struct ts_pin_check *check, bool *right)
{
    while (ts_pin_check_is_busy(check))
        if (__real_ts_pin_check_take(check, right))
            return true;
    return false;
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
    if (day.turns == 0)
        return; /* it warms up: nobody sees that */
    if (day.asked && model->state != TS_SCAN_IDENTITY) {
        day.asked = false;
        if (is_verdict(model->state)) {
            day.decided += model->verdict->kind != TS_VERDICT_CANNOT_TELL;
            is_new = true;
        } else {
            day.shown[TS_VERDICT_CANNOT_TELL]++; /* nobody said */
        }
    }
    day.asked |= is_new && model->state == TS_SCAN_IDENTITY;
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
