#include "keys/trust/trust.h"

#include "firmware/base/writer.h"
#include "keys/trust/scratch.h"

#include <stdlib.h>

static const char ROOT[] = "root.json";
static const char TARGETS[] = "targets.json";
static const char ISSUERS[] = "targets/issuers.cbor";
static const char STATUS[] = "targets/status";
static const char ANY_TARGET[] = "targets";
static const char FOLDER[] = "targets/";

enum { FILE_BYTES_MAX = TS_TARGET_BYTES_MAX };

/* Everything one load needs at hand. */
struct load {
    struct ts_arena *arena;
    struct ts_store *store;
    struct ts_fault *fault;
    struct ts_targets targets;
    struct ts_trust draft;
    struct ts_status_list *lists;
    struct ts_trust_problem *problems;
};

static bool
is_below(ts_span path, const char *folder)
{
    return ts_span_starts_with(path, ts_span_text(folder));
}

static enum ts_status
read_file(struct ts_store *store, struct ts_arena *arena, ts_span *content,
          const char *name, struct ts_fault *fault)
{
    enum ts_status status = ts_store_read(store, arena, content, name, FILE_BYTES_MAX);
    return ts_fault_set(fault, status, 0, name);
}

static enum ts_status
read_root(struct ts_store *store, struct ts_arena *arena, const struct ts_root **root,
          struct ts_fault *fault)
{
    ts_span bytes = { 0 };
    enum ts_status status = read_file(store, arena, &bytes, ROOT, fault);
    return status == TS_OK ? ts_root_read(arena, root, bytes, fault) : status;
}

/* A folder that has a root but no lists yet is one that waits for its first
 * update: no targets, not a failure. */
static enum ts_status
read_targets(struct ts_store *store, struct ts_arena *arena, struct ts_targets *targets,
             const struct ts_root *root, struct ts_fault *fault)
{
    ts_span bytes = { 0 };
    *targets = (struct ts_targets){ .expires = TS_UTC_NEVER, .issued = TS_UTC_ALWAYS };
    enum ts_status status = read_file(store, arena, &bytes, TARGETS, fault);
    if (status == TS_ABSENT)
        return ts_fault_set(fault, TS_OK, 0, NULL);
    return status == TS_OK ? ts_targets_read(arena, targets, root, bytes, fault) : status;
}

/* The bytes of a target, believed. */
static enum ts_status
read_target(struct ts_store *store, struct ts_arena *arena, ts_verified *verified,
            const struct ts_target *target, struct ts_fault *fault)
{
    char name[sizeof(FOLDER) + TS_TARGET_PATH_MAX];
    ts_span bytes = { 0 };
    struct ts_writer w = ts_writer_over(TS_ROOM_OF(name));
    ts_write_text(&w, FOLDER);
    ts_write_bytes(&w, target->path);
    ts_write_u8(&w, 0);
    TS_CHECK(!w.full); /* ts_targets_read() has measured the path. */

    enum ts_status status = ts_store_read(store, arena, &bytes, name, FILE_BYTES_MAX);
    if (status == TS_OK)
        status = ts_target_check(verified, target, bytes);
    return ts_fault_set(fault, status, 0, ANY_TARGET);
}

static const struct ts_target *
find_target(const struct ts_targets *targets, ts_span path)
{
    for (size_t i = 0; i < targets->count; i++)
        if (ts_span_equal(targets->items[i].path, path))
            return &targets->items[i];
    return NULL;
}

static enum ts_status
load_issuers(struct load *l)
{
    const struct ts_target *target =
        find_target(&l->targets, TS_SPAN_LIT("issuers.cbor"));
    ts_verified verified = { { 0 } };
    if (!target)
        return TS_OK;
    enum ts_status status = read_target(l->store, l->arena, &verified, target, l->fault);
    /* Promised and not there: a folder that lost a file on its way. */
    if (status == TS_ABSENT)
        status = TS_UNTRUSTED;
    if (status != TS_OK)
        return ts_fault_set(l->fault, status, 0, ISSUERS);
    return ts_issuer_list_read(l->arena, &l->draft.issuers, verified, l->fault);
}

static void
note_problem(struct load *l, const struct ts_target *target, struct ts_fault fault)
{
    l->problems[l->draft.problem_count++] =
        (struct ts_trust_problem){ .what = target->path, .fault = fault };
}

/* Out of scratch into what stays. */
static bool
keep_list(struct ts_arena *arena, struct ts_status_list *kept,
          const struct ts_status_list *list)
{
    ts_span *ids = ts_arena_take_array(arena, list->id_count, sizeof(*ids));
    *kept = *list;
    kept->ids = ids;
    if (!ids || !ts_arena_copy(arena, &kept->purpose, list->purpose)
        || !ts_arena_copy(arena, &kept->bitstring, list->bitstring))
        return false;
    for (size_t i = 0; i < list->id_count; i++)
        if (!ts_arena_copy(arena, &ids[i], list->ids[i]))
            return false;
    return true;
}

static bool
holds_url(const struct load *l, ts_span url)
{
    for (size_t i = 0; i < l->draft.status_list_count; i++)
        if (ts_span_equal(l->lists[i].url, url))
            return true;
    return false;
}

static enum ts_status
read_list(struct load *l, struct ts_arena *scratch, const struct ts_target *target,
          ts_verified verified, struct ts_fault *fault)
{
    struct ts_status_list list;
    if (target->url.len == 0)
        return ts_fault_set(fault, TS_MALFORMED, 0, "FORMAT.md 2.12");
    if (holds_url(l, target->url))
        return ts_fault_set(fault, TS_DUPLICATE, 0, "FORMAT.md 2.12");
    enum ts_status status = ts_status_list_read(scratch, &list, target->url,
                                                verified.bytes, &l->draft.issuers, fault);
    if (status != TS_OK)
        return status;
    size_t used = l->arena->used;
    if (!keep_list(l->arena, &l->lists[l->draft.status_list_count], &list)) {
        ts_arena_rewind(l->arena, used);
        return ts_fault_set(fault, TS_NO_SPACE, 0, STATUS);
    }
    l->draft.status_list_count++;
    return TS_OK;
}

/* Any file but the issuer list: its bytes must be the signed ones; if it is a
 * status list, it is read. TS_OK also when that ended in a problem: one list
 * too large for this kiosk must not take all the others with it. */
static enum ts_status
load_file(struct load *l, const struct ts_target *target)
{
    struct ts_fault fault = { 0 };
    ts_verified verified = { { 0 } };
    struct ts_arena scratch = ts_scratch_borrow(l->arena);

    enum ts_status status = read_target(l->store, &scratch, &verified, target, &fault);
    bool is_altered = status == TS_UNTRUSTED;
    if (status == TS_OK && is_below(target->path, "status/"))
        status = read_list(l, &scratch, target, verified, &fault);
    ts_scratch_return(l->arena, &scratch);

    if (is_altered || status == TS_IO)
        return ts_fault_set(l->fault, status, fault.offset, fault.rule);
    if (status != TS_OK)
        note_problem(l, target, fault);
    return TS_OK;
}

static int
by_url(const void *a, const void *b)
{
    const struct ts_status_list *left = a;
    const struct ts_status_list *right = b;
    return ts_span_compare(left->url, right->url);
}

static enum ts_status
load_files(struct load *l)
{
    size_t count = l->targets.count;
    l->lists = ts_arena_take_array(l->arena, count, sizeof(*l->lists));
    l->problems = ts_arena_take_array(l->arena, count, sizeof(*l->problems));
    if (!l->lists || !l->problems)
        return ts_fault_set(l->fault, TS_NO_SPACE, 0, ANY_TARGET);
    for (size_t i = 0; i < count; i++) {
        const struct ts_target *target = &l->targets.items[i];
        if (ts_span_is(target->path, "issuers.cbor"))
            continue;
        enum ts_status status = load_file(l, target);
        if (status != TS_OK)
            return status;
    }
    qsort(l->lists, l->draft.status_list_count, sizeof(*l->lists), by_url);
    l->draft.status_lists = l->lists;
    l->draft.problems = l->problems;
    return TS_OK;
}

static enum ts_status
load_all(struct load *l)
{
    const struct ts_root *root = NULL;
    enum ts_status status = read_root(l->store, l->arena, &root, l->fault);
    if (status == TS_OK)
        status = read_targets(l->store, l->arena, &l->targets, root, l->fault);
    if (status == TS_OK)
        status = load_issuers(l);
    if (status == TS_OK)
        status = load_files(l);
    if (status != TS_OK)
        return status;
    ts_root_fingerprint(root, l->draft.root_fingerprint);
    l->draft.epoch = l->targets.version;
    l->draft.expires = l->targets.expires;
    l->draft.issued = l->targets.issued;
    /* Other TUF tools do not say when they signed; the issuer list does. */
    if (l->draft.issued.s == TS_UTC_ALWAYS.s && l->draft.issuers.count > 0)
        l->draft.issued = l->draft.issuers.issued;
    return TS_OK;
}

enum ts_status
ts_trust_load(struct ts_arena *arena, struct ts_trust *trust, struct ts_store *store,
              struct ts_fault *fault)
{
    struct load l = { .arena = arena, .store = store, .fault = fault };
    size_t used = arena->used;
    enum ts_status status = load_all(&l);
    if (status != TS_OK) {
        ts_arena_rewind(arena, used);
        return status;
    }
    *trust = l.draft;
    return ts_fault_set(fault, TS_OK, 0, NULL);
}

const struct ts_status_list *
ts_trust_status_list(const struct ts_trust *trust, ts_span url)
{
    size_t low = 0;
    size_t high = trust->status_list_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = ts_span_compare(trust->status_lists[middle].url, url);
        if (order == 0)
            return &trust->status_lists[middle];
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return NULL;
}

/* The target of a profile, from metadata that is read again. */
static enum ts_status
find_profile(struct ts_store *store, struct ts_arena *scratch, struct ts_target *target,
             const char *name, struct ts_fault *fault)
{
    const struct ts_root *root = NULL;
    struct ts_targets targets;
    char path[TS_TARGET_PATH_MAX];
    struct ts_writer w = ts_writer_over(TS_ROOM_OF(path));

    ts_write_text(&w, "profiles/");
    ts_write_text(&w, name);
    ts_write_text(&w, ".json");
    enum ts_status status = read_root(store, scratch, &root, fault);
    if (status == TS_OK)
        status = read_targets(store, scratch, &targets, root, fault);
    if (status != TS_OK)
        return status;
    const struct ts_target *found =
        w.full ? NULL : find_target(&targets, ts_writer_span(&w));
    if (!found)
        return ts_fault_set(fault, TS_ABSENT, 0, "targets/profiles");
    *target = *found;
    return TS_OK;
}

enum ts_status
ts_trust_profile(struct ts_arena *arena, ts_verified *profile, struct ts_store *store,
                 const char *name, struct ts_fault *fault)
{
    struct ts_target target = { 0 };
    struct ts_arena scratch = ts_scratch_borrow(arena);
    enum ts_status status = find_profile(store, &scratch, &target, name, fault);
    if (status == TS_OK)
        status = read_target(store, arena, profile, &target, fault);
    ts_scratch_return(arena, &scratch);
    return status == TS_OK ? ts_fault_set(fault, TS_OK, 0, NULL) : status;
}
