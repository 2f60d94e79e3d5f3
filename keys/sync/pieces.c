#include "keys/sync/pieces.h"

#include "firmware/base/writer.h"

#include <string.h>

/* Digits of a number, and what is written before it. */
enum { NUMBER_DIGITS = 4, HASH_BYTES = 16 };

_Static_assert(TS_TARGET_BYTES_MAX / (64 * 1024) < 10000, "four digits number them all");

static void
write_hash(struct ts_writer *w, const uint8_t *hash)
{
    static const char digits[] = "0123456789abcdef";
    for (size_t i = 0; i < HASH_BYTES; i++) {
        ts_write_u8(w, (uint8_t)digits[hash[i] >> 4]);
        ts_write_u8(w, (uint8_t)digits[hash[i] & 15]);
    }
}

/* Name of the piece that the byte at offset belongs to. */
static struct ts_writer
write_name(char name[static TS_STORE_NAME_MAX + 1], const struct ts_pieces *pieces,
           size_t offset)
{
    size_t number = offset / TS_PIECE_SIZE;
    char digits[NUMBER_DIGITS];
    for (size_t i = NUMBER_DIGITS; i-- > 0; number /= 10)
        digits[i] = (char)('0' + number % 10);
    struct ts_writer w =
        ts_writer_over((ts_room){ (uint8_t *)name, TS_STORE_NAME_MAX + 1 });
    ts_write_text(&w, pieces->base);
    ts_write_bytes(&w, TS_SPAN_OF(digits));
    ts_write_u8(&w, 0);
    return w;
}

static void
name_piece(char name[static TS_STORE_NAME_MAX + 1], const struct ts_pieces *pieces,
           size_t offset)
{
    struct ts_writer w = write_name(name, pieces, offset);
    TS_CHECK(!w.full);
}

static size_t
piece_size_at(const struct ts_pieces *pieces, size_t offset)
{
    size_t left = pieces->room.len - offset;
    return left < TS_PIECE_SIZE ? left : TS_PIECE_SIZE;
}

/* Reads the piece that begins at have. TS_ABSENT when there is none that fits. */
static enum ts_status
take_up(struct ts_pieces *pieces)
{
    char name[TS_STORE_NAME_MAX + 1];
    size_t size = piece_size_at(pieces, pieces->have);
    ts_span content = { 0 };
    /* The arena is the piece's place in the whole: it is read to where it belongs. */
    struct ts_arena place =
        ts_arena_over((ts_room){ pieces->room.at + pieces->have, size });
    name_piece(name, pieces, pieces->have);
    enum ts_status status = ts_store_read(pieces->store, &place, &content, name, size);
    if (status != TS_OK)
        return status == TS_IO ? TS_IO : TS_ABSENT;
    pieces->have += content.len;
    return content.len == size ? TS_OK : TS_ABSENT;
}

enum ts_status
ts_pieces_open(struct ts_pieces *pieces, struct ts_store *store, ts_room room,
               const struct ts_target *target)
{
    enum ts_status status = TS_OK;
    const struct ts_hashes *hashes = &target->hashes;
    *pieces = (struct ts_pieces){ .store = store, .room = room };
    struct ts_writer w = ts_writer_over(TS_ROOM_OF(pieces->base));
    ts_write_text(&w, "partial/");
    write_hash(&w, hashes->has_sha256 ? hashes->sha256 : hashes->sha512);
    ts_write_text(&w, ".");
    while (status == TS_OK && pieces->have < room.len)
        status = take_up(pieces);
    pieces->kept = pieces->have;
    return status == TS_ABSENT ? TS_OK : status;
}

/* Stores the piece that offset begins, as far as it has come. */
static enum ts_status
store_piece(struct ts_pieces *pieces, size_t offset)
{
    char name[TS_STORE_NAME_MAX + 1];
    size_t len = piece_size_at(pieces, offset);
    if (len > pieces->have - offset)
        len = pieces->have - offset;
    name_piece(name, pieces, offset);
    ts_span bytes = { pieces->room.at + offset, len };
    enum ts_status status = ts_store_replace(pieces->store, name, bytes, false);
    if (status == TS_OK)
        pieces->kept = offset + len;
    return status;
}

bool
ts_pieces_add(struct ts_pieces *pieces, ts_span bytes, enum ts_status *status)
{
    if (bytes.len > pieces->room.len - pieces->have) {
        *status = TS_OVER_LIMIT;
        return false;
    }
    if (bytes.len > 0)
        memcpy(pieces->room.at + pieces->have, bytes.at, bytes.len);
    pieces->have += bytes.len;
    /* The last one is not stored: it is complete, and the whole is stored next. */
    size_t begin = pieces->kept - pieces->kept % TS_PIECE_SIZE;
    while (*status == TS_OK && pieces->have < pieces->room.len
           && pieces->have - begin >= TS_PIECE_SIZE) {
        *status = store_piece(pieces, begin);
        begin += TS_PIECE_SIZE;
    }
    return *status == TS_OK;
}

enum ts_status
ts_pieces_keep(struct ts_pieces *pieces)
{
    enum ts_status status = TS_OK;
    size_t begin = pieces->kept - pieces->kept % TS_PIECE_SIZE;
    while (status == TS_OK && pieces->kept < pieces->have) {
        status = store_piece(pieces, begin);
        begin += TS_PIECE_SIZE;
    }
    return status;
}

enum ts_status
ts_pieces_drop(struct ts_pieces *pieces)
{
    /* From the end: what a power cut leaves is still a beginning. */
    size_t end = pieces->kept;
    enum ts_status status = TS_OK;
    while (end > 0) {
        char name[TS_STORE_NAME_MAX + 1];
        size_t begin = (end - 1) - (end - 1) % TS_PIECE_SIZE;
        name_piece(name, pieces, begin);
        enum ts_status removed = ts_store_remove(pieces->store, name);
        status = status == TS_OK ? removed : status;
        end = begin;
    }
    pieces->have = 0;
    pieces->kept = 0;
    return status;
}
