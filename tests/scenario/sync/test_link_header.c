#include "firmware/base/check.h"
#include "firmware/board/linux/link_header.h"
#include "tests/support/support.h"

static const struct {
    const char *name;
    const char *value;
    bool want;
    struct ts_content_range range;
} rows[] = {
    { "in the middle", "bytes 100-199/200", true, { 100, 199, 200 } },
    { "the first byte", "bytes 0-0/1", true, { 0, 0, 1 } },
    { "a total that is not known", "bytes 5-9/*", true, { 5, 9, 0 } },
    { "the largest",
      "bytes 1-999999999999999998/999999999999999999",
      true,
      { 1, 999999999999999998, 999999999999999999 } },
    { "another unit", "items 1-2/3", false, { 0 } },
    { "no range", "bytes */200", false, { 0 } },
    { "the end before the beginning", "bytes 9-5/20", false, { 0 } },
    { "past the total", "bytes 5-20/20", false, { 0 } },
    { "a number too long", "bytes 1-2/1000000000000000000", false, { 0 } },
    { "a sign", "bytes -1-2/3", false, { 0 } },
    { "no first", "bytes -2/3", false, { 0 } },
    { "no last", "bytes 2-/3", false, { 0 } },
    { "no total", "bytes 1-2/", false, { 0 } },
    { "no slash", "bytes 1-2", false, { 0 } },
    { "something after it", "bytes 1-2/3 ", false, { 0 } },
    { "two of them", "bytes 1-2/3, bytes 4-5/6", false, { 0 } },
    { "nothing", "", false, { 0 } },
};

static void
a_range_is_read_as_it_says_or_not_at_all(void **state)
{
    (void)state;
    for (size_t i = 0; i < TS_COUNT(rows); i++) {
        struct ts_content_range range = { 7, 7, 7 };
        ts_test_row(rows[i].name);
        assert_int_equal(ts_content_range_read(&range, ts_span_text(rows[i].value)),
                         rows[i].want);
        assert_int_equal(range.first, rows[i].want ? rows[i].range.first : 7);
        assert_int_equal(range.last, rows[i].want ? rows[i].range.last : 7);
        assert_int_equal(range.total, rows[i].want ? rows[i].range.total : 7);
    }
}

static void
space_around_a_value_goes(void **state)
{
    (void)state;
    assert_span_equal(ts_header_trim(TS_SPAN_LIT(" \t a b \r\n")), TS_SPAN_LIT("a b"));
    assert_span_equal(ts_header_trim(TS_SPAN_LIT(" \r\n")), TS_SPAN_LIT(""));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_range_is_read_as_it_says_or_not_at_all),
        cmocka_unit_test(space_around_a_value_goes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
