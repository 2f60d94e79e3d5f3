#include "keys/authority/issuer_keys.h"

#include "firmware/base/limits.h"
#include "keys/codec/base64.h"
#include "keys/crypto/did.h"
#include "keys/crypto/jwk.h"
#include "keys/crypto/x509.h"

/** EU DCC, technical specification 3 ("kid"). */
enum { DCC_KEY_ID_SIZE = 8 };

static struct ts_issuer_key
plain_key(ts_span id, const struct ts_public_key *key)
{
    return (struct ts_issuer_key){ .id = id,
                                   .key = *key,
                                   .not_before = TS_UTC_ALWAYS,
                                   .not_after = TS_UTC_NEVER,
                                   .may_sign_test = true,
                                   .may_sign_vaccination = true,
                                   .may_sign_recovery = true };
}

static enum ts_status
read_certificate(struct ts_arena *arena, ts_span *der, struct ts_certificate *certificate,
                 const struct ts_json *x5c)
{
    ts_span text = ts_json_string(ts_json_element(x5c, 0));
    enum ts_status status = ts_base64_decode(arena, der, text);
    if (status == TS_OK)
        status = ts_certificate_read(arena, certificate, *der);
    if (status == TS_OK || status == TS_NO_SPACE || status == TS_UNSUPPORTED)
        return status;
    return TS_MALFORMED;
}

static enum ts_status
dcc_key_id(struct ts_arena *arena, ts_span *id, ts_span der)
{
    uint8_t digest[TS_SHA256_SIZE];
    ts_sha256(digest, der);
    ts_span first = { digest, DCC_KEY_ID_SIZE };
    return ts_arena_copy(arena, id, first) ? TS_OK : TS_NO_SPACE;
}

/** Adds what the certificate says, and the same key under its COSE name. */
static enum ts_status
add_certified(struct ts_arena *arena, struct ts_issuer_key *items, size_t *count,
              struct ts_issuer_key key, const struct ts_json *x5c)
{
    ts_span der;
    struct ts_certificate certificate;
    enum ts_status status = read_certificate(arena, &der, &certificate, x5c);
    if (status != TS_OK)
        return status;
    if (!ts_public_key_equal(&key.key, &certificate.key))
        return TS_MALFORMED;
    key.not_before = certificate.not_before;
    key.not_after = certificate.not_after;
    key.may_sign_test = certificate.may_sign_test;
    key.may_sign_vaccination = certificate.may_sign_vaccination;
    key.may_sign_recovery = certificate.may_sign_recovery;
    if (key.id.len)
        items[(*count)++] = key;
    status = dcc_key_id(arena, &key.id, der);
    if (status == TS_OK)
        items[(*count)++] = key;
    return status;
}

static enum ts_status
add_jwk(struct ts_arena *arena, struct ts_issuer_key *items, size_t *count,
        const struct ts_json *jwk)
{
    const struct ts_json *kid = ts_json_member(jwk, "kid");
    const struct ts_json *x5c = ts_json_member(jwk, "x5c");
    struct ts_public_key public_key;
    bool has_kid = !ts_json_is(kid, TS_JSON_NONE);
    if (!ts_json_is(jwk, TS_JSON_OBJECT) || (has_kid && ts_json_string(kid).len == 0))
        return TS_MALFORMED;
    enum ts_status status = ts_jwk_read(arena, &public_key, NULL, jwk);
    if (status != TS_OK)
        return status;
    struct ts_issuer_key key = plain_key(ts_json_string(kid), &public_key);
    if (!ts_json_is(x5c, TS_JSON_NONE))
        return add_certified(arena, items, count, key, x5c);
    items[(*count)++] = key;
    return TS_OK;
}

enum ts_status
ts_issuer_keys_from_jwks(struct ts_arena *arena, struct ts_issuer_keys *keys,
                         const struct ts_json *jwks)
{
    const struct ts_json *set = ts_json_member(jwks, "keys");
    bool is_set = ts_json_is(set, TS_JSON_ARRAY);
    const struct ts_json *jwk = is_set ? set->first : jwks;
    struct ts_issuer_keys draft = { 0 };
    size_t room = 2 * (is_set ? (size_t)set->count : 1);
    struct ts_issuer_key *items = ts_arena_take_array(arena, room, sizeof(*items));
    if (!items)
        return TS_NO_SPACE;
    for (; jwk; jwk = is_set ? jwk->next : NULL) {
        enum ts_status status = add_jwk(arena, items, &draft.count, jwk);
        draft.passed_over += status == TS_UNSUPPORTED;
        if (status != TS_OK && status != TS_UNSUPPORTED)
            return status;
    }
    if (draft.count == 0)
        return TS_ABSENT;
    draft.items = items;
    *keys = draft;
    return TS_OK;
}

enum ts_status
ts_issuer_keys_from_document(struct ts_arena *arena, struct ts_issuer_keys *keys,
                             const struct ts_json *document, ts_span did)
{
    struct ts_did_method methods[TS_DID_METHODS_MAX];
    size_t count = 0;
    enum ts_status status =
        ts_did_document_read(arena, methods, TS_COUNT(methods), &count, document, did);
    if (status != TS_OK)
        return status;
    if (count == 0)
        return TS_ABSENT;
    struct ts_issuer_key *items = ts_arena_take_array(arena, count, sizeof(*items));
    if (!items)
        return TS_NO_SPACE;
    for (size_t i = 0; i < count; i++) {
        items[i] = plain_key(methods[i].id, &methods[i].key);
        items[i].not_after = methods[i].is_revoked ? TS_KEY_REVOKED : methods[i].revoked;
    }
    *keys = (struct ts_issuer_keys){ .items = items, .count = count };
    return TS_OK;
}
