#include "kiosk/credential/fountain.h"

#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static uint8_t room[TS_CONTENT_MAX + TS_CODE_TEXT_MAX];

/* A part that is accepted is written back with the same meaning, and taken in without
 * harm, whatever it says of the others. */
static void
take_part(ts_span cbor)
{
    static struct ts_fountain fountain;
    static uint8_t again[TS_CODE_TEXT_MAX + 64];
    struct ts_fountain_part part;
    struct ts_fountain_part back;
    ts_span message;
    if (ts_fountain_part_read(&part, cbor) != TS_OK)
        return;
    struct ts_writer w = ts_writer_over(TS_ROOM_OF(again));
    ts_fountain_part_write(&w, &part);
    TS_CHECK(!w.full && ts_fountain_part_read(&back, ts_writer_span(&w)) == TS_OK);
    TS_CHECK(back.number == part.number && back.total == part.total
             && back.message_len == part.message_len && back.checksum == part.checksum
             && ts_span_equal(back.data, part.data));

    ts_fountain_begin(&fountain, TS_ROOM_OF(room), &part);
    for (uint32_t i = 0; i < 2 * part.total && part.number < UINT32_MAX; i++) {
        ts_fountain_take(&fountain, &part);
        part.number++;
    }
    TS_CHECK(fountain.seen <= fountain.total);
    (void)!ts_fountain_message(&fountain, &message);
}

/* A message comes back from parts that begin anywhere, one in three of them lost. */
static void
send_message(ts_span message, size_t piece_len, uint32_t first)
{
    static struct ts_fountain fountain;
    static uint8_t piece[TS_CODE_TEXT_MAX];
    struct ts_fountain_part part;
    ts_span got;
    ts_fountain_part_make(&part, TS_ROOM_OF(piece), message, piece_len, first);
    ts_fountain_begin(&fountain, TS_ROOM_OF(room), &part);
    for (uint32_t i = 0; fountain.seen < fountain.total; i++) {
        TS_CHECK(i < 4000);
        ts_fountain_part_make(&part, TS_ROOM_OF(piece), message, piece_len,
                              first + i + i / 2);
        ts_fountain_take(&fountain, &part);
    }
    TS_CHECK(ts_fountain_message(&fountain, &got) == TS_OK
             && ts_span_equal(got, message));
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    ts_span input = { data, size };
    take_part(input);
    if (size < 8)
        return 0;
    ts_span message = ts_span_part(input, 6, 4096);
    size_t piece_len = 1 + (data[0] | (size_t)data[1] << 8) % 512;
    uint32_t first = 1 + (data[2] | (uint32_t)data[3] << 8 | (uint32_t)data[4] << 16);
    if ((message.len - 1) / piece_len < TS_FOUNTAIN_PARTS_MAX)
        send_message(message, piece_len, first);
    return 0;
}
