#ifndef TS_AUTHORITY_DOCUMENT_SIGN_H
#define TS_AUTHORITY_DOCUMENT_SIGN_H

#include "keys/authority/signer.h"

/** How a credential is signed, and so what stands in its code. */
enum ts_signing {
    TS_SIGN_VC_COSE = 0, /**< base45(zlib(COSE_Sign1)): the smallest. */
    TS_SIGN_VC_JWT,      /**< A compact JWS; VCDM 2.0 flat, with its twins as claims. */
    TS_SIGN_DATA_INTEGRITY, /**< JSON; eddsa-jcs-2022 or ecdsa-jcs-2019, by the key. */
    TS_SIGN_PIXELPASS,      /**< The same packed: base45(zlib(JSON)). */
    TS_SIGN_LINKED_DATA,    /**< JSON; eddsa-rdfc-2022 or ecdsa-rdfc-2019, by the key. */
    TS_SIGN_LINKED_DATA_PIXELPASS,
};

/** What a JWT repeats of the credential it carries (OB 3.0 8.2.4). */
struct ts_claims {
    ts_span id;      /**< jti */
    ts_span subject; /**< sub; empty when the subject has no id. */
    ts_utc valid_from;
    ts_utc valid_until; /**< TS_UTC_NEVER for no exp. */
    ts_utc signed_at;   /**< What a Data Integrity proof says of itself. */
};

/**
 * Signs json, a compact JSON object of ours, and gives the text of the code.
 * Lives in the arena.
 *
 * Returns TS_OK, TS_UNSUPPORTED (a key that signs nothing), TS_NO_SPACE, and for linked
 * data the statuses of ts_ld_canonical().
 */
TS_MUST_USE enum ts_status
ts_document_sign(struct ts_arena *arena, ts_span *code, const struct ts_signer *issuer,
                 enum ts_signing signing, ts_span json, const struct ts_claims *claims);

/** Its parts; statuses as above. */
TS_MUST_USE enum ts_status
ts_jwt_sign(struct ts_arena *arena, ts_span *jwt, const struct ts_signer *issuer,
            ts_span json, const struct ts_claims *claims);
TS_MUST_USE enum ts_status ts_cose_sign(struct ts_arena *arena, ts_span *cose,
                                        const struct ts_signer *issuer, ts_span json);

/** The form that is signed: canonical JSON, or the canonical RDF it stands for. */
enum ts_sign_form { TS_SIGN_JCS = 0, TS_SIGN_RDFC };

TS_MUST_USE enum ts_status
ts_data_integrity_sign(struct ts_arena *arena, ts_span *text,
                       const struct ts_signer *issuer, enum ts_sign_form form,
                       ts_span json, ts_utc now);

#endif
