#include "keys/trust/root_words.h"

#include "firmware/base/utf8.h"
#include "keys/trust/root_words_lists.h"
#include "tests/support/support.h"

#include <string.h>

/* The words of FORMAT.md 13: what stands on papers must not change. */

static struct ts_root_words
words_of(uint8_t first)
{
    struct ts_root_words words = { { 0 } };
    uint8_t fingerprint[TS_SHA256_SIZE] = { 0 };
    fingerprint[0] = first;
    assert_status(ts_root_words_of(&words, fingerprint), TS_OK);
    return words;
}

static void
the_lists_are_as_the_format_needs_them(void **state)
{
    (void)state;
    const char *const *lists[] = { ts_root_words_english, ts_root_words_french };
    for (size_t l = 0; l < TS_COUNT(lists); l++) {
        for (size_t i = 0; i < TS_ROOT_WORD_COUNT; i++) {
            ts_span word = ts_span_text(lists[l][i]);
            assert_true(word.len >= 3 && word.len <= 10);
            assert_true(ts_utf8_valid(word));
            assert_null(strchr(lists[l][i], ' '));
            for (size_t j = 0; i % 64 == 0 && j < i; j++)
                assert_string_not_equal(lists[l][i], lists[l][j]);
        }
    }
    ts_test_row("first and last of BIP-39");
    assert_string_equal(ts_root_words_english[0], "abandon");
    assert_string_equal(ts_root_words_english[2047], "zoo");
    assert_string_equal(ts_root_words_french[0], "abaisser");
    assert_string_equal(ts_root_words_french[2047], "zoologie");
}

static void
the_same_root_gives_the_same_words_for_ever(void **state)
{
    (void)state;
    static const char *const zero[TS_ROOT_WORDS] = { "repair", "shy",  "warfare",
                                                     "admit",  "wire", "toddler" };
    struct ts_root_words words = words_of(0);
    for (size_t i = 0; i < TS_ROOT_WORDS; i++)
        assert_string_equal(ts_root_word(words.numbers[i], TS_SPAN_LIT("en")), zero[i]);
}

static void
another_root_gives_others(void **state)
{
    (void)state;
    struct ts_root_words a = words_of(0);
    struct ts_root_words b = words_of(1);
    assert_memory_not_equal(&a, &b, sizeof(a));
}

static void
a_language_without_a_list_has_english_words(void **state)
{
    (void)state;
    static const struct {
        const char *language, *word;
    } rows[] = { { "en", "abandon" },     { "fr", "abaisser" }, { "fr-CA", "abaisser" },
                 { "fr_CA", "abaisser" }, { "iu", "abandon" },  { "", "abandon" },
                 { "fry", "abandon" } };
    for (size_t i = 0; i < TS_COUNT(rows); i++) {
        ts_test_row(rows[i].language);
        assert_string_equal(ts_root_word(0, ts_span_text(rows[i].language)),
                            rows[i].word);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_lists_are_as_the_format_needs_them),
        cmocka_unit_test(the_same_root_gives_the_same_words_for_ever),
        cmocka_unit_test(another_root_gives_others),
        cmocka_unit_test(a_language_without_a_list_has_english_words),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
