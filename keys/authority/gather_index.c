#include "keys/authority/gather_index.h"

bool
ts_index_init(struct ts_index *index, struct ts_arena *arena, size_t room)
{
    size_t slots = 16;
    while (slots / 2 < room)
        slots *= 2;
    *index = (struct ts_index){
        .texts = ts_arena_take_array(arena, room, sizeof(*index->texts)),
        .slots = ts_arena_take_array(arena, slots, sizeof(*index->slots)),
        .slot_count = slots,
        .room = room,
    };
    return index->texts && index->slots;
}

/* FNV-1a. Whoever makes texts collide makes us slow, not wrong. */
static size_t
hash(ts_span text)
{
    uint64_t sum = 14695981039346656037U;
    for (size_t i = 0; i < text.len; i++)
        sum = (sum ^ text.at[i]) * 1099511628211U;
    return (size_t)(sum ^ (sum >> 32));
}

/* The slot that text is in, or the free one where it belongs: more than half are
 * free, so the walk ends. */
static size_t
slot_of(const struct ts_index *index, ts_span text)
{
    size_t slot = hash(text) % index->slot_count;
    while (index->slots[slot]
           && !ts_span_equal(index->texts[index->slots[slot] - 1], text))
        slot = (slot + 1) % index->slot_count;
    return slot;
}

bool
ts_index_find(const struct ts_index *index, ts_span text, size_t *number)
{
    uint32_t found = index->slots[slot_of(index, text)];
    if (found && number)
        *number = found - 1;
    return found != 0;
}

bool
ts_index_add(struct ts_index *index, ts_span text, size_t *number)
{
    size_t slot = slot_of(index, text);
    if (!index->slots[slot]) {
        if (index->count == index->room)
            return false;
        index->texts[index->count] = text;
        index->slots[slot] = (uint32_t)++index->count;
    }
    *number = index->slots[slot] - 1;
    return true;
}
