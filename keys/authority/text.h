#ifndef TS_AUTHORITY_TEXT_H
#define TS_AUTHORITY_TEXT_H

#include "firmware/base/arena.h"
#include "firmware/base/calendar.h"
#include "firmware/base/writer.h"
#include "keys/codec/json_writer.h"

/*
 * Text is written straight into what an arena has left: begin, write, keep.
 * Nothing else may be taken from the arena in between.
 */

static inline struct ts_writer
ts_text_begin(const struct ts_arena *arena)
{
    return ts_writer_over(ts_arena_rest(arena));
}

/** TS_OK and the text, or TS_NO_SPACE. */
TS_MUST_USE static inline enum ts_status
ts_text_keep(struct ts_arena *arena, const struct ts_writer *w, ts_span *text)
{
    enum ts_status status = ts_writer_end(w, text);
    if (status == TS_OK)
        ts_arena_keep(arena, text->len);
    return status;
}

/** ,"name":"text" - a further member of an object. */
static inline void
ts_write_member(struct ts_writer *w, const char *name, ts_span text)
{
    ts_write_u8(w, ',');
    ts_json_write_name(w, name);
    ts_json_write_string(w, text);
}

/** ,"name":"2026-05-12T08:30:00Z" */
static inline void
ts_write_time_member(struct ts_writer *w, const char *name, ts_utc utc)
{
    char text[TS_UTC_TEXT_SIZE];
    ts_utc_format(text, utc);
    ts_write_member(w, name, ts_span_text(text));
}

/** ,"name":123 */
static inline void
ts_write_number_member(struct ts_writer *w, const char *name, int64_t number)
{
    ts_write_u8(w, ',');
    ts_json_write_name(w, name);
    ts_write_decimal(w, number);
}

/** Lower-case digits. */
static inline void
ts_write_hex(struct ts_writer *w, ts_span bytes)
{
    static const char DIGITS[] = "0123456789abcdef";
    for (size_t i = 0; i < bytes.len; i++) {
        ts_write_u8(w, (uint8_t)DIGITS[bytes.at[i] >> 4]);
        ts_write_u8(w, (uint8_t)DIGITS[bytes.at[i] & 15]);
    }
}

#endif
