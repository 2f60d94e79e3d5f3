#include "keys/codec/cbor_writer.h"

/* The major types of RFC 8949 3.1, where the initial byte has them. */
enum {
    UNSIGNED = 0 << 5,
    NEGATIVE = 1 << 5,
    BYTES = 2 << 5,
    TEXT = 3 << 5,
    ARRAY = 4 << 5,
    MAP = 5 << 5,
    TAG = 6 << 5,
    SIMPLE = 7 << 5,
};

/* Initial byte and argument in the fewest bytes, written all or not at all. */
static void
write_head(struct ts_writer *w, int major, uint64_t value)
{
    uint8_t head[9];
    size_t width = value < 24            ? 0
                   : value <= UINT8_MAX  ? 1
                   : value <= UINT16_MAX ? 2
                   : value <= UINT32_MAX ? 4
                                         : 8;
    static const uint8_t info[] = { [1] = 24, [2] = 25, [4] = 26, [8] = 27 };

    head[0] = (uint8_t)(major | (width ? info[width] : (int)value));
    for (size_t i = 0; i < width; i++)
        head[1 + i] = (uint8_t)(value >> (8 * (width - 1 - i)));
    ts_write_bytes(w, (ts_span){ head, 1 + width });
}

void
ts_cbor_write_unsigned(struct ts_writer *w, uint64_t value)
{
    write_head(w, UNSIGNED, value);
}

void
ts_cbor_write_integer(struct ts_writer *w, int64_t value)
{
    /* -1 - value of a negative number is its complement, and cannot overflow. */
    if (value < 0)
        write_head(w, NEGATIVE, ~(uint64_t)value);
    else
        write_head(w, UNSIGNED, (uint64_t)value);
}

void
ts_cbor_write_bytes(struct ts_writer *w, ts_span bytes)
{
    write_head(w, BYTES, bytes.len);
    ts_write_bytes(w, bytes);
}

void
ts_cbor_write_text(struct ts_writer *w, ts_span text)
{
    write_head(w, TEXT, text.len);
    ts_write_bytes(w, text);
}

void
ts_cbor_write_array(struct ts_writer *w, uint64_t count)
{
    write_head(w, ARRAY, count);
}

void
ts_cbor_write_map(struct ts_writer *w, uint64_t pairs)
{
    write_head(w, MAP, pairs);
}

void
ts_cbor_write_tag(struct ts_writer *w, uint64_t tag)
{
    write_head(w, TAG, tag);
}

void
ts_cbor_write_bool(struct ts_writer *w, bool value)
{
    write_head(w, SIMPLE, value ? 21 : 20);
}

void
ts_cbor_write_null(struct ts_writer *w)
{
    write_head(w, SIMPLE, 22);
}
