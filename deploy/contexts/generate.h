#ifndef TS_CONTEXTS_GENERATE_H
#define TS_CONTEXTS_GENERATE_H

#include "keys/proof/linked_data/context_active.h"

#include <stdio.h>

/** A table that is written once, whoever uses it. */
struct unique {
    const struct ts_ld_context *context; /**< Of kind TABLE. */
    char name[160];
    size_t file;    /**< The first source that has it. */
    bool is_shared; /**< Others have it too, or a list of contexts names it. */
};

struct source {
    char name[64], iri[160], package[96], path[96];
    size_t table;  /**< Among the uniques. */
    bool is_again; /**< Another address of an earlier one. */
};

struct product {
    struct source sources[64];
    size_t source_count;
    struct unique uniques[1024];
    size_t unique_count;
};

/** The one that says the same as context, whose scoped contexts are unique already. */
const struct unique *
find_unique(const struct product *product, const struct ts_ld_context *context);

void write_source(FILE *out, const struct product *product, size_t file);
void write_header(FILE *out, const struct product *product);
void write_list(FILE *out, const struct product *product);

#endif
