#include "keys/sync/mirror_parts.h"

#include "keys/trust/revocation.h"

#include <string.h>

struct listing {
    struct ts_mirror *m;
    enum ts_status status;
};

static void
add_target(const struct ts_target *target, ts_span role, void *context)
{
    struct listing *listing = context;
    struct ts_mirror *m = listing->m;
    (void)role;
    if (m->count == TS_TARGETS_MAX) {
        listing->status = TS_OVER_LIMIT;
        return;
    }
    m->targets[m->count] = *target;
    m->items[m->count] = (struct ts_mirror_item){ .target = &m->targets[m->count] };
    m->count++;
}

static struct ts_mirror_item *
find_item(struct ts_mirror *m, const char *path)
{
    for (size_t i = 0; i < m->count; i++)
        if (ts_span_is(m->targets[i].path, path))
            return &m->items[i];
    return NULL;
}

static bool
is_below(ts_span path, const char *folder)
{
    return ts_span_starts_with(path, ts_span_text(folder));
}

/* Issuer lists and states come by routes; all other targets as they are. */
static bool
is_plain(ts_span path)
{
    struct ts_epochs epochs;
    return !ts_span_is(path, TS_ISSUERS_PATH) && !ts_span_is(path, TS_ISSUERS_PACKED_PATH)
           && !is_below(path, TS_ISSUERS_FOLDER)
           && !ts_span_is(path, TS_REV_SNAPSHOT_PATH)
           && !ts_epochs_of_path(&epochs, path, TS_REV_FOLDER);
}

/* Looks among the files of a folder that was put there by hand, with hashes in their
 * names or without. */
static bool
is_there_by_hand(const struct ts_mirror *m, const struct ts_target *target,
                 ts_span *bytes)
{
    static const struct ts_generation by_hand;
    char name[sizeof("targets/") + TS_TARGET_NAME_SIZE] = "targets/";
    struct ts_arena scratch = ts_mirror_scratch(m);
    ts_verified verified;
    if (ts_mirror_holds(m, &by_hand, target, bytes))
        return true;
    ts_refresh_target_name(name + strlen("targets/"), m->refresh, target);
    return ts_store_read(m->options.trust, &scratch, bytes, name, (size_t)target->length)
               == TS_OK
           && ts_target_check(&verified, target, *bytes) == TS_OK;
}

/* What is in the store already need not be fetched. */
static enum ts_status
want(struct ts_mirror *m, struct ts_mirror_item *item)
{
    ts_span bytes = { 0 };
    enum ts_status status = TS_OK;
    if (item->target->length > TS_TARGET_BYTES_MAX)
        return TS_OVER_LIMIT;
    item->wanted = true;
    item->held = ts_mirror_holds(m, &ts_mirror_any_generation, item->target, &bytes);
    if (!item->held && is_there_by_hand(m, item->target, &bytes)) {
        status = ts_mirror_put_object(m, item->target, bytes);
        item->held = status == TS_OK;
    }
    return status;
}

static enum ts_status
want_plain(struct ts_mirror *m)
{
    enum ts_status status = TS_OK;
    for (size_t i = 0; i < m->count && status == TS_OK; i++)
        if (is_plain(m->targets[i].path))
            status = want(m, &m->items[i]);
    return status;
}

/* Wants the steps of a route; a whole that needs no unpacking is the result itself. */
static enum ts_status
want_route(struct ts_mirror *m, struct ts_mirror_assembly *assembly,
           struct ts_mirror_item *result)
{
    const struct ts_route *route = &assembly->route;
    enum ts_status status = TS_OK;
    if (route->count == 1 && route->steps[0] == result->target)
        return want(m, result);
    assembly->result = result->target;
    for (size_t i = 0; i < route->count && status == TS_OK; i++)
        status = want(m, &m->items[route->steps[i] - m->targets]);
    return status;
}

static enum ts_status
plan_issuers(struct ts_mirror *m)
{
    struct ts_mirror_item *list = find_item(m, TS_ISSUERS_PATH);
    struct ts_mirror_assembly *assembly = &m->issuers;
    if (!list)
        return TS_OK;
    enum ts_status status = want(m, list);
    if (status != TS_OK || list->held)
        return status;
    list->wanted = false;
    uint64_t from =
        m->only_whole
            ? 0
            : ts_mirror_find_base(m, ts_mirror_scratch(m), TS_ISSUERS_PATH).epoch;
    /* From a base that is as new and still not the same: whole. And a list in between
     * is nowhere promised, so that only one step can be checked. */
    status = ts_route_issuers(&assembly->route, m->targets, m->count, from);
    if (status != TS_OK || assembly->route.count != 1)
        status = ts_route_issuers(&assembly->route, m->targets, m->count, 0);
    return status == TS_OK ? want_route(m, assembly, list) : status;
}

static uint64_t
base_epoch(const struct ts_mirror *m)
{
    uint64_t state = ts_mirror_find_base(m, ts_mirror_scratch(m), TS_STATE_FILE).epoch;
    uint64_t snapshot =
        ts_mirror_find_base(m, ts_mirror_scratch(m), TS_REV_SNAPSHOT_PATH).epoch;
    return state > snapshot ? state : snapshot;
}

/* The state that deltas led to is here already. */
static bool
holds_state(const struct ts_mirror *m, const struct ts_target *snapshot)
{
    struct ts_file_name name;
    struct ts_revocations state;
    ts_span bytes = { 0 };
    struct ts_arena scratch = ts_mirror_scratch(m);
    return ts_generation_state(&name, &ts_mirror_any_generation, snapshot) == TS_OK
           && ts_store_read(m->options.trust, &scratch, &bytes, name.text,
                            TS_TARGET_BYTES_MAX)
                  == TS_OK
           && ts_revocations_restore(&scratch, &state, bytes, snapshot->state, NULL)
                  == TS_OK;
}

static enum ts_status
plan_state(struct ts_mirror *m)
{
    struct ts_mirror_item *snapshot = find_item(m, TS_REV_SNAPSHOT_PATH);
    struct ts_mirror_assembly *assembly = &m->state;
    if (!snapshot)
        return TS_OK;
    enum ts_status status = want(m, snapshot);
    if (status != TS_OK || snapshot->held)
        return status;
    snapshot->wanted = false;
    m->state_held = holds_state(m, snapshot->target);
    if (m->state_held)
        return TS_OK;
    uint64_t from = m->only_whole ? 0 : base_epoch(m);
    status = ts_route_revocations(&assembly->route, m->targets, m->count, from);
    if (status != TS_OK || assembly->route.count == 0)
        status = ts_route_revocations(&assembly->route, m->targets, m->count, 0);
    return status == TS_OK ? want_route(m, assembly, snapshot) : status;
}

bool
ts_mirror_want_snapshot(struct ts_mirror *m)
{
    struct ts_mirror_item *snapshot = find_item(m, TS_REV_SNAPSHOT_PATH);
    if (!snapshot || want(m, snapshot) != TS_OK || snapshot->held)
        return false;
    m->item = 0;
    ts_mirror_count_missing(m);
    return true;
}

void
ts_mirror_count_missing(struct ts_mirror *m)
{
    struct ts_mirror_progress *p = &m->progress;
    p->files = 0;
    p->missing = 0;
    p->bytes_missing = 0;
    for (size_t i = 0; i < m->count; i++) {
        const struct ts_mirror_item *item = &m->items[i];
        p->files += item->wanted;
        p->missing += item->wanted && !item->held;
        if (item->wanted && !item->held)
            p->bytes_missing += item->target->length;
    }
    if (m->opened)
        p->bytes_missing -= m->pieces.have;
}

enum ts_status
ts_mirror_plan(struct ts_mirror *m)
{
    struct listing listing = { .m = m };
    m->count = 0;
    m->item = 0;
    m->opened = false;
    m->state_held = false;
    m->issuers = (struct ts_mirror_assembly){ 0 };
    m->state = (struct ts_mirror_assembly){ 0 };
    ts_refresh_each(m->refresh, add_target, &listing);
    enum ts_status status = listing.status;
    if (status == TS_OK)
        status = want_plain(m);
    if (status == TS_OK)
        status = plan_issuers(m);
    if (status == TS_OK)
        status = plan_state(m);
    ts_mirror_count_missing(m);
    return status;
}
