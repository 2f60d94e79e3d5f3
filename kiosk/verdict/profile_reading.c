#include "kiosk/verdict/profile_reading.h"

enum { DAY_S = 86400, DAYS_MAX = 36500, LANGUAGES_MAX = 16 };

void
ts_profile_require(struct ts_profile_reading *reading, bool fact,
                   const struct ts_json *value, enum ts_status why, const char *rule)
{
    if (fact)
        return;
    if (reading->fault.status == TS_OK)
        (void)!ts_fault_set(&reading->fault, why, value->offset, rule);
    if (reading->each)
        reading->each(value, rule, reading->context);
}

const char *const *
ts_profile_members(enum ts_profile_part part)
{
    static const char *const root[] = { "format",    "id",
                                        "name",      "all_of",
                                        "any_of",    "at_least",
                                        "of",        "lists",
                                        "identity",  "prior_learning",
                                        "waiver",    "must_outlast_days",
                                        "warn_days", "show_name",
                                        NULL };
    static const char *const group[] = { "label",    "all_of", "any_of",
                                         "at_least", "of",     NULL };
    static const char *const leaf[] = { "label",     "achievement", "type",
                                        "name",      "issuers",     "awarded_within_days",
                                        "alignment", NULL };
    static const char *const alignment[] = { "framework", "code", NULL };
    static const char *const lists[] = { "warn_days", "max_days", NULL };
    switch (part) {
    case TS_PROFILE_ROOT: return root;
    case TS_PROFILE_GROUP: return group;
    case TS_PROFILE_LEAF: break;
    case TS_PROFILE_ALIGNMENT: return alignment;
    case TS_PROFILE_LISTS: return lists;
    }
    return leaf;
}

void
ts_profile_only(struct ts_profile_reading *reading, const struct ts_json *object,
                enum ts_profile_part part)
{
    const char *const *names = ts_profile_members(part);
    bool is_object = ts_json_is(object, TS_JSON_OBJECT);
    ts_profile_require(reading, is_object, object, TS_MALFORMED,
                       "PROFILE.md 1: an object {...} is needed here");
    if (!is_object)
        return;
    for (const struct ts_json *member = object->first; member; member = member->next) {
        size_t n = 0;
        while (names[n] && !ts_span_is(member->name, names[n]))
            n++;
        ts_profile_require(reading, names[n] != NULL, member, TS_MALFORMED,
                           "PROFILE.md 1: a member that nobody knows here");
    }
}

ts_span
ts_profile_text(struct ts_profile_reading *reading, const struct ts_json *object,
                const char *name, const char *rule)
{
    const struct ts_json *value = ts_json_member(object, name);
    ts_span text = ts_json_string(value);
    ts_profile_require(reading, value->kind == TS_JSON_NONE || text.len > 0, value,
                       TS_MALFORMED, rule);
    return text;
}

int64_t
ts_profile_days(struct ts_profile_reading *reading, const struct ts_json *object,
                const char *name, int64_t absent_s)
{
    const struct ts_json *value = ts_json_member(object, name);
    int64_t days = 0;
    if (value->kind == TS_JSON_NONE)
        return absent_s;
    bool fine = ts_json_integer(value, &days) == TS_OK && days >= 0 && days <= DAYS_MAX;
    ts_profile_require(reading, fine, value, TS_MALFORMED,
                       "PROFILE.md 2: days are a whole number from 0 to 36500");
    return fine ? days * DAY_S : absent_s;
}

static bool
is_letter(uint8_t c)
{
    return c >= 'a' && c <= 'z';
}

/* "en", "iu-cans", "fr-ca": RFC 5646 as far as words to show need it. */
static bool
is_language(ts_span tag)
{
    size_t run = 0;
    bool first = true;
    for (size_t i = 0; i < tag.len; i++) {
        uint8_t c = tag.at[i];
        if (c == '-') {
            if (run < (first ? 2 : 1))
                return false;
            first = false;
            run = 0;
        } else if (is_letter(c) || (!first && c >= '0' && c <= '9')) {
            if (++run > 8)
                return false;
        } else {
            return false;
        }
    }
    return run >= (first ? 2 : 1);
}

static struct ts_text_in
read_text_in(struct ts_profile_reading *reading, const struct ts_json *value)
{
    ts_span text = ts_json_string(value);
    ts_profile_require(reading, is_language(value->name), value, TS_MALFORMED,
                       "PROFILE.md 3: a language is a tag in small letters: en, fr-ca");
    ts_profile_require(reading, text.len > 0, value, TS_MALFORMED,
                       "PROFILE.md 3: words are text, and not empty");
    return (struct ts_text_in){ value->name, text };
}

struct ts_texts
ts_profile_texts(struct ts_profile_reading *reading, const struct ts_json *object,
                 const char *name)
{
    const struct ts_json *value = ts_json_member(object, name);
    bool by_language = ts_json_is(value, TS_JSON_OBJECT);
    size_t count = by_language ? value->count : 1;
    if (value->kind == TS_JSON_NONE)
        return (struct ts_texts){ 0 };
    ts_profile_require(reading, by_language || ts_json_string(value).len > 0, value,
                       TS_MALFORMED,
                       "PROFILE.md 3: words are a text, or one for each language");
    ts_profile_require(reading, count > 0 && count <= LANGUAGES_MAX, value,
                       count ? TS_OVER_LIMIT : TS_MALFORMED,
                       "PROFILE.md 3: 1 to 16 languages");
    struct ts_text_in *items = ts_arena_take_array(reading->arena, count, sizeof(*items));
    ts_profile_require(reading, items != NULL, value, TS_NO_SPACE, "arena");
    if (!items || count == 0)
        return (struct ts_texts){ 0 };
    if (!by_language)
        items[0] = (struct ts_text_in){ .text = ts_json_string(value) };
    size_t n = 0;
    for (const struct ts_json *one = value->first; by_language && one; one = one->next)
        items[n++] = read_text_in(reading, one);
    return (struct ts_texts){ items, count };
}

int
ts_profile_choice(struct ts_profile_reading *reading, const struct ts_json *object,
                  const char *name, const char *const *choices, const char *rule)
{
    const struct ts_json *value = ts_json_member(object, name);
    int choice = 0;
    if (value->kind == TS_JSON_NONE)
        return 0;
    while (choices[choice] && !ts_json_string_is(value, choices[choice]))
        choice++;
    ts_profile_require(reading, choices[choice] != NULL, value, TS_MALFORMED, rule);
    return choices[choice] ? choice : 0;
}
