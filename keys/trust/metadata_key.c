#include "keys/crypto/pem.h"
#include "keys/trust/metadata_form.h"

/* A scheme of the specification (TUF 4.2), and how its keys are written. */
static const struct scheme {
    const char *keytype;
    const char *name;
    enum ts_signature_alg alg;
} schemes[] = {
    { "ed25519", "ed25519", TS_ALG_EDDSA },
    { "ecdsa", "ecdsa-sha2-nistp256", TS_ALG_ES256 },
    { "ecdsa-sha2-nistp256", "ecdsa-sha2-nistp256", TS_ALG_ES256 },
    { "rsa", "rsassa-pss-sha256", TS_ALG_PS256 },
};

static enum ts_signature_alg
alg_of(const struct ts_json *json)
{
    const struct ts_json *keytype = ts_json_member(json, "keytype");
    const struct ts_json *name = ts_json_member(json, "scheme");
    for (size_t i = 0; i < TS_COUNT(schemes); i++) {
        if (ts_json_string_is(keytype, schemes[i].keytype)
            && ts_json_string_is(name, schemes[i].name))
            return schemes[i].alg;
    }
    return TS_ALG_NONE;
}

static enum ts_status
read_point(struct ts_arena *arena, struct ts_public_key *key, const struct ts_json *text)
{
    uint8_t point[32];
    ts_span read;
    if (!ts_tuf_hex(&read, TS_ROOM_OF(point), text) || read.len != sizeof(point))
        return TS_MALFORMED;
    if (!ts_arena_copy(arena, &key->point, read))
        return TS_NO_SPACE;
    key->kind = TS_KEY_ED25519;
    return TS_OK;
}

/* A key that cannot be read is passed over: it never counts, and must not stop
 * those beside it. */
static enum ts_status
read_key(const struct ts_reading *reading, struct ts_tuf_key *key,
         const struct ts_json *json)
{
    const struct ts_json *text = ts_json_member(ts_json_member(json, "keyval"), "public");
    enum ts_signature_alg alg = alg_of(json);
    enum ts_status status = ts_reading_copy(reading, &key->id, json->name);
    if (status != TS_OK || alg == TS_ALG_NONE)
        return status;
    if (alg == TS_ALG_EDDSA)
        status = read_point(reading->arena, &key->key, text);
    else
        status = ts_public_key_from_pem(reading->arena, &key->key, ts_json_string(text));
    if (status == TS_NO_SPACE)
        return ts_reading_fault(reading, TS_NO_SPACE, json, "FORMAT.md 2.5");
    if (status == TS_OK && key->key.kind == ts_signature_key_kind(alg))
        key->alg = alg;
    return TS_OK;
}

enum ts_status
ts_reading_keys(const struct ts_reading *reading, struct ts_keyring *ring,
                const struct ts_json *keys)
{
    size_t count = 0;
    if (!ts_json_is(keys, TS_JSON_OBJECT))
        return ts_reading_fault(reading, TS_MALFORMED, keys, "FORMAT.md 2.5");
    if (keys->count > TS_ROOT_KEYS_MAX)
        return ts_reading_fault(reading, TS_OVER_LIMIT, keys, "TS_ROOT_KEYS_MAX");
    struct ts_tuf_key *list =
        ts_arena_take_array(reading->arena, keys->count, sizeof(*list));
    if (!list)
        return ts_reading_fault(reading, TS_NO_SPACE, keys, "the arena is full");
    for (const struct ts_json *at = keys->first; at; at = at->next) {
        enum ts_status status = read_key(reading, &list[count++], at);
        if (status != TS_OK)
            return status;
    }
    *ring = (struct ts_keyring){ list, count };
    return TS_OK;
}

/* Index of a key id in the ring, or its count. */
static size_t
key_index(const struct ts_keyring *ring, ts_span id)
{
    size_t i = 0;
    while (i < ring->count && !ts_span_equal(ring->keys[i].id, id))
        i++;
    return i;
}

enum ts_status
ts_reading_signers(const struct ts_reading *reading, struct ts_signers *signers,
                   const struct ts_keyring *ring, const struct ts_json *role)
{
    struct ts_signers draft = { .ring = ring };
    const struct ts_json *ids = ts_json_member(role, "keyids");
    const struct ts_json *threshold = ts_json_member(role, "threshold");
    if (!ts_json_is(ids, TS_JSON_ARRAY)
        || ts_json_integer(threshold, &draft.threshold) != TS_OK || draft.threshold < 1)
        return ts_reading_fault(reading, TS_MALFORMED, role, "FORMAT.md 2.6");
    for (const struct ts_json *at = ids->first; at; at = at->next) {
        size_t key = key_index(ring, ts_json_string(at));
        uint64_t bit = key < ring->count ? UINT64_C(1) << key : 0;
        if (bit & draft.keys)
            return ts_reading_fault(reading, TS_DUPLICATE, at, "FORMAT.md 2.6");
        draft.keys |= bit;
    }
    *signers = draft;
    return TS_OK;
}

/* A public key under two ids is one signer (FORMAT.md 2.7). */
static bool
has_signed(const struct ts_keyring *ring, uint64_t signed_by, size_t key)
{
    for (size_t i = 0; i < ring->count; i++) {
        if (signed_by >> i & 1
            && ts_public_key_equal(&ring->keys[i].key, &ring->keys[key].key))
            return true;
    }
    return false;
}

static bool
holds(const struct ts_tuf_key *key, const struct ts_json *signature, ts_span message)
{
    uint8_t bytes[TS_RSA_BITS_MAX / 8];
    uint8_t raw[64];
    ts_span read;
    if (!ts_tuf_hex(&read, TS_ROOM_OF(bytes), ts_json_member(signature, "sig")))
        return false;
    if (key->alg == TS_ALG_ES256) {
        if (ts_p256_signature_from_der(raw, read) != TS_OK)
            return false;
        read = TS_SPAN_OF(raw);
    }
    return ts_signature_check(&key->key, key->alg, message, read) == TS_OK;
}

/* Two signatures under one key id refuse the file. So it cannot buy more work than
 * there are keys, either. */
enum ts_status
ts_reading_check(const struct ts_reading *reading, const struct ts_signers *signers)
{
    const struct ts_keyring *ring = signers->ring;
    uint64_t tried = 0;
    uint64_t signed_by = 0;
    int64_t count = 0;
    for (const struct ts_json *at = reading->signatures->first; at; at = at->next) {
        size_t key = key_index(ring, ts_json_string(ts_json_member(at, "keyid")));
        uint64_t bit = key < ring->count ? UINT64_C(1) << key : 0;
        if (bit & tried)
            return ts_reading_fault(reading, TS_UNTRUSTED, at, "FORMAT.md 2.7");
        tried |= bit;
        if (!(bit & signers->keys) || has_signed(ring, signed_by, key)
            || !holds(&ring->keys[key], at, reading->canonical))
            continue;
        signed_by |= bit;
        count++;
    }
    if (count < signers->threshold)
        return ts_reading_fault(reading, TS_UNTRUSTED, reading->signatures,
                                "FORMAT.md 2.7");
    return TS_OK;
}
