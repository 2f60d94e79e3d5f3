#include "keys/trust/status_list.h"

#include "keys/trust/status_list_kinds.h"

enum ts_status
ts_status_source_verify(struct ts_arena *arena, struct ts_authenticity *found,
                        const struct ts_status_source *source, ts_span claimed,
                        struct ts_fault *fault)
{
    enum ts_status status =
        claimed.len ? ts_authenticity_establish(arena, found, source->issuers, claimed,
                                                &source->set)
                    : ts_authenticity_by_key(arena, found, source->issuers, &source->set);
    if (status != TS_OK)
        return ts_fault_set(fault, status, 0, "the arena is full");
    if (found->proof != TS_PASS || found->issuer != TS_PASS)
        return ts_fault_set(fault, TS_UNTRUSTED, 0, "FORMAT.md 4.2");
    return TS_OK;
}

static bool
begins_an_object(ts_span text)
{
    size_t i = 0;
    while (i < text.len
           && (text.at[i] == ' ' || text.at[i] == '\n' || text.at[i] == '\r'
               || text.at[i] == '\t'))
        i++;
    return i < text.len && text.at[i] == '{';
}

/* TS_ABSENT: it is none of the lists that come unsigned. */
static enum ts_status
read_unsigned(struct ts_arena *arena, struct ts_status_list *list, ts_span bytes,
              struct ts_fault *fault)
{
    const struct ts_json *document;
    size_t used = arena->used;
    if (!begins_an_object(bytes))
        return TS_ABSENT;
    enum ts_status status = ts_json_parse(arena, &document, bytes, fault);
    if (status != TS_OK)
        return status;
    if (ts_status_is_1edtech(document))
        return ts_status_list_read_1edtech(arena, list, document, fault);
    if (ts_status_is_health(document))
        return ts_status_list_read_health(arena, list, document, fault);
    ts_arena_rewind(arena, used);
    return TS_ABSENT;
}

static enum ts_status
read_signed(struct ts_arena *arena, struct ts_status_list *list, ts_span bytes,
            const struct ts_status_trust *trust, struct ts_fault *fault)
{
    struct ts_status_source source = { .url = list->url, .issuers = trust->issuers };
    enum ts_status status =
        ts_document_read(arena, &source.kind, &source.set, bytes, trust->contexts, fault);
    if (status == TS_ABSENT)
        return ts_fault_set(fault, TS_UNTRUSTED, 0, "FORMAT.md 4.2");
    if (status != TS_OK)
        return status;
    if (source.set.count == 0)
        return ts_fault_set(fault, source.set.refused ? TS_UNTRUSTED : TS_UNSUPPORTED, 0,
                            source.set.refused ? source.set.refused : "FORMAT.md 4.2");
    if (ts_status_is_token(&source))
        return ts_status_list_read_token(arena, list, &source, fault);
    return ts_status_list_read_w3c(arena, list, &source, fault);
}

enum ts_status
ts_status_list_read(struct ts_arena *arena, struct ts_status_list *list, ts_span url,
                    ts_span bytes, const struct ts_status_trust *trust,
                    struct ts_fault *fault)
{
    struct ts_status_list draft = {
        .url = url,
        .issued = TS_UTC_ALWAYS,
        .expires = TS_UTC_NEVER,
    };
    size_t used = arena->used;
    enum ts_status status = read_unsigned(arena, &draft, bytes, fault);
    if (status == TS_ABSENT)
        status = read_signed(arena, &draft, bytes, trust, fault);
    if (status != TS_OK) {
        ts_arena_rewind(arena, used);
        return status;
    }
    *list = draft;
    return ts_fault_set(fault, TS_OK, 0, NULL);
}

/* FORMAT.md 4.4: W3C counts from the most significant bit. */
static unsigned
value_from_top(const struct ts_status_list *list, uint64_t index)
{
    unsigned value = 0;
    uint64_t first = index * list->bits;
    for (uint64_t bit = first; bit < first + list->bits; bit++)
        value = value << 1 | (list->bitstring.at[bit / 8] >> (7 - bit % 8) & 1U);
    return value;
}

/* FORMAT.md 4.4: IETF counts from the least significant; bits divide 8. */
static unsigned
value_from_bottom(const struct ts_status_list *list, uint64_t index)
{
    uint64_t first = index * list->bits;
    unsigned mask = (1U << list->bits) - 1;
    return list->bitstring.at[first / 8] >> first % 8 & mask;
}

static enum ts_status_value
token_value(unsigned value)
{
    switch (value) {
    case 0: return TS_STATUS_VALID;
    case 1: return TS_STATUS_WITHDRAWN;
    case 2: return TS_STATUS_SUSPENDED;
    default: return TS_STATUS_UNKNOWN;
    }
}

static enum ts_status_value
purpose_value(ts_span purpose)
{
    if (ts_span_is(purpose, "revocation"))
        return TS_STATUS_WITHDRAWN;
    if (ts_span_is(purpose, "suspension"))
        return TS_STATUS_SUSPENDED;
    if (ts_span_is(purpose, "refresh") || ts_span_is(purpose, "message"))
        return TS_STATUS_NOTICE;
    return TS_STATUS_UNKNOWN;
}

static bool
has_purpose(ts_span purposes, ts_span asked)
{
    while (purposes.len) {
        size_t end = ts_span_index(purposes, ' ');
        if (ts_span_equal(ts_span_part(purposes, 0, end), asked))
            return true;
        purposes = ts_span_part(purposes, end + 1, purposes.len);
    }
    return false;
}

static bool
holds_index(const struct ts_status_list *list, uint64_t index)
{
    return list->bits && index < (uint64_t)list->bitstring.len * 8 / list->bits;
}

enum ts_status_value
ts_status_list_at(const struct ts_status_list *list, uint64_t index, ts_span purpose)
{
    if (!holds_index(list, index))
        return TS_STATUS_UNKNOWN;
    switch (list->kind) {
    case TS_STATUS_KIND_NONE:
    case TS_STATUS_HEALTH:
    case TS_STATUS_1EDTECH: return TS_STATUS_UNKNOWN;
    case TS_STATUS_TOKEN: return token_value(value_from_bottom(list, index));
    case TS_STATUS_BITSTRING:
    case TS_STATUS_LIST_2021: break;
    }
    if (purpose.len == 0 || !has_purpose(list->purpose, purpose))
        return TS_STATUS_UNKNOWN;
    return value_from_top(list, index) == 0 ? TS_STATUS_VALID : purpose_value(purpose);
}

bool
ts_status_is_unsigned(enum ts_status_kind kind)
{
    return kind == TS_STATUS_1EDTECH || kind == TS_STATUS_HEALTH;
}

enum ts_status_value
ts_status_list_of(const struct ts_status_list *list, ts_span credential_id)
{
    size_t low = 0;
    size_t high = list->id_count;
    if (list->kind != TS_STATUS_1EDTECH)
        return TS_STATUS_UNKNOWN;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = ts_span_compare(list->ids[middle], credential_id);
        if (order == 0)
            return TS_STATUS_WITHDRAWN;
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return TS_STATUS_VALID;
}
