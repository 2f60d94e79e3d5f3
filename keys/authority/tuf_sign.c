#include "keys/authority/tuf_sign.h"

#include "keys/authority/text.h"

enum { KEY_ID_SIZE = 2 * TS_SHA256_SIZE };

static const char *const ROLES[] = { "root", "snapshot", "targets", "timestamp" };

/** The key object; written canonical, since its hash is its id (TUF 4.2). */
static void
write_key(struct ts_writer *w, const struct ts_secret_key *key)
{
    ts_write_text(w, "{\"keytype\":\"ed25519\",\"keyval\":{\"public\":\"");
    ts_write_hex(w, ts_secret_key_public(key).point);
    ts_write_text(w, "\"},\"scheme\":\"ed25519\"}");
}

static ts_span
key_id(uint8_t text[static KEY_ID_SIZE], const struct ts_secret_key *key)
{
    uint8_t object[256];
    uint8_t digest[TS_SHA256_SIZE];
    struct ts_writer w = ts_writer_over(TS_ROOM_OF(object));
    write_key(&w, key);
    ts_sha256(digest, ts_writer_span(&w));
    w = ts_writer_over((ts_room){ text, KEY_ID_SIZE });
    ts_write_hex(&w, TS_SPAN_OF(digest));
    return ts_writer_span(&w);
}

/** The canonical form of body, which is what gets signed. */
static enum ts_status
canonical(struct ts_arena *arena, ts_span *text, ts_span body)
{
    const struct ts_json *root;
    enum ts_status status = ts_json_parse(arena, &root, body, NULL);
    if (status != TS_OK)
        return status;
    /* The sort needs a pointer a member. */
    size_t room = (size_t)32 * 1024 + 64 * body.len;
    struct ts_arena scratch =
        ts_arena_over((ts_room){ ts_arena_take(arena, room), room });
    if (!scratch.at)
        return TS_NO_SPACE;
    struct ts_writer w = ts_text_begin(arena);
    status = ts_olpc_write(&w, root, &scratch);
    return status == TS_OK ? ts_text_keep(arena, &w, text) : status;
}

static enum ts_status
sign(struct ts_arena *arena, ts_span *file, const struct ts_secret_key *key, ts_span body)
{
    uint8_t id[KEY_ID_SIZE];
    ts_span message;
    ts_span signature;
    enum ts_status status = canonical(arena, &message, body);
    if (status == TS_OK)
        status = ts_secret_key_sign(arena, &signature, key, message);
    if (status != TS_OK)
        return status;
    struct ts_writer w = ts_text_begin(arena);
    ts_write_text(&w, "{\"signatures\":[{\"keyid\":\"");
    ts_write_bytes(&w, key_id(id, key));
    ts_write_text(&w, "\",\"sig\":\"");
    ts_write_hex(&w, signature);
    ts_write_text(&w, "\"}],\"signed\":");
    ts_write_bytes(&w, body);
    ts_write_text(&w, "}\n");
    return ts_text_keep(arena, &w, file);
}

static void
write_common(struct ts_writer *w, const char *type, uint64_t version, ts_utc expires)
{
    ts_write_text(w, "{\"_type\":\"");
    ts_write_text(w, type);
    ts_write_text(w, "\",\"spec_version\":\"1.0.34\"");
    ts_write_number_member(w, "version", (int64_t)version);
    ts_write_time_member(w, "expires", expires);
}

enum ts_status
ts_tuf_root_sign(struct ts_arena *arena, ts_span *file, const struct ts_secret_key *key,
                 ts_utc expires)
{
    uint8_t id_text[KEY_ID_SIZE];
    ts_span body;
    if (key->kind != TS_KEY_ED25519)
        return TS_UNSUPPORTED;
    ts_span id = key_id(id_text, key);
    struct ts_writer w = ts_text_begin(arena);
    write_common(&w, "root", 1, expires);
    ts_write_text(&w, ",\"consistent_snapshot\":false,\"keys\":{");
    ts_json_write_string(&w, id);
    ts_write_u8(&w, ':');
    write_key(&w, key);
    ts_write_text(&w, "},\"roles\":{");
    for (size_t i = 0; i < TS_COUNT(ROLES); i++) {
        if (i)
            ts_write_u8(&w, ',');
        ts_json_write_name(&w, ROLES[i]);
        ts_write_text(&w, "{\"keyids\":[");
        ts_json_write_string(&w, id);
        ts_write_text(&w, "],\"threshold\":1}");
    }
    ts_write_text(&w, "}}");
    enum ts_status status = ts_text_keep(arena, &w, &body);
    return status == TS_OK ? sign(arena, file, key, body) : status;
}

static void
write_target(struct ts_writer *w, const struct ts_tuf_target *target)
{
    ts_json_write_name(w, target->path);
    ts_write_text(w, "{\"length\":");
    ts_write_decimal(w, (int64_t)target->length);
    ts_write_text(w, ",\"hashes\":{\"sha256\":\"");
    ts_write_hex(w, TS_SPAN_OF(target->sha256));
    ts_write_text(w, "\"}");
    if (target->url.len) {
        ts_write_text(w, ",\"custom\":{\"url\":");
        ts_json_write_string(w, target->url);
        ts_write_u8(w, '}');
    }
    ts_write_u8(w, '}');
}

enum ts_status
ts_tuf_targets_sign(struct ts_arena *arena, ts_span *file,
                    const struct ts_secret_key *key, const struct ts_tuf_targets *targets)
{
    ts_span body;
    if (key->kind != TS_KEY_ED25519)
        return TS_UNSUPPORTED;
    struct ts_writer w = ts_text_begin(arena);
    write_common(&w, "targets", targets->version, targets->expires);
    ts_write_time_member(&w, "x-issued", targets->issued);
    ts_write_text(&w, ",\"targets\":{");
    for (size_t i = 0; i < targets->count; i++) {
        if (i)
            ts_write_u8(&w, ',');
        write_target(&w, &targets->items[i]);
    }
    ts_write_text(&w, "}}");
    enum ts_status status = ts_text_keep(arena, &w, &body);
    return status == TS_OK ? sign(arena, file, key, body) : status;
}
