#include "keys/crypto/digest.h"
#include "keys/proof/data_integrity.h"
#include "tests/support/support.h"

#include <stdio.h>
#include <string.h>

static uint8_t memory[512 * 1024];
static struct ts_arena arena;

/* "z" and base58btc of 64 bytes that are 1. */
#define VALUE                                                       \
    "z2AXDGYSE4f2sz7tvMMzyHvUfcoJmxudvdhBcmiUSo6ijwfYmfZYsKRxboQMP" \
    "h3R4kUhXRVdtSXFXMheka4Rc4P2"
#define REST                                                                     \
    "\"cryptosuite\":\"eddsa-jcs-2022\",%s\"proofPurpose\":\"assertionMethod\"," \
    "\"proofValue\":\"" VALUE "\",\"type\":\"DataIntegrityProof\","              \
    "\"verificationMethod\":\"did:x#1\"}"

/* A proof in canonical form but for what it says of others, which comes second. */
static const char *
proof_of(const char *id, const char *previous)
{
    static char texts[16][1024];
    static size_t turn;
    char *text = texts[turn++ % TS_COUNT(texts)];
    char own[256];
    snprintf(own, sizeof(own), "%s%s%s%s%s%s", id ? "\"id\":\"" : "", id ? id : "",
             id ? "\"," : "", previous ? "\"previousProof\":" : "",
             previous ? previous : "", previous ? "," : "");
    snprintf(text, sizeof(texts[0]), "{" REST, own);
    return text;
}

static struct ts_proof_set
read(const char *proofs)
{
    static char source[64 * 1024];
    struct ts_proof_set set;
    const struct ts_json *document;
    arena = ts_arena_over(TS_ROOM_OF(memory));
    int len = snprintf(source, sizeof(source), "{\"name\":\"A\",\"proof\":%s}", proofs);
    assert_in_range(len, 1, sizeof(source) - 1);
    assert_status(ts_json_parse(&arena, &document, ts_span_text(source), NULL), TS_OK);
    assert_status(ts_data_integrity_read(&arena, &set, document, NULL, NULL), TS_OK);
    return set;
}

static struct ts_proof_set
read_three(const char *a, const char *b, const char *c)
{
    static char proofs[8192];
    snprintf(proofs, sizeof(proofs), "[%s,%s,%s]", a, b, c);
    return read(proofs);
}

static void
assert_signs(const struct ts_proof *proof, const char *document)
{
    uint8_t want[TS_SHA256_SIZE];
    ts_sha256(want, ts_span_text(document));
    assert_span_equal(ts_span_part(proof->message, TS_SHA256_SIZE, TS_SHA256_SIZE),
                      TS_SPAN_OF(want));
    assert_span_equal(proof->payload, TS_SPAN_LIT("{\"name\":\"A\"}"));
}

/* VC Data Integrity 1.0 4.5: the document with the proofs that are named, as a list
 * in the order in which they are named. */
static void
a_proof_signs_those_before_it(void **state)
{
    (void)state;
    char want[8192];
    const char *a = proof_of("urn:a", NULL);
    const char *b = proof_of("urn:b", "\"urn:a\"");
    const char *c = proof_of(NULL, "[\"urn:b\",\"urn:a\"]");
    struct ts_proof_set set = read_three(a, b, c);
    assert_int_equal(set.count, 3);
    assert_signs(&set.proofs[0], "{\"name\":\"A\"}");
    snprintf(want, sizeof(want), "{\"name\":\"A\",\"proof\":[%s]}", a);
    assert_signs(&set.proofs[1], want);
    snprintf(want, sizeof(want), "{\"name\":\"A\",\"proof\":[%s,%s]}", b, a);
    assert_signs(&set.proofs[2], want);
}

static void
it_does_not_matter_where_in_the_set_they_stand(void **state)
{
    (void)state;
    char want[4096];
    const char *a = proof_of("urn:a", NULL);
    struct ts_proof_set set =
        read_three(proof_of("urn:b", "[\"urn:a\"]"), proof_of("urn:c", NULL), a);
    assert_int_equal(set.count, 3);
    snprintf(want, sizeof(want), "{\"name\":\"A\",\"proof\":[%s]}", a);
    assert_signs(&set.proofs[0], want);
}

static const struct {
    const char *name;
    const char *ids[3];
    const char *previous[3];
    size_t count; /* Of proofs that are none the worse. */
} broken[] = {
    { "one that is not there",
      { "urn:a", "urn:b", NULL },
      { NULL, NULL, "\"urn:c\"" },
      2 },
    { "one of two is not there",
      { "urn:a", "urn:b", NULL },
      { NULL, NULL, "[\"urn:a\",\"urn:c\"]" },
      2 },
    { "one named twice",
      { "urn:a", "urn:b", NULL },
      { NULL, NULL, "[\"urn:a\",\"urn:a\"]" },
      2 },
    { "two of one id", { "urn:a", "urn:a", NULL }, { NULL, NULL, "\"urn:a\"" }, 2 },
    { "itself", { "urn:a", "urn:b", "urn:c" }, { NULL, NULL, "\"urn:c\"" }, 2 },
    { "each other",
      { "urn:a", "urn:b", "urn:c" },
      { NULL, "\"urn:c\"", "\"urn:b\"" },
      1 },
    { "all in a circle",
      { "urn:a", "urn:b", "urn:c" },
      { "\"urn:c\"", "\"urn:a\"", "\"urn:b\"" },
      0 },
    { "null", { "urn:a", "urn:b", NULL }, { NULL, NULL, "null" }, 2 },
    { "none", { "urn:a", "urn:b", NULL }, { NULL, NULL, "[]" }, 2 },
    { "a number", { "urn:a", "urn:b", NULL }, { NULL, NULL, "1" }, 2 },
    { "an empty id", { "", "urn:b", NULL }, { NULL, NULL, "\"\"" }, 2 },
    { "a proof for its id",
      { "urn:a", "urn:b", NULL },
      { NULL, NULL, "{\"id\":\"urn:a\"}" },
      2 },
    { "a list in a list",
      { "urn:a", "urn:b", NULL },
      { NULL, NULL, "[[\"urn:a\"]]" },
      2 },
};

static void
a_broken_chain_is_refused(void **state)
{
    (void)state;
    for (size_t i = 0; i < TS_COUNT(broken); i++) {
        ts_test_row(broken[i].name);
        struct ts_proof_set set =
            read_three(proof_of(broken[i].ids[0], broken[i].previous[0]),
                       proof_of(broken[i].ids[1], broken[i].previous[1]),
                       proof_of(broken[i].ids[2], broken[i].previous[2]));
        assert_int_equal(set.count, broken[i].count);
        assert_non_null(set.refused);
        assert_int_equal(set.unsupported.len, 0);
    }
}

/* A proof of another suite may stand before one of ours: it is covered, not asked. */
static void
a_proof_we_do_not_know_may_be_signed(void **state)
{
    (void)state;
    struct ts_proof_set set =
        read_three("{\"id\":\"urn:a\",\"type\":\"Other\"}",
                   proof_of("urn:b", "\"urn:a\""), proof_of(NULL, NULL));
    assert_int_equal(set.count, 2);
    assert_span_equal(set.unsupported, TS_SPAN_LIT("Other"));
    assert_signs(&set.proofs[0],
                 "{\"name\":\"A\",\"proof\":[{\"id\":\"urn:a\",\"type\":\"Other\"}]}");
}

static void
the_longest_chain_that_is_looked_at(void **state)
{
    (void)state;
    static char proofs[16384];
    size_t len = 0;
    for (size_t i = 0; i < TS_PROOFS_MAX; i++) {
        char id[16];
        char previous[16];
        snprintf(id, sizeof(id), "urn:%zu", i);
        snprintf(previous, sizeof(previous), "\"urn:%zu\"", i - 1);
        len += (size_t)snprintf(proofs + len, sizeof(proofs) - len, "%s%s", i ? "," : "[",
                                proof_of(id, i ? previous : NULL));
    }
    snprintf(proofs + len, sizeof(proofs) - len, "]");
    struct ts_proof_set set = read(proofs);
    assert_int_equal(set.count, TS_PROOFS_MAX);
    assert_null(set.refused);
}

/* A login, or a presentation to somebody, is no statement to us (2.1). */
static void
a_proof_for_another_place_or_occasion_is_named(void **state)
{
    (void)state;
    static const char *const rows[][2] = {
        { "\"domain\":\"login.example\",", "domain" },
        { "\"domain\":[\"a\",\"b\"],", "domain" },
        { "\"domain\":null,", "domain" },
        { "\"challenge\":\"1f44\",", "challenge" },
        { "\"challenge\":\"1f44\",\"domain\":\"login.example\",", "domain" },
    };
    for (size_t i = 0; i < TS_COUNT(rows); i++) {
        char proof[1024];
        ts_test_row(rows[i][0]);
        snprintf(proof, sizeof(proof), "{" REST, rows[i][0]);
        struct ts_proof_set set = read(proof);
        assert_int_equal(set.count, 0);
        assert_null(set.refused);
        assert_span_equal(set.unsupported, ts_span_text(rows[i][1]));
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_proof_signs_those_before_it),
        cmocka_unit_test(it_does_not_matter_where_in_the_set_they_stand),
        cmocka_unit_test(a_broken_chain_is_refused),
        cmocka_unit_test(a_proof_we_do_not_know_may_be_signed),
        cmocka_unit_test(the_longest_chain_that_is_looked_at),
        cmocka_unit_test(a_proof_for_another_place_or_occasion_is_named),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
