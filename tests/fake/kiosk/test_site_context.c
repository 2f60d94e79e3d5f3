#include "keys/codec/base58.h"
#include "keys/codec/base64.h"
#include "keys/codec/deflate.h"
#include "keys/proof/linked_data/linked_data.h"
#include "kiosk/credential/bag.h"
#include "kiosk/verdict/verdict.h"
#include "tests/fake/keys/authority/office.h"

#include <stdarg.h>

/* Badges, records and status lists whose terms only this site knows: from the
 * authority's folder through a publication to the verdict. They are signed here as their
 * issuer would, who has those contexts as well. */

#define CONTEXT_URL "https://works.example/contexts/crane/v1"
#define CONTEXT "{\"@context\":{\"craneClass\":\"https://works.example/terms#class\"}}"
#define CONTEXT_2 "{\"@context\":{\"craneClass\":\"https://works.example/terms#other\"}}"

/* The address of CLR 2.0's own, with terms of the test's own. */
#define RECORD_URL "https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json"
#define RECORD_CONTEXT                                                          \
    "{\"@context\":{\"id\":\"@id\",\"type\":\"@type\","                         \
    "\"ClrCredential\":\"https://works.example/terms#Record\",\"ClrSubject\":{" \
    "\"@id\":\"https://works.example/terms#Learner\",\"@context\":{"            \
    "\"id\":\"@id\",\"type\":\"@type\",\"achievement\":{"                       \
    "\"@id\":\"https://works.example/terms#expects\",\"@container\":\"@set\"}," \
    "\"verifiableCredential\":{\"@id\":\"https://works.example/terms#holds\","  \
    "\"@container\":\"@set\"}}}}}"

#define OB                                      \
    "\"https://www.w3.org/ns/credentials/v2\"," \
    "\"https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json\""
#define LIST_URL "https://college.example/status/cranes"

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
learn(struct ts_ld_contexts *site, const char *url, const char *context)
{
    const struct ts_json *document;
    struct ts_arena *arena = &office.arena;
    assert_status(ts_json_parse(arena, &document, ts_span_text(context), NULL), TS_OK);
    assert_status(ts_ld_contexts_add(site, arena, ts_span_text(url), document), TS_OK);
}

static void
hash(uint8_t digest[static TS_SHA256_SIZE], ts_span json)
{
    struct ts_ld_contexts site = { 0 };
    const struct ts_ld_options options = { .site = &site };
    const struct ts_json *document;
    ts_span canonical;
    struct ts_arena *arena = &office.arena;
    learn(&site, CONTEXT_URL, CONTEXT);
    learn(&site, RECORD_URL, RECORD_CONTEXT);
    assert_status(ts_json_parse(arena, &document, json, NULL), TS_OK);
    assert_status(
        ts_ld_canonical(arena, &canonical, document, &options, TS_RDFC_SHA256, NULL),
        TS_OK);
    ts_sha256(digest, canonical);
}

/* VC Data Integrity EdDSA Cryptosuites 1.0 3.2.1, eddsa-rdfc-2022, over the document
 * with those members under those contexts. */
static ts_span
signed_by_college(const char *contexts, ts_span members)
{
    uint8_t hashes[2 * TS_SHA256_SIZE];
    ts_span signature;
    ts_span value;
    ts_span document = text("{\"@context\":[%s],%.*s}", contexts, TS_SPAN_ARG(members));
    ts_span options =
        text("{\"@context\":[%s],\"type\":\"DataIntegrityProof\","
             "\"cryptosuite\":\"eddsa-rdfc-2022\","
             "\"created\":\"2026-01-01T00:00:00Z\",\"verificationMethod\":\"%.*s\","
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

/* A subject of them has more members; what it ends with closes it. */
static ts_span
about_the_learner(const char *id, const char *type, const char *more)
{
    return text(
        "\"id\":\"%s\",\"type\":[\"VerifiableCredential\",\"%s\"],"
        "\"issuer\":{\"id\":\"%.*s\",\"type\":[\"Profile\"],\"name\":\"College\"},"
        "\"validFrom\":\"2026-01-01T00:00:00Z\",%s",
        id, type, TS_SPAN_ARG(office.signer.id), more);
}

#define NAMED                                                                     \
    "\"identifier\":[{\"type\":\"IdentityObject\",\"identityHash\":\"Mina Roy\"," \
    "\"identityType\":\"name\",\"hashed\":false}]"
#define CRANE                                                                   \
    "\"achievement\":{\"id\":\"urn:example:crane\",\"type\":[\"Achievement\"]," \
    "\"achievementType\":\"Certification\",\"name\":\"Crane\",\"criteria\":{"   \
    "\"narrative\":\"Shown on site.\"},\"description\":\"Crane\"}"
#define BADGE_ID "urn:uuid:5f2a7c51-6d5e-4f0e-9d57-2f9a1c5b7e10"
#define STATUS                                                                \
    "\"credentialStatus\":{\"id\":\"" LIST_URL "#9\","                        \
    "\"type\":\"BitstringStatusListEntry\",\"statusPurpose\":\"revocation\"," \
    "\"statusListIndex\":\"9\",\"statusListCredential\":\"" LIST_URL "\"},"

static ts_span
badge(void)
{
    return signed_by_college(
        OB ",\"" CONTEXT_URL "\"",
        about_the_learner(BADGE_ID, "OpenBadgeCredential",
                          "\"credentialSubject\":{\"type\":[\"AchievementSubject\"],"
                          "\"craneClass\":\"tower\"," NAMED "," CRANE "}"));
}

static ts_span
badge_with_status(void)
{
    return signed_by_college(
        OB, about_the_learner(
                BADGE_ID, "OpenBadgeCredential",
                STATUS "\"credentialSubject\":{\"type\":[\"AchievementSubject\"]," NAMED
                       "," CRANE "}"));
}

/* CLR 2.0, ClrSubject: what the college expects, and of it what was awarded. */
static ts_span
record(void)
{
    ts_span held = signed_by_college(
        OB, about_the_learner(BADGE_ID, "OpenBadgeCredential",
                              "\"credentialSubject\":{\"id\":\"urn:example:mina\","
                              "\"type\":[\"AchievementSubject\"]," CRANE "}"));
    ts_span subject =
        text("\"credentialSubject\":{\"id\":\"urn:example:mina\","
             "\"type\":[\"ClrSubject\"],\"verifiableCredential\":[%.*s],"
             "\"achievement\":[{\"id\":\"urn:example:crane\",\"type\":[\"Achievement\"],"
             "\"name\":\"Crane\"},{\"id\":\"urn:example:sling\","
             "\"type\":[\"Achievement\"],\"name\":\"Sling\"}]}",
             TS_SPAN_ARG(held));
    return signed_by_college(
        "\"https://www.w3.org/ns/credentials/v2\",\"" RECORD_URL "\","
        "\"https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json\"",
        about_the_learner("urn:uuid:0b3c1c36-2c4e-4a55-9a40-6f3f5fd0a001",
                          "ClrCredential", (const char *)subject.at));
}

/* Entry 9 is set. */
static ts_span
status_list(void)
{
    static uint8_t bits[16384] = { 0x00, 0x40 };
    ts_span packed;
    ts_span encoded;
    assert_status(ts_deflate(&office.arena, &packed, TS_SPAN_OF(bits), TS_DEFLATE_GZIP),
                  TS_OK);
    assert_status(ts_base64url_encode(&office.arena, &encoded, packed), TS_OK);
    return signed_by_college(
        "\"https://www.w3.org/ns/credentials/v2\",\"" CONTEXT_URL "\"",
        text("\"id\":\"" LIST_URL "\",\"type\":[\"VerifiableCredential\","
             "\"BitstringStatusListCredential\"],\"issuer\":\"%.*s\","
             "\"validFrom\":\"2026-01-01T00:00:00Z\",\"craneClass\":\"any\","
             "\"credentialSubject\":{\"id\":\"" LIST_URL "#list\","
             "\"type\":\"BitstringStatusList\",\"statusPurpose\":\"revocation\","
             "\"encodedList\":\"u%.*s\"}",
             TS_SPAN_ARG(office.signer.id), TS_SPAN_ARG(encoded)));
}

static void
put_context(const char *url, const char *context)
{
    struct ts_fault fault = { 0 };
    assert_status(ts_authority_put_context(&office.arena, office.authority,
                                           ts_span_text(url), ts_span_text(context),
                                           &fault),
                  TS_OK);
}

static void
remove_context(const char *url)
{
    assert_status(
        ts_authority_remove_context(&office.arena, office.authority, ts_span_text(url)),
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

static bool
is_named(const struct ts_assessment *card, const char *detail)
{
    for (size_t i = 0; i < card->reason_count; i++)
        if (ts_span_is(card->reasons[i].detail, detail))
            return true;
    return false;
}

static void
a_badge_of_the_sites_own_terms_is_ready(void **state)
{
    (void)state;
    struct ts_assessment card;
    ts_span code = badge();
    ts_test_row("FORMAT.md 10.1: unknown, and named");
    assert_int_equal(judge(code, &card), TS_VERDICT_CANNOT_TELL);
    assert_true(is_named(&card, CONTEXT_URL));
    ts_test_row("published");
    put_context(CONTEXT_URL, CONTEXT);
    enum ts_verdict_kind kind = judge(code, &card);
    if (kind != TS_VERDICT_READY)
        fail_msg("is %s for %s %.*s", ts_verdict_name(kind),
                 ts_reason_name(card.reasons[0].code),
                 TS_SPAN_ARG(card.reasons[0].detail));
    ts_test_row("another context under that address: the badge says another thing");
    put_context(CONTEXT_URL, CONTEXT_2);
    assert_int_equal(judge(code, &card), TS_VERDICT_STOP);
    ts_test_row("taken back");
    remove_context(CONTEXT_URL);
    assert_int_equal(judge(code, &card), TS_VERDICT_CANNOT_TELL);
}

/* The record and what it holds, each judged for itself and then together. */
static enum ts_verdict_kind
judge_bag(ts_span code, struct ts_assessment cards[static 2])
{
    struct ts_trust trust;
    struct ts_fault fault;
    struct ts_bag bag;
    struct ts_verdict verdict;
    const struct ts_assessment *all[] = { &cards[0], &cards[1] };
    struct ts_arena *arena = &office.arena;
    (void)office_publish();
    assert_status(office_load(&trust, office.repo, &fault), TS_OK);
    assert_status(ts_bag_open(arena, &bag, code, trust.contexts, NULL), TS_OK);
    assert_int_equal(bag.count, 2);
    for (size_t i = 0; i < 2; i++)
        assert_status(ts_assess(arena, &cards[i], bag.texts[i], &trust, now), TS_OK);
    ts_verdict_reach(&verdict, all, 2, NULL, &trust, now);
    return verdict.kind;
}

static void
a_learner_record_needs_the_context_of_its_standard(void **state)
{
    (void)state;
    struct ts_assessment cards[2];
    ts_span code = record();
    ts_test_row("unknown, and named; what it holds is genuine all the same");
    assert_int_equal(judge(code, &cards[0]), TS_VERDICT_CANNOT_TELL);
    assert_true(is_named(&cards[0], RECORD_URL));
    (void)judge_bag(code, cards);
    assert_int_equal(cards[0].checks.proof, TS_UNKNOWN);
    assert_int_equal(cards[1].checks.proof, TS_PASS);
    ts_test_row("published");
    put_context(RECORD_URL, RECORD_CONTEXT);
    assert_int_equal(judge_bag(code, cards), TS_VERDICT_READY);
    assert_int_equal(cards[0].checks.proof, TS_PASS);
    assert_true(cards[0].credential->is_record);
    ts_test_row("CLR 2.0 ClrSubject: what is expected is not what was awarded");
    assert_int_equal(cards[0].credential->achievement_id.len, 0);
    assert_span_equal(cards[1].credential->achievement_id,
                      TS_SPAN_LIT("urn:example:crane"));
}

static enum ts_status
put_list(ts_span list)
{
    struct ts_fault fault = { 0 };
    return ts_authority_put_status_list(&office.arena, office.authority,
                                        TS_SPAN_LIT(LIST_URL), list, &fault);
}

static void
a_status_list_of_the_sites_own_terms_withdraws(void **state)
{
    (void)state;
    struct ts_assessment card;
    ts_span code = badge_with_status();
    ts_span list = status_list();
    ts_test_row("unknown");
    assert_status(put_list(list), TS_UNSUPPORTED);
    assert_int_equal(judge(code, &card), TS_VERDICT_CANNOT_TELL);
    assert_int_equal(card.reasons[0].code, TS_REASON_STATUS_UNKNOWN);
    ts_test_row("known");
    put_context(CONTEXT_URL, CONTEXT);
    assert_status(put_list(list), TS_OK);
    assert_int_equal(judge(code, &card), TS_VERDICT_STOP);
    assert_int_equal(card.reasons[0].code, TS_REASON_WITHDRAWN);
    ts_test_row("taken back: the list cannot be verified any more");
    remove_context(CONTEXT_URL);
    assert_int_equal(office_publish().left_out, 1);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_badge_of_the_sites_own_terms_is_ready,
                                        office_set_up, office_tear_down),
        cmocka_unit_test_setup_teardown(
            a_learner_record_needs_the_context_of_its_standard, office_set_up,
            office_tear_down),
        cmocka_unit_test_setup_teardown(a_status_list_of_the_sites_own_terms_withdraws,
                                        office_set_up, office_tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
