#ifndef TS_BASE_SPAN_H
#define TS_BASE_SPAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/**
 * Bytes to read that somebody else owns. Whoever hands a span out says how
 * long it stands. Never NUL-terminated by promise. An empty span has len 0 and
 * may have a NULL pointer.
 */
typedef struct {
    const uint8_t *at;
    size_t len;
} ts_span;

/**
 * Space to write into that somebody else owns; len is its capacity. Whoever
 * fills a room answers with a ts_span over what it filled, so that capacity
 * and length are never the same variable.
 */
typedef struct {
    uint8_t *at;
    size_t len;
} ts_room;

/** A whole array; a string literal without its NUL. */
#define TS_SPAN_OF(array) ((ts_span){ (const uint8_t *)(array), sizeof(array) })
#define TS_SPAN_LIT(text) ((ts_span){ (const uint8_t *)("" text), sizeof(text) - 1 })
#define TS_ROOM_OF(array) ((ts_room){ (uint8_t *)(array), sizeof(array) })

/** For printf("%.*s", TS_SPAN_ARG(span)). */
#define TS_SPAN_ARG(span) \
    (int)(span).len, (const char *)((span).len ? (span).at : (const uint8_t *)"")

/** A C string without its NUL; NULL gives an empty span. */
ts_span ts_span_text(const char *text);

/** Same length, same bytes. Not constant-time: public data only. */
bool ts_span_equal(ts_span a, ts_span b);

/** Equal to a C string. */
bool ts_span_is(ts_span a, const char *text);

/** Byte order, a shorter one before a longer one it begins. <0, 0 or >0. */
int ts_span_compare(ts_span a, ts_span b);

bool ts_span_starts_with(ts_span a, ts_span start);

/** The part from offset on, at most len bytes; clipped to what there is. */
ts_span ts_span_part(ts_span a, size_t offset, size_t len);

/** Index of the first such byte, or a.len when there is none. */
size_t ts_span_index(ts_span a, uint8_t byte);

#endif
