#include "keys/authority/authority.h"

#include "keys/authority/authority_files.h"
#include "keys/trust/metadata.h"
#include "keys/trust/repository.h"

static const char *const ROLES[] = { "root", "targets", "snapshot", "timestamp",
                                     TS_REVOCATIONS_ROLE };
enum { ROOT_ROLES = 4, ALL_ROLES = 5 };

enum ts_status
ts_authority_check(struct ts_arena *arena, struct ts_store *store)
{
    size_t used = arena->used;
    ts_span file;
    enum ts_status status = ts_store_read(
        store, arena, &file, TS_AUTHORITY_DELEGATION_FILE, TS_AUTHORITY_SMALL_FILE_MAX);
    ts_arena_rewind(arena, used);
    return status;
}

enum ts_status
ts_authority_delegation(struct ts_arena *arena, struct ts_tuf_role *role,
                        struct ts_store *store)
{
    ts_span file;
    const struct ts_json *holder;
    enum ts_status status = ts_store_read(
        store, arena, &file, TS_AUTHORITY_DELEGATION_FILE, TS_AUTHORITY_SMALL_FILE_MAX);
    if (status == TS_OK)
        status = ts_json_parse(arena, &holder, file, NULL);
    if (status == TS_OK)
        status = ts_tuf_role_read(arena, role, holder, TS_REVOCATIONS_ROLE);
    return status;
}

static enum ts_status
put_delegation(struct ts_arena *arena, struct ts_store *store,
               const struct ts_tuf_role *role)
{
    ts_span text;
    struct ts_writer w = ts_text_begin(arena);
    ts_write_u8(&w, '{');
    ts_tuf_write_keys(&w, role, 1);
    ts_write_text(&w, ",\"roles\":{");
    ts_json_write_string(&w, role->name);
    ts_write_text(&w, ":{");
    ts_tuf_write_signers(&w, role);
    ts_write_text(&w, "}}}\n");
    enum ts_status status = ts_text_keep(arena, &w, &text);
    if (status == TS_OK)
        status = ts_store_replace(store, TS_AUTHORITY_DELEGATION_FILE, text, false);
    return status;
}

/** The keys of an order, or one that is made. */
static enum ts_status
make_role(struct ts_arena *arena, struct ts_tuf_role *role,
          const struct ts_key_folder *folder, const struct ts_role_order *order)
{
    size_t count = order->key_count ? order->key_count : 1;
    struct ts_role_key *keys = ts_arena_take_array(arena, count, sizeof(*keys));
    enum ts_status status = keys ? TS_OK : TS_NO_SPACE;
    *role = (struct ts_tuf_role){ .name = order->role,
                                  .keys = keys,
                                  .threshold = order->threshold ? order->threshold : 1 };
    if (role->threshold < 1 || (uint64_t)role->threshold > count)
        return TS_MALFORMED;
    for (size_t i = 0; status == TS_OK && i < order->key_count; i++) {
        status = ts_role_key_read(arena, &keys[i], order->keys[i]);
        if (status == TS_OK && ts_tuf_role_has(role, keys[i].id))
            status = TS_DUPLICATE;
        role->count++;
    }
    if (status == TS_OK && order->key_count == 0) {
        status = ts_key_folder_make(arena, &keys[0], folder, order->role);
        role->count = 1;
    }
    return status;
}

static size_t
index_of(ts_span role)
{
    size_t i = 0;
    while (i < ALL_ROLES && !ts_span_is(role, ROLES[i]))
        i++;
    return i;
}

/** A root without all of its signatures waits; it is in force when previous (NULL: it is
 * the first) and it itself say so. */
static enum ts_status
put_root(struct ts_arena *arena, bool *waits, struct ts_store *store,
         const struct ts_root *previous, ts_span file)
{
    char name[TS_ROOT_NAME_SIZE];
    const struct ts_root *root;
    enum ts_status status = previous
                                ? ts_root_read_next(arena, &root, previous, file, NULL)
                                : ts_root_read(arena, &root, file, NULL);
    *waits = status == TS_UNTRUSTED;
    if (*waits)
        return ts_store_replace(store, TS_AUTHORITY_PENDING_ROOT, file, false);
    if (status != TS_OK)
        return status;
    ts_authority_root_name(name, ts_root_version(root));
    status = ts_store_replace(store, name, file, false);
    if (status == TS_OK)
        status = ts_store_replace(store, TS_AUTHORITY_ROOT_FILE, file, false);
    return status;
}

static enum ts_status
make_root(struct ts_arena *arena, ts_span *file, const struct ts_key_folder *folder,
          const struct ts_tuf_role *roles, struct ts_tuf_head head)
{
    ts_span content;
    size_t count;
    head.type = "root";
    head.issued = TS_UTC_ALWAYS;
    enum ts_status status = ts_tuf_root_content(arena, &content, roles, ROOT_ROLES);
    if (status == TS_OK)
        status = ts_tuf_file(arena, file, &head, content);
    if (status == TS_OK)
        status = ts_key_folder_sign(arena, file, &count, folder, roles, 1);
    return status;
}

enum ts_status
ts_authority_create_with(struct ts_arena *arena, bool *waits,
                         const struct ts_key_folder *folder,
                         const struct ts_role_order *orders, size_t count, ts_utc now)
{
    struct ts_tuf_role roles[ALL_ROLES];
    struct ts_role_order all[ALL_ROLES] = { 0 };
    bool root_waits = false;
    ts_span file;
    enum ts_status status = ts_authority_check(arena, folder->store);
    if (status != TS_ABSENT)
        return status == TS_IO ? TS_IO : TS_DUPLICATE;
    for (size_t i = 0; i < ALL_ROLES; i++)
        all[i].role = ts_span_text(ROLES[i]);
    for (size_t i = 0; i < count; i++) {
        size_t at = index_of(orders[i].role);
        if (at == ALL_ROLES)
            return TS_MALFORMED;
        all[at] = orders[i];
    }
    status = TS_OK;
    for (size_t i = 0; status == TS_OK && i < ALL_ROLES; i++)
        status = make_role(arena, &roles[i], folder, &all[i]);
    const struct ts_tuf_head head = { .version = 1,
                                      .expires = { now.s + TS_ROOT_VALID_S } };
    if (status == TS_OK)
        status = make_root(arena, &file, folder, roles, head);
    if (status == TS_OK)
        status = put_root(arena, &root_waits, folder->store, NULL, file);
    if (status == TS_OK)
        status = put_delegation(arena, folder->store, &roles[ALL_ROLES - 1]);
    if (status == TS_OK && waits)
        *waits = root_waits;
    return status;
}

enum ts_status
ts_authority_create(struct ts_arena *arena, struct ts_store *store, ts_span passphrase,
                    ts_utc now)
{
    const struct ts_key_folder folder = { store, passphrase };
    return ts_authority_create_with(arena, NULL, &folder, NULL, 0, now);
}

/** The newest root, which may still wait, and the one in force. */
static enum ts_status
read_roots(struct ts_arena *arena, ts_span *newest, const struct ts_root **in_force,
           struct ts_store *store)
{
    ts_span file;
    enum ts_status status = ts_store_read(store, arena, &file, TS_AUTHORITY_ROOT_FILE,
                                          TS_AUTHORITY_SMALL_FILE_MAX);
    if (status == TS_OK)
        status = ts_root_read(arena, in_force, file, NULL);
    if (status != TS_OK)
        return status == TS_UNTRUSTED ? TS_MALFORMED : status;
    *newest = file;
    status = ts_store_read(store, arena, &file, TS_AUTHORITY_PENDING_ROOT,
                           TS_AUTHORITY_SMALL_FILE_MAX);
    if (status == TS_OK)
        *newest = file;
    return status == TS_ABSENT ? TS_OK : status;
}

/** The roles of the newest root, with one replaced; root of the one in force is old. */
static enum ts_status
read_roles(struct ts_arena *arena, struct ts_tuf_role roles[static ROOT_ROLES],
           struct ts_tuf_role *old, ts_span newest, ts_span in_force)
{
    struct ts_tuf_opened opened;
    enum ts_status status = ts_tuf_open(arena, &opened, newest);
    for (size_t i = 0; status == TS_OK && i < ROOT_ROLES; i++)
        status = ts_tuf_role_read(arena, &roles[i], opened.body, ROLES[i]);
    if (status == TS_OK)
        status = ts_tuf_open(arena, &opened, in_force);
    if (status == TS_OK)
        status = ts_tuf_role_read(arena, old, opened.body, ROLES[0]);
    return status;
}

static enum ts_status
rotate_root(struct ts_arena *arena, bool *waits, const struct ts_key_folder *folder,
            const struct ts_role_order *order, ts_utc now)
{
    const struct ts_root *in_force = NULL;
    struct ts_tuf_role roles[ROOT_ROLES];
    struct ts_tuf_role old;
    ts_span newest;
    ts_span current;
    ts_span file;
    size_t count;
    enum ts_status status = read_roots(arena, &newest, &in_force, folder->store);
    if (status == TS_OK)
        status = ts_store_read(folder->store, arena, &current, TS_AUTHORITY_ROOT_FILE,
                               TS_AUTHORITY_SMALL_FILE_MAX);
    if (status == TS_OK)
        status = read_roles(arena, roles, &old, newest, current);
    if (status == TS_OK)
        status = make_role(arena, &roles[index_of(order->role)], folder, order);
    if (status != TS_OK)
        return status;
    const struct ts_tuf_head head = { .version = ts_root_version(in_force) + 1,
                                      .expires = { now.s + TS_ROOT_VALID_S } };
    status = make_root(arena, &file, folder, roles, head);
    if (status == TS_OK)
        status = ts_key_folder_sign(arena, &file, &count, folder, &old, 1);
    if (status == TS_OK)
        status = put_root(arena, waits, folder->store, in_force, file);
    if (status == TS_OK && !*waits)
        status = ts_store_remove(folder->store, TS_AUTHORITY_PENDING_ROOT);
    return status;
}

enum ts_status
ts_authority_rotate(struct ts_arena *arena, bool *waits,
                    const struct ts_key_folder *folder, const struct ts_role_order *order,
                    ts_utc now)
{
    struct ts_tuf_role role;
    bool root_waits = false;
    size_t at = index_of(order->role);
    enum ts_status status = ts_authority_check(arena, folder->store);
    if (status == TS_OK && at == ALL_ROLES)
        status = TS_MALFORMED;
    if (status != TS_OK)
        return status;
    if (at < ROOT_ROLES) {
        status = rotate_root(arena, &root_waits, folder, order, now);
    } else {
        status = make_role(arena, &role, folder, order);
        if (status == TS_OK)
            status = put_delegation(arena, folder->store, &role);
    }
    if (status == TS_OK && waits)
        *waits = root_waits;
    return status;
}
