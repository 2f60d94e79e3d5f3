#ifndef TS_READER_DECODERS_H
#define TS_READER_DECODERS_H

#include "kiosk/reader/look.h"

/**
 * Whoever looks at frames. Two makings, chosen by linking:
 *
 *   decoders_process.c  in a process that has no file, no network and no other descriptor
 *                       (touchstone-reader). It may crash, hang or turn against us: it is
 *                       ended and begun anew, and what it says is read as hostile bytes.
 *   decoders_here.c     in the caller's own threads: for tests and fuzzers of everything
 *                       around it.
 */
struct ts_decoders;

/** How it goes to whoever looks. */
struct ts_decoders_state {
    bool looking;      /**< False: frames are lost until it has begun again. */
    uint32_t restarts; /**< Since it was opened. */
};

/** So many decoders (TS_SLOT_DECODERS at most), and memory that they see. TS_OK,
 * TS_NO_SPACE, TS_ABSENT (no program beside this one) or TS_IO. Close what was opened,
 * when nobody is in ts_decoders_look() any more. */
TS_MUST_USE enum ts_status
ts_decoders_open(struct ts_decoders **decoders, size_t count, size_t bytes);
void ts_decoders_close(struct ts_decoders *decoders);

/** For the pixels of frames; stands until close. */
ts_room ts_decoders_memory(struct ts_decoders *decoders);

/**
 * Decoder index looks at a frame that lies in that memory, its rows packed. Each on a
 * thread of its own, which waits for it.
 *
 * TS_OK: look->text stands until that decoder's next one. TS_NO_SPACE: memory is short.
 * TS_IO: nobody looked, or what was seen is lost; there are other frames. look is written
 * only on TS_OK.
 */
TS_MUST_USE enum ts_status
ts_decoders_look(struct ts_decoders *decoders, size_t index, struct ts_look *look,
                 const struct ts_frame *frame, const struct ts_scan_turn *turn);

/** Any thread. */
struct ts_decoders_state ts_decoders_describe(struct ts_decoders *decoders);

#endif
