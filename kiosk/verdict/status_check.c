#include "kiosk/verdict/status_check.h"

/* Which entry asks which kind of list (W3C BSL 1.0 2.1; StatusList2021 2.1;
 * IETF TSL 6.1; OB 3.0 B.1.22). Any other type is unknown, never skipped. */
static const struct {
    const char *type;
    enum ts_status_kind kind;
} types[] = {
    { "BitstringStatusListEntry", TS_STATUS_BITSTRING },
    { "StatusList2021Entry", TS_STATUS_LIST_2021 },
    { "status_list", TS_STATUS_TOKEN },
    { "1EdTechRevocationList", TS_STATUS_1EDTECH },
    { "SmartHealthCardRid", TS_STATUS_HEALTH }, /* ours: the card only says vc.rid */
};

static enum ts_status_kind
kind_for(ts_span type)
{
    for (size_t i = 0; i < TS_COUNT(types); i++)
        if (ts_span_is(type, types[i].type))
            return types[i].kind;
    return TS_STATUS_KIND_NONE;
}

/* A list speaks for the issuer who signed it, and for those who say on the
 * issuer list that theirs lies there. Some kinds are unsigned: the repository's
 * own signature vouches for what lies under the URL. */
static bool
speaks_for(const struct ts_trust_list *list, const struct ts_assessment *card)
{
    if (ts_status_is_unsigned(list->kind)
        || ts_span_equal(list->issuer, card->credential->issuer_id))
        return true;
    for (size_t i = 0; card->issuer && i < card->issuer->status_location_count; i++)
        if (ts_span_starts_with(list->url, card->issuer->status_locations[i]))
            return true;
    return false;
}

static enum ts_status_value
look_up(const struct ts_assessment *card, const struct ts_trust *trust,
        const struct ts_status_entry *entry)
{
    enum ts_status_kind kind = kind_for(entry->type);
    struct ts_trust_list list;

    if (kind == TS_STATUS_KIND_NONE || !trust || entry->list.len == 0
        || !ts_trust_find_list(trust, &list, entry->list, kind)
        || !speaks_for(&list, card))
        return TS_STATUS_UNKNOWN;
    if (kind == TS_STATUS_1EDTECH) /* which lists by id; without one nobody can tell */
        return card->credential->id.len ? ts_trust_list_of(&list, card->credential->id)
                                        : TS_STATUS_UNKNOWN;
    if (kind == TS_STATUS_HEALTH)
        return entry->id.len
                   ? ts_trust_list_of_card(&list, entry->id, card->credential->valid_from)
                   : TS_STATUS_UNKNOWN;
    if (!entry->has_index || (entry->size && entry->size != list.bits))
        return TS_STATUS_UNKNOWN; /* another size would be another entry */
    return ts_trust_list_at(&list, entry->index, entry->purpose);
}

static enum ts_finding
check_entry(struct ts_assessment *card, const struct ts_trust *trust,
            const struct ts_status_entry *entry)
{
    switch (look_up(card, trust, entry)) {
    case TS_STATUS_VALID:
    case TS_STATUS_NOTICE: return TS_PASS;
    case TS_STATUS_WITHDRAWN:
        ts_assessment_add(card, TS_REASON_WITHDRAWN, entry->list);
        return TS_FAIL;
    case TS_STATUS_SUSPENDED:
        ts_assessment_add(card, TS_REASON_SUSPENDED, entry->list);
        return TS_FAIL;
    case TS_STATUS_UNKNOWN: break;
    }
    ts_assessment_add(card, TS_REASON_STATUS_UNKNOWN,
                      entry->list.len ? entry->list : entry->type);
    return TS_UNKNOWN;
}

void
ts_status_check(struct ts_assessment *assessment, const struct ts_trust *trust)
{
    const struct ts_credential *c = assessment->credential;
    enum ts_finding all = TS_PASS;
    for (size_t i = 0; i < c->status_count; i++)
        all = ts_finding_and(all, check_entry(assessment, trust, &c->statuses[i]));
    assessment->checks.status = all;
}
