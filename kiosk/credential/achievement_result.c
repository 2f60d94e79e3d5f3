#include "kiosk/credential/achievement.h"

/* OB 3.0 B.2.5 ResultStatusType. A status we do not know is not a pass. */
static enum ts_outcome
outcome_of_word(ts_span status)
{
    if (ts_span_is(status, "Completed"))
        return TS_OUTCOME_PASSED;
    if (ts_span_is(status, "Failed"))
        return TS_OUTCOME_FAILED;
    if (ts_span_is(status, "Withdrew"))
        return TS_OUTCOME_WITHDREW;
    return TS_OUTCOME_NOT_YET;
}

static enum ts_outcome
outcome_of_status(struct ts_form *form, const struct ts_json *status)
{
    if (status->kind == TS_JSON_NONE)
        return TS_OUTCOME_NOT_SAID;
    ts_form_require(form, ts_json_is(status, TS_JSON_STRING), TS_MALFORMED,
                    "OB 3.0 B.1.17 result status");
    return outcome_of_word(status->text);
}

static bool
is_value(const struct ts_json *value)
{
    return value->kind == TS_JSON_STRING || value->kind == TS_JSON_NUMBER;
}

static ts_span
text_of(const struct ts_json *value)
{
    return is_value(value) ? value->text : (ts_span){ 0 };
}

static ts_span
without_percent(ts_span text)
{
    while (text.len && (text.at[text.len - 1] == '%' || text.at[text.len - 1] == ' '))
        text.len--;
    return text;
}

static bool
is_digits(ts_span text)
{
    for (size_t i = 0; i < text.len; i++)
        if (text.at[i] < '0' || text.at[i] > '9')
            return false;
    return text.len > 0;
}

/* Plain decimals only ("72", "3.5", "85 %"), scaled by a million: marks, not
 * physics. */
static bool
decimal_of(ts_span text, int64_t *scaled)
{
    text = without_percent(text);
    bool negative = text.len > 0 && text.at[0] == '-';
    text = ts_span_part(text, negative ? 1 : 0, text.len);
    size_t dot = ts_span_index(text, '.');
    ts_span whole = ts_span_part(text, 0, dot);
    ts_span fraction = ts_span_part(text, dot + 1, text.len);
    int64_t value = 0;

    if (!is_digits(whole) || whole.len > 9 || fraction.len > 6
        || (dot < text.len && !is_digits(fraction)))
        return false;
    for (size_t i = 0; i < whole.len; i++)
        value = value * 10 + (whole.at[i] - '0');
    for (size_t i = 0; i < 6; i++)
        value = value * 10 + (i < fraction.len ? fraction.at[i] - '0' : 0);
    *scaled = negative ? -value : value;
    return true;
}

/* Where text stands in a list of values, or of things with an id; past its end
 * when it does not. */
static size_t
place_in(const struct ts_json *list, ts_span text)
{
    size_t count = ts_json_values(list);
    if (count > TS_FORM_ENTRIES_MAX)
        count = TS_FORM_ENTRIES_MAX;
    for (size_t i = 0; i < count; i++) {
        const struct ts_json *one = ts_json_value(list, i);
        ts_span entry = is_value(one) ? one->text : ts_form_id(one);
        if (ts_span_equal(entry, text))
            return i;
    }
    return SIZE_MAX;
}

/* Allowed values stand from low to high (OB 3.0 B.1.18). A list of letter grades
 * that begins with an A was written the other way round, and says nothing. */
static bool
is_ordered(const struct ts_json *allowed, ts_span type)
{
    ts_span first = text_of(ts_json_value(allowed, 0));
    return !(ts_span_is(type, "LetterGrade") && first.len
             && (first.at[0] == 'A' || first.at[0] == 'a'));
}

/* Kinds of result of which more is better, whatever a list says. */
static bool
counts_upwards(ts_span type)
{
    static const char *const types[] = { "Percent", "RawScore", "ScaledScore",
                                         "GradePointAverage", "PredictedScore" };
    for (size_t i = 0; i < TS_COUNT(types); i++)
        if (ts_span_is(type, types[i]))
            return true;
    return false;
}

static enum ts_outcome
outcome_of_order(bool enough)
{
    return enough ? TS_OUTCOME_PASSED : TS_OUTCOME_FAILED;
}

static enum ts_outcome
outcome_of_value(ts_span got, ts_span required, const struct ts_json *description)
{
    const struct ts_json *allowed = ts_json_member(description, "allowedValue");
    ts_span type = ts_json_string(ts_json_member(description, "resultType"));
    int64_t marks;
    int64_t least;
    bool numbers = decimal_of(got, &marks) && decimal_of(required, &least);
    size_t place = place_in(allowed, got);
    size_t least_place = place_in(allowed, required);

    if (ts_span_equal(got, required))
        return TS_OUTCOME_PASSED;
    if (numbers && (counts_upwards(type) || ts_json_values(allowed) == 0))
        return outcome_of_order(marks >= least);
    if (place != SIZE_MAX && least_place != SIZE_MAX && is_ordered(allowed, type))
        return outcome_of_order(place >= least_place);
    return TS_OUTCOME_NOT_YET;
}

static enum ts_outcome
outcome_of_level(ts_span got, ts_span required, const struct ts_json *description)
{
    const struct ts_json *levels = ts_json_member(description, "rubricCriterionLevel");
    size_t place = place_in(levels, got);
    size_t least = place_in(levels, required);
    if (ts_span_equal(got, required))
        return TS_OUTCOME_PASSED;
    if (place == SIZE_MAX || least == SIZE_MAX)
        return TS_OUTCOME_NOT_YET;
    return outcome_of_order(place >= least);
}

/* The description a result names; the only one there is when it names none. */
static const struct ts_json *
description_of(struct ts_form *form, const struct ts_json *achievement,
               const struct ts_json *result)
{
    const struct ts_json *all = ts_json_member(achievement, "resultDescription");
    ts_span wanted = ts_json_string(ts_json_member(result, "resultDescription"));
    size_t count =
        ts_form_count(form, all, TS_FORM_ENTRIES_MAX, "OB 3.0 B.1.18 resultDescription");

    if (wanted.len == 0 && count == 1)
        return ts_json_value(all, 0);
    for (size_t i = 0; wanted.len && i < count; i++) {
        const struct ts_json *one = ts_json_value(all, i);
        if (ts_span_equal(ts_json_string(ts_json_member(one, "id")), wanted))
            return one;
    }
    return ts_json_value(all, ts_json_values(all)); /* past the end: none */
}

static void
worsen(enum ts_outcome *outcome, enum ts_outcome by)
{
    if (by > *outcome)
        *outcome = by;
}

static ts_span
level_name(const struct ts_json *description, ts_span id)
{
    const struct ts_json *levels = ts_json_member(description, "rubricCriterionLevel");
    size_t place = place_in(levels, id);
    ts_span name = place == SIZE_MAX
                       ? (ts_span){ 0 }
                       : ts_form_words(ts_json_value(levels, place), "name");
    return name.len ? name : id;
}

static void
judge_value(struct ts_result *out, const struct ts_json *result,
            const struct ts_json *description)
{
    ts_span got = text_of(ts_json_member(result, "value"));
    ts_span required = text_of(ts_json_member(description, "requiredValue"));
    out->got = got;
    out->required = required;
    if (got.len && required.len)
        worsen(&out->outcome, outcome_of_value(got, required, description));
    if (got.len && ts_span_is(out->type, "Status"))
        worsen(&out->outcome, outcome_of_word(got));
}

static void
judge_level(struct ts_result *out, const struct ts_json *result,
            const struct ts_json *description)
{
    ts_span got = ts_form_id(ts_json_member(result, "achievedLevel"));
    ts_span required = ts_form_id(ts_json_member(description, "requiredLevel"));
    if (got.len && required.len)
        worsen(&out->outcome, outcome_of_level(got, required, description));
    if (out->got.len == 0)
        out->got = level_name(description, got);
    if (out->required.len == 0)
        out->required = level_name(description, required);
}

static struct ts_result
read_result(struct ts_form *form, const struct ts_json *result,
            const struct ts_json *achievement)
{
    const struct ts_json *description = description_of(form, achievement, result);
    struct ts_result out = {
        .name = ts_form_words(description, "name"),
        .type = ts_json_string(ts_json_member(description, "resultType")),
    };
    ts_form_require(form, ts_json_is(result, TS_JSON_OBJECT), TS_MALFORMED,
                    "OB 3.0 B.1.17 result");
    out.outcome = outcome_of_status(form, ts_json_member(result, "status"));
    judge_value(&out, result, description);
    judge_level(&out, result, description);
    return out;
}

void
ts_results_read(struct ts_form *form, struct ts_credential *draft,
                const struct ts_json *subject, const struct ts_json *achievement)
{
    const struct ts_json *list = ts_json_member(subject, "result");
    size_t count = ts_form_count(form, list, TS_RESULTS_MAX, "OB 3.0 B.1.17 result");
    struct ts_result *results = ts_form_array(form, count, sizeof(*results));

    for (size_t i = 0; ts_form_ok(form) && i < count; i++) {
        results[i] = read_result(form, ts_json_value(list, i), achievement);
        worsen(&draft->outcome, results[i].outcome);
    }
    draft->results = results;
    draft->result_count = ts_form_ok(form) ? count : 0;
}
