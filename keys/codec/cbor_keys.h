#ifndef TS_CODEC_CBOR_KEYS_H
#define TS_CODEC_CBOR_KEYS_H

#include "keys/codec/cbor.h"

/* Between cbor.c and cbor_keys.c only. */

/**
 * Looks for two equal keys among the count pairs of a map. Takes at most
 * n log n steps, whatever the keys; the arena's memory is given back.
 *
 * Returns TS_OK, TS_DUPLICATE (*again is a key that another one equals) or
 * TS_NO_SPACE.
 */
TS_MUST_USE enum ts_status
ts_cbor_keys_distinct(struct ts_arena *arena, const struct ts_cbor *map,
                      const struct ts_cbor **again);

#endif
