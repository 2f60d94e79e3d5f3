#include "keys/trust/trust_folder.h"

#include "firmware/base/writer.h"

#include <stdio.h>
#include <string.h>

static const char ROOT[] = "root.json";
static const char TIMESTAMP[] = "timestamp.json";
static const char SNAPSHOT[] = "snapshot.json";
static const char TARGETS[] = "targets.json";

enum {
    FILE_BYTES_MAX = TS_TARGET_BYTES_MAX,
    NAME_SIZE = 128,
    ROOTS_MAX = 1024, /* One a rotation. A folder cannot make us walk for ever. */
};

/* What is being read. */
struct reading {
    struct ts_arena *arena;
    struct ts_trust_folder *folder;
    struct ts_fault *fault;
    struct ts_trust_promises draft;
    struct ts_snapshot snapshot;
    struct ts_targets targets;
    struct ts_target *items;
    struct ts_trust_problem *problems;
};

static enum ts_status
read_file(const struct reading *r, ts_span *bytes, const char *file)
{
    struct ts_file_name name;
    enum ts_status status =
        ts_generation_metadata(&name, &r->folder->generation, ts_span_text(file));
    if (status == TS_OK)
        status =
            ts_store_read(r->folder->store, r->arena, bytes, name.text, FILE_BYTES_MAX);
    return status;
}

/* "7.targets.json" where names carry versions, else "targets.json". */
static enum ts_status
read_version(const struct reading *r, ts_span *bytes, uint64_t version, const char *file)
{
    char name[NAME_SIZE];
    enum ts_status status = TS_ABSENT;
    int len = snprintf(name, sizeof(name), "%llu.%s", (unsigned long long)version, file);
    if (r->folder->is_consistent && !r->folder->generation.name[0] && len > 0
        && (size_t)len < sizeof(name))
        status = read_file(r, bytes, name);
    return status == TS_ABSENT ? read_file(r, bytes, file) : status;
}

/* The file that meta promises, by its version, and by length and hash where they are
 * given. The version inside is the caller's to compare. */
static enum ts_status
read_promised(const struct reading *r, ts_span *bytes, const struct ts_meta *meta,
              const char *file)
{
    enum ts_status status = read_version(r, bytes, meta->version, file);
    if (status == TS_OK)
        status = ts_meta_check(meta, *bytes);
    return status;
}

static enum ts_status
is_version(const struct ts_meta *meta, uint64_t version)
{
    return meta->version == version ? TS_OK : TS_UNTRUSTED;
}

/* A root that is believed because of where it lies, and those after it (1.10). */
static enum ts_status
read_root(struct reading *r)
{
    ts_span bytes = { 0 };
    char name[NAME_SIZE];
    const struct ts_root *next = NULL;
    enum ts_status status = read_file(r, &bytes, ROOT);
    if (status == TS_ABSENT)
        status = read_file(r, &bytes, "1.root.json");
    if (status != TS_OK)
        return ts_fault_set(r->fault, status, 0, ROOT);
    status = ts_root_read(r->arena, &r->draft.root, bytes, r->fault);
    for (size_t i = 0; status == TS_OK && i < ROOTS_MAX; i++) {
        unsigned long long version = ts_root_version(r->draft.root) + 1;
        snprintf(name, sizeof(name), "%llu.root.json", version);
        status = read_file(r, &bytes, name);
        if (status == TS_ABSENT)
            break;
        if (status != TS_OK)
            return ts_fault_set(r->fault, status, 0, ROOT);
        status = ts_root_read_next(r->arena, &next, r->draft.root, bytes, r->fault);
        if (status == TS_OK)
            r->draft.root = next;
    }
    if (status == TS_ABSENT)
        status = TS_OK;
    if (status == TS_OK)
        r->folder->is_consistent = ts_root_is_consistent(r->draft.root);
    return status;
}

/* Room for what all roles promise: a role more at a time would copy every time. */
static enum ts_status
make_room(struct reading *r)
{
    r->items = ts_arena_take_array(r->arena, TS_TARGETS_MAX, sizeof(*r->items));
    r->problems = ts_arena_take_array(r->arena, TS_ROLES_MAX, sizeof(*r->problems));
    r->draft.items = r->items;
    r->draft.problems = r->problems;
    if (!r->items || !r->problems)
        return ts_fault_set(r->fault, TS_NO_SPACE, 0, TARGETS);
    return TS_OK;
}

static bool
is_promised(const struct reading *r, ts_span path)
{
    for (size_t i = 0; i < r->draft.count; i++)
        if (ts_span_equal(r->items[i].path, path))
            return true;
    return false;
}

/* Whether the delegation at index may speak for a path: it covers it, and none before it
 * has the last word on it (1.11). */
static bool
may_speak(const struct ts_targets *targets, size_t index, ts_span path)
{
    for (size_t i = 0; i < index; i++)
        if (targets->delegations[i].terminating
            && ts_delegation_covers(&targets->delegations[i], path))
            return false;
    return ts_delegation_covers(&targets->delegations[index], path);
}

static enum ts_status
add_targets(struct reading *r, const struct ts_targets *from, size_t index)
{
    for (size_t i = 0; i < from->count; i++) {
        const struct ts_target *target = &from->items[i];
        if (from != &r->targets
            && (!may_speak(&r->targets, index, target->path)
                || is_promised(r, target->path)))
            continue;
        if (r->draft.count == TS_TARGETS_MAX)
            return ts_fault_set(r->fault, TS_OVER_LIMIT, 0, "TS_TARGETS_MAX");
        r->items[r->draft.count++] = *target;
    }
    return TS_OK;
}

static void
note_problem(struct reading *r, ts_span role, enum ts_status status)
{
    r->problems[r->draft.problem_count++] = (struct ts_trust_problem){
        .what = role, .fault = { .status = status, .rule = "FORMAT.md 1.11" }
    };
}

/* A role below the targets role: what is missing or cannot be named is a problem, what is
 * there and not signed refuses the folder. */
static enum ts_status
read_delegated(struct reading *r, size_t index)
{
    char file[NAME_SIZE];
    const struct ts_delegation *delegation = &r->targets.delegations[index];
    const struct ts_meta *meta = ts_snapshot_find(&r->snapshot, delegation->name);
    struct ts_targets targets;
    ts_span bytes = { 0 };
    struct ts_writer w = ts_writer_over(TS_ROOM_OF(file));
    ts_write_bytes(&w, delegation->name);
    ts_write_text(&w, ".json");
    ts_write_u8(&w, 0);
    enum ts_status status = TS_ABSENT;
    if (meta)
        status = w.full || !ts_store_name_valid(file)
                     ? TS_UNSUPPORTED
                     : read_promised(r, &bytes, meta, file);
    if (status == TS_ABSENT || status == TS_UNSUPPORTED) {
        note_problem(r, delegation->name, status);
        return TS_OK;
    }
    if (status == TS_OK)
        status = ts_delegated_read(r->arena, &targets, delegation, bytes, r->fault);
    if (status == TS_OK)
        status = is_version(meta, targets.version);
    if (status != TS_OK)
        return ts_fault_set(r->fault, status, 0, "FORMAT.md 1.11");
    return add_targets(r, &targets, index);
}

static enum ts_status
read_snapshot(struct reading *r, const struct ts_timestamp *timestamp)
{
    ts_span bytes = { 0 };
    enum ts_status status = read_promised(r, &bytes, &timestamp->snapshot, SNAPSHOT);
    if (status == TS_OK)
        status = ts_snapshot_read(r->arena, &r->snapshot, r->draft.root, bytes, NULL);
    if (status == TS_OK)
        status = is_version(&timestamp->snapshot, r->snapshot.version);
    /* Promised and not there: a folder that lost a file on its way. */
    if (status == TS_ABSENT)
        status = TS_UNTRUSTED;
    return ts_fault_set(r->fault, status, 0, SNAPSHOT);
}

static enum ts_status
read_targets(struct reading *r)
{
    ts_span bytes = { 0 };
    const struct ts_meta *meta = ts_snapshot_find(&r->snapshot, TS_SPAN_LIT("targets"));
    enum ts_status status = meta ? read_promised(r, &bytes, meta, TARGETS) : TS_UNTRUSTED;
    if (status == TS_OK)
        status = ts_targets_read(r->arena, &r->targets, r->draft.root, bytes, NULL);
    if (status == TS_OK)
        status = is_version(meta, r->targets.version);
    if (status == TS_ABSENT)
        status = TS_UNTRUSTED;
    return ts_fault_set(r->fault, status, 0, TARGETS);
}

/* All of TUF: the timestamp names the snapshot, which names the rest. */
static enum ts_status
read_chain(struct reading *r, ts_span bytes)
{
    struct ts_timestamp timestamp;
    enum ts_status status =
        ts_timestamp_read(r->arena, &timestamp, r->draft.root, bytes, r->fault);
    if (status == TS_OK)
        status = read_snapshot(r, &timestamp);
    if (status == TS_OK)
        status = read_targets(r);
    if (status == TS_OK && r->targets.delegation_count > TS_ROLES_MAX)
        status = ts_fault_set(r->fault, TS_OVER_LIMIT, 0, "TS_ROLES_MAX");
    if (status == TS_OK)
        status = add_targets(r, &r->targets, 0);
    for (size_t i = 0; status == TS_OK && i < r->targets.delegation_count; i++)
        status = read_delegated(r, i);
    if (status != TS_OK)
        return status;
    r->draft.epoch = timestamp.version;
    r->draft.expires = timestamp.expires;
    r->draft.issued = timestamp.issued;
    if (timestamp.issued.s == TS_UTC_ALWAYS.s)
        r->draft.issued = r->targets.issued;
    return TS_OK;
}

/* The flat layout, and a folder that has a root and waits for its first lists: no
 * targets, not a failure. */
static enum ts_status
read_flat(struct reading *r)
{
    ts_span bytes = { 0 };
    enum ts_status status =
        r->folder->is_consistent ? TS_ABSENT : read_file(r, &bytes, TARGETS);
    if (status == TS_ABSENT && !r->folder->generation.name[0])
        return TS_OK;
    if (status == TS_OK)
        status = ts_targets_read(r->arena, &r->targets, r->draft.root, bytes, r->fault);
    else
        status = ts_fault_set(r->fault, status, 0, TARGETS);
    if (status == TS_OK)
        status = add_targets(r, &r->targets, 0);
    if (status != TS_OK)
        return status;
    r->draft.epoch = r->targets.version;
    r->draft.expires = r->targets.expires;
    r->draft.issued = r->targets.issued;
    return TS_OK;
}

enum ts_status
ts_trust_read_promises(struct ts_arena *arena, struct ts_trust_promises *promises,
                       struct ts_trust_folder *folder, struct ts_fault *fault)
{
    struct reading r = {
        .arena = arena,
        .folder = folder,
        .fault = fault,
        .draft = { .issued = TS_UTC_ALWAYS, .expires = TS_UTC_NEVER },
    };
    ts_span bytes = { 0 };
    enum ts_status status = read_root(&r);
    if (status == TS_OK)
        status = make_room(&r);
    if (status != TS_OK)
        return status;
    status = read_file(&r, &bytes, TIMESTAMP);
    if (status == TS_ABSENT)
        status = read_flat(&r);
    else if (status == TS_OK)
        status = read_chain(&r, bytes);
    else
        status = ts_fault_set(fault, status, 0, TIMESTAMP);
    if (status == TS_OK)
        *promises = r.draft;
    return status;
}

const struct ts_target *
ts_trust_find_promise(const struct ts_trust_promises *promises, ts_span path)
{
    for (size_t i = 0; i < promises->count; i++)
        if (ts_span_equal(promises->items[i].path, path))
            return &promises->items[i];
    return NULL;
}
