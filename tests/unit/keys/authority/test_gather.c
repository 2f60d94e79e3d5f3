#include "tests/unit/keys/authority/gather_world.h"

/* What a gathered source does to the list, and what it cannot do. */

static struct world world;
static struct world *const w = &world;
static struct ts_secret_key key_a, key_b;

#define A "did:web:a.example"
#define A_URL "https://a.example/.well-known/did.json"
#define SOURCE_A "{\"kind\":\"did-web\",\"id\":\"" A "\",\"names\":{\"en\":\"A\"}}"
#define B "https://b.example"
#define B_URL "https://b.example/.well-known/jwks.json"
#define REGISTRY_URL "https://registry.example/registry.json"
#define SOURCE_REGISTRY \
    "{\"kind\":\"dcc-registry\",\"url\":\"" REGISTRY_URL "\",\"trust\":true}"
#define DIRECTORY_URL "https://vci.example/issuers.json"
#define SOURCE_DIRECTORY \
    "{\"kind\":\"smart-health-cards\",\"url\":\"" DIRECTORY_URL "\",\"trust\":true}"
#define DID_KEY "did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK"

static int
set_up(void **state)
{
    (void)state;
    world_begin(w);
    key_a = fixture_key(1, TS_KEY_ED25519);
    key_b = fixture_key(2, TS_KEY_P256);
    world_put(w, A_URL, fixture_document(&w->arena, A, &key_a));
    world_put(w, B_URL, fixture_jwks(&w->arena, &key_b, "b"));
    world_put(w, DIRECTORY_URL,
              TS_SPAN_LIT("{\"participating_issuers\":[{\"iss\":\"" B
                          "\",\"name\":\"State of B\"}]}"));
    world_put(w, REGISTRY_URL,
              TS_SPAN_LIT("{\"registry\":{\"" A
                          "\":{\"name\":\"A in the registry\"},\"" DID_KEY
                          "\":{\"name\":\"Key\"}}}"));
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

static void
imports_issuers_of_every_kind(void **state)
{
    (void)state;
    world_sources(w,
                  SOURCE_A ",{\"kind\":\"jwks\",\"id\":\"" B
                           "\",\"names\":{\"en\":\"B\"},\"achievements\":[\"urn:x\"]}");
    run();
    world_expect(w, A, TS_GATHER_OK);
    world_expect(w, B, TS_GATHER_OK);
    const struct ts_issuer *a = world_issuer(w, A);
    assert_span_equal(a->names[0].text, TS_SPAN_LIT("A"));
    assert_int_equal(a->key_count, 1);
    assert_span_equal(a->keys[0].id, TS_SPAN_LIT(A "#key-1"));
    assert_span_equal(world_issuer(w, B)->achievements[0], TS_SPAN_LIT("urn:x"));
    assert_int_equal(w->counts.of[TS_GATHER_OK], 2);
}

static void
follows_directories_to_their_issuers(void **state)
{
    (void)state;
    world_sources(w, SOURCE_REGISTRY "," SOURCE_DIRECTORY);
    run();
    world_expect(w, A, TS_GATHER_OK);
    world_expect(w, B, TS_GATHER_OK);
    world_expect(w, DID_KEY, TS_GATHER_OK);
    world_expect(w, REGISTRY_URL, TS_GATHER_OK);
    assert_int_equal(world_line(w, REGISTRY_URL)->count, 2);
    assert_span_equal(world_issuer(w, A)->names[0].text,
                      TS_SPAN_LIT("A in the registry"));
    assert_span_equal(world_issuer(w, B)->names[0].text, TS_SPAN_LIT("State of B"));
    assert_int_equal(world_issuer(w, DID_KEY)->key_count, 0);
}

static void
says_what_it_cannot_verify(void **state)
{
    (void)state;
    world_put(w, REGISTRY_URL,
              TS_SPAN_LIT("{\"registry\":{\"did:ion:x\":{\"name\":\"Ion\"},"
                          "\"did:web:10.0.0.1\":{\"name\":\"Inside\"},"
                          "\"did:key:zUnknown\":{\"name\":\"Key\"}}}"));
    world_sources(w, SOURCE_REGISTRY);
    run();
    world_expect(w, REGISTRY_URL, TS_GATHER_OK);
    world_expect(w, "did:ion:x", TS_GATHER_UNVERIFIED);
    world_expect(w, "did:web:10.0.0.1", TS_GATHER_UNVERIFIED);
    assert_true(world_line(w, "did:key:zUnknown")->result != TS_GATHER_OK);
    assert_int_equal(w->asked, 1);
}

/* Who does not say "trust" gets nothing that nobody signed, and nobody is asked. */
static void
takes_nothing_on_faith(void **state)
{
    (void)state;
    static const struct {
        const char *rule, *source, *what;
    } ROWS[] = {
        { "a registry", "{\"kind\":\"dcc-registry\",\"url\":\"" REGISTRY_URL "\"}",
          REGISTRY_URL },
        { "a directory",
          "{\"kind\":\"smart-health-cards\",\"url\":\"" DIRECTORY_URL "\"}",
          DIRECTORY_URL },
        { "a document from elsewhere",
          "{\"kind\":\"did-web\",\"id\":\"" A "\",\"names\":{\"en\":\"A\"},"
          "\"url\":\"https://mirror.example/.well-known/did.json\"}",
          A },
        { "keys from another port",
          "{\"kind\":\"jwks\",\"id\":\"" B "\",\"names\":{\"en\":\"B\"},"
          "\"url\":\"https://b.example:8443/.well-known/jwks.json\"}",
          B },
        { "keys from a file",
          "{\"kind\":\"jwks\",\"id\":\"" B "\",\"names\":{\"en\":\"B\"},"
          "\"file\":\"b.json\"}",
          B },
    };
    world_put(w, "https://mirror.example/.well-known/did.json",
              fixture_document(&w->arena, A, &key_b));
    for (size_t i = 0; i < TS_COUNT(ROWS); i++) {
        ts_test_row(ROWS[i].rule);
        world_sources(w, ROWS[i].source);
        run();
        world_expect(w, ROWS[i].what, TS_GATHER_UNVERIFIED);
        assert_int_equal(w->asked, 0);
        assert_null(world_issuer(w, A));
        assert_null(world_issuer(w, B));
    }
    ts_test_row("until the operator does");
    world_put(w, "b.json", fixture_jwks(&w->arena, &key_b, "b"));
    world_sources(w, "{\"kind\":\"jwks\",\"id\":\"" B "\",\"names\":{\"en\":\"B\"},"
                     "\"file\":\"b.json\",\"trust\":true}");
    run();
    world_expect(w, B, TS_GATHER_OK);
}

/* Plain http proves nothing. */
static void
asks_for_faith_without_https(void **state)
{
    (void)state;
    w->order.plain_http = true;
#define LOCAL "did:web:localhost%3A8080:c"
    world_put(w, "http://localhost:8080/c/did.json",
              fixture_document(&w->arena, LOCAL, &key_a));
    world_sources(w,
                  "{\"kind\":\"did-web\",\"id\":\"" LOCAL "\",\"names\":{\"en\":\"C\"}}");
    run();
    world_expect(w, LOCAL, TS_GATHER_UNVERIFIED);
    world_sources(w, "{\"kind\":\"did-web\",\"id\":\"" LOCAL
                     "\",\"names\":{\"en\":\"C\"},\"trust\":true}");
    run();
    world_expect(w, LOCAL, TS_GATHER_OK);
}

static void
refuses_documents_that_are_another_s(void **state)
{
    (void)state;
    static const struct {
        const char *rule, *body;
    } ROWS[] = {
        { "of another DID", "{\"id\":\"did:web:b.example\",\"assertionMethod\":[]}" },
        { "without a key", "{\"id\":\"" A "\",\"assertionMethod\":[]}" },
        { "no JSON", "<html>Not found</html>" },
        { "empty", "" },
    };
    world_sources(w, SOURCE_A);
    for (size_t i = 0; i < TS_COUNT(ROWS); i++) {
        ts_test_row(ROWS[i].rule);
        world_put(w, A_URL, ts_span_text(ROWS[i].body));
        run();
        world_expect(w, A, TS_GATHER_FAILED);
        assert_null(world_issuer(w, A));
    }
}

static void
needs_a_name(void **state)
{
    (void)state;
    world_sources(w, "{\"kind\":\"did-web\",\"id\":\"" A "\"}");
    run();
    world_expect(w, A, TS_GATHER_FAILED);
    ts_test_row("unless it is on the list already");
    world_put_by_hand(w, A, "By hand");
    run();
    world_expect(w, A, TS_GATHER_OK);
    assert_span_equal(world_issuer(w, A)->names[0].text, TS_SPAN_LIT("By hand"));
}

/* A directory cannot rename what the operator listed, nor widen its bounds. */
static void
leaves_the_operator_s_words_alone(void **state)
{
    (void)state;
    world_put_by_hand(w, A, "By hand");
    world_sources(w, "{\"kind\":\"dcc-registry\",\"url\":\"" REGISTRY_URL
                     "\",\"trust\":true,\"achievements\":[]}");
    run();
    world_expect(w, A, TS_GATHER_OK);
    const struct ts_issuer *a = world_issuer(w, A);
    assert_span_equal(a->names[0].text, TS_SPAN_LIT("By hand"));
    assert_int_equal(a->achievement_count, 1);
    assert_int_equal(a->key_count, 1);
    ts_test_row("and does not take it off when it names it no more");
    world_put(w, REGISTRY_URL, TS_SPAN_LIT("{\"registry\":{}}"));
    run();
    assert_non_null(world_issuer(w, A));
}

static void
takes_off_what_is_named_no_more(void **state)
{
    (void)state;
    world_sources(w, SOURCE_REGISTRY);
    run();
    world_put(w, REGISTRY_URL,
              TS_SPAN_LIT("{\"registry\":{\"" A "\":{\"name\":\"A\"}}}"));
    run();
    world_expect(w, DID_KEY, TS_GATHER_REMOVED);
    assert_null(world_issuer(w, DID_KEY));
    assert_non_null(world_issuer(w, A));
    ts_test_row("and not again");
    run();
    assert_int_equal(w->counts.of[TS_GATHER_REMOVED], 0);
}

static void
hands_over_what_another_directory_names(void **state)
{
    (void)state;
#define SECOND_URL "https://second.example/registry.json"
    world_sources(w, SOURCE_REGISTRY ",{\"kind\":\"dcc-registry\",\"url\":\"" SECOND_URL
                                     "\",\"trust\":true}");
    world_put(w, SECOND_URL,
              TS_SPAN_LIT("{\"registry\":{\"" A "\":{\"name\":\"A in the second\"}}}"));
    run();
    world_put(w, REGISTRY_URL, TS_SPAN_LIT("{\"registry\":{}}"));
    run();
    assert_null(world_issuer(w, DID_KEY));
    assert_non_null(world_issuer(w, A));
    ts_test_row("until that one does not either");
    world_put(w, SECOND_URL, TS_SPAN_LIT("{\"registry\":{}}"));
    run();
    assert_null(world_issuer(w, A));
}

#define NAMED(did) "\"" did "\":{\"name\":\"X\"}"
#define KEY_2 "did:key:z6MkiTBz1ymuepAQ4HEHYSF1H8quG5GLVVQR3djdX3mDooWp"
#define KEY_3 "did:key:z6MkjchhfUsD6mmvni8mCdXHw216Xrm9bQe2mBH1P5RDjVJG"
#define KEY_4 "did:key:z6MknGc3ocHs3zdPiJbnaaqDi58NGb4pk1Sp9WxWufuXSdxf"
#define KEY_5 "did:key:z6Mktpn6cXks1PBKLMgZH2VaahvCtBMF6K8eCa7HzrnuYLZv"
#define REGISTRY(entries) TS_SPAN_LIT("{\"registry\":{" entries "}}")
#define THREE NAMED(A) "," NAMED(DID_KEY) "," NAMED(KEY_2)
#define SIX THREE "," NAMED(KEY_3) "," NAMED(KEY_4) "," NAMED(KEY_5)

static void
does_not_believe_a_directory_that_lost_half(void **state)
{
    (void)state;
    world_sources(w, SOURCE_REGISTRY);
    world_put(w, REGISTRY_URL, REGISTRY(SIX));
    run();
    world_put(w, REGISTRY_URL, REGISTRY(NAMED(A) "," NAMED(DID_KEY)));
    run();
    world_expect(w, REGISTRY_URL, TS_GATHER_FAILED);
    assert_int_equal(w->counts.of[TS_GATHER_REMOVED], 0);
    ts_test_row("half is enough");
    world_put(w, REGISTRY_URL, REGISTRY(THREE));
    run();
    assert_int_equal(w->counts.of[TS_GATHER_REMOVED], 3);
    ts_test_row("unless the operator says so");
    world_put(w, REGISTRY_URL, REGISTRY(SIX));
    run();
    world_sources(w, "{\"kind\":\"dcc-registry\",\"url\":\"" REGISTRY_URL
                     "\",\"trust\":true,\"mayShrink\":true}");
    world_put(w, REGISTRY_URL, REGISTRY(""));
    run();
    assert_int_equal(w->counts.of[TS_GATHER_REMOVED], 6);
}

/* What the operator lists with an address of its own is asked for there. */
static void
asks_where_the_operator_says(void **state)
{
    (void)state;
#define MIRROR_URL "https://mirror.example/a.json"
    world_put(w, MIRROR_URL, fixture_document(&w->arena, A, &key_b));
    world_sources(w, SOURCE_REGISTRY);
    run();
    assert_int_equal(world_page(w, A_URL)->asked, 1);
    world_sources(w, SOURCE_REGISTRY ",{\"kind\":\"did-web\",\"id\":\"" A
                                     "\",\"url\":\"" MIRROR_URL
                                     "\",\"names\":{\"en\":\"A\"},\"trust\":true}");
    run();
    assert_int_equal(world_page(w, MIRROR_URL)->asked, 1);
    assert_int_equal(world_page(w, A_URL)->asked, 1);
    assert_int_equal(world_issuer(w, A)->keys[0].key.kind, TS_KEY_P256);
    ts_test_row("and stays when the directory names it no more");
    world_put(w, REGISTRY_URL, REGISTRY(NAMED(DID_KEY)));
    run();
    assert_non_null(world_issuer(w, A));
}

static void
gives_issuers_of_a_lost_directory_to_the_next(void **state)
{
    (void)state;
    world_put(w, SECOND_URL, REGISTRY(NAMED(A)));
    world_sources(w, SOURCE_REGISTRY);
    run();
    ts_test_row("whose source is struck stays");
    world_sources(w, "{\"kind\":\"dcc-registry\",\"url\":\"" SECOND_URL
                     "\",\"trust\":true}");
    run();
    assert_non_null(world_issuer(w, A));
    assert_non_null(world_issuer(w, DID_KEY));
    ts_test_row("the next may rename it, and lets it go");
    world_put(w, SECOND_URL, REGISTRY("\"" A "\":{\"name\":\"Renamed\"}"));
    world_put(w, A_URL, fixture_document(&w->arena, A, &key_b));
    run();
    assert_span_equal(world_issuer(w, A)->names[0].text, TS_SPAN_LIT("Renamed"));
    world_put(w, SECOND_URL, REGISTRY(""));
    run();
    assert_null(world_issuer(w, A));
    assert_non_null(world_issuer(w, DID_KEY));
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(imports_issuers_of_every_kind),
        TEST(follows_directories_to_their_issuers),
        TEST(says_what_it_cannot_verify),
        TEST(takes_nothing_on_faith),
        TEST(asks_for_faith_without_https),
        TEST(refuses_documents_that_are_another_s),
        TEST(needs_a_name),
        TEST(leaves_the_operator_s_words_alone),
        TEST(takes_off_what_is_named_no_more),
        TEST(hands_over_what_another_directory_names),
        TEST(does_not_believe_a_directory_that_lost_half),
        TEST(asks_where_the_operator_says),
        TEST(gives_issuers_of_a_lost_directory_to_the_next),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
