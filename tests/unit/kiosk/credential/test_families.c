#include "kiosk/verdict/verdict.h"
#include "tests/support/families.h"
#include "tests/support/support.h"

#include <stdlib.h>

/* The whole way from the text of a code to a verdict, for the families that are no
 * Open Badges: the same checks, verdicts and reasons. */

static const struct ts_now mid_2026 = { { 1780272000 }, TS_CLOCK_TRUSTED };

static struct ts_arena arena;

static int
set_up(void **state)
{
    (void)state;
    arena = ts_test_arena(4 << 20);
    return 0;
}

static int
tear_down(void **state)
{
    (void)state;
    ts_test_arena_free(&arena);
    return 0;
}

static ts_span
good_pass(void)
{
    return ts_sample_nzcp(&arena, NULL, (struct ts_sample_cose_wishes){ 0 });
}

static ts_span
good_compact(void)
{
    return ts_sample_compact(&arena, NULL);
}

static ts_span
good_identity(void)
{
    return ts_sample_claim_169(&arena, NULL, (struct ts_sample_cose_wishes){ 0 });
}

static ts_span
good_health_card(void)
{
    return ts_sample_health_card(&arena, NULL, NULL);
}

static ts_span
good_seal(void)
{
    return ts_sample_vds_nc(&arena, NULL, (struct ts_sample_vds_wishes){ 0 });
}

static ts_span
good_seal_in_der(void)
{
    return ts_sample_vds_nc(&arena, NULL,
                            (struct ts_sample_vds_wishes){ .as_der = true });
}

static ts_span
good_sd_jwt(void)
{
    return ts_sample_sd_jwt_vc(&arena);
}

static const struct family {
    const char *name;
    ts_span (*make)(void);
    enum ts_format format;
    const char *subject, *title, *type;
} families[] = {
    { "NZCP", good_pass, TS_FORMAT_NZCP, "Mina Roy", "NZ COVID Pass", "PublicCovidPass" },
    { "CSC", good_compact, TS_FORMAT_NZCP, "Mina Roy", "Working at heights",
      "Working at heights" },
    { "Claim 169", good_identity, TS_FORMAT_CLAIM_169, "Mina Roy", "Identity (Claim 169)",
      "identity-data" },
    { "SD-JWT VC", good_sd_jwt, TS_FORMAT_SD_JWT, "Mina Roy",
      "https://college.example/permit", "https://college.example/permit" },
    { "SMART Health Card", good_health_card, TS_FORMAT_SMART_HEALTH, "Mina Roy",
      "SMART Health Card", "https://smarthealth.cards#immunization" },
    { "VDS-NC", good_seal, TS_FORMAT_VDS_NC, "ROY  MINA", "ICAO vaccination certificate",
      "icao.vacc" },
    { "VDS-NC, signature in DER", good_seal_in_der, TS_FORMAT_VDS_NC, "ROY  MINA",
      "ICAO vaccination certificate", "icao.vacc" },
};

static enum ts_verdict_kind
judge_at(ts_span text, const struct ts_trust *trust, struct ts_assessment *card,
         struct ts_now now)
{
    const struct ts_assessment *cards[] = { card };
    struct ts_verdict verdict;
    enum ts_status status = ts_assess(&arena, card, text, trust, now);
    assert_true(status == TS_OK || status == TS_NO_SPACE);
    ts_verdict_reach(&verdict, cards, 1, NULL, trust, now);
    return verdict.kind;
}

static enum ts_verdict_kind
judge(ts_span text, const struct ts_trust *trust, struct ts_assessment *card)
{
    return judge_at(text, trust, card, mid_2026);
}

static bool
is_of_type(const struct ts_credential *c, const char *type)
{
    for (size_t i = 0; i < c->type_count; i++)
        if (ts_span_is(c->types[i], type))
            return true;
    return false;
}

static void
every_family_is_ready_and_says_whose_it_is(void **state)
{
    (void)state;
    struct ts_trust trust = ts_sample_family_trust(&arena);
    for (size_t i = 0; i < TS_COUNT(families); i++) {
        struct ts_assessment card;
        ts_test_row(families[i].name);
        enum ts_verdict_kind kind = judge(families[i].make(), &trust, &card);
        if (kind != TS_VERDICT_READY)
            fail_msg("[%s] is %s for %s (%.*s)", families[i].name, ts_verdict_name(kind),
                     card.reason_count ? ts_reason_name(card.reasons[0].code) : "-",
                     TS_SPAN_ARG(card.reasons[0].detail));
        assert_int_equal(card.format, families[i].format);
        assert_int_equal(card.credential->format, families[i].format);
        assert_span_equal(card.credential->subject_name,
                          ts_span_text(families[i].subject));
        assert_span_equal(card.credential->name, ts_span_text(families[i].title));
        assert_true(is_of_type(card.credential, families[i].type));
        assert_span_equal(card.credential->issuer_id, card.issuer->id);
    }
}

static uint32_t
next_random(uint32_t *seed)
{
    *seed = *seed * 1664525u + 1013904223u;
    return *seed >> 8;
}

/* Where a change must not be survived: not the letters of a scheme, which have no case,
 * nor what stands around the key in a seal's certificate, which the list vouches for. */
static ts_span
what_is_signed(const struct family *family, ts_span text)
{
    size_t end = text.len;
    if (family->format == TS_FORMAT_VDS_NC)
        for (end = 0; !ts_span_starts_with(ts_span_part(text, end, text.len),
                                           TS_SPAN_LIT(",\"sig\""));)
            end++;
    bool has_scheme =
        family->format == TS_FORMAT_NZCP || family->format == TS_FORMAT_SMART_HEALTH;
    size_t start = has_scheme ? ts_span_index(text, ':') : 0;
    return ts_span_part(text, start, end - start);
}

static void
a_hundred_mutations_never_become_ready(void **state)
{
    (void)state;
    uint32_t seed = 169;
    struct ts_trust trust = ts_sample_family_trust(&arena);
    for (size_t i = 0; i < TS_COUNT(families); i++) {
        ts_span text = families[i].make();
        ts_span change = what_is_signed(&families[i], text);
        size_t used = arena.used;
        for (int n = 0; n < 100; n++) {
            struct ts_assessment card;
            uint8_t *copy = ts_test_exact_copy(text);
            size_t at = (size_t)(change.at - text.at) + next_random(&seed) % change.len;
            uint8_t old = copy[at];
            while (copy[at] == old)
                copy[at] = (uint8_t)next_random(&seed);
            if (judge((ts_span){ copy, text.len }, &trust, &card) == TS_VERDICT_READY)
                fail_msg("[%s] mutation %d became READY", families[i].name, n);
            free(copy);
            ts_arena_rewind(&arena, used);
        }
    }
}

static void
every_proper_prefix_is_refused(void **state)
{
    (void)state;
    struct ts_trust trust = ts_sample_family_trust(&arena);
    for (size_t i = 0; i < TS_COUNT(families); i++) {
        ts_span text = families[i].make();
        size_t used = arena.used;
        ts_test_row(families[i].name);
        size_t undisclosed = ts_span_index(text, '~') + 1; /* a whole SD-JWT again */
        for (size_t len = 0; len < text.len; len++) {
            struct ts_assessment card;
            if (len == undisclosed)
                continue;
            assert_int_not_equal(judge((ts_span){ text.at, len }, &trust, &card),
                                 TS_VERDICT_READY);
            assert_null(card.credential);
            ts_arena_rewind(&arena, used);
        }
    }
}

static void
nobody_is_believed_without_lists_or_by_another_key(void **state)
{
    (void)state;
    struct ts_trust trust = ts_sample_family_trust(&arena);
    struct ts_trust nobody = trust;
    nobody.issuers.count = 0;
    for (size_t i = 0; i < TS_COUNT(families); i++) {
        struct ts_assessment card;
        ts_test_row(families[i].name);
        assert_int_equal(judge(families[i].make(), NULL, &card), TS_VERDICT_CANNOT_TELL);
        assert_int_equal(card.reasons[0].code, TS_REASON_NO_LISTS);
        assert_null(card.credential);
        assert_int_equal(judge(families[i].make(), &nobody, &card),
                         TS_VERDICT_CANNOT_TELL);
        assert_int_equal(card.reasons[0].code, TS_REASON_ISSUER_UNKNOWN);
        assert_null(card.credential);
    }
}

/* The list believes the issuer, and another key under the same name. */
static void
another_key_of_the_issuer_is_not_authentic(void **state)
{
    (void)state;
    struct ts_trust trust = ts_sample_family_trust(&arena);
    struct ts_signer other = ts_sample_signer("x", TS_KEY_P256);
    ts_secret_key_destroy(&other.key);
    assert_status(ts_secret_key_generate(&other.key, TS_KEY_P256), TS_OK);
    struct ts_issuer_key key = trust.issuers.issuers[1].keys[0];
    key.key = ts_secret_key_public(&other.key);
    struct ts_issuer issuer = trust.issuers.issuers[1];
    issuer.keys = &key;
    trust.issuers.issuers = &issuer;
    trust.issuers.count = 1;
    static const size_t by_kid[] = { 0, 1, 2, 3 };
    for (size_t i = 0; i < TS_COUNT(by_kid); i++) {
        struct ts_assessment card;
        ts_test_row(families[by_kid[i]].name);
        assert_int_equal(judge(families[by_kid[i]].make(), &trust, &card),
                         TS_VERDICT_STOP);
        assert_int_equal(card.reasons[0].code, TS_REASON_NOT_AUTHENTIC);
    }
    ts_signer_destroy(&other);
}

static void
dates_count(void **state)
{
    (void)state;
    static const struct ts_now before = { { 1700000000 }, TS_CLOCK_TRUSTED };
    static const struct ts_now after = { { 1900000000 }, TS_CLOCK_TRUSTED };
    struct ts_trust trust = ts_sample_family_trust(&arena);
    for (size_t i = 0; i < 5; i++) {
        struct ts_assessment card;
        ts_test_row(families[i].name);
        assert_int_equal(judge_at(families[i].make(), &trust, &card, before),
                         TS_VERDICT_NOT_YET);
        assert_int_equal(card.reasons[0].code, TS_REASON_NOT_YET_VALID);
        if (families[i].format == TS_FORMAT_SMART_HEALTH)
            continue; /* has no end */
        assert_int_equal(judge_at(families[i].make(), &trust, &card, after),
                         TS_VERDICT_NOT_YET);
        assert_int_equal(card.reasons[0].code, TS_REASON_EXPIRED);
    }
}

/* What the issuer may issue is asked by the type. */
static void
an_issuer_may_issue_only_what_is_listed(void **state)
{
    (void)state;
    struct ts_trust trust = ts_sample_family_trust(&arena);
    struct ts_issuer *issuer = ts_arena_take(&arena, sizeof(*issuer));
    const ts_span only[] = { TS_SPAN_LIT("PublicCovidPass") };
    *issuer = trust.issuers.issuers[1];
    issuer->achievements = only;
    issuer->achievement_count = 1;
    trust.issuers.issuers = issuer;
    trust.issuers.count = 1;
    struct ts_assessment card;
    assert_int_equal(judge(good_pass(), &trust, &card), TS_VERDICT_READY);
    assert_int_not_equal(judge(good_compact(), &trust, &card), TS_VERDICT_READY);
    assert_int_equal(card.reasons[0].code, TS_REASON_ISSUER_NOT_ACCEPTED);
    assert_int_not_equal(judge(good_identity(), &trust, &card), TS_VERDICT_READY);
}

static void
what_is_not_signed_says_so(void **state)
{
    (void)state;
    const struct ts_sample_cose_wishes wishes = { .is_unsigned = true };
    struct ts_trust trust = ts_sample_family_trust(&arena);
    const ts_span codes[] = { ts_sample_claim_169(&arena, NULL, wishes),
                              ts_sample_nzcp(&arena, NULL, wishes) };
    for (size_t i = 0; i < TS_COUNT(codes); i++) {
        struct ts_assessment card;
        assert_int_equal(judge(codes[i], &trust, &card), TS_VERDICT_STOP);
        assert_int_equal(card.reasons[0].code, TS_REASON_NOT_AUTHENTIC);
        assert_span_equal(card.reasons[0].detail, TS_SPAN_LIT("RFC 8392 8: unsigned"));
        assert_null(card.credential);
        /* Also when nobody knows the issuer. */
        assert_int_equal(judge(codes[i], NULL, &card), TS_VERDICT_STOP);
        assert_int_equal(card.reasons[0].code, TS_REASON_NOT_AUTHENTIC);
    }
}

static void
an_algorithm_nobody_protects_is_refused(void **state)
{
    (void)state;
    const struct ts_sample_cose_wishes wishes = { .alg_unprotected = true };
    struct ts_trust trust = ts_sample_family_trust(&arena);
    struct ts_assessment card;
    assert_int_equal(judge(ts_sample_claim_169(&arena, NULL, wishes), &trust, &card),
                     TS_VERDICT_CANNOT_TELL);
    assert_int_equal(card.reasons[0].code, TS_REASON_UNSUPPORTED);
    assert_int_equal(judge(ts_sample_nzcp(&arena, NULL, wishes), &trust, &card),
                     TS_VERDICT_CANNOT_TELL);
    assert_int_equal(card.reasons[0].code, TS_REASON_UNSUPPORTED);
}

static void
a_key_that_is_not_listed_is_not_available(void **state)
{
    (void)state;
    const struct ts_sample_cose_wishes wishes = { .kid = "key-2" };
    struct ts_trust trust = ts_sample_family_trust(&arena);
    struct ts_assessment card;
    assert_int_equal(judge(ts_sample_nzcp(&arena, NULL, wishes), &trust, &card),
                     TS_VERDICT_CANNOT_TELL);
    assert_int_equal(card.reasons[0].code, TS_REASON_KEY_NOT_AVAILABLE);
    assert_int_equal(judge(ts_sample_claim_169(&arena, NULL, wishes), &trust, &card),
                     TS_VERDICT_CANNOT_TELL);
    assert_int_equal(card.reasons[0].code, TS_REASON_KEY_NOT_AVAILABLE);
}

/* IETF Token Status List in a CWT, and what compact credentials have instead. */
static void
a_status_nobody_holds_is_unknown(void **state)
{
    (void)state;
    static const char *const rows[] = {
        "{\"1\":\"did:web:college.example\",\"5\":1767225600,\"type\":\"A\","
        "\"65535\":{\"status_list\":{\"idx\":3,\"uri\":\"https://x.example/1\"}}}",
        "{\"1\":\"did:web:college.example\",\"5\":1767225600,\"type\":\"A\","
        "\"-65537\":{\"2\":3,\"3\":\"https://x.example/1\"}}",
        "{\"1\":\"did:web:college.example\",\"5\":1767225600,\"type\":\"A\","
        "\"65535\":{\"something\":{}}}",
    };
    struct ts_trust trust = ts_sample_family_trust(&arena);
    for (size_t i = 0; i < TS_COUNT(rows); i++) {
        struct ts_assessment card;
        ts_test_row(rows[i]);
        assert_int_equal(judge(ts_sample_compact(&arena, rows[i]), &trust, &card),
                         TS_VERDICT_CANNOT_TELL);
        assert_int_equal(card.reasons[0].code, TS_REASON_STATUS_UNKNOWN);
    }
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(every_family_is_ready_and_says_whose_it_is),
        TEST(a_hundred_mutations_never_become_ready),
        TEST(every_proper_prefix_is_refused),
        TEST(nobody_is_believed_without_lists_or_by_another_key),
        TEST(another_key_of_the_issuer_is_not_authentic),
        TEST(dates_count),
        TEST(an_issuer_may_issue_only_what_is_listed),
        TEST(what_is_not_signed_says_so),
        TEST(an_algorithm_nobody_protects_is_refused),
        TEST(a_key_that_is_not_listed_is_not_available),
        TEST(a_status_nobody_holds_is_unknown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
