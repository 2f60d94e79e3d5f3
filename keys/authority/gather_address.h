#ifndef TS_AUTHORITY_GATHER_ADDRESS_H
#define TS_AUTHORITY_GATHER_ADDRESS_H

#include "firmware/base/arena.h"
#include "firmware/base/check.h"
#include "firmware/base/status.h"

/**
 * Where issuers keep their own keys. Strangers' lists name them, so what is no plain
 * name of a host in public (an address in numbers, a port that is none, a
 * password, "..") is refused before anybody connects.
 */

/** Bytes of one address; longer ones are not worth a request. */
#define TS_GATHER_URL_MAX 2000

/**
 * True for https: and a host, a port or none, and a path, of printable ASCII. http:
 * and the host "localhost" only with plain_http, for trials on one machine.
 */
bool ts_gather_url_valid(ts_span url, bool plain_http);

/** Scheme, host and port as written: "https://a.example:8443". Of a valid url. */
ts_span ts_url_origin(ts_span url);

/** Host alone. Of a valid url. */
ts_span ts_url_host(ts_span url);

/**
 * The URL of a did:web's document (did:web method, "Read"): below /.well-known/ when
 * the DID has no path. https:, or http: for localhost. Lives in the arena.
 * TS_OK, TS_ABSENT (another DID method), TS_MALFORMED or TS_NO_SPACE.
 */
TS_MUST_USE enum ts_status
ts_did_web_url(struct ts_arena *arena, ts_span *url, ts_span did, bool plain_http);

/**
 * Where an issuer that is called by a URL keeps its JWK set: below it, at
 * /.well-known/jwks.json (SMART Health Cards, "Determining keys"). Lives in the arena.
 * TS_OK, TS_MALFORMED (no such URL, or it ends with "/") or TS_NO_SPACE.
 */
TS_MUST_USE enum ts_status
ts_jwks_url(struct ts_arena *arena, ts_span *url, ts_span issuer, bool plain_http);

#endif
