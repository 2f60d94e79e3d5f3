#include "keys/codec/base64.h"
#include "keys/proof/cose.h"
#include "tests/support/support.h"

#include <stdio.h>
#include <string.h>

/* The COSE working group's examples (cose-wg/Examples). */

struct tally {
    struct ts_arena arena;
    int held;                       /* COSE_Sign1 that verify. */
    int refused;                    /* COSE_Sign1 that must not, and do not. */
    int alg_unprotected;            /* Of those that hold; told to the caller. */
    int unsupported;                /* COSE_Sign1 of ES512 or Ed448. */
    int sign, mac, encrypted;       /* Other messages; each must be told apart. */
    int inside, inside_unsupported; /* Signatures inside a COSE_Sign. */
};

static ts_span
hex_of(struct ts_arena *arena, const struct ts_json *text)
{
    ts_span digits = ts_json_string(text);
    char *copy = ts_arena_take(arena, digits.len + 1);
    if (digits.len)
        memcpy(copy, digits.at, digits.len);
    return ts_test_hex(arena, copy);
}

static const struct ts_json *
at(const struct ts_json *value, const char *a, const char *b)
{
    return ts_json_member(ts_json_member(value, a), b);
}

/* A coordinate as "x" in base64url or as "x_hex". */
static ts_span
number(struct ts_arena *arena, const struct ts_json *key, const char *name)
{
    char hex_name[8];
    ts_span octets;
    snprintf(hex_name, sizeof(hex_name), "%s_hex", name);
    const struct ts_json *hex = ts_json_member(key, hex_name);
    if (ts_json_is(hex, TS_JSON_STRING))
        return hex_of(arena, hex);
    ts_span text = ts_json_string(ts_json_member(key, name));
    assert_status(ts_base64url_decode(arena, &octets, text), TS_OK);
    return octets;
}

static ts_span
long_point(struct ts_arena *arena, ts_span x, ts_span y)
{
    uint8_t *point = ts_arena_take(arena, 1 + x.len + y.len);
    point[0] = 4;
    memcpy(point + 1, x.at, x.len);
    memcpy(point + 1 + x.len, y.at, y.len);
    return (ts_span){ point, 1 + x.len + y.len };
}

/* TS_KEY_NONE for a curve we do not verify. */
static struct ts_public_key
key_of(struct ts_arena *arena, const struct ts_json *key)
{
    const struct ts_json *crv = ts_json_member(key, "crv");
    struct ts_public_key read = { .kind = TS_KEY_NONE };
    if (ts_json_string_is(ts_json_member(key, "kty"), "RSA")) {
        read.kind = TS_KEY_RSA;
        read.modulus = number(arena, key, "n");
        read.exponent = number(arena, key, "e");
        while (read.exponent.len && read.exponent.at[0] == 0)
            read.exponent = ts_span_part(read.exponent, 1, read.exponent.len);
        return read;
    }
    if (ts_json_string_is(crv, "Ed25519")) {
        read.kind = TS_KEY_ED25519;
        read.point = number(arena, key, "x");
        return read;
    }
    if (ts_json_string_is(crv, "P-256"))
        read.kind = TS_KEY_P256;
    if (ts_json_string_is(crv, "P-384"))
        read.kind = TS_KEY_P384;
    if (read.kind != TS_KEY_NONE)
        read.point = long_point(arena, number(arena, key, "x"), number(arena, key, "y"));
    return read;
}

static enum ts_signature_alg
alg_of(const struct ts_json *signer)
{
    const struct ts_json *name = at(signer, "protected", "alg");
    if (ts_json_is(name, TS_JSON_NONE))
        name = at(signer, "unprotected", "alg");
    if (ts_json_string_is(name, "RSA-PSS-256"))
        return TS_ALG_PS256;
    return ts_signature_alg_from_jose(ts_json_string(name));
}

/* RFC 8152 let alg stand unprotected; RFC 9052 3.1 wants it authenticated, and
 * the caller is told that it is not. */
static bool
has_alg_unprotected(const struct ts_json *sign0)
{
    return !ts_json_is(at(sign0, "unprotected", "alg"), TS_JSON_NONE);
}

static void
check_good(struct tally *tally, const struct ts_json *vector, const struct ts_json *sign0)
{
    struct ts_arena *arena = &tally->arena;
    struct ts_proof_set set;
    ts_verified verified;
    ts_span bytes = hex_of(arena, at(vector, "output", "cbor"));
    ts_span aad = hex_of(arena, ts_json_member(sign0, "external"));
    struct ts_public_key key = key_of(arena, ts_json_member(sign0, "key"));
    enum ts_status status = ts_cose_read(arena, &set, bytes, aad, NULL);
    assert_status(status, TS_OK);
    if (has_alg_unprotected(sign0)) {
        assert_true(set.proofs[0].alg_unprotected);
        tally->alg_unprotected++;
    }
    if (key.kind == TS_KEY_NONE || alg_of(sign0) == TS_ALG_NONE) {
        assert_true(set.count == 0
                    || ts_proof_check(&verified, &set.proofs[0], &key) == TS_UNSUPPORTED);
        tally->unsupported++;
        return;
    }
    assert_int_equal(set.count, 1);
    assert_span_equal(set.proofs[0].message,
                      hex_of(arena, at(vector, "intermediates", "ToBeSign_hex")));
    assert_status(ts_proof_check(&verified, &set.proofs[0], &key), TS_OK);
    ts_span text = ts_json_string(at(vector, "input", "plaintext"));
    ts_span hex = hex_of(arena, at(vector, "input", "plaintext_hex"));
    assert_span_equal(verified.bytes, text.len ? text : hex);
    tally->held++;
}

static void
check_bad(struct tally *tally, const struct ts_json *vector, const struct ts_json *sign0)
{
    struct ts_arena *arena = &tally->arena;
    struct ts_proof_set set;
    ts_verified verified;
    ts_span bytes = hex_of(arena, at(vector, "output", "cbor"));
    ts_span aad = hex_of(arena, ts_json_member(sign0, "external"));
    struct ts_public_key key = key_of(arena, ts_json_member(sign0, "key"));
    bool held = ts_cose_read(arena, &set, bytes, aad, NULL) == TS_OK && set.count == 1
                && ts_proof_check(&verified, &set.proofs[0], &key) == TS_OK;
    assert_false(held);
    tally->refused++;
}

/* A COSE_Sign is not read, but the signatures inside are made like any other. */
static void
check_inside(struct tally *tally, const struct ts_json *vector)
{
    struct ts_arena *arena = &tally->arena;
    const struct ts_cbor *root;
    const struct ts_json *signers =
        ts_json_member(at(vector, "input", "sign"), "signers");
    ts_span bytes = hex_of(arena, at(vector, "output", "cbor"));
    assert_status(ts_cbor_parse(arena, &root, bytes, NULL), TS_OK);
    const struct ts_cbor *signatures =
        ts_cbor_element(root->kind == TS_CBOR_TAG ? root->first : root, 3);
    for (size_t i = 0; i < ts_json_values(signers); i++) {
        const struct ts_json *signer = ts_json_value(signers, i);
        struct ts_public_key key = key_of(arena, ts_json_member(signer, "key"));
        const struct ts_json *made =
            ts_json_element(at(vector, "intermediates", "signers"), i);
        ts_span message = hex_of(arena, ts_json_member(made, "ToBeSign_hex"));
        ts_span signature =
            ts_cbor_bytes(ts_cbor_element(ts_cbor_element(signatures, i), 2));
        enum ts_signature_alg alg = alg_of(signer);
        if (alg == TS_ALG_NONE || key.kind == TS_KEY_NONE) {
            tally->inside_unsupported++;
            continue;
        }
        assert_status(ts_signature_check(&key, alg, message, signature), TS_OK);
        tally->inside++;
    }
}

static void
check_other(struct tally *tally, const struct ts_json *vector)
{
    struct ts_proof_set set;
    const struct ts_json *input = ts_json_member(vector, "input");
    ts_span bytes = hex_of(&tally->arena, at(vector, "output", "cbor"));
    assert_status(ts_cose_read(&tally->arena, &set, bytes, (ts_span){ 0 }, NULL),
                  TS_UNSUPPORTED);
    if (!ts_json_is(ts_json_member(input, "sign"), TS_JSON_NONE)) {
        tally->sign++;
        check_inside(tally, vector);
    } else if (!ts_json_is(ts_json_member(input, "mac"), TS_JSON_NONE)
               || !ts_json_is(ts_json_member(input, "mac0"), TS_JSON_NONE)) {
        tally->mac++;
    } else {
        tally->encrypted++;
    }
}

static void
each_vector(const char *path, void *context)
{
    struct tally *tally = context;
    const struct ts_json *vector;
    ts_span text;
    ts_arena_rewind(&tally->arena, 0);
    ts_test_row(strrchr(path, '/') + 1);
    assert_true(ts_test_read_file(&tally->arena, &text, path));
    assert_status(ts_json_parse(&tally->arena, &vector, text, NULL), TS_OK);
    const struct ts_json *sign0 = at(vector, "input", "sign0");
    if (ts_json_is(sign0, TS_JSON_NONE))
        check_other(tally, vector);
    else if (ts_json_is(ts_json_member(vector, "fail"), TS_JSON_TRUE))
        check_bad(tally, vector, sign0);
    else
        check_good(tally, vector, sign0);
}

static void
published_messages_hold_or_are_refused(void **state)
{
    (void)state;
    static const char *folders[] = {
        "cose/sign1-tests",
        "cose/eddsa-examples",
        "cose/ecdsa-examples",
        "cose/rsa-pss-examples",
        "cose/RFC8152",
        "cose/x509-examples",
        "cose/CWT",
    };
    struct tally tally = { .arena = ts_test_arena(1 << 20) };
    for (size_t i = 0; i < TS_COUNT(folders); i++)
        ts_test_each_file(ts_test_vector(folders[i]), ".json", each_vector, &tally);
    ts_test_arena_free(&tally.arena);

    printf("COSE_Sign1: %d held, %d refused as they must be\n", tally.held,
           tally.refused);
    printf("of these with alg not protected: %d\n", tally.alg_unprotected);
    printf("out of scope: %d COSE_Sign1 of ES512 or Ed448, %d COSE_Sign, %d MAC, "
           "%d encrypted\n",
           tally.unsupported, tally.sign, tally.mac, tally.encrypted);
    printf("signatures inside COSE_Sign: %d held, %d of algorithms we do not know\n",
           tally.inside, tally.inside_unsupported);
    assert_true(tally.held > 0 && tally.refused > 0 && tally.inside > 0);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(published_messages_hold_or_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
