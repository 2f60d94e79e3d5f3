#ifndef TS_LINKED_DATA_EXPAND_H
#define TS_LINKED_DATA_EXPAND_H

#include "keys/proof/linked_data/context.h"
#include "keys/proof/linked_data/expanded.h"

/** Why a document has no expanded form. */
struct ts_ld_trouble {
    ts_span name;     /**< The context, property or value: in the document, in a
                           context or in the arena. */
    const char *rule; /**< "JSON-LD 1.1 API 5.1.2 step 13"; static. */
};

struct ts_ld_options {
    ts_span base; /**< Relative IRIs are read against it; may be empty. */
    const struct ts_ld_contexts
        *site;           /**< Contexts known besides the compiled-in; or NULL. */
    const char *without; /**< A member of the outermost object not looked at; or NULL. */
    bool safe; /**< What would be dropped silently refuses the document instead. */
};

/**
 * Expansion (JSON-LD 1.1 API 5.1). Contexts are looked up by their address, never
 * fetched.
 *
 * Returns TS_OK; TS_UNSUPPORTED (a context that is not known here; trouble->name is
 * its address); TS_MALFORMED (anything JSON-LD forbids; in safe mode what maps to
 * nothing; trouble->name says which); TS_OVER_LIMIT; TS_NO_SPACE. items is written
 * only on TS_OK and may be NULL (nothing is left); trouble (may be NULL) otherwise.
 */
TS_MUST_USE enum ts_status
ts_ld_expand(struct ts_arena *arena, const struct ts_ld_item **items,
             const struct ts_json *document, const struct ts_ld_options *options,
             struct ts_ld_trouble *trouble);

#endif
