#include "kiosk/verdict/profile.h"

#include "kiosk/verdict/profile_reading.h"

ts_span
ts_texts_pick(struct ts_texts texts, ts_span language)
{
    /* The rule that names of issuers follow. */
    const struct ts_issuer named = { .names = texts.items, .name_count = texts.count };
    return texts.count ? ts_issuer_name(&named, language) : (ts_span){ 0 };
}

static bool
read_waiver(struct ts_profile_reading *reading, const struct ts_json *root)
{
    const struct ts_json *value = ts_json_member(root, "waiver");
    ts_profile_require(reading,
                       value->kind == TS_JSON_NONE || value->kind == TS_JSON_TRUE
                           || value->kind == TS_JSON_FALSE,
                       value, TS_MALFORMED, "PROFILE.md 2: waiver is true or false");
    return value->kind == TS_JSON_TRUE;
}

static void
read_lists(struct ts_profile_reading *reading, struct ts_profile *draft,
           const struct ts_json *root)
{
    const struct ts_json *lists = ts_json_member(root, "lists");
    if (lists->kind != TS_JSON_NONE)
        ts_profile_only(reading, lists, TS_PROFILE_LISTS);
    draft->lists_warn_age_s =
        ts_profile_days(reading, lists, "warn_days", TS_LISTS_WARN_AGE_S);
    draft->lists_max_age_s =
        ts_profile_days(reading, lists, "max_days", TS_LISTS_MAX_AGE_S);
}

static void
read_choices(struct ts_profile_reading *reading, struct ts_profile *draft,
             const struct ts_json *root)
{
    static const char *const shown[] = { [TS_NAME_INITIALS] = "initials",
                                         [TS_NAME_FULL] = "full",
                                         [TS_NAME_NONE] = "none",
                                         NULL };
    static const char *const identity[] = { [TS_IDENTITY_NOT_ASKED] = "none",
                                            [TS_IDENTITY_COMPARE] = "compare",
                                            [TS_IDENTITY_ANSWER] = "answer",
                                            NULL };
    static const char *const prior[] = {
        [TS_PRIOR_LEARNING_SAME] = "same", [TS_PRIOR_LEARNING_EXCLUDED] = "excluded", NULL
    };
    draft->name_shown = (enum ts_name_shown)ts_profile_choice(
        reading, root, "show_name", shown,
        "PROFILE.md 2: show_name is initials, full or none");
    draft->identity = (enum ts_identity_asked)ts_profile_choice(
        reading, root, "identity", identity,
        "PROFILE.md 2: identity is none, compare or answer");
    draft->prior_learning = (enum ts_prior_learning)ts_profile_choice(
        reading, root, "prior_learning", prior,
        "PROFILE.md 2: prior_learning is same or excluded");
}

static bool
is_our_format(struct ts_profile_reading *reading, const struct ts_json *root)
{
    const struct ts_json *format = ts_json_member(root, "format");
    bool ours = ts_json_string_is(format, "touchstone-profile/1");
    ts_profile_require(reading, ours, format->kind == TS_JSON_NONE ? root : format,
                       TS_UNSUPPORTED,
                       "PROFILE.md 1: format is needed, and is touchstone-profile/1");
    return ours;
}

enum ts_status
ts_profile_read_tree(struct ts_profile_reading *reading, struct ts_profile *profile,
                     const struct ts_json *root)
{
    struct ts_profile draft = { 0 };
    if (!is_our_format(reading, root)) /* of another form no member can be judged */
        return reading->fault.status;
    ts_profile_only(reading, root, TS_PROFILE_ROOT);
    draft.id =
        ts_profile_text(reading, root, "id", "PROFILE.md 2: id is a text, not empty");
    ts_profile_require(reading, ts_json_member(root, "id")->kind != TS_JSON_NONE, root,
                       TS_MALFORMED, "PROFILE.md 2: id is needed");
    draft.names = ts_profile_texts(reading, root, "name");
    ts_profile_require(reading, ts_json_member(root, "name")->kind != TS_JSON_NONE, root,
                       TS_MALFORMED, "PROFILE.md 2: name is needed");
    draft.name = ts_texts_pick(draft.names, (ts_span){ 0 });
    draft.must_outlast_s = ts_profile_days(reading, root, "must_outlast_days", 0);
    draft.warn_within_s = ts_profile_days(reading, root, "warn_days", 0);
    read_lists(reading, &draft, root);
    read_choices(reading, &draft, root);
    draft.waiver = read_waiver(reading, root);
    draft.root = ts_profile_requirement(reading, root, true);
    *profile = draft;
    return reading->fault.status;
}

enum ts_status
ts_profile_read(struct ts_arena *arena, struct ts_profile *profile, ts_span text,
                struct ts_fault *fault)
{
    struct ts_profile_reading reading = { .arena = arena };
    struct ts_profile draft;
    const struct ts_json *root;

    enum ts_status status = ts_json_parse(arena, &root, text, fault);
    if (status != TS_OK)
        return status;
    status = ts_profile_read_tree(&reading, &draft, root);
    if (status != TS_OK)
        return ts_fault_set(fault, status, reading.fault.offset, reading.fault.rule);
    *profile = draft;
    return TS_OK;
}
