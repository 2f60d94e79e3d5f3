#ifndef TS_AUTHORITY_GATHER_SOURCES_H
#define TS_AUTHORITY_GATHER_SOURCES_H

#include "keys/authority/issuer_keys.h"
#include "keys/crypto/digest.h"

/**
 * What an authority gathers from: a JSON file that its operator writes. Format:
 * README.md beside this file, "Sources".
 */

enum ts_source_kind {
    TS_SOURCE_NONE = 0,
    TS_SOURCE_STATUS_LIST,
    TS_SOURCE_DID_WEB,
    TS_SOURCE_JWKS,
    TS_SOURCE_DCC_REGISTRY,
    TS_SOURCE_FEDERATION,
    TS_SOURCE_HEALTH_CARDS,
};

/** As the file spells it, "did-web"; "" for TS_SOURCE_NONE. */
const char *ts_source_kind_name(enum ts_source_kind kind);

/** TS_SOURCE_NONE for any other name. */
enum ts_source_kind ts_source_kind_of(ts_span name);

struct ts_source {
    enum ts_source_kind kind;
    /** Where it is fetched from, and of a status list what credentials call it. Of a
     * did-web and a jwks it is derived from id when it is not written. Else it is
     * empty only where there is a file. */
    ts_span url;
    ts_span file; /**< Read in place of url; as written. May be empty. */
    ts_span id;   /**< DID_WEB and JWKS: the issuer. */
    bool trust;   /**< Taken although nothing proves it. */
    bool may_shrink;
    const struct ts_text_in *names; /**< May be none. */
    size_t name_count;
    bool has_achievements, has_status_locations; /**< Given, if only as none. */
    const ts_span *achievements;
    size_t achievement_count;
    const ts_span *status_locations;
    size_t status_location_count;
    ts_span anchor; /**< FEDERATION: who vouches; may be empty. */
    struct ts_issuer_keys anchor_keys;
    /** SHA-256 of all of the above: what is gathered under other terms is
     * imported anew. */
    uint8_t terms[TS_SHA256_SIZE];
};

/** What a source is remembered by: its url, or "file:" and its file. Lives in the
 * arena; empty when that is full. */
ts_span ts_source_address(struct ts_arena *arena, const struct ts_source *source);

struct ts_source_list {
    const struct ts_source *items;
    size_t count;
};

/** Sources of one file: as many status lists as there may be issuers. */
#define TS_SOURCES_MAX 20000

/**
 * Reads such a file; lives in the arena and views text. plain_http: addresses may
 * be http: as well. sources is written only on TS_OK; fault names the rule and, in
 * offset, the source, counted from 1.
 *
 * Returns TS_OK; TS_MALFORMED (a member that is not known, missing or of another
 * kind); TS_UNSUPPORTED (another format or kind of source); TS_DUPLICATE (an
 * address twice); TS_OVER_LIMIT (TS_SOURCES_MAX); TS_NO_SPACE, and the statuses of
 * ts_json_parse().
 */
TS_MUST_USE enum ts_status
ts_source_list_read(struct ts_arena *arena, struct ts_source_list *sources, ts_span text,
                    bool plain_http, struct ts_fault *fault);

#endif
