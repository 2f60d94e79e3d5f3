#include "kiosk/verdict/verdict.h"
#include "tests/support/support.h"

#include <stdio.h>
#include <string.h>

enum { DAY = 86400, NOW = 1800000000 };

static const struct ts_now now = { { NOW }, TS_CLOCK_TRUSTED };
static const struct ts_trust lists = { .epoch = 7, .issued = { NOW - DAY } };
static const struct ts_issuer listed = { .name_count = 0 };

/* Who: letters for people. "A" has id and name, "a" the id alone, "n" the name
 * alone, "B" somebody else, "-" nobody. */
static struct ts_credential
credential_of(char who, const char *achievement)
{
    struct ts_credential c = {
        .name = ts_span_text(achievement),
        .achievement_id = ts_span_text(achievement),
        .valid_from = TS_UTC_ALWAYS,
        .valid_until = TS_UTC_NEVER,
        .awarded = TS_UTC_ALWAYS,
    };
    if (who == 'A' || who == 'a')
        c.subject_id = TS_SPAN_LIT("did:example:a");
    if (who == 'A' || who == 'n')
        c.subject_name = TS_SPAN_LIT("Mina Roy");
    if (who == 'B') {
        c.subject_id = TS_SPAN_LIT("did:example:b");
        c.subject_name = TS_SPAN_LIT("Jean Tremblay");
    }
    return c;
}

/* How: "+" everything holds, "x" forged, "w" withdrawn, "?" issuer unknown, "e"
 * expired. */
static struct ts_assessment
card_of(char how, const struct ts_credential *c)
{
    struct ts_assessment card = {
        .format = TS_FORMAT_VC_COSE,
        .checks = { TS_PASS, TS_PASS, TS_PASS, TS_PASS },
        .credential = c,
        .issuer = &listed,
    };
    switch (how) {
    case 'x':
        card.checks = (struct ts_checks){ .proof = TS_FAIL };
        card.credential = NULL;
        card.reasons[card.reason_count++].code = TS_REASON_NOT_AUTHENTIC;
        break;
    case 'w':
        card.checks.status = TS_FAIL;
        card.reasons[card.reason_count++].code = TS_REASON_WITHDRAWN;
        break;
    case '?':
        card.checks.issuer = TS_UNKNOWN;
        card.issuer = NULL;
        card.reasons[card.reason_count++].code = TS_REASON_ISSUER_UNKNOWN;
        break;
    case 'e':
        card.checks.dates = TS_FAIL;
        card.reasons[card.reason_count++].code = TS_REASON_EXPIRED;
        break;
    default: break;
    }
    return card;
}

/* A card a word: who, how, and the last letter of what it is for: "A+1". */
static const struct {
    const char *name;
    const char *kept, *shown;
    bool job; /* asks for 1 and 2 */
    bool vouched;
    enum ts_verdict_kind want;
    enum ts_reason reason;
    size_t rows;
} rows[] = {
    { "one card", "", "A+1", false, false, TS_VERDICT_READY, TS_REASON_ALL_PROVEN, 1 },
    { "a bag without a job", "", "A+1 A+2", false, false, TS_VERDICT_READY,
      TS_REASON_ALL_PROVEN, 2 },
    { "the worst of a bag without a job", "", "A+1 Ae2 A+3", false, false,
      TS_VERDICT_NOT_YET, TS_REASON_EXPIRED, 3 },
    { "cannot tell outweighs not yet", "", "Ae1 A?2", false, false,
      TS_VERDICT_CANNOT_TELL, TS_REASON_ISSUER_UNKNOWN, 1 },
    { "a forged one stops the bag", "", "A+1 -x2 A+2", false, false, TS_VERDICT_STOP,
      TS_REASON_NOT_AUTHENTIC, 0 },
    { "two people without a job", "", "A+1 B+2", false, false, TS_VERDICT_NOT_YET,
      TS_REASON_NOT_SAME_PERSON, 2 },
    { "a card of nobody without a job", "", "A+1 -+2", false, false, TS_VERDICT_READY,
      TS_REASON_ALL_PROVEN, 2 },
    { "a bag does a job", "", "A+1 A+2", true, false, TS_VERDICT_READY,
      TS_REASON_ALL_PROVEN, 2 },
    { "with what lies on the table", "A+1", "A+2", true, false, TS_VERDICT_READY,
      TS_REASON_ALL_PROVEN, 2 },
    { "not with somebody else's on the table", "B+1", "A+2", true, false,
      TS_VERDICT_NOT_YET, TS_REASON_MISSING, 2 },
    { "half of a job", "", "A+1 A+3", true, false, TS_VERDICT_NOT_YET, TS_REASON_MISSING,
      2 },
    { "half of a job, whichever stands last", "", "A+3 A+1", true, false,
      TS_VERDICT_NOT_YET, TS_REASON_MISSING, 2 },
    { "another person does not help", "", "A+1 B+2", true, false, TS_VERDICT_NOT_YET,
      TS_REASON_MISSING, 2 },
    { "nor may another person be in a bag that does the job", "", "A+1 A+2 B+3", true,
      false, TS_VERDICT_NOT_YET, TS_REASON_NOT_SAME_PERSON, 2 },
    { "id and name join what has only one of them", "", "a+1 A+3 n+2", true, false,
      TS_VERDICT_READY, TS_REASON_ALL_PROVEN, 2 },
    { "nobody's card does not count", "", "A+1 -+2", true, false, TS_VERDICT_NOT_YET,
      TS_REASON_MISSING, 2 },
    { "unless somebody says that it is theirs", "", "A+1 -+2", true, true,
      TS_VERDICT_READY, TS_REASON_ALL_PROVEN, 2 },
    { "which no word makes true of another's", "", "A+1 B+2", true, true,
      TS_VERDICT_NOT_YET, TS_REASON_MISSING, 2 },
    { "an unknown issuer's card beside enough", "", "A+1 A+2 A?3", true, false,
      TS_VERDICT_READY, TS_REASON_ALL_PROVEN, 2 },
    { "a forged one stops the job", "", "A+1 A+2 -x3", true, false, TS_VERDICT_STOP,
      TS_REASON_NOT_AUTHENTIC, 0 },
    { "a withdrawn one stops the job", "", "Aw3 A+1 A+2", true, false, TS_VERDICT_STOP,
      TS_REASON_WITHDRAWN, 0 },
    { "nothing believed at all", "", "A?1 A?2", true, false, TS_VERDICT_CANNOT_TELL,
      TS_REASON_ISSUER_UNKNOWN, 0 },
};

struct hand {
    struct ts_credential credentials[8];
    struct ts_assessment cards[8];
    const struct ts_assessment *pointers[8];
    size_t count;
};

static void
deal(struct hand *hand, const char *text)
{
    static const char *const achievements[] = { "urn:1", "urn:2", "urn:3" };
    hand->count = 0;
    for (; *text; text += text[3] ? 4 : 3) {
        size_t i = hand->count++;
        hand->credentials[i] = credential_of(text[0], achievements[text[2] - '1']);
        hand->cards[i] = card_of(text[1], &hand->credentials[i]);
        hand->pointers[i] = &hand->cards[i];
    }
}

#define JOB                                                               \
    "{\"format\":\"touchstone-profile/1\",\"id\":\"j\",\"name\":\"Job\"," \
    "\"all_of\":[{\"achievement\":\"urn:1\"},{\"achievement\":\"urn:2\"}]}"

static void
a_scan_is_judged(void **state)
{
    (void)state;
    struct ts_arena arena = ts_test_arena(1 << 16);
    struct ts_profile job;
    assert_status(ts_profile_read(&arena, &job, TS_SPAN_LIT(JOB), NULL), TS_OK);
    for (size_t i = 0; i < TS_COUNT(rows); i++) {
        struct hand kept;
        struct hand shown;
        struct ts_verdict v;
        deal(&kept, rows[i].kept);
        deal(&shown, rows[i].shown);
        const struct ts_scan_cards scan = { kept.pointers, kept.count, shown.pointers,
                                            shown.count, rows[i].vouched };
        ts_verdict_reach_scan(&v, &scan, rows[i].job ? &job : NULL, &lists, now);
        if (v.kind != rows[i].want || v.reasons[0].code != rows[i].reason
            || v.row_count != rows[i].rows)
            fail_msg("[%s] is %s for %s, %zu rows", rows[i].name, ts_verdict_name(v.kind),
                     ts_reason_name(v.reasons[0].code), v.row_count);
        if (rows[i].job)
            assert_span_equal(v.profile_name, TS_SPAN_LIT("Job"));
    }
    ts_test_arena_free(&arena);
}

static bool
has_reason(const struct ts_verdict *v, enum ts_reason code)
{
    for (size_t i = 0; i < v->reason_count; i++)
        if (v->reasons[i].code == code)
            return true;
    return false;
}

static void
what_is_left_out_is_said(void **state)
{
    (void)state;
    struct ts_arena arena = ts_test_arena(1 << 16);
    struct ts_profile job;
    struct hand shown;
    struct ts_verdict v;
    assert_status(ts_profile_read(&arena, &job, TS_SPAN_LIT(JOB), NULL), TS_OK);
    deal(&shown, "A+1 B+2 A?2");
    const struct ts_scan_cards scan = { .shown = shown.pointers,
                                        .shown_count = shown.count };
    ts_verdict_reach_scan(&v, &scan, &job, &lists, now);
    assert_int_equal(v.kind, TS_VERDICT_NOT_YET);
    assert_true(has_reason(&v, TS_REASON_MISSING));
    assert_true(has_reason(&v, TS_REASON_ISSUER_UNKNOWN));
    assert_true(has_reason(&v, TS_REASON_NOT_SAME_PERSON));
    ts_test_arena_free(&arena);
}

static const struct {
    const char *name;
    const char *shown;
    const char *typed;
    enum ts_finding identity;
    enum ts_verdict_kind want;
    enum ts_reason reason;
} answers[] = {
    { "proven", "A+1", "Mina Roy", TS_PASS, TS_VERDICT_READY, TS_REASON_ALL_PROVEN },
    { "proven by one of them", "a+1 A+2", "Mina Roy", TS_PASS, TS_VERDICT_READY,
      TS_REASON_ALL_PROVEN },
    { "wrong", "A+1", "Jean", TS_FAIL, TS_VERDICT_NOT_YET, TS_REASON_NOT_SAME_PERSON },
    { "nothing to compare with", "a+1", "Mina Roy", TS_UNKNOWN, TS_VERDICT_CANNOT_TELL,
      TS_REASON_MISSING },
    { "a forged card proves nobody", "-x1", "Mina Roy", TS_UNKNOWN, TS_VERDICT_STOP,
      TS_REASON_NOT_AUTHENTIC },
    { "an unknown issuer's proves nobody", "A?1", "Mina Roy", TS_UNKNOWN,
      TS_VERDICT_CANNOT_TELL, TS_REASON_ISSUER_UNKNOWN },
    { "a right answer makes nothing better", "Ae1", "Mina Roy", TS_PASS,
      TS_VERDICT_NOT_YET, TS_REASON_EXPIRED },
};

static void
a_typed_answer_is_held_against_the_cards(void **state)
{
    (void)state;
    for (size_t i = 0; i < TS_COUNT(answers); i++) {
        struct hand shown;
        struct ts_verdict v;
        deal(&shown, answers[i].shown);
        const struct ts_scan_cards scan = { .shown = shown.pointers,
                                            .shown_count = shown.count };
        ts_verdict_reach_scan(&v, &scan, NULL, &lists, now);
        ts_verdict_ask_identity(&v, shown.pointers, shown.count,
                                ts_span_text(answers[i].typed));
        assert_true(v.identity_asked);
        if (v.identity != answers[i].identity || v.kind != answers[i].want
            || v.reasons[0].code != answers[i].reason)
            fail_msg("[%s] is %d, %s for %s", answers[i].name, v.identity,
                     ts_verdict_name(v.kind), ts_reason_name(v.reasons[0].code));
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_scan_is_judged),
        cmocka_unit_test(what_is_left_out_is_said),
        cmocka_unit_test(a_typed_answer_is_held_against_the_cards),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
