#ifndef TS_AUTHORITY_GATHER_DIRECTORY_H
#define TS_AUTHORITY_GATHER_DIRECTORY_H

#include "keys/codec/json.h"

/**
 * Lists that name issuers and do not hold their keys. Neither kind is signed.
 *
 * An entry that is of no use to us (no name; no id that could be one) is passed over and
 * counted: one careless entry must not hide the others. An id that stands there
 * twice counts once, the first time.
 */
struct ts_directory_entry {
    ts_span id;
    ts_span name;
};

struct ts_directory {
    const struct ts_directory_entry *entries; /**< In the order of the source. */
    size_t count;
    size_t passed_over;
};

/**
 * The registry.json of the Digital Credentials Consortium: an object "registry" of DID:
 * { "name", "location", "url" }. Ids are DIDs, of any method.
 *
 * Lives in the arena, views text. directory is written only on TS_OK. TS_OK,
 * TS_MALFORMED, TS_NO_SPACE and the statuses of ts_json_parse().
 */
TS_MUST_USE enum ts_status
ts_dcc_registry_read(struct ts_arena *arena, struct ts_directory *directory, ts_span text,
                     struct ts_fault *fault);

/**
 * A directory of SMART Health Cards issuers, as the VCI keeps one: an array
 * "participating_issuers" of { "iss", "name" }. Ids are URLs, plain_http ones too
 * if it is set. The same otherwise.
 */
TS_MUST_USE enum ts_status
ts_health_directory_read(struct ts_arena *arena, struct ts_directory *directory,
                         ts_span text, bool plain_http, struct ts_fault *fault);

#endif
