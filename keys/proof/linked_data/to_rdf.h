#ifndef TS_LINKED_DATA_TO_RDF_H
#define TS_LINKED_DATA_TO_RDF_H

#include "keys/proof/linked_data/dataset.h"
#include "keys/proof/linked_data/expanded.h"

/**
 * An expanded document as RDF (JSON-LD 1.1 API 8.1, with the node map of 7.2):
 * list to rdf:first and rdf:rest, numbers to their XSD forms, @json to canonical
 * JSON (RFC 8785), languages to lower case. rdfDirection and generalised RDF are not
 * supported: a triple with a blank node for its predicate is left out, as is one with
 * something that is no well-formed IRI or language, and the @direction of a value.
 * dataset->dropped counts them, for whom they must not get lost.
 *
 * Returns TS_OK, TS_MALFORMED, TS_OVER_LIMIT or TS_NO_SPACE. dataset is written
 * only on TS_OK; it lives in the arena and views what items views.
 */
TS_MUST_USE enum ts_status
ts_ld_to_rdf(struct ts_arena *arena, struct ts_rdf_dataset *dataset,
             const struct ts_ld_item *items);

#endif
