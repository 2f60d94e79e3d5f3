#include "kiosk/credential/credential.h"
#include "tests/support/support.h"

#include <stdio.h>
#include <string.h>

#define HEAD                                                       \
    "\"@context\":[\"https://www.w3.org/ns/credentials/v2\"],"     \
    "\"type\":[\"VerifiableCredential\",\"OpenBadgeCredential\"]," \
    "\"id\":\"urn:c\",\"issuer\":{\"id\":\"did:web:a.example\",\"name\":\"A\"},"
#define RECORD                                                 \
    "\"@context\":[\"https://www.w3.org/ns/credentials/v2\"]," \
    "\"type\":[\"VerifiableCredential\",\"ClrCredential\"],"   \
    "\"issuer\":\"did:web:a.example\",\"name\":\"Record\","
#define SUBJECT(members) "{" HEAD "\"credentialSubject\":{" members "}}"
#define ROOT(members) "{" HEAD members ",\"credentialSubject\":{\"id\":\"urn:s\"}}"

static const ts_verified nothing;

/* Only a test may say that bytes were verified without checking them. */
static enum ts_status
read(struct ts_arena *arena, struct ts_credential *c, const char *text,
     struct ts_fault *fault)
{
    ts_verified v = nothing;
    v.bytes = ts_span_text(text);
    return ts_credential_read(arena, c, v, NULL, TS_FORMAT_VC_COSE, fault);
}

/* value against required, among what the description says besides. */
#define RESULT(result, description)                                              \
    "\"achievement\":{\"id\":\"urn:x\",\"resultDescription\":[{\"id\":\"urn:r\"" \
    "," description "}]},\"result\":{\"resultDescription\":\"urn:r\"," result "}"
#define GRADES "\"allowedValue\":[\"D\",\"C\",\"B\",\"A\"],\"requiredValue\":\"C\""
#define LEVELS                                                            \
    "\"rubricCriterionLevel\":[{\"id\":\"urn:low\",\"name\":\"Novice\"}," \
    "{\"id\":\"urn:mid\"},{\"id\":\"urn:high\",\"name\":\"Expert\"}],"    \
    "\"requiredLevel\":\"urn:mid\""

static const struct {
    const char *name;
    const char *subject;
    enum ts_outcome want;
} results[] = {
    { "a better grade", RESULT("\"value\":\"B\"", GRADES), TS_OUTCOME_PASSED },
    { "the grade required", RESULT("\"value\":\"C\"", GRADES), TS_OUTCOME_PASSED },
    { "a worse grade", RESULT("\"value\":\"D\"", GRADES), TS_OUTCOME_FAILED },
    { "a grade that is not allowed", RESULT("\"value\":\"E\"", GRADES),
      TS_OUTCOME_NOT_YET },
    { "letter grades written from high to low say nothing",
      RESULT("\"value\":\"F\"",
             "\"resultType\":\"LetterGrade\",\"allowedValue\":[\"A\",\"B\",\"C\",\"F\"],"
             "\"requiredValue\":\"C\""),
      TS_OUTCOME_NOT_YET },
    { "marks of which less is better, by their list",
      RESULT("\"value\":\"5\"",
             "\"allowedValue\":[\"5\",\"4\",\"3\",\"2\",\"1\"],\"requiredValue\":\"4\""),
      TS_OUTCOME_FAILED },
    { "per cent count upwards whatever the list",
      RESULT("\"value\":\"50\"",
             "\"resultType\":\"Percent\",\"allowedValue\":[\"100\",\"60\",\"50\"],"
             "\"requiredValue\":\"60\""),
      TS_OUTCOME_FAILED },
    { "a per cent sign",
      RESULT("\"value\":\"72 %\"", "\"resultType\":\"Percent\",\"requiredValue\":\"60\""),
      TS_OUTCOME_PASSED },
    { "less than nothing", RESULT("\"value\":\"-0.5\"", "\"requiredValue\":\"0\""),
      TS_OUTCOME_FAILED },
    { "numbers that are none", RESULT("\"value\":\"6.\"", "\"requiredValue\":\"5\""),
      TS_OUTCOME_NOT_YET },
    { "a higher level", RESULT("\"achievedLevel\":\"urn:high\"", LEVELS),
      TS_OUTCOME_PASSED },
    { "the level required", RESULT("\"achievedLevel\":\"urn:mid\"", LEVELS),
      TS_OUTCOME_PASSED },
    { "a lower level", RESULT("\"achievedLevel\":\"urn:low\"", LEVELS),
      TS_OUTCOME_FAILED },
    { "a level nobody described", RESULT("\"achievedLevel\":\"urn:other\"", LEVELS),
      TS_OUTCOME_NOT_YET },
    { "completed, but too few marks",
      RESULT("\"status\":\"Completed\",\"value\":\"9\"", "\"requiredValue\":\"60\""),
      TS_OUTCOME_FAILED },
    { "enough marks, but withdrew",
      RESULT("\"status\":\"Withdrew\",\"value\":\"99\"", "\"requiredValue\":\"60\""),
      TS_OUTCOME_WITHDREW },
    { "a status as a value", RESULT("\"value\":\"Failed\"", "\"resultType\":\"Status\""),
      TS_OUTCOME_FAILED },
    { "nothing required", RESULT("\"value\":\"9\"", "\"name\":\"Score\""),
      TS_OUTCOME_NOT_SAID },
    { "without a link the only description counts",
      "\"achievement\":{\"id\":\"urn:x\",\"resultDescription\":[{\"id\":\"urn:r\","
      "\"requiredValue\":\"60\"}]},\"result\":{\"value\":\"9\"}",
      TS_OUTCOME_FAILED },
    { "of two descriptions none is guessed",
      "\"achievement\":{\"id\":\"urn:x\",\"resultDescription\":[{\"id\":\"urn:r\","
      "\"requiredValue\":\"60\"},{\"id\":\"urn:q\"}]},\"result\":{\"value\":\"9\"}",
      TS_OUTCOME_NOT_SAID },
};

static void
a_result_is_held_against_its_description(void **state)
{
    (void)state;
    for (size_t i = 0; i < TS_COUNT(results); i++) {
        struct ts_arena arena = ts_test_arena(1 << 18);
        struct ts_credential c;
        char text[2048];
        snprintf(text, sizeof(text), "{" HEAD "\"credentialSubject\":{%s}}",
                 results[i].subject);
        ts_test_row(results[i].name);
        assert_status(read(&arena, &c, text, NULL), TS_OK);
        if (c.outcome != results[i].want)
            fail_msg("[%s] is %d, want %d", results[i].name, c.outcome, results[i].want);
        assert_int_equal(c.result_count, 1);
        assert_int_equal(c.results[0].outcome, results[i].want);
        ts_test_arena_free(&arena);
    }
}

static void
a_result_is_shown_by_its_names(void **state)
{
    (void)state;
    struct ts_arena arena = ts_test_arena(1 << 18);
    struct ts_credential c;
    assert_status(read(&arena, &c,
                       SUBJECT(RESULT("\"achievedLevel\":\"urn:high\"",
                                      "\"name\":\"Welding\"," LEVELS)),
                       NULL),
                  TS_OK);
    assert_span_equal(c.results[0].name, TS_SPAN_LIT("Welding"));
    assert_span_equal(c.results[0].got, TS_SPAN_LIT("Expert"));
    assert_span_equal(c.results[0].required, TS_SPAN_LIT("urn:mid"));
    ts_test_arena_free(&arena);
}

static void
too_many_results_are_refused(void **state)
{
    (void)state;
    struct ts_arena arena = ts_test_arena(1 << 18);
    struct ts_credential c;
    char text[4096] = "{" HEAD "\"credentialSubject\":{\"result\":[{}";
    for (int i = 0; i < TS_RESULTS_MAX; i++)
        strcat(text, ",{}");
    strcat(text, "]}}");
    assert_status(read(&arena, &c, text, NULL), TS_OVER_LIMIT);
    ts_test_arena_free(&arena);
}

#define ONE "{\"id\":\"urn:s\",\"name\":\"Mina\",\"achievement\":{\"id\":\"urn:x\"}}"
#define SUBJECTS(more) "{" HEAD "\"credentialSubject\":[" ONE "," more "]}"

static const struct {
    const char *name;
    const char *text;
    enum ts_status want;
    const char *rule;
} subjects[] = {
    { "the same id", SUBJECTS("{\"id\":\"urn:s\"}"), TS_OK, NULL },
    { "the same name without an id", SUBJECTS("{\"name\":\"Mina\"}"), TS_OK, NULL },
    { "the same name, another id", SUBJECTS("{\"id\":\"urn:t\",\"name\":\"Mina\"}"),
      TS_UNSUPPORTED, "VCDM 2.0 4.8: the second subject is not the first" },
    { "nobody", SUBJECTS("{\"hobby\":\"fishing\"}"), TS_UNSUPPORTED,
      "VCDM 2.0 4.8: the second subject is not the first" },
    { "the third is said", SUBJECTS("{\"id\":\"urn:s\"},{\"id\":\"urn:t\"}"),
      TS_UNSUPPORTED, "VCDM 2.0 4.8: the third subject is not the first" },
    { "two achievements between them",
      SUBJECTS("{\"id\":\"urn:s\",\"achievement\":{\"achievementType\":\"Course\"}}"),
      TS_UNSUPPORTED, "OB 3.0 B.1.3: several achievements" },
    { "two achievements of one", SUBJECT("\"achievement\":[{},{}]"), TS_UNSUPPORTED,
      "OB 3.0 B.1.3: several achievements" },
    { "results that belong to nothing",
      SUBJECTS("{\"id\":\"urn:s\",\"result\":{\"status\":\"Failed\"}}"), TS_UNSUPPORTED,
      "OB 3.0 B.1.3: several achievements" },
    { "a subject that is text", SUBJECTS("\"urn:s\""), TS_MALFORMED,
      "VCDM 2.0 4.8 credentialSubject" },
    { "nine of them", "{" HEAD "\"credentialSubject\":[{},{},{},{},{},{},{},{},{}]}",
      TS_OVER_LIMIT, "VCDM 2.0 4.8: subjects" },
    { "a record with several achievements",
      "{" RECORD "\"credentialSubject\":{\"id\":\"urn:s\",\"achievement\":[{},{}]}}",
      TS_OK, NULL },
};

static void
several_subjects_are_one_person_or_refused(void **state)
{
    (void)state;
    for (size_t i = 0; i < TS_COUNT(subjects); i++) {
        struct ts_arena arena = ts_test_arena(1 << 18);
        struct ts_credential c;
        struct ts_fault fault = { 0 };
        ts_test_row(subjects[i].name);
        assert_status(read(&arena, &c, subjects[i].text, &fault), subjects[i].want);
        if (subjects[i].rule)
            assert_string_equal(fault.rule, subjects[i].rule);
        ts_test_arena_free(&arena);
    }
}

static void
identifiers_of_all_subjects_are_kept(void **state)
{
    (void)state;
    struct ts_arena arena = ts_test_arena(1 << 18);
    struct ts_credential c;
    assert_status(
        read(&arena, &c,
             "{" HEAD "\"credentialSubject\":[{\"id\":\"mailto:m@a.example\","
             "\"identifier\":{\"identityType\":\"name\",\"identityHash\":\"sha256$00\","
             "\"hashed\":true,\"salt\":\"pepper\"}},{\"id\":\"mailto:m@a.example\","
             "\"identifier\":[{\"identityType\":\"ext:licence\",\"identityHash\":\"7\","
             "\"hashed\":false}]}]}",
             NULL),
        TS_OK);
    assert_int_equal(c.identifier_count, 4);
    assert_span_equal(c.identifiers[0].salt, TS_SPAN_LIT("pepper"));
    assert_true(c.identifiers[0].hashed);
    assert_span_equal(c.identifiers[1].type, TS_SPAN_LIT("emailAddress"));
    assert_span_equal(c.identifiers[1].value, TS_SPAN_LIT("m@a.example"));
    assert_span_equal(c.identifiers[2].value, TS_SPAN_LIT("7"));
    assert_false(c.identifiers[2].hashed);
    ts_test_arena_free(&arena);
}

static void
a_record_achieves_nothing_itself(void **state)
{
    (void)state;
    struct ts_arena arena = ts_test_arena(1 << 18);
    struct ts_credential c;
    assert_status(read(&arena, &c,
                       "{" RECORD "\"credentialSubject\":{\"id\":\"urn:s\","
                       "\"achievement\":[{\"id\":\"urn:x\",\"name\":\"X\"}]}}",
                       NULL),
                  TS_OK);
    assert_true(c.is_record);
    assert_int_equal(c.achievement_id.len, 0);
    assert_span_equal(c.name, TS_SPAN_LIT("Record"));
    ts_test_arena_free(&arena);
}

static const struct {
    const char *name;
    const char *evidence; /* member of the credential with its comma, or empty */
    const char *subject;
    enum ts_earned want;
    const char *words;
} ways[] = {
    { "nothing said", "", "\"achievement\":{\"name\":\"X\"}", TS_EARNED_NOT_SAID, "" },
    { "a course", "", "\"achievement\":{\"achievementType\":\"Course\"}",
      TS_EARNED_COURSE, "Course" },
    { "a journeyman", "",
      "\"achievement\":{\"achievementType\":[\"ext:Own\",\"JourneymanCertificate\"]}",
      TS_EARNED_WORK, "JourneymanCertificate" },
    { "an assessment", "", "\"achievement\":{\"achievementType\":\"Assessment\"}",
      TS_EARNED_ASSESSMENT, "Assessment" },
    { "a badge says nothing of the way", "",
      "\"achievement\":{\"achievementType\":\"Badge\"}", TS_EARNED_NOT_SAID, "" },
    { "evidence of prior learning outweighs the type",
      "\"evidence\":[{\"genre\":\"PLAR portfolio\"}],",
      "\"achievement\":{\"achievementType\":\"Course\"}", TS_EARNED_PRIOR_LEARNING,
      "PLAR portfolio" },
    { "in French", "\"evidence\":{\"narrative\":\"Reconnaissance des acquis, 2025\"},",
      "\"achievement\":{}", TS_EARNED_PRIOR_LEARNING, "Reconnaissance des acquis, 2025" },
    { "purple is not RPL", "\"evidence\":{\"name\":\"Purple belt\"},",
      "\"achievement\":{}", TS_EARNED_NOT_SAID, "" },
    { "criteria", "",
      "\"achievement\":{\"criteria\":{\"narrative\":\"Pass the **exam**.\"}}",
      TS_EARNED_ASSESSMENT, "Pass the exam." },
    { "somebody else assessed", "",
      "\"achievement\":{},\"source\":{\"id\":\"did:web:b.example\",\"name\":\"B\"}",
      TS_EARNED_ASSESSMENT, "B" },
    { "the issuer itself is no other assessor", "",
      "\"achievement\":{},\"source\":{\"id\":\"did:web:a.example\"}", TS_EARNED_NOT_SAID,
      "" },
};

static void
how_it_was_earned_is_read_where_it_is_said(void **state)
{
    (void)state;
    for (size_t i = 0; i < TS_COUNT(ways); i++) {
        struct ts_arena arena = ts_test_arena(1 << 18);
        struct ts_credential c;
        char text[2048];
        snprintf(text, sizeof(text), "{" HEAD "%s\"credentialSubject\":{%s}}",
                 ways[i].evidence, ways[i].subject);
        ts_test_row(ways[i].name);
        assert_status(read(&arena, &c, text, NULL), TS_OK);
        if (c.earned != ways[i].want)
            fail_msg("[%s] is %s", ways[i].name, ts_earned_name(c.earned));
        assert_span_equal(c.earned_words, ts_span_text(ways[i].words));
        ts_test_arena_free(&arena);
    }
}

static void
words_are_plain(void **state)
{
    (void)state;
    struct ts_arena arena = ts_test_arena(1 << 18);
    struct ts_credential c;
    assert_status(
        read(&arena, &c,
             "{" HEAD "\"evidence\":{\"id\":\"https://a.example/e\",\"name\":\"Film\","
             "\"narrative\":\"*seen*\"},\"credentialSubject\":{\"achievement\":{"
             "\"description\":\"**Safe** entry\",\"criteria\":{\"id\":\"urn:k\","
             "\"narrative\":\"# Show it\"}}}}",
             NULL),
        TS_OK);
    assert_span_equal(c.description, TS_SPAN_LIT("Safe entry"));
    assert_span_equal(c.criteria, TS_SPAN_LIT("Show it"));
    assert_span_equal(c.criteria_id, TS_SPAN_LIT("urn:k"));
    assert_int_equal(c.evidence_count, 1);
    assert_span_equal(c.evidence[0].narrative, TS_SPAN_LIT("seen"));
    assert_span_equal(c.evidence[0].name, TS_SPAN_LIT("Film"));
    ts_test_arena_free(&arena);
}

static const struct {
    const char *name;
    const char *text;
    unsigned want;
} left_alone[] = {
    { "nothing", ROOT("\"name\":\"x\""), 0 },
    { "refresh service",
      ROOT("\"refreshService\":{\"type\":\"1EdTechCredentialRefresh\"}"),
      TS_UNCHECKED_REFRESH },
    { "terms of use", ROOT("\"termsOfUse\":[{\"type\":\"T\"}]"), TS_UNCHECKED_TERMS },
    { "an empty list asks for nothing", ROOT("\"termsOfUse\":[]"), 0 },
    { "confidence method of the subject",
      SUBJECT("\"id\":\"urn:s\",\"confidenceMethod\":{\"type\":\"M\"}"),
      TS_UNCHECKED_CONFIDENCE },
};

static void
what_nobody_checks_is_noted(void **state)
{
    (void)state;
    for (size_t i = 0; i < TS_COUNT(left_alone); i++) {
        struct ts_arena arena = ts_test_arena(1 << 18);
        struct ts_credential c;
        ts_test_row(left_alone[i].name);
        assert_status(read(&arena, &c, left_alone[i].text, NULL), TS_OK);
        assert_int_equal(c.unchecked, left_alone[i].want);
        ts_test_arena_free(&arena);
    }
    assert_string_equal(ts_unchecked_name(0), "refreshService");
    assert_string_equal(ts_unchecked_name(1), "termsOfUse");
    assert_string_equal(ts_unchecked_name(2), "confidenceMethod");
    assert_string_equal(ts_unchecked_name(3), "presentationProof");
}

static void
endorsements_are_kept_as_texts(void **state)
{
    (void)state;
    struct ts_arena arena = ts_test_arena(1 << 18);
    struct ts_credential c;
    assert_status(
        read(&arena, &c,
             "{" HEAD "\"endorsement\":[{\"a\": 1.50}],\"endorsementJwt\":\"eyJ.b.c\","
             "\"credentialSubject\":{\"achievement\":{\"endorsement\":{\"x\":[]},"
             "\"endorsementJwt\":[\"d\",\"e\",\"f\"]}}}",
             NULL),
        TS_OK);
    assert_int_equal(c.endorsement_count, TS_ENDORSEMENTS_MAX);
    assert_int_equal(c.endorsement_total, 6);
    assert_span_equal(c.endorsements[0], TS_SPAN_LIT("{\"a\":1.50}"));
    assert_span_equal(c.endorsements[1], TS_SPAN_LIT("eyJ.b.c"));
    assert_span_equal(c.endorsements[2], TS_SPAN_LIT("{\"x\":[]}"));
    assert_span_equal(c.endorsements[3], TS_SPAN_LIT("d"));
    ts_test_arena_free(&arena);
}

/* Every size of memory is enough or says so. */
static void
no_memory_is_said(void **state)
{
    (void)state;
    const char *text = "{" HEAD "\"evidence\":{\"narrative\":\"*x*\"},\"endorsement\":{},"
                       "\"credentialSubject\":{\"identifier\":[{},{}],\"achievement\":{"
                       "\"alignment\":[{}],\"description\":\"_d_\"},\"result\":[{}]}}";
    bool enough = false;
    for (size_t size = 512; size < 1 << 16; size += 64) {
        struct ts_arena arena = ts_test_arena(size);
        struct ts_credential c;
        enum ts_status status = read(&arena, &c, text, NULL);
        assert_true(status == TS_OK || (status == TS_NO_SPACE && !enough));
        enough |= status == TS_OK;
        ts_test_arena_free(&arena);
    }
    assert_true(enough);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_result_is_held_against_its_description),
        cmocka_unit_test(a_result_is_shown_by_its_names),
        cmocka_unit_test(too_many_results_are_refused),
        cmocka_unit_test(several_subjects_are_one_person_or_refused),
        cmocka_unit_test(identifiers_of_all_subjects_are_kept),
        cmocka_unit_test(a_record_achieves_nothing_itself),
        cmocka_unit_test(how_it_was_earned_is_read_where_it_is_said),
        cmocka_unit_test(words_are_plain),
        cmocka_unit_test(what_nobody_checks_is_noted),
        cmocka_unit_test(endorsements_are_kept_as_texts),
        cmocka_unit_test(no_memory_is_said),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
