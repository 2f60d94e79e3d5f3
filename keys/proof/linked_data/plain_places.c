#include "keys/proof/linked_data/plain_form.h"
#include "keys/proof/linked_data/sort.h"

static const char RULE[] = "plain form 6, one place";

static int
compare_nodes(const struct ts_plain_place *a, const struct ts_plain_place *b)
{
    if (a->graph != b->graph)
        return a->graph < b->graph ? -1 : 1;
    return ts_span_compare(a->id, b->id);
}

/* The places of a node stand together, those of the record itself first. */
static int
compare_places(uint32_t a, uint32_t b, const void *context)
{
    const struct ts_plain_place *const *places = context;
    int order = compare_nodes(places[a], places[b]);
    if (order == 0 && places[a]->part != places[b]->part)
        order = places[a]->part < places[b]->part ? -1 : 1;
    return order;
}

/* What is said of one node, over all its places. */
struct tally {
    unsigned described; /* Not by a profile, a picture or an endorsement. */
    unsigned repeated;
    unsigned endorsed;
    unsigned referred; /* By members that are meant to, */
    unsigned bare;     /* and by others. */
};

static void
count(struct tally *tally, const struct ts_plain_place *place)
{
    if (!place->has_content) {
        tally->referred += place->may_refer;
        tally->bare += !place->may_refer;
    } else if (place->is_endorsed) {
        tally->endorsed++;
    } else if (place->may_repeat) {
        tally->repeated++;
    } else {
        tally->described++;
    }
}

static bool
is_plain(const struct tally *tally)
{
    if (tally->described > 1 || (tally->described && tally->repeated))
        return false;
    return !tally->bare || !(tally->described || tally->repeated);
}

/* What of a record is read may not be said inside what it holds. */
static bool
is_of_record(const struct ts_plain_place *place)
{
    return place->part == 0 && !place->in_subject && !place->is_endorsed
           && !place->may_refer && !place->may_repeat;
}

/* The places of one node, in order. */
static bool
is_in_one_place(const struct ts_plain_place *const *places, const uint32_t *order,
                uint32_t place_count)
{
    bool of_record = false;
    for (uint32_t i = 0; i < place_count;) {
        struct tally tally = { 0 };
        uint32_t part = places[order[i]]->part;
        for (; i < place_count && places[order[i]]->part == part; i++) {
            of_record |= is_of_record(places[order[i]]);
            count(&tally, places[order[i]]);
        }
        if (!is_plain(&tally)
            || (of_record && part
                && (tally.described || tally.repeated || tally.endorsed)))
            return false;
    }
    return true;
}

static enum ts_status
check_groups(struct ts_plain *plain, const struct ts_plain_place *const *places,
             const uint32_t *order)
{
    for (uint32_t first = 0; first < plain->place_count;) {
        const struct ts_plain_place *node = places[order[first]];
        uint32_t end = first + 1;
        while (end < plain->place_count && !compare_nodes(node, places[order[end]]))
            end++;
        if (!is_in_one_place(places, &order[first], end - first))
            return ts_plain_refuse(plain, node->id, RULE);
        first = end;
    }
    return TS_OK;
}

enum ts_status
ts_plain_places(struct ts_plain *plain)
{
    uint32_t n = plain->place_count;
    const struct ts_plain_place **places =
        ts_arena_take_array(plain->arena, n, sizeof(const struct ts_plain_place *));
    uint32_t *order = ts_arena_take_array(plain->arena, n, sizeof(*order));
    uint32_t *spare = ts_arena_take_array(plain->arena, n, sizeof(*spare));
    if (!places || !order || !spare)
        return TS_NO_SPACE;
    for (const struct ts_plain_place *at = plain->places; at; at = at->before) {
        n--;
        order[n] = n;
        places[n] = at;
    }
    ts_ld_sort(order, spare, plain->place_count, compare_places, places);
    return check_groups(plain, places, order);
}
