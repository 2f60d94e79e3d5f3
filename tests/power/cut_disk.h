#ifndef TS_POWER_CUT_DISK_H
#define TS_POWER_CUT_DISK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** A disk as it would be found, had the power been cut at some moment of its log. */
struct ts_cut_disk;

/** What becomes of what was written after the last flush before the cut. */
enum ts_cut_fate {
    TS_CUT_ALL_LANDED = 0,
    TS_CUT_SOME_LANDED, /**< Each block of 4 KiB by itself, so also out of order. */
    TS_CUT_NONE_LANDED,
};
enum { TS_CUT_FATES = TS_CUT_NONE_LANDED + 1 };

/** The image before the first event, and the log from then on. NULL after a line on
 * standard error. */
struct ts_cut_disk *ts_cut_disk_open(const char *image_path, const char *log_path);
void ts_cut_disk_close(struct ts_cut_disk *disk);

/** Events of the log; and where in the log an event ends. */
size_t ts_cut_disk_events(const struct ts_cut_disk *disk);
uint64_t ts_cut_disk_position(const struct ts_cut_disk *disk, size_t event);

/**
 * Writes the disk as cut right after event into a file. Events must not go
 * back from one call to the next: what was flushed is kept from call to call.
 */
bool ts_cut_disk_write(struct ts_cut_disk *disk, const char *path, size_t event,
                       enum ts_cut_fate fate, uint64_t *random);

/** The next of a row of numbers that *random, not 0, begins. */
uint64_t ts_cut_random(uint64_t *random);

#endif
