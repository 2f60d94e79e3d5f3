#include "keys/trust/metadata.h"
#include "tests/unit/keys/trust/fixture.h"

#include <stdlib.h>

enum { ARENA = 4 * 1024 * 1024 };

static struct ts_arena arena;
static struct ts_secret_key keys[4];

static int
set_up(void **state)
{
    (void)state;
    arena = ts_test_arena(ARENA);
    for (uint8_t i = 0; i < TS_COUNT(keys); i++)
        keys[i] = fixture_key(TS_KEY_ED25519, (uint8_t)(i + 1));
    return 0;
}

static int
tear_down(void **state)
{
    (void)state;
    ts_test_arena_free(&arena);
    return 0;
}

/* text with the one place where old stands changed to new. */
static const char *
changed(const char *text, const char *old, const char *new)
{
    const char *at = strstr(text, old);
    assert_non_null(at);
    assert_null(strstr(at + 1, old));
    ts_span before = { (const uint8_t *)text, (size_t)(at - text) };
    return fixture_string(&arena,
                          fixture_text(&arena, "%s%s%s", fixture_string(&arena, before),
                                       new, at + strlen(old)));
}

static ts_span
signed_root(const char *body)
{
    return fixture_metadata(&arena, body, keys, 1);
}

/* root views bytes and must not be asked anything afterwards. */
static enum ts_status
read_root(ts_span bytes, const struct ts_root **root, struct ts_fault *fault)
{
    uint8_t *copy = ts_test_exact_copy(bytes);
    enum ts_status status =
        ts_root_read(&arena, root, (ts_span){ copy, bytes.len }, fault);
    free(copy);
    return status;
}

static void
each_rule_of_a_root_is_enforced(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        const char *old;
        const char *new;
        enum ts_status want;
    } rows[] = {
        { "2.3 another type", "\"_type\":\"root\"", "\"_type\":\"targets\"",
          TS_MALFORMED },
        { "2.3 no specification", "\"spec_version\"", "\"spec\"", TS_MALFORMED },
        { "2.3 a specification to come", "1.0.34", "2.0.0", TS_UNSUPPORTED },
        { "2.3 not quite a 1", "1.0.34", "10.0.0", TS_UNSUPPORTED },
        { "2.3 an older 1.0", "1.0.34", "1.0.31", TS_OK },
        { "2.4 version 0", "\"version\":1,", "\"version\":0,", TS_MALFORMED },
        { "2.4 a version of text", "\"version\":1,", "\"version\":\"1\",", TS_MALFORMED },
        { "2.4 no expiry", "\"expires\"", "\"expire\"", TS_MALFORMED },
        { "2.4 an expiry that is no time", "2030-01-01T00:00:00Z", "2030", TS_MALFORMED },
        { "2.5 no keys", "\"keys\":{", "\"key\":{", TS_MALFORMED },
        { "2.6 a role missing", "\"timestamp\":{", "\"mirrors\":{", TS_MALFORMED },
        { "2.14 a member of somebody else", "\"version\":1,",
          "\"x-note\":[null,true],\"version\":1,", TS_OK },
        { "2.2 a fraction cannot be canonical", "\"version\":1,",
          "\"x-note\":1.5,\"version\":1,", TS_MALFORMED },
    };
    const char *body = fixture_root_body(&arena, keys);
    for (size_t i = 0; i < TS_COUNT(rows); i++) {
        const struct ts_root *root = NULL;
        struct ts_fault fault = { 0 };
        const char *other = changed(body, rows[i].old, rows[i].new);
        ts_test_row(rows[i].name);
        /* A fraction cannot be signed either; its signature is another one's. */
        bool has_canonical_form = strstr(other, "1.5") == NULL;
        ts_span bytes =
            has_canonical_form
                ? signed_root(other)
                : fixture_text(&arena, "{\"signed\":%s,\"signatures\":[]}", other);
        assert_status(read_root(bytes, &root, &fault), rows[i].want);
        assert_status(fault.status, rows[i].want);
        assert_int_equal(root != NULL, rows[i].want == TS_OK);
    }
}

static void
a_file_of_another_shape_is_malformed(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "[]",
        "{\"signatures\":[]}",
        "{\"signed\":[],\"signatures\":[]}",
        "{\"signed\":{},\"signatures\":{}}",
        "{\"signed\":{}}",
    };
    for (size_t i = 0; i < TS_COUNT(texts); i++) {
        const struct ts_root *root = NULL;
        ts_test_row(texts[i]);
        assert_status(read_root(ts_span_text(texts[i]), &root, NULL), TS_MALFORMED);
        assert_null(root);
    }
}

static void
every_prefix_is_refused(void **state)
{
    (void)state;
    ts_span good = signed_root(fixture_root_body(&arena, keys));
    for (size_t len = 0; len < good.len; len++) {
        const struct ts_root *root = NULL;
        size_t used = arena.used;
        assert_status(read_root((ts_span){ good.at, len }, &root, NULL), TS_TRUNCATED);
        assert_null(root);
        ts_arena_rewind(&arena, used);
    }
    const struct ts_root *root = NULL;
    ts_span longer = fixture_text(&arena, "%s}", fixture_string(&arena, good));
    assert_status(read_root(longer, &root, NULL), TS_TRAILING);
}

/* 2.2: what is signed is the meaning, not the spelling. */
static void
white_space_and_order_do_not_matter(void **state)
{
    (void)state;
    const struct ts_root *root;
    const struct ts_root *same;
    uint8_t digest[2][TS_SHA256_SIZE];
    const char *body = fixture_root_body(&arena, keys);
    const char *good = fixture_string(&arena, signed_root(body));
    const char *other = changed(good, "\"version\":1,", "");
    other = changed(other, "\"consistent_snapshot\":false",
                    "\n\"consistent_snapshot\" : false,\t\"vers\\u0069on\": 1");
    assert_status(ts_root_read(&arena, &root, ts_span_text(good), NULL), TS_OK);
    assert_status(ts_root_read(&arena, &same, ts_span_text(other), NULL), TS_OK);
    ts_root_fingerprint(root, digest[0]);
    ts_root_fingerprint(same, digest[1]);
    assert_memory_equal(digest[0], digest[1], TS_SHA256_SIZE);
    assert_int_equal(ts_root_version(same), 1);

    uint8_t want[TS_SHA256_SIZE];
    ts_sha256(want, fixture_canonical(&arena, ts_span_text(body)));
    assert_memory_equal(digest[0], want, TS_SHA256_SIZE);
}

static void
any_other_meaning_breaks_the_signature(void **state)
{
    (void)state;
    const struct ts_root *root = NULL;
    const char *good =
        fixture_string(&arena, signed_root(fixture_root_body(&arena, keys)));
    const char *other = changed(good, "\"version\":1,", "\"version\":2,");
    assert_status(read_root(ts_span_text(other), &root, NULL), TS_UNTRUSTED);
    other =
        changed(good, "\"consistent_snapshot\":false", "\"consistent_snapshot\":true");
    assert_status(read_root(ts_span_text(other), &root, NULL), TS_UNTRUSTED);
    other = changed(good, "\"consistent_snapshot\":false",
                    "\"consistent_snapshot\":false,\"x\":0");
    assert_status(read_root(ts_span_text(other), &root, NULL), TS_UNTRUSTED);
    assert_null(root);
}

/* A root whose own role asks for two of k0, k1, k2. */
static const char *
body_two_of_three(const char *root_keys)
{
    const char role[] = "{\"keyids\":[\"k0\",\"k1\",\"k2\"],\"threshold\":2}";
    return fixture_string(
        &arena,
        fixture_text(&arena,
                     "{\"_type\":\"root\",\"spec_version\":\"1.0.34\",\"version\":1,"
                     "\"expires\":\"2030-01-01T00:00:00Z\",\"keys\":%s,\"roles\":{"
                     "\"root\":%s,\"targets\":%s,\"snapshot\":%s,\"timestamp\":%s}}",
                     root_keys, role, role, role, role));
}

static const char *
sig_of(const char *body, size_t key)
{
    ts_span canonical = fixture_canonical(&arena, ts_span_text(body));
    return fixture_hex(&arena, fixture_sign(&arena, &keys[key], canonical));
}

static void
a_threshold_counts_distinct_keys(void **state)
{
    (void)state;
    const char *three = fixture_root_keys(&arena, keys, 3);
    /* k0 and k2 are the same key. */
    const struct ts_secret_key doubled[] = { keys[0], keys[1], keys[0] };
    const char *two = fixture_root_keys(&arena, doubled, 3);
    const char *other_scheme =
        changed(changed(changed(fixture_root_keys(&arena, &keys[1], 1),
                                "\"scheme\":\"ed25519\"", "\"scheme\":\"ed448\""),
                        "{\"k0\"", "{\"k1\""),
                "}}}", "}}");
    const char *mixed =
        fixture_string(&arena, fixture_text(&arena, "%s,%s", other_scheme,
                                            fixture_root_keys(&arena, keys, 1) + 1));
    const struct {
        const char *name;
        const char *root_keys;
        const char *ids[3];
        size_t signers[3];
        enum ts_status want;
    } rows[] = {
        { "two of three", three, { "k0", "k2" }, { 0, 2 }, TS_OK },
        { "all three", three, { "k0", "k1", "k2" }, { 0, 1, 2 }, TS_OK },
        { "one of three", three, { "k0" }, { 0 }, TS_UNTRUSTED },
        { "nobody", three, { NULL }, { 0 }, TS_UNTRUSTED },
        { "one, twice", three, { "k0", "k0" }, { 0, 0 }, TS_UNTRUSTED },
        { "one key under two ids", two, { "k0", "k2" }, { 0, 0 }, TS_UNTRUSTED },
        { "one key under two ids and another",
          two,
          { "k0", "k2", "k1" },
          { 0, 0, 1 },
          TS_OK },
        { "one by a stranger under a known id",
          three,
          { "k0", "k1" },
          { 0, 3 },
          TS_UNTRUSTED },
        { "one by a stranger besides", three, { "zz", "k1", "k0" }, { 3, 1, 0 }, TS_OK },
        { "a scheme that does not count", mixed, { "k0", "k1" }, { 0, 1 }, TS_UNTRUSTED },
        { "a bad one before a good one under its id",
          three,
          { "k0", "k0", "k1" },
          { 3, 0, 1 },
          TS_UNTRUSTED },
    };
    for (size_t i = 0; i < TS_COUNT(rows); i++) {
        const struct ts_root *root = NULL;
        const char *body = body_two_of_three(rows[i].root_keys);
        const char *list = "";
        for (size_t j = 0; j < 3 && rows[i].ids[j]; j++)
            list = fixture_string(
                &arena, fixture_text(&arena, "%s%s{\"keyid\":\"%s\",\"sig\":\"%s\"}",
                                     list, j ? "," : "", rows[i].ids[j],
                                     sig_of(body, rows[i].signers[j])));
        ts_test_row(rows[i].name);
        ts_span bytes =
            fixture_text(&arena, "{\"signed\":%s,\"signatures\":[%s]}", body, list);
        assert_status(read_root(bytes, &root, NULL), rows[i].want);
    }
}

static void
a_signature_of_another_form_does_not_count(void **state)
{
    (void)state;
    const char *body = fixture_root_body(&arena, keys);
    const char *sig = sig_of(body, 0);
    static const char *const forms[] = {
        "{\"keyid\":\"k0\",\"sig\":\"%.126s\"}",
        "{\"keyid\":\"k0\",\"sig\":\"%s00\"}",
        "{\"keyid\":\"k0\",\"sig\":\"zz%.126s\"}",
        "{\"keyid\":\"k0\",\"sig\":[\"%s\"]}",
        "{\"keyid\":0,\"sig\":\"%s\"}",
        "[\"k0\",\"%s\"]",
    };
    for (size_t i = 0; i < TS_COUNT(forms); i++) {
        char entry[256];
        const struct ts_root *root = NULL;
        ts_test_row(forms[i]);
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
        snprintf(entry, sizeof(entry), forms[i], sig);
#pragma GCC diagnostic pop
        ts_span bytes =
            fixture_text(&arena, "{\"signed\":%s,\"signatures\":[%s]}", body, entry);
        assert_status(read_root(bytes, &root, NULL), TS_UNTRUSTED);
    }
}

static void
a_root_has_as_many_keys_as_allowed(void **state)
{
    (void)state;
    for (size_t count = TS_ROOT_KEYS_MAX; count <= TS_ROOT_KEYS_MAX + 1; count++) {
        const struct ts_root *root = NULL;
        const char *body = fixture_root_body(&arena, keys);
        const char *more = "";
        for (size_t i = 1; i < count; i++)
            more =
                fixture_string(&arena, fixture_text(&arena, "%s\"x%zu\":{},", more, i));
        body =
            changed(body, "\"keys\":{",
                    fixture_string(&arena, fixture_text(&arena, "\"keys\":{%s", more)));
        assert_status(read_root(signed_root(body), &root, NULL),
                      count == TS_ROOT_KEYS_MAX ? TS_OK : TS_OVER_LIMIT);
    }
}

static void
no_arena_is_small_enough_to_break_it(void **state)
{
    (void)state;
    ts_span good = signed_root(fixture_root_body(&arena, keys));
    enum ts_status status = TS_NO_SPACE;
    for (size_t size = 0; status != TS_OK; size += 64) {
        uint8_t *memory = malloc(size + 1);
        struct ts_arena small = ts_arena_over((ts_room){ memory, size });
        const struct ts_root *root = NULL;
        status = ts_root_read(&small, &root, good, NULL);
        assert_true(status == TS_OK || status == TS_NO_SPACE);
        assert_int_equal(root != NULL, status == TS_OK);
        free(memory);
    }
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(each_rule_of_a_root_is_enforced),
        TEST(a_file_of_another_shape_is_malformed),
        TEST(every_prefix_is_refused),
        TEST(white_space_and_order_do_not_matter),
        TEST(any_other_meaning_breaks_the_signature),
        TEST(a_threshold_counts_distinct_keys),
        TEST(a_signature_of_another_form_does_not_count),
        TEST(a_root_has_as_many_keys_as_allowed),
        TEST(no_arena_is_small_enough_to_break_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
