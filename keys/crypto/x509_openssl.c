#include "keys/crypto/x509.h"

#include "firmware/base/calendar.h"
#include "keys/crypto/public_key_openssl.h"

#include <limits.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/objects.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>
#include <string.h>
#include <time.h>

static bool
read_time(ts_utc *utc, const ASN1_TIME *time)
{
    struct tm tm;
    if (!time || ASN1_TIME_to_tm(time, &tm) != 1)
        return false;
    *utc = ts_date_utc((struct ts_date){
        .year = tm.tm_year + 1900,
        .month = tm.tm_mon + 1,
        .day = tm.tm_mday,
        .hour = tm.tm_hour,
        .minute = tm.tm_min,
        .second = tm.tm_sec,
    });
    return true;
}

/* 1.3.6.1.4.1.1847.2021.1 and 1.3.6.1.4.1.0.1847.2021.1; one arc follows. */
static const uint8_t usage_arc[] = { 0x2b, 0x06, 0x01, 0x04, 0x01,
                                     0x8e, 0x37, 0x8f, 0x65, 0x01 };
static const uint8_t misspelt_arc[] = { 0x2b, 0x06, 0x01, 0x04, 0x01, 0x00,
                                        0x8e, 0x37, 0x8f, 0x65, 0x01 };

/* The last arc, or 0 for a usage that is not one of the EU DCC. */
static uint8_t
dcc_usage(const ASN1_OBJECT *usage)
{
    ts_span oid = { OBJ_get0_data(usage), OBJ_length(usage) };
    bool ours = (oid.len == sizeof(usage_arc) + 1
                 && ts_span_starts_with(oid, TS_SPAN_OF(usage_arc)))
                || (oid.len == sizeof(misspelt_arc) + 1
                    && ts_span_starts_with(oid, TS_SPAN_OF(misspelt_arc)));
    return ours ? oid.at[oid.len - 1] : 0;
}

static enum ts_status
read_usages(struct ts_certificate *certificate, const X509 *x509)
{
    int found;
    EXTENDED_KEY_USAGE *usages = X509_get_ext_d2i(x509, NID_ext_key_usage, &found, NULL);
    if (!usages && found != -1)
        return TS_MALFORMED;
    bool named[4] = { false };
    for (int i = 0; i < sk_ASN1_OBJECT_num(usages); i++) {
        uint8_t usage = dcc_usage(sk_ASN1_OBJECT_value(usages, i));
        if (usage < TS_COUNT(named))
            named[usage] = true;
    }
    sk_ASN1_OBJECT_pop_free(usages, ASN1_OBJECT_free);
    bool all = !named[1] && !named[2] && !named[3];
    certificate->may_sign_test = all || named[1];
    certificate->may_sign_vaccination = all || named[2];
    certificate->may_sign_recovery = all || named[3];
    return TS_OK;
}

static enum ts_status
read_certificate(struct ts_arena *arena, struct ts_certificate *certificate,
                 const X509 *x509)
{
    if (!read_time(&certificate->not_before, X509_get0_notBefore(x509))
        || !read_time(&certificate->not_after, X509_get0_notAfter(x509)))
        return TS_MALFORMED;
    enum ts_status status = read_usages(certificate, x509);
    return status == TS_OK
               ? ts_openssl_key_read(arena, &certificate->key, X509_get_X509_PUBKEY(x509))
               : status;
}

enum ts_status
ts_certificate_read(struct ts_arena *arena, struct ts_certificate *certificate,
                    ts_span der)
{
    struct ts_certificate draft = { 0 };
    const unsigned char *at = der.at;
    size_t before = arena->used;
    enum ts_status status = TS_MALFORMED;
    X509 *x509 = NULL;
    if (der.len == 0 || der.len > LONG_MAX)
        goto out;
    x509 = d2i_X509(NULL, &at, (long)der.len);
    if (!x509)
        goto out;
    status = TS_TRAILING;
    if (at != der.at + der.len)
        goto out;
    status = read_certificate(arena, &draft, x509);
out:
    X509_free(x509);
    ERR_clear_error();
    if (status == TS_OK)
        *certificate = draft;
    else
        ts_arena_rewind(arena, before);
    return status;
}
