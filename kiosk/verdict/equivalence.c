#include "kiosk/verdict/equivalence.h"

#include "kiosk/credential/form.h"

static void
read_achievements(struct ts_form *form, struct ts_equivalence *set,
                  const struct ts_json *list)
{
    size_t count =
        ts_form_count(form, list, TS_FORM_ENTRIES_MAX, "PROFILE.md 5: achievements");
    ts_span *ids = ts_form_array(form, count, sizeof(*ids));
    for (size_t i = 0; ts_form_ok(form) && i < count; i++) {
        ids[i] = ts_json_string(ts_json_value(list, i));
        ts_form_require(form, ids[i].len > 0, TS_MALFORMED, "PROFILE.md 5: achievements");
    }
    set->achievements = ids;
    set->achievement_count = count;
}

static void
read_alignments(struct ts_form *form, struct ts_equivalence *set,
                const struct ts_json *list)
{
    static const char *const names[] = { "framework", "code", NULL };
    size_t count =
        ts_form_count(form, list, TS_FORM_ENTRIES_MAX, "PROFILE.md 5: alignments");
    struct ts_alignment *alignments = ts_form_array(form, count, sizeof(*alignments));
    for (size_t i = 0; ts_form_ok(form) && i < count; i++) {
        const struct ts_json *one = ts_json_value(list, i);
        ts_form_only(form, one, names, "PROFILE.md 5: a member nobody knows");
        alignments[i].framework =
            ts_form_text(form, one, "framework", "PROFILE.md 5: framework");
        alignments[i].code = ts_form_text(form, one, "code", "PROFILE.md 5: code");
        ts_form_require(form, alignments[i].framework.len && alignments[i].code.len,
                        TS_MALFORMED,
                        "PROFILE.md 5: an alignment needs framework and code");
    }
    set->alignments = alignments;
    set->alignment_count = count;
}

static void
read_set(struct ts_form *form, struct ts_equivalence *set, const struct ts_json *from)
{
    static const char *const names[] = { "id", "achievements", "alignments", NULL };
    ts_form_only(form, from, names, "PROFILE.md 5: a member nobody knows");
    set->id = ts_form_text(form, from, "id", "PROFILE.md 5: id");
    read_achievements(form, set, ts_json_member(from, "achievements"));
    read_alignments(form, set, ts_json_member(from, "alignments"));
    ts_form_require(form, set->id.len > 0, TS_MALFORMED, "PROFILE.md 5: id");
    ts_form_require(form, set->achievement_count + set->alignment_count > 1, TS_MALFORMED,
                    "PROFILE.md 5: a set of one joins nothing");
}

static void
read_root(struct ts_form *form, struct ts_equivalences *draft, const struct ts_json *root)
{
    static const char *const names[] = { "format", "sets", NULL };
    const struct ts_json *list = ts_json_member(root, "sets");
    ts_form_require(
        form,
        ts_json_string_is(ts_json_member(root, "format"), "touchstone-equivalences/1"),
        TS_UNSUPPORTED, "PROFILE.md 5: format");
    ts_form_only(form, root, names, "PROFILE.md 5: a member nobody knows");
    ts_form_require(form, ts_json_is(list, TS_JSON_ARRAY), TS_MALFORMED,
                    "PROFILE.md 5: sets");
    size_t count = ts_form_count(form, list, TS_EQUIVALENCES_MAX, "PROFILE.md 5: sets");
    struct ts_equivalence *sets = ts_form_array(form, count, sizeof(*sets));
    const struct ts_json *from = list->first;
    for (size_t i = 0; ts_form_ok(form) && i < count; i++, from = from->next)
        read_set(form, &sets[i], from);
    draft->sets = sets;
    draft->count = count;
}

enum ts_status
ts_equivalences_read(struct ts_arena *arena, struct ts_equivalences *equivalences,
                     ts_verified source, struct ts_fault *fault)
{
    struct ts_form form = { .arena = arena };
    struct ts_equivalences draft = { .count = 0 };
    const struct ts_json *root;

    enum ts_status status = ts_json_parse(arena, &root, source.bytes, fault);
    if (status != TS_OK)
        return status;
    read_root(&form, &draft, root);
    if (!ts_form_ok(&form))
        return ts_fault_set(fault, form.fault.status, 0, form.fault.rule);
    *equivalences = draft;
    return TS_OK;
}

bool
ts_equivalence_has(const struct ts_equivalence *set, ts_span achievement)
{
    for (size_t i = 0; achievement.len && i < set->achievement_count; i++)
        if (ts_span_equal(set->achievements[i], achievement))
            return true;
    return false;
}

bool
ts_equivalence_aligns(const struct ts_equivalence *set, ts_span framework, ts_span code)
{
    for (size_t i = 0; code.len && i < set->alignment_count; i++)
        if (ts_span_equal(set->alignments[i].framework, framework)
            && ts_span_equal(set->alignments[i].code, code))
            return true;
    return false;
}

bool
ts_equivalence_holds(const struct ts_equivalence *set,
                     const struct ts_credential *credential)
{
    if (ts_equivalence_has(set, credential->achievement_id))
        return true;
    for (size_t i = 0; i < credential->alignment_count; i++)
        if (ts_equivalence_aligns(set, credential->alignments[i].framework,
                                  credential->alignments[i].code))
            return true;
    return false;
}
