#include "kiosk/screen/clean_text.h"
#include "tests/support/support.h"

#include "firmware/base/check.h"

#include <string.h>

static const struct {
    const char *name, *text, *clean;
} cleanings[] = {
    { "as it is", "Ada Lovelace", "Ada Lovelace" },
    { "line ends and control characters",
      "A\x01\n\xC2\x85\u2028"
      "B",
      "A   B" },
    { "embeddings and overrides", "A\u202A\u202B\u202C\u202D\u202EB", "AB" },
    { "isolates that can turn something", "A\u2066\u2067B", "AB" },
    { "marks of direction", "A\u200E\u200F\u061CB", "AB" },
    { "nothing to be seen", "A\u200B\u2060\uFEFF\u00AD\u034F\u180E\u3164\U000E0041B",
      "AB" },
    { "joiners stay, some scripts need them", "A\u200CB\u200DC", "A\u200CB\u200DC" },
    { "endless joiners", "A\u200D\u200D\u200D\u200D\u200D\u200DB",
      "A\u200D\u200D\u200D\u200DB" },
    { "four marks at most", "Z\u0351\u0352\u0353\u0354\u0355y\u0301",
      "Z\u0351\u0352\u0353\u0354y\u0301" },
    { "a mark after what was left out", "Z\u0351\u0352\u0353\u0354\u200B\u0355",
      "Z\u0351\u0352\u0353\u0354" },
    { "ill-formed", "A\xFF\xC3", "A\uFFFD\uFFFD" },
    { "signs that are seen", "\u0600\u06DD", "\u0600\u06DD" },
};

static void
what_could_harm_the_row_is_taken_out(void **state)
{
    (void)state;
    for (size_t i = 0; i < TS_COUNT(cleanings); i++) {
        char clean[TS_TEXT_BYTES];
        bool cut = true;
        ts_test_row(cleanings[i].name);
        assert_span_equal(ts_text_clean(clean, ts_span_text(cleanings[i].text), &cut),
                          ts_span_text(cleanings[i].clean));
        assert_false(cut);
    }
}

static void
what_is_too_long_is_cut_between_two_letters(void **state)
{
    (void)state;
    char text[TS_TEXT_BYTES + 2];
    char clean[TS_TEXT_BYTES];
    bool cut = false;
    memset(text, 'a', sizeof(text));
    memcpy(text + TS_TEXT_BYTES - 2, "e\u0301", 3); /* ends one byte too late */
    ts_span got = ts_text_clean(clean, TS_SPAN_OF(text), &cut);
    assert_true(cut);
    assert_int_equal(got.len, TS_TEXT_BYTES - 2);
    got = ts_text_clean(clean, (ts_span){ (uint8_t *)text, TS_TEXT_BYTES + 1 }, &cut);
    assert_true(cut);
    got = ts_text_clean(clean, (ts_span){ (uint8_t *)text, TS_TEXT_BYTES - 2 }, &cut);
    assert_false(cut);
    assert_int_equal(got.len, TS_TEXT_BYTES - 2);
}

static const struct {
    const char *name, *text, *isolated;
} isolations[] = {
    { "Latin needs none", "Ada", "Ada" },
    { "syllabics need none", "ᐊᐳᑎᒃ", "ᐊᐳᑎᒃ" },
    { "Hebrew does", "אב", "\u2068אב\u2069" },
    { "an end of its own does not count", "א\u2069ב", "\u2068אב\u2069" },
    { "a beginning neither", "\u2068a", "a" },
    { "an override is gone", "Ada\u202Eאב", "\u2068Adaאב\u2069" },
    { "nothing", "", "" },
};

static void
a_name_in_a_phrase_is_kept_apart(void **state)
{
    (void)state;
    for (size_t i = 0; i < TS_COUNT(isolations); i++) {
        char isolated[TS_ISOLATED_BYTES];
        ts_test_row(isolations[i].name);
        assert_span_equal(ts_text_isolate(isolated, ts_span_text(isolations[i].text)),
                          ts_span_text(isolations[i].isolated));
    }
}

static void
the_longest_name_has_room(void **state)
{
    (void)state;
    char text[TS_TEXT_BYTES];
    char isolated[TS_ISOLATED_BYTES];
    for (size_t i = 0; i < sizeof(text); i += 2)
        memcpy(text + i, "א", 2);
    assert_int_equal(ts_text_isolate(isolated, TS_SPAN_OF(text)).len, TS_ISOLATED_BYTES);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_could_harm_the_row_is_taken_out),
        cmocka_unit_test(what_is_too_long_is_cut_between_two_letters),
        cmocka_unit_test(a_name_in_a_phrase_is_kept_apart),
        cmocka_unit_test(the_longest_name_has_room),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
