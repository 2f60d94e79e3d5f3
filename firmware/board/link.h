#ifndef TS_BOARD_LINK_H
#define TS_BOARD_LINK_H

#include "firmware/base/check.h"
#include "firmware/base/span.h"
#include "firmware/base/status.h"

/**
 * The way out to a web server, when there is one. Slow, dropped and lying links
 * are the rule.
 *
 * Makings: linux/link_curl.c (HTTP and HTTPS through libcurl);
 * fake/link_script.c (a server that a test tells how to misbehave).
 */
struct ts_link;

struct ts_link_options {
    const char *ca_file; /**< Only these certificates are believed; NULL: the system's. */
    const char *proxy;   /**< NULL: as the environment says. */
    bool plain_http;     /**< http: is allowed as well: what comes is signed anyway. */
    uint32_t connect_ms; /**< Give up connecting after so long. */
    uint32_t stall_ms;   /**< Give up when next to nothing came for so long. */
    /** Asked about once a second while a transfer lasts; false ends it. Or NULL. */
    bool (*go_on)(void *context);
    void *context;
};

/** A link that brings less than this in a second, over stall_ms, has stalled: a
 * server that dribbles must not hold a kiosk for days. */
#define TS_LINK_BYTES_PER_S_MIN 32

/** TS_OK, TS_NO_SPACE or TS_IO. Close what was opened. The texts of options are
 * looked at until then. */
TS_MUST_USE enum ts_status
ts_link_open(struct ts_link **link, const struct ts_link_options *options);
void ts_link_close(struct ts_link *link);

/** What is asked of the server. */
struct ts_request {
    const char *url;
    uint64_t offset; /**< Of the first byte wanted; not 0 asks with Range. */
    uint64_t max;    /**< More bytes than this end the transfer. */
    /** Takes bytes as they come, in order from offset; false ends the transfer. */
    bool (*take)(ts_span bytes, void *context);
    void *context;
    /** With offset 0, asks for what has changed only (RFC 9110 13.1): the ETag or the
     * Last-Modified of what is there already. NULL: not asked with. */
    const char *if_none_match;
    const char *if_modified_since;
};

/** Room for an ETag or a Last-Modified and its NUL; a longer one is cut to "". */
#define TS_LINK_VALIDATOR_SIZE 128

/** What came of it. */
struct ts_reply {
    long http_status;  /**< 0: none came. */
    uint64_t received; /**< Bytes of body handed to take. */
    uint64_t wire;     /**< Bytes of headers and bodies, both ways, as far as known. */
    uint64_t total;    /**< Length of the whole file, when the server said; else 0. */
    char etag[TS_LINK_VALIDATOR_SIZE]; /**< As the server wrote it; "" for none. */
    char last_modified[TS_LINK_VALIDATOR_SIZE]; /**< The same. */
    char retry_after[TS_LINK_VALIDATOR_SIZE];   /**< The same. */
};

/**
 * Fetches, following no redirect to another host. Bytes are handed over only when
 * the answer is what was asked for: 200 for offset 0; for another offset a 206
 * whose Content-Range begins there. reply is filled whatever comes of it.
 *
 * Returns TS_OK (the body ended as announced; or, where it was asked for what has
 * changed, http_status 304 and no body: nothing has); TS_ABSENT (404, 410); TS_ROLLBACK
 * (a 200, another range or a 416 where a range was asked: start again from 0);
 * TS_OVER_LIMIT (more than max; max of them were handed over, or none when it was
 * announced); TS_TRUNCATED (it broke off, stalled, or was ended by take or go_on:
 * ask on from offset + received); TS_UNTRUSTED (TLS, a scheme that is not allowed, or
 * a redirect away); TS_IO (no connection, another status).
 */
TS_MUST_USE enum ts_status
ts_link_fetch(struct ts_link *link, const struct ts_request *request,
              struct ts_reply *reply);

#endif
