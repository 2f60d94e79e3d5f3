#ifndef TS_CODEC_CBOR_H
#define TS_CODEC_CBOR_H

#include "firmware/base/arena.h"
#include "firmware/base/check.h"
#include "firmware/base/status.h"
#include "keys/codec/json.h"

/**
 * CBOR (RFC 8949) read into a tree in an arena.
 *
 * Accepts definite and indefinite lengths and every width of an argument.
 * Refuses what is not well-formed (RFC 8949 3 and appendix F), text that is not
 * UTF-8, and a map with two equal keys (TS_DUPLICATE): integers, simple values
 * and strings are equal by value, however they are spelled, so that no two
 * readers find different values under one key; other keys as encoded.
 */

enum ts_cbor_kind {
    TS_CBOR_NONE = 0, /**< "There is no such item". */
    TS_CBOR_UNSIGNED, /**< value */
    TS_CBOR_NEGATIVE, /**< -1 - value */
    TS_CBOR_BYTES,    /**< bytes */
    TS_CBOR_TEXT,     /**< bytes, UTF-8 */
    TS_CBOR_ARRAY,    /**< count items from first */
    TS_CBOR_MAP,      /**< count pairs; first is a key, its next the value, ... */
    TS_CBOR_TAG,      /**< value is the tag number, first the content */
    TS_CBOR_SIMPLE,   /**< value: 20 false, 21 true, 22 null, 23 undefined, ... */
    TS_CBOR_FLOAT,    /**< number */
};

struct ts_cbor {
    enum ts_cbor_kind kind;
    uint32_t count;
    uint64_t value;
    double number;
    ts_span bytes;
    ts_span source; /**< The item as encoded. */
    struct ts_cbor *first;
    struct ts_cbor *next;
};

/**
 * Reads exactly one item. Strings of definite length are views of source,
 * which must outlive the tree; others are joined in the arena. root is written
 * only on TS_OK; otherwise the arena is as it was. fault (may be NULL) gets the
 * offset and rule. Arrays, maps and tags count as nesting.
 *
 * Returns TS_OK, TS_TRUNCATED, TS_TRAILING, TS_MALFORMED, TS_DUPLICATE,
 * TS_OVER_LIMIT (TS_DEPTH_MAX, TS_MEMBERS_MAX) or TS_NO_SPACE.
 */
TS_MUST_USE enum ts_status
ts_cbor_parse(struct ts_arena *arena, const struct ts_cbor **root, ts_span source,
              struct ts_fault *fault);

/* As with JSON, asking never fails and never returns NULL. */

/** A map's value by integer key (may be negative), or by text key. */
const struct ts_cbor *ts_cbor_at(const struct ts_cbor *map, int64_t key);
const struct ts_cbor *ts_cbor_member(const struct ts_cbor *map, const char *key);

const struct ts_cbor *ts_cbor_element(const struct ts_cbor *array, size_t index);

/** The content of a tag with this number, else NONE. */
const struct ts_cbor *ts_cbor_tagged(const struct ts_cbor *item, uint64_t tag);

/** Of TEXT or BYTES respectively; an empty span for anything else. */
ts_span ts_cbor_text(const struct ts_cbor *item);
ts_span ts_cbor_bytes(const struct ts_cbor *item);

/** UNSIGNED or NEGATIVE within int64. TS_OK, or TS_MALFORMED with out alone. */
TS_MUST_USE enum ts_status ts_cbor_integer(const struct ts_cbor *item, int64_t *out);

/**
 * The JSON of an item that has one (RFC 8949 6.1 without the guesses): maps
 * need text keys, byte strings and tags have no JSON (TS_UNSUPPORTED), floats
 * must be finite, of the simple values only false, true and null. Lives in the
 * arena and views the item's bytes; offsets count from the item's first byte.
 * root is written only on TS_OK; otherwise the arena is as it was.
 * Returns TS_OK, TS_UNSUPPORTED or TS_NO_SPACE.
 */
TS_MUST_USE enum ts_status
ts_cbor_to_json(struct ts_arena *arena, const struct ts_json **root,
                const struct ts_cbor *item);

#endif
