#ifndef TS_BASE_ARENA_H
#define TS_BASE_ARENA_H

#include "firmware/base/span.h"

/**
 * Memory handed out forwards and given back all at once. One arena serves one
 * scan (or one load of the lists); nothing on the scan path allocates
 * otherwise. Not for use by several threads at a time.
 */
struct ts_arena {
    uint8_t *at;
    size_t len;
    size_t used;
};

/** Lends room to the arena; it must outlive it. */
struct ts_arena ts_arena_over(ts_room room);

/**
 * size bytes, zeroed, aligned for any object; NULL when the arena is full.
 * size 0 gives a pointer that must not be read.
 */
void *ts_arena_take(struct ts_arena *arena, size_t size);

/** An array of count zeroed elements; NULL when full or count * size overflows. */
void *ts_arena_take_array(struct ts_arena *arena, size_t count, size_t size);

/**
 * All that is left, to write into without knowing the length first; not
 * zeroed. ts_arena_keep() then takes the first len bytes of it. Nothing else
 * may be taken in between.
 */
ts_room ts_arena_rest(const struct ts_arena *arena);
void ts_arena_keep(struct ts_arena *arena, size_t len);

/** Copies bytes in; false, and copy left alone, when the arena is full. */
bool ts_arena_copy(struct ts_arena *arena, ts_span *copy, ts_span bytes);

/** Gives everything back that was taken since used was read from the arena. */
void ts_arena_rewind(struct ts_arena *arena, size_t used);

/** Gives everything back and overwrites all of the arena: nobody's data stays. */
void ts_arena_wipe(struct ts_arena *arena);

#endif
