#include "keys/trust/status_list_kinds.h"

#include <stdlib.h>

static const char LIST[] = "FORMAT.md 4.11";
static const char FOLDER[] = "/.well-known/crl/";

enum { RID_LEN_MAX = 24 };

bool
ts_status_is_health(const struct ts_json *document)
{
    return ts_json_is(ts_json_member(document, "rids"), TS_JSON_ARRAY);
}

static bool
ends_with(ts_span text, ts_span end)
{
    return text.len >= end.len
           && ts_span_equal(ts_span_part(text, text.len - end.len, end.len), end);
}

/* "https://issuer/.well-known/crl/KID.json": or a list of one key could be passed off
 * as that of another. */
static bool
is_of_url(ts_span url, ts_span kid)
{
    ts_span ending = TS_SPAN_LIT(".json");
    ts_span folder = ts_span_text(FOLDER);
    if (kid.len == 0 || !ends_with(url, ending))
        return false;
    url.len -= ending.len;
    if (!ends_with(url, kid))
        return false;
    url.len -= kid.len;
    return ends_with(url, folder);
}

static bool
is_rid(ts_span rid)
{
    for (size_t i = 0; i < rid.len; i++) {
        uint8_t c = rid.at[i];
        uint8_t letter = c | 0x20;
        bool fine = (c >= '0' && c <= '9') || (letter >= 'a' && letter <= 'z') || c == '-'
                    || c == '_';
        if (!fine)
            return false;
    }
    return rid.len > 0 && rid.len <= RID_LEN_MAX;
}

/* "rid" or "rid.1636977600". */
static enum ts_status
read_entry(struct ts_withdrawn_rid *entry, const struct ts_json *value)
{
    ts_span text = ts_json_string(value);
    size_t dot = ts_span_index(text, '.');
    *entry = (struct ts_withdrawn_rid){ ts_span_part(text, 0, dot), TS_UTC_NEVER };
    if (!is_rid(entry->rid))
        return TS_MALFORMED;
    if (dot == text.len)
        return TS_OK;
    struct ts_json seconds = { .kind = TS_JSON_NUMBER,
                               .text = ts_span_part(text, dot + 1, text.len) };
    for (size_t i = 0; i < seconds.text.len; i++)
        if (seconds.text.at[i] < '0' || seconds.text.at[i] > '9')
            return TS_MALFORMED;
    return seconds.text.len ? ts_json_integer(&seconds, &entry->before.s) : TS_MALFORMED;
}

/* Of the entries of one rid the one that withdraws most comes last. */
static int
by_rid(const void *a, const void *b)
{
    const struct ts_withdrawn_rid *left = a;
    const struct ts_withdrawn_rid *right = b;
    int order = ts_span_compare(left->rid, right->rid);
    return order
               ? order
               : (left->before.s > right->before.s) - (left->before.s < right->before.s);
}

static size_t
keep_last_of_each(struct ts_withdrawn_rid *rids, size_t count)
{
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        if (kept && ts_span_equal(rids[kept - 1].rid, rids[i].rid))
            kept--;
        rids[kept++] = rids[i];
    }
    return kept;
}

static enum ts_status
read_rids(struct ts_arena *arena, struct ts_status_list *list, const struct ts_json *rids,
          struct ts_fault *fault)
{
    size_t count = 0;
    struct ts_withdrawn_rid *entries =
        ts_arena_take_array(arena, rids->count, sizeof(*entries));
    if (!entries)
        return ts_fault_set(fault, TS_NO_SPACE, 0, "the arena is full");
    for (const struct ts_json *at = rids->first; at; at = at->next) {
        enum ts_status status = read_entry(&entries[count++], at);
        if (status != TS_OK)
            return ts_fault_set(fault, status, at->offset, LIST);
    }
    /* Lists are loaded off the scan path, where the C library may use the heap. */
    qsort(entries, count, sizeof(*entries), by_rid);
    list->rids = entries;
    list->rid_count = keep_last_of_each(entries, count);
    return TS_OK;
}

enum ts_status
ts_status_list_read_health(struct ts_arena *arena, struct ts_status_list *list,
                           const struct ts_json *document, struct ts_fault *fault)
{
    const struct ts_json *counter = ts_json_member(document, "ctr");
    int64_t changes = 0;
    if (!is_of_url(list->url, ts_json_string(ts_json_member(document, "kid"))))
        return ts_fault_set(fault, TS_MALFORMED, document->offset, "FORMAT.md 4.3");
    if (!ts_json_string_is(ts_json_member(document, "method"), "rid"))
        return ts_fault_set(fault, TS_UNSUPPORTED, document->offset, LIST);
    /* The specification writes the counter as text, issuers as a number. */
    struct ts_json number = { .kind = TS_JSON_NUMBER, .text = counter->text };
    if (counter->text.len == 0 || ts_json_integer(&number, &changes) != TS_OK
        || changes < 1)
        return ts_fault_set(fault, TS_MALFORMED, counter->offset, LIST);
    list->kind = TS_STATUS_HEALTH;
    list->counter = (uint64_t)changes;
    return read_rids(arena, list, ts_json_member(document, "rids"), fault);
}

enum ts_status_value
ts_status_list_of_card(const struct ts_status_list *list, ts_span rid, ts_utc issued)
{
    size_t low = 0;
    size_t high = list->rid_count;
    if (list->kind != TS_STATUS_HEALTH)
        return TS_STATUS_UNKNOWN;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        const struct ts_withdrawn_rid *entry = &list->rids[middle];
        int order = ts_span_compare(entry->rid, rid);
        if (order == 0)
            return issued.s < entry->before.s ? TS_STATUS_WITHDRAWN : TS_STATUS_VALID;
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return TS_STATUS_VALID;
}
