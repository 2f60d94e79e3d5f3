#ifndef TS_CREDENTIAL_SMART_HEALTH_H
#define TS_CREDENTIAL_SMART_HEALTH_H

#include "kiosk/credential/envelope.h"

/**
 * SMART Health Cards 1.4 as one text ("shc:/" and digits; parts of a larger card are
 * joined before): two digits are one character of a JWS, ES256, whose payload is
 * deflated. The proof must name its key (kid).
 *
 * Returns TS_OK, TS_MALFORMED, TS_TRUNCATED (an odd digit), TS_UNSUPPORTED (another
 * algorithm; one part of several), TS_NO_SPACE, and the statuses of
 * ts_jose_read_deflated() and ts_json_parse().
 */
TS_MUST_USE enum ts_status
ts_smart_health_open(struct ts_arena *arena, struct ts_envelope *draft, ts_span text,
                     struct ts_fault *fault);

/**
 * Reads the claims once their proof held: iss (an https URL without a slash at its
 * end), nbf and exp, the types, the name of the Patient, and how the records in the
 * bundle stand: one that was entered in error, not done or shows an infection is
 * credential->outcome. vc.rid becomes a status entry of type "SmartHealthCardRid"
 * whose list is the issuer's for this key.
 *
 * tree: what ts_envelope_tree() has of payload, or NULL. credential is written only
 * on TS_OK. Returns TS_OK, TS_MALFORMED, TS_UNSUPPORTED (no health card),
 * TS_OVER_LIMIT, TS_NO_SPACE and those of ts_json_parse().
 */
TS_MUST_USE enum ts_status
ts_smart_health_read(struct ts_arena *arena, struct ts_credential *credential,
                     const struct ts_envelope *envelope, ts_verified payload,
                     struct ts_fault *fault);

#endif
