#include "firmware/base/limits.h"
#include "keys/codec/cbor_writer.h"
#include "keys/crypto/secret_key.h"
#include "keys/proof/cose.h"
#include "tests/support/support.h"

#include <stdlib.h>
#include <string.h>

/* A message is 84, protected, unprotected, payload, signature. The signature
 * here is two bytes: whether it holds is asked later. */
#define SIGN1 "D2"
#define PROTECTED_EDDSA "43A10127"
#define NO_HEADER "A0"
#define PAYLOAD "436F6E65"
#define SIGNATURE "42AABB"
#define MESSAGE(protected, unprotected) SIGN1 "84" protected unprotected PAYLOAD SIGNATURE

static const struct {
    const char *name;
    const char *hex;
    enum ts_status want;
    size_t count;
    const char *key_id;
    const char *media_type;
    const char *certificate;
    const char *unsupported;
} rows[] = {
    { "tag 18", MESSAGE(PROTECTED_EDDSA, NO_HEADER), TS_OK, 1, "", "", "", "" },
    { "tag 61 around tag 18", "D83D" MESSAGE(PROTECTED_EDDSA, NO_HEADER), TS_OK, 1, "",
      "", "", "" },
    { "no tag", "84" PROTECTED_EDDSA NO_HEADER PAYLOAD SIGNATURE, TS_OK, 1, "", "", "",
      "" },
    { "of indefinite length",
      "D29F" PROTECTED_EDDSA "BFFF5F416F416E4165FF" SIGNATURE "FF", TS_OK, 1, "", "", "",
      "" },
    { "ES256", MESSAGE("43A10126", NO_HEADER), TS_OK, 1, "", "", "", "" },
    { "RS256", MESSAGE("45A101390100", NO_HEADER), TS_OK, 1, "", "", "", "" },
    { "kid, protected", MESSAGE("46A2012704416B", NO_HEADER), TS_OK, 1, "k", "", "", "" },
    { "kid, not protected", MESSAGE(PROTECTED_EDDSA, "A104416B"), TS_OK, 1, "k", "", "",
      "" },
    { "kid in both: the protected one counts", MESSAGE("46A2012704416B", "A104416C"),
      TS_OK, 1, "k", "", "", "" },
    { "typ", MESSAGE(PROTECTED_EDDSA, "A110626162"), TS_OK, 1, "", "ab", "", "" },
    { "typ before content type", MESSAGE("47A2012710626162", "A103626364"), TS_OK, 1, "",
      "ab", "", "" },
    { "content type", MESSAGE(PROTECTED_EDDSA, "A103626364"), TS_OK, 1, "", "cd", "",
      "" },
    { "content type by number", MESSAGE(PROTECTED_EDDSA, "A103190107"), TS_OK, 1, "",
      "263", "", "" },
    { "x5chain of one", MESSAGE(PROTECTED_EDDSA, "A11821423030"), TS_OK, 1, "", "", "00",
      "" },
    { "x5chain of two", MESSAGE(PROTECTED_EDDSA, "A118218242303042303B"), TS_OK, 1, "",
      "", "00", "" },
    { "labels we do not know", MESSAGE("48A20127636162630A", "A1190100F6"), TS_OK, 1, "",
      "", "", "" },
    { "an empty signature", SIGN1 "84" PROTECTED_EDDSA NO_HEADER PAYLOAD "40", TS_OK, 1,
      "", "", "", "" },
    { "ES512", MESSAGE("44A1013823", NO_HEADER), TS_OK, 0, "", "", "", "-36" },
    { "HMAC", MESSAGE("43A10105", NO_HEADER), TS_OK, 0, "", "", "", "5" },
    { "an algorithm by name", MESSAGE("45A101626162", NO_HEADER), TS_OK, 0, "", "", "",
      "ab" },
    { "crit, protected", MESSAGE("46A20127028104", NO_HEADER), TS_OK, 0, "", "", "",
      "crit" },
    { "crit, not protected", MESSAGE(PROTECTED_EDDSA, "A1028104"), TS_OK, 0, "", "", "",
      "crit" },
    { "alg not protected is taken, and told", MESSAGE("40", "A10127"), TS_OK, 1, "", "",
      "", "" },
    { "alg in no header", MESSAGE("40", NO_HEADER), TS_MALFORMED, 0, "", "", "", "" },
    { "alg of bytes", MESSAGE("44A1014127", NO_HEADER), TS_MALFORMED, 0, "", "", "", "" },
    { "alg of an empty name", MESSAGE("43A10160", NO_HEADER), TS_MALFORMED, 0, "", "", "",
      "" },
    { "alg in both headers", MESSAGE(PROTECTED_EDDSA, "A10127"), TS_DUPLICATE, 0, "", "",
      "", "" },
    { "typ in both headers", MESSAGE("47A2012710626162", "A110626162"), TS_DUPLICATE, 0,
      "", "", "", "" },
    { "a label in both, written otherwise", MESSAGE("47A2012710626162", "A11810626162"),
      TS_DUPLICATE, 0, "", "", "", "" },
    { "a label twice", MESSAGE("45A201270127", NO_HEADER), TS_DUPLICATE, 0, "", "", "",
      "" },
    { "a label twice, written otherwise", MESSAGE("46A20127180126", NO_HEADER),
      TS_DUPLICATE, 0, "", "", "", "" },
    { "kid twice in one header", MESSAGE(PROTECTED_EDDSA, "A204416B1804416C"),
      TS_DUPLICATE, 0, "", "", "", "" },
    { "a text label twice", MESSAGE("46A201276161F6", "A16161F6"), TS_DUPLICATE, 0, "",
      "", "", "" },
    { "a label of bytes", MESSAGE("46A2012741AAF6", NO_HEADER), TS_MALFORMED, 0, "", "",
      "", "" },
    { "kid of text", MESSAGE(PROTECTED_EDDSA, "A104616B"), TS_MALFORMED, 0, "", "", "",
      "" },
    { "typ of bytes", MESSAGE(PROTECTED_EDDSA, "A1104161"), TS_MALFORMED, 0, "", "", "",
      "" },
    { "x5chain of nothing", MESSAGE(PROTECTED_EDDSA, "A1182180"), TS_MALFORMED, 0, "", "",
      "", "" },
    { "x5chain of text", MESSAGE(PROTECTED_EDDSA, "A118216161"), TS_MALFORMED, 0, "", "",
      "", "" },
    { "a protected header that is no map", MESSAGE("4101", NO_HEADER), TS_MALFORMED, 0,
      "", "", "", "" },
    { "bytes after the protected map", MESSAGE("44A1012700", NO_HEADER), TS_TRAILING, 0,
      "", "", "", "" },
    { "a protected header outside bytes", MESSAGE("A10127", NO_HEADER), TS_MALFORMED, 0,
      "", "", "", "" },
    { "an unprotected header in bytes", MESSAGE(PROTECTED_EDDSA, "41A0"), TS_MALFORMED, 0,
      "", "", "", "" },
    { "a detached payload", SIGN1 "84" PROTECTED_EDDSA NO_HEADER "F6" SIGNATURE,
      TS_UNSUPPORTED, 0, "", "", "", "" },
    { "a payload of text", SIGN1 "84" PROTECTED_EDDSA NO_HEADER "636F6E65" SIGNATURE,
      TS_MALFORMED, 0, "", "", "", "" },
    { "a signature of text", SIGN1 "84" PROTECTED_EDDSA NO_HEADER PAYLOAD "6161",
      TS_MALFORMED, 0, "", "", "", "" },
    { "three of four", SIGN1 "83" PROTECTED_EDDSA NO_HEADER PAYLOAD, TS_MALFORMED, 0, "",
      "", "", "" },
    { "five of four", SIGN1 "85" PROTECTED_EDDSA NO_HEADER PAYLOAD SIGNATURE "00",
      TS_MALFORMED, 0, "", "", "", "" },
    { "tag 61 around no tag", "D83D84" PROTECTED_EDDSA NO_HEADER PAYLOAD SIGNATURE,
      TS_MALFORMED, 0, "", "", "", "" },
    { "tag 18 twice", SIGN1 MESSAGE(PROTECTED_EDDSA, NO_HEADER), TS_MALFORMED, 0, "", "",
      "", "" },
    { "COSE_Sign", "D86284" PROTECTED_EDDSA NO_HEADER PAYLOAD "80", TS_UNSUPPORTED, 0, "",
      "", "", "" },
    { "COSE_Mac0", "D184" PROTECTED_EDDSA NO_HEADER PAYLOAD SIGNATURE, TS_UNSUPPORTED, 0,
      "", "", "", "" },
    { "COSE_Encrypt0 in a CWT", "D83DD083" PROTECTED_EDDSA NO_HEADER PAYLOAD,
      TS_UNSUPPORTED, 0, "", "", "", "" },
    { "a tag of another world", "D903E684" PROTECTED_EDDSA NO_HEADER PAYLOAD SIGNATURE,
      TS_MALFORMED, 0, "", "", "", "" },
    { "a map", NO_HEADER, TS_MALFORMED, 0, "", "", "", "" },
    { "a number", "07", TS_MALFORMED, 0, "", "", "", "" },
};

/* What stays where set may not be written. */
static void
fill(struct ts_proof_set *set)
{
    *set = (struct ts_proof_set){ .count = 42, .refused = "before" };
}

static bool
is_filled(const struct ts_proof_set *set)
{
    return set->count == 42 && set->refused && strcmp(set->refused, "before") == 0;
}

static void
each_message_is_read_as_it_says(void **state)
{
    (void)state;
    struct ts_arena arena = ts_test_arena(65536);
    for (size_t i = 0; i < TS_COUNT(rows); i++) {
        struct ts_proof_set set;
        struct ts_fault fault = { 0 };
        ts_span bytes = ts_test_hex(&arena, rows[i].hex);
        size_t before = arena.used;
        fill(&set);
        ts_test_row(rows[i].name);
        assert_status(ts_cose_read(&arena, &set, bytes, (ts_span){ 0 }, &fault),
                      rows[i].want);
        assert_status(fault.status, rows[i].want);
        if (rows[i].want != TS_OK) {
            assert_non_null(fault.rule);
            assert_true(is_filled(&set));
            assert_int_equal(arena.used, before);
            continue;
        }
        assert_int_equal(set.count, rows[i].count);
        assert_span_equal(set.unsupported, ts_span_text(rows[i].unsupported));
        assert_null(set.refused);
        if (set.count == 0)
            continue;
        assert_int_equal(set.proofs[0].kind, TS_PROOF_COSE_SIGN1);
        assert_span_equal(set.proofs[0].key_id, ts_span_text(rows[i].key_id));
        assert_span_equal(set.proofs[0].media_type, ts_span_text(rows[i].media_type));
        assert_span_equal(set.proofs[0].certificate, ts_span_text(rows[i].certificate));
        assert_span_equal(set.proofs[0].payload, TS_SPAN_LIT("one"));
        assert_false(set.proofs[0].has_embedded_key);
        assert_int_equal(set.proofs[0].alg_unprotected,
                         strstr(rows[i].name, "alg not protected") != NULL);
        assert_int_equal(set.proofs[0].created.s, TS_UTC_ALWAYS.s);
        assert_int_equal(set.proofs[0].expires.s, TS_UTC_NEVER.s);
    }
    ts_test_arena_free(&arena);
}

static void
algorithms_are_told_apart(void **state)
{
    (void)state;
    static const struct {
        const char *hex;
        enum ts_signature_alg alg;
    } algs[] = {
        { MESSAGE("43A10127", NO_HEADER), TS_ALG_EDDSA },
        { MESSAGE("43A10126", NO_HEADER), TS_ALG_ES256 },
        { MESSAGE("44A1013822", NO_HEADER), TS_ALG_ES384 },
        { MESSAGE("44A1013824", NO_HEADER), TS_ALG_PS256 },
        { MESSAGE("45A101390100", NO_HEADER), TS_ALG_RS256 },
    };
    struct ts_arena arena = ts_test_arena(16384);
    for (size_t i = 0; i < TS_COUNT(algs); i++) {
        struct ts_proof_set set;
        ts_span bytes = ts_test_hex(&arena, algs[i].hex);
        assert_status(ts_cose_read(&arena, &set, bytes, (ts_span){ 0 }, NULL), TS_OK);
        assert_int_equal(set.proofs[0].alg, algs[i].alg);
    }
    ts_test_arena_free(&arena);
}

/* RFC 9052 4.4, spelled out. */
static void
the_message_is_the_sig_structure(void **state)
{
    (void)state;
    struct ts_arena arena = ts_test_arena(8192);
    struct ts_proof_set set;
    ts_span bytes = ts_test_hex(&arena, MESSAGE(PROTECTED_EDDSA, NO_HEADER));
    assert_status(ts_cose_read(&arena, &set, bytes, (ts_span){ 0 }, NULL), TS_OK);
    assert_span_equal(
        set.proofs[0].message,
        ts_test_hex(&arena, "846A5369676E617475726531" PROTECTED_EDDSA "40" PAYLOAD));
    assert_status(ts_cose_read(&arena, &set, bytes, TS_SPAN_LIT("aad"), NULL), TS_OK);
    assert_span_equal(set.proofs[0].message,
                      ts_test_hex(&arena, "846A5369676E617475726531" PROTECTED_EDDSA
                                          "43616164" PAYLOAD));
    ts_test_arena_free(&arena);
}

#define WHOLE "D83D" MESSAGE("46A2012704416B", "A118218242303042303B")

static void
every_cut_and_every_byte_more_is_noticed(void **state)
{
    (void)state;
    struct ts_arena arena = ts_test_arena(16384);
    ts_span whole = ts_test_hex(&arena, WHOLE "00");
    for (size_t len = 0; len <= whole.len; len++) {
        struct ts_proof_set set;
        uint8_t *exact = ts_test_exact_copy((ts_span){ whole.at, len });
        enum ts_status want = len == whole.len ? TS_TRAILING : TS_TRUNCATED;
        fill(&set);
        assert_status(
            ts_cose_read(&arena, &set, (ts_span){ exact, len }, (ts_span){ 0 }, NULL),
            len == whole.len - 1 ? TS_OK : want);
        assert_int_equal(is_filled(&set), len != whole.len - 1);
        free(exact);
    }
    ts_test_arena_free(&arena);
}

static void
a_full_arena_is_no_space(void **state)
{
    (void)state;
    struct ts_arena arena = ts_test_arena(16384);
    struct ts_proof_set set;
    ts_span whole = ts_test_hex(&arena, WHOLE);
    size_t before = arena.used;
    assert_status(ts_cose_read(&arena, &set, whole, (ts_span){ 0 }, NULL), TS_OK);
    size_t need = arena.used - before;
    fill(&set);
    for (size_t room = 0; room < need; room++) {
        uint8_t *memory = malloc(need);
        struct ts_arena tight = ts_arena_over((ts_room){ memory, room });
        enum ts_status status = ts_cose_read(&tight, &set, whole, (ts_span){ 0 }, NULL);
        /* Padding depends on where the memory lies. */
        if (room < need - 2 * sizeof(max_align_t)) {
            assert_status(status, TS_NO_SPACE);
            assert_true(is_filled(&set));
        }
        free(memory);
    }
    ts_test_arena_free(&arena);
}

static void
a_header_of_too_many_labels_is_over_the_limit(void **state)
{
    (void)state;
    for (uint64_t labels = TS_COSE_LABELS_MAX; labels <= TS_COSE_LABELS_MAX + 1;
         labels++) {
        struct ts_arena arena = ts_test_arena(65536);
        struct ts_proof_set set;
        uint8_t memory[1024];
        struct ts_writer w = ts_writer_over(TS_ROOM_OF(memory));
        ts_cbor_write_array(&w, 4);
        ts_cbor_write_bytes(&w, ts_test_hex(&arena, "A10127"));
        ts_cbor_write_map(&w, labels);
        for (uint64_t i = 0; i < labels; i++) {
            ts_cbor_write_unsigned(&w, 1000 + i);
            ts_cbor_write_null(&w);
        }
        ts_cbor_write_bytes(&w, TS_SPAN_LIT("one"));
        ts_cbor_write_bytes(&w, TS_SPAN_LIT("two"));
        assert_status(
            ts_cose_read(&arena, &set, ts_writer_span(&w), (ts_span){ 0 }, NULL),
            labels > TS_COSE_LABELS_MAX ? TS_OVER_LIMIT : TS_OK);
        ts_test_arena_free(&arena);
    }
}

/* protected is {1: alg}; 64 bytes of signature are put at the end. */
static ts_span
signed_message(struct ts_arena *arena, const struct ts_secret_key *key, uint8_t alg,
               ts_span payload)
{
    struct ts_proof_set set;
    const uint8_t protected[] = { 0xA1, 0x01, alg };
    uint8_t *at = ts_arena_take(arena, 256);
    struct ts_writer w = ts_writer_over((ts_room){ at, 256 });
    ts_span signature;
    ts_cbor_write_tag(&w, 18);
    ts_cbor_write_array(&w, 4);
    ts_cbor_write_bytes(&w, TS_SPAN_OF(protected));
    ts_cbor_write_map(&w, 0);
    ts_cbor_write_bytes(&w, payload);
    struct ts_writer draft = w;
    ts_cbor_write_bytes(&draft, (ts_span){ 0 });
    assert_status(ts_cose_read(arena, &set, ts_writer_span(&draft), (ts_span){ 0 }, NULL),
                  TS_OK);
    assert_status(ts_secret_key_sign(arena, &signature, key, set.proofs[0].message),
                  TS_OK);
    ts_cbor_write_bytes(&w, signature);
    return ts_writer_span(&w);
}

static void
no_flipped_bit_gets_through(void **state)
{
    (void)state;
    static const struct {
        enum ts_key_kind kind;
        uint8_t alg;
    } kinds[] = { { TS_KEY_ED25519, 0x27 }, { TS_KEY_P256, 0x26 } };
    for (size_t i = 0; i < TS_COUNT(kinds); i++) {
        struct ts_arena arena = ts_test_arena(65536);
        struct ts_secret_key secret;
        assert_status(ts_secret_key_generate(&secret, kinds[i].kind), TS_OK);
        struct ts_public_key key = ts_secret_key_public(&secret);
        ts_span bytes =
            signed_message(&arena, &secret, kinds[i].alg, TS_SPAN_LIT("a worker badge"));
        uint8_t *bent = ts_test_exact_copy(bytes);
        size_t before = arena.used;
        for (size_t bit = 0; bit <= bytes.len * 8; bit++) {
            struct ts_proof_set set;
            ts_verified verified = { { 0 } };
            bool whole = bit == bytes.len * 8;
            if (!whole)
                bent[bit / 8] ^= (uint8_t)(1 << bit % 8);
            bool held = ts_cose_read(&arena, &set, (ts_span){ bent, bytes.len },
                                     (ts_span){ 0 }, NULL)
                            == TS_OK
                        && set.count == 1
                        && ts_proof_check(&verified, &set.proofs[0], &key) == TS_OK;
            assert_int_equal(held, whole);
            if (whole)
                assert_span_equal(verified.bytes, TS_SPAN_LIT("a worker badge"));
            else
                bent[bit / 8] ^= (uint8_t)(1 << bit % 8);
            ts_arena_rewind(&arena, before);
        }
        free(bent);
        ts_test_arena_free(&arena);
    }
}

static void
a_message_is_known_by_its_beginning(void **state)
{
    (void)state;
    static const char *like[] = { "D284", "D83DD284", "D81284", "84" };
    static const char *unlike[] = { "", "D1", "D83C", "D8", "83", "A0", "7B", "D862" };
    struct ts_arena arena = ts_test_arena(1024);
    for (size_t i = 0; i < TS_COUNT(like); i++)
        assert_true(ts_cose_looks_like(ts_test_hex(&arena, like[i])));
    for (size_t i = 0; i < TS_COUNT(unlike); i++)
        assert_false(ts_cose_looks_like(ts_test_hex(&arena, unlike[i])));
    ts_test_arena_free(&arena);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_message_is_read_as_it_says),
        cmocka_unit_test(algorithms_are_told_apart),
        cmocka_unit_test(the_message_is_the_sig_structure),
        cmocka_unit_test(every_cut_and_every_byte_more_is_noticed),
        cmocka_unit_test(a_full_arena_is_no_space),
        cmocka_unit_test(a_header_of_too_many_labels_is_over_the_limit),
        cmocka_unit_test(no_flipped_bit_gets_through),
        cmocka_unit_test(a_message_is_known_by_its_beginning),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
