#include "keys/sync/refresh_form.h"

static ts_span
name_of(const struct ts_delegation *delegation)
{
    return delegation ? delegation->name : TS_SPAN_LIT("targets");
}

/* The four checks of TUF 5.6.2 to 5.6.5. */
static enum ts_status
check_role(struct ts_refresh *refresh, struct ts_targets *targets,
           const struct ts_delegation *delegation, ts_span bytes, struct ts_fault *fault)
{
    const struct ts_meta *meta =
        ts_snapshot_find(&refresh->snapshot, name_of(delegation));
    struct ts_targets draft;
    enum ts_status status;
    if (!meta)
        return ts_fault_set(fault, TS_UNTRUSTED, 0, "TUF 5.6.1");
    status = ts_meta_check(meta, bytes);
    if (status != TS_OK)
        return ts_fault_set(fault, status, 0, "TUF 5.6.2");
    if (delegation)
        status = ts_delegated_read(refresh->arena, &draft, delegation, bytes, fault);
    else
        status = ts_targets_read(refresh->arena, &draft, refresh->root, bytes, fault);
    if (status != TS_OK)
        return status;
    if (draft.version != meta->version)
        return ts_fault_set(fault, TS_UNTRUSTED, 0, "TUF 5.6.4");
    status = ts_refresh_check_time(refresh, draft.expires, "TUF 5.6.5", fault);
    if (status == TS_OK)
        *targets = draft;
    return status;
}

struct stored {
    struct ts_targets *targets;
    const struct ts_delegation *delegation;
};

static enum ts_status
take_role(struct ts_refresh *refresh, ts_span bytes, void *context)
{
    const struct stored *stored = context;
    enum ts_status status =
        check_role(refresh, stored->targets, stored->delegation, bytes, NULL);
    /* That the stored one has expired is no failure: it is fetched anew. */
    refresh->is_expired = false;
    return status;
}

/* Its file, once it is certain that the snapshot knows it. */
static enum ts_status
find_file(const struct ts_refresh *refresh, char file[static TS_ROLE_FILE_SIZE],
          const struct ts_meta **meta, ts_span name, struct ts_fault *fault)
{
    *meta = ts_snapshot_find(&refresh->snapshot, name);
    if (!*meta)
        return ts_fault_set(fault, TS_UNTRUSTED, 0, "TUF 5.6.1");
    return ts_fault_set(fault, ts_role_file(file, name), 0, "FORMAT.md 2.22");
}

enum ts_status
ts_role_from_store(struct ts_refresh *refresh, struct ts_targets *targets,
                   const struct ts_delegation *delegation, bool *is_found,
                   struct ts_fault *fault)
{
    char file[TS_ROLE_FILE_SIZE];
    const struct ts_meta *meta;
    struct stored stored = { targets, delegation };
    enum ts_status status = find_file(refresh, file, &meta, name_of(delegation), fault);
    if (status != TS_OK)
        return status;
    status = ts_refresh_stored(refresh, file, TS_TARGETS_BYTES_MAX, take_role, &stored,
                               is_found);
    return ts_fault_set(fault, status, 0, "the metadata folder");
}

enum ts_status
ts_role_want(struct ts_refresh *refresh, const struct ts_delegation *delegation,
             struct ts_fault *fault)
{
    char role[TS_ROLE_FILE_SIZE];
    const struct ts_meta *meta =
        ts_snapshot_find(&refresh->snapshot, name_of(delegation));
    if (!meta || ts_role_url(role, name_of(delegation)) != TS_OK)
        return ts_fault_set(fault, TS_UNTRUSTED, 0, "TUF 5.6.1");
    return ts_refresh_set_want(refresh, role,
                               ts_root_is_consistent(refresh->root) ? meta->version : 0,
                               meta, TS_TARGETS_BYTES_MAX, fault);
}

enum ts_status
ts_role_served(struct ts_refresh *refresh, struct ts_targets *targets,
               const struct ts_delegation *delegation, ts_span bytes,
               struct ts_fault *fault)
{
    char file[TS_ROLE_FILE_SIZE];
    const struct ts_meta *meta;
    enum ts_status status = find_file(refresh, file, &meta, name_of(delegation), fault);
    if (status == TS_OK)
        status = check_role(refresh, targets, delegation, bytes, fault);
    return status == TS_OK ? ts_refresh_keep(refresh, file, bytes, fault) : status;
}
