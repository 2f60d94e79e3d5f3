#ifndef TS_LINKED_DATA_NQUADS_H
#define TS_LINKED_DATA_NQUADS_H

#include "firmware/base/writer.h"
#include "keys/proof/linked_data/dataset.h"

/**
 * Quads as lines of canonical N-Quads (RDF Dataset Canonicalization 1.0, 5 and
 * appendix A): one space between terms, UTF-8 as it is, escapes only where they
 * must be, a line feed at the end.
 */

/** Where a line has room for a blank node's name: subject, object, graph. */
enum { TS_NQUADS_BLANKS = 3 };

/** Offsets of the byte after "_:" in the line; 0: no blank node there. */
struct ts_nquads_marks {
    uint32_t at[TS_NQUADS_BLANKS];
};

/** Writes quad with "_:z" for each blank node, as hashing wants it (4.6). */
void ts_nquads_write(struct ts_writer *w, struct ts_nquads_marks *marks,
                     const struct ts_rdf_quad *quad);

#endif
