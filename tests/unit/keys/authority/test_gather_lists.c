#include "keys/authority/ledger.h"
#include "tests/unit/keys/authority/gather_world.h"

/* Status lists as sources. */

static struct world world;
static struct world *const w = &world;

#define LIST_URL "https://college.example/status/revocation"
#define SOURCE_LIST "{\"kind\":\"status-list\",\"url\":\"" LIST_URL "\"}"
#define COLLEGE "did:web:college.example"
#define COLLEGE_URL "https://college.example/.well-known/did.json"
#define SOURCE_COLLEGE \
    "{\"kind\":\"did-web\",\"id\":\"" COLLEGE "\",\"names\":{\"en\":\"College\"}}"

static struct ts_signer college;
static struct ts_ledger ledger;
static struct ts_store *college_store;
static char college_path[32];

static int
set_up(void **state)
{
    (void)state;
    size_t line;
    world_begin(w);
    college_store = fixture_folder(college_path);
    college = fixture_signer(&w->arena, college_store, COLLEGE, TS_KEY_ED25519);
    assert_status(ts_ledger_read(&w->arena, &ledger, college_store, 1, &line), TS_OK);
    assert_status(ts_ledger_add(&ledger, NULL, TS_SPAN_LIT("urn:a"), true, FIXTURE_NOW),
                  TS_OK);
    ts_span document;
    assert_status(ts_store_read(college_store, &w->arena, &document, "did.json", 65536),
                  TS_OK);
    world_put(w, COLLEGE_URL, document);
    return 0;
}

static int
tear_down(void **state)
{
    (void)state;
    ts_signer_destroy(&college);
    fixture_folder_remove(college_store, college_path);
    world_end(w);
    return 0;
}

static void
run(void)
{
    assert_status(world_run(w), TS_OK);
}

static void
put_list(ts_utc signed_at)
{
    ts_span jwt;
    assert_status(ts_ledger_sign_list(&w->arena, &jwt, &ledger, &college,
                                      TS_LIST_REVOCATION, signed_at),
                  TS_OK);
    world_put(w, LIST_URL, jwt);
}

static void
put_token(int64_t exp)
{
    ts_span header = fixture_text(
        &w->arena, "{\"alg\":\"EdDSA\",\"typ\":\"statuslist+jwt\",\"kid\":\"%.*s\"}",
        TS_SPAN_ARG(college.method));
    /* IETF Token Status List, 4.1: the example of 16 entries. */
    ts_span claims = fixture_text(
        &w->arena,
        "{\"iss\":\"" COLLEGE "\",\"sub\":\"" LIST_URL "\",\"iat\":1778570000,"
        "\"exp\":%lld,\"status_list\":{\"bits\":1,\"lst\":\"eNrbuRgAAhcBXQ\"}}",
        (long long)exp);
    world_put(w, LIST_URL,
              fixture_jws(&w->arena, &college.key, (const char *)header.at,
                          (const char *)claims.at));
}

/* The list on the medium is the one that the server has. */
static bool
has_list(void)
{
    char name[] = "status/00000000000000000000000000000000";
    uint8_t digest[TS_SHA256_SIZE];
    ts_span content;
    ts_sha256(digest, TS_SPAN_LIT(LIST_URL));
    for (size_t i = 0; i < 16; i++)
        snprintf(name + 7 + 2 * i, 3, "%02x", digest[i]);
    return ts_store_read(w->store, &w->arena, &content, name, 1 << 20) == TS_OK
           && ts_span_equal(content, world_page(w, LIST_URL)->body);
}

static void
takes_lists_of_issuers_that_it_gathered(void **state)
{
    (void)state;
    put_list(FIXTURE_NOW);
    ts_test_row("of nobody on the list");
    world_sources(w, SOURCE_LIST);
    run();
    world_expect(w, LIST_URL, TS_GATHER_UNVERIFIED);
    assert_false(has_list());
    ts_test_row("issuers come first, whatever the order of the sources");
    world_sources(w, SOURCE_LIST "," SOURCE_COLLEGE);
    run();
    world_expect(w, LIST_URL, TS_GATHER_OK);
    assert_true(has_list());
    run();
    world_expect(w, LIST_URL, TS_GATHER_UNCHANGED);
    assert_int_equal(world_page(w, LIST_URL)->conditional, 1);
    ts_test_row("unchanged, but its issuer has another key now");
    struct ts_secret_key other = fixture_key(5, TS_KEY_ED25519);
    world_put(w, COLLEGE_URL, fixture_document(&w->arena, COLLEGE, &other));
    run();
    world_expect(w, LIST_URL, TS_GATHER_UNVERIFIED);
}

static void
takes_no_list_that_has_expired(void **state)
{
    (void)state;
    world_sources(w, SOURCE_COLLEGE "," SOURCE_LIST);
    put_token(FIXTURE_NOW.s);
    run();
    world_expect(w, LIST_URL, TS_GATHER_FAILED);
    assert_false(has_list());
    put_token(FIXTURE_NOW.s + 1);
    run();
    world_expect(w, LIST_URL, TS_GATHER_OK);
    assert_true(has_list());
}

static void
does_not_go_back_to_an_older_list(void **state)
{
    (void)state;
    world_sources(w, SOURCE_COLLEGE "," SOURCE_LIST);
    put_list(FIXTURE_NOW);
    run();
    assert_true(has_list());
    put_list((ts_utc){ FIXTURE_NOW.s - 60 });
    run();
    world_expect(w, LIST_URL, TS_GATHER_FAILED);
    assert_true(world_line(w, LIST_URL)->has_age);
    assert_false(has_list());
    put_list((ts_utc){ FIXTURE_NOW.s + 60 });
    run();
    world_expect(w, LIST_URL, TS_GATHER_OK);
    assert_true(has_list());
}

static void
asks_for_faith_in_lists_nobody_signed(void **state)
{
    (void)state;
    world_put(w, LIST_URL,
              TS_SPAN_LIT("{\"id\":\"" LIST_URL "\",\"type\":\"1EdTechRevocationList\","
                          "\"issuer\":\"" COLLEGE "\",\"revokedCredential\":[]}"));
    world_sources(w, SOURCE_LIST);
    run();
    world_expect(w, LIST_URL, TS_GATHER_UNVERIFIED);
    assert_false(has_list());
    world_sources(w,
                  "{\"kind\":\"status-list\",\"url\":\"" LIST_URL "\",\"trust\":true}");
    run();
    world_expect(w, LIST_URL, TS_GATHER_OK);
    assert_true(has_list());
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(takes_lists_of_issuers_that_it_gathered),
        TEST(takes_no_list_that_has_expired),
        TEST(does_not_go_back_to_an_older_list),
        TEST(asks_for_faith_in_lists_nobody_signed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
