#ifndef TS_LINKED_DATA_IRI_H
#define TS_LINKED_DATA_IRI_H

#include "firmware/base/arena.h"
#include "firmware/base/check.h"
#include "firmware/base/status.h"

/** Begins with a scheme and a colon (RFC 3986 3.1). Nothing else is looked at. */
bool ts_iri_has_scheme(ts_span text);

/**
 * An absolute IRI that can stand in N-Quads: a scheme, and no byte that IRIREF
 * forbids (controls, space, <>"{}|^`\), nor a second fragment. Characters past ASCII
 * are not judged.
 */
bool ts_iri_is_absolute(ts_span text);

/** "_:" and at least one byte that may stand in a blank node's label. */
bool ts_iri_is_blank(ts_span text);

/**
 * reference against base (RFC 3986 5.2, strict). An absolute reference is given
 * back as it is, dots and all, as JSON-LD does; with an empty base every one is.
 *
 * Returns TS_OK or TS_NO_SPACE; resolved is written only on TS_OK and lives in the
 * arena or is reference itself.
 */
TS_MUST_USE enum ts_status ts_iri_resolve(struct ts_arena *arena, ts_span *resolved,
                                          ts_span base, ts_span reference);

#endif
