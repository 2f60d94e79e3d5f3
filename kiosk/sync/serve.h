#ifndef TS_KIOSK_SYNC_SERVE_H
#define TS_KIOSK_SYNC_SERVE_H

#include "firmware/base/check.h"
#include "firmware/base/status.h"

#include <stdint.h>

/**
 * Lets neighbours fetch from this trust folder over HTTP, as keys/sync/mirror_view.h
 * shows it: read-only, with ranges, on a thread of its own. Nobody who fetches from it
 * has to trust it, nor the way to it.
 *
 * Making: serve_microhttpd.c.
 */
struct ts_serve;

/**
 * where: "PORT", "ADDRESS:PORT" or "[ADDRESS]:PORT"; port 0 takes a free one. Without
 * an address, all of IPv4's.
 *
 * TS_OK; TS_MALFORMED (where); TS_ABSENT (no such folder); TS_NO_SPACE; TS_IO (the port
 * is taken, or not allowed).
 */
TS_MUST_USE enum ts_status
ts_serve_start(struct ts_serve **serve, const char *where, const char *trust);
uint16_t ts_serve_port(const struct ts_serve *serve);
void ts_serve_stop(struct ts_serve *serve);

#endif
