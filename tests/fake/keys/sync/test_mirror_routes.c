#include "tests/fake/keys/sync/history.h"
#include "tests/fake/keys/sync/world.h"

/* Issuer lists and revocation states come by the way that costs least, and a way
 * that does not lead there is not made good by a larger one behind anybody's back. */

static struct history h;
static struct kiosk *k;

static void
begin(void **state, enum ts_revocation_effort effort)
{
    struct world *w = *state;
    h = (struct history){ .repo = &w->repo, .effort = effort };
    k = &w->kiosk;
    kiosk_end(k);
    w->repo.version = 0;
    kiosk_begin(k, w->repo.root);
    history_publish(&h, 1);
}

static enum ts_status
read_object(ts_span *bytes, const struct ts_file_name *name)
{
    ts_arena_rewind(&k->lists, 0);
    return ts_store_read(k->trust, &k->lists, bytes, name->text, TS_TARGET_BYTES_MAX);
}

static struct ts_target
snapshot_of(uint64_t epoch)
{
    struct ts_target target = { .has_state = true, .hashes.has_sha256 = true };
    memcpy(target.state, h.states[epoch].hash, TS_SHA256_SIZE);
    ts_sha256(target.hashes.sha256, h.snapshots[epoch]);
    return target;
}

/* The very bytes that were published. */
static bool
has_snapshot(uint64_t epoch)
{
    static const struct ts_generation any = { "0000000000000000" };
    struct ts_target target = snapshot_of(epoch);
    struct ts_file_name name;
    ts_span bytes = { 0 };
    assert_status(ts_generation_target(&name, &any, &target), TS_OK);
    return read_object(&bytes, &name) == TS_OK
           && ts_span_equal(bytes, h.snapshots[epoch]);
}

/* The same state, coded in another way. */
static bool
has_state(uint64_t epoch)
{
    static const struct ts_generation any = { "0000000000000000" };
    struct ts_target target = snapshot_of(epoch);
    struct ts_file_name name;
    struct ts_revocations state;
    ts_span bytes = { 0 };
    assert_status(ts_generation_state(&name, &any, &target), TS_OK);
    return read_object(&bytes, &name) == TS_OK
           && ts_revocations_restore(&k->lists, &state, bytes, target.state, NULL)
                  == TS_OK
           && state.epoch == epoch;
}

/* What is believed is what was published, however it came. */
static void
assert_believed(uint64_t epoch)
{
    struct ts_trust trust;
    ts_arena_rewind(&k->lists, 0);
    assert_status(ts_trust_load(&k->lists, &trust, k->trust, NULL), TS_OK);
    assert_int_equal(trust.problem_count, 0);
    assert_int_equal(trust.revocations.epoch, epoch);
    assert_memory_equal(trust.revocations.hash, h.states[epoch].hash, TS_SHA256_SIZE);
}

static void
assert_list(uint64_t epoch)
{
    static const struct ts_generation any = { "0000000000000000" };
    struct ts_target target = { .hashes.has_sha256 = true };
    struct ts_file_name name;
    ts_span bytes;
    ts_sha256(target.hashes.sha256, h.lists[epoch]);
    assert_status(ts_generation_target(&name, &any, &target), TS_OK);
    assert_status(read_object(&bytes, &name), TS_OK);
    assert_span_equal(bytes, h.lists[epoch]);
}

static void
a_day_comes_as_deltas(void **state)
{
    begin(state, TS_REVOCATION_BEST);
    assert_int_equal(kiosk_sync(k), TS_MIRROR_UPDATED);
    assert_true(has_snapshot(1));
    assert_list(1);
    for (uint64_t epoch = 2; epoch <= HISTORY_EPOCHS; epoch++) {
        history_publish(&h, epoch);
        assert_int_equal(kiosk_sync(k), TS_MIRROR_UPDATED);
        assert_true(k->progress.bytes < 5000);
        assert_believed(epoch);
        assert_list(epoch);
        assert_int_equal(kiosk_sync(k), TS_MIRROR_UNCHANGED);
    }
}

static void
after_days_offline_deltas_are_chained(void **state)
{
    begin(state, TS_REVOCATION_BEST);
    assert_int_equal(kiosk_sync(k), TS_MIRROR_UPDATED);
    for (uint64_t epoch = 2; epoch <= HISTORY_EPOCHS; epoch++)
        history_publish(&h, epoch);
    assert_int_equal(kiosk_sync(k), TS_MIRROR_UPDATED);
    assert_true(k->progress.bytes < 6000);
    assert_believed(HISTORY_EPOCHS);
    assert_list(HISTORY_EPOCHS);
    struct world *w = *state;
    assert_int_equal(world_count(w, "partial"), 0);
}

static void
deltas_lead_to_the_very_bytes_that_were_published(void **state)
{
    begin(state, TS_REVOCATION_BEST);
    assert_int_equal(kiosk_sync(k), TS_MIRROR_UPDATED);
    for (uint64_t epoch = 2; epoch <= HISTORY_EPOCHS; epoch++)
        history_publish(&h, epoch);
    assert_int_equal(kiosk_sync(k), TS_MIRROR_UPDATED);
    assert_true(has_snapshot(HISTORY_EPOCHS));
    assert_false(has_state(HISTORY_EPOCHS));
}

/* Another release of zstd codes otherwise: here, another level. */
static void
a_state_that_is_coded_otherwise_is_believed_as_well(void **state)
{
    begin(state, TS_REVOCATION_QUICK);
    assert_int_equal(kiosk_sync(k), TS_MIRROR_UPDATED);
    for (uint64_t epoch = 2; epoch <= 3; epoch++) {
        history_publish(&h, epoch);
        assert_int_equal(kiosk_sync(k), TS_MIRROR_UPDATED);
        assert_false(has_snapshot(epoch));
        assert_true(has_state(epoch));
        assert_believed(epoch);
        assert_int_equal(kiosk_sync(k), TS_MIRROR_UNCHANGED);
        assert_true(k->progress.bytes < 1000);
    }
}

static void
but_whoever_serves_fetches_it_for_its_neighbours(void **state)
{
    begin(state, TS_REVOCATION_QUICK);
    k->is_served = true;
    assert_int_equal(kiosk_sync(k), TS_MIRROR_UPDATED);
    history_publish(&h, 2);
    assert_int_equal(kiosk_sync(k), TS_MIRROR_UPDATED);
    assert_true(has_snapshot(2));
    assert_believed(2);
    assert_true(k->progress.bytes > h.snapshots[2].len);
    assert_int_equal(kiosk_sync(k), TS_MIRROR_UNCHANGED);
    assert_true(k->progress.bytes < 1000);
}

static void
unless_bytes_are_paid_for(void **state)
{
    begin(state, TS_REVOCATION_QUICK);
    k->is_served = true;
    k->metered = true;
    assert_int_equal(kiosk_sync(k), TS_MIRROR_UPDATED);
    history_publish(&h, 2);
    assert_int_equal(kiosk_sync(k), TS_MIRROR_UPDATED);
    assert_false(has_snapshot(2));
    assert_true(k->progress.bytes < 5000);
}

/* The snapshot cannot be had; the lists are in use all the same. */
static void
a_neighbour_is_no_reason_to_fail(void **state)
{
    char url[512];
    begin(state, TS_REVOCATION_QUICK);
    k->is_served = true;
    assert_int_equal(kiosk_sync(k), TS_MIRROR_UPDATED);
    history_publish(&h, 2);
    struct repo_file snapshot = { TS_REV_SNAPSHOT_PATH, h.snapshots[2], 2, NULL };
    snprintf(url, sizeof(url), "http://a/%s", repo_target_name(h.repo, &snapshot));
    ts_link_script_drop(url);
    assert_int_equal(kiosk_sync(k), TS_MIRROR_UPDATED);
    assert_status(k->progress.fault.status, TS_OK);
    assert_believed(2);
    assert_int_equal(kiosk_sync(k), TS_MIRROR_UNCHANGED);
    ts_link_script_put(url, h.snapshots[2]);
    assert_int_equal(kiosk_sync(k), TS_MIRROR_UNCHANGED);
    assert_true(has_snapshot(2));
    assert_believed(2);
}

/* What a kiosk has of epoch 1 is not what was published as epoch 1. */
static void
spoil_base(void)
{
    static const struct ts_generation any = { "0000000000000000" };
    struct ts_target target = snapshot_of(1);
    struct ts_file_name name;
    assert_status(ts_generation_target(&name, &any, &target), TS_OK);
    assert_status(ts_store_replace(k->trust, name.text, h.snapshots[2], false), TS_OK);
}

static void
a_delta_that_leads_nowhere_is_told_and_made_good(void **state)
{
    begin(state, TS_REVOCATION_BEST);
    assert_int_equal(kiosk_sync(k), TS_MIRROR_UPDATED);
    history_publish(&h, 2);
    spoil_base();
    assert_int_equal(kiosk_sync(k), TS_MIRROR_UPDATED);
    assert_true(k->progress.whole);
    assert_true(has_snapshot(2));
    assert_believed(2);
}

static void
but_not_where_bytes_are_paid_for(void **state)
{
    begin(state, TS_REVOCATION_BEST);
    assert_int_equal(kiosk_sync(k), TS_MIRROR_UPDATED);
    history_publish(&h, 2);
    spoil_base();
    k->metered = true;
    assert_int_equal(kiosk_sync(k), TS_MIRROR_FAILED);
    assert_true(k->progress.bytes < 5000);
    assert_false(k->progress.whole);
}

static void
a_delta_that_is_not_there_is_a_failure_and_no_larger_download(void **state)
{
    char url[512];
    begin(state, TS_REVOCATION_BEST);
    assert_int_equal(kiosk_sync(k), TS_MIRROR_UPDATED);
    history_publish(&h, 2);
    struct repo_file delta = history_delta(&h, 1, 2);
    snprintf(url, sizeof(url), "http://a/%s", repo_target_name(h.repo, &delta));
    ts_link_script_drop(url);
    assert_int_equal(kiosk_sync(k), TS_MIRROR_FAILED);
    assert_status(k->progress.fault.status, TS_ABSENT);
    assert_true(k->progress.bytes < 5000);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        world_test(a_day_comes_as_deltas),
        world_test(after_days_offline_deltas_are_chained),
        world_test(deltas_lead_to_the_very_bytes_that_were_published),
        world_test(a_state_that_is_coded_otherwise_is_believed_as_well),
        world_test(but_whoever_serves_fetches_it_for_its_neighbours),
        world_test(unless_bytes_are_paid_for),
        world_test(a_neighbour_is_no_reason_to_fail),
        world_test(a_delta_that_leads_nowhere_is_told_and_made_good),
        world_test(but_not_where_bytes_are_paid_for),
        world_test(a_delta_that_is_not_there_is_a_failure_and_no_larger_download),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
