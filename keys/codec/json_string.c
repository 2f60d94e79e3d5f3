#include "keys/codec/json_string.h"

#include <string.h>

static int
hex_digit(uint8_t byte)
{
    if (byte >= '0' && byte <= '9')
        return byte - '0';
    uint8_t lower = byte | 0x20;
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

/* The UTF-16 code unit of "\uXXXX" at offset; false when none stands there. */
static bool
read_unit(ts_span raw, size_t offset, uint32_t *unit)
{
    ts_span escape = ts_span_part(raw, offset, 6);
    if (escape.len < 6 || escape.at[0] != '\\' || escape.at[1] != 'u')
        return false;
    uint32_t value = 0;
    for (size_t i = 2; i < 6; i++) {
        int digit = hex_digit(escape.at[i]);
        if (digit < 0)
            return false;
        value = value << 4 | (uint32_t)digit;
    }
    *unit = value;
    return true;
}

/* The character that one or, for a surrogate pair, two escapes stand for.
 * Returns the bytes consumed, 0 for an error. */
static size_t
read_unicode(ts_span raw, size_t offset, uint32_t *code)
{
    uint32_t high;
    uint32_t low;
    if (!read_unit(raw, offset, &high))
        return 0;
    if (high < 0xD800 || high > 0xDFFF) {
        *code = high;
        return 6;
    }
    if (high > 0xDBFF || !read_unit(raw, offset + 6, &low) || low < 0xDC00
        || low > 0xDFFF)
        return 0;
    *code = 0x10000 + ((high - 0xD800) << 10 | (low - 0xDC00));
    return 12;
}

static size_t
put_utf8(uint8_t *out, uint32_t code)
{
    if (code < 0x80) {
        out[0] = (uint8_t)code;
        return 1;
    }
    size_t len = code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
    for (size_t i = len - 1; i > 0; i--, code >>= 6)
        out[i] = (uint8_t)(0x80 | (code & 0x3F));
    static const uint8_t leads[] = { 0, 0, 0xC0, 0xE0, 0xF0 };
    out[0] = (uint8_t)(leads[len] | code);
    return len;
}

/* What "\" and this letter stand for; 0 when it is no such letter. */
static uint8_t
short_escape(uint8_t letter)
{
    switch (letter) {
    case '"':
    case '\\':
    case '/': return letter;
    case 'b': return '\b';
    case 'f': return '\f';
    case 'n': return '\n';
    case 'r': return '\r';
    case 't': return '\t';
    default: return 0;
    }
}

/* One escape at offset into out, whose fill is *used. Returns the bytes
 * consumed, 0 for an error. */
static size_t
read_escape(ts_span raw, size_t offset, uint8_t *out, size_t *used)
{
    uint8_t byte = short_escape(raw.at[offset + 1]);
    if (byte) {
        out[(*used)++] = byte;
        return 2;
    }
    uint32_t code;
    size_t taken = read_unicode(raw, offset, &code);
    if (taken)
        *used += put_utf8(out + *used, code);
    return taken;
}

enum ts_status
ts_json_unescape(struct ts_arena *arena, ts_span *text, ts_span raw, size_t *offset)
{
    ts_room rest = ts_arena_rest(arena);
    size_t used = 0;
    size_t at = 0;

    /* Every escape is longer than what it stands for. */
    if (raw.len > rest.len)
        return TS_NO_SPACE;
    while (at < raw.len) {
        ts_span left = ts_span_part(raw, at, raw.len);
        size_t plain = ts_span_index(left, '\\');
        memcpy(rest.at + used, left.at, plain);
        used += plain;
        at += plain;
        if (at == raw.len)
            break;
        size_t taken = read_escape(raw, at, rest.at, &used);
        if (taken == 0) {
            *offset = at;
            return TS_MALFORMED;
        }
        at += taken;
    }
    ts_arena_keep(arena, used);
    *text = (ts_span){ rest.at, used };
    return TS_OK;
}
