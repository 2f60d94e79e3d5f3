#include "keys/authority/issuer_keys.h"
#include "keys/authority/issuer_record.h"
#include "keys/crypto/jwk.h"
#include "kiosk/verdict/verdict.h"
#include "tests/support/samples.h"
#include "tests/support/support.h"

#include <stdio.h>
#include <string.h>

/* Keys of did:web and https issuers in time, from the issuer's own document through the
 * authority's record and the issuer list to the verdict: valid, rotated, expired,
 * revoked. The badges are signed on 2026-01-01 and looked at on 2026-06-01. */

#define ARENA (8 << 20)
#define DID "did:web:college.example"
#define ISSUER "https://college.example"

static const struct ts_now mid_2026 = { { 1780272000 }, TS_CLOCK_TRUSTED };

static struct ts_arena arena;

static int
set_up(void **state)
{
    (void)state;
    arena = ts_test_arena(ARENA);
    return 0;
}

static int
tear_down(void **state)
{
    (void)state;
    ts_test_arena_free(&arena);
    return 0;
}

static const char *text(const char *format, ...) __attribute__((format(printf, 1, 2)));
static const char *
text(const char *format, ...)
{
    ts_room rest = ts_arena_rest(&arena);
    va_list arguments;
    va_start(arguments, format);
    int len = vsnprintf((char *)rest.at, rest.len, format, arguments);
    va_end(arguments);
    assert_true(len >= 0 && (size_t)len < rest.len);
    ts_arena_keep(&arena, (size_t)len + 1);
    return (const char *)rest.at;
}

static const char *
jwk_of(enum ts_key_kind kind)
{
    ts_span jwk;
    struct ts_signer signer = ts_sample_signer(DID, kind);
    struct ts_public_key key = ts_secret_key_public(&signer.key);
    assert_status(ts_jwk_write(&arena, &jwk, &key), TS_OK);
    ts_signer_destroy(&signer);
    return text("%.*s", TS_SPAN_ARG(jwk));
}

/* A verification method for the sample key of kind; more: members, each after a
 * comma. */
static const char *
method(const char *id, enum ts_key_kind kind, const char *more)
{
    return text("{\"id\":\"" DID "%s\",\"type\":\"JsonWebKey\",\"controller\":\"" DID
                "\",\"publicKeyJwk\":%s%s}",
                id, jwk_of(kind), more);
}

static struct ts_issuer_keys
keys_of_document(const char *methods)
{
    struct ts_issuer_keys keys;
    const struct ts_json *document;
    const char *json = text("{\"id\":\"" DID "\",\"assertionMethod\":[%s]}", methods);
    assert_status(ts_json_parse(&arena, &document, ts_span_text(json), NULL), TS_OK);
    assert_status(ts_issuer_keys_from_document(&arena, &keys, document, TS_SPAN_LIT(DID)),
                  TS_OK);
    return keys;
}

/* Lists the issuer with these keys, by way of issuers.jsonl and issuers.cbor. */
static struct ts_trust
believe(const char *id, struct ts_issuer_keys keys)
{
    const struct ts_text_in name = { TS_SPAN_LIT("en"), TS_SPAN_LIT("College") };
    struct ts_issuer issuer = { .id = ts_span_text(id),
                                .names = &name,
                                .name_count = 1,
                                .keys = keys.items,
                                .key_count = keys.count };
    struct ts_issuer_list list = {
        .epoch = 1, .issued = TS_SAMPLE_NOW, .issuers = &issuer, .count = 1
    };
    struct ts_trust trust = { .epoch = 1, .issued = TS_SAMPLE_NOW };
    ts_span line;
    ts_span bytes;
    assert_status(ts_issuer_record_write(&arena, &line, &issuer), TS_OK);
    assert_status(ts_issuer_record_read(&arena, &issuer, line), TS_OK);
    assert_status(ts_issuer_list_write(&arena, &bytes, &list), TS_OK);
    ts_verified source = { bytes }; /* only a test may say so */
    assert_status(ts_issuer_list_read(&arena, &trust.issuers, source, NULL), TS_OK);
    return trust;
}

struct outcome {
    enum ts_verdict_kind kind;
    enum ts_reason reason;
};

static struct outcome
judge(const struct ts_trust *trust, const char *issuer, enum ts_key_kind kind)
{
    struct ts_arena scan = ts_test_arena(TS_SCAN_ARENA_SIZE);
    struct ts_assessment card;
    const struct ts_assessment *cards[] = { &card };
    struct ts_verdict verdict;
    struct ts_sample_wishes wishes = { .signing = TS_SIGN_VC_JWT,
                                       .kind = kind,
                                       .issuer = issuer };
    ts_span badge = ts_sample_badge(&arena, wishes);
    assert_status(ts_assess(&scan, &card, badge, trust, mid_2026), TS_OK);
    ts_verdict_reach(&verdict, cards, 1, NULL, trust, mid_2026);
    struct outcome outcome = { verdict.kind, card.reason_count ? card.reasons[0].code
                                                               : TS_REASON_NONE };
    ts_test_arena_free(&scan);
    return outcome;
}

static void
expect(struct outcome got, enum ts_verdict_kind kind, enum ts_reason reason)
{
    if (got.kind != kind || got.reason != reason)
        fail_msg("is %s for %s, want %s for %s", ts_verdict_name(got.kind),
                 ts_reason_name(got.reason), ts_verdict_name(kind),
                 ts_reason_name(reason));
}

static void
a_key_counts_in_its_time(void **state)
{
    (void)state;
    static const struct {
        const char *rule, *more;
        enum ts_verdict_kind kind;
        enum ts_reason reason;
    } ROWS[] = {
        { "no end", "", TS_VERDICT_READY, TS_REASON_NONE },
        { "FORMAT.md 3.20: expired since, and it had signed before",
          ",\"expires\":\"2026-03-01T00:00:00Z\"", TS_VERDICT_READY, TS_REASON_NONE },
        { "FORMAT.md 3.13: the second of its end",
          ",\"expires\":\"2026-01-01T00:00:00Z\"", TS_VERDICT_READY, TS_REASON_NONE },
        { "FORMAT.md 3.13: it signed after its end",
          ",\"expires\":\"2025-12-31T23:59:59Z\"", TS_VERDICT_CANNOT_TELL,
          TS_REASON_KEY_OUT_OF_TIME },
        { "FORMAT.md 3.20: revoked before it signed",
          ",\"revoked\":\"2025-12-01T00:00:00Z\"", TS_VERDICT_CANNOT_TELL,
          TS_REASON_KEY_OUT_OF_TIME },
        { "FORMAT.md 3.20: revoked since: whoever has it writes any date",
          ",\"revoked\":\"2026-03-01T00:00:00Z\"", TS_VERDICT_CANNOT_TELL,
          TS_REASON_KEY_OUT_OF_TIME },
        { "FORMAT.md 3.20: revoked, whatever else ends it",
          ",\"revoked\":\"2026-03-01T00:00:00Z\",\"expires\":\"2027-01-01T00:00:00Z\"",
          TS_VERDICT_CANNOT_TELL, TS_REASON_KEY_OUT_OF_TIME },
    };
    for (size_t i = 0; i < TS_COUNT(ROWS); i++) {
        ts_test_row(ROWS[i].rule);
        struct ts_trust trust = believe(
            DID, keys_of_document(method("#key-1", TS_KEY_ED25519, ROWS[i].more)));
        expect(judge(&trust, NULL, TS_KEY_ED25519), ROWS[i].kind, ROWS[i].reason);
    }
}

/* A rotated issuer has two keys for a while: both kinds of badge are in people's
 * pockets. */
static void
an_issuer_rotates_its_key(void **state)
{
    (void)state;
    const char *methods =
        text("%s,%s",
             method("#key-0", TS_KEY_ED25519, ",\"expires\":\"2026-02-01T00:00:00Z\""),
             method("#key-1", TS_KEY_P256, ""));
    struct ts_trust trust = believe(DID, keys_of_document(methods));
    ts_test_row("the new one");
    expect(judge(&trust, NULL, TS_KEY_P256), TS_VERDICT_READY, TS_REASON_NONE);
    ts_test_row("the old one, under the name that the proof has for it");
    methods =
        text("%s,%s",
             method("#key-1", TS_KEY_ED25519, ",\"expires\":\"2026-02-01T00:00:00Z\""),
             method("#key-2", TS_KEY_P256, ""));
    trust = believe(DID, keys_of_document(methods));
    expect(judge(&trust, NULL, TS_KEY_ED25519), TS_VERDICT_READY, TS_REASON_NONE);
    ts_test_row("the old one is gone from the document: nobody can tell");
    trust = believe(DID, keys_of_document(method("#key-2", TS_KEY_P256, "")));
    assert_true(judge(&trust, NULL, TS_KEY_ED25519).kind == TS_VERDICT_CANNOT_TELL);
    ts_test_row("the same key twice, once as revoked: a name that fits counts");
    methods =
        text("%s,%s",
             method("#key-1", TS_KEY_ED25519, ",\"revoked\":\"2026-02-01T00:00:00Z\""),
             method("#key-2", TS_KEY_ED25519, ""));
    trust = believe(DID, keys_of_document(methods));
    expect(judge(&trust, NULL, TS_KEY_ED25519), TS_VERDICT_CANNOT_TELL,
           TS_REASON_KEY_OUT_OF_TIME);
}

/* Issuers that are called by an https URL list a JWK set; times come from whoever keeps
 * the list. */
static void
an_https_issuer_is_no_different(void **state)
{
    (void)state;
    struct ts_issuer_keys keys;
    const struct ts_json *set;
    const char *jwk = jwk_of(TS_KEY_ED25519);
    const char *json = text("{\"keys\":[%.*s,\"kid\":\"" DID "#key-1\"},%s]}",
                            (int)strlen(jwk) - 1, jwk, jwk_of(TS_KEY_P256));
    assert_status(ts_json_parse(&arena, &set, ts_span_text(json), NULL), TS_OK);
    assert_status(ts_issuer_keys_from_jwks(&arena, &keys, set), TS_OK);
    assert_int_equal(keys.count, 2);
    struct ts_issuer_key items[2] = { keys.items[0], keys.items[1] };
    keys.items = items;
    /* The sample's kid is a DID's: it must be listed under exactly that name (3.17). */
    struct ts_trust trust = believe(ISSUER, keys);
    ts_test_row("without times");
    expect(judge(&trust, ISSUER, TS_KEY_ED25519), TS_VERDICT_READY, TS_REASON_NONE);
    ts_test_row("FORMAT.md 3.13: from the day after");
    items[0].not_before.s = 1767225600 + 86400;
    trust = believe(ISSUER, keys);
    expect(judge(&trust, ISSUER, TS_KEY_ED25519), TS_VERDICT_CANNOT_TELL,
           TS_REASON_KEY_OUT_OF_TIME);
    ts_test_row("FORMAT.md 3.20: as the operator revokes it");
    items[0].not_before = TS_UTC_ALWAYS;
    items[0].not_after = TS_KEY_REVOKED;
    trust = believe(ISSUER, keys);
    expect(judge(&trust, ISSUER, TS_KEY_ED25519), TS_VERDICT_CANNOT_TELL,
           TS_REASON_KEY_OUT_OF_TIME);
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(a_key_counts_in_its_time),
        TEST(an_issuer_rotates_its_key),
        TEST(an_https_issuer_is_no_different),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
