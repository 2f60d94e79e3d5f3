#ifndef TS_TEST_SYNC_HISTORY_H
#define TS_TEST_SYNC_HISTORY_H

#include "keys/trust/issuer_list_pack.h"
#include "keys/trust/repository.h"
#include "keys/trust/revocation.h"
#include "tests/fake/keys/sync/repository.h"

/* A repository whose issuer list and revocation state change from epoch to epoch, with
 * all deltas of one epoch. */

/* One position in LATE is withdrawn later, PER_EPOCH of them each epoch. */
enum {
    HISTORY_EPOCHS = 5,
    HISTORY_LIST_SIZE = 40000,
    HISTORY_POSITIONS = 42000,
    HISTORY_LATE = 420,
    HISTORY_PER_EPOCH = 20,
};

/** Everything that was ever published. */
struct history {
    struct repo *repo;
    enum ts_revocation_effort effort;  /**< Of the snapshots: kiosks take the best. */
    ts_span lists[HISTORY_EPOCHS + 1]; /**< Of issuers, by epoch. */
    struct ts_revocations states[HISTORY_EPOCHS + 1];
    ts_span snapshots[HISTORY_EPOCHS + 1];
};

static inline uint64_t
history_mix(uint64_t x)
{
    x = (x + 1) * UINT64_C(0x9e3779b97f4a7c15);
    x = (x ^ x >> 29) * UINT64_C(0xbf58476d1ce4e5b9);
    return x ^ x >> 32;
}

static inline struct ts_revocation_input
history_input(const char *url, uint64_t *positions)
{
    return (struct ts_revocation_input){
        .list = { .url = ts_span_text(url),
                  .issuer = TS_SPAN_LIT("did:web:a.example"),
                  .kind = TS_STATUS_BITSTRING,
                  .purpose = TS_REVOCATION_WITHDRAWN,
                  .bits = 1,
                  .size = 10000000 },
        .positions = positions,
    };
}

/* One list of random positions, which Rice codes best, and one of runs, for zstd. */
static inline void
history_make_state(struct history *h, uint64_t epoch)
{
    struct ts_arena *arena = h->repo->arena;
    uint64_t *positions[2];
    size_t count[2] = { 0, 0 };
    for (size_t i = 0; i < 2; i++)
        positions[i] = ts_arena_take_array(arena, HISTORY_POSITIONS, sizeof(uint64_t));
    assert_non_null(positions[1]);
    for (uint64_t i = 0; i < HISTORY_POSITIONS; i++) {
        bool is_late = i % HISTORY_LATE == 0;
        if (!is_late || i / HISTORY_LATE < HISTORY_PER_EPOCH * epoch) {
            positions[0][count[0]++] = i * 230 + history_mix(i) % 230;
            positions[1][count[1]++] = i * 2 + i / 40 * 100 + history_mix(i / 7) % 2;
        }
    }
    struct ts_revocation_input inputs[2] = {
        history_input("https://a.example/1", positions[0]),
        history_input("https://a.example/2", positions[1]),
    };
    inputs[0].count = count[0];
    inputs[1].count = count[1];
    struct ts_revocation_release release = { epoch, { 1777593600 }, h->effort };
    struct ts_target target = { .hashes.has_sha256 = true };
    ts_verified snapshot;
    assert_status(ts_revocations_write(arena, &h->snapshots[epoch], inputs, 2, release),
                  TS_OK);
    target.length = h->snapshots[epoch].len;
    ts_sha256(target.hashes.sha256, h->snapshots[epoch]);
    assert_status(ts_target_check(&snapshot, &target, h->snapshots[epoch]), TS_OK);
    assert_status(ts_revocations_load(arena, &h->states[epoch], snapshot, NULL), TS_OK);
}

/* An issuer list with a member that readers pass over, to make it large. */
static inline void
history_make_list(struct history *h, uint64_t epoch)
{
    struct ts_arena *arena = h->repo->arena;
    ts_span noise = repo_noise(h->repo, HISTORY_LIST_SIZE, 77);
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

static inline int
history_by_path(const void *a, const void *b)
{
    return strcmp(((const struct repo_file *)a)->path,
                  ((const struct repo_file *)b)->path);
}

static inline struct repo_file
history_delta(struct history *h, uint64_t from, uint64_t to)
{
    struct ts_arena *arena = h->repo->arena;
    struct repo_file file = { 0 };
    assert_status(ts_revocation_delta_write(arena, &file.bytes, &h->states[from],
                                            &h->states[to], TS_REVOCATION_QUICK),
                  TS_OK);
    file.path = fixture_string(
        arena, fixture_text(arena, "rev/%u-%u", (unsigned)from, (unsigned)to));
    return file;
}

static inline struct repo_file
history_packed(struct history *h, uint64_t from, uint64_t to)
{
    struct ts_arena *arena = h->repo->arena;
    struct repo_file file = { .path = TS_ISSUERS_PACKED_PATH };
    assert_status(ts_issuer_list_pack(arena, &file.bytes, h->lists[to], h->lists[from]),
                  TS_OK);
    if (from)
        file.path = fixture_string(arena, fixture_text(arena, "issuers/%u-%u.zst",
                                                       (unsigned)from, (unsigned)to));
    return file;
}

/** With all deltas of one epoch, and lists packed over all older ones. */
static inline void
history_publish(struct history *h, uint64_t epoch)
{
    struct repo_file files[32] = { 0 };
    size_t count = 0;
    history_make_state(h, epoch);
    history_make_list(h, epoch);
    files[count++] = (struct repo_file){ TS_ISSUERS_PATH, h->lists[epoch], epoch, NULL };
    files[count++] = history_packed(h, 0, epoch);
    files[count++] = (struct repo_file){ TS_REV_SNAPSHOT_PATH, h->snapshots[epoch], epoch,
                                         h->states[epoch].hash };
    for (uint64_t from = 1; from < epoch; from++) {
        files[count++] = history_packed(h, from, epoch);
        files[count++] = history_delta(h, from, from + 1);
    }
    qsort(files, count, sizeof(files[0]), history_by_path);
    repo_publish(h->repo, files, count);
}

#endif
