#include "kiosk/credential/credential.h"
#include "tests/support/support.h"

#include <stdio.h>
#include <string.h>

/* A badge, in pieces that a row may replace. */
#define CONTEXT "\"@context\":[\"https://www.w3.org/ns/credentials/v2\"],"
#define CONTEXT_1 "\"@context\":[\"https://www.w3.org/2018/credentials/v1\"],"
#define TYPE "\"type\":[\"VerifiableCredential\",\"OpenBadgeCredential\"],"
#define ISSUER "\"issuer\":{\"id\":\"did:web:a.example\",\"name\":\"A\"},"
#define DATES \
    "\"validFrom\":\"2026-01-01T00:00:00Z\",\"validUntil\":\"2027-01-01T00:00:00Z\","
#define ACHIEVEMENT "\"achievement\":{\"id\":\"urn:x\",\"name\":\"X\"}"
#define SUBJECT "\"credentialSubject\":{\"id\":\"did:example:s\"," ACHIEVEMENT "}"
#define GOOD "{" CONTEXT TYPE ISSUER DATES SUBJECT "}"
#define WITH(more) "{" CONTEXT TYPE ISSUER DATES more "," SUBJECT "}"
#define OF_SUBJECT(members) \
    "{" CONTEXT TYPE ISSUER DATES "\"credentialSubject\":{" members "}}"

static const ts_verified nothing;

/* Only a test may say that bytes were verified without checking them. */
static ts_verified
verified(const char *text)
{
    ts_verified v = nothing;
    v.bytes = ts_span_text(text);
    return v;
}

static const struct {
    const char *name;
    const char *text;
    enum ts_status want;
} rows[] = {
    { "a good badge", GOOD, TS_OK },
    { "VCDM 1.1 dates and context",
      "{" CONTEXT_1 TYPE ISSUER "\"issuanceDate\":\"2026-01-01T00:00:00Z\"," SUBJECT "}",
      TS_OK },
    { "an issuer that is its id alone",
      "{" CONTEXT TYPE "\"issuer\":\"did:web:a.example\"," SUBJECT "}", TS_OK },
    { "not JSON", "<html>", TS_MALFORMED },
    { "one byte more", GOOD "x", TS_TRAILING },
    { "a presentation",
      "{" CONTEXT "\"type\":\"VerifiablePresentation\"," ISSUER SUBJECT "}",
      TS_UNSUPPORTED },
    { "no type", "{" CONTEXT ISSUER SUBJECT "}", TS_UNSUPPORTED },
    { "a type that is not text", "{" CONTEXT "\"type\":[1]," ISSUER SUBJECT "}",
      TS_MALFORMED },
    { "another context first",
      "{\"@context\":[\"https://evil.example\"]," TYPE ISSUER SUBJECT "}",
      TS_UNSUPPORTED },
    { "no issuer", "{" CONTEXT TYPE SUBJECT "}", TS_MALFORMED },
    { "an issuer without an id",
      "{" CONTEXT TYPE "\"issuer\":{\"name\":\"A\"}," SUBJECT "}", TS_MALFORMED },
    { "no subject", "{" CONTEXT TYPE ISSUER DATES "\"name\":\"x\"}", TS_MALFORMED },
    { "two subjects",
      "{" CONTEXT TYPE ISSUER
      "\"credentialSubject\":[{\"id\":\"a:1\"},{\"id\":\"a:2\"}]}",
      TS_UNSUPPORTED },
    { "a date without a zone",
      "{" CONTEXT TYPE ISSUER "\"validFrom\":\"2026-01-01T00:00:00\"," SUBJECT "}",
      TS_MALFORMED },
    { "a date that is a number", "{" CONTEXT TYPE ISSUER "\"validUntil\":5," SUBJECT "}",
      TS_MALFORMED },
    { "ends before it begins",
      "{" CONTEXT TYPE ISSUER "\"validFrom\":\"2027-01-01T00:00:00Z\","
      "\"validUntil\":\"2026-01-01T00:00:00Z\"," SUBJECT "}",
      TS_MALFORMED },
    { "a status that is text", WITH("\"credentialStatus\":\"none\""), TS_MALFORMED },
    { "a status without a type",
      WITH("\"credentialStatus\":{\"id\":\"https://a.example/s\"}"), TS_MALFORMED },
    { "a negative index",
      WITH("\"credentialStatus\":{\"type\":\"BitstringStatusListEntry\","
           "\"statusListIndex\":\"-1\"}"),
      TS_MALFORMED },
    { "an index that is not a number",
      WITH("\"credentialStatus\":{\"type\":\"BitstringStatusListEntry\","
           "\"statusListIndex\":\"first\"}"),
      TS_MALFORMED },
    { "a result status that is a number",
      OF_SUBJECT(ACHIEVEMENT ",\"result\":{\"status\":1}"), TS_MALFORMED },
};

static enum ts_status
read(struct ts_arena *arena, struct ts_credential *c, const char *text,
     enum ts_format format)
{
    memset(c, 0xA5, sizeof(*c));
    return ts_credential_read(arena, c, verified(text), NULL, format, NULL);
}

static void
each_form_is_judged(void **state)
{
    (void)state;
    for (size_t i = 0; i < TS_COUNT(rows); i++) {
        struct ts_arena arena = ts_test_arena(1 << 18);
        struct ts_credential c;
        struct ts_credential untouched;
        memset(&untouched, 0xA5, sizeof(untouched));
        ts_test_row(rows[i].name);
        assert_status(read(&arena, &c, rows[i].text, TS_FORMAT_VC_COSE), rows[i].want);
        if (rows[i].want != TS_OK)
            assert_memory_equal(&c, &untouched, sizeof(c));
        ts_test_arena_free(&arena);
    }
}

static void
every_prefix_is_refused(void **state)
{
    (void)state;
    for (size_t len = 0; len < sizeof(GOOD) - 1; len++) {
        struct ts_arena arena = ts_test_arena(1 << 18);
        struct ts_credential c;
        uint8_t *exact = ts_test_exact_copy((ts_span){ (const uint8_t *)GOOD, len });
        ts_verified cut = nothing;
        cut.bytes = (ts_span){ exact, len };
        assert_true(ts_credential_read(&arena, &c, cut, NULL, TS_FORMAT_VC_COSE, NULL)
                    != TS_OK);
        free(exact);
        ts_test_arena_free(&arena);
    }
}

static const struct {
    const char *name;
    const char *subject;
    enum ts_outcome want;
} outcomes[] = {
    { "no result", ACHIEVEMENT, TS_OUTCOME_NOT_SAID },
    { "completed", ACHIEVEMENT ",\"result\":[{\"status\":\"Completed\"}]",
      TS_OUTCOME_PASSED },
    { "failed", ACHIEVEMENT ",\"result\":[{\"status\":\"Failed\"}]", TS_OUTCOME_FAILED },
    { "withdrew", ACHIEVEMENT ",\"result\":{\"status\":\"Withdrew\"}",
      TS_OUTCOME_WITHDREW },
    { "still in progress", ACHIEVEMENT ",\"result\":{\"status\":\"InProgress\"}",
      TS_OUTCOME_NOT_YET },
    { "a status nobody knows", ACHIEVEMENT ",\"result\":{\"status\":\"Splendid\"}",
      TS_OUTCOME_NOT_YET },
    { "the worst of several",
      ACHIEVEMENT ",\"result\":[{\"status\":\"Completed\"},{\"status\":\"Failed\"},"
                  "{\"status\":\"InProgress\"}]",
      TS_OUTCOME_FAILED },
#define MARKS(value, least)                                                       \
    "\"achievement\":{\"id\":\"urn:x\",\"resultDescription\":[{\"id\":\"urn:r\"," \
    "\"requiredValue\":\"" least "\"}]},"                                         \
    "\"result\":{\"resultDescription\":\"urn:r\",\"value\":\"" value "\"}"
    { "enough marks", MARKS("72", "60"), TS_OUTCOME_PASSED },
    { "exactly enough", MARKS("60.0", "60"), TS_OUTCOME_PASSED },
    { "nine is less than sixty", MARKS("9", "60"), TS_OUTCOME_FAILED },
    { "a hair too few", MARKS("59.9", "60"), TS_OUTCOME_FAILED },
    { "negative marks", MARKS("-1", "0"), TS_OUTCOME_FAILED },
    { "a grade that is the one required", MARKS("C", "C"), TS_OUTCOME_PASSED },
    { "grades that cannot be compared", MARKS("A", "C"), TS_OUTCOME_NOT_YET },
};

static void
a_result_says_what_it_says(void **state)
{
    (void)state;
    for (size_t i = 0; i < TS_COUNT(outcomes); i++) {
        struct ts_arena arena = ts_test_arena(1 << 18);
        struct ts_credential c;
        char text[2048];
        snprintf(text, sizeof(text),
                 "{" CONTEXT TYPE ISSUER "\"credentialSubject\":{%s}}",
                 outcomes[i].subject);
        ts_test_row(outcomes[i].name);
        assert_status(read(&arena, &c, text, TS_FORMAT_VC_COSE), TS_OK);
        if (c.outcome != outcomes[i].want)
            fail_msg("[%s] is %d, want %d", outcomes[i].name, c.outcome,
                     outcomes[i].want);
        ts_test_arena_free(&arena);
    }
}

#define FLAT(claims) "{" CONTEXT TYPE ISSUER DATES claims "," SUBJECT "}"
#define WRAPPED(claims) \
    "{" claims ",\"vc\":{" CONTEXT_1 TYPE "\"credentialSubject\":{" ACHIEVEMENT "}}}"

static const struct {
    const char *name;
    const char *text;
    enum ts_status want;
} claims[] = {
    { "iss agrees", FLAT("\"iss\":\"did:web:a.example\""), TS_OK },
    { "iss differs", FLAT("\"iss\":\"did:web:b.example\""), TS_MALFORMED },
    { "sub differs", FLAT("\"sub\":\"did:example:other\""), TS_MALFORMED },
    { "nbf agrees", FLAT("\"nbf\":1767225600"), TS_OK },
    { "nbf differs by a second", FLAT("\"nbf\":1767225601"), TS_MALFORMED },
    { "exp differs", FLAT("\"exp\":1767225600"), TS_MALFORMED },
    { "exp is text", FLAT("\"exp\":\"1798761600\""), TS_MALFORMED },
    { "1.1 under vc, filled from claims",
      WRAPPED("\"iss\":\"did:web:a.example\",\"nbf\":1767225600,\"exp\":1798761600"),
      TS_OK },
    { "1.1 under vc, nobody issued it", WRAPPED("\"nbf\":1767225600"), TS_MALFORMED },
};

static void
claims_and_members_agree(void **state)
{
    (void)state;
    for (size_t i = 0; i < TS_COUNT(claims); i++) {
        struct ts_arena arena = ts_test_arena(1 << 18);
        struct ts_credential c;
        ts_test_row(claims[i].name);
        assert_status(read(&arena, &c, claims[i].text, TS_FORMAT_VC_JWT), claims[i].want);
        if (claims[i].want == TS_OK) {
            assert_span_equal(c.issuer_id, TS_SPAN_LIT("did:web:a.example"));
            assert_int_equal(c.valid_from.s, 1767225600);
            assert_int_equal(c.valid_until.s, 1798761600);
        }
        ts_test_arena_free(&arena);
    }
}

static void
every_status_entry_is_kept(void **state)
{
    (void)state;
    struct ts_arena arena = ts_test_arena(1 << 18);
    struct ts_credential c;
    const char *text = WITH(
        "\"credentialStatus\":[{\"id\":\"urn:1\",\"type\":\"BitstringStatusListEntry\","
        "\"statusPurpose\":\"revocation\",\"statusListIndex\":\"94567\","
        "\"statusListCredential\":\"https://a.example/s/3\"},"
        "{\"id\":\"https://a.example/r\",\"type\":\"1EdTechRevocationList\"},"
        "{\"id\":\"urn:3\",\"type\":\"FromTheFuture2030\"}]");
    assert_status(read(&arena, &c, text, TS_FORMAT_VC_COSE), TS_OK);
    assert_int_equal(c.status_count, 3);
    assert_int_equal(c.statuses[0].index, 94567);
    assert_span_equal(c.statuses[0].list, TS_SPAN_LIT("https://a.example/s/3"));
    assert_span_equal(c.statuses[1].list, TS_SPAN_LIT("https://a.example/r"));
    assert_false(c.statuses[1].has_index);
    assert_span_equal(c.statuses[2].type, TS_SPAN_LIT("FromTheFuture2030"));
    ts_test_arena_free(&arena);
}

static const struct {
    const char *subject;
    const char *want;
} names[] = {
    { "\"name\":\"Mina Roy\"", "Mina Roy" },
    { "\"givenName\":\"Mina\",\"familyName\":\"Roy\"", "Mina Roy" },
    { "\"identifier\":[{\"type\":\"IdentityObject\",\"identityHash\":\"Mina Roy\","
      "\"identityType\":\"name\",\"hashed\":false}]",
      "Mina Roy" },
    { "\"identifier\":[{\"type\":\"IdentityObject\",\"identityHash\":\"sha256$00\","
      "\"identityType\":\"name\",\"hashed\":true}]",
      "" },
    { "\"name\":[{\"@value\":\"Mina\",\"@language\":\"fr\"},"
      "{\"@value\":\"Mina Roy\",\"@language\":\"en\"}]",
      "Mina Roy" },
};

static void
a_name_is_found_where_issuers_write_it(void **state)
{
    (void)state;
    for (size_t i = 0; i < TS_COUNT(names); i++) {
        struct ts_arena arena = ts_test_arena(1 << 18);
        struct ts_credential c;
        char text[2048];
        snprintf(text, sizeof(text),
                 "{" CONTEXT TYPE ISSUER "\"credentialSubject\":{%s}}", names[i].subject);
        ts_test_row(names[i].subject);
        assert_status(read(&arena, &c, text, TS_FORMAT_VC_COSE), TS_OK);
        assert_span_equal(c.subject_name, ts_span_text(names[i].want));
        ts_test_arena_free(&arena);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_form_is_judged),
        cmocka_unit_test(every_prefix_is_refused),
        cmocka_unit_test(a_result_says_what_it_says),
        cmocka_unit_test(claims_and_members_agree),
        cmocka_unit_test(every_status_entry_is_kept),
        cmocka_unit_test(a_name_is_found_where_issuers_write_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
