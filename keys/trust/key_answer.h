#ifndef TS_TRUST_KEY_ANSWER_H
#define TS_TRUST_KEY_ANSWER_H

#include "keys/proof/proof.h"
#include "keys/trust/issuer_list.h"

/** Does a proof mean this key? keys/FORMAT.md 3.17. */
enum ts_key_answer {
    TS_KEY_NOT_MEANT = 0,
    TS_KEY_PERHAPS_MEANT, /**< The key has no id: it may be tried, and prove nothing
                               by not fitting. */
    TS_KEY_MEANT,
};

/**
 * For one listed key of issuer. scratch is given back. answer is written only on
 * TS_OK; else TS_NO_SPACE.
 */
TS_MUST_USE enum ts_status
ts_key_answer(struct ts_arena *scratch, enum ts_key_answer *answer,
              const struct ts_issuer *issuer, const struct ts_issuer_key *key,
              const struct ts_proof *proof);

#endif
