#include "keys/trust/revocation_form.h"

#include <string.h>

/*
 * FORMAT.md 6.9. What is hashed is cut into pieces that are chained, so that a
 * state is hashed as it streams by, whatever coded it.
 */

#define STATE_NAME "touchstone revocations 1"

static void
fold(struct ts_gap_digest *digest)
{
    uint8_t next[TS_SHA256_SIZE];
    ts_sha256(next, (ts_span){ digest->chain, TS_SHA256_SIZE + digest->used });
    memcpy(digest->chain, next, sizeof(next));
    digest->used = 0;
}

void
ts_gap_digest_begin(struct ts_gap_digest *digest)
{
    memset(digest->chain, 0, TS_SHA256_SIZE);
    digest->used = 0;
}

void
ts_gap_digest_add(struct ts_gap_digest *digest, ts_span varint)
{
    for (size_t i = 0; i < varint.len; i++) {
        digest->chain[TS_SHA256_SIZE + digest->used++] = varint.at[i];
        if (digest->used == TS_REV_PIECE)
            fold(digest);
    }
}

void
ts_gap_digest_end(struct ts_gap_digest *digest, uint8_t out[static TS_SHA256_SIZE])
{
    if (digest->used)
        fold(digest);
    memcpy(out, digest->chain, TS_SHA256_SIZE);
}

void
ts_state_digest_begin(struct ts_state_digest *digest, uint64_t epoch, ts_utc issued,
                      size_t count)
{
    uint8_t head[64];
    struct ts_writer w = ts_writer_over(TS_ROOM_OF(head));
    ts_write_text(&w, STATE_NAME);
    ts_write_be(&w, epoch, 8);
    ts_write_be(&w, (uint64_t)issued.s, 8);
    ts_write_be(&w, count, 8);
    TS_CHECK(!w.full);
    ts_sha256(digest->chain, ts_writer_span(&w));
}

void
ts_state_digest_add(struct ts_state_digest *digest, const struct ts_revocation_list *list,
                    uint64_t count, const uint8_t gaps[static TS_SHA256_SIZE])
{
    uint8_t record[2 * TS_REVOCATION_TEXT_MAX + 256];
    struct ts_writer w = ts_writer_over(TS_ROOM_OF(record));
    ts_write_bytes(&w, TS_SPAN_OF(digest->chain));
    ts_write_varint(&w, list->url.len);
    ts_write_bytes(&w, list->url);
    ts_write_varint(&w, list->issuer.len);
    ts_write_bytes(&w, list->issuer);
    ts_write_u8(&w, (uint8_t)list->kind);
    ts_write_u8(&w, (uint8_t)list->purpose);
    ts_write_u8(&w, (uint8_t)list->bits);
    ts_write_varint(&w, list->size);
    ts_write_u8(&w, list->has_canaries);
    ts_write_varint(&w, list->has_canaries ? list->canary_set : 0);
    ts_write_varint(&w, list->has_canaries ? list->canary_clear : 0);
    ts_write_varint(&w, count);
    ts_write_bytes(&w, (ts_span){ gaps, TS_SHA256_SIZE });
    TS_CHECK(!w.full);
    ts_sha256(digest->chain, ts_writer_span(&w));
}
