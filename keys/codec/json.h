#ifndef TS_CODEC_JSON_H
#define TS_CODEC_JSON_H

#include "firmware/base/arena.h"
#include "firmware/base/check.h"
#include "firmware/base/status.h"

/**
 * JSON (RFC 8259) read into a tree in an arena.
 *
 * Stricter than the RFC where leniency would let two readers disagree
 * (RFC 7493): duplicate members are refused (TS_DUPLICATE), so are bytes that
 * are not UTF-8, lone surrogates in \u escapes, and a byte order mark. Numbers
 * keep their spelling; nothing is rounded by reading. A NUL (\u0000) inside a
 * string is kept.
 */

enum ts_json_kind {
    TS_JSON_NONE = 0, /**< "There is no such value"; see ts_json_member(). */
    TS_JSON_NULL,
    TS_JSON_FALSE,
    TS_JSON_TRUE,
    TS_JSON_NUMBER,
    TS_JSON_STRING,
    TS_JSON_ARRAY,
    TS_JSON_OBJECT,
};

struct ts_json {
    enum ts_json_kind kind;
    uint32_t count;        /**< Elements or members. */
    uint32_t offset;       /**< Where the value begins in the source. */
    ts_span name;          /**< Unescaped member name, in an object. */
    ts_span text;          /**< STRING: unescaped; NUMBER: as spelled. */
    struct ts_json *first; /**< First element or member, or NULL. */
    struct ts_json *next;  /**< Next sibling in the order of the source, or NULL. */
};

/**
 * Reads exactly one value (white space around it is fine).
 *
 * The tree lives in the arena; strings without escapes are views of source,
 * which must outlive the tree. root is written only on TS_OK; otherwise the
 * arena is as it was. fault (may be NULL) gets the offset and rule.
 *
 * Returns TS_OK, TS_TRUNCATED, TS_TRAILING, TS_MALFORMED, TS_DUPLICATE,
 * TS_OVER_LIMIT (TS_DEPTH_MAX, TS_MEMBERS_MAX) or TS_NO_SPACE.
 */
TS_MUST_USE enum ts_status
ts_json_parse(struct ts_arena *arena, const struct ts_json **root, ts_span source,
              struct ts_fault *fault);

/*
 * Asking never fails: what is not there is a value of kind TS_JSON_NONE, of
 * which the same may be asked. None of these returns NULL.
 */

/** A member of an object by exact name. */
const struct ts_json *ts_json_member(const struct ts_json *object, const char *name);
const struct ts_json *ts_json_member_span(const struct ts_json *object, ts_span name);

/** An element of an array by index, or a member by its place in the source.
 * Walks there: go through a long array by first and next. */
const struct ts_json *ts_json_element(const struct ts_json *array, size_t index);

/**
 * Linked data writes one value or an array of them (JSON-LD "as arrays"):
 * the number of values: 0 for NONE, an array's count, else 1; and the i-th.
 */
size_t ts_json_values(const struct ts_json *value);
const struct ts_json *ts_json_value(const struct ts_json *value, size_t index);

/** One of those values is a STRING equal to text ("type" names a class). */
bool ts_json_values_include(const struct ts_json *value, const char *text);

bool ts_json_is(const struct ts_json *value, enum ts_json_kind kind);

/** The text of a STRING; an empty span for anything else. */
ts_span ts_json_string(const struct ts_json *value);

/** True for a STRING equal to text. */
bool ts_json_string_is(const struct ts_json *value, const char *text);

/** A NUMBER that is an integer in range, "1e3" and "5.0" included: those are
 * 1000 and 5. TS_OK, or TS_MALFORMED with out left alone. */
TS_MUST_USE enum ts_status ts_json_integer(const struct ts_json *value, int64_t *out);

#endif
