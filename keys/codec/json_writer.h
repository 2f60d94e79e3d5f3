#ifndef TS_CODEC_JSON_WRITER_H
#define TS_CODEC_JSON_WRITER_H

#include "firmware/base/writer.h"
#include "keys/codec/json.h"

/**
 * Writing JSON, and the two canonical forms that signatures are made over.
 */

/** A string with its quotes, escaped as RFC 8785 3.2.2.2 says. text is UTF-8. */
void ts_json_write_string(struct ts_writer *w, ts_span text);

/** "name": with the colon; for objects written by hand. */
void ts_json_write_name(struct ts_writer *w, const char *name);

/** A tree as it stands: source order, numbers as spelled, no white space. value
 * must not be of kind TS_JSON_NONE. */
void ts_json_write(struct ts_writer *w, const struct ts_json *value);

/**
 * RFC 8785 (JCS): members sorted by UTF-16 code units, numbers in the shortest
 * form of ECMAScript. scratch holds the sort; it is given back.
 *
 * without: name of a member of the outermost object that is left out (the
 * "proof" of Data Integrity), or NULL.
 *
 * Returns TS_OK, TS_MALFORMED (a number outside IEEE 754 double range, a value
 * of kind TS_JSON_NONE) or TS_NO_SPACE (of w or of scratch).
 */
TS_MUST_USE enum ts_status ts_jcs_write(struct ts_writer *w, const struct ts_json *value,
                                        const char *without, struct ts_arena *scratch);

/**
 * The same into the arena: text takes what it needs, at most half of what is
 * left, while the sort uses the other half. text is written only on TS_OK.
 */
TS_MUST_USE enum ts_status ts_jcs_text(struct ts_arena *arena, ts_span *text,
                                       const struct ts_json *value, const char *without);

/**
 * The "canonical JSON" that TUF signs (specification 1.0.34, 4.2.1, after
 * OLPC): members sorted by code point, only quote and backslash escaped, no
 * number that is not an integer. Returns as above; TS_MALFORMED for a fraction.
 */
TS_MUST_USE enum ts_status
ts_olpc_write(struct ts_writer *w, const struct ts_json *value, struct ts_arena *scratch);

/** The shortest ECMAScript form of a finite double (ECMA-262 6.1.6.1.20):
 * text gets it and a NUL. */
#define TS_NUMBER_TEXT_SIZE 32
void ts_json_number_format(char text[static TS_NUMBER_TEXT_SIZE], double value);

#endif
