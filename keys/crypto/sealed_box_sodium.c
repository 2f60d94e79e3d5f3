#include "keys/crypto/sealed_box.h"

#include "keys/codec/base64.h"
#include "keys/codec/json_writer.h"
#include "keys/crypto/making.h"
#include "keys/crypto/random.h"

#include <sodium.h>
#include <string.h>

static bool
set_point(struct ts_sealing_key *key)
{
    return crypto_scalarmult_base(key->point, key->secret) == 0;
}

void
ts_sealing_key_generate(struct ts_sealing_key *key)
{
    ts_random_bytes(TS_ROOM_OF(key->secret));
    TS_CHECK(set_point(key));
}

void
ts_sealing_key_destroy(struct ts_sealing_key *key)
{
    ts_wipe(key, sizeof(*key));
}

enum ts_status
ts_sealing_key_write(struct ts_arena *arena, ts_span *text,
                     const struct ts_sealing_key *key, ts_span passphrase)
{
    struct ts_kept_secret kept = { .kind = TS_KEPT_X25519 };
    memcpy(kept.secret, key->secret, sizeof(kept.secret));
    enum ts_status status = ts_kept_secret_write(arena, text, &kept, passphrase);
    ts_wipe(&kept, sizeof(kept));
    return status;
}

enum ts_status
ts_sealing_key_read(struct ts_arena *arena, struct ts_sealing_key *key, ts_span text,
                    ts_span passphrase)
{
    struct ts_kept_secret kept = { 0 };
    struct ts_sealing_key draft = { { 0 }, { 0 } };
    enum ts_status status = ts_kept_secret_read(arena, &kept, text, passphrase);
    if (status == TS_OK && kept.kind != TS_KEPT_X25519)
        status = TS_UNSUPPORTED;
    if (status == TS_OK) {
        memcpy(draft.secret, kept.secret, sizeof(draft.secret));
        status = set_point(&draft) ? TS_OK : TS_MALFORMED;
    }
    if (status == TS_OK)
        *key = draft;
    ts_wipe(&kept, sizeof(kept));
    ts_sealing_key_destroy(&draft);
    return status;
}

enum ts_status
ts_sealing_point_write(struct ts_arena *arena, ts_span *text,
                       const uint8_t point[static TS_SEALING_SIZE])
{
    uint8_t memory[2 * TS_SEALING_SIZE];
    struct ts_arena scratch = ts_arena_over(TS_ROOM_OF(memory));
    ts_span x;
    enum ts_status status =
        ts_base64url_encode(&scratch, &x, (ts_span){ point, TS_SEALING_SIZE });
    if (status != TS_OK)
        return status;
    struct ts_writer w = ts_writer_over(ts_arena_rest(arena));
    ts_write_text(&w, "{\"crv\":\"X25519\",\"kty\":\"OKP\",\"x\":");
    ts_json_write_string(&w, x);
    ts_write_text(&w, "}\n");
    status = ts_writer_end(&w, text);
    if (status == TS_OK)
        ts_arena_keep(arena, text->len);
    return status;
}

/* With a point of small order the secret that is shared is 0, whatever the key. */
static bool
is_of_small_order(const uint8_t point[static TS_SEALING_SIZE])
{
    static const uint8_t some[crypto_scalarmult_SCALARBYTES] = { 8 };
    uint8_t shared[crypto_scalarmult_BYTES];
    return crypto_scalarmult(shared, some, point) != 0;
}

static enum ts_status
read_point(struct ts_arena *arena, uint8_t point[static TS_SEALING_SIZE],
           const struct ts_json *jwk)
{
    ts_span x;
    if (!ts_json_is(jwk, TS_JSON_OBJECT))
        return TS_MALFORMED;
    if (ts_json_member(jwk, "d")->kind != TS_JSON_NONE)
        return TS_MALFORMED;
    if (!ts_json_string_is(ts_json_member(jwk, "kty"), "OKP")
        || !ts_json_string_is(ts_json_member(jwk, "crv"), "X25519"))
        return TS_UNSUPPORTED;
    enum ts_status status =
        ts_base64url_decode(arena, &x, ts_json_string(ts_json_member(jwk, "x")));
    if (status != TS_OK)
        return status == TS_NO_SPACE ? TS_NO_SPACE : TS_MALFORMED;
    if (x.len != TS_SEALING_SIZE || is_of_small_order(x.at))
        return TS_MALFORMED;
    memcpy(point, x.at, TS_SEALING_SIZE);
    return TS_OK;
}

enum ts_status
ts_sealing_point_read(struct ts_arena *arena, uint8_t point[static TS_SEALING_SIZE],
                      ts_span text)
{
    const struct ts_json *jwk;
    size_t before = arena->used;
    enum ts_status status = ts_json_parse(arena, &jwk, text, NULL);
    if (status == TS_OK)
        status = read_point(arena, point, jwk);
    ts_arena_rewind(arena, before);
    return status;
}

enum ts_status
ts_sealed_box_close(ts_room room, const uint8_t point[static TS_SEALING_SIZE],
                    ts_span opened)
{
    static const uint8_t nothing[1];
    TS_CHECK(room.len == opened.len + TS_SEALED_BOX_EXTRA);
    TS_CHECK(sodium_init() >= 0);
    return crypto_box_seal(room.at, opened.len ? opened.at : nothing, opened.len, point)
                   == 0
               ? TS_OK
               : TS_MALFORMED;
}

enum ts_status
ts_sealed_box_open(ts_room room, const struct ts_sealing_key *key, ts_span sealed)
{
    uint8_t none[1];
    if (sealed.len < TS_SEALED_BOX_EXTRA)
        return TS_UNTRUSTED;
    TS_CHECK(room.len == sealed.len - TS_SEALED_BOX_EXTRA);
    return crypto_box_seal_open(room.len ? room.at : none, sealed.at, sealed.len,
                                key->point, key->secret)
                   == 0
               ? TS_OK
               : TS_UNTRUSTED;
}
