#include "keys/proof/document.h"
#include "tests/support/support.h"

/* The shortest of each that its own reader takes: signatures are not looked at. */
#define JWS "eyJhbGciOiJFZERTQSJ9.e30.AA"
#define COSE "d2 84 43 a10127 a0 41 aa 41 00"
#define JSON_PROOF \
    "{\"a\":1,\"proof\":{\"type\":\"DataIntegrityProof\",\"cryptosuite\":\"none\"}}"

static const struct {
    const char *name;
    const char *text;
    enum ts_status want;
    enum ts_document_kind kind;
} rows[] = {
    { "a JWS", JWS, TS_OK, TS_DOCUMENT_JWS },
    { "a JWS in a file", "\xEF\xBB\xBF" JWS, TS_UNSUPPORTED, TS_DOCUMENT_NONE },
    { "white space around a JWS", " \r\n\t" JWS "\r\n", TS_OK, TS_DOCUMENT_JWS },
    { "white space within a JWS", "eyJhbGciOiJFZERTQSJ9. e30.AA", TS_MALFORMED,
      TS_DOCUMENT_JWS },
    { "a JWS with one dot", "eyJhbGciOiJFZERTQSJ9.e30", TS_UNSUPPORTED,
      TS_DOCUMENT_NONE },
    { "JSON with a proof", JSON_PROOF, TS_OK, TS_DOCUMENT_JSON },
    { "white space around JSON", "\n " JSON_PROOF "\n", TS_OK, TS_DOCUMENT_JSON },
    { "JSON without a proof", "{}", TS_ABSENT, TS_DOCUMENT_JSON },
    { "JSON cut off", "{\"proof\":{", TS_TRUNCATED, TS_DOCUMENT_JSON },
    { "JSON that is an array", "[]", TS_UNSUPPORTED, TS_DOCUMENT_NONE },
    { "text", "hello", TS_UNSUPPORTED, TS_DOCUMENT_NONE },
    { "nothing", "", TS_UNSUPPORTED, TS_DOCUMENT_NONE },
    { "white space", " \n", TS_UNSUPPORTED, TS_DOCUMENT_NONE },
    { "an envelope around a JWS",
      "{\"type\":\"EnvelopedVerifiableCredential\",\"id\":\"data:application/vc+jwt," JWS
      "\"}",
      TS_OK, TS_DOCUMENT_JWS },
    { "one type among others",
      "{\"type\":[\"x\",\"EnvelopedVerifiableCredential\"],"
      "\"id\":\"data:application/vc+jwt," JWS "\"}",
      TS_OK, TS_DOCUMENT_JWS },
    { "an envelope around COSE",
      "{\"type\":\"EnvelopedVerifiableCredential\","
      "\"id\":\"data:application/vc+cose;base64,0oRDoQEnoEGqQQA=\"}",
      TS_OK, TS_DOCUMENT_COSE },
    { "an envelope around something else",
      "{\"type\":\"EnvelopedVerifiableCredential\",\"id\":\"data:text/plain,x\"}",
      TS_UNSUPPORTED, TS_DOCUMENT_JSON },
    { "an envelope around nothing", "{\"type\":\"EnvelopedVerifiableCredential\"}",
      TS_UNSUPPORTED, TS_DOCUMENT_JSON },
    { "an envelope around broken COSE",
      "{\"type\":\"EnvelopedVerifiableCredential\","
      "\"id\":\"data:application/vc+cose;base64,0oRDoQEnoEGqQQ==\"}",
      TS_TRUNCATED, TS_DOCUMENT_COSE },
    { "an envelope whose base64 is none",
      "{\"type\":\"EnvelopedVerifiableCredential\","
      "\"id\":\"data:application/vc+cose;base64,????\"}",
      TS_MALFORMED, TS_DOCUMENT_JSON },
    { "an envelope is not looked into for another envelope",
      "{\"type\":\"EnvelopedVerifiableCredential\",\"id\":\"data:application/vc+jwt,"
      "{}\"}",
      TS_TRUNCATED, TS_DOCUMENT_JWS },
};

static void
the_first_bytes_say_what_it_is(void **state)
{
    (void)state;
    for (size_t i = 0; i < TS_COUNT(rows); i++) {
        struct ts_arena arena = ts_test_arena(64 * 1024);
        struct ts_proof_set set = { .count = 0xFEED };
        enum ts_document_kind kind = TS_DOCUMENT_NONE;
        struct ts_fault fault = { 0 };
        ts_test_row(rows[i].name);
        enum ts_status status = ts_document_read(
            &arena, &kind, &set, ts_span_text(rows[i].text), NULL, &fault);
        assert_status(status, rows[i].want);
        assert_int_equal(kind, rows[i].kind);
        assert_int_equal(set.count == 0xFEED, status != TS_OK);
        ts_test_arena_free(&arena);
    }
}

static void
cose_is_known_by_its_tag_or_its_shape(void **state)
{
    (void)state;
    static const char *const spellings[] = { COSE, ("d8 3d " COSE),
                                             "84 43 a10127 a0 41 aa 41 0a" };
    for (size_t i = 0; i < TS_COUNT(spellings); i++) {
        struct ts_arena arena = ts_test_arena(64 * 1024);
        struct ts_proof_set set;
        enum ts_document_kind kind;
        ts_test_row(spellings[i]);
        ts_span bytes = ts_test_hex(&arena, spellings[i]);
        assert_status(ts_document_read(&arena, &kind, &set, bytes, NULL, NULL), TS_OK);
        assert_int_equal(kind, TS_DOCUMENT_COSE);
        assert_int_equal(set.count, 1);
        assert_span_equal(set.proofs[0].payload, TS_SPAN_LIT("\xAA"));
        /* The last byte may look like a line end, and is not one. */
        assert_int_equal(set.proofs[0].signature.len, 1);
        ts_test_arena_free(&arena);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_first_bytes_say_what_it_is),
        cmocka_unit_test(cose_is_known_by_its_tag_or_its_shape),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
