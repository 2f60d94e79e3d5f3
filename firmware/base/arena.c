#include "firmware/base/arena.h"

#include "firmware/base/check.h"

#include <stdalign.h>
#include <string.h>

static size_t
padding(const struct ts_arena *arena)
{
    size_t past = (size_t)((uintptr_t)(arena->at + arena->used) % alignof(max_align_t));
    return past ? alignof(max_align_t) - past : 0;
}

struct ts_arena
ts_arena_over(ts_room room)
{
    return (struct ts_arena){ .at = room.at, .len = room.len };
}

void *
ts_arena_take(struct ts_arena *arena, size_t size)
{
    size_t pad = padding(arena);
    size_t left = arena->len - arena->used;
    if (pad > left || size > left - pad)
        return NULL;
    uint8_t *taken = arena->at + arena->used + pad;
    arena->used += pad + size;
    memset(taken, 0, size);
    return taken;
}

void *
ts_arena_take_array(struct ts_arena *arena, size_t count, size_t size)
{
    if (size != 0 && count > SIZE_MAX / size)
        return NULL;
    return ts_arena_take(arena, count * size);
}

ts_room
ts_arena_rest(const struct ts_arena *arena)
{
    return (ts_room){ arena->at + arena->used, arena->len - arena->used };
}

void
ts_arena_keep(struct ts_arena *arena, size_t len)
{
    TS_CHECK(len <= arena->len - arena->used);
    arena->used += len;
}

bool
ts_arena_copy(struct ts_arena *arena, ts_span *copy, ts_span bytes)
{
    ts_room rest = ts_arena_rest(arena);
    if (bytes.len > rest.len)
        return false;
    if (bytes.len)
        memcpy(rest.at, bytes.at, bytes.len);
    ts_arena_keep(arena, bytes.len);
    *copy = (ts_span){ rest.at, bytes.len };
    return true;
}

void
ts_arena_rewind(struct ts_arena *arena, size_t used)
{
    TS_CHECK(used <= arena->used);
    arena->used = used;
}

void
ts_arena_wipe(struct ts_arena *arena)
{
    /* All of it: what was rewound, or lent as working memory, held data too. */
    if (arena->len)
        memset(arena->at, 0, arena->len);
    /* A compiler that cannot see who reads the memory does not drop the store. */
    __asm__ volatile("" : : "r"(arena->at) : "memory");
    arena->used = 0;
}
