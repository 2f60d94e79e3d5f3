#ifndef TS_TEST_LOOP_EVENTS_H
#define TS_TEST_LOOP_EVENTS_H

/* The loop, played through events, for the files test_loop*.c. */

#include "firmware/board/fake/clock_script.h"
#include "firmware/board/fake/signal_record.h"
#include "tests/fake/kiosk/app/scripted.h"
#include <string.h>

/*
 * The loop that ties the kiosk's parts together, with parts that do as the test says:
 * codes come into view, verdicts come when they come, somebody touches the screen or
 * closes the window. Time passes only while the loop waits for input, so nothing
 * sleeps and every run is the same.
 */

enum { EVENTS_MAX = 32 };

enum act {
    ACT_NOTHING = 0,
    ACT_SEE,     /* code: its identity */
    ACT_ANSWER,  /* ticket, verdict */
    ACT_FOREIGN, /* ticket: it was no credential */
    ACT_DUE,     /* ticket: a verdict that waits for somebody to compare */
    ACT_TOUCH,
    ACT_YES, /* a touch where the picture has this answer */
    ACT_NO,
    ACT_UNPLUG, /* the camera */
    ACT_NEWER,  /* lists are waiting */
    ACT_CLOSE,
};

struct event {
    uint64_t at_ms;
    enum act act;
    uint64_t code;
    uint32_t ticket;
    enum ts_verdict_kind verdict;
};

/* What the loop did. */
struct record {
    enum ts_scan_state states[64]; /* each time it changed */
    size_t state_count;
    bool verdict_missing; /* a drawing of one that had none */
    bool photo_missing, photo_left;
};

static struct {
    struct event events[EVENTS_MAX];
    size_t count, next;
    bool touched, closed;
    bool is_drawn; /* what is to be touched next */
    enum ts_action answered;
    struct record did;
} play;

static struct ts_parts parts;

static struct ts_app_options options;

static struct ts_trust trust;

static inline void
answer(const struct event *event)
{
    struct scripted_checker *c = &scripted_checker;
    bool due = event->act == ACT_DUE;
    c->has_answer = true;
    c->is_foreign = event->act == ACT_FOREIGN;
    c->has_photo = due;
    c->answer_ticket = event->ticket;
    c->verdict.kind = due ? TS_VERDICT_CANNOT_TELL : event->verdict;
    c->verdict.reasons[0].code = due ? TS_REASON_IDENTITY_NOT_CHECKED : TS_REASON_EXPIRED;
    c->verdict.reason_count = 1;
    if (!due)
        return;
    c->verdict.identity_due = true;
    c->verdict.identity_wanted = TS_IDENTITY_COMPARE;
}

static inline void
do_event(const struct event *event)
{
    switch (event->act) {
    case ACT_NOTHING: break;
    case ACT_SEE:
        scripted_senses.has_sight = true;
        scripted_senses.sight = (struct ts_sight){ .identity = event->code,
                                                   .recognised = true,
                                                   .text = { (uint8_t)event->code },
                                                   .len = 1 };
        break;
    case ACT_ANSWER:
    case ACT_FOREIGN:
    case ACT_DUE: answer(event); break;
    case ACT_TOUCH: play.touched = true; break;
    case ACT_YES: play.answered = TS_ACTION_YES; break;
    case ACT_NO: play.answered = TS_ACTION_NO; break;
    case ACT_UNPLUG: scripted_senses.unplugged = true; break;
    case ACT_NEWER: scripted_parts.newer = true; break;
    case ACT_CLOSE: play.closed = true; break;
    }
}

static inline bool
poll_events(struct ts_input *input, uint32_t timeout_ms)
{
    ts_clock_script_pass(timeout_ms);
    while (play.next < play.count && play.events[play.next].at_ms <= ts_clock_mono().ms)
        do_event(&play.events[play.next++]);
    if (play.touched || play.is_drawn)
        input->kind = TS_INPUT_TOUCH;
    else if (play.closed)
        input->kind = TS_INPUT_QUIT;
    play.touched = play.is_drawn = false;
    return input->kind != TS_INPUT_NONE && !(play.closed && timeout_ms == 0);
}

/* What is drawn is noted instead. */
void
ts_view_draw(struct ts_drawing *drawing, const struct ts_view_model *model)
{
    struct record *did = &play.did;
    struct ts_box whole = { 0, 0, model->width_px, model->height_px };
    drawing->target_count = 0;
    play.is_drawn = play.answered != TS_ACTION_NONE;
    if (play.is_drawn)
        ts_draw_target(drawing, whole, (struct ts_touch){ play.answered, 0 },
                       (ts_span){ 0 });
    play.answered = TS_ACTION_NONE;
    bool has_verdict =
        model->state >= TS_SCAN_READY && model->state <= TS_SCAN_CANNOT_TELL;
    bool asks = model->state == TS_SCAN_IDENTITY;
    did->verdict_missing |= has_verdict && !model->verdict;
    did->photo_missing |= asks && (!model->photo || !model->verdict);
    did->photo_left |= !asks && model->photo;
    if (did->state_count && did->states[did->state_count - 1] == model->state)
        return;
    assert_true(did->state_count < TS_COUNT(did->states));
    did->states[did->state_count++] = model->state;
}

static inline int
set_up(void **state)
{
    (void)state;
    memset(&play, 0, sizeof(play));
    memset(&scripted_checker, 0, sizeof(scripted_checker));
    memset(&scripted_journal, 0, sizeof(scripted_journal));
    scripted_senses_reset(1280, 800, 4);
    scripted_senses.poll = poll_events;
    scripted_parts = (struct scripted_parts){ .now = { { 1780272000 }, TS_CLOCK_TRUSTED },
                                              .trust = &trust };
    ts_clock_script_boot();
    ts_clock_script_set((ts_utc){ 1780272000 });
    ts_signal_record_reset();
    options = (struct ts_app_options){ .contact = "", .mute = true };
    parts = (struct ts_parts){ .options = &options,
                               .journal = SCRIPTED_JOURNAL,
                               .beliefs = (struct ts_beliefs *)&play };
    assert_status(ts_signal_open(&parts.signal, "lamps"), TS_OK);
    return 0;
}

static inline int
tear_down(void **state)
{
    (void)state;
    ts_signal_close(parts.signal);
    return 0;
}

/* Plays events until the window is closed at end_ms. */
static inline enum ts_app_end
run(const struct event *events, size_t count, uint64_t end_ms)
{
    assert_true(count < EVENTS_MAX);
    memcpy(play.events, events, count * sizeof(*events));
    play.events[count] = (struct event){ .at_ms = end_ms, .act = ACT_CLOSE };
    play.count = count + 1;
    enum ts_app_end end = ts_loop_run(&parts);
    assert_false(play.did.verdict_missing);
    assert_false(play.did.photo_missing);
    assert_false(play.did.photo_left);
    assert_int_equal(play.next, play.count);
    return end;
}

static inline void
expect_states(const enum ts_scan_state *states, size_t count)
{
    for (size_t i = 0; i < count && i < play.did.state_count; i++)
        if (play.did.states[i] != states[i])
            fail_msg("state %zu is %d, want %d", i, (int)play.did.states[i],
                     (int)states[i]);
    assert_int_equal(play.did.state_count, count);
}

/* These, whatever follows. */
#define EXPECT_FIRST(...)                                             \
    do {                                                              \
        const enum ts_scan_state first_[] = { __VA_ARGS__ };          \
        assert_true(play.did.state_count >= TS_COUNT(first_));        \
        assert_memory_equal(play.did.states, first_, sizeof(first_)); \
    } while (0)

#define EXPECT_STATES(...)                                    \
    do {                                                      \
        const enum ts_scan_state wanted_[] = { __VA_ARGS__ }; \
        expect_states(wanted_, TS_COUNT(wanted_));            \
    } while (0)

#endif
