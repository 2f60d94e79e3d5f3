#include "firmware/board/linux/link_answer.h"

#include "firmware/board/linux/link_header.h"

/* What may come with a redirect. */
enum { REDIRECT_BODY_MAX = 64 << 10 };

/* A range that is not all of the rest is answered with less than was asked; what is
 * missing is asked for again. */
static void
note_range(struct ts_answer *a, ts_span value)
{
    struct ts_content_range range;
    a->ranged = ts_content_range_read(&range, value);
    if (!a->ranged)
        return;
    a->first = range.first;
    a->reply->total = range.total;
}

static void
begin(struct ts_answer *a, ts_span line)
{
    uint64_t number = 0;
    ts_span rest = ts_span_part(line, ts_span_index(line, ' ') + 1, line.len);
    a->ranged = false;
    a->has_length = false;
    a->reply->etag[0] = '\0';
    a->reply->last_modified[0] = '\0';
    a->reply->retry_after[0] = '\0';
    a->http_status = ts_header_number(&rest, &number) && number < 1000 ? (long)number : 0;
}

void
ts_answer_line(struct ts_answer *a, ts_span line)
{
    struct ts_reply *reply = a->reply;
    ts_span value;
    if (ts_span_starts_with(line, TS_SPAN_LIT("HTTP/")))
        begin(a, line);
    else if (ts_header_is(line, "content-range", &value))
        note_range(a, value);
    else if (ts_header_is(line, "content-length", &value))
        a->has_length = ts_header_number(&value, &a->length) && value.len == 0;
    else if (ts_header_is(line, "etag", &value))
        ts_header_copy(reply->etag, sizeof(reply->etag), value);
    else if (ts_header_is(line, "last-modified", &value))
        ts_header_copy(reply->last_modified, sizeof(reply->last_modified), value);
    else if (ts_header_is(line, "retry-after", &value))
        ts_header_copy(reply->retry_after, sizeof(reply->retry_after), value);
}

static enum ts_status
judge_range(const struct ts_answer *a)
{
    switch (a->http_status) {
    case 206: return a->ranged && a->first == a->request->offset ? TS_OK : TS_ROLLBACK;
    case 200:
    case 416: return TS_ROLLBACK;
    case 404:
    case 410: return TS_ABSENT;
    default: return TS_IO;
    }
}

bool
ts_request_is_conditional(const struct ts_request *request)
{
    return request->offset == 0 && (request->if_none_match || request->if_modified_since);
}

static enum ts_status
judge_whole(const struct ts_answer *a)
{
    switch (a->http_status) {
    case 200: return TS_OK;
    case 304: return ts_request_is_conditional(a->request) ? TS_OK : TS_IO;
    case 404:
    case 410: return TS_ABSENT;
    default: return TS_IO;
    }
}

enum ts_status
ts_answer_judge(const struct ts_answer *a)
{
    enum ts_status status = a->request->offset > 0 ? judge_range(a) : judge_whole(a);
    /* A 304 tells the length of what it does not send (RFC 9110 8.6). */
    bool tells = a->has_length && a->http_status != 304;
    if (status == TS_OK && tells && a->length > a->request->max)
        return TS_OVER_LIMIT;
    return status;
}

bool
ts_answer_body(struct ts_answer *a, ts_span got)
{
    uint64_t left = a->request->max - a->reply->received;
    bool over = got.len > left;
    /* Where a redirect leads is only told once its body has come. */
    if (a->http_status / 100 == 3) {
        a->passed_over += got.len;
        return a->passed_over <= REDIRECT_BODY_MAX;
    }
    a->verdict = ts_answer_judge(a);
    if (a->verdict != TS_OK)
        return false;
    if (a->request->offset == 0 && a->has_length)
        a->reply->total = a->length;
    if (over)
        got.len = (size_t)left;
    if (got.len > 0 && !a->request->take(got, a->request->context)) {
        a->ended = true;
        return false;
    }
    a->reply->received += got.len;
    if (over)
        a->verdict = TS_OVER_LIMIT;
    return !over;
}

enum ts_status
ts_answer_end(struct ts_answer *a)
{
    struct ts_reply *reply = a->reply;
    enum ts_status status = ts_answer_judge(a);
    if (status != TS_OK)
        return status;
    if (a->request->offset == 0)
        reply->total = reply->received;
    /* A range may be answered in part (RFC 9110 15.3.7). */
    return reply->total > a->request->offset + reply->received ? TS_TRUNCATED : TS_OK;
}
