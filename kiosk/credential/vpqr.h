#ifndef TS_CREDENTIAL_VPQR_H
#define TS_CREDENTIAL_VPQR_H

#include "firmware/base/arena.h"
#include "firmware/base/check.h"
#include "firmware/base/status.h"

struct ts_ld_contexts; /* keys/proof/linked_data/context.h */
struct ts_ld_trouble;  /* keys/proof/linked_data/expand.h */

/**
 * The JSON of a presentation ("VP1-") or credential ("VC1-") in CBOR-LD, behind which
 * stands the letter of its base: "R" base45, "B" base32. The text lives in the arena;
 * nobody believes it yet. contexts: those of the site; may be NULL.
 *
 * Returns TS_OK; TS_UNSUPPORTED (another base; a context that is not known here, whose
 * address is trouble->name; a tag or registry entry); and those of the decoders. json is
 * written only on TS_OK, trouble otherwise, where trouble->name may be empty.
 */
TS_MUST_USE enum ts_status
ts_vpqr_unpack(struct ts_arena *arena, ts_span *json, ts_span text,
               const struct ts_ld_contexts *contexts, struct ts_ld_trouble *trouble);

#endif
