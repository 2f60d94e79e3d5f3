#ifndef TS_TEST_SAMPLES_H
#define TS_TEST_SAMPLES_H

#include "keys/authority/document_sign.h"
#include "keys/trust/trust.h"

/**
 * Badges made on the spot, signed with keys that everybody knows, and a list
 * that believes those keys. 2026-06-01 lies in the middle of their validity.
 */

#define TS_SAMPLE_NOW ((ts_utc){ 1780272000 })

struct ts_sample_wishes {
    enum ts_signing signing;
    enum ts_key_kind kind;   /**< TS_KEY_ED25519 or TS_KEY_P256. */
    const char *issuer;      /**< NULL: "did:web:college.example". */
    const char *name;        /**< NULL: "Mina Roy". */
    const char *achievement; /**< NULL: "Confined space entry". */
    const char *valid_until; /**< NULL: "2027-01-01T00:00:00Z"; "" for none. */
    const char *more; /**< Members put into the credential, each with a comma after. */
    const char *more_of_subject;
    const char *id; /**< NULL: the same for all. */
};

/** The text of the code. Ends the program when it cannot be made. */
ts_span ts_sample_badge(struct ts_arena *arena, struct ts_sample_wishes wishes);

/** A vaccination as an EU HC1 code, signed with the sample P-256 key (ES256), whose
 * kid the sample trust lists. */
ts_span ts_sample_hcert(struct ts_arena *arena);

/** Lists did:web:college.example with both sample keys, the P-256 one also by the
 * kid of the HC1 sample; lives in the arena. */
struct ts_trust ts_sample_trust(struct ts_arena *arena);

/** The sample signer for id and kind; destroy it. */
struct ts_signer ts_sample_signer(const char *id, enum ts_key_kind kind);

#endif
