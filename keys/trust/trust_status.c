#include "keys/trust/repository.h"
#include "keys/trust/trust.h"

const struct ts_status_list *
ts_trust_status_list(const struct ts_trust *trust, ts_span url)
{
    size_t low = 0;
    size_t high = trust->status_list_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = ts_span_compare(trust->status_lists[middle].url, url);
        if (order == 0)
            return &trust->status_lists[middle];
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return NULL;
}

/* Any segment of the list says who signed it and how long its entries are. */
static const struct ts_revocation_segment *
find_segment(const struct ts_revocations *state, ts_span url, enum ts_status_kind kind)
{
    for (enum ts_revocation_purpose p = TS_REVOCATION_WITHDRAWN;
         p <= TS_REVOCATION_UNNAMED; p++) {
        const struct ts_revocation_segment *found =
            ts_revocations_find(state, url, kind, p);
        if (found)
            return found;
    }
    return NULL;
}

bool
ts_trust_find_list(const struct ts_trust *trust, struct ts_trust_list *list, ts_span url,
                   enum ts_status_kind kind)
{
    const struct ts_revocation_segment *segment =
        find_segment(&trust->revocations, url, kind);
    const struct ts_status_list *own = segment ? NULL : ts_trust_status_list(trust, url);
    if (segment)
        *list = (struct ts_trust_list){ .url = segment->list.url,
                                        .issuer = segment->list.issuer,
                                        .kind = kind,
                                        .bits = segment->list.bits,
                                        .state = &trust->revocations };
    else if (own && own->kind == kind)
        *list = (struct ts_trust_list){ .url = own->url,
                                        .issuer = own->issuer,
                                        .kind = kind,
                                        .bits = own->bits,
                                        .own = own };
    else
        return false;
    return true;
}

size_t
ts_trust_list_count(const struct ts_trust *trust)
{
    size_t count = trust->status_list_count;
    ts_span last = { 0 };
    for (size_t i = 0; i < trust->revocations.count; i++) {
        ts_span url = trust->revocations.segments[i].list.url;
        if (ts_span_starts_with(url, TS_SPAN_LIT(TS_CANARY_PREFIX)))
            continue;
        count += !ts_span_equal(url, last); /* segments of one list are neighbours */
        last = url;
    }
    return count;
}

enum ts_status_value
ts_trust_list_at(const struct ts_trust_list *list, uint64_t index, ts_span purpose)
{
    if (list->own)
        return ts_status_list_at(list->own, index, purpose);
    return ts_revocations_at(list->state, list->url, list->kind, index, purpose);
}

enum ts_status_value
ts_trust_list_of(const struct ts_trust_list *list, ts_span credential_id)
{
    if (list->own)
        return ts_status_list_of(list->own, credential_id);
    return ts_revocations_of(list->state, list->url, credential_id);
}

enum ts_status_value
ts_trust_list_of_card(const struct ts_trust_list *list, ts_span rid, ts_utc issued)
{
    /* Never in the revocation container. */
    return list->own ? ts_status_list_of_card(list->own, rid, issued) : TS_STATUS_UNKNOWN;
}
