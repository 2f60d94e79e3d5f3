#include "firmware/base/calendar.h"
#include "tests/support/support.h"

static const struct {
    const char *name;
    const char *text;
    enum ts_status want;
    int64_t seconds;
} rows[] = {
    { "the epoch", "1970-01-01T00:00:00Z", TS_OK, 0 },
    { "a leap day", "2024-02-29T12:00:00Z", TS_OK, 1709208000 },
    { "an offset east", "2026-05-12T10:30:00+02:00", TS_OK, 1778574600 },
    { "an offset west over midnight", "2025-12-31T23:00:00-05:00", TS_OK, 1767240000 },
    { "a fraction is cut off", "1970-01-01T00:00:01.999Z", TS_OK, 1 },
    { "a leap second counts as :59", "2016-12-31T23:59:60Z", TS_OK, 1483228799 },
    { "lower-case letters", "1970-01-01t00:00:01z", TS_OK, 1 },
    { "before the epoch", "1969-12-31T23:59:59Z", TS_OK, -1 },
    { "the year 0", "0000-01-01T00:00:00Z", TS_OK, -62167219200 },
    { "the year 9999", "9999-12-31T23:59:59Z", TS_OK, 253402300799 },
    { "no leap day in 2023", "2023-02-29T12:00:00Z", TS_MALFORMED, 0 },
    { "no leap day in 1900", "1900-02-29T12:00:00Z", TS_MALFORMED, 0 },
    { "month 13", "2023-13-01T12:00:00Z", TS_MALFORMED, 0 },
    { "hour 24", "2023-01-01T24:00:00Z", TS_MALFORMED, 0 },
    { "a space for the T", "2023-01-01 12:00:00Z", TS_MALFORMED, 0 },
    { "no offset says no time", "2023-01-01T12:00:00", TS_TRUNCATED, 0 },
    { "an empty fraction", "2023-01-01T12:00:00.Z", TS_MALFORMED, 0 },
    { "an offset of a day", "2023-01-01T12:00:00+24:00", TS_MALFORMED, 0 },
    { "something after it", "2023-01-01T12:00:00Z ", TS_TRAILING, 0 },
    { "a year of five digits", "12023-01-01T12:00:00Z", TS_MALFORMED, 0 },
    { "nothing", "", TS_TRUNCATED, 0 },
};

static void
each_spelling_is_read_as_it_says(void **state)
{
    (void)state;
    for (size_t i = 0; i < TS_COUNT(rows); i++) {
        ts_utc utc = { 42 };
        ts_test_row(rows[i].name);
        assert_status(ts_utc_parse(&utc, ts_span_text(rows[i].text)), rows[i].want);
        assert_int_equal(utc.s, rows[i].want == TS_OK ? rows[i].seconds : 42);
    }
}

static void
every_prefix_is_refused(void **state)
{
    (void)state;
    ts_span whole = TS_SPAN_LIT("2026-05-12T10:30:00+02:00");
    for (size_t len = 0; len < whole.len; len++) {
        ts_utc utc;
        assert_status(ts_utc_parse(&utc, (ts_span){ whole.at, len }), TS_TRUNCATED);
    }
}

static void
what_is_written_reads_back(void **state)
{
    (void)state;
    /* A prime step visits every month, weekday and leap position in 10,000 years. */
    for (int64_t s = -62167219200; s < 253402300800; s += 86400 * 17 + 12347) {
        char text[TS_UTC_TEXT_SIZE];
        ts_utc back;
        ts_utc_format(text, (ts_utc){ s });
        assert_status(ts_utc_parse(&back, ts_span_text(text)), TS_OK);
        assert_int_equal(back.s, s);
    }
}

static void
a_gap_that_overflows_is_saturated(void **state)
{
    (void)state;
    assert_int_equal(ts_utc_since(TS_UTC_NEVER, TS_UTC_ALWAYS), INT64_MAX);
    assert_int_equal(ts_utc_since(TS_UTC_ALWAYS, TS_UTC_NEVER), INT64_MIN);
    assert_int_equal(ts_utc_since((ts_utc){ 5 }, (ts_utc){ 7 }), -2);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_spelling_is_read_as_it_says),
        cmocka_unit_test(every_prefix_is_refused),
        cmocka_unit_test(what_is_written_reads_back),
        cmocka_unit_test(a_gap_that_overflows_is_saturated),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
