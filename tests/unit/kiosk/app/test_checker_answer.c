#include "kiosk/app/checker.h"
#include "tests/support/samples.h"
#include "tests/support/support.h"

#include <sched.h>

/* A job that asks for an answer, of which the first of two cards carries the hash. */

#define PROFILE                                                                \
    "{\"format\":\"touchstone-profile/1\",\"id\":\"job\",\"name\":\"Job\","    \
    "\"identity\":\"answer\",\"all_of\":[{\"achievement\":\"urn:example:A\"}," \
    "{\"achievement\":\"urn:example:B\"}]}"

/* An identifier before the name's, with SHA-256 of "4711salt": the sample puts its name
 * into a list of them as it is. */
#define HASH_AND                                                                 \
    "sha256$affe93b26fde37dc6a4dee58c837fd579a341eac7a23d3e776f78cb0c4e7b1f4\"," \
    "\"identityType\":\"ext:number\",\"salt\":\"salt\",\"hashed\":true},"        \
    "{\"type\":\"IdentityObject\",\"identityHash\":\""

static struct ts_arena arena;
static struct ts_trust trust;
static struct ts_profile profile;

static struct ts_now
mid_2026(void *context)
{
    (void)context;
    return (struct ts_now){ { 1780272000 }, TS_CLOCK_TRUSTED };
}

static const struct ts_verdict *
show(struct ts_checker *checker, const char *name, const char *achievement)
{
    const struct ts_verdict *verdict = NULL;
    uint32_t ticket;
    struct ts_sample_wishes wishes = { .kind = TS_KEY_ED25519,
                                       .id = *achievement == 'A' ? "urn:uuid:a"
                                                                 : "urn:uuid:b",
                                       .name = name,
                                       .achievement = achievement };
    ts_checker_submit(checker, 1, ts_sample_badge(&arena, wishes));
    while (!ts_checker_collect(checker, &ticket, &verdict))
        sched_yield();
    return verdict;
}

static struct ts_checker *
open_gate(void)
{
    struct ts_checker *checker;
    struct ts_checker_rules rules = { .trust = &trust,
                                      .profile = &profile,
                                      .now = mid_2026 };
    assert_status(ts_checker_open(&checker, rules), TS_OK);
    return checker;
}

static const struct {
    const char *typed;
    enum ts_verdict_kind want;
} answers[] = {
    { "4711", TS_VERDICT_READY },
    { "4712", TS_VERDICT_NOT_YET },
    { "Mina Roy", TS_VERDICT_NOT_YET },
};

static void
an_answer_is_looked_for_on_every_card_of_the_basket(void **state)
{
    (void)state;
    for (size_t i = 0; i < TS_COUNT(answers); i++) {
        struct ts_checker *checker = open_gate();
        ts_test_row(answers[i].typed);
        (void)show(checker, HASH_AND "Mina Roy", "A");
        const struct ts_verdict *v = show(checker, "Mina Roy", "B");
        assert_int_equal(v->identity_wanted, TS_IDENTITY_ANSWER);
        ts_checker_answer(checker, ts_span_text(answers[i].typed));
        assert_int_equal(v->kind, answers[i].want);
        assert_int_equal(v->identity_wanted, TS_IDENTITY_NOT_ASKED);
        ts_checker_answer(checker, TS_SPAN_LIT("4711")); /* it is asked once */
        assert_int_equal(v->kind, answers[i].want);
        ts_checker_close(checker);
    }
}

static void
another_persons_card_answers_nothing(void **state)
{
    (void)state;
    struct ts_checker *checker = open_gate();
    (void)show(checker, HASH_AND "Jean Tremblay", "A");
    (void)show(checker, "Mina Roy", "A");
    const struct ts_verdict *v = show(checker, "Mina Roy", "B");
    assert_int_equal(v->kind, TS_VERDICT_CANNOT_TELL);
    assert_int_equal(v->identity_wanted, TS_IDENTITY_NOT_ASKED);
    ts_checker_answer(checker, TS_SPAN_LIT("4711"));
    assert_int_equal(v->kind, TS_VERDICT_CANNOT_TELL);
    ts_checker_close(checker);
}

static void
without_a_verdict_an_answer_is_nobodys(void **state)
{
    (void)state;
    struct ts_checker *checker = open_gate();
    ts_checker_answer(checker, TS_SPAN_LIT("4711"));
    (void)show(checker, HASH_AND "Mina Roy", "A");
    const struct ts_verdict *v = show(checker, "Mina Roy", "B");
    ts_checker_wipe(checker);
    ts_checker_answer(checker, TS_SPAN_LIT("4711"));
    assert_int_not_equal(v->kind, TS_VERDICT_READY);
    ts_checker_close(checker);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_answer_is_looked_for_on_every_card_of_the_basket),
        cmocka_unit_test(another_persons_card_answers_nothing),
        cmocka_unit_test(without_a_verdict_an_answer_is_nobodys),
    };
    arena = ts_test_arena(8 << 20);
    trust = ts_sample_trust(&arena);
    TS_CHECK(ts_profile_read(&arena, &profile, TS_SPAN_LIT(PROFILE), NULL) == TS_OK);
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    ts_test_arena_free(&arena);
    return failed;
}
