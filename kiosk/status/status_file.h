#ifndef TS_STATUS_STATUS_FILE_H
#define TS_STATUS_STATUS_FILE_H

#include "firmware/board/store.h"
#include "kiosk/status/status.h"

/**
 * What only the running kiosk knows, in a small file that it writes again and again, for
 * `touchstone status`, which reads it as foreign bytes:
 *
 *   touchstone-kiosk-status/1
 *   mono 123456                  milliseconds since the machine began
 *   code TSS1:...
 *   site Gate 3
 *   job site-access
 *
 * One encoding; the last two lines always, and empty where there is nothing.
 */
#define TS_STATUS_FILE "kiosk.status"
enum { TS_STATUS_FILE_MAX = 1024 };

/** Older than this the kiosk does not run, or hangs. */
#define TS_STATUS_STALE_MS 60000

struct ts_status_note {
    ts_mono written;
    struct ts_kiosk_status status;
};

void ts_status_note_write(struct ts_writer *w, const struct ts_status_note *note);

/** TS_OK, TS_UNSUPPORTED or TS_MALFORMED; note is written only on TS_OK. */
TS_MUST_USE enum ts_status ts_status_note_read(struct ts_status_note *note, ts_span text);

/** Whether it was written lately, in this life of the machine. */
bool ts_status_note_is_fresh(const struct ts_status_note *note, ts_mono now);

#endif
