#include "tests/fake/keys/sync/world.h"

/* When newer roots are asked for: before anything new is believed, and else once a day.
 */

static uint64_t
requests_of_sync(struct world *w, enum ts_mirror_outcome outcome)
{
    uint64_t before = ts_link_script_count().requests;
    assert_int_equal(kiosk_sync(&w->kiosk), outcome);
    return ts_link_script_count().requests - before;
}

/* A kiosk that is up to date and has asked for roots. */
static struct world *
begin(void **state)
{
    struct world *w = *state;
    assert_int_equal(kiosk_sync(&w->kiosk), TS_MIRROR_UPDATED);
    return w;
}

static void
nothing_new_is_one_request(void **state)
{
    struct world *w = begin(state);
    for (int hour = 0; hour < 23; hour++) {
        w->kiosk.now.s += 3600;
        assert_int_equal(requests_of_sync(w, TS_MIRROR_UNCHANGED), 1);
    }
    w->kiosk.now.s += 3600;
    assert_int_equal(requests_of_sync(w, TS_MIRROR_UNCHANGED), 2);
    w->kiosk.now.s += 3600;
    assert_int_equal(requests_of_sync(w, TS_MIRROR_UNCHANGED), 1);
}

static void
a_clock_that_stands_still_does_not_put_them_off(void **state)
{
    struct world *w = begin(state);
    for (int day = 0; day < 3; day++) {
        for (int i = 0; i < 23; i++)
            assert_int_equal(requests_of_sync(w, TS_MIRROR_UNCHANGED), 1);
        assert_int_equal(requests_of_sync(w, TS_MIRROR_UNCHANGED), 2);
    }
}

static void
a_clock_that_was_set_back_does_not_either(void **state)
{
    struct world *w = begin(state);
    w->kiosk.now.s -= 1;
    assert_int_equal(requests_of_sync(w, TS_MIRROR_UNCHANGED), 2);
}

static void
another_mirror_is_asked(void **state)
{
    struct world *w = begin(state);
    static char other[] = "http://b";
    w->repo.context = other;
    w->repo.version--;
    world_publish(w);
    w->kiosk.sources[0].url = other;
    assert_int_equal(requests_of_sync(w, TS_MIRROR_UNCHANGED), 2);
    assert_int_equal(requests_of_sync(w, TS_MIRROR_UNCHANGED), 1);
}

/* Timestamp, root, snapshot, targets, one file: nothing is asked for twice. */
static void
something_new_asks_for_them_first(void **state)
{
    struct world *w = begin(state);
    world_change(w);
    assert_int_equal(requests_of_sync(w, TS_MIRROR_UPDATED), 5);
    assert_int_equal(kiosk_epoch(&w->kiosk), 2);
}

static void
signed_anew_over_the_same_is_one_request(void **state)
{
    struct world *w = begin(state);
    uint64_t version = w->repo.version;
    ts_span targets = repo_targets(&w->repo, w->files, WORLD_FILES);
    ts_span snapshot = repo_meta(&w->repo, "snapshot", "targets.json", targets);
    for (int i = 0; i < 2; i++) {
        ts_span timestamp = repo_meta_of(&w->repo, "timestamp", "snapshot.json", snapshot,
                                         version + 1 + (uint64_t)i);
        kiosk_server_put("timestamp.json", timestamp, world_server());
        assert_int_equal(requests_of_sync(w, TS_MIRROR_UNCHANGED), 1);
        assert_int_equal(w->kiosk.progress.epoch, version + 1 + (uint64_t)i);
    }
}

/* Publishes a second root, signed by both keys, after which only the new one counts. */
static void
rotate(struct world *w)
{
    struct repo old = w->repo;
    w->repo.key = fixture_key(TS_KEY_ED25519, 2);
    ts_span root = repo_next_root(&w->repo, &old, 2);
    kiosk_server_put("2.root.json", root, world_server());
}

static void
a_new_root_with_new_lists_is_followed(void **state)
{
    struct world *w = begin(state);
    rotate(w);
    world_change(w);
    assert_int_equal(requests_of_sync(w, TS_MIRROR_UPDATED), 7);
    assert_int_equal(kiosk_epoch(&w->kiosk), 2);
    assert_int_equal(w->kiosk.progress.root_version, 2);
}

/* Not even a timestamp that is refused is held against a server that has a new root. */
static void
a_new_root_that_took_a_key_away_is_no_strike(void **state)
{
    struct world *w = begin(state);
    rotate(w);
    world_change(w);
    w->kiosk.metered = true;
    assert_int_equal(kiosk_sync(&w->kiosk), TS_MIRROR_UPDATED);
    assert_int_equal(w->kiosk.waited_ms, 0);
}

static void
a_new_root_alone_is_found_within_a_day(void **state)
{
    struct world *w = begin(state);
    struct repo old = w->repo;
    /* The same keys: what is published stays in force. */
    kiosk_server_put("2.root.json", repo_next_root(&w->repo, &old, 2), world_server());
    w->kiosk.now.s += 3600;
    assert_int_equal(requests_of_sync(w, TS_MIRROR_UNCHANGED), 1);
    assert_int_equal(w->kiosk.progress.root_version, 1);
    w->kiosk.now.s += 86400;
    assert_int_equal(requests_of_sync(w, TS_MIRROR_UNCHANGED), 3);
    assert_int_equal(w->kiosk.progress.root_version, 2);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        world_test(nothing_new_is_one_request),
        world_test(a_clock_that_stands_still_does_not_put_them_off),
        world_test(a_clock_that_was_set_back_does_not_either),
        world_test(another_mirror_is_asked),
        world_test(something_new_asks_for_them_first),
        world_test(signed_anew_over_the_same_is_one_request),
        world_test(a_new_root_with_new_lists_is_followed),
        world_test(a_new_root_that_took_a_key_away_is_no_strike),
        world_test(a_new_root_alone_is_found_within_a_day),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
