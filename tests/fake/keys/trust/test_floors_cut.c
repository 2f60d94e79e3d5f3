#include "firmware/base/check.h"
#include "firmware/board/fake/store_memory.h"
#include "keys/trust/floors.h"
#include "tests/support/support.h"

/* The power is cut at every step of keeping the floor: what is found then is the floor
 * that was last acknowledged, or the one being written; and never a damaged store. */

#define MAY 1778574600
#define HOUR 3600

enum { SAVES = 4 };

struct outcome {
    int64_t acknowledged;
    int64_t tried;
    bool is_over;
};

static struct ts_store *store;

static void
power_on(void)
{
    ts_store_memory_power_on();
    assert_status(ts_store_open(&store, "state", true), TS_OK);
}

/* One kiosk's life: it starts on what it finds and saves a later floor now and then. */
static struct outcome
live(int64_t from)
{
    struct outcome outcome = { .is_over = true };
    struct ts_floors floors = ts_floors_load(store);
    floors.built.s = 0;
    outcome.acknowledged = ts_floors_time(&floors).s;
    for (int64_t i = 1; i <= SAVES; i++) {
        if (i % 2)
            ts_floors_accept(&floors, (ts_utc){ from + i * HOUR }, 1);
        else
            ts_floors_see(&floors, (ts_utc){ from + i * HOUR });
        outcome.tried = ts_floors_time(&floors).s;
        if (ts_floors_save(&floors, store) != TS_OK) {
            outcome.is_over = false;
            break;
        }
        outcome.acknowledged = outcome.tried;
    }
    return outcome;
}

static void
expect_floor(struct outcome outcome)
{
    power_on();
    struct ts_floors found = ts_floors_load(store);
    found.built.s = 0;
    int64_t floor = ts_floors_time(&found).s;
    assert_false(found.is_damaged);
    assert_true(floor == outcome.acknowledged || floor == outcome.tried);
}

/* Cut in the first life, and again in the one after. */
static void
cut_everywhere(enum ts_unsynced unsynced)
{
    bool is_over = false;
    size_t cuts = 0;
    for (size_t first = 0; !is_over; first++) {
        bool is_over_again = false;
        for (size_t second = 0; !is_over_again; second++) {
            ts_store_memory_reset();
            power_on();
            ts_store_memory_cut(first, unsynced);
            struct outcome outcome = live(MAY);
            is_over = outcome.is_over;
            expect_floor(outcome);

            ts_store_memory_cut(second, unsynced);
            outcome = live(MAY + SAVES * HOUR);
            is_over_again = outcome.is_over;
            expect_floor(outcome);
            cuts++;
        }
    }
    /* Four steps a save: the loops did go through them. */
    assert_int_equal(cuts, (4 * SAVES + 1) * (4 * SAVES + 1));
    ts_store_memory_reset();
}

static void
a_cut_leaves_the_old_floor_or_the_new(void **state)
{
    (void)state;
    cut_everywhere(TS_UNSYNCED_LOST);
    cut_everywhere(TS_UNSYNCED_KEPT);
}

/* A medium that lies about what it synced tears the file last written: the one before it
 * stands, and says so. */
static void
a_torn_write_costs_one_step(void **state)
{
    (void)state;
    for (size_t saves = 2; saves <= SAVES; saves++) {
        ts_store_memory_reset();
        power_on();
        struct ts_floors floors = ts_floors_load(store);
        for (size_t i = 1; i <= saves; i++) {
            ts_floors_accept(&floors, (ts_utc){ MAY + (int64_t)i }, 1);
            assert_status(ts_floors_save(&floors, store), TS_OK);
        }
        const char *newest = saves % 2 ? "floors.1" : "floors.0";
        assert_status(ts_store_replace(store, newest, TS_SPAN_LIT("floors/1\0\0"), false),
                      TS_OK);
        struct ts_floors found = ts_floors_load(store);
        assert_true(found.is_damaged);
        assert_int_equal(found.signed_at.s, MAY + (int64_t)saves - 1);
        /* The next save repairs it. */
        ts_floors_accept(&found, (ts_utc){ MAY + 100 }, 1);
        assert_status(ts_floors_save(&found, store), TS_OK);
        assert_false(ts_floors_load(store).is_damaged);
        assert_int_equal(ts_floors_load(store).signed_at.s, MAY + 100);
    }
    ts_store_memory_reset();
}

/* A full medium: saving fails for as long as it is full, and nothing kept is lost. */
static void
a_full_medium_loses_nothing(void **state)
{
    (void)state;
    for (size_t step = 0; step < 4; step++) {
        ts_store_memory_reset();
        power_on();
        struct ts_floors floors = ts_floors_load(store);
        ts_floors_accept(&floors, (ts_utc){ MAY }, 1);
        assert_status(ts_floors_save(&floors, store), TS_OK);
        for (int64_t i = 1; i <= 3; i++) {
            ts_floors_accept(&floors, (ts_utc){ MAY + i }, 1);
            ts_store_memory_cut(step, TS_UNSYNCED_LOST);
            assert_status(ts_floors_save(&floors, store), TS_IO);
            ts_store_memory_power_on();
            assert_true(floors.is_unsaved);
            assert_int_equal(ts_floors_time(&floors).s > MAY, true);
            assert_int_equal(ts_floors_load(store).signed_at.s, MAY);
            assert_false(ts_floors_load(store).is_damaged);
        }
        assert_status(ts_floors_save(&floors, store), TS_OK);
        assert_int_equal(ts_floors_load(store).signed_at.s, MAY + 3);
        assert_int_equal(ts_floors_load(store).writes, 2);
    }
    ts_store_memory_reset();
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_cut_leaves_the_old_floor_or_the_new),
        cmocka_unit_test(a_torn_write_costs_one_step),
        cmocka_unit_test(a_full_medium_loses_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
