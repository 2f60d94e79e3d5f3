#include "kiosk/credential/fountain.h"

#include "firmware/base/reader.h"
#include "keys/codec/cbor_writer.h"
#include "keys/codec/crc32.h"

#include <string.h>

enum { CBOR_UNSIGNED = 0, CBOR_BYTES = 2, CBOR_ARRAY = 4 };

static const char form[] = "BCR-2020-005: [seqNum, seqLen, messageLen, checksum, data]";

/* The head of a CBOR item (RFC 8949 3) of one major type and a definite length. */
static uint64_t
read_head(struct ts_reader *r, unsigned major)
{
    uint8_t first = ts_read_u8(r);
    unsigned info = first & 31;
    ts_require(r, first >> 5 == major && info <= 27, TS_MALFORMED, form);
    switch (info) {
    case 24: return ts_read_u8(r);
    case 25: return ts_read_u16(r);
    case 26: return ts_read_u32(r);
    case 27: return ts_read_u64(r);
    default: return info;
    }
}

static uint32_t
read_number(struct ts_reader *r, uint32_t least)
{
    uint64_t value = read_head(r, CBOR_UNSIGNED);
    ts_require(r, value >= least && value <= UINT32_MAX, TS_MALFORMED, form);
    return (uint32_t)value;
}

static ts_span
read_data(struct ts_reader *r)
{
    uint64_t len = read_head(r, CBOR_BYTES);
    ts_require(r, len <= ts_reader_left(r), TS_TRUNCATED, form);
    return ts_reader_ok(r) ? ts_read_bytes(r, (size_t)len) : (ts_span){ 0 };
}

/* So many fragments of that length, and not one fewer, hold the message. */
static bool
adds_up(const struct ts_fountain_part *part)
{
    uint64_t all = (uint64_t)part->total * part->data.len;
    return part->data.len > 0 && all >= part->message_len
           && all - part->data.len < part->message_len;
}

enum ts_status
ts_fountain_part_read(struct ts_fountain_part *part, ts_span cbor)
{
    struct ts_reader r = ts_reader_over(cbor);
    struct ts_fountain_part draft;
    ts_require(&r, read_head(&r, CBOR_ARRAY) == 5, TS_MALFORMED, form);
    draft.number = read_number(&r, 1);
    draft.total = read_number(&r, 1);
    draft.message_len = read_number(&r, 1);
    draft.checksum = read_number(&r, 0);
    draft.data = read_data(&r);
    enum ts_status status = ts_reader_end(&r);
    if (status != TS_OK)
        return status;
    if (draft.total > TS_FOUNTAIN_PARTS_MAX || draft.message_len > TS_CONTENT_MAX
        || draft.data.len > TS_CODE_TEXT_MAX)
        return TS_OVER_LIMIT;
    if (!adds_up(&draft))
        return TS_MALFORMED;
    *part = draft;
    return TS_OK;
}

void
ts_fountain_part_write(struct ts_writer *w, const struct ts_fountain_part *part)
{
    ts_cbor_write_array(w, 5);
    ts_cbor_write_unsigned(w, part->number);
    ts_cbor_write_unsigned(w, part->total);
    ts_cbor_write_unsigned(w, part->message_len);
    ts_cbor_write_unsigned(w, part->checksum);
    ts_cbor_write_bytes(w, part->data);
}

static void
lay_over(uint8_t *onto, const uint8_t *bytes, size_t len)
{
    for (size_t i = 0; i < len; i++)
        onto[i] ^= bytes[i];
}

void
ts_fountain_part_make(struct ts_fountain_part *part, ts_room room, ts_span message,
                      size_t piece_len, uint32_t number)
{
    TS_CHECK(piece_len > 0 && room.len >= piece_len && message.len > 0
             && message.len <= TS_CONTENT_MAX);
    uint32_t total = (uint32_t)((message.len - 1) / piece_len) + 1;
    uint32_t checksum = ts_crc32(message);
    struct ts_fragments chosen = ts_fragments_chosen(number, total, checksum);
    memset(room.at, 0, piece_len);
    for (uint32_t i = 0; i < total; i++) {
        ts_span piece = ts_span_part(message, i * piece_len, piece_len);
        if (ts_fragments_have(&chosen, i))
            lay_over(room.at, piece.at, piece.len);
    }
    *part = (struct ts_fountain_part){ .number = number,
                                       .total = total,
                                       .message_len = (uint32_t)message.len,
                                       .checksum = checksum,
                                       .data = { room.at, piece_len } };
}

void
ts_fountain_begin(struct ts_fountain *fountain, ts_room room,
                  const struct ts_fountain_part *part)
{
    TS_CHECK(part->total <= TS_FOUNTAIN_PARTS_MAX
             && room.len / part->data.len >= part->total);
    *fountain = (struct ts_fountain){ .total = part->total,
                                      .message_len = part->message_len,
                                      .checksum = part->checksum,
                                      .piece_len = part->data.len,
                                      .room = room };
}

static uint8_t *
piece_of(const struct ts_fountain *f, uint32_t row)
{
    return f->room.at + row * f->piece_len;
}

static void
lay_row_over(struct ts_fragments *onto, const struct ts_fragments *row)
{
    for (size_t i = 0; i < TS_FRAGMENT_WORDS; i++)
        onto->words[i] ^= row->words[i];
}

/* Row i of the system has i for its first fragment. A part without any fragment left
 * says nothing new. */
void
ts_fountain_take(struct ts_fountain *f, const struct ts_fountain_part *part)
{
    uint8_t data[TS_CODE_TEXT_MAX];
    TS_CHECK(part->data.len == f->piece_len && part->total == f->total
             && part->data.len <= sizeof(data));
    struct ts_fragments row =
        ts_fragments_chosen(part->number, part->total, part->checksum);
    memcpy(data, part->data.at, part->data.len);
    for (uint32_t i = 0; i < f->total; i++) {
        if (!ts_fragments_have(&row, i))
            continue;
        if (!f->taken[i]) {
            f->taken[i] = true;
            f->rows[i] = row;
            memcpy(piece_of(f, i), data, f->piece_len);
            f->seen++;
            return;
        }
        lay_row_over(&row, &f->rows[i]);
        lay_over(data, piece_of(f, i), f->piece_len);
    }
}

/* From the last row up: what stands behind the first fragment of a row is known. */
static void
solve(struct ts_fountain *f)
{
    for (uint32_t i = f->total; i-- > 0;) {
        for (uint32_t k = i + 1; k < f->total; k++) {
            if (!ts_fragments_have(&f->rows[i], k))
                continue;
            lay_row_over(&f->rows[i], &f->rows[k]);
            lay_over(piece_of(f, i), piece_of(f, k), f->piece_len);
        }
    }
}

enum ts_status
ts_fountain_message(struct ts_fountain *f, ts_span *message)
{
    if (f->total == 0 || f->seen < f->total)
        return TS_ABSENT;
    solve(f);
    ts_span whole = { f->room.at, f->message_len };
    if (ts_crc32(whole) != f->checksum)
        return TS_MALFORMED;
    *message = whole;
    return TS_OK;
}
