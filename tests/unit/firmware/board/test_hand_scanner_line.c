#include "firmware/board/linux/hand_scanner_line.h"
#include "tests/support/support.h"

#include <stdio.h>
#include <string.h>

static struct ts_hand_scan_text text;
static struct ts_hand_scan scan;
static ts_mono now;

static int
begin(void **state)
{
    (void)state;
    memset(&text, 0, sizeof(text));
    now = (ts_mono){ 500 };
    return 0;
}

/* Everything that bytes are scanned as, apart by bars; "?" and the number of a loss. */
static const char *
scans_of(ts_span bytes)
{
    static char all[512];
    size_t used = 0;
    for (size_t i = 0; i < bytes.len; i++) {
        enum ts_hand_scan_loss loss;
        switch (ts_hand_scanner_line_feed(&text, bytes.at[i], now, &loss)) {
        case TS_HAND_SCAN_MORE: break;
        case TS_HAND_SCAN_LOST:
            used += (size_t)snprintf(all + used, sizeof(all) - used, "?%d|", loss);
            break;
        case TS_HAND_SCAN_WHOLE:
            ts_hand_scan_text_take(&text, &scan);
            used += (size_t)snprintf(all + used, sizeof(all) - used, "%.*s|",
                                     (int)scan.len, (const char *)scan.text);
            break;
        }
    }
    all[used] = '\0';
    return all;
}

static void
every_end_ends_a_scan_once(void **state)
{
    static const struct {
        const char *sent, *scanned;
    } rows[] = {
        { "HC1:A\r", "HC1:A|" },
        { "HC1:A\n", "HC1:A|" },
        { "HC1:A\r\n", "HC1:A|" },
        { "HC1:A\3", "HC1:A|" },
        { "\2HC1:A\3\r\n", "HC1:A|" },
        { "A\rB\rC", "A|B|" },
        { "\r\r\n\n\3", "" },
        { "{\t\"a\": \"\xC3\xA9\"}\n", "{\t\"a\": \"\xC3\xA9\"}|" },
        { "A\1B\rC\r", "?3|C|" },
        { "A\x7F\rC\r", "?3|C|" },
        { "A\2\rC\r", "?3|C|" },
        { "\x1D\rC\r", "?3|C|" },
    };
    (void)state;
    for (size_t i = 0; i < TS_COUNT(rows); i++) {
        begin(NULL);
        ts_test_row(rows[i].sent);
        assert_string_equal(scans_of(ts_span_text(rows[i].sent)), rows[i].scanned);
    }
    ts_test_row("NUL");
    begin(NULL);
    assert_string_equal(scans_of(TS_SPAN_LIT("A\0B\r")), "?3|");
}

static void
silence_ends_a_scan(void **state)
{
    enum ts_hand_scan_loss loss;
    (void)state;
    assert_string_equal(scans_of(TS_SPAN_LIT("HC1:A")), "");
    ts_mono almost = { now.ms + TS_HAND_SCAN_LINE_SILENCE_MS - 1 };
    ts_mono silent = { now.ms + TS_HAND_SCAN_LINE_SILENCE_MS };
    assert_int_equal(ts_hand_scanner_line_rest(&text, almost, &loss), TS_HAND_SCAN_MORE);
    assert_int_equal(ts_hand_scanner_line_rest(&text, silent, &loss), TS_HAND_SCAN_WHOLE);
    ts_hand_scan_text_take(&text, &scan);
    assert_span_equal(((ts_span){ scan.text, scan.len }), TS_SPAN_LIT("HC1:A"));
    assert_int_equal(scan.taken.ms, now.ms);
    ts_test_row("what is spoiled stays so");
    assert_string_equal(scans_of(TS_SPAN_LIT("A\1")), "");
    assert_int_equal(ts_hand_scanner_line_rest(&text, silent, &loss), TS_HAND_SCAN_LOST);
    assert_int_equal(loss, TS_HAND_SCAN_CONTROL);
    ts_test_row("silence alone is nothing");
    assert_int_equal(ts_hand_scanner_line_rest(&text, (ts_mono){ UINT64_MAX }, &loss),
                     TS_HAND_SCAN_MORE);
}

static void
one_byte_too_many_loses_all_of_them(void **state)
{
    static uint8_t bytes[TS_CODE_TEXT_MAX + 2];
    (void)state;
    memset(bytes, '7', sizeof(bytes));
    bytes[TS_CODE_TEXT_MAX] = '\r';
    enum ts_hand_scan_loss loss;
    enum ts_hand_scan_step step = TS_HAND_SCAN_MORE;
    for (size_t i = 0; i <= TS_CODE_TEXT_MAX; i++)
        step = ts_hand_scanner_line_feed(&text, bytes[i], now, &loss);
    assert_int_equal(step, TS_HAND_SCAN_WHOLE);
    ts_hand_scan_text_take(&text, &scan);
    assert_int_equal(scan.len, TS_CODE_TEXT_MAX);
    bytes[TS_CODE_TEXT_MAX] = '7';
    bytes[TS_CODE_TEXT_MAX + 1] = '\r';
    for (size_t i = 0; i < sizeof(bytes); i++)
        step = ts_hand_scanner_line_feed(&text, bytes[i], now, &loss);
    assert_int_equal(step, TS_HAND_SCAN_LOST);
    assert_int_equal(loss, TS_HAND_SCAN_TOO_LONG);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(every_end_ends_a_scan_once, begin),
        cmocka_unit_test_setup(silence_ends_a_scan, begin),
        cmocka_unit_test_setup(one_byte_too_many_loses_all_of_them, begin),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
