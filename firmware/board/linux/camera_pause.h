#ifndef TS_BOARD_LINUX_CAMERA_PAUSE_H
#define TS_BOARD_LINUX_CAMERA_PAUSE_H

#include <poll.h>
#include <stdint.h>

/**
 * Lets at most ms of the *left_ms of a wait go by, and subtracts it. Waits count
 * down instead of asking the clock, so that they end under every clock.
 */
static inline void
ts_camera_pause(uint32_t *left_ms, uint64_t ms)
{
    uint32_t pause = ms < *left_ms ? (uint32_t)ms : *left_ms;
    poll(NULL, 0, (int)pause);
    *left_ms -= pause;
}

/** Longest timeout a wait takes at its word: an int of poll()'s holds it. */
#define TS_CAMERA_WAIT_MS_MAX 3600000

/** No frame for so long is a failure of the device. */
#define TS_CAMERA_SILENCE_MS 2000

#endif
