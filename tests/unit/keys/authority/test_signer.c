#include "keys/authority/issuer_keys.h"
#include "keys/codec/json.h"
#include "tests/unit/keys/authority/fixture.h"

#include <sys/stat.h>

#define ARENA (4 * 1024 * 1024)

static struct {
    struct ts_arena arena;
    struct ts_store *store;
    char path[32];
} folder;

static int
set_up(void **state)
{
    (void)state;
    folder.arena = ts_test_arena(ARENA);
    folder.store = fixture_folder(folder.path);
    return 0;
}

static int
tear_down(void **state)
{
    (void)state;
    fixture_folder_remove(folder.store, folder.path);
    ts_test_arena_free(&folder.arena);
    return 0;
}

static ts_span
read_file(const char *name)
{
    ts_span bytes;
    assert_status(ts_store_read(folder.store, &folder.arena, &bytes, name, 65536), TS_OK);
    return bytes;
}

static const struct ts_json *
read_json(const char *name)
{
    const struct ts_json *root;
    assert_status(ts_json_parse(&folder.arena, &root, read_file(name), NULL), TS_OK);
    return root;
}

static void
makes_a_did_of_its_key(void **state)
{
    (void)state;
    struct ts_signer signer =
        fixture_signer(&folder.arena, folder.store, "did:key", TS_KEY_ED25519);
    assert_true(ts_span_starts_with(signer.id, TS_SPAN_LIT("did:key:z6Mk")));
    assert_true(ts_span_starts_with(signer.method, signer.id));
    assert_true(ts_signer_is_self_contained(&signer));
    assert_span_equal(signer.status_url, TS_SPAN_LIT("https://college.example/status"));
}

static void
opens_what_it_made(void **state)
{
    (void)state;
    struct ts_signer made = fixture_signer(&folder.arena, folder.store,
                                           "did:web:college.example", TS_KEY_P256);
    struct ts_signer opened;
    assert_status(
        ts_signer_open(&folder.arena, &opened, folder.store, (ts_span){ 0 }, NULL),
        TS_OK);
    assert_span_equal(opened.id, made.id);
    assert_span_equal(opened.name, made.name);
    assert_span_equal(opened.method, TS_SPAN_LIT("did:web:college.example#key-1"));
    assert_span_equal(opened.status_url, made.status_url);
    assert_memory_equal(opened.key.secret, made.key.secret, sizeof(made.key.secret));
    ts_signer_destroy(&opened);
    assert_memory_not_equal(opened.key.secret, made.key.secret, sizeof(made.key.secret));
}

/* What an authority gets to see is the key that signs. */
static void
publishes_its_public_key_twice(void **state)
{
    (void)state;
    struct ts_signer signer = fixture_signer(
        &folder.arena, folder.store, "https://college.example/issuer", TS_KEY_ED25519);
    struct ts_public_key own = ts_secret_key_public(&signer.key);
    struct ts_issuer_keys keys;
    assert_status(ts_issuer_keys_from_jwks(&folder.arena, &keys, read_json("jwks.json")),
                  TS_OK);
    assert_int_equal(keys.count, 1);
    assert_span_equal(keys.items[0].id, signer.method);
    assert_true(ts_public_key_equal(&keys.items[0].key, &own));
    assert_status(ts_issuer_keys_from_document(&folder.arena, &keys,
                                               read_json("did.json"), signer.id),
                  TS_OK);
    assert_int_equal(keys.count, 1);
    assert_span_equal(keys.items[0].id, signer.method);
    assert_true(ts_public_key_equal(&keys.items[0].key, &own));
}

static void
keeps_its_secret_to_the_owner(void **state)
{
    (void)state;
    char path[64];
    struct stat about;
    (void)fixture_signer(&folder.arena, folder.store, "did:key", TS_KEY_ED25519);
    snprintf(path, sizeof(path), "%s/secret.json", folder.path);
    assert_int_equal(stat(path, &about), 0);
    assert_int_equal(about.st_mode & 0777, 0600);
}

static void
is_not_made_over_another(void **state)
{
    (void)state;
    struct ts_signer signer;
    const struct ts_signer_request request = { .id = TS_SPAN_LIT("did:key"),
                                               .name = TS_SPAN_LIT("Other"),
                                               .kind = TS_KEY_ED25519 };
    (void)fixture_signer(&folder.arena, folder.store, "did:key", TS_KEY_ED25519);
    ts_span before = read_file("secret.json");
    assert_status(ts_signer_create(&folder.arena, &signer, folder.store, &request, NULL),
                  TS_DUPLICATE);
    assert_span_equal(read_file("secret.json"), before);
}

static void
needs_its_passphrase(void **state)
{
    (void)state;
    struct ts_signer signer;
    const struct ts_signer_request request = { .id = TS_SPAN_LIT("did:key"),
                                               .name = TS_SPAN_LIT("Sealed"),
                                               .kind = TS_KEY_ED25519,
                                               .passphrase = TS_SPAN_LIT("horse") };
    assert_status(ts_signer_create(&folder.arena, &signer, folder.store, &request, NULL),
                  TS_OK);
    assert_status(
        ts_signer_open(&folder.arena, &signer, folder.store, (ts_span){ 0 }, NULL),
        TS_UNTRUSTED);
    assert_status(
        ts_signer_open(&folder.arena, &signer, folder.store, TS_SPAN_LIT("house"), NULL),
        TS_UNTRUSTED);
    assert_status(
        ts_signer_open(&folder.arena, &signer, folder.store, TS_SPAN_LIT("horse"), NULL),
        TS_OK);
}

/* A folder whose DID was exchanged would issue what nobody can verify. */
static void
notices_a_key_that_is_not_its_own(void **state)
{
    (void)state;
    struct ts_signer signer;
    struct ts_fault fault = { 0 };
    (void)fixture_signer(&folder.arena, folder.store, "did:key", TS_KEY_ED25519);
    struct ts_secret_key other;
    ts_span text;
    assert_status(ts_secret_key_generate(&other, TS_KEY_ED25519), TS_OK);
    assert_status(ts_secret_key_write(&folder.arena, &text, &other, (ts_span){ 0 }),
                  TS_OK);
    assert_status(ts_store_replace(folder.store, "secret.json", text, true), TS_OK);
    assert_status(
        ts_signer_open(&folder.arena, &signer, folder.store, (ts_span){ 0 }, &fault),
        TS_UNTRUSTED);
    assert_string_equal(fault.rule, "secret.json");
}

static const struct {
    const char *rule;
    const char *id, *name, *status_url;
} BAD_REQUESTS[] = {
    { "no id", "", "N", "" },
    { "another DID method", "did:ion:abc", "N", "" },
    { "no TLS", "http://college.example", "N", "" },
    { "a fragment", "https://college.example/#me", "N", "" },
    { "a query", "https://college.example/?a", "N", "" },
    { "a space", "did:web:college example", "N", "" },
    { "no name", "did:key", "", "" },
    { "a name that is not UTF-8", "did:key", "\xE9", "" },
    { "a status URL that is none", "did:key", "N", "lists" },
};

static void
refuses_requests_that_make_no_sense(void **state)
{
    (void)state;
    for (size_t i = 0; i < TS_COUNT(BAD_REQUESTS); i++) {
        struct ts_signer signer;
        ts_span bytes;
        const struct ts_signer_request request = {
            .id = ts_span_text(BAD_REQUESTS[i].id),
            .name = ts_span_text(BAD_REQUESTS[i].name),
            .status_url = ts_span_text(BAD_REQUESTS[i].status_url),
            .kind = TS_KEY_ED25519,
        };
        ts_test_row(BAD_REQUESTS[i].rule);
        assert_status(
            ts_signer_create(&folder.arena, &signer, folder.store, &request, NULL),
            TS_MALFORMED);
        assert_status(
            ts_store_read(folder.store, &folder.arena, &bytes, "secret.json", 65536),
            TS_ABSENT);
    }
}

int
main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(makes_a_did_of_its_key),
        TEST(opens_what_it_made),
        TEST(publishes_its_public_key_twice),
        TEST(keeps_its_secret_to_the_owner),
        TEST(is_not_made_over_another),
        TEST(needs_its_passphrase),
        TEST(notices_a_key_that_is_not_its_own),
        TEST(refuses_requests_that_make_no_sense),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
