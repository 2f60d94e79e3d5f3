#ifndef TS_PROOF_DATA_INTEGRITY_H
#define TS_PROOF_DATA_INTEGRITY_H

#include "keys/codec/json.h"
#include "keys/proof/proof.h"

/**
 * Reads the proof or proofs of a document (VC Data Integrity 1.0 4.2, 4.4):
 * eddsa-jcs-2022 and ecdsa-jcs-2019 (P-256 and P-384, told apart by the length
 * of the proofValue). A proof's message is hash(canonical proof options) ||
 * hash(canonical document without proof); its payload is that canonical
 * document. Where the proof has an @context of its own, that one stands in the
 * canonical document for the document's, which may only have grown at its end
 * (VC DI EdDSA 1.0 3.3.2).
 *
 * Other suites and proof types are named in unsupported, and so is
 * previousProof (proof chains). A proof that is invalid whatever the key says
 * so in refused and is not counted: no type, cryptosuite or verificationMethod
 * that is text, proofPurpose other than assertionMethod, a proofValue that is
 * not "z" and base58btc of the exact length, dates that do not parse, an
 * @context the document's does not begin with, a number no double can hold.
 *
 * Not checked here: whether created and expires fit the time of day, and that
 * the method belongs to the issuer.
 *
 * A document without a proof gives TS_ABSENT. Otherwise TS_OK, TS_MALFORMED
 * (document or proof is no object, a number no double can hold), TS_OVER_LIMIT
 * (TS_PROOFS_MAX) or TS_NO_SPACE. set is written only on TS_OK; what it holds
 * views the arena and the document's tree.
 */
TS_MUST_USE enum ts_status
ts_data_integrity_read(struct ts_arena *arena, struct ts_proof_set *set,
                       const struct ts_json *document, struct ts_fault *fault);

#endif
