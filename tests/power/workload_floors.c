#include "firmware/board/store.h"
#include "keys/trust/floors.h"
#include "tests/power/workload.h"

/* Step n is the floor at so many hours: by what is signed, or by a trusted clock. */

static ts_utc
time_of(uint64_t number)
{
    ts_utc built = ts_floors_load(NULL).built;
    return (ts_utc){ built.s + (int64_t)number * TS_FLOORS_STEP_S };
}

static bool
keep(struct ts_store *store, uint64_t number)
{
    struct ts_floors floors = ts_floors_load(store);
    if (number % 3 == 1)
        ts_floors_accept(&floors, time_of(number), 1);
    else
        ts_floors_see(&floors, time_of(number));
    return ts_floors_save(&floors, store) == TS_OK
           && ts_floors_time(&floors).s == time_of(number).s;
}

static bool
step(const char *folder, uint64_t number)
{
    struct ts_store *store;
    if (ts_store_open(&store, folder, false) != TS_OK)
        return false;
    bool is_kept = keep(store, number);
    ts_store_close(store);
    return is_kept;
}

static enum ts_power_finding
judge(const struct ts_floors *floors, uint64_t acknowledged)
{
    int64_t found = ts_floors_time(floors).s;
    if (floors->is_damaged)
        return TS_POWER_CORRUPT;
    if (found < time_of(acknowledged).s)
        return TS_POWER_LOST;
    if (found == time_of(acknowledged).s)
        return TS_POWER_OLD;
    return found == time_of(acknowledged + 1).s ? TS_POWER_NEW : TS_POWER_CORRUPT;
}

/* Whether lists from before the floor, signed as they are, lower it. */
static bool
goes_back(struct ts_floors floors)
{
    int64_t before = ts_floors_time(&floors).s;
    ts_floors_accept(&floors, time_of(0), floors.root_version);
    ts_floors_see(&floors, time_of(0));
    return ts_floors_time(&floors).s < before;
}

static enum ts_power_finding
look(const char *folder, uint64_t acknowledged)
{
    struct ts_store *store;
    if (ts_store_open(&store, folder, false) != TS_OK)
        return TS_POWER_CORRUPT;
    struct ts_floors floors = ts_floors_load(store);
    enum ts_power_finding finding = judge(&floors, acknowledged);
    if (finding >= TS_POWER_OLD && goes_back(floors))
        finding = TS_POWER_ROLLED_BACK;
    if (finding >= TS_POWER_OLD && !keep(store, acknowledged + 1))
        finding = TS_POWER_STUCK;
    ts_store_close(store);
    return finding;
}

const struct ts_workload ts_workload_floors = { "floors", step, look };
