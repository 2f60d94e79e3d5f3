#include "firmware/base/calendar.h"
#include "firmware/base/writer.h"
#include "keys/crypto/x509.h"
#include "tests/support/support.h"

#include <stdlib.h>
#include <string.h>

/* A certificate is put together here, so that each row says what is in it. Its
 * signature is never looked at. */

#define SEQUENCE 0x30
#define UTC_TIME 0x17
#define GENERALIZED_TIME 0x18

/* Subject public key info, whole. Points: RFC 6979 A.2.5, A.2.6, RFC 8032 7.1. */
#define P256_X "60FED4BA255A9D31C961EB74C6356D68C049B8923B61FA6CE669622E60F29FB6"
#define P256_Y "7903FE1008B8BC99A41AE9E95628BC64F2F1B20C2D7E9F5177A3C294D4462299"
#define P384_X                                                         \
    "EC3A4E415B4E19A4568618029F427FA5DA9A8BC4AE92E02E06AAE5286B300C64" \
    "DEF8F0EA9055866064A254515480BC13"
#define P384_Y                                                         \
    "8015D9B72D7D57244EA8EF9AC0C621896708A59367F9DFB9F54CA84B3F1C9DB1" \
    "288B231C3AE0D4FE7344FD2533264720"
#define ED25519 "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"
#define SPKI_P256 "3059301306072A8648CE3D020106082A8648CE3D03010703420004" P256_X P256_Y
#define SPKI_P256_SHORT "3039301306072A8648CE3D020106082A8648CE3D03010703220003" P256_X
#define SPKI_P256_HYBRID \
    "3059301306072A8648CE3D020106082A8648CE3D03010703420007" P256_X P256_Y
#define SPKI_P256_OFF \
    "3059301306072A8648CE3D020106082A8648CE3D03010703420004" P256_X P256_X
#define SPKI_P384 "3076301006072A8648CE3D020106052B8104002203620004" P384_X P384_Y
#define SPKI_SECP256K1                                                 \
    "3056301006072A8648CE3D020106052B8104000A03420004"                 \
    "79BE667EF9DCBBAC55A06295CE870B07029BFCDB2DCE28D959F2815B16F81798" \
    "483ADA7726A3C4655DA4FBFC0E1108A8FD17B448A68554199C47D08FFB10D4B8"
#define SPKI_ED25519 "302A300506032B6570032100" ED25519
#define SPKI_X25519 "302A300506032B656E032100" ED25519
#define SPKI_ED25519_LONG "302B300506032B6570032200" ED25519 "00"
/* RFC 8017 A.1.1; the modulus of RFC 7515 A.2. */
#define MODULUS                                                                          \
    "a1f8160ae2e3c9b465ce8d2d656263362b927dbe29e1f02477fc1625cc90a136e38bd93497c5b6ea63" \
    "dd7711e67c7429f956b0fb8a8f089adc4b69893cc1333f53edd019b87784252fec914fe4857769594b" \
    "ea4280d32c0f55bf62944f130396bc6e9bdf6ebdd2bda3678eeca0c668f701b38dbffb38c8342ce2fe" \
    "6d27fade4a5a4874979dd4b9cf9adec4c75b05852c2c0f5ef8a5c1750392f944e8ed64c110c6b64760" \
    "9aa4783aeb9c6c9ad755313050638b83665c6f6f7a82a396702a1f641b82d3ebf2392219491fb68687" \
    "2c5716f50af8358d9a8b9d17c340728f7f87d89a18d8fcab67ad84590c2ecf759339363c07034d6f60" \
    "6f9e21e05456cae5e9a1"
#define SPKI_RSA                                                                 \
    "30820122300D06092A864886F70D01010105000382010F003082010A0282010100" MODULUS \
    "0203010001"
#define SPKI_RSA_SMALL "301B300D06092A864886F70D0101010500030A00300702020CA1020103"
#define SPKI_DSA "3013300B06072A8648CE380401050003040002010A"

/* Extended key usages: the contents of their extension's SEQUENCE OF. */
#define DCC(n) "060B2B060104018E378F65010" n
#define DCC_MISSPELT(n) "060C2B06010401008E378F65010" n
#define TEST "1"
#define VACCINATION "2"
#define RECOVERY "3"
#define SERVER "06082B06010505070301"

#define ALL true, true, true
#define NONE false, false, false

static const struct {
    const char *name;
    const char *spki;
    const char *usages; /* NULL: no such extension. */
    enum ts_status want;
    enum ts_key_kind kind;
    const char *point;
    bool test, vaccination, recovery;
} rows[] = {
    { "P-256", SPKI_P256, NULL, TS_OK, TS_KEY_P256, "04" P256_X P256_Y, ALL },
    { "P-256, compressed", SPKI_P256_SHORT, NULL, TS_OK, TS_KEY_P256, "04" P256_X P256_Y,
      ALL },
    { "P-384", SPKI_P384, NULL, TS_OK, TS_KEY_P384, "04" P384_X P384_Y, ALL },
    { "Ed25519", SPKI_ED25519, NULL, TS_OK, TS_KEY_ED25519, ED25519, ALL },
    { "RSA", SPKI_RSA, NULL, TS_OK, TS_KEY_RSA, "", ALL },
    { "usage test", SPKI_P256, DCC(TEST), TS_OK, TS_KEY_P256, "04" P256_X P256_Y, true,
      false, false },
    { "usage vaccination", SPKI_P256, DCC(VACCINATION), TS_OK, TS_KEY_P256,
      "04" P256_X P256_Y, false, true, false },
    { "usage recovery", SPKI_P256, DCC(RECOVERY), TS_OK, TS_KEY_P256, "04" P256_X P256_Y,
      false, false, true },
    { "usage recovery, misspelt", SPKI_P256, DCC_MISSPELT(RECOVERY), TS_OK, TS_KEY_P256,
      "04" P256_X P256_Y, false, false, true },
    { "two usages of both spellings", SPKI_P256, DCC(TEST) DCC_MISSPELT(VACCINATION),
      TS_OK, TS_KEY_P256, "04" P256_X P256_Y, true, true, false },
    { "one usage beside another's", SPKI_P256, SERVER DCC(TEST), TS_OK, TS_KEY_P256,
      "04" P256_X P256_Y, true, false, false },
    { "only another's usage", SPKI_P256, SERVER, TS_OK, TS_KEY_P256, "04" P256_X P256_Y,
      ALL },
    { "a fourth usage that is not defined", SPKI_P256, DCC("4"), TS_OK, TS_KEY_P256,
      "04" P256_X P256_Y, ALL },
    { "an arc longer than a usage", SPKI_P256, "060C2B060104018E378F65010101", TS_OK,
      TS_KEY_P256, "04" P256_X P256_Y, ALL },
    { "usages that are no object identifiers", SPKI_P256, "0500", TS_MALFORMED, 0, "",
      NONE },
    { "P-256 in the hybrid form", SPKI_P256_HYBRID, NULL, TS_MALFORMED, 0, "", NONE },
    { "a point off P-256", SPKI_P256_OFF, NULL, TS_MALFORMED, 0, "", NONE },
    { "Ed25519 of 33 octets", SPKI_ED25519_LONG, NULL, TS_MALFORMED, 0, "", NONE },
    { "secp256k1", SPKI_SECP256K1, NULL, TS_UNSUPPORTED, 0, "", NONE },
    { "X25519", SPKI_X25519, NULL, TS_UNSUPPORTED, 0, "", NONE },
    { "RSA of 12 bits", SPKI_RSA_SMALL, NULL, TS_UNSUPPORTED, 0, "", NONE },
    { "DSA", SPKI_DSA, NULL, TS_UNSUPPORTED, 0, "", NONE },
};

/* Tag, length and the parts, in the arena. */
static ts_span
wrapped(struct ts_arena *arena, uint8_t tag, ts_span a, ts_span b)
{
    size_t len = a.len + b.len;
    uint8_t *at = ts_arena_take(arena, len + 4);
    struct ts_writer w = ts_writer_over((ts_room){ at, len + 4 });
    ts_write_u8(&w, tag);
    if (len > 255)
        ts_write_u8(&w, 0x82);
    else if (len > 127)
        ts_write_u8(&w, 0x81);
    if (len > 255)
        ts_write_u8(&w, (uint8_t)(len >> 8));
    ts_write_u8(&w, (uint8_t)len);
    ts_write_bytes(&w, a);
    ts_write_bytes(&w, b);
    ts_span all;
    assert_status(ts_writer_end(&w, &all), TS_OK);
    return all;
}

static ts_span
joined(struct ts_arena *arena, ts_span a, ts_span b)
{
    ts_span both;
    uint8_t *at = ts_arena_take(arena, a.len + b.len + 1);
    struct ts_writer w = ts_writer_over((ts_room){ at, a.len + b.len });
    ts_write_bytes(&w, a);
    ts_write_bytes(&w, b);
    assert_status(ts_writer_end(&w, &both), TS_OK);
    return both;
}

static ts_span
extensions(struct ts_arena *arena, const char *usages, int times)
{
    static const ts_span nothing = { 0 };
    ts_span all = nothing;
    if (!usages)
        return nothing;
    ts_span value = wrapped(arena, SEQUENCE, ts_test_hex(arena, usages), nothing);
    ts_span octets = wrapped(arena, 0x04, value, nothing);
    ts_span one = wrapped(arena, SEQUENCE, ts_test_hex(arena, "0603551D25"), octets);
    for (int i = 0; i < times; i++)
        all = joined(arena, all, one);
    return wrapped(arena, 0xA3, wrapped(arena, SEQUENCE, all, nothing), nothing);
}

struct contents {
    const char *spki;
    const char *usages;
    int usages_times;
    uint8_t time_tag;
    const char *not_before;
    const char *not_after;
};

#define ECDSA_WITH_SHA256 "300A06082A8648CE3D040302"

/* RFC 5280 4.1: version 3, serial 7, nobody's name. */
static ts_span
certificate(struct ts_arena *arena, struct contents c)
{
    static const ts_span nothing = { 0 };
    ts_span from = wrapped(arena, c.time_tag, ts_span_text(c.not_before), nothing);
    ts_span to = wrapped(arena, c.time_tag, ts_span_text(c.not_after), nothing);
    ts_span body = ts_test_hex(arena, "A003020102"
                                      "020107" ECDSA_WITH_SHA256 "3000");
    body = joined(arena, body, wrapped(arena, SEQUENCE, from, to));
    body = joined(arena, body, ts_test_hex(arena, "3000"));
    body = joined(arena, body, ts_test_hex(arena, c.spki));
    body = joined(arena, body, extensions(arena, c.usages, c.usages_times));
    return wrapped(arena, SEQUENCE, wrapped(arena, SEQUENCE, body, nothing),
                   ts_test_hex(arena, ECDSA_WITH_SHA256 "03020000"));
}

static struct contents
with(const char *spki, const char *usages)
{
    return (
        struct contents){ spki, usages, 1, UTC_TIME, "210601000000Z", "230601120000Z" };
}

static void
each_certificate_is_read_as_it_says(void **state)
{
    (void)state;
    struct ts_arena arena = ts_test_arena(262144);
    for (size_t i = 0; i < TS_COUNT(rows); i++) {
        struct ts_certificate read = { .not_before = { 42 } };
        ts_span der = certificate(&arena, with(rows[i].spki, rows[i].usages));
        size_t before = arena.used;
        ts_test_row(rows[i].name);
        assert_status(ts_certificate_read(&arena, &read, der), rows[i].want);
        assert_int_equal(read.key.kind, rows[i].kind);
        assert_int_equal(read.may_sign_test, rows[i].test);
        assert_int_equal(read.may_sign_vaccination, rows[i].vaccination);
        assert_int_equal(read.may_sign_recovery, rows[i].recovery);
        if (rows[i].want == TS_OK) {
            assert_span_equal(read.key.point, ts_test_hex(&arena, rows[i].point));
        } else {
            assert_int_equal(read.not_before.s, 42);
            assert_int_equal(arena.used, before);
        }
    }
    ts_test_arena_free(&arena);
}

static void
an_rsa_key_has_its_numbers(void **state)
{
    (void)state;
    struct ts_arena arena = ts_test_arena(16384);
    struct ts_certificate read;
    ts_span der = certificate(&arena, with(SPKI_RSA, NULL));
    assert_status(ts_certificate_read(&arena, &read, der), TS_OK);
    assert_span_equal(read.key.modulus, ts_test_hex(&arena, MODULUS));
    assert_span_equal(read.key.exponent, TS_SPAN_LIT("\1\0\1"));
    ts_test_arena_free(&arena);
}

static const struct {
    const char *name;
    uint8_t tag;
    const char *not_before;
    const char *not_after;
    enum ts_status want;
    const char *from;
    const char *to;
} times[] = {
    { "UTCTime", UTC_TIME, "210601000000Z", "230601120000Z", TS_OK,
      "2021-06-01T00:00:00Z", "2023-06-01T12:00:00Z" },
    { "UTCTime before 2000", UTC_TIME, "500101000000Z", "491231235959Z", TS_OK,
      "1950-01-01T00:00:00Z", "2049-12-31T23:59:59Z" },
    { "GeneralizedTime", GENERALIZED_TIME, "20500101000000Z", "99991231235959Z", TS_OK,
      "2050-01-01T00:00:00Z", "9999-12-31T23:59:59Z" },
    { "a month 13", UTC_TIME, "211301000000Z", "230601120000Z", TS_MALFORMED, "", "" },
    { "a day 30 in February", UTC_TIME, "210601000000Z", "230230120000Z", TS_MALFORMED,
      "", "" },
    { "no time at all", UTC_TIME, "yesterday", "tomorrow", TS_MALFORMED, "", "" },
    { "nothing", UTC_TIME, "", "", TS_MALFORMED, "", "" },
};

static void
each_time_is_read_as_it_says(void **state)
{
    (void)state;
    struct ts_arena arena = ts_test_arena(65536);
    for (size_t i = 0; i < TS_COUNT(times); i++) {
        struct ts_certificate read;
        char text[TS_UTC_TEXT_SIZE];
        ts_span der = certificate(
            &arena, (struct contents){ SPKI_P256, NULL, 1, times[i].tag,
                                       times[i].not_before, times[i].not_after });
        ts_test_row(times[i].name);
        assert_status(ts_certificate_read(&arena, &read, der), times[i].want);
        if (times[i].want != TS_OK)
            continue;
        ts_utc_format(text, read.not_before);
        assert_string_equal(text, times[i].from);
        ts_utc_format(text, read.not_after);
        assert_string_equal(text, times[i].to);
    }
    ts_test_arena_free(&arena);
}

static void
usages_said_twice_are_refused(void **state)
{
    (void)state;
    struct ts_arena arena = ts_test_arena(16384);
    struct ts_certificate read;
    struct contents twice = with(SPKI_P256, DCC(TEST));
    twice.usages_times = 2;
    assert_status(ts_certificate_read(&arena, &read, certificate(&arena, twice)),
                  TS_MALFORMED);
    ts_test_arena_free(&arena);
}

static void
every_cut_and_every_byte_more_is_noticed(void **state)
{
    (void)state;
    struct ts_arena arena = ts_test_arena(65536);
    ts_span whole = certificate(&arena, with(SPKI_P256, DCC(TEST)));
    uint8_t *longer = ts_arena_take(&arena, whole.len + 1);
    memcpy(longer, whole.at, whole.len);
    for (size_t len = 0; len <= whole.len + 1; len++) {
        struct ts_certificate read;
        uint8_t *exact = ts_test_exact_copy((ts_span){ longer, len });
        enum ts_status want = len < whole.len ? TS_MALFORMED : TS_OK;
        assert_status(ts_certificate_read(&arena, &read, (ts_span){ exact, len }),
                      len > whole.len ? TS_TRAILING : want);
        free(exact);
    }
    ts_test_arena_free(&arena);
}

static void
a_full_arena_is_no_space(void **state)
{
    (void)state;
    struct ts_arena arena = ts_test_arena(65536);
    static const char *keys[] = { SPKI_P256, SPKI_RSA, SPKI_ED25519 };
    for (size_t i = 0; i < TS_COUNT(keys); i++) {
        ts_span der = certificate(&arena, with(keys[i], NULL));
        for (size_t room = 0; room < 32; room++) {
            uint8_t memory[32];
            struct ts_certificate read = { .not_before = { 42 } };
            struct ts_arena tight = ts_arena_over((ts_room){ memory, room });
            assert_status(ts_certificate_read(&tight, &read, der), TS_NO_SPACE);
            assert_int_equal(tight.used, 0);
            assert_int_equal(read.not_before.s, 42);
        }
    }
    ts_test_arena_free(&arena);
}

/* RFC 9360's own examples, beside the COSE vectors. */
static void
published_certificates_are_read(void **state)
{
    (void)state;
    struct ts_arena arena = ts_test_arena(65536);
    struct ts_certificate read;
    ts_span der;
    const char *path = ts_test_vector("cose/x509-examples/alice.der");
    assert_true(ts_test_read_file(&arena, &der, path));
    assert_status(ts_certificate_read(&arena, &read, der), TS_OK);
    assert_int_equal(read.key.kind, TS_KEY_P256);
    assert_span_equal(
        ts_span_part(read.key.point, 1, 32),
        ts_test_hex(&arena,
                    "863aa7bc0326716aa59db5bf66cc660d0591d51e4891bc2e6a9baff5077d927c"));
    ts_test_arena_free(&arena);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_certificate_is_read_as_it_says),
        cmocka_unit_test(an_rsa_key_has_its_numbers),
        cmocka_unit_test(each_time_is_read_as_it_says),
        cmocka_unit_test(usages_said_twice_are_refused),
        cmocka_unit_test(every_cut_and_every_byte_more_is_noticed),
        cmocka_unit_test(a_full_arena_is_no_space),
        cmocka_unit_test(published_certificates_are_read),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
