#ifndef TS_LINKED_DATA_LITERAL_H
#define TS_LINKED_DATA_LITERAL_H

#include "keys/proof/linked_data/dataset.h"
#include "keys/proof/linked_data/expanded.h"

/**
 * A value of an expanded document as a literal (JSON-LD 1.1 API 8.2.2): booleans
 * and numbers in their XSD forms, @json in its canonical form, languages in lower
 * case, as their comparison asks for (RDF 1.1 Concepts 3.3) and every JSON-LD
 * processor we know writes them. For to_rdf.c.
 *
 * term is of kind TS_RDF_NONE for what has no literal: null, a language that is none,
 * a datatype that is no IRI. With arena NULL nothing is written but the kind.
 *
 * Returns TS_OK, TS_MALFORMED (a number no double can hold) or TS_NO_SPACE.
 */
TS_MUST_USE enum ts_status ts_ld_literal(struct ts_arena *arena, struct ts_rdf_term *term,
                                         const struct ts_ld_item *item);

#endif
