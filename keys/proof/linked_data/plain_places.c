#include "keys/proof/linked_data/plain_form.h"
#include "keys/proof/linked_data/sort.h"

static const char RULE[] = "plain form 6, one place";

static int
compare_places(uint32_t a, uint32_t b, const void *context)
{
    const struct ts_plain_place *const *places = context;
    if (places[a]->graph != places[b]->graph)
        return places[a]->graph < places[b]->graph ? -1 : 1;
    return ts_span_compare(places[a]->id, places[b]->id);
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

static enum ts_status
check_groups(struct ts_plain *plain, const struct ts_plain_place *const *places,
             const uint32_t *order)
{
    for (uint32_t i = 0; i < plain->place_count;) {
        struct tally tally = { 0 };
        uint32_t first = i;
        while (i < plain->place_count && !compare_places(order[first], order[i], places))
            count(&tally, places[order[i++]]);
        if (!is_plain(&tally))
            return ts_plain_refuse(plain, places[order[first]]->id, RULE);
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
