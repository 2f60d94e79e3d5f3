#include "firmware/board/link.h"
#include "firmware/board/linux/link_answer.h"
#include "firmware/board/linux/link_header.h"

#include <curl/curl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Redirects followed within the host, a loop of which ends here. */
enum { HOPS_MAX = 4 };

static const char AGENT[] = "touchstone-sync";

struct ts_link {
    CURL *curl;
    struct ts_link_options options;
};

/* One transfer. */
struct transfer {
    struct ts_answer answer;
    const struct ts_link_options *options;
};

/* curl_global_init() is not for several threads; links are opened by one. */
static bool
start_library(void)
{
    static bool started;
    if (!started)
        started = curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK;
    return started;
}

static size_t on_header(char *bytes, size_t size, size_t count, void *context);
static size_t on_body(char *bytes, size_t size, size_t count, void *context);
static int on_progress(void *context, curl_off_t down_total, curl_off_t down,
                       curl_off_t up_total, curl_off_t up);

static bool
set_callbacks(CURL *curl)
{
    return curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION, on_header) == CURLE_OK
           && curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, on_body) == CURLE_OK
           && curl_easy_setopt(curl, CURLOPT_XFERINFOFUNCTION, on_progress) == CURLE_OK
           && curl_easy_setopt(curl, CURLOPT_NOPROGRESS, 0L) == CURLE_OK;
}

static bool
set_trust(CURL *curl, const struct ts_link_options *o)
{
    const char *schemes = o->plain_http ? "http,https" : "https";
    if (curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, schemes) != CURLE_OK
        || curl_easy_setopt(curl, CURLOPT_SSL_VERIFYPEER, 1L) != CURLE_OK
        || curl_easy_setopt(curl, CURLOPT_SSL_VERIFYHOST, 2L) != CURLE_OK)
        return false;
    if (o->ca_file
        && (curl_easy_setopt(curl, CURLOPT_CAINFO, o->ca_file) != CURLE_OK
            || curl_easy_setopt(curl, CURLOPT_CAPATH, NULL) != CURLE_OK))
        return false;
    return !o->proxy || curl_easy_setopt(curl, CURLOPT_PROXY, o->proxy) == CURLE_OK;
}

static bool
set_patience(CURL *curl, const struct ts_link_options *o)
{
    long stall_s = (long)((uint64_t)o->stall_ms + 999) / 1000;
    long least = TS_LINK_BYTES_PER_S_MIN;
    return curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L) == CURLE_OK
           && curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT_MS, (long)o->connect_ms)
                  == CURLE_OK
           && curl_easy_setopt(curl, CURLOPT_LOW_SPEED_LIMIT, least) == CURLE_OK
           && curl_easy_setopt(curl, CURLOPT_LOW_SPEED_TIME, stall_s) == CURLE_OK;
}

/* HTTP/1.1: one file at a time gains nothing from streams, and a dropped link is
 * told from a reset one by the length. */
static bool
set_protocol(CURL *curl)
{
    return curl_easy_setopt(curl, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_1_1)
               == CURLE_OK
           && curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 0L) == CURLE_OK
           && curl_easy_setopt(curl, CURLOPT_USERAGENT, AGENT) == CURLE_OK;
}

enum ts_status
ts_link_open(struct ts_link **link, const struct ts_link_options *options)
{
    if (!start_library())
        return TS_IO;
    struct ts_link *made = calloc(1, sizeof(*made));
    if (!made)
        return TS_NO_SPACE;
    made->options = *options;
    made->curl = curl_easy_init();
    if (!made->curl) {
        free(made);
        return TS_NO_SPACE;
    }
    if (!set_callbacks(made->curl) || !set_trust(made->curl, options)
        || !set_patience(made->curl, options) || !set_protocol(made->curl)) {
        ts_link_close(made);
        return TS_IO;
    }
    *link = made;
    return TS_OK;
}

void
ts_link_close(struct ts_link *link)
{
    if (!link)
        return;
    curl_easy_cleanup(link->curl);
    free(link);
}

static size_t
/* NOLINTNEXTLINE(readability-non-const-parameter): curl's type. */
on_header(char *bytes, size_t size, size_t count, void *context)
{
    struct transfer *t = context;
    ts_answer_line(&t->answer, (ts_span){ (const uint8_t *)bytes, size * count });
    return size * count;
}

static size_t
/* NOLINTNEXTLINE(readability-non-const-parameter): curl's type. */
on_body(char *bytes, size_t size, size_t count, void *context)
{
    struct transfer *t = context;
    ts_span got = { (const uint8_t *)bytes, size * count };
    return ts_answer_body(&t->answer, got) ? got.len : 0;
}

static int
on_progress(void *context, curl_off_t down_total, curl_off_t down, curl_off_t up_total,
            curl_off_t up)
{
    struct transfer *t = context;
    (void)down_total;
    (void)down;
    (void)up_total;
    (void)up;
    if (t->options->go_on && !t->options->go_on(t->options->context))
        t->answer.ended = true;
    return t->answer.ended;
}

/* Of a transfer that curl calls failed and that we did not end. */
static enum ts_status
status_of_failure(CURLcode code, const struct ts_answer *a)
{
    /* Before anything was sent: of ours. After: it speaks something else. */
    bool is_scheme = code == CURLE_UNSUPPORTED_PROTOCOL && a->reply->wire == 0;
    if (code == CURLE_PEER_FAILED_VERIFICATION || code == CURLE_SSL_CACERT_BADFILE
        || code == CURLE_SSL_ISSUER_ERROR || code == CURLE_URL_MALFORMAT || is_scheme)
        return TS_UNTRUSTED;
    if (a->http_status == 0)
        return TS_IO;
    enum ts_status status = ts_answer_judge(a);
    return status == TS_OK ? TS_TRUNCATED : status;
}

static enum ts_status
conclude(CURLcode code, struct ts_answer *a)
{
    if (a->verdict != TS_OK)
        return a->verdict;
    if (a->ended)
        return TS_TRUNCATED;
    return code == CURLE_OK ? ts_answer_end(a) : status_of_failure(code, a);
}

static void
count_wire(CURL *curl, struct ts_reply *reply)
{
    long sent = 0;
    long headers = 0;
    curl_off_t body = 0;
    if (curl_easy_getinfo(curl, CURLINFO_REQUEST_SIZE, &sent) == CURLE_OK)
        reply->wire += (uint64_t)sent;
    if (curl_easy_getinfo(curl, CURLINFO_HEADER_SIZE, &headers) == CURLE_OK)
        reply->wire += (uint64_t)headers;
    if (curl_easy_getinfo(curl, CURLINFO_SIZE_DOWNLOAD_T, &body) == CURLE_OK)
        reply->wire += (uint64_t)body;
}

/* Adds "name: value"; false when there is no memory. */
static bool
add_header(struct curl_slist **list, const char *name, const char *value)
{
    char line[2 * TS_LINK_VALIDATOR_SIZE];
    if (!value)
        return true;
    if (snprintf(line, sizeof(line), "%s: %s", name, value) >= (int)sizeof(line))
        return false;
    struct curl_slist *longer = curl_slist_append(*list, line);
    if (longer)
        *list = longer;
    return longer != NULL;
}

/* curl would say that anything is acceptable: so does saying nothing (RFC 9110 12.5.1).
 */
static bool
make_headers(struct curl_slist **list, const struct ts_request *request)
{
    *list = curl_slist_append(NULL, "Accept:");
    if (!*list || !ts_request_is_conditional(request))
        return *list != NULL;
    return add_header(list, "If-None-Match", request->if_none_match)
           && add_header(list, "If-Modified-Since", request->if_modified_since);
}

static enum ts_status
fetch_once(struct ts_link *link, const char *url, const struct ts_request *request,
           struct ts_reply *reply)
{
    char range[TS_RANGE_SIZE];
    ts_header_range(range, request->offset);
    CURL *curl = link->curl;
    struct transfer t = { { .request = request, .reply = reply }, &link->options };
    struct curl_slist *headers;

    enum ts_status status = TS_NO_SPACE;
    if (make_headers(&headers, request)
        && curl_easy_setopt(curl, CURLOPT_URL, url) == CURLE_OK
        && curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers) == CURLE_OK
        && curl_easy_setopt(curl, CURLOPT_RANGE, *range ? range : NULL) == CURLE_OK
        && curl_easy_setopt(curl, CURLOPT_HEADERDATA, &t) == CURLE_OK
        && curl_easy_setopt(curl, CURLOPT_WRITEDATA, &t) == CURLE_OK
        && curl_easy_setopt(curl, CURLOPT_XFERINFODATA, &t) == CURLE_OK) {
        CURLcode code = curl_easy_perform(curl);
        count_wire(curl, reply);
        reply->http_status = t.answer.http_status;
        status = conclude(code, &t.answer);
    }
    (void)curl_easy_setopt(curl, CURLOPT_HTTPHEADER, NULL);
    curl_slist_free_all(headers);
    return status;
}

static bool
same_part(CURLU *a, CURLU *b, CURLUPart part)
{
    char *left = NULL;
    char *right = NULL;
    bool same = curl_url_get(a, part, &left, CURLU_DEFAULT_PORT) == CURLUE_OK
                && curl_url_get(b, part, &right, CURLU_DEFAULT_PORT) == CURLUE_OK
                && curl_strequal(left, right);
    curl_free(left);
    curl_free(right);
    return same;
}

/* The same scheme, host and port: a portal that catches every request (a hotel's,
 * a ship's) is not our server. */
static bool
is_same_server(const char *a, const char *b)
{
    CURLU *left = curl_url();
    CURLU *right = curl_url();
    bool same = left && right && curl_url_set(left, CURLUPART_URL, a, 0) == CURLUE_OK
                && curl_url_set(right, CURLUPART_URL, b, 0) == CURLUE_OK
                && same_part(left, right, CURLUPART_SCHEME)
                && same_part(left, right, CURLUPART_HOST)
                && same_part(left, right, CURLUPART_PORT);
    curl_url_cleanup(left);
    curl_url_cleanup(right);
    return same;
}

/* Where the last answer sends us; NULL when it does not. */
static char *
redirect_of(CURL *curl)
{
    char *url = NULL;
    if (curl_easy_getinfo(curl, CURLINFO_REDIRECT_URL, &url) != CURLE_OK || !url)
        return NULL;
    return strdup(url); /* curl's own goes with the next transfer. */
}

static bool
sends_elsewhere(const struct ts_reply *reply)
{
    return reply->http_status / 100 == 3 && reply->http_status != 304;
}

enum ts_status
ts_link_fetch(struct ts_link *link, const struct ts_request *request,
              struct ts_reply *reply)
{
    *reply = (struct ts_reply){ 0 };
    enum ts_status status = fetch_once(link, request->url, request, reply);
    for (int hop = 0; hop < HOPS_MAX && sends_elsewhere(reply); hop++) {
        char *url = redirect_of(link->curl);
        if (!url)
            return status;
        bool stays = is_same_server(request->url, url);
        status = stays ? fetch_once(link, url, request, reply) : TS_UNTRUSTED;
        free(url);
        if (!stays)
            break;
    }
    return status;
}
