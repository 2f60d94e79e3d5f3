#include "keys/proof/proof.h"

enum ts_status
ts_proof_check(ts_verified *verified, const struct ts_proof *proof,
               const struct ts_public_key *key)
{
    enum ts_status status =
        ts_signature_check(key, proof->alg, proof->message, proof->signature);
    /* Where the signature is over hashes, the reader has taken what they are of into the
     * payload and nothing else: data_integrity.h, sd_jwt.h. */
    if (status == TS_OK)
        *verified = (ts_verified){ proof->payload };
    return status;
}
