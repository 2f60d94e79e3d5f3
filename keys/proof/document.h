#ifndef TS_PROOF_DOCUMENT_H
#define TS_PROOF_DOCUMENT_H

#include "keys/proof/proof.h"

struct ts_ld_contexts; /* keys/proof/linked_data/context.h */

/** How a signed document is spelled. */
enum ts_document_kind {
    TS_DOCUMENT_NONE = 0,
    TS_DOCUMENT_JWS,
    TS_DOCUMENT_COSE,
    TS_DOCUMENT_JSON, /**< JSON with a Data Integrity proof. */
};

/**
 * Reads the proofs of a signed document by its first bytes: "eyJ" with two
 * dots, a COSE_Sign1, or "{". White space around the two that are text belongs
 * to the file, not to the document. An EnvelopedVerifiableCredential
 * (VC-JOSE-COSE 4.1: "id" is a data: URL) gives what is in the envelope:
 * application/vc+jwt, or application/vc+cose in base64.
 *
 * A COSE_Sign1 whose alg is not protected counts no proof: unsupported says so.
 *
 * contexts: what a site knows besides the compiled-in contexts of linked data; may
 * be NULL.
 *
 * kind is written whenever it is known, also on failure. Returns TS_OK,
 * TS_UNSUPPORTED (none of the three), TS_ABSENT (JSON without a proof), or the
 * statuses of the reader in question. Offsets in fault count from the first
 * byte that is not white space, within an envelope from its own first byte.
 */
TS_MUST_USE enum ts_status
ts_document_read(struct ts_arena *arena, enum ts_document_kind *kind,
                 struct ts_proof_set *set, ts_span bytes,
                 const struct ts_ld_contexts *contexts, struct ts_fault *fault);

#endif
