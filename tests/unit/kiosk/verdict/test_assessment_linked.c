#include "keys/codec/base64.h"
#include "kiosk/verdict/verdict.h"
#include "tests/support/samples.h"
#include "tests/unit/keys/proof/linked_world.h"

/* From the text of a badge that is signed over RDF, or in parts, to what is said
 * of it. */

static const struct ts_now mid_2026 = { { 1780272000 }, TS_CLOCK_TRUSTED };

#define COLLEGE "did:web:college.example"
#define HOLDS                                                                         \
    "{\"@context\":[\"" V2 "\",\"" OB "\"],\"id\":\"urn:uuid:1\","                    \
    "\"type\":[\"VerifiableCredential\",\"OpenBadgeCredential\"],"                    \
    "\"issuer\":{\"id\":\"" COLLEGE "\",\"type\":[\"Profile\"],\"name\":\"C\"},"      \
    "\"validFrom\":\"2026-01-01T00:00:00Z\",\"validUntil\":\"2027-01-01T00:00:00Z\"," \
    "\"credentialSubject\":{\"type\":[\"AchievementSubject\"],\"achievement\":{"      \
    "\"id\":\"urn:uuid:a\",\"type\":[\"Achievement\"],\"name\":\"Crane\","            \
    "\"description\":\"D\",\"criteria\":{\"narrative\":\"N\"}},"                      \
    "\"result\":[{\"type\":[\"Result\"],\"status\":\"Completed\"}]}}"

static ts_span
signed_by_college(ts_span document, const char *more)
{
    struct ts_signer signer = ts_sample_signer(COLLEGE, TS_KEY_ED25519);
    char start[256];
    snprintf(start, sizeof(start),
             "{%s\"type\":\"DataIntegrityProof\",\"cryptosuite\":\"eddsa-rdfc-2022\","
             "\"proofPurpose\":\"assertionMethod\",\"verificationMethod\":\"",
             more);
    ts_span options =
        joined("%.*s%.*s\"}%.*s", ts_span_text(start), signer.method, (ts_span){ 0 });
    ts_span proof = signed_options_by(document, options, &signer.key);
    ts_secret_key_destroy(&signer.key);
    return proof;
}

struct judged {
    enum ts_verdict_kind verdict;
    enum ts_finding proof;
    enum ts_reason reason;
    ts_span detail;
};

static struct judged
judge(ts_span text)
{
    static uint8_t memory[TS_SCAN_ARENA_SIZE];
    struct ts_arena scan = ts_arena_over(TS_ROOM_OF(memory));
    struct ts_trust trust = ts_sample_trust(&arena);
    struct ts_assessment card;
    const struct ts_assessment *cards[] = { &card };
    struct ts_verdict verdict;
    assert_status(ts_assess(&scan, &card, text, &trust, mid_2026), TS_OK);
    ts_verdict_reach(&verdict, cards, 1, NULL, &trust, mid_2026);
    struct judged out = { .verdict = verdict.kind, .proof = card.checks.proof };
    if (card.reason_count) {
        out.reason = card.reasons[0].code;
        out.detail = card.reasons[0].detail;
    }
    return out;
}

static const struct {
    const char *name;
    const char *from, *to; /* What is done to it after it was signed. */
    enum ts_verdict_kind verdict;
    enum ts_finding proof;
    enum ts_reason reason;
    const char *detail;
} rows[] = {
    { "as it was signed", "Crane", "Crane", TS_VERDICT_READY, TS_PASS, TS_REASON_NONE,
      "" },
    { "changed", "Crane", "Crone", TS_VERDICT_STOP, TS_FAIL, TS_REASON_NOT_AUTHENTIC,
      "" },
    { "with what is not signed", "\"validFrom\"", "\"tint\":\"red\",\"validFrom\"",
      TS_VERDICT_CANNOT_TELL, TS_UNKNOWN, TS_REASON_MALFORMED, "tint" },
    { "with what is not signed and should not be quoted", "\"validFrom\"",
      "\"call 555 at once\":1,\"validFrom\"", TS_VERDICT_CANNOT_TELL, TS_UNKNOWN,
      TS_REASON_MALFORMED, NULL },
    { "under a context nobody here knows", "\"" OB "\"]",
      "\"" OB "\",\"https://x.example/v1\"]", TS_VERDICT_CANNOT_TELL, TS_UNKNOWN,
      TS_REASON_UNSUPPORTED, "https://x.example/v1" },
    { "under a context that should not be quoted", "\"" OB "\"]",
      "\"" OB "\",\"https://x.example/call 555\"]", TS_VERDICT_CANNOT_TELL, TS_UNKNOWN,
      TS_REASON_UNSUPPORTED, "" },
    { "with a name for its result that it does not use", "\"" OB "\"]",
      "\"" OB "\",{\"outcome\":\"" VOCAB "result\"}]", TS_VERDICT_READY, TS_PASS,
      TS_REASON_NONE, "" },
};

static void
each_writing_gets_its_reason(void **state)
{
    (void)state;
    ts_span proof = signed_by_college(TS_SPAN_LIT(HOLDS), "");
    for (size_t i = 0; i < TS_COUNT(rows); i++) {
        size_t used = arena.used;
        ts_test_row(rows[i].name);
        struct judged got = judge(
            with_proof(edited(TS_SPAN_LIT(HOLDS), rows[i].from, rows[i].to), proof));
        if (got.verdict != rows[i].verdict || got.reason != rows[i].reason)
            print_error("[%s] %s for %s\n", rows[i].name, ts_verdict_name(got.verdict),
                        ts_reason_name(got.reason));
        assert_int_equal(got.verdict, rows[i].verdict);
        assert_int_equal(got.proof, rows[i].proof);
        assert_int_equal(got.reason, rows[i].reason);
        if (rows[i].detail)
            assert_span_equal(got.detail, ts_span_text(rows[i].detail));
        for (size_t k = 0; k < got.detail.len; k++)
            assert_false(rows[i].proof == TS_UNKNOWN && rows[i].detail
                         && got.detail.at[k] == ' ');
        ts_arena_rewind(&arena, used);
    }
}

/* Nothing done to a badge that says "Failed" makes somebody ready. */
static void
a_failed_result_does_not_vanish(void **state)
{
    (void)state;
    ts_span failed = edited(TS_SPAN_LIT(HOLDS), "Completed", "Failed");
    ts_span proof = signed_by_college(failed, "");
    assert_int_equal(judge(with_proof(failed, proof)).reason,
                     TS_REASON_RESULT_NOT_PASSED);
    ts_span document =
        edited(failed, "\"" OB "\"]", "\"" OB "\",{\"outcome\":\"" VOCAB "result\"}]");
    document = edited(document, "\"result\"", "\"outcome\"");
    assert_span_equal(canonical(parsed(document), NULL, TS_RDFC_SHA256),
                      canonical(parsed(failed), NULL, TS_RDFC_SHA256));
    struct judged got = judge(with_proof(document, proof));
    assert_int_equal(got.verdict, TS_VERDICT_CANNOT_TELL);
    assert_int_equal(got.reason, TS_REASON_MALFORMED);
    assert_span_equal(got.detail, TS_SPAN_LIT("outcome"));
    got = judge(with_proof(edited(failed, "\"Failed\"", "[\"Failed\"]"), proof));
    assert_int_equal(got.reason, TS_REASON_RESULT_NOT_PASSED);
}

static void
a_proof_for_another_place_cannot_tell(void **state)
{
    (void)state;
    ts_span document = TS_SPAN_LIT(HOLDS);
    struct judged got = judge(with_proof(
        document, signed_by_college(document, "\"domain\":\"login.example\",")));
    assert_int_equal(got.verdict, TS_VERDICT_CANNOT_TELL);
    assert_int_equal(got.reason, TS_REASON_UNSUPPORTED);
    assert_span_equal(got.detail, TS_SPAN_LIT("domain"));
}

static ts_span
encoded(ts_span bytes)
{
    ts_span out;
    assert_status(ts_base64url_encode(&arena, &out, bytes), TS_OK);
    return out;
}

static ts_span
sd_jwt(const char *payload, const char *disclosure)
{
    struct ts_signer signer = ts_sample_signer(COLLEGE, TS_KEY_ED25519);
    ts_span signature;
    ts_span header = joined("{\"alg\":\"EdDSA\",\"typ\":\"dc+sd-jwt\",\"kid\":\"%.*s\"}"
                            "%.*s%.*s",
                            signer.method, (ts_span){ 0 }, (ts_span){ 0 });
    ts_span message = joined("%.*s.%.*s%.*s", encoded(header),
                             encoded(ts_span_text(payload)), (ts_span){ 0 });
    assert_status(ts_secret_key_sign(&arena, &signature, &signer.key, message), TS_OK);
    ts_secret_key_destroy(&signer.key);
    return joined("%.*s.%.*s~%.*s~", message, encoded(signature),
                  encoded(ts_span_text(disclosure)));
}

static void
what_is_disclosed_is_read(void **state)
{
    (void)state;
    static const char name[] = "[\"s\",\"given_name\",\"Mina\"]";
    uint8_t digest[TS_SHA256_SIZE];
    char payload[512];
    ts_sha256(digest, encoded(ts_span_text(name)));
    snprintf(payload, sizeof(payload),
             "{\"iss\":\"%s\",\"vct\":\"urn:v\",\"exp\":%s,\"_sd\":[\"%.*s\"]}", COLLEGE,
             "1800000000", TS_SPAN_ARG(encoded(TS_SPAN_OF(digest))));
    struct judged got = judge(sd_jwt(payload, name));
    assert_int_equal(got.proof, TS_PASS);
    assert_int_equal(got.verdict, TS_VERDICT_READY);

    ts_span other = sd_jwt(payload, "[\"s\",\"given_name\",\"Nina\"]");
    got = judge(other);
    assert_int_equal(got.verdict, TS_VERDICT_CANNOT_TELL);
    assert_int_equal(got.reason, TS_REASON_MALFORMED);

    snprintf(payload, sizeof(payload), "{\"iss\":\"%s\",\"vct\":\"urn:v\",\"exp\":1}",
             COLLEGE);
    ts_span expired = sd_jwt(payload, name);
    expired.len -= encoded(ts_span_text(name)).len + 1;
    got = judge(expired);
    assert_int_equal(got.reason, TS_REASON_EXPIRED);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_writing_gets_its_reason),
        cmocka_unit_test(a_failed_result_does_not_vanish),
        cmocka_unit_test(a_proof_for_another_place_cannot_tell),
        cmocka_unit_test(what_is_disclosed_is_read),
    };
    return cmocka_run_group_tests(tests, linked_world_make, linked_world_free);
}
