#ifndef TS_CRYPTO_X509_H
#define TS_CRYPTO_X509_H

#include "firmware/base/instant.h"
#include "keys/crypto/public_key.h"

/* Making: x509_openssl.c. */

/** What a list needs to know of a certificate (RFC 5280). */
struct ts_certificate {
    struct ts_public_key key; /**< Views the arena. */
    ts_utc not_before, not_after;
    /** Extended key usages of the EU DCC, 1.3.6.1.4.1.1847.2021.1.1 to .3 (also in
     * the misspelling 1.3.6.1.4.1.0.1847.2021.1.*): what the key may sign. All
     * true when none is named. */
    bool may_sign_test, may_sign_vaccination, may_sign_recovery;
};

/**
 * Reads a DER certificate. Checks form, not signatures: the certificate is
 * believed because the issuer list that holds it is.
 *
 * Returns TS_OK, TS_MALFORMED, TS_TRAILING, TS_UNSUPPORTED (another kind of key,
 * curve or RSA size) or TS_NO_SPACE. certificate is written only on TS_OK.
 */
TS_MUST_USE enum ts_status
ts_certificate_read(struct ts_arena *arena, struct ts_certificate *certificate,
                    ts_span der);

#endif
