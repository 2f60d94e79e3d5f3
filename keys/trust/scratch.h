#ifndef TS_TRUST_SCRATCH_H
#define TS_TRUST_SCRATCH_H

#include "firmware/base/arena.h"

/**
 * Lists are read through trees several times their size. So the far half of
 * what an arena has left is lent to the work, the result goes to the near one,
 * and when the work is given back only the result has stayed.
 */
static inline struct ts_arena
ts_scratch_borrow(struct ts_arena *arena)
{
    size_t half = ts_arena_rest(arena).len / 2;
    arena->len -= half;
    return ts_arena_over((ts_room){ arena->at + arena->len, half });
}

/** Gives it back. Nothing in it may be looked at afterwards. */
static inline void
ts_scratch_return(struct ts_arena *arena, const struct ts_arena *scratch)
{
    arena->len += scratch->len;
}

#endif
