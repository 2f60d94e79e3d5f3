#ifndef TS_CREDENTIAL_VDS_NC_H
#define TS_CREDENTIAL_VDS_NC_H

#include "kiosk/credential/envelope.h"

/** True for JSON that is a VDS-NC: data.hdr.t begins with "icao.". */
bool ts_vds_nc_looks_like(const struct ts_json *document);

/**
 * ICAO TR VDS-NC 1.4: visible digital seals for non-constrained environments. The
 * signature is over the canonical form (RFC 8785) of "data", ES256 or ES384 with the
 * key of the certificate in "sig"; r || s by its length, else strict DER. The hint is
 * the issuing state (hdr.is), which must list that very key: a chain to a state's CA is
 * not followed.
 *
 * Another algorithm or kind of key is named in proofs.unsupported, a signature that is
 * neither form in proofs.refused. Returns TS_OK, TS_MALFORMED (sig is not whole, the
 * certificate is none), TS_NO_SPACE and those of ts_jcs_text().
 */
TS_MUST_USE enum ts_status
ts_vds_nc_open(struct ts_arena *arena, struct ts_envelope *draft,
               const struct ts_json *document, struct ts_fault *fault);

/**
 * Reads the data once its proof held: icao.vacc and icao.test, version 1. A test that
 * came out positive is TS_OUTCOME_FAILED.
 *
 * credential is written only on TS_OK. Returns TS_OK, TS_MALFORMED, TS_UNSUPPORTED
 * (another type or version), TS_NO_SPACE and those of ts_json_parse().
 */
TS_MUST_USE enum ts_status
ts_vds_nc_read(struct ts_arena *arena, struct ts_credential *credential,
               ts_verified payload, struct ts_fault *fault);

#endif
