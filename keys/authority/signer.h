#ifndef TS_AUTHORITY_SIGNER_H
#define TS_AUTHORITY_SIGNER_H

#include "firmware/base/instant.h"
#include "firmware/board/store.h"
#include "keys/crypto/secret_key.h"

/**
 * An issuer who signs: its folder holds
 *
 *   issuer.json   who it is, for this program
 *   secret.json   its signing key (0600; keys/FORMAT.md 5)
 *   jwks.json     its public key, for those who believe a web address
 *   did.json      the same as a DID document
 *   issued.csv    see ledger.h
 *   status-revocation.jwt, status-suspension.jwt
 *                 its lists, to be put where its credentials say they are
 */
struct ts_signer {
    ts_span id; /**< did:key:..., did:web:... or https://... */
    ts_span name;
    ts_span method;     /**< What its proofs call the key. */
    ts_span status_url; /**< Its lists lie below; empty when it has none. */
    struct ts_secret_key key;
};

struct ts_signer_request {
    ts_span id; /**< "did:key" has the DID made from the key. */
    ts_span name;
    ts_span status_url; /**< Empty for none; a "/" at the end is cut off. */
    enum ts_key_kind kind;
    ts_span passphrase; /**< Empty leaves the secret key readable to whoever reads
                             the file. */
};

/**
 * Makes a key and fills an empty folder; issuer.json last, so that a folder
 * with one is whole. signer views the arena and must be destroyed.
 *
 * Returns TS_OK; TS_DUPLICATE (there is an issuer already); TS_MALFORMED (fault
 * names the member of the request); TS_UNSUPPORTED (kind); TS_NO_SPACE or TS_IO.
 */
TS_MUST_USE enum ts_status
ts_signer_create(struct ts_arena *arena, struct ts_signer *signer, struct ts_store *store,
                 const struct ts_signer_request *request, struct ts_fault *fault);

/**
 * Opens a folder. Returns TS_OK; TS_ABSENT (no issuer.json); TS_UNTRUSTED (the
 * passphrase is missing or wrong, or the key is not that of the issuer); and the
 * statuses of ts_store_read(), ts_json_parse() and ts_secret_key_read(); fault
 * names the file. Destroy what was opened.
 */
TS_MUST_USE enum ts_status
ts_signer_open(struct ts_arena *arena, struct ts_signer *signer, struct ts_store *store,
               ts_span passphrase, struct ts_fault *fault);

/** Overwrites the key. */
void ts_signer_destroy(struct ts_signer *signer);

/** True when the id holds the key itself, so that no proof need name it. */
bool ts_signer_is_self_contained(const struct ts_signer *signer);

#endif
