#include "keys/trust/trust.h"

#include "firmware/base/writer.h"
#include "keys/trust/repository.h"
#include "keys/trust/scratch.h"
#include "keys/trust/trust_folder.h"

#include <stdlib.h>

static const char ISSUERS[] = "targets/issuers.cbor";
static const char STATUS[] = "targets/status";
static const char ANY_TARGET[] = "targets";

/* Everything one load needs at hand. */
struct load {
    struct ts_arena *arena;
    struct ts_trust_folder folder;
    struct ts_fault *fault;
    struct ts_trust_promises promises;
    struct ts_trust draft;
    struct ts_trust_site site;
    struct ts_status_list *lists;
    struct ts_trust_problem *problems;
};

static bool
is_below(ts_span path, const char *folder)
{
    return ts_span_starts_with(path, ts_span_text(folder));
}

static enum ts_status
load_issuers(struct load *l)
{
    const struct ts_target *target =
        ts_trust_find_promise(&l->promises, TS_SPAN_LIT(TS_ISSUERS_PATH));
    ts_verified verified = { { 0 } };
    if (!target)
        return TS_OK;
    enum ts_status status =
        ts_trust_read_target(l->arena, &verified, &l->folder, target, l->fault);
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

static bool
keep_rids(struct ts_arena *arena, struct ts_status_list *kept,
          const struct ts_status_list *list)
{
    struct ts_withdrawn_rid *rids =
        ts_arena_take_array(arena, list->rid_count, sizeof(*rids));
    kept->rids = rids;
    if (!rids)
        return false;
    for (size_t i = 0; i < list->rid_count; i++) {
        rids[i].before = list->rids[i].before;
        if (!ts_arena_copy(arena, &rids[i].rid, list->rids[i].rid))
            return false;
    }
    return true;
}

/* Out of scratch into what stays. */
static bool
keep_list(struct ts_arena *arena, struct ts_status_list *kept,
          const struct ts_status_list *list)
{
    ts_span *ids = ts_arena_take_array(arena, list->id_count, sizeof(*ids));
    *kept = *list;
    kept->ids = ids;
    if (!ids || !keep_rids(arena, kept, list)
        || !ts_arena_copy(arena, &kept->purpose, list->purpose)
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
    const struct ts_status_trust trust = { &l->draft.issuers, l->site.contexts };
    struct ts_status_list list;
    if (target->url.len == 0)
        return ts_fault_set(fault, TS_MALFORMED, 0, "FORMAT.md 2.12");
    if (holds_url(l, target->url))
        return ts_fault_set(fault, TS_DUPLICATE, 0, "FORMAT.md 2.12");
    enum ts_status status =
        ts_status_list_read(scratch, &list, target->url, verified.bytes, &trust, fault);
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

/* The revocation state: altered, or with a canary that does not hold, it refuses all;
 * missing, or too large for this kiosk, it is a problem. */
static enum ts_status
load_state(struct load *l)
{
    struct ts_fault fault = { 0 };
    const struct ts_target *target =
        ts_trust_find_promise(&l->promises, TS_SPAN_LIT(TS_REV_SNAPSHOT_PATH));
    if (!target)
        return TS_OK;
    enum ts_status status =
        ts_trust_read_state(l->arena, &l->draft.revocations, &l->folder, target, &fault);
    if (status == TS_UNTRUSTED || status == TS_IO)
        return ts_fault_set(l->fault, status, fault.offset, fault.rule);
    if (status != TS_OK)
        note_problem(l, target, fault);
    return TS_OK;
}

/* Forms in which others come, and whole lists: nothing more to be looked at. */
static bool
is_done(ts_span path)
{
    struct ts_epochs epochs;
    return ts_span_is(path, TS_ISSUERS_PATH) || ts_span_is(path, TS_ISSUERS_PACKED_PATH)
           || ts_span_is(path, TS_REV_SNAPSHOT_PATH)
           || ts_epochs_of_path(&epochs, path, TS_ISSUERS_FOLDER)
           || ts_epochs_of_path(&epochs, path, TS_REV_FOLDER);
}

/* A status list, or what later releases know: its bytes must be the signed ones. */
static enum ts_status
load_other(struct load *l, const struct ts_target *target, bool *is_altered,
           struct ts_fault *fault)
{
    ts_verified verified = { { 0 } };
    struct ts_arena scratch = ts_scratch_borrow(l->arena);
    enum ts_status status =
        ts_trust_read_target(&scratch, &verified, &l->folder, target, fault);
    *is_altered = status == TS_UNTRUSTED;
    if (status == TS_OK
        && (is_below(target->path, TS_STATUS_FOLDER)
            || is_below(target->path, TS_REV_LIST_PREFIX)))
        status = read_list(l, &scratch, target, verified, fault);
    ts_scratch_return(l->arena, &scratch);
    return status;
}

/* TS_OK also when that ended in a problem: one list too large for this kiosk must not
 * take all the others with it. */
static enum ts_status
load_file(struct load *l, const struct ts_target *target)
{
    struct ts_fault fault = { 0 };
    bool is_altered = false;
    enum ts_status status;
    if (ts_trust_is_site(target->path)) {
        status = ts_trust_read_site(l->arena, &l->site, &l->folder, target, &fault);
        is_altered = status == TS_UNTRUSTED;
    } else {
        status = load_other(l, target, &is_altered, &fault);
    }
    if (is_altered || status == TS_IO)
        return ts_fault_set(l->fault, status, fault.offset, fault.rule);
    if (status != TS_OK)
        note_problem(l, target, fault);
    return TS_OK;
}

static enum ts_status
load_kind(struct load *l, bool site)
{
    enum ts_status status = TS_OK;
    for (size_t i = 0; status == TS_OK && i < l->promises.count; i++) {
        ts_span path = l->promises.items[i].path;
        if (!is_done(path) && ts_trust_is_site(path) == site)
            status = load_file(l, &l->promises.items[i]);
    }
    return status;
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
    size_t count = l->promises.count;
    l->lists = ts_arena_take_array(l->arena, count, sizeof(*l->lists));
    /* One more: the folder itself may have one. */
    l->problems = ts_arena_take_array(l->arena, count + l->promises.problem_count + 1,
                                      sizeof(*l->problems));
    if (!l->lists || !l->problems)
        return ts_fault_set(l->fault, TS_NO_SPACE, 0, ANY_TARGET);
    for (size_t i = 0; i < l->promises.problem_count; i++)
        l->problems[l->draft.problem_count++] = l->promises.problems[i];
    enum ts_status status = load_state(l);
    if (status == TS_OK)
        status = load_kind(l, true); /* Lists may name contexts of the site. */
    if (status == TS_OK)
        status = load_kind(l, false);
    if (status != TS_OK)
        return status;
    qsort(l->lists, l->draft.status_list_count, sizeof(*l->lists), by_url);
    l->draft.status_lists = l->lists;
    l->draft.equivalences = l->site.equivalences;
    l->draft.contexts = l->site.contexts;
    l->draft.problems = l->problems;
    return TS_OK;
}

static enum ts_status
load_all(struct load *l)
{
    enum ts_status status =
        ts_trust_read_promises(l->arena, &l->promises, &l->folder, l->fault);
    if (status == TS_OK)
        status = load_issuers(l);
    if (status == TS_OK)
        status = load_files(l);
    if (status != TS_OK)
        return status;
    ts_root_fingerprint(l->promises.root, l->draft.root_fingerprint);
    l->draft.root_version = ts_root_version(l->promises.root);
    l->draft.epoch = l->promises.epoch;
    l->draft.expires = l->promises.expires;
    l->draft.issued = l->promises.issued;
    /* Other TUF tools do not say when they signed; the issuer list does. */
    if (l->draft.issued.s == TS_UTC_ALWAYS.s && l->draft.issuers.count > 0)
        l->draft.issued = l->draft.issuers.issued;
    return TS_OK;
}

/* Loads one generation of the folder, or nothing. */
static enum ts_status
load_generation(struct load *l, enum ts_generation_age age)
{
    struct ts_generation generation = { 0 };
    size_t used = l->arena->used;
    l->draft = (struct ts_trust){ 0 };
    l->site = (struct ts_trust_site){ 0 };
    enum ts_status status =
        ts_generation_find(l->arena, &generation, l->folder.store, age);
    l->folder.generation = generation;
    status = ts_fault_set(l->fault, status, 0, ts_generation_pointer(age));
    if (status == TS_OK)
        status = load_all(l);
    if (status != TS_OK)
        ts_arena_rewind(l->arena, used);
    return status;
}

/* The newest generation that is whole. That it is the one before is a problem of its
 * own: the medium is failing, or somebody has been at it. */
static enum ts_status
load_newest(struct load *l)
{
    struct ts_fault fault = { 0 };
    enum ts_status status = load_generation(l, TS_GENERATION_CURRENT);
    if (status == TS_OK || status == TS_NO_SPACE)
        return status;
    if (l->fault)
        fault = *l->fault;
    fault.status = status;
    if (load_generation(l, TS_GENERATION_BEFORE) != TS_OK)
        return ts_fault_set(l->fault, fault.status, fault.offset, fault.rule);
    l->problems[l->draft.problem_count++] = (struct ts_trust_problem){
        .what = ts_span_text(ts_generation_pointer(TS_GENERATION_CURRENT)),
        .fault = fault,
    };
    return TS_OK;
}

enum ts_status
ts_trust_load(struct ts_arena *arena, struct ts_trust *trust, struct ts_store *store,
              struct ts_fault *fault)
{
    struct load l = { .arena = arena, .folder = { .store = store }, .fault = fault };
    size_t used = arena->used;
    enum ts_status status =
        ts_trust_has_generations(arena, store) ? load_newest(&l) : load_all(&l);
    if (status != TS_OK) {
        ts_arena_rewind(arena, used);
        return status;
    }
    *trust = l.draft;
    return ts_fault_set(fault, TS_OK, 0, NULL);
}
