#include "keys/crypto/making.h"
#include "keys/crypto/public_key_openssl.h"

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/ecdsa.h>
#include <openssl/err.h>
#include <openssl/objects.h>
#include <openssl/params.h>

#define DER_SIGNATURE_MAX 80

/* 1 to n - 1 (SEC 1 3.2.1). */
static bool
in_range(const EC_GROUP *group, const BIGNUM *scalar)
{
    return !BN_is_zero(scalar) && BN_cmp(scalar, EC_GROUP_get0_order(group)) < 0;
}

bool
ts_p256_public(uint8_t point[static 65], const uint8_t scalar[static 32])
{
    bool done = false;
    const EC_GROUP *group = ts_openssl_curve(TS_KEY_P256);
    EC_POINT *product = group ? EC_POINT_new(group) : NULL;
    BIGNUM *secret = BN_secure_new();
    if (product && secret && BN_bin2bn(scalar, 32, secret) && in_range(group, secret)
        && EC_POINT_mul(group, product, secret, NULL, NULL, NULL) == 1
        && EC_POINT_point2oct(group, product, POINT_CONVERSION_UNCOMPRESSED, point, 65,
                              NULL)
               == 65)
        done = true;
    BN_clear_free(secret);
    EC_POINT_free(product);
    ERR_clear_error();
    return done;
}

static EVP_PKEY *
key_pair(const struct ts_secret_key *key)
{
    char group[] = SN_X9_62_prime256v1;
    uint8_t point[65];
    uint8_t native[32];
    EVP_PKEY *pair = NULL;
    BIGNUM *secret = BN_secure_new();
    EVP_PKEY_CTX *ctx = EVP_PKEY_CTX_new_from_name(NULL, "EC", NULL);
    if (!secret || !ctx || !BN_bin2bn(key->secret, 32, secret)
        || BN_bn2nativepad(secret, native, sizeof(native)) < 0)
        goto out;
    for (size_t i = 0; i < sizeof(point); i++)
        point[i] = key->point[i];
    OSSL_PARAM params[] = {
        OSSL_PARAM_construct_utf8_string(OSSL_PKEY_PARAM_GROUP_NAME, group, 0),
        OSSL_PARAM_construct_octet_string(OSSL_PKEY_PARAM_PUB_KEY, point, sizeof(point)),
        OSSL_PARAM_construct_BN(OSSL_PKEY_PARAM_PRIV_KEY, native, sizeof(native)),
        OSSL_PARAM_construct_end(),
    };
    if (EVP_PKEY_fromdata_init(ctx) <= 0
        || EVP_PKEY_fromdata(ctx, &pair, EVP_PKEY_KEYPAIR, params) <= 0)
        pair = NULL;
out:
    ts_wipe(native, sizeof(native));
    EVP_PKEY_CTX_free(ctx);
    BN_clear_free(secret);
    return pair;
}

static bool
write_raw(uint8_t signature[static 64], const uint8_t *der, size_t len)
{
    ECDSA_SIG *pair = d2i_ECDSA_SIG(NULL, &der, (long)len);
    bool done = pair && BN_bn2binpad(ECDSA_SIG_get0_r(pair), signature, 32) == 32
                && BN_bn2binpad(ECDSA_SIG_get0_s(pair), signature + 32, 32) == 32;
    ECDSA_SIG_free(pair);
    return done;
}

bool
ts_p256_sign(uint8_t signature[static 64], const struct ts_secret_key *key,
             ts_span message)
{
    uint8_t der[DER_SIGNATURE_MAX];
    size_t len = sizeof(der);
    EVP_PKEY *pair = key_pair(key);
    EVP_MD_CTX *ctx = EVP_MD_CTX_new();
    bool done = pair && ctx
                && EVP_DigestSignInit_ex(ctx, NULL, "SHA256", NULL, NULL, pair, NULL) == 1
                && EVP_DigestSign(ctx, der, &len, message.at, message.len) == 1
                && write_raw(signature, der, len);
    EVP_MD_CTX_free(ctx);
    EVP_PKEY_free(pair);
    ERR_clear_error();
    return done;
}
