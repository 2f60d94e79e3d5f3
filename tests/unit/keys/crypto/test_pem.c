#include "keys/crypto/pem.h"
#include "tests/support/support.h"

#include <stdlib.h>
#include <string.h>

/* Keys as openssl pkey -pubout writes them. */
#define P256                                                             \
    "-----BEGIN PUBLIC KEY-----\n"                                       \
    "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEDJ+kBY8qEyGQI9LIcvgRgt0FTShL\n" \
    "uRFUj21X6fSGNiMg2XMngHPsE1W5vSeoQdsQ9WUedQ5sB1LdjJkX2CXyjw==\n"     \
    "-----END PUBLIC KEY-----\n"
#define P384                                                             \
    "-----BEGIN PUBLIC KEY-----\n"                                       \
    "MHYwEAYHKoZIzj0CAQYFK4EEACIDYgAEUvHZjArwIogqr8x3HiSeXy5uoB53OQpO\n" \
    "Mf2cM5znw5rW2MlBRW9fW21e9bBTYlkvs7xHPCzvbCS8gFk6AtL8F29k9BSADJBy\n" \
    "t1R9zP/SlPA6UDngnOeesvREuWOyXFNT\n"                                 \
    "-----END PUBLIC KEY-----\n"
#define RSA                                                              \
    "-----BEGIN PUBLIC KEY-----\n"                                       \
    "MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEArH1v49YUI8Dhv3nbBEDi\n" \
    "E/KM4RQsBAK1F66mYl2mVcL3aG1rWanzgwknXiVARz86GUXQf7hVvnA2aZV2/rSv\n" \
    "l+cAUd5+FR7Yb/NorkX/x7Wjha12DZsrGz1CmjFpZUiJCTc0NandfRgfdIWk8DLo\n" \
    "/xmUT8c+m+6Yp3qaSCPhnZumIHQfOWL5BMx8572h9RUDWbApwWB2GbOZvq0qf41r\n" \
    "qQBLxHfdMa1xeoBq9XoG88ahdrZKbDQx5EtdDdIV7TlgsEV+qVLPDpuvpMRfc/C0\n" \
    "8m908ddiu8CT+wTmmDXhWFScUzDnhxSgXFYXWmAF5bxiX+aBHylYIj8qb9su9e2P\n" \
    "bQIDAQAB\n"                                                         \
    "-----END PUBLIC KEY-----\n"
#define RSA_1024                                                         \
    "-----BEGIN PUBLIC KEY-----\n"                                       \
    "MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQCz3MgiFyo0xETAPSaKGNtwBhjn\n" \
    "BmmLY450gcqs/liAVyODM2bxHVbqOhF+9SBQQR0FRk7VxArQsIW1DTECdSqZkWNP\n" \
    "VteeuSDy88KWlLhWxY9W+loz1Q3pNRO93QMUAul0ZV5wPycuafWx9qWjeno5Pqn1\n" \
    "jkrh7CBBnR3n1IjQzwIDAQAB\n"                                         \
    "-----END PUBLIC KEY-----\n"
#define ED25519                                                      \
    "-----BEGIN PUBLIC KEY-----\n"                                   \
    "MCowBQYDK2VwAyEAx7UtFVLEdHGlomcj9Z7+sA6d8y+H3uP7Nmwk58tWYfg=\n" \
    "-----END PUBLIC KEY-----\n"
#define SECP256K1                                                        \
    "-----BEGIN PUBLIC KEY-----\n"                                       \
    "MFYwEAYHKoZIzj0CAQYFK4EEAAoDQgAEgalaX/ZdbwTMgB/8e8NYgfSKxiKL1ub9\n" \
    "tUUSKhWwZ1iwFuI73TBOulY/ewYZ173lny1hv6zMOuOFDj4SEc2inQ==\n"         \
    "-----END PUBLIC KEY-----\n"
#define X25519                                                       \
    "-----BEGIN PUBLIC KEY-----\n"                                   \
    "MCowBQYDK2VuAyEAevNMNxYLefPSySbKMZjf0ib81Z1xrcrVVu5Ox7Z/NhU=\n" \
    "-----END PUBLIC KEY-----\n"

enum { ARENA = 64 * 1024 };

static struct ts_arena arena;

static int
set_up(void **state)
{
    (void)state;
    arena = ts_test_arena(ARENA);
    return 0;
}

static int
tear_down(void **state)
{
    (void)state;
    ts_test_arena_free(&arena);
    return 0;
}

static enum ts_status
read_key(struct ts_public_key *key, ts_span text)
{
    uint8_t *copy = ts_test_exact_copy(text);
    enum ts_status status =
        ts_public_key_from_pem(&arena, key, (ts_span){ copy, text.len });
    free(copy);
    return status;
}

static void
each_kind_of_key_is_read_or_refused(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        const char *text;
        enum ts_status want;
        enum ts_key_kind kind;
    } rows[] = {
        { "P-256", P256, TS_OK, TS_KEY_P256 },
        { "P-384", P384, TS_OK, TS_KEY_P384 },
        { "RSA", RSA, TS_OK, TS_KEY_RSA },
        { "Ed25519", ED25519, TS_OK, TS_KEY_ED25519 },
        { "RSA of 1024 bits", RSA_1024, TS_UNSUPPORTED, TS_KEY_NONE },
        { "another curve", SECP256K1, TS_UNSUPPORTED, TS_KEY_NONE },
        { "no key for signing", X25519, TS_UNSUPPORTED, TS_KEY_NONE },
        { "white space around", " \r\n\t" P256 "\n \n", TS_OK, TS_KEY_P256 },
        { "text before", "x\n" P256, TS_MALFORMED, TS_KEY_NONE },
        { "text after", P256 "x", TS_MALFORMED, TS_KEY_NONE },
        { "two of them", P256 P256, TS_MALFORMED, TS_KEY_NONE },
        { "nothing", "", TS_MALFORMED, TS_KEY_NONE },
        { "nothing inside", "-----BEGIN PUBLIC KEY-----\n-----END PUBLIC KEY-----\n",
          TS_MALFORMED, TS_KEY_NONE },
        { "another block",
          "-----BEGIN RSA PUBLIC KEY-----\nAAAA\n"
          "-----END RSA PUBLIC KEY-----\n",
          TS_MALFORMED, TS_KEY_NONE },
        /* Would ask the terminal for a passphrase. */
        { "an encrypted block",
          "-----BEGIN PUBLIC KEY-----\nProc-Type: 4,ENCRYPTED\n"
          "DEK-Info: AES-128-CBC,00000000000000000000000000000000\n\n"
          "MCowBQYDK2VwAyEAx7UtFVLEdHGlomcj9Z7+sA6d8y+H3uP7Nmwk58tWYfg=\n"
          "-----END PUBLIC KEY-----\n",
          TS_MALFORMED, TS_KEY_NONE },
    };
    for (size_t i = 0; i < TS_COUNT(rows); i++) {
        struct ts_public_key key = { .kind = TS_KEY_NONE };
        size_t used = arena.used;
        ts_test_row(rows[i].name);
        assert_status(read_key(&key, ts_span_text(rows[i].text)), rows[i].want);
        assert_int_equal(key.kind, rows[i].kind);
        assert_int_equal(arena.used > used, rows[i].want == TS_OK);
    }
}

static void
a_key_is_what_stands_in_it(void **state)
{
    (void)state;
    struct ts_public_key key;
    assert_status(read_key(&key, TS_SPAN_LIT(P256)), TS_OK);
    assert_span_equal(
        key.point,
        ts_test_hex(&arena,
                    "040c9fa4058f2a13219023d2c872f81182dd054d284bb911548f6d57e9f486362320"
                    "d973278073ec1355b9bd27a841db10f5651e750e6c0752dd8c9917d825f28f"));
    assert_status(read_key(&key, TS_SPAN_LIT(RSA)), TS_OK);
    assert_int_equal(key.modulus.len, 256);
    assert_span_equal(key.exponent, ts_test_hex(&arena, "010001"));
}

static void
every_prefix_is_refused(void **state)
{
    (void)state;
    /* The line break at the end may be missing, as older tools leave it. */
    for (size_t len = 0; len + 1 < sizeof(P256) - 1; len++) {
        struct ts_public_key key = { .kind = TS_KEY_NONE };
        assert_status(read_key(&key, (ts_span){ (const uint8_t *)P256, len }),
                      TS_MALFORMED);
        assert_int_equal(key.kind, TS_KEY_NONE);
    }
    uint8_t *large = malloc(TS_PEM_MAX + 1);
    assert_non_null(large);
    memset(large, ' ', TS_PEM_MAX + 1);
    memcpy(large, P256, sizeof(P256) - 1);
    struct ts_public_key key;
    assert_status(read_key(&key, (ts_span){ large, TS_PEM_MAX }), TS_OK);
    assert_status(read_key(&key, (ts_span){ large, TS_PEM_MAX + 1 }), TS_OVER_LIMIT);
    free(large);
}

static void
no_arena_is_small_enough_to_break_it(void **state)
{
    (void)state;
    for (size_t size = 0; size < 320; size += 8) {
        uint8_t memory[320];
        struct ts_arena small = ts_arena_over((ts_room){ memory, size });
        struct ts_public_key key = { .kind = TS_KEY_NONE };
        enum ts_status status = ts_public_key_from_pem(&small, &key, TS_SPAN_LIT(RSA));
        assert_true(status == TS_OK || status == TS_NO_SPACE);
        assert_int_equal(key.kind == TS_KEY_RSA, status == TS_OK);
    }
}

#define R "7f000000000000000000000000000000000000000000000000000000000000"
#define S "80000000000000000000000000000000000000000000000000000000000000"

static void
a_der_signature_is_two_numbers(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        const char *der;
        const char *raw; /* NULL: refused. */
    } rows[] = {
        { "32 and 33 octets", "3045 0220" R "01 022100" S "02", R "01" S "02" },
        { "short ones", "3006 020101 020102",
          "0000000000000000000000000000000000000000000000000000000000000001"
          "0000000000000000000000000000000000000000000000000000000000000002" },
        { "a byte more", "3006 020101 020102 00", NULL },
        { "a byte less", "3006 020101 0201", NULL },
        { "one number", "3003 020101", NULL },
        { "a negative one", "3006 020181 020102", NULL },
        { "33 octets that are not zero", "3026 022101" S "00 020102", NULL },
        { "no sequence", "020101", NULL },
        { "nothing", "", NULL },
    };
    for (size_t i = 0; i < TS_COUNT(rows); i++) {
        uint8_t raw[64] = { 0xFE };
        ts_span der = ts_test_hex(&arena, rows[i].der);
        uint8_t *copy = ts_test_exact_copy(der);
        ts_test_row(rows[i].name);
        assert_status(ts_p256_signature_from_der(raw, (ts_span){ copy, der.len }),
                      rows[i].raw ? TS_OK : TS_MALFORMED);
        free(copy);
        if (rows[i].raw)
            assert_span_equal(TS_SPAN_OF(raw), ts_test_hex(&arena, rows[i].raw));
        else
            assert_int_equal(raw[0], 0xFE);
    }
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(each_kind_of_key_is_read_or_refused),
        TEST(a_key_is_what_stands_in_it),
        TEST(every_prefix_is_refused),
        TEST(no_arena_is_small_enough_to_break_it),
        TEST(a_der_signature_is_two_numbers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
