#ifndef TS_JOURNAL_ASIDE_H
#define TS_JOURNAL_ASIDE_H

#include "firmware/base/instant.h"

#include <stdbool.h>

/*
 * Damaged journals that were set aside: "journal.db" is
 * "journal.db.broken-20260512T083000Z" from then on. For this folder only.
 */

/** Renames path and its log; false when that failed. */
bool ts_aside_put(const char *path, ts_utc now);

/**
 * Removes those of path that were set aside before then and carry this application id
 * where SQLite keeps it: another program's file is not ours to remove. False when one
 * is still there.
 */
bool ts_aside_forget(const char *path, ts_utc then, uint32_t application_id);

#endif
