#include "firmware/base/span.h"

#include <string.h>

ts_span
ts_span_text(const char *text)
{
    return (ts_span){ (const uint8_t *)text, text ? strlen(text) : 0 };
}

bool
ts_span_equal(ts_span a, ts_span b)
{
    /* memcmp must not be handed the NULL that an empty span may hold. */
    return a.len == b.len && (a.len == 0 || memcmp(a.at, b.at, a.len) == 0);
}

bool
ts_span_is(ts_span a, const char *text)
{
    return ts_span_equal(a, ts_span_text(text));
}

int
ts_span_compare(ts_span a, ts_span b)
{
    size_t common = a.len < b.len ? a.len : b.len;
    int order = common ? memcmp(a.at, b.at, common) : 0;
    if (order != 0)
        return order;
    return (a.len > b.len) - (a.len < b.len);
}

bool
ts_span_starts_with(ts_span a, ts_span start)
{
    return ts_span_equal(ts_span_part(a, 0, start.len), start);
}

ts_span
ts_span_part(ts_span a, size_t offset, size_t len)
{
    if (offset >= a.len)
        return (ts_span){ 0 };
    size_t left = a.len - offset;
    return (ts_span){ a.at + offset, len < left ? len : left };
}

size_t
ts_span_index(ts_span a, uint8_t byte)
{
    const uint8_t *hit = a.len ? memchr(a.at, byte, a.len) : NULL;
    return hit ? (size_t)(hit - a.at) : a.len;
}
