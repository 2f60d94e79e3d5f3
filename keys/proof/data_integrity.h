#ifndef TS_PROOF_DATA_INTEGRITY_H
#define TS_PROOF_DATA_INTEGRITY_H

#include "keys/codec/json.h"
#include "keys/proof/proof.h"

struct ts_ld_contexts; /* keys/proof/linked_data/context.h */

/**
 * Reads the proof or proofs of a document (VC Data Integrity 1.0 4.4, 4.5). A proof's
 * message is hash(canonical proof options) || hash(canonical document without proof).
 *
 *   DataIntegrityProof     eddsa-jcs-2022, ecdsa-jcs-2019     over RFC 8785
 *                          eddsa-rdfc-2022, ecdsa-rdfc-2019   over RDF (RDFC-1.0)
 *                          eddsa-2022, the first one's old name
 *   Ed25519Signature2020   has no cryptosuite                 over RDF
 *
 * ecdsa is P-256 with SHA-256 or P-384 with SHA-384 throughout, told apart by the
 * length of the proofValue.
 *
 * The payload is JCS text: the document without its proofs; over RDF its normal form,
 * which has the same statements. A proof over RDF is counted only where document and
 * proof are in plain form (linked_data/plain.h): there is then one way to read them.
 *
 * Where a proof has an @context of its own, the document's begins with it. Over JCS
 * it stands in the canonical document for the document's (VC DI EdDSA 1.0 3.3.2);
 * over RDF the document's stands for it (3.2.5).
 *
 * A chain (previousProof: an id, or a list of ids) signs the document together with
 * the proofs it names (4.5). Each must be there once, and none leads back to itself. That
 * they hold is not asked: a good proof of the issuer is one whoever signed before.
 *
 * unsupported names: another suite or proof type; an unknown context (its address);
 * "domain" or "challenge" (2.1): such a proof was made for one place or one
 * occasion that is not ours, as those of a login or a presentation are. It is
 * neither used nor held against the document.
 *
 * refused, whatever the key: no type, cryptosuite or verificationMethod that is
 * text; proofPurpose other than assertionMethod; a proofValue that is not "z" and
 * base58btc of the exact length; dates that do not parse or end before they begin; an
 * @context the document's does not begin with; a chain that is broken; a number no
 * double can hold.
 *
 * malformed: what JSON-LD in safe mode and plain form refuse, and a dataset that is
 * too much work; malformed_name says which property, term or id.
 *
 * contexts: what the site knows of linked data besides the compiled-in; may be NULL.
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
                       const struct ts_json *document,
                       const struct ts_ld_contexts *contexts, struct ts_fault *fault);

#endif
