#include "keys/codec/base58.h"
#include "keys/proof/linked_data/linked_data.h"
#include "kiosk/verdict/verdict.h"
#include "tests/fake/keys/authority/office.h"

#include <stdarg.h>

/* A badge whose terms only this site knows: from the authority's folder through a
 * publication to the verdict. It is signed here as its issuer would, who has that
 * context as well. */

#define CONTEXT_URL "https://works.example/contexts/crane/v1"
#define CONTEXT "{\"@context\":{\"craneClass\":\"https://works.example/terms#class\"}}"
#define CONTEXT_2 "{\"@context\":{\"craneClass\":\"https://works.example/terms#other\"}}"

static const struct ts_now now = { { 1778572800 }, TS_CLOCK_TRUSTED };

static ts_span text(const char *format, ...) __attribute__((format(printf, 1, 2)));
static ts_span
text(const char *format, ...)
{
    ts_room rest = ts_arena_rest(&office.arena);
    va_list arguments;
    va_start(arguments, format);
    int len = vsnprintf((char *)rest.at, rest.len, format, arguments);
    va_end(arguments);
    assert_true(len >= 0 && (size_t)len < rest.len);
    ts_arena_keep(&office.arena, (size_t)len + 1);
    return (ts_span){ rest.at, (size_t)len };
}

static void
hash(uint8_t digest[static TS_SHA256_SIZE], ts_span json)
{
    struct ts_ld_contexts site = { 0 };
    const struct ts_ld_options options = { .site = &site };
    const struct ts_json *context;
    const struct ts_json *document;
    ts_span canonical;
    struct ts_arena *arena = &office.arena;
    assert_status(ts_json_parse(arena, &context, TS_SPAN_LIT(CONTEXT), NULL), TS_OK);
    assert_status(ts_ld_contexts_add(&site, arena, TS_SPAN_LIT(CONTEXT_URL), context),
                  TS_OK);
    assert_status(ts_json_parse(arena, &document, json, NULL), TS_OK);
    assert_status(
        ts_ld_canonical(arena, &canonical, document, &options, TS_RDFC_SHA256, NULL),
        TS_OK);
    ts_sha256(digest, canonical);
}

/* VC Data Integrity EdDSA Cryptosuites 1.0 3.2.1, eddsa-rdfc-2022. */
static ts_span
badge(void)
{
    uint8_t hashes[2 * TS_SHA256_SIZE];
    ts_span signature;
    ts_span value;
    const char *contexts =
        "\"@context\":[\"https://www.w3.org/ns/credentials/v2\","
        "\"https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json\",\"" CONTEXT_URL
        "\"]";
    ts_span document =
        text("{%s,\"id\":\"urn:uuid:5f2a7c51-6d5e-4f0e-9d57-2f9a1c5b7e10\","
             "\"type\":[\"VerifiableCredential\",\"OpenBadgeCredential\"],"
             "\"issuer\":{\"id\":\"%.*s\",\"type\":[\"Profile\"],\"name\":\"College\"},"
             "\"validFrom\":\"2026-01-01T00:00:00Z\",\"credentialSubject\":{"
             "\"type\":[\"AchievementSubject\"],\"craneClass\":\"tower\",\"identifier\":["
             "{\"type\":\"IdentityObject\",\"identityHash\":\"Mina Roy\","
             "\"identityType\":\"name\",\"hashed\":false}],"
             "\"achievement\":{\"id\":\"urn:example:crane\",\"type\":[\"Achievement\"],"
             "\"achievementType\":\"Certification\",\"name\":\"Crane\",\"criteria\":{"
             "\"narrative\":\"Shown on site.\"},\"description\":\"Crane\"}}}",
             contexts, TS_SPAN_ARG(office.signer.id));
    ts_span options = text("{%s,\"type\":\"DataIntegrityProof\","
                           "\"cryptosuite\":\"eddsa-rdfc-2022\","
                           "\"created\":\"2026-01-01T00:00:00Z\","
                           "\"verificationMethod\":\"%.*s\","
                           "\"proofPurpose\":\"assertionMethod\"}",
                           contexts, TS_SPAN_ARG(office.signer.method));
    hash(hashes, options);
    hash(hashes + TS_SHA256_SIZE, document);
    assert_status(ts_secret_key_sign(&office.arena, &signature, &office.signer.key,
                                     TS_SPAN_OF(hashes)),
                  TS_OK);
    assert_status(ts_base58_encode(&office.arena, &value, signature), TS_OK);
    return text("%.*s,\"proof\":%.*s,\"proofValue\":\"z%.*s\"}}", (int)document.len - 1,
                (const char *)document.at, (int)options.len - 1, (const char *)options.at,
                TS_SPAN_ARG(value));
}

static void
put_context(const char *context)
{
    struct ts_fault fault = { 0 };
    assert_status(ts_authority_put_context(&office.arena, office.authority,
                                           TS_SPAN_LIT(CONTEXT_URL),
                                           ts_span_text(context), &fault),
                  TS_OK);
}

/* Judged with what a kiosk loads of the newest publication. */
static enum ts_verdict_kind
judge(ts_span code, struct ts_assessment *card)
{
    struct ts_trust trust;
    struct ts_fault fault;
    struct ts_verdict verdict;
    const struct ts_assessment *cards[] = { card };
    struct ts_arena *arena = &office.arena;
    (void)office_publish();
    assert_status(office_load(&trust, office.repo, &fault), TS_OK);
    assert_int_equal(trust.problem_count, 0);
    assert_status(ts_assess(arena, card, code, &trust, now), TS_OK);
    ts_verdict_reach(&verdict, cards, 1, NULL, &trust, now);
    return verdict.kind;
}

static void
a_badge_of_the_sites_own_terms_is_ready(void **state)
{
    (void)state;
    struct ts_assessment card;
    ts_span code = badge();
    ts_test_row("FORMAT.md 10.1: unknown, and named");
    assert_int_equal(judge(code, &card), TS_VERDICT_CANNOT_TELL);
    bool is_named = false;
    for (size_t i = 0; i < card.reason_count; i++)
        is_named |= ts_span_is(card.reasons[i].detail, CONTEXT_URL);
    assert_true(is_named);
    ts_test_row("published");
    put_context(CONTEXT);
    enum ts_verdict_kind kind = judge(code, &card);
    if (kind != TS_VERDICT_READY)
        fail_msg("is %s for %s %.*s", ts_verdict_name(kind),
                 ts_reason_name(card.reasons[0].code),
                 TS_SPAN_ARG(card.reasons[0].detail));
    ts_test_row("another context under that address: the badge says another thing");
    put_context(CONTEXT_2);
    assert_int_equal(judge(code, &card), TS_VERDICT_STOP);
    ts_test_row("taken back");
    assert_status(ts_authority_remove_context(&office.arena, office.authority,
                                              TS_SPAN_LIT(CONTEXT_URL)),
                  TS_OK);
    assert_int_equal(judge(code, &card), TS_VERDICT_CANNOT_TELL);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_badge_of_the_sites_own_terms_is_ready,
                                        office_set_up, office_tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
