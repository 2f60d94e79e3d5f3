#include "firmware/board/fake/link_script.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Bytes a transfer hands over at a time, and what headers cost both ways. */
enum { CHUNK = 1400, HEADERS_WIRE = 350 };

struct page {
    struct page *next;
    char *url;
    ts_room content;
    uint64_t handed;
    bool gone; /* Counts outlive contents. */
};

struct ts_link {
    struct ts_link_options options;
};

static struct page *pages;
static ts_script_planner *plan;
static void *plan_context;
static struct ts_script_pace pace;
static struct ts_script_count counts;
static bool says_etags;
static const char *busy_for;
static uint64_t up_ms; /* Since the connection was made, over all its transfers. */

static void *
obtain(size_t size)
{
    void *got = calloc(1, size ? size : 1);
    TS_CHECK(got);
    return got;
}

static struct page *
find(const char *url)
{
    struct page *page = pages;
    while (page && strcmp(page->url, url) != 0)
        page = page->next;
    return page;
}

void
ts_link_script_plan(ts_script_planner *planner, void *context)
{
    plan = planner;
    plan_context = context;
}

void
ts_link_script_put(const char *url, ts_span content)
{
    struct page *page = find(url);
    if (!page) {
        page = obtain(sizeof(*page));
        page->url = obtain(strlen(url) + 1);
        memcpy(page->url, url, strlen(url));
        page->next = pages;
        pages = page;
    }
    free(page->content.at);
    page->content = (ts_room){ obtain(content.len), content.len };
    if (content.len > 0)
        memcpy(page->content.at, content.at, content.len);
    page->gone = false;
}

void
ts_link_script_drop(const char *url)
{
    struct page *page = find(url);
    if (page)
        page->gone = true;
}

void
ts_link_script_etags(bool said)
{
    says_etags = said;
}

void
ts_link_script_retry_after(const char *text)
{
    busy_for = text;
}

void
ts_link_script_pace(struct ts_script_pace kind)
{
    pace = kind;
}

struct ts_script_count
ts_link_script_count(void)
{
    return counts;
}

uint64_t
ts_link_script_bytes_of(const char *url)
{
    const struct page *page = find(url);
    return page ? page->handed : 0;
}

void
ts_link_script_reset(void)
{
    while (pages) {
        struct page *gone = pages;
        pages = gone->next;
        free(gone->url);
        free(gone->content.at);
        free(gone);
    }
    plan = NULL;
    plan_context = NULL;
    pace = (struct ts_script_pace){ 0 };
    counts = (struct ts_script_count){ 0 };
    says_etags = false;
    busy_for = NULL;
    up_ms = 0;
}

enum ts_status
ts_link_open(struct ts_link **link, const struct ts_link_options *options)
{
    *link = obtain(sizeof(**link));
    (*link)->options = *options;
    return TS_OK;
}

void
ts_link_close(struct ts_link *link)
{
    free(link);
}

/* One transfer under way. */
struct transfer {
    struct page *page;
    const struct ts_request *request;
    struct ts_reply *reply;
    struct ts_script_plan plan;
    uint64_t length; /* Of the file, as this answer has it. */
    uint64_t from;   /* Where in the content the next byte is taken from. */
};

static uint8_t
byte_at(const struct transfer *t, uint64_t position)
{
    uint8_t byte = position < t->page->content.len ? t->page->content.at[position]
                                                   : (uint8_t)(position * 31);
    if (t->plan.trouble == TS_SCRIPT_SWAPPED)
        return byte ^ 0x5a;
    if (t->plan.trouble == TS_SCRIPT_FLIPPED && t->reply->received == t->plan.after)
        return byte ^ 1;
    return byte;
}

static uint64_t
least(uint64_t a, uint64_t b)
{
    return a < b ? a : b;
}

/* Bytes that come before the connection is cut short, if it is. */
static uint64_t
lifetime_bytes(const struct transfer *t)
{
    uint64_t limit = UINT64_MAX;
    if (t->plan.trouble == TS_SCRIPT_RESET || t->plan.trouble == TS_SCRIPT_STALL)
        limit = t->plan.after;
    if (pace.drop_ms > 0 && pace.bytes_per_s > 0) {
        uint64_t left_ms = up_ms < pace.drop_ms ? pace.drop_ms - up_ms : 0;
        limit = least(limit, pace.bytes_per_s * left_ms / 1000);
    }
    return limit;
}

/* Hands over the next bytes. FLIPPED looks at single ones. */
static bool
hand_over(struct transfer *t, uint64_t len)
{
    uint8_t bytes[CHUNK];
    uint64_t begin = t->reply->received;
    for (uint64_t i = 0; i < len; i++) {
        bytes[i] = byte_at(t, t->from + i);
        t->reply->received++;
    }
    t->from += len;
    counts.bytes += len;
    t->page->handed += len;
    if (t->request->take((ts_span){ bytes, (size_t)len }, t->request->context))
        return true;
    t->reply->received = begin;
    return false;
}

static enum ts_status
run(struct transfer *t, const struct ts_link *link)
{
    uint64_t lifetime = lifetime_bytes(t);
    uint64_t max = t->request->max;
    while (t->from < t->length) {
        uint64_t len = least(CHUNK, t->length - t->from);
        len = least(len, lifetime - t->reply->received);
        len = least(len, max - t->reply->received);
        if (len > 0 && !hand_over(t, len))
            return TS_TRUNCATED;
        if (t->from < t->length && t->reply->received == max)
            return TS_OVER_LIMIT;
        if (t->from < t->length && t->reply->received == lifetime)
            return TS_TRUNCATED;
        if (link->options.go_on && !link->options.go_on(link->options.context))
            return TS_TRUNCATED;
    }
    return TS_OK;
}

/* The range as the server gives it. */
static enum ts_status
begin_range(struct transfer *t)
{
    uint64_t back = least(t->plan.after + 1, t->from);
    t->reply->http_status = 206;
    if (t->from >= t->length || t->plan.trouble == TS_SCRIPT_WHOLE
        || t->plan.trouble == TS_SCRIPT_SHIFTED)
        return TS_ROLLBACK;
    if (t->plan.trouble == TS_SCRIPT_MISPLACED)
        t->from -= back;
    return TS_OK;
}

/* FNV-1a (32 bits): another content, another ETag, as far as a test needs. */
static bool
is_known(struct transfer *t)
{
    uint32_t hash = 2166136261U;
    if (!says_etags)
        return false;
    for (size_t i = 0; i < t->page->content.len; i++)
        hash = (hash ^ t->page->content.at[i]) * 16777619U;
    snprintf(t->reply->etag, sizeof(t->reply->etag), "\"%08x\"", (unsigned)hash);
    return t->request->if_none_match
           && strcmp(t->request->if_none_match, t->reply->etag) == 0;
}

static enum ts_status
begin(struct transfer *t)
{
    t->length = t->page ? t->page->content.len : 0;
    t->from = t->request->offset;
    if (t->plan.trouble == TS_SCRIPT_REFUSED)
        return TS_IO;
    t->reply->http_status = t->plan.trouble == TS_SCRIPT_BUSY ? 503 : 404;
    if (t->plan.trouble == TS_SCRIPT_BUSY) {
        if (busy_for)
            snprintf(t->reply->retry_after, sizeof(t->reply->retry_after), "%s",
                     busy_for);
        return TS_IO;
    }
    if (!t->page || t->page->gone || t->plan.trouble == TS_SCRIPT_GONE)
        return TS_ABSENT;
    if (t->plan.trouble == TS_SCRIPT_SHORT)
        t->length = least(t->length, t->plan.after);
    if (t->plan.trouble == TS_SCRIPT_ENDLESS)
        t->length = UINT64_MAX;
    if (t->from > 0)
        return begin_range(t);
    t->reply->http_status = 200;
    if (is_known(t)) {
        t->reply->http_status = 304;
        t->length = 0;
    }
    return TS_OK;
}

static uint64_t
duration_ms(const struct transfer *t, enum ts_status status, const struct ts_link *link)
{
    uint64_t ms = 0;
    if (pace.bytes_per_s > 0)
        ms += (t->reply->received + HEADERS_WIRE) * 1000 / pace.bytes_per_s;
    if (t->plan.trouble == TS_SCRIPT_STALL && status == TS_TRUNCATED)
        ms += link->options.stall_ms;
    if (t->plan.trouble == TS_SCRIPT_REFUSED)
        ms += link->options.connect_ms;
    return ms;
}

/* A connection serves one request after the other until it breaks. */
static void
count(const struct transfer *t, enum ts_status status, const struct ts_link *link)
{
    uint64_t ms = duration_ms(t, status, link);
    counts.requests++;
    counts.breaks += status == TS_TRUNCATED;
    counts.elapsed_ms += ms;
    if (up_ms == 0)
        counts.elapsed_ms += pace.connect_ms;
    up_ms = status == TS_OK ? up_ms + ms + 1 : 0;
}

enum ts_status
ts_link_fetch(struct ts_link *link, const struct ts_request *request,
              struct ts_reply *reply)
{
    struct transfer t = { .page = find(request->url),
                          .request = request,
                          .reply = reply };
    *reply = (struct ts_reply){ 0 };
    if (plan)
        t.plan = plan(request->url, request->offset, plan_context);
    enum ts_status status = begin(&t);
    if (status == TS_OK) {
        reply->total = t.length == UINT64_MAX ? 0 : t.length;
        status = run(&t, link);
    }
    reply->wire = reply->received + (reply->http_status ? HEADERS_WIRE : 0);
    count(&t, status, link);
    return status;
}
