#include "tests/fake/keys/sync/world.h"

static void
the_first_time_everything_is_fetched_once(void **state)
{
    struct world *w = *state;
    assert_int_equal(kiosk_epoch(&w->kiosk), 0);
    assert_int_equal(kiosk_sync(&w->kiosk), TS_MIRROR_UPDATED);
    assert_int_equal(kiosk_epoch(&w->kiosk), 1);
    assert_int_equal(w->kiosk.progress.epoch, 1);
    assert_int_equal(w->kiosk.progress.files, 4);
    assert_int_equal(w->kiosk.progress.missing, 0);
    for (size_t i = 0; i < WORLD_FILES; i++)
        assert_int_equal(world_bytes_of(w, i), w->files[i].bytes.len);
    assert_int_equal(world_count(w, "objects"), WORLD_FILES);
    assert_int_equal(world_count(w, "partial"), 0);
}

static void
nothing_new_costs_little_and_writes_nothing(void **state)
{
    struct world *w = *state;
    assert_int_equal(kiosk_sync(&w->kiosk), TS_MIRROR_UPDATED);
    size_t steps = ts_store_memory_steps();
    w->kiosk.now.s += 3600;
    assert_int_equal(kiosk_sync(&w->kiosk), TS_MIRROR_UNCHANGED);
    assert_int_equal(ts_store_memory_steps(), steps);
    assert_true(w->kiosk.progress.bytes < 700);
    assert_int_equal(w->kiosk.progress.epoch, 1);
    assert_int_equal(kiosk_epoch(&w->kiosk), 1);
}

static void
a_timestamp_that_is_known_is_not_sent_again(void **state)
{
    struct world *w = *state;
    ts_link_script_etags(true);
    assert_int_equal(kiosk_sync(&w->kiosk), TS_MIRROR_UPDATED);
    size_t steps = ts_store_memory_steps();
    w->kiosk.now.s += 3600;
    assert_int_equal(kiosk_sync(&w->kiosk), TS_MIRROR_UNCHANGED);
    assert_int_equal(w->kiosk.progress.bytes, 0);
    assert_int_equal(ts_store_memory_steps(), steps);
    world_change(w);
    assert_int_equal(kiosk_sync(&w->kiosk), TS_MIRROR_UPDATED);
    assert_int_equal(kiosk_epoch(&w->kiosk), 2);
    assert_int_equal(kiosk_sync(&w->kiosk), TS_MIRROR_UNCHANGED);
    assert_int_equal(w->kiosk.progress.bytes, 0);

    /* What is said to be unchanged expires all the same. */
    w->kiosk.now.s = 1893456001;
    assert_int_equal(kiosk_sync(&w->kiosk), TS_MIRROR_FAILED);
    assert_true(w->kiosk.progress.expired);
}

static void
a_change_costs_the_change(void **state)
{
    struct world *w = *state;
    assert_int_equal(kiosk_sync(&w->kiosk), TS_MIRROR_UPDATED);
    world_change(w);
    assert_int_equal(kiosk_sync(&w->kiosk), TS_MIRROR_UPDATED);
    assert_int_equal(kiosk_epoch(&w->kiosk), 2);
    assert_int_equal(world_bytes_of(w, WORLD_LARGE), WORLD_LARGE_SIZE);
    assert_true(w->kiosk.progress.bytes < 700 + 4000);
}

static void
two_generations_are_kept_and_no_more(void **state)
{
    struct world *w = *state;
    for (size_t i = 1; i <= 5; i++) {
        assert_int_equal(kiosk_sync(&w->kiosk), TS_MIRROR_UPDATED);
        assert_int_equal(kiosk_epoch(&w->kiosk), i);
        assert_int_equal(world_count(w, "objects"), i == 1 ? 4 : 5);
        assert_int_equal(world_count(w, "generations"), i == 1 ? 5 : 10);
        world_change(w);
    }
}

static void
a_timestamp_signed_anew_is_no_news(void **state)
{
    struct world *w = *state;
    assert_int_equal(kiosk_sync(&w->kiosk), TS_MIRROR_UPDATED);
    ts_span snapshot = repo_meta(&w->repo, "snapshot", "targets.json",
                                 repo_targets(&w->repo, w->files, WORLD_FILES));
    char body[2048];
    uint8_t hash[TS_SHA256_SIZE];
    ts_sha256(hash, snapshot);
    snprintf(body, sizeof(body),
             "{\"_type\":\"timestamp\",\"expires\":\"2030-01-01T00:00:00Z\",\"meta\":{"
             "\"snapshot.json\":{\"hashes\":{\"sha256\":\"%s\"},\"length\":%zu,"
             "\"version\":1}},\"spec_version\":\"1.0.34\",\"version\":2,"
             "\"x-issued\":\"2026-05-02T00:00:00Z\"}",
             fixture_hex(&w->arena, TS_SPAN_OF(hash)), snapshot.len);
    ts_link_script_put("http://a/timestamp.json",
                       repo_sign(&w->repo, ts_span_text(body)));
    assert_int_equal(kiosk_sync(&w->kiosk), TS_MIRROR_UNCHANGED);
    assert_int_equal(w->kiosk.progress.issued.s, 1777680000);
    assert_int_equal(kiosk_epoch(&w->kiosk), 2);
}

static void
a_budget_ends_it_and_the_next_goes_on(void **state)
{
    struct world *w = *state;
    enum ts_mirror_outcome outcome = TS_MIRROR_OVER_BUDGET;
    size_t syncs = 0;
    w->kiosk.budget = 50000;
    w->kiosk.metered = true;
    for (; outcome == TS_MIRROR_OVER_BUDGET; syncs++) {
        assert_true(syncs < 20);
        outcome = kiosk_sync(&w->kiosk);
        assert_true(w->kiosk.progress.wire <= w->kiosk.budget);
        if (outcome == TS_MIRROR_OVER_BUDGET) {
            assert_int_equal(kiosk_epoch(&w->kiosk), 0);
            assert_true(w->kiosk.progress.missing > 0);
        }
    }
    assert_int_equal(outcome, TS_MIRROR_UPDATED);
    assert_in_range(syncs, 6, 9);
    /* Of the packet in which the budget ends the rest comes again. */
    assert_true(world_bytes_of(w, WORLD_LARGE) <= WORLD_LARGE_SIZE + 1400 * syncs);
}

static void
a_folder_made_by_hand_need_not_be_fetched_again(void **state)
{
    struct world *w = *state;
    struct ts_store *trust = w->kiosk.trust;
    assert_status(ts_store_replace(trust, "root.json", w->repo.root, false), TS_OK);
    assert_status(
        ts_store_replace(trust, "targets/blob/large", w->files[WORLD_LARGE].bytes, false),
        TS_OK);
    assert_int_equal(kiosk_sync(&w->kiosk), TS_MIRROR_UPDATED);
    assert_int_equal(kiosk_epoch(&w->kiosk), 1);
    assert_int_equal(world_bytes_of(w, WORLD_LARGE), 0);
}

static void
a_folder_made_by_hand_is_a_floor(void **state)
{
    struct world *w = *state;
    struct ts_store *trust = w->kiosk.trust;
    uint64_t served = w->repo.version;
    w->repo.version = served + 1;
    ts_span later = repo_targets(&w->repo, w->files, 0);
    w->repo.version = served;
    assert_status(ts_store_replace(trust, "root.json", w->repo.root, false), TS_OK);
    assert_status(ts_store_replace(trust, "targets.json", later, false), TS_OK);
    assert_int_equal(kiosk_sync(&w->kiosk), TS_MIRROR_FAILED);
    assert_status(w->kiosk.progress.fault.status, TS_ROLLBACK);
    world_publish(w);
    assert_int_equal(kiosk_sync(&w->kiosk), TS_MIRROR_UPDATED);
    assert_int_equal(kiosk_epoch(&w->kiosk), 2);
}

static void
what_rotted_is_told_and_healed(void **state)
{
    struct world *w = *state;
    struct ts_generation current;
    struct ts_file_name name;
    struct ts_trust trust;
    struct ts_fault fault = { 0 };
    assert_int_equal(kiosk_sync(&w->kiosk), TS_MIRROR_UPDATED);
    world_change(w);
    assert_int_equal(kiosk_sync(&w->kiosk), TS_MIRROR_UPDATED);
    ts_arena_rewind(&w->kiosk.lists, 0);
    assert_status(ts_generation_find(&w->kiosk.lists, &current, w->kiosk.trust,
                                     TS_GENERATION_CURRENT),
                  TS_OK);
    assert_status(ts_generation_metadata(&name, &current, TS_SPAN_LIT("targets.json")),
                  TS_OK);
    assert_status(ts_store_replace(w->kiosk.trust, name.text, TS_SPAN_LIT("rot"), false),
                  TS_OK);

    assert_status(ts_trust_load(&w->kiosk.lists, &trust, w->kiosk.trust, &fault), TS_OK);
    assert_int_equal(trust.epoch, 1);
    assert_int_equal(trust.problem_count, 1);
    assert_span_equal(trust.problems[0].what, TS_SPAN_LIT("generation.current"));

    assert_int_equal(kiosk_sync(&w->kiosk), TS_MIRROR_UNCHANGED);
    assert_int_equal(kiosk_epoch(&w->kiosk), 2);
}

static void
a_rotten_object_is_fetched_again(void **state)
{
    struct world *w = *state;
    struct ts_target target = { .hashes.has_sha256 = true };
    struct ts_generation any = { "0000000000000000" };
    struct ts_file_name name;
    assert_int_equal(kiosk_sync(&w->kiosk), TS_MIRROR_UPDATED);
    ts_sha256(target.hashes.sha256, w->files[WORLD_SMALL].bytes);
    assert_status(ts_generation_target(&name, &any, &target), TS_OK);
    assert_status(ts_store_replace(w->kiosk.trust, name.text, TS_SPAN_LIT("rot"), false),
                  TS_OK);
    assert_int_equal(kiosk_sync(&w->kiosk), TS_MIRROR_UNCHANGED);
    assert_int_equal(world_bytes_of(w, WORLD_SMALL), 1400);
    assert_int_equal(kiosk_epoch(&w->kiosk), 1);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        world_test(the_first_time_everything_is_fetched_once),
        world_test(nothing_new_costs_little_and_writes_nothing),
        world_test(a_timestamp_that_is_known_is_not_sent_again),
        world_test(a_change_costs_the_change),
        world_test(two_generations_are_kept_and_no_more),
        world_test(a_timestamp_signed_anew_is_no_news),
        world_test(a_budget_ends_it_and_the_next_goes_on),
        world_test(a_folder_made_by_hand_need_not_be_fetched_again),
        world_test(a_folder_made_by_hand_is_a_floor),
        world_test(what_rotted_is_told_and_healed),
        world_test(a_rotten_object_is_fetched_again),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
