#include "keys/crypto/making.h"
#include "keys/crypto/public_key_openssl.h"

#include <openssl/bn.h>
#include <openssl/ecdsa.h>
#include <openssl/err.h>
#include <openssl/rsa.h>

/* Two integers of 49 octets (a leading zero included) and three headers. */
#define DER_SIGNATURE_MAX (3 * 3 + 2 * 49)

static EVP_MD *sha256;
static EVP_MD *sha384;
static CRYPTO_ONCE fetched = CRYPTO_ONCE_STATIC_INIT;

static void
fetch(void)
{
    sha256 = EVP_MD_fetch(NULL, "SHA256", NULL);
    sha384 = EVP_MD_fetch(NULL, "SHA384", NULL);
}

static const EVP_MD *
digest_of(enum ts_signature_alg alg)
{
    if (!CRYPTO_THREAD_run_once(&fetched, fetch))
        return NULL;
    return alg == TS_ALG_ES384 ? sha384 : sha256;
}

/* r || s as the library wants it (X9.62 ECDSA-Sig-Value). Whether they are in
 * range is the check's to say. */
static size_t
write_der(uint8_t der[static DER_SIGNATURE_MAX], ts_span signature)
{
    size_t half = signature.len / 2;
    BIGNUM *r = BN_bin2bn(signature.at, (int)half, NULL);
    BIGNUM *s = BN_bin2bn(signature.at + half, (int)half, NULL);
    ECDSA_SIG *pair = ECDSA_SIG_new();
    int len = 0;
    if (!r || !s || !pair || ECDSA_SIG_set0(pair, r, s) != 1) {
        BN_free(r);
        BN_free(s);
    } else if (i2d_ECDSA_SIG(pair, NULL) <= DER_SIGNATURE_MAX) {
        uint8_t *at = der;
        len = i2d_ECDSA_SIG(pair, &at);
    }
    ECDSA_SIG_free(pair);
    return len > 0 ? (size_t)len : 0;
}

/* Exactly one salt length, not "whatever the signature has" (RFC 7518 3.5); the
 * mask is made with the digest of the signature unless one says otherwise. */
static bool
set_padding(EVP_PKEY_CTX *ctx, enum ts_signature_alg alg)
{
    if (alg == TS_ALG_PS256)
        return EVP_PKEY_CTX_set_rsa_padding(ctx, RSA_PKCS1_PSS_PADDING) > 0
               && EVP_PKEY_CTX_set_rsa_pss_saltlen(ctx, RSA_PSS_SALTLEN_DIGEST) > 0;
    if (alg == TS_ALG_RS256)
        return EVP_PKEY_CTX_set_rsa_padding(ctx, RSA_PKCS1_PADDING) > 0;
    return true;
}

static bool
holds(EVP_PKEY *key, enum ts_signature_alg alg, ts_span message, ts_span signature)
{
    const EVP_MD *digest = digest_of(alg);
    EVP_PKEY_CTX *parameters = NULL; /* Goes with ctx. */
    EVP_MD_CTX *ctx = EVP_MD_CTX_new();
    bool held =
        digest && ctx && EVP_DigestVerifyInit(ctx, &parameters, digest, NULL, key) == 1
        && set_padding(parameters, alg)
        && EVP_DigestVerify(ctx, signature.at, signature.len, message.at, message.len)
               == 1;
    EVP_MD_CTX_free(ctx);
    return held;
}

enum ts_status
ts_openssl_check(const struct ts_public_key *key, enum ts_signature_alg alg,
                 ts_span message, ts_span signature)
{
    uint8_t der[DER_SIGNATURE_MAX];
    size_t field = ts_ec_field_size(key->kind);
    EVP_PKEY *pkey = ts_openssl_key(key);
    enum ts_status status = TS_MALFORMED;
    if (!pkey)
        goto out;
    status = TS_UNTRUSTED;
    if (signature.len != (field ? 2 * field : key->modulus.len))
        goto out;
    if (field)
        signature = (ts_span){ der, write_der(der, signature) };
    if (holds(pkey, alg, message, signature))
        status = TS_OK;
out:
    EVP_PKEY_free(pkey);
    /* A refused signature is a normal day; its errors must not pile up. */
    ERR_clear_error();
    return status;
}
