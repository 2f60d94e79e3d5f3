#ifndef TS_CREDENTIAL_BAG_H
#define TS_CREDENTIAL_BAG_H

#include "firmware/base/limits.h"
#include "kiosk/credential/credential.h"

struct ts_ld_contexts; /* keys/proof/linked_data/context.h */

/**
 * One code or file that holds several credentials: a Verifiable Presentation (VCDM 2.0
 * 4.13; as JSON, enveloped, or in a JWT flat or under "vp") or a Comprehensive Learner
 * Record (CLR 2.0), which is a credential itself and comes first, before those
 * inside it. Of a record only those (ClrSubject, verifiableCredential) were awarded; its
 * own achievement array is what its issuer expects, and is not read.
 */
struct ts_bag {
    size_t count;
    ts_span texts[TS_BAG_MAX]; /**< Each for ts_assess(), on its own. */
    unsigned unchecked; /**< TS_UNCHECKED_PRESENTATION when the holder signed the bag:
                             that is between the holder and whoever asked for it. */
};

/**
 * Opens the text of a code or the content of a file. An object inside is handed out as
 * the very bytes of the text where that is JSON, written out where it was packed;
 * a text inside as it is, without "data:application/vc+...,". Nobody believes anything
 * of it yet: a bag proves nothing, its credentials do. contexts: those of the site,
 * which CBOR-LD is unpacked with; may be NULL.
 *
 * bag is written only on TS_OK; it views text and the arena. Returns TS_OK; TS_ABSENT
 * (no bag: assess the text itself, which also tells what is wrong with it);
 * TS_UNSUPPORTED (a presentation in a presentation, a record in a record, nothing
 * inside); TS_MALFORMED; TS_OVER_LIMIT (TS_BAG_MAX: none is left out silently); or
 * TS_NO_SPACE.
 */
TS_MUST_USE enum ts_status
ts_bag_open(struct ts_arena *arena, struct ts_bag *bag, ts_span text,
            const struct ts_ld_contexts *contexts, struct ts_fault *fault);

#endif
