#ifndef TS_REHEARSAL_WORDS_H
#define TS_REHEARSAL_WORDS_H

#include "firmware/base/check.h"
#include "firmware/base/limits.h"
#include "firmware/base/span.h"
#include "firmware/base/status.h"
#include "kiosk/verdict/assessment.h"

#include <stdbool.h>

/** What kiosk and touchstone-rehearsal say to each other: one datagram a message, numbers
 * big-endian; as kiosk/reader/message.h, whose "ready" it says. What comes from the
 * rehearsal is hostile. */
enum { TS_REHEARSAL_VERSION = 1, TS_REHEARSAL_PATH_MAX = 4095 };

/** Kiosk to rehearsal: judge this. */
struct ts_rehearsal_request {
    uint64_t number;
    struct ts_now now;
    ts_span text; /**< TS_CONTENT_MAX at most. */
};

enum {
    TS_REHEARSAL_HELLO_BYTES = 2 + TS_REHEARSAL_PATH_MAX,
    TS_REHEARSAL_REQUEST_HEAD = 1 + 8 + 8 + 1,
    TS_REHEARSAL_REQUEST_BYTES = TS_REHEARSAL_REQUEST_HEAD + TS_CONTENT_MAX,
    TS_REHEARSAL_ANSWER_BYTES = 1 + 8,
};

/* Into room for the longest. hello: the folder of the lists; empty for none. */
ts_span ts_rehearsal_hello_write(ts_room room, ts_span lists);
ts_span
ts_rehearsal_request_write(ts_room room, const struct ts_rehearsal_request *request);
ts_span ts_rehearsal_answer_write(ts_room room, uint64_t number);

/* TS_OK, TS_TRUNCATED, TS_TRAILING, TS_UNSUPPORTED (another version), TS_MALFORMED or
 * TS_OVER_LIMIT; outputs are written only on TS_OK and view bytes. */
TS_MUST_USE enum ts_status ts_rehearsal_hello_read(ts_span *lists, ts_span bytes);
TS_MUST_USE enum ts_status
ts_rehearsal_request_read(struct ts_rehearsal_request *request, ts_span bytes);

/** It survived the request of that number, and says nothing else. */
TS_MUST_USE enum ts_status ts_rehearsal_answer_read(ts_span bytes, uint64_t number);

#endif
