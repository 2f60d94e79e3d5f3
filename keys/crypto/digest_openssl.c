#include "keys/crypto/digest.h"

#include "firmware/base/check.h"

#include <openssl/evp.h>

static EVP_MD *sha384;
static CRYPTO_ONCE fetched = CRYPTO_ONCE_STATIC_INIT;

static void
fetch(void)
{
    sha384 = EVP_MD_fetch(NULL, "SHA384", NULL);
}

void
ts_sha384(uint8_t digest[static TS_SHA384_SIZE], ts_span bytes)
{
    /* It can only fail for want of heap, and a caller could do nothing with a
     * digest that is none. */
    bool done = CRYPTO_THREAD_run_once(&fetched, fetch) && sha384
                && EVP_Digest(bytes.at, bytes.len, digest, NULL, sha384, NULL) == 1;
    TS_CHECK(done);
}
