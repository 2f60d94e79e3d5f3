#include "keys/trust/metadata.h"
#include "tests/unit/keys/trust/fixture.h"

#include <stdlib.h>

/* Timestamp, snapshot, delegations, and keys of other kinds than Ed25519. */

enum { ARENA = 8 * 1024 * 1024 };

static struct ts_arena arena;
static struct ts_secret_key keys[4];
static const struct ts_root *root;

static int
set_up(void **state)
{
    (void)state;
    arena = ts_test_arena(ARENA);
    for (uint8_t i = 0; i < TS_COUNT(keys); i++)
        keys[i] = fixture_key(TS_KEY_ED25519, (uint8_t)(i + 1));
    ts_span bytes = fixture_metadata(&arena, fixture_root_body(&arena, keys), keys, 1);
    assert_status(ts_root_read(&arena, &root, bytes, NULL), TS_OK);
    return 0;
}

static int
tear_down(void **state)
{
    (void)state;
    ts_test_arena_free(&arena);
    return 0;
}

static ts_span
file_of(const char *type, const char *members)
{
    const char *body = fixture_string(
        &arena, fixture_text(&arena,
                             "{\"_type\":\"%s\",\"spec_version\":\"1.0.34\","
                             "\"version\":5,\"expires\":\"2027-01-01T00:00:00Z\",%s}",
                             type, members));
    return fixture_metadata(&arena, body, keys, 1);
}

#define SHA_ABC "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
#define META(entry) "\"meta\":{\"snapshot.json\":" entry "}"

static const struct {
    const char *name;
    const char *members;
    enum ts_status want;
} meta_rows[] = {
    { "a version alone", META("{\"version\":7}"), TS_OK },
    { "a length and a hash",
      META("{\"version\":7,\"length\":3,\"hashes\":{\"sha256\":\"" SHA_ABC "\"}}"),
      TS_OK },
    { "2.17 no version", META("{\"length\":3}"), TS_MALFORMED },
    { "2.17 version 0", META("{\"version\":0}"), TS_MALFORMED },
    { "2.17 a version of text", META("{\"version\":\"7\"}"), TS_MALFORMED },
    { "2.17 a negative length", META("{\"version\":7,\"length\":-1}"), TS_MALFORMED },
    { "2.17 a length of text", META("{\"version\":7,\"length\":\"3\"}"), TS_MALFORMED },
    { "2.17 hashes that are none", META("{\"version\":7,\"hashes\":[]}"), TS_MALFORMED },
    { "2.17 a hash of another length",
      META("{\"version\":7,\"hashes\":{\"sha256\":\"00\"}}"), TS_MALFORMED },
    { "2.17 an unknown hash", META("{\"version\":7,\"hashes\":{\"md5\":\"00\"}}"),
      TS_OK },
    { "2.14 members of somebody else", META("{\"version\":7,\"x\":[]},\"x.json\":7"),
      TS_MALFORMED },
    { "no meta", "\"x\":0", TS_MALFORMED },
    { "meta that is none", "\"meta\":[]", TS_MALFORMED },
};

static void
each_rule_of_a_timestamp_is_enforced(void **state)
{
    (void)state;
    for (size_t i = 0; i < TS_COUNT(meta_rows); i++) {
        struct ts_timestamp timestamp = { .version = 0xFEED };
        enum ts_status want = meta_rows[i].want;
        /* Files other than the snapshot's are not looked at. */
        if (strstr(meta_rows[i].name, "2.14"))
            want = TS_OK;
        ts_test_row(meta_rows[i].name);
        assert_status(ts_timestamp_read(&arena, &timestamp, root,
                                        file_of("timestamp", meta_rows[i].members), NULL),
                      want);
        assert_int_equal(timestamp.version, want == TS_OK ? 5 : 0xFEED);
        if (want == TS_OK)
            assert_int_equal(timestamp.snapshot.version, 7);
    }
    struct ts_timestamp timestamp;
    ts_test_row("2.13 issued");
    assert_status(ts_timestamp_read(
                      &arena, &timestamp, root,
                      file_of("timestamp", "\"x-issued\":\"2026-05-01T00:00:00Z\"," META(
                                               "{\"version\":7}")),
                      NULL),
                  TS_OK);
    assert_int_equal(timestamp.issued.s, 1777593600);
    assert_status(ts_timestamp_read(&arena, &timestamp, root,
                                    file_of("snapshot", META("{\"version\":7}")), NULL),
                  TS_MALFORMED);
}

static void
each_rule_of_a_snapshot_is_enforced(void **state)
{
    (void)state;
    for (size_t i = 0; i < TS_COUNT(meta_rows); i++) {
        struct ts_snapshot snapshot = { .version = 0xFEED };
        ts_test_row(meta_rows[i].name);
        assert_status(ts_snapshot_read(&arena, &snapshot, root,
                                       file_of("snapshot", meta_rows[i].members), NULL),
                      meta_rows[i].want);
        assert_int_equal(snapshot.version, meta_rows[i].want == TS_OK ? 5 : 0xFEED);
    }
}

static void
a_snapshot_finds_each_role_and_no_other(void **state)
{
    (void)state;
    static const char *const names[] = {
        "targets", "a", "a.json", "ab", "b", "A", "a/b"
    };
    struct ts_snapshot snapshot;
    const char *meta = "";
    for (size_t i = 0; i < TS_COUNT(names); i++)
        meta = fixture_string(&arena,
                              fixture_text(&arena, "%s%s\"%s.json\":{\"version\":%zu}",
                                           meta, i ? "," : "", names[i], i + 1));
    meta = fixture_string(&arena, fixture_text(&arena, "\"meta\":{%s}", meta));
    assert_status(
        ts_snapshot_read(&arena, &snapshot, root, file_of("snapshot", meta), NULL),
        TS_OK);
    assert_int_equal(snapshot.count, TS_COUNT(names));
    for (size_t i = 0; i < TS_COUNT(names); i++) {
        const struct ts_meta *found = ts_snapshot_find(&snapshot, ts_span_text(names[i]));
        ts_test_row(names[i]);
        assert_non_null(found);
        assert_int_equal(found->version, i + 1);
    }
    assert_null(ts_snapshot_find(&snapshot, TS_SPAN_LIT("")));
    assert_null(ts_snapshot_find(&snapshot, TS_SPAN_LIT("c")));
    assert_null(ts_snapshot_find(&snapshot, TS_SPAN_LIT("targets.json")));
}

static void
a_meta_file_is_its_length_and_its_hashes(void **state)
{
    (void)state;
    struct ts_meta meta = { .version = 1 };
    assert_status(ts_meta_check(&meta, TS_SPAN_LIT("abc")), TS_OK);
    meta.has_length = true;
    meta.length = 2;
    assert_status(ts_meta_check(&meta, TS_SPAN_LIT("abc")), TS_UNTRUSTED);
    meta.length = 3;
    assert_status(ts_meta_check(&meta, TS_SPAN_LIT("abc")), TS_OK);
    meta.has_hashes = true;
    assert_status(ts_meta_check(&meta, TS_SPAN_LIT("abc")), TS_UNSUPPORTED);
    meta.hashes.has_sha512 = true;
    assert_status(ts_meta_check(&meta, TS_SPAN_LIT("abc")), TS_UNTRUSTED);
    ts_sha512(meta.hashes.sha512, TS_SPAN_LIT("abc"));
    assert_status(ts_meta_check(&meta, TS_SPAN_LIT("abc")), TS_OK);
    /* Where there are two, both must agree. */
    meta.hashes.has_sha256 = true;
    assert_status(ts_meta_check(&meta, TS_SPAN_LIT("abc")), TS_UNTRUSTED);
    ts_sha256(meta.hashes.sha256, TS_SPAN_LIT("abc"));
    assert_status(ts_meta_check(&meta, TS_SPAN_LIT("abc")), TS_OK);
}

static const char *
delegations(const char *roles)
{
    return fixture_string(
        &arena, fixture_text(
                    &arena, "\"targets\":{},\"delegations\":{\"keys\":%s,\"roles\":[%s]}",
                    fixture_root_keys(&arena, &keys[1], 1), roles));
}

#define SIGNED_BY_K0 "\"keyids\":[\"k0\"],\"threshold\":1"
#define ROLE(members) "{" SIGNED_BY_K0 "," members "}"

static void
each_rule_of_a_delegation_is_enforced(void **state)
{
    (void)state;
#define TAIL ",\"terminating\":false,\"paths\":[\"*\"]"
    static const struct {
        const char *name;
        const char *roles;
        enum ts_status want;
    } rows[] = {
        { "nobody", "", TS_OK },
        { "by path", ROLE("\"name\":\"a\"" TAIL), TS_OK },
        { "by hash",
          ROLE("\"name\":\"a\",\"terminating\":true,\"path_hash_prefixes\":[\"0a\"]"),
          TS_OK },
        { "for no path", ROLE("\"name\":\"a\",\"terminating\":true,\"paths\":[]"),
          TS_OK },
        { "2.20 no name", ROLE("\"x\":0" TAIL), TS_MALFORMED },
        { "2.20 an empty name", ROLE("\"name\":\"\"" TAIL), TS_MALFORMED },
        { "2.20 the name of the root", ROLE("\"name\":\"root\"" TAIL), TS_MALFORMED },
        { "2.20 the name of the targets", ROLE("\"name\":\"targets\"" TAIL),
          TS_MALFORMED },
        { "2.20 the name of the snapshot", ROLE("\"name\":\"snapshot\"" TAIL),
          TS_MALFORMED },
        { "2.20 the name of the timestamp", ROLE("\"name\":\"timestamp\"" TAIL),
          TS_MALFORMED },
        { "2.20 not said whether terminating", ROLE("\"name\":\"a\",\"paths\":[\"*\"]"),
          TS_MALFORMED },
        { "2.20 perhaps terminating",
          ROLE("\"name\":\"a\",\"terminating\":1,\"paths\":[\"*\"]"), TS_MALFORMED },
        { "2.21 neither paths nor prefixes", ROLE("\"name\":\"a\",\"terminating\":true"),
          TS_MALFORMED },
        { "2.21 both", ROLE("\"name\":\"a\",\"path_hash_prefixes\":[]" TAIL),
          TS_MALFORMED },
        { "2.21 a path that is no text",
          ROLE("\"name\":\"a\",\"terminating\":true,\"paths\":[1]"), TS_MALFORMED },
        { "2.6 no threshold", "{\"keyids\":[\"k0\"],\"name\":\"a\"" TAIL "}",
          TS_MALFORMED },
        { "2.6 a threshold of 0",
          "{\"keyids\":[\"k0\"],\"threshold\":0,\"name\":\"a\"" TAIL "}", TS_MALFORMED },
        { "2.6 a key twice",
          "{\"keyids\":[\"k0\",\"k0\"],\"threshold\":1,\"name\":\"a\"" TAIL "}",
          TS_DUPLICATE },
    };
    for (size_t i = 0; i < TS_COUNT(rows); i++) {
        struct ts_targets targets = { .version = 0xFEED };
        ts_test_row(rows[i].name);
        assert_status(ts_targets_read(&arena, &targets, root,
                                      file_of("targets", delegations(rows[i].roles)),
                                      NULL),
                      rows[i].want);
        assert_int_equal(targets.version, rows[i].want == TS_OK ? 5 : 0xFEED);
    }
    struct ts_targets targets;
    ts_test_row("2.19 no roles");
    assert_status(ts_targets_read(
                      &arena, &targets, root,
                      file_of("targets", "\"targets\":{},\"delegations\":{\"keys\":{}}"),
                      NULL),
                  TS_MALFORMED);
    ts_test_row("2.19 no keys");
    assert_status(ts_targets_read(
                      &arena, &targets, root,
                      file_of("targets", "\"targets\":{},\"delegations\":{\"roles\":[]}"),
                      NULL),
                  TS_MALFORMED);
}

static void
a_delegated_role_is_signed_by_its_own_keys(void **state)
{
    (void)state;
    struct ts_targets targets;
    struct ts_targets delegated = { .version = 0xFEED };
    assert_status(ts_targets_read(
                      &arena, &targets, root,
                      file_of("targets", delegations(ROLE("\"name\":\"a\"" TAIL))), NULL),
                  TS_OK);
    assert_int_equal(targets.delegation_count, 1);
    assert_span_equal(targets.delegations[0].name, TS_SPAN_LIT("a"));
    assert_false(targets.delegations[0].terminating);
    /* By k0 of the root, which is another key than the delegation's. */
    ts_span bytes = file_of("targets", "\"targets\":{}");
    assert_status(ts_delegated_read(&arena, &delegated, targets.delegations, bytes, NULL),
                  TS_UNTRUSTED);
    assert_int_equal(delegated.version, 0xFEED);
    keys[0] = keys[1];
    bytes = file_of("targets", "\"targets\":{}");
    assert_status(ts_delegated_read(&arena, &delegated, targets.delegations, bytes, NULL),
                  TS_OK);
    assert_status(ts_targets_read(&arena, &targets, root, bytes, NULL), TS_UNTRUSTED);
}

static bool
covers(bool by_hash, const char *pattern, const char *path)
{
    ts_span one = ts_span_text(pattern);
    struct ts_delegation delegation = { .by_hash = by_hash,
                                        .patterns = &one,
                                        .pattern_count = 1 };
    return ts_delegation_covers(&delegation, ts_span_text(path));
}

static void
patterns_are_the_shells_within_a_part(void **state)
{
    (void)state;
    static const struct {
        const char *pattern;
        const char *path;
        bool want;
    } rows[] = {
        { "a", "a", true },
        { "a", "b", false },
        { "a", "A", false },
        { "a", "ab", false },
        { "ab", "a", false },
        { "*", "a", true },
        { "*", "a/b", false },
        { "*/*", "a/b", true },
        { "*/*", "a", false },
        { "*/*", "a/b/c", false },
        { "d/*", "d/x", true },
        { "d/*", "d/", true },
        { "d/*", "dx", false },
        { "d/*", "d/e/x", false },
        { "*.tgz", "foo.tgz", true },
        { "*.tgz", "foo.tgz.asc", false },
        { "a*b*c", "abc", true },
        { "a*b*c", "axxbyybzzc", true },
        { "a*b*c", "acb", false },
        { "a*/b", "axx/b", true },
        { "a*/b", "a/x/b", false },
        { "*/b*", "a/bc", true },
        { "**", "a", true },
        { "**", "a/b", false },
        { "foo-?.tgz", "foo-1.tgz", true },
        { "foo-?.tgz", "foo-10.tgz", false },
        { "foo-?.tgz", "foo-.tgz", false },
        { "a?b", "a/b", false },
        { "?", "\xC3\xA9", true },
        { "??", "\xC3\xA9", false },
        { "[ab]", "a", false },
        { "[ab]", "[ab]", true },
        { "\\*", "*", false },
        { "", "a", false },
        { "*", "*", true },
    };
    for (size_t i = 0; i < TS_COUNT(rows); i++) {
        ts_test_row(rows[i].pattern);
        assert_int_equal(covers(false, rows[i].pattern, rows[i].path), rows[i].want);
    }
    /* No pattern takes long. */
    char stars[201];
    char path[201];
    memset(path, 'a', 200);
    path[200] = '\0';
    for (size_t i = 0; i < 200; i++)
        stars[i] = "*a"[i % 2];
    memcpy(stars + 198, "*b", 3);
    assert_false(covers(false, stars, path));
}

static void
prefixes_are_of_the_hash_of_the_path(void **state)
{
    (void)state;
    assert_true(covers(true, "b", "abc"));
    assert_true(covers(true, "ba7", "abc"));
    assert_true(covers(true, SHA_ABC, "abc"));
    assert_true(covers(true, "", "abc"));
    assert_false(covers(true, "ba8", "abc"));
    assert_false(covers(true, "BA7", "abc"));
    assert_false(covers(true, SHA_ABC "0", "abc"));
    assert_false(covers(true, "*", "abc"));
}

/* A SubjectPublicKeyInfo of a point, as JSON text of a PEM block. */
static const char *
pem(const struct ts_secret_key *key)
{
    const char *prefix = "3059301306072A8648CE3D020106082A8648CE3D030107034200";
    ts_span head = ts_test_hex(&arena, prefix);
    ts_span point = ts_secret_key_public(key).point;
    uint8_t der[91];
    assert_int_equal(head.len + point.len, sizeof(der));
    memcpy(der, head.at, head.len);
    memcpy(der + head.len, point.at, point.len);
    /* 91 octets: two signs of padding, and the alphabet of PEM. */
    char *text = (char *)(uintptr_t)fixture_base64url(&arena, TS_SPAN_OF(der));
    for (char *at = text; *at; at++)
        *at = *at == '-' ? '+' : *at == '_' ? '/' : *at;
    return fixture_string(&arena, fixture_text(&arena,
                                               "-----BEGIN PUBLIC KEY-----\\n%.64s\\n%s=="
                                               "\\n-----END PUBLIC KEY-----\\n",
                                               text, text + 64));
}

/* Two integers of 32 octets; a zero before one that would be negative. */
static ts_span
der_signature(ts_span raw)
{
    uint8_t *der = ts_arena_take(&arena, 72);
    size_t len = 2;
    assert_non_null(der);
    for (size_t i = 0; i < 2; i++) {
        const uint8_t *number = raw.at + 32 * i;
        size_t size = 32;
        while (size > 1 && number[0] == 0 && number[1] < 0x80) {
            number++;
            size--;
        }
        bool is_high = number[0] >= 0x80;
        der[len++] = 0x02;
        der[len++] = (uint8_t)(size + is_high);
        if (is_high)
            der[len++] = 0;
        memcpy(der + len, number, size);
        len += size;
    }
    der[0] = 0x30;
    der[1] = (uint8_t)(len - 2);
    return (ts_span){ der, len };
}

static void
p256_keys_are_pem_and_their_signatures_der(void **state)
{
    (void)state;
    struct ts_secret_key key = fixture_key(TS_KEY_P256, 9);
    const char *good = pem(&key);
    static const struct {
        const char *name;
        const char *keytype, *scheme;
        const char *public; /* NULL: the key. */
        bool is_raw;
        enum ts_status want;
    } rows[] = {
        { "ecdsa", "ecdsa", "ecdsa-sha2-nistp256", NULL, false, TS_OK },
        { "its old name", "ecdsa-sha2-nistp256", "ecdsa-sha2-nistp256", NULL, false,
          TS_OK },
        { "another scheme", "ecdsa", "ecdsa-sha2-nistp384", NULL, false, TS_UNTRUSTED },
        { "the scheme of RSA", "rsa", "rsassa-pss-sha256", NULL, false, TS_UNTRUSTED },
        { "the scheme of RSA for the type of ECDSA", "ecdsa", "rsassa-pss-sha256", NULL,
          false, TS_UNTRUSTED },
        { "the scheme of Ed25519", "ed25519", "ed25519", NULL, false, TS_UNTRUSTED },
        { "no PEM", "ecdsa", "ecdsa-sha2-nistp256", "00", false, TS_UNTRUSTED },
        { "r || s", "ecdsa", "ecdsa-sha2-nistp256", NULL, true, TS_UNTRUSTED },
    };
    for (size_t i = 0; i < TS_COUNT(rows); i++) {
        const char *role = "{\"keyids\":[\"e\"],\"threshold\":1}";
        const char *body = fixture_string(
            &arena,
            fixture_text(&arena,
                         "{\"_type\":\"root\",\"spec_version\":\"1.0.34\",\"version\":1,"
                         "\"expires\":\"2030-01-01T00:00:00Z\",\"keys\":{\"e\":{"
                         "\"keytype\":\"%s\",\"scheme\":\"%s\",\"keyval\":{"
                         "\"public\":\"%s\"}}},\"roles\":{\"root\":%s,\"targets\":%s,"
                         "\"snapshot\":%s,\"timestamp\":%s}}",
                         rows[i].keytype, rows[i].scheme,
                         rows[i].public ? rows[i].public : good, role, role, role, role));
        ts_span message = fixture_canonical(&arena, ts_span_text(body));
        ts_span raw = fixture_sign(&arena, &key, message);
        const char *sig = fixture_hex(&arena, rows[i].is_raw ? raw : der_signature(raw));
        ts_span file = fixture_text(
            &arena, "{\"signed\":%s,\"signatures\":[{\"keyid\":\"e\",\"sig\":\"%s\"}]}",
            body, sig);
        const struct ts_root *read = NULL;
        ts_test_row(rows[i].name);
        assert_status(ts_root_read(&arena, &read, file, NULL), rows[i].want);
    }
}

static void
every_prefix_is_refused_and_leaves_the_output_alone(void **state)
{
    (void)state;
    ts_span timestamp_file = file_of("timestamp", META("{\"version\":7}"));
    ts_span snapshot_file = file_of("snapshot", META("{\"version\":7}"));
    ts_span targets_file = file_of("targets", delegations(ROLE("\"name\":\"a\"" TAIL)));
    struct ts_timestamp timestamp = { .version = 0xFEED };
    struct ts_snapshot snapshot = { .version = 0xFEED };
    struct ts_targets targets = { .version = 0xFEED };
    size_t used = arena.used;
    for (size_t len = 0; len < targets_file.len; len++) {
        ts_span part = { timestamp_file.at, len };
        if (len < timestamp_file.len)
            assert_status(ts_timestamp_read(&arena, &timestamp, root, part, NULL),
                          TS_TRUNCATED);
        part.at = snapshot_file.at;
        if (len < snapshot_file.len)
            assert_status(ts_snapshot_read(&arena, &snapshot, root, part, NULL),
                          TS_TRUNCATED);
        part.at = targets_file.at;
        assert_status(ts_targets_read(&arena, &targets, root, part, NULL), TS_TRUNCATED);
        assert_int_equal(arena.used, used);
    }
    assert_int_equal(timestamp.version, 0xFEED);
    assert_int_equal(snapshot.version, 0xFEED);
    assert_int_equal(targets.version, 0xFEED);
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(each_rule_of_a_timestamp_is_enforced),
        TEST(each_rule_of_a_snapshot_is_enforced),
        TEST(a_snapshot_finds_each_role_and_no_other),
        TEST(a_meta_file_is_its_length_and_its_hashes),
        TEST(each_rule_of_a_delegation_is_enforced),
        TEST(a_delegated_role_is_signed_by_its_own_keys),
        TEST(patterns_are_the_shells_within_a_part),
        TEST(prefixes_are_of_the_hash_of_the_path),
        TEST(p256_keys_are_pem_and_their_signatures_der),
        TEST(every_prefix_is_refused_and_leaves_the_output_alone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
