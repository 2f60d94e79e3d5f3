#include "kiosk/credential/achievement.h"

#include "firmware/base/writer.h"

static void
read_alignments(struct ts_form *form, struct ts_credential *draft,
                const struct ts_json *achievement)
{
    const struct ts_json *alignments = ts_json_member(achievement, "alignment");
    size_t count = ts_json_values(alignments);
    ts_form_require(form, count <= TS_ALIGNMENTS_MAX, TS_OVER_LIMIT,
                    "OB 3.0 B.1.5 alignment");
    for (size_t i = 0; ts_form_ok(form) && i < count; i++) {
        const struct ts_json *one = ts_json_value(alignments, i);
        draft->alignments[draft->alignment_count++] = (struct ts_alignment){
            .framework = ts_form_words(one, "targetFramework"),
            .code = ts_form_words(one, "targetCode"),
            .name = ts_form_words(one, "targetName"),
            .url = ts_form_words(one, "targetUrl"),
        };
    }
}

static void
read_achievement(struct ts_form *form, struct ts_credential *draft,
                 const struct ts_json *achievement)
{
    const struct ts_json *types = ts_json_member(achievement, "achievementType");
    size_t count = ts_json_values(types);

    draft->achievement_id =
        ts_form_text(form, achievement, "id", "OB 3.0 B.1.2 achievement id");
    draft->achievement_name = ts_form_words(achievement, "name");
    const struct ts_json *criteria = ts_json_member(achievement, "criteria");
    draft->criteria = ts_form_words(criteria, "narrative");

    ts_form_require(form, count <= TS_TYPES_MAX, TS_OVER_LIMIT,
                    "OB 3.0 B.1.2 achievementType");
    for (size_t i = 0; ts_form_ok(form) && i < count; i++)
        draft->achievement_types[draft->achievement_type_count++] =
            ts_json_string(ts_json_value(types, i));
    read_alignments(form, draft, achievement);
}

/* OB 3.0 B.2.5 ResultStatusType. A status we do not know is not a pass. */
static enum ts_outcome
outcome_of_status(struct ts_form *form, const struct ts_json *status)
{
    if (status->kind == TS_JSON_NONE)
        return TS_OUTCOME_NOT_SAID;
    ts_form_require(form, ts_json_is(status, TS_JSON_STRING), TS_MALFORMED,
                    "OB 3.0 B.1.17 result status");
    if (ts_json_string_is(status, "Completed"))
        return TS_OUTCOME_PASSED;
    if (ts_json_string_is(status, "Failed"))
        return TS_OUTCOME_FAILED;
    if (ts_json_string_is(status, "Withdrew"))
        return TS_OUTCOME_WITHDREW;
    return TS_OUTCOME_NOT_YET;
}

/* Plain decimals only ("72", "3.5"), scaled by a million: marks, not physics. */
static bool
decimal_of(const struct ts_json *value, int64_t *scaled)
{
    struct ts_json number = { .kind = TS_JSON_NUMBER, .text = value->text };
    bool negative = value->text.len > 0 && value->text.at[0] == '-';
    size_t dot = ts_span_index(value->text, '.');
    ts_span fraction = ts_span_part(value->text, dot + 1, value->text.len);
    int64_t whole = 0;
    int64_t part = 0;

    if ((value->kind != TS_JSON_STRING && value->kind != TS_JSON_NUMBER) || dot == 0
        || fraction.len > 6)
        return false;
    number.text.len = dot;
    for (size_t i = 0; i < number.text.len; i++)
        if ((number.text.at[i] < '0' || number.text.at[i] > '9') && !(i == 0 && negative))
            return false;
    if (ts_json_integer(&number, &whole) != TS_OK || whole > INT32_MAX
        || whole < INT32_MIN)
        return false;
    for (size_t i = 0; i < 6; i++) {
        int digit = i < fraction.len ? fraction.at[i] - '0' : 0;
        if (digit < 0 || digit > 9)
            return false;
        part = part * 10 + digit;
    }
    *scaled = whole * 1000000 + (negative ? -part : part);
    return true;
}

/* Values that cannot be compared are a pass only when they are the same. */
static enum ts_outcome
outcome_of_value(const struct ts_json *value, const struct ts_json *required)
{
    int64_t got;
    int64_t least;
    if (value->kind == TS_JSON_NONE || required->kind == TS_JSON_NONE)
        return TS_OUTCOME_NOT_SAID;
    if (decimal_of(value, &got) && decimal_of(required, &least))
        return got >= least ? TS_OUTCOME_PASSED : TS_OUTCOME_FAILED;
    return ts_span_equal(value->text, required->text) ? TS_OUTCOME_PASSED
                                                      : TS_OUTCOME_NOT_YET;
}

/* OB 3.0 B.1.18: what the result's description asks for. */
static const struct ts_json *
description_of(struct ts_form *form, const struct ts_json *achievement,
               const struct ts_json *result)
{
    const struct ts_json *all = ts_json_member(achievement, "resultDescription");
    ts_span wanted = ts_json_string(ts_json_member(result, "resultDescription"));
    if (wanted.len == 0)
        return ts_json_value(all, ts_json_values(all));
    ts_form_require(form, ts_json_values(all) <= TS_FORM_ENTRIES_MAX, TS_OVER_LIMIT,
                    "OB 3.0 B.1.18 resultDescription");
    for (size_t i = 0; ts_form_ok(form) && i < ts_json_values(all); i++) {
        const struct ts_json *one = ts_json_value(all, i);
        if (ts_span_equal(ts_json_string(ts_json_member(one, "id")), wanted))
            return one;
    }
    return ts_json_value(all, ts_json_values(all)); /* past the end: none */
}

static void
worsen(struct ts_credential *draft, enum ts_outcome outcome)
{
    if (outcome > draft->outcome)
        draft->outcome = outcome;
}

static void
read_results(struct ts_form *form, struct ts_credential *draft,
             const struct ts_json *subject, const struct ts_json *achievement)
{
    const struct ts_json *results = ts_json_member(subject, "result");
    size_t count = ts_json_values(results);
    ts_form_require(form, count <= TS_RESULTS_MAX, TS_OVER_LIMIT, "OB 3.0 B.1.17 result");
    for (size_t i = 0; ts_form_ok(form) && i < count; i++) {
        const struct ts_json *result = ts_json_value(results, i);
        const struct ts_json *description = description_of(form, achievement, result);
        ts_form_require(form, ts_json_is(result, TS_JSON_OBJECT), TS_MALFORMED,
                        "OB 3.0 B.1.17 result");
        worsen(draft, outcome_of_status(form, ts_json_member(result, "status")));
        worsen(draft, outcome_of_value(ts_json_member(result, "value"),
                                       ts_json_member(description, "requiredValue")));
        worsen(draft, outcome_of_value(ts_json_member(result, "achievedLevel"),
                                       ts_json_member(description, "requiredLevel")));
    }
}

/* OB 3.0 B.1.12 IdentityObject, where the name is given in the clear. */
static ts_span
identified_name(const struct ts_json *subject)
{
    const struct ts_json *identifiers = ts_json_member(subject, "identifier");
    for (size_t i = 0; i < ts_json_values(identifiers) && i < TS_FORM_ENTRIES_MAX; i++) {
        const struct ts_json *one = ts_json_value(identifiers, i);
        if (ts_json_string_is(ts_json_member(one, "identityType"), "name")
            && ts_json_is(ts_json_member(one, "hashed"), TS_JSON_FALSE))
            return ts_json_string(ts_json_member(one, "identityHash"));
    }
    return (ts_span){ 0 };
}

static ts_span
joined_name(struct ts_form *form, const struct ts_json *subject)
{
    ts_span given = ts_form_words(subject, "givenName");
    ts_span family = ts_form_words(subject, "familyName");
    if (given.len == 0 || family.len == 0)
        return given.len ? given : family;

    ts_span joined = { 0 };
    struct ts_writer w = ts_writer_over(ts_arena_rest(form->arena));
    ts_write_bytes(&w, given);
    ts_write_u8(&w, ' ');
    ts_write_bytes(&w, family);
    if (ts_writer_end(&w, &joined) == TS_OK)
        ts_arena_keep(form->arena, joined.len);
    else
        ts_form_require(form, false, TS_NO_SPACE, "arena");
    return joined;
}

static ts_span
name_of(struct ts_form *form, const struct ts_json *subject)
{
    ts_span name = ts_form_words(subject, "name");
    if (name.len == 0)
        name = identified_name(subject);
    if (name.len == 0)
        name = joined_name(form, subject);
    return name;
}

void
ts_subject_read(struct ts_form *form, struct ts_credential *draft,
                const struct ts_json *root)
{
    const struct ts_json *subjects = ts_json_member(root, "credentialSubject");
    const struct ts_json *subject = ts_json_value(subjects, 0);

    ts_form_require(form, ts_json_values(subjects) <= 1, TS_UNSUPPORTED,
                    "VCDM 2.0 4.8: several subjects");
    ts_form_require(form, ts_json_is(subject, TS_JSON_OBJECT), TS_MALFORMED,
                    "VCDM 2.0 4.8 credentialSubject");
    draft->subject_id = ts_form_text(form, subject, "id", "VCDM 2.0 4.8 id");
    draft->subject_name = name_of(form, subject);

    const struct ts_json *achievements = ts_json_member(subject, "achievement");
    const struct ts_json *achievement = ts_json_value(achievements, 0);
    ts_form_require(form, ts_json_values(achievements) <= 1, TS_UNSUPPORTED,
                    "OB 3.0 B.1.3: several achievements");
    read_achievement(form, draft, achievement);
    read_results(form, draft, subject, achievement);
}
