#ifndef TS_AUTHORITY_ISSUER_KEYS_H
#define TS_AUTHORITY_ISSUER_KEYS_H

#include "keys/codec/json.h"
#include "keys/trust/issuer_list.h"

/** The keys of an issuer as they go on the list. */
struct ts_issuer_keys {
    const struct ts_issuer_key *items;
    size_t count;
    size_t passed_over; /**< Keys of kinds we do not verify, or not for signing. */
};

/**
 * Every key of a JWK set, or of one JWK, under its kid (empty when it has
 * none). One with a certificate (x5c) takes validity and EU DCC usages from it,
 * and is listed a second time under the first eight bytes of the certificate's
 * SHA-256, as COSE headers of the EU DCC name it.
 *
 * Lives in the arena and views jwks. keys is written only on TS_OK. Returns
 * TS_OK; TS_ABSENT (no key we can use); TS_MALFORMED (a secret key; a broken key
 * or certificate; a certificate for another key); TS_NO_SPACE.
 */
TS_MUST_USE enum ts_status
ts_issuer_keys_from_jwks(struct ts_arena *arena, struct ts_issuer_keys *keys,
                         const struct ts_json *jwks);

/**
 * The assertion methods of a DID document. Lives in the arena and views
 * document. TS_OK, TS_ABSENT (none we can use) and the statuses of
 * ts_did_document_read(); keys is written only on TS_OK.
 */
TS_MUST_USE enum ts_status
ts_issuer_keys_from_document(struct ts_arena *arena, struct ts_issuer_keys *keys,
                             const struct ts_json *document, ts_span did);

#endif
