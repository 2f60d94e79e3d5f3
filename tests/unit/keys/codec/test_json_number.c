#include "firmware/base/check.h"
#include "keys/codec/json_number.h"
#include "keys/codec/json_writer.h"
#include "tests/support/support.h"

#include <float.h>
#include <locale.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

static double
of_bits(uint64_t bits)
{
    double value;
    memcpy(&value, &bits, sizeof(value));
    return value;
}

/* RFC 8785 appendix B, and what it leaves out. */
static const struct {
    uint64_t bits;
    const char *text;
} samples[] = {
    { 0x0000000000000000, "0" },
    { 0x8000000000000000, "0" },
    { 0x0000000000000001, "5e-324" },
    { 0x8000000000000001, "-5e-324" },
    { 0x7fefffffffffffff, "1.7976931348623157e+308" },
    { 0xffefffffffffffff, "-1.7976931348623157e+308" },
    { 0x4340000000000000, "9007199254740992" },
    { 0xc340000000000000, "-9007199254740992" },
    { 0x4430000000000000, "295147905179352830000" },
    { 0x44b52d02c7e14af5, "9.999999999999997e+22" },
    { 0x44b52d02c7e14af6, "1e+23" },
    { 0x44b52d02c7e14af7, "1.0000000000000001e+23" },
    { 0x444b1ae4d6e2ef4e, "999999999999999700000" },
    { 0x444b1ae4d6e2ef4f, "999999999999999900000" },
    { 0x444b1ae4d6e2ef50, "1e+21" },
    { 0x3eb0c6f7a0b5ed8c, "9.999999999999997e-7" },
    { 0x3eb0c6f7a0b5ed8d, "0.000001" },
    { 0x41b3de4355555553, "333333333.3333332" },
    { 0x41b3de4355555554, "333333333.33333325" },
    { 0x41b3de4355555555, "333333333.3333333" },
    { 0x41b3de4355555556, "333333333.3333334" },
    { 0x41b3de4355555557, "333333333.33333343" },
    { 0xbecbf647612f3696, "-0.0000033333333333333333" },
    { 0x43143ff3c1cb0959, "1424953923781206.2" },
    { 0x3d30000000000000,
      "5.684341886080802e-14" }, /* 2^-44: not the nearest 16 digits */
    { 0x0010000000000000, "2.2250738585072014e-308" },
    { 0x000fffffffffffff, "2.225073858507201e-308" },
    { 0x000000000000000a, "5e-323" },
    { 0x3ff8000000000000, "1.5" },
    { 0x4059000000000000, "100" },
    { 0x3fb999999999999a, "0.1" },
    { 0x3fd3333333333334, "0.30000000000000004" },
};

static void
each_double_has_its_shortest_form(void **state)
{
    (void)state;
    for (size_t i = 0; i < TS_COUNT(samples); i++) {
        char text[TS_NUMBER_TEXT_SIZE];
        ts_json_number_format(text, of_bits(samples[i].bits));
        assert_string_equal(text, samples[i].text);
    }
}

static const struct {
    const char *name;
    const char *text;
    double want;
} spellings[] = {
    { "zero", "0", 0.0 },
    { "zeros everywhere", "0.000e-000", 0.0 },
    { "zero with any exponent", "0e99999999999999999999999", 0.0 },
    { "a whole number", "12300", 12300.0 },
    { "the point moves into the exponent", "-12.5e3", -12500.0 },
    { "leading zeros of a fraction", "0.00125", 0.00125 },
    { "a sum that never was exact", "0.1", 0.1 },
    { "largest", "1.7976931348623157e308", DBL_MAX },
    { "larger, but nearer to the largest than to the next", "1.7976931348623158e308",
      DBL_MAX },
    { "smallest", "4.9e-324", 4.9406564584124654e-324 },
    { "half the smallest, to even", "2.4703282292062327e-324", 0.0 },
    { "too small is nothing", "1e-99999999999999999999999", 0.0 },
    { "a tie goes to even, below", "9007199254740993", 9007199254740992.0 },
    { "a tie goes to even, above", "9007199254740995", 9007199254740996.0 },
    { "a little more than a tie", "9007199254740993.00000000000000000000001",
      9007199254740994.0 },
};

static void
each_spelling_is_the_nearest_double(void **state)
{
    (void)state;
    for (size_t i = 0; i < TS_COUNT(spellings); i++) {
        double value = 42;
        ts_test_row(spellings[i].name);
        assert_status(ts_json_number_value(&value, ts_span_text(spellings[i].text)),
                      TS_OK);
        if (value != spellings[i].want)
            print_error("[%s] %.17g\n", spellings[i].name, value);
        assert_true(value == spellings[i].want);
    }
}

static void
what_is_past_the_largest_is_refused(void **state)
{
    (void)state;
    static const char *const texts[] = { "1e309", "-1e309", "1.7976931348623159e308",
                                         "1e999999999999999999999999" };
    for (size_t i = 0; i < TS_COUNT(texts); i++) {
        double value = 42;
        assert_status(ts_json_number_value(&value, ts_span_text(texts[i])), TS_MALFORMED);
        assert_true(value == 42);
    }
}

/* 2^53 + 1 lies half-way; thousands of digits later something breaks the tie. */
static void
a_digit_far_behind_breaks_a_tie(void **state)
{
    (void)state;
    static const char exponent[] = { 'e', '-', '2', '9', '9', '3' };
    char text[3000] = "9007199254740993.";
    size_t len = strlen(text);
    double value;
    memset(text + len, '0', sizeof(text) - len);
    assert_status(ts_json_number_value(&value, TS_SPAN_OF(text)), TS_OK);
    assert_true(value == 9007199254740992.0);
    text[sizeof(text) - 1] = '1';
    assert_status(ts_json_number_value(&value, TS_SPAN_OF(text)), TS_OK);
    assert_true(value == 9007199254740994.0);

    /* 1 and 2,993 zeros are too large; with e-2993 behind they are 1. */
    memset(text, '0', sizeof(text));
    text[0] = '1';
    memcpy(text + sizeof(text) - sizeof(exponent), exponent, sizeof(exponent));
    assert_status(ts_json_number_value(&value, TS_SPAN_OF(text)), TS_OK);
    assert_true(value == 1.0);
}

static uint64_t
next_random(uint64_t *seed)
{
    *seed ^= *seed << 13;
    *seed ^= *seed >> 7;
    *seed ^= *seed << 17;
    return *seed;
}

static void
what_is_written_reads_back(void **state)
{
    (void)state;
    uint64_t seed = 0x9E3779B97F4A7C15;
    for (int i = 0; i < 20000; i++) {
        double back = 0;
        char text[TS_NUMBER_TEXT_SIZE];
        double value = of_bits(next_random(&seed));
        if (!isfinite(value))
            continue;
        ts_json_number_format(text, value);
        assert_status(ts_json_number_value(&back, ts_span_text(text)), TS_OK);
        assert_true(back == value);
    }
}

/* A country's decimal comma must not reach a signature. */
static void
the_locale_does_not_matter(void **state)
{
    (void)state;
    static const char *const names[] = { "de_DE.UTF-8", "fr_FR.UTF-8", "nl_NL.UTF-8" };
    const char *set = NULL;
    for (size_t i = 0; i < TS_COUNT(names) && !set; i++)
        set = setlocale(LC_ALL, names[i]);
    if (!set) {
        printf("skipped: no locale with a decimal comma is installed\n");
        skip();
    }
    assert_string_equal(localeconv()->decimal_point, ",");
    each_double_has_its_shortest_form(NULL);
    each_spelling_is_the_nearest_double(NULL);
    setlocale(LC_ALL, "C");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_double_has_its_shortest_form),
        cmocka_unit_test(each_spelling_is_the_nearest_double),
        cmocka_unit_test(what_is_past_the_largest_is_refused),
        cmocka_unit_test(a_digit_far_behind_breaks_a_tie),
        cmocka_unit_test(what_is_written_reads_back),
        cmocka_unit_test(the_locale_does_not_matter),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
