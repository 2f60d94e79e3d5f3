#ifndef TS_CREDENTIAL_FAMILY_H
#define TS_CREDENTIAL_FAMILY_H

#include "kiosk/credential/envelope.h"

/**
 * Where the families of credentials differ once the container is open. What
 * decides about a card asks here and looks at no format itself.
 */

/**
 * Does the container name its issuer? Else it names only a key, and whoever lists
 * that key has signed it (EU DCC), whatever the credential says of its issuer.
 */
bool ts_family_names_issuer(enum ts_format format);

/**
 * The common record of a container whose proof held; payload is of one of its
 * proofs. credential is written only on TS_OK. TS_UNSUPPORTED for formats that
 * carry no credential by themselves; else the statuses of the family's reader.
 */
TS_MUST_USE enum ts_status
ts_family_read(struct ts_arena *arena, struct ts_credential *credential,
               const struct ts_envelope *envelope, ts_verified payload,
               struct ts_fault *fault);

#endif
