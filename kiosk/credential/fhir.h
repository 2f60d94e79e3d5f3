#ifndef TS_CREDENTIAL_FHIR_H
#define TS_CREDENTIAL_FHIR_H

#include "kiosk/credential/credential.h"
#include "kiosk/credential/form.h"

/**
 * What matters to a gate of a FHIR R4 Bundle of type collection: the name of its one
 * Patient, when the last thing it records was done, and the worst outcome:
 *
 * - an Immunization that is not "completed" was not given: FAILED;
 * - an Observation or DiagnosticReport that is registered, partial or preliminary is
 *   NOT_YET, one that was cancelled or entered in error WITHDREW;
 * - an Observation whose value is one of the codes that laboratory profiles use for
 *   "detected" is FAILED.
 *
 * Other resources are passed over. Fails form: no Bundle, no Patient, two of them,
 * more than TS_FORM_ENTRIES_MAX entries.
 */
void ts_fhir_bundle_read(struct ts_form *form, struct ts_credential *draft,
                         const struct ts_json *bundle);

#endif
