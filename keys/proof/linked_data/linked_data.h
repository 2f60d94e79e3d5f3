#ifndef TS_LINKED_DATA_LINKED_DATA_H
#define TS_LINKED_DATA_LINKED_DATA_H

#include "keys/codec/json.h"
#include "keys/proof/linked_data/canonical.h"
#include "keys/proof/linked_data/expand.h"

/**
 * A JSON-LD document in the form that is signed: expanded in safe mode
 * (expand.h), to RDF (to_rdf.h), canonical N-Quads (canonical.h). Nothing is
 * ever fetched.
 */

/**
 * options as for ts_ld_expand(), but for safe, which it always is.
 *
 * Returns TS_OK; TS_UNSUPPORTED (a context that is not known here: CANNOT TELL, its
 * name in trouble); TS_MALFORMED (a property that maps to nothing, a protected term
 * redefined, anything JSON-LD forbids); TS_OVER_LIMIT (the work caps, depth);
 * TS_NO_SPACE. nquads is written only on TS_OK and lives in the arena, which then
 * holds nothing else of this call; trouble (may be NULL, and zeroed before) otherwise:
 * its name views the document or is all that the arena then holds.
 */
TS_MUST_USE enum ts_status
ts_ld_canonical(struct ts_arena *arena, ts_span *nquads, const struct ts_json *document,
                const struct ts_ld_options *options, enum ts_rdfc_hash hash,
                struct ts_ld_trouble *trouble);

/**
 * The second half alone, for who asks the expanded form more (plain.h). items from
 * ts_ld_expand() in safe mode; they stay. Returns as above, but for TS_UNSUPPORTED;
 * TS_MALFORMED: a statement that is no RDF.
 */
TS_MUST_USE enum ts_status
ts_ld_items_canonical(struct ts_arena *arena, ts_span *nquads,
                      const struct ts_ld_item *items, enum ts_rdfc_hash hash,
                      struct ts_ld_trouble *trouble);

#endif
