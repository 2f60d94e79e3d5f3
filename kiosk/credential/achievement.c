#include "kiosk/credential/achievement.h"

#include "firmware/base/writer.h"
#include "kiosk/credential/endorsement.h"

enum { SUBJECTS_MAX = 8 };

/* Which subject it is that cannot be read with the first one. */
static const char *const somebody_else[SUBJECTS_MAX] = {
    "VCDM 2.0 4.8: several subjects",
    "VCDM 2.0 4.8: the second subject is not the first",
    "VCDM 2.0 4.8: the third subject is not the first",
    "VCDM 2.0 4.8: the fourth subject is not the first",
    "VCDM 2.0 4.8: the fifth subject is not the first",
    "VCDM 2.0 4.8: the sixth subject is not the first",
    "VCDM 2.0 4.8: the seventh subject is not the first",
    "VCDM 2.0 4.8: the eighth subject is not the first",
};

static void
read_alignments(struct ts_form *form, struct ts_credential *draft,
                const struct ts_json *achievement)
{
    const struct ts_json *list = ts_json_member(achievement, "alignment");
    size_t count = ts_form_count(form, list, TS_ALIGNMENTS_MAX, "OB 3.0 B.1.5 alignment");
    struct ts_alignment *alignments = ts_form_array(form, count, sizeof(*alignments));

    for (size_t i = 0; ts_form_ok(form) && i < count; i++) {
        const struct ts_json *one = ts_json_value(list, i);
        alignments[i] = (struct ts_alignment){
            .framework = ts_form_words(one, "targetFramework"),
            .code = ts_form_words(one, "targetCode"),
            .name = ts_form_words(one, "targetName"),
            .url = ts_form_words(one, "targetUrl"),
        };
    }
    draft->alignments = alignments;
    draft->alignment_count = ts_form_ok(form) ? count : 0;
}

void
ts_achievement_read(struct ts_form *form, struct ts_credential *draft,
                    const struct ts_json *achievement)
{
    const struct ts_json *types = ts_json_member(achievement, "achievementType");
    const struct ts_json *criteria = ts_json_member(achievement, "criteria");
    size_t count =
        ts_form_count(form, types, TS_TYPES_MAX, "OB 3.0 B.1.2 achievementType");

    draft->achievement_id =
        ts_form_text(form, achievement, "id", "OB 3.0 B.1.2 achievement id");
    draft->achievement_name = ts_form_words(achievement, "name");
    draft->description = ts_form_plain(form, achievement, "description");
    draft->criteria = ts_form_plain(form, criteria, "narrative");
    draft->criteria_id = ts_form_words(criteria, "id");
    for (size_t i = 0; ts_form_ok(form) && i < count; i++)
        draft->achievement_types[draft->achievement_type_count++] =
            ts_json_string(ts_json_value(types, i));
    read_alignments(form, draft, achievement);
}

/* OB 3.0 B.1.12 IdentityObject, and a subject id that is an e-mail address. */
static size_t
count_identifiers(const struct ts_json *subject)
{
    size_t count = ts_json_values(ts_json_member(subject, "identifier"));
    return (count < TS_FORM_ENTRIES_MAX ? count : TS_FORM_ENTRIES_MAX) + 1;
}

static size_t
take_identifiers(struct ts_identifier *into, const struct ts_json *subject)
{
    const ts_span mailto = TS_SPAN_LIT("mailto:");
    const struct ts_json *list = ts_json_member(subject, "identifier");
    ts_span id = ts_json_string(ts_json_member(subject, "id"));
    size_t count = count_identifiers(subject) - 1;

    for (size_t i = 0; i < count; i++) {
        const struct ts_json *one = ts_json_value(list, i);
        into[i] = (struct ts_identifier){
            .type = ts_json_string(ts_json_member(one, "identityType")),
            .value = ts_json_string(ts_json_member(one, "identityHash")),
            .salt = ts_json_string(ts_json_member(one, "salt")),
            .hashed = !ts_json_is(ts_json_member(one, "hashed"), TS_JSON_FALSE),
        };
    }
    if (!ts_span_starts_with(id, mailto))
        return count;
    into[count] = (struct ts_identifier){
        .type = TS_SPAN_LIT("emailAddress"),
        .value = ts_span_part(id, mailto.len, id.len),
    };
    return count + 1;
}

static void
read_identifiers(struct ts_form *form, struct ts_credential *draft,
                 const struct ts_json *subjects, size_t count)
{
    size_t total = 0;
    for (size_t i = 0; i < count; i++)
        total += count_identifiers(ts_json_value(subjects, i));
    struct ts_identifier *all = ts_form_array(form, total, sizeof(*all));
    if (!all)
        return;
    for (size_t i = 0; i < count; i++)
        draft->identifier_count +=
            take_identifiers(&all[draft->identifier_count], ts_json_value(subjects, i));
    draft->identifiers = all;
}

/* Where the name is given in the clear. */
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

/* Two entries of one credential are one person by the same id, or by the same
 * name where the ids do not speak against it. */
static bool
joins(struct ts_credential *draft, ts_span id, ts_span name)
{
    bool same_id = id.len && ts_span_equal(id, draft->subject_id);
    bool other_id = id.len && draft->subject_id.len && !same_id;
    bool same_name = name.len && ts_span_equal(name, draft->subject_name);
    if (draft->subject_id.len == 0)
        draft->subject_id = id;
    if (draft->subject_name.len == 0)
        draft->subject_name = name;
    return same_id || (same_name && !other_id);
}

static void
read_achieved(struct ts_form *form, struct ts_credential *draft,
              const struct ts_json *subject)
{
    const struct ts_json *achievements = ts_json_member(subject, "achievement");
    const struct ts_json *achievement = ts_json_value(achievements, 0);
    const struct ts_json *source = ts_json_member(subject, "source");
    ts_form_require(form, ts_json_values(achievements) <= 1, TS_UNSUPPORTED,
                    "OB 3.0 B.1.3: several achievements");
    ts_achievement_read(form, draft, achievement);
    ts_results_read(form, draft, subject, achievement);
    draft->source_id = ts_form_id(source);
    draft->source_name = ts_form_words(source, "name");
    ts_endorsements_add(form, draft, achievement);
}

static void
read_subject(struct ts_form *form, struct ts_credential *draft,
             const struct ts_json *subject, size_t place)
{
    ts_form_require(form, ts_json_is(subject, TS_JSON_OBJECT), TS_MALFORMED,
                    "VCDM 2.0 4.8 credentialSubject");
    ts_span id = ts_form_text(form, subject, "id", "VCDM 2.0 4.8 id");
    ts_span name = name_of(form, subject);
    bool joined = joins(draft, id, name);
    ts_form_require(form, place == 0 || joined, TS_UNSUPPORTED, somebody_else[place]);
}

/* Of all subjects only one may have achieved something, and only once: its results
 * would be nobody's otherwise. */
static const struct ts_json *
achiever_of(struct ts_form *form, const struct ts_json *subjects, size_t count)
{
    const struct ts_json *achiever = ts_json_value(subjects, 0);
    size_t found = 0;
    for (size_t i = 0; i < count; i++) {
        const struct ts_json *one = ts_json_value(subjects, i);
        bool has = ts_json_values(ts_json_member(one, "achievement"))
                       + ts_json_values(ts_json_member(one, "result"))
                   > 0;
        achiever = has ? one : achiever;
        found += has;
    }
    ts_form_require(form, found <= 1, TS_UNSUPPORTED,
                    "OB 3.0 B.1.3: several achievements");
    return achiever;
}

void
ts_subject_read(struct ts_form *form, struct ts_credential *draft,
                const struct ts_json *root)
{
    const struct ts_json *subjects = ts_json_member(root, "credentialSubject");
    size_t count = ts_form_count(form, subjects, SUBJECTS_MAX, "VCDM 2.0 4.8: subjects");

    if (count == 0)
        ts_form_require(form, false, TS_MALFORMED, "VCDM 2.0 4.8 credentialSubject");
    for (size_t i = 0; ts_form_ok(form) && i < count; i++)
        read_subject(form, draft, ts_json_value(subjects, i), i);
    if (!ts_form_ok(form))
        return;
    read_identifiers(form, draft, subjects, count);
    /* CLR 2.0, ClrSubject: achievement is what the issuer of a record expects the
     * learner to achieve, association how that hangs together; what was awarded stands
     * under verifiableCredential, each with a signature of its own. */
    if (!draft->is_record)
        read_achieved(form, draft, achiever_of(form, subjects, count));
}
