#include "keys/crypto/secret_key.h"

#include "keys/crypto/making.h"
#include "keys/crypto/random.h"

#include <string.h>

/* Bytes that are no scalar of P-256 turn up once in 2^32 draws. */
#define DRAWS_MAX 8

static bool
set_point(struct ts_secret_key *key)
{
    if (key->kind == TS_KEY_ED25519) {
        key->point_len = 32;
        ts_ed25519_public(key->point, key->secret);
        return true;
    }
    key->point_len = 65;
    return ts_p256_public(key->point, key->secret);
}

static bool
can_sign(enum ts_key_kind kind)
{
    return kind == TS_KEY_ED25519 || kind == TS_KEY_P256;
}

enum ts_status
ts_secret_key_from_bytes(struct ts_secret_key *key, enum ts_key_kind kind, ts_span secret)
{
    if (!can_sign(kind))
        return TS_UNSUPPORTED;
    struct ts_secret_key draft = { .kind = kind };
    if (secret.len != sizeof(draft.secret))
        return TS_MALFORMED;
    memcpy(draft.secret, secret.at, sizeof(draft.secret));
    bool good = set_point(&draft);
    if (good)
        *key = draft;
    ts_secret_key_destroy(&draft);
    return good ? TS_OK : TS_MALFORMED;
}

enum ts_status
ts_secret_key_generate(struct ts_secret_key *key, enum ts_key_kind kind)
{
    uint8_t secret[32];
    enum ts_status status = TS_MALFORMED;
    for (int draw = 0; status == TS_MALFORMED && draw < DRAWS_MAX; draw++) {
        ts_random_bytes(TS_ROOM_OF(secret));
        status = ts_secret_key_from_bytes(key, kind, TS_SPAN_OF(secret));
    }
    ts_wipe(secret, sizeof(secret));
    return status == TS_OK ? TS_OK : TS_UNSUPPORTED;
}

struct ts_public_key
ts_secret_key_public(const struct ts_secret_key *key)
{
    return (struct ts_public_key){
        .kind = key->kind,
        .point = { key->point, key->point_len },
    };
}

enum ts_signature_alg
ts_secret_key_alg(const struct ts_secret_key *key)
{
    switch (key->kind) {
    case TS_KEY_ED25519: return TS_ALG_EDDSA;
    case TS_KEY_P256: return TS_ALG_ES256;
    case TS_KEY_NONE:
    case TS_KEY_P384:
    case TS_KEY_RSA: return TS_ALG_NONE;
    }
    return TS_ALG_NONE;
}

enum ts_status
ts_secret_key_sign(struct ts_arena *arena, ts_span *signature,
                   const struct ts_secret_key *key, ts_span message)
{
    uint8_t raw[64];
    if (!can_sign(key->kind))
        return TS_UNSUPPORTED;
    if (key->kind == TS_KEY_ED25519)
        ts_ed25519_sign(raw, key, message);
    else if (!ts_p256_sign(raw, key, message))
        return TS_UNSUPPORTED;
    return ts_arena_copy(arena, signature, TS_SPAN_OF(raw)) ? TS_OK : TS_NO_SPACE;
}

void
ts_secret_key_destroy(struct ts_secret_key *key)
{
    ts_wipe(key, sizeof(*key));
}
