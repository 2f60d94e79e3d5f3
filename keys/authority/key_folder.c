#include "keys/authority/key_folder.h"

#include "keys/authority/authority_files.h"

#include <string.h>

static const char FOLDER[] = "keys/";

enum {
    ID_DIGITS = 8, /* of a key's id in a file name */
    NAME_SIZE = 128,
    KEYS_MAX = TS_ROOT_KEYS_MAX,
};

enum ts_status
ts_key_folder_make(struct ts_arena *arena, struct ts_role_key *key,
                   const struct ts_key_folder *folder, ts_span role)
{
    char name[NAME_SIZE];
    struct ts_secret_key secret = { 0 };
    struct ts_role_key draft = { 0 };
    ts_span text;
    struct ts_writer w = ts_writer_over(TS_ROOM_OF(name));
    enum ts_status status = ts_secret_key_generate(&secret, TS_KEY_ED25519);
    if (status == TS_OK)
        status = ts_role_key_of(arena, &draft, &secret);
    if (status == TS_OK)
        status = ts_secret_key_write(arena, &text, &secret, folder->passphrase);
    ts_secret_key_destroy(&secret);
    if (status != TS_OK)
        return status;
    ts_write_text(&w, FOLDER);
    ts_write_bytes(&w, role);
    ts_write_u8(&w, '.');
    ts_write_bytes(&w, ts_span_part(draft.id, 0, ID_DIGITS));
    ts_write_text(&w, ".json");
    ts_write_u8(&w, '\0');
    if (w.full || memchr(role.at, '/', role.len))
        return TS_MALFORMED;
    status = ts_store_replace(folder->store, name, text, true);
    if (status == TS_OK)
        *key = draft;
    return status;
}

/** "keys/ROLE.ID.json": whether ID begins the id of a key in one of roles. */
static bool
may_be_in(ts_span name, const struct ts_tuf_role *roles, size_t count)
{
    static const size_t END = sizeof(".json") - 1;
    if (name.len < END + ID_DIGITS)
        return false;
    ts_span id = ts_span_part(name, name.len - END - ID_DIGITS, ID_DIGITS);
    for (size_t i = 0; i < count; i++)
        for (size_t k = 0; k < roles[i].count; k++)
            if (ts_span_starts_with(roles[i].keys[k].id, id))
                return true;
    return count == 0;
}

struct names {
    struct ts_arena *arena;
    const struct ts_tuf_role *roles;
    size_t role_count;
    char *items[KEYS_MAX];
    size_t count;
    enum ts_status status;
};

static void
note_name(const char *name, void *context)
{
    struct names *names = context;
    size_t size = strlen(name) + 1;
    if (names->status != TS_OK
        || !may_be_in(ts_span_text(name), names->roles, names->role_count))
        return;
    char *copy = ts_arena_take(names->arena, size);
    if (!copy || names->count == KEYS_MAX) {
        names->status = copy ? TS_OVER_LIMIT : TS_NO_SPACE;
        return;
    }
    memcpy(copy, name, size);
    names->items[names->count++] = copy;
}

static bool
is_in(const struct ts_role_key *key, const struct ts_tuf_role *roles, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (ts_tuf_role_has(&roles[i], key->id))
            return true;
    return count == 0;
}

static enum ts_status
sign_with(struct ts_arena *arena, ts_span *file, size_t *count,
          const struct ts_key_folder *folder, const struct names *names, const char *name)
{
    struct ts_secret_key secret = { 0 };
    struct ts_role_key key;
    ts_span text;
    enum ts_status status =
        ts_store_read(folder->store, arena, &text, name, TS_AUTHORITY_SMALL_FILE_MAX);
    if (status == TS_OK)
        status = ts_secret_key_read(arena, &secret, text, folder->passphrase);
    if (status == TS_OK)
        status = ts_role_key_of(arena, &key, &secret);
    if (status == TS_OK && is_in(&key, names->roles, names->role_count)) {
        status = ts_tuf_sign(arena, file, *file, &secret);
        *count += status == TS_OK;
    }
    ts_secret_key_destroy(&secret);
    return status;
}

enum ts_status
ts_key_folder_sign(struct ts_arena *arena, ts_span *file, size_t *count,
                   const struct ts_key_folder *folder, const struct ts_tuf_role *roles,
                   size_t role_count)
{
    struct names names = { .arena = arena, .roles = roles, .role_count = role_count };
    ts_span draft = *file;
    *count = 0;
    enum ts_status status =
        ts_store_list(folder->store, arena, "keys", note_name, &names);
    if (status == TS_OK)
        status = names.status;
    for (size_t i = 0; status == TS_OK && i < names.count; i++)
        status = sign_with(arena, &draft, count, folder, &names, names.items[i]);
    if (status == TS_OK)
        *file = draft;
    return status;
}
