#include "keys/authority/publishing.h"

#include <stdio.h>
#include <string.h>

/*
 * How long metadata may be used for updating; how old a list may be used is the kiosk's
 * choice (FORMAT.md 2.4). What is signed online expires soon, so that whoever stole
 * such a key has it for a season at most; but not so soon that each day's publication
 * would have to sign everything anew. Only the timestamp must be younger than a freeze
 * may last, and still outlive the way of a stick to a camp.
 */
static const int64_t DAY_S = 86400;

/** How one role's file is made. */
struct making {
    const char *role; /**< "targets": also its _type, but for "revocations". */
    const char *type;
    ts_span content;
    int64_t valid_s;
    bool says_when; /**< x-issued stands in it. */
    struct ts_tuf_role signers;
    const struct ts_delegation *delegation; /**< NULL: the root says who signs. */
    bool may_wait; /**< For signatures; meanwhile the last one stays in force. */
};

enum { NAME_SIZE = 64 };

static void
name_file(char name[static NAME_SIZE], const char *folder, const char *role)
{
    snprintf(name, NAME_SIZE, "%s/%s.json", folder, role);
}

/** Whether enough keys have signed it. The arena is given back. */
static bool
is_signed(struct ts_publishing *p, const struct making *making, ts_span file)
{
    struct ts_targets targets;
    struct ts_snapshot snapshot;
    struct ts_timestamp timestamp;
    size_t used = p->arena->used;
    enum ts_status status;
    if (making->delegation)
        status = ts_delegated_read(p->arena, &targets, making->delegation, file, NULL);
    else if (strcmp(making->role, "targets") == 0)
        status = ts_targets_read(p->arena, &targets, p->root, file, NULL);
    else if (strcmp(making->role, "snapshot") == 0)
        status = ts_snapshot_read(p->arena, &snapshot, p->root, file, NULL);
    else
        status = ts_timestamp_read(p->arena, &timestamp, p->root, file, NULL);
    ts_arena_rewind(p->arena, used);
    return status == TS_OK;
}

/** A file of the folder that says what it should, and for long enough yet. */
static bool
find_file(struct ts_publishing *p, const struct making *making,
          struct ts_publish_document *document, const char *folder)
{
    char name[NAME_SIZE];
    struct ts_tuf_opened opened;
    size_t used = p->arena->used;
    name_file(name, folder, making->role);
    if (ts_store_read(p->order->store, p->arena, &document->file, name,
                      TS_AUTHORITY_FILE_MAX)
            == TS_OK
        && ts_tuf_says(p->arena, document->file, making->type, making->content)
        && ts_tuf_open(p->arena, &opened, document->file) == TS_OK
        && opened.head.expires.s - p->order->now.s >= making->valid_s / 2) {
        document->version = opened.head.version;
        return true;
    }
    ts_arena_rewind(p->arena, used);
    return false;
}

static enum ts_status
sign(struct ts_publishing *p, const struct making *making, ts_span *file)
{
    size_t count;
    enum ts_status status =
        ts_key_folder_sign(p->arena, file, &count, &p->keys, &making->signers, 1);
    return ts_publish_fault(p, status, "keys");
}

static enum ts_status
make_anew(struct ts_publishing *p, const struct making *making,
          struct ts_publish_document *document)
{
    const struct ts_tuf_head head = {
        .type = making->type,
        .version = p->next.version,
        .expires = { p->order->now.s + making->valid_s },
        .issued = making->says_when ? p->order->now : TS_UTC_ALWAYS,
    };
    document->version = head.version;
    return ts_publish_fault(
        p, ts_tuf_file(p->arena, &document->file, &head, making->content), making->role);
}

/** The last one that was whole, whatever it says. */
static enum ts_status
fall_back(struct ts_publishing *p, const struct making *making,
          struct ts_publish_document *document)
{
    char name[NAME_SIZE];
    struct ts_tuf_opened opened;
    name_file(name, "signed", making->role);
    enum ts_status status = ts_store_read(p->order->store, p->arena, &document->file,
                                          name, TS_AUTHORITY_FILE_MAX);
    if (status == TS_OK)
        status = ts_tuf_open(p->arena, &opened, document->file);
    if (status == TS_OK && !is_signed(p, making, document->file))
        status = TS_ABSENT;
    if (status != TS_OK)
        return ts_publish_fault(p, status, "pending");
    document->version = opened.head.version;
    document->is_new = false;
    return TS_OK;
}

/** Puts what lacks signatures where whoever has the keys can fetch it. */
static enum ts_status
leave_pending(struct ts_publishing *p, const struct making *making, ts_span file)
{
    char name[NAME_SIZE];
    name_file(name, "pending", making->role);
    enum ts_status status = ts_store_replace(p->order->store, name, file, false);
    p->done.pending++;
    return ts_publish_fault(p, status, "pending");
}

/**
 * The file that stands, if nothing changed; else the one that waits for signatures, if
 * it says the same; else a new one. What has not enough signatures waits, and what
 * was in force stays in force.
 */
static enum ts_status
make_document(struct ts_publishing *p, const struct making *making,
              struct ts_publish_document *document)
{
    enum ts_status status = TS_OK;
    if (find_file(p, making, document, "signed") && is_signed(p, making, document->file))
        return TS_OK;
    document->is_new = true;
    if (!find_file(p, making, document, "pending"))
        status = make_anew(p, making, document);
    if (status == TS_OK && !is_signed(p, making, document->file))
        status = sign(p, making, &document->file);
    if (status != TS_OK || is_signed(p, making, document->file))
        return status;
    if (!making->may_wait)
        return ts_publish_fault(p, TS_ABSENT, "keys");
    status = leave_pending(p, making, document->file);
    return status == TS_OK ? fall_back(p, making, document) : status;
}

/** Takes over a root that waited for signatures and has them now. p->root is NULL while
 * there never was one. */
static enum ts_status
adopt_root(struct ts_publishing *p)
{
    char name[TS_ROOT_NAME_SIZE];
    ts_span file;
    const struct ts_root *root;
    struct ts_store *store = p->order->store;
    enum ts_status status = ts_store_read(
        store, p->arena, &file, TS_AUTHORITY_PENDING_ROOT, TS_AUTHORITY_SMALL_FILE_MAX);
    if (status != TS_OK)
        return status == TS_ABSENT && p->root ? TS_OK : status;
    status = p->root ? ts_root_read_next(p->arena, &root, p->root, file, NULL)
                     : ts_root_read(p->arena, &root, file, NULL);
    if (status != TS_OK) {
        p->done.pending++;
        return p->root ? TS_OK : TS_ABSENT;
    }
    ts_authority_root_name(name, ts_root_version(root));
    status = ts_store_replace(store, name, file, false);
    if (status == TS_OK)
        status = ts_store_replace(store, TS_AUTHORITY_ROOT_FILE, file, false);
    if (status == TS_OK)
        status = ts_store_remove(store, TS_AUTHORITY_PENDING_ROOT);
    p->root = root;
    p->root_file = file;
    return status;
}

enum ts_status
ts_publish_root(struct ts_publishing *p)
{
    enum ts_status status =
        ts_store_read(p->order->store, p->arena, &p->root_file, TS_AUTHORITY_ROOT_FILE,
                      TS_AUTHORITY_SMALL_FILE_MAX);
    if (status == TS_OK)
        status = ts_root_read(p->arena, &p->root, p->root_file, NULL);
    /* A root that does not sign itself is no question of a passphrase. */
    if (status == TS_UNTRUSTED)
        status = TS_MALFORMED;
    if (status == TS_OK || status == TS_ABSENT)
        status = adopt_root(p);
    if (status == TS_OK)
        ts_root_fingerprint(p->root, p->done.root_fingerprint);
    return ts_publish_fault(p, status, TS_AUTHORITY_ROOT_FILE);
}

/** Who signs for role, by the root. */
static enum ts_status
find_signers(struct ts_publishing *p, struct making *making)
{
    struct ts_tuf_opened root;
    enum ts_status status = ts_tuf_open(p->arena, &root, p->root_file);
    if (status == TS_OK)
        status = ts_tuf_role_read(p->arena, &making->signers, root.body, making->role);
    return ts_publish_fault(p, status, TS_AUTHORITY_ROOT_FILE);
}

static enum ts_status
make_targets(struct ts_publishing *p)
{
    struct making making = { .role = "targets",
                             .type = "targets",
                             .valid_s = TS_TARGETS_VALID_S,
                             .says_when = true,
                             .may_wait = true };
    struct ts_tuf_role delegated;
    enum ts_status status =
        ts_authority_delegation(p->arena, &delegated, p->order->store);
    if (status != TS_OK)
        return ts_publish_fault(p, status, TS_AUTHORITY_DELEGATION_FILE);
    status = ts_tuf_targets_content(p->arena, &making.content, p->targets.items,
                                    p->targets.count, &delegated);
    if (status == TS_OK)
        status = find_signers(p, &making);
    return status == TS_OK ? make_document(p, &making, &p->targets_file) : status;
}

/** By the targets metadata in force, which may be older than delegation.json. */
static enum ts_status
make_revocations(struct ts_publishing *p)
{
    struct making making = { .role = TS_REVOCATIONS_ROLE,
                             .type = "targets",
                             .valid_s = TS_REVOCATIONS_VALID_S,
                             .may_wait = true };
    struct ts_targets targets;
    struct ts_tuf_opened opened;
    enum ts_status status =
        ts_targets_read(p->arena, &targets, p->root, p->targets_file.file, NULL);
    if (status == TS_OK)
        status = ts_tuf_open(p->arena, &opened, p->targets_file.file);
    if (status == TS_OK)
        status =
            ts_tuf_role_read(p->arena, &making.signers,
                             ts_json_member(opened.body, "delegations"), making.role);
    if (status == TS_OK && targets.delegation_count != 1)
        status = TS_MALFORMED;
    if (status == TS_OK)
        status = ts_tuf_targets_content(p->arena, &making.content, p->revocations.items,
                                        p->revocations.count, NULL);
    if (status != TS_OK)
        return ts_publish_fault(p, status, TS_AUTHORITY_DELEGATION_FILE);
    making.delegation = &targets.delegations[0];
    return make_document(p, &making, &p->revocations_file);
}

static enum ts_status
make_snapshot(struct ts_publishing *p)
{
    struct making making = { .role = "snapshot",
                             .type = "snapshot",
                             .valid_s = TS_SNAPSHOT_VALID_S };
    const struct ts_tuf_meta items[] = {
        { TS_REVOCATIONS_ROLE ".json", p->revocations_file.version,
          p->revocations_file.file },
        { "targets.json", p->targets_file.version, p->targets_file.file },
    };
    enum ts_status status =
        ts_tuf_meta_content(p->arena, &making.content, items, TS_COUNT(items));
    if (status == TS_OK)
        status = find_signers(p, &making);
    return status == TS_OK ? make_document(p, &making, &p->snapshot_file) : status;
}

/** Every publication has one of its own, since it says that there is nothing newer. */
static enum ts_status
make_timestamp(struct ts_publishing *p)
{
    struct making making = { .role = "timestamp",
                             .type = "timestamp",
                             .valid_s = p->order->valid_days
                                            ? p->order->valid_days * DAY_S
                                            : TS_TIMESTAMP_VALID_S,
                             .says_when = true };
    const struct ts_tuf_meta item = { "snapshot.json", p->snapshot_file.version,
                                      p->snapshot_file.file };
    p->done.expires.s = p->order->now.s + making.valid_s;
    p->timestamp_file.is_new = true;
    enum ts_status status = ts_tuf_meta_content(p->arena, &making.content, &item, 1);
    if (status == TS_OK)
        status = find_signers(p, &making);
    if (status == TS_OK)
        status = make_anew(p, &making, &p->timestamp_file);
    if (status == TS_OK)
        status = sign(p, &making, &p->timestamp_file.file);
    if (status == TS_OK && !is_signed(p, &making, p->timestamp_file.file))
        status = ts_publish_fault(p, TS_ABSENT, "keys");
    return status;
}

enum ts_status
ts_publish_documents(struct ts_publishing *p)
{
    enum ts_status status = make_targets(p);
    if (status == TS_OK)
        status = make_revocations(p);
    if (status == TS_OK)
        status = make_snapshot(p);
    if (status == TS_OK)
        status = make_timestamp(p);
    return status;
}

static enum ts_status
keep(struct ts_publishing *p, const char *role,
     const struct ts_publish_document *document)
{
    char name[NAME_SIZE];
    if (!document->is_new)
        return TS_OK;
    name_file(name, "signed", role);
    enum ts_status status =
        ts_store_replace(p->order->store, name, document->file, false);
    name_file(name, "pending", role);
    if (status == TS_OK)
        status = ts_store_remove(p->order->store, name);
    return ts_publish_fault(p, status, "signed");
}

enum ts_status
ts_publish_keep_documents(struct ts_publishing *p)
{
    enum ts_status status = keep(p, "targets", &p->targets_file);
    if (status == TS_OK)
        status = keep(p, TS_REVOCATIONS_ROLE, &p->revocations_file);
    if (status == TS_OK)
        status = keep(p, "snapshot", &p->snapshot_file);
    return status;
}
