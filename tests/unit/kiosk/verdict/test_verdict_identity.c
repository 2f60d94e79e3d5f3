#include "kiosk/verdict/verdict.h"
#include "tests/support/support.h"

#include <string.h>

/* Profiles that ask whose the cards are (PROFILE.md 7). */

enum { DAY = 86400, NOW = 1800000000 };

static const struct ts_now now = { { NOW }, TS_CLOCK_TRUSTED };
static const struct ts_trust lists = { .epoch = 7, .issued = { NOW - DAY } };
static const struct ts_issuer listed = { .name_count = 0 };

#define JOB                                                               \
    "{\"format\":\"touchstone-profile/1\",\"id\":\"j\",\"name\":\"Job\"," \
    "\"identity\":\"compare\","                                           \
    "\"all_of\":[{\"achievement\":\"urn:1\"},{\"achievement\":\"urn:2\"}]}"

static struct ts_arena arena;
static struct ts_profile job;

struct hand {
    struct ts_credential credentials[4];
    struct ts_assessment cards[4];
    const struct ts_assessment *pointers[4];
    size_t count;
};

/* A card for each word: what it proves, then "f" for a face, "o" for one that has
 * run out, "w" for one that was withdrawn, "b" for another person's. */
static void
deal(struct hand *hand, const char *text)
{
    *hand = (struct hand){ 0 };
    for (; *text; text += strcspn(text, " "), text += *text == ' ') {
        size_t i = hand->count++;
        size_t len = strcspn(text, " ");
        struct ts_credential *c = &hand->credentials[i];
        bool out = memchr(text, 'o', len);
        *c = (struct ts_credential){
            .achievement_id = *text == '1'   ? TS_SPAN_LIT("urn:1")
                              : *text == '2' ? TS_SPAN_LIT("urn:2")
                                             : TS_SPAN_LIT("urn:id-card"),
            .subject_name = memchr(text, 'b', len) ? TS_SPAN_LIT("Jean Tremblay")
                                                   : TS_SPAN_LIT("Mina Roy"),
            .valid_from = TS_UTC_ALWAYS,
            .valid_until = out ? (ts_utc){ NOW - DAY } : TS_UTC_NEVER,
            .awarded = TS_UTC_ALWAYS,
        };
        if (memchr(text, 'f', len))
            c->portrait.bytes = (ts_span){ (const uint8_t *)text, 1 };
        hand->cards[i] = (struct ts_assessment){
            .format = TS_FORMAT_CLAIM_169,
            .checks = { TS_PASS, TS_PASS, out ? TS_FAIL : TS_PASS,
                        memchr(text, 'w', len) ? TS_FAIL : TS_PASS },
            .credential = c,
            .issuer = &listed,
        };
        hand->pointers[i] = &hand->cards[i];
    }
}

static const struct {
    const char *name, *cards;
    enum ts_verdict_kind want;
    enum ts_reason reason;
    bool due;
    char portrait; /* of the card that begins so; 0: none */
} rows[] = {
    { "a face among what does the job", "1f 2", TS_VERDICT_CANNOT_TELL,
      TS_REASON_IDENTITY_NOT_CHECKED, true, '1' },
    { "on a card the job does not ask for", "if 1 2", TS_VERDICT_CANNOT_TELL,
      TS_REASON_IDENTITY_NOT_CHECKED, true, 'i' },
    { "the newest of two", "1f 2f", TS_VERDICT_CANNOT_TELL,
      TS_REASON_IDENTITY_NOT_CHECKED, true, '2' },
    { "no face at all", "1 2", TS_VERDICT_CANNOT_TELL, TS_REASON_IDENTITY_NOT_CHECKED,
      true, 0 },
    { "the face of a card that ran out", "ifo 1 2", TS_VERDICT_CANNOT_TELL,
      TS_REASON_IDENTITY_NOT_CHECKED, true, 0 },
    { "the face of a card that was withdrawn", "ifw 1 2", TS_VERDICT_CANNOT_TELL,
      TS_REASON_IDENTITY_NOT_CHECKED, true, 0 },
    { "what is missing comes before the face", "1f", TS_VERDICT_NOT_YET,
      TS_REASON_MISSING, false, 0 },
};

static void
reach(struct ts_verdict *v, struct hand *hand, const char *cards)
{
    deal(hand, cards);
    ts_verdict_reach(v, hand->pointers, hand->count, &job, &lists, now);
}

static void
ready_waits_for_somebody_to_compare(void **state)
{
    (void)state;
    for (size_t i = 0; i < TS_COUNT(rows); i++) {
        struct hand hand;
        struct ts_verdict v;
        ts_test_row(rows[i].name);
        reach(&v, &hand, rows[i].cards);
        assert_int_equal(v.kind, rows[i].want);
        assert_int_equal(v.reasons[0].code, rows[i].reason);
        assert_int_equal(v.identity_due, rows[i].due);
        assert_int_equal(v.portrait.bytes.len, rows[i].portrait != 0);
        if (rows[i].portrait)
            assert_int_equal(*v.portrait.bytes.at, rows[i].portrait);
    }
}

static const struct {
    const char *name, *cards;
    enum ts_finding same;
    enum ts_verdict_kind want;
    enum ts_reason reason;
    bool due;
} answers[] = {
    { "yes", "1f 2", TS_PASS, TS_VERDICT_READY, TS_REASON_ALL_PROVEN, false },
    { "no", "1f 2", TS_FAIL, TS_VERDICT_NOT_YET, TS_REASON_NOT_SAME_PERSON, false },
    { "it cannot be shown", "1f 2", TS_UNKNOWN, TS_VERDICT_CANNOT_TELL,
      TS_REASON_IDENTITY_NOT_CHECKED, false },
    { "yes to no face", "1 2", TS_PASS, TS_VERDICT_CANNOT_TELL,
      TS_REASON_IDENTITY_NOT_CHECKED, true },
    { "yes makes nothing good that is not", "1f", TS_PASS, TS_VERDICT_NOT_YET,
      TS_REASON_MISSING, false },
};

static void
an_answer_decides_only_what_waits_for_it(void **state)
{
    (void)state;
    for (size_t i = 0; i < TS_COUNT(answers); i++) {
        struct hand hand;
        struct ts_verdict v;
        ts_test_row(answers[i].name);
        reach(&v, &hand, answers[i].cards);
        ts_verdict_compare(&v, answers[i].same);
        assert_int_equal(v.kind, answers[i].want);
        assert_int_equal(v.reasons[0].code, answers[i].reason);
        assert_int_equal(v.reason_count, 1);
        assert_int_equal(v.identity_due, answers[i].due);
        struct ts_verdict second = v;
        ts_verdict_compare(&second, TS_PASS); /* it is asked once */
        assert_int_equal(second.kind, v.kind);
    }
}

/* A bag that also holds a card of somebody else is not READY, and asks nothing. */
static void
another_persons_card_comes_before_the_question(void **state)
{
    (void)state;
    struct hand hand;
    struct ts_verdict v;
    deal(&hand, "1f 2 ib");
    const struct ts_scan_cards scan = { .shown = hand.pointers,
                                        .shown_count = hand.count };
    ts_verdict_reach_scan(&v, &scan, &job, &lists, now);
    assert_int_equal(v.kind, TS_VERDICT_NOT_YET);
    assert_int_equal(v.reasons[0].code, TS_REASON_NOT_SAME_PERSON);
    assert_false(v.identity_due);
    ts_verdict_compare(&v, TS_PASS);
    assert_int_equal(v.kind, TS_VERDICT_NOT_YET);
}

static void
a_typed_answer_that_a_card_proves_counts_as_well(void **state)
{
    (void)state;
    static const struct {
        const char *typed;
        enum ts_verdict_kind want;
    } typed[] = {
        { "Mina Roy", TS_VERDICT_READY },
        { "Jean Tremblay", TS_VERDICT_NOT_YET },
    };
    for (size_t i = 0; i < TS_COUNT(typed); i++) {
        struct hand hand;
        struct ts_verdict v;
        reach(&v, &hand, "1 2");
        ts_verdict_ask_identity(&v, hand.pointers, hand.count,
                                ts_span_text(typed[i].typed));
        assert_int_equal(v.kind, typed[i].want);
        assert_false(v.identity_due);
    }
}

static void
without_such_a_profile_nothing_is_asked(void **state)
{
    (void)state;
    struct hand hand;
    struct ts_verdict v;
    deal(&hand, "1f 2");
    struct ts_profile other = job;
    other.identity = TS_IDENTITY_NOT_ASKED;
    ts_verdict_reach(&v, hand.pointers, hand.count, &other, &lists, now);
    assert_int_equal(v.kind, TS_VERDICT_READY);
    ts_verdict_reach(&v, hand.pointers, hand.count, NULL, &lists, now);
    assert_int_equal(v.kind, TS_VERDICT_READY);
    assert_false(v.identity_due);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ready_waits_for_somebody_to_compare),
        cmocka_unit_test(an_answer_decides_only_what_waits_for_it),
        cmocka_unit_test(another_persons_card_comes_before_the_question),
        cmocka_unit_test(a_typed_answer_that_a_card_proves_counts_as_well),
        cmocka_unit_test(without_such_a_profile_nothing_is_asked),
    };
    arena = ts_test_arena(1 << 16);
    TS_CHECK(ts_profile_read(&arena, &job, TS_SPAN_LIT(JOB), NULL) == TS_OK);
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    ts_test_arena_free(&arena);
    return failed;
}
