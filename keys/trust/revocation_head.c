#include "firmware/base/limits.h"
#include "keys/trust/revocation_form.h"

#include <string.h>

/* FORMAT.md 6.1: head, payload, table. The table comes last, so that a container is
 * written in one go although the table tells how long things became. */

enum { SNAPSHOT_HEAD = 66, DELTA_HEAD = 106 };

static size_t
head_len(uint8_t type)
{
    return type == TS_REV_DELTA ? DELTA_HEAD : SNAPSHOT_HEAD;
}

static void
write_head(struct ts_writer *w, const struct ts_rev_head *head)
{
    ts_write_text(w, TS_REV_MAGIC);
    ts_write_u8(w, TS_REV_VERSION);
    ts_write_u8(w, head->type);
    ts_write_be(w, head->step.to_epoch, 8);
    ts_write_be(w, (uint64_t)head->step.issued.s, 8);
    ts_write_bytes(w, TS_SPAN_OF(head->step.to));
    if (head->type == TS_REV_DELTA) {
        ts_write_be(w, head->step.from_epoch, 8);
        ts_write_bytes(w, TS_SPAN_OF(head->step.from));
    }
    ts_write_be(w, head->payload_len, 4);
    ts_write_be(w, head->plain_len, 4);
    ts_write_be(w, head->coded_len, 4);
}

static void
read_hash(struct ts_reader *r, uint8_t hash[static TS_SHA256_SIZE])
{
    ts_span bytes = ts_read_bytes(r, TS_SHA256_SIZE);
    if (bytes.len)
        memcpy(hash, bytes.at, TS_SHA256_SIZE);
}

void
ts_read_head(struct ts_reader *r, struct ts_rev_head *head, uint8_t type)
{
    *head = (struct ts_rev_head){ .type = type };
    ts_span magic = ts_read_bytes(r, strlen(TS_REV_MAGIC));
    ts_require(r, ts_span_is(magic, TS_REV_MAGIC), TS_MALFORMED, "FORMAT.md 6.1");
    uint8_t version = ts_read_u8(r);
    ts_require(r, version == TS_REV_VERSION, TS_UNSUPPORTED, "FORMAT.md 6.1");
    uint8_t stated = ts_read_u8(r);
    ts_require(r, stated == type, TS_MALFORMED, "FORMAT.md 6.1");
    head->step.to_epoch = ts_read_u64(r);
    head->step.issued.s = (int64_t)ts_read_u64(r);
    read_hash(r, head->step.to);
    if (type == TS_REV_DELTA) {
        head->step.from_epoch = ts_read_u64(r);
        read_hash(r, head->step.from);
        ts_require(r, head->step.from_epoch < head->step.to_epoch, TS_MALFORMED,
                   "FORMAT.md 6.13");
    }
    head->payload_len = ts_read_u32(r);
    head->plain_len = ts_read_u32(r);
    head->coded_len = ts_read_u32(r);
    ts_require(r, head->plain_len <= TS_TARGET_BYTES_MAX, TS_OVER_LIMIT, "FORMAT.md 6.3");
    ts_require(r, head->coded_len <= head->plain_len, TS_MALFORMED, "FORMAT.md 6.3");
}

/* TS_OK also where the reader failed. */
static enum ts_status
unpack_table(struct ts_arena *arena, struct ts_reader *table, ts_span frame,
             size_t plain_len, struct ts_zstd_unpacker *unpacker)
{
    ts_room room = ts_arena_rest(arena);
    size_t used = 0;
    ts_span piece;
    if (room.len < plain_len)
        return TS_NO_SPACE;
    ts_zstd_unpack_begin(unpacker, frame);
    do {
        enum ts_status status = ts_zstd_unpack_next(unpacker, &piece);
        if (status == TS_OK && piece.len > plain_len - used)
            status = TS_MALFORMED;
        ts_require(table, status == TS_OK, status, "FORMAT.md 6.3");
        if (!ts_reader_ok(table))
            return TS_OK;
        if (piece.len)
            memcpy(room.at + used, piece.at, piece.len);
        used += piece.len;
    } while (piece.len);
    ts_require(table, used == plain_len, TS_MALFORMED, "FORMAT.md 6.3");
    if (ts_reader_ok(table)) {
        ts_arena_keep(arena, used);
        *table = ts_reader_over((ts_span){ room.at, used });
    }
    return TS_OK;
}

enum ts_status
ts_rev_open(struct ts_arena *arena, struct ts_rev_opened *opened, uint8_t type,
            ts_span bytes, struct ts_zstd_unpacker *unpacker, struct ts_fault *fault)
{
    struct ts_reader r = ts_reader_over(bytes);
    struct ts_rev_head *head = &opened->head;
    enum ts_status status = TS_OK;
    ts_read_head(&r, head, type);
    opened->payload = r;
    (void)ts_read_bytes(&r, head->payload_len);
    opened->payload.input.len = r.offset;
    opened->table = r;
    ts_span table = ts_read_bytes(&r, head->coded_len);
    if (ts_reader_end(&r) != TS_OK)
        return ts_fault_set(fault, r.fault.status, r.fault.offset, r.fault.rule);
    if (head->coded_len < head->plain_len)
        status = unpack_table(arena, &opened->table, table, head->plain_len, unpacker);
    if (status != TS_OK)
        return ts_fault_set(fault, status, 0, "the arena is full");
    const struct ts_fault *found = &opened->table.fault;
    return ts_fault_set(fault, found->status, found->offset, found->rule);
}

void
ts_rev_begin(struct ts_writer *w, uint8_t type)
{
    static const uint8_t room[DELTA_HEAD];
    ts_write_bytes(w, (ts_span){ room, head_len(type) });
}

static void
write_table(const struct ts_rev_sink *sink, struct ts_rev_head *head, ts_span table)
{
    struct ts_writer *w = sink->w;
    ts_room room = { w->room.at + w->used, w->room.len - w->used };
    head->plain_len = head->coded_len = (uint32_t)table.len;
    if (room.len > table.len)
        room.len = table.len;
    ts_zstd_pack_begin(sink->packer, room, table.len);
    ts_zstd_pack_add(sink->packer, table);
    ts_span frame = ts_zstd_pack_end(sink->packer);
    if (frame.len > 0 && frame.len < table.len) {
        head->coded_len = (uint32_t)frame.len;
        w->used += frame.len; /* it was packed in place */
    } else {
        ts_write_bytes(w, table);
    }
}

enum ts_status
ts_rev_finish(const struct ts_rev_sink *sink, struct ts_rev_head *head, ts_span table)
{
    struct ts_writer *w = sink->w;
    if (w->full)
        return TS_NO_SPACE;
    if (w->used > TS_TARGET_BYTES_MAX || table.len > TS_TARGET_BYTES_MAX)
        return TS_OVER_LIMIT;
    head->payload_len = (uint32_t)(w->used - head_len(head->type));
    write_table(sink, head, table);
    if (w->full)
        return TS_NO_SPACE;
    if (w->used > TS_TARGET_BYTES_MAX)
        return TS_OVER_LIMIT;
    struct ts_writer front =
        ts_writer_over((ts_room){ w->room.at, head_len(head->type) });
    write_head(&front, head);
    TS_CHECK(!front.full);
    return TS_OK;
}
