#include "keys/authority/publishing.h"
#include "keys/trust/issuer_list_pack.h"

#include <stdio.h>
#include <string.h>

/*
 * In the authority's folder, of the list in force and of a few before it:
 *
 *   history/issuers.EPOCH           the list
 *   history/issuers.EPOCH.zst       packed; of the newest only
 *   history/issuers.FROM-EPOCH.zst  packed over that of FROM; of the newest only
 *
 * They are packed once: another release of the packer would give other bytes, and the
 * metadata that name them are signed by keys that may lie in a safe.
 */
enum {
    BASES_MAX = 3,
    NAME_SIZE = 64,
    SAVING_MIN = 256, /* A patch that saves less is not worth its line of metadata. */
};

static const char HISTORY[] = "history/issuers.";

struct kept {
    uint64_t epochs[TS_TARGETS_MAX]; /* Of whole lists, ascending. */
    size_t count;
};

static void
note_kept(const char *name, void *context)
{
    struct kept *kept = context;
    char made[NAME_SIZE];
    unsigned long long epoch;
    if (sscanf(name, "history/issuers.%19llu", &epoch) != 1)
        return;
    snprintf(made, sizeof(made), "%s%llu", HISTORY, epoch);
    if (strcmp(made, name) != 0 || kept->count == TS_TARGETS_MAX)
        return;
    size_t at = kept->count++;
    for (; at > 0 && kept->epochs[at - 1] > epoch; at--)
        kept->epochs[at] = kept->epochs[at - 1];
    kept->epochs[at] = epoch;
}

static void
name_list(char name[static NAME_SIZE], uint64_t epoch, const char *end)
{
    snprintf(name, NAME_SIZE, "%s%llu%s", HISTORY, (unsigned long long)epoch, end);
}

static void
name_patch(char name[static NAME_SIZE], uint64_t from, uint64_t to)
{
    snprintf(name, NAME_SIZE, "%s%llu-%llu.zst", HISTORY, (unsigned long long)from,
             (unsigned long long)to);
}

static enum ts_status
read_kept(struct ts_publishing *p, ts_span *bytes, const char *name)
{
    return ts_store_read(p->order->store, p->arena, bytes, name, TS_AUTHORITY_FILE_MAX);
}

static enum ts_status
keep_packed(struct ts_publishing *p, const char *name, ts_span list, ts_span base)
{
    ts_span packed;
    size_t used = p->arena->used;
    enum ts_status status = ts_issuer_list_pack(p->arena, &packed, list, base);
    if (status == TS_OK)
        status = ts_store_replace(p->order->store, name, packed, false);
    ts_arena_rewind(p->arena, used);
    return status;
}

static enum ts_status
keep_patch(struct ts_publishing *p, ts_span list, uint64_t from, uint64_t to)
{
    char name[NAME_SIZE];
    ts_span base;
    size_t used = p->arena->used;
    name_list(name, from, "");
    enum ts_status status = read_kept(p, &base, name);
    name_patch(name, from, to);
    if (status == TS_OK)
        status = keep_packed(p, name, list, base);
    ts_arena_rewind(p->arena, used);
    return status;
}

/* A list whose issuers changed: kept, packed on its own and over those before it. */
static enum ts_status
keep_list(struct ts_publishing *p, ts_span list, uint64_t epoch)
{
    char name[NAME_SIZE];
    struct kept kept = { .count = 0 };
    enum ts_status status =
        ts_store_list(p->order->store, p->arena, "history", note_kept, &kept);
    size_t first = kept.count > BASES_MAX ? kept.count - BASES_MAX : 0;
    for (size_t i = first; status == TS_OK && i < kept.count; i++)
        if (kept.epochs[i] < epoch)
            status = keep_patch(p, list, kept.epochs[i], epoch);
    name_list(name, epoch, ".zst");
    if (status == TS_OK)
        status = keep_packed(p, name, list, (ts_span){ 0 });
    name_list(name, epoch, "");
    if (status == TS_OK)
        status = ts_store_replace(p->order->store, name, list, false);
    return status;
}

/* The list as it was made at that epoch, if its issuers are still the same. */
static enum ts_status
make_at(struct ts_publishing *p, ts_span *bytes, struct ts_issuer_list *list,
        struct ts_published_part *part)
{
    list->epoch = part->epoch;
    list->issued = part->issued;
    return ts_issuer_list_write(p->arena, bytes, list);
}

static enum ts_status
make_list(struct ts_publishing *p, ts_span *bytes)
{
    struct ts_issuer_list list;
    struct ts_published_part *part = &p->next.issuers;
    uint8_t digest[TS_SHA256_SIZE];
    enum ts_status status =
        ts_authority_issuers(p->arena, &list, p->order->store, p->fault);
    if (status != TS_OK)
        return status;
    p->done.issuers = list.count;
    status = make_at(p, bytes, &list, part);
    if (status != TS_OK)
        return ts_publish_fault(p, status, TS_ISSUERS_PATH);
    ts_sha256(digest, *bytes);
    if (part->epoch && memcmp(digest, part->hash, sizeof(digest)) == 0)
        return TS_OK;
    part->epoch = p->next.version;
    part->issued = p->order->now;
    status = make_at(p, bytes, &list, part);
    ts_sha256(part->hash, *bytes);
    if (status == TS_OK)
        status = keep_list(p, *bytes, part->epoch);
    return ts_publish_fault(p, status, TS_ISSUERS_PATH);
}

/* A packed form, where it was kept and is worth it. */
static enum ts_status
add_packed(struct ts_publishing *p, const char *path, const char *name, size_t limit)
{
    ts_span bytes;
    enum ts_status status = read_kept(p, &bytes, name);
    if (status == TS_ABSENT || (status == TS_OK && bytes.len >= limit))
        return TS_OK;
    if (status == TS_OK)
        status = ts_publish_add(&p->targets, path, bytes, (struct ts_tuf_target){ 0 });
    return status;
}

static enum ts_status
add_patches(struct ts_publishing *p, size_t packed_len)
{
    struct kept kept = { .count = 0 };
    size_t limit = packed_len > SAVING_MIN ? packed_len - SAVING_MIN : 0;
    uint64_t to = p->next.issuers.epoch;
    enum ts_status status =
        ts_store_list(p->order->store, p->arena, "history", note_kept, &kept);
    for (size_t i = 0; status == TS_OK && i < kept.count; i++) {
        char name[NAME_SIZE];
        char path[NAME_SIZE];
        if (kept.epochs[i] >= to || kept.count - i > BASES_MAX + 1)
            continue;
        name_patch(name, kept.epochs[i], to);
        snprintf(path, sizeof(path), TS_ISSUERS_FOLDER "%s", name + sizeof(HISTORY) - 1);
        status = add_packed(p, path, name, limit);
    }
    return status;
}

enum ts_status
ts_publish_issuers(struct ts_publishing *p)
{
    char name[NAME_SIZE];
    ts_span bytes;
    enum ts_status status = make_list(p, &bytes);
    if (status != TS_OK)
        return status;
    struct ts_tuf_target about = { .epoch = p->next.issuers.epoch };
    status = ts_publish_add(&p->targets, TS_ISSUERS_PATH, bytes, about);
    name_list(name, p->next.issuers.epoch, ".zst");
    if (status == TS_OK)
        status = add_packed(p, TS_ISSUERS_PACKED_PATH, name, bytes.len);
    size_t packed_len = p->targets.items[p->targets.count - 1].bytes.len;
    if (status == TS_OK)
        status = add_patches(p, packed_len);
    return ts_publish_fault(p, status, TS_ISSUERS_PATH);
}
