#include "keys/authority/publishing.h"

#include <stdio.h>
#include <string.h>

/*
 * The folder that a web server shows, or a stick. Files that carry their version or
 * hash in the name are put there first and never changed; timestamp.json, which decides,
 * comes last. A kiosk on a slow link may be fetching what the last publication named,
 * so that stays for one more; files.txt and files-before.txt of the authority's folder
 * say what either has named.
 */
static const char NAMED[] = "files.txt";
static const char NAMED_BEFORE[] = "files-before.txt";
static const char TIMESTAMP[] = "timestamp.json";

enum { NAME_SIZE = 256 };

struct naming {
    struct ts_publishing *p;
    struct ts_writer now; /**< A line a file. */
    ts_span before;       /**< What the last publication named. */
    enum ts_status status;
};

static bool
holds(struct ts_publishing *p, const char *name, ts_span bytes)
{
    ts_span there;
    size_t used = p->arena->used;
    bool same =
        ts_store_read(p->order->repo, p->arena, &there, name, TS_AUTHORITY_FILE_MAX)
            == TS_OK
        && ts_span_equal(there, bytes);
    ts_arena_rewind(p->arena, used);
    return same;
}

/** What does not change is not written again: sticks wear, mirrors look at times. */
static enum ts_status
put(struct ts_publishing *p, const char *name, ts_span bytes)
{
    enum ts_status status = TS_OK;
    if (!holds(p, name, bytes))
        status = ts_store_replace(p->order->repo, name, bytes, false);
    return ts_publish_fault(p, status, "targets");
}

static void
note_name(struct naming *naming, const char *name)
{
    ts_write_text(&naming->now, name);
    ts_write_u8(&naming->now, '\n');
}

static enum ts_status
put_target(struct naming *naming, const struct ts_publish_set *set,
           const struct ts_target *target)
{
    struct ts_publishing *p = naming->p;
    struct ts_file_name name;
    ts_verified verified;
    ts_span bytes;
    size_t used = p->arena->used;
    enum ts_status status = ts_repository_target(&name, target);
    if (status != TS_OK)
        return ts_publish_fault(p, status, "targets");
    note_name(naming, name.text);
    for (size_t i = 0; i < set->count; i++)
        if (ts_span_is(target->path, set->items[i].path)
            && ts_target_check(&verified, target, set->items[i].bytes) == TS_OK)
            return put(p, name.text, set->items[i].bytes);
    /* Metadata of an earlier publication are still in force, and so are its files. */
    status =
        ts_store_read(p->order->repo, p->arena, &bytes, name.text, TS_AUTHORITY_FILE_MAX);
    ts_arena_rewind(p->arena, used);
    return ts_publish_fault(p, status, "pending");
}

static enum ts_status
put_targets(struct naming *naming, const struct ts_publish_set *set,
            const struct ts_targets *targets)
{
    enum ts_status status = TS_OK;
    for (size_t i = 0; status == TS_OK && i < targets->count; i++)
        status = put_target(naming, set, &targets->items[i]);
    return status;
}

static enum ts_status
put_metadata(struct naming *naming, const char *role,
             const struct ts_publish_document *document)
{
    char name[NAME_SIZE];
    snprintf(name, sizeof(name), "%llu.%s.json", (unsigned long long)document->version,
             role);
    note_name(naming, name);
    return put(naming->p, name, document->file);
}

static enum ts_status
put_roots(struct ts_publishing *p)
{
    char name[NAME_SIZE];
    enum ts_status status = TS_OK;
    for (uint64_t version = 1; status == TS_OK && version <= ts_root_version(p->root);
         version++) {
        ts_span file;
        ts_authority_root_name(name, version);
        status = ts_store_read(p->order->store, p->arena, &file, name,
                               TS_AUTHORITY_SMALL_FILE_MAX);
        if (status == TS_OK)
            status = put(p, strchr(name, '/') + 1, file);
    }
    if (status == TS_OK)
        status = put(p, TS_AUTHORITY_ROOT_FILE, p->root_file);
    return ts_publish_fault(p, status, "roots");
}

static enum ts_status
put_all(struct naming *naming)
{
    struct ts_publishing *p = naming->p;
    struct ts_targets targets;
    struct ts_targets revocations;
    enum ts_status status =
        ts_targets_read(p->arena, &targets, p->root, p->targets_file.file, NULL);
    if (status == TS_OK)
        status = ts_delegated_read(p->arena, &revocations, &targets.delegations[0],
                                   p->revocations_file.file, NULL);
    if (status == TS_OK)
        status = put_roots(p);
    if (status == TS_OK)
        status = put_targets(naming, &p->targets, &targets);
    if (status == TS_OK)
        status = put_targets(naming, &p->revocations, &revocations);
    if (status == TS_OK)
        status = put_metadata(naming, "targets", &p->targets_file);
    if (status == TS_OK)
        status = put_metadata(naming, TS_REVOCATIONS_ROLE, &p->revocations_file);
    if (status == TS_OK)
        status = put_metadata(naming, "snapshot", &p->snapshot_file);
    return status;
}

static bool
is_line_of(ts_span lines, ts_span name)
{
    for (ts_span line; ts_line_take(&lines, &line);)
        if (ts_span_equal(line, name))
            return true;
    return false;
}

/** Only what can be of an earlier publication: the folder may hold other things. */
static void
sweep_file(const char *name, void *context)
{
    struct naming *naming = context;
    ts_span text = ts_span_text(name);
    if (!ts_repository_is_numbered(text))
        return;
    if (is_line_of(ts_writer_span(&naming->now), text)
        || is_line_of(naming->before, text))
        return;
    if (ts_store_remove(naming->p->order->repo, name) != TS_OK)
        naming->p->done.left_over++;
}

/** What the last publication named, other than this one. */
static enum ts_status
turn_names(struct naming *naming)
{
    struct ts_publishing *p = naming->p;
    struct ts_store *store = p->order->store;
    ts_span now = ts_writer_span(&naming->now);
    ts_span last = { 0 };
    enum ts_status status =
        ts_store_read(store, p->arena, &last, NAMED, TS_AUTHORITY_FILE_MAX);
    if (status != TS_OK && status != TS_ABSENT)
        return status;
    if (ts_span_equal(last, now)) {
        status = ts_store_read(store, p->arena, &naming->before, NAMED_BEFORE,
                               TS_AUTHORITY_FILE_MAX);
        return status == TS_ABSENT ? TS_OK : status;
    }
    naming->before = last;
    status = ts_store_replace(store, NAMED_BEFORE, last, false);
    if (status == TS_OK)
        status = ts_store_replace(store, NAMED, now, false);
    return status;
}

enum ts_status
ts_publish_repository(struct ts_publishing *p)
{
    const size_t room = (size_t)2 * TS_PUBLISH_FILES_MAX * NAME_SIZE;
    uint8_t *names = ts_arena_take(p->arena, room);
    struct naming naming = { .p = p };
    if (!names)
        return ts_publish_fault(p, TS_NO_SPACE, NAMED);
    naming.now = ts_writer_over((ts_room){ names, room });
    enum ts_status status = put_all(&naming);
    if (status == TS_OK)
        status = ts_publish_fault(p, turn_names(&naming), NAMED);
    if (status == TS_OK)
        status = ts_publish_fault(
            p, ts_store_replace(p->order->repo, TIMESTAMP, p->timestamp_file.file, false),
            TIMESTAMP);
    if (status != TS_OK)
        return status;
    /* What stays is only untidy. */
    if (ts_store_list(p->order->repo, p->arena, "", sweep_file, &naming) != TS_OK)
        p->done.left_over++;
    return TS_OK;
}

/** Publishing into the folder of another authority would cut its kiosks off. */
enum ts_status
ts_publish_check_repository(struct ts_publishing *p)
{
    static const char *const FIRST[] = { "1.root.json", TS_AUTHORITY_ROOT_FILE };
    char name[NAME_SIZE];
    ts_span there;
    ts_span own;
    for (size_t i = 0; i < TS_COUNT(FIRST); i++) {
        enum ts_status status = ts_store_read(p->order->repo, p->arena, &there, FIRST[i],
                                              TS_AUTHORITY_FILE_MAX);
        if (status == TS_ABSENT)
            continue;
        if (status != TS_OK)
            return ts_publish_fault(p, status, FIRST[i]);
        bool is_own = false;
        for (uint64_t v = 1; !is_own && v <= ts_root_version(p->root); v++) {
            ts_authority_root_name(name, v);
            is_own = ts_store_read(p->order->store, p->arena, &own, name,
                                   TS_AUTHORITY_SMALL_FILE_MAX)
                         == TS_OK
                     && ts_span_equal(there, own);
        }
        if (!is_own)
            return ts_publish_fault(p, TS_DUPLICATE, FIRST[i]);
    }
    return TS_OK;
}
