#ifndef TS_TEST_HTTP_SERVER_H
#define TS_TEST_HTTP_SERVER_H

#include "firmware/base/span.h"

/**
 * A web server on the loopback for tests: pages in memory, one thread, one connection
 * at a time, a port that was free. HTTP/1.1 GET; answers close the connection.
 */

/** How a page is served. */
enum ts_http_manner {
    TS_HTTP_WHOLE = 0, /**< 200, with ETag and Last-Modified; 304 to who has it. */
    TS_HTTP_BARE,      /**< 200 without either. */
    TS_HTTP_DRIBBLE,   /**< As WHOLE, in pieces of one byte. */
    TS_HTTP_CUT,       /**< Announces all and closes after half. */
    TS_HTTP_BUSY,      /**< 503. */
    TS_HTTP_ELSEWHERE, /**< 302 to another host. */
};

struct ts_http_server;

/** Ends the program when it cannot listen. */
struct ts_http_server *ts_http_server_start(void);
void ts_http_server_stop(struct ts_http_server *server);

uint16_t ts_http_server_port(const struct ts_http_server *server);

/** Puts content (copied) at path, "/a/b", in place of what is there; what is nowhere is
 * 404. A new content has a new ETag. */
void ts_http_server_put(struct ts_http_server *server, const char *path, ts_span content,
                        enum ts_http_manner manner);
/** What each answer about a page says besides: whole lines, which must last. NULL:
 * nothing. */
void ts_http_server_headers(struct ts_http_server *server, const char *lines);
void ts_http_server_drop(struct ts_http_server *server, const char *path);

/** Since the server started, or since the last ts_http_server_forget(). */
struct ts_http_count {
    size_t requests;     /**< Of this path. */
    size_t not_modified; /**< Answered with 304. */
};
struct ts_http_count
ts_http_server_count(struct ts_http_server *server, const char *path);
void ts_http_server_forget(struct ts_http_server *server);

#endif
