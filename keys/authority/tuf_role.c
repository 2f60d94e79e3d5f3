#include "keys/authority/tuf_role.h"

#include "keys/authority/text.h"
#include "keys/crypto/digest.h"

enum { KEY_ID_SIZE = 2 * TS_SHA256_SIZE };

enum ts_status
ts_tuf_canonical(struct ts_arena *arena, ts_span *text, const struct ts_json *value)
{
    struct ts_writer w = ts_writer_over(ts_arena_rest(arena));
    /* The sort gets the far half: a pointer a member. */
    size_t half = w.room.len / 2;
    struct ts_arena scratch = ts_arena_over((ts_room){ w.room.at + half, half });
    w.room.len = half;
    enum ts_status status = ts_olpc_write(&w, value, &scratch);
    return status == TS_OK ? ts_text_keep(arena, &w, text) : status;
}

static enum ts_status
name_key(struct ts_arena *arena, struct ts_role_key *key)
{
    uint8_t digest[TS_SHA256_SIZE];
    ts_sha256(digest, key->object);
    struct ts_writer w = ts_text_begin(arena);
    ts_write_hex(&w, TS_SPAN_OF(digest));
    return ts_text_keep(arena, &w, &key->id);
}

enum ts_status
ts_role_key_of(struct ts_arena *arena, struct ts_role_key *key,
               const struct ts_secret_key *secret)
{
    struct ts_role_key draft;
    if (secret->kind != TS_KEY_ED25519)
        return TS_UNSUPPORTED;
    struct ts_writer w = ts_text_begin(arena);
    ts_write_text(&w, "{\"keytype\":\"ed25519\",\"keyval\":{\"public\":\"");
    ts_write_hex(&w, ts_secret_key_public(secret).point);
    ts_write_text(&w, "\"},\"scheme\":\"ed25519\"}");
    enum ts_status status = ts_text_keep(arena, &w, &draft.object);
    if (status == TS_OK)
        status = name_key(arena, &draft);
    if (status == TS_OK)
        *key = draft;
    return status;
}

static enum ts_status
take_object(struct ts_arena *arena, struct ts_role_key *key, const struct ts_json *object)
{
    struct ts_role_key draft;
    if (!ts_json_is(ts_json_member(object, "keytype"), TS_JSON_STRING)
        || !ts_json_is(ts_json_member(object, "scheme"), TS_JSON_STRING)
        || !ts_json_is(ts_json_member(object, "keyval"), TS_JSON_OBJECT))
        return TS_MALFORMED;
    enum ts_status status = ts_tuf_canonical(arena, &draft.object, object);
    if (status == TS_OK)
        status = name_key(arena, &draft);
    if (status == TS_OK)
        *key = draft;
    return status;
}

enum ts_status
ts_role_key_read(struct ts_arena *arena, struct ts_role_key *key, ts_span text)
{
    const struct ts_json *root;
    enum ts_status status = ts_json_parse(arena, &root, text, NULL);
    return status == TS_OK ? take_object(arena, key, root) : status;
}

static const struct ts_json *
find_role(const struct ts_json *roles, const char *name)
{
    if (!ts_json_is(roles, TS_JSON_ARRAY))
        return ts_json_member(roles, name);
    for (const struct ts_json *at = roles->first; at; at = at->next)
        if (ts_json_string_is(ts_json_member(at, "name"), name))
            return at;
    return ts_json_member(roles, name); /* there is no such value */
}

enum ts_status
ts_tuf_role_read(struct ts_arena *arena, struct ts_tuf_role *role,
                 const struct ts_json *holder, const char *name)
{
    const struct ts_json *found = find_role(ts_json_member(holder, "roles"), name);
    const struct ts_json *keys = ts_json_member(holder, "keys");
    const struct ts_json *ids = ts_json_member(found, "keyids");
    struct ts_tuf_role draft = { .name = ts_span_text(name) };
    if (ts_json_is(found, TS_JSON_NONE))
        return TS_ABSENT;
    if (!ts_json_is(ids, TS_JSON_ARRAY)
        || ts_json_integer(ts_json_member(found, "threshold"), &draft.threshold) != TS_OK)
        return TS_MALFORMED;
    struct ts_role_key *items = ts_arena_take_array(arena, ids->count, sizeof(*items));
    if (!items)
        return TS_NO_SPACE;
    for (const struct ts_json *at = ids->first; at; at = at->next) {
        ts_span id = ts_json_string(at);
        struct ts_role_key *key = &items[draft.count++];
        enum ts_status status = take_object(arena, key, ts_json_member_span(keys, id));
        if (status == TS_OK && !ts_arena_copy(arena, &key->id, id))
            status = TS_NO_SPACE;
        if (status != TS_OK)
            return status;
    }
    draft.keys = items;
    *role = draft;
    return TS_OK;
}

bool
ts_tuf_role_has(const struct ts_tuf_role *role, ts_span key_id)
{
    for (size_t i = 0; i < role->count; i++)
        if (ts_span_equal(role->keys[i].id, key_id))
            return true;
    return false;
}

void
ts_tuf_write_keys(struct ts_writer *w, const struct ts_tuf_role *roles, size_t count)
{
    bool any = false;
    ts_json_write_name(w, "keys");
    ts_write_u8(w, '{');
    for (size_t i = 0; i < count; i++) {
        for (size_t k = 0; k < roles[i].count; k++) {
            const struct ts_role_key *key = &roles[i].keys[k];
            bool before = false;
            for (size_t j = 0; j < i; j++)
                before = before || ts_tuf_role_has(&roles[j], key->id);
            if (before)
                continue;
            if (any)
                ts_write_u8(w, ',');
            any = true;
            ts_json_write_string(w, key->id);
            ts_write_u8(w, ':');
            ts_write_bytes(w, key->object);
        }
    }
    ts_write_u8(w, '}');
}

void
ts_tuf_write_signers(struct ts_writer *w, const struct ts_tuf_role *role)
{
    ts_write_text(w, "\"keyids\":[");
    for (size_t i = 0; i < role->count; i++) {
        if (i)
            ts_write_u8(w, ',');
        ts_json_write_string(w, role->keys[i].id);
    }
    ts_write_text(w, "],\"threshold\":");
    ts_write_decimal(w, role->threshold);
}
