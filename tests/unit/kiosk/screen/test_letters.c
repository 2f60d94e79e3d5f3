#include "kiosk/screen/letters.h"
#include "tests/support/support.h"

#include "firmware/base/check.h"

#include <string.h>

static const struct {
    const char *name, *text;
    size_t len; /* of the first cluster */
} clusters[] = {
    { "nothing", "", 0 },
    { "a letter", "ab", 1 },
    { "a letter of two bytes", "éb", 2 },
    { "marks go with their letter", "e\u0301\u0323b", 5 },
    { "a mark alone stands for itself", "\u0301\u0302b", 4 },
    { "vowel signs go with their letter", "\u0915\u093F\u0916", 6 },
    { "what is joined goes along", "\u0915\u094D\u200D\u0937b", 12 },
    { "a non-joiner goes along and joins nothing", "a\u200Cb", 4 },
    { "a space is never joined", "a\u200D b", 4 },
    { "syllabics stand alone", "\u14C4\u14D7", 3 },
};

static void
a_letter_keeps_what_belongs_to_it(void **state)
{
    (void)state;
    for (size_t i = 0; i < TS_COUNT(clusters); i++) {
        ts_test_row(clusters[i].name);
        assert_int_equal(ts_letter_cluster(ts_span_text(clusters[i].text)),
                         clusters[i].len);
    }
}

static void
joins_that_never_end_are_cut(void **state)
{
    (void)state;
    char text[400];
    for (size_t i = 0; i < sizeof(text); i += 4)
        memcpy(text + i, "a\u200D", 4);
    size_t len = ts_letter_cluster(TS_SPAN_OF(text));
    assert_true(len > 0 && len <= TS_CLUSTER_MAX * 4);
}

static void
a_prefix_never_parts_a_letter_from_its_marks(void **state)
{
    (void)state;
    ts_span text = ts_span_text("ae\u0301\u0323b");
    static const size_t ends[] = { 0, 1, 1, 1, 1, 1, 6, 7, 7 };
    for (size_t max = 0; max < TS_COUNT(ends); max++)
        assert_int_equal(ts_letters_prefix(text, max).len, ends[max]);
}

static void
scripts_know_their_direction(void **state)
{
    (void)state;
    static const uint32_t rtl[] = { 0x05D0, 0x0627, 0x0661, 0x0780, 0xFB50, 0x10800 };
    static const uint32_t ltr[] = { 'A', '1', 0xE9, 0x1401, 0x4E00, 0x2068, 0x1F600 };
    for (size_t i = 0; i < TS_COUNT(rtl); i++)
        assert_true(ts_letter_is_rtl(rtl[i]));
    for (size_t i = 0; i < TS_COUNT(ltr); i++)
        assert_false(ts_letter_is_rtl(ltr[i]));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_letter_keeps_what_belongs_to_it),
        cmocka_unit_test(joins_that_never_end_are_cut),
        cmocka_unit_test(a_prefix_never_parts_a_letter_from_its_marks),
        cmocka_unit_test(scripts_know_their_direction),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
