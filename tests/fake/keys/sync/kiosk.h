#ifndef TS_TEST_SYNC_KIOSK_H
#define TS_TEST_SYNC_KIOSK_H

/* A kiosk of a test: its two stores, and synchronisations in virtual time. */

#include "firmware/board/fake/link_script.h"
#include "firmware/board/fake/store_memory.h"
#include "keys/sync/mirror.h"
#include "keys/trust/generation.h"
#include "keys/trust/trust.h"
#include "tests/fake/keys/sync/repository.h"

struct kiosk {
    struct ts_arena memory; /**< Of synchronisations. */
    struct ts_arena lists;  /**< Of loading. */
    struct ts_store *trust, *accepted;
    struct ts_link *link;
    struct ts_mirror_source sources[4];
    size_t source_count;
    uint64_t budget;
    bool metered;
    bool once;
    bool is_served;
    ts_utc now;
    uint64_t waited_ms;
    uint32_t random;
    struct ts_mirror_progress progress;
    char what[TS_TARGET_PATH_MAX];
    size_t steps_max; /**< Gives up, as a reboot would, after so many. 0: never. */
};

static inline void
kiosk_open(struct kiosk *k)
{
    assert_status(ts_store_open(&k->trust, "trust", true), TS_OK);
    assert_status(ts_store_open(&k->accepted, "accepted", true), TS_OK);
}

static inline void
kiosk_begin(struct kiosk *k, ts_span root)
{
    struct ts_link_options options = { .stall_ms = 30000, .connect_ms = 10000 };
    *k = (struct kiosk){ .memory = ts_test_arena(TS_MIRROR_ARENA_SIZE),
                         .lists = ts_test_arena((size_t)64 << 20),
                         .budget = UINT64_MAX,
                         .now = { 1777680000 } };
    kiosk_open(k);
    assert_status(ts_link_open(&k->link, &options), TS_OK);
    assert_status(ts_store_replace(k->accepted, "root.json", root, false), TS_OK);
    k->sources[0] = (struct ts_mirror_source){ .name = "a", .url = "http://a" };
    k->source_count = 1;
}

static inline void
kiosk_end(struct kiosk *k)
{
    ts_store_close(k->trust);
    ts_store_close(k->accepted);
    ts_link_close(k->link);
    ts_test_arena_free(&k->memory);
    ts_test_arena_free(&k->lists);
    ts_link_script_reset();
    ts_store_memory_reset();
}

static inline ts_mono
kiosk_mono(const struct kiosk *k)
{
    return (ts_mono){ 1 + k->waited_ms + ts_link_script_count().elapsed_ms };
}

static inline enum ts_mirror_outcome
kiosk_sync(struct kiosk *k)
{
    struct ts_mirror *mirror = NULL;
    struct ts_mirror_options options = { .accepted = k->accepted,
                                         .trust = k->trust,
                                         .link = k->link,
                                         .sources = k->sources,
                                         .source_count = k->source_count,
                                         .budget = k->budget,
                                         .metered = k->metered,
                                         .once = k->once,
                                         .is_served = k->is_served,
                                         .now = k->now };
    enum ts_mirror_next next = TS_MIRROR_GO;
    ts_arena_rewind(&k->memory, 0);
    assert_status(ts_mirror_begin(&k->memory, &mirror, &options), TS_OK);
    for (size_t steps = 0; next != TS_MIRROR_OVER; steps++) {
        assert_true(steps < 100000);
        if (k->steps_max && steps == k->steps_max)
            break;
        k->random = k->random * 1664525 + 1013904223;
        next = ts_mirror_step(mirror, kiosk_mono(k), k->random);
        /* A pause begins with the step; the link may have taken longer than that. */
        uint64_t wake = ts_mirror_wake(mirror).ms;
        if (next == TS_MIRROR_PAUSE && wake > kiosk_mono(k).ms)
            k->waited_ms += wake - kiosk_mono(k).ms;
    }
    k->progress = *ts_mirror_progress(mirror);
    snprintf(k->what, sizeof(k->what), "%s", k->progress.what);
    return k->progress.outcome;
}

/** Epoch of what the kiosk believes now; loading must go well. */
static inline uint64_t
kiosk_epoch(struct kiosk *k)
{
    struct ts_trust trust = { 0 };
    struct ts_fault fault = { 0 };
    ts_arena_rewind(&k->lists, 0);
    enum ts_status status = ts_trust_load(&k->lists, &trust, k->trust, &fault);
    if (status == TS_ABSENT)
        return 0;
    assert_status(status, TS_OK);
    assert_int_equal(trust.problem_count, 0);
    return trust.epoch;
}

/** Puts files of a publication on the server "a". */
static inline void
kiosk_server_put(const char *name, ts_span bytes, void *context)
{
    char url[512];
    snprintf(url, sizeof(url), "%s/%s", (const char *)context, name);
    ts_link_script_put(url, bytes);
}

/** ... and on a medium. */
static inline void
kiosk_medium_put(const char *name, ts_span bytes, void *context)
{
    assert_status(ts_store_replace(context, name, bytes, false), TS_OK);
}

#endif
