#ifndef TS_CREDENTIAL_CLAIMS_H
#define TS_CREDENTIAL_CLAIMS_H

#include "kiosk/credential/credential.h"
#include "kiosk/credential/form.h"

/**
 * The registered claims of a JWT (RFC 7519 4.1) beside the credential's own
 * members (VCDM 1.1 6.3.1; OB 3.0 8.2.4.1): where both stand they must agree,
 * where only the claim stands it fills the member. Fails form otherwise.
 */
void ts_claims_read(struct ts_form *form, struct ts_credential *draft,
                    const struct ts_json *claims);

/**
 * The claim "status" of the IETF Token Status List (6.2), which stands beside the
 * credential: one status entry more. A mechanism that we do not know stays as one of
 * which nobody can tell anything.
 */
void ts_claims_status_read(struct ts_form *form, struct ts_credential *draft,
                           const struct ts_json *claims);

#endif
