#ifndef TS_PROOF_PROOF_H
#define TS_PROOF_PROOF_H

#include "firmware/base/instant.h"
#include "firmware/base/limits.h"
#include "keys/crypto/signature.h"

/**
 * What a document says about how it is signed, before anybody believed it.
 *
 * jose.h, cose.h, sd_jwt.h and data_integrity.h each read one kind of document into
 * a struct ts_proof_set. Whose key to try is the caller's decision, made from
 * the issuer list; ts_proof_check() then tells whether it fits.
 */

enum ts_proof_kind {
    TS_PROOF_NONE = 0,
    TS_PROOF_JWS,            /**< RFC 7515 compact. */
    TS_PROOF_COSE_SIGN1,     /**< RFC 9052 4.2. */
    TS_PROOF_DATA_INTEGRITY, /**< VC Data Integrity 1.0. */
    TS_PROOF_VDS_NC,         /**< ICAO VDS-NC: over the canonical form (RFC 8785). */
    TS_PROOF_SD_JWT,         /**< RFC 9901. */
};

struct ts_proof {
    enum ts_proof_kind kind;
    enum ts_signature_alg alg;
    bool alg_unprotected;  /**< COSE: alg stood where the signature does not cover it. */
    ts_span key_id;        /**< JOSE kid (text), COSE kid (bytes), or the
                                verificationMethod; empty when there is none. */
    ts_span media_type;    /**< typ of JOSE or COSE, as written; may be empty. */
    ts_span cryptosuite;   /**< Data Integrity only. */
    bool has_embedded_key; /**< A jwk stood in the header. Never trusted by itself. */
    struct ts_public_key embedded_key;
    ts_span certificate; /**< DER of the first of x5c or x5chain; may be empty. */
    ts_utc created,
        expires;     /**< Data Integrity; TS_UTC_ALWAYS, TS_UTC_NEVER if absent. */
    ts_span message; /**< The bytes the signature is over. */
    ts_span signature;
    ts_span payload; /**< What is believed once it holds. Data Integrity: the document
                          without its proofs, whose hash stands in message. SD-JWT: the
                          signed payload with the disclosures in the places that the
                          digests in it give them. */
};

struct ts_proof_set {
    size_t count; /**< Proofs we can check; may be 0. */
    struct ts_proof proofs[TS_PROOFS_MAX];
    ts_span unsupported;    /**< Name of the first algorithm, suite or header we do
                                 not support, or the address of a context that is not
                                 known here; empty when there was none. */
    const char *refused;    /**< The rule a proof broke, when one is invalid by form;
                                 static; NULL when none is. */
    const char *malformed;  /**< The rule the document broke, when a proof over its RDF
                                 cannot tell what the document says: a property that is
                                 not signed, a form that may be read in two ways; static;
                                 NULL when there was none. */
    ts_span malformed_name; /**< The property, term or id that broke it, as the document
                                 has it; may be empty. */
};

/**
 * Checks one proof with one key. verified is written only on TS_OK and views
 * what proof views. Statuses of ts_signature_check().
 */
TS_MUST_USE enum ts_status
ts_proof_check(ts_verified *verified, const struct ts_proof *proof,
               const struct ts_public_key *key);

#endif
