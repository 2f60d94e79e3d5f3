#ifndef TS_AUTHORITY_GATHER_STATE_H
#define TS_AUTHORITY_GATHER_STATE_H

#include "firmware/base/writer.h"
#include "keys/authority/gather.h"
#include "keys/authority/gather_index.h"

/** What came of one address. */
struct ts_gather_record {
    ts_span address;
    uint64_t run; /**< The last one that looked at it. */
    enum ts_gather_result result;
    ts_utc tried;
    bool has_good; /**< The rest is of the last import. */
    ts_utc good;
    const char *etag;          /**< "" for none. */
    const char *last_modified; /**< The same. */
    uint8_t content[TS_SHA256_SIZE];
    uint8_t terms[TS_SHA256_SIZE];
    bool taken; /**< This run has a job for it; not written. */
};

struct ts_gather_owner {
    ts_span issuer;
    ts_span source; /**< The address of a directory. */
};

/**
 * gather.jsonl: a line about the last run, one for each address, one for each
 * issuer that a directory put on the list.
 */
struct ts_gather_state {
    uint64_t run; /**< 0: none yet. */
    bool ended;
    struct ts_gather_record *records; /**< Numbered as addresses. */
    struct ts_index addresses;
    struct ts_gather_owner *owners;
    size_t owner_count;
};

/** Longest ETag and Last-Modified that are kept; others count as none. */
#define TS_GATHER_VALIDATOR_MAX 120

/**
 * Reads text, which may be empty. Lives in keep, with room for
 * TS_GATHER_ADDRESSES_MAX addresses in all; work is given back. state is written only
 * on TS_OK. fault->offset is the line.
 *
 * TS_OK, TS_MALFORMED, TS_DUPLICATE (an address twice), TS_OVER_LIMIT
 * (TS_GATHER_ADDRESSES_MAX, TS_ISSUERS_MAX), TS_NO_SPACE and those of ts_json_parse().
 */
TS_MUST_USE enum ts_status
ts_gather_state_read(struct ts_arena *keep, struct ts_arena *work,
                     struct ts_gather_state *state, ts_span text, struct ts_fault *fault);

/** Appends its text: run, records and owners. */
void ts_gather_state_write(struct ts_writer *w, const struct ts_gather_state *state);

/** The record of address, a new one if need be; address must outlive state. NULL when
 * there is no room. */
struct ts_gather_record *ts_gather_record(struct ts_gather_state *state, ts_span address);

/** Whether text may be asked with later: printable, and not too long. */
bool ts_gather_validator_valid(const char *text);

#endif
