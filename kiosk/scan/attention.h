#ifndef TS_SCAN_ATTENTION_H
#define TS_SCAN_ATTENTION_H

#include "kiosk/scan/scanner.h"

/**
 * What becomes of each frame, so that a kiosk before which nothing happens does next to
 * nothing, and misses nothing: a code that was read and has not moved is still there, and
 * need not be read again and again to be known to be.
 *
 * Pure. A zeroed one has read nothing and sleeps. Times never go back by much: the
 * frames of several decoders are finished out of turn.
 */
struct ts_attention {
    /* Private: */
    bool known; /**< What was read last is in view. */
    bool moved; /**< Something, since the last look. */
    ts_mono looked;
    ts_mono awake;
};

enum {
    /* A code that stays is read again so soon: ten times in the time after which it would
     * count as a new one, or as another card if it was exchanged. */
    TS_ATTENTION_MOVING_MS = 100,
    /* The same where nothing moves: twice within that time. */
    TS_ATTENTION_STILL_MS = 1000,
    /* Nobody has been there for so long ... */
    TS_ATTENTION_REST_AFTER_MS = 10000,
    /* ... and so few pictures are taken from then on: who walks up is seen at once. */
    TS_ATTENTION_REST_MS = 160,
    /* And for so long that the screen is about to be dimmed: */
    TS_ATTENTION_SLEEP_AFTER_MS = 60000,
    TS_ATTENTION_SLEEP_MS = 320,
};

enum ts_attention_task {
    TS_ATTENTION_SHOW = 0, /**< Nobody needs it but the screen. */
    TS_ATTENTION_LOOK,     /**< Look for codes in it. */
    TS_ATTENTION_KNOWN,    /**< What was read last is in it: no need to look. */
};

/** What is to be done with a frame; awake and moving are the gate's. */
enum ts_attention_task
ts_attention_take(struct ts_attention *attention, bool awake, bool moving, ts_mono taken);

/** What came of a look, for the newest frame of which that is known: read is for a whole
 * code; a part of one, or nothing, is not. True when the gate should wake for it: what
 * was known is not there any more. */
bool ts_attention_learn(struct ts_attention *attention, bool read);

/** What a decoder begins in one frame, microseconds: with what was begun it is then about
 * the time in which the camera sends the next one. */
enum { TS_ATTENTION_BUDGET_US = 25000 };

/** Where to look for what was seen in the next frame: around it, and half its size more
 * on every side, for hands are not still. */
struct ts_scan_region ts_attention_region(const struct ts_scan_sight *sight);

/** How far apart pictures may be taken now; 0: as they come. */
uint32_t ts_attention_rest_ms(const struct ts_attention *attention, ts_mono now);

#endif
