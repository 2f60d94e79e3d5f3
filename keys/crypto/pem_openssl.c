#include "keys/crypto/pem.h"

#include "keys/crypto/making.h"
#include "keys/crypto/public_key_openssl.h"

#include <openssl/bn.h>
#include <openssl/ecdsa.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <string.h>

/* Longest DER form of two integers of 33 octets. */
#define DER_SIGNATURE_MAX (2 + 2 * (2 + 33))

static bool
is_space(uint8_t byte)
{
    return byte == ' ' || byte == '\n' || byte == '\r' || byte == '\t';
}

static ts_span
trim(ts_span text)
{
    while (text.len && is_space(text.at[0]))
        text = ts_span_part(text, 1, text.len);
    while (text.len && is_space(text.at[text.len - 1]))
        text.len--;
    return text;
}

/* The library passes over text before a block and after it, and would ask the
 * terminal for the passphrase of an encrypted one: so the block must be all
 * there is, and have no headers. */
static bool
read_block(ts_span text, unsigned char **der, long *len)
{
    static const char begin[] = "-----BEGIN PUBLIC KEY-----";
    char *name = NULL;
    char *header = NULL;
    unsigned char *data = NULL;
    bool is_whole = false;
    BIO *bio = NULL;
    text = trim(text);
    if (!ts_span_starts_with(text, ts_span_text(begin)))
        return false;
    bio = BIO_new_mem_buf(text.at, (int)text.len);
    if (bio && PEM_read_bio(bio, &name, &header, &data, len) == 1)
        is_whole = header[0] == '\0' && BIO_pending(bio) == 0;
    BIO_free(bio);
    OPENSSL_free(name);
    OPENSSL_free(header);
    if (is_whole)
        *der = data;
    else
        OPENSSL_free(data);
    return is_whole;
}

enum ts_status
ts_public_key_from_pem(struct ts_arena *arena, struct ts_public_key *key, ts_span text)
{
    unsigned char *der = NULL;
    long len = 0;
    enum ts_status status = TS_MALFORMED;
    X509_PUBKEY *info = NULL;
    if (text.len > TS_PEM_MAX)
        return TS_OVER_LIMIT;
    if (!read_block(text, &der, &len))
        goto out;
    const unsigned char *at = der;
    info = d2i_X509_PUBKEY(NULL, &at, len);
    if (!info || at != der + len)
        goto out;
    status = ts_openssl_key_read(arena, key, info);
out:
    X509_PUBKEY_free(info);
    OPENSSL_free(der);
    ERR_clear_error();
    return status;
}

enum ts_status
ts_p256_signature_from_der(uint8_t signature[static 64], ts_span der)
{
    uint8_t raw[64];
    const unsigned char *at = der.at;
    enum ts_status status = TS_MALFORMED;
    if (der.len == 0 || der.len > DER_SIGNATURE_MAX)
        return TS_MALFORMED;
    ECDSA_SIG *pair = d2i_ECDSA_SIG(NULL, &at, (long)der.len);
    if (pair && at == der.at + der.len && !BN_is_negative(ECDSA_SIG_get0_r(pair))
        && !BN_is_negative(ECDSA_SIG_get0_s(pair))
        && BN_bn2binpad(ECDSA_SIG_get0_r(pair), raw, 32) == 32
        && BN_bn2binpad(ECDSA_SIG_get0_s(pair), raw + 32, 32) == 32)
        status = TS_OK;
    ECDSA_SIG_free(pair);
    ERR_clear_error();
    if (status == TS_OK)
        memcpy(signature, raw, sizeof(raw));
    return status;
}
