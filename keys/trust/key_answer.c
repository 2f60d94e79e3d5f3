#include "keys/trust/key_answer.h"

#include "keys/codec/base64.h"
#include "keys/crypto/did.h"
#include "keys/crypto/jwk.h"

/** Base64url of a SHA-256. */
enum { THUMBPRINT_TEXT_LEN = 43 };

/* What names a key within its issuer: "key-1" of "key-1", "#key-1" and
 * "did:web:example.org#key-1". Empty when id names a key of somebody else. */
static ts_span
local_name(ts_span id, ts_span issuer)
{
    size_t hash = ts_span_index(id, '#');
    if (hash == id.len)
        return id;
    ts_span before = { id.at, hash };
    if (before.len && !ts_span_equal(before, issuer))
        return (ts_span){ 0 };
    return ts_span_part(id, hash + 1, id.len);
}

static bool
is_of_another_did(ts_span id, ts_span issuer)
{
    return ts_span_starts_with(id, TS_SPAN_LIT("did:"))
           && !ts_span_equal(ts_did_of_url(id), issuer);
}

static bool
is_same_name(ts_span a, ts_span b, ts_span issuer)
{
    ts_span left = local_name(a, issuer);
    return left.len && ts_span_equal(left, local_name(b, issuer));
}

/* RFC 7638 3.1. Computed only for a name that has the length of one. */
static enum ts_status
is_thumbprint(struct ts_arena *scratch, bool *is, ts_span name,
              const struct ts_public_key *key)
{
    uint8_t digest[TS_SHA256_SIZE];
    ts_span text;
    size_t used = scratch->used;
    *is = false;
    if (name.len != THUMBPRINT_TEXT_LEN)
        return TS_OK;
    enum ts_status status = ts_jwk_thumbprint(scratch, digest, key);
    if (status == TS_OK)
        status = ts_base64url_encode(scratch, &text, TS_SPAN_OF(digest));
    if (status == TS_OK)
        *is = ts_span_equal(text, name);
    ts_arena_rewind(scratch, used);
    return status == TS_NO_SPACE ? TS_NO_SPACE : TS_OK;
}

enum ts_status
ts_key_answer(struct ts_arena *scratch, enum ts_key_answer *answer,
              const struct ts_issuer *issuer, const struct ts_issuer_key *key,
              const struct ts_proof *proof)
{
    bool is_kind = key->key.kind == ts_signature_key_kind(proof->alg);
    ts_span id = proof->key_id;
    bool is_meant;

    *answer = TS_KEY_NOT_MEANT;
    if (is_of_another_did(id, issuer->id)) {
        *answer = ts_span_equal(id, key->id) ? TS_KEY_MEANT : TS_KEY_NOT_MEANT;
        return TS_OK;
    }
    if (proof->has_embedded_key) {
        bool is_same = ts_public_key_equal(&key->key, &proof->embedded_key);
        *answer = is_same ? TS_KEY_MEANT : TS_KEY_NOT_MEANT;
        return TS_OK;
    }
    if (id.len == 0 || ts_span_equal(id, issuer->id)) {
        *answer = is_kind ? TS_KEY_MEANT : TS_KEY_NOT_MEANT;
        return TS_OK;
    }
    enum ts_status status =
        is_thumbprint(scratch, &is_meant, local_name(id, issuer->id), &key->key);
    if (status != TS_OK)
        return status;
    if (is_meant || ts_span_equal(id, key->id) || is_same_name(id, key->id, issuer->id))
        *answer = TS_KEY_MEANT;
    else if (key->id.len == 0)
        *answer = is_kind ? TS_KEY_PERHAPS_MEANT : TS_KEY_NOT_MEANT;
    return TS_OK;
}
