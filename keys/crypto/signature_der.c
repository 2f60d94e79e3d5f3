#include "keys/crypto/signature_der.h"

#include "firmware/base/reader.h"

#include <string.h>

enum { TAG_INTEGER = 0x02, TAG_SEQUENCE = 0x30, LONG_LENGTH = 0x81 };

static const char RULE[] = "RFC 3279 2.2.3";

/* X.690 10.1; nothing here is longer than 255 bytes. */
static size_t
read_header(struct ts_reader *r, uint8_t tag)
{
    ts_require(r, ts_read_u8(r) == tag, TS_MALFORMED, RULE);
    uint8_t len = ts_read_u8(r);
    if (len < 0x80)
        return len;
    ts_require(r, len == LONG_LENGTH, TS_MALFORMED, RULE);
    len = ts_read_u8(r);
    ts_require(r, len >= 0x80, TS_MALFORMED, RULE);
    return len;
}

static void
read_integer(struct ts_reader *r, uint8_t *to, size_t field)
{
    size_t len = read_header(r, TAG_INTEGER);
    ts_span value = ts_read_bytes(r, len);
    if (value.len == 0) {
        ts_require(r, false, TS_MALFORMED, RULE);
        return;
    }
    bool is_negative = value.at[0] & 0x80;
    bool is_padded = value.len > 1 && value.at[0] == 0 && !(value.at[1] & 0x80);
    if (value.at[0] == 0)
        value = ts_span_part(value, 1, value.len);
    ts_require(r, !is_negative && !is_padded && value.len <= field, TS_MALFORMED, RULE);
    if (ts_reader_ok(r) && value.len)
        memcpy(to + field - value.len, value.at, value.len);
}

enum ts_status
ts_ecdsa_signature_from_der(struct ts_arena *arena, ts_span *raw, ts_span der,
                            size_t field)
{
    struct ts_reader r = ts_reader_over(der);
    size_t used = arena->used;
    uint8_t *numbers = ts_arena_take_array(arena, 2, field);
    if (!numbers)
        return TS_NO_SPACE;
    size_t len = read_header(&r, TAG_SEQUENCE);
    ts_require(&r, len == ts_reader_left(&r), TS_MALFORMED, RULE);
    read_integer(&r, numbers, field);
    read_integer(&r, numbers + field, field);
    if (ts_reader_end(&r) != TS_OK) {
        ts_arena_rewind(arena, used);
        return TS_MALFORMED;
    }
    *raw = (ts_span){ numbers, 2 * field };
    return TS_OK;
}
