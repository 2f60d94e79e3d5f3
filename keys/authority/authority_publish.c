#include "keys/authority/authority.h"

#include "keys/authority/authority_files.h"
#include "keys/authority/published.h"
#include "keys/authority/tuf_sign.h"
#include "keys/trust/metadata.h"

#include <string.h>

static const char TARGETS_FILE[] = "targets.json";
static const char FOLDER[] = "targets/";
static const char ISSUERS[] = "issuers.cbor";

/** One publication in the making. */
struct publishing {
    struct ts_arena *arena;
    const struct ts_publish_order *order;
    struct ts_fault *fault;
    struct ts_secret_key key;
    ts_span root;
    ts_span issuers;       /**< issuers.cbor */
    struct ts_targets old; /**< What lies in the folder; version 0 for nothing. */
    struct ts_tuf_target *items;
    size_t count;
    struct ts_publication done;
    enum ts_status status; /**< Of the walk over the profiles. */
};

static enum ts_status
fail(struct publishing *p, enum ts_status status, const char *file)
{
    return ts_fault_set(p->fault, status, 0, file);
}

static enum ts_status
open_key(struct publishing *p)
{
    ts_span text;
    enum ts_status status =
        ts_store_read(p->order->store, p->arena, &text, TS_AUTHORITY_KEY_FILE,
                      TS_AUTHORITY_SMALL_FILE_MAX);
    if (status == TS_OK)
        status = ts_secret_key_read(p->arena, &p->key, text, p->order->passphrase);
    return fail(p, status, TS_AUTHORITY_KEY_FILE);
}

static enum ts_status
open_root(struct publishing *p)
{
    const struct ts_root *root;
    enum ts_status status =
        ts_store_read(p->order->store, p->arena, &p->root, TS_AUTHORITY_ROOT_FILE,
                      TS_AUTHORITY_SMALL_FILE_MAX);
    if (status == TS_OK)
        status = ts_root_read(p->arena, &root, p->root, NULL);
    if (status == TS_OK)
        ts_root_fingerprint(root, p->done.root_fingerprint);
    return fail(p, status, TS_AUTHORITY_ROOT_FILE);
}

/** Publishing into the folder of another authority would cut its kiosks off. */
static enum ts_status
check_repo(struct publishing *p)
{
    const struct ts_root *root;
    ts_span bytes;
    enum ts_status status = ts_store_read(p->order->repo, p->arena, &bytes,
                                          TS_AUTHORITY_ROOT_FILE, TS_AUTHORITY_FILE_MAX);
    if (status == TS_ABSENT)
        return TS_OK;
    if (status == TS_OK && !ts_span_equal(bytes, p->root))
        status = TS_DUPLICATE;
    if (status != TS_OK)
        return fail(p, status, TS_AUTHORITY_ROOT_FILE);
    status = ts_root_read(p->arena, &root, p->root, NULL);
    if (status == TS_OK)
        status = ts_store_read(p->order->repo, p->arena, &bytes, TARGETS_FILE,
                               TS_AUTHORITY_FILE_MAX);
    /* What cannot be read names nothing that could be removed. */
    if (status != TS_OK || ts_targets_read(p->arena, &p->old, root, bytes, NULL) != TS_OK)
        p->old = (struct ts_targets){ 0 };
    return TS_OK;
}

/** The list as it was made at that epoch, if its issuers are still the same. */
static enum ts_status
make_issuers_at(struct publishing *p, struct ts_issuer_list *list, uint64_t epoch,
                ts_utc issued)
{
    list->epoch = epoch;
    list->issued = issued;
    return ts_issuer_list_write(p->arena, &p->issuers, list);
}

static bool
is_list_of(const struct ts_published *last, ts_span bytes)
{
    uint8_t digest[TS_SHA256_SIZE];
    ts_sha256(digest, bytes);
    return last->version && memcmp(digest, last->issuers_sha256, sizeof(digest)) == 0;
}

/**
 * A list whose issuers did not change is not made anew: then only status lists
 * have changed, which lie under new names, and no file of the old publication
 * is touched before targets.json is.
 */
static enum ts_status
make_issuers(struct publishing *p, struct ts_published *next)
{
    struct ts_issuer_list list;
    enum ts_status status =
        ts_authority_issuers(p->arena, &list, p->order->store, p->fault);
    if (status != TS_OK)
        return status;
    p->done.issuers = list.count;
    status = make_issuers_at(p, &list, next->issuers_epoch, next->issuers_issued);
    if (status == TS_OK && !is_list_of(next, p->issuers)) {
        next->issuers_epoch = p->done.version;
        next->issuers_issued = p->order->now;
        status = make_issuers_at(p, &list, next->issuers_epoch, next->issuers_issued);
    }
    if (status == TS_OK)
        ts_sha256(next->issuers_sha256, p->issuers);
    return fail(p, status, ISSUERS);
}

/** A version that was signed once must never be signed again over other lists. */
static enum ts_status
spend_version(struct publishing *p)
{
    struct ts_published next;
    enum ts_status status = ts_published_read(p->arena, &next, p->order->store);
    if (status != TS_OK)
        return fail(p, status, TS_AUTHORITY_PUBLISHED_FILE);
    p->done.version = next.version + 1;
    status = make_issuers(p, &next);
    if (status != TS_OK)
        return status;
    next.version = p->done.version;
    status = ts_published_write(p->arena, &next, p->order->store);
    return fail(p, status, TS_AUTHORITY_PUBLISHED_FILE);
}

/** Puts one file below targets/ of the folder and notes it. */
static enum ts_status
put_target(struct publishing *p, const char *path, ts_span url, ts_span bytes)
{
    struct ts_tuf_target *item = &p->items[p->count];
    char name[sizeof(FOLDER) + sizeof(item->path)];
    struct ts_writer w = ts_writer_over(TS_ROOM_OF(name));
    TS_CHECK(strlen(path) < sizeof(item->path));
    if (p->count == TS_TARGETS_MAX)
        return TS_OVER_LIMIT;
    if (bytes.len > TS_AUTHORITY_FILE_MAX)
        return TS_OVER_LIMIT;
    ts_write_text(&w, FOLDER);
    ts_write_text(&w, path);
    ts_write_u8(&w, '\0');
    memcpy(item->path, path, strlen(path) + 1);
    item->length = bytes.len;
    item->url = url;
    ts_sha256(item->sha256, bytes);
    p->count++;
    return ts_store_replace(p->order->repo, name, bytes, false);
}

/** The list's address and its content both stand in the name. */
static enum ts_status
put_status_list(struct publishing *p, ts_span url)
{
    char name[TS_STATUS_NAME_SIZE];
    char path[sizeof(p->items->path)];
    size_t used = p->arena->used;
    ts_span bytes;
    ts_authority_status_name(name, url);
    enum ts_status status =
        ts_store_read(p->order->store, p->arena, &bytes, name, TS_AUTHORITY_FILE_MAX);
    if (status != TS_OK)
        return status;
    uint8_t digest[TS_SHA256_SIZE];
    ts_sha256(digest, bytes);
    struct ts_writer w = ts_writer_over(TS_ROOM_OF(path));
    ts_write_text(&w, name);
    ts_write_u8(&w, '.');
    ts_write_hex(&w, (ts_span){ digest, 8 });
    ts_write_u8(&w, '\0');
    status = put_target(p, path, url, bytes);
    ts_arena_rewind(p->arena, used);
    return status;
}

static enum ts_status
put_status_lists(struct publishing *p)
{
    ts_span urls;
    ts_span url;
    enum ts_status status =
        ts_store_read(p->order->store, p->arena, &urls, TS_AUTHORITY_STATUS_FILE,
                      TS_AUTHORITY_FILE_MAX);
    if (status == TS_ABSENT)
        return TS_OK;
    while (status == TS_OK && ts_line_take(&urls, &url)) {
        status = put_status_list(p, url);
        p->done.status_lists++;
    }
    return fail(p, status, TS_AUTHORITY_STATUS_FILE);
}

static void
put_profile(const char *name, void *context)
{
    struct publishing *p = context;
    size_t used = p->arena->used;
    ts_span bytes;
    if (p->status != TS_OK)
        return;
    if (strlen(name) >= sizeof(p->items->path))
        p->status = TS_MALFORMED;
    else
        p->status =
            ts_store_read(p->order->store, p->arena, &bytes, name, TS_AUTHORITY_FILE_MAX);
    if (p->status == TS_OK)
        p->status = put_target(p, name, (ts_span){ 0 }, bytes);
    p->done.profiles++;
    ts_arena_rewind(p->arena, used);
}

static enum ts_status
put_profiles(struct publishing *p)
{
    enum ts_status status =
        ts_store_list(p->order->store, p->arena, "profiles", put_profile, p);
    return fail(p, status == TS_OK ? p->status : status, "profiles");
}

static enum ts_status
put_metadata(struct publishing *p)
{
    struct ts_tuf_targets targets = { .version = p->done.version,
                                      .issued = p->order->now,
                                      .expires = p->done.expires,
                                      .items = p->items,
                                      .count = p->count };
    ts_span file;
    enum ts_status status = ts_tuf_targets_sign(p->arena, &file, &p->key, &targets);
    if (status == TS_OK)
        status = ts_store_replace(p->order->repo, TARGETS_FILE, file, false);
    return fail(p, status, TARGETS_FILE);
}

static bool
is_named(const struct publishing *p, ts_span path)
{
    for (size_t i = 0; i < p->count; i++) {
        if (ts_span_is(path, p->items[i].path))
            return true;
    }
    return false;
}

/** Removes what only the old publication named. What stays is only untidy. */
static void
sweep(struct publishing *p)
{
    for (size_t i = 0; i < p->old.count; i++) {
        char name[sizeof(FOLDER) + TS_TARGET_PATH_MAX];
        struct ts_writer w = ts_writer_over(TS_ROOM_OF(name));
        if (is_named(p, p->old.items[i].path))
            continue;
        ts_write_text(&w, FOLDER);
        ts_write_bytes(&w, p->old.items[i].path);
        ts_write_u8(&w, '\0');
        if (w.full || ts_store_remove(p->order->repo, name) != TS_OK)
            p->done.left_over++;
    }
}

static enum ts_status
put_everything(struct publishing *p)
{
    enum ts_status status = put_status_lists(p);
    if (status == TS_OK)
        status = fail(
            p, ts_store_replace(p->order->repo, TS_AUTHORITY_ROOT_FILE, p->root, false),
            TS_AUTHORITY_ROOT_FILE);
    if (status == TS_OK)
        status = put_profiles(p);
    if (status == TS_OK)
        status = fail(p, put_target(p, ISSUERS, (ts_span){ 0 }, p->issuers), ISSUERS);
    if (status == TS_OK)
        status = put_metadata(p);
    return status;
}

enum ts_status
ts_authority_publish(struct ts_arena *arena, struct ts_publication *publication,
                     const struct ts_publish_order *order, struct ts_fault *fault)
{
    struct publishing p = { .arena = arena, .order = order, .fault = fault };
    p.done.expires.s = order->now.s + TS_TARGETS_VALID_S;
    p.items = ts_arena_take_array(arena, TS_TARGETS_MAX + 1, sizeof(*p.items));
    if (!p.items)
        return fail(&p, TS_NO_SPACE, TARGETS_FILE);

    enum ts_status status = open_root(&p);
    if (status == TS_OK)
        status = open_key(&p);
    if (status == TS_OK)
        status = check_repo(&p);
    if (status == TS_OK)
        status = spend_version(&p);
    if (status == TS_OK)
        status = put_everything(&p);
    ts_secret_key_destroy(&p.key);
    if (status != TS_OK)
        return status;
    sweep(&p);
    *publication = p.done;
    return TS_OK;
}
