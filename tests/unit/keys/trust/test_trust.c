#include "keys/codec/deflate.h"
#include "keys/trust/trust.h"
#include "tests/unit/keys/trust/fixture.h"

#include <dirent.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#define ISSUER "did:web:school.example"
#define URL_1 "https://school.example/status/1"
#define URL_2 "https://school.example/status/2"

/* A folder on the disk, and the metadata that is growing for it. */
static struct {
    struct ts_arena arena;
    char path[64];
    struct ts_store *store;
    struct ts_secret_key key;
    const char *targets; /* Members of "targets" so far. */
} folder;

static void
put(const char *name, ts_span content)
{
    assert_status(ts_store_replace(folder.store, name, content, false), TS_OK);
}

/* Names a file in the metadata; custom is "" or ,"custom":{...}. */
static void
announce(const char *path, ts_span content, const char *custom)
{
    uint8_t digest[TS_SHA256_SIZE];
    ts_sha256(digest, content);
    folder.targets = fixture_string(
        &folder.arena,
        fixture_text(&folder.arena,
                     "%s%s\"%s\":{\"length\":%zu,\"hashes\":{\"sha256\":\"%s\"}%s}",
                     folder.targets, *folder.targets ? "," : "", path, content.len,
                     fixture_hex(&folder.arena, TS_SPAN_OF(digest)), custom));
}

static void
add(const char *path, ts_span content, const char *custom)
{
    const char *name =
        fixture_string(&folder.arena, fixture_text(&folder.arena, "targets/%s", path));
    announce(path, content, custom);
    put(name, content);
}

static void
write_targets(const char *more)
{
    const char *body = fixture_string(
        &folder.arena,
        fixture_text(&folder.arena,
                     "{\"_type\":\"targets\",\"spec_version\":\"1.0.34\",\"version\":5,"
                     "\"expires\":\"1970-01-01T00:10:00Z\",%s\"targets\":{%s}}",
                     more, folder.targets));
    put("targets.json", fixture_metadata(&folder.arena, body, &folder.key, 1));
}

static ts_span
issuer_list(void)
{
    struct ts_issuer_key key = fixture_listed_key(&folder.key, "k");
    struct ts_issuer issuer = fixture_issuer(&folder.arena, ISSUER, &key, 1);
    struct ts_issuer_list list = {
        .epoch = 3, .issued = { 300 }, .issuers = &issuer, .count = 1
    };
    ts_span bytes;
    assert_status(ts_issuer_list_write(&folder.arena, &bytes, &list), TS_OK);
    return bytes;
}

/* A token status list in which entry 0 is as value says, and entry 1 valid. */
static ts_span
status_list(const char *url, uint8_t value)
{
    ts_span lst;
    assert_status(
        ts_deflate(&folder.arena, &lst, (ts_span){ &value, 1 }, TS_DEFLATE_ZLIB), TS_OK);
    const char *lst64 = fixture_base64url(&folder.arena, lst);
    const char *claims = fixture_string(
        &folder.arena, fixture_text(&folder.arena,
                                    "{\"iss\":\"" ISSUER "\",\"sub\":\"%s\",\"iat\":100,"
                                    "\"status_list\":{\"bits\":1,\"lst\":\"%s\"}}",
                                    url, lst64));
    return fixture_jws(&folder.arena, &folder.key, "\"typ\":\"statuslist+jwt\"", claims);
}

static void
put_root(void)
{
    put("root.json",
        fixture_metadata(&folder.arena, fixture_root_body(&folder.arena, &folder.key),
                         &folder.key, 1));
}

static int
set_up(void **state)
{
    (void)state;
    folder.arena = ts_test_arena(4 * 1024 * 1024);
    snprintf(folder.path, sizeof(folder.path), "/tmp/ts-trust-XXXXXX");
    assert_non_null(mkdtemp(folder.path));
    assert_status(ts_store_open(&folder.store, folder.path, false), TS_OK);
    folder.key = fixture_key(TS_KEY_ED25519, 1);
    folder.targets = "";
    return 0;
}

static void
remove_file(const char *name, void *context)
{
    (void)context;
    assert_status(ts_store_remove(folder.store, name), TS_OK);
}

static int
tear_down(void **state)
{
    (void)state;
    static const char *const below[] = { "targets/status", "targets/profiles",
                                         "targets" };
    assert_status(ts_store_list(folder.store, &folder.arena, "", remove_file, NULL),
                  TS_OK);
    ts_store_close(folder.store);
    for (size_t i = 0; i < TS_COUNT(below); i++) {
        char path[128];
        snprintf(path, sizeof(path), "%s/%s", folder.path, below[i]);
        (void)rmdir(path);
    }
    assert_int_equal(rmdir(folder.path), 0);
    ts_test_arena_free(&folder.arena);
    return 0;
}

static enum ts_status
load(struct ts_trust *trust, struct ts_fault *fault)
{
    struct ts_trust before;
    memset(trust, 0xEE, sizeof(*trust));
    memset(&before, 0xEE, sizeof(before));
    enum ts_status status = ts_trust_load(&folder.arena, trust, folder.store, fault);
    assert_status(fault->status, status);
    if (status != TS_OK)
        assert_memory_equal(trust, &before, sizeof(before));
    return status;
}

static void
a_whole_folder_is_loaded(void **state)
{
    (void)state;
    struct ts_trust trust;
    struct ts_fault fault = { 0 };
    put_root();
    add("issuers.cbor", issuer_list(), "");
    add("status/22", status_list(URL_2, 0), ",\"custom\":{\"url\":\"" URL_2 "\"}");
    add("status/11", status_list(URL_1, 1), ",\"custom\":{\"url\":\"" URL_1 "\"}");
    add("profiles/crane.json", TS_SPAN_LIT("{}"), "");
    write_targets("\"x-issued\":\"1970-01-01T00:08:20Z\",");

    assert_status(load(&trust, &fault), TS_OK);
    assert_null(fault.rule);
    assert_int_equal(trust.epoch, 5);
    assert_int_equal(trust.issued.s, 500);
    assert_int_equal(trust.expires.s, 600);
    assert_int_equal(trust.problem_count, 0);
    assert_int_equal(trust.issuers.count, 1);
    assert_int_equal(trust.status_list_count, 2);
    assert_span_equal(trust.status_lists[0].url, TS_SPAN_LIT(URL_1));
    assert_span_equal(trust.status_lists[1].url, TS_SPAN_LIT(URL_2));

    uint8_t digest[TS_SHA256_SIZE];
    ts_sha256(digest, fixture_canonical(&folder.arena, ts_span_text(fixture_root_body(
                                                           &folder.arena, &folder.key))));
    assert_memory_equal(trust.root_fingerprint, digest, sizeof(digest));

    /* Nothing that stays was left in the working memory. */
    memset(ts_arena_rest(&folder.arena).at, 0xEE, ts_arena_rest(&folder.arena).len);
    const struct ts_status_list *list = ts_trust_status_list(&trust, TS_SPAN_LIT(URL_1));
    assert_non_null(list);
    assert_span_equal(list->issuer, TS_SPAN_LIT(ISSUER));
    assert_int_equal(ts_status_list_at(list, 0, (ts_span){ 0 }), TS_STATUS_WITHDRAWN);
    assert_int_equal(ts_status_list_at(list, 1, (ts_span){ 0 }), TS_STATUS_VALID);
    list = ts_trust_status_list(&trust, TS_SPAN_LIT(URL_2));
    assert_int_equal(ts_status_list_at(list, 0, (ts_span){ 0 }), TS_STATUS_VALID);
    assert_null(ts_trust_status_list(&trust, TS_SPAN_LIT("https://school.example/")));
    assert_non_null(ts_issuer_list_find(&trust.issuers, TS_SPAN_LIT(ISSUER)));
}

static void
ids_and_purposes_stay_as_well(void **state)
{
    (void)state;
    struct ts_trust trust;
    struct ts_fault fault = { 0 };
    put_root();
    add("issuers.cbor", issuer_list(), "");
    add("status/33",
        TS_SPAN_LIT("{\"id\":\"https://e\",\"type\":\"1EdTechRevocationList\","
                    "\"revokedCredential\":[{\"id\":\"urn:b\"},{\"id\":\"urn:a\"}]}"),
        ",\"custom\":{\"url\":\"https://e\"}");
    add("status/34",
        TS_SPAN_LIT("{\"kid\":\"k\",\"method\":\"rid\",\"ctr\":1,"
                    "\"rids\":[\"b.1000\",\"a\"]}"),
        ",\"custom\":{\"url\":\"https://f/.well-known/crl/k.json\"}");
    write_targets("");
    assert_status(load(&trust, &fault), TS_OK);
    assert_int_equal(trust.problem_count, 0);
    memset(ts_arena_rest(&folder.arena).at, 0xEE, ts_arena_rest(&folder.arena).len);
    const struct ts_status_list *list =
        ts_trust_status_list(&trust, TS_SPAN_LIT("https://e"));
    assert_non_null(list);
    assert_int_equal(ts_status_list_of(list, TS_SPAN_LIT("urn:a")), TS_STATUS_WITHDRAWN);
    assert_int_equal(ts_status_list_of(list, TS_SPAN_LIT("urn:c")), TS_STATUS_VALID);
    list = ts_trust_status_list(&trust, TS_SPAN_LIT("https://f/.well-known/crl/k.json"));
    assert_non_null(list);
    assert_int_equal(ts_status_list_of_card(list, TS_SPAN_LIT("a"), (ts_utc){ 9 }),
                     TS_STATUS_WITHDRAWN);
    assert_int_equal(ts_status_list_of_card(list, TS_SPAN_LIT("b"), (ts_utc){ 999 }),
                     TS_STATUS_WITHDRAWN);
    assert_int_equal(ts_status_list_of_card(list, TS_SPAN_LIT("b"), (ts_utc){ 1000 }),
                     TS_STATUS_VALID);
    /* 2.13: another tool did not say when; the issuer list did. */
    assert_int_equal(trust.issued.s, 300);
}

static void
an_empty_folder_is_no_trust(void **state)
{
    (void)state;
    struct ts_trust trust;
    struct ts_fault fault = { 0 };
    assert_status(load(&trust, &fault), TS_ABSENT);
    assert_string_equal(fault.rule, "root.json");
}

static void
a_root_alone_waits_for_its_lists(void **state)
{
    (void)state;
    struct ts_trust trust;
    struct ts_fault fault = { 0 };
    put_root();
    assert_status(load(&trust, &fault), TS_OK);
    assert_int_equal(trust.epoch, 0);
    assert_int_equal(trust.issued.s, TS_UTC_ALWAYS.s);
    assert_int_equal(trust.issuers.count, 0);
    assert_int_equal(trust.status_list_count, 0);
    assert_null(ts_issuer_list_find(&trust.issuers, TS_SPAN_LIT(ISSUER)));
    assert_null(ts_trust_status_list(&trust, TS_SPAN_LIT(URL_1)));
}

static void
whatever_is_altered_refuses_the_folder(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        const char *rule;
    } rows[] = {
        { "root.json", NULL },
        { "targets.json", NULL },
        { "targets/issuers.cbor", "targets/issuers.cbor" },
        { "targets/status/11", "targets" },
        { "targets/profiles/crane.json", "targets" },
        { "targets/something-else", "targets" },
    };
    put_root();
    add("issuers.cbor", issuer_list(), "");
    add("status/11", status_list(URL_1, 1), ",\"custom\":{\"url\":\"" URL_1 "\"}");
    add("profiles/crane.json", TS_SPAN_LIT("{}"), "");
    add("something-else", TS_SPAN_LIT("x"), "");
    write_targets("");
    for (size_t i = 0; i < TS_COUNT(rows); i++) {
        struct ts_trust trust;
        struct ts_fault fault = { 0 };
        ts_span good;
        ts_test_row(rows[i].name);
        assert_status(load(&trust, &fault), TS_OK);
        assert_status(
            ts_store_read(folder.store, &folder.arena, &good, rows[i].name, 1 << 20),
            TS_OK);
        uint8_t *bad = ts_test_exact_copy(good);
        /* The last letter of a digit or of a name: its form stays what it was. */
        bad[good.len - good.len / 3 - 1] ^= 1;
        put(rows[i].name, (ts_span){ bad, good.len });
        enum ts_status status = load(&trust, &fault);
        assert_true(status != TS_OK);
        assert_non_null(fault.rule);
        if (rows[i].rule) {
            assert_status(status, TS_UNTRUSTED);
            assert_string_equal(fault.rule, rows[i].rule);
        }
        put(rows[i].name, good);
        free(bad);
    }
}

static void
an_issuer_list_that_is_missing_or_broken_refuses_the_folder(void **state)
{
    (void)state;
    struct ts_trust trust;
    struct ts_fault fault = { 0 };
    put_root();
    announce("issuers.cbor", issuer_list(), "");
    write_targets("");
    assert_status(load(&trust, &fault), TS_UNTRUSTED);
    assert_string_equal(fault.rule, "targets/issuers.cbor");

    folder.targets = "";
    add("issuers.cbor", TS_SPAN_LIT("\xA0"), "");
    write_targets("");
    assert_status(load(&trust, &fault), TS_MALFORMED);
    assert_string_equal(fault.rule, "FORMAT.md 3.2");
}

static void
a_status_list_that_cannot_be_used_is_a_problem(void **state)
{
    (void)state;
    struct ts_trust trust;
    struct ts_fault fault = { 0 };
    put_root();
    add("issuers.cbor", issuer_list(), "");
    add("status/11", status_list(URL_1, 1), ",\"custom\":{\"url\":\"" URL_1 "\"}");
    add("status/12", status_list(URL_1, 0), ",\"custom\":{\"url\":\"" URL_1 "\"}");
    add("status/13", status_list(URL_2, 1), ",\"custom\":{\"url\":\"https://x\"}");
    add("status/14", status_list(URL_2, 1), "");
    add("status/15", TS_SPAN_LIT("hello"), ",\"custom\":{\"url\":\"https://y\"}");
    announce("status/16", TS_SPAN_LIT("gone"), ",\"custom\":{\"url\":\"https://z\"}");
    announce("status/..x/.y", TS_SPAN_LIT("no name for a store"), "");
    announce("profiles/gone.json", TS_SPAN_LIT("{}"), "");
    write_targets("");
    static const struct {
        const char *what;
        enum ts_status status;
        const char *rule;
    } want[] = {
        { "status/12", TS_DUPLICATE, "FORMAT.md 2.12" },
        { "status/13", TS_MALFORMED, "FORMAT.md 4.3" },
        { "status/14", TS_MALFORMED, "FORMAT.md 2.12" },
        { "status/15", TS_UNSUPPORTED, "not a signed document" },
        { "status/16", TS_ABSENT, "targets" },
        { "status/..x/.y", TS_MALFORMED, "targets" },
        { "profiles/gone.json", TS_ABSENT, "targets" },
    };
    assert_status(load(&trust, &fault), TS_OK);
    assert_int_equal(trust.status_list_count, 1);
    assert_int_equal(ts_status_list_at(&trust.status_lists[0], 0, (ts_span){ 0 }),
                     TS_STATUS_WITHDRAWN);
    assert_int_equal(trust.problem_count, TS_COUNT(want));
    for (size_t i = 0; i < TS_COUNT(want); i++) {
        ts_test_row(want[i].what);
        assert_span_equal(trust.problems[i].what, ts_span_text(want[i].what));
        assert_status(trust.problems[i].fault.status, want[i].status);
        assert_string_equal(trust.problems[i].fault.rule, want[i].rule);
    }
}

static void
a_profile_is_read_through_the_signatures(void **state)
{
    (void)state;
    ts_verified profile = { 0 };
    struct ts_fault fault = { 0 };
    put_root();
    add("profiles/crane.json", TS_SPAN_LIT("{\"a\":1}"), "");
    write_targets("");
    put("targets/profiles/unsigned.json", TS_SPAN_LIT("{}"));

    assert_status(
        ts_trust_profile(&folder.arena, &profile, folder.store, "unsigned", &fault),
        TS_ABSENT);
    assert_status(ts_trust_profile(&folder.arena, &profile, folder.store,
                                   "../profiles/crane", &fault),
                  TS_ABSENT);
    char longest[300];
    memset(longest, 'a', sizeof(longest) - 1);
    longest[sizeof(longest) - 1] = '\0';
    assert_status(
        ts_trust_profile(&folder.arena, &profile, folder.store, longest, &fault),
        TS_ABSENT);
    assert_int_equal(profile.bytes.len, 0);

    assert_status(
        ts_trust_profile(&folder.arena, &profile, folder.store, "crane", &fault), TS_OK);
    memset(ts_arena_rest(&folder.arena).at, 0xEE, ts_arena_rest(&folder.arena).len);
    assert_span_equal(profile.bytes, TS_SPAN_LIT("{\"a\":1}"));

    put("targets/profiles/crane.json", TS_SPAN_LIT("{\"a\":2}"));
    profile = (ts_verified){ 0 };
    assert_status(
        ts_trust_profile(&folder.arena, &profile, folder.store, "crane", &fault),
        TS_UNTRUSTED);
    assert_int_equal(profile.bytes.len, 0);
}

/* One that is altered or not there is not worth the others. */
static void
all_profiles_are_read_by_name_but_those_that_are_altered(void **state)
{
    (void)state;
    static struct ts_trust_profiles profiles;
    struct ts_fault fault = { 0 };
    put_root();
    add("profiles/crane.json", TS_SPAN_LIT("{\"a\":1}"), "");
    add("profiles/drill.json", TS_SPAN_LIT("{\"a\":2}"), "");
    announce("profiles/gone.json", TS_SPAN_LIT("{}"), "");
    add("profiles/gate.json", TS_SPAN_LIT("{\"a\":3}"), "");
    announce("profiles/.json", TS_SPAN_LIT("{}"), "");
    add("profiles/readme.txt", TS_SPAN_LIT("{}"), "");
    write_targets("");
    put("targets/profiles/drill.json", TS_SPAN_LIT("{\"a\":9}"));
    put("targets/profiles/unsigned.json", TS_SPAN_LIT("{}"));
    assert_status(ts_trust_profiles(&folder.arena, &profiles, folder.store, &fault),
                  TS_OK);
    memset(ts_arena_rest(&folder.arena).at, 0xEE, ts_arena_rest(&folder.arena).len);
    assert_int_equal(profiles.count, 2);
    assert_int_equal(profiles.left_out, 2);
    assert_span_equal(profiles.names[0], TS_SPAN_LIT("crane"));
    assert_span_equal(profiles.texts[0].bytes, TS_SPAN_LIT("{\"a\":1}"));
    assert_span_equal(profiles.names[1], TS_SPAN_LIT("gate"));
    assert_span_equal(profiles.texts[1].bytes, TS_SPAN_LIT("{\"a\":3}"));

    profiles.count = 7;
    put("root.json", TS_SPAN_LIT("{}"));
    assert_int_not_equal(
        ts_trust_profiles(&folder.arena, &profiles, folder.store, &fault), TS_OK);
    assert_int_equal(profiles.count, 7);
}

static void
no_arena_is_small_enough_to_break_it(void **state)
{
    (void)state;
    put_root();
    add("issuers.cbor", issuer_list(), "");
    add("status/11", status_list(URL_1, 1), ",\"custom\":{\"url\":\"" URL_1 "\"}");
    write_targets("");
    size_t without_status_list = 0;
    size_t size = 0;
    for (size_t lists = 0; lists == 0; size += 1024) {
        uint8_t *memory = malloc(size + 1);
        struct ts_arena small = ts_arena_over((ts_room){ memory, size });
        struct ts_trust trust;
        enum ts_status status = ts_trust_load(&small, &trust, folder.store, NULL);
        assert_true(status == TS_OK || status == TS_NO_SPACE);
        if (status == TS_OK) {
            lists = trust.status_list_count;
            assert_int_equal(trust.problem_count, lists == 0);
            without_status_list += lists == 0;
        }
        free(memory);
    }
    /* A list too large for the kiosk is left out before the kiosk is. */
    assert_true(without_status_list > 0);
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(a_whole_folder_is_loaded),
        TEST(ids_and_purposes_stay_as_well),
        TEST(an_empty_folder_is_no_trust),
        TEST(a_root_alone_waits_for_its_lists),
        TEST(whatever_is_altered_refuses_the_folder),
        TEST(an_issuer_list_that_is_missing_or_broken_refuses_the_folder),
        TEST(a_status_list_that_cannot_be_used_is_a_problem),
        TEST(a_profile_is_read_through_the_signatures),
        TEST(all_profiles_are_read_by_name_but_those_that_are_altered),
        TEST(no_arena_is_small_enough_to_break_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
