#include "keys/sync/refresh_form.h"

/* Timestamp, snapshot and targets of the root: each says what the next must be. */

/* 0 where names carry no versions. */
static uint64_t
version_in_name(const struct ts_refresh *refresh, const struct ts_meta *meta)
{
    return ts_root_is_consistent(refresh->root) ? meta->version : 0;
}

static enum ts_status
begin_targets(struct ts_refresh *refresh, struct ts_fault *fault)
{
    bool is_found;
    enum ts_status status =
        ts_role_from_store(refresh, &refresh->targets, NULL, &is_found, fault);
    if (status != TS_OK)
        return status;
    if (is_found) {
        refresh->has_targets = true;
        refresh->is_current = true;
        refresh->stage = TS_STAGE_NONE;
        return TS_OK;
    }
    refresh->stage = TS_STAGE_TARGETS;
    return ts_role_want(refresh, NULL, fault);
}

enum ts_status
ts_refresh_give_targets(struct ts_refresh *refresh, ts_span bytes, struct ts_fault *fault)
{
    enum ts_status status =
        ts_role_served(refresh, &refresh->targets, NULL, bytes, fault);
    if (status != TS_OK)
        return status;
    refresh->has_targets = true;
    refresh->is_current = true;
    refresh->stage = TS_STAGE_NONE;
    return TS_OK;
}

/* The stored snapshot is two things: what a new one must not fall behind, whatever
 * it says; and the current one, if it is what the timestamp announces. */
static enum ts_status
take_snapshot(struct ts_refresh *refresh, ts_span bytes, void *context)
{
    (void)context;
    const struct ts_meta *meta = &refresh->timestamp.snapshot;
    enum ts_status status =
        ts_snapshot_read(refresh->arena, &refresh->previous, refresh->root, bytes, NULL);
    if (status != TS_OK)
        return status;
    refresh->has_previous = true;
    if (refresh->previous.version != meta->version
        || refresh->now.s >= refresh->previous.expires.s)
        return TS_ROLLBACK;
    return ts_meta_check(meta, bytes);
}

static enum ts_status
begin_snapshot(struct ts_refresh *refresh, struct ts_fault *fault)
{
    bool is_found;
    const struct ts_meta *meta = &refresh->timestamp.snapshot;
    enum ts_status status = ts_refresh_stored(
        refresh, "snapshot.json", TS_SNAPSHOT_BYTES_MAX, take_snapshot, NULL, &is_found);
    if (status != TS_OK)
        return ts_fault_set(fault, status, 0, "snapshot.json");
    if (is_found) {
        refresh->snapshot = refresh->previous;
        refresh->has_snapshot = true;
        return begin_targets(refresh, fault);
    }
    refresh->stage = TS_STAGE_SNAPSHOT;
    return ts_refresh_set_want(refresh, "snapshot", version_in_name(refresh, meta), meta,
                               TS_SNAPSHOT_BYTES_MAX, fault);
}

/* Both are sorted by name. */
static bool
is_rolled_back(const struct ts_snapshot *older, const struct ts_snapshot *newer)
{
    size_t at = 0;
    for (size_t i = 0; i < older->count; i++) {
        while (at < newer->count
               && ts_span_compare(newer->items[at].name, older->items[i].name) < 0)
            at++;
        if (at == newer->count
            || !ts_span_equal(newer->items[at].name, older->items[i].name)
            || newer->items[at].version < older->items[i].version)
            return true;
    }
    return newer->version < older->version;
}

enum ts_status
ts_refresh_give_snapshot(struct ts_refresh *refresh, ts_span bytes,
                         struct ts_fault *fault)
{
    struct ts_snapshot draft;
    const struct ts_meta *meta = &refresh->timestamp.snapshot;
    enum ts_status status = ts_meta_check(meta, bytes);
    if (status != TS_OK)
        return ts_fault_set(fault, status, 0, "TUF 5.5.2");
    status = ts_snapshot_read(refresh->arena, &draft, refresh->root, bytes, fault);
    if (status != TS_OK)
        return status;
    if (draft.version != meta->version)
        return ts_fault_set(fault, TS_UNTRUSTED, 0, "TUF 5.5.4");
    if (refresh->has_previous && is_rolled_back(&refresh->previous, &draft))
        return ts_fault_set(fault, TS_ROLLBACK, 0, "TUF 5.5.5");
    status = ts_refresh_check_time(refresh, draft.expires, "TUF 5.5.6", fault);
    if (status == TS_OK)
        status = ts_refresh_keep(refresh, "snapshot.json", bytes, fault);
    if (status != TS_OK)
        return status;
    refresh->snapshot = draft;
    refresh->has_snapshot = true;
    return begin_targets(refresh, fault);
}

static enum ts_status
take_timestamp(struct ts_refresh *refresh, ts_span bytes, void *context)
{
    (void)context;
    return ts_timestamp_read(refresh->arena, &refresh->timestamp, refresh->root, bytes,
                             NULL);
}

enum ts_status
ts_refresh_begin_timestamp(struct ts_refresh *refresh, struct ts_fault *fault)
{
    /* One that has expired still says what must not be rolled back. One that the
     * keys of today did not sign says nothing. */
    enum ts_status status =
        ts_refresh_stored(refresh, "timestamp.json", TS_TIMESTAMP_BYTES_MAX,
                          take_timestamp, NULL, &refresh->has_timestamp);
    if (status != TS_OK)
        return ts_fault_set(fault, status, 0, "timestamp.json");
    refresh->stage = TS_STAGE_TIMESTAMP;
    return ts_refresh_set_want(refresh, "timestamp", 0, NULL, TS_TIMESTAMP_BYTES_MAX,
                               fault);
}

static enum ts_status
accept_timestamp(struct ts_refresh *refresh, const struct ts_timestamp *draft,
                 ts_span bytes, struct ts_fault *fault)
{
    const struct ts_timestamp *trusted = &refresh->timestamp;
    if (refresh->has_timestamp && draft->snapshot.version < trusted->snapshot.version)
        return ts_fault_set(fault, TS_ROLLBACK, 0, "TUF 5.4.3.2");
    enum ts_status status =
        ts_refresh_check_time(refresh, draft->expires, "TUF 5.4.4", fault);
    if (status == TS_OK)
        status = ts_refresh_keep(refresh, "timestamp.json", bytes, fault);
    if (status != TS_OK)
        return status;
    refresh->timestamp = *draft;
    refresh->has_timestamp = true;
    return TS_OK;
}

enum ts_status
ts_refresh_give_timestamp(struct ts_refresh *refresh, ts_span bytes,
                          struct ts_fault *fault)
{
    struct ts_timestamp draft;
    enum ts_status status =
        ts_timestamp_read(refresh->arena, &draft, refresh->root, bytes, fault);
    if (status != TS_OK)
        return status;
    if (refresh->has_timestamp && draft.version < refresh->timestamp.version)
        return ts_fault_set(fault, TS_ROLLBACK, 0, "TUF 5.4.3.1");
    /* The same version is no news, and the trusted one stays. It goes on from there
     * all the same: the refresh before this one may have been cut off. */
    if (refresh->has_timestamp && draft.version == refresh->timestamp.version)
        status = ts_refresh_check_time(refresh, refresh->timestamp.expires, "TUF 5.4.4",
                                       fault);
    else
        status = accept_timestamp(refresh, &draft, bytes, fault);
    return status == TS_OK ? begin_snapshot(refresh, fault) : status;
}
