#include "keys/trust/revocation_form.h"

#include <stdlib.h>
#include <zstd.h>

/* Of the best effort, which a kiosk makes as well: its heap is small. */
enum { TABLE_LOG = 18 };

/*
 * Frames without a checksum or a length, which the container has of its own, and
 * with a window that bounds what a kiosk needs to read them.
 */
enum {
    WINDOW_LOG = 20,
    LEVEL_QUICK = 3,
    LEVEL_BEST = 19,
    PIECE = 16 * 1024,
};

struct ts_zstd_packer {
    ZSTD_CCtx *zstd;
    ZSTD_outBuffer out;
    bool failed;
};

static bool
set_tables(ZSTD_CCtx *zstd)
{
    return !ZSTD_isError(ZSTD_CCtx_setParameter(zstd, ZSTD_c_hashLog, TABLE_LOG))
           && !ZSTD_isError(ZSTD_CCtx_setParameter(zstd, ZSTD_c_chainLog, TABLE_LOG));
}

struct ts_zstd_packer *
ts_zstd_packer_open(enum ts_revocation_effort effort)
{
    struct ts_zstd_packer *packer = calloc(1, sizeof(*packer));
    int level = effort == TS_REVOCATION_BEST ? LEVEL_BEST : LEVEL_QUICK;
    if (packer)
        packer->zstd = ZSTD_createCCtx();
    if (!packer || !packer->zstd
        || ZSTD_isError(
            ZSTD_CCtx_setParameter(packer->zstd, ZSTD_c_compressionLevel, level))
        || ZSTD_isError(
            ZSTD_CCtx_setParameter(packer->zstd, ZSTD_c_windowLog, WINDOW_LOG))
        || ZSTD_isError(ZSTD_CCtx_setParameter(packer->zstd, ZSTD_c_contentSizeFlag, 0))
        || (level == LEVEL_BEST && !set_tables(packer->zstd))) {
        ts_zstd_packer_close(packer);
        return NULL;
    }
    return packer;
}

void
ts_zstd_packer_close(struct ts_zstd_packer *packer)
{
    if (packer)
        ZSTD_freeCCtx(packer->zstd);
    free(packer);
}

void
ts_zstd_pack_begin(struct ts_zstd_packer *packer, ts_room room, uint64_t plain_len)
{
    packer->out = (ZSTD_outBuffer){ room.at, room.len, 0 };
    packer->failed =
        ZSTD_isError(ZSTD_CCtx_reset(packer->zstd, ZSTD_reset_session_only))
        || ZSTD_isError(ZSTD_CCtx_setPledgedSrcSize(packer->zstd, plain_len));
}

void
ts_zstd_pack_add(struct ts_zstd_packer *packer, ts_span plain)
{
    ZSTD_inBuffer in = { plain.at, plain.len, 0 };
    while (!packer->failed && in.pos < in.size) {
        size_t code =
            ZSTD_compressStream2(packer->zstd, &packer->out, &in, ZSTD_e_continue);
        packer->failed = ZSTD_isError(code) || packer->out.pos == packer->out.size;
    }
}

ts_span
ts_zstd_pack_end(struct ts_zstd_packer *packer)
{
    ZSTD_inBuffer none = { NULL, 0, 0 };
    if (packer->failed
        || ZSTD_compressStream2(packer->zstd, &packer->out, &none, ZSTD_e_end) != 0)
        return (ts_span){ 0 };
    return (ts_span){ packer->out.dst, packer->out.pos };
}

struct ts_zstd_unpacker {
    ZSTD_DCtx *zstd;
    ZSTD_inBuffer in;
    size_t hint; /* 0 once the frame has ended */
    uint8_t piece[PIECE];
};

struct ts_zstd_unpacker *
ts_zstd_unpacker_open(void)
{
    struct ts_zstd_unpacker *unpacker = calloc(1, sizeof(*unpacker));
    if (unpacker)
        unpacker->zstd = ZSTD_createDCtx();
    if (!unpacker || !unpacker->zstd
        || ZSTD_isError(
            ZSTD_DCtx_setParameter(unpacker->zstd, ZSTD_d_windowLogMax, WINDOW_LOG))) {
        ts_zstd_unpacker_close(unpacker);
        return NULL;
    }
    return unpacker;
}

void
ts_zstd_unpacker_close(struct ts_zstd_unpacker *unpacker)
{
    if (unpacker)
        ZSTD_freeDCtx(unpacker->zstd);
    free(unpacker);
}

void
ts_zstd_unpack_begin(struct ts_zstd_unpacker *unpacker, ts_span frame)
{
    /* Cannot fail between two frames. */
    (void)ZSTD_DCtx_reset(unpacker->zstd, ZSTD_reset_session_only);
    unpacker->in = (ZSTD_inBuffer){ frame.at, frame.len, 0 };
    unpacker->hint = 1;
}

enum ts_status
ts_zstd_unpack_next(struct ts_zstd_unpacker *unpacker, ts_span *piece)
{
    ZSTD_outBuffer out = { unpacker->piece, sizeof(unpacker->piece), 0 };
    while (unpacker->hint != 0 && out.pos < out.size) {
        size_t in_before = unpacker->in.pos;
        size_t out_before = out.pos;
        unpacker->hint = ZSTD_decompressStream(unpacker->zstd, &out, &unpacker->in);
        if (ZSTD_isError(unpacker->hint))
            return TS_MALFORMED;
        if (unpacker->hint && unpacker->in.pos == in_before && out.pos == out_before)
            return TS_TRUNCATED;
    }
    if (unpacker->hint == 0 && unpacker->in.pos < unpacker->in.size)
        return TS_TRAILING;
    *piece = (ts_span){ unpacker->piece, out.pos };
    return TS_OK;
}
