#include "keys/authority/authority.h"

#include "keys/authority/authority_files.h"

static const char *const ROLES[] = { "root", "targets", "snapshot", "timestamp" };
enum { ROLES_MAX = 2 * (int)TS_COUNT(ROLES) + 1 };

struct signers {
    struct ts_tuf_role roles[ROLES_MAX];
    size_t count;
};

static enum ts_status
add_roles(struct ts_arena *arena, struct signers *signers, const struct ts_json *root)
{
    for (size_t i = 0; i < TS_COUNT(ROLES); i++) {
        enum ts_status status =
            ts_tuf_role_read(arena, &signers->roles[signers->count], root, ROLES[i]);
        if (status != TS_OK)
            return status;
        signers->count++;
    }
    return TS_OK;
}

/** Whoever an authority's own files name; nobody in a folder that is no authority's. */
static enum ts_status
find_signers(struct ts_arena *arena, struct signers *signers, struct ts_store *store,
             const struct ts_tuf_opened *opened, bool is_root)
{
    ts_span file;
    struct ts_tuf_opened root;
    enum ts_status status = ts_authority_delegation(arena, &signers->roles[0], store);
    if (status != TS_OK)
        return status == TS_ABSENT ? TS_OK : status;
    signers->count = 1;
    status = ts_store_read(store, arena, &file, TS_AUTHORITY_ROOT_FILE,
                           TS_AUTHORITY_SMALL_FILE_MAX);
    if (status == TS_OK)
        status = ts_tuf_open(arena, &root, file);
    if (status == TS_OK)
        status = add_roles(arena, signers, root.body);
    if (status == TS_ABSENT)
        status = TS_OK;
    if (status == TS_OK && is_root)
        status = add_roles(arena, signers, opened->body);
    return status;
}

enum ts_status
ts_authority_sign(struct ts_arena *arena, ts_span *file, struct ts_signing_result *result,
                  const struct ts_key_folder *folder)
{
    struct ts_tuf_opened opened;
    struct signers signers = { .count = 0 };
    struct ts_signing_result draft = { 0 };
    ts_span done = *file;
    enum ts_status status = ts_tuf_open(arena, &opened, *file);
    if (status != TS_OK)
        return TS_MALFORMED;
    draft.type = ts_json_string(ts_json_member(opened.body, "_type"));
    draft.version = opened.head.version;
    draft.expires = opened.head.expires;
    status = find_signers(arena, &signers, folder->store, &opened,
                          ts_span_is(draft.type, "root"));
    if (status == TS_OK)
        status = ts_key_folder_sign(arena, &done, &draft.made, folder, signers.roles,
                                    signers.count);
    if (status == TS_OK && draft.made == 0)
        status = TS_ABSENT;
    if (status == TS_OK)
        status = ts_tuf_open(arena, &opened, done);
    if (status != TS_OK)
        return status;
    draft.signatures = opened.signatures->count;
    *file = done;
    *result = draft;
    return TS_OK;
}
