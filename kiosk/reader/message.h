#ifndef TS_READER_MESSAGE_H
#define TS_READER_MESSAGE_H

#include "kiosk/reader/look.h"

/**
 * What kiosk and touchstone-reader say to each other: one datagram a message, numbers
 * big-endian. Both are of one build and one machine; a version number refuses what an
 * update left behind.
 *
 * What comes from the reader is hostile until it was read here: it has met pixels that
 * anybody may hold up.
 */
enum { TS_READER_VERSION = 1 };

/** Kiosk to reader, once, with descriptors: the memory of the frames, then one socket for
 * each decoder. */
struct ts_reader_hello {
    uint32_t decoders; /**< 1 to TS_SLOT_DECODERS. */
    uint64_t bytes;    /**< Of the memory. */
};

/** Reader to kiosk, once: it has given its rights away, and waits for frames. */
struct ts_reader_ready {
    uint32_t landlock; /**< Which generation of it; 0: this kernel has none. */
    bool sandboxed;    /**< False in a build with sanitizers. */
};

/** Kiosk to reader, on a decoder's socket: look at this. */
struct ts_reader_request {
    uint64_t offset; /**< Of the pixels, whose rows are packed, in the memory. */
    uint32_t width, height;
    uint64_t sequence;
    ts_mono taken;
    struct ts_scan_turn turn;
};

/** Reader to kiosk: what it saw. */
struct ts_reader_answer {
    uint64_t sequence; /**< Of the request. */
    bool looked;       /**< False: memory was short. */
    struct ts_look look;
};

/* The longest of each. */
enum {
    TS_READER_HELLO_BYTES = 1 + 1 + 4 + 8,
    TS_READER_READY_BYTES = 1 + 1 + 4 + 1,
    TS_READER_REQUEST_BYTES = 1 + 8 + 4 + 4 + 8 + 8 + 4 + 1 + 4 * 4 + 4,
    TS_READER_ANSWER_HEAD = 1 + 8 + 1 + 4 + 4 + 4 + 1 + 8 * 4 + 4 * 8 + 4,
    TS_READER_ANSWER_BYTES = TS_READER_ANSWER_HEAD + TS_CONTENT_MAX,
};

/** Of a sight that is believed: corners lie so far off at most, pixels, ... */
#define TS_READER_CORNER_MAX (4 * TS_FRAME_WIDTH_MAX)
/** ... and what was measured is a number from 0 to this. */
#define TS_READER_MEASURE_MAX 65536.0

/* Into room for the longest; what was written. */
ts_span ts_reader_hello_write(ts_room room, const struct ts_reader_hello *hello);
ts_span ts_reader_ready_write(ts_room room, const struct ts_reader_ready *ready);
ts_span ts_reader_request_write(ts_room room, const struct ts_reader_request *request);

/** What lies outside of what an answer may say is brought to its nearest end: the reader
 * must not be ended by a pose that is none. */
ts_span ts_reader_answer_write(ts_room room, const struct ts_reader_answer *answer);

/* TS_OK, TS_TRUNCATED, TS_TRAILING, TS_UNSUPPORTED (another version), TS_MALFORMED or
 * TS_OVER_LIMIT. Outputs are written only on TS_OK. */
TS_MUST_USE enum ts_status
ts_reader_hello_read(struct ts_reader_hello *hello, ts_span bytes);
TS_MUST_USE enum ts_status
ts_reader_ready_read(struct ts_reader_ready *ready, ts_span bytes);

/** Of a frame that lies within memory of so many bytes. */
TS_MUST_USE enum ts_status
ts_reader_request_read(struct ts_reader_request *request, ts_span bytes, uint64_t memory);

/** answer->look.text views bytes. That of another sequence is malformed. */
TS_MUST_USE enum ts_status
ts_reader_answer_read(struct ts_reader_answer *answer, ts_span bytes, uint64_t sequence);

#endif
