#include "keys/proof/linked_data/context_active.h"

#include "firmware/base/limits.h"

_Static_assert(TS_MEMBERS_MAX < UINT16_MAX, "a slot holds every member's place");

/* Names that stand one behind the other because their hashes are alike: a quarter
 * full, a table of any names has under 16. */
enum { RUN_MAX = 48 };

enum ts_status
ts_ld_table_index(struct ts_ld_run *run, struct ts_ld_table *table, uint32_t count,
                  const uint32_t *hashes)
{
    uint32_t size = 8;
    while (size < 4 * count)
        size *= 2;
    uint16_t *slots = ts_arena_take_array(run->arena, size, sizeof(*slots));
    if (!slots)
        return ts_ld_full(run);
    for (uint32_t i = 0; i < count; i++) {
        uint32_t steps = 0;
        uint32_t at = hashes[i] & (size - 1);
        for (; slots[at] && steps < RUN_MAX; steps++)
            at = (at + 1) & (size - 1);
        if (steps == RUN_MAX)
            return ts_ld_refuse(run, TS_OVER_LIMIT, (ts_span){ 0 },
                                "names made to have the same hash");
        slots[at] = (uint16_t)(i + 1);
    }
    table->slots = slots;
    table->mask = size - 1;
    table->count = (uint16_t)count;
    return TS_OK;
}

int32_t
ts_ld_definer_member(const struct ts_ld_definer *definer, ts_span name, uint32_t hash)
{
    const struct ts_ld_table *table = definer->table;
    uint32_t at = hash & table->mask;
    for (; table->slots[at]; at = (at + 1) & table->mask) {
        int32_t member = table->slots[at] - 1;
        if (definer->terms[member].hash == hash
            && ts_span_equal(definer->members[member]->name, name))
            return member;
    }
    return -1;
}

static bool
is_setting(ts_span name)
{
    switch (ts_ld_keyword(name)) {
    case TS_LD_AT_BASE:
    case TS_LD_AT_DIRECTION:
    case TS_LD_AT_IMPORT:
    case TS_LD_AT_LANGUAGE:
    case TS_LD_AT_PROPAGATE:
    case TS_LD_AT_PROTECTED:
    case TS_LD_AT_VERSION:
    case TS_LD_AT_VOCAB: return true;
    case TS_LD_NO_KEYWORD:
    case TS_LD_AT_CONTAINER:
    case TS_LD_AT_CONTEXT:
    case TS_LD_AT_GRAPH:
    case TS_LD_AT_ID:
    case TS_LD_AT_INCLUDED:
    case TS_LD_AT_INDEX:
    case TS_LD_AT_JSON:
    case TS_LD_AT_LIST:
    case TS_LD_AT_NEST:
    case TS_LD_AT_NONE:
    case TS_LD_AT_PREFIX:
    case TS_LD_AT_REVERSE:
    case TS_LD_AT_SET:
    case TS_LD_AT_TYPE:
    case TS_LD_AT_VALUE: return false;
    }
    return false;
}

/* Room for a term a member, found by the member's name. Until a term is defined its
 * name is empty, so nobody finds it. */
static enum ts_status
make_room(struct ts_ld_run *run, struct ts_ld_definer *definer,
          const struct ts_json *object)
{
    size_t n = object->count;
    if (n > TS_MEMBERS_MAX)
        return ts_ld_refuse(run, TS_OVER_LIMIT, (ts_span){ 0 }, "TS_MEMBERS_MAX");
    struct ts_ld_table *table = ts_arena_take(run->arena, sizeof(*table));
    struct ts_ld_term *terms = ts_arena_take_array(run->arena, n, sizeof(*terms));
    definer->members = ts_arena_take_array(run->arena, n, sizeof(const struct ts_json *));
    definer->progress = ts_arena_take(run->arena, n);
    uint32_t *hashes = ts_arena_take_array(run->arena, n, sizeof(*hashes));
    if (!table || !terms || !definer->members || !definer->progress || !hashes)
        return ts_ld_full(run);
    uint32_t i = 0;
    for (const struct ts_json *at = object->first; at; at = at->next, i++) {
        definer->members[i] = at;
        hashes[i] = ts_ld_hash(at->name);
        terms[i].hash = hashes[i];
    }
    table->terms = terms;
    definer->terms = terms;
    definer->table = table;
    return ts_ld_table_index(run, table, i, hashes);
}

enum ts_status
ts_ld_context_terms(struct ts_ld_run *run, struct ts_ld_definer *definer,
                    const struct ts_json *object)
{
    enum ts_status status = make_room(run, definer, object);
    if (status == TS_OK)
        status = ts_ld_active_push(run, definer->active, definer->table);
    for (uint32_t i = 0; i < object->count && status == TS_OK; i++)
        if (!is_setting(definer->members[i]->name))
            status = ts_ld_define(run, definer, (int32_t)i);
    return status;
}
