#include "firmware/board/fake/store_memory.h"
#include "tests/unit/firmware/board/store_contract.h"

static int
setup(void **state)
{
    ts_store_memory_reset();
    return ts_store_open((struct ts_store **)state, "/medium", true) == TS_OK ? 0 : -1;
}

static int
teardown(void **state)
{
    ts_store_close(*state);
    ts_store_memory_reset();
    return 0;
}

static void
assert_holds(struct ts_store *store, const char *name, const char *want)
{
    struct ts_arena arena = ts_test_arena(64);
    ts_span content = { 0 };
    enum ts_status status = ts_store_read(store, &arena, &content, name, 64);
    assert_status(status, want ? TS_OK : TS_ABSENT);
    assert_span_equal(content, ts_span_text(want));
    ts_test_arena_free(&arena);
}

static void
a_medium_outlives_its_stores(void **state)
{
    struct ts_store *again = NULL;
    struct ts_store *other = NULL;
    assert_status(ts_store_replace(*state, "f", TS_SPAN_LIT("x"), false), TS_OK);
    ts_store_close(*state);
    assert_status(ts_store_open(&again, "/medium", false), TS_OK);
    assert_holds(again, "f", "x");
    assert_status(ts_store_open(&other, "/other", false), TS_ABSENT);
    assert_status(ts_store_open(&other, "/other", true), TS_OK);
    assert_holds(other, "f", NULL);
    ts_store_close(other);
}

/* Steps of a replacement before the rename is done, and in all. */
enum { RENAMED = 3, SYNCED = 4 };

static void
a_cut_at_any_step_leaves_old_or_new(void **state)
{
    for (size_t at = 0; at <= SYNCED; at++) {
        for (int fate = TS_UNSYNCED_LOST; fate <= TS_UNSYNCED_KEPT; fate++) {
            bool is_new = at >= SYNCED || (at >= RENAMED && fate == TS_UNSYNCED_KEPT);
            assert_status(ts_store_replace(*state, "f", TS_SPAN_LIT("old"), false),
                          TS_OK);
            ts_store_memory_cut(at, (enum ts_unsynced)fate);
            assert_status(ts_store_replace(*state, "f", TS_SPAN_LIT("new"), false),
                          at < SYNCED ? TS_IO : TS_OK);
            ts_store_memory_power_on();
            assert_holds(*state, "f", is_new ? "new" : "old");
        }
    }
}

static void
a_cut_in_a_removal_leaves_all_or_nothing(void **state)
{
    static const struct {
        size_t at;
        enum ts_unsynced fate;
        bool gone;
    } rows[] = {
        { 0, TS_UNSYNCED_KEPT, false },
        { 1, TS_UNSYNCED_LOST, false },
        { 1, TS_UNSYNCED_KEPT, true },
        { 2, TS_UNSYNCED_LOST, true },
    };
    for (size_t i = 0; i < TS_COUNT(rows); i++) {
        assert_status(ts_store_replace(*state, "f", TS_SPAN_LIT("x"), false), TS_OK);
        ts_store_memory_cut(rows[i].at, rows[i].fate);
        assert_status(ts_store_remove(*state, "f"), rows[i].at < 2 ? TS_IO : TS_OK);
        ts_store_memory_power_on();
        assert_holds(*state, "f", rows[i].gone ? NULL : "x");
    }
}

static void
nothing_works_in_the_dark(void **state)
{
    struct ts_arena arena = ts_test_arena(8192);
    struct ts_store *store = NULL;
    ts_span content;
    assert_status(ts_store_replace(*state, "f", TS_SPAN_LIT("x"), false), TS_OK);
    assert_int_equal(ts_store_memory_steps(), SYNCED);
    ts_store_memory_cut(0, TS_UNSYNCED_LOST);
    assert_status(ts_store_replace(*state, "g", TS_SPAN_LIT("x"), false), TS_IO);
    assert_status(ts_store_read(*state, &arena, &content, "f", 9), TS_IO);
    assert_status(ts_store_list(*state, &arena, "", NULL, NULL), TS_IO);
    assert_status(ts_store_open(&store, "/medium", true), TS_IO);
    assert_int_equal(ts_store_memory_steps(), SYNCED);
    ts_test_arena_free(&arena);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        STORE_CONTRACT(setup, teardown),
        cmocka_unit_test_setup_teardown(a_medium_outlives_its_stores, setup, teardown),
        cmocka_unit_test_setup_teardown(a_cut_at_any_step_leaves_old_or_new, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(a_cut_in_a_removal_leaves_all_or_nothing, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(nothing_works_in_the_dark, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
