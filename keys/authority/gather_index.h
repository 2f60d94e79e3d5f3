#ifndef TS_AUTHORITY_GATHER_INDEX_H
#define TS_AUTHORITY_GATHER_INDEX_H

#include "firmware/base/arena.h"
#include "firmware/base/check.h"

/** Texts and their numbers in the order they were added. Tens of thousands of
 * addresses are asked for again and again. */
struct ts_index {
    ts_span *texts;
    uint32_t *slots; /**< Number and 1; 0: free. */
    size_t slot_count;
    size_t count, room;
};

/** Room for that many; in the arena. False when that is full. */
bool ts_index_init(struct ts_index *index, struct ts_arena *arena, size_t room);

/** The number of text; false when it is not there. number may be NULL. */
bool ts_index_find(const struct ts_index *index, ts_span text, size_t *number);

/** Adds text, which must outlive the index, and gives its number; that of the
 * same text when it is there already. False when there is no room. */
bool ts_index_add(struct ts_index *index, ts_span text, size_t *number);

#endif
