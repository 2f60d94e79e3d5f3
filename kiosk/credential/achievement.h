#ifndef TS_CREDENTIAL_ACHIEVEMENT_H
#define TS_CREDENTIAL_ACHIEVEMENT_H

#include "kiosk/credential/credential.h"
#include "kiosk/credential/form.h"

/**
 * Reads credentialSubject: who, and in an Open Badge (OB 3.0 B.1.3) what was
 * achieved, aligned to what, and with what result. Exactly one subject.
 */
void ts_subject_read(struct ts_form *form, struct ts_credential *draft,
                     const struct ts_json *root);

#endif
