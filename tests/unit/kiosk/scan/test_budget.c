#include "firmware/board/clock.h"
#include "kiosk/scan/scanner.h"
#include "tests/support/support.h"
#include "tests/unit/kiosk/scan/shot.h"

/* How long a frame may take, by a clock of the test's own: each time it is asked, so
 * many milliseconds have passed. */

static struct picture picture;
static uint64_t now_ms;
static uint64_t tick_ms;
static unsigned asked;

ts_mono
ts_clock_mono(void)
{
    asked++;
    now_ms += tick_ms;
    return (ts_mono){ now_ms };
}

static int
setup(void **state)
{
    tick_ms = 0;
    asked = 0;
    return ts_scanner_open((struct ts_scanner **)state) == TS_OK ? 0 : -1;
}

static int
teardown(void **state)
{
    ts_scanner_close(*state);
    return 0;
}

static void
draw_text(const char *text)
{
    QRcode *code = QRcode_encodeString8bit(text, 0, QR_ECLEVEL_M);
    TS_CHECK(code);
    picture_clear(&picture, picture_side(code, 5), picture_side(code, 5));
    picture_draw(&picture, code, 0, 0, 5);
    QRcode_free(code);
}

static size_t
seen(struct ts_scanner *scanner, struct ts_scan_turn turn)
{
    struct ts_code codes[TS_SCAN_CODES_MAX];
    size_t count = 99;
    struct ts_frame frame = picture_frame(&picture);
    assert_status(
        ts_scanner_scan(scanner, &frame, &turn, codes, TS_SCAN_CODES_MAX, &count), TS_OK);
    return count;
}

/* Inverted codes are tried last of all, in this turn. */
static void
what_comes_last_is_done_in_time_and_left_out_of_time(void **state)
{
    enum { TURN = 6 };
    draw_text("LAST OF ALL");
    picture_invert(&picture);
    assert_int_equal(seen(*state, (struct ts_scan_turn){ .number = TURN }), 1);
    struct ts_scan_turn turn = { .number = TURN, .budget_us = 25000 };
    assert_int_equal(seen(*state, turn), 1);
    tick_ms = 12;
    assert_int_equal(seen(*state, turn), 0);
    tick_ms = 0;
    assert_int_equal(seen(*state, turn), 1);
}

static void
without_a_budget_nobody_asks_the_time_again(void **state)
{
    draw_text("NO HURRY");
    tick_ms = 1000000;
    assert_int_equal(seen(*state, (struct ts_scan_turn){ 0 }), 1);
    assert_int_equal(asked, 1);
}

/* The first one is what there is most to be had from. */
static void
what_was_begun_in_time_is_read(void **state)
{
    draw_text("IN TIME");
    tick_ms = 24;
    assert_int_equal(seen(*state, (struct ts_scan_turn){ .budget_us = 25000 }), 1);
}

/* Thousands of finder patterns, nothing of which is a code: each piece of work is
 * allowed 5 ms, and so there are five of them. */
static void
a_field_of_finders_ends_with_its_budget(void **state)
{
    static const uint8_t rows[7] = { 0x7f, 0x41, 0x5d, 0x5d, 0x5d, 0x41, 0x7f };
    picture_clear(&picture, 1000, 1000);
    for (size_t y = 0; y < 990; y++)
        for (size_t x = 0; x < 990; x++)
            if (y % 18 < 14 && x % 18 < 14 && rows[y % 18 / 2] >> x % 18 / 2 & 1)
                picture.grey[y * PICTURE_MAX + x] = 0;
    assert_int_equal(seen(*state, (struct ts_scan_turn){ .number = 6 }), 0);
    tick_ms = 5;
    asked = 0;
    struct ts_scan_turn turn = { .number = 6, .budget_us = 25000 };
    assert_int_equal(seen(*state, turn), 0);
    /* Five within it, the first question, and no for each kind of search that is left. */
    assert_true(asked >= 6 && asked <= 6 + 9);
}

int
main(void)
{
#define TIMED(test) cmocka_unit_test_setup_teardown(test, setup, teardown)
    const struct CMUnitTest tests[] = {
        TIMED(what_comes_last_is_done_in_time_and_left_out_of_time),
        TIMED(without_a_budget_nobody_asks_the_time_again),
        TIMED(what_was_begun_in_time_is_read),
        TIMED(a_field_of_finders_ends_with_its_budget),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
