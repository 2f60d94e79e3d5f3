#ifndef TS_LINKED_DATA_CANONICAL_H
#define TS_LINKED_DATA_CANONICAL_H

#include "keys/proof/linked_data/dataset.h"

/** The hash inside the algorithm (RDF Dataset Canonicalization 1.0, 4.1). */
enum ts_rdfc_hash {
    TS_RDFC_SHA256 = 0,
    TS_RDFC_SHA384,
};

/**
 * RDFC-1.0: the dataset as canonical N-Quads, its blank nodes relabelled c14n0 on.
 * issued gets for each of dataset->blank_count numbers the n of its "c14n<n>", or
 * UINT32_MAX where no quad mentions it; it may be NULL.
 *
 * Work is bounded: a dataset made to be expensive ("poison graph") gives
 * TS_OVER_LIMIT (TS_RDFC_WORK_MAX, TS_RDFC_DEPTH_MAX). Returns TS_OK, TS_OVER_LIMIT or
 * TS_NO_SPACE; nquads and issued are written only on TS_OK. nquads lives in the arena,
 * which then holds nothing else of this call.
 */
TS_MUST_USE enum ts_status
ts_rdfc_canonicalize(struct ts_arena *arena, ts_span *nquads, uint32_t *issued,
                     const struct ts_rdf_dataset *dataset, enum ts_rdfc_hash hash);

#endif
