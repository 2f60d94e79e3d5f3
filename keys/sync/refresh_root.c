#include "keys/sync/refresh_form.h"

#include "firmware/base/writer.h"
#include "keys/trust/scratch.h"

/*
 * Recovery from a fast-forward attack (TUF 5.3.11) begins with a root that is
 * stored and ends with two files being deleted. So that a power cut in between
 * does not end it halfway, the version of that root is written down before it is
 * stored. Deleting first would be wrong the other way: while the old root is still in
 * force, what it signed must not be forgotten.
 */
#define RECOVERY "recovery"

static enum ts_status
want_next(struct ts_refresh *refresh, struct ts_fault *fault)
{
    refresh->stage = TS_STAGE_ROOT;
    return ts_refresh_set_want(refresh, "root", ts_root_version(refresh->root) + 1, NULL,
                               TS_ROOT_BYTES_MAX, fault);
}

/* What is not a number was not written by us; recovering once too often is
 * harmless. */
static enum ts_status
take_recovery(struct ts_refresh *refresh, ts_span bytes, void *context)
{
    (void)context;
    uint64_t version = 0;
    for (size_t i = 0; i < bytes.len && version < UINT64_MAX / 16; i++) {
        if (bytes.at[i] < '0' || bytes.at[i] > '9')
            break;
        version = 10 * version + (uint64_t)(bytes.at[i] - '0');
    }
    refresh->recovery = version ? version : 1;
    return TS_OK;
}

static enum ts_status
note_rotation(struct ts_refresh *refresh, const struct ts_root *next,
              struct ts_fault *fault)
{
    uint8_t text[24];
    struct ts_writer w = ts_writer_over(TS_ROOM_OF(text));
    uint64_t version = ts_root_version(next);
    if (!ts_root_has_rotated(refresh->root, next, TS_ROLE_TIMESTAMP)
        && !ts_root_has_rotated(refresh->root, next, TS_ROLE_SNAPSHOT))
        return TS_OK;
    /* One that is due already must not be put off until a root that may never come. */
    if (refresh->recovery != 0 && refresh->recovery <= version)
        return TS_OK;
    ts_write_decimal(&w, (int64_t)version);
    refresh->recovery = version;
    return ts_refresh_keep(refresh, RECOVERY, ts_writer_span(&w), fault);
}

static enum ts_status
recover(struct ts_refresh *refresh, struct ts_fault *fault)
{
    static const char *const names[] = { "timestamp.json", "snapshot.json", RECOVERY };
    if (refresh->recovery == 0 || refresh->recovery > ts_root_version(refresh->root))
        return TS_OK;
    for (size_t i = 0; i < TS_COUNT(names); i++) {
        enum ts_status status = ts_store_remove(refresh->store, names[i]);
        if (status != TS_OK)
            return ts_fault_set(fault, status, 0, "TUF 5.3.11");
    }
    refresh->recovery = 0;
    return TS_OK;
}

static enum ts_status
read_stored(struct ts_refresh *refresh, struct ts_fault *fault)
{
    ts_span bytes;
    struct ts_arena scratch = ts_scratch_borrow(refresh->arena);
    enum ts_status status =
        ts_store_read(refresh->store, &scratch, &bytes, "root.json", TS_ROOT_BYTES_MAX);
    if (status == TS_OK)
        status = ts_root_read(refresh->arena, &refresh->root, bytes, fault);
    else
        (void)ts_fault_set(fault, status, 0, "TUF 5.2");
    ts_scratch_return(refresh->arena, &scratch);
    return status;
}

enum ts_status
ts_refresh_begin_root(struct ts_refresh *refresh, struct ts_fault *fault)
{
    bool is_found;
    refresh->root_mark = refresh->arena->used;
    enum ts_status status = read_stored(refresh, fault);
    if (status != TS_OK)
        return status;
    status = ts_refresh_stored(refresh, RECOVERY, 64, take_recovery, NULL, &is_found);
    if (status != TS_OK)
        return ts_fault_set(fault, status, 0, "TUF 5.3.11");
    return want_next(refresh, fault);
}

/* Read a second time, to where the root before it was: so a chain of any length takes
 * the room of two. */
static void
adopt(struct ts_refresh *refresh, ts_span bytes)
{
    ts_arena_rewind(refresh->arena, refresh->root_mark);
    enum ts_status status = ts_root_read(refresh->arena, &refresh->root, bytes, NULL);
    TS_CHECK(status == TS_OK);
}

enum ts_status
ts_refresh_give_root(struct ts_refresh *refresh, ts_span bytes, struct ts_fault *fault)
{
    const struct ts_root *next;
    enum ts_status status =
        ts_root_read_next(refresh->arena, &next, refresh->root, bytes, fault);
    if (status == TS_OK)
        status = note_rotation(refresh, next, fault);
    if (status == TS_OK)
        status = ts_refresh_keep(refresh, "root.json", bytes, fault);
    if (status != TS_OK)
        return status;
    adopt(refresh, bytes);
    if (++refresh->root_count == TS_ROOT_CHAIN_MAX)
        return ts_refresh_end_roots(refresh, fault);
    return want_next(refresh, fault);
}

enum ts_status
ts_refresh_end_roots(struct ts_refresh *refresh, struct ts_fault *fault)
{
    enum ts_status status = ts_refresh_check_time(refresh, ts_root_expires(refresh->root),
                                                  "TUF 5.3.10", fault);
    if (status == TS_OK)
        status = recover(refresh, fault);
    return status == TS_OK ? ts_refresh_begin_timestamp(refresh, fault) : status;
}
