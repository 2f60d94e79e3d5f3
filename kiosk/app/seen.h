#ifndef TS_APP_SEEN_H
#define TS_APP_SEEN_H

#include "kiosk/app/eyes.h"
#include "kiosk/scan/attention.h"
#include "kiosk/scan/gate.h"
#include "kiosk/scan/hint.h"

#include <pthread.h>

/**
 * What was seen so far: capture asks what becomes of a frame, decoders tell what was in
 * it, the screen's thread takes what is new. Part of the eyes; every call takes the lock,
 * and none holds it for long.
 *
 * Decoders finish out of turn: what an older frame says never undoes what a newer one
 * showed.
 */
struct ts_seen {
    /* All private. */
    pthread_mutex_t lock;
    struct ts_attention attention;
    bool wake;     /**< The gate is to. */
    uint32_t turn; /**< Of the ladder that all decoders climb together. */
    uint64_t
        seen_sequence; /**< The newest frame of which it is known what is in it, ... */
    uint64_t read_sequence; /**< ... and the newest in which something was read. */
    bool fresh;             /**< The sight is. */
    struct ts_sight sight;
    bool parts_fresh;
    uint32_t parts_seen, parts_total;
    struct ts_hint_memory hints;
    bool unread_fresh;
    enum ts_advice advice;
    struct ts_scan_sight code; /**< The last that was of something, ... */
    ts_mono code_taken;        /**< ... and when. */
};

/** Of a zeroed one. */
void ts_seen_init(struct ts_seen *seen);
void ts_seen_destroy(struct ts_seen *seen);

/** Capture's, with its gate: true when the frame is to be decoded. rest_ms: how far apart
 * frames may come now. */
bool ts_seen_attend(struct ts_seen *seen, struct ts_gate *gate,
                    const struct ts_frame *frame, uint32_t *rest_ms);

/** A decoder's: which turn a frame is, ... */
struct ts_scan_turn ts_seen_turn(struct ts_seen *seen, const struct ts_frame *frame);

/** ... a whole text that was in it, or how far its parts have come, ... */
void ts_seen_text(struct ts_seen *seen, ts_span text, const struct ts_frame *frame);
void ts_seen_parts(struct ts_seen *seen, uint32_t count, uint32_t total);

/** ... and, last, what it says about all that goes on from frame to frame: how many codes
 * were read, and whether there was a whole text. */
void ts_seen_learn(struct ts_seen *seen, const struct ts_scan_sight *sight, size_t count,
                   bool whole, const struct ts_frame *frame);

/** Or nobody looked at a frame: the next one is worth a look whatever moves. */
void ts_seen_missed(struct ts_seen *seen);

/** The screen's: as ts_eyes_sight(), ts_eyes_parts() and ts_eyes_hint(). */
bool ts_seen_take_sight(struct ts_seen *seen, struct ts_sight *sight);
bool ts_seen_take_parts(struct ts_seen *seen, uint32_t *count, uint32_t *total);
bool ts_seen_take_hint(struct ts_seen *seen, enum ts_hint *hint);

/** The last look at a code, when that was less than a second before now. */
bool ts_seen_lately(struct ts_seen *seen, ts_mono now, struct ts_scan_sight *sight);

#endif
