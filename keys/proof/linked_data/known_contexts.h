#ifndef TS_LINKED_DATA_KNOWN_CONTEXTS_H
#define TS_LINKED_DATA_KNOWN_CONTEXTS_H

#include "keys/proof/linked_data/context.h"

/** A context that is compiled in. */
struct ts_ld_known {
    ts_span iri;
    const struct ts_ld_context *context; /**< Of kind TABLE. */
};

/** All of them, in byte order of iri. Generated: deploy/contexts. */
extern const struct ts_ld_known ts_ld_known_contexts[];
extern const size_t ts_ld_known_contexts_count;

#endif
