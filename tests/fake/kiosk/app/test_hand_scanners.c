#include "kiosk/app/hand_scanners.h"

#include "firmware/board/fake/hand_scanner_script.h"
#include "tests/support/support.h"

#include <sched.h>
#include <string.h>

/* Scanners that read what the test says. Nothing waits for time: a test goes on when what
 * it waits for has happened. */

static struct ts_hand_scanners *hands;
static struct ts_sight sight;

static int
set_up(void **state)
{
    const char *const sources[] = { "left", "right" };
    (void)state;
    assert_status(ts_hand_scanners_open(&hands, sources, 2), TS_OK);
    return 0;
}

static int
tear_down(void **state)
{
    (void)state;
    ts_hand_scanners_close(hands);
    return 0;
}

static void
await_sight(void)
{
    while (!ts_hand_scanners_sight(hands, &sight))
        sched_yield();
}

static void
a_scan_is_a_sight_once(void **state)
{
    (void)state;
    assert_int_equal(ts_hand_scanners_count(hands), 2);
    assert_false(ts_hand_scanners_sight(hands, &sight));
    ts_hand_scanner_script_say(TS_SPAN_LIT("HC1:ABC"), (ts_mono){ 77 });
    await_sight();
    assert_span_equal(((ts_span){ sight.text, sight.len }), TS_SPAN_LIT("HC1:ABC"));
    assert_true(sight.recognised);
    assert_int_equal(sight.taken.ms, 77);
    assert_false(ts_hand_scanners_sight(hands, &sight));
    uint64_t identity = sight.identity;
    ts_test_row("the same text is the same sight, another one another");
    ts_hand_scanner_script_say(TS_SPAN_LIT("HC1:ABC"), (ts_mono){ 78 });
    await_sight();
    assert_true(sight.identity == identity);
    ts_hand_scanner_script_say(TS_SPAN_LIT("milk"), (ts_mono){ 79 });
    await_sight();
    assert_true(sight.identity != identity);
    assert_false(sight.recognised);
    ts_test_row("a web address is no credential");
    ts_hand_scanner_script_say(TS_SPAN_LIT("https://example.org/"), (ts_mono){ 80 });
    await_sight();
    assert_false(sight.recognised);
}

static void
parts_are_put_together(void **state)
{
    /* SMART Health Cards' own form of chunks: shc:/C/N/ and digits. */
    uint32_t seen = 0;
    uint32_t total = 0;
    (void)state;
    assert_false(ts_hand_scanners_parts(hands, &seen, &total));
    ts_hand_scanner_script_say(TS_SPAN_LIT("shc:/2/2/5678"), (ts_mono){ 1 });
    while (!ts_hand_scanners_parts(hands, &seen, &total))
        sched_yield();
    assert_int_equal(seen, 1);
    assert_int_equal(total, 2);
    assert_false(ts_hand_scanners_sight(hands, &sight));
    ts_hand_scanner_script_say(TS_SPAN_LIT("shc:/1/2/1234"), (ts_mono){ 2 });
    await_sight();
    assert_span_equal(((ts_span){ sight.text, sight.len }), TS_SPAN_LIT("shc:/12345678"));
    assert_int_equal(sight.taken.ms, 2);
}

static void
what_each_says_of_itself(void **state)
{
    struct ts_hand_scanner_state about;
    (void)state;
    ts_hand_scanner_script_plug(false);
    ts_hand_scanners_describe(hands, 0, &about);
    assert_true(about.present);
    assert_string_equal(about.name, "left");
    ts_hand_scanners_describe(hands, 1, &about);
    assert_false(about.present);
    assert_string_equal(about.name, "right");
    assert_non_null(about.trouble);
    ts_test_row("what is scanned when it is back");
    ts_hand_scanner_script_plug(true);
    ts_hand_scanner_script_say(TS_SPAN_LIT("HC1:B"), (ts_mono){ 3 });
    await_sight();
}

static void
none_is_fine_and_too_many_are_not(void **state)
{
    const char *const five[] = { "a", "b", "c", "d", "e" };
    const char *const bad[] = { "a", "" };
    struct ts_hand_scanners *other = NULL;
    uint32_t seen;
    uint32_t total;
    (void)state;
    assert_false(ts_hand_scanners_sight(NULL, &sight));
    assert_false(ts_hand_scanners_parts(NULL, &seen, &total));
    assert_int_equal(ts_hand_scanners_count(NULL), 0);
    ts_hand_scanners_close(NULL);
    assert_status(ts_hand_scanners_open(&other, NULL, 0), TS_OK);
    assert_false(ts_hand_scanners_sight(other, &sight));
    ts_hand_scanners_close(other);
    other = NULL;
    assert_status(ts_hand_scanners_open(&other, five, 5), TS_OVER_LIMIT);
    assert_status(ts_hand_scanners_open(&other, bad, 2), TS_MALFORMED);
    assert_null(other);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_scan_is_a_sight_once, set_up, tear_down),
        cmocka_unit_test_setup_teardown(parts_are_put_together, set_up, tear_down),
        cmocka_unit_test_setup_teardown(what_each_says_of_itself, set_up, tear_down),
        cmocka_unit_test(none_is_fine_and_too_many_are_not),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
