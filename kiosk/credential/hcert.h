#ifndef TS_CREDENTIAL_HCERT_H
#define TS_CREDENTIAL_HCERT_H

#include "kiosk/credential/credential.h"

/**
 * Reads an EU Digital COVID Certificate (CWT claim -260) from CBOR whose proof
 * held: a vaccination, a test or a recovery; exactly one, told by
 * credential->dcc_kind.
 *
 * credential is written only on TS_OK. Returns TS_OK, TS_MALFORMED, TS_NO_SPACE,
 * and those of ts_cbor_parse().
 */
TS_MUST_USE enum ts_status
ts_hcert_read(struct ts_arena *arena, struct ts_credential *credential,
              ts_verified payload, struct ts_fault *fault);

#endif
