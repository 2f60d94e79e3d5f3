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

#endif
