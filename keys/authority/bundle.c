#include "keys/authority/bundle.h"

#include "firmware/base/writer.h"
#include "keys/trust/repository.h"

#include <stdio.h>
#include <string.h>

enum {
    FILE_MAX = TS_TARGET_BYTES_MAX,
    NAMES_MAX = TS_TARGETS_MAX + TS_ROLES_MAX + 2,
    ROOTS_MAX = 1024,
};

static const char TIMESTAMP[] = "timestamp.json";

struct copying {
    struct ts_arena *arena;
    struct ts_store *repo, *stick;
    struct ts_fault *fault;
    const struct ts_root *root;
    struct ts_snapshot snapshot;
    struct ts_targets targets;
    struct ts_file_name *names; /* That carry a version or a hash. */
    size_t count;
    struct ts_bundle done;
};

static enum ts_status
fail(const struct copying *c, enum ts_status status, const char *rule)
{
    return ts_fault_set(c->fault, status, 0, rule);
}

/* Sticks wear: what is there is not written again. */
static enum ts_status
put(struct copying *c, const char *name, ts_span bytes)
{
    ts_span there;
    size_t used = c->arena->used;
    c->done.files++;
    c->done.bytes += bytes.len;
    bool same = ts_store_read(c->stick, c->arena, &there, name, FILE_MAX) == TS_OK
                && ts_span_equal(there, bytes);
    ts_arena_rewind(c->arena, used);
    return same ? TS_OK : ts_store_replace(c->stick, name, bytes, false);
}

static enum ts_status
put_named(struct copying *c, const struct ts_file_name *name, ts_span bytes)
{
    if (c->count == NAMES_MAX)
        return TS_OVER_LIMIT;
    c->names[c->count++] = *name;
    return put(c, name->text, bytes);
}

/* Every root from the first on, each believed by the one before it. */
static enum ts_status
copy_roots(struct copying *c)
{
    char name[40];
    ts_span newest = { 0 };
    for (size_t version = 1; version <= ROOTS_MAX; version++) {
        ts_span bytes;
        snprintf(name, sizeof(name), "%zu.root.json", version);
        enum ts_status status = ts_store_read(c->repo, c->arena, &bytes, name, FILE_MAX);
        if (status == TS_ABSENT && version > 1)
            break;
        if (status == TS_OK && version == 1)
            status = ts_root_read(c->arena, &c->root, bytes, NULL);
        else if (status == TS_OK)
            status = ts_root_read_next(c->arena, &c->root, c->root, bytes, NULL);
        if (status == TS_OK)
            status = put(c, name, bytes);
        if (status != TS_OK)
            return fail(c, status, "root.json");
        newest = bytes;
    }
    return fail(c, put(c, "root.json", newest), "root.json");
}

/* Another authority's stick is not written over by mistake. */
static enum ts_status
check_stick(struct copying *c)
{
    ts_span there;
    ts_span own;
    enum ts_status status =
        ts_store_read(c->stick, c->arena, &there, "1.root.json", FILE_MAX);
    if (status == TS_ABSENT)
        return TS_OK;
    if (status == TS_OK)
        status = ts_store_read(c->repo, c->arena, &own, "1.root.json", FILE_MAX);
    if (status == TS_OK && !ts_span_equal(there, own))
        status = TS_DUPLICATE;
    return fail(c, status, "root.json");
}

/* A damaged stick has nothing that could be newer. */
static enum ts_status
check_age(struct copying *c, const struct ts_timestamp *timestamp)
{
    ts_span there;
    struct ts_timestamp other;
    if (ts_store_read(c->stick, c->arena, &there, TIMESTAMP, FILE_MAX) == TS_OK
        && ts_timestamp_read(c->arena, &other, c->root, there, NULL) == TS_OK
        && other.version > timestamp->version)
        return fail(c, TS_ROLLBACK, TIMESTAMP);
    return TS_OK;
}

/* The file that meta promises, as VERSION.FILE. */
static enum ts_status
read_promised(struct copying *c, struct ts_file_name *name, ts_span *bytes,
              const struct ts_meta *meta)
{
    struct ts_writer w = ts_writer_over(TS_ROOM_OF(name->text));
    ts_write_decimal(&w, (int64_t)meta->version);
    ts_write_u8(&w, '.');
    ts_write_bytes(&w, meta->name);
    ts_write_u8(&w, 0);
    if (w.full)
        return TS_OVER_LIMIT;
    enum ts_status status = ts_store_read(c->repo, c->arena, bytes, name->text, FILE_MAX);
    return status == TS_OK ? ts_meta_check(meta, *bytes) : status;
}

static enum ts_status
copy_snapshot(struct copying *c, const struct ts_meta *meta)
{
    struct ts_file_name name;
    ts_span bytes;
    enum ts_status status = read_promised(c, &name, &bytes, meta);
    if (status == TS_OK)
        status = ts_snapshot_read(c->arena, &c->snapshot, c->root, bytes, NULL);
    if (status == TS_OK && c->snapshot.version != meta->version)
        status = TS_UNTRUSTED;
    if (status == TS_OK)
        status = put_named(c, &name, bytes);
    return fail(c, status, "snapshot.json");
}

/* Of a role: delegation NULL is the targets role itself. */
static enum ts_status
copy_role(struct copying *c, struct ts_targets *targets,
          const struct ts_delegation *delegation)
{
    struct ts_file_name name;
    ts_span bytes;
    ts_span role = delegation ? delegation->name : TS_SPAN_LIT("targets");
    const struct ts_meta *meta = ts_snapshot_find(&c->snapshot, role);
    enum ts_status status = meta ? read_promised(c, &name, &bytes, meta) : TS_ABSENT;
    if (status == TS_OK)
        status = delegation
                     ? ts_delegated_read(c->arena, targets, delegation, bytes, NULL)
                     : ts_targets_read(c->arena, targets, c->root, bytes, NULL);
    if (status == TS_OK && targets->version != meta->version)
        status = TS_UNTRUSTED;
    if (status == TS_OK)
        status = put_named(c, &name, bytes);
    return fail(c, status, "targets.json");
}

static enum ts_status
copy_targets(struct copying *c, const struct ts_targets *targets)
{
    enum ts_status status = TS_OK;
    for (size_t i = 0; status == TS_OK && i < targets->count; i++) {
        struct ts_file_name name;
        ts_span bytes;
        ts_verified verified;
        size_t used = c->arena->used;
        status = ts_repository_target(&name, &targets->items[i]);
        if (status == TS_OK)
            status = ts_store_read(c->repo, c->arena, &bytes, name.text, FILE_MAX);
        if (status == TS_OK)
            status = ts_target_check(&verified, &targets->items[i], bytes);
        if (status == TS_OK)
            status = put_named(c, &name, bytes);
        ts_arena_rewind(c->arena, used);
    }
    return fail(c, status, "targets");
}

static enum ts_status
copy_lists(struct copying *c, const struct ts_meta *snapshot)
{
    enum ts_status status = copy_snapshot(c, snapshot);
    if (status == TS_OK)
        status = copy_role(c, &c->targets, NULL);
    if (status == TS_OK)
        status = copy_targets(c, &c->targets);
    for (size_t i = 0; status == TS_OK && i < c->targets.delegation_count; i++) {
        struct ts_targets delegated = { 0 };
        status = copy_role(c, &delegated, &c->targets.delegations[i]);
        if (status == TS_OK)
            status = copy_targets(c, &delegated);
    }
    return status;
}

static void
sweep_file(const char *name, void *context)
{
    struct copying *c = context;
    if (!ts_repository_is_numbered(ts_span_text(name)))
        return;
    for (size_t i = 0; i < c->count; i++)
        if (strcmp(c->names[i].text, name) == 0)
            return;
    if (ts_store_remove(c->stick, name) == TS_OK)
        c->done.removed++;
}

static enum ts_status
copy(struct copying *c)
{
    struct ts_timestamp timestamp;
    ts_span bytes;
    enum ts_status status = check_stick(c);
    if (status == TS_OK)
        status = copy_roots(c);
    if (status != TS_OK)
        return status;
    status = ts_store_read(c->repo, c->arena, &bytes, TIMESTAMP, FILE_MAX);
    if (status == TS_OK)
        status = ts_timestamp_read(c->arena, &timestamp, c->root, bytes, NULL);
    if (status != TS_OK)
        return fail(c, status, TIMESTAMP);
    c->done.epoch = timestamp.version;
    c->done.expires = timestamp.expires;
    status = check_age(c, &timestamp);
    if (status == TS_OK)
        status = copy_lists(c, &timestamp.snapshot);
    if (status == TS_OK)
        status = fail(c, put(c, TIMESTAMP, bytes), TIMESTAMP);
    return status;
}

enum ts_status
ts_bundle_write(struct ts_arena *arena, struct ts_bundle *bundle, struct ts_store *repo,
                struct ts_store *stick, struct ts_fault *fault)
{
    struct copying c = { .arena = arena, .repo = repo, .stick = stick, .fault = fault };
    c.names = ts_arena_take_array(arena, NAMES_MAX, sizeof(*c.names));
    if (!c.names)
        return fail(&c, TS_NO_SPACE, "targets");
    enum ts_status status = copy(&c);
    if (status != TS_OK)
        return status;
    /* What stays behind takes room and is read by nobody. */
    status = ts_store_list(stick, arena, "", sweep_file, &c);
    (void)status;
    *bundle = c.done;
    return TS_OK;
}
