#include "keys/codec/deflate.h"

#include <limits.h>

#define ZLIB_CONST
#include <zlib.h>

/*
 * zlib works at the far end of the arena and writes the result at the near
 * end, where it stays; so nothing has to be copied, and ending is giving back.
 */
enum {
    /* Its state of 7 KiB, and the window of 32 KiB it asks for when a stream
     * does not end where it should. */
    INFLATE_WORK = 48 * 1024,
    /* zconf.h: 2^(15+2) + 2^(8+9) bytes, and its state of 6 KiB. */
    DEFLATE_WORK = 300 * 1024,
    WINDOW_BITS = 15,
    MEMORY_LEVEL = 8,
};

struct desk {
    struct ts_arena work;
    ts_room out;
};

static bool
set_desk(struct desk *desk, const struct ts_arena *arena, size_t work)
{
    ts_room rest = ts_arena_rest(arena);
    if (rest.len < work)
        return false;
    desk->out = (ts_room){ rest.at, rest.len - work };
    desk->work = ts_arena_over((ts_room){ rest.at + desk->out.len, work });
    return true;
}

static voidpf
take(voidpf work, uInt count, uInt size)
{
    return ts_arena_take_array(work, count, size);
}

static void
give_back(voidpf work, voidpf taken)
{
    (void)work;
    (void)taken;
}

static z_stream
stream_over(struct desk *desk, ts_span in)
{
    return (z_stream){
        .zalloc = take,
        .zfree = give_back,
        .opaque = &desk->work,
        .next_in = in.at,
        .avail_in = (uInt)in.len,
        .next_out = desk->out.at,
        .avail_out = desk->out.len < UINT_MAX ? (uInt)desk->out.len : UINT_MAX,
    };
}

static int
window_bits(enum ts_deflate_wrap wrap)
{
    switch (wrap) {
    case TS_DEFLATE_ZLIB: return WINDOW_BITS;
    case TS_DEFLATE_GZIP: return WINDOW_BITS + 16;
    case TS_DEFLATE_RAW: return -WINDOW_BITS;
    }
    return WINDOW_BITS;
}

static enum ts_status
inflate_status(int code, const z_stream *z, size_t max)
{
    if (z->total_out > max)
        return TS_OVER_LIMIT;
    if (code == Z_STREAM_END)
        return z->avail_in > 0 ? TS_TRAILING : TS_OK;
    if (code == Z_DATA_ERROR || code == Z_NEED_DICT)
        return TS_MALFORMED;
    if (code == Z_MEM_ERROR || z->avail_out == 0)
        return TS_NO_SPACE;
    return TS_TRUNCATED;
}

enum ts_status
ts_inflate(struct ts_arena *arena, ts_span *out, ts_span in, enum ts_deflate_wrap wrap,
           size_t max)
{
    struct desk desk;
    if (in.len > UINT_MAX)
        return TS_OVER_LIMIT;
    if (!set_desk(&desk, arena, INFLATE_WORK))
        return TS_NO_SPACE;
    /* One byte more than allowed: it tells "too long" from "cut short". */
    if (max < desk.out.len)
        desk.out.len = max + 1;

    z_stream z = stream_over(&desk, in);
    if (inflateInit2(&z, window_bits(wrap)) != Z_OK)
        return TS_NO_SPACE;
    int code = inflate(&z, Z_FINISH);
    enum ts_status status = inflate_status(code, &z, max);
    (void)inflateEnd(&z);
    if (status != TS_OK)
        return status;
    ts_arena_keep(arena, z.total_out);
    *out = (ts_span){ desk.out.at, z.total_out };
    return TS_OK;
}

enum ts_status
ts_deflate(struct ts_arena *arena, ts_span *out, ts_span in, enum ts_deflate_wrap wrap)
{
    struct desk desk;
    if (in.len > UINT_MAX || !set_desk(&desk, arena, DEFLATE_WORK))
        return TS_NO_SPACE;

    z_stream z = stream_over(&desk, in);
    if (deflateInit2(&z, Z_BEST_COMPRESSION, Z_DEFLATED, window_bits(wrap), MEMORY_LEVEL,
                     Z_DEFAULT_STRATEGY)
        != Z_OK)
        return TS_NO_SPACE;
    int code = deflate(&z, Z_FINISH);
    (void)deflateEnd(&z);
    if (code != Z_STREAM_END)
        return TS_NO_SPACE;
    ts_arena_keep(arena, z.total_out);
    *out = (ts_span){ desk.out.at, z.total_out };
    return TS_OK;
}
