#include "firmware/base/check.h"
#include "firmware/base/limits.h"
#include "keys/sync/mirror.h"
#include "tests/power/workload_lists.h"

#include <stdio.h>
#include <stdlib.h>

/* The machine of keys/sync/mirror.h, step by step. */

enum { MACHINE_STEPS_MAX = 10000 };

static const ts_utc now = { 1777680000 }; /* 2026-05-02, while the repositories stand */

/* The root comes with the kiosk, whatever its folders have been through. */
static enum ts_status
keep_root(struct ts_store *accepted, struct ts_store *medium)
{
    uint8_t memory[8192];
    struct ts_arena arena = ts_arena_over(TS_ROOM_OF(memory));
    ts_span root;
    if (ts_store_read(accepted, &arena, &root, "root.json", sizeof(memory)) == TS_OK)
        return TS_OK;
    enum ts_status status =
        ts_store_read(medium, &arena, &root, "1.root.json", sizeof(memory));
    return status == TS_OK ? ts_store_replace(accepted, "root.json", root, false)
                           : status;
}

static enum ts_mirror_outcome
run(const struct ts_mirror_options *options)
{
    static uint8_t *memory;
    if (!memory)
        memory = malloc(TS_MIRROR_ARENA_SIZE);
    TS_CHECK(memory);
    struct ts_arena arena = ts_arena_over((ts_room){ memory, TS_MIRROR_ARENA_SIZE });
    struct ts_mirror *mirror;
    ts_mono mono = { 1 };
    enum ts_mirror_next next = TS_MIRROR_GO;
    if (ts_mirror_begin(&arena, &mirror, options) != TS_OK)
        return TS_MIRROR_FAILED;
    for (int i = 0; next != TS_MIRROR_OVER && i < MACHINE_STEPS_MAX; i++) {
        next = ts_mirror_step(mirror, mono, (uint32_t)i);
        if (next == TS_MIRROR_PAUSE)
            mono = ts_mirror_wake(mirror);
    }
    return next == TS_MIRROR_OVER ? ts_mirror_progress(mirror)->outcome
                                  : TS_MIRROR_FAILED;
}

static bool
open_below(struct ts_store **store, const char *folder, const char *name, bool create)
{
    char path[TS_POWER_PATH_SIZE];
    snprintf(path, sizeof(path), "%s/%s", folder, name);
    return ts_store_open(store, path, create) == TS_OK;
}

static bool
open_medium(struct ts_store **medium, uint64_t number)
{
    char path[TS_POWER_PATH_SIZE];
    ts_power_repository(path, number);
    return ts_store_open(medium, path, false) == TS_OK;
}

static enum ts_mirror_outcome
synchronise(const char *folder, uint64_t number)
{
    enum ts_mirror_outcome outcome = TS_MIRROR_FAILED;
    struct ts_mirror_source source = { .name = "stick" };
    struct ts_mirror_options options = {
        .sources = &source, .source_count = 1, .budget = UINT64_MAX, .now = now
    };
    if (open_medium(&source.medium, number)
        && open_below(&options.accepted, folder, "accepted", true)
        && open_below(&options.trust, folder, "trust", true)
        && keep_root(options.accepted, source.medium) == TS_OK)
        outcome = run(&options);
    ts_store_close(options.trust);
    ts_store_close(options.accepted);
    ts_store_close(source.medium);
    return outcome;
}

static bool
step(const char *folder, uint64_t number)
{
    enum ts_mirror_outcome outcome = synchronise(folder, number);
    return outcome == TS_MIRROR_UPDATED || outcome == TS_MIRROR_UNCHANGED;
}

static enum ts_power_finding
look(const char *folder, uint64_t acknowledged)
{
    return ts_power_look_at_lists(folder, acknowledged, step);
}

const struct ts_workload ts_workload_sync = { "sync", step, look };
