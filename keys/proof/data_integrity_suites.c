#include "keys/proof/data_integrity_form.h"

static const char GENERAL[] = "DataIntegrityProof";

static const struct suite {
    const char *type;
    const char *name; /* "": the type says it all. */
    enum ts_di_form form;
    size_t signature_size;
    enum ts_signature_alg alg;
} suites[] = {
    { GENERAL, "eddsa-jcs-2022", TS_DI_JCS, 64, TS_ALG_EDDSA },
    { GENERAL, "ecdsa-jcs-2019", TS_DI_JCS, 64, TS_ALG_ES256 },
    { GENERAL, "ecdsa-jcs-2019", TS_DI_JCS, 96, TS_ALG_ES384 },
    { GENERAL, "eddsa-rdfc-2022", TS_DI_RDFC, 64, TS_ALG_EDDSA },
    { GENERAL, "eddsa-2022", TS_DI_RDFC, 64, TS_ALG_EDDSA },
    { GENERAL, "ecdsa-rdfc-2019", TS_DI_RDFC, 64, TS_ALG_ES256 },
    { GENERAL, "ecdsa-rdfc-2019", TS_DI_RDFC, 96, TS_ALG_ES384 },
    { "Ed25519Signature2020", "", TS_DI_RDFC, 64, TS_ALG_EDDSA },
};

static const struct suite *
find(ts_span type, ts_span suite)
{
    for (size_t i = 0; i < TS_COUNT(suites); i++)
        if (ts_span_is(type, suites[i].type) && ts_span_is(suite, suites[i].name))
            return &suites[i];
    return NULL;
}

bool
ts_di_is_suite(ts_span type, ts_span suite)
{
    return find(type, suite) != NULL;
}

bool
ts_di_has_no_cryptosuite(ts_span type)
{
    return find(type, (ts_span){ 0 }) != NULL;
}

enum ts_di_form
ts_di_suite_form(ts_span type, ts_span suite)
{
    const struct suite *found = find(type, suite);
    return found ? found->form : TS_DI_JCS;
}

enum ts_signature_alg
ts_di_suite_alg(ts_span type, ts_span suite, size_t signature_size)
{
    for (size_t i = 0; i < TS_COUNT(suites); i++)
        if (ts_span_is(type, suites[i].type) && ts_span_is(suite, suites[i].name)
            && suites[i].signature_size == signature_size)
            return suites[i].alg;
    return TS_ALG_NONE;
}

/* VC DI ECDSA 1.0 3.2.4, 3.3.4: P-384 goes with SHA-384, all else with SHA-256. */
size_t
ts_di_hash_size(enum ts_signature_alg alg)
{
    return alg == TS_ALG_ES384 ? TS_SHA384_SIZE : TS_SHA256_SIZE;
}

void
ts_di_hash(uint8_t *digest, enum ts_signature_alg alg, ts_span bytes)
{
    if (alg == TS_ALG_ES384)
        ts_sha384(digest, bytes);
    else
        ts_sha256(digest, bytes);
}
