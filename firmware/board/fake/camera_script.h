#ifndef TS_BOARD_FAKE_CAMERA_SCRIPT_H
#define TS_BOARD_FAKE_CAMERA_SCRIPT_H

#include "firmware/board/camera.h"

/* The camera of firmware/board/camera.h: it sees what it is shown, and nothing by
 * itself. One camera; it may be shown frames from any thread. */

/**
 * Shows a frame and waits until it was taken and its taker came back for another one:
 * then all that is done with it by the taking thread is done. What it shows must stand
 * until then. False, and at once, when no camera is open.
 */
bool ts_camera_script_show(const struct ts_frame *frame);

/** What ts_camera_describe() says from now on. */
void ts_camera_script_say(const struct ts_camera_state *state);

/** How far apart frames were last asked to be (ts_camera_rest()). */
uint32_t ts_camera_script_rest_ms(void);

#endif
