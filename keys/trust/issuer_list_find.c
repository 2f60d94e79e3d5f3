#include "keys/trust/issuer_list.h"

const struct ts_issuer *
ts_issuer_list_find(const struct ts_issuer_list *list, ts_span id)
{
    size_t low = 0;
    size_t high = list->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = ts_span_compare(list->issuers[middle].id, id);
        if (order == 0)
            return &list->issuers[middle];
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return NULL;
}

bool
ts_issuer_list_next_key(const struct ts_issuer_list *list, ts_span key_id, size_t *issuer,
                        size_t *key)
{
    for (; *issuer < list->count; (*issuer)++, *key = 0) {
        const struct ts_issuer *at = &list->issuers[*issuer];
        for (; *key < at->key_count; (*key)++)
            if (key_id.len && ts_span_equal(at->keys[*key].id, key_id))
                return true;
    }
    return false;
}

static uint8_t
lower(uint8_t byte)
{
    return byte >= 'A' && byte <= 'Z' ? (uint8_t)(byte | 0x20) : byte;
}

/* BCP 47: case says nothing. */
static bool
begins_alike(ts_span text, ts_span start)
{
    if (text.len < start.len)
        return false;
    for (size_t i = 0; i < start.len; i++)
        if (lower(text.at[i]) != lower(start.at[i]))
            return false;
    return true;
}

/* Exactly language, or (wider) a language and one of its regions. */
static const struct ts_text_in *
name_in(const struct ts_issuer *issuer, ts_span language, bool wider)
{
    for (size_t i = 0; i < issuer->name_count; i++) {
        ts_span tag = issuer->names[i].language;
        if (!begins_alike(tag, language))
            continue;
        if (tag.len == language.len || (wider && tag.at[language.len] == '-'))
            return &issuer->names[i];
    }
    return NULL;
}

ts_span
ts_issuer_name(const struct ts_issuer *issuer, ts_span language)
{
    ts_span primary = ts_span_part(language, 0, ts_span_index(language, '-'));
    const struct ts_text_in *name =
        language.len ? name_in(issuer, language, false) : NULL;
    if (!name && primary.len)
        name = name_in(issuer, primary, true);
    if (!name)
        name = name_in(issuer, TS_SPAN_LIT("en"), true);
    return name ? name->text : issuer->names[0].text;
}

bool
ts_issuer_may_issue(const struct ts_issuer *issuer, ts_span achievement_id,
                    const ts_span *types, size_t type_count)
{
    if (issuer->achievement_count == 0)
        return true;
    for (size_t i = 0; i < issuer->achievement_count; i++) {
        ts_span allowed = issuer->achievements[i];
        if (ts_span_equal(allowed, achievement_id))
            return true;
        for (size_t j = 0; j < type_count; j++)
            if (ts_span_equal(allowed, types[j]))
                return true;
    }
    return false;
}
