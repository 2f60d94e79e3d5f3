#ifndef TS_APP_EYES_H
#define TS_APP_EYES_H

#include "firmware/base/limits.h"
#include "firmware/board/camera.h"

/**
 * The camera and the decoder, each on a thread of its own. The screen's thread
 * looks at the newest frame and asks what was read; neither waits for it.
 */
struct ts_eyes;

/** What was read in one frame, or put together from the parts in several. */
struct ts_sight {
    uint64_t identity; /**< The same for the same content. */
    bool recognised;   /**< Begins like a credential. */
    ts_mono taken;     /**< When the frame was. */
    size_t len;
    uint8_t text[TS_CONTENT_MAX];
};

/** Opens the camera (see camera.h for source) and starts both threads. TS_OK,
 * TS_MALFORMED (source), TS_NO_SPACE or TS_IO. Close what was opened. */
TS_MUST_USE enum ts_status ts_eyes_open(struct ts_eyes **eyes, const char *source);
void ts_eyes_close(struct ts_eyes *eyes);

/** The newest frame that was not given yet; stands until the next such call.
 * TS_OK or TS_ABSENT. The screen's thread. */
TS_MUST_USE enum ts_status ts_eyes_frame(struct ts_eyes *eyes, struct ts_frame *frame);

/** What was read last and not given yet. Of several codes in a frame, the
 * largest that begins like a credential, else the largest. False for nothing new. */
bool ts_eyes_sight(struct ts_eyes *eyes, struct ts_sight *sight);

/** How far a credential in several codes has come, once for every frame with a part of
 * it; false for nothing new. Whole, it is a sight. */
bool ts_eyes_parts(struct ts_eyes *eyes, uint32_t *seen, uint32_t *total);

void ts_eyes_camera(struct ts_eyes *eyes, struct ts_camera_state *state);

#endif
