#include "kiosk/screen/words.h"
#include "tests/support/support.h"

#include <stdlib.h>
#include <string.h>

static void
speak(const char *language)
{
    assert_status(ts_words_speak(language), TS_OK);
    assert_string_equal(ts_words_language(), language);
}

static ts_span
written(struct ts_writer *w)
{
    ts_span text;
    assert_status(ts_writer_end(w, &text), TS_OK);
    return text;
}

/* French is there without any locale of it: only C, C.UTF-8 and POSIX are. */
static void
languages_are_switched_at_run_time_without_locales(void **state)
{
    (void)state;
    for (int i = 0; i < 3; i++) {
        speak("en");
        assert_string_equal(ts_words_verdict(TS_VERDICT_NOT_YET), "NOT YET");
        speak("fr");
        assert_string_equal(ts_words_verdict(TS_VERDICT_NOT_YET), "PAS ENCORE");
    }
}

static void
what_there_is_no_catalogue_for_changes_nothing(void **state)
{
    (void)state;
    static const char *const wrong[] = {
        "xx", "", "../locale/fr", "fr:en", "fr.UTF-8", "a-language-name-that-is-too-long"
    };
    speak("fr");
    for (size_t i = 0; i < TS_COUNT(wrong); i++) {
        assert_status(ts_words_speak(wrong[i]), TS_ABSENT);
        assert_string_equal(ts_words_verdict(TS_VERDICT_STOP), "ARRÊT");
    }
}

static void
a_folder_without_catalogues_is_told_and_changes_nothing(void **state)
{
    (void)state;
    speak("fr");
    assert_status(ts_words_open("/nonexistent"), TS_ABSENT);
    assert_string_equal(ts_words_verdict(TS_VERDICT_STOP), "ARRÊT");
}

enum { PHRASES_MAX = 256 };

/* All that is said without anything put into it, in the language of the moment. */
static size_t
all_phrases(const char *all[static PHRASES_MAX])
{
    size_t n = 0;
    for (int i = TS_PHRASE_STARTING; i < TS_PHRASE_COUNT; i++)
        all[n++] = ts_words((enum ts_phrase)i);
    for (int i = 0; i < TS_VERDICT_COUNT; i++)
        all[n++] = ts_words_verdict((enum ts_verdict_kind)i);
    for (int i = 0; i < TS_TROUBLE_COUNT; i++)
        all[n++] = ts_words_trouble((enum ts_trouble)i);
    for (int i = 0; i < TS_SELF_TEST_COUNT; i++)
        all[n++] = ts_words_self_test((enum ts_self_test)i);
    for (int i = TS_HINT_NONE + 1; i < TS_HINT_COUNT; i++)
        all[n++] = ts_words_hint((enum ts_hint)i);
    for (int i = 0; i < TS_REASON_COUNT; i++) {
        all[n++] = ts_words_reason((enum ts_reason)i);
        all[n++] = ts_words_next_step((enum ts_reason)i);
        all[n++] = ts_words_short_reason((enum ts_reason)i);
    }
    assert_true(n < PHRASES_MAX);
    return n;
}

static void
french_is_complete(void **state)
{
    (void)state;
    const char *english[PHRASES_MAX];
    const char *french[PHRASES_MAX];
    speak("en");
    size_t count = all_phrases(english);
    speak("fr");
    assert_int_equal(all_phrases(french), count);
    for (size_t i = 0; i < count; i++) {
        ts_test_row(english[i]);
        assert_true(english[i][0] != '\0' && french[i][0] != '\0');
        if (strcmp(english[i], "Volume") != 0) /* the same word */
            assert_string_not_equal(english[i], french[i]);
    }
}

static void
every_reason_is_one_plain_sentence_and_a_next_step(void **state)
{
    (void)state;
    for (size_t l = 0; l < 2; l++) {
        speak(l == 0 ? "en" : "fr");
        for (int i = 0; i < TS_REASON_COUNT; i++) {
            const char *sentence = ts_words_reason((enum ts_reason)i);
            const char *step = ts_words_next_step((enum ts_reason)i);
            assert_int_equal(sentence[strlen(sentence) - 1], '.');
            assert_int_equal(step[strlen(step) - 1], '.');
            assert_true(strlen(sentence) <= 55 && strlen(step) <= 55);
        }
    }
}

static void
a_reason_nobody_knows_has_words_too(void **state)
{
    (void)state;
    speak("en");
    assert_string_equal(ts_words_reason((enum ts_reason)999),
                        ts_words_reason(TS_REASON_NONE));
    assert_string_equal(ts_words_next_step((enum ts_reason) - 1),
                        ts_words_next_step(TS_REASON_NONE));
}

static const struct {
    int64_t utc_s;
    const char *en, *fr;
} dates[] = {
    { 1778581800, "12 May 2026", "12 mai 2026" },
    { 1777593600, "1 May 2026", "1er mai 2026" },
    { 1785542400, "1 August 2026", "1er août 2026" },
    { 951782400, "29 February 2000", "29 février 2000" },
    { -62167219200, "1 January 0", "1er janvier 0" },
};

/* A no-break space counts as a space. */
static void
assert_reads(ts_span got, const char *want)
{
    char plain[256];
    size_t len = 0;
    for (size_t i = 0; i < got.len; i++) {
        if (i + 1 < got.len && got.at[i] == 0xC2 && got.at[i + 1] == 0xA0) {
            plain[len++] = ' ';
            i++;
        } else {
            plain[len++] = (char)got.at[i];
        }
    }
    assert_span_equal(((ts_span){ (uint8_t *)plain, len }), ts_span_text(want));
}

static void
dates_are_written_as_the_language_does(void **state)
{
    (void)state;
    for (size_t i = 0; i < TS_COUNT(dates); i++) {
        char letters[64];
        struct ts_writer w = ts_writer_over(TS_ROOM_OF(letters));
        speak("en");
        ts_write_date(&w, (ts_utc){ dates[i].utc_s });
        assert_reads(written(&w), dates[i].en);
        w = ts_writer_over(TS_ROOM_OF(letters));
        speak("fr");
        ts_write_date(&w, (ts_utc){ dates[i].utc_s });
        assert_reads(written(&w), dates[i].fr);
    }
}

static const struct {
    int64_t age_s;
    bool at_least;
    const char *en, *fr;
} ages[] = {
    { 0, false, "less than an hour old", "il y a moins d’une heure" },
    { 3599, false, "less than an hour old", "il y a moins d’une heure" },
    { 3600, false, "1 hour old", "il y a 1 heure" },
    { 7200, false, "2 hours old", "il y a 2 heures" },
    { 86400, false, "1 day old", "il y a 1 jour" },
    { 5 * 86400, false, "5 days old", "il y a 5 jours" },
    { 5 * 86400, true, "at least 5 days old", "il y a au moins 5 jours" },
    { 86400, true, "at least 1 day old", "il y a au moins 1 jour" },
    { 60, true, "of unknown age", "âge inconnu" },
    { INT64_MAX, false, "99999 days old", "il y a 99999 jours" },
};

static void
ages_have_their_plurals(void **state)
{
    (void)state;
    for (size_t i = 0; i < TS_COUNT(ages); i++) {
        char letters[64];
        struct ts_lists_age lists = { .present = true,
                                      .age_s = ages[i].age_s,
                                      .at_least = ages[i].at_least };
        struct ts_writer w = ts_writer_over(TS_ROOM_OF(letters));
        speak("en");
        ts_write_age(&w, &lists);
        assert_reads(written(&w), ages[i].en);
        w = ts_writer_over(TS_ROOM_OF(letters));
        speak("fr");
        ts_write_age(&w, &lists);
        assert_reads(written(&w), ages[i].fr);
    }
}

static void
sentences_with_something_in_them(void **state)
{
    (void)state;
    char letters[512];
    struct ts_lists_age lists = { .present = true,
                                  .issued = { 1778581800 },
                                  .age_s = 3 * 86400 };
    struct ts_writer w = ts_writer_over(TS_ROOM_OF(letters));
    speak("en");
    ts_write_genuine(&w, &lists);
    ts_write_text(&w, "|");
    ts_write_lists(&w, &lists);
    ts_write_text(&w, "|");
    ts_write_reason_number(&w, TS_REASON_EXPIRED);
    ts_write_text(&w, "|");
    ts_write_progress(&w, 1, 2);
    ts_write_text(&w, "|");
    ts_write_more(&w, 3);
    assert_reads(written(&w), "Genuine, not withdrawn (list of 12 May)|Lists of 12 May "
                              "2026, 3 days old|Reason 8|1 of 2|+ 3 more");
    w = ts_writer_over(TS_ROOM_OF(letters));
    speak("fr");
    ts_write_genuine(&w, &lists);
    ts_write_text(&w, "|");
    ts_write_reason_number(&w, TS_REASON_EXPIRED);
    ts_write_text(&w, "|");
    ts_write_more(&w, 1);
    assert_reads(written(&w),
                 "Authentique, non retiré (liste du 12 mai)|Motif 8|+ 1 autre");
}

static void
parts_are_counted_while_that_is_short(void **state)
{
    (void)state;
    char letters[64];
    struct ts_writer w = ts_writer_over(TS_ROOM_OF(letters));
    speak("en");
    ts_write_parts(&w, (struct ts_scan_parts){ 2, 3 });
    ts_write_text(&w, "|");
    ts_write_parts(&w, (struct ts_scan_parts){ 8, 9 });
    ts_write_text(&w, "|");
    ts_write_parts(&w, (struct ts_scan_parts){ 9, 10 });
    ts_write_text(&w, "|");
    ts_write_parts(&w, (struct ts_scan_parts){ 255, 256 });
    ts_write_text(&w, "|");
    speak("fr");
    ts_write_parts(&w, (struct ts_scan_parts){ 1, 16 });
    assert_reads(written(&w), "2/3|8/9|90%|99%|6 %");
}

static void
the_year_is_told_once_lists_are_old(void **state)
{
    (void)state;
    char letters[128];
    struct ts_lists_age lists = { .present = true,
                                  .issued = { 1778581800 },
                                  .age_s = 200 * 86400 };
    struct ts_writer w = ts_writer_over(TS_ROOM_OF(letters));
    speak("en");
    ts_write_genuine(&w, &lists);
    assert_reads(written(&w), "Genuine, not withdrawn (list of 12 May 2026)");
}

static void
no_lists_is_said_so(void **state)
{
    (void)state;
    char letters[128];
    struct ts_lists_age none = { 0 };
    struct ts_writer w = ts_writer_over(TS_ROOM_OF(letters));
    speak("en");
    ts_write_lists(&w, &none);
    assert_reads(written(&w), "No issuer lists");
}

static void
an_endless_issuer_name_is_cut_between_two_letters(void **state)
{
    (void)state;
    char name[2001];
    char letters[600];
    for (size_t i = 0; i < 2000; i += 2)
        memcpy(name + i, "é", 2);
    for (size_t shift = 0; shift < 2; shift++) {
        struct ts_writer w = ts_writer_over(TS_ROOM_OF(letters));
        speak(shift == 0 ? "en" : "fr");
        ts_write_issued_by(&w, (ts_span){ (uint8_t *)name, 2000 });
        ts_span text = written(&w);
        assert_true(text.len > 400 && text.at[text.len - 1] == 0xA9);
    }
}

/* Of the pages under a verdict. */
static void
moments_numbers_and_missing_tickets(void **state)
{
    (void)state;
    static const struct {
        const char *language, *want;
    } rows[] = {
        { "en", "12 May 2026, 10:30 UTC|1 January 1970, 00:00 UTC|Number 3f2a 91c0|"
                "1 ticket missing: First aid|3 tickets missing: First aid, + 2 more" },
        { "fr", "12 mai 2026, 10:30 UTC|1er janvier 1970, 00:00 UTC|Numéro 3f2a 91c0|"
                "Il manque 1 attestation : First aid|"
                "Il manque 3 attestations : First aid, + 2 autres" },
    };
    for (size_t i = 0; i < TS_COUNT(rows); i++) {
        char letters[512];
        struct ts_writer w = ts_writer_over(TS_ROOM_OF(letters));
        speak(rows[i].language);
        ts_write_moment(&w, (ts_utc){ 1778581800 });
        ts_write_text(&w, "|");
        ts_write_moment(&w, (ts_utc){ 59 });
        ts_write_text(&w, "|");
        ts_write_receipt_number(&w, TS_SPAN_LIT("3f2a 91c0"));
        ts_write_text(&w, "|");
        ts_write_missing(&w, 1, TS_SPAN_LIT("First aid"));
        ts_write_text(&w, "|");
        ts_write_missing(&w, 3, TS_SPAN_LIT("First aid"));
        assert_reads(written(&w), rows[i].want);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(languages_are_switched_at_run_time_without_locales),
        cmocka_unit_test(what_there_is_no_catalogue_for_changes_nothing),
        cmocka_unit_test(a_folder_without_catalogues_is_told_and_changes_nothing),
        cmocka_unit_test(french_is_complete),
        cmocka_unit_test(every_reason_is_one_plain_sentence_and_a_next_step),
        cmocka_unit_test(a_reason_nobody_knows_has_words_too),
        cmocka_unit_test(dates_are_written_as_the_language_does),
        cmocka_unit_test(ages_have_their_plurals),
        cmocka_unit_test(sentences_with_something_in_them),
        cmocka_unit_test(moments_numbers_and_missing_tickets),
        cmocka_unit_test(parts_are_counted_while_that_is_short),
        cmocka_unit_test(the_year_is_told_once_lists_are_old),
        cmocka_unit_test(no_lists_is_said_so),
        cmocka_unit_test(an_endless_issuer_name_is_cut_between_two_letters),
    };
    setenv("LC_ALL", "C", 1);
    if (ts_words_open(NULL) != TS_OK)
        return 1;
    return cmocka_run_group_tests(tests, NULL, NULL);
}
