#include "kiosk/credential/achievement.h"

const char *
ts_earned_name(enum ts_earned earned)
{
    switch (earned) {
    case TS_EARNED_NOT_SAID: return "";
    case TS_EARNED_COURSE: return "course";
    case TS_EARNED_ASSESSMENT: return "assessment";
    case TS_EARNED_WORK: return "work";
    case TS_EARNED_PRIOR_LEARNING: return "prior learning";
    }
    return "";
}

void
ts_evidence_read(struct ts_form *form, struct ts_credential *draft,
                 const struct ts_json *root)
{
    const struct ts_json *list = ts_json_member(root, "evidence");
    size_t count = ts_form_count(form, list, TS_EVIDENCE_MAX, NULL);
    struct ts_evidence *evidence = ts_form_array(form, count, sizeof(*evidence));

    for (size_t i = 0; ts_form_ok(form) && i < count; i++) {
        const struct ts_json *one = ts_json_value(list, i);
        evidence[i] = (struct ts_evidence){
            .id = ts_form_words(one, "id"),
            .name = ts_form_words(one, "name"),
            .genre = ts_form_words(one, "genre"),
            .narrative = ts_form_plain(form, one, "narrative"),
        };
    }
    draft->evidence = evidence;
    draft->evidence_count = ts_form_ok(form) ? count : 0;
}

/* OB 3.0 B.2.1 AchievementType; what is not here says nothing of the way. */
static const struct {
    const char *type;
    enum ts_earned earned;
} types[] = {
    { "Course", TS_EARNED_COURSE },
    { "LearningProgram", TS_EARNED_COURSE },
    { "CertificateOfCompletion", TS_EARNED_COURSE },
    { "Diploma", TS_EARNED_COURSE },
    { "SecondarySchoolDiploma", TS_EARNED_COURSE },
    { "AssociateDegree", TS_EARNED_COURSE },
    { "BachelorDegree", TS_EARNED_COURSE },
    { "MasterDegree", TS_EARNED_COURSE },
    { "DoctoralDegree", TS_EARNED_COURSE },
    { "ProfessionalDoctorate", TS_EARNED_COURSE },
    { "ResearchDoctorate", TS_EARNED_COURSE },
    { "Degree", TS_EARNED_COURSE },
    { "Assessment", TS_EARNED_ASSESSMENT },
    { "Assignment", TS_EARNED_ASSESSMENT },
    { "GeneralEducationDevelopment", TS_EARNED_ASSESSMENT },
    { "ApprenticeshipCertificate", TS_EARNED_WORK },
    { "JourneymanCertificate", TS_EARNED_WORK },
    { "Fieldwork", TS_EARNED_WORK },
    { "CommunityService", TS_EARNED_WORK },
};

/* What issuers write, in both languages of the kiosk. Whole words, so that "RPL"
 * is none of "purple". The first that is found counts: the particular one first. */
static const struct {
    const char *words;
    enum ts_earned earned;
} phrases[] = {
    { "prior learning", TS_EARNED_PRIOR_LEARNING },
    { "plar", TS_EARNED_PRIOR_LEARNING },
    { "rpl", TS_EARNED_PRIOR_LEARNING },
    { "reconnaissance des acquis", TS_EARNED_PRIOR_LEARNING },
    { "validation des acquis", TS_EARNED_PRIOR_LEARNING },
    { "apprenticeship", TS_EARNED_WORK },
    { "work experience", TS_EARNED_WORK },
    { "on the job", TS_EARNED_WORK },
    { "assessment", TS_EARNED_ASSESSMENT },
    { "assessed", TS_EARNED_ASSESSMENT },
    { "assessor", TS_EARNED_ASSESSMENT },
    { "exam", TS_EARNED_ASSESSMENT },
    { "examination", TS_EARNED_ASSESSMENT },
    { "test", TS_EARNED_ASSESSMENT },
    { "course", TS_EARNED_COURSE },
};

static uint8_t
lower(uint8_t c)
{
    return c >= 'A' && c <= 'Z' ? (uint8_t)(c + ('a' - 'A')) : c;
}

static bool
is_letter(uint8_t c)
{
    return (lower(c) >= 'a' && lower(c) <= 'z') || c >= 0x80;
}

static bool
stands_at(ts_span text, size_t at, ts_span words)
{
    if (words.len > text.len - at || (at && is_letter(text.at[at - 1])))
        return false;
    for (size_t i = 0; i < words.len; i++)
        if (lower(text.at[at + i]) != words.at[i])
            return false;
    return at + words.len == text.len || !is_letter(text.at[at + words.len]);
}

static bool
says(ts_span text, const char *words)
{
    enum { LOOKED_AT = 4096 };
    ts_span wanted = ts_span_text(words);
    for (size_t i = 0; i < text.len && i < LOOKED_AT; i++)
        if (stands_at(text, i, wanted))
            return true;
    return false;
}

static bool
earned_by_words(struct ts_credential *draft, ts_span text)
{
    for (size_t i = 0; i < TS_COUNT(phrases); i++) {
        if (!says(text, phrases[i].words))
            continue;
        draft->earned = phrases[i].earned;
        draft->earned_words = text;
        return true;
    }
    return false;
}

static bool
earned_by_evidence(struct ts_credential *draft)
{
    for (size_t i = 0; i < draft->evidence_count; i++) {
        const struct ts_evidence *one = &draft->evidence[i];
        if (earned_by_words(draft, one->genre) || earned_by_words(draft, one->name)
            || earned_by_words(draft, one->narrative))
            return true;
    }
    return false;
}

static bool
earned_by_type(struct ts_credential *draft)
{
    for (size_t i = 0; i < draft->achievement_type_count; i++)
        for (size_t t = 0; t < TS_COUNT(types); t++)
            if (ts_span_is(draft->achievement_types[i], types[t].type)) {
                draft->earned = types[t].earned;
                draft->earned_words = draft->achievement_types[i];
                return true;
            }
    return false;
}

/* Evidence is about this person, a type about everybody, criteria about every way
 * there is: the most particular one that says anything speaks. */
void
ts_earned_read(struct ts_credential *draft)
{
    bool others =
        draft->source_id.len && !ts_span_equal(draft->source_id, draft->issuer_id);
    if (earned_by_evidence(draft) || earned_by_type(draft)
        || earned_by_words(draft, draft->criteria) || !others)
        return;
    draft->earned = TS_EARNED_ASSESSMENT;
    draft->earned_words = draft->source_name.len ? draft->source_name : draft->source_id;
}
