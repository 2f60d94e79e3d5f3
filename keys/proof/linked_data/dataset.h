#ifndef TS_LINKED_DATA_DATASET_H
#define TS_LINKED_DATA_DATASET_H

#include "firmware/base/arena.h"
#include "firmware/base/check.h"
#include "firmware/base/status.h"

/**
 * An RDF dataset (RDF 1.1 Concepts 4): quads of terms.
 *
 * Whoever fills one in answers for its terms: no IRI holds a character that
 * IRIREF forbids (RDF 1.1 N-Quads 4), no language anything but letters, digits and
 * hyphens, no text anything but UTF-8. What is written of it could otherwise be read
 * as other quads.
 */

enum ts_rdf_kind {
    TS_RDF_NONE = 0, /**< As a graph: the default graph. */
    TS_RDF_IRI,
    TS_RDF_BLANK,
    TS_RDF_LITERAL,
};

struct ts_rdf_term {
    enum ts_rdf_kind kind;
    uint32_t blank;   /**< BLANK: its number, below the dataset's blank_count. */
    ts_span text;     /**< IRI, or the literal's lexical form, unescaped. */
    ts_span datatype; /**< LITERAL: its IRI; empty means xsd:string, or
                           rdf:langString where there is a language. */
    ts_span language; /**< LITERAL: as it goes into N-Quads. */
};

struct ts_rdf_quad {
    struct ts_rdf_term subject, predicate, object, graph;
};

struct ts_rdf_dataset {
    struct ts_rdf_quad *quads; /**< May hold a quad twice; a dataset is a set. */
    size_t count;
    uint32_t blank_count;
    size_t dropped;     /**< Statements of the source that are no RDF and not here. */
    ts_span dropped_at; /**< The property of the first of them. */
};

#endif
