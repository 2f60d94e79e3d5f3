#include "keys/trust/revocation.h"

#include <stdlib.h>

/* From an issuer's own list, in whatever form the issuer gave it, to segments. */

struct selection {
    enum ts_revocation_purpose purpose;
    const char *asked; /* of ts_status_list_at() */
    enum ts_status_value value;
};

static const struct selection w3c_selections[] = {
    { TS_REVOCATION_WITHDRAWN, "revocation", TS_STATUS_WITHDRAWN },
    { TS_REVOCATION_SUSPENDED, "suspension", TS_STATUS_SUSPENDED },
    { TS_REVOCATION_REFRESH, "refresh", TS_STATUS_NOTICE },
    { TS_REVOCATION_MESSAGE, "message", TS_STATUS_NOTICE },
};

static const struct selection token_selections[] = {
    { TS_REVOCATION_WITHDRAWN, "", TS_STATUS_WITHDRAWN },
    { TS_REVOCATION_SUSPENDED, "", TS_STATUS_SUSPENDED },
    { TS_REVOCATION_UNNAMED, "", TS_STATUS_UNKNOWN },
};

static uint64_t
size_of(const struct ts_status_list *list)
{
    return (uint64_t)list->bitstring.len * 8 / list->bits;
}

/* How many entries have the value; their positions where out is not NULL. Bytes of
 * zeros, nearly all of them, are not looked into: an entry of theirs is valid. */
static size_t
select_entries(const struct ts_status_list *list, const struct selection *selection,
               uint64_t *out)
{
    ts_span asked = ts_span_text(selection->asked);
    uint64_t size = size_of(list);
    uint64_t next = 0;
    size_t count = 0;
    for (size_t byte = 0; byte < list->bitstring.len; byte++) {
        if (list->bitstring.at[byte] == 0)
            continue;
        uint64_t first = (uint64_t)byte * 8 / list->bits;
        uint64_t end = ((uint64_t)byte * 8 + 7) / list->bits + 1;
        for (uint64_t i = first > next ? first : next; i < end && i < size; i++) {
            if (ts_status_list_at(list, i, asked) != selection->value)
                continue;
            if (out)
                out[count] = i;
            count++;
        }
        next = end;
    }
    return count;
}

static struct ts_revocation_list
describe(const struct ts_status_list *list, enum ts_revocation_purpose purpose)
{
    return (struct ts_revocation_list){
        .url = list->url,
        .issuer = list->issuer,
        .kind = list->kind,
        .purpose = purpose,
        .bits = list->bits,
        .size = list->bits ? size_of(list) : 0,
    };
}

static enum ts_status
select_into(struct ts_arena *arena, struct ts_revocation_input *input,
            const struct ts_status_list *list, const struct selection *selection)
{
    size_t count = select_entries(list, selection, NULL);
    uint64_t *positions = ts_arena_take_array(arena, count, sizeof(*positions));
    if (!positions)
        return TS_NO_SPACE;
    (void)select_entries(list, selection, positions);
    *input = (struct ts_revocation_input){
        .list = describe(list, selection->purpose),
        .positions = positions,
        .count = count,
    };
    return TS_OK;
}

/* A list has a purpose when it answers for it at all. */
static bool
answers(const struct ts_status_list *list, const char *asked)
{
    return ts_status_list_at(list, 0, ts_span_text(asked)) != TS_STATUS_UNKNOWN;
}

static enum ts_status
inputs_of_w3c(struct ts_arena *arena, struct ts_revocation_input *inputs, size_t *count,
              const struct ts_status_list *list)
{
    size_t done = 0;
    for (size_t i = 0; i < TS_COUNT(w3c_selections); i++) {
        if (!answers(list, w3c_selections[i].asked))
            continue;
        enum ts_status status =
            select_into(arena, &inputs[done++], list, &w3c_selections[i]);
        if (status != TS_OK)
            return status;
    }
    *count = done;
    return done ? TS_OK : TS_UNSUPPORTED;
}

static enum ts_status
inputs_of_token(struct ts_arena *arena, struct ts_revocation_input *inputs, size_t *count,
                const struct ts_status_list *list)
{
    size_t done = 0;
    for (size_t i = 0; i < TS_COUNT(token_selections); i++) {
        struct ts_revocation_input input;
        enum ts_status status = select_into(arena, &input, list, &token_selections[i]);
        if (status != TS_OK)
            return status;
        /* The first is what says that the list is there. */
        if (i == 0 || input.count > 0)
            inputs[done++] = input;
    }
    *count = done;
    return TS_OK;
}

static int
by_value(const void *a, const void *b)
{
    uint64_t left = *(const uint64_t *)a;
    uint64_t right = *(const uint64_t *)b;
    return (left > right) - (left < right);
}

static enum ts_status
inputs_of_ids(struct ts_arena *arena, struct ts_revocation_input *inputs, size_t *count,
              const struct ts_status_list *list)
{
    uint64_t *ids = ts_arena_take_array(arena, list->id_count, sizeof(*ids));
    size_t kept = 0;
    if (!ids)
        return TS_NO_SPACE;
    for (size_t i = 0; i < list->id_count; i++)
        ids[i] = ts_revocation_id(list->ids[i]);
    qsort(ids, list->id_count, sizeof(*ids), by_value);
    for (size_t i = 0; i < list->id_count; i++)
        if (i == 0 || ids[i] != ids[kept - 1])
            ids[kept++] = ids[i];
    inputs[0] = (struct ts_revocation_input){
        .list = describe(list, TS_REVOCATION_WITHDRAWN),
        .positions = ids,
        .count = kept,
    };
    *count = 1;
    return TS_OK;
}

enum ts_status
ts_revocation_inputs_of(
    struct ts_arena *arena,
    struct ts_revocation_input inputs[static TS_REVOCATION_INPUTS_MAX], size_t *count,
    const struct ts_status_list *list)
{
    switch (list->kind) {
    case TS_STATUS_KIND_NONE:
    case TS_STATUS_HEALTH: break; /* the times beside its rids have no place in it */
    case TS_STATUS_BITSTRING:
    case TS_STATUS_LIST_2021: return inputs_of_w3c(arena, inputs, count, list);
    case TS_STATUS_TOKEN: return inputs_of_token(arena, inputs, count, list);
    case TS_STATUS_1EDTECH: return inputs_of_ids(arena, inputs, count, list);
    }
    return TS_UNSUPPORTED;
}
