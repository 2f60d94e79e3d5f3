#ifndef TS_JOURNAL_EXPORT_H
#define TS_JOURNAL_EXPORT_H

#include "firmware/base/limits.h"
#include "keys/crypto/sealed_box.h"
#include "keys/crypto/secret_key.h"
#include "kiosk/journal/rows.h"

/**
 * The journal on its way to its steward: signed with the kiosk's key, then sealed to
 * the steward's (keys/FORMAT.md 12). The signature names the steward too, so that what
 * was sealed to one cannot be passed on to another as if it had been meant for them.
 */

/** What an export says of itself; signed. */
struct ts_export {
    enum ts_journal_mode mode;
    ts_utc made, from, until; /**< from, until: TS_UTC_ALWAYS, TS_UTC_NEVER for no end. */
    struct ts_journal_fields fields;
    enum ts_rows_form form;
    uint64_t rows;
    ts_span text;             /**< The rows. */
    struct ts_public_key key; /**< The kiosk's, Ed25519; not believed by standing here. */
};

/**
 * Signs and seals; file lives in the arena. text, mode and the others are taken as they
 * are; exported->key is not looked at. TS_OK, TS_UNSUPPORTED (a key that is not
 * Ed25519), TS_MALFORMED (a steward's point of small order; rows are not those of text;
 * a field or time that cannot be said), TS_OVER_LIMIT or TS_NO_SPACE.
 */
TS_MUST_USE enum ts_status
ts_export_seal(struct ts_arena *arena, ts_span *file, const struct ts_export *exported,
               const struct ts_secret_key *kiosk,
               const uint8_t steward[static TS_SEALING_SIZE]);

/**
 * Opens one and checks its signature with the key that it names itself: that it was
 * signed by the holder of that key, and nothing since was changed. Whether that key is
 * a kiosk's is the caller's question.
 *
 * exported views the arena and is written only on TS_OK. TS_ABSENT: sealed to another
 * steward. TS_UNTRUSTED: the seal or the signature does not hold, or it was meant for
 * somebody else. TS_UNSUPPORTED: of a later release. TS_MALFORMED and the other statuses
 * of ts_cose_read(), TS_OVER_LIMIT, TS_NO_SPACE; fault (may be NULL) names the rule.
 */
TS_MUST_USE enum ts_status
ts_export_open(struct ts_arena *arena, struct ts_export *exported, ts_span file,
               const struct ts_sealing_key *steward, struct ts_fault *fault);

#endif
