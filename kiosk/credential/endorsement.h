#ifndef TS_CREDENTIAL_ENDORSEMENT_H
#define TS_CREDENTIAL_ENDORSEMENT_H

#include "kiosk/credential/credential.h"
#include "kiosk/credential/form.h"

/**
 * Takes the endorsements (OB 3.0 B.1.10) of a thing, the credential, its achievement or
 * its issuer: the objects under "endorsement", written out, and the texts under
 * "endorsementJwt". At most TS_ENDORSEMENTS_MAX over all are kept, all are counted.
 * Whether they hold is kiosk/verdict/endorsement_check.h's to say.
 */
void ts_endorsements_add(struct ts_form *form, struct ts_credential *draft,
                         const struct ts_json *thing);

#endif
