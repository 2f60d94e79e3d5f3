#include "firmware/board/fake/backlight_record.h"
#include "firmware/board/fake/clock_script.h"
#include "firmware/board/fake/signal_record.h"
#include "firmware/board/fake/watchdog_record.h"
#include "tests/fake/kiosk/app/scripted.h"

#include <string.h>

/*
 * What the kiosk does beside its screen, turn by turn, on the fake board: time passes
 * only while the loop waits for input, and what happens when is a table.
 */

enum { EVENTS_MAX = 16, NEVER_MS = 600000 };

enum act {
    ACT_NOTHING = 0,
    ACT_SEE,    /* the next card */
    ACT_ANSWER, /* verdict */
    ACT_DUE,    /* a verdict that waits for somebody to compare */
    ACT_PRESS,  /* the button */
    ACT_UNPLUG, /* the camera */
    ACT_PLUG,   /* it again */
    ACT_FREEZE, /* it says that all is well, and no frame comes */
    ACT_THAW,   /* they come again */
    ACT_HANG,   /* the loop, for 40 s */
    ACT_NO_LIGHT,
    ACT_LIGHT,
};

struct event {
    uint64_t at_ms;
    enum act act;
    enum ts_verdict_kind verdict;
};

/* What is looked at, at a moment. */
struct look {
    enum ts_scan_state state;
    enum ts_lamp lit;
    bool is_on, is_dim;
    char status[TS_WATCHDOG_STATUS_MAX + 1];
    size_t pets;
};

static struct {
    struct event events[EVENTS_MAX];
    size_t count, next;
    uint64_t end_ms, look_ms;
    uint64_t code;
    enum ts_scan_state state; /* as drawn last */
    struct look look;
    bool has_looked;
} play;

static struct ts_parts parts;
static struct ts_app_options options;
static struct ts_trust trust;

static void
answer(enum ts_verdict_kind kind, bool due)
{
    struct scripted_checker *c = &scripted_checker;
    c->has_answer = true;
    c->has_photo = due;
    c->verdict.kind = kind;
    c->verdict.identity_due = due;
    c->verdict.identity_wanted = due ? TS_IDENTITY_COMPARE : TS_IDENTITY_NOT_ASKED;
    c->verdict.reasons[0].code = due ? TS_REASON_IDENTITY_NOT_CHECKED : TS_REASON_EXPIRED;
    c->verdict.reason_count = 1;
}

static void
do_event(const struct event *event)
{
    switch (event->act) {
    case ACT_NOTHING: break;
    case ACT_SEE:
        scripted_senses.has_sight = true;
        scripted_senses.sight = (struct ts_sight){
            .identity = ++play.code, .recognised = true, .text = { 'x' }, .len = 1
        };
        break;
    case ACT_ANSWER: answer(event->verdict, false); break;
    case ACT_DUE: answer(TS_VERDICT_CANNOT_TELL, true); break;
    case ACT_PRESS: ts_signal_record_press(); break;
    case ACT_UNPLUG: scripted_senses.unplugged = true; break;
    case ACT_PLUG: scripted_senses.unplugged = false; break;
    case ACT_FREEZE: scripted_senses.has_frames = false; break;
    case ACT_THAW: scripted_senses.has_frames = true; break;
    case ACT_HANG: ts_clock_script_pass(40000); break;
    case ACT_NO_LIGHT: ts_backlight_record_fail(true); break;
    case ACT_LIGHT: ts_backlight_record_fail(false); break;
    }
}

static void
look_around(void)
{
    play.has_looked = true;
    play.look = (struct look){
        .state = play.state,
        .lit = ts_signal_record_lit(),
        .is_on = ts_signal_record_is_on(),
        .is_dim = ts_backlight_record_is_dim(),
        .pets = ts_watchdog_record()->pets,
    };
    memcpy(play.look.status, ts_watchdog_record()->status, sizeof(play.look.status));
}

static bool
poll_events(struct ts_input *input, uint32_t timeout_ms)
{
    ts_clock_script_pass(timeout_ms);
    uint64_t now_ms = ts_clock_mono().ms;
    if (!play.has_looked && now_ms >= play.look_ms)
        look_around();
    while (play.next < play.count && play.events[play.next].at_ms <= now_ms)
        do_event(&play.events[play.next++]);
    if (now_ms >= play.end_ms)
        input->kind = TS_INPUT_QUIT;
    return input->kind != TS_INPUT_NONE && timeout_ms > 0;
}

/* What is drawn is noted instead. */
void
ts_view_draw(struct ts_drawing *drawing, const struct ts_view_model *model)
{
    drawing->target_count = 0;
    play.state = model->state;
}

static int
set_up(void **state)
{
    (void)state;
    memset(&play, 0, sizeof(play));
    memset(&scripted_checker, 0, sizeof(scripted_checker));
    memset(&scripted_journal, 0, sizeof(scripted_journal));
    scripted_senses_reset(1280, 800, 4);
    scripted_senses.poll = poll_events;
    scripted_senses.has_frames = true;
    scripted_parts = (struct scripted_parts){ .now = { { 1780272000 }, TS_CLOCK_TRUSTED },
                                              .trust = &trust };
    ts_clock_script_boot();
    ts_signal_record_reset();
    ts_watchdog_record_reset();
    ts_backlight_record_reset();
    options = (struct ts_app_options){ .contact = "" };
    parts = (struct ts_parts){ .options = &options, .journal = SCRIPTED_JOURNAL };
    assert_status(ts_signal_open(&parts.signal, "lines"), TS_OK);
    assert_status(ts_backlight_open(&parts.backlight, "auto"), TS_OK);
    return 0;
}

static int
tear_down(void **state)
{
    (void)state;
    ts_signal_close(parts.signal);
    ts_backlight_close(parts.backlight);
    return 0;
}

/* Plays until end_ms, looking around once at look_ms. */
static void
run(const struct event *events, size_t count, uint64_t look_ms, uint64_t end_ms)
{
    assert_true(count <= EVENTS_MAX);
    memcpy(play.events, events, count * sizeof(*events));
    play.count = count;
    play.look_ms = look_ms;
    play.end_ms = end_ms;
    (void)ts_loop_run(&parts);
    assert_int_equal(play.next, play.count);
    assert_int_equal(play.has_looked, look_ms < end_ms);
}

#define RUN(look_ms, end_ms, ...)                             \
    do {                                                      \
        const struct event events_[] = { __VA_ARGS__ };       \
        run(events_, TS_COUNT(events_), (look_ms), (end_ms)); \
    } while (0)

static void
again(void **state)
{
    (void)tear_down(state);
    (void)set_up(state);
}

static const struct {
    enum ts_verdict_kind kind;
    enum ts_lamp lamp;
    size_t pulses;
} verdicts[] = {
    { TS_VERDICT_READY, TS_LAMP_READY, 1 },
    { TS_VERDICT_NOT_YET, TS_LAMP_NOT_YET, 0 },
    { TS_VERDICT_STOP, TS_LAMP_STOP, 0 },
    { TS_VERDICT_CANNOT_TELL, TS_LAMP_CANNOT_TELL, 0 },
};

static void
a_verdict_is_lit_and_heard_and_only_ready_pulses(void **state)
{
    for (size_t i = 0; i < TS_COUNT(verdicts); i++) {
        ts_test_row(ts_verdict_name(verdicts[i].kind));
        if (i > 0)
            again(state);
        RUN(1500, 2000, { .at_ms = 500, .act = ACT_SEE },
            { .at_ms = 700, .act = ACT_ANSWER, .verdict = verdicts[i].kind });
        assert_int_equal(play.look.lit, verdicts[i].lamp);
        assert_int_equal(play.look.is_on, verdicts[i].pulses > 0);
        assert_int_equal(ts_signal_record_pulses(), verdicts[i].pulses);
        for (int lamp = TS_LAMP_READY; lamp < TS_LAMP_COUNT; lamp++)
            assert_int_equal(ts_signal_record_buzzed((enum ts_lamp)lamp),
                             lamp == (int)verdicts[i].lamp);
        ts_test_row("the end leaves nothing on");
        assert_int_equal(ts_signal_record_lit(), TS_LAMP_NONE);
        assert_false(ts_signal_record_is_on());
    }
}

static void
the_next_verdict_lets_go_of_the_relay(void **state)
{
    (void)state;
    RUN(1150, 3000, { .at_ms = 500, .act = ACT_SEE },
        { .at_ms = 700, .act = ACT_ANSWER, .verdict = TS_VERDICT_READY },
        { .at_ms = 900, .act = ACT_SEE },
        { .at_ms = 1100, .act = ACT_ANSWER, .verdict = TS_VERDICT_STOP });
    assert_false(play.look.is_on);
    assert_int_equal(ts_signal_record_pulses(), 1);
}

/* Whoever opens for somebody who is not READY does so by hand. */
static const struct {
    const char *rule;
    enum ts_scan_state state;
    enum ts_lamp lamp;
    bool matching, demo;
    size_t pulses;
} openings[] = {
    { "ready", TS_SCAN_READY, TS_LAMP_READY, false, false, 1 },
    { "let in by a supervisor", TS_SCAN_WAIVED, TS_LAMP_NOT_YET, false, false, 0 },
    { "let in, were its lamp ever READY's", TS_SCAN_WAIVED, TS_LAMP_READY, false, false,
      0 },
    { "jobs are only looked up", TS_SCAN_READY, TS_LAMP_READY, true, false, 0 },
    { "a demonstration", TS_SCAN_READY, TS_LAMP_READY, false, true, 0 },
};

static void
the_relay_opens_for_nobody_else(void **state)
{
    static struct ts_loop l;
    for (size_t i = 0; i < TS_COUNT(openings); i++) {
        ts_test_row(openings[i].rule);
        again(state);
        options.demo = openings[i].demo;
        l = (struct ts_loop){ .parts = &parts };
        l.screen.state = openings[i].state;
        l.screen.matching = openings[i].matching;
        ts_attend_lamp(&l, openings[i].lamp);
        assert_int_equal(ts_signal_record_pulses(), openings[i].pulses);
        assert_int_equal(ts_signal_record_lit(), openings[i].lamp);
    }
}

static void
mute_silences_the_buzzer_as_well(void **state)
{
    (void)state;
    options.mute = true;
    RUN(NEVER_MS, 2000, { .at_ms = 500, .act = ACT_SEE },
        { .at_ms = 700, .act = ACT_ANSWER, .verdict = TS_VERDICT_STOP });
    assert_int_equal(ts_signal_record_buzzed(TS_LAMP_STOP), 0);
    assert_int_equal(ts_signal_record_times(TS_LAMP_STOP), 1);
}

static void
the_button_ends_a_verdict(void **state)
{
    for (size_t i = 0; i < TS_COUNT(verdicts); i++) {
        ts_test_row(ts_verdict_name(verdicts[i].kind));
        if (i > 0)
            again(state);
        RUN(2500, 3000, { .at_ms = 500, .act = ACT_SEE },
            { .at_ms = 700, .act = ACT_ANSWER, .verdict = verdicts[i].kind },
            { .at_ms = 2000, .act = ACT_PRESS });
        assert_int_equal(play.look.state, TS_SCAN_WAITING);
        assert_int_equal(play.look.lit, TS_LAMP_NONE);
        assert_int_equal(scripted_journal.writes, 1);
        assert_int_equal(scripted_journal.entries[0].verdict, verdicts[i].kind);
    }
}

/* Nobody said that this is the person, and the button does not either. */
static void
the_button_answers_no_question(void **state)
{
    (void)state;
    RUN(3500, 4000, { .at_ms = 500, .act = ACT_SEE }, { .at_ms = 700, .act = ACT_DUE },
        { .at_ms = 3000, .act = ACT_PRESS });
    assert_int_equal(play.look.state, TS_SCAN_WAITING);
    assert_int_equal(scripted_checker.compared, 0);
    assert_int_equal(scripted_journal.writes, 1);
    assert_int_equal(scripted_journal.entries[0].verdict, TS_VERDICT_CANNOT_TELL);
    assert_int_equal(ts_signal_record_pulses(), 0);
    assert_int_equal(ts_signal_record_times(TS_LAMP_READY), 0);
}

static void
a_press_just_before_a_verdict_does_not_take_it_away(void **state)
{
    (void)state;
    RUN(1500, 2000, { .at_ms = 500, .act = ACT_SEE }, { .at_ms = 700, .act = ACT_PRESS },
        { .at_ms = 700, .act = ACT_ANSWER, .verdict = TS_VERDICT_STOP },
        { .at_ms = 900, .act = ACT_PRESS });
    assert_int_equal(play.look.state, TS_SCAN_STOP);
}

static void
the_watchdog_is_told_of_a_life(void **state)
{
    (void)state;
    const struct ts_watchdog_record *told = ts_watchdog_record();
    RUN(30000, 60000, { .at_ms = 500, .act = ACT_SEE },
        { .at_ms = 700, .act = ACT_ANSWER, .verdict = TS_VERDICT_READY });
    assert_int_equal(told->readies, 1);
    assert_int_equal(told->stops, 1);
    assert_true(told->last_pet.ms > 59000);
    assert_true(told->longest_ms <= 1000);
    assert_string_equal(play.look.status, "in service");
    assert_true(told->tells <= 3); /* verdicts are not told */
}

static void
a_kiosk_without_frames_is_not_kept_alive(void **state)
{
    (void)state;
    const struct ts_watchdog_record *told = ts_watchdog_record();
    RUN(50000, 60000, { .at_ms = 5000, .act = ACT_FREEZE });
    assert_true(told->last_pet.ms >= 19000);
    assert_true(told->last_pet.ms <= 20000);
    assert_string_equal(play.look.status, "stuck: no frames reach the screen");
    assert_int_equal(play.look.pets, told->pets);
}

static void
frames_that_come_again_are_a_life_again(void **state)
{
    (void)state;
    RUN(35000, 60000, { .at_ms = 5000, .act = ACT_FREEZE },
        { .at_ms = 30000, .act = ACT_THAW });
    assert_true(ts_watchdog_record()->last_pet.ms > 59000);
    assert_true(ts_watchdog_record()->longest_ms >= 9000);
    assert_string_equal(play.look.status, "in service");
}

/* It says so on the screen, for as long as it takes: to start again would not help. */
static void
a_kiosk_whose_camera_is_gone_lives_on_and_says_so(void **state)
{
    (void)state;
    RUN(100000, 200000, { .at_ms = 5000, .act = ACT_UNPLUG });
    assert_int_equal(play.look.state, TS_SCAN_OUT_OF_ORDER);
    assert_string_equal(play.look.status, "out of order: the camera gives no picture");
    assert_true(ts_watchdog_record()->last_pet.ms > 199000);
    assert_true(ts_watchdog_record()->longest_ms <= 1000);
}

static void
a_camera_that_was_never_there_is_no_reason_either(void **state)
{
    (void)state;
    scripted_senses.unplugged = true;
    RUN(100000, 200000, { .at_ms = 150000, .act = ACT_PLUG });
    assert_int_equal(play.look.state, TS_SCAN_OUT_OF_ORDER);
    assert_int_equal(play.state, TS_SCAN_WAITING); /* it came, and passed the test */
    assert_true(ts_watchdog_record()->longest_ms <= 1000);
    assert_int_equal(ts_watchdog_record()->readies, 1);
    assert_string_equal(ts_watchdog_record()->status, "in service");
}

static void
a_loop_that_hangs_is_not_kept_alive(void **state)
{
    (void)state;
    RUN(NEVER_MS, 60000, { .at_ms = 5000, .act = ACT_HANG });
    assert_true(ts_watchdog_record()->longest_ms >= 40000);
}

static void
the_light_dims_with_the_screen_and_comes_back_at_once(void **state)
{
    (void)state;
    options.dim_s = 10;
    RUN(15000, 15500, { .at_ms = 0, .act = ACT_NOTHING });
    assert_true(play.look.is_dim);
    ts_test_row("and it is full when the kiosk ends");
    assert_false(ts_backlight_record_is_dim());
    again(state);
    options.dim_s = 10;
    RUN(15200, 16000, { .at_ms = 15000, .act = ACT_PRESS });
    assert_false(play.look.is_dim);
    again(state);
    options.dim_s = 10;
    RUN(15200, 16000, { .at_ms = 15000, .act = ACT_SEE });
    assert_false(play.look.is_dim);
    assert_int_equal(ts_backlight_record_changes(), 3); /* and at the start */
    ts_test_row("never");
    again(state);
    options.dim_s = 0;
    RUN(200000, 200500, { .at_ms = 0, .act = ACT_NOTHING });
    assert_false(play.look.is_dim);
    assert_int_equal(ts_backlight_record_changes(), 1);
}

static void
a_light_that_could_not_be_changed_is_tried_again(void **state)
{
    (void)state;
    options.dim_s = 10;
    RUN(19000, 20000, { .at_ms = 14000, .act = ACT_NO_LIGHT },
        { .at_ms = 15000, .act = ACT_PRESS }, { .at_ms = 16000, .act = ACT_LIGHT });
    assert_false(play.look.is_dim);
    assert_int_equal(ts_backlight_record_changes(), 3); /* and at the start */
}

static void
without_a_light_nothing_is_missed(void **state)
{
    (void)state;
    ts_backlight_close(parts.backlight);
    parts.backlight = NULL;
    options.dim_s = 10;
    RUN(15000, 16000, { .at_ms = 0, .act = ACT_NOTHING });
    assert_int_equal(play.look.state, TS_SCAN_WAITING);
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(a_verdict_is_lit_and_heard_and_only_ready_pulses),
        TEST(the_next_verdict_lets_go_of_the_relay),
        TEST(the_relay_opens_for_nobody_else),
        TEST(mute_silences_the_buzzer_as_well),
        TEST(the_button_ends_a_verdict),
        TEST(the_button_answers_no_question),
        TEST(a_press_just_before_a_verdict_does_not_take_it_away),
        TEST(the_watchdog_is_told_of_a_life),
        TEST(a_kiosk_without_frames_is_not_kept_alive),
        TEST(frames_that_come_again_are_a_life_again),
        TEST(a_kiosk_whose_camera_is_gone_lives_on_and_says_so),
        TEST(a_camera_that_was_never_there_is_no_reason_either),
        TEST(a_loop_that_hangs_is_not_kept_alive),
        TEST(the_light_dims_with_the_screen_and_comes_back_at_once),
        TEST(a_light_that_could_not_be_changed_is_tried_again),
        TEST(without_a_light_nothing_is_missed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
