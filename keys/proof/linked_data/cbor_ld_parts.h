#ifndef TS_LINKED_DATA_CBOR_LD_PARTS_H
#define TS_LINKED_DATA_CBOR_LD_PARTS_H

#include "keys/codec/cbor.h"
#include "keys/proof/linked_data/cbor_ld.h"
#include "keys/proof/linked_data/context_active.h"

/* What the files cbor_ld*.c share. */

enum { TS_CBOR_LD_TERMS_MAX = 2048, TS_CBOR_LD_SLOTS = 2 * TS_CBOR_LD_TERMS_MAX };

/** Terms in the order in which contexts brought them in: the n-th (from 0) has the
 * numbers 100 + 2 n and, for several values, 101 + 2 n. */
struct ts_cbor_ld_terms {
    uint32_t count;
    ts_span names[TS_CBOR_LD_TERMS_MAX];
    uint16_t slots[TS_CBOR_LD_SLOTS]; /**< 1 + index; 0: nothing. */
};

struct ts_cbor_ld_run {
    struct ts_ld_run ld;
    bool first_generation;
    struct ts_cbor_ld_terms *terms;
};

/** Numbers the terms of a context, in the order of their names, and of all it names. */
TS_MUST_USE enum ts_status
ts_cbor_ld_number_terms(struct ts_cbor_ld_run *run, const struct ts_ld_context *context);

/** The term or keyword of a number, of either valence; empty when there is none. */
ts_span ts_cbor_ld_term(const struct ts_cbor_ld_run *run, uint64_t number);

/** What a number of a context, and of other values, stands for in the table of the
 * first generation; empty when nothing. */
ts_span ts_cbor_ld_registered(uint64_t number);

/** A member of a map, its term looked up. */
struct ts_cbor_ld_entry {
    const struct ts_cbor *key; /**< Its next is the value. */
    bool plural;
    ts_span term; /**< Empty: no context in force has the number. */
    const struct ts_ld_term *definition; /**< NULL: no context has it. */
};

/** Is it (an alias of) @type? */
bool ts_cbor_ld_is_type(const struct ts_cbor_ld_entry *entry);

/**
 * A value that is no map, as its term's type has it packed. json gets kind and text.
 * TS_OK; TS_ABSENT (it is an array of values, each by itself); TS_MALFORMED;
 * TS_UNSUPPORTED; TS_NO_SPACE.
 */
TS_MUST_USE enum ts_status
ts_cbor_ld_value(struct ts_cbor_ld_run *run, struct ts_json *json,
                 const struct ts_cbor_ld_entry *entry, const struct ts_cbor *value);

#endif
