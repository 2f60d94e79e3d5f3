#ifndef TS_SCAN_SLOT_H
#define TS_SCAN_SLOT_H

#include "firmware/base/check.h"
#include "firmware/base/status.h"
#include "firmware/board/camera.h"

#include <stdbool.h>

/**
 * Where the capture thread leaves each frame and the others find the newest
 * one. Nobody waits for a slower one: a frame that no reader took in time is
 * overwritten, so what is decoded is what is in front of the camera now.
 *
 * One thread puts; each reader is one thread. The decoders share: a frame that one of
 * them took is not given to another. Frames are copied in once and read in place. There
 * are so many buffers that, with the newest for the decoders, the newest for the screen
 * and one in each reader's hands, there is always one to write into.
 */
struct ts_slot;

enum ts_slot_reader {
    TS_SLOT_DECODER = 0, /**< The first; the others follow. */
    TS_SLOT_DECODER_LAST = 2,
    TS_SLOT_SCREEN,
};
enum { TS_SLOT_DECODERS = TS_SLOT_DECODER_LAST + 1 };
enum { TS_SLOT_READERS = TS_SLOT_SCREEN + 1 };

/**
 * For frames of at most width_max x height_max pixels; all memory is taken
 * here. Memory that no frame has touched yet costs nothing, so the largest
 * size a camera may negotiate will do.
 *
 * TS_OK, TS_OVER_LIMIT (past TS_FRAME_..._MAX) or TS_NO_SPACE. Close what was
 * opened, when no other thread is in it any more.
 */
TS_MUST_USE enum ts_status
ts_slot_open(struct ts_slot **slot, uint32_t width_max, uint32_t height_max);
void ts_slot_close(struct ts_slot *slot);

/** The same with the pixels in memory of the caller's, ts_slot_bytes() of it, which
 * stands until the slot is closed: for frames that another process looks at. TS_NO_SPACE
 * where it is too small, too. */
TS_MUST_USE enum ts_status ts_slot_open_in(struct ts_slot **slot, uint32_t width_max,
                                           uint32_t height_max, ts_room memory);
size_t ts_slot_bytes(uint32_t width_max, uint32_t height_max);

/**
 * Copies frame in and makes it the newest; wakes who waits for one. After
 * ts_slot_stop() it does nothing.
 *
 * TS_OK or TS_OVER_LIMIT (larger than opened for, or empty; nothing changed).
 */
TS_MUST_USE enum ts_status
ts_slot_put(struct ts_slot *slot, const struct ts_frame *frame);

/** The same for the screen alone: decoders sleep on, and one that they were not given
 * yet still waits for them. */
TS_MUST_USE enum ts_status
ts_slot_show(struct ts_slot *slot, const struct ts_frame *frame);

/**
 * The newest frame that this reader (of the decoders: that none of them) has not been
 * given yet; waits for it for
 * at most timeout_ms (0: only looks). sequence and taken are those it was put
 * with; its stride is its width. It stands until this reader's next TS_OK from
 * here, and until the slot is closed.
 *
 * TS_OK, or TS_ABSENT (none came in time, or the slot was stopped): frame is
 * left alone, and the one taken before still stands.
 */
TS_MUST_USE enum ts_status ts_slot_take(struct ts_slot *slot, enum ts_slot_reader reader,
                                        struct ts_frame *frame, uint32_t timeout_ms);

/** Ends every wait, now and from now on. Any thread. */
void ts_slot_stop(struct ts_slot *slot);
bool ts_slot_stopped(struct ts_slot *slot);

#endif
