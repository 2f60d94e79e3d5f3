#ifndef TS_CREDENTIAL_KIND_H
#define TS_CREDENTIAL_KIND_H

#include "kiosk/credential/credential.h"
#include "kiosk/credential/form.h"

/** What every Verifiable Credential is, and what so says nothing. */
#define TS_KIND_VERIFIABLE "VerifiableCredential"

/**
 * For credentials that are no Open Badges: their type is also what was achieved,
 * as far as profiles and the issuer list's "may issue" go. TS_KIND_VERIFIABLE is a
 * type only. Fails form with TS_OVER_LIMIT past TS_TYPES_MAX.
 */
void ts_kind_add(struct ts_form *form, struct ts_credential *draft, ts_span type);

bool ts_kind_is(const struct ts_credential *draft, const char *type);

/** The last of them, the most special one by custom; empty when there is none. */
ts_span ts_kind_last(const struct ts_credential *draft);

/** Takes the later one; dates that are none are passed over. text is a date
 * ("2021-10-03") or a date-time. */
void ts_kind_awarded(struct ts_credential *draft, ts_span text);

#endif
