#include "keys/trust/metadata.h"
#include "tests/unit/keys/trust/fixture.h"

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

static ts_span
signed_root(const char *body)
{
    return fixture_metadata(&arena, body, keys, 1);
}

static const struct ts_root *
good_root(void)
{
    const struct ts_root *root;
    ts_span bytes = signed_root(fixture_root_body(&arena, keys));
    assert_status(ts_root_read(&arena, &root, bytes, NULL), TS_OK);
    return root;
}

#define SHA_ABC "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
#define TARGET_ABC "{\"length\":3,\"hashes\":{\"sha256\":\"" SHA_ABC "\"}}"

/* The signed part of targets metadata whose members are those. */
static const char *
targets_body(const char *members)
{
    return fixture_string(
        &arena, fixture_text(&arena,
                             "{\"_type\":\"targets\",\"spec_version\":\"1.0.34\","
                             "\"version\":5,\"expires\":\"2027-01-01T00:00:00Z\",%s}",
                             members));
}

static enum ts_status
read_targets(struct ts_targets *targets, const char *members, struct ts_fault *fault)
{
    ts_span bytes = fixture_metadata(&arena, targets_body(members), keys, 1);
    return ts_targets_read(&arena, targets, good_root(), bytes, fault);
}

static void
each_rule_of_targets_is_enforced(void **state)
{
    (void)state;
#define ONE(path) "\"targets\":{\"" path "\":" TARGET_ABC "}"
#define WITH(target) "\"targets\":{\"a\":" target "}"
    static const struct {
        const char *name;
        const char *members;
        enum ts_status want;
    } rows[] = {
        { "no target at all", "\"targets\":{}", TS_OK },
        { "one", ONE("a"), TS_OK },
        { "2.10 no targets", "\"x\":0", TS_MALFORMED },
        { "2.10 an empty path", ONE(""), TS_MALFORMED },
        { "2.10 an absolute path", ONE("/etc/passwd"), TS_MALFORMED },
        { "2.10 up", ONE(".."), TS_MALFORMED },
        { "2.10 up from below", ONE("status/../../x"), TS_MALFORMED },
        { "2.10 up at the end", ONE("status/.."), TS_MALFORMED },
        { "2.10 here", ONE("./x"), TS_MALFORMED },
        { "2.10 nothing between", ONE("a//b"), TS_MALFORMED },
        { "2.10 nothing after", ONE("a/"), TS_MALFORMED },
        { "2.10 the other slash", ONE("a\\\\..\\\\b"), TS_MALFORMED },
        { "2.10 a NUL", ONE("a\\u0000b"), TS_MALFORMED },
        { "2.10 dots within a name are fine", ONE("a..b/..c/d.."), TS_OK },
        { "2.11 no length", WITH("{\"hashes\":{\"sha256\":\"" SHA_ABC "\"}}"),
          TS_MALFORMED },
        { "2.11 a negative length",
          WITH("{\"length\":-1,\"hashes\":{\"sha256\":\"" SHA_ABC "\"}}"), TS_MALFORMED },
        { "2.11 no hashes", WITH("{\"length\":3}"), TS_MALFORMED },
        { "2.11 another hash only", WITH("{\"length\":3,\"hashes\":{\"md5\":\"00\"}}"),
          TS_OK },
        { "2.11 a long hash too short",
          WITH("{\"length\":3,\"hashes\":{\"sha512\":\"00\"}}"), TS_MALFORMED },
        { "2.11 a hash too short", WITH("{\"length\":3,\"hashes\":{\"sha256\":\"00\"}}"),
          TS_MALFORMED },
        { "2.12 a URL that is a number",
          WITH("{\"length\":3,\"hashes\":{\"sha256\":\"" SHA_ABC
               "\"},\"custom\":{\"url\":1}}"),
          TS_MALFORMED },
        { "2.13 issued at no time", "\"x-issued\":\"yesterday\"," ONE("a"),
          TS_MALFORMED },
        { "2.13 issued at a number", "\"x-issued\":0," ONE("a"), TS_MALFORMED },
    };
    for (size_t i = 0; i < TS_COUNT(rows); i++) {
        struct ts_targets targets = { .version = 0xFEED };
        struct ts_fault fault = { 0 };
        ts_test_row(rows[i].name);
        assert_status(read_targets(&targets, rows[i].members, &fault), rows[i].want);
        assert_status(fault.status, rows[i].want);
        assert_int_equal(targets.version, rows[i].want == TS_OK ? 5 : 0xFEED);
    }
}

static void
targets_say_what_stands_in_them(void **state)
{
    (void)state;
    struct ts_targets targets;
    assert_status(read_targets(&targets,
                               "\"x-issued\":\"2026-05-01T00:00:00Z\",\"targets\":{"
                               "\"status/ab\":{\"length\":3,\"hashes\":{\"sha256\":"
                               "\"" SHA_ABC "\",\"md5\":\"00\"},"
                               "\"custom\":{\"url\":\"https://a.example/s\"}},"
                               "\"issuers.cbor\":" TARGET_ABC "}",
                               NULL),
                  TS_OK);
    assert_int_equal(targets.version, 5);
    assert_int_equal(targets.expires.s, 1798761600);
    assert_int_equal(targets.issued.s, 1777593600);
    assert_int_equal(targets.count, 2);
    assert_span_equal(targets.items[0].path, TS_SPAN_LIT("status/ab"));
    assert_span_equal(targets.items[0].url, TS_SPAN_LIT("https://a.example/s"));
    assert_int_equal(targets.items[1].url.len, 0);
    assert_int_equal(targets.items[1].length, 3);

    assert_status(read_targets(&targets, "\"targets\":{}", NULL), TS_OK);
    assert_int_equal(targets.issued.s, TS_UTC_ALWAYS.s);
}

static void
targets_need_the_signature_of_their_role(void **state)
{
    (void)state;
    const char *body = targets_body("\"targets\":{}");
    struct ts_targets targets = { .version = 0xFEED };
    const struct ts_root *root = good_root();
    ts_span by_stranger = fixture_metadata(&arena, body, &keys[1], 1);
    ts_span by_nobody = fixture_metadata(&arena, body, keys, 0);
    assert_status(ts_targets_read(&arena, &targets, root, by_stranger, NULL),
                  TS_UNTRUSTED);
    assert_status(ts_targets_read(&arena, &targets, root, by_nobody, NULL), TS_UNTRUSTED);
    /* A root is signed by the same key, but it is no list of targets. */
    assert_status(ts_targets_read(&arena, &targets, root,
                                  signed_root(fixture_root_body(&arena, keys)), NULL),
                  TS_MALFORMED);

    /* The key of another role does not help. */
    const char *two = fixture_root_keys(&arena, keys, 2);
    const char *apart = fixture_string(
        &arena,
        fixture_text(&arena,
                     "{\"_type\":\"root\",\"spec_version\":\"1.0.34\",\"version\":1,"
                     "\"expires\":\"2030-01-01T00:00:00Z\",\"keys\":%s,\"roles\":{"
                     "\"root\":{\"keyids\":[\"k0\"],\"threshold\":1},"
                     "\"targets\":{\"keyids\":[\"k1\"],\"threshold\":1},"
                     "\"snapshot\":{\"keyids\":[\"k0\"],\"threshold\":1},"
                     "\"timestamp\":{\"keyids\":[\"k0\"],\"threshold\":1}}}",
                     two));
    assert_status(ts_root_read(&arena, &root, signed_root(apart), NULL), TS_OK);
    ts_span by_root_key = fixture_metadata(&arena, body, keys, 1);
    ts_span by_both = fixture_metadata(&arena, body, keys, 2);
    assert_status(ts_targets_read(&arena, &targets, root, by_root_key, NULL),
                  TS_UNTRUSTED);
    assert_int_equal(targets.version, 0xFEED);
    assert_status(ts_targets_read(&arena, &targets, root, by_both, NULL), TS_OK);
}

static void
there_are_as_many_targets_as_allowed(void **state)
{
    (void)state;
    for (size_t count = TS_TARGETS_MAX; count <= TS_TARGETS_MAX + 1; count++) {
        struct ts_arena text = ts_test_arena(256 * 1024);
        struct ts_writer w = ts_writer_over(ts_arena_rest(&text));
        struct ts_targets targets;
        ts_write_text(&w, "\"targets\":{");
        for (size_t i = 0; i < count; i++) {
            ts_write_text(&w, i ? ",\"" : "\"");
            ts_write_decimal(&w, (int64_t)i);
            ts_write_text(&w, "\":" TARGET_ABC);
        }
        ts_write_text(&w, "}");
        ts_write_u8(&w, 0);
        assert_false(w.full);
        assert_status(read_targets(&targets, (const char *)text.at, NULL),
                      count == TS_TARGETS_MAX ? TS_OK : TS_OVER_LIMIT);
        ts_test_arena_free(&text);
    }
}

static void
a_target_is_its_length_and_its_hash(void **state)
{
    (void)state;
    struct ts_targets targets;
    ts_verified verified = { 0 };
    assert_status(read_targets(&targets, "\"targets\":{\"a\":" TARGET_ABC "}", NULL),
                  TS_OK);
    const struct ts_target *target = &targets.items[0];
    assert_status(ts_target_check(&verified, target, TS_SPAN_LIT("abd")), TS_UNTRUSTED);
    assert_status(ts_target_check(&verified, target, TS_SPAN_LIT("ab")), TS_UNTRUSTED);
    assert_status(ts_target_check(&verified, target, TS_SPAN_LIT("abcd")), TS_UNTRUSTED);
    assert_int_equal(verified.bytes.len, 0);
    assert_status(ts_target_check(&verified, target, TS_SPAN_LIT("abc")), TS_OK);
    assert_span_equal(verified.bytes, TS_SPAN_LIT("abc"));
    struct ts_target longer = *target;
    longer.length = 4;
    assert_status(ts_target_check(&verified, &longer, TS_SPAN_LIT("abc")), TS_UNTRUSTED);
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(each_rule_of_targets_is_enforced),
        TEST(targets_say_what_stands_in_them),
        TEST(targets_need_the_signature_of_their_role),
        TEST(there_are_as_many_targets_as_allowed),
        TEST(a_target_is_its_length_and_its_hash),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
