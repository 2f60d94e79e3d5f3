#include "kiosk/verdict/profile.h"

#include "kiosk/credential/form.h"

enum { DAY_S = 86400, DAYS_MAX = 36500 };

struct reading {
    struct ts_form form;
    size_t requirements; /**< Made so far, over all levels. */
};

static const char NOBODY_KNOWS[] = "PROFILE.md 1: a member nobody knows";

static int64_t
read_days(struct ts_form *form, const struct ts_json *object, const char *name,
          int64_t absent_s)
{
    const struct ts_json *value = ts_json_member(object, name);
    int64_t days = 0;
    if (value->kind == TS_JSON_NONE)
        return absent_s;
    bool fine = ts_json_integer(value, &days) == TS_OK && days >= 0 && days <= DAYS_MAX;
    ts_form_require(form, fine, TS_MALFORMED, "PROFILE.md 2: days");
    return fine ? days * DAY_S : absent_s;
}

static void
read_issuers(struct ts_form *form, struct ts_requirement *r, const struct ts_json *from)
{
    const struct ts_json *issuers = ts_json_member(from, "issuers");
    size_t count = ts_json_values(issuers);
    ts_form_require(form, count <= TS_FORM_ENTRIES_MAX, TS_OVER_LIMIT,
                    "PROFILE.md 3: too many issuers");
    ts_span *ids = ts_arena_take_array(form->arena, count, sizeof(*ids));
    ts_form_require(form, ids != NULL, TS_NO_SPACE, "arena");
    /* An empty list would accept nobody and read as "anybody". */
    ts_form_require(form, issuers->kind == TS_JSON_NONE || count > 0, TS_MALFORMED,
                    "PROFILE.md 3: issuers is empty");
    if (!ids)
        return;
    for (size_t i = 0; ts_form_ok(form) && i < count; i++) {
        ids[i] = ts_json_string(ts_json_value(issuers, i));
        ts_form_require(form, ids[i].len > 0, TS_MALFORMED, "PROFILE.md 3: issuers");
    }
    r->issuers = ids;
    r->issuer_count = count;
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
read_leaf(struct ts_form *form, struct ts_requirement *r, const struct ts_json *from)
{
    static const char *const names[] = { "label",     "achievement",
                                         "type",      "name",
                                         "issuers",   "awarded_within_days",
                                         "alignment", NULL };
    static const char *const alignment_names[] = { "framework", "code", NULL };
    const struct ts_json *alignment = ts_json_member(from, "alignment");

    ts_form_only(form, from, names, NOBODY_KNOWS);
    r->kind = TS_REQUIRE_ACHIEVEMENT;
    r->achievement = ts_form_text(form, from, "achievement", "PROFILE.md 3: achievement");
    r->type = ts_form_text(form, from, "type", "PROFILE.md 3: type");
    r->name = ts_form_text(form, from, "name", "PROFILE.md 3: name");
    ts_form_require(form, r->name.len == 0 || says_something(r->name), TS_MALFORMED,
                    "PROFILE.md 3: a name that everything has");
    if (alignment->kind != TS_JSON_NONE) {
        ts_form_only(form, alignment, alignment_names, NOBODY_KNOWS);
        r->framework =
            ts_form_text(form, alignment, "framework", "PROFILE.md 3: framework");
        r->code = ts_form_text(form, alignment, "code", "PROFILE.md 3: code");
        ts_form_require(form, r->framework.len && r->code.len, TS_MALFORMED,
                        "PROFILE.md 3: an alignment needs framework and code");
    }
    read_issuers(form, r, from);
    r->awarded_within_s = read_days(form, from, "awarded_within_days", 0);
    ts_form_require(form, r->achievement.len || r->type.len || r->code.len || r->name.len,
                    TS_MALFORMED, "PROFILE.md 3: a requirement that everything meets");
}

static struct ts_requirement *
new_requirement(struct reading *reading)
{
    struct ts_form *form = &reading->form;
    ts_form_require(form, reading->requirements < TS_REQUIREMENTS_MAX, TS_OVER_LIMIT,
                    "PROFILE.md 3: too many requirements");
    reading->requirements++;
    struct ts_requirement *r = ts_arena_take(form->arena, sizeof(*r));
    ts_form_require(form, r != NULL, TS_NO_SPACE, "arena");
    return ts_form_ok(form) ? r : NULL;
}

/* The group's own kind and its list of members, or NONE when from is a leaf. */
static enum ts_requirement_kind
group_kind(struct ts_form *form, const struct ts_json *from, const struct ts_json **list)
{
    const struct ts_json *all = ts_json_member(from, "all_of");
    const struct ts_json *any = ts_json_member(from, "any_of");
    if (all->kind == TS_JSON_NONE && any->kind == TS_JSON_NONE)
        return TS_REQUIRE_NONE;
    *list = all->kind != TS_JSON_NONE ? all : any;
    bool one = all->kind == TS_JSON_NONE || any->kind == TS_JSON_NONE;
    ts_form_require(form, one && ts_json_is(*list, TS_JSON_ARRAY) && (*list)->count > 0,
                    TS_MALFORMED, "PROFILE.md 3: all_of or any_of, not empty");
    return all->kind != TS_JSON_NONE ? TS_REQUIRE_ALL_OF : TS_REQUIRE_ANY_OF;
}

/* Recursion ends with TS_DEPTH_MAX, which the JSON reader keeps. */
static struct ts_requirement *
read_requirement(struct reading *reading, const struct ts_json *from, bool is_root)
{
    static const char *const names[] = { "label", "all_of", "any_of", NULL };
    struct ts_form *form = &reading->form;
    const struct ts_json *list = NULL;
    struct ts_requirement *r = new_requirement(reading);
    if (!r)
        return NULL;

    r->label = ts_form_words(from, is_root ? "name" : "label");
    r->kind = group_kind(form, from, &list);
    ts_form_require(form, !is_root || list, TS_MALFORMED,
                    "PROFILE.md 3: all_of or any_of is needed");
    if (r->kind == TS_REQUIRE_NONE && !is_root)
        read_leaf(form, r, from);
    else if (!is_root)
        ts_form_only(form, from, names, NOBODY_KNOWS);

    struct ts_requirement **end = &r->first;
    for (size_t i = 0; list && ts_form_ok(form) && i < list->count; i++) {
        *end = read_requirement(reading, ts_json_element(list, i), false);
        if (*end)
            end = &(*end)->next;
    }
    return r;
}

static enum ts_name_shown
read_name_shown(struct ts_form *form, const struct ts_json *root)
{
    ts_span said = ts_form_text(form, root, "show_name", "PROFILE.md 2: show_name");
    if (ts_span_is(said, "full"))
        return TS_NAME_FULL;
    if (ts_span_is(said, "none"))
        return TS_NAME_NONE;
    ts_form_require(form, said.len == 0 || ts_span_is(said, "initials"), TS_MALFORMED,
                    "PROFILE.md 2: show_name");
    return TS_NAME_INITIALS;
}

static enum ts_identity_asked
read_identity(struct ts_form *form, const struct ts_json *root)
{
    ts_span said = ts_form_text(form, root, "identity", "PROFILE.md 2: identity");
    if (ts_span_is(said, "compare"))
        return TS_IDENTITY_COMPARE;
    ts_form_require(form, said.len == 0 || ts_span_is(said, "none"), TS_MALFORMED,
                    "PROFILE.md 2: identity");
    return TS_IDENTITY_NOT_ASKED;
}

static void
read_root(struct reading *reading, struct ts_profile *draft, const struct ts_json *root)
{
    static const char *const names[] = { "format",    "id",        "name",
                                         "all_of",    "any_of",    "must_outlast_days",
                                         "warn_days", "show_name", "identity",
                                         "lists",     NULL };
    static const char *const list_names[] = { "warn_days", "max_days", NULL };
    struct ts_form *form = &reading->form;
    const struct ts_json *lists = ts_json_member(root, "lists");

    ts_form_require(
        form, ts_json_string_is(ts_json_member(root, "format"), "touchstone-profile/1"),
        TS_UNSUPPORTED, "PROFILE.md 1: format");
    ts_form_only(form, root, names, NOBODY_KNOWS);
    draft->id = ts_form_text(form, root, "id", "PROFILE.md 2: id");
    draft->name = ts_form_words(root, "name");
    ts_form_require(form, draft->id.len > 0, TS_MALFORMED, "PROFILE.md 2: id");
    ts_form_require(form, draft->name.len > 0, TS_MALFORMED, "PROFILE.md 2: name");
    draft->must_outlast_s = read_days(form, root, "must_outlast_days", 0);
    draft->warn_within_s = read_days(form, root, "warn_days", 0);
    if (lists->kind != TS_JSON_NONE)
        ts_form_only(form, lists, list_names, NOBODY_KNOWS);
    draft->lists_warn_age_s = read_days(form, lists, "warn_days", TS_LISTS_WARN_AGE_S);
    draft->lists_max_age_s = read_days(form, lists, "max_days", TS_LISTS_MAX_AGE_S);
    draft->name_shown = read_name_shown(form, root);
    draft->identity = read_identity(form, root);
    if (ts_form_ok(form))
        draft->root = read_requirement(reading, root, true);
}

enum ts_status
ts_profile_read(struct ts_arena *arena, struct ts_profile *profile, ts_span text,
                struct ts_fault *fault)
{
    struct reading reading = { .form = { .arena = arena } };
    struct ts_profile draft = { 0 };
    const struct ts_json *root;

    enum ts_status status = ts_json_parse(arena, &root, text, fault);
    if (status != TS_OK)
        return status;
    read_root(&reading, &draft, root);
    if (!ts_form_ok(&reading.form))
        return ts_fault_set(fault, reading.form.fault.status, 0, reading.form.fault.rule);
    *profile = draft;
    return TS_OK;
}

/* The sets that name what the requirement asks for, by achievement or alignment. */
static size_t
find_same(const struct ts_equivalence **same, const struct ts_requirement *r,
          const struct ts_equivalences *all, bool by_alignment)
{
    size_t count = 0;
    for (size_t i = 0; i < all->count; i++) {
        const struct ts_equivalence *set = &all->sets[i];
        bool fits = by_alignment ? ts_equivalence_aligns(set, r->framework, r->code)
                                 : ts_equivalence_has(set, r->achievement);
        if (!fits)
            continue;
        if (same)
            same[count] = set;
        count++;
    }
    return count;
}

static void
widen_one(const struct ts_equivalence **same, struct ts_requirement *r,
          const struct ts_equivalences *all)
{
    r->same_achievement = same;
    r->same_achievement_count = find_same(same, r, all, false);
    r->same_alignment = same + r->same_achievement_count;
    r->same_alignment_count = find_same(same + r->same_achievement_count, r, all, true);
}

static size_t
count_same(const struct ts_requirement *r, const struct ts_equivalences *all)
{
    size_t count = 0;
    if (r->kind == TS_REQUIRE_ACHIEVEMENT)
        return find_same(NULL, r, all, false) + find_same(NULL, r, all, true);
    for (r = r->first; r; r = r->next)
        count += count_same(r, all);
    return count;
}

/* Room for all was counted: what fails, fails before anything is changed. */
static const struct ts_equivalence **
widen(const struct ts_equivalence **same, struct ts_requirement *r,
      const struct ts_equivalences *all)
{
    if (r->kind == TS_REQUIRE_ACHIEVEMENT) {
        widen_one(same, r, all);
        return same + r->same_achievement_count + r->same_alignment_count;
    }
    for (r = r->first; r; r = r->next)
        same = widen(same, r, all);
    return same;
}

enum ts_status
ts_profile_believe(struct ts_arena *arena, struct ts_profile *profile, ts_verified source,
                   struct ts_fault *fault)
{
    struct ts_equivalences all;
    if (source.bytes.len == 0)
        return TS_OK;
    enum ts_status status = ts_equivalences_read(arena, &all, source, fault);
    if (status != TS_OK)
        return status;
    const struct ts_equivalence **same =
        ts_arena_take_array(arena, count_same(profile->root, &all), sizeof(const void *));
    if (!same)
        return ts_fault_set(fault, TS_NO_SPACE, 0, "arena");
    widen(same, profile->root, &all);
    return TS_OK;
}
