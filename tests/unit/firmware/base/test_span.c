#include "firmware/base/check.h"
#include "firmware/base/span.h"
#include "tests/support/support.h"

static const ts_span nowhere = { NULL, 0 };

static void
text_becomes_a_span_without_its_nul(void **state)
{
    (void)state;
    assert_span_equal(ts_span_text("badge"), TS_SPAN_LIT("badge"));
    assert_int_equal(ts_span_text("").len, 0);
    assert_int_equal(ts_span_text(NULL).len, 0);
    assert_int_equal(TS_SPAN_LIT("a\0b").len, 3);
}

static void
equal_means_same_length_and_bytes(void **state)
{
    (void)state;
    assert_true(ts_span_equal(TS_SPAN_LIT("abc"), TS_SPAN_LIT("abc")));
    assert_false(ts_span_equal(TS_SPAN_LIT("abc"), TS_SPAN_LIT("abd")));
    assert_false(ts_span_equal(TS_SPAN_LIT("abc"), TS_SPAN_LIT("ab")));
    assert_false(ts_span_equal(TS_SPAN_LIT("a\0b"), TS_SPAN_LIT("a\0c")));
    assert_true(ts_span_equal(nowhere, TS_SPAN_LIT("")));
    assert_true(ts_span_is(TS_SPAN_LIT("abc"), "abc"));
    assert_false(ts_span_is(TS_SPAN_LIT("abc\0"), "abc"));
    assert_true(ts_span_is(nowhere, ""));
}

/* In rising order: each comes before every later one. */
static void
order_is_by_bytes_then_length(void **state)
{
    (void)state;
    const ts_span rising[] = {
        nowhere,           TS_SPAN_LIT("\0"), TS_SPAN_LIT("a"),    TS_SPAN_LIT("a\0"),
        TS_SPAN_LIT("ab"), TS_SPAN_LIT("b"),  TS_SPAN_LIT("\x80"), TS_SPAN_LIT("\xFF")
    };
    for (size_t i = 0; i < TS_COUNT(rising); i++) {
        for (size_t k = 0; k < TS_COUNT(rising); k++) {
            int got = ts_span_compare(rising[i], rising[k]);
            int sign = (got > 0) - (got < 0);
            assert_int_equal(sign, (i > k) - (i < k));
        }
    }
}

static void
a_part_is_clipped_to_what_there_is(void **state)
{
    (void)state;
    ts_span whole = TS_SPAN_LIT("badge");
    assert_span_equal(ts_span_part(whole, 0, 5), whole);
    assert_span_equal(ts_span_part(whole, 1, 3), TS_SPAN_LIT("adg"));
    assert_span_equal(ts_span_part(whole, 3, 9), TS_SPAN_LIT("ge"));
    assert_span_equal(ts_span_part(whole, 3, SIZE_MAX), TS_SPAN_LIT("ge"));
    assert_int_equal(ts_span_part(whole, 2, 0).len, 0);
    assert_int_equal(ts_span_part(whole, 5, 1).len, 0);
    assert_int_equal(ts_span_part(whole, SIZE_MAX, SIZE_MAX).len, 0);
    assert_int_equal(ts_span_part(nowhere, 0, 1).len, 0);
}

static void
a_start_is_the_whole_start(void **state)
{
    (void)state;
    ts_span code = TS_SPAN_LIT("HC1:abc");
    assert_true(ts_span_starts_with(code, TS_SPAN_LIT("HC1:")));
    assert_true(ts_span_starts_with(code, code));
    assert_true(ts_span_starts_with(code, nowhere));
    assert_false(ts_span_starts_with(code, TS_SPAN_LIT("HC2:")));
    assert_false(ts_span_starts_with(TS_SPAN_LIT("HC1"), TS_SPAN_LIT("HC1:")));
    assert_false(ts_span_starts_with(nowhere, TS_SPAN_LIT("H")));
}

static void
an_index_is_of_the_first_such_byte(void **state)
{
    (void)state;
    assert_int_equal(ts_span_index(TS_SPAN_LIT("a.b.c"), '.'), 1);
    assert_int_equal(ts_span_index(TS_SPAN_LIT("abc"), 'a'), 0);
    assert_int_equal(ts_span_index(TS_SPAN_LIT("ab\0"), '\0'), 2);
    assert_int_equal(ts_span_index(TS_SPAN_LIT("abc"), '.'), 3);
    assert_int_equal(ts_span_index(nowhere, '.'), 0);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(text_becomes_a_span_without_its_nul),
        cmocka_unit_test(equal_means_same_length_and_bytes),
        cmocka_unit_test(order_is_by_bytes_then_length),
        cmocka_unit_test(a_part_is_clipped_to_what_there_is),
        cmocka_unit_test(a_start_is_the_whole_start),
        cmocka_unit_test(an_index_is_of_the_first_such_byte),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
