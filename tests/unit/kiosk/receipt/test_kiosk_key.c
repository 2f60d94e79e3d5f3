#include "keys/crypto/jwk.h"
#include "kiosk/receipt/kiosk_key.h"
#include "tests/support/support.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* 2026-05-12T08:30:00Z */
static const ts_utc NOW = { 1778574600 };

static char folder[] = "/tmp/ts-kiosk-key-XXXXXX";
static struct ts_arena arena;
static struct ts_store *store;

static int
set_up(void **state)
{
    (void)state;
    strcpy(folder + sizeof(folder) - 7, "XXXXXX");
    arena = ts_test_arena(1 << 18);
    return mkdtemp(folder) && ts_store_open(&store, folder, false) == TS_OK ? 0 : -1;
}

static int
tear_down(void **state)
{
    (void)state;
    char command[64];
    ts_store_close(store);
    ts_test_arena_free(&arena);
    snprintf(command, sizeof(command), "rm -r %s", folder);
    return system(command);
}

static void
put(const char *name, const char *text)
{
    assert_status(ts_store_replace(store, name, ts_span_text(text), true), TS_OK);
}

static ts_span
content(const char *name)
{
    ts_span bytes = { 0 };
    assert_status(ts_store_read(store, &arena, &bytes, name, 1 << 17), TS_OK);
    return bytes;
}

static struct ts_kiosk_key
load_finding(enum ts_kiosk_key_found want)
{
    struct ts_kiosk_key key;
    enum ts_kiosk_key_found found;
    size_t before = arena.used;
    assert_status(ts_kiosk_key_load(&arena, &key, &found, store, NOW), TS_OK);
    assert_int_equal(found, want);
    assert_int_equal(arena.used, before);
    return key;
}

static void
it_is_made_once_and_read_afterwards(void **state)
{
    (void)state;
    char path[128];
    struct stat file;
    struct ts_kiosk_key read;
    assert_status(ts_kiosk_key_read(&arena, &read, store), TS_ABSENT);
    struct ts_kiosk_key made = load_finding(TS_KIOSK_KEY_NONE);
    struct ts_kiosk_key again = load_finding(TS_KIOSK_KEY_WHOLE);
    assert_memory_equal(&made.secret.secret, &again.secret.secret, 32);
    assert_int_equal(made.secret.kind, TS_KEY_ED25519);
    assert_status(ts_kiosk_key_read(&arena, &read, store), TS_OK);
    assert_memory_equal(&made.secret.secret, &read.secret.secret, 32);
    snprintf(path, sizeof(path), "%s/%s", folder, TS_KIOSK_KEY_FILE);
    assert_int_equal(stat(path, &file), 0);
    assert_int_equal(file.st_mode & 0777, 0600);
    ts_kiosk_key_destroy(&made);
    assert_int_equal(made.secret.kind, TS_KEY_NONE);
}

/* The secret must not stay behind where others' data comes next. */
static void
the_scratch_keeps_no_secret(void **state)
{
    (void)state;
    struct ts_kiosk_key key = load_finding(TS_KIOSK_KEY_NONE);
    ts_span text = content(TS_KIOSK_KEY_FILE);
    char secret[43];
    memcpy(secret, text.at + text.len - 46, 43); /* before "}\n */
    ts_arena_rewind(&arena, 0);
    memset(arena.at, 0, arena.len);
    key = load_finding(TS_KIOSK_KEY_WHOLE);
    for (size_t i = 0; i + 43 <= 8192; i++)
        assert_memory_not_equal(arena.at + i, secret, 43);
    assert_int_equal(key.secret.kind, TS_KEY_ED25519);
}

static const struct {
    const char *rule;
    const char *text;
} damaged[] = {
    { "empty", "" },
    { "cut off", "{\"format\":\"touchstone-secret-key/1\",\"kind\":\"ed2551" },
    { "zeros, as a file system may leave them", "0000" },
    { "a secret of 31 bytes",
      "{\"format\":\"touchstone-secret-key/1\",\"kind\":\"ed25519\","
      "\"secret\":\"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\"}" },
    { "a member too many",
      "{\"format\":\"touchstone-secret-key/1\",\"kind\":\"ed25519\",\"a\":1,"
      "\"secret\":\"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\"}" },
    { "something after it",
      "{\"format\":\"touchstone-secret-key/1\",\"kind\":\"ed25519\","
      "\"secret\":\"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\"}x" },
};

static void
a_damaged_one_is_set_aside_and_another_made(void **state)
{
    (void)state;
    for (size_t i = 0; i < TS_COUNT(damaged); i++) {
        struct ts_kiosk_key key;
        ts_test_row(damaged[i].rule);
        put(TS_KIOSK_KEY_FILE, damaged[i].text);
        if (ts_kiosk_key_read(&arena, &key, store) == TS_OK)
            fail_msg("it was read");
        load_finding(TS_KIOSK_KEY_SET_ASIDE);
        load_finding(TS_KIOSK_KEY_WHOLE);
        assert_span_equal(content(TS_KIOSK_KEY_FILE ".broken-20260512T083000Z"),
                          ts_span_text(damaged[i].text));
    }
}

static void
every_prefix_is_damaged(void **state)
{
    (void)state;
    struct ts_kiosk_key key;
    (void)load_finding(TS_KIOSK_KEY_NONE);
    ts_span whole = content(TS_KIOSK_KEY_FILE);
    for (size_t len = 0; len < whole.len - 1; len++) { /* the last is a line end */
        assert_status(
            ts_store_replace(store, TS_KIOSK_KEY_FILE, ts_span_part(whole, 0, len), true),
            TS_OK);
        memset(&key, 7, sizeof(key));
        if (ts_kiosk_key_read(&arena, &key, store) == TS_OK)
            fail_msg("%zu bytes were read", len);
        assert_int_equal(key.secret.secret[31], 7);
    }
}

#define HEAD "{\"format\":\"touchstone-secret-key/1\","
static const struct {
    const char *rule;
    const char *text;
    enum ts_status want;
} left_alone[] = {
    { "a later release", "{\"format\":\"touchstone-secret-key/2\",\"kind\":\"ed25519\"}",
      TS_UNSUPPORTED },
    { "another kind",
      HEAD
      "\"kind\":\"p-256\",\"secret\":\"AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE\"}",
      TS_UNSUPPORTED },
    { "a steward's",
      HEAD
      "\"kind\":\"x25519\",\"secret\":\"AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE\"}",
      TS_UNSUPPORTED },
};

static void
what_is_a_key_of_another_sort_is_left_alone(void **state)
{
    (void)state;
    for (size_t i = 0; i < TS_COUNT(left_alone); i++) {
        struct ts_kiosk_key key;
        enum ts_kiosk_key_found found;
        ts_test_row(left_alone[i].rule);
        put(TS_KIOSK_KEY_FILE, left_alone[i].text);
        assert_status(ts_kiosk_key_load(&arena, &key, &found, store, NOW),
                      left_alone[i].want);
        assert_span_equal(content(TS_KIOSK_KEY_FILE), ts_span_text(left_alone[i].text));
    }
}

static void
no_key_without_a_place_to_keep_it(void **state)
{
    (void)state;
    char path[128];
    struct ts_kiosk_key key = { .secret = { .kind = TS_KEY_RSA } };
    enum ts_kiosk_key_found found = TS_KIOSK_KEY_SET_ASIDE;
    snprintf(path, sizeof(path), "%s/%s", folder, TS_KIOSK_KEY_FILE);
    ts_test_row("a folder in its place");
    assert_int_equal(mkdir(path, 0700), 0);
    assert_status(ts_kiosk_key_load(&arena, &key, &found, store, NOW), TS_UNTRUSTED);
    assert_int_equal(rmdir(path), 0);
    assert_int_equal(key.secret.kind, TS_KEY_RSA);
    assert_int_equal(found, TS_KIOSK_KEY_SET_ASIDE);
    ts_test_row("the folder is gone");
    assert_int_equal(rmdir(folder), 0);
    assert_status(ts_kiosk_key_load(&arena, &key, &found, store, NOW), TS_IO);
    assert_int_equal(key.secret.kind, TS_KEY_RSA);
    assert_int_equal(mkdir(folder, 0700), 0);
}

static void
the_office_reads_what_the_kiosk_says(void **state)
{
    (void)state;
    struct ts_kiosk_key key = load_finding(TS_KIOSK_KEY_NONE);
    struct ts_public_key own = ts_secret_key_public(&key.secret);
    struct ts_public_key read;
    char line[128];
    ts_span did;
    ts_span jwk;
    assert_status(ts_kiosk_key_did(&arena, &did, &own), TS_OK);
    assert_true(ts_span_starts_with(did, TS_SPAN_LIT("did:key:z6Mk")));
    assert_status(ts_kiosk_key_public_read(&arena, &read, did), TS_OK);
    assert_true(ts_public_key_equal(&own, &read));
    snprintf(line, sizeof(line), "%.*s\r\n", TS_SPAN_ARG(did));
    assert_status(ts_kiosk_key_public_read(&arena, &read, ts_span_text(line)), TS_OK);
    assert_true(ts_public_key_equal(&own, &read));
    assert_status(ts_jwk_write(&arena, &jwk, &own), TS_OK);
    assert_status(ts_kiosk_key_public_read(&arena, &read, jwk), TS_OK);
    assert_true(ts_public_key_equal(&own, &read));
}

static const struct {
    const char *rule;
    const char *text;
    enum ts_status want;
} no_kiosk[] = {
    { "another method", "did:web:kiosk.example", TS_UNSUPPORTED },
    { "P-256", "did:key:zDnaerDaTF5BXEavCrfRZEk316dpbLsfPDZ3WJ5hRTPFU2169",
      TS_UNSUPPORTED },
    { "cut off", "did:key:z6Mk", TS_UNSUPPORTED },
    { "nothing", "", TS_TRUNCATED },
    { "a secret",
      "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"d\":\"AA\","
      "\"x\":\"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo\"}",
      TS_MALFORMED },
};

static void
what_is_no_kiosks_key_is_refused(void **state)
{
    (void)state;
    for (size_t i = 0; i < TS_COUNT(no_kiosk); i++) {
        struct ts_public_key key = { .kind = TS_KEY_RSA };
        ts_test_row(no_kiosk[i].rule);
        assert_status(
            ts_kiosk_key_public_read(&arena, &key, ts_span_text(no_kiosk[i].text)),
            no_kiosk[i].want);
        assert_int_equal(key.kind, TS_KEY_RSA);
    }
}

#define WITH_STORE(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_STORE(it_is_made_once_and_read_afterwards),
        WITH_STORE(the_scratch_keeps_no_secret),
        WITH_STORE(a_damaged_one_is_set_aside_and_another_made),
        WITH_STORE(every_prefix_is_damaged),
        WITH_STORE(what_is_a_key_of_another_sort_is_left_alone),
        WITH_STORE(no_key_without_a_place_to_keep_it),
        WITH_STORE(the_office_reads_what_the_kiosk_says),
        WITH_STORE(what_is_no_kiosks_key_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
