#ifndef TS_CREDENTIAL_SD_JWT_VC_H
#define TS_CREDENTIAL_SD_JWT_VC_H

#include "kiosk/credential/credential.h"

/**
 * Reads the processed claims of an SD-JWT whose proof held: those of the issuer, with
 * what the holder discloses in its place.
 *
 * Claims with "vct" are an SD-JWT VC (draft-ietf-oauth-sd-jwt-vc): that is the type,
 * and name, or given_name and family_name, say whose it is. Without it they are a
 * Verifiable Credential secured so (VC-JOSE-COSE 3.2), and what
 * ts_credential_read() says of TS_FORMAT_VC_JWT holds. A "vct#integrity", and what
 * else we do not know, is passed over. Not asked: whether the holder has the key that
 * "cnf" names (paper has none).
 *
 * credential is written only on TS_OK. Returns TS_OK, TS_MALFORMED and the statuses of
 * ts_credential_read().
 */
TS_MUST_USE enum ts_status
ts_sd_jwt_vc_read(struct ts_arena *arena, struct ts_credential *credential,
                  ts_verified payload, const struct ts_json *tree,
                  struct ts_fault *fault);

#endif
