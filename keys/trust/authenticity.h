#ifndef TS_TRUST_AUTHENTICITY_H
#define TS_TRUST_AUTHENTICITY_H

#include "firmware/base/finding.h"
#include "keys/proof/proof.h"
#include "keys/trust/issuer_list.h"

/** Who signed, found by trying the keys the claimed issuer is known to have. */
struct ts_authenticity {
    enum ts_finding proof; /**< PASS: a key of the claimed issuer fits. FAIL: its keys are
                                at hand and none fits, or the proof is invalid by form.
                                UNKNOWN: no key, or nothing we can check. */
    enum ts_finding issuer; /**< PASS: it is on the list. UNKNOWN: it is not. */
    bool key_missing;       /**< The issuer is listed, but not the key the proof names. */
    const struct ts_issuer *listed;  /**< NULL when not on the list. */
    const struct ts_issuer_key *key; /**< The listed key that fits; NULL for the key
                                          inside a did:key or did:jwk that is not
                                          listed besides. */
    const struct ts_proof *fitting;  /**< The proof that holds. */
    ts_verified verified;            /**< Only when proof is PASS. */
};

/**
 * Tries the proofs of set with the keys of claimed_issuer. claimed_issuer is an
 * unverified hint, used to find keys and for nothing else; the caller must
 * compare it with what the verified bytes say.
 *
 * A kid or verificationMethod narrows the choice to keys of that id
 * (keys/FORMAT.md 3.17); without one every listed key of the right kind is
 * tried. One that belongs to another DID finds no key. An embedded jwk counts
 * only if the list holds the same key. A did:key or did:jwk has the key inside
 * it and no other. A key whose time is over still proves who signed;
 * ts_authenticity_in_time() asks about time.
 *
 * One good proof is enough; without one, an invalid proof outweighs those that
 * could not be checked.
 *
 * Lives in the arena; fitting points into set. Returns TS_OK (whatever was
 * found) or TS_NO_SPACE.
 */
TS_MUST_USE enum ts_status
ts_authenticity_establish(struct ts_arena *arena, struct ts_authenticity *found,
                          const struct ts_issuer_list *list, ts_span claimed_issuer,
                          const struct ts_proof_set *set);

/**
 * For containers that name only a key (EU DCC, some token status lists): any
 * issuer that lists it. Found by the id, by the DID before its "#", or by an
 * embedded jwk or certificate that the list holds as a key; a proof that names
 * no key at all is UNKNOWN.
 */
TS_MUST_USE enum ts_status
ts_authenticity_by_key(struct ts_arena *arena, struct ts_authenticity *found,
                       const struct ts_issuer_list *list, const struct ts_proof_set *set);

/**
 * False when the fitting key was not (any longer, or yet) valid at signed_at, or
 * the proof itself has expired by now. signed_at TS_UTC_ALWAYS: nobody says
 * when, so the key must be valid now. False also when nothing fitted.
 */
bool ts_authenticity_in_time(const struct ts_authenticity *found, ts_utc signed_at,
                             ts_utc now);

#endif
