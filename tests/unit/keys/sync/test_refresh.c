#include "tests/unit/keys/sync/refresh_folder.h"

/* Every rule of TUF 5.2 to 5.6 as a second refresh that goes wrong at one point. Keys:
 * 0 root, 1 timestamp, 2 snapshot, 3 targets, 4 and 5 for rotation, 7 a stranger. */

/* A publication. What is 0 or NULL is as usual. */
struct edition {
    struct world_root root; /* Version 0: no new root. */
    const char *root_signers;
    unsigned timestamp, snapshot, targets, more;     /* Versions; 2 as usual. */
    unsigned said_snapshot, said_targets, said_more; /* What the file before says. */
    const char *timestamp_expires, *snapshot_expires, *targets_expires;
    const char *timestamp_signer, *snapshot_signer, *targets_signer;
    bool is_pinned;      /* With lengths and hashes. */
    bool is_more_gone;   /* The snapshot knows "more" no longer. */
    const char *removed; /* This file is not there, */
    const char *flipped; /* or has another last byte, */
    const char *padded;  /* or one more, */
    size_t endless;      /* or so many. */
};

static const struct world_root FIRST_ROOT = { 1, FUTURE, false, "0", "1", "2", "3", 1 };

static unsigned
or_two(unsigned version)
{
    return version ? version : 2;
}

static const char *
or_text(const char *text, const char *usual)
{
    return text ? text : usual;
}

/* Keeps the length and the last brace: only the hash can tell. */
static void
damage(const struct edition *e)
{
    const char *name = e->flipped ? e->flipped : e->padded;
    if (e->removed)
        world_remove(e->removed);
    if (!name)
        return;
    struct world_file *file = world_find(name);
    assert_non_null(file);
    size_t more = e->padded ? (e->endless ? e->endless : 1) : 0;
    uint8_t *copy = ts_arena_take(&world.arena, file->bytes.len + more);
    assert_non_null(copy);
    memset(copy, ' ', file->bytes.len + more);
    memcpy(copy, file->bytes.at, file->bytes.len);
    if (!more) {
        /* {"signatures" becomes { "ignatures", with the brace still first. */
        const char text[] = "{\"signaturez\"";
        memcpy(copy, text, sizeof(text) - 1);
    }
    file->bytes = (ts_span){ copy, file->bytes.len + more };
}

static void
publish(const struct edition *e)
{
    unsigned targets = or_two(e->targets);
    unsigned snapshot = or_two(e->snapshot);
    unsigned said_targets = e->said_targets ? e->said_targets : targets;
    unsigned said_snapshot = e->said_snapshot ? e->said_snapshot : snapshot;
    if (e->root.version)
        world_put_root(&e->root, or_text(e->root_signers, "0"));

    ts_span targets_file =
        world_targets_file(targets, or_text(e->targets_expires, FUTURE),
                           world_target("a", "abc"), "", or_text(e->targets_signer, "3"));
    world_put(world_format("%u.targets.json", said_targets), targets_file);

    const char *meta =
        world_meta("targets.json", said_targets, e->is_pinned ? &targets_file : NULL);
    if (!e->is_more_gone)
        meta = world_format("%s,%s", meta,
                            world_meta("more.json", or_two(e->said_more), NULL));
    ts_span snapshot_file =
        world_meta_file("snapshot", snapshot, or_text(e->snapshot_expires, FUTURE), meta,
                        or_text(e->snapshot_signer, "2"));
    world_put(world_format("%u.snapshot.json", said_snapshot), snapshot_file);

    meta =
        world_meta("snapshot.json", said_snapshot, e->is_pinned ? &snapshot_file : NULL);
    world_put("timestamp.json", world_meta_file("timestamp", or_two(e->timestamp),
                                                or_text(e->timestamp_expires, FUTURE),
                                                meta, or_text(e->timestamp_signer, "1")));
    damage(e);
}

/* A client that has the first edition. */
static void
start_over(void)
{
    static const struct edition first = {
        .timestamp = 1, .snapshot = 1, .targets = 1, .said_more = 1
    };
    folder_empty();
    ts_arena_rewind(&world.arena, 0);
    world.file_count = 0;
    assert_status(ts_store_replace(world.store, "root.json",
                                   world_root_file(&FIRST_ROOT, "0"), false),
                  TS_OK);
    publish(&first);
    assert_status(world_refresh(WORLD_NOW), TS_OK);
    assert_string_equal(world.asked,
                        "2.root.json timestamp.json 1.snapshot.json 1.targets.json ");
    assert_true(ts_refresh_is_current(world.refresh));
    assert_string_equal(world_state(), "1 1 1 1");
}

struct row {
    const char *name;
    struct edition edition;
    enum ts_status want;
    const char *rule;  /* Of the fault; NULL: not looked at. */
    const char *state; /* What is stored afterwards. */
};

/* The rules against a frozen mirror. */
static bool
is_freeze(const char *rule)
{
    static const char *const rules[] = { "TUF 5.3.10", "TUF 5.4.4", "TUF 5.5.6",
                                         "TUF 5.6.5" };
    for (size_t i = 0; i < TS_COUNT(rules); i++)
        if (rule && strcmp(rule, rules[i]) == 0)
            return true;
    return false;
}

static void
run_rows(const struct row *rows, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const struct row *row = &rows[i];
        ts_test_row(row->name);
        start_over();
        publish(&row->edition);
        assert_status(world_refresh(WORLD_NOW), row->want);
        if (row->rule)
            assert_span_equal(ts_span_text(world.fault.rule), ts_span_text(row->rule));
        assert_span_equal(ts_span_text(world_state()), ts_span_text(row->state));
        assert_int_equal(ts_refresh_is_current(world.refresh), row->want == TS_OK);
        assert_int_equal(ts_refresh_is_expired(world.refresh), is_freeze(row->rule));
    }
}

static void
every_rule_for_the_root_is_kept(void **state)
{
    (void)state;
#define ROOT(number)                                 \
    {                                                \
        number, FUTURE, false, "0", "1", "2", "3", 1 \
    }
    static const struct row rows[] = {
        { "5.3.3 no new root", { .timestamp = 2 }, TS_OK, NULL, "1 2 2 2" },
        { "5.3.9 a new root", { .root = ROOT(2) }, TS_OK, NULL, "2 2 2 2" },
        { "5.3.3 an endless root",
          { .root = ROOT(2), .padded = "2.root.json", .endless = TS_ROOT_BYTES_MAX },
          TS_OVER_LIMIT,
          NULL,
          "1 1 1 1" },
        { "5.3.4 not signed by the old root",
          { .root = { 2, FUTURE, false, "4", "1", "2", "3", 1 }, .root_signers = "4" },
          TS_UNTRUSTED,
          "FORMAT.md 2.7",
          "1 1 1 1" },
        { "5.3.4 not signed by itself",
          { .root = { 2, FUTURE, false, "4", "1", "2", "3", 1 }, .root_signers = "0" },
          TS_UNTRUSTED,
          "FORMAT.md 2.7",
          "1 1 1 1" },
        { "5.3.4 below its own threshold",
          { .root = { 2, FUTURE, false, "04", "1", "2", "3", 2 }, .root_signers = "0" },
          TS_UNTRUSTED,
          "FORMAT.md 2.7",
          "1 1 1 1" },
        { "5.3.4 signed by both",
          { .root = { 2, FUTURE, false, "4", "1", "2", "3", 1 }, .root_signers = "04" },
          TS_OK,
          NULL,
          "2 2 2 2" },
        { "5.3.10 expired, and stored all the same",
          { .root = { 2, PAST, false, "0", "1", "2", "3", 1 } },
          TS_ROLLBACK,
          "TUF 5.3.10",
          "2 1 1 1" },
        { "5.3.10 expired this very second",
          { .root = { 2, WORLD_NOW, false, "0", "1", "2", "3", 1 } },
          TS_ROLLBACK,
          "TUF 5.3.10",
          "2 1 1 1" },
        { "5.3.11 another timestamp key, and what it signs starts anew",
          { .root = { 2, FUTURE, false, "0", "4", "2", "3", 1 },
            .timestamp = 1,
            .timestamp_signer = "4" },
          TS_OK,
          NULL,
          "2 1 2 2" },
        { "5.3.11 not before 5.3.10: expired, and nothing is deleted",
          { .root = { 2, PAST, false, "0", "4", "2", "3", 1 } },
          TS_ROLLBACK,
          "TUF 5.3.10",
          "2 1 1 1" },
    };
    run_rows(rows, TS_COUNT(rows));
}

static void
every_rule_for_the_timestamp_is_kept(void **state)
{
    (void)state;
    static const struct row rows[] = {
        { "5.4.1 none", { .removed = "timestamp.json" }, TS_ABSENT, NULL, "1 1 1 1" },
        { "5.4.1 an endless one",
          { .padded = "timestamp.json", .endless = TS_TIMESTAMP_BYTES_MAX },
          TS_OVER_LIMIT,
          NULL,
          "1 1 1 1" },
        { "5.4.2 by the key of another role",
          { .timestamp_signer = "2" },
          TS_UNTRUSTED,
          "FORMAT.md 2.7",
          "1 1 1 1" },
        { "5.4.2 by nobody",
          { .timestamp_signer = "" },
          TS_UNTRUSTED,
          "FORMAT.md 2.7",
          "1 1 1 1" },
        { "5.4.3.2 the snapshot it names is the same",
          { .timestamp = 3, .said_snapshot = 0, .snapshot = 1 },
          TS_OK,
          NULL,
          "1 3 1 1" },
        { "5.4.4 expired",
          { .timestamp_expires = PAST },
          TS_ROLLBACK,
          "TUF 5.4.4",
          "1 1 1 1" },
        { "5.4.5 stored before the snapshot is seen",
          { .removed = "2.snapshot.json" },
          TS_ABSENT,
          NULL,
          "1 2 1 1" },
    };
    run_rows(rows, TS_COUNT(rows));
}

static void
every_rule_for_the_snapshot_is_kept(void **state)
{
    (void)state;
    static const struct row rows[] = {
        { "5.5.1 an endless one",
          { .padded = "2.snapshot.json", .endless = TS_SNAPSHOT_BYTES_MAX },
          TS_OVER_LIMIT,
          NULL,
          "1 2 1 1" },
        { "5.5.1 longer than announced",
          { .is_pinned = true, .padded = "2.snapshot.json" },
          TS_OVER_LIMIT,
          NULL,
          "1 2 1 1" },
        { "5.5.2 with that length and hash",
          { .is_pinned = true },
          TS_OK,
          NULL,
          "1 2 2 2" },
        { "5.5.2 another hash",
          { .is_pinned = true, .flipped = "2.snapshot.json" },
          TS_UNTRUSTED,
          "TUF 5.5.2",
          "1 2 1 1" },
        { "5.5.3 by the key of another role",
          { .snapshot_signer = "1" },
          TS_UNTRUSTED,
          "FORMAT.md 2.7",
          "1 2 1 1" },
        { "5.5.4 not the version that was announced",
          { .said_snapshot = 3 },
          TS_UNTRUSTED,
          "TUF 5.5.4",
          "1 2 1 1" },
        { "5.5.5 a role that did not move", { .said_more = 1 }, TS_OK, NULL, "1 2 2 2" },
        { "5.5.5 a role that is gone",
          { .is_more_gone = true },
          TS_ROLLBACK,
          "TUF 5.5.5",
          "1 2 1 1" },
        { "5.5.6 expired",
          { .snapshot_expires = PAST },
          TS_ROLLBACK,
          "TUF 5.5.6",
          "1 2 1 1" },
        { "5.5.7 stored before targets are seen",
          { .removed = "2.targets.json" },
          TS_ABSENT,
          NULL,
          "1 2 2 1" },
    };
    run_rows(rows, TS_COUNT(rows));
}

static void
every_rule_for_targets_is_kept(void **state)
{
    (void)state;
    static const struct row rows[] = {
        { "5.6.1 endless ones",
          { .padded = "2.targets.json", .endless = TS_TARGETS_BYTES_MAX },
          TS_OVER_LIMIT,
          NULL,
          "1 2 2 1" },
        { "5.6.1 longer than announced",
          { .is_pinned = true, .padded = "2.targets.json" },
          TS_OVER_LIMIT,
          NULL,
          "1 2 2 1" },
        { "5.6.2 another hash",
          { .is_pinned = true, .flipped = "2.targets.json" },
          TS_UNTRUSTED,
          "TUF 5.6.2",
          "1 2 2 1" },
        { "5.6.3 by the key of another role",
          { .targets_signer = "2" },
          TS_UNTRUSTED,
          "FORMAT.md 2.7",
          "1 2 2 1" },
        { "5.6.4 not the version that was announced",
          { .said_targets = 3 },
          TS_UNTRUSTED,
          "TUF 5.6.4",
          "1 2 2 1" },
        { "5.6.5 expired",
          { .targets_expires = PAST },
          TS_ROLLBACK,
          "TUF 5.6.5",
          "1 2 2 1" },
    };
    run_rows(rows, TS_COUNT(rows));
}

/* A client at the second edition meets the first again, part by part. */
static void
nothing_is_rolled_back(void **state)
{
    (void)state;
    static const struct row rows[] = {
        { "5.4.3.1 an older timestamp",
          { .timestamp = 1 },
          TS_ROLLBACK,
          "TUF 5.4.3.1",
          "1 2 2 2" },
        { "5.4.3.2 an older snapshot",
          { .timestamp = 3, .snapshot = 1 },
          TS_ROLLBACK,
          "TUF 5.4.3.2",
          "1 2 2 2" },
        { "5.5.5 older targets",
          { .timestamp = 3, .snapshot = 3, .targets = 1 },
          TS_ROLLBACK,
          "TUF 5.5.5",
          "1 3 2 2" },
        { "5.5.5 an older delegated role",
          { .timestamp = 3, .snapshot = 3, .said_more = 1 },
          TS_ROLLBACK,
          "TUF 5.5.5",
          "1 3 2 2" },
        { "5.3.11 unless the timestamp key was rotated",
          { .root = { 2, FUTURE, false, "0", "4", "2", "3", 1 },
            .timestamp = 1,
            .timestamp_signer = "4",
            .snapshot = 1,
            .targets = 1,
            .said_more = 1 },
          TS_OK,
          NULL,
          "2 1 1 1" },
        { "5.3.11 or the snapshot key",
          { .root = { 2, FUTURE, false, "0", "1", "4", "3", 1 },
            .timestamp = 1,
            .snapshot = 1,
            .snapshot_signer = "4",
            .targets = 1,
            .said_more = 1 },
          TS_OK,
          NULL,
          "2 1 1 1" },
        { "5.3.11 not when a key is only added",
          { .root = { 2, FUTURE, false, "0", "14", "2", "3", 1 }, .timestamp = 1 },
          TS_ROLLBACK,
          "TUF 5.4.3.1",
          "2 2 2 2" },
        { "5.3.11 not for the key of targets",
          { .root = { 2, FUTURE, false, "0", "1", "2", "4", 1 },
            .timestamp = 1,
            .targets_signer = "4" },
          TS_ROLLBACK,
          "TUF 5.4.3.1",
          "2 2 2 2" },
    };
    static const struct edition second = { 0 };
    for (size_t i = 0; i < TS_COUNT(rows); i++) {
        ts_test_row(rows[i].name);
        start_over();
        publish(&second);
        assert_status(world_refresh(WORLD_NOW), TS_OK);
        publish(&rows[i].edition);
        assert_status(world_refresh(WORLD_NOW), rows[i].want);
        if (rows[i].rule)
            assert_span_equal(ts_span_text(world.fault.rule), ts_span_text(rows[i].rule));
        assert_span_equal(ts_span_text(world_state()), ts_span_text(rows[i].state));
    }
}

/* 5.4.3.1: the same version is no news; what was trusted stays, byte for byte. */
static void
an_equal_timestamp_is_no_news(void **state)
{
    (void)state;
    ts_span before, after;
    static const struct edition same = { .timestamp = 1, .snapshot = 3 };
    start_over();
    assert_status(
        ts_store_read(world.store, &world.arena, &before, "timestamp.json", 1 << 16),
        TS_OK);
    publish(&same);
    assert_status(world_refresh(WORLD_NOW), TS_OK);
    assert_string_equal(world.asked, "2.root.json timestamp.json ");
    assert_status(
        ts_store_read(world.store, &world.arena, &after, "timestamp.json", 1 << 16),
        TS_OK);
    assert_span_equal(after, before);
    assert_string_equal(world_state(), "1 1 1 1");

    /* Frozen there, it ends with its expiry. */
    assert_status(world_refresh("2031-01-01T00:00:00Z"), TS_ROLLBACK);
    assert_true(ts_refresh_is_expired(world.refresh));
}

/* Cut off after any file, the next refresh fetches what is missing and no more. */
static void
a_refresh_goes_on_where_it_was_cut_off(void **state)
{
    (void)state;
    static const char *const asked[] = {
        "2.root.json timestamp.json 2.snapshot.json 2.targets.json ",
        "2.root.json timestamp.json 2.snapshot.json 2.targets.json ",
        "2.root.json timestamp.json 2.snapshot.json 2.targets.json ",
        "2.root.json timestamp.json 2.targets.json ",
    };
    static const struct edition second = { .is_pinned = true };
    for (size_t cut = 0; cut < TS_COUNT(asked); cut++) {
        start_over();
        publish(&second);
        ts_arena_rewind(&world.client, 0);
        assert_status(ts_refresh_begin(&world.client, &world.refresh, world.store,
                                       world_time(WORLD_NOW), &world.fault),
                      TS_OK);
        for (size_t i = 0; i < cut; i++) {
            const struct world_file *file =
                world_find(ts_refresh_want(world.refresh)->name);
            assert_status(file ? ts_refresh_give(world.refresh, file->bytes, NULL)
                               : ts_refresh_absent(world.refresh, NULL),
                          TS_OK);
        }
        ts_test_row(asked[cut]);
        assert_status(world_refresh(WORLD_NOW), TS_OK);
        assert_span_equal(ts_span_text(world.asked), ts_span_text(asked[cut]));
        assert_string_equal(world_state(), "1 2 2 2");
    }
}

static void
a_chain_of_roots_is_followed_to_its_end(void **state)
{
    (void)state;
    /* 5.3.6: those in between may have expired. Each signs for the next. */
    static const struct world_root roots[] = {
        { 2, PAST, false, "4", "1", "2", "3", 1 },
        { 3, PAST, false, "45", "1", "2", "3", 2 },
        { 4, FUTURE, true, "5", "1", "2", "3", 1 },
    };
    static const char *const signers[] = { "04", "45", "45" };
    start_over();
    for (size_t i = 0; i < TS_COUNT(roots); i++)
        world_put_root(&roots[i], signers[i]);
    assert_status(world_refresh(WORLD_NOW), TS_OK);
    assert_string_equal(world.asked, "2.root.json 3.root.json 4.root.json 5.root.json "
                                     "timestamp.json ");
    assert_int_equal(ts_root_version(ts_refresh_root(world.refresh)), 4);

    /* 5.3.5: exactly one version on. */
    static const struct world_root later = { 6, FUTURE, true, "5", "1", "2", "3", 1 };
    static const struct world_root same = { 4, FUTURE, true, "5", "1", "2", "3", 1 };
    world_put("5.root.json", world_root_file(&later, "5"));
    assert_status(world_refresh(WORLD_NOW), TS_ROLLBACK);
    world_put("5.root.json", world_root_file(&same, "5"));
    assert_status(world_refresh(WORLD_NOW), TS_ROLLBACK);
    assert_string_equal(world.fault.rule, "TUF 5.3.5");
    assert_int_equal(world_stored("root.json"), 4);
}

/* 5.3.3: no more than so many at a time, and the rest the next time. */
static void
an_endless_chain_of_roots_ends(void **state)
{
    (void)state;
    struct world_root root = FIRST_ROOT;
    start_over();
    for (root.version = 2; root.version <= TS_ROOT_CHAIN_MAX + 3; root.version++)
        world_put_root(&root, "0");
    assert_status(world_refresh(WORLD_NOW), TS_OK);
    assert_int_equal(world_stored("root.json"), TS_ROOT_CHAIN_MAX + 1);
    assert_status(world_refresh(WORLD_NOW), TS_OK);
    assert_int_equal(world_stored("root.json"), TS_ROOT_CHAIN_MAX + 3);
}

/* 5.2 */
static void
there_must_be_a_root_to_begin_with(void **state)
{
    (void)state;
    assert_status(world_refresh(WORLD_NOW), TS_ABSENT);
    assert_null(world.refresh);
    static const struct {
        const char *name;
        const char *signers;
        enum ts_status want;
    } rows[] = {
        { "signed by itself", "0", TS_OK },
        { "signed by nobody", "", TS_UNTRUSTED },
        { "signed by another", "7", TS_UNTRUSTED },
    };
    for (size_t i = 0; i < TS_COUNT(rows); i++) {
        ts_test_row(rows[i].name);
        assert_status(ts_store_replace(world.store, "root.json",
                                       world_root_file(&FIRST_ROOT, rows[i].signers),
                                       false),
                      TS_OK);
        ts_arena_rewind(&world.client, 0);
        assert_status(ts_refresh_begin(&world.client, &world.refresh, world.store,
                                       world_time(WORLD_NOW), NULL),
                      rows[i].want);
    }
}

static void
without_consistent_snapshots_names_are_bare(void **state)
{
    (void)state;
    struct world_root flat = FIRST_ROOT;
    flat.version = 2;
    flat.is_flat = true;
    start_over();
    world_put_root(&flat, "0");
    world_put("snapshot.json",
              world_meta_file("snapshot", 2, FUTURE,
                              world_format("%s,%s", world_meta("targets.json", 2, NULL),
                                           world_meta("more.json", 1, NULL)),
                              "2"));
    world_put("targets.json", world_targets_file(2, FUTURE, "", "", "3"));
    world_put("timestamp.json",
              world_meta_file("timestamp", 2, FUTURE,
                              world_meta("snapshot.json", 2, NULL), "1"));
    assert_status(world_refresh(WORLD_NOW), TS_OK);
    assert_string_equal(world.asked,
                        "2.root.json 3.root.json timestamp.json snapshot.json "
                        "targets.json ");
    assert_string_equal(world_state(), "2 2 2 2");
}

/* What lies in the store is believed for its signatures only. */
static void
a_damaged_store_is_made_good(void **state)
{
    (void)state;
    static const char *const names[] = { "timestamp.json", "snapshot.json",
                                         "targets.json", "recovery" };
    static const char *const junk[] = { "", "{", "{\"signed\":{},\"signatures\":[]}" };
    for (size_t i = 0; i < TS_COUNT(names) * TS_COUNT(junk); i++) {
        const char *name = names[i / TS_COUNT(junk)];
        start_over();
        ts_test_row(name);
        assert_status(ts_store_replace(world.store, name,
                                       ts_span_text(junk[i % TS_COUNT(junk)]), false),
                      TS_OK);
        assert_status(world_refresh(WORLD_NOW), TS_OK);
        assert_string_equal(world_state(), "1 1 1 1");
    }
}

static void
what_it_wants_says_what_is_known(void **state)
{
    (void)state;
    static const struct edition second = { .is_pinned = true };
    start_over();
    publish(&second);
    ts_arena_rewind(&world.client, 0);
    assert_status(ts_refresh_begin(&world.client, &world.refresh, world.store,
                                   world_time(WORLD_NOW), NULL),
                  TS_OK);
    const struct ts_want *want = ts_refresh_want(world.refresh);
    assert_true(want->may_be_absent && want->is_immutable && !want->meta);
    assert_int_equal(want->max, TS_ROOT_BYTES_MAX);
    assert_status(ts_refresh_absent(world.refresh, NULL), TS_OK);
    want = ts_refresh_want(world.refresh);
    assert_true(!want->may_be_absent && !want->is_immutable && !want->meta);
    assert_status(
        ts_refresh_give(world.refresh, world_find("timestamp.json")->bytes, NULL), TS_OK);
    want = ts_refresh_want(world.refresh);
    assert_true(!want->may_be_absent && want->is_immutable);
    assert_int_equal(want->max, world_find("2.snapshot.json")->bytes.len);
    assert_status(ts_meta_check(want->meta, world_find("2.snapshot.json")->bytes), TS_OK);

    /* Failed, it wants nothing more and takes nothing more. */
    assert_status(ts_refresh_give(world.refresh, TS_SPAN_LIT("{}"), NULL), TS_UNTRUSTED);
    assert_null(ts_refresh_want(world.refresh));
    assert_status(
        ts_refresh_give(world.refresh, world_find("2.snapshot.json")->bytes, NULL),
        TS_ABSENT);
    assert_false(ts_refresh_is_current(world.refresh));
}

static void
no_arena_is_small_enough_to_break_it(void **state)
{
    (void)state;
    enum ts_status status = TS_NO_SPACE;
    static const struct edition second = { 0 };
    for (size_t size = 0; status != TS_OK; size += 4096) {
        start_over();
        publish(&second);
        size_t whole = world.client.len;
        world.client.len = size;
        status = world_refresh(WORLD_NOW);
        assert_true(status == TS_OK || status == TS_NO_SPACE);
        world.client.len = whole;
        assert_status(world_refresh(WORLD_NOW), TS_OK);
        assert_string_equal(world_state(), "1 2 2 2");
    }
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(every_rule_for_the_root_is_kept),
        TEST(every_rule_for_the_timestamp_is_kept),
        TEST(every_rule_for_the_snapshot_is_kept),
        TEST(every_rule_for_targets_is_kept),
        TEST(nothing_is_rolled_back),
        TEST(an_equal_timestamp_is_no_news),
        TEST(a_refresh_goes_on_where_it_was_cut_off),
        TEST(a_chain_of_roots_is_followed_to_its_end),
        TEST(an_endless_chain_of_roots_ends),
        TEST(there_must_be_a_root_to_begin_with),
        TEST(without_consistent_snapshots_names_are_bare),
        TEST(a_damaged_store_is_made_good),
        TEST(what_it_wants_says_what_is_known),
        TEST(no_arena_is_small_enough_to_break_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
