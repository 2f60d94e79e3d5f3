#include "tests/unit/keys/proof/linked_world.h"

/*
 * A learner record signed over RDF, under a context that a site adds: CLR 2.0 says in
 * ClrSubject what it holds. Its statements and those of the credentials in it are one
 * graph, in which the learner and the achievements are described again and again.
 */

#define CLR "https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json"
#define LEARNER "did:example:worker"

/* The same names as the published one, for things of our own. */
static const char terms[] =
    "{\"@context\":{\"id\":\"@id\",\"type\":\"@type\","
    "\"ClrCredential\":\"https://c.example/v#ClrCredential\",\"ClrSubject\":{"
    "\"@id\":\"https://c.example/v#ClrSubject\",\"@context\":{\"id\":\"@id\","
    "\"type\":\"@type\",\"achievement\":{\"@id\":\"https://c.example/v#about\","
    "\"@container\":\"@set\"},\"verifiableCredential\":{"
    "\"@id\":\"https://c.example/v#holds\",\"@container\":\"@set\"},"
    "\"association\":{\"@id\":\"https://c.example/v#association\","
    "\"@container\":\"@set\"}}},\"Association\":{"
    "\"@id\":\"https://c.example/v#Association\",\"@context\":{"
    "\"associationType\":\"https://c.example/v#associationType\","
    "\"sourceId\":\"https://c.example/v#sourceId\","
    "\"targetId\":\"https://c.example/v#targetId\"}}}}";

#define SCHOOL(name) \
    "{\"id\":\"did:example:school\",\"type\":[\"Profile\"],\"name\":\"" name "\"}"
#define ACHIEVEMENT(id, name) \
    "{\"id\":\"" id "\",\"type\":[\"Achievement\"],\"name\":\"" name "\"}"
/* A credential may well speak of the record that it is in. */
#define EVIDENCE "{\"id\":\"urn:uuid:record\",\"type\":[\"Evidence\"]}"
#define ENTRY \
    "\"id\":\"https://school.example/s#7\",\"type\":\"BitstringStatusListEntry\""
#define ENTRY_SAYS                                                 \
    ",\"statusPurpose\":\"revocation\",\"statusListIndex\":\"7\"," \
    "\"statusListCredential\":\"https://school.example/s\""
#define STATUS "\"credentialStatus\":{" ENTRY ENTRY_SAYS "}"
#define BARE_STATUS "\"credentialStatus\":{" ENTRY "}"
#define HELD                                                                           \
    "{\"@context\":[\"" V2 "\",\"" OB "\"],\"id\":\"urn:uuid:held\","                  \
    "\"type\":[\"VerifiableCredential\",\"OpenBadgeCredential\"],"                     \
    "\"issuer\":" SCHOOL(                                                              \
        "School") ",\"evidence\":[" EVIDENCE "]," BARE_STATUS ","                      \
                  "\"credentialSubject\":{\"id\":\"" LEARNER                           \
                  "\",\"type\":[\"AchievementSubject\"],\"achievement\":" ACHIEVEMENT( \
                      "urn:uuid:a",                                                    \
                      "Crane") "},"                                                    \
                               "\"proof\":{\"type\":\"DataIntegrityProof\","           \
                               "\"cryptosuite\":\"eddsa-rdfc-2022\"," LINKED_REST      \
                               ",\"proofValue\":\"z11\"}}"
#define UNTIL "\"validUntil\":\"2026-03-01T00:00:00Z\""
#define RECORD                                                                           \
    "{\"@context\":[\"" V2 "\",\"" CLR "\",\"" OB "\"],\"id\":\"urn:uuid:record\","      \
    "\"type\":[\"VerifiableCredential\",\"ClrCredential\"],"                             \
    "\"issuer\":" SCHOOL(                                                                \
        "School") "," UNTIL "," STATUS ",\"credentialSubject\":{"                        \
                  "\"id\":\"" LEARNER "\",\"type\":[\"ClrSubject\"],"                    \
                  "\"verifiableCredential\":[" HELD "],\"achievement\":[" ACHIEVEMENT(   \
                      "urn:uuid:a",                                                      \
                      "Crane") "," ACHIEVEMENT("urn:uuid:b",                             \
                                               "Sling") "],"                             \
                                                        "\"association\":[{\"type\":["   \
                                                        "\"Association\"],"              \
                                                        "\"associationType\":"           \
                                                        "\"isParentOf\",\"sourceId\":"   \
                                                        "\"urn:uuid:a\","                \
                                                        "\"targetId\":\"urn:uuid:b\"}]}" \
                                                        "}"

static int
make_world(void **state)
{
    static struct ts_ld_contexts site;
    (void)linked_world_make(state);
    assert_status(
        ts_ld_contexts_add(&site, &arena, TS_SPAN_LIT(CLR), parsed(ts_span_text(terms))),
        TS_OK);
    linked_site = &site;
    return 0;
}

static void
a_record_is_believed_with_the_sites_context(void **state)
{
    (void)state;
    ts_span document = TS_SPAN_LIT(RECORD);
    ts_span proof = linked_proof(document);
    struct ts_proof_set set = read_signed(document, proof);
    if (set.malformed)
        print_error("%s %.*s\n", set.malformed, TS_SPAN_ARG(set.malformed_name));
    assert_status(check_first(&set, TS_KEY_ED25519), TS_OK);
    assert_span_equal(canonical(parsed(set.proofs[0].payload), NULL, TS_RDFC_SHA256),
                      canonical(parsed(document), NULL, TS_RDFC_SHA256));
    set = read_signed(edited(document, "Sling", "Slung"), proof);
    assert_status(check_first(&set, TS_KEY_ED25519), TS_UNTRUSTED);
}

static void
without_it_the_context_is_named(void **state)
{
    (void)state;
    ts_span document = TS_SPAN_LIT(RECORD);
    ts_span proof = linked_proof(document);
    const struct ts_ld_contexts *known = linked_site;
    linked_site = NULL;
    struct ts_proof_set set = read_signed(document, proof);
    linked_site = known;
    assert_int_equal(set.count, 0);
    assert_null(set.refused);
    assert_null(set.malformed);
    assert_span_equal(set.unsupported, TS_SPAN_LIT(CLR));
}

/* The same statements, written elsewhere by somebody who is not the issuer: what the
 * record says of itself cannot be hidden in what it holds. */
static const struct {
    const char *name;
    const char *from[2], *to[2];
    const char *what;
} moved[] = {
    { "the end of the record into what it holds",
      { UNTIL ",", EVIDENCE },
      { "", "{\"id\":\"urn:uuid:record\",\"type\":[\"Evidence\",\"VerifiableCredential\"]"
            "," UNTIL "}" },
      "urn:uuid:record" },
    { "its status entry into what it holds",
      { STATUS,
        BARE_STATUS ",\"credentialSubject\":{\"id\":\"" LEARNER "\",\"type\":[\"Ach" },
      { BARE_STATUS,
        STATUS ",\"credentialSubject\":{\"id\":\"" LEARNER "\",\"type\":[\"Ach" },
      "https://school.example/s#7" },
    { "an achievement in two parts",
      { ACHIEVEMENT("urn:uuid:b", "Sling"), "urn:uuid:b" },
      { "{\"id\":\"urn:uuid:b\",\"type\":[\"Achievement\"],\"name\":\"Sling\"},"
        "{\"id\":\"urn:uuid:b\",\"type\":[\"Achievement\"],\"name\":\"Sling\"}",
        "urn:uuid:b" },
      "urn:uuid:b" },
    { "the learner in two parts of what it holds",
      { "\"credentialSubject\":{\"id\":\"" LEARNER
        "\",\"type\":[\"AchievementSubject\"],",
        "},\"proof\":" },
      { "\"credentialSubject\":[{\"id\":\"" LEARNER
        "\",\"type\":[\"AchievementSubject\"],\"achievement\":" ACHIEVEMENT(
            "urn:uuid:a", "Crane") "},{\"id\":\"" LEARNER
                                   "\",\"type\":[\"AchievementSubject\"],",
        "}],\"proof\":" },
      NULL },
};

static void
nothing_of_a_record_hides_in_what_it_holds(void **state)
{
    (void)state;
    ts_span original = TS_SPAN_LIT(RECORD);
    ts_span proof = linked_proof(original);
    for (size_t i = 0; i < TS_COUNT(moved); i++) {
        size_t used = arena.used;
        ts_test_row(moved[i].name);
        ts_span document = edited(original, moved[i].from[0], moved[i].to[0]);
        document = edited(document, moved[i].from[1], moved[i].to[1]);
        assert_span_equal(canonical(parsed(document), NULL, TS_RDFC_SHA256),
                          canonical(parsed(original), NULL, TS_RDFC_SHA256));
        struct ts_proof_set set = read_signed(document, proof);
        if (set.count || !set.malformed)
            print_error("[%s] believed\n", moved[i].name);
        assert_int_equal(set.count, 0);
        assert_non_null(set.malformed);
        assert_true(ts_span_starts_with(ts_span_text(set.malformed),
                                        TS_SPAN_LIT("plain form 6")));
        if (moved[i].what)
            assert_span_equal(set.malformed_name, ts_span_text(moved[i].what));
        ts_arena_rewind(&arena, used);
    }
}

/* What is no record holds nothing that is judged on its own. */
static void
only_a_record_is_read_so(void **state)
{
    (void)state;
    ts_span document =
        edited(TS_SPAN_LIT(RECORD), "\"ClrCredential\"]", "\"OpenBadgeCredential\"]");
    struct ts_proof_set set = read_signed(document, linked_proof(document));
    assert_int_equal(set.count, 0);
    assert_non_null(set.malformed);
    ts_test_row("under another name");
    document =
        edited(TS_SPAN_LIT(RECORD), "\"association\":[", "\"verifiableCredential\":[");
    document = edited(document, "\"verifiableCredential\":[{\"@context\"",
                      "\"association\":[{\"@context\"");
    set = read_signed(document, linked_proof(document));
    assert_int_equal(set.count, 0);
    assert_non_null(set.malformed);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_record_is_believed_with_the_sites_context),
        cmocka_unit_test(without_it_the_context_is_named),
        cmocka_unit_test(nothing_of_a_record_hides_in_what_it_holds),
        cmocka_unit_test(only_a_record_is_read_so),
    };
    return cmocka_run_group_tests(tests, make_world, linked_world_free);
}
