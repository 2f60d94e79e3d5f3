#include "tests/power/workload_lists.h"

#include "firmware/base/check.h"
#include "keys/trust/trust.h"

#include <stdio.h>
#include <stdlib.h>

void
ts_power_repository(char path[static TS_POWER_PATH_SIZE], uint64_t number)
{
    const char *epochs = getenv("TS_POWER_EPOCHS");
    TS_CHECK(epochs);
    snprintf(path, TS_POWER_PATH_SIZE, "%s/%llu", epochs, (unsigned long long)number);
}

/* The epoch a kiosk would load; 0 when it has no lists yet. */
static bool
load_epoch(const char *folder, uint64_t *epoch)
{
    static uint8_t *memory;
    char path[TS_POWER_PATH_SIZE];
    struct ts_store *store;
    struct ts_trust trust = { 0 };
    struct ts_fault fault = { 0 };
    if (!memory)
        memory = malloc(TS_TRUST_ARENA_SIZE);
    TS_CHECK(memory);
    struct ts_arena arena = ts_arena_over((ts_room){ memory, TS_TRUST_ARENA_SIZE });
    *epoch = 0;
    snprintf(path, sizeof(path), "%s/trust", folder);
    if (ts_store_open(&store, path, false) != TS_OK)
        return true;
    enum ts_status status = ts_trust_load(&arena, &trust, store, &fault);
    ts_store_close(store);
    if (status == TS_OK)
        *epoch = trust.epoch;
    return status == TS_ABSENT || (status == TS_OK && trust.problem_count == 0);
}

enum ts_power_finding
ts_power_look_at_lists(const char *folder, uint64_t acknowledged,
                       bool (*synchronise)(const char *folder, uint64_t number))
{
    uint64_t found;
    uint64_t later;
    if (!load_epoch(folder, &found))
        return TS_POWER_CORRUPT;
    if (found < acknowledged)
        return TS_POWER_LOST;
    if (found > acknowledged + 1)
        return TS_POWER_CORRUPT;

    /* Whatever it answers to older lists, it does not go back to them. */
    if (acknowledged > 1) {
        (void)synchronise(folder, acknowledged - 1);
        if (!load_epoch(folder, &later))
            return TS_POWER_CORRUPT;
        if (later < found)
            return TS_POWER_ROLLED_BACK;
    }
    if (!synchronise(folder, acknowledged + 1))
        return TS_POWER_STUCK;
    if (!load_epoch(folder, &later) || later != acknowledged + 1)
        return TS_POWER_CORRUPT;
    return found == acknowledged ? TS_POWER_OLD : TS_POWER_NEW;
}
