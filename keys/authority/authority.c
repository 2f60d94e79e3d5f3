#include "keys/authority/authority.h"

#include "keys/authority/authority_files.h"
#include "keys/authority/tuf_sign.h"

enum ts_status
ts_authority_check(struct ts_arena *arena, struct ts_store *store)
{
    size_t used = arena->used;
    ts_span root;
    enum ts_status status = ts_store_read(store, arena, &root, TS_AUTHORITY_ROOT_FILE,
                                          TS_AUTHORITY_SMALL_FILE_MAX);
    ts_arena_rewind(arena, used);
    return status;
}

static enum ts_status
put_secret(struct ts_arena *arena, const struct ts_secret_key *key,
           struct ts_store *store, ts_span passphrase)
{
    size_t used = arena->used;
    ts_span text;
    enum ts_status status = ts_secret_key_write(arena, &text, key, passphrase);
    if (status == TS_OK)
        status = ts_store_replace(store, TS_AUTHORITY_KEY_FILE, text, true);
    ts_arena_rewind(arena, used);
    return status;
}

static enum ts_status
put_root(struct ts_arena *arena, const struct ts_secret_key *key, struct ts_store *store,
         ts_utc now)
{
    ts_span root;
    ts_utc expires = { now.s + TS_ROOT_VALID_S };
    enum ts_status status = ts_tuf_root_sign(arena, &root, key, expires);
    if (status == TS_OK)
        status = ts_store_replace(store, TS_AUTHORITY_ROOT_FILE, root, false);
    return status;
}

enum ts_status
ts_authority_create(struct ts_arena *arena, struct ts_store *store, ts_span passphrase,
                    ts_utc now)
{
    struct ts_secret_key key = { 0 };
    enum ts_status status = ts_authority_check(arena, store);
    if (status != TS_ABSENT)
        return status == TS_IO ? TS_IO : TS_DUPLICATE;
    status = ts_secret_key_generate(&key, TS_KEY_ED25519);
    if (status == TS_OK)
        status = put_secret(arena, &key, store, passphrase);
    if (status == TS_OK)
        status = put_root(arena, &key, store, now);
    ts_secret_key_destroy(&key);
    return status;
}
