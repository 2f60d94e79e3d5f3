#ifndef TS_READER_PROGRAM_H
#define TS_READER_PROGRAM_H

#include "firmware/board/linux/child.h"
#include "kiosk/reader/message.h"

/**
 * touchstone-reader, seen from the kiosk: begun, handed what it may have, asked, ended.
 * Linux. The sockets are ours and close with us, so that it ends when we do.
 */
struct ts_reader_program {
    struct ts_child child; /**< pid 0: none runs. */
    int control;           /**< -1: none. */
};

#define TS_READER_PROGRAM_NONE ((struct ts_reader_program){ TS_CHILD_NONE, -1 })

/** How long it may take to begin, and to look at one frame: some milliseconds, and in an
 * emulator a hundred times as long. */
enum { TS_READER_BEGIN_MS = 20000, TS_READER_LOOK_MS = 5000 };

/** What it is given. */
struct ts_reader_gifts {
    int memory;     /**< A descriptor, ... */
    uint64_t bytes; /**< ... of so many bytes. */
    int *sockets;   /**< Out: where each decoder is asked; the caller's to close. */
    size_t count;
};

/**
 * Begins the program at path and waits until it has given its rights away.
 *
 * TS_OK; TS_ABSENT (no such program); TS_IO; or what ts_reader_ready_read() says. End
 * what was begun.
 */
TS_MUST_USE enum ts_status
ts_reader_program_begin(struct ts_reader_program *program, struct ts_reader_ready *ready,
                        const char *path, const struct ts_reader_gifts *gifts);

/** Begins the program at path, whose standard input is then the other end of
 * program->control, and waits for nothing. TS_OK, TS_ABSENT or TS_IO; end it in any case.
 */
TS_MUST_USE enum ts_status
ts_reader_program_start(struct ts_reader_program *program, const char *path);

/** Nobody asks it any more: it may end by itself. */
void ts_reader_hang_up(struct ts_reader_program *program);

/** Ends it and says how it ended, in static words for a log; signal is that which killed
 * it before we did, or 0. */
const char *ts_reader_program_end(struct ts_reader_program *program, int *signal);

/** Hands a request over. False: nobody is there. */
TS_MUST_USE bool ts_reader_ask(int socket, ts_span request);

/** The next datagram, in room, which must be longer than the longest that is good. TS_OK;
 * TS_OVER_LIMIT: none came in limit_ms; TS_IO: nobody is there any more. */
TS_MUST_USE enum ts_status
ts_reader_hear(int socket, ts_span *message, ts_room room, uint32_t limit_ms);

#endif
