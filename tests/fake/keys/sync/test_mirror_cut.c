#include "tests/fake/keys/sync/world.h"

/* The power is cut at every step of a synchronisation: the lists are the old ones or the
 * new ones, and never again older than what was acknowledged. */

/* The second synchronisation, cut at step; true when it was over before. */
static bool
cut_at(struct world *w, size_t step, enum ts_unsynced unsynced)
{
    ts_store_memory_cut(step, unsynced);
    enum ts_mirror_outcome outcome = kiosk_sync(&w->kiosk);
    ts_store_memory_power_on();
    uint64_t epoch = kiosk_epoch(&w->kiosk);
    assert_true(epoch == 2 || (epoch == 1 && outcome != TS_MIRROR_UPDATED));
    return outcome == TS_MIRROR_UPDATED;
}

static void
cut_everywhere(void **state, enum ts_unsynced unsynced)
{
    bool over = false;
    size_t step = 0;
    for (; !over; step++) {
        struct world *w = *state;
        assert_true(step < 500);
        assert_int_equal(kiosk_sync(&w->kiosk), TS_MIRROR_UPDATED);
        w->files[WORLD_LARGE].bytes = repo_noise(&w->repo, 140000, 7);
        world_change(w);
        size_t before = ts_store_memory_steps();
        over = cut_at(w, step, unsynced) && ts_store_memory_steps() - before <= step;
        /* Whatever is left behind, the next one makes it good. */
        enum ts_mirror_outcome outcome = kiosk_sync(&w->kiosk);
        assert_true(outcome == TS_MIRROR_UPDATED || outcome == TS_MIRROR_UNCHANGED);
        assert_int_equal(kiosk_epoch(&w->kiosk), 2);
        /* A piece, and the packet that filled it. */
        assert_true(world_bytes_of(w, WORLD_LARGE) <= 140000 + 65536 + 1400);
        /* And the one after it leaves nothing of any of them but two generations. */
        world_change(w);
        assert_int_equal(kiosk_sync(&w->kiosk), TS_MIRROR_UPDATED);
        assert_int_equal(world_count(w, "generations"), 10);
        assert_int_equal(world_count(w, "partial"), 0);
        (void)world_tear_down(state);
        (void)world_set_up(state);
    }
    print_message("%zu steps\n", step);
    assert_true(step > 40);
}

static void
what_was_not_synced_is_lost(void **state)
{
    cut_everywhere(state, TS_UNSYNCED_LOST);
}

static void
what_was_not_synced_is_kept(void **state)
{
    cut_everywhere(state, TS_UNSYNCED_KEPT);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        world_test(what_was_not_synced_is_lost),
        world_test(what_was_not_synced_is_kept),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
