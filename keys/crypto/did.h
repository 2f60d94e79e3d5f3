#ifndef TS_CRYPTO_DID_H
#define TS_CRYPTO_DID_H

#include "firmware/base/instant.h"
#include "keys/codec/json.h"
#include "keys/crypto/public_key.h"

/**
 * Decentralised identifiers whose key can be told without a network, and the
 * documents of those whose key cannot.
 *
 * Resolvable is not trusted: anybody can make a did:key.
 */

/** The DID of a DID URL: what stands before "#", "?" or "/"; else all of it. */
ts_span ts_did_of_url(ts_span url);

/** True for did:key and did:jwk. */
bool ts_did_is_self_contained(ts_span did);

/**
 * The key inside a did:key (did:key 0.9) or did:jwk. method: the DID URL of a
 * verification method; its fragment must be the one the DID defines ("#" and
 * the multibase key; "#0"), or be absent.
 *
 * Returns TS_OK; TS_ABSENT (another DID method, or another fragment);
 * TS_UNSUPPORTED (a kind of key we do not verify); TS_MALFORMED; TS_NO_SPACE.
 */
TS_MUST_USE enum ts_status
ts_did_key(struct ts_arena *arena, struct ts_public_key *key, ts_span method);

/** One verification method of a DID document. */
struct ts_did_method {
    ts_span id; /**< Absolute: a relative "#key-1" is joined to the document's id. */
    ts_span controller;
    struct ts_public_key key;
    ts_utc revoked;  /**< TS_UTC_NEVER unless "revoked" or "expires" says otherwise. */
    bool is_revoked; /**< "revoked" is there, whatever time it says. */
};

/**
 * The methods of a DID document (DID 1.0 5.2, 5.3) that stand under
 * assertionMethod, by reference or embedded there. Types Multikey,
 * Ed25519VerificationKey2018/2020, JsonWebKey, JsonWebKey2020 and
 * EcdsaSecp256r1VerificationKey2019; others are passed over.
 *
 * Passed over, besides other types: keys we do not verify, and references into
 * other documents. Refused: a key off its curve or of another kind than the
 * type says, two members that carry the key, two methods of one id, a method
 * without a controller.
 *
 * methods has room for max; count gets how many were written, both only on
 * TS_OK. The document's id must be did, and an absolute URL. They view the arena
 * and the document.
 * Returns TS_OK, TS_MALFORMED, TS_OVER_LIMIT (max, TS_DID_METHODS_MAX) or
 * TS_NO_SPACE.
 */
TS_MUST_USE enum ts_status
ts_did_document_read(struct ts_arena *arena, struct ts_did_method *methods, size_t max,
                     size_t *count, const struct ts_json *document, ts_span did);

#endif
