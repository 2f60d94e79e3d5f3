#include "firmware/board/fake/store_memory.h"
#include "keys/trust/issuer_list_pack.h"
#include "keys/trust/repository.h"
#include "tests/unit/keys/authority/publish_fixture.h"

/* An authority that publishes day after day, and kiosks that come by after any time. */

#define ARENA (64 * 1024 * 1024)

enum { DAYS = 45, DAY = 86400, MONTH = 31 };

static struct fixture_office office;

/* What a kiosk that synchronised on that day has. */
static struct {
    ts_span snapshot;
    uint64_t epoch;
} held[DAYS];

static int
set_up(void **state)
{
    (void)state;
    ts_store_memory_reset();
    office = (struct fixture_office){ .arena = ts_test_arena(ARENA) };
    assert_status(ts_store_open(&office.authority, "authority", true), TS_OK);
    assert_status(ts_store_open(&office.issuer, "issuer", true), TS_OK);
    assert_status(ts_store_open(&office.repo, "repo", true), TS_OK);
    fixture_office_fill(&office);
    /* Room for many. */
    size_t line;
    assert_status(
        ts_ledger_read(&office.arena, &office.ledger, office.issuer, DAYS + 1, &line),
        TS_OK);
    assert_status(
        ts_ledger_add(&office.ledger, NULL, TS_SPAN_LIT("urn:a"), true, FIXTURE_NOW),
        TS_OK);
    return 0;
}

static int
tear_down(void **state)
{
    (void)state;
    ts_store_close(office.authority);
    ts_store_close(office.issuer);
    ts_store_close(office.repo);
    ts_store_memory_reset();
    ts_test_arena_free(&office.arena);
    return 0;
}

static ts_span
read_file(struct ts_store *store, const char *name)
{
    ts_span bytes;
    assert_status(ts_store_read(store, &office.arena, &bytes, name, 1 << 20), TS_OK);
    return bytes;
}

static ts_span
read_version(const char *role, uint64_t version)
{
    char name[64];
    snprintf(name, sizeof(name), "%llu.%s.json", (unsigned long long)version, role);
    return read_file(office.repo, name);
}

struct promises {
    struct ts_target items[2 * TS_ROUTE_MAX];
    size_t count;
};

/* By the long way, not through the loader. */
static struct promises
read_promises(void)
{
    struct promises promises;
    const struct ts_root *root;
    struct ts_timestamp timestamp;
    struct ts_snapshot snapshot;
    struct ts_targets targets;
    struct ts_targets revocations;
    struct ts_arena *arena = &office.arena;
    assert_status(ts_root_read(arena, &root, read_file(office.repo, "root.json"), NULL),
                  TS_OK);
    assert_status(ts_timestamp_read(arena, &timestamp, root,
                                    read_file(office.repo, "timestamp.json"), NULL),
                  TS_OK);
    ts_span bytes = read_version("snapshot", timestamp.snapshot.version);
    assert_status(ts_meta_check(&timestamp.snapshot, bytes), TS_OK);
    assert_status(ts_snapshot_read(arena, &snapshot, root, bytes, NULL), TS_OK);
    const struct ts_meta *meta = ts_snapshot_find(&snapshot, TS_SPAN_LIT("targets"));
    assert_status(ts_targets_read(arena, &targets, root,
                                  read_version("targets", meta->version), NULL),
                  TS_OK);
    meta = ts_snapshot_find(&snapshot, TS_SPAN_LIT("revocations"));
    assert_status(ts_delegated_read(arena, &revocations, &targets.delegations[0],
                                    read_version("revocations", meta->version), NULL),
                  TS_OK);
    promises.count = targets.count + revocations.count;
    assert_in_range(promises.count, 3, 40);
    memcpy(promises.items, targets.items, targets.count * sizeof(*targets.items));
    memcpy(promises.items + targets.count, revocations.items,
           revocations.count * sizeof(*revocations.items));
    return promises;
}

static ts_verified
read_target(const struct ts_target *target)
{
    struct ts_file_name name;
    ts_verified verified;
    assert_status(ts_repository_target(&name, target), TS_OK);
    assert_status(ts_target_check(&verified, target, read_file(office.repo, name.text)),
                  TS_OK);
    return verified;
}

static const struct ts_target *
find(const struct promises *promises, const char *path)
{
    for (size_t i = 0; i < promises->count; i++)
        if (ts_span_is(promises->items[i].path, path))
            return &promises->items[i];
    fail_msg("%s is not there", path);
    return NULL;
}

/* Each day one is issued, every second day withdrawn, and now and then one comes back. */
static void
live_a_day(size_t day)
{
    static char ids[DAYS][16];
    const struct ts_ledger_entry *entry;
    snprintf(ids[day], sizeof(ids[day]), "urn:day:%zu", day);
    assert_status(
        ts_ledger_add(&office.ledger, &entry, ts_span_text(ids[day]), true, FIXTURE_NOW),
        TS_OK);
    if (day % 2)
        ts_ledger_find(&office.ledger, ts_span_text(ids[day - 1]))->withdrawn =
            FIXTURE_NOW;
    if (day % 8 == 7)
        ts_ledger_find(&office.ledger, ts_span_text(ids[day - 5]))->withdrawn =
            TS_UTC_NEVER;
    fixture_put_list(&office, day % 3 == 1);
}

static struct ts_publication
publish_on(size_t day)
{
    struct ts_publication done;
    const ts_utc now = { FIXTURE_NOW.s + (int64_t)day * DAY };
    assert_status(fixture_publish_at(&office, &done, now), TS_OK);
    return done;
}

/* By the delta that leads there, if anything has changed since; the state must be the
 * promised one. */
static void
catch_up(const struct promises *promises, size_t day)
{
    char path[64];
    struct ts_revocations state;
    struct ts_revocation_step step;
    struct ts_revocation_result result;
    size_t used = office.arena.used;
    const struct ts_target *newest = find(promises, TS_REV_SNAPSHOT_PATH);
    assert_true(newest->has_state);
    if (held[day].epoch == newest->epoch)
        return;
    snprintf(path, sizeof(path), "rev/%llu-%llu", (unsigned long long)held[day].epoch,
             (unsigned long long)newest->epoch);
    ts_verified delta = read_target(find(promises, path));
    assert_status(ts_revocation_step_read(&step, delta, NULL), TS_OK);
    assert_status(ts_revocations_restore(&office.arena, &state, held[day].snapshot,
                                         step.from, NULL),
                  TS_OK);
    assert_status(ts_revocations_apply(&office.arena, &result, &state, delta, NULL),
                  TS_OK);
    assert_memory_equal(result.state.hash, newest->state, TS_SHA256_SIZE);
    ts_arena_rewind(&office.arena, used);
}

static void
whoever_was_away_for_a_month_catches_up(void **state)
{
    (void)state;
    for (size_t day = 0; day < DAYS; day++) {
        live_a_day(day);
        struct ts_publication done = publish_on(day);
        size_t used = office.arena.used;
        struct promises promises = read_promises();
        const struct ts_target *snapshot = find(&promises, TS_REV_SNAPSHOT_PATH);
        ts_span bytes = read_target(snapshot).bytes;
        held[day].epoch = snapshot->epoch;
        assert_int_equal(done.targets, promises.count);
        for (size_t past = day > MONTH ? day - MONTH : 0; past < day; past++)
            catch_up(&promises, past);
        uint8_t *kept = ts_test_exact_copy(bytes);
        held[day].snapshot = (ts_span){ kept, bytes.len };
        ts_arena_rewind(&office.arena, used);
    }
    for (size_t day = 0; day < DAYS; day++) {
        union {
            const uint8_t *view;
            uint8_t *block;
        } owner = { .view = held[day].snapshot.at };
        free(owner.block);
    }
}

struct count {
    const char *begin;
    size_t files;
};

static void
count_file(const char *name, void *context)
{
    struct count *count = context;
    count->files += strncmp(name, count->begin, strlen(count->begin)) == 0;
}

static void
forgets_what_nobody_can_need(void **state)
{
    (void)state;
    for (size_t day = 0; day < 200; day += 1 + day / 20) {
        struct count states = { "history/state.", 0 };
        struct count deltas = { "history/delta.", 0 };
        struct count files = { "", 0 };
        fixture_put_list(&office, day % 2);
        (void)publish_on(day);
        size_t used = office.arena.used;
        assert_status(
            ts_store_list(office.authority, &office.arena, "", count_file, &states),
            TS_OK);
        assert_status(
            ts_store_list(office.authority, &office.arena, "", count_file, &deltas),
            TS_OK);
        assert_status(ts_store_list(office.repo, &office.arena, "", count_file, &files),
                      TS_OK);
        ts_arena_rewind(&office.arena, used);
        assert_in_range(states.files, 1, 40);
        assert_in_range(deltas.files, 0, 40);
        assert_in_range(files.files, 6, 2 * 40 + 9); /* this and the last publication */
    }
}

static void
when_nothing_changes_only_the_timestamp_does(void **state)
{
    (void)state;
    static uint8_t memory[2][65536];
    ts_span names[2];
    for (size_t day = 0; day < 40; day++) {
        fixture_put_list(&office, day % 2);
        (void)publish_on(day);
    }
    for (size_t i = 0; i < 2; i++) {
        struct ts_publication done = publish_on(i ? 80 : 41);
        names[i] = (ts_span){ memory[i], sizeof(memory[i]) };
        names[i] = read_file(office.authority, "files.txt");
        assert_int_equal(done.version, i ? 42 : 41);
        /* At most 1 kB is fetched. */
        assert_true(read_file(office.repo, "timestamp.json").len <= 1024);
    }
    assert_span_equal(names[0], names[1]);
}

static void
a_day_costs_little(void **state)
{
    (void)state;
    for (size_t day = 0; day < 40; day++) {
        fixture_put_list(&office, day % 2);
        (void)publish_on(day);
    }
    size_t bytes = read_file(office.repo, "timestamp.json").len
                   + read_version("snapshot", 40).len
                   + read_version("revocations", 40).len;
    struct promises promises = read_promises();
    struct ts_route route;
    assert_status(ts_route_revocations(&route, promises.items, promises.count, 39),
                  TS_OK);
    assert_true(bytes + route.bytes <= 8000 - 1303); /* 500 in 1e8: see tests/bench */
}

static void
issuer_lists_travel_as_patches(void **state)
{
    (void)state;
    char id[64];
    ts_span lists[5];
    uint64_t epochs[5];
    for (size_t i = 0; i < 40; i++) {
        snprintf(id, sizeof(id), "did:web:issuer-%zu.example", i * 7919 % 1000);
        fixture_put_issuer(&office, ts_span_text(id), id);
    }
    for (size_t day = 0; day < 5; day++) {
        struct ts_route route;
        snprintf(id, sizeof(id), "did:web:new-%zu.example", day);
        fixture_put_issuer(&office, ts_span_text(id), id);
        (void)publish_on(day);
        struct promises promises = read_promises();
        const struct ts_target *list = find(&promises, TS_ISSUERS_PATH);
        lists[day] = read_target(list).bytes;
        epochs[day] = list->epoch;
        for (size_t past = 0; past < day; past++) {
            ts_verified back;
            assert_status(
                ts_route_issuers(&route, promises.items, promises.count, epochs[past]),
                TS_OK);
            assert_int_equal(route.is_whole, day - past > 3);
            assert_int_equal(route.count, 1);
            assert_status(
                ts_issuer_list_unpack(&office.arena, &back, list,
                                      read_target(route.steps[0]).bytes,
                                      route.is_whole ? (ts_span){ 0 } : lists[past]),
                TS_OK);
            assert_span_equal(back.bytes, lists[day]);
        }
    }
}

int
main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(whoever_was_away_for_a_month_catches_up),
        TEST(forgets_what_nobody_can_need),
        TEST(when_nothing_changes_only_the_timestamp_does),
        TEST(a_day_costs_little),
        TEST(issuer_lists_travel_as_patches),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
