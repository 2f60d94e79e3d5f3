#ifndef TS_TEST_FAMILIES_H
#define TS_TEST_FAMILIES_H

#include "tests/support/samples.h"

/**
 * Credentials of the other families, signed with the sample P-256 key, and a list that
 * believes it. They hold at TS_SAMPLE_NOW. Each ends the program when it cannot be
 * made.
 */

/**
 * CBOR from JSON. A member whose name is a whole number has that number for a key, a
 * text "h'0AFF'" is bytes, a number with a dot is a float.
 */
ts_span ts_sample_cbor(struct ts_arena *arena, const char *json);

/** How a COSE_Sign1 differs from what it should be. */
struct ts_sample_cose_wishes {
    const char *kid; /**< NULL: "key-1". */
    int64_t alg;     /**< 0: -7. */
    bool alg_unprotected;
    bool is_unsigned; /**< An empty signature. */
};
ts_span ts_sample_cose(struct ts_arena *arena, ts_span payload,
                       struct ts_sample_cose_wishes wishes);

/** Texts of codes. Each claims argument is JSON; NULL: a good one by Mina Roy. */
ts_span ts_sample_nzcp(struct ts_arena *arena, const char *claims,
                       struct ts_sample_cose_wishes wishes);
ts_span ts_sample_compact(struct ts_arena *arena, const char *claims);
ts_span ts_sample_claim_169(struct ts_arena *arena, const char *claims,
                            struct ts_sample_cose_wishes wishes);

/** header NULL: with zip, alg, and the thumbprint of the key for a kid. */
ts_span
ts_sample_health_card(struct ts_arena *arena, const char *header, const char *claims);

/** An SD-JWT VC with the name as its one disclosure. */
ts_span ts_sample_sd_jwt_vc(struct ts_arena *arena);

/** Where the issuer of the sample health card lists what it withdrew. */
ts_span ts_sample_health_list(struct ts_arena *arena);

/** certificate NULL: that of the sample key. */
struct ts_sample_vds_wishes {
    const char *alg; /**< NULL: "ES256". */
    const char *certificate;
    const char *signature; /**< NULL: made here. */
    bool as_der;
};
ts_span ts_sample_vds_nc(struct ts_arena *arena, const char *data,
                         struct ts_sample_vds_wishes wishes);

/** The certificates of the sample key, of somebody else, and of a P-384 key. */
extern const char *const ts_sample_certificate, *const ts_sample_certificate_other,
                                                    *const ts_sample_certificate_p384;

/** Lists the sample P-256 key for did:web:college.example (as key-1), for
 * https://health.example and for UTO; the last also with the P-384 key. */
struct ts_trust ts_sample_family_trust(struct ts_arena *arena);

#endif
