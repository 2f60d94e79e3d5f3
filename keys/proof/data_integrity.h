#ifndef TS_PROOF_DATA_INTEGRITY_H
#define TS_PROOF_DATA_INTEGRITY_H

#include "keys/codec/json.h"
#include "keys/proof/proof.h"

/**
 * Reads the proof or proofs of a document (VC Data Integrity 1.0 4.2, 4.4):
 * eddsa-jcs-2022 and ecdsa-jcs-2019 (P-256, P-384). A proof's message is
 * hash(canonical proof options) || hash(canonical document without proof); its
 * payload is that canonical document.
 *
 * Other suites and proof types are named in unsupported. A proof that is
 * invalid whatever the key says so in refused and is not counted:
 * proofPurpose other than assertionMethod, a proofValue that is not "z" and
 * base58btc of the exact length, dates that do not parse, an @context in the
 * proof that the document's does not begin with, previousProof (chains are not
 * supported yet: unsupported).
 *
 * A document without a proof gives TS_ABSENT. Otherwise TS_OK, TS_MALFORMED,
 * TS_OVER_LIMIT or TS_NO_SPACE. set is written only on TS_OK.
 */
TS_MUST_USE enum ts_status ts_data_integrity_read(struct ts_arena *arena,
                                                  struct ts_proof_set *set,
                                                  const struct ts_json *document,
                                                  struct ts_fault *fault);

#endif
