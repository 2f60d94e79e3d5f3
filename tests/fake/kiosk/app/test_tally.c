#include "firmware/board/fake/clock_script.h"
#include "firmware/board/fake/signal_record.h"
#include "tests/fake/kiosk/app/scripted.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

/* How often each verdict was given today, as the scan screen says it. */

/* 2026-06-01T03:00:00Z: 22:00 of the day before, five hours west of Greenwich. */
enum { NOW = 1780282800, HOUR = 3600 };

static struct ts_parts parts;
static struct ts_app_options options;
static struct ts_loop l;

static void
turn(uint64_t ms)
{
    ts_clock_script_pass(ms);
    ts_loop_take_answers(&l);
    ts_loop_tell_kind(&l, TS_EVENT_TICK);
    ts_loop_show(&l);
}

static void
set_zone(const char *zone)
{
    setenv("TZ", zone, 1);
    tzset();
}

static int
set_up(void **state)
{
    (void)state;
    memset(&scripted_checker, 0, sizeof(scripted_checker));
    memset(&scripted_journal, 0, sizeof(scripted_journal));
    scripted_senses_reset(1280, 800, 5.9);
    scripted_parts = (struct scripted_parts){ .now = { { NOW }, TS_CLOCK_TRUSTED } };
    ts_clock_script_boot();
    ts_signal_record_reset();
    set_zone("UTC0");
    options = (struct ts_app_options){ .contact = "", .mute = true };
    parts = (struct ts_parts){ .options = &options, .journal = SCRIPTED_JOURNAL };
    assert_status(ts_signal_open(&parts.signal, "lamps"), TS_OK);
    l = (struct ts_loop){ .parts = &parts };
    ts_loop_tell_kind(&l, TS_EVENT_BEGIN);
    ts_loop_tell_kind(&l, TS_EVENT_SELF_TEST_PASSED);
    return 0;
}

static int
tear_down(void **state)
{
    (void)state;
    ts_signal_close(parts.signal);
    return 0;
}

static void
give(uint64_t code, enum ts_verdict_kind kind)
{
    scripted_senses.sight = (struct ts_sight){
        .identity = code, .recognised = true, .text = "card", .len = 4
    };
    scripted_senses.has_sight = true;
    turn(100);
    scripted_checker.verdict = (struct ts_verdict){
        .kind = kind, .reasons = { { .code = TS_REASON_EXPIRED } }, .reason_count = 1
    };
    scripted_checker.has_answer = true;
    turn(100);
}

static bool
says(const char *text)
{
    for (size_t i = 0; i < l.drawing.count; i++)
        if (l.drawing.items[i].kind == TS_ITEM_TEXT
            && ts_span_is(l.drawing.items[i].text.text, text))
            return true;
    return false;
}

static void
every_verdict_is_counted_where_it_is_given(void **state)
{
    (void)state;
    static const enum ts_verdict_kind given[] = { TS_VERDICT_READY, TS_VERDICT_STOP,
                                                  TS_VERDICT_READY,
                                                  TS_VERDICT_CANNOT_TELL,
                                                  TS_VERDICT_NOT_YET };
    turn(100);
    assert_true(l.model.tallied && says("Today") && says("READY 0"));
    for (size_t i = 0; i < TS_COUNT(given); i++)
        give(i + 1, given[i]);
    assert_false(says("READY 2")); /* beside a verdict it would number the person */
    turn(TS_SCAN_NOT_YET_MS + 1);
    assert_true(says("READY 2") && says("NOT YET 1") && says("STOP 1")
                && says("CANNOT TELL 1"));
}

static void
without_a_journal_nothing_is_said(void **state)
{
    (void)state;
    parts.journal = NULL;
    turn(100);
    assert_false(l.model.tallied || says("Today"));
    assert_int_equal(scripted_journal.totals, 0);
}

static void
what_cannot_be_read_is_not_said(void **state)
{
    (void)state;
    scripted_journal.fails = true;
    turn(100);
    assert_false(l.model.tallied || says("Today"));
    scripted_journal.fails = false;
    turn(61 * 1000);
    assert_true(l.model.tallied && says("Today"));
}

static void
the_day_is_that_of_the_gate(void **state)
{
    static const struct {
        const char *zone;
        int64_t from;
    } ROWS[] = {
        { "UTC0", NOW - 3 * HOUR },
        { "WEST5", NOW - 22 * HOUR },
        { "EAST-9", NOW - 12 * HOUR },
        /* 23:30: midnight lies within an hour, which counts whole. */
        { "HALF3:30", NOW - 24 * HOUR },
    };
    for (size_t i = 0; i < TS_COUNT(ROWS); i++) {
        ts_test_row(ROWS[i].zone);
        if (i > 0)
            (void)tear_down(state);
        (void)set_up(state);
        set_zone(ROWS[i].zone);
        turn(100);
        assert_int_equal(scripted_journal.from.s, ROWS[i].from);
        assert_true(scripted_journal.until.s > NOW);
    }
}

static void
it_begins_anew_at_midnight(void **state)
{
    (void)state;
    give(1, TS_VERDICT_STOP);
    turn(TS_SCAN_STOP_MS + 1);
    assert_int_equal(l.model.today[TS_VERDICT_STOP], 1);
    scripted_parts.now.utc.s += 22 * HOUR;
    turn(61 * 1000);
    assert_int_equal(l.model.today[TS_VERDICT_STOP], 0);
}

/* Not at every picture: the medium of a kiosk is a memory card. */
static void
the_journal_is_asked_once_a_minute(void **state)
{
    (void)state;
    for (int i = 0; i < 1000; i++)
        turn(33);
    assert_int_equal(scripted_journal.totals, 1);
    turn(61 * 1000);
    assert_int_equal(scripted_journal.totals, 2);
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(every_verdict_is_counted_where_it_is_given),
        TEST(without_a_journal_nothing_is_said),
        TEST(what_cannot_be_read_is_not_said),
        TEST(the_day_is_that_of_the_gate),
        TEST(it_begins_anew_at_midnight),
        TEST(the_journal_is_asked_once_a_minute),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
