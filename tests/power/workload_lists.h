#ifndef TS_POWER_WORKLOAD_LISTS_H
#define TS_POWER_WORKLOAD_LISTS_H

#include "tests/power/workload.h"

/** What workloads share whose step n synchronises with repository n, whose lists have
 * epoch n. They keep them in the folder "trust". */

enum { TS_POWER_PATH_SIZE = 512 };

/** Path of repository number. */
void ts_power_repository(char path[static TS_POWER_PATH_SIZE], uint64_t number);

/** Looks as a kiosk loads. synchronise: once, with that repository; true when what it has
 * is in use. */
enum ts_power_finding
ts_power_look_at_lists(const char *folder, uint64_t acknowledged,
                       bool (*synchronise)(const char *folder, uint64_t number));

#endif
