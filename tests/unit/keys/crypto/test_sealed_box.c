#include "keys/crypto/mac.h"
#include "keys/crypto/sealed_box.h"
#include "keys/crypto/secret_key.h"
#include "tests/support/support.h"

#include <stdlib.h>
#include <string.h>

static struct ts_arena arena;

static int
set_up(void **state)
{
    (void)state;
    arena = ts_test_arena(1 << 16);
    return 0;
}

static int
tear_down(void **state)
{
    (void)state;
    ts_test_arena_free(&arena);
    return 0;
}

static const struct {
    const char *rule;
    const char *key; /* what is left of 32 bytes is 0, as HMAC pads it */
    const char *message;
    const char *mac;
} mac_rows[] = {
    { "RFC 4231 4.2", "0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b", "Hi There",
      "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7" },
    { "RFC 4231 4.3", "4a656665", "what do ya want for nothing?",
      "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843" },
    { "no message, no key", "", "",
      "b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad" },
};

static void
macs_are_those_of_the_rfc(void **state)
{
    (void)state;
    for (size_t i = 0; i < TS_COUNT(mac_rows); i++) {
        uint8_t key[TS_MAC_KEY_SIZE] = { 0 };
        uint8_t mac[TS_SHA256_SIZE];
        ts_test_row(mac_rows[i].rule);
        ts_span digits = ts_test_hex(&arena, mac_rows[i].key);
        if (digits.len)
            memcpy(key, digits.at, digits.len);
        ts_hmac_sha256(mac, key, ts_span_text(mac_rows[i].message));
        assert_span_equal(TS_SPAN_OF(mac), ts_test_hex(&arena, mac_rows[i].mac));
    }
}

static void
what_is_closed_is_opened_by_its_key_alone(void **state)
{
    (void)state;
    struct ts_sealing_key key;
    struct ts_sealing_key other;
    uint8_t sealed[TS_SEALED_BOX_EXTRA + 5];
    uint8_t again[sizeof(sealed)];
    uint8_t opened[5] = { 9, 9, 9, 9, 9 };
    ts_sealing_key_generate(&key);
    ts_sealing_key_generate(&other);
    assert_memory_not_equal(key.secret, other.secret, TS_SEALING_SIZE);
    assert_status(
        ts_sealed_box_close(TS_ROOM_OF(sealed), key.point, ts_span_text("hello")), TS_OK);
    assert_status(
        ts_sealed_box_close(TS_ROOM_OF(again), key.point, ts_span_text("hello")), TS_OK);
    assert_memory_not_equal(sealed, again, sizeof(sealed));
    assert_status(ts_sealed_box_open(TS_ROOM_OF(opened), &other, TS_SPAN_OF(sealed)),
                  TS_UNTRUSTED);
    for (size_t i = 0; i < sizeof(sealed); i++) {
        memcpy(again, sealed, sizeof(sealed));
        again[i] ^= 1;
        assert_status(ts_sealed_box_open(TS_ROOM_OF(opened), &key, TS_SPAN_OF(again)),
                      TS_UNTRUSTED);
    }
    for (size_t i = 0; i < TS_COUNT(opened); i++)
        assert_int_equal(opened[i], 9);
    assert_status(ts_sealed_box_open(TS_ROOM_OF(opened), &key, TS_SPAN_OF(sealed)),
                  TS_OK);
    assert_memory_equal(opened, "hello", 5);
    for (size_t len = 0; len < TS_SEALED_BOX_EXTRA; len++)
        assert_status(ts_sealed_box_open((ts_room){ opened, 0 }, &key,
                                         ts_span_part(TS_SPAN_OF(sealed), 0, len)),
                      TS_UNTRUSTED);
}

static void
nothing_can_be_sealed_too(void **state)
{
    (void)state;
    struct ts_sealing_key key;
    uint8_t sealed[TS_SEALED_BOX_EXTRA];
    ts_sealing_key_generate(&key);
    assert_status(ts_sealed_box_close(TS_ROOM_OF(sealed), key.point, (ts_span){ 0 }),
                  TS_OK);
    assert_status(ts_sealed_box_open((ts_room){ NULL, 0 }, &key, TS_SPAN_OF(sealed)),
                  TS_OK);
}

static void
a_key_is_kept_in_a_file_of_its_kind(void **state)
{
    (void)state;
    struct ts_sealing_key key;
    struct ts_sealing_key read = { { 1 }, { 2 } };
    struct ts_secret_key signing;
    ts_span text;
    ts_sealing_key_generate(&key);
    assert_status(ts_sealing_key_write(&arena, &text, &key, (ts_span){ 0 }), TS_OK);
    assert_status(ts_secret_key_read(&arena, &signing, text, (ts_span){ 0 }),
                  TS_UNSUPPORTED);
    for (size_t len = 0; len < text.len - 1; len++) { /* the last is a line end */
        uint8_t *copy = ts_test_exact_copy((ts_span){ text.at, len });
        assert_int_not_equal(
            ts_sealing_key_read(&arena, &read, (ts_span){ copy, len }, (ts_span){ 0 }),
            TS_OK);
        free(copy);
    }
    assert_int_equal(read.secret[0], 1);
    assert_status(ts_sealing_key_read(&arena, &read, text, (ts_span){ 0 }), TS_OK);
    assert_memory_equal(&read, &key, sizeof(key));
    assert_status(ts_secret_key_generate(&signing, TS_KEY_ED25519), TS_OK);
    assert_status(ts_secret_key_write(&arena, &text, &signing, (ts_span){ 0 }), TS_OK);
    assert_status(ts_sealing_key_read(&arena, &read, text, (ts_span){ 0 }),
                  TS_UNSUPPORTED);
    ts_sealing_key_destroy(&read);
    assert_int_equal(read.secret[0] | read.secret[31], 0);
}

static void
a_sealed_key_file_asks_for_its_passphrase(void **state)
{
    (void)state;
    struct ts_sealing_key key;
    struct ts_sealing_key read;
    struct ts_secret_key signing;
    ts_span text;
    ts_sealing_key_generate(&key);
    assert_status(ts_sealing_key_write(&arena, &text, &key, ts_span_text("pass")), TS_OK);
    assert_status(ts_sealing_key_read(&arena, &read, text, (ts_span){ 0 }), TS_UNTRUSTED);
    assert_status(ts_sealing_key_read(&arena, &read, text, ts_span_text("past")),
                  TS_UNTRUSTED);
    assert_status(ts_secret_key_read(&arena, &signing, text, ts_span_text("pass")),
                  TS_UNSUPPORTED);
    assert_status(ts_sealing_key_read(&arena, &read, text, ts_span_text("pass")), TS_OK);
    assert_memory_equal(&read, &key, sizeof(key));
}

/* RFC 7748 6.1, the point of Alice. */
#define X "hSDwCYkwp1R0i33ctD73Wg2_Og0mOBr066SpjqqbTmo"

static const struct {
    const char *rule;
    const char *jwk;
    enum ts_status want;
} point_rows[] = {
    { "RFC 8037 2", "{\"kty\":\"OKP\",\"crv\":\"X25519\",\"x\":\"" X "\"}", TS_OK },
    { "other members say nothing",
      "{\"kty\":\"OKP\",\"crv\":\"X25519\",\"kid\":\"a\",\"x\":\"" X "\"}", TS_OK },
    { "a published secret is no key",
      "{\"kty\":\"OKP\",\"crv\":\"X25519\",\"d\":\"" X "\",\"x\":\"" X "\"}",
      TS_MALFORMED },
    { "another curve", "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"" X "\"}",
      TS_UNSUPPORTED },
    { "another kty", "{\"kty\":\"EC\",\"crv\":\"X25519\",\"x\":\"" X "\"}",
      TS_UNSUPPORTED },
    { "31 bytes",
      "{\"kty\":\"OKP\",\"crv\":\"X25519\","
      "\"x\":\"hSDwCYkwp1R0i33ctD73Wg2_Og0mOBr066SpjqqbTg\"}",
      TS_MALFORMED },
    { "no x", "{\"kty\":\"OKP\",\"crv\":\"X25519\"}", TS_MALFORMED },
    { "small order",
      "{\"kty\":\"OKP\",\"crv\":\"X25519\","
      "\"x\":\"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\"}",
      TS_MALFORMED },
    { "no object", "[]", TS_MALFORMED },
};

static void
points_are_read_by_the_rules(void **state)
{
    (void)state;
    for (size_t i = 0; i < TS_COUNT(point_rows); i++) {
        uint8_t point[TS_SEALING_SIZE] = { 7 };
        ts_test_row(point_rows[i].rule);
        assert_status(
            ts_sealing_point_read(&arena, point, ts_span_text(point_rows[i].jwk)),
            point_rows[i].want);
        assert_int_equal(point[0], point_rows[i].want == TS_OK ? 0x85 : 7);
    }
}

static void
a_point_is_read_as_it_was_written(void **state)
{
    (void)state;
    struct ts_sealing_key key;
    uint8_t point[TS_SEALING_SIZE];
    uint8_t sealed[TS_SEALED_BOX_EXTRA];
    static const uint8_t zero[TS_SEALING_SIZE];
    ts_span text;
    ts_sealing_key_generate(&key);
    assert_status(ts_sealing_point_write(&arena, &text, key.point), TS_OK);
    assert_status(ts_sealing_point_read(&arena, point, text), TS_OK);
    assert_memory_equal(point, key.point, TS_SEALING_SIZE);
    assert_status(ts_sealed_box_close(TS_ROOM_OF(sealed), zero, (ts_span){ 0 }),
                  TS_MALFORMED);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(macs_are_those_of_the_rfc),
        cmocka_unit_test(what_is_closed_is_opened_by_its_key_alone),
        cmocka_unit_test(nothing_can_be_sealed_too),
        cmocka_unit_test(a_key_is_kept_in_a_file_of_its_kind),
        cmocka_unit_test(a_sealed_key_file_asks_for_its_passphrase),
        cmocka_unit_test(points_are_read_by_the_rules),
        cmocka_unit_test(a_point_is_read_as_it_was_written),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
