#include "keys/authority/document_sign.h"

#include "keys/codec/base45.h"
#include "keys/codec/deflate.h"

/** base45(zlib(bytes)): a code of it stays in the alphanumeric mode. */
static enum ts_status
pack(struct ts_arena *arena, ts_span *code, ts_span bytes)
{
    ts_span packed;
    enum ts_status status = ts_deflate(arena, &packed, bytes, TS_DEFLATE_ZLIB);
    return status == TS_OK ? ts_base45_encode(arena, code, packed) : status;
}

enum ts_status
ts_document_sign(struct ts_arena *arena, ts_span *code, const struct ts_signer *issuer,
                 enum ts_signing signing, ts_span json, const struct ts_claims *claims)
{
    enum ts_status status = TS_UNSUPPORTED;
    ts_utc now = claims->signed_at;
    ts_span bytes;
    switch (signing) {
    case TS_SIGN_VC_COSE:
        status = ts_cose_sign(arena, &bytes, issuer, json);
        return status == TS_OK ? pack(arena, code, bytes) : status;
    case TS_SIGN_VC_JWT: return ts_jwt_sign(arena, code, issuer, json, claims);
    case TS_SIGN_DATA_INTEGRITY:
        return ts_data_integrity_sign(arena, code, issuer, TS_SIGN_JCS, json, now);
    case TS_SIGN_PIXELPASS:
        status = ts_data_integrity_sign(arena, &bytes, issuer, TS_SIGN_JCS, json, now);
        return status == TS_OK ? pack(arena, code, bytes) : status;
    case TS_SIGN_LINKED_DATA:
        return ts_data_integrity_sign(arena, code, issuer, TS_SIGN_RDFC, json, now);
    case TS_SIGN_LINKED_DATA_PIXELPASS:
        status = ts_data_integrity_sign(arena, &bytes, issuer, TS_SIGN_RDFC, json, now);
        return status == TS_OK ? pack(arena, code, bytes) : status;
    }
    return status;
}
