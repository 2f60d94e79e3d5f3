#include "kiosk/screen/wrap.h"
#include "tests/support/support.h"

#include <string.h>

/* One unit a byte. */
static int
bytes(void *context, ts_span text)
{
    (void)context;
    return (int)text.len;
}

static const struct {
    const char *name, *text;
    int width;
    size_t max, count;
    const char *lines[4];
} rows[] = {
    { "fits on one", "one two", 7, 4, 1, { "one two" } },
    { "breaks at spaces", "one two three", 7, 4, 2, { "one two", "three" } },
    { "spaces at the ends are dropped", "  one   two ", 5, 4, 2, { "one", "two" } },
    { "a word too wide sticks out",
      "incomprehensible it is",
      6,
      4,
      2,
      { "incomprehensible", "it is" } },
    { "the last line takes the rest", "a b c d", 1, 2, 4, { "a", "b c d" } },
    { "a no-break space holds", "12\u00A0May 2026", 6, 4, 2, { "12\u00A0May", "2026" } },
    { "nothing", "", 5, 4, 0, { NULL } },
    { "only spaces", "   ", 5, 4, 0, { NULL } },
};

static void
text_is_broken_as_it_should(void **state)
{
    (void)state;
    for (size_t i = 0; i < TS_COUNT(rows); i++) {
        ts_span lines[4];
        ts_test_row(rows[i].name);
        size_t count = ts_wrap(lines, rows[i].max, ts_span_text(rows[i].text),
                               rows[i].width, bytes, NULL);
        assert_int_equal(count, rows[i].count);
        for (size_t l = 0; l < count && l < rows[i].max; l++)
            assert_span_equal(lines[l], ts_span_text(rows[i].lines[l]));
    }
}

static void
a_guess_of_nothing_is_nothing_and_of_anything_is_bounded(void **state)
{
    (void)state;
    static char endless[200000];
    assert_int_equal(ts_width_guess((ts_span){ 0 }, TS_WEIGHT_BOLD), 0);
    memset(endless, 'W', sizeof(endless));
    assert_true(ts_width_guess(TS_SPAN_OF(endless), TS_WEIGHT_BOLD) > 1000000);
    memset(endless, 0x80, sizeof(endless)); /* never a first byte */
    assert_int_equal(ts_width_guess(TS_SPAN_OF(endless), TS_WEIGHT_BOLD), 0);
    assert_true(ts_lines_guess(TS_SPAN_OF(endless), TS_WEIGHT_REGULAR, 20, 100) <= 600);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(text_is_broken_as_it_should),
        cmocka_unit_test(a_guess_of_nothing_is_nothing_and_of_anything_is_bounded),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
