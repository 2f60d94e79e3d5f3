#include "tests/unit/keys/proof/linked_world.h"

/*
 * A signature over RDF leaves the JSON open. Here a badge that says "Failed", of a
 * status list and of an end of validity is written anew by somebody who is not its
 * issuer, so that its RDF stays what was signed: the tests assert that it does. None
 * of them may be believed, or it must read as the original does.
 */

enum { EDITS_MAX = 4 };

struct rewriting {
    const char *name;
    struct {
        const char *from, *to;
    } edits[EDITS_MAX];
};

static ts_span
rewritten(const struct rewriting *r)
{
    ts_span text = TS_SPAN_LIT(LINKED_BADGE);
    for (size_t i = 0; i < EDITS_MAX && r->edits[i].from; i++)
        text = edited(text, r->edits[i].from, r->edits[i].to);
    return text;
}

static void
assert_same_rdf(ts_span document)
{
    ts_span want = canonical(parsed(TS_SPAN_LIT(LINKED_BADGE)), NULL, TS_RDFC_SHA256);
    assert_span_equal(canonical(parsed(document), NULL, TS_RDFC_SHA256), want);
}

/* An inline context behind the two. */
#define BESIDE(terms)                          \
    {                                          \
        "\"" OB "\"]", "\"" OB "\"," terms "]" \
    }
#define UNTIL "\"validUntil\":\"2026-02-01T00:00:00Z\""
#define RESULT_INSIDE                                                                    \
    "{\"type\":[\"Result\"],\"resultDescription\":\"urn:uuid:d\",\"status\":\"Failed\"," \
    "\"value\":\"50\"}"

static const struct rewriting attacks[] = {
    { "a name of one's own for the end of validity",
      { BESIDE("{\"end\":{\"@id\":\"" CRED "validUntil\",\"@type\":\"" DATE_TIME "\"}}"),
        { "\"validUntil\"", "\"end\"" } } },
    { "a name of one's own for the result",
      { BESIDE("{\"outcome\":\"" VOCAB "result\"}"), { "\"result\"", "\"outcome\"" } } },
    { "a name of one's own in a context further in",
      { { "\"type\":[\"AchievementSubject\"",
          "\"@context\":{\"outcome\":\"" VOCAB
          "result\"},\"type\":[\"AchievementSubject\"" },
        { "\"result\"", "\"outcome\"" } } },
    { "a name of one's own in a type's context",
      { BESIDE("{\"AchievementSubject2\":{\"@id\":\"" VOCAB
               "Profile\",\"@context\":{\"outcome\":\"" VOCAB "result\"}}}"),
        { "\"Profile\"],\"achievement\"", "\"AchievementSubject2\"],\"achievement\"" },
        { "\"result\"", "\"outcome\"" } } },
    { "a class for a property", { { "\"criteria\"", "\"Criteria\"" } } },
    { "an IRI for a name",
      { { UNTIL, "\"" CRED "validUntil\":{\"@type\":\"" DATE_TIME
                 "\",\"@value\":\"2026-02-01T00:00:00Z\"}" } } },
    { "a prefix and a name",
      { BESIDE("{\"c\":\"" CRED "\"}"),
        { UNTIL, "\"c:validUntil\":{\"@type\":\"" DATE_TIME
                 "\",\"@value\":\"2026-02-01T00:00:00Z\"}" } } },
    { "a value object for the end of validity",
      { { UNTIL, "\"validUntil\":{\"@type\":\"" DATE_TIME
                 "\",\"@value\":\"2026-02-01T00:00:00Z\"}" } } },
    { "a value object for the status",
      { { "\"status\":\"Failed\"", "\"status\":{\"@value\":\"Failed\"}" } } },
    { "a set object for the end of validity",
      { { UNTIL, "\"validUntil\":{\"@set\":[{\"@type\":\"" DATE_TIME
                 "\",\"@value\":\"2026-02-01T00:00:00Z\"}]}" } } },
    { "a set object for the results",
      { { LINKED_RESULT, "\"result\":{\"@set\":[" RESULT_INSIDE "]}" } } },
    { "@id for id",
      { { "\"id\":\"did:example:school\"", "\"@id\":\"did:example:school\"" } } },
    { "@type for type",
      { { "\"type\":\"BitstringStatusListEntry\"",
          "\"@type\":\"BitstringStatusListEntry\"" } } },
    { "a name of one's own for id",
      { BESIDE("{\"who\":\"@id\"}"),
        { "\"id\":\"did:example:school\"", "\"who\":\"did:example:school\"" } } },
    { "a name of one's own for type",
      { BESIDE("{\"a\":\"@type\"}"),
        { "\"type\":[\"ResultDescription\"]", "\"a\":[\"ResultDescription\"]" } } },
    { "an IRI for a type",
      { { "\"type\":[\"Profile\"],\"name\"",
          "\"type\":[\"" VOCAB "Profile\"],\"name\"" } } },
    { "a name of one's own for a type",
      { BESIDE("{\"Folk\":\"" VOCAB "Profile\"}"),
        { "\"type\":[\"Profile\"],\"name\"", "\"type\":[\"Folk\"],\"name\"" } } },
    { "all of it in a graph",
      { { "\"id\":\"urn:uuid:1\"", "\"@graph\":[{\"id\":\"urn:uuid:1\"" },
        { "\"value\":\"50\"}]}}", "\"value\":\"50\"}]}}]}" } } },
    { "the subject included elsewhere",
      { { "\"credentialSubject\":{\"id\":\"did:example:worker\",",
          "\"credentialSubject\":{\"id\":\"did:example:worker\"},\"@included\":[{\"id\":"
          "\"did:example:worker\"," },
        { "\"value\":\"50\"}]}}", "\"value\":\"50\"}]}]}" } } },
    { "the result turned round",
      { { "," LINKED_RESULT "}}",
          "},\"@included\":[{\"type\":[\"Result\"],\"resultDescription\":\"urn:uuid:d\","
          "\"status\":\"Failed\",\"value\":\"50\",\"@reverse\":{\"" VOCAB
          "result\":{\"@id\":\"did:example:worker\"}}}]}" } } },
    { "a member turned round by a name of one's own",
      { BESIDE("{\"of\":{\"@reverse\":\"" VOCAB "result\"}}"),
        { "," LINKED_RESULT "}}",
          "},\"@included\":[{\"type\":[\"Result\"],\"resultDescription\":\"urn:uuid:d\","
          "\"status\":\"Failed\",\"value\":\"50\",\"of\":{\"@id\":"
          "\"did:example:worker\"}}]}" } } },
    { "the end of validity nested", { { UNTIL, "\"@nest\":{" UNTIL "}" } } },
    { "the end of validity nested by a name of one's own",
      { BESIDE("{\"more\":\"@nest\"}"), { UNTIL, "\"more\":{" UNTIL "}" } } },
    { "the results in a map of one's own",
      { BESIDE("{\"outcomes\":{\"@id\":\"" VOCAB "result\",\"@container\":\"@index\"}}"),
        { LINKED_RESULT, "\"outcomes\":{\"first\":" RESULT_INSIDE "}" } } },
    { "the result in a second subject",
      { { "\"credentialSubject\":{", "\"credentialSubject\":[{" },
        { "," LINKED_RESULT "}}", "},{\"id\":\"did:example:worker\",\"type\":["
                                  "\"AchievementSubject\"]," LINKED_RESULT "}]}" } } },
    { "the result with the creator, who is the worker",
      { { "\"creator\":{\"id\":\"did:example:worker\",\"type\":[\"Profile\"]}",
          "\"creator\":{\"id\":\"did:example:worker\",\"type\":[\"Profile\","
          "\"AchievementSubject\"]," LINKED_RESULT "}" },
        { "," LINKED_RESULT "}}", "}}" } } },
    { "the achievement in two parts",
      { { "\"achievement\":{\"id\":\"urn:uuid:a\",",
          "\"achievement\":[{\"id\":\"urn:uuid:a\",\"type\":[\"Achievement\"],"
          "\"name\":\"Crane operator\"},{\"id\":\"urn:uuid:a\"," },
        { "}]},\"result\"", "}]}],\"result\"" } } },
    { "the required value in a second description",
      { { ",\"requiredValue\":\"60\"}]",
          "},{\"id\":\"urn:uuid:d\",\"type\":[\"ResultDescription\"],"
          "\"requiredValue\":\"60\"}]" } } },
    { "a label for the result", { { "\"result\":[{", "\"result\":[{\"id\":\"_:r\"," } } },
    { "the result in a list of a list",
      { { LINKED_RESULT, "\"result\":[[" RESULT_INSIDE "]]" } } },
    { "the status list by a prefix",
      { BESIDE("{\"s\":{\"@id\":\"https://school.example/\",\"@prefix\":true}}"),
        { "\"statusListCredential\":\"https://school.example/s\"",
          "\"statusListCredential\":\"s:s\"" } } },
    { "the issuer by a prefix",
      { BESIDE("{\"e\":{\"@id\":\"did:example:\",\"@prefix\":true}}"),
        { "\"id\":\"did:example:school\"", "\"id\":\"e:school\"" } } },
    { "a vocabulary in place", { BESIDE("{\"@vocab\":\"" VOCAB "\"}") } },
    { "a base in place", { BESIDE("{\"@base\":\"https://school.example/\"}") } },
};

static void
no_other_writing_of_the_same_statements_is_believed(void **state)
{
    (void)state;
    for (size_t i = 0; i < TS_COUNT(attacks); i++) {
        size_t used = arena.used;
        ts_test_row(attacks[i].name);
        ts_span proof = linked_proof(TS_SPAN_LIT(LINKED_BADGE));
        ts_span document = rewritten(&attacks[i]);
        assert_same_rdf(document);
        struct ts_proof_set set = read_signed(document, proof);
        if (set.count || !set.malformed)
            print_error("[%s] believed\n", attacks[i].name);
        assert_int_equal(set.count, 0);
        assert_null(set.refused);
        assert_int_equal(set.unsupported.len, 0);
        assert_non_null(set.malformed);
        assert_true(
            ts_span_starts_with(ts_span_text(set.malformed), TS_SPAN_LIT("plain form ")));
        ts_arena_rewind(&arena, used);
    }
}

/* Those that are common in the field, and read as one. */
static const struct rewriting harmless[] = {
    { "as it was", { { "Crane", "Crane" } } },
    { "an array of one", { { "\"status\":\"Failed\"", "\"status\":[\"Failed\"]" } } },
    { "one not in an array", { { LINKED_RESULT, "\"result\":" RESULT_INSIDE } } },
    { "both sides of a comparison in arrays",
      { { "\"value\":\"50\"", "\"value\":[\"50\"]" },
        { "\"requiredValue\":\"60\"", "\"requiredValue\":[\"60\"]" } } },
    { "a type not in an array", { { "[\"Result\"]", "\"Result\"" } } },
    { "a list with nothing in it",
      { { "\"validFrom\"", "\"evidence\":[],\"validFrom\"" } } },
    { "a list of one and nothing",
      { { "\"status\":\"Failed\"", "\"status\":[null,\"Failed\"]" } } },
    { "nothing", { { "\"validFrom\"", "\"awardedDate\":null,\"validFrom\"" } } },
    { "an object that has only an id",
      { { "\"statusListCredential\":\"https://school.example/s\"",
          "\"statusListCredential\":{\"id\":\"https://school.example/s\"}" } } },
    { "another order",
      { { "\"status\":\"Failed\",\"value\":\"50\"",
          "\"value\":\"50\",\"status\":\"Failed\"" } } },
    { "white space",
      { { "\"status\":\"Failed\"", "\"status\" : \n \"F\\u0061iled\"" } } },
};

static void
common_ways_to_write_it_read_as_one(void **state)
{
    (void)state;
    ts_span proof = linked_proof(TS_SPAN_LIT(LINKED_BADGE));
    struct ts_proof_set original = read_signed(TS_SPAN_LIT(LINKED_BADGE), proof);
    assert_status(check_first(&original, TS_KEY_ED25519), TS_OK);
    for (size_t i = 0; i < TS_COUNT(harmless); i++) {
        size_t used = arena.used;
        ts_test_row(harmless[i].name);
        struct ts_proof_set set = read_signed(rewritten(&harmless[i]), proof);
        if (set.malformed)
            print_error("[%s] %s %.*s\n", harmless[i].name, set.malformed,
                        TS_SPAN_ARG(set.malformed_name));
        assert_status(check_first(&set, TS_KEY_ED25519), TS_OK);
        assert_span_equal(set.proofs[0].payload, original.proofs[0].payload);
        ts_arena_rewind(&arena, used);
    }
}

/* The other way round: what is read says what was signed, and nothing else. Each is
 * signed as it stands. */
#define DESCRIPTIONS                                            \
    "[{\"id\":\"urn:uuid:d\",\"type\":[\"ResultDescription\"]," \
    "\"name\":\"Test\",\"resultType\":\"Status\",\"requiredValue\":\"60\"}]"
#define CREATOR "{\"id\":\"did:example:worker\",\"type\":[\"Profile\"]}"

static const struct {
    const char *name;
    struct rewriting writing;
    const char *is_read; /* Somewhere in what is read. */
} signed_so[] = {
    { "an id where text is no id",
      { "", { { DESCRIPTIONS, "[{\"id\":\"urn:uuid59\"}]" } } },
      "\"resultDescription\":{\"id\":\"urn:uuid59\"}" },
    { "text where it is no id",
      { "", { { DESCRIPTIONS, "\"urn:uuid59\"" } } },
      "\"resultDescription\":\"urn:uuid59\"" },
    { "ids where text is no id",
      { "", { { DESCRIPTIONS, "[{\"id\":\"urn:uuid:58\"},{\"id\":\"urn:uuid:59\"}]" } } },
      "\"resultDescription\":[{\"id\":\"urn:uuid:58\"},{\"id\":\"urn:uuid:59\"}]" },
    { "an id and nothing, where text is no id",
      { "", { { DESCRIPTIONS, "{\"id\":\"urn:uuid:59\",\"name\":null}" } } },
      "\"resultDescription\":{\"id\":\"urn:uuid:59\"}" },
    { "an id where text is one",
      { "",
        { { "\"issuer\":{\"id\":\"did:example:school\",\"type\":[\"Profile\"],"
            "\"name\":\"School\"}",
            "\"issuer\":[{\"id\":\"did:example:school\"}]" } } },
      "\"issuer\":\"did:example:school\"" },
    { "text where it is an id",
      { "", { { "\"creator\":" CREATOR, "\"creator\":\"did:example:worker\"" } } },
      "" },
    { "an id where a word stands",
      { "", { { "\"status\":\"Failed\"", "\"status\":{\"id\":\"urn:x:failed\"}" } } },
      "" },
};

static bool
contains(ts_span text, const char *part)
{
    for (size_t i = 0; i + strlen(part) <= text.len; i++)
        if (ts_span_starts_with(ts_span_part(text, i, text.len), ts_span_text(part)))
            return true;
    return false;
}

static void
what_is_read_says_what_was_signed(void **state)
{
    (void)state;
    for (size_t i = 0; i < TS_COUNT(signed_so); i++) {
        size_t used = arena.used;
        ts_test_row(signed_so[i].name);
        ts_span document = rewritten(&signed_so[i].writing);
        struct ts_proof_set set = read_signed(document, linked_proof(document));
        assert_status(check_first(&set, TS_KEY_ED25519), TS_OK);
        ts_span payload = set.proofs[0].payload;
        if (!contains(payload, signed_so[i].is_read))
            print_error("%.*s\n", TS_SPAN_ARG(payload));
        assert_true(contains(payload, signed_so[i].is_read));
        assert_span_equal(canonical(parsed(payload), NULL, TS_RDFC_SHA256),
                          canonical(parsed(document), NULL, TS_RDFC_SHA256));
        ts_arena_rewind(&arena, used);
    }
}

/* What adds to a context and takes nothing from others is nobody's harm. */
static void
a_context_of_ones_own_for_things_of_ones_own_is_fine(void **state)
{
    (void)state;
    static const struct rewriting extension = {
        "an extension",
        { BESIDE("{\"@protected\":true,\"shift\":{\"@id\":\"https://school.example/"
                 "v#shift\","
                 "\"@type\":\"" DATE_TIME
                 "\"},\"Night\":\"https://school.example/v#Night\"}"),
          { "[\"AchievementSubject\"", "[\"Night\",\"AchievementSubject\"" },
          { "\"achievement\":{",
            "\"shift\":\"2026-01-01T22:00:00Z\",\"achievement\":{" } }
    };
    ts_span document = rewritten(&extension);
    struct ts_proof_set set = read_signed(document, linked_proof(document));
    assert_status(check_first(&set, TS_KEY_ED25519), TS_OK);
}

/* The other way round: what was signed under a name of the issuer's own becomes
 * something that is read. */
static void
no_other_statement_becomes_one_that_is_read(void **state)
{
    (void)state;
    static const char *const names[][2] = {
        { "course\"", "achievement\"" },
        { "Enrolment\"", "AchievementSubject\"" },
    };
    ts_span document = TS_SPAN_LIT(
        "{\"@context\":[\"" V2 "\",{\"course\":\"https://school.example/v#course\","
        "\"Enrolment\":\"https://school.example/v#Enrolment\"}],"
        "\"type\":\"VerifiableCredential\",\"issuer\":\"did:example:school\","
        "\"credentialSubject\":{\"id\":\"did:example:worker\",\"type\":\"Enrolment\","
        "\"course\":{\"name\":\"Crane operator\"}}}");
    ts_span proof = linked_proof(document);
    struct ts_proof_set set = read_signed(document, proof);
    assert_status(check_first(&set, TS_KEY_ED25519), TS_OK);
    for (size_t i = 0; i < TS_COUNT(names); i++) {
        char from[64];
        char to[64];
        ts_test_row(names[i][1]);
        /* The term, and where it is used. */
        snprintf(from, sizeof(from), "\"%s:\"https:", names[i][0]);
        snprintf(to, sizeof(to), "\"%s:\"https:", names[i][1]);
        ts_span other = edited(document, from, to);
        snprintf(from, sizeof(from), "\"%s%s", names[i][0], i ? "" : ":{");
        snprintf(to, sizeof(to), "\"%s%s", names[i][1], i ? "" : ":{");
        other = edited(other, from, to);
        assert_span_equal(canonical(parsed(other), NULL, TS_RDFC_SHA256),
                          canonical(parsed(document), NULL, TS_RDFC_SHA256));
        set = read_signed(other, proof);
        assert_int_equal(set.count, 0);
        assert_non_null(set.malformed);
    }
}

/* The proof is read by its names as well: an end of its own must not vanish. */
static void
a_proof_cannot_lose_its_end(void **state)
{
    (void)state;
    ts_span document = TS_SPAN_LIT(LINKED_BADGE);
    ts_span options = edited(TS_SPAN_LIT(LINKED_OPTIONS), "\"created\"",
                             "\"expires\":\"2026-01-02T00:00:00Z\",\"created\"");
    ts_span proof = signed_options(document, options, TS_KEY_ED25519);
    struct ts_proof_set set = read_signed(document, proof);
    assert_status(check_first(&set, TS_KEY_ED25519), TS_OK);
    assert_int_equal(set.proofs[0].expires.s, 1767312000);

    static const struct rewriting contexts[] = {
        { "a name of one's own",
          { BESIDE("{\"end\":{\"@id\":\"https://w3id.org/security#expiration\",\"@type\":"
                   "\"" DATE_TIME "\"}}") } },
    };
    document = rewritten(&contexts[0]);
    proof = edited(proof, "\"expires\"", "\"end\"");
    set = read_signed(document, proof);
    assert_int_equal(set.count, 0);
    assert_non_null(set.malformed);
    assert_span_equal(set.malformed_name, TS_SPAN_LIT("end"));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_other_writing_of_the_same_statements_is_believed),
        cmocka_unit_test(common_ways_to_write_it_read_as_one),
        cmocka_unit_test(what_is_read_says_what_was_signed),
        cmocka_unit_test(a_context_of_ones_own_for_things_of_ones_own_is_fine),
        cmocka_unit_test(no_other_statement_becomes_one_that_is_read),
        cmocka_unit_test(a_proof_cannot_lose_its_end),
    };
    return cmocka_run_group_tests(tests, linked_world_make, linked_world_free);
}
