#include "tests/unit/keys/sync/refresh_folder.h"

/* TUF 5.6.7 and 5.7: which role may speak for a path. Keys as in test_refresh.c; the
 * delegated roles are signed by 4, 5 and 6. */

/* A role that is published, and to whom it delegates. */
struct role {
    const char *name;
    const char *targets; /* Paths, a space after each; the content is the name. */
    const char *delegations;
    const char *signer; /* NULL: "4". */
    const char *file;   /* As it is asked for; NULL: the name. */
};

#define BY(key, name, paths, terminating)                                               \
    "{\"name\":\"" name "\",\"keyids\":[\"" key "\"],\"threshold\":1,\"paths\":[" paths \
    "],\"terminating\":" terminating "}"
#define TO(name, paths) BY("k4", name, paths, "false")
#define ONLY_TO(name, paths) BY("k4", name, paths, "true")
#define ANY "\"*\""

static const char *
targets_of(const struct role *role)
{
    const char *all = "";
    char path[64];
    int used;
    for (const char *at = role->targets; at && sscanf(at, "%63s%n", path, &used) == 1;
         at += used)
        all =
            world_format("%s%s%s", all, *all ? "," : "", world_target(path, role->name));
    return all;
}

/* The first role is the root's targets. */
static void
publish(const struct role *roles, size_t count)
{
    static const struct world_root root = { 1, FUTURE, false, "0", "1", "2", "3", 1 };
    const char *meta = "";
    for (size_t i = 0; i < count; i++) {
        const char *more = "";
        if (roles[i].delegations)
            more = world_format(",\"delegations\":{\"keys\":%s,\"roles\":[%s]}",
                                world_keys(), roles[i].delegations);
        const char *signer = roles[i].signer ? roles[i].signer : "4";
        world_put(
            world_format("1.%s.json", roles[i].file ? roles[i].file : roles[i].name),
            world_targets_file(1, FUTURE, targets_of(&roles[i]), more, i ? signer : "3"));
        meta = world_format("%s%s%s", meta, i ? "," : "",
                            world_meta(world_format("%s.json", roles[i].name), 1, NULL));
    }
    world_put("1.snapshot.json", world_meta_file("snapshot", 1, FUTURE, meta, "2"));
    world_put("timestamp.json",
              world_meta_file("timestamp", 1, FUTURE,
                              world_meta("snapshot.json", 1, NULL), "1"));
    assert_status(
        ts_store_replace(world.store, "root.json", world_root_file(&root, "0"), false),
        TS_OK);
    assert_status(world_refresh(WORLD_NOW), TS_OK);
}

static void
start_over(void)
{
    folder_empty();
    ts_arena_rewind(&world.arena, 0);
    world.file_count = 0;
}

/* Whose target it is: the content is the role's name. */
static const char *
signer_of(const struct ts_target *target, const struct role *roles, size_t count)
{
    ts_verified verified;
    for (size_t i = 0; target && i < count; i++)
        if (ts_target_check(&verified, target, ts_span_text(roles[i].name)) == TS_OK)
            return roles[i].name;
    return "nobody";
}

enum { ROLES = 6 };

static void
the_search_is_preorder_and_minds_paths(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        struct role roles[ROLES];
        const char *path;
        const char *signer;
        const char *asked;
    } rows[] = {
        { "the first role that has it",
          { { "targets", "x", TO("A", ANY), 0, 0 }, { "A", "x", 0, 0, 0 } },
          "x",
          "targets",
          "" },
        { "a delegated one",
          { { "targets", "", TO("A", ANY), 0, 0 }, { "A", "x", 0, 0, 0 } },
          "x",
          "A",
          "1.A.json " },
        { "in the order they stand",
          { { "targets", "", TO("A", ANY) "," TO("B", ANY), 0, 0 },
            { "A", "x", 0, 0, 0 },
            { "B", "x", 0, 0, 0 } },
          "x",
          "A",
          "1.A.json " },
        { "down before across",
          { { "targets", "", TO("A", ANY) "," TO("B", ANY), 0, 0 },
            { "A", "", TO("C", ANY), 0, 0 },
            { "B", "x", 0, 0, 0 },
            { "C", "x", 0, 0, 0 } },
          "x",
          "C",
          "1.A.json 1.C.json " },
        { "a role whose paths do not cover it is not asked",
          { { "targets", "", TO("A", "\"y*\"") "," TO("B", ANY), 0, 0 },
            { "A", "x", 0, 0, 0 },
            { "B", "x", 0, 0, 0 } },
          "x",
          "B",
          "1.B.json " },
        { "every delegation on the way must cover it",
          { { "targets", "", TO("A", "\"d/*\""), 0, 0 },
            { "A", "", TO("C", "\"*/*\""), 0, 0 },
            { "C", "e/x", 0, 0, 0 } },
          "e/x",
          "nobody",
          "" },
        { "a terminating role ends it",
          { { "targets", "", ONLY_TO("A", ANY) "," TO("B", ANY), 0, 0 },
            { "A", "", 0, 0, 0 },
            { "B", "x", 0, 0, 0 } },
          "x",
          "nobody",
          "1.A.json " },
        { "but not what stands below it",
          { { "targets", "", ONLY_TO("A", ANY) "," TO("B", ANY), 0, 0 },
            { "A", "", TO("C", ANY) "," TO("D", ANY), 0, 0 },
            { "B", "x", 0, 0, 0 },
            { "C", "", 0, 0, 0 },
            { "D", "x", 0, 0, 0 } },
          "x",
          "D",
          "1.A.json 1.C.json 1.D.json " },
        { "nor does one that does not cover it",
          { { "targets", "", ONLY_TO("A", "\"y\"") "," TO("B", ANY), 0, 0 },
            { "A", "", 0, 0, 0 },
            { "B", "x", 0, 0, 0 } },
          "x",
          "B",
          "1.B.json " },
        { "a terminating role further down ends all of it",
          { { "targets", "", TO("A", ANY) "," TO("B", ANY), 0, 0 },
            { "A", "", ONLY_TO("C", ANY), 0, 0 },
            { "B", "x", 0, 0, 0 },
            { "C", "", 0, 0, 0 } },
          "x",
          "nobody",
          "1.A.json 1.C.json " },
        { "a circle is walked once",
          { { "targets", "", TO("A", ANY), 0, 0 },
            { "A", "", TO("B", ANY), 0, 0 },
            { "B", "", TO("A", ANY) "," TO("B", ANY), 0, 0 } },
          "x",
          "nobody",
          "1.A.json 1.B.json " },
        { "a name that is no path",
          { { "targets", "x", TO("A", ANY), 0, 0 } },
          "",
          "nobody",
          "" },
    };
    for (size_t i = 0; i < TS_COUNT(rows); i++) {
        enum ts_status status;
        size_t count = 0;
        while (count < ROLES && rows[i].roles[count].name)
            count++;
        ts_test_row(rows[i].name);
        start_over();
        publish(rows[i].roles, count);
        const struct ts_target *target = world_search(rows[i].path, &status);
        assert_status(status, TS_OK);
        assert_span_equal(ts_span_text(signer_of(target, rows[i].roles, count)),
                          ts_span_text(rows[i].signer));
        assert_span_equal(ts_span_text(world.asked), ts_span_text(rows[i].asked));
        /* What was fetched is stored and not fetched again, by another machine either. */
        assert_status(world_refresh(WORLD_NOW), TS_OK);
        world_search(rows[i].path, &status);
        assert_span_equal(ts_span_text(world.asked), ts_span_text(""));
    }
}

/* 5.6.3: A role is what the delegation at hand says. The recorded run
 * test_cached_role_is_verified_against_current_delegator has it the other way. */
static void
a_role_is_signed_by_the_keys_of_the_delegation_at_hand(void **state)
{
    (void)state;
    static const struct role roles[] = {
        { "targets", "", TO("A", "\"a/*\"") "," TO("B", "\"b/*\""), 0, 0 },
        { "A", "", BY("k5", "release", "\"a/*\"", "false"), 0, 0 },
        { "B", "", BY("k6", "release", "\"b/*\"", "false"), 0, 0 },
        { "release", "a/x b/x ", 0, "5", 0 },
    };
    enum ts_status status;
    publish(roles, TS_COUNT(roles));
    assert_string_equal(signer_of(world_search("a/x", &status), roles, TS_COUNT(roles)),
                        "release");
    assert_null(world_search("b/x", &status));
    assert_status(status, TS_UNTRUSTED);
    assert_string_equal(world.fault.rule, "FORMAT.md 2.7");
    assert_string_equal(world.asked, "1.B.json 1.release.json ");

    /* That takes nothing back. */
    assert_true(ts_refresh_is_current(world.refresh));
    assert_non_null(world_search("a/x", &status));
    assert_status(status, TS_OK);
}

static void
every_rule_for_a_delegated_role_is_kept(void **state)
{
    (void)state;
    static const struct role roles[] = {
        { "targets", "", TO("A", ANY) "," TO("gone", ANY), 0, 0 },
        { "A", "x", 0, 0, 0 },
    };
    static const struct {
        const char *name;
        unsigned version;
        const char *expires, *signer;
        enum ts_status want;
        const char *rule;
    } rows[] = {
        { "good", 1, FUTURE, "4", TS_OK, NULL },
        { "5.6.3 by another key", 1, FUTURE, "3", TS_UNTRUSTED, "FORMAT.md 2.7" },
        { "5.6.4 another version", 2, FUTURE, "4", TS_UNTRUSTED, "TUF 5.6.4" },
        { "5.6.5 expired", 1, PAST, "4", TS_ROLLBACK, "TUF 5.6.5" },
    };
    enum ts_status status;
    for (size_t i = 0; i < TS_COUNT(rows); i++) {
        ts_test_row(rows[i].name);
        start_over();
        publish(roles, TS_COUNT(roles));
        world_put("1.A.json",
                  world_targets_file(rows[i].version, rows[i].expires,
                                     targets_of(&roles[1]), "", rows[i].signer));
        const struct ts_target *target = world_search("x", &status);
        assert_status(status, rows[i].want);
        assert_int_equal(target != NULL, rows[i].want == TS_OK);
        assert_int_equal(world_stored("A.json"), rows[i].want == TS_OK);
        if (rows[i].rule)
            assert_span_equal(ts_span_text(world.fault.rule), ts_span_text(rows[i].rule));
        assert_int_equal(ts_refresh_is_expired(world.refresh), status == TS_ROLLBACK);
    }
    ts_test_row("5.6.1 a role that the snapshot does not know");
    start_over();
    publish(roles, TS_COUNT(roles));
    assert_null(world_search("y", &status));
    assert_status(status, TS_UNTRUSTED);
    assert_string_equal(world.fault.rule, "TUF 5.6.1");
}

static void
hostile_role_names_stay_in_the_folder(void **state)
{
    (void)state;
    static const struct {
        const char *json, *url, *file;
    } rows[] = {
        { "../up", "..%2Fup", "%2E.%2Fup.json" },
        { "/etc/passwd", "%2Fetc%2Fpasswd", "%2Fetc%2Fpasswd.json" },
        { ".", ".", "%2E.json" },
        { "..", "..", "%2E..json" },
        { "a b?#&", "a%20b%3F%23%26", "a%20b%3F%23%26.json" },
        { "%2e", "%252e", "%252e.json" },
        { "caf\xC3\xA9~", "caf%C3%A9~", "caf%C3%A9%7E.json" },
        { "back\\\\slash", "back%5Cslash", "back%5Cslash.json" },
        { "nul\\u0000", "nul%00", "nul%00.json" },
    };
    for (size_t i = 0; i < TS_COUNT(rows); i++) {
        enum ts_status status;
        ts_test_row(rows[i].json);
        start_over();
        const char *to = world_format("{\"name\":\"%s\",\"keyids\":[\"k4\"],"
                                      "\"threshold\":1,\"paths\":[\"*\"],"
                                      "\"terminating\":false}",
                                      rows[i].json);
        struct role roles[] = { { "targets", "", to, 0, 0 },
                                { rows[i].json, "x", 0, 0, rows[i].url } };
        publish(roles, 2);
        assert_non_null(world_search("x", &status));
        assert_span_equal(ts_span_text(world.asked),
                          ts_span_text(world_format("1.%s.json ", rows[i].url)));
        assert_int_equal(world_stored(rows[i].file), 1);
    }

    char file[TS_ROLE_FILE_SIZE];
    char longest[TS_STORE_NAME_MAX];
    memset(longest, 'a', sizeof(longest));
    ts_span name = { (const uint8_t *)longest, TS_STORE_NAME_MAX - 5 };
    assert_status(ts_role_file(file, name), TS_OK);
    assert_true(ts_store_name_valid(file));
    name.len++;
    assert_status(ts_role_file(file, name), TS_OVER_LIMIT);
}

/* The longest walk: as many roles as allowed, and one more. */
static void
so_many_roles_are_asked_and_no_more(void **state)
{
    (void)state;
    struct role roles[TS_ROLES_MAX + 2] = { { "targets", "", TO("r1", ANY), 0, 0 } };
    for (unsigned i = 1; i < TS_COUNT(roles); i++) {
        roles[i].name = world_format("r%u", i);
        roles[i].targets = i == TS_ROLES_MAX ? "last " : i > TS_ROLES_MAX ? "more " : "";
        if (i + 1 < TS_COUNT(roles))
            roles[i].delegations = world_format(
                "{\"name\":\"r%u\",\"keyids\":[\"k4\"],\"threshold\":1,\"paths\":[\"*\"],"
                "\"terminating\":false}",
                i + 1);
    }
    enum ts_status status;
    publish(roles, TS_COUNT(roles));
    assert_non_null(world_search("last", &status));
    assert_null(world_search("more", &status));
    assert_status(status, TS_OK);
    assert_string_equal(world.asked, "");
}

static void
append_target(const struct ts_target *target, ts_span role, void *context)
{
    char **text = context;
    *text += sprintf(*text, "%.*s:%.*s ", TS_SPAN_ARG(role), TS_SPAN_ARG(target->path));
}

static void
all_that_is_signed_for_can_be_listed(void **state)
{
    (void)state;
    static const struct role roles[] = {
        { "targets", "x ", TO("A", "\"a/*\"") "," ONLY_TO("B", "\"*/*\""), 0, 0 },
        { "A", "x a/1 b/1 ", TO("C", "\"a/*\""), 0, 0 },
        { "B", "a/1 a/2 b/1 b/2 ", 0, 0, 0 },
        { "C", "a/1 a/3 b/3 ", TO("A", "\"a/*\""), 0, 0 },
    };
    char text[512] = "";
    char *end = text;
    publish(roles, TS_COUNT(roles));
    world.asked[0] = '\0';
    assert_status(ts_refresh_load_roles(world.refresh, &world.fault), TS_OK);
    assert_status(world_feed(), TS_OK);
    assert_string_equal(world.asked, "1.A.json 1.C.json 1.B.json ");
    ts_refresh_each(world.refresh, append_target, &end);
    /* x by targets; what A and B sign beyond their paths, or after another, is not. */
    assert_string_equal(text, "targets:x A:a/1 C:a/3 B:a/2 B:b/1 B:b/2 ");
}

static void
names_of_targets_carry_a_hash(void **state)
{
    (void)state;
    char name[TS_TARGET_NAME_SIZE];
    static const struct role roles[] = { { "targets", "d/e/x y ", 0, 0, 0 } };
    publish(roles, 1);
    const struct ts_targets *targets = ts_refresh_targets(world.refresh);
    uint8_t digest[TS_SHA256_SIZE];
    ts_sha256(digest, TS_SPAN_LIT("targets"));
    const char *hex = fixture_hex(&world.arena, TS_SPAN_OF(digest));
    ts_refresh_target_name(name, world.refresh, &targets->items[0]);
    assert_string_equal(name, world_format("d/e/%s.x", hex));
    ts_refresh_target_name(name, world.refresh, &targets->items[1]);
    assert_string_equal(name, world_format("%s.y", hex));

    struct ts_target other = targets->items[1];
    other.hashes.has_sha256 = false;
    other.hashes.has_sha512 = true;
    memset(other.hashes.sha512, 0xA0, sizeof(other.hashes.sha512));
    ts_refresh_target_name(name, world.refresh, &other);
    assert_int_equal(strlen(name), 128 + 2);
    assert_memory_equal(name, "a0a0", 4);
}

static void
nothing_is_looked_for_before_all_is_current(void **state)
{
    (void)state;
    enum ts_status status;
    static const struct role roles[] = { { "targets", "x ", 0, 0, 0 } };
    publish(roles, 1);
    world_remove("timestamp.json");
    assert_status(world_refresh(WORLD_NOW), TS_ABSENT);
    assert_null(world_search("x", &status));
    assert_status(status, TS_ABSENT);
    assert_status(ts_refresh_load_roles(world.refresh, NULL), TS_ABSENT);
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(the_search_is_preorder_and_minds_paths),
        TEST(a_role_is_signed_by_the_keys_of_the_delegation_at_hand),
        TEST(every_rule_for_a_delegated_role_is_kept),
        TEST(hostile_role_names_stay_in_the_folder),
        TEST(so_many_roles_are_asked_and_no_more),
        TEST(all_that_is_signed_for_can_be_listed),
        TEST(names_of_targets_carry_a_hash),
        TEST(nothing_is_looked_for_before_all_is_current),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
