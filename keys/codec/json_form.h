#ifndef TS_CODEC_JSON_FORM_H
#define TS_CODEC_JSON_FORM_H

#include "firmware/base/writer.h"
#include "keys/codec/json.h"

/*
 * What json.c, json_writer.c and jcs.c share; nobody else includes this.
 */

/** <0, 0 or >0, as ts_span_compare(). */
typedef int ts_json_order(ts_span a, ts_span b);

/**
 * The object's members in order of their names, object->count of them, taken
 * from the arena; NULL when it is full. n log n steps whatever the names.
 */
const struct ts_json **ts_json_sorted(struct ts_arena *arena,
                                      const struct ts_json *object, ts_json_order *order);

/** How a tree becomes text. */
struct ts_json_form {
    ts_json_order *order; /**< NULL: as in the source. */
    void (*string)(struct ts_writer *w, ts_span text);
    enum ts_status (*number)(struct ts_writer *w, const struct ts_json *value);
};

/**
 * Writes value in that form. without: a member of the outermost object to leave
 * out, or NULL. scratch is needed for an order only, and given back.
 *
 * Returns TS_OK, the status of number, TS_MALFORMED (a value of kind
 * TS_JSON_NONE) or TS_NO_SPACE (of w or of scratch).
 */
TS_MUST_USE enum ts_status
ts_json_form_write(const struct ts_json_form *form, struct ts_writer *w,
                   const struct ts_json *value, const char *without,
                   struct ts_arena *scratch);

#endif
