#include "keys/crypto/making.h"

#include "keys/codec/base64.h"
#include "keys/codec/json.h"
#include "keys/codec/json_writer.h"

#include <string.h>

/* keys/FORMAT.md 5.1 */
#define FORMAT "touchstone-secret-key/1"

/* What is sealed: the kind and the secret, so that a file whose "kind" was
 * changed does not open as a key of another curve (FORMAT.md 5.3). */
#define OPENED_SIZE (1 + 32)
#define SEALED_SIZE (TS_SEAL_NONCE_SIZE + TS_SEAL_MAC_SIZE + OPENED_SIZE)

static const char *const kinds[] = {
    [TS_KEPT_ED25519] = "ed25519",
    [TS_KEPT_P256] = "p-256",
    [TS_KEPT_X25519] = "x25519",
};

static enum ts_kept_kind
kind_of_name(const struct ts_json *name)
{
    for (size_t i = TS_KEPT_NONE + 1; i < TS_COUNT(kinds); i++)
        if (ts_json_string_is(name, kinds[i]))
            return (enum ts_kept_kind)i;
    return TS_KEPT_NONE;
}

static void
write_bytes_member(struct ts_writer *w, const char *name, ts_span bytes)
{
    uint8_t memory[4 * SEALED_SIZE];
    struct ts_arena scratch = ts_arena_over(TS_ROOM_OF(memory));
    ts_span text;
    ts_write_u8(w, ',');
    ts_json_write_name(w, name);
    if (ts_base64url_encode(&scratch, &text, bytes) == TS_OK)
        ts_json_write_string(w, text);
    else
        w->full = true;
    ts_wipe(memory, sizeof(memory));
}

static void
write_number_member(struct ts_writer *w, const char *name, int64_t value)
{
    ts_write_u8(w, ',');
    ts_json_write_name(w, name);
    ts_write_decimal(w, value);
}

static enum ts_status
write_sealed(struct ts_writer *w, const struct ts_kept_secret *kept, ts_span passphrase)
{
    static const struct ts_seal_cost cost = { TS_SEAL_PASSES_MAX, TS_SEAL_BYTES_MAX };
    uint8_t opened[OPENED_SIZE] = { (uint8_t)kept->kind };
    uint8_t sealed[SEALED_SIZE];
    uint8_t salt[TS_SEAL_SALT_SIZE];
    memcpy(opened + 1, kept->secret, sizeof(kept->secret));
    enum ts_status status =
        ts_seal(TS_ROOM_OF(sealed), salt, cost, TS_SPAN_OF(opened), passphrase);
    ts_wipe(opened, sizeof(opened));
    if (status != TS_OK)
        return status;
    write_bytes_member(w, "sealed", TS_SPAN_OF(sealed));
    write_bytes_member(w, "salt", TS_SPAN_OF(salt));
    write_number_member(w, "opslimit", cost.passes);
    write_number_member(w, "memlimit", cost.bytes);
    return TS_OK;
}

enum ts_status
ts_kept_secret_write(struct ts_arena *arena, ts_span *text,
                     const struct ts_kept_secret *kept, ts_span passphrase)
{
    struct ts_writer w = ts_writer_over(ts_arena_rest(arena));
    ts_write_u8(&w, '{');
    ts_json_write_name(&w, "format");
    ts_json_write_string(&w, TS_SPAN_LIT(FORMAT));
    ts_write_u8(&w, ',');
    ts_json_write_name(&w, "kind");
    ts_json_write_string(&w, ts_span_text(kinds[kept->kind]));
    enum ts_status status = TS_OK;
    if (passphrase.len == 0)
        write_bytes_member(&w, "secret", TS_SPAN_OF(kept->secret));
    else
        status = write_sealed(&w, kept, passphrase);
    ts_write_text(&w, "}\n");
    if (status == TS_OK)
        status = ts_writer_end(&w, text);
    if (status == TS_OK)
        ts_arena_keep(arena, text->len);
    else
        ts_wipe(w.room.at, w.used);
    return status;
}

/* Exactly room.len bytes. */
static enum ts_status
read_bytes_member(struct ts_arena *arena, ts_room room, const struct ts_json *value)
{
    ts_span bytes;
    size_t before = arena->used;
    enum ts_status status = ts_base64url_decode(arena, &bytes, ts_json_string(value));
    if (status != TS_OK)
        return status == TS_NO_SPACE ? TS_NO_SPACE : TS_MALFORMED;
    bool fits = bytes.len == room.len;
    if (fits)
        memcpy(room.at, bytes.at, room.len);
    ts_wipe(arena->at + before, arena->used - before);
    ts_arena_rewind(arena, before);
    return fits ? TS_OK : TS_MALFORMED;
}

/* FORMAT.md 5.4: too little would be no seal, too much a way to take the
 * machine's memory with a file. */
static enum ts_status
read_cost(struct ts_seal_cost *cost, const struct ts_json *file)
{
    if (ts_json_integer(ts_json_member(file, "opslimit"), &cost->passes) != TS_OK
        || ts_json_integer(ts_json_member(file, "memlimit"), &cost->bytes) != TS_OK)
        return TS_MALFORMED;
    if (cost->passes > TS_SEAL_PASSES_MAX || cost->bytes > TS_SEAL_BYTES_MAX)
        return TS_OVER_LIMIT;
    if (cost->passes < TS_SEAL_PASSES_MIN || cost->bytes < TS_SEAL_BYTES_MIN)
        return TS_MALFORMED;
    return TS_OK;
}

static enum ts_status
read_sealed(struct ts_arena *arena, struct ts_kept_secret *kept,
            const struct ts_json *file, ts_span passphrase)
{
    struct ts_seal_cost cost;
    uint8_t salt[TS_SEAL_SALT_SIZE];
    uint8_t sealed[SEALED_SIZE];
    uint8_t opened[OPENED_SIZE];
    enum ts_status status = read_cost(&cost, file);
    if (status == TS_OK)
        status = read_bytes_member(arena, TS_ROOM_OF(salt), ts_json_member(file, "salt"));
    if (status == TS_OK)
        status =
            read_bytes_member(arena, TS_ROOM_OF(sealed), ts_json_member(file, "sealed"));
    if (status == TS_OK && passphrase.len == 0)
        status = TS_UNTRUSTED;
    if (status == TS_OK)
        status =
            ts_unseal(TS_ROOM_OF(opened), salt, cost, TS_SPAN_OF(sealed), passphrase);
    if (status != TS_OK)
        return status;
    if (opened[0] == kept->kind)
        memcpy(kept->secret, opened + 1, sizeof(kept->secret));
    else
        status = TS_MALFORMED;
    ts_wipe(opened, sizeof(opened));
    return status;
}

static enum ts_status
read_file(struct ts_arena *arena, struct ts_kept_secret *kept, const struct ts_json *file,
          ts_span passphrase)
{
    if (!ts_json_is(file, TS_JSON_OBJECT))
        return TS_MALFORMED;
    if (!ts_json_string_is(ts_json_member(file, "format"), FORMAT))
        return TS_UNSUPPORTED;
    kept->kind = kind_of_name(ts_json_member(file, "kind"));
    if (kept->kind == TS_KEPT_NONE)
        return TS_UNSUPPORTED;
    /* Members by count: one we do not know may mean something (FORMAT.md 5.2). */
    const struct ts_json *plain = ts_json_member(file, "secret");
    if (!ts_json_is(plain, TS_JSON_STRING))
        return file->count == 6 ? read_sealed(arena, kept, file, passphrase)
                                : TS_MALFORMED;
    return file->count == 3 ? read_bytes_member(arena, TS_ROOM_OF(kept->secret), plain)
                            : TS_MALFORMED;
}

enum ts_status
ts_kept_secret_read(struct ts_arena *arena, struct ts_kept_secret *kept, ts_span text,
                    ts_span passphrase)
{
    size_t before = arena->used;
    const struct ts_json *file;
    struct ts_kept_secret draft = { 0 };
    enum ts_status status = ts_json_parse(arena, &file, text, NULL);
    if (status == TS_OK)
        status = read_file(arena, &draft, file, passphrase);
    /* A string with escapes was unescaped into the arena. */
    ts_wipe(arena->at + before, arena->used - before);
    ts_arena_rewind(arena, before);
    if (status == TS_OK)
        *kept = draft;
    ts_wipe(&draft, sizeof(draft));
    return status;
}

static enum ts_kept_kind
kept_kind(enum ts_key_kind kind)
{
    switch (kind) {
    case TS_KEY_ED25519: return TS_KEPT_ED25519;
    case TS_KEY_P256: return TS_KEPT_P256;
    case TS_KEY_NONE:
    case TS_KEY_P384:
    case TS_KEY_RSA: return TS_KEPT_NONE;
    }
    return TS_KEPT_NONE;
}

enum ts_status
ts_secret_key_write(struct ts_arena *arena, ts_span *text,
                    const struct ts_secret_key *key, ts_span passphrase)
{
    struct ts_kept_secret kept = { .kind = kept_kind(key->kind) };
    if (kept.kind == TS_KEPT_NONE)
        return TS_UNSUPPORTED;
    memcpy(kept.secret, key->secret, sizeof(kept.secret));
    enum ts_status status = ts_kept_secret_write(arena, text, &kept, passphrase);
    ts_wipe(&kept, sizeof(kept));
    return status;
}

enum ts_status
ts_secret_key_read(struct ts_arena *arena, struct ts_secret_key *key, ts_span text,
                   ts_span passphrase)
{
    struct ts_kept_secret kept = { 0 };
    enum ts_status status = ts_kept_secret_read(arena, &kept, text, passphrase);
    if (status == TS_OK && kept.kind == TS_KEPT_X25519)
        status = TS_UNSUPPORTED;
    if (status == TS_OK)
        status = ts_secret_key_from_bytes(
            key, kept.kind == TS_KEPT_P256 ? TS_KEY_P256 : TS_KEY_ED25519,
            TS_SPAN_OF(kept.secret));
    ts_wipe(&kept, sizeof(kept));
    return status;
}
