#include "firmware/board/fake/store_memory.h"
#include "tests/unit/keys/sync/refresh_world.h"

/* The power is cut at every writing step of a refresh that recovers from a fast-forward
 * attack (TUF 5.3.11): whatever is found then, nothing is forgotten too early, and the
 * next refresh ends where an undisturbed one does. */

/* A timestamp of version 9 is signed by both keys, of which one was stolen; so the
 * new root, which has only the other, would still believe it. */
static const struct world_root stolen = { 1, FUTURE, false, "0", "14", "2", "3", 1 };
static const struct world_root rotated = { 2, FUTURE, false, "0", "4", "2", "3", 1 };

static int
set_up(void **state)
{
    (void)state;
    struct ts_store *store;
    ts_store_memory_reset();
    assert_status(ts_store_open(&store, "metadata", true), TS_OK);
    world_begin(store);
    return 0;
}

static int
tear_down(void **state)
{
    (void)state;
    ts_store_close(world.store);
    ts_store_memory_reset();
    world_end();
    return 0;
}

static void
publish(unsigned version, const char *signer)
{
    world_put(world_format("%u.targets.json", version),
              world_targets_file(version, FUTURE, "", "", "3"));
    world_put(world_format("%u.snapshot.json", version),
              world_meta_file("snapshot", version, FUTURE,
                              world_meta("targets.json", version, NULL), "2"));
    world_put("timestamp.json",
              world_meta_file("timestamp", version, FUTURE,
                              world_meta("snapshot.json", version, NULL), signer));
}

static void
start_over(void)
{
    struct ts_store *store;
    ts_store_close(world.store);
    ts_store_memory_reset();
    assert_status(ts_store_open(&store, "metadata", true), TS_OK);
    world.store = store;
    ts_arena_rewind(&world.arena, 0);
    world.file_count = 0;
    assert_status(
        ts_store_replace(store, "root.json", world_root_file(&stolen, "0"), false),
        TS_OK);
    publish(9, "14");
    assert_status(world_refresh(WORLD_NOW), TS_OK);
    assert_string_equal(world_state(), "1 9 9 9");
    world_put_root(&rotated, "0");
    publish(1, "4");
}

static void
check_after_cut(void)
{
    if (world_stored("root.json") == 1) {
        /* Under the old root an old timestamp is still refused, also by a mirror that
         * withholds the new one. */
        ts_span root = world_find("2.root.json")->bytes;
        world_remove("2.root.json");
        publish(5, "14");
        assert_status(world_refresh(WORLD_NOW), TS_ROLLBACK);
        assert_string_equal(world_state(), "1 9 9 9");
        world_put("2.root.json", root);
        publish(1, "4");
    }
    assert_status(world_refresh(WORLD_NOW), TS_OK);
    assert_string_equal(world_state(), "2 1 1 1");
    /* And now nothing is due any more: the floor holds again. */
    publish(3, "4");
    assert_status(world_refresh(WORLD_NOW), TS_OK);
    publish(2, "4");
    assert_status(world_refresh(WORLD_NOW), TS_ROLLBACK);
    assert_string_equal(world_state(), "2 3 3 3");
}

static void
a_cut_at_any_step_changes_nothing_in_the_end(void **state)
{
    (void)state;
    static const enum ts_unsynced fates[] = { TS_UNSYNCED_LOST, TS_UNSYNCED_KEPT };
    for (size_t i = 0; i < TS_COUNT(fates); i++) {
        enum ts_status status = TS_IO;
        size_t step = 0;
        for (; status != TS_OK; step++) {
            start_over();
            ts_store_memory_cut(step, fates[i]);
            status = world_refresh(WORLD_NOW);
            ts_store_memory_power_on();
            if (status != TS_OK)
                assert_status(status, TS_IO);
            check_after_cut();
        }
        /* Five files and three removals: all of it was gone through. */
        assert_true(step > (size_t)5 * 4 + (size_t)3 * 2);
    }
}

/* Two rotations, one upon the other; then a mirror that withholds the second. What was
 * due with the first is still done. */
static void
a_second_rotation_does_not_put_off_the_first(void **state)
{
    (void)state;
    static const struct world_root third = { 3, FUTURE, false, "0", "45", "6", "3", 1 };
    enum ts_status status = TS_IO;
    for (size_t step = 0; status != TS_OK; step++) {
        start_over();
        world_put_root(&third, "0");
        ts_store_memory_cut(step, TS_UNSYNCED_KEPT);
        status = world_refresh(WORLD_NOW);
        ts_store_memory_power_on();
        if (status == TS_UNTRUSTED)
            break; /* Nothing was cut: the third root wants another snapshot. */
        assert_status(status, TS_IO);
        if (world_stored("root.json") == 3)
            continue;
        world_remove("3.root.json");
        check_after_cut();
    }
    assert_status(status, TS_UNTRUSTED);
}

/* A link that drops leaves what is stored between the steps: the root is new, the
 * recovery is still due. */
static void
a_recovery_that_is_due_is_not_forgotten(void **state)
{
    (void)state;
    start_over();
    ts_arena_rewind(&world.client, 0);
    assert_status(ts_refresh_begin(&world.client, &world.refresh, world.store,
                                   world_time(WORLD_NOW), NULL),
                  TS_OK);
    assert_status(ts_refresh_give(world.refresh, world_find("2.root.json")->bytes, NULL),
                  TS_OK);
    assert_string_equal(world_state(), "2 9 9 9");
    check_after_cut();
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(a_cut_at_any_step_changes_nothing_in_the_end),
        TEST(a_second_rotation_does_not_put_off_the_first),
        TEST(a_recovery_that_is_due_is_not_forgotten),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
