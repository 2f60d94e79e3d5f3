#include "keys/trust/issuer_list_pack.h"
#include "keys/trust/repository.h"
#include "keys/trust/revocation.h"
#include "tests/fake/keys/sync/world.h"

/* Issuer lists and revocation states come by the way that costs least, and a way
 * that does not lead there is not made good by a larger one behind anybody's back. */

/* One position in LATE is withdrawn later, PER_EPOCH of them each epoch. */
enum { EPOCHS = 5, LIST_SIZE = 40000, POSITIONS = 42000, LATE = 420, PER_EPOCH = 20 };

/* Everything that was ever published. */
struct history {
    struct world *w;
    ts_span lists[EPOCHS + 1]; /* Of issuers, by epoch. */
    struct ts_revocations states[EPOCHS + 1];
    ts_span snapshots[EPOCHS + 1];
};

static uint64_t
mix(uint64_t x)
{
    x = (x + 1) * UINT64_C(0x9e3779b97f4a7c15);
    x = (x ^ x >> 29) * UINT64_C(0xbf58476d1ce4e5b9);
    return x ^ x >> 32;
}

/* One list of ten million entries. */
static void
make_state(struct history *h, uint64_t epoch)
{
    struct ts_arena *arena = &h->w->arena;
    size_t count = 0;
    uint64_t *positions = ts_arena_take_array(arena, POSITIONS, sizeof(*positions));
    for (uint64_t i = 0; i < POSITIONS; i++)
        if (i % LATE || i / LATE < PER_EPOCH * epoch)
            positions[count++] = i * 230 + mix(i) % 230;
    struct ts_revocation_input input = {
        .list = { .url = TS_SPAN_LIT("https://a.example/1"),
                  .issuer = TS_SPAN_LIT("did:web:a.example"),
                  .kind = TS_STATUS_BITSTRING,
                  .purpose = TS_REVOCATION_WITHDRAWN,
                  .bits = 1,
                  .size = 10000000 },
        .positions = positions,
        .count = count,
    };
    struct ts_revocation_release release = { .epoch = epoch, .issued = { 1777593600 } };
    struct ts_target target = { .hashes.has_sha256 = true };
    ts_verified snapshot;
    assert_status(ts_revocations_write(arena, &h->snapshots[epoch], &input, 1, release),
                  TS_OK);
    target.length = h->snapshots[epoch].len;
    ts_sha256(target.hashes.sha256, h->snapshots[epoch]);
    assert_status(ts_target_check(&snapshot, &target, h->snapshots[epoch]), TS_OK);
    assert_status(ts_revocations_load(arena, &h->states[epoch], snapshot, NULL), TS_OK);
}

/* An issuer list with a member that readers pass over, to make it large. */
static void
make_list(struct history *h, uint64_t epoch)
{
    struct ts_arena *arena = &h->w->arena;
    ts_span noise = repo_noise(&h->w->repo, LIST_SIZE, 77);
    struct ts_writer w = ts_writer_over(ts_arena_rest(arena));
    ts_cbor_write_map(&w, 5);
    ts_cbor_write_unsigned(&w, 1);
    ts_cbor_write_unsigned(&w, 1);
    ts_cbor_write_unsigned(&w, 2);
    ts_cbor_write_unsigned(&w, epoch);
    ts_cbor_write_unsigned(&w, 3);
    ts_cbor_write_integer(&w, 1777593600);
    ts_cbor_write_unsigned(&w, 4);
    ts_cbor_write_array(&w, 0);
    ts_cbor_write_unsigned(&w, 9);
    ts_cbor_write_bytes(&w, noise);
    assert_false(w.full);
    ts_arena_keep(arena, w.used);
    h->lists[epoch] = ts_writer_span(&w);
}

static int
by_path(const void *a, const void *b)
{
    return strcmp(((const struct repo_file *)a)->path,
                  ((const struct repo_file *)b)->path);
}

static struct repo_file
delta_file(struct history *h, uint64_t from, uint64_t to)
{
    struct ts_arena *arena = &h->w->arena;
    struct repo_file file = { 0 };
    assert_status(ts_revocation_delta_write(arena, &file.bytes, &h->states[from],
                                            &h->states[to], TS_REVOCATION_QUICK),
                  TS_OK);
    file.path = fixture_string(
        arena, fixture_text(arena, "rev/%u-%u", (unsigned)from, (unsigned)to));
    return file;
}

static struct repo_file
packed_file(struct history *h, uint64_t from, uint64_t to)
{
    struct ts_arena *arena = &h->w->arena;
    struct repo_file file = { .path = TS_ISSUERS_PACKED_PATH };
    assert_status(ts_issuer_list_pack(arena, &file.bytes, h->lists[to], h->lists[from]),
                  TS_OK);
    if (from)
        file.path = fixture_string(arena, fixture_text(arena, "issuers/%u-%u.zst",
                                                       (unsigned)from, (unsigned)to));
    return file;
}

/* With all deltas of one epoch, and lists packed over all older ones. */
static void
publish(struct history *h, uint64_t epoch)
{
    struct repo_file files[32] = { 0 };
    size_t count = 0;
    make_state(h, epoch);
    make_list(h, epoch);
    files[count++] = (struct repo_file){ TS_ISSUERS_PATH, h->lists[epoch], epoch, NULL };
    files[count++] = packed_file(h, 0, epoch);
    files[count++] = (struct repo_file){ TS_REV_SNAPSHOT_PATH, h->snapshots[epoch], epoch,
                                         h->states[epoch].hash };
    for (uint64_t from = 1; from < epoch; from++) {
        files[count++] = packed_file(h, from, epoch);
        files[count++] = delta_file(h, from, from + 1);
    }
    qsort(files, count, sizeof(files[0]), by_path);
    repo_publish(&h->w->repo, files, count);
}

static struct history
begin(void **state)
{
    struct world *w = *state;
    struct history h = { .w = w };
    kiosk_end(&w->kiosk);
    w->repo.version = 0;
    kiosk_begin(&w->kiosk, w->repo.root);
    publish(&h, 1);
    return h;
}

/* The state that the current generation has is the published one. */
static void
assert_state(struct history *h, uint64_t epoch, bool by_deltas)
{
    struct ts_target target = { .has_state = true, .hashes.has_sha256 = true };
    struct ts_generation any = { "0000000000000000" };
    struct ts_file_name name;
    struct ts_revocations state;
    ts_span bytes;
    memcpy(target.state, h->states[epoch].hash, TS_SHA256_SIZE);
    ts_sha256(target.hashes.sha256, h->snapshots[epoch]);
    assert_status(by_deltas ? ts_generation_state(&name, &any, &target)
                            : ts_generation_target(&name, &any, &target),
                  TS_OK);
    ts_arena_rewind(&h->w->kiosk.lists, 0);
    assert_status(ts_store_read(h->w->kiosk.trust, &h->w->kiosk.lists, &bytes, name.text,
                                TS_TARGET_BYTES_MAX),
                  TS_OK);
    assert_status(ts_revocations_restore(&h->w->kiosk.lists, &state, bytes,
                                         h->states[epoch].hash, NULL),
                  TS_OK);
    assert_int_equal(state.epoch, epoch);
}

static void
assert_list(struct history *h, uint64_t epoch)
{
    struct ts_target target = { .hashes.has_sha256 = true };
    struct ts_generation any = { "0000000000000000" };
    struct ts_file_name name;
    ts_span bytes;
    ts_sha256(target.hashes.sha256, h->lists[epoch]);
    assert_status(ts_generation_target(&name, &any, &target), TS_OK);
    ts_arena_rewind(&h->w->kiosk.lists, 0);
    assert_status(ts_store_read(h->w->kiosk.trust, &h->w->kiosk.lists, &bytes, name.text,
                                TS_TARGET_BYTES_MAX),
                  TS_OK);
    assert_span_equal(bytes, h->lists[epoch]);
}

static void
a_day_comes_as_deltas(void **state)
{
    struct history h = begin(state);
    struct kiosk *k = &h.w->kiosk;
    assert_int_equal(kiosk_sync(k), TS_MIRROR_UPDATED);
    assert_state(&h, 1, false);
    assert_list(&h, 1);
    for (uint64_t epoch = 2; epoch <= EPOCHS; epoch++) {
        publish(&h, epoch);
        assert_int_equal(kiosk_sync(k), TS_MIRROR_UPDATED);
        assert_true(k->progress.bytes < 5000);
        assert_state(&h, epoch, true);
        assert_list(&h, epoch);
        assert_int_equal(kiosk_sync(k), TS_MIRROR_UNCHANGED);
    }
}

static void
after_days_offline_deltas_are_chained(void **state)
{
    struct history h = begin(state);
    struct kiosk *k = &h.w->kiosk;
    assert_int_equal(kiosk_sync(k), TS_MIRROR_UPDATED);
    for (uint64_t epoch = 2; epoch <= EPOCHS; epoch++)
        publish(&h, epoch);
    assert_int_equal(kiosk_sync(k), TS_MIRROR_UPDATED);
    assert_true(k->progress.bytes < 6000);
    assert_state(&h, EPOCHS, true);
    assert_list(&h, EPOCHS);
    assert_int_equal(world_count(h.w, "partial"), 0);
}

/* What a kiosk has of epoch 1 is not what was published as epoch 1. */
static void
spoil_base(struct history *h, struct history *lie)
{
    struct ts_target target = { .hashes.has_sha256 = true };
    struct ts_generation any = { "0000000000000000" };
    struct ts_file_name name;
    ts_sha256(target.hashes.sha256, h->snapshots[1]);
    assert_status(ts_generation_target(&name, &any, &target), TS_OK);
    assert_status(
        ts_store_replace(h->w->kiosk.trust, name.text, lie->snapshots[2], false), TS_OK);
}

static void
a_delta_that_leads_nowhere_is_told_and_made_good(void **state)
{
    struct history h = begin(state);
    struct kiosk *k = &h.w->kiosk;
    assert_int_equal(kiosk_sync(k), TS_MIRROR_UPDATED);
    publish(&h, 2);
    spoil_base(&h, &h);
    assert_int_equal(kiosk_sync(k), TS_MIRROR_UPDATED);
    assert_true(k->progress.whole);
    assert_state(&h, 2, false);
}

static void
but_not_where_bytes_are_paid_for(void **state)
{
    struct history h = begin(state);
    struct kiosk *k = &h.w->kiosk;
    assert_int_equal(kiosk_sync(k), TS_MIRROR_UPDATED);
    publish(&h, 2);
    spoil_base(&h, &h);
    k->metered = true;
    assert_int_equal(kiosk_sync(k), TS_MIRROR_FAILED);
    assert_true(k->progress.bytes < 5000);
    assert_false(k->progress.whole);
}

static void
a_delta_that_is_not_there_is_a_failure_and_no_larger_download(void **state)
{
    struct history h = begin(state);
    struct kiosk *k = &h.w->kiosk;
    char url[512];
    assert_int_equal(kiosk_sync(k), TS_MIRROR_UPDATED);
    publish(&h, 2);
    struct repo_file delta = delta_file(&h, 1, 2);
    snprintf(url, sizeof(url), "http://a/%s", repo_target_name(&h.w->repo, &delta));
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
        world_test(a_delta_that_leads_nowhere_is_told_and_made_good),
        world_test(but_not_where_bytes_are_paid_for),
        world_test(a_delta_that_is_not_there_is_a_failure_and_no_larger_download),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
