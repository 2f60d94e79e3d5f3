#ifndef TS_TEST_TYPING_STEPS_H
#define TS_TEST_TYPING_STEPS_H

/* Cards that are shown and keys that are pressed, for test_page_typing.c and
 * test_page_pin.c. */

#include "tests/fake/kiosk/app/typing_parts.h"

/*
 * The pages on which somebody types, through the loop: real verdicts over real cards,
 * real drawings that are touched where they are drawn; window, eyes and thread as the
 * test says.
 */

/* The cards, and what is done with them. */

/* A verdict that waits for an answer, or any other. */
static inline void
give(enum ts_verdict_kind kind, bool asks)
{
    scripted_checker.verdict = (struct ts_verdict){
        .kind = kind,
        .reasons = { { .code =
                           asks ? TS_REASON_IDENTITY_NOT_CHECKED : TS_REASON_EXPIRED } },
        .reason_count = 1,
        .card = &play.card,
        .identity_due = asks,
        .identity_wanted = asks ? TS_IDENTITY_ANSWER : TS_IDENTITY_NOT_ASKED,
        .may_waive = true,
    };
    scripted_checker.has_answer = true;
}

static inline void
turn(uint64_t ms)
{
    ts_clock_script_pass(ms);
    ts_loop_take_answers(&l);
    ts_loop_tell_kind(&l, TS_EVENT_TICK);
    ts_loop_show(&l);
}

static inline void
show_card(uint64_t code)
{
    scripted_senses.sight = (struct ts_sight){
        .identity = code, .recognised = true, .text = "card", .len = sizeof("card") - 1
    };
    scripted_senses.has_sight = true;
    turn(100);
}

static inline void
begin(enum ts_verdict_kind kind, bool asks)
{
    ts_loop_tell_kind(&l, TS_EVENT_BEGIN);
    ts_loop_tell_kind(&l, TS_EVENT_SELF_TEST_PASSED);
    show_card(1);
    give(kind, asks);
    turn(100);
    turn(1500);
}

static inline int
set_up(void **state)
{
    (void)state;
    memset(&play, 0, sizeof(play));
    memset(&scripted_checker, 0, sizeof(scripted_checker));
    memset(&scripted_journal, 0, sizeof(scripted_journal));
    scripted_senses_reset(800, 480, 5.2);
    scripted_parts = (struct scripted_parts){ .now = { { NOW }, TS_CLOCK_TRUSTED } };
    ts_store_memory_reset();
    ts_clock_script_boot();
    ts_signal_record_reset();
    options = (struct ts_app_options){
        .contact = "", .mute = true, .admin_pin = pin_line, .waiver_pin = pin_line
    };
    parts = (struct ts_parts){ .options = &options, .journal = SCRIPTED_JOURNAL };
    assert_status(ts_signal_open(&parts.signal, "lamps"), TS_OK);
    assert_status(ts_store_open(&parts.state, "state", true), TS_OK);
    l = (struct ts_loop){ .parts = &parts };
    deal("name", NAME);
    return 0;
}

static inline int
tear_down(void **state)
{
    (void)state;
    ts_signal_close(parts.signal);
    ts_store_close(parts.state);
    return 0;
}

/* Touches what is drawn for it; false where nothing is. */
static inline bool
touch(enum ts_action action, int32_t value)
{
    for (size_t i = l.drawing.target_count; i-- > 0;) {
        const struct ts_touch_target *t = &l.drawing.targets[i];
        if (t->touch.action != action || t->touch.value != value)
            continue;
        ts_loop_touch(&l, t->box.x + t->box.w / 2, t->box.y + t->box.h / 2);
        turn(500);
        return true;
    }
    return false;
}

static inline void
press(enum ts_key key)
{
    struct ts_input input = { .kind = TS_INPUT_KEY, .key = key };
    assert_true(ts_loop_typed(&l, &input));
    turn(500);
}

/* On an attached keyboard. */
static inline void
type(const char *text)
{
    for (; *text; text++) {
        struct ts_input input = { .kind = TS_INPUT_TEXT, .letter = (uint32_t)*text };
        assert_true(ts_loop_typed(&l, &input));
    }
    turn(500);
}

/* No time passes; what the screen shows meanwhile is looked at. */
static inline void
wait_for_pin(void)
{
    while (ts_pin_check_is_busy(&l.pin_check)) {
        assert_true(!l.model.pin_pad || l.model.pin_pad->checking);
        (void)sched_yield();
        turn(0);
    }
    turn(500);
}

static inline void
type_pin(const char *digits)
{
    for (; *digits; digits++)
        assert_true(touch(TS_ACTION_KEY, *digits));
    assert_true(touch(TS_ACTION_ENTER, 0));
    wait_for_pin();
}

#endif
