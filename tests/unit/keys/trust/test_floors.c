#include "keys/crypto/digest.h"
#include "keys/trust/floors.h"
#include "tests/support/support.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define DAY 86400
#define MAY 1778574600 /* 2026-05-12 */

enum { FILE_SIZE = 56, BODY_SIZE = 40 };

static char folder[] = "/tmp/ts-floors-XXXXXX";
static struct ts_store *store;

static int
set_up(void **state)
{
    (void)state;
    assert_non_null(mkdtemp(strcpy(folder, "/tmp/ts-floors-XXXXXX")));
    return ts_store_open(&store, folder, false) == TS_OK ? 0 : -1;
}

static int
tear_down(void **state)
{
    (void)state;
    assert_status(ts_store_remove(store, "floors.0"), TS_OK);
    assert_status(ts_store_remove(store, "floors.1"), TS_OK);
    ts_store_close(store);
    return rmdir(folder);
}

static struct ts_floors
built(int64_t s)
{
    return (struct ts_floors){ .built = { s } };
}

static ts_span
read_slot(struct ts_arena *arena, const char *name)
{
    ts_span file;
    assert_status(ts_store_read(store, arena, &file, name, 4096), TS_OK);
    return file;
}

static void
put_slot(const char *name, ts_span file)
{
    assert_status(ts_store_replace(store, name, file, false), TS_OK);
}

/* Saves signed times one after the other. */
static struct ts_floors
save_times(const int64_t *times, size_t count)
{
    struct ts_floors floors = ts_floors_load(store);
    for (size_t i = 0; i < count; i++) {
        ts_floors_accept(&floors, (ts_utc){ times[i] }, 1);
        assert_status(ts_floors_save(&floors, store), TS_OK);
    }
    return floors;
}

static void
the_floor_is_the_latest_of_three(void **state)
{
    (void)state;
    static const struct {
        const char *rule;
        int64_t built, signed_at, seen, floor;
    } rows[] = {
        { "nothing is known", 0, 0, 0, 0 },
        { "the build", MAY, MAY - 1, MAY - 2, MAY },
        { "what is signed", MAY - 1, MAY, MAY - 2, MAY },
        { "what was seen", MAY - 1, MAY - 2, MAY, MAY },
        { "what was seen, so far ahead", MAY, 0, MAY + 366 * DAY, MAY + 366 * DAY },
        { "and no farther", MAY, 0, MAY + 366 * DAY + 1, MAY + 366 * DAY },
        { "ahead of the later one", 0, MAY, MAY + 400 * DAY, MAY + 366 * DAY },
    };
    for (size_t i = 0; i < TS_COUNT(rows); i++) {
        struct ts_floors floors = { .built = { rows[i].built },
                                    .signed_at = { rows[i].signed_at },
                                    .seen = { rows[i].seen } };
        ts_test_row(rows[i].rule);
        assert_int_equal(ts_floors_time(&floors).s, rows[i].floor);
    }
}

static void
only_a_newer_root_lowers_what_is_signed(void **state)
{
    (void)state;
    static const struct {
        const char *rule;
        int64_t issued;
        uint64_t root;
        int64_t signed_at;
        bool is_unsaved;
    } rows[] = {
        { "later rises", MAY + 1, 3, MAY + 1, true },
        { "the same is no news", MAY, 3, MAY, false },
        { "earlier does not lower", MAY - 1, 3, MAY, false },
        { "nor under an older root", MAY - 1, 2, MAY, false },
        { "nor under one that is not known", MAY - 1, 0, MAY, false },
        { "but under a newer one", MAY - 1, 4, MAY - 1, true },
        { "later under an older root rises", MAY + 1, 2, MAY + 1, true },
        { "no time at all", INT64_MIN, 4, MAY, false },
        { "the end of all time", INT64_MAX, 4, MAY, false },
    };
    for (size_t i = 0; i < TS_COUNT(rows); i++) {
        struct ts_floors floors = { .signed_at = { MAY }, .root_version = 3 };
        ts_test_row(rows[i].rule);
        ts_floors_accept(&floors, (ts_utc){ rows[i].issued }, rows[i].root);
        assert_int_equal(floors.signed_at.s, rows[i].signed_at);
        assert_int_equal(floors.is_unsaved, rows[i].is_unsaved);
        assert_true(floors.root_version >= 3);
    }
}

static void
a_stolen_clock_key_is_survived(void **state)
{
    (void)state;
    struct ts_floors floors = built(MAY);
    ts_floors_accept(&floors, (ts_utc){ MAY + 30000LL * DAY }, 1);
    assert_false(ts_floor_admits(ts_floors_time(&floors), (ts_utc){ MAY + DAY }));
    ts_floors_accept(&floors, (ts_utc){ MAY + DAY }, 2);
    assert_int_equal(ts_floors_time(&floors).s, MAY + DAY);
}

static void
a_clock_raises_by_the_hour(void **state)
{
    (void)state;
    static const struct {
        const char *rule;
        int64_t clock, seen;
    } rows[] = {
        { "a second short of an hour", MAY + DAY + 3599, MAY + DAY },
        { "an hour", MAY + DAY + 3600, MAY + DAY + 3600 },
        { "back", MAY + DAY - 7200, MAY + DAY },
        { "before the build", MAY - DAY, MAY + DAY },
        { "absurdly late", MAY + 4000LL * DAY, MAY + DAY },
        { "late: as far as a clock may", MAY + 2000LL * DAY, MAY + 366 * DAY },
        { "no time at all", INT64_MIN, MAY + DAY },
        { "the end of all time", INT64_MAX, MAY + DAY },
    };
    for (size_t i = 0; i < TS_COUNT(rows); i++) {
        struct ts_floors floors = built(MAY);
        floors.seen.s = MAY + DAY;
        ts_test_row(rows[i].rule);
        ts_floors_see(&floors, (ts_utc){ rows[i].clock });
        assert_int_equal(floors.seen.s, rows[i].seen);
        assert_int_equal(floors.is_unsaved, rows[i].seen != MAY + DAY);
    }
}

static void
what_is_saved_is_found(void **state)
{
    (void)state;
    struct ts_floors floors = ts_floors_load(store);
    assert_int_equal(floors.writes, 0);
    assert_false(floors.is_damaged);
    assert_true(floors.built.s >= 0);
    floors.built.s = 0;
    ts_floors_accept(&floors, (ts_utc){ MAY }, 7);
    ts_floors_see(&floors, (ts_utc){ MAY + DAY });
    assert_status(ts_floors_save(&floors, store), TS_OK);
    assert_false(floors.is_unsaved);

    struct ts_floors found = ts_floors_load(store);
    assert_int_equal(found.signed_at.s, MAY);
    assert_int_equal(found.seen.s, MAY + DAY);
    assert_int_equal(found.root_version, 7);
    assert_int_equal(found.writes, 1);
    assert_false(found.is_damaged);
    assert_false(found.is_unsaved);
    /* Nothing rose, nothing is written. */
    assert_status(ts_floors_save(&found, store), TS_OK);
    assert_int_equal(ts_floors_load(store).writes, 1);
}

static void
the_files_are_written_in_turn(void **state)
{
    (void)state;
    struct ts_arena arena = ts_test_arena(65536);
    static const int64_t times[] = { MAY, MAY + 1, MAY + 2, MAY + 3 };
    save_times(times, 1);
    ts_span first = read_slot(&arena, "floors.1");
    save_times(times + 1, 1);
    ts_span second = read_slot(&arena, "floors.0");
    assert_span_equal(read_slot(&arena, "floors.1"), first);
    save_times(times + 2, 1);
    assert_span_equal(read_slot(&arena, "floors.0"), second);
    assert_false(ts_span_equal(read_slot(&arena, "floors.1"), first));
    assert_int_equal(second.len, FILE_SIZE);
    struct ts_floors last = save_times(times + 3, 1);
    assert_int_equal(last.writes, 4);
    ts_test_arena_free(&arena);
}

/* What is found when the newer of two files holds that: the older one's word. */
static void
expect_older(ts_span newer, int64_t older)
{
    put_slot("floors.0", newer);
    struct ts_floors found = ts_floors_load(store);
    assert_true(found.is_damaged);
    assert_int_equal(found.signed_at.s, older);
    assert_int_equal(found.writes, 1);
}

static void
a_damaged_file_leaves_the_one_before(void **state)
{
    (void)state;
    struct ts_arena arena = ts_test_arena(65536);
    static const int64_t times[] = { MAY, MAY + DAY };
    uint8_t bad[FILE_SIZE + 1] = { 0 };
    save_times(times, 2);
    ts_span good = read_slot(&arena, "floors.0");
    assert_int_equal(good.len, FILE_SIZE);
    for (size_t len = 0; len < FILE_SIZE; len++) {
        ts_test_row("7.1 every proper prefix");
        expect_older((ts_span){ good.at, len }, MAY);
    }
    memcpy(bad, good.at, FILE_SIZE);
    ts_test_row("7.1 one byte more");
    expect_older((ts_span){ bad, FILE_SIZE + 1 }, MAY);
    for (size_t bit = 0; bit < FILE_SIZE * 8; bit++) {
        memcpy(bad, good.at, FILE_SIZE);
        bad[bit / 8] ^= (uint8_t)(1u << bit % 8);
        ts_test_row("7.4 every bit");
        expect_older((ts_span){ bad, FILE_SIZE }, MAY);
    }
    put_slot("floors.0", good);
    assert_false(ts_floors_load(store).is_damaged);
    ts_test_arena_free(&arena);
}

/* A field that is wrong under a digest that is right. */
static void
well_kept_nonsense_is_refused(void **state)
{
    (void)state;
    struct ts_arena arena = ts_test_arena(65536);
    static const int64_t times[] = { MAY, MAY + DAY };
    static const struct {
        const char *rule;
        size_t offset, len;
        uint8_t byte;
    } rows[] = {
        { "7.2 another format", 7, 1, '2' },
        { "7.2 the count is 0", 8, 8, 0 },
        { "7.2 the count cannot go on", 8, 8, 0xff },
        { "7.3 signed after the year 9999", 16, 8, 0x01 },
        { "7.3 signed before 1970", 16, 8, 0xff },
        { "7.3 seen after the year 9999", 24, 8, 0x01 },
        { "7.3 seen before 1970", 24, 8, 0xff },
    };
    save_times(times, 2);
    ts_span good = read_slot(&arena, "floors.0");
    for (size_t i = 0; i < TS_COUNT(rows); i++) {
        uint8_t bad[FILE_SIZE];
        uint8_t digest[TS_SHA256_SIZE];
        memcpy(bad, good.at, FILE_SIZE);
        memset(bad + rows[i].offset, rows[i].byte, rows[i].len);
        ts_sha256(digest, (ts_span){ bad, BODY_SIZE });
        memcpy(bad + BODY_SIZE, digest, FILE_SIZE - BODY_SIZE);
        ts_test_row(rows[i].rule);
        expect_older((ts_span){ bad, FILE_SIZE }, MAY);
    }
    ts_test_arena_free(&arena);
}

static void
a_missing_file_is_noticed_and_healed(void **state)
{
    (void)state;
    static const int64_t times[] = { MAY, MAY + DAY, MAY + 2 * DAY };
    save_times(times, 2);
    assert_status(ts_store_remove(store, "floors.1"), TS_OK);
    struct ts_floors found = ts_floors_load(store);
    assert_true(found.is_damaged);
    assert_int_equal(found.signed_at.s, MAY + DAY);
    save_times(times + 2, 1);
    assert_false(ts_floors_load(store).is_damaged);
    assert_int_equal(ts_floors_load(store).signed_at.s, MAY + 2 * DAY);
}

static void
two_damaged_files_leave_the_build(void **state)
{
    (void)state;
    static const int64_t times[] = { MAY, MAY + DAY, MAY + 2 * DAY };
    save_times(times, 2);
    put_slot("floors.0", TS_SPAN_LIT("nonsense"));
    put_slot("floors.1", TS_SPAN_LIT(""));
    struct ts_floors found = ts_floors_load(store);
    assert_true(found.is_damaged);
    assert_int_equal(ts_floors_time(&found).s, found.built.s);
    save_times(times + 1, 2);
    assert_false(ts_floors_load(store).is_damaged);
}

static void
without_a_store_nothing_is_kept(void **state)
{
    (void)state;
    struct ts_floors floors = ts_floors_load(NULL);
    assert_false(floors.is_damaged);
    ts_floors_accept(&floors, (ts_utc){ MAY }, 1);
    assert_status(ts_floors_save(&floors, NULL), TS_OK);
    assert_int_equal(floors.signed_at.s, MAY);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_floor_is_the_latest_of_three),
        cmocka_unit_test(only_a_newer_root_lowers_what_is_signed),
        cmocka_unit_test(a_stolen_clock_key_is_survived),
        cmocka_unit_test(a_clock_raises_by_the_hour),
        cmocka_unit_test_setup_teardown(what_is_saved_is_found, set_up, tear_down),
        cmocka_unit_test_setup_teardown(the_files_are_written_in_turn, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_damaged_file_leaves_the_one_before, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(well_kept_nonsense_is_refused, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_missing_file_is_noticed_and_healed, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(two_damaged_files_leave_the_build, set_up,
                                        tear_down),
        cmocka_unit_test(without_a_store_nothing_is_kept),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
