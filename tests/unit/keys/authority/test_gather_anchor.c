#include "tests/unit/keys/authority/gather_world.h"

/* Statements of an OpenID Federation as a source. */

static struct world world;
static struct world *const w = &world;

#define A "did:web:a.example"
#define A_URL "https://a.example/.well-known/did.json"
#define B "https://b.example"

static int
set_up(void **state)
{
    (void)state;
    struct ts_secret_key key = fixture_key(1, TS_KEY_ED25519);
    world_begin(w);
    world_put(w, A_URL, fixture_document(&w->arena, A, &key));
    return 0;
}

static int
tear_down(void **state)
{
    (void)state;
    world_end(w);
    return 0;
}

static void
run(void)
{
    assert_status(world_run(w), TS_OK);
}

#define ANCHOR "https://anchor.example"
#define FETCH_URL "https://anchor.example/fetch?sub=leaf"

static void
put_statement(const char *iss, const char *sub, const struct ts_secret_key *key)
{
    struct ts_secret_key leaf = fixture_key(7, TS_KEY_ED25519);
    ts_span jwks = fixture_jwks(&w->arena, &leaf, "f");
    ts_span claims = fixture_text(
        &w->arena,
        "{\"iss\":\"%s\",\"sub\":\"%s\",\"iat\":1778570000,\"exp\":1778656400,"
        "\"metadata\":{\"federation_entity\":{\"organization_name\":\"Leaf\"}},"
        "\"jwks\":%.*s}",
        iss, sub, TS_SPAN_ARG(jwks));
    world_put(
        w, FETCH_URL,
        fixture_jws(&w->arena, key, FIXTURE_STATEMENT_HEADER, (const char *)claims.at));
}

static void
put_federation_source(void)
{
    struct ts_secret_key anchor = fixture_key(8, TS_KEY_ED25519);
    ts_span jwks = fixture_jwks(&w->arena, &anchor, "f");
    ts_span source = fixture_text(&w->arena,
                                  "{\"kind\":\"openid-federation\",\"url\":\"" FETCH_URL
                                  "\",\"anchor\":{\"id\":\"" ANCHOR "\",\"jwks\":%.*s}}",
                                  TS_SPAN_ARG(jwks));
    world_sources(w, (const char *)source.at);
}

static void
believes_a_federation_s_anchor(void **state)
{
    (void)state;
    struct ts_secret_key anchor = fixture_key(8, TS_KEY_ED25519);
    put_federation_source();
    ts_test_row("about an issuer with keys");
    put_statement(ANCHOR, "https://leaf.example", &anchor);
    run();
    world_expect(w, FETCH_URL, TS_GATHER_OK);
    assert_span_equal(world_issuer(w, "https://leaf.example")->names[0].text,
                      TS_SPAN_LIT("Leaf"));
    ts_test_row("and to be forgotten when it speaks of another");
    put_statement(ANCHOR, A, &anchor);
    run();
    world_expect(w, "https://leaf.example", TS_GATHER_REMOVED);
    ts_test_row("about a DID, whose own document has the keys");
    world_expect(w, A, TS_GATHER_OK);
    assert_span_equal(world_issuer(w, A)->keys[0].id, TS_SPAN_LIT(A "#key-1"));
    ts_test_row("not longer than it says");
    world_pass(w, 100000);
    run();
    world_expect(w, FETCH_URL, TS_GATHER_UNVERIFIED);
    assert_true(world_line(w, FETCH_URL)->has_age);
    assert_non_null(world_issuer(w, A));
}

static void
keeps_an_anchor_from_taking_over_others(void **state)
{
    (void)state;
    struct ts_secret_key anchor = fixture_key(8, TS_KEY_ED25519);
    struct ts_secret_key leaf = fixture_key(7, TS_KEY_ED25519);
    world_put_by_hand(w, B, "By hand");
    put_federation_source();
    put_statement(ANCHOR, B, &anchor);
    run();
    world_expect(w, FETCH_URL, TS_GATHER_UNVERIFIED);
    assert_int_equal(world_issuer(w, B)->key_count, 0);
    ts_test_row("one that speaks for itself from elsewhere");
    put_statement("https://leaf.example", "https://leaf.example", &leaf);
    run();
    world_expect(w, FETCH_URL, TS_GATHER_UNVERIFIED);
    assert_null(world_issuer(w, "https://leaf.example"));
    ts_test_row("and from its own host");
    put_statement(ANCHOR "/leaf", ANCHOR "/leaf", &leaf);
    run();
    world_expect(w, FETCH_URL, TS_GATHER_OK);
    assert_non_null(world_issuer(w, ANCHOR "/leaf"));
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(believes_a_federation_s_anchor),
        TEST(keeps_an_anchor_from_taking_over_others),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
