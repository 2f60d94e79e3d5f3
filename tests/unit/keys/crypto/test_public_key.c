#include "keys/codec/base58.h"
#include "keys/crypto/public_key.h"
#include "tests/support/support.h"

#include <stdlib.h>

/* RFC 6979 A.2.5 and A.2.6, which give the points in full. */
#define P256_X "60FED4BA255A9D31C961EB74C6356D68C049B8923B61FA6CE669622E60F29FB6"
#define P256_Y "7903FE1008B8BC99A41AE9E95628BC64F2F1B20C2D7E9F5177A3C294D4462299"
#define P384_X                                                         \
    "EC3A4E415B4E19A4568618029F427FA5DA9A8BC4AE92E02E06AAE5286B300C64" \
    "DEF8F0EA9055866064A254515480BC13"
#define P384_Y                                                         \
    "8015D9B72D7D57244EA8EF9AC0C621896708A59367F9DFB9F54CA84B3F1C9DB1" \
    "288B231C3AE0D4FE7344FD2533264720"
/* RFC 8032 7.1, test 1. */
#define ED25519 "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"
/* y = 2 has no x (RFC 8032 5.1.3, step 4). */
#define OFF_ED25519 "0200000000000000000000000000000000000000000000000000000000000000"
/* x = 1 has no y on P-256. */
#define OFF_P256_X "0000000000000000000000000000000000000000000000000000000000000001"

static const struct {
    const char *name;
    const char *hex;
    enum ts_status want;
    enum ts_key_kind kind;
    const char *point;
} rows[] = {
    { "ed01 Ed25519", "ed01" ED25519, TS_OK, TS_KEY_ED25519, ED25519 },
    { "8024 P-256, odd y", "802403" P256_X, TS_OK, TS_KEY_P256, "04" P256_X P256_Y },
    { "8124 P-384, even y", "812402" P384_X, TS_OK, TS_KEY_P384, "04" P384_X P384_Y },
    { "Ed25519 off the curve", "ed01" OFF_ED25519, TS_MALFORMED, 0, "" },
    { "P-256 off the curve", "802402" OFF_P256_X, TS_MALFORMED, 0, "" },
    { "P-256 in the long form", "802404" P256_X P256_Y, TS_MALFORMED, 0, "" },
    { "P-256 with a form octet of 05", "802405" P256_X, TS_MALFORMED, 0, "" },
    { "the point at infinity", "802400", TS_MALFORMED, 0, "" },
    { "a P-384 point under P-256", "802402" P384_X, TS_MALFORMED, 0, "" },
    { "a P-256 point under P-384", "812403" P256_X, TS_MALFORMED, 0, "" },
    { "e701 secp256k1", "e70103" P256_X, TS_UNSUPPORTED, 0, "" },
    { "ec01 X25519", "ec01" ED25519, TS_UNSUPPORTED, 0, "" },
    { "8524 RSA", "8524" ED25519, TS_UNSUPPORTED, 0, "" },
    { "nothing", "", TS_MALFORMED, 0, "" },
    { "a prefix cut in two", "ed", TS_MALFORMED, 0, "" },
};

static const struct ts_public_key untouched = { .kind = TS_KEY_RSA };

static void
each_codec_is_read_as_it_says(void **state)
{
    (void)state;
    struct ts_arena arena = ts_test_arena(8192);
    for (size_t i = 0; i < TS_COUNT(rows); i++) {
        struct ts_public_key key = untouched;
        ts_span bytes = ts_test_hex(&arena, rows[i].hex);
        ts_test_row(rows[i].name);
        assert_status(ts_public_key_from_multicodec(&arena, &key, bytes), rows[i].want);
        if (rows[i].want == TS_OK) {
            assert_int_equal(key.kind, rows[i].kind);
            assert_span_equal(key.point, ts_test_hex(&arena, rows[i].point));
        } else {
            assert_true(ts_public_key_equal(&key, &untouched));
        }
    }
    ts_test_arena_free(&arena);
}

static void
every_other_length_is_refused(void **state)
{
    (void)state;
    struct ts_arena arena = ts_test_arena(8192);
    const char *good[] = { "ed01" ED25519, "802403" P256_X, "812402" P384_X };
    for (size_t i = 0; i < TS_COUNT(good); i++) {
        ts_span whole = ts_test_hex(&arena, good[i]);
        uint8_t longer[64] = { 0 };
        for (size_t j = 0; j < whole.len; j++)
            longer[j] = whole.at[j];
        for (size_t len = 0; len <= whole.len + 1; len++) {
            struct ts_public_key key = untouched;
            uint8_t *exact = ts_test_exact_copy((ts_span){ longer, len });
            enum ts_status want = len == whole.len ? TS_OK : TS_MALFORMED;
            assert_status(
                ts_public_key_from_multicodec(&arena, &key, (ts_span){ exact, len }),
                want);
            free(exact);
        }
    }
    ts_test_arena_free(&arena);
}

/* Multibase forms from the test vectors of the did:key method. */
static const struct {
    const char *name;
    const char *text;
    enum ts_status want;
    enum ts_key_kind kind;
} texts[] = {
    { "Ed25519 of the seed 0", "z6MkiTBz1ymuepAQ4HEHYSF1H8quG5GLVVQR3djdX3mDooWp", TS_OK,
      TS_KEY_ED25519 },
    { "P-256", "zDnaerDaTF5BXEavCrfRZEk316dpbLsfPDZ3WJ5hRTPFU2169", TS_OK, TS_KEY_P256 },
    { "P-256, another", "zDnaerx9CtbPJ1q36T5Ln5wYt3MQYeGRG5ehnPAmxcf5mDZpv", TS_OK,
      TS_KEY_P256 },
    { "P-384", "z82Lm1MpAkeJcix9K8TMiLd5NMAhnwkjjCBeWHXyu3U4oT2MVJJKXkcVBgjGhnLBn2Kaau9",
      TS_OK, TS_KEY_P384 },
    { "secp256k1", "zQ3shokFTS3brHcDQrn82RUDfCZESWL1ZdCEJwekUDPQiYBme", TS_UNSUPPORTED,
      0 },
    { "base64url", "u7QE7aie8zrakLWKjqNAqbw1zZTIVdx3iQ6Y6wEihi1naKQ", TS_UNSUPPORTED, 0 },
    { "nothing", "", TS_MALFORMED, 0 },
    { "only the prefix", "z", TS_MALFORMED, 0 },
    { "a character outside base58", "z6MkiTBz1ymuepAQ4HEHYSF1H8quG5GLVVQR3djdX3mDooW0",
      TS_MALFORMED, 0 },
    { "one character short", "z6MkiTBz1ymuepAQ4HEHYSF1H8quG5GLVVQR3djdX3mDooW",
      TS_UNSUPPORTED, 0 },
};

static void
published_texts_are_read_and_written_back(void **state)
{
    (void)state;
    struct ts_arena arena = ts_test_arena(8192);
    for (size_t i = 0; i < TS_COUNT(texts); i++) {
        struct ts_public_key key = untouched;
        ts_span text = ts_span_text(texts[i].text);
        ts_span back;
        ts_test_row(texts[i].name);
        assert_status(ts_public_key_from_multibase(&arena, &key, text), texts[i].want);
        if (texts[i].want != TS_OK) {
            assert_true(ts_public_key_equal(&key, &untouched));
            continue;
        }
        assert_int_equal(key.kind, texts[i].kind);
        assert_status(ts_public_key_to_multibase(&arena, &back, &key), TS_OK);
        assert_span_equal(back, text);
    }
    ts_test_arena_free(&arena);
}

static void
an_endless_text_is_refused(void **state)
{
    (void)state;
    struct ts_arena arena = ts_test_arena(65536);
    uint8_t text[TS_BASE58_TEXT_MAX + 2];
    struct ts_public_key key = untouched;
    for (size_t i = 0; i < sizeof(text); i++)
        text[i] = 'z';
    assert_status(ts_public_key_from_multibase(&arena, &key, TS_SPAN_OF(text)),
                  TS_MALFORMED);
    ts_test_arena_free(&arena);
}

static void
a_full_arena_is_no_space(void **state)
{
    (void)state;
    struct ts_arena arena = ts_test_arena(4096);
    ts_span bytes = ts_test_hex(&arena, "802403" P256_X);
    struct ts_public_key key;
    ts_span text;
    assert_status(ts_public_key_from_multicodec(&arena, &key, bytes), TS_OK);
    for (size_t room = 0; room < 49; room++) {
        uint8_t memory[64];
        struct ts_arena tight = ts_arena_over((ts_room){ memory, room });
        struct ts_public_key other = untouched;
        assert_status(ts_public_key_to_multibase(&tight, &text, &key), TS_NO_SPACE);
        assert_status(ts_public_key_from_multicodec(&tight, &other, bytes), TS_NO_SPACE);
        assert_int_equal(tight.used, 0);
        assert_true(ts_public_key_equal(&other, &untouched));
    }
    ts_test_arena_free(&arena);
}

static void
only_points_have_a_multibase_form(void **state)
{
    (void)state;
    struct ts_arena arena = ts_test_arena(4096);
    struct ts_public_key rsa = { .kind = TS_KEY_RSA };
    struct ts_public_key none = { .kind = TS_KEY_NONE };
    struct ts_public_key stub = { .kind = TS_KEY_P256, .point = TS_SPAN_LIT("\2abc") };
    ts_span text;
    assert_status(ts_public_key_to_multibase(&arena, &text, &rsa), TS_UNSUPPORTED);
    assert_status(ts_public_key_to_multibase(&arena, &text, &none), TS_UNSUPPORTED);
    assert_status(ts_public_key_to_multibase(&arena, &text, &stub), TS_MALFORMED);
    ts_test_arena_free(&arena);
}

static void
keys_are_equal_in_kind_and_octets_only(void **state)
{
    (void)state;
    struct ts_public_key a = { .kind = TS_KEY_P256, .point = TS_SPAN_LIT("same") };
    struct ts_public_key b = a;
    assert_true(ts_public_key_equal(&a, &b));
    b.kind = TS_KEY_P384;
    assert_false(ts_public_key_equal(&a, &b));
    b = a;
    b.point = TS_SPAN_LIT("sane");
    assert_false(ts_public_key_equal(&a, &b));
    b = a;
    b.modulus = TS_SPAN_LIT("n");
    assert_false(ts_public_key_equal(&a, &b));
    b = a;
    b.exponent = TS_SPAN_LIT("e");
    assert_false(ts_public_key_equal(&a, &b));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_codec_is_read_as_it_says),
        cmocka_unit_test(every_other_length_is_refused),
        cmocka_unit_test(published_texts_are_read_and_written_back),
        cmocka_unit_test(an_endless_text_is_refused),
        cmocka_unit_test(a_full_arena_is_no_space),
        cmocka_unit_test(only_points_have_a_multibase_form),
        cmocka_unit_test(keys_are_equal_in_kind_and_octets_only),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
