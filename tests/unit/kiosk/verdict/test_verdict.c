#include "kiosk/verdict/verdict.h"
#include "tests/support/support.h"

#include <stdio.h>

enum { DAY = 86400, NOW = 1800000000 };

static const struct ts_now trusted_now = { { NOW }, TS_CLOCK_TRUSTED };
static const struct ts_now floor_now = { { NOW }, TS_CLOCK_FLOOR_ONLY };
static const struct ts_trust fresh_lists = { .epoch = 7, .issued = { NOW - DAY } };
static const struct ts_trust old_lists = { .epoch = 3, .issued = { NOW - 31 * DAY } };
static const struct ts_issuer listed = { .name_count = 0 };

#define TEXT(literal)                                   \
    {                                                   \
        (const uint8_t *)(literal), sizeof(literal) - 1 \
    }
#define CHECKS(p, i, d, s)             \
    {                                  \
        TS_##p, TS_##i, TS_##d, TS_##s \
    }

static const struct ts_alignment drill = { .framework = TEXT("NOC"),
                                           .code = TEXT("32102") };
static const struct ts_credential first_aid = {
    .issuer_id = TEXT("did:web:redcross.example"),
    .name = TEXT("First aid"),
    .achievement_id = TEXT("urn:first-aid"),
    .achievement_types = { TEXT("Certification") },
    .achievement_type_count = 1,
    .alignments = &drill,
    .alignment_count = 1,
    .valid_from = { NOW - 100 * DAY },
    .valid_until = { NOW + 20 * DAY },
    .awarded = { NOW - 100 * DAY },
};
static const struct ts_credential h2s = {
    .issuer_id = TEXT("did:web:enform.example"),
    .name = TEXT("H2S Alive"),
    .achievement_id = TEXT("urn:h2s"),
    .valid_from = { NOW - 10 * DAY },
    .valid_until = { INT64_MAX },
    .awarded = { INT64_MIN },
};
static const struct ts_credential failed = {
    .achievement_id = TEXT("urn:h2s"),
    .valid_until = { INT64_MAX },
    .outcome = TS_OUTCOME_FAILED,
};

static const struct {
    const char *name;
    struct ts_checks checks;
    const struct ts_credential *credential;
    enum ts_reason said;
    const struct ts_trust *trust;
    const struct ts_now *now;
    enum ts_verdict_kind want;
    enum ts_reason want_reason;
} single[] = {
    { "everything holds", CHECKS(PASS, PASS, PASS, PASS), &h2s, TS_REASON_NONE,
      &fresh_lists, &trusted_now, TS_VERDICT_READY, TS_REASON_ALL_PROVEN },
    { "a signature that does not fit", CHECKS(FAIL, UNKNOWN, UNKNOWN, UNKNOWN), NULL,
      TS_REASON_NOT_AUTHENTIC, &fresh_lists, &trusted_now, TS_VERDICT_STOP,
      TS_REASON_NOT_AUTHENTIC },
    { "withdrawn", CHECKS(PASS, PASS, PASS, FAIL), &h2s, TS_REASON_WITHDRAWN,
      &fresh_lists, &trusted_now, TS_VERDICT_STOP, TS_REASON_WITHDRAWN },
    { "suspended", CHECKS(PASS, PASS, PASS, FAIL), &h2s, TS_REASON_SUSPENDED,
      &fresh_lists, &trusted_now, TS_VERDICT_STOP, TS_REASON_SUSPENDED },
    { "withdrawn and expired is withdrawn", CHECKS(PASS, PASS, FAIL, FAIL), &h2s,
      TS_REASON_WITHDRAWN, &fresh_lists, &trusted_now, TS_VERDICT_STOP,
      TS_REASON_WITHDRAWN },
    { "who is not listed cannot withdraw either", CHECKS(PASS, UNKNOWN, PASS, FAIL), &h2s,
      TS_REASON_ISSUER_UNKNOWN, &fresh_lists, &trusted_now, TS_VERDICT_CANNOT_TELL,
      TS_REASON_ISSUER_UNKNOWN },
    { "issuer unknown", CHECKS(PASS, UNKNOWN, PASS, PASS), &h2s, TS_REASON_ISSUER_UNKNOWN,
      &fresh_lists, &trusted_now, TS_VERDICT_CANNOT_TELL, TS_REASON_ISSUER_UNKNOWN },
    { "issuer unknown and expired: nobody can tell", CHECKS(PASS, UNKNOWN, FAIL, PASS),
      &h2s, TS_REASON_ISSUER_UNKNOWN, &fresh_lists, &trusted_now, TS_VERDICT_CANNOT_TELL,
      TS_REASON_ISSUER_UNKNOWN },
    { "listed, but not for this", CHECKS(PASS, FAIL, PASS, PASS), &h2s,
      TS_REASON_ISSUER_NOT_ACCEPTED, &fresh_lists, &trusted_now, TS_VERDICT_CANNOT_TELL,
      TS_REASON_ISSUER_NOT_ACCEPTED },
    { "no key at hand", CHECKS(UNKNOWN, PASS, UNKNOWN, UNKNOWN), NULL,
      TS_REASON_KEY_NOT_AVAILABLE, &fresh_lists, &trusted_now, TS_VERDICT_CANNOT_TELL,
      TS_REASON_KEY_NOT_AVAILABLE },
    { "expired", CHECKS(PASS, PASS, FAIL, PASS), &h2s, TS_REASON_EXPIRED, &fresh_lists,
      &trusted_now, TS_VERDICT_NOT_YET, TS_REASON_EXPIRED },
    { "expired for certain, status unknown", CHECKS(PASS, PASS, FAIL, UNKNOWN), &h2s,
      TS_REASON_EXPIRED, &fresh_lists, &trusted_now, TS_VERDICT_NOT_YET,
      TS_REASON_EXPIRED },
    { "status unknown", CHECKS(PASS, PASS, PASS, UNKNOWN), &h2s, TS_REASON_STATUS_UNKNOWN,
      &fresh_lists, &trusted_now, TS_VERDICT_CANNOT_TELL, TS_REASON_STATUS_UNKNOWN },
    { "a Failed result", CHECKS(PASS, PASS, PASS, PASS), &failed,
      TS_REASON_RESULT_NOT_PASSED, &fresh_lists, &trusted_now, TS_VERDICT_NOT_YET,
      TS_REASON_RESULT_NOT_PASSED },
    { "lists older than 30 days", CHECKS(PASS, PASS, PASS, PASS), &h2s, TS_REASON_NONE,
      &old_lists, &trusted_now, TS_VERDICT_CANNOT_TELL, TS_REASON_LISTS_TOO_OLD },
    { "old lists do not excuse an expired card", CHECKS(PASS, PASS, FAIL, PASS), &h2s,
      TS_REASON_EXPIRED, &old_lists, &trusted_now, TS_VERDICT_NOT_YET,
      TS_REASON_EXPIRED },
    { "a clock that is not trusted", CHECKS(PASS, PASS, UNKNOWN, PASS), &h2s,
      TS_REASON_CLOCK_NOT_TRUSTED, &fresh_lists, &floor_now, TS_VERDICT_CANNOT_TELL,
      TS_REASON_CLOCK_NOT_TRUSTED },
    { "a clock that is not trusted knows no list age", CHECKS(PASS, PASS, PASS, PASS),
      &h2s, TS_REASON_NONE, &fresh_lists, &floor_now, TS_VERDICT_CANNOT_TELL,
      TS_REASON_CLOCK_NOT_TRUSTED },
};

static struct ts_assessment
card_of(struct ts_checks checks, const struct ts_credential *credential,
        enum ts_reason said)
{
    struct ts_assessment card = { .checks = checks, .credential = credential };
    card.issuer = checks.issuer == TS_PASS ? &listed : NULL;
    if (said != TS_REASON_NONE)
        card.reasons[card.reason_count++].code = said;
    return card;
}

static void
a_single_card_is_judged(void **state)
{
    (void)state;
    for (size_t i = 0; i < TS_COUNT(single); i++) {
        struct ts_verdict v;
        struct ts_assessment card =
            card_of(single[i].checks, single[i].credential, single[i].said);
        const struct ts_assessment *cards[] = { &card };
        ts_test_row(single[i].name);
        ts_verdict_reach(&v, cards, 1, NULL, single[i].trust, *single[i].now);
        if (v.kind != single[i].want || v.reasons[0].code != single[i].want_reason)
            fail_msg("[%s] is %s for %s, want %s for %s", single[i].name,
                     ts_verdict_name(v.kind), ts_reason_name(v.reasons[0].code),
                     ts_verdict_name(single[i].want),
                     ts_reason_name(single[i].want_reason));
    }
}

/* The property that matters, over all 81 combinations of the four checks. */
static void
ready_needs_all_four(void **state)
{
    (void)state;
    for (int n = 0; n < 81; n++) {
        struct ts_checks checks = {
            (enum ts_finding)(n % 3),
            (enum ts_finding)(n / 3 % 3),
            (enum ts_finding)(n / 9 % 3),
            (enum ts_finding)(n / 27),
        };
        bool all = checks.proof == TS_PASS && checks.issuer == TS_PASS
                   && checks.dates == TS_PASS && checks.status == TS_PASS;
        struct ts_assessment card =
            card_of(checks, checks.proof == TS_PASS ? &h2s : NULL, TS_REASON_NONE);
        const struct ts_assessment *cards[] = { &card };
        struct ts_verdict v;
        ts_verdict_reach(&v, cards, 1, NULL, &fresh_lists, trusted_now);
        assert_int_equal(v.kind == TS_VERDICT_READY, all);
        assert_true(v.reason_count > 0);
        assert_int_equal(v.kind == TS_VERDICT_STOP,
                         checks.proof == TS_FAIL
                             || (checks.proof == TS_PASS && checks.issuer == TS_PASS
                                 && checks.status == TS_FAIL));
    }
}

static const struct {
    const char *name;
    const char *rule; /* body of the profile */
    bool first_aid, h2s;
    enum ts_verdict_kind want;
    enum ts_reason want_reason;
    size_t satisfied, asked;
} jobs[] = {
#define BOTH \
    "\"all_of\":[{\"achievement\":\"urn:first-aid\"},{\"achievement\":\"urn:h2s\"}]"
    { "two cards for two requirements", BOTH, true, true, TS_VERDICT_READY,
      TS_REASON_ALL_PROVEN, 2, 2 },
    { "one of two", BOTH, true, false, TS_VERDICT_NOT_YET, TS_REASON_MISSING, 1, 2 },
    { "the other of two", BOTH, false, true, TS_VERDICT_NOT_YET, TS_REASON_MISSING, 1,
      2 },
    { "either is enough",
      "\"any_of\":[{\"achievement\":\"urn:first-aid\"},{\"achievement\":\"urn:h2s\"}]",
      true, false, TS_VERDICT_READY, TS_REASON_ALL_PROVEN, 1, 1 },
    { "by alignment",
      "\"all_of\":[{\"alignment\":{\"framework\":\"NOC\",\"code\":\"32102\"}}]", true,
      false, TS_VERDICT_READY, TS_REASON_ALL_PROVEN, 1, 1 },
    { "by another code",
      "\"all_of\":[{\"alignment\":{\"framework\":\"NOC\",\"code\":\"1\"}}]", true, false,
      TS_VERDICT_NOT_YET, TS_REASON_WRONG_KIND, 0, 1 },
    { "by type", "\"all_of\":[{\"type\":\"Certification\"}]", true, false,
      TS_VERDICT_READY, TS_REASON_ALL_PROVEN, 1, 1 },
    { "by accepted issuer",
      "\"all_of\":[{\"type\":\"Certification\",\"issuers\":[\"did:web:other\"]}]", true,
      false, TS_VERDICT_NOT_YET, TS_REASON_ISSUER_NOT_ACCEPTED, 0, 1 },
    { "runs out before the rotation ends",
      "\"must_outlast_days\":21,\"all_of\":[{\"type\":\"Certification\"}]", true, false,
      TS_VERDICT_NOT_YET, TS_REASON_EXPIRES_TOO_SOON, 0, 1 },
    { "just outlasts the rotation",
      "\"must_outlast_days\":20,\"all_of\":[{\"type\":\"Certification\"}]", true, false,
      TS_VERDICT_READY, TS_REASON_ALL_PROVEN, 1, 1 },
    { "awarded too long ago",
      "\"all_of\":[{\"type\":\"Certification\",\"awarded_within_days\":99}]", true, false,
      TS_VERDICT_NOT_YET, TS_REASON_AWARDED_TOO_LONG_AGO, 0, 1 },
    { "by name", "\"all_of\":[{\"name\":\"First aid\"}]", true, false, TS_VERDICT_READY,
      TS_REASON_ALL_PROVEN, 1, 1 },
    { "by a pattern of the name", "\"all_of\":[{\"name\":\"*st *d\"}]", true, false,
      TS_VERDICT_READY, TS_REASON_ALL_PROVEN, 1, 1 },
    { "a pattern that ends too early", "\"all_of\":[{\"name\":\"First\"}]", true, false,
      TS_VERDICT_NOT_YET, TS_REASON_WRONG_KIND, 0, 1 },
    { "names keep their case", "\"all_of\":[{\"name\":\"first*\"}]", true, false,
      TS_VERDICT_NOT_YET, TS_REASON_WRONG_KIND, 0, 1 },
    { "by name and issuer",
      "\"all_of\":[{\"name\":\"First*\",\"issuers\":[\"did:web:other\"]}]", true, false,
      TS_VERDICT_NOT_YET, TS_REASON_ISSUER_NOT_ACCEPTED, 0, 1 },
    { "any of inside all of",
      "\"all_of\":[{\"achievement\":\"urn:h2s\"},{\"any_of\":[{\"type\":\"Nothing\"},"
      "{\"type\":\"Certification\"}]}]",
      true, true, TS_VERDICT_READY, TS_REASON_ALL_PROVEN, 2, 2 },
};

static void
read_profile(struct ts_arena *arena, struct ts_profile *profile, const char *body)
{
    char text[1024];
    ts_span copy;
    snprintf(text, sizeof(text),
             "{\"format\":\"touchstone-profile/1\",\"id\":\"job\",\"name\":\"Job\",%s}",
             body);
    assert_true(ts_arena_copy(arena, &copy, ts_span_text(text)));
    assert_status(ts_profile_read(arena, profile, copy, NULL), TS_OK);
}

static void
a_job_is_judged_over_the_basket(void **state)
{
    (void)state;
    for (size_t i = 0; i < TS_COUNT(jobs); i++) {
        struct ts_arena arena = ts_test_arena(1 << 16);
        struct ts_checks good = CHECKS(PASS, PASS, PASS, PASS);
        struct ts_assessment a = card_of(good, &first_aid, TS_REASON_NONE);
        struct ts_assessment b = card_of(good, &h2s, TS_REASON_NONE);
        const struct ts_assessment *cards[2];
        size_t count = 0;
        struct ts_profile profile;
        struct ts_verdict v;

        ts_test_row(jobs[i].name);
        if (jobs[i].first_aid)
            cards[count++] = &a;
        if (jobs[i].h2s)
            cards[count++] = &b;
        read_profile(&arena, &profile, jobs[i].rule);
        ts_verdict_reach(&v, cards, count, &profile, &fresh_lists, trusted_now);
        if (v.kind != jobs[i].want || v.reasons[0].code != jobs[i].want_reason
            || v.satisfied != jobs[i].satisfied || v.asked != jobs[i].asked)
            fail_msg("[%s] is %s for %s, %zu of %zu", jobs[i].name,
                     ts_verdict_name(v.kind), ts_reason_name(v.reasons[0].code),
                     v.satisfied, v.asked);
        ts_test_arena_free(&arena);
    }
}

#define SAME(members) \
    "{\"format\":\"touchstone-equivalences/1\",\"sets\":[{\"id\":\"x\"," members "}]}"

static const struct {
    const char *name;
    const char *rule;
    const char *same;
    enum ts_verdict_kind want;
} equivalents[] = {
    { "without a set", "\"achievement\":\"urn:resus\"", "", TS_VERDICT_NOT_YET },
    { "an achievement of the same set", "\"achievement\":\"urn:resus\"",
      SAME("\"achievements\":[\"urn:resus\",\"urn:first-aid\"]"), TS_VERDICT_READY },
    { "an alignment of the same set", "\"achievement\":\"urn:resus\"",
      SAME("\"achievements\":[\"urn:resus\"],\"alignments\":[{\"framework\":\"NOC\","
           "\"code\":\"32102\"}]"),
      TS_VERDICT_READY },
    { "an achievement for an alignment",
      "\"alignment\":{\"framework\":\"ESCO\",\"code\":\"7\"}",
      SAME("\"achievements\":[\"urn:first-aid\"],\"alignments\":[{\"framework\":\"ESCO\","
           "\"code\":\"7\"}]"),
      TS_VERDICT_READY },
    { "a set of others", "\"achievement\":\"urn:resus\"",
      SAME("\"achievements\":[\"urn:other\",\"urn:first-aid\"]"), TS_VERDICT_NOT_YET },
    { "the type is still asked for", "\"achievement\":\"urn:resus\",\"type\":\"Licence\"",
      SAME("\"achievements\":[\"urn:resus\",\"urn:first-aid\"]"), TS_VERDICT_NOT_YET },
    { "each is asked for",
      "\"achievement\":\"urn:resus\",\"alignment\":{\"framework\":\"ESCO\",\"code\":"
      "\"7\"}",
      SAME("\"achievements\":[\"urn:resus\",\"urn:first-aid\"]"), TS_VERDICT_NOT_YET },
};

static const ts_verified nothing;

static void
what_the_lists_say_is_the_same_counts(void **state)
{
    (void)state;
    for (size_t i = 0; i < TS_COUNT(equivalents); i++) {
        struct ts_arena arena = ts_test_arena(1 << 16);
        struct ts_checks good = CHECKS(PASS, PASS, PASS, PASS);
        struct ts_assessment a = card_of(good, &first_aid, TS_REASON_NONE);
        const struct ts_assessment *cards[] = { &a };
        struct ts_profile profile;
        struct ts_verdict v;
        char rule[512];
        ts_verified same = nothing;

        ts_test_row(equivalents[i].name);
        snprintf(rule, sizeof(rule), "\"all_of\":[{\"any_of\":[{%s}]}]",
                 equivalents[i].rule);
        same.bytes = ts_span_text(equivalents[i].same);
        read_profile(&arena, &profile, rule);
        assert_status(ts_profile_believe(&arena, &profile, same, NULL), TS_OK);
        ts_verdict_reach(&v, cards, 1, &profile, &fresh_lists, trusted_now);
        if (v.kind != equivalents[i].want)
            fail_msg("[%s] is %s", equivalents[i].name, ts_verdict_name(v.kind));
        ts_test_arena_free(&arena);
    }
}

static void
broken_equivalences_leave_the_profile_alone(void **state)
{
    (void)state;
    struct ts_arena arena = ts_test_arena(1 << 16);
    struct ts_profile profile;
    ts_verified same = nothing;
    same.bytes = TS_SPAN_LIT("{\"format\":\"touchstone-equivalences/1\"}");
    read_profile(&arena, &profile, "\"all_of\":[{\"achievement\":\"urn:resus\"}]");
    assert_status(ts_profile_believe(&arena, &profile, same, NULL), TS_MALFORMED);
    assert_int_equal(profile.root->first->same_achievement_count, 0);
    ts_test_arena_free(&arena);
}

static void
a_bad_card_stops_beside_a_good_one(void **state)
{
    (void)state;
    struct ts_arena arena = ts_test_arena(1 << 16);
    struct ts_checks good = CHECKS(PASS, PASS, PASS, PASS);
    struct ts_checks forged = CHECKS(FAIL, UNKNOWN, UNKNOWN, UNKNOWN);
    struct ts_assessment a = card_of(good, &first_aid, TS_REASON_NONE);
    struct ts_assessment b = card_of(forged, NULL, TS_REASON_NOT_AUTHENTIC);
    const struct ts_assessment *cards[] = { &a, &b };
    struct ts_profile profile;
    struct ts_verdict v;

    read_profile(&arena, &profile, "\"any_of\":[{\"type\":\"Certification\"}]");
    ts_verdict_reach(&v, cards, 2, &profile, &fresh_lists, trusted_now);
    assert_int_equal(v.kind, TS_VERDICT_STOP);
    ts_test_arena_free(&arena);
}

static void
a_row_warns_before_it_runs_out(void **state)
{
    (void)state;
    struct ts_arena arena = ts_test_arena(1 << 16);
    struct ts_checks good = CHECKS(PASS, PASS, PASS, PASS);
    struct ts_assessment a = card_of(good, &first_aid, TS_REASON_NONE);
    const struct ts_assessment *cards[] = { &a };
    struct ts_profile profile;
    struct ts_verdict v;

    read_profile(&arena, &profile,
                 "\"warn_days\":30,\"any_of\":[{\"type\":\"Certification\"}]");
    ts_verdict_reach(&v, cards, 1, &profile, &fresh_lists, trusted_now);
    assert_int_equal(v.kind, TS_VERDICT_READY);
    assert_true(v.rows[0].warns);
    assert_int_equal(v.rows[0].until.s, first_aid.valid_until.s);
    ts_test_arena_free(&arena);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_single_card_is_judged),
        cmocka_unit_test(ready_needs_all_four),
        cmocka_unit_test(a_job_is_judged_over_the_basket),
        cmocka_unit_test(what_the_lists_say_is_the_same_counts),
        cmocka_unit_test(broken_equivalences_leave_the_profile_alone),
        cmocka_unit_test(a_bad_card_stops_beside_a_good_one),
        cmocka_unit_test(a_row_warns_before_it_runs_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
