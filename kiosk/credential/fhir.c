#include "kiosk/credential/fhir.h"

#include "kiosk/credential/kind.h"

/* FHIR R4: event-status, observation-status and diagnostic-report-status. */
static const struct {
    const char *status;
    enum ts_outcome outcome;
} statuses[] = {
    { "completed", TS_OUTCOME_PASSED },
    { "final", TS_OUTCOME_PASSED },
    { "amended", TS_OUTCOME_PASSED },
    { "corrected", TS_OUTCOME_PASSED },
    { "appended", TS_OUTCOME_PASSED },
    { "registered", TS_OUTCOME_NOT_YET },
    { "partial", TS_OUTCOME_NOT_YET },
    { "preliminary", TS_OUTCOME_NOT_YET },
    { "not-done", TS_OUTCOME_FAILED },
    { "cancelled", TS_OUTCOME_WITHDREW },
    { "entered-in-error", TS_OUTCOME_WITHDREW },
};

/* SMART Health Cards: Vaccination and Testing 0.6, qualitative lab results. */
static const struct {
    const char *system;
    const char *code;
} detected[] = {
    { "http://snomed.info/sct", "260373001" }, /* detected */
    { "http://snomed.info/sct", "10828004" },  /* positive */
    { "http://loinc.org", "LA6576-8" },        /* positive */
    { "http://loinc.org", "LA11882-0" },       /* detected */
};

static void
note_outcome(struct ts_credential *draft, enum ts_outcome outcome)
{
    if (outcome > draft->outcome)
        draft->outcome = outcome;
}

/* What has another status than these was not done as it should. */
static enum ts_outcome
outcome_of(const struct ts_json *resource)
{
    ts_span status = ts_json_string(ts_json_member(resource, "status"));
    for (size_t i = 0; i < TS_COUNT(statuses); i++)
        if (ts_span_is(status, statuses[i].status))
            return statuses[i].outcome;
    return TS_OUTCOME_FAILED;
}

static bool
is_detected(const struct ts_json *coding)
{
    for (size_t i = 0; i < TS_COUNT(detected); i++)
        if (ts_json_string_is(ts_json_member(coding, "system"), detected[i].system)
            && ts_json_string_is(ts_json_member(coding, "code"), detected[i].code))
            return true;
    return false;
}

static bool
shows_infection(const struct ts_json *observation)
{
    const struct ts_json *value = ts_json_member(observation, "valueCodeableConcept");
    const struct ts_json *codings = ts_json_member(value, "coding");
    for (const struct ts_json *at = codings->first; at; at = at->next)
        if (is_detected(at))
            return true;
    return false;
}

/* HumanName: "given" is an array; "text" is the whole where it stands alone. */
static void
read_patient(struct ts_form *form, struct ts_credential *draft,
             const struct ts_json *patient)
{
    const struct ts_json *name = ts_json_value(ts_json_member(patient, "name"), 0);
    ts_span joined = { 0 };
    for (const struct ts_json *at = ts_json_member(name, "given")->first; at;
         at = at->next)
        joined = ts_form_join(form, joined, ts_json_string(at));
    joined = ts_form_join(form, joined, ts_json_string(ts_json_member(name, "family")));
    if (joined.len == 0)
        joined = ts_json_string(ts_json_member(name, "text"));
    draft->subject_name = joined;
}

static void
read_resource(struct ts_form *form, struct ts_credential *draft,
              const struct ts_json *resource)
{
    ts_span type = ts_json_string(ts_json_member(resource, "resourceType"));
    if (ts_span_is(type, "Patient")) {
        read_patient(form, draft, resource);
    } else if (ts_span_is(type, "Immunization")) {
        enum ts_outcome outcome = outcome_of(resource);
        note_outcome(draft, outcome);
        ts_kind_awarded(draft,
                        ts_json_string(ts_json_member(resource, "occurrenceDateTime")));
    } else if (ts_span_is(type, "Observation") || ts_span_is(type, "DiagnosticReport")) {
        note_outcome(draft, outcome_of(resource));
        if (shows_infection(resource))
            note_outcome(draft, TS_OUTCOME_FAILED);
        ts_kind_awarded(draft,
                        ts_json_string(ts_json_member(resource, "effectiveDateTime")));
    }
}

static size_t
count_patients(const struct ts_json *entries)
{
    size_t count = 0;
    for (const struct ts_json *at = entries->first; at; at = at->next)
        count += ts_json_string_is(
            ts_json_member(ts_json_member(at, "resource"), "resourceType"), "Patient");
    return count;
}

void
ts_fhir_bundle_read(struct ts_form *form, struct ts_credential *draft,
                    const struct ts_json *bundle)
{
    const struct ts_json *entries = ts_json_member(bundle, "entry");
    bool is_bundle = ts_json_string_is(ts_json_member(bundle, "resourceType"), "Bundle")
                     && ts_json_is(entries, TS_JSON_ARRAY);
    ts_form_require(form, is_bundle, TS_MALFORMED, "FHIR R4 Bundle");
    ts_form_require(form, entries->count <= TS_FORM_ENTRIES_MAX, TS_OVER_LIMIT,
                    "FHIR R4 Bundle.entry");
    ts_form_require(form, count_patients(entries) == 1, TS_MALFORMED,
                    "FHIR R4 Bundle: one Patient");
    if (!ts_form_ok(form))
        return;
    for (const struct ts_json *at = entries->first; at; at = at->next)
        read_resource(form, draft, ts_json_member(at, "resource"));
}
