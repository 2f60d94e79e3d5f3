#ifndef TS_TRUST_ISSUER_LIST_PACK_H
#define TS_TRUST_ISSUER_LIST_PACK_H

#include "keys/trust/metadata.h"

/**
 * The bytes of an issuer list as they go over a slow link (keys/FORMAT.md 1.12).
 * base: those of an older list, whose parts then need not be sent again; or empty.
 *
 * Making: issuer_list_zstd.c. Uses the heap while it lasts: about 0.3 MiB for
 * unpacking, several times the list for packing.
 */

/** TS_OK or TS_NO_SPACE; packed lives in the arena. */
TS_MUST_USE enum ts_status
ts_issuer_list_pack(struct ts_arena *arena, ts_span *packed, ts_span list, ts_span base);

/**
 * The list that target (TS_ISSUERS_PATH) promises, out of packed. Whose base it was
 * packed over need not be known: with any other than the right one the result is not
 * what target promises.
 *
 * TS_OK; TS_UNTRUSTED: not that list; TS_MALFORMED: not packed at all; TS_OVER_LIMIT
 * (TS_TARGET_BYTES_MAX); TS_NO_SPACE. list lives in the arena and is written only
 * on TS_OK.
 */
TS_MUST_USE enum ts_status
ts_issuer_list_unpack(struct ts_arena *arena, ts_verified *list,
                      const struct ts_target *target, ts_span packed, ts_span base);

#endif
