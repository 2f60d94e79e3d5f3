#ifndef TS_SCREEN_WORDS_CATALOGUE_H
#define TS_SCREEN_WORDS_CATALOGUE_H

#include "firmware/base/check.h"
#include "firmware/base/span.h"
#include "firmware/base/status.h"

/* Reading catalogues to check them. Speaking is gettext's own business. */

/** A catalogue as msgfmt writes it (GNU gettext manual, 10.3), little-endian. */
struct ts_catalogue {
    ts_span bytes; /**< The caller's. */
    uint32_t count;
    uint32_t ids, phrases; /**< Where the tables begin. */
};

/**
 * TS_OK; TS_TRUNCATED, TS_MALFORMED or TS_UNSUPPORTED, and catalogue is left as it was.
 * Afterwards every phrase lies in bytes.
 */
TS_MUST_USE enum ts_status
ts_catalogue_read(struct ts_catalogue *catalogue, ts_span bytes, struct ts_fault *fault);

struct ts_catalogue_entry {
    ts_span id;     /**< In English; of a phrase with a plural up to its NUL. */
    ts_span plural; /**< Empty where there is none. */
    ts_span said;   /**< Forms of a plural apart by NULs. */
};

/** The entry of an index below count. */
struct ts_catalogue_entry
ts_catalogue_at(const struct ts_catalogue *catalogue, uint32_t index);

/** What is said for an id; false when the catalogue lacks it, or says nothing. */
bool ts_catalogue_find(const struct ts_catalogue *catalogue, ts_span id, ts_span *said);

/** How many forms of a plural its header promises; 0 where it does not. */
unsigned ts_catalogue_plurals(const struct ts_catalogue *catalogue);

/** The form of an index of what is said; empty where there are fewer. */
ts_span ts_catalogue_form(ts_span said, unsigned index);

/** Whether printf would take the same arguments, in the same order, for both. */
bool ts_formats_agree(ts_span a, ts_span b);

#endif
