#ifndef TS_CREDENTIAL_PART_H
#define TS_CREDENTIAL_PART_H

#include "firmware/base/arena.h"
#include "kiosk/credential/fountain.h"

/** The text of a code that is only a part of a credential. */
enum ts_part_kind {
    TS_PART_NONE = 0,
    TS_PART_HEALTH_CARD, /**< "shc:/C/N/": SMART Health Cards, chunks. */
    TS_PART_TEXT,        /**< "TS1T/": FORMAT.md 9. */
    TS_PART_PACKED,      /**< "TS1Z/": FORMAT.md 9. */
    TS_PART_RESOURCE,    /**< "ur:TYPE/": BCR-2020-005. */
};

/** What tells one set of parts from another. */
struct ts_part_set {
    enum ts_part_kind kind;
    uint32_t total;
    uint32_t mark;        /**< TEXT, PACKED: the set's; RESOURCE: the checksum. */
    uint32_t message_len; /**< RESOURCE in several parts; 0 otherwise. */
    size_t piece_len;     /**< The same. */
};

struct ts_part {
    struct ts_part_set set;
    uint32_t number; /**< From 1 on; RESOURCE: perhaps more than total. */
    ts_span piece;   /**< Of the text; RESOURCE in a single part: its CBOR. */
    struct ts_fountain_part mixed; /**< RESOURCE in several parts. */
};

/** What ts_part_read() needs for any text of one code. */
enum { TS_PART_SCRATCH = TS_CODE_TEXT_MAX };

/**
 * Reads one; it views text and scratch. False for anything that is not the text of a
 * part, of one code, within all limits; part is written only when it is.
 */
bool ts_part_read(struct ts_part *part, ts_room scratch, ts_span text);

bool ts_part_set_equal(const struct ts_part_set *a, const struct ts_part_set *b);

/** The set's mark: FORMAT.md 9.3. */
uint32_t ts_part_mark(ts_span content);

/**
 * Cuts the content of a code into count (1 to TS_PARTS_MAX) parts of about equal
 * length, as texts that a code holds in its alphanumeric mode (FORMAT.md 9). They
 * live in the arena.
 *
 * TS_OK, TS_OVER_LIMIT (TS_CONTENT_MAX; fewer characters than parts) or TS_NO_SPACE.
 */
TS_MUST_USE enum ts_status
ts_part_cut(struct ts_arena *arena, ts_span *parts, size_t count, ts_span content);

#endif
