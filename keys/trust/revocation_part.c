#include "firmware/base/limits.h"
#include "keys/trust/revocation_form.h"

#include <string.h>

/* One set in a container: coded in whichever way is shorter, read back into the one
 * way that is looked up (FORMAT.md 6.10 to 6.12). */
enum {
    BATCH = 4096,
    /* What zstd must save before it is worth its two lengths in the table. */
    ZSTD_GAIN_MIN = 8,
    ZSTD_TRIED_FROM = 17, /* bytes; a frame has nine of its own */
};

struct measure {
    struct ts_rice_sums sums;
    struct ts_gap_digest digest;
    uint64_t count;
    uint64_t plain_len;
};

static enum ts_status
measure(struct measure *m, struct ts_positions *positions, uint64_t last)
{
    uint8_t varint[TS_REV_VARINT_MAX];
    uint64_t position;
    uint64_t before = 0;
    ts_gap_digest_begin(&m->digest);
    positions->start(positions->context);
    while (positions->next(positions->context, &position)) {
        if (position > last || (m->count > 0 && position <= before))
            return TS_MALFORMED;
        if (m->count++ == TS_REVOCATIONS_MAX)
            return TS_OVER_LIMIT;
        uint64_t gap = m->count == 1 ? position : position - before - 1;
        size_t len = ts_varint(varint, gap);
        m->plain_len += len;
        ts_gap_digest_add(&m->digest, (ts_span){ varint, len });
        ts_rice_add(&m->sums, gap);
        before = position;
    }
    return TS_OK;
}

/* Empty when it is no shorter than max. */
static ts_span
write_zstd(const struct ts_rev_sink *sink, struct ts_positions *positions,
           uint64_t plain_len, uint64_t max)
{
    uint8_t batch[BATCH + TS_REV_VARINT_MAX];
    struct ts_writer *w = sink->w;
    size_t left = w->room.len - w->used;
    size_t used = 0;
    uint64_t position;
    uint64_t next = 0;
    ts_room room = { w->room.at + w->used, max < left ? (size_t)max : left };

    ts_zstd_pack_begin(sink->packer, room, plain_len);
    positions->start(positions->context);
    while (positions->next(positions->context, &position)) {
        used += ts_varint(batch + used, position - next);
        next = position + 1;
        if (used >= BATCH) {
            ts_zstd_pack_add(sink->packer, (ts_span){ batch, used });
            used = 0;
        }
    }
    ts_zstd_pack_add(sink->packer, (ts_span){ batch, used });
    return ts_zstd_pack_end(sink->packer);
}

static void
write_rice(struct ts_writer *w, struct ts_positions *positions, unsigned k)
{
    struct ts_bit_writer bits = { .w = w };
    uint64_t position;
    uint64_t next = 0;
    positions->start(positions->context);
    while (positions->next(positions->context, &position)) {
        ts_rice_put(&bits, k, position - next);
        next = position + 1;
    }
    ts_rice_end(&bits);
}

enum ts_status
ts_rev_part_write(const struct ts_rev_sink *sink, struct ts_rev_part *part,
                  uint8_t digest[static TS_SHA256_SIZE], struct ts_positions *positions,
                  uint64_t last)
{
    struct measure m = { .count = 0 };
    uint64_t bits;
    enum ts_status status = measure(&m, positions, last);
    if (status != TS_OK)
        return status;
    ts_gap_digest_end(&m.digest, digest);
    unsigned k = ts_rice_best(&m.sums, &bits);
    *part = (struct ts_rev_part){ .count = m.count, .coding = (uint8_t)k };

    uint64_t rice_len = (bits + 7) / 8;
    if (rice_len >= ZSTD_TRIED_FROM && !sink->w->full) {
        ts_span frame =
            write_zstd(sink, positions, m.plain_len, rice_len - ZSTD_GAIN_MIN);
        if (frame.len) {
            part->coding |= TS_REV_ZSTD;
            part->plain_len = m.plain_len;
            part->coded_len = frame.len;
            sink->w->used += frame.len; /* it was packed in place */
            return TS_OK;
        }
    }
    write_rice(sink->w, positions, k);
    return TS_OK;
}

/* What is noted of every position on the way through a set. */
struct notes {
    struct ts_gap_digest digest;
    uint64_t *firsts;
    uint32_t *ends;
    uint64_t done;
};

static void
note(struct notes *n, uint64_t position, ts_span varint, uint64_t bit)
{
    ts_gap_digest_add(&n->digest, varint);
    if (n->firsts && n->done % TS_REV_BLOCK == 0) {
        n->firsts[n->done / TS_REV_BLOCK] = position;
        /* 85 bits at most of each of TS_REVOCATIONS_MAX fit. */
        n->ends[n->done / TS_REV_BLOCK] = (uint32_t)bit;
    }
    n->done++;
}

static void
read_rice(struct ts_reader *payload, struct ts_revocation_index *index, struct notes *n)
{
    struct ts_gaps *gaps = &index->gaps;
    uint8_t varint[TS_REV_VARINT_MAX];
    uint64_t position;
    uint64_t next = 0;
    gaps->bits =
        (ts_span){ payload->input.at + payload->offset, ts_reader_left(payload) };
    struct ts_gap_cursor cursor = ts_gap_cursor_over(*gaps);
    while (ts_gap_next(&cursor, &position)) {
        size_t len = ts_varint(varint, position - next);
        note(n, position, (ts_span){ varint, len }, cursor.bit);
        next = position + 1;
    }
    ts_require(payload, cursor.status == TS_OK, cursor.status, "FORMAT.md 6.11");
    if (!ts_reader_ok(payload))
        return;
    gaps->bits = ts_read_bytes(payload, (size_t)((cursor.bit + 7) / 8));
    if (cursor.bit % 8)
        ts_require(payload,
                   (gaps->bits.at[gaps->bits.len - 1] & 0xff >> cursor.bit % 8) == 0,
                   TS_MALFORMED, "FORMAT.md 6.11");
    index->stored = gaps->bits;
}

/* A varint in the making, over the edges of pieces. */
struct varint {
    uint8_t bytes[TS_REV_VARINT_MAX];
    size_t used;
    uint64_t value;
};

/* True once one is complete; malformed is set when it is none. */
static bool
add_byte(struct varint *v, uint8_t byte, bool *malformed)
{
    bool is_last = v->used == TS_REV_VARINT_MAX - 1;
    if ((is_last && byte > 1) || (byte == 0 && v->used > 0)) {
        *malformed = true;
        return false;
    }
    if (v->used == 0)
        v->value = 0;
    v->value |= (uint64_t)(byte & 0x7f) << 7 * v->used;
    v->bytes[v->used++] = byte;
    return byte < 0x80;
}

struct transcoder {
    struct ts_revocation_index *index;
    struct notes *notes;
    struct ts_bit_writer rice;
    struct varint varint;
    uint64_t position;
    uint64_t taken; /* bytes */
};

static bool
transcode(struct transcoder *t, ts_span piece)
{
    const struct ts_gaps *gaps = &t->index->gaps;
    bool malformed = false;
    for (size_t i = 0; i < piece.len && !t->rice.w->full; i++) {
        if (!add_byte(&t->varint, piece.at[i], &malformed)) {
            if (malformed)
                return false;
            continue;
        }
        if (t->notes->done == gaps->count
            || !ts_gap_step(&t->position, t->notes->done == 0, t->varint.value,
                            gaps->last))
            return false;
        ts_rice_put(&t->rice, gaps->k, t->varint.value);
        note(t->notes, t->position, (ts_span){ t->varint.bytes, t->varint.used },
             t->rice.bits);
        t->varint.used = 0;
    }
    t->taken += piece.len;
    return t->taken <= t->index->part.plain_len;
}

static enum ts_status
transcode_frame(struct ts_zstd_unpacker *unpacker, struct transcoder *t)
{
    ts_span piece;
    do {
        enum ts_status status = ts_zstd_unpack_next(unpacker, &piece);
        if (status != TS_OK)
            return status;
        if (!transcode(t, piece))
            return TS_MALFORMED;
        if (t->rice.w->full)
            return TS_NO_SPACE;
    } while (piece.len);
    ts_rice_end(&t->rice);
    bool whole = t->varint.used == 0 && t->notes->done == t->index->gaps.count
                 && t->taken == t->index->part.plain_len;
    return whole ? TS_OK : TS_MALFORMED;
}

static enum ts_status
read_zstd(const struct ts_rev_source *source, struct ts_revocation_index *index,
          struct notes *n)
{
    struct ts_writer w = ts_writer_over(ts_arena_rest(source->arena));
    struct transcoder t = { .index = index, .notes = n, .rice = { .w = &w } };
    size_t offset = source->payload->offset;
    ts_span frame = ts_read_bytes(source->payload, (size_t)index->part.coded_len);
    if (!ts_reader_ok(source->payload))
        return TS_OK;
    ts_zstd_unpack_begin(source->unpacker, frame);
    enum ts_status status = transcode_frame(source->unpacker, &t);
    if (status == TS_NO_SPACE || w.full)
        return TS_NO_SPACE;
    if (status != TS_OK) {
        source->payload->offset = offset;
        ts_require(source->payload, false, status, "FORMAT.md 6.12");
        return TS_OK;
    }
    ts_arena_keep(source->arena, w.used);
    index->gaps.bits = ts_writer_span(&w);
    index->stored = frame;
    return TS_OK;
}

/* Counts are held against the bytes that are there before memory is taken. */
static bool
can_hold(const struct ts_reader *payload, const struct ts_rev_part *part)
{
    uint64_t left = ts_reader_left(payload);
    if (part->coding & TS_REV_ZSTD)
        return part->coded_len <= left;
    return part->count <= left * 8 / (part->coding + 1U);
}

enum ts_status
ts_rev_part_read(const struct ts_rev_source *source, struct ts_revocation_index *index,
                 struct ts_rev_part part, uint64_t last)
{
    struct notes n = { .done = 0 };
    ts_require(source->payload, can_hold(source->payload, &part), TS_TRUNCATED,
               "FORMAT.md 6.10");
    if (!ts_reader_ok(source->payload))
        return TS_OK;
    *index = (struct ts_revocation_index){ .part = part };
    index->gaps = (struct ts_gaps){ .count = part.count,
                                    .last = last,
                                    .k = part.coding & (TS_REV_ZSTD - 1U) };
    if (source->wants_directory) {
        size_t blocks = (size_t)((part.count + TS_REV_BLOCK - 1) / TS_REV_BLOCK);
        n.firsts = ts_arena_take_array(source->arena, blocks, sizeof(*n.firsts));
        n.ends = ts_arena_take_array(source->arena, blocks, sizeof(*n.ends));
        if (!n.firsts || !n.ends)
            return TS_NO_SPACE;
    }
    ts_gap_digest_begin(&n.digest);
    enum ts_status status = TS_OK;
    if (part.coding & TS_REV_ZSTD)
        status = read_zstd(source, index, &n);
    else
        read_rice(source->payload, index, &n);
    ts_gap_digest_end(&n.digest, index->digest);
    index->firsts = n.firsts;
    index->ends = n.ends;
    return status;
}
