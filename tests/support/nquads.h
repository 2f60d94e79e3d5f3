#ifndef TS_TEST_NQUADS_H
#define TS_TEST_NQUADS_H

#include "keys/proof/linked_data/dataset.h"

/**
 * N-Quads (RDF 1.1 N-Quads) into a dataset, for tests alone: the product only writes
 * them. labels (may be NULL) gets the label without "_:" of each blank node by its
 * number; which one a label has is the order of first mention.
 *
 * False, with nothing written, for what is not N-Quads and where the arena is full.
 * Everything lives in the arena and views text.
 */
bool ts_test_nquads_read(struct ts_arena *arena, struct ts_rdf_dataset *dataset,
                         ts_span **labels, ts_span text);

#endif
