#include "keys/crypto/signature.h"

#include "keys/crypto/making.h"

static const struct {
    enum ts_key_kind kind;
    const char *jose;
    int64_t cose;
} algs[] = {
    [TS_ALG_EDDSA] = { TS_KEY_ED25519, "EdDSA", -8 },
    [TS_ALG_ES256] = { TS_KEY_P256, "ES256", -7 },
    [TS_ALG_ES384] = { TS_KEY_P384, "ES384", -35 },
    [TS_ALG_PS256] = { TS_KEY_RSA, "PS256", -37 },
    [TS_ALG_RS256] = { TS_KEY_RSA, "RS256", -257 },
};

enum ts_key_kind
ts_signature_key_kind(enum ts_signature_alg alg)
{
    return (size_t)alg < TS_COUNT(algs) ? algs[alg].kind : TS_KEY_NONE;
}

enum ts_signature_alg
ts_signature_alg_from_jose(ts_span name)
{
    for (size_t i = TS_ALG_NONE + 1; i < TS_COUNT(algs); i++) {
        if (ts_span_is(name, algs[i].jose))
            return (enum ts_signature_alg)i;
    }
    return TS_ALG_NONE;
}

enum ts_signature_alg
ts_signature_alg_from_cose(int64_t number)
{
    for (size_t i = TS_ALG_NONE + 1; i < TS_COUNT(algs); i++) {
        if (algs[i].cose == number)
            return (enum ts_signature_alg)i;
    }
    return TS_ALG_NONE;
}

const char *
ts_signature_alg_jose_name(enum ts_signature_alg alg)
{
    return ts_signature_key_kind(alg) != TS_KEY_NONE ? algs[alg].jose : "";
}

enum ts_status
ts_signature_check(const struct ts_public_key *key, enum ts_signature_alg alg,
                   ts_span message, ts_span signature)
{
    enum ts_key_kind kind = ts_signature_key_kind(alg);
    if (kind == TS_KEY_NONE || kind != key->kind)
        return TS_UNSUPPORTED;
    if (kind == TS_KEY_ED25519)
        return ts_ed25519_check(key->point, message, signature);
    return ts_openssl_check(key, alg, message, signature);
}
