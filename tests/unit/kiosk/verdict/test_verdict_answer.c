#include "tests/unit/kiosk/verdict/job_deck.h"

/* Profiles that ask for a typed answer (PROFILE.md 7). */

#define JOB "\"identity\":\"answer\",\"all_of\":[" A "," B "]"

static struct ts_arena arena;
static struct ts_profile job;

static void
reach(struct ts_verdict *v, struct deck *deck, const char *cards)
{
    deck_deal(deck, cards);
    ts_verdict_reach(v, deck->pointers, deck->count, &job, &deck_lists, deck_now);
}

static const struct {
    const char *name, *cards;
    enum ts_verdict_kind want;
    enum ts_reason reason;
    bool due;
} rows[] = {
    { "a hash on one of them", "ak b", TS_VERDICT_CANNOT_TELL,
      TS_REASON_IDENTITY_NOT_CHECKED, true },
    { "a hash on a card the job does not ask for", "ck a b", TS_VERDICT_CANNOT_TELL,
      TS_REASON_IDENTITY_NOT_CHECKED, true },
    { "no hash at all", "a b", TS_VERDICT_CANNOT_TELL, TS_REASON_IDENTITY_NOT_CHECKED,
      false },
    { "a hash that nobody compares", "am b", TS_VERDICT_CANNOT_TELL,
      TS_REASON_IDENTITY_NOT_CHECKED, false },
    { "a hash on a card that was withdrawn", "cwk a b", TS_VERDICT_CANNOT_TELL,
      TS_REASON_IDENTITY_NOT_CHECKED, false },
    { "what is missing comes before it", "ak", TS_VERDICT_NOT_YET, TS_REASON_MISSING,
      false },
};

static void
ready_waits_for_an_answer(void **state)
{
    (void)state;
    for (size_t i = 0; i < TS_COUNT(rows); i++) {
        struct deck deck;
        struct ts_verdict v;
        ts_test_row(rows[i].name);
        reach(&v, &deck, rows[i].cards);
        assert_int_equal(v.kind, rows[i].want);
        assert_int_equal(v.reasons[0].code, rows[i].reason);
        assert_int_equal(v.identity_due, rows[i].due);
        assert_int_equal(v.identity_wanted,
                         rows[i].due ? TS_IDENTITY_ANSWER : TS_IDENTITY_NOT_ASKED);
    }
}

static const struct {
    const char *name, *cards, *typed;
    enum ts_verdict_kind want;
    enum ts_reason reason;
} answers[] = {
    { "right", "ak b", "4711", TS_VERDICT_READY, TS_REASON_ALL_PROVEN },
    { "right, with space around", "a bk", " 4711 ", TS_VERDICT_READY,
      TS_REASON_ALL_PROVEN },
    { "right, beside one that nobody compares", "ak bm", "4711", TS_VERDICT_READY,
      TS_REASON_ALL_PROVEN },
    { "wrong", "ak b", "4712", TS_VERDICT_NOT_YET, TS_REASON_NOT_SAME_PERSON },
    { "nothing", "ak b", "", TS_VERDICT_CANNOT_TELL, TS_REASON_MISSING },
    { "the name that stands on the card", "ak b", "Mina Roy", TS_VERDICT_NOT_YET,
      TS_REASON_NOT_SAME_PERSON },
    { "the name, where there is no hash", "a b", "Mina Roy", TS_VERDICT_CANNOT_TELL,
      TS_REASON_IDENTITY_NOT_CHECKED },
    { "right makes nothing good that is not", "ak", "4711", TS_VERDICT_NOT_YET,
      TS_REASON_MISSING },
};

static void
an_answer_decides_only_what_waits_for_it(void **state)
{
    (void)state;
    for (size_t i = 0; i < TS_COUNT(answers); i++) {
        struct deck deck;
        struct ts_verdict v;
        ts_test_row(answers[i].name);
        reach(&v, &deck, answers[i].cards);
        ts_verdict_ask_identity(&v, deck.pointers, deck.count,
                                ts_span_text(answers[i].typed));
        assert_int_equal(v.kind, answers[i].want);
        assert_int_equal(v.reasons[0].code, answers[i].reason);
        assert_false(v.identity_due);
        assert_int_equal(v.identity_wanted, TS_IDENTITY_NOT_ASKED);
    }
}

static void
a_second_answer_changes_nothing(void **state)
{
    (void)state;
    struct deck deck;
    struct ts_verdict v;
    reach(&v, &deck, "ak b");
    ts_verdict_ask_identity(&v, deck.pointers, deck.count, TS_SPAN_LIT("1"));
    ts_verdict_ask_identity(&v, deck.pointers, deck.count, TS_SPAN_LIT("4711"));
    assert_int_equal(v.kind, TS_VERDICT_NOT_YET);
}

static void
a_comparison_is_no_answer(void **state)
{
    (void)state;
    struct deck deck;
    struct ts_verdict v;
    reach(&v, &deck, "ak b");
    ts_verdict_compare(&v, TS_PASS);
    assert_int_equal(v.kind, TS_VERDICT_CANNOT_TELL);
    assert_true(v.identity_due);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ready_waits_for_an_answer),
        cmocka_unit_test(an_answer_decides_only_what_waits_for_it),
        cmocka_unit_test(a_second_answer_changes_nothing),
        cmocka_unit_test(a_comparison_is_no_answer),
    };
    arena = ts_test_arena(1 << 16);
    deck_job(&arena, &job, "job", JOB);
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    ts_test_arena_free(&arena);
    return failed;
}
