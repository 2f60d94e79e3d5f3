#ifndef TS_AUTHORITY_BADGE_H
#define TS_AUTHORITY_BADGE_H

#include "keys/authority/roll.h"
#include "keys/authority/signer.h"

/** Characters of "urn:uuid:" and a UUID. */
#define TS_URN_UUID_SIZE 45

/** A fresh random one (RFC 9562 5.4) and a NUL. */
void ts_urn_uuid_make(char text[static TS_URN_UUID_SIZE + 1]);

/**
 * One that stands for scope and name and is the same whenever they are (RFC
 * 9562 5.8, from SHA-256), and a NUL.
 */
void
ts_urn_uuid_derive(char text[static TS_URN_UUID_SIZE + 1], ts_span scope, ts_span name);

/** One row of the sheet on its way to a credential. */
struct ts_badge {
    const struct ts_award *award;
    ts_span id;
    bool has_index;
    uint32_t index; /**< In both of the issuer's lists. */
};

/**
 * The credential as compact JSON, not signed yet: Open Badges 3.0 in VCDM 2.0.
 *
 * The name is an IdentityObject in clear, since Open Badges has no other place
 * for it. An achievement without an id gets one derived from the issuer and
 * its name, so that all badges for it agree. With an index the credential names
 * both lists of the issuer, one for revocation and one for suspension.
 *
 * Lives in the arena. TS_OK or TS_NO_SPACE.
 */
TS_MUST_USE enum ts_status
ts_badge_write(struct ts_arena *arena, ts_span *json, const struct ts_signer *issuer,
               const struct ts_badge *badge);

#endif
