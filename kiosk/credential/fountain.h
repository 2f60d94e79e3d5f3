#ifndef TS_CREDENTIAL_FOUNTAIN_H
#define TS_CREDENTIAL_FOUNTAIN_H

#include "firmware/base/check.h"
#include "firmware/base/status.h"
#include "firmware/base/writer.h"
#include "kiosk/credential/fountain_choice.h"

/**
 * The fountain of an animated code (BCR-2020-005): parts without end, each some
 * fragments of a message laid over one another, of which about as many as there are
 * fragments suffice, whichever they are.
 */
struct ts_fountain_part {
    uint32_t number; /**< From 1 on. */
    uint32_t total;  /**< Fragments of the message; TS_FOUNTAIN_PARTS_MAX at most. */
    uint32_t message_len;
    uint32_t checksum; /**< CRC-32 of the message. */
    ts_span data;      /**< As long as every fragment. */
};

/**
 * Reads the CBOR of a part; data views it. TS_OK; TS_TRUNCATED, TS_TRAILING,
 * TS_MALFORMED (also lengths that do not fit each other); TS_OVER_LIMIT
 * (TS_FOUNTAIN_PARTS_MAX, TS_CONTENT_MAX, TS_CODE_TEXT_MAX for data). part is written
 * only on TS_OK.
 */
TS_MUST_USE enum ts_status
ts_fountain_part_read(struct ts_fountain_part *part, ts_span cbor);

/** Writes it. */
void ts_fountain_part_write(struct ts_writer *w, const struct ts_fountain_part *part);

/**
 * Part number of message, cut into fragments of piece_len: at most
 * TS_FOUNTAIN_PARTS_MAX of them. part->data is room's first piece_len bytes.
 */
void ts_fountain_part_make(struct ts_fountain_part *part, ts_room room, ts_span message,
                           size_t piece_len, uint32_t number);

/**
 * Collecting. Parts are equations between fragments; what is kept is as many as are
 * independent, one for each fragment, solved when there are enough.
 *
 * seen of total is known; both are 0 when nothing was taken.
 */
struct ts_fountain {
    uint32_t seen, total;
    uint32_t message_len, checksum;
    size_t piece_len;
    ts_room room; /**< One piece for each row, in which it is the first. */
    struct ts_fragments rows[TS_FOUNTAIN_PARTS_MAX];
    bool taken[TS_FOUNTAIN_PARTS_MAX];
};

/** Empty, for a message like part's; room must outlive it, and is enough with
 * TS_CONTENT_MAX + part->data.len bytes. */
void ts_fountain_begin(struct ts_fountain *fountain, ts_room room,
                       const struct ts_fountain_part *part);

/** Takes a part of the same message: total, lengths and checksum as it began. */
void ts_fountain_take(struct ts_fountain *fountain, const struct ts_fountain_part *part);

/** The message, at the front of the room, once seen is total. TS_OK; TS_ABSENT (not
 * yet); TS_MALFORMED (it has another checksum: parts of two messages). */
TS_MUST_USE enum ts_status
ts_fountain_message(struct ts_fountain *fountain, ts_span *message);

#endif
