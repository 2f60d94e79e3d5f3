#include "keys/trust/trust.h"
#include "tests/unit/keys/trust/fixture.h"

#include <stdlib.h>
#include <unistd.h>

/* The job profiles of a trust folder whose metadata is written by hand. */

#define ARENA (64 * 1024 * 1024)

static struct ts_arena arena;
static char path[32];
static struct ts_store *store;
static struct ts_secret_key key;
static const char *targets;

static void
put(const char *name, ts_span content)
{
    assert_status(ts_store_replace(store, name, content, false), TS_OK);
}

static void
announce(const char *target, ts_span content)
{
    uint8_t digest[TS_SHA256_SIZE];
    ts_sha256(digest, content);
    targets = fixture_string(
        &arena,
        fixture_text(&arena, "%s%s\"%s\":{\"length\":%zu,\"hashes\":{\"sha256\":\"%s\"}}",
                     targets, *targets ? "," : "", target, content.len,
                     fixture_hex(&arena, TS_SPAN_OF(digest))));
}

static void
add(const char *target, const char *content)
{
    char name[128];
    snprintf(name, sizeof(name), "targets/%s", target);
    announce(target, ts_span_text(content));
    put(name, ts_span_text(content));
}

static int
set_up(void **state)
{
    (void)state;
    arena = ts_test_arena(ARENA);
    strcpy(path, "/tmp/ts-profile-XXXXXX");
    assert_non_null(mkdtemp(path));
    assert_status(ts_store_open(&store, path, false), TS_OK);
    key = fixture_key(TS_KEY_ED25519, 1);
    targets = "";
    put("root.json", fixture_metadata(&arena, fixture_root_body(&arena, &key), &key, 1));
    return 0;
}

static int
tear_down(void **state)
{
    (void)state;
    char command[64];
    ts_store_close(store);
    snprintf(command, sizeof(command), "rm -r %s", path);
    assert_int_equal(system(command), 0);
    ts_test_arena_free(&arena);
    return 0;
}

static enum ts_status
read_all(struct ts_trust_profiles *profiles)
{
    struct ts_fault fault;
    const char *body = fixture_string(
        &arena, fixture_text(&arena,
                             "{\"_type\":\"targets\",\"spec_version\":\"1.0.34\","
                             "\"version\":5,\"expires\":\"1970-01-01T00:10:00Z\","
                             "\"targets\":{%s}}",
                             targets));
    put("targets.json", fixture_metadata(&arena, body, &key, 1));
    return ts_trust_profiles(&arena, profiles, store, &fault);
}

static void
every_profile_that_is_signed_is_read_and_nothing_else(void **state)
{
    (void)state;
    static const char *const names[] = { "cook", "drill-floor" };
    static const char *const texts[] = { "{\"a\":1}", "{\"a\":2}" };
    struct ts_trust_profiles all;
    add("profiles/cook.json", texts[0]);
    add("profiles/drill-floor.json", texts[1]);
    add("profiles/notes.txt", "{}");
    add("status/11", "{}");
    put("targets/profiles/unsigned.json", TS_SPAN_LIT("{}"));
    assert_status(read_all(&all), TS_OK);
    memset(ts_arena_rest(&arena).at, 0xEE, ts_arena_rest(&arena).len);
    assert_int_equal(all.count, TS_COUNT(names));
    assert_int_equal(all.left_out, 0);
    for (size_t i = 0; i < TS_COUNT(names); i++) {
        assert_span_equal(all.names[i], ts_span_text(names[i]));
        assert_span_equal(all.texts[i].bytes, ts_span_text(texts[i]));
    }
}

static void
one_that_is_altered_or_lost_is_not_worth_the_others(void **state)
{
    (void)state;
    struct ts_trust_profiles all;
    add("profiles/cook.json", "{\"a\":1}");
    add("profiles/guard.json", "{\"a\":2}");
    announce("profiles/lost.json", TS_SPAN_LIT("{}"));
    put("targets/profiles/cook.json", TS_SPAN_LIT("{\"a\":3}"));
    assert_status(read_all(&all), TS_OK);
    assert_int_equal(all.count, 1);
    assert_int_equal(all.left_out, 2);
    assert_span_equal(all.names[0], TS_SPAN_LIT("guard"));
}

static void
more_than_there_is_room_for_are_counted(void **state)
{
    (void)state;
    struct ts_trust_profiles all;
    for (int i = 0; i < TS_TRUST_PROFILES_MAX + 3; i++) {
        char name[64];
        snprintf(name, sizeof(name), "profiles/job-%02d.json", i);
        add(name, "{}");
    }
    assert_status(read_all(&all), TS_OK);
    assert_int_equal(all.count, TS_TRUST_PROFILES_MAX);
    assert_int_equal(all.left_out, 3);
}

static void
without_good_metadata_there_are_none(void **state)
{
    (void)state;
    struct ts_trust_profiles all = { .count = 77 };
    struct ts_fault fault;
    size_t used = arena.used;
    add("profiles/cook.json", "{}");
    ts_test_row("signed by nobody");
    key = fixture_key(TS_KEY_ED25519, 2);
    assert_int_not_equal(read_all(&all), TS_OK);
    ts_test_row("no root");
    assert_status(ts_store_remove(store, "root.json"), TS_OK);
    used = arena.used;
    assert_status(ts_trust_profiles(&arena, &all, store, &fault), TS_ABSENT);
    assert_int_equal(arena.used, used);
    assert_int_equal(all.count, 77);
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(every_profile_that_is_signed_is_read_and_nothing_else),
        TEST(one_that_is_altered_or_lost_is_not_worth_the_others),
        TEST(more_than_there_is_room_for_are_counted),
        TEST(without_good_metadata_there_are_none),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
