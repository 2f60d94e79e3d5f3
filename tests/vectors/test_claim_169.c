#include "keys/codec/json.h"
#include "kiosk/verdict/verdict.h"
#include "tests/support/support.h"

#include <stdio.h>
#include <string.h>

/* The test vectors of the claim-169 project. Most of the "valid" ones are not signed:
 * here they are what they are, and nobody passes with them. */

static const struct ts_now mid_2025 = { { 1750000000 }, TS_CLOCK_TRUSTED };

struct tally {
    unsigned cases, ready, refused;
};

static const struct {
    const char *name;
    enum ts_verdict_kind verdict;
    enum ts_reason reason;
} rows[] = {
    { "ecdsa-p256-signed", TS_VERDICT_READY, TS_REASON_NONE },
    { "ed25519-signed", TS_VERDICT_READY, TS_REASON_NONE },
    { "encrypted-aes256", TS_VERDICT_CANNOT_TELL, TS_REASON_UNSUPPORTED },
    { "encrypted-signed", TS_VERDICT_CANNOT_TELL, TS_REASON_UNSUPPORTED },
    { "claim169-example", TS_VERDICT_STOP, TS_REASON_NOT_AUTHENTIC },
    { "refugee-identity", TS_VERDICT_STOP, TS_REASON_NOT_AUTHENTIC },
    { "minimal", TS_VERDICT_STOP, TS_REASON_NOT_AUTHENTIC },
    { "demographics-full", TS_VERDICT_STOP, TS_REASON_NOT_AUTHENTIC },
    { "with-face", TS_VERDICT_STOP, TS_REASON_NOT_AUTHENTIC },
    { "with-fingerprints", TS_VERDICT_STOP, TS_REASON_NOT_AUTHENTIC },
    { "with-all-biometrics", TS_VERDICT_STOP, TS_REASON_NOT_AUTHENTIC },
    { "expired", TS_VERDICT_STOP, TS_REASON_NOT_AUTHENTIC },
    { "not-yet-valid", TS_VERDICT_STOP, TS_REASON_NOT_AUTHENTIC },
    { "unknown-fields", TS_VERDICT_STOP, TS_REASON_NOT_AUTHENTIC },
    { "bad-base45", TS_VERDICT_CANNOT_TELL, TS_REASON_NOT_A_CREDENTIAL },
    { "bad-zlib", TS_VERDICT_CANNOT_TELL, TS_REASON_NOT_A_CREDENTIAL },
    { "missing-169", TS_VERDICT_CANNOT_TELL, TS_REASON_UNSUPPORTED },
    { "not-cose", TS_VERDICT_CANNOT_TELL, TS_REASON_MALFORMED },
};

static size_t
row_of(ts_span name)
{
    for (size_t i = 0; i < TS_COUNT(rows); i++)
        if (ts_span_is(name, rows[i].name))
            return i;
    fail_msg("a vector nobody expects: %.*s", TS_SPAN_ARG(name));
    return 0;
}

/* What the case says it is signed with, listed for the issuer it names. */
static struct ts_trust
list_key(struct ts_arena *arena, const struct ts_json *root)
{
    static struct ts_issuer_key key;
    static struct ts_issuer issuer;
    const struct ts_json *signing = ts_json_member(root, "signing_key");
    struct ts_trust trust = { .epoch = 1,
                              .issued = mid_2025.utc,
                              .expires = TS_UTC_NEVER };
    char hex[256];
    if (signing->kind == TS_JSON_NONE)
        return trust;
    bool is_ec = ts_json_string_is(ts_json_member(signing, "algorithm"), "ES256");
    snprintf(hex, sizeof(hex), "%.*s",
             TS_SPAN_ARG(ts_json_string(ts_json_member(signing, "public_key_hex"))));
    key = (struct ts_issuer_key){ .key = { .kind = is_ec ? TS_KEY_P256 : TS_KEY_ED25519,
                                           .point = ts_test_hex(arena, hex) },
                                  .not_before = TS_UTC_ALWAYS,
                                  .not_after = TS_UTC_NEVER };
    issuer = (struct ts_issuer){
        .id = ts_json_string(
            ts_json_member(ts_json_member(root, "expected_cwt_meta"), "issuer")),
        .keys = &key,
        .key_count = 1,
    };
    trust.issuers = (struct ts_issuer_list){ .issuers = &issuer, .count = 1 };
    return trust;
}

static void
compare(const struct ts_assessment *card, const struct ts_json *root)
{
    const struct ts_json *want = ts_json_member(root, "expected_claim169");
    const struct ts_json *meta = ts_json_member(root, "expected_cwt_meta");
    int64_t until;
    assert_non_null(card->credential);
    assert_span_equal(card->credential->subject_name,
                      ts_json_string(ts_json_member(want, "fullName")));
    assert_span_equal(card->credential->subject_id,
                      ts_json_string(ts_json_member(want, "id")));
    assert_span_equal(card->credential->issuer_id,
                      ts_json_string(ts_json_member(meta, "issuer")));
    assert_status(ts_json_integer(ts_json_member(meta, "expiresAt"), &until), TS_OK);
    assert_int_equal(card->credential->valid_until.s, until);
}

static void
run_case(const char *path, void *context)
{
    struct tally *tally = context;
    struct ts_arena arena = ts_test_arena(8 << 20);
    const struct ts_json *root;
    struct ts_assessment card;
    const struct ts_assessment *cards[] = { &card };
    struct ts_verdict verdict;
    ts_span file;

    assert_true(ts_test_read_file(&arena, &file, path));
    assert_status(ts_json_parse(&arena, &root, file, NULL), TS_OK);
    ts_span name = ts_json_string(ts_json_member(root, "name"));
    size_t row = row_of(name);
    struct ts_trust trust = list_key(&arena, root);
    ts_span text = ts_json_string(ts_json_member(root, "qr_data"));
    ts_test_row(rows[row].name);
    assert_status(ts_assess(&arena, &card, text, &trust, mid_2025), TS_OK);
    ts_verdict_reach(&verdict, cards, 1, NULL, &trust, mid_2025);
    assert_int_equal(verdict.kind, rows[row].verdict);
    assert_int_equal(card.reason_count ? card.reasons[0].code : TS_REASON_NONE,
                     rows[row].reason);
    tally->cases++;
    tally->ready += verdict.kind == TS_VERDICT_READY;
    tally->refused += verdict.kind != TS_VERDICT_READY;
    if (verdict.kind == TS_VERDICT_READY)
        compare(&card, root);
    ts_test_arena_free(&arena);
}

static void
every_published_vector_agrees(void **state)
{
    (void)state;
    static const char *const folders[] = { "claim-169/valid", "claim-169/edge",
                                           "claim-169/invalid" };
    struct tally tally = { 0 };
    for (size_t i = 0; i < TS_COUNT(folders); i++)
        ts_test_each_file(ts_test_vector(folders[i]), ".json", run_case, &tally);
    printf("claim-169: %u signed and READY, %u refused\n", tally.ready, tally.refused);
    assert_int_equal(tally.cases, TS_COUNT(rows));
    assert_int_equal(tally.ready, 2);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_published_vector_agrees),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
