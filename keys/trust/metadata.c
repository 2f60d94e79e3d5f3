#include "keys/trust/metadata.h"

#include <string.h>

static enum ts_status
check_hashes(const struct ts_hashes *hashes, ts_span bytes)
{
    uint8_t digest[TS_SHA512_SIZE];
    if (!hashes->has_sha256 && !hashes->has_sha512)
        return TS_UNSUPPORTED;
    if (hashes->has_sha256) {
        ts_sha256(digest, bytes);
        if (memcmp(digest, hashes->sha256, TS_SHA256_SIZE) != 0)
            return TS_UNTRUSTED;
    }
    if (hashes->has_sha512) {
        ts_sha512(digest, bytes);
        if (memcmp(digest, hashes->sha512, TS_SHA512_SIZE) != 0)
            return TS_UNTRUSTED;
    }
    return TS_OK;
}

enum ts_status
ts_meta_check(const struct ts_meta *meta, ts_span bytes)
{
    if (meta->has_length && bytes.len != meta->length)
        return TS_UNTRUSTED;
    return meta->has_hashes ? check_hashes(&meta->hashes, bytes) : TS_OK;
}

enum ts_status
ts_target_check(ts_verified *verified, const struct ts_target *target, ts_span bytes)
{
    if (bytes.len != target->length)
        return TS_UNTRUSTED;
    enum ts_status status = check_hashes(&target->hashes, bytes);
    if (status == TS_OK)
        *verified = (ts_verified){ bytes };
    return status;
}
