#include "kiosk/verdict/profile_reading.h"

enum { ISSUERS_MAX = 64 };

static void
read_issuers(struct ts_profile_reading *reading, struct ts_requirement *r,
             const struct ts_json *from)
{
    const struct ts_json *issuers = ts_json_member(from, "issuers");
    size_t count = ts_json_is(issuers, TS_JSON_ARRAY) ? issuers->count : 0;
    if (issuers->kind == TS_JSON_NONE)
        return;
    /* An empty list would accept nobody and read as "anybody". */
    ts_profile_require(reading, count > 0, issuers, TS_MALFORMED,
                       "PROFILE.md 3: issuers is a list of ids, and not empty");
    ts_profile_require(reading, count <= ISSUERS_MAX, issuers, TS_OVER_LIMIT,
                       "PROFILE.md 3: at most 64 issuers");
    ts_span *ids = ts_arena_take_array(reading->arena, count, sizeof(*ids));
    ts_profile_require(reading, ids != NULL, issuers, TS_NO_SPACE, "arena");
    if (!ids)
        return;
    for (const struct ts_json *one = issuers->first; count && one; one = one->next) {
        ids[r->issuer_count] = ts_json_string(one);
        ts_profile_require(reading, ids[r->issuer_count++].len > 0, one, TS_MALFORMED,
                           "PROFILE.md 3: an issuer is a text, and not empty");
    }
    r->issuers = ids;
}

static bool
says_something(ts_span pattern)
{
    for (size_t i = 0; i < pattern.len; i++)
        if (pattern.at[i] != '*' && pattern.at[i] != ' ')
            return true;
    return false;
}

static void
read_alignment(struct ts_profile_reading *reading, struct ts_requirement *r,
               const struct ts_json *from)
{
    static const char rule[] =
        "PROFILE.md 3: an alignment needs framework and code, both text";
    const struct ts_json *alignment = ts_json_member(from, "alignment");
    if (alignment->kind == TS_JSON_NONE)
        return;
    ts_profile_only(reading, alignment, TS_PROFILE_ALIGNMENT);
    r->framework = ts_json_string(ts_json_member(alignment, "framework"));
    r->code = ts_json_string(ts_json_member(alignment, "code"));
    ts_profile_require(reading, r->framework.len && r->code.len, alignment, TS_MALFORMED,
                       rule);
}

static void
read_leaf(struct ts_profile_reading *reading, struct ts_requirement *r,
          const struct ts_json *from)
{
    ts_profile_only(reading, from, TS_PROFILE_LEAF);
    r->kind = TS_REQUIRE_ACHIEVEMENT;
    r->achievement = ts_profile_text(reading, from, "achievement",
                                     "PROFILE.md 3: achievement is a text, not empty");
    r->type =
        ts_profile_text(reading, from, "type", "PROFILE.md 3: type is a text, not empty");
    r->name =
        ts_profile_text(reading, from, "name", "PROFILE.md 3: name is a text, not empty");
    ts_profile_require(reading, r->name.len == 0 || says_something(r->name),
                       ts_json_member(from, "name"), TS_MALFORMED,
                       "PROFILE.md 3: a name pattern that everything fits");
    read_alignment(reading, r, from);
    read_issuers(reading, r, from);
    r->awarded_within_s = ts_profile_days(reading, from, "awarded_within_days", 0);
    ts_profile_require(reading,
                       ts_json_member(from, "achievement")->kind != TS_JSON_NONE
                           || ts_json_member(from, "type")->kind != TS_JSON_NONE
                           || ts_json_member(from, "alignment")->kind != TS_JSON_NONE
                           || ts_json_member(from, "name")->kind != TS_JSON_NONE,
                       from, TS_MALFORMED,
                       "PROFILE.md 3: achievement, type, alignment or name is needed: "
                       "everything meets this");
}

static struct ts_requirement *
new_requirement(struct ts_profile_reading *reading, const struct ts_json *from)
{
    bool fits = reading->requirements < TS_REQUIREMENTS_MAX;
    ts_profile_require(reading, fits, from, TS_OVER_LIMIT,
                       "PROFILE.md 3: at most 32 requirements, groups and the profile "
                       "itself among them");
    if (!fits)
        return NULL;
    struct ts_requirement *r = ts_arena_take(reading->arena, sizeof(*r));
    ts_profile_require(reading, r != NULL, from, TS_NO_SPACE, "arena");
    if (!r)
        return NULL;
    r->index = reading->requirements++;
    r->offset = from->offset;
    return r;
}

/* Sets the group's kind and gives the list of its members; NULL where from is no group,
 * or none that can be understood. */
static const struct ts_json *
read_kind(struct ts_profile_reading *reading, struct ts_requirement *r,
          const struct ts_json *from, bool is_root)
{
    const struct ts_json *all = ts_json_member(from, "all_of");
    const struct ts_json *any = ts_json_member(from, "any_of");
    const struct ts_json *least = ts_json_member(from, "at_least");
    const struct ts_json *of = ts_json_member(from, "of");
    bool counted = least->kind != TS_JSON_NONE || of->kind != TS_JSON_NONE;
    int ways = (all->kind != TS_JSON_NONE) + (any->kind != TS_JSON_NONE) + counted;
    if (ways == 0 && !is_root)
        return NULL;
    ts_profile_require(reading, ways == 1, from, TS_MALFORMED,
                       "PROFILE.md 3: exactly one of all_of, any_of, at_least with of");
    r->kind = all->kind != TS_JSON_NONE   ? TS_REQUIRE_ALL_OF
              : any->kind != TS_JSON_NONE ? TS_REQUIRE_ANY_OF
              : counted                   ? TS_REQUIRE_AT_LEAST
                                          : TS_REQUIRE_NONE;
    ts_profile_require(reading,
                       (least->kind == TS_JSON_NONE) == (of->kind == TS_JSON_NONE), from,
                       TS_MALFORMED, "PROFILE.md 3: at_least and of go together");
    const struct ts_json *list = all->kind != TS_JSON_NONE   ? all
                                 : any->kind != TS_JSON_NONE ? any
                                                             : of;
    bool fine = ts_json_is(list, TS_JSON_ARRAY) && list->count > 0;
    ts_profile_require(reading, fine || list->kind == TS_JSON_NONE, list, TS_MALFORMED,
                       "PROFILE.md 3: a list of requirements, and not empty");
    return fine ? list : NULL;
}

static void
read_least(struct ts_profile_reading *reading, struct ts_requirement *r,
           const struct ts_json *from, const struct ts_json *list)
{
    const struct ts_json *value = ts_json_member(from, "at_least");
    int64_t least = 0;
    if (value->kind == TS_JSON_NONE)
        return;
    bool fine = ts_json_integer(value, &least) == TS_OK && least >= 1;
    ts_profile_require(reading, fine, value, TS_MALFORMED,
                       "PROFILE.md 3: at_least is a whole number, 1 or more");
    ts_profile_require(reading, !fine || !list || least <= (int64_t)list->count, value,
                       TS_MALFORMED,
                       "PROFILE.md 3: at_least asks for more than there are: nobody can "
                       "meet this");
    r->at_least = fine ? (size_t)least : 1;
}

/* Recursion ends with TS_DEPTH_MAX, which the JSON reader keeps. */
struct ts_requirement *
ts_profile_requirement(struct ts_profile_reading *reading, const struct ts_json *from,
                       bool is_root)
{
    struct ts_requirement *r = new_requirement(reading, from);
    if (!r)
        return NULL;
    const struct ts_json *list = read_kind(reading, r, from, is_root);
    read_least(reading, r, from, list);
    if (!is_root) {
        r->labels = ts_profile_texts(reading, from, "label");
        if (r->kind == TS_REQUIRE_NONE)
            read_leaf(reading, r, from);
        else
            ts_profile_only(reading, from, TS_PROFILE_GROUP);
    }
    r->label = ts_texts_pick(r->labels, (ts_span){ 0 });

    struct ts_requirement **end = &r->first;
    for (const struct ts_json *one = list ? list->first : NULL; one; one = one->next) {
        *end = ts_profile_requirement(reading, one, false);
        if (!*end)
            break; /* too many: saying so once is enough */
        end = &(*end)->next;
    }
    return r;
}
