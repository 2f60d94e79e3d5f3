#include "keys/trust/revocation.h"

#include "keys/trust/revocation_form.h"

static const struct {
    const char *asked; /* as credentials spell it */
    enum ts_revocation_purpose purpose;
    enum ts_status_value value;
} purposes[] = {
    { "revocation", TS_REVOCATION_WITHDRAWN, TS_STATUS_WITHDRAWN },
    { "suspension", TS_REVOCATION_SUSPENDED, TS_STATUS_SUSPENDED },
    { "refresh", TS_REVOCATION_REFRESH, TS_STATUS_NOTICE },
    { "message", TS_REVOCATION_MESSAGE, TS_STATUS_NOTICE },
};

const struct ts_revocation_segment *
ts_revocations_find(const struct ts_revocations *state, ts_span url,
                    enum ts_status_kind kind, enum ts_revocation_purpose purpose)
{
    struct ts_revocation_list wanted = { .url = url, .kind = kind, .purpose = purpose };
    size_t low = 0;
    size_t high = state->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = ts_revocation_list_compare(&state->segments[middle].list, &wanted);
        if (order == 0)
            return &state->segments[middle];
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return NULL;
}

static bool
is_set(const struct ts_revocations *state, const struct ts_revocation_list *like,
       enum ts_revocation_purpose purpose, uint64_t index)
{
    const struct ts_revocation_segment *segment =
        ts_revocations_find(state, like->url, like->kind, purpose);
    return segment && ts_revocation_contains(segment, index);
}

/* FORMAT.md 6.6: the values of a token list are spread over up to three segments,
 * of which the first is always there. */
static enum ts_status_value
token_at(const struct ts_revocations *state, ts_span url, uint64_t index)
{
    const struct ts_revocation_segment *withdrawn =
        ts_revocations_find(state, url, TS_STATUS_TOKEN, TS_REVOCATION_WITHDRAWN);
    if (!withdrawn || index >= withdrawn->list.size)
        return TS_STATUS_UNKNOWN;
    if (ts_revocation_contains(withdrawn, index))
        return TS_STATUS_WITHDRAWN;
    if (is_set(state, &withdrawn->list, TS_REVOCATION_SUSPENDED, index))
        return TS_STATUS_SUSPENDED;
    if (is_set(state, &withdrawn->list, TS_REVOCATION_UNNAMED, index))
        return TS_STATUS_UNKNOWN;
    return TS_STATUS_VALID;
}

enum ts_status_value
ts_revocations_at(const struct ts_revocations *state, ts_span url,
                  enum ts_status_kind kind, uint64_t index, ts_span purpose)
{
    if (kind == TS_STATUS_TOKEN)
        return token_at(state, url, index);
    if (kind != TS_STATUS_BITSTRING && kind != TS_STATUS_LIST_2021)
        return TS_STATUS_UNKNOWN;
    for (size_t i = 0; i < TS_COUNT(purposes); i++) {
        if (!ts_span_is(purpose, purposes[i].asked))
            continue;
        const struct ts_revocation_segment *segment =
            ts_revocations_find(state, url, kind, purposes[i].purpose);
        if (!segment || index >= segment->list.size)
            return TS_STATUS_UNKNOWN;
        return ts_revocation_contains(segment, index) ? purposes[i].value
                                                      : TS_STATUS_VALID;
    }
    return TS_STATUS_UNKNOWN;
}

uint64_t
ts_revocation_id(ts_span credential_id)
{
    uint8_t digest[TS_SHA256_SIZE];
    ts_sha256(digest, credential_id);
    struct ts_reader r = ts_reader_over(TS_SPAN_OF(digest));
    return ts_read_u64(&r);
}

enum ts_status_value
ts_revocations_of(const struct ts_revocations *state, ts_span url, ts_span credential_id)
{
    const struct ts_revocation_segment *segment =
        ts_revocations_find(state, url, TS_STATUS_1EDTECH, TS_REVOCATION_WITHDRAWN);
    if (!segment)
        return TS_STATUS_UNKNOWN;
    return ts_revocation_contains(segment, ts_revocation_id(credential_id))
               ? TS_STATUS_WITHDRAWN
               : TS_STATUS_VALID;
}

bool
ts_revocations_canaries_hold(const struct ts_revocations *state,
                             const struct ts_revocations *known,
                             const struct ts_revocation_segment **failing)
{
    for (size_t i = 0; i < known->count; i++) {
        const struct ts_revocation_list *list = &known->segments[i].list;
        const struct ts_revocation_segment *segment =
            list->has_canaries
                ? ts_revocations_find(state, list->url, list->kind, list->purpose)
                : NULL;
        if (!segment
            || (ts_revocation_contains(segment, list->canary_set)
                && !ts_revocation_contains(segment, list->canary_clear)))
            continue;
        if (failing)
            *failing = &known->segments[i];
        return false;
    }
    return true;
}
