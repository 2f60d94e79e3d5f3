#include "keys/crypto/public_key_openssl.h"

#include "keys/crypto/making.h"

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/objects.h>
#include <openssl/params.h>

/*
 * Making a curve by its name costs 10 us and a key on it 15 us, a fourth of the
 * check itself. So one key of each curve is made once, and every other one is a
 * copy of it with another point: 4 us. They live as long as the process.
 */
static struct curve {
    EC_GROUP *group;
    EVP_PKEY *pattern;
} p256, p384;

static CRYPTO_ONCE made = CRYPTO_ONCE_STATIC_INIT;

static void
make_curve(struct curve *curve, int nid, const char *name)
{
    char group[16];
    uint8_t generator[TS_EC_POINT_MAX];
    OPENSSL_strlcpy(group, name, sizeof(group));
    EVP_PKEY_CTX *ctx = EVP_PKEY_CTX_new_from_name(NULL, "EC", NULL);
    curve->group = EC_GROUP_new_by_curve_name(nid);
    if (!ctx || !curve->group || EVP_PKEY_fromdata_init(ctx) <= 0)
        goto out;
    size_t len = EC_POINT_point2oct(curve->group, EC_GROUP_get0_generator(curve->group),
                                    POINT_CONVERSION_UNCOMPRESSED, generator,
                                    sizeof(generator), NULL);
    OSSL_PARAM params[] = {
        OSSL_PARAM_construct_utf8_string(OSSL_PKEY_PARAM_GROUP_NAME, group, 0),
        OSSL_PARAM_construct_octet_string(OSSL_PKEY_PARAM_PUB_KEY, generator, len),
        OSSL_PARAM_construct_end(),
    };
    if (EVP_PKEY_fromdata(ctx, &curve->pattern, EVP_PKEY_PUBLIC_KEY, params) <= 0)
        curve->pattern = NULL;
out:
    EVP_PKEY_CTX_free(ctx);
}

static void
make_curves(void)
{
    make_curve(&p256, NID_X9_62_prime256v1, SN_X9_62_prime256v1);
    make_curve(&p384, NID_secp384r1, SN_secp384r1);
    ERR_clear_error();
}

static const struct curve *
curve_of(enum ts_key_kind kind)
{
    static const struct curve none;
    if (!CRYPTO_THREAD_run_once(&made, make_curves))
        return &none;
    switch (kind) {
    case TS_KEY_P256: return &p256;
    case TS_KEY_P384: return &p384;
    case TS_KEY_NONE:
    case TS_KEY_ED25519:
    case TS_KEY_RSA: return &none;
    }
    return &none;
}

const EC_GROUP *
ts_openssl_curve(enum ts_key_kind kind)
{
    return curve_of(kind)->group;
}

/* Not the library's judgement: it would take the hybrid forms 06 and 07, which
 * give one key two spellings, and the point at infinity. */
static bool
has_point_form(ts_span octets, size_t field)
{
    if (field == 0 || octets.len == 0)
        return false;
    if (octets.at[0] == 4)
        return octets.len == 1 + 2 * field;
    return (octets.at[0] == 2 || octets.at[0] == 3) && octets.len == 1 + field;
}

enum ts_status
ts_ec_point_expand(uint8_t point[static TS_EC_POINT_MAX], enum ts_key_kind kind,
                   ts_span octets)
{
    const EC_GROUP *group = ts_openssl_curve(kind);
    if (!group || !has_point_form(octets, ts_ec_field_size(kind)))
        return TS_MALFORMED;
    enum ts_status status = TS_MALFORMED;
    EC_POINT *read = EC_POINT_new(group);
    if (read && EC_POINT_oct2point(group, read, octets.at, octets.len, NULL) == 1
        && EC_POINT_point2oct(group, read, POINT_CONVERSION_UNCOMPRESSED, point,
                              TS_EC_POINT_MAX, NULL)
               != 0)
        status = TS_OK;
    EC_POINT_free(read);
    ERR_clear_error();
    return status;
}

static EVP_PKEY *
make_ec_key(const struct ts_public_key *key)
{
    const struct curve *curve = curve_of(key->kind);
    if (!curve->pattern || !has_point_form(key->point, ts_ec_field_size(key->kind)))
        return NULL;
    EVP_PKEY *made_key = EVP_PKEY_dup(curve->pattern);
    if (made_key
        && EVP_PKEY_set1_encoded_public_key(made_key, key->point.at, key->point.len) == 1)
        return made_key;
    EVP_PKEY_free(made_key);
    return NULL;
}

/* The library takes numbers in the byte order of the machine. */
static bool
number_param(OSSL_PARAM *param, const char *name, ts_room native, ts_span number)
{
    BIGNUM *value = BN_bin2bn(number.at, (int)number.len, NULL);
    bool fits = value && number.len <= native.len
                && BN_bn2nativepad(value, native.at, (int)number.len) >= 0;
    if (fits)
        *param = OSSL_PARAM_construct_BN(name, native.at, number.len);
    BN_free(value);
    return fits;
}

static EVP_PKEY *
make_rsa_key(const struct ts_public_key *key)
{
    uint8_t n[TS_RSA_BITS_MAX / 8];
    uint8_t e[8];
    OSSL_PARAM params[3] = { OSSL_PARAM_construct_end(), OSSL_PARAM_construct_end(),
                             OSSL_PARAM_construct_end() };
    if (ts_rsa_check_form(key) != TS_OK)
        return NULL;
    if (!number_param(&params[0], OSSL_PKEY_PARAM_RSA_N, TS_ROOM_OF(n), key->modulus)
        || !number_param(&params[1], OSSL_PKEY_PARAM_RSA_E, TS_ROOM_OF(e), key->exponent))
        return NULL;
    EVP_PKEY *made_key = NULL;
    EVP_PKEY_CTX *ctx = EVP_PKEY_CTX_new_from_name(NULL, "RSA", NULL);
    if (ctx && EVP_PKEY_fromdata_init(ctx) > 0
        && EVP_PKEY_fromdata(ctx, &made_key, EVP_PKEY_PUBLIC_KEY, params) <= 0)
        made_key = NULL;
    EVP_PKEY_CTX_free(ctx);
    return made_key;
}

EVP_PKEY *
ts_openssl_key(const struct ts_public_key *key)
{
    switch (key->kind) {
    case TS_KEY_P256:
    case TS_KEY_P384: return make_ec_key(key);
    case TS_KEY_RSA: return make_rsa_key(key);
    case TS_KEY_NONE:
    case TS_KEY_ED25519: return NULL;
    }
    return NULL;
}

static enum ts_status
read_number(struct ts_arena *arena, ts_span *number, const EVP_PKEY *pkey,
            const char *name)
{
    BIGNUM *value = NULL;
    enum ts_status status = TS_MALFORMED;
    if (EVP_PKEY_get_bn_param(pkey, name, &value) == 1 && BN_num_bytes(value) > 0) {
        size_t len = (size_t)BN_num_bytes(value);
        uint8_t *octets = ts_arena_take(arena, len);
        status = octets ? TS_OK : TS_NO_SPACE;
        if (octets) {
            (void)BN_bn2bin(value, octets);
            *number = (ts_span){ octets, len };
        }
    }
    BN_free(value);
    return status;
}

static enum ts_status
read_rsa(struct ts_arena *arena, struct ts_public_key *key, const EVP_PKEY *pkey)
{
    struct ts_public_key draft = { .kind = TS_KEY_RSA };
    if (!pkey)
        return TS_MALFORMED;
    /* Asked before the octets are copied: a modulus can be as long as a file. */
    if (EVP_PKEY_get_bits(pkey) > TS_RSA_BITS_MAX)
        return TS_UNSUPPORTED;
    size_t used = arena->used;
    enum ts_status status =
        read_number(arena, &draft.modulus, pkey, OSSL_PKEY_PARAM_RSA_N);
    if (status == TS_OK)
        status = read_number(arena, &draft.exponent, pkey, OSSL_PKEY_PARAM_RSA_E);
    if (status == TS_OK)
        status = ts_rsa_check_form(&draft);
    if (status == TS_OK)
        *key = draft;
    else
        ts_arena_rewind(arena, used);
    return status;
}

static enum ts_key_kind
kind_of_curve(const X509_ALGOR *algorithm)
{
    const ASN1_OBJECT *ignored;
    const void *parameters;
    int type;
    X509_ALGOR_get0(&ignored, &type, &parameters, algorithm);
    int nid = type == V_ASN1_OBJECT ? OBJ_obj2nid(parameters) : NID_undef;
    if (nid == NID_X9_62_prime256v1)
        return TS_KEY_P256;
    return nid == NID_secp384r1 ? TS_KEY_P384 : TS_KEY_NONE;
}

enum ts_status
ts_openssl_key_read(struct ts_arena *arena, struct ts_public_key *key,
                    const X509_PUBKEY *info)
{
    ASN1_OBJECT *algorithm;
    const unsigned char *at;
    int len;
    X509_ALGOR *parameters;
    if (X509_PUBKEY_get0_param(&algorithm, &at, &len, &parameters, info) != 1 || len < 0)
        return TS_MALFORMED;
    int nid = OBJ_obj2nid(algorithm);
    if (nid == NID_rsaEncryption)
        return read_rsa(arena, key, X509_PUBKEY_get0(info));
    enum ts_key_kind kind = TS_KEY_NONE;
    if (nid == NID_ED25519)
        kind = TS_KEY_ED25519;
    if (nid == NID_X9_62_id_ecPublicKey)
        kind = kind_of_curve(parameters);
    if (kind == TS_KEY_NONE)
        return TS_UNSUPPORTED;
    return ts_point_read(arena, key, kind, (ts_span){ at, (size_t)len });
}
