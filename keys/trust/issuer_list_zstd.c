#include "keys/trust/issuer_list_pack.h"

#include <zstd.h>

/* A window that reaches back over the base and the list, and no further than a small
 * machine has memory for (TS_TARGET_BYTES_MAX, twice). */
enum { LEVEL = 19, WINDOW_LOG_MIN = 10, WINDOW_LOG_MAX = 25 };

static int
window_log(size_t reach)
{
    int log = WINDOW_LOG_MIN;
    while (log < WINDOW_LOG_MAX && (size_t)1 << log < reach)
        log++;
    return log;
}

static bool
set_up(ZSTD_CCtx *zstd, ts_span list, ts_span base)
{
    int log = window_log(list.len + base.len);
    return !ZSTD_isError(ZSTD_CCtx_setParameter(zstd, ZSTD_c_compressionLevel, LEVEL))
           && !ZSTD_isError(ZSTD_CCtx_setParameter(zstd, ZSTD_c_windowLog, log))
           && !ZSTD_isError(
               ZSTD_CCtx_setParameter(zstd, ZSTD_c_enableLongDistanceMatching, 1))
           && !ZSTD_isError(ZSTD_CCtx_refPrefix(zstd, base.at, base.len));
}

enum ts_status
ts_issuer_list_pack(struct ts_arena *arena, ts_span *packed, ts_span list, ts_span base)
{
    enum ts_status status = TS_NO_SPACE;
    ts_room rest = ts_arena_rest(arena);
    ZSTD_CCtx *zstd = ZSTD_createCCtx();
    if (!zstd || !set_up(zstd, list, base))
        goto out;
    size_t len = ZSTD_compress2(zstd, rest.at, rest.len, list.at, list.len);
    if (ZSTD_isError(len))
        goto out;
    *packed = (ts_span){ rest.at, len };
    ts_arena_keep(arena, len);
    status = TS_OK;
out:
    ZSTD_freeCCtx(zstd);
    return status;
}

static enum ts_status
unpack(struct ts_arena *arena, ts_span *list, size_t len, ts_span packed, ts_span base)
{
    enum ts_status status = TS_NO_SPACE;
    uint8_t *room = ts_arena_take(arena, len);
    ZSTD_DCtx *zstd = room ? ZSTD_createDCtx() : NULL;
    if (!zstd
        || ZSTD_isError(
            ZSTD_DCtx_setParameter(zstd, ZSTD_d_windowLogMax, WINDOW_LOG_MAX + 1))
        || ZSTD_isError(ZSTD_DCtx_refPrefix(zstd, base.at, base.len)))
        goto out;
    status = TS_MALFORMED;
    if (ZSTD_decompressDCtx(zstd, room, len, packed.at, packed.len) != len)
        goto out;
    *list = (ts_span){ room, len };
    status = TS_OK;
out:
    ZSTD_freeDCtx(zstd);
    return status;
}

enum ts_status
ts_issuer_list_unpack(struct ts_arena *arena, ts_verified *list,
                      const struct ts_target *target, ts_span packed, ts_span base)
{
    size_t used = arena->used;
    ts_span bytes = { 0 };
    ts_verified draft = { { 0 } };
    if (target->length > TS_TARGET_BYTES_MAX)
        return TS_OVER_LIMIT;
    /* The frame says its length; a patch over another base may say another. */
    unsigned long long len = ZSTD_getFrameContentSize(packed.at, packed.len);
    if (len == ZSTD_CONTENTSIZE_UNKNOWN || len == ZSTD_CONTENTSIZE_ERROR)
        return TS_MALFORMED;
    if (len != target->length)
        return TS_UNTRUSTED;
    enum ts_status status = unpack(arena, &bytes, (size_t)len, packed, base);
    if (status == TS_OK)
        status = ts_target_check(&draft, target, bytes);
    if (status == TS_OK)
        *list = draft;
    else
        ts_arena_rewind(arena, used);
    return status;
}
