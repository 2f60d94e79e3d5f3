#include "kiosk/credential/sd_jwt_vc.h"
#include "tests/support/support.h"

static struct ts_arena arena;

static int
set_up(void **state)
{
    (void)state;
    arena = ts_test_arena(1 << 20);
    return 0;
}

static int
tear_down(void **state)
{
    (void)state;
    ts_test_arena_free(&arena);
    return 0;
}

static enum ts_status
read_claims(struct ts_credential *c, const char *json)
{
    return ts_sd_jwt_vc_read(&arena, c, (ts_verified){ ts_span_text(json) }, NULL, NULL);
}

#define BASE "\"vct\":\"https://x.example/licence\",\"iss\":\"https://x.example\""
#define VC                                                                  \
    "\"@context\":[\"https://www.w3.org/ns/credentials/v2\"],"              \
    "\"type\":[\"VerifiableCredential\"],\"issuer\":\"https://x.example\"," \
    "\"credentialSubject\":{\"name\":\"Mina Roy\"}"

static void
each_rule_is_enforced(void **state)
{
    (void)state;
    static const struct {
        const char *name, *claims;
        enum ts_status want;
    } rows[] = {
        { "the least there is", "{" BASE "}", TS_OK },
        { "integrity and other members are passed over",
          "{" BASE ",\"vct#integrity\":\"sha256-x\",\"cnf\":{},\"sex\":1}", TS_OK },
        { "an empty vct", "{\"vct\":\"\",\"iss\":\"https://x.example\"}", TS_MALFORMED },
        { "a vct that is a number", "{\"vct\":1,\"iss\":\"https://x.example\"}",
          TS_MALFORMED },
        { "no iss", "{\"vct\":\"x\"}", TS_MALFORMED },
        { "a sub that is a number", "{" BASE ",\"sub\":1}", TS_MALFORMED },
        { "an nbf that is text", "{" BASE ",\"nbf\":\"1\"}", TS_MALFORMED },
        { "an exp that is an object", "{" BASE ",\"exp\":{}}", TS_MALFORMED },
        { "it ends before it begins", "{" BASE ",\"nbf\":2,\"exp\":1}", TS_MALFORMED },
        { "a name that is a number", "{" BASE ",\"given_name\":1}", TS_MALFORMED },
        { "a status", "{" BASE ",\"status\":{\"status_list\":{\"idx\":7,\"uri\":\"u\"}}}",
          TS_OK },
        { "a status without its index",
          "{" BASE ",\"status\":{\"status_list\":{\"uri\":\"u\"}}}", TS_MALFORMED },
        { "a status with an index below zero",
          "{" BASE ",\"status\":{\"status_list\":{\"idx\":-7,\"uri\":\"u\"}}}",
          TS_MALFORMED },
        { "a status with an index in text",
          "{" BASE ",\"status\":{\"status_list\":{\"idx\":\"7\",\"uri\":\"u\"}}}",
          TS_MALFORMED },
        { "a status without its list",
          "{" BASE ",\"status\":{\"status_list\":{\"idx\":7}}}", TS_MALFORMED },
        { "a mechanism nobody knows", "{" BASE ",\"status\":{\"x\":1}}", TS_OK },
        { "a Verifiable Credential", "{" VC "}", TS_OK },
        { "neither", "{\"iss\":\"https://x.example\"}", TS_UNSUPPORTED },
        { "a claim that contradicts the credential",
          "{" VC ",\"iss\":\"https://y.example\"}", TS_MALFORMED },
        { "cut off", "{" BASE, TS_TRUNCATED },
        { "something after it", "{" BASE "}{}", TS_TRAILING },
    };
    for (size_t i = 0; i < TS_COUNT(rows); i++) {
        struct ts_credential c = { .format = TS_FORMAT_BC_UR };
        ts_test_row(rows[i].name);
        assert_status(read_claims(&c, rows[i].claims), rows[i].want);
        assert_int_equal(c.format,
                         rows[i].want == TS_OK ? TS_FORMAT_SD_JWT : TS_FORMAT_BC_UR);
    }
}

static void
everything_that_matters_is_read(void **state)
{
    (void)state;
    struct ts_credential c;
    assert_status(read_claims(&c,
                              "{" BASE ",\"jti\":\"urn:1\",\"sub\":\"did:example:1\","
                              "\"given_name\":\"Mina\",\"family_name\":\"Roy\",\"iat\":5,"
                              "\"exp\":9.75,\"status\":{\"status_list\":{\"idx\":7,"
                              "\"uri\":\"https://x.example/1\"}}}"),
                  TS_OK);
    assert_span_equal(c.id, TS_SPAN_LIT("urn:1"));
    assert_span_equal(c.issuer_id, TS_SPAN_LIT("https://x.example"));
    assert_span_equal(c.subject_id, TS_SPAN_LIT("did:example:1"));
    assert_span_equal(c.subject_name, TS_SPAN_LIT("Mina Roy"));
    assert_span_equal(c.name, TS_SPAN_LIT("https://x.example/licence"));
    assert_span_equal(c.types[0], TS_SPAN_LIT("https://x.example/licence"));
    assert_span_equal(c.achievement_types[0], TS_SPAN_LIT("https://x.example/licence"));
    assert_int_equal(c.valid_from.s, 5);
    assert_int_equal(c.valid_until.s, 9);
    assert_int_equal(c.status_count, 1);
    assert_span_equal(c.statuses[0].type, TS_SPAN_LIT("status_list"));
    assert_span_equal(c.statuses[0].list, TS_SPAN_LIT("https://x.example/1"));
    assert_int_equal(c.statuses[0].index, 7);
    assert_true(c.statuses[0].has_index);
}

static void
what_is_not_said_has_no_limit(void **state)
{
    (void)state;
    struct ts_credential c;
    assert_status(read_claims(&c, "{" BASE ",\"name\":\"M. Roy\",\"family_name\":\"Roy\","
                                  "\"iat\":3,\"nbf\":4,\"status\":{\"x\":1}}"),
                  TS_OK);
    assert_span_equal(c.subject_name, TS_SPAN_LIT("M. Roy"));
    assert_int_equal(c.valid_from.s, 4);
    assert_int_equal(c.valid_until.s, TS_UTC_NEVER.s);
    assert_span_equal(c.statuses[0].type, TS_SPAN_LIT("status"));
    assert_status(read_claims(&c, "{" BASE "}"), TS_OK);
    assert_int_equal(c.valid_from.s, TS_UTC_ALWAYS.s);
    assert_int_equal(c.status_count, 0);
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(each_rule_is_enforced),
        TEST(everything_that_matters_is_read),
        TEST(what_is_not_said_has_no_limit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
