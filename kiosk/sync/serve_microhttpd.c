#include "firmware/base/limits.h"
#include "firmware/base/span.h"
#include "firmware/base/writer.h"
#include "firmware/board/store.h"
#include "keys/crypto/digest.h"
#include "keys/sync/mirror_view.h"
#include "kiosk/sync/serve.h"

#include <arpa/inet.h>
#include <microhttpd.h>
#include <stdlib.h>
#include <string.h>

/* Neighbours at a time, all and from one address; each may hold the largest file. */
enum { CONNECTIONS_MAX = 8, CONNECTIONS_EACH = 4, IDLE_S = 30 };

/* One file, and as much to work with. */
enum { MEMORY = 2 * TS_TARGET_BYTES_MAX + (1 << 20) };

struct ts_serve {
    struct MHD_Daemon *daemon;
    struct ts_store *trust;
    uint8_t *memory; /* Of the one thread that answers. */
};

union address {
    struct sockaddr any;
    struct sockaddr_in v4;
    struct sockaddr_in6 v6;
};

static bool
read_port(uint16_t *port, const char *text)
{
    char *end = NULL;
    unsigned long number = strtoul(text, &end, 10);
    if (text[0] < '0' || text[0] > '9' || *end != '\0' || number > UINT16_MAX)
        return false;
    *port = (uint16_t)number;
    return true;
}

static bool
read_address(union address *address, const char *where)
{
    char host[64] = "0.0.0.0";
    uint16_t port = 0;
    const char *colon = strrchr(where, ':');
    size_t len = colon ? (size_t)(colon - where) : 0;
    const char *begin = where;
    if (len >= 2 && where[0] == '[' && where[len - 1] == ']') {
        begin++;
        len -= 2;
    }
    if (!read_port(&port, colon ? colon + 1 : where) || len >= sizeof(host))
        return false;
    if (colon) {
        memcpy(host, begin, len);
        host[len] = '\0';
    }
    memset(address, 0, sizeof(*address));
    if (inet_pton(AF_INET, host, &address->v4.sin_addr) == 1) {
        address->v4.sin_family = AF_INET;
        address->v4.sin_port = htons(port);
        return true;
    }
    address->v6.sin6_family = AF_INET6;
    address->v6.sin6_port = htons(port);
    return inet_pton(AF_INET6, host, &address->v6.sin6_addr) == 1;
}

/* The part of a file that is asked for. */
struct part {
    size_t first, len;
    bool is_range;
};

/* "bytes=100-" and "bytes=100-199" (RFC 9110 14.2); any other form gets the whole, as
 * it may. False: it begins past the end. */
static bool
read_range(struct part *part, const char *header, size_t total)
{
    char *end = NULL;
    *part = (struct part){ .len = total };
    if (!header || strncmp(header, "bytes=", 6) != 0 || header[6] < '0'
        || header[6] > '9')
        return true;
    unsigned long long first = strtoull(header + 6, &end, 10);
    unsigned long long last = total ? total - 1 : 0;
    if (*end++ != '-')
        return true;
    if (*end >= '0' && *end <= '9') {
        unsigned long long stated = strtoull(end, &end, 10);
        last = stated < last ? stated : last;
    }
    if (*end != '\0')
        return true;
    if (first >= total || first > last)
        return first < total;
    *part = (struct part){ (size_t)first, (size_t)(last - first + 1), true };
    return true;
}

static void
name_range(char text[static 80], const struct part *part, size_t total)
{
    struct ts_writer w = ts_writer_over((ts_room){ (uint8_t *)text, 80 });
    ts_write_text(&w, "bytes ");
    ts_write_decimal(&w, (int64_t)part->first);
    ts_write_text(&w, "-");
    ts_write_decimal(&w, (int64_t)(part->first + part->len - 1));
    ts_write_text(&w, "/");
    ts_write_decimal(&w, (int64_t)total);
    ts_write_u8(&w, 0);
}

static enum MHD_Result
answer_empty(struct MHD_Connection *connection, unsigned status)
{
    struct MHD_Response *response =
        MHD_create_response_from_buffer(0, NULL, MHD_RESPMEM_PERSISTENT);
    if (!response)
        return MHD_NO;
    enum MHD_Result queued = MHD_queue_response(connection, status, response);
    MHD_destroy_response(response);
    return queued;
}

/* What changes under its name has an ETag, so that it need not be sent again; everything
 * else never does. */
static void
name_content(char etag[static 24], ts_span content)
{
    static const char digits[] = "0123456789abcdef";
    uint8_t hash[TS_SHA256_SIZE];
    struct ts_writer w = ts_writer_over((ts_room){ (uint8_t *)etag, 24 });
    ts_sha256(hash, content);
    ts_write_u8(&w, '"');
    for (size_t i = 0; i < 8; i++) {
        ts_write_u8(&w, (uint8_t)digits[hash[i] >> 4]);
        ts_write_u8(&w, (uint8_t)digits[hash[i] & 15]);
    }
    ts_write_text(&w, "\"");
    ts_write_u8(&w, 0);
}

static enum MHD_Result
answer_timestamp(const struct ts_serve *serve, struct MHD_Connection *connection,
                 ts_span content)
{
    char etag[24];
    const char *known = MHD_lookup_connection_value(connection, MHD_HEADER_KIND,
                                                    MHD_HTTP_HEADER_IF_NONE_MATCH);
    name_content(etag, content);
    if (known && strcmp(known, etag) == 0)
        return answer_empty(connection, MHD_HTTP_NOT_MODIFIED);
    struct MHD_Response *response = MHD_create_response_from_buffer(
        content.len, serve->memory + (content.at - serve->memory), MHD_RESPMEM_MUST_COPY);
    if (!response)
        return MHD_NO;
    enum MHD_Result queued =
        MHD_add_response_header(response, MHD_HTTP_HEADER_ETAG, etag);
    if (queued == MHD_YES)
        queued = MHD_queue_response(connection, MHD_HTTP_OK, response);
    MHD_destroy_response(response);
    return queued;
}

static enum MHD_Result
answer_file(const struct ts_serve *serve, struct MHD_Connection *connection,
            ts_span content)
{
    struct part part;
    char range[80];
    const char *asked =
        MHD_lookup_connection_value(connection, MHD_HEADER_KIND, MHD_HTTP_HEADER_RANGE);
    if (!read_range(&part, asked, content.len))
        return answer_empty(connection, MHD_HTTP_RANGE_NOT_SATISFIABLE);
    ts_span bytes = ts_span_part(content, part.first, part.len);
    /* Copied, since the memory is the next answer's; the library takes no pointer to
     * const even so. */
    uint8_t *at = serve->memory + (bytes.len ? bytes.at - serve->memory : 0);
    struct MHD_Response *response =
        MHD_create_response_from_buffer(bytes.len, at, MHD_RESPMEM_MUST_COPY);
    if (!response)
        return MHD_NO;
    unsigned status = MHD_HTTP_OK;
    if (part.is_range) {
        status = MHD_HTTP_PARTIAL_CONTENT;
        name_range(range, &part, content.len);
        if (MHD_add_response_header(response, MHD_HTTP_HEADER_CONTENT_RANGE, range)
            != MHD_YES)
            status = MHD_HTTP_INTERNAL_SERVER_ERROR;
    }
    enum MHD_Result queued = MHD_queue_response(connection, status, response);
    MHD_destroy_response(response);
    return queued;
}

/* NOLINTBEGIN(readability-*): the type is the library's. */
static enum MHD_Result
answer(void *context, struct MHD_Connection *connection, const char *url,
       const char *method, const char *version, const char *upload, size_t *upload_size,
       void **state)
{
    const struct ts_serve *serve = context;
    struct ts_arena arena = ts_arena_over((ts_room){ serve->memory, MEMORY });
    ts_span content = { 0 };
    (void)version;
    (void)upload;
    (void)state;
    if (*upload_size > 0
        || (strcmp(method, MHD_HTTP_METHOD_GET) != 0
            && strcmp(method, MHD_HTTP_METHOD_HEAD) != 0))
        return answer_empty(connection, MHD_HTTP_METHOD_NOT_ALLOWED);
    if (url[0] != '/')
        return answer_empty(connection, MHD_HTTP_NOT_FOUND);
    enum ts_status status =
        ts_mirror_view(&arena, &content, serve->trust, ts_span_text(url + 1));
    if (status == TS_OK && content.len > 0 && strcmp(url, "/timestamp.json") == 0)
        return answer_timestamp(serve, connection, content);
    if (status == TS_OK)
        return answer_file(serve, connection, content);
    return answer_empty(connection, status == TS_ABSENT ? MHD_HTTP_NOT_FOUND
                                                        : MHD_HTTP_SERVICE_UNAVAILABLE);
}
/* NOLINTEND(readability-*) */

static struct MHD_Daemon *
start_daemon(struct ts_serve *serve, const union address *address)
{
    unsigned flags = MHD_USE_INTERNAL_POLLING_THREAD | MHD_USE_AUTO;
    if (address->any.sa_family == AF_INET6)
        flags |= MHD_USE_IPv6;
    return MHD_start_daemon(flags, 0, NULL, NULL, answer, serve, MHD_OPTION_SOCK_ADDR,
                            &address->any, MHD_OPTION_CONNECTION_LIMIT,
                            (unsigned)CONNECTIONS_MAX, MHD_OPTION_PER_IP_CONNECTION_LIMIT,
                            (unsigned)CONNECTIONS_EACH, MHD_OPTION_CONNECTION_TIMEOUT,
                            (unsigned)IDLE_S, MHD_OPTION_END);
}

enum ts_status
ts_serve_start(struct ts_serve **serve, const char *where, const char *trust)
{
    union address address;
    if (!read_address(&address, where))
        return TS_MALFORMED;
    struct ts_serve *made = calloc(1, sizeof(*made));
    if (!made)
        return TS_NO_SPACE;
    enum ts_status status = TS_NO_SPACE;
    made->memory = malloc(MEMORY);
    if (!made->memory)
        goto out;
    status = ts_store_open(&made->trust, trust, false);
    if (status != TS_OK)
        goto out;
    made->daemon = start_daemon(made, &address);
    status = made->daemon ? TS_OK : TS_IO;
out:
    if (status == TS_OK)
        *serve = made;
    else
        ts_serve_stop(made);
    return status;
}

uint16_t
ts_serve_port(const struct ts_serve *serve)
{
    const union MHD_DaemonInfo *info =
        MHD_get_daemon_info(serve->daemon, MHD_DAEMON_INFO_BIND_PORT);
    return info ? info->port : 0;
}

void
ts_serve_stop(struct ts_serve *serve)
{
    if (!serve)
        return;
    if (serve->daemon)
        MHD_stop_daemon(serve->daemon);
    ts_store_close(serve->trust);
    free(serve->memory);
    free(serve);
}
