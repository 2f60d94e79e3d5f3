#include "keys/sync/refresh_form.h"

#include <string.h>

static bool
is_visited(const struct ts_search *search, ts_span name)
{
    for (size_t i = 0; i < search->visited_count; i++) {
        if (ts_span_equal(search->visited[i], name))
            return true;
    }
    return false;
}

/* The next role to look into, or NULL. A terminating delegation that covers the path
 * ends the walk behind it: what stood on the way back is forgotten (TUF 5.6.7.2.1),
 * also when it names a role that was visited before. */
static const struct ts_delegation *
next_delegation(struct ts_search *search)
{
    while (search->depth > 0) {
        const struct ts_targets *targets = search->frames[search->depth - 1].targets;
        size_t at = search->frames[search->depth - 1].next++;
        if (at >= targets->delegation_count) {
            search->depth--;
            continue;
        }
        const struct ts_delegation *delegation = &targets->delegations[at];
        if (!search->is_everything) {
            if (!ts_delegation_covers(delegation, search->path))
                continue;
            if (delegation->terminating)
                search->depth = 0;
        }
        if (!is_visited(search, delegation->name))
            return delegation;
    }
    return NULL;
}

static void
enter(struct ts_search *search, const struct ts_targets *targets)
{
    if (!search->is_everything)
        search->found = ts_targets_find(targets, search->path);
    search->frames[search->depth].targets = targets;
    search->frames[search->depth].next = 0;
    search->depth++;
}

static void
start(struct ts_search *search, const struct ts_targets *top, ts_span path)
{
    *search = (struct ts_search){ .path = path, .is_everything = path.len == 0 };
    enter(search, top);
}

static const struct ts_targets *
find_loaded(const struct ts_refresh *refresh, const struct ts_delegation *delegation)
{
    for (const struct ts_loaded_role *at = refresh->loaded; at; at = at->next) {
        if (at->by == delegation)
            return &at->targets;
    }
    return NULL;
}

/* As far as it goes with the roles that are loaded: true at the end, false when
 * search->entering is to be loaded first. */
static bool
walk(const struct ts_refresh *refresh, struct ts_search *search)
{
    while (!search->found) {
        if (!search->entering)
            search->entering = next_delegation(search);
        if (!search->entering || search->visited_count == TS_ROLES_MAX)
            return true;
        const struct ts_targets *targets = find_loaded(refresh, search->entering);
        if (!targets)
            return false;
        search->visited[search->visited_count++] = search->entering->name;
        search->entering = NULL;
        enter(search, targets);
    }
    return true;
}

static enum ts_status
append(struct ts_refresh *refresh, const struct ts_targets *targets,
       struct ts_fault *fault)
{
    struct ts_loaded_role *role = ts_arena_take(refresh->arena, sizeof(*role));
    if (!role)
        return ts_fault_set(fault, TS_NO_SPACE, 0, "the arena is full");
    *role =
        (struct ts_loaded_role){ .by = refresh->search.entering, .targets = *targets };
    struct ts_loaded_role **end = &refresh->loaded;
    while (*end)
        end = &(*end)->next;
    *end = role;
    return TS_OK;
}

/* Ends with something wanted, or with the search. */
static enum ts_status
go_on(struct ts_refresh *refresh, struct ts_fault *fault)
{
    struct ts_search *search = &refresh->search;
    while (!walk(refresh, search)) {
        struct ts_targets targets;
        bool is_found;
        enum ts_status status =
            ts_role_from_store(refresh, &targets, search->entering, &is_found, fault);
        if (status != TS_OK)
            return status;
        if (!is_found) {
            refresh->stage = TS_STAGE_DELEGATED;
            return ts_role_want(refresh, search->entering, fault);
        }
        status = append(refresh, &targets, fault);
        if (status != TS_OK)
            return status;
    }
    refresh->stage = TS_STAGE_NONE;
    return TS_OK;
}

enum ts_status
ts_refresh_give_delegated(struct ts_refresh *refresh, ts_span bytes,
                          struct ts_fault *fault)
{
    struct ts_targets targets;
    enum ts_status status =
        ts_role_served(refresh, &targets, refresh->search.entering, bytes, fault);
    if (status == TS_OK)
        status = append(refresh, &targets, fault);
    return status == TS_OK ? go_on(refresh, fault) : status;
}

static enum ts_status
begin_search(struct ts_refresh *refresh, ts_span path, struct ts_fault *fault)
{
    refresh->is_expired = false;
    start(&refresh->search, &refresh->targets, path);
    enum ts_status status = go_on(refresh, fault);
    if (status == TS_OK)
        return ts_fault_set(fault, TS_OK, 0, NULL);
    refresh->stage = TS_STAGE_NONE;
    return status;
}

enum ts_status
ts_refresh_find(struct ts_refresh *refresh, ts_span path, struct ts_fault *fault)
{
    refresh->search = (struct ts_search){ 0 };
    if (!refresh->is_current)
        return ts_fault_set(fault, TS_ABSENT, 0, "TUF 5.6.7");
    /* No signed path is like that (FORMAT.md 2.10). */
    if (path.len == 0 || path.len > sizeof(refresh->path))
        return ts_fault_set(fault, TS_OK, 0, NULL);
    memcpy(refresh->path, path.at, path.len);
    return begin_search(refresh, (ts_span){ (const uint8_t *)refresh->path, path.len },
                        fault);
}

enum ts_status
ts_refresh_load_roles(struct ts_refresh *refresh, struct ts_fault *fault)
{
    refresh->search = (struct ts_search){ 0 };
    if (!refresh->is_current)
        return ts_fault_set(fault, TS_ABSENT, 0, "TUF 5.6.7");
    return begin_search(refresh, (ts_span){ 0 }, fault);
}

const struct ts_target *
ts_refresh_target(const struct ts_refresh *refresh)
{
    return refresh->stage == TS_STAGE_NONE ? refresh->search.found : NULL;
}

static void
tell(const struct ts_refresh *refresh, const struct ts_targets *targets, ts_span role,
     ts_refresh_each_target *each, void *context)
{
    for (size_t i = 0; i < targets->count; i++) {
        struct ts_search search;
        start(&search, &refresh->targets, targets->items[i].path);
        if (walk(refresh, &search) && search.found == &targets->items[i])
            each(search.found, role, context);
    }
}

void
ts_refresh_each(const struct ts_refresh *refresh, ts_refresh_each_target *each,
                void *context)
{
    if (!refresh->is_current)
        return;
    tell(refresh, &refresh->targets, TS_SPAN_LIT("targets"), each, context);
    for (const struct ts_loaded_role *at = refresh->loaded; at; at = at->next)
        tell(refresh, &at->targets, at->by->name, each, context);
}
