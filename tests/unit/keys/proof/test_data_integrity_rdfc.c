#include "keys/proof/linked_data/context.h"
#include "tests/unit/keys/proof/linked_world.h"

#include <stdlib.h>

#define badge TS_SPAN_LIT(LINKED_BADGE)

#define SUITE_2020 "https://w3id.org/security/suites/ed25519-2020/v1"
#define OPTIONS_OF(suite) \
    "{\"type\":\"DataIntegrityProof\",\"cryptosuite\":\"" suite "\"," LINKED_REST "}"

static const struct {
    const char *name;
    const char *options;
    const char *context; /* Besides the two, or "". */
    enum ts_key_kind kind;
    enum ts_signature_alg alg;
} suites[] = {
    { "eddsa-rdfc-2022", OPTIONS_OF("eddsa-rdfc-2022"), "", TS_KEY_ED25519,
      TS_ALG_EDDSA },
    { "its old name", OPTIONS_OF("eddsa-2022"), "", TS_KEY_ED25519, TS_ALG_EDDSA },
    { "ecdsa-rdfc-2019", OPTIONS_OF("ecdsa-rdfc-2019"), "", TS_KEY_P256, TS_ALG_ES256 },
    { "a type that is a suite", "{\"type\":\"Ed25519Signature2020\"," LINKED_REST "}",
      ",\"" SUITE_2020 "\"", TS_KEY_ED25519, TS_ALG_EDDSA },
};

static void
each_suite_covers_the_document_and_the_options(void **state)
{
    (void)state;
    for (size_t i = 0; i < TS_COUNT(suites); i++) {
        char context[256];
        ts_test_row(suites[i].name);
        snprintf(context, sizeof(context), "\"" OB "\"%s]", suites[i].context);
        ts_span document = edited(badge, "\"" OB "\"]", context);
        ts_span proof =
            signed_options(document, ts_span_text(suites[i].options), suites[i].kind);
        struct ts_proof_set set = read_signed(document, proof);
        assert_int_equal(set.count, 1);
        assert_null(set.refused);
        assert_null(set.malformed);
        assert_int_equal(set.unsupported.len, 0);
        assert_int_equal(set.proofs[0].kind, TS_PROOF_DATA_INTEGRITY);
        assert_int_equal(set.proofs[0].alg, suites[i].alg);
        assert_span_equal(
            set.proofs[0].message,
            linked_message(document, ts_span_text(suites[i].options), TS_RDFC_SHA256));
        assert_status(check_first(&set, suites[i].kind), TS_OK);

        set = read_signed(edited(document, "\"50\"", "\"70\""), proof);
        assert_status(check_first(&set, suites[i].kind), TS_UNTRUSTED);
        set = read_signed(document, edited(proof, "{", "{\"nonce\":\"n\","));
        assert_status(check_first(&set, suites[i].kind), TS_UNTRUSTED);
    }
}

/* P-384 goes with SHA-384, inside the canonical form too. */
static void
a_long_signature_asks_for_the_long_hash(void **state)
{
    (void)state;
    uint8_t bytes[96] = { 1 };
    ts_span value;
    static const char options[] = OPTIONS_OF("ecdsa-rdfc-2019");
    assert_status(ts_base58_encode(&arena, &value, TS_SPAN_OF(bytes)), TS_OK);
    ts_span proof = joined("%.*s,\"proofValue\":\"z%.*s\"}%.*s",
                           ts_span_part(ts_span_text(options), 0, sizeof(options) - 2),
                           value, (ts_span){ 0 });
    struct ts_proof_set set = read_signed(badge, proof);
    assert_int_equal(set.count, 1);
    assert_int_equal(set.proofs[0].alg, TS_ALG_ES384);
    assert_span_equal(set.proofs[0].message,
                      linked_message(badge, ts_span_text(options), TS_RDFC_SHA384));
}

static const struct {
    const char *name;
    const char *from, *to;
} changes[] = {
    { "who issued it", "\"did:example:school\"", "\"did:example:schoop\"" },
    { "who was awarded it", "\"credentialSubject\":{\"id\":\"did:example:worker\"",
      "\"credentialSubject\":{\"id\":\"did:example:forger\"" },
    { "what it is for", "\"urn:uuid:a\"", "\"urn:uuid:b\"" },
    { "whether it was passed", "\"Failed\"", "\"Completed\"" },
    { "what was asked", "\"60\"", "\"50\"" },
    { "until when it holds", "2026-02-01", "2036-02-01" },
    { "that it ends", "\"validUntil\":\"2026-02-01T00:00:00Z\",", "" },
    { "where it is withdrawn", "\"7\"", "\"8\"" },
    { "that it may be withdrawn", "\"statusPurpose\":\"revocation\",", "" },
    { "a text that is a number", "\"60\"", "60" },
    { "a result", "," LINKED_RESULT, "" },
    { "a type", "\"type\":[\"Result\"],", "\"type\":[\"Result\",\"Image\"]," },
    { "one more result", "\"result\":[", "\"result\":[{\"type\":[\"Result\"]}," },
};

static void
what_is_said_cannot_be_changed(void **state)
{
    (void)state;
    ts_span proof = linked_proof(badge);
    for (size_t i = 0; i < TS_COUNT(changes); i++) {
        ts_test_row(changes[i].name);
        struct ts_proof_set set =
            read_signed(edited(badge, changes[i].from, changes[i].to), proof);
        assert_status(check_first(&set, TS_KEY_ED25519), TS_UNTRUSTED);
    }
}

static void
a_signature_over_another_document_is_none(void **state)
{
    (void)state;
    ts_span other = edited(badge, "\"name\":\"Crane operator\"", "\"name\":\"Welder\"");
    struct ts_proof_set set = read_signed(other, linked_proof(badge));
    assert_status(check_first(&set, TS_KEY_ED25519), TS_UNTRUSTED);
    set = read_signed(other, linked_proof(other));
    assert_status(check_first(&set, TS_KEY_ED25519), TS_OK);
}

static void
assert_malformed(const struct ts_proof_set *set, const char *name)
{
    assert_int_equal(set->count, 0);
    assert_null(set->refused);
    assert_non_null(set->malformed);
    assert_span_equal(set->malformed_name, ts_span_text(name));
}

static void
what_is_not_signed_is_named(void **state)
{
    (void)state;
    ts_span proof = linked_proof(badge);
    struct ts_proof_set set = read_signed(
        edited(badge, "\"validFrom\"", "\"tint\":\"red\",\"validFrom\""), proof);
    assert_malformed(&set, "tint");
    set = read_signed(edited(badge, "\"value\":\"50\"", "\"value\":\"50\",\"tint\":1"),
                      proof);
    assert_malformed(&set, "tint");
    set = read_signed(badge, edited(proof, "{", "{\"tint\":\"red\","));
    assert_malformed(&set, "tint");
}

/* A context that is not known is an administrator's business, and no forgery. */
static void
an_unknown_context_is_named_and_a_site_can_add_it(void **state)
{
    (void)state;
    static const char iri[] = "https://school.example/context/v1";
    struct ts_ld_contexts site = { 0 };
    struct ts_proof_set set;
    ts_span document = edited(
        edited(badge, "\"" OB "\"]", "\"" OB "\",\"https://school.example/context/v1\"]"),
        "\"validFrom\"", "\"shift\":\"late\",\"validFrom\"");
    const struct ts_json *terms = parsed(
        TS_SPAN_LIT("{\"@context\":{\"shift\":\"https://school.example/v#shift\"}}"));
    ts_span proof = linked_proof(badge);
    const struct ts_json *tree = parsed(with_proof(document, proof));

    assert_status(ts_data_integrity_read(&arena, &set, tree, NULL, NULL), TS_OK);
    assert_int_equal(set.count, 0);
    assert_null(set.refused);
    assert_null(set.malformed);
    assert_span_equal(set.unsupported, ts_span_text(iri));

    assert_status(ts_ld_contexts_add(&site, &arena, ts_span_text(iri), terms), TS_OK);
    assert_status(ts_data_integrity_read(&arena, &set, tree, &site, NULL), TS_OK);
    assert_int_equal(set.count, 1);
    assert_status(check_first(&set, TS_KEY_ED25519), TS_UNTRUSTED);
    tree = parsed(with_proof(edited(document, "\"shift\":\"late\",", ""), proof));
    assert_status(ts_data_integrity_read(&arena, &set, tree, &site, NULL), TS_OK);
    assert_status(check_first(&set, TS_KEY_ED25519), TS_OK);
}

static void
a_context_without_an_address_is_named_all_the_same(void **state)
{
    (void)state;
    struct ts_proof_set set;
    ts_span document = edited(badge, "\"" OB "\"]", "\"" OB "\",\"\"]");
    const struct ts_json *tree = parsed(with_proof(document, linked_proof(badge)));
    assert_status(ts_data_integrity_read(&arena, &set, tree, NULL, NULL), TS_OK);
    assert_int_equal(set.count, 0);
    assert_span_equal(set.unsupported, TS_SPAN_LIT("@context"));
}

static const struct {
    const char *name;
    const char *context;
    bool is_fine;
} proof_contexts[] = {
    { "the document's", "[\"" V2 "\",\"" OB "\"]", true },
    { "the beginning of it", "[\"" V2 "\"]", true },
    { "one text", "\"" V2 "\"", true },
    { "another one", "\"https://w3id.org/security/data-integrity/v2\"", false },
    { "not from the start", "[\"" OB "\"]", false },
    { "one more", "[\"" V2 "\",\"" OB "\",\"" SUITE_2020 "\"]", false },
    { "one in place", "[\"" V2 "\",{\"expires\":\"urn:x\"}]", false },
    { "none", "null", false },
};

static void
a_proof_with_a_foreign_context_is_refused(void **state)
{
    (void)state;
    ts_span proof = linked_proof(badge);
    for (size_t i = 0; i < TS_COUNT(proof_contexts); i++) {
        char with[512];
        ts_test_row(proof_contexts[i].name);
        snprintf(with, sizeof(with), "{\"@context\":%s,", proof_contexts[i].context);
        struct ts_proof_set set = read_signed(badge, edited(proof, "{", with));
        assert_int_equal(set.count, proof_contexts[i].is_fine);
        assert_int_equal(set.refused != NULL, !proof_contexts[i].is_fine);
        if (proof_contexts[i].is_fine)
            assert_status(check_first(&set, TS_KEY_ED25519), TS_OK);
    }
}

/* It is really signed; only for something else. */
static void
a_proof_for_another_place_or_occasion_is_not_used(void **state)
{
    (void)state;
    static const char *const more[][2] = {
        { "\"domain\":\"login.example\",", "domain" },
        { "\"challenge\":\"c0ffee\",", "challenge" },
        { "\"challenge\":\"c0ffee\",\"domain\":\"login.example\",", "domain" },
    };
    for (size_t i = 0; i < TS_COUNT(more); i++) {
        char with[128];
        snprintf(with, sizeof(with), "{%s", more[i][0]);
        ts_span options = edited(TS_SPAN_LIT(LINKED_OPTIONS), "{", with);
        struct ts_proof_set set =
            read_signed(badge, signed_options(badge, options, TS_KEY_ED25519));
        assert_int_equal(set.count, 0);
        assert_null(set.refused);
        assert_span_equal(set.unsupported, ts_span_text(more[i][1]));
    }
    ts_span login =
        edited(TS_SPAN_LIT(LINKED_OPTIONS), "assertionMethod", "authentication");
    struct ts_proof_set set =
        read_signed(badge, signed_options(badge, login, TS_KEY_ED25519));
    assert_int_equal(set.count, 0);
    assert_non_null(set.refused);
}

/* One good proof beside one that was made for a document that said more. */
static void
each_proof_of_a_set_is_read_by_itself(void **state)
{
    (void)state;
    ts_span good = linked_proof(badge);
    ts_span foreign = edited(good, "eddsa-rdfc-2022", "bbs-2023");
    ts_span unnamed = edited(good, "{", "{\"tint\":\"red\",");
    ts_span proofs = joined("[%.*s,%.*s,%.*s]", foreign, unnamed, good);
    struct ts_proof_set set = read_signed(badge, proofs);
    assert_int_equal(set.count, 1);
    assert_span_equal(set.unsupported, TS_SPAN_LIT("bbs-2023"));
    assert_span_equal(set.malformed_name, TS_SPAN_LIT("tint"));
    assert_status(check_first(&set, TS_KEY_ED25519), TS_OK);
}

static void
duplicate_keys_do_not_get_here(void **state)
{
    (void)state;
    const struct ts_json *document;
    ts_span twice = edited(badge, "\"status\":\"Failed\"",
                           "\"status\":\"Failed\",\"status\":\"Completed\"");
    assert_status(ts_json_parse(&arena, &document, twice, NULL), TS_DUPLICATE);
}

/* piece count times where "LOT" stands. */
static ts_span
with_many(ts_span text, const char *piece, size_t count)
{
    size_t len = strlen(piece);
    char *many = ts_arena_take(&arena, count * (len + 1) + 1);
    assert_non_null(many);
    for (size_t i = 0; i < count; i++) {
        memcpy(many + i * (len + 1), piece, len);
        many[i * (len + 1) + len] = i + 1 < count ? ',' : '\0';
    }
    return edited(text, "LOT", many);
}

static void
a_flood_of_blank_nodes_ends(void **state)
{
    (void)state;
    static const char *const pieces[] = {
        "{\"type\":[\"Evidence\"]}",
        "{\"type\":[\"Evidence\"],\"name\":\"x\"}",
        "{}",
        "{\"id\":\"_:a\",\"type\":[\"Evidence\"]}",
    };
    ts_span proof = linked_proof(badge);
    ts_span open = edited(badge, "\"validFrom\"", "\"evidence\":[LOT],\"validFrom\"");
    for (size_t i = 0; i < TS_COUNT(pieces); i++) {
        size_t used = arena.used;
        struct ts_proof_set set = read_signed(with_many(open, pieces[i], 3000), proof);
        assert_true(set.count == 0 || check_first(&set, TS_KEY_ED25519) == TS_UNTRUSTED);
        assert_true(set.count || set.malformed);
        ts_arena_rewind(&arena, used);
    }
}

/* An achievement whose creator has a parent who has a parent ... */
static void
deep_nesting_ends(void **state)
{
    (void)state;
    ts_span proof = linked_proof(badge);
    for (size_t depth = 8; depth < TS_DEPTH_MAX; depth *= 2) {
        static char deep[16384];
        size_t len = 0;
        for (size_t i = 0; i < depth - 6; i++)
            len += (size_t)snprintf(
                deep + len, sizeof(deep) - len,
                "\"parentOrg\":{\"id\":\"urn:p:%zu\",\"type\":[\"Profile\"],", i);
        len += (size_t)snprintf(deep + len, sizeof(deep) - len, "\"name\":\"x\"");
        for (size_t i = 0; i < depth - 6; i++)
            deep[len++] = '}';
        snprintf(deep + len, sizeof(deep) - len, ",\"name\":\"School\"");
        ts_span document = edited(badge, "\"name\":\"School\"", deep);
        struct ts_proof_set set = read_signed(document, proof);
        assert_status(check_first(&set, TS_KEY_ED25519), TS_UNTRUSTED);
        set = read_signed(document, linked_proof(document));
        assert_status(check_first(&set, TS_KEY_ED25519), TS_OK);
    }
}

/* Each byte of document and proof turned over, one at a time. */
static void
no_byte_can_be_changed(void **state)
{
    (void)state;
    ts_span source = with_proof(badge, linked_proof(badge));
    uint8_t *text = ts_arena_take(&arena, source.len);
    size_t checked = 0;
    assert_non_null(text);
    for (size_t i = 0; i < source.len; i++) {
        size_t used = arena.used;
        struct ts_proof_set set;
        const struct ts_json *document;
        memcpy(text, source.at, source.len);
        text[i] ^= 1;
        if (ts_json_parse(&arena, &document, (ts_span){ text, source.len }, NULL) == TS_OK
            && ts_data_integrity_read(&arena, &set, document, NULL, NULL) == TS_OK
            && set.count) {
            assert_status(check_first(&set, TS_KEY_ED25519), TS_UNTRUSTED);
            checked++;
        }
        ts_arena_rewind(&arena, used);
    }
    assert_in_range(checked, 300, source.len);
}

static void
a_small_arena_is_no_space(void **state)
{
    (void)state;
    const struct ts_json *document = parsed(with_proof(badge, linked_proof(badge)));
    enum ts_status status = TS_NO_SPACE;
    for (size_t len = 0; status != TS_OK; len += 509) {
        struct ts_proof_set set = { .count = 42 };
        assert_in_range(len, 0, 1 << 20);
        uint8_t *block = malloc(len + 1);
        assert_non_null(block);
        struct ts_arena small = ts_arena_over((ts_room){ block, len });
        status = ts_data_integrity_read(&small, &set, document, NULL, NULL);
        if (status != TS_OK)
            assert_status(status, TS_NO_SPACE);
        assert_int_equal(set.count, status == TS_OK ? 1 : 42);
        free(block);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_suite_covers_the_document_and_the_options),
        cmocka_unit_test(a_long_signature_asks_for_the_long_hash),
        cmocka_unit_test(what_is_said_cannot_be_changed),
        cmocka_unit_test(a_signature_over_another_document_is_none),
        cmocka_unit_test(what_is_not_signed_is_named),
        cmocka_unit_test(an_unknown_context_is_named_and_a_site_can_add_it),
        cmocka_unit_test(a_context_without_an_address_is_named_all_the_same),
        cmocka_unit_test(a_proof_with_a_foreign_context_is_refused),
        cmocka_unit_test(a_proof_for_another_place_or_occasion_is_not_used),
        cmocka_unit_test(each_proof_of_a_set_is_read_by_itself),
        cmocka_unit_test(duplicate_keys_do_not_get_here),
        cmocka_unit_test(a_flood_of_blank_nodes_ends),
        cmocka_unit_test(deep_nesting_ends),
        cmocka_unit_test(no_byte_can_be_changed),
        cmocka_unit_test(a_small_arena_is_no_space),
    };
    return cmocka_run_group_tests(tests, linked_world_make, linked_world_free);
}
