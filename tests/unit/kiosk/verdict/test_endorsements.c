#include "kiosk/verdict/verdict.h"
#include "tests/support/samples.h"
#include "tests/support/support.h"

#include <stdio.h>
#include <string.h>

static const struct ts_now mid_2026 = { { 1780272000 }, TS_CLOCK_TRUSTED };

#define COLLEGE "did:web:college.example"
#define BADGE "urn:uuid:5f2a7c51-6d5e-4f0e-9d57-2f9a1c5b7e10"
#define ACHIEVEMENT "urn:example:Confined"

/* The text of an endorsement, signed with the sample key. */
static ts_span
endorsement(struct ts_arena *arena, enum ts_signing signing, const char *issuer,
            const char *about, const char *more)
{
    struct ts_signer signer = ts_sample_signer(issuer, TS_KEY_ED25519);
    const struct ts_claims claims = { .id = TS_SPAN_LIT("urn:e"),
                                      .subject = ts_span_text(about),
                                      .valid_from = { 1767225600 },
                                      .valid_until = TS_UTC_NEVER,
                                      .signed_at = { 1767225600 } };
    ts_room rest = ts_arena_rest(arena);
    ts_span text;
    int len =
        snprintf((char *)rest.at, rest.len,
                 "{\"@context\":[\"https://www.w3.org/ns/credentials/v2\","
                 "\"https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json\"],"
                 "\"id\":\"urn:e\",\"type\":[\"VerifiableCredential\",\"%s\"],"
                 "\"issuer\":{\"id\":\"%s\",\"type\":[\"Profile\"]},"
                 "\"validFrom\":\"2026-01-01T00:00:00Z\",%s"
                 "\"credentialSubject\":{\"id\":\"%s\",\"type\":[\"EndorsementSubject\"],"
                 "\"endorsementComment\":\"Well taught.\"}}",
                 more[0] == '!' ? "OpenBadgeCredential" : "EndorsementCredential", issuer,
                 more[0] == '!' ? "" : more, about);
    assert_true(len > 0 && (size_t)len < rest.len);
    ts_arena_keep(arena, (size_t)len);
    assert_status(ts_document_sign(arena, &text, &signer, signing,
                                   (ts_span){ rest.at, (size_t)len }, &claims),
                  TS_OK);
    ts_signer_destroy(&signer);
    return text;
}

static const struct {
    const char *name;
    enum ts_signing signing;
    const char *issuer, *about, *more;
    bool broken;
    enum ts_finding want;
    enum ts_reason why;
    enum ts_endorsed endorsed;
} rows[] = {
    { "of the credential", TS_SIGN_DATA_INTEGRITY, COLLEGE, BADGE, "", false, TS_PASS,
      TS_REASON_NONE, TS_ENDORSED_CREDENTIAL },
    { "as a JWT", TS_SIGN_VC_JWT, COLLEGE, BADGE, "", false, TS_PASS, TS_REASON_NONE,
      TS_ENDORSED_CREDENTIAL },
    { "of the achievement", TS_SIGN_DATA_INTEGRITY, COLLEGE, ACHIEVEMENT, "", false,
      TS_PASS, TS_REASON_NONE, TS_ENDORSED_ACHIEVEMENT },
    { "of the issuer", TS_SIGN_VC_JWT, COLLEGE, COLLEGE, "", false, TS_PASS,
      TS_REASON_NONE, TS_ENDORSED_ISSUER },
    { "of something else", TS_SIGN_DATA_INTEGRITY, COLLEGE, "urn:other", "", false,
      TS_FAIL, TS_REASON_WRONG_KIND, TS_ENDORSED_OTHER },
    { "a badge is no endorsement", TS_SIGN_DATA_INTEGRITY, COLLEGE, BADGE, "!", false,
      TS_FAIL, TS_REASON_WRONG_KIND, TS_ENDORSED_CREDENTIAL },
    { "by nobody on the list", TS_SIGN_DATA_INTEGRITY, "did:web:mill.example", BADGE, "",
      false, TS_UNKNOWN, TS_REASON_ISSUER_UNKNOWN, TS_ENDORSED_OTHER },
    { "altered", TS_SIGN_VC_JWT, COLLEGE, BADGE, "", true, TS_FAIL,
      TS_REASON_NOT_AUTHENTIC, TS_ENDORSED_OTHER },
    { "expired", TS_SIGN_VC_COSE, COLLEGE, BADGE,
      "\"validUntil\":\"2026-02-01T00:00:00Z\",", false, TS_FAIL, TS_REASON_EXPIRED,
      TS_ENDORSED_CREDENTIAL },
    { "of unknown status", TS_SIGN_DATA_INTEGRITY, COLLEGE, BADGE,
      "\"credentialStatus\":{\"type\":\"FromTheFuture2030\"},", false, TS_UNKNOWN,
      TS_REASON_STATUS_UNKNOWN, TS_ENDORSED_CREDENTIAL },
};

/* The badge that carries it. */
static ts_span
badge_with(struct ts_arena *arena, ts_span paper, bool object)
{
    static char more[16384];
    snprintf(more, sizeof(more), "\"%s\":[%s%.*s%s],",
             object ? "endorsement" : "endorsementJwt", object ? "" : "\"",
             TS_SPAN_ARG(paper), object ? "" : "\"");
    return ts_sample_badge(arena, (struct ts_sample_wishes){
                                      .signing = TS_SIGN_DATA_INTEGRITY,
                                      .kind = TS_KEY_ED25519,
                                      .achievement = "Confined",
                                      .more = more,
                                  });
}

static void
each_endorsement_gets_its_finding(void **state)
{
    (void)state;
    for (size_t i = 0; i < TS_COUNT(rows); i++) {
        struct ts_arena arena = ts_test_arena(4 << 20);
        struct ts_trust trust = ts_sample_trust(&arena);
        struct ts_assessment card;
        const struct ts_assessment *cards[] = { &card };
        struct ts_verdict verdict;
        ts_span paper = endorsement(&arena, rows[i].signing, rows[i].issuer,
                                    rows[i].about, rows[i].more);
        uint8_t *copy = ts_test_exact_copy(paper);
        if (rows[i].broken)
            copy[paper.len - 10] = copy[paper.len - 10] == 'A' ? 'B' : 'A';
        bool object = rows[i].signing == TS_SIGN_DATA_INTEGRITY;
        ts_span badge = badge_with(&arena, (ts_span){ copy, paper.len }, object);

        assert_status(ts_assess(&arena, &card, badge, &trust, mid_2026), TS_OK);
        ts_verdict_reach(&verdict, cards, 1, NULL, &trust, mid_2026);
        assert_int_equal(card.endorsement_count, 1);
        const struct ts_endorsement *got = &card.endorsements[0];
        if (got->finding != rows[i].want || got->why != rows[i].why
            || got->endorsed != rows[i].endorsed)
            fail_msg("[%s] is %d for %s, of %d", rows[i].name, got->finding,
                     ts_reason_name(got->why), got->endorsed);
        if (got->finding == TS_PASS)
            assert_span_equal(got->endorser, TS_SPAN_LIT("Northern College"));
        /* Whatever it is worth, the badge is as good as without it. */
        assert_int_equal(verdict.kind, TS_VERDICT_READY);
        free(copy);
        ts_test_arena_free(&arena);
    }
}

static void
nothing_is_told_of_one_that_does_not_verify(void **state)
{
    (void)state;
    struct ts_arena arena = ts_test_arena(4 << 20);
    struct ts_trust trust = ts_sample_trust(&arena);
    struct ts_assessment card;
    ts_span badge = badge_with(&arena, TS_SPAN_LIT("https://mill.example/e"), false);
    assert_status(ts_assess(&arena, &card, badge, &trust, mid_2026), TS_OK);
    assert_int_equal(card.endorsements[0].finding, TS_UNKNOWN);
    assert_int_equal(card.endorsements[0].why, TS_REASON_ONLINE_ONLY);
    assert_int_equal(card.endorsements[0].endorser.len, 0);
    ts_test_arena_free(&arena);
}

static void
only_so_many_are_looked_at(void **state)
{
    (void)state;
    struct ts_arena arena = ts_test_arena(4 << 20);
    struct ts_trust trust = ts_sample_trust(&arena);
    struct ts_assessment card;
    ts_span badge =
        badge_with(&arena, TS_SPAN_LIT("a\",\"b\",\"c\",\"d\",\"e\",\"f"), false);
    assert_status(ts_assess(&arena, &card, badge, &trust, mid_2026), TS_OK);
    assert_int_equal(card.endorsement_count, TS_ENDORSEMENTS_MAX);
    assert_int_equal(card.credential->endorsement_total, 6);
    ts_test_arena_free(&arena);
}

static void
a_forged_badge_has_no_endorsements(void **state)
{
    (void)state;
    struct ts_arena arena = ts_test_arena(4 << 20);
    struct ts_trust trust = ts_sample_trust(&arena);
    struct ts_assessment card;
    ts_span paper = endorsement(&arena, TS_SIGN_DATA_INTEGRITY, COLLEGE, BADGE, "");
    ts_span badge = badge_with(&arena, paper, true);
    uint8_t *forged = ts_test_exact_copy(badge);
    for (size_t i = 0; i + 8 < badge.len; i++)
        if (memcmp(forged + i, "Mina Roy", 8) == 0)
            memcpy(forged + i, "Mona Roy", 8);
    assert_status(
        ts_assess(&arena, &card, (ts_span){ forged, badge.len }, &trust, mid_2026),
        TS_OK);
    assert_int_equal(card.checks.proof, TS_FAIL);
    assert_int_equal(card.endorsement_count, 0);
    free(forged);
    ts_test_arena_free(&arena);
}

/* With the memory of a scan that is nearly used up, the badge still stands. */
static void
memory_that_ends_here_ends_here(void **state)
{
    (void)state;
    struct ts_arena makings = ts_test_arena(4 << 20);
    struct ts_trust trust = ts_sample_trust(&makings);
    ts_span paper = endorsement(&makings, TS_SIGN_DATA_INTEGRITY, COLLEGE, BADGE, "");
    ts_span badge = badge_with(&makings, paper, true);
    bool proven = false;
    for (size_t size = 8 << 10; size < 512 << 10; size += 1 << 10) {
        struct ts_arena arena = ts_test_arena(size);
        struct ts_assessment card;
        enum ts_status status = ts_assess(&arena, &card, badge, &trust, mid_2026);
        assert_true(status == TS_OK || (status == TS_NO_SPACE && !card.credential));
        proven |= card.checks.proof == TS_PASS;
        assert_int_equal(card.endorsement_count, card.credential != NULL);
        ts_test_arena_free(&arena);
    }
    assert_true(proven);
    ts_test_arena_free(&makings);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_endorsement_gets_its_finding),
        cmocka_unit_test(nothing_is_told_of_one_that_does_not_verify),
        cmocka_unit_test(only_so_many_are_looked_at),
        cmocka_unit_test(a_forged_badge_has_no_endorsements),
        cmocka_unit_test(memory_that_ends_here_ends_here),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
