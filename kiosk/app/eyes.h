#ifndef TS_APP_EYES_H
#define TS_APP_EYES_H

#include "firmware/base/limits.h"
#include "firmware/board/camera.h"
#include "kiosk/scan/focus.h"
#include "kiosk/screen/scan_screen.h"

/**
 * The camera on a thread of its own, and as many decoders as the board has cores to
 * spare, in a process of their own (kiosk/reader/decoders.h): when that crashes, hangs or
 * talks nonsense it is begun anew, and the screen goes on. The screen's thread looks at
 * the newest frame and asks what was read; none waits for another.
 *
 * Where nothing moves nothing is decoded: a code that was read and stays is taken for
 * being there (kiosk/scan/attention.h), and after a while fewer frames are taken.
 */
struct ts_eyes;

/** Decoders at most: one is enough for most cameras, three for any. */
enum { TS_EYES_DECODERS_MAX = 3 };

/** What was read in one frame, or put together from the parts in several. */
struct ts_sight {
    uint64_t identity; /**< The same for the same content. */
    bool recognised;   /**< Begins like a credential. */
    ts_mono taken;     /**< When the frame was. */
    size_t len;
    uint8_t text[TS_CONTENT_MAX];
};

/** Begins the decoders, opens the camera (see camera.h for source) and starts the
 * threads. TS_OK, TS_MALFORMED (source), TS_NO_SPACE, TS_ABSENT (no decoders) or TS_IO.
 * Close what was opened. */
TS_MUST_USE enum ts_status ts_eyes_open(struct ts_eyes **eyes, const char *source);

/** The same with so many decoders, TS_EYES_DECODERS_MAX at most. */
TS_MUST_USE enum ts_status
ts_eyes_open_with(struct ts_eyes **eyes, const char *source, size_t decoders);
void ts_eyes_close(struct ts_eyes *eyes);

/** The newest frame that was not given yet; stands until the next such call.
 * TS_OK or TS_ABSENT. The screen's thread. */
TS_MUST_USE enum ts_status ts_eyes_frame(struct ts_eyes *eyes, struct ts_frame *frame);

/** What was read last and not given yet; again for every frame in which it still is. Of
 * several codes in a frame, the largest that begins like a credential, else the largest.
 * False for nothing new. */
bool ts_eyes_sight(struct ts_eyes *eyes, struct ts_sight *sight);

/** How far a credential in several codes has come, once for every frame with a part of
 * it; false for nothing new. Whole, it is a sight. */
bool ts_eyes_parts(struct ts_eyes *eyes, uint32_t *seen, uint32_t *total);

/** A code was seen that could not be read, and what would help; once for every frame in
 * which nothing else was read. False for nothing new. */
bool ts_eyes_hint(struct ts_eyes *eyes, enum ts_hint *hint);

/** How sharp the newest frame that ts_eyes_frame() gave is, with what was last seen of a
 * code less than a second before it. The screen's thread. */
struct ts_focus ts_eyes_focus(struct ts_eyes *eyes);

/** A camera whose frames nobody looks at does not deliver, and is in trouble. */
void ts_eyes_camera(struct ts_eyes *eyes, struct ts_camera_state *state);

/** How often the decoders had to be begun anew, for the status. */
uint32_t ts_eyes_restarts(struct ts_eyes *eyes);

#endif
