#include "keys/authority/gather_federation.h"
#include "tests/unit/keys/authority/gather_fixture.h"

#define ARENA (4 * 1024 * 1024)

#define ANCHOR "https://anchor.example"
#define LEAF "https://leaf.example"
/* Around FIXTURE_NOW, 1778572800. */
#define TIMES "\"iat\":1778570000,\"exp\":1778656400"

static struct ts_arena arena;
static struct ts_secret_key anchor_key, leaf_key, card_key;
static struct ts_issuer_keys anchor_keys;
static ts_span leaf_jwks, card_jwks;

static int
set_up(void **state)
{
    (void)state;
    const struct ts_json *jwks;
    arena = ts_test_arena(ARENA);
    anchor_key = fixture_key(1, TS_KEY_ED25519);
    leaf_key = fixture_key(2, TS_KEY_ED25519);
    card_key = fixture_key(3, TS_KEY_P256);
    ts_span text = fixture_jwks(&arena, &anchor_key, "f");
    assert_status(ts_json_parse(&arena, &jwks, text, NULL), TS_OK);
    assert_status(ts_issuer_keys_from_jwks(&arena, &anchor_keys, jwks), TS_OK);
    leaf_jwks = fixture_jwks(&arena, &leaf_key, "f");
    card_jwks = fixture_jwks(&arena, &card_key, "card");
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
read_statement(struct ts_federation_statement *statement, ts_span text,
               struct ts_fault *fault)
{
    const struct ts_federation_order order = { .anchor = TS_SPAN_LIT(ANCHOR),
                                               .anchor_keys = &anchor_keys,
                                               .now = FIXTURE_NOW };
    return ts_federation_read(&arena, statement, &order, text, fault);
}

/* "%s" in claims becomes the leaf's JWK set. */
static ts_span
statement_of(const struct ts_secret_key *key, const char *header, const char *iss,
             const char *sub, const char *more)
{
    ts_span claims =
        fixture_text(&arena, "{\"iss\":\"%s\",\"sub\":\"%s\",\"jwks\":%.*s%s}", iss, sub,
                     TS_SPAN_ARG(leaf_jwks), more);
    return fixture_jws(&arena, key, header, (const char *)claims.at);
}

static void
believes_the_anchor_about_others(void **state)
{
    (void)state;
    struct ts_federation_statement statement;
    ts_span text = statement_of(&anchor_key, FIXTURE_STATEMENT_HEADER, ANCHOR, LEAF,
                                "," TIMES ",\"metadata\":{\"federation_entity\":"
                                "{\"organization_name\":\"Leaf College\"}}");
    assert_status(read_statement(&statement, text, NULL), TS_OK);
    assert_true(statement.by_anchor);
    assert_span_equal(statement.subject, TS_SPAN_LIT(LEAF));
    assert_span_equal(statement.name, TS_SPAN_LIT("Leaf College"));
    assert_int_equal(statement.keys.count, 1);
    assert_span_equal(statement.keys.items[0].id, TS_SPAN_LIT("f"));
    assert_int_equal(statement.issued.s, 1778570000);
    assert_int_equal(statement.expires.s, 1778656400);
}

static void
knows_what_an_entity_says_of_itself(void **state)
{
    (void)state;
    struct ts_federation_statement statement;
    ts_span text =
        statement_of(&leaf_key, FIXTURE_STATEMENT_HEADER, LEAF, LEAF, "," TIMES);
    assert_status(read_statement(&statement, text, NULL), TS_OK);
    assert_false(statement.by_anchor);
    assert_span_equal(statement.subject, TS_SPAN_LIT(LEAF));
    assert_int_equal(statement.name.len, 0);
}

/* OpenID Federation 1.0 3.1, jwks: federation keys are for statements. */
static void
takes_the_keys_that_sign_credentials(void **state)
{
    (void)state;
    static const char *const TYPES[] = { "openid_credential_issuer", "vc_issuer" };
    for (size_t i = 0; i < TS_COUNT(TYPES); i++) {
        struct ts_federation_statement statement;
        ts_span more =
            fixture_text(&arena, "," TIMES ",\"metadata\":{\"%s\":{\"jwks\":%.*s}}",
                         TYPES[i], TS_SPAN_ARG(card_jwks));
        ts_test_row(TYPES[i]);
        ts_span text = statement_of(&anchor_key, FIXTURE_STATEMENT_HEADER, ANCHOR, LEAF,
                                    (const char *)more.at);
        assert_status(read_statement(&statement, text, NULL), TS_OK);
        assert_int_equal(statement.keys.count, 1);
        assert_span_equal(statement.keys.items[0].id, TS_SPAN_LIT("card"));
    }
}

static void
leaves_a_did_to_say_its_keys(void **state)
{
    (void)state;
    struct ts_federation_statement statement;
    ts_span text = fixture_jws(&arena, &anchor_key, FIXTURE_STATEMENT_HEADER,
                               "{\"iss\":\"" ANCHOR
                               "\",\"sub\":\"did:web:leaf.example\"," TIMES "}");
    assert_status(read_statement(&statement, text, NULL), TS_OK);
    assert_true(statement.by_anchor);
    assert_int_equal(statement.keys.count, 0);
    ts_test_row("a line end after it");
    text = fixture_text(&arena, "%.*s\r\n", TS_SPAN_ARG(text));
    assert_status(read_statement(&statement, text, NULL), TS_OK);
}

static const struct {
    const char *rule, *header, *iss, *sub, *more;
    enum ts_status status;
} BAD[] = {
    { "3, typ: of another kind", "{\"alg\":\"EdDSA\",\"typ\":\"JWT\",\"kid\":\"f\"}",
      ANCHOR, LEAF, "," TIMES, TS_MALFORMED },
    { "3, typ: none", "{\"alg\":\"EdDSA\",\"kid\":\"f\"}", ANCHOR, LEAF, "," TIMES,
      TS_MALFORMED },
    { "3, kid: none", "{\"alg\":\"EdDSA\",\"typ\":\"entity-statement+jwt\"}", ANCHOR,
      LEAF, "," TIMES, TS_MALFORMED },
    { "3, kid: of no key of theirs",
      "{\"alg\":\"EdDSA\",\"typ\":\"entity-statement+jwt\",\"kid\":\"g\"}", ANCHOR, LEAF,
      "," TIMES, TS_UNTRUSTED },
    { "alg: none", "{\"alg\":\"none\",\"typ\":\"entity-statement+jwt\",\"kid\":\"f\"}",
      ANCHOR, LEAF, "," TIMES, TS_UNSUPPORTED },
    { "alg: for another kind of key",
      "{\"alg\":\"ES256\",\"typ\":\"entity-statement+jwt\",\"kid\":\"f\"}", ANCHOR, LEAF,
      "," TIMES, TS_UNTRUSTED },
    { "a header that must be understood",
      "{\"alg\":\"EdDSA\",\"typ\":\"entity-statement+jwt\",\"kid\":\"f\",\"crit\":[\"x\"]"
      "}",
      ANCHOR, LEAF, "," TIMES, TS_UNSUPPORTED },
    { "iss: the anchor in another's name", FIXTURE_STATEMENT_HEADER, LEAF, LEAF,
      "," TIMES, TS_UNTRUSTED },
    { "iss: none", FIXTURE_STATEMENT_HEADER, "", LEAF, "," TIMES, TS_MALFORMED },
    { "sub: none", FIXTURE_STATEMENT_HEADER, ANCHOR, "", "," TIMES, TS_MALFORMED },
    { "sub: two lines", FIXTURE_STATEMENT_HEADER, ANCHOR, "a:b\\n", "," TIMES,
      TS_MALFORMED },
    { "iat: none", FIXTURE_STATEMENT_HEADER, ANCHOR, LEAF, ",\"exp\":1778656400",
      TS_MALFORMED },
    { "exp: none", FIXTURE_STATEMENT_HEADER, ANCHOR, LEAF, ",\"iat\":1778570000",
      TS_MALFORMED },
    { "exp: before iat", FIXTURE_STATEMENT_HEADER, ANCHOR, LEAF,
      ",\"iat\":1778570000,\"exp\":1778570000", TS_MALFORMED },
    { "exp: this second", FIXTURE_STATEMENT_HEADER, ANCHOR, LEAF,
      ",\"iat\":1778570000,\"exp\":1778572800", TS_UNTRUSTED },
    { "iat: in the future", FIXTURE_STATEMENT_HEADER, ANCHOR, LEAF,
      ",\"iat\":1778573101,\"exp\":1778656400", TS_UNTRUSTED },
    { "crit: a claim that must be understood", FIXTURE_STATEMENT_HEADER, ANCHOR, LEAF,
      "," TIMES ",\"crit\":[\"x\"]", TS_UNSUPPORTED },
    { "metadata_policy_crit", FIXTURE_STATEMENT_HEADER, ANCHOR, LEAF,
      "," TIMES ",\"metadata_policy_crit\":[\"x\"]", TS_UNSUPPORTED },
    { "keys for credentials, none that we know", FIXTURE_STATEMENT_HEADER, ANCHOR, LEAF,
      "," TIMES ",\"metadata\":{\"vc_issuer\":{\"jwks\":{\"keys\":[]}}}",
      TS_UNSUPPORTED },
};

static void
refuses_statements_that_break_a_rule(void **state)
{
    (void)state;
    for (size_t i = 0; i < TS_COUNT(BAD); i++) {
        struct ts_federation_statement statement = { .subject =
                                                         TS_SPAN_LIT("untouched") };
        struct ts_fault fault = { 0 };
        ts_test_row(BAD[i].rule);
        ts_span text =
            statement_of(&anchor_key, BAD[i].header, BAD[i].iss, BAD[i].sub, BAD[i].more);
        assert_status(read_statement(&statement, text, &fault), BAD[i].status);
        assert_int_equal(fault.status, BAD[i].status);
        assert_non_null(fault.rule);
        assert_span_equal(statement.subject, TS_SPAN_LIT("untouched"));
    }
    ts_test_row("iat: a clock that is a little ahead");
    struct ts_federation_statement statement;
    ts_span text = statement_of(&anchor_key, FIXTURE_STATEMENT_HEADER, ANCHOR, LEAF,
                                ",\"iat\":1778573100,\"exp\":1778656400");
    assert_status(read_statement(&statement, text, NULL), TS_OK);
}

static void
believes_nobody_else(void **state)
{
    (void)state;
    struct ts_federation_statement statement = { .subject = TS_SPAN_LIT("untouched") };
    ts_test_row("a third party about another");
    ts_span text = statement_of(&leaf_key, FIXTURE_STATEMENT_HEADER, LEAF,
                                "https://other.example", "," TIMES);
    assert_status(read_statement(&statement, text, NULL), TS_UNTRUSTED);
    ts_test_row("a third party in the anchor's name");
    text = statement_of(&leaf_key, FIXTURE_STATEMENT_HEADER, ANCHOR, LEAF, "," TIMES);
    assert_status(read_statement(&statement, text, NULL), TS_UNTRUSTED);
    ts_test_row("itself, with a key that it does not list");
    text = statement_of(&card_key,
                        "{\"alg\":\"ES256\",\"typ\":\"entity-statement+jwt\","
                        "\"kid\":\"f\"}",
                        LEAF, LEAF, "," TIMES);
    assert_status(read_statement(&statement, text, NULL), TS_UNTRUSTED);
    ts_test_row("the anchor, with keys that are not its own");
    text = statement_of(&leaf_key, FIXTURE_STATEMENT_HEADER, ANCHOR, ANCHOR, "," TIMES);
    assert_status(read_statement(&statement, text, NULL), TS_UNTRUSTED);
    ts_test_row("neither party named");
    text = fixture_jws(&arena, &leaf_key, FIXTURE_STATEMENT_HEADER, "{" TIMES "}");
    assert_true(read_statement(&statement, text, NULL) != TS_OK);
    ts_test_row("no claims at all");
    text = fixture_jws(&arena, &anchor_key, FIXTURE_STATEMENT_HEADER, "[]");
    assert_status(read_statement(&statement, text, NULL), TS_MALFORMED);
    assert_span_equal(statement.subject, TS_SPAN_LIT("untouched"));
}

static void
refuses_what_was_cut_off_or_changed(void **state)
{
    (void)state;
    ts_span text =
        statement_of(&anchor_key, FIXTURE_STATEMENT_HEADER, ANCHOR, LEAF, "," TIMES);
    struct ts_federation_statement statement = { .subject = TS_SPAN_LIT("untouched") };
    for (size_t len = 0; len < text.len; len++) {
        size_t used = arena.used;
        assert_true(read_statement(&statement, ts_span_part(text, 0, len), NULL)
                    != TS_OK);
        ts_arena_rewind(&arena, used);
    }
    uint8_t *copy = ts_test_exact_copy(text);
    for (size_t i = 0; i < text.len; i++) {
        size_t used = arena.used;
        copy[i] ^= 1;
        assert_true(read_statement(&statement, (ts_span){ copy, text.len }, NULL)
                    != TS_OK);
        copy[i] ^= 1;
        ts_arena_rewind(&arena, used);
    }
    free(copy);
    assert_status(read_statement(&statement,
                                 fixture_text(&arena, "%.*sA", TS_SPAN_ARG(text)), NULL),
                  TS_UNTRUSTED);
    assert_span_equal(statement.subject, TS_SPAN_LIT("untouched"));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(believes_the_anchor_about_others),
        cmocka_unit_test(knows_what_an_entity_says_of_itself),
        cmocka_unit_test(takes_the_keys_that_sign_credentials),
        cmocka_unit_test(leaves_a_did_to_say_its_keys),
        cmocka_unit_test(refuses_statements_that_break_a_rule),
        cmocka_unit_test(believes_nobody_else),
        cmocka_unit_test(refuses_what_was_cut_off_or_changed),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
