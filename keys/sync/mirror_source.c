#include "keys/sync/backoff.h"
#include "keys/sync/medium.h"
#include "keys/sync/mirror_parts.h"

#include <string.h>

/* Address of the repository, name of a file with every byte encoded. */
enum { URL_SIZE = 4096 };

bool
ts_mirror_is_medium(const struct ts_mirror *m)
{
    return m->options.sources[m->at].url == NULL;
}

bool
ts_mirror_is_spent(const struct ts_mirror *m)
{
    uint64_t left = m->options.budget - m->progress.wire;
    return m->spent || m->progress.wire > m->options.budget
           || left < TS_MIRROR_REQUEST_WIRE;
}

/* RFC 3986 2.3, and the "/" between parts. */
static bool
is_plain(uint8_t c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')
           || c == '-' || c == '.' || c == '_' || c == '~' || c == '/';
}

static void
write_encoded(struct ts_writer *w, ts_span text)
{
    static const char digits[] = "0123456789ABCDEF";
    for (size_t i = 0; i < text.len; i++) {
        if (is_plain(text.at[i])) {
            ts_write_u8(w, text.at[i]);
            continue;
        }
        ts_write_u8(w, '%');
        ts_write_u8(w, (uint8_t)digits[text.at[i] >> 4]);
        ts_write_u8(w, (uint8_t)digits[text.at[i] & 15]);
    }
}

static bool
write_url(char url[static URL_SIZE], const char *base,
          const struct ts_mirror_order *order)
{
    struct ts_writer w = ts_writer_over((ts_room){ (uint8_t *)url, URL_SIZE });
    ts_write_text(&w, base);
    ts_write_text(&w, "/");
    if (order->encode)
        write_encoded(&w, ts_span_text(order->name));
    else
        ts_write_text(&w, order->name);
    ts_write_u8(&w, 0);
    return !w.full;
}

/* Between the link and whoever ordered: counts, and stops where the budget ends. */
struct meter {
    struct ts_mirror *m;
    const struct ts_mirror_order *order;
    uint64_t left;
};

static bool
take_metered(ts_span bytes, void *context)
{
    struct meter *meter = context;
    bool is_enough = bytes.len >= meter->left;
    if (is_enough)
        bytes = ts_span_part(bytes, 0, (size_t)meter->left);
    meter->left -= bytes.len;
    meter->m->spent = is_enough;
    meter->m->progress.bytes += bytes.len;
    return meter->order->take(bytes, meter->order->context) && !is_enough;
}

static enum ts_status
fetch_link(struct ts_mirror *m, const char *base, const struct ts_mirror_order *order)
{
    char url[URL_SIZE];
    const struct ts_mirror_known *known = order->known;
    struct meter meter = { .m = m, .order = order, .left = UINT64_MAX };
    if (m->options.budget != UINT64_MAX)
        meter.left = m->options.budget - m->progress.wire - TS_MIRROR_REQUEST_WIRE;
    struct ts_request request = { .url = url,
                                  .offset = order->offset,
                                  .max = order->max,
                                  .take = take_metered,
                                  .context = &meter };
    /* One is enough, and the first is the better one (RFC 9110 13.2.2). */
    if (known && known->etag[0])
        request.if_none_match = known->etag;
    else if (known && known->last_modified[0])
        request.if_modified_since = known->last_modified;
    if (!write_url(url, base, order))
        return TS_ABSENT;
    enum ts_status status = ts_link_fetch(m->options.link, &request, &m->reply);
    m->progress.wire += m->reply.wire;
    m->records[m->at].reached |= m->reply.http_status != 0;
    return status;
}

enum ts_status
ts_mirror_fetch(struct ts_mirror *m, ts_span *whole, const struct ts_mirror_order *order)
{
    const struct ts_mirror_source *source = &m->options.sources[m->at];
    m->progress.source = source->name;
    if (source->url)
        return fetch_link(m, source->url, order);
    struct ts_arena arena = ts_mirror_scratch(m);
    enum ts_status status = ts_medium_read(source->medium, &arena, whole,
                                           ts_span_text(order->name), order->max);
    if (status == TS_OK)
        m->progress.bytes += whole->len;
    return status;
}

const char *
ts_mirror_rule_of(enum ts_status status)
{
    if (status == TS_UNTRUSTED)
        return "RFC 9110 4.3.4"; /* The certificate, or a redirect away from it. */
    return status == TS_ROLLBACK ? "RFC 9110 14.4" : "RFC 9110 6.4";
}

void
ts_mirror_praise(struct ts_mirror *m)
{
    m->records[m->at].failures = 0;
}

/* The next source in turn that is not out; count when there is none. */
static size_t
next_source(const struct ts_mirror *m)
{
    size_t count = m->options.source_count;
    for (size_t i = 1; i <= count; i++) {
        size_t candidate = (m->at + i) % count;
        if (!m->records[candidate].out)
            return candidate;
    }
    return count;
}

static void
end_without_source(struct ts_mirror *m, struct ts_fault fault)
{
    /* A stick that was forgotten in a drawer is nobody's attack. */
    bool is_only_older = fault.status == TS_ROLLBACK && m->older_seen;
    ts_mirror_end(m, is_only_older ? TS_MIRROR_NEWER_HERE : TS_MIRROR_FAILED, fault);
}

void
ts_mirror_blame(struct ts_mirror *m, enum ts_mirror_blame blame, struct ts_fault fault,
                ts_mono now, uint32_t random)
{
    struct ts_mirror_record *record = &m->records[m->at];
    m->progress.fault = fault;
    record->failures++;
    record->strikes += blame == TS_BLAME_STRIKE;
    bool is_nowhere = m->options.once && !record->reached;
    if (blame == TS_BLAME_OUT || is_nowhere || record->failures >= TS_MIRROR_FAILURES_MAX
        || record->strikes >= TS_MIRROR_STRIKES_MAX)
        record->out = true;
    size_t next = next_source(m);
    if (next == m->options.source_count) {
        end_without_source(m, fault);
        return;
    }
    /* Half of one mirror's metadata and half of another's fit only by chance. */
    if (next != m->at && m->phase == TS_MIRROR_METADATA) {
        m->refresh = NULL;
        m->have = 0;
    }
    m->timestamp_came = m->timestamp_came && next == m->at;
    m->at = next;
    m->wake = ts_backoff_until(now, m->records[next].failures, random);
}
