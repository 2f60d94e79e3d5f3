#include "keys/codec/json.h"
#include "keys/crypto/secret_key.h"
#include "tests/support/support.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct {
    const char *name;
    enum ts_key_kind kind;
    const char *secret;
    enum ts_status want;
    const char *point;
} rows[] = {
    { "RFC 8032 7.1 test 1", TS_KEY_ED25519,
      "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60", TS_OK,
      "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a" },
    { "RFC 6979 A.2.5", TS_KEY_P256,
      "C9AFA9D845BA75166B5C215767B1D6934E50C3DB36E89B127B8A622B120F6721", TS_OK,
      "0460FED4BA255A9D31C961EB74C6356D68C049B8923B61FA6CE669622E60F29FB6"
      "7903FE1008B8BC99A41AE9E95628BC64F2F1B20C2D7E9F5177A3C294D4462299" },
    { "the scalar 0", TS_KEY_P256,
      "0000000000000000000000000000000000000000000000000000000000000000", TS_MALFORMED,
      "" },
    { "the scalar n", TS_KEY_P256,
      "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551", TS_MALFORMED,
      "" },
    { "the scalar 2^256 - 1", TS_KEY_P256,
      "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff", TS_MALFORMED,
      "" },
    { "31 octets", TS_KEY_ED25519,
      "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f", TS_MALFORMED,
      "" },
    { "33 octets", TS_KEY_P256,
      "00C9AFA9D845BA75166B5C215767B1D6934E50C3DB36E89B127B8A622B120F6721", TS_MALFORMED,
      "" },
    { "nothing", TS_KEY_ED25519, "", TS_MALFORMED, "" },
    { "P-384", TS_KEY_P384,
      "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60", TS_UNSUPPORTED,
      "" },
    { "RSA", TS_KEY_RSA, "", TS_UNSUPPORTED, "" },
    { "no kind", TS_KEY_NONE, "", TS_UNSUPPORTED, "" },
};

static void
published_secrets_have_their_public_half(void **state)
{
    (void)state;
    struct ts_arena arena = ts_test_arena(8192);
    for (size_t i = 0; i < TS_COUNT(rows); i++) {
        struct ts_secret_key key = { .kind = TS_KEY_RSA };
        ts_span secret = ts_test_hex(&arena, rows[i].secret);
        ts_test_row(rows[i].name);
        assert_status(ts_secret_key_from_bytes(&key, rows[i].kind, secret), rows[i].want);
        assert_int_equal(key.kind, rows[i].want == TS_OK ? rows[i].kind : TS_KEY_RSA);
        if (rows[i].want == TS_OK)
            assert_span_equal(ts_secret_key_public(&key).point,
                              ts_test_hex(&arena, rows[i].point));
    }
    ts_test_arena_free(&arena);
}

static void
what_is_signed_holds(void **state)
{
    (void)state;
    struct ts_arena arena = ts_test_arena(8192);
    static const enum ts_key_kind kinds[] = { TS_KEY_ED25519, TS_KEY_P256 };
    for (size_t i = 0; i < TS_COUNT(kinds); i++) {
        struct ts_secret_key key;
        ts_span signature;
        assert_status(ts_secret_key_generate(&key, kinds[i]), TS_OK);
        struct ts_public_key public = ts_secret_key_public(&key);
        enum ts_signature_alg alg = ts_secret_key_alg(&key);
        assert_int_equal(public.kind, kinds[i]);
        assert_int_equal(ts_signature_key_kind(alg), kinds[i]);
        assert_status(ts_secret_key_sign(&arena, &signature, &key, TS_SPAN_LIT("yes")),
                      TS_OK);
        assert_status(ts_signature_check(&public, alg, TS_SPAN_LIT("yes"), signature),
                      TS_OK);
        assert_status(ts_signature_check(&public, alg, TS_SPAN_LIT("no"), signature),
                      TS_UNTRUSTED);
        assert_status(ts_secret_key_sign(&arena, &signature, &key, (ts_span){ 0 }),
                      TS_OK);
        assert_status(ts_signature_check(&public, alg, (ts_span){ 0 }, signature), TS_OK);
    }
    ts_test_arena_free(&arena);
}

static void
ed25519_signs_as_published(void **state)
{
    (void)state;
    struct ts_arena arena = ts_test_arena(4096);
    struct ts_secret_key key;
    ts_span signature;
    /* RFC 8032 7.1, test 2. */
    ts_span secret = ts_test_hex(
        &arena, "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb");
    assert_status(ts_secret_key_from_bytes(&key, TS_KEY_ED25519, secret), TS_OK);
    assert_status(ts_secret_key_sign(&arena, &signature, &key, TS_SPAN_LIT("\x72")),
                  TS_OK);
    assert_span_equal(
        signature,
        ts_test_hex(&arena,
                    "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
                    "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"));
    ts_test_arena_free(&arena);
}

static void
two_keys_are_never_the_same(void **state)
{
    (void)state;
    struct ts_secret_key a;
    struct ts_secret_key b;
    assert_status(ts_secret_key_generate(&a, TS_KEY_P256), TS_OK);
    assert_status(ts_secret_key_generate(&b, TS_KEY_P256), TS_OK);
    assert_memory_not_equal(a.secret, b.secret, sizeof(a.secret));
    assert_status(ts_secret_key_generate(&a, TS_KEY_P384), TS_UNSUPPORTED);
    assert_status(ts_secret_key_generate(&a, TS_KEY_NONE), TS_UNSUPPORTED);
}

static void
a_destroyed_key_holds_nothing_and_signs_nothing(void **state)
{
    (void)state;
    struct ts_arena arena = ts_test_arena(256);
    static const struct ts_secret_key zeros;
    struct ts_secret_key key;
    ts_span signature;
    assert_status(ts_secret_key_generate(&key, TS_KEY_ED25519), TS_OK);
    ts_secret_key_destroy(&key);
    assert_memory_equal(&key, &zeros, sizeof(key));
    assert_status(ts_secret_key_sign(&arena, &signature, &key, TS_SPAN_LIT("m")),
                  TS_UNSUPPORTED);
    assert_int_equal(ts_secret_key_alg(&key), TS_ALG_NONE);
    ts_test_arena_free(&arena);
}

#define SECRET "nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A"
#define PLAIN                                                                           \
    "{\"format\":\"touchstone-secret-key/1\",\"kind\":\"ed25519\",\"secret\":\"" SECRET \
    "\"}\n"
/* What is sealed here is zeros: it is refused before or by the passphrase. */
#define SEALED(passes, bytes, salt, sealed)                                             \
    "{\"format\":\"touchstone-secret-key/1\",\"kind\":\"ed25519\",\"sealed\":\"" sealed \
    "\",\"salt\":\"" salt "\",\"opslimit\":" passes ",\"memlimit\":" bytes "}"
#define ZEROS_16 "AAAAAAAAAAAAAAAAAAAAAA"
#define ZEROS_72                                                                         \
    "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA" \
    "AAAAAA"                                                                             \
    "AAAAAAAA"
#define ZEROS_73 ZEROS_72 "AA"

static const struct {
    const char *name;
    const char *text;
    enum ts_status want;
} files[] = {
    { "plain", PLAIN, TS_OK },
    { "FORMAT.md 5.1: another format",
      "{\"format\":\"touchstone-secret-key/2\",\"kind\":\"ed25519\",\"secret\":\"" SECRET
      "\"}",
      TS_UNSUPPORTED },
    { "FORMAT.md 5.1: no format", "{\"kind\":\"ed25519\",\"secret\":\"" SECRET "\"}",
      TS_UNSUPPORTED },
    { "FORMAT.md 5.1: another kind",
      "{\"format\":\"touchstone-secret-key/1\",\"kind\":\"rsa\",\"secret\":\"" SECRET
      "\"}",
      TS_UNSUPPORTED },
    { "FORMAT.md 5.2: a member we do not know",
      "{\"format\":\"touchstone-secret-key/1\",\"kind\":\"ed25519\",\"secret\":\"" SECRET
      "\",\"a\":1}",
      TS_MALFORMED },
    { "FORMAT.md 5.2: neither secret nor sealed",
      "{\"format\":\"touchstone-secret-key/1\",\"kind\":\"ed25519\"}", TS_MALFORMED },
    { "FORMAT.md 5.2: one octet short",
      "{\"format\":\"touchstone-secret-key/1\",\"kind\":\"ed25519\",\"secret\":"
      "\"nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2\"}",
      TS_MALFORMED },
    { "FORMAT.md 5.2: no scalar",
      "{\"format\":\"touchstone-secret-key/1\",\"kind\":\"p-256\",\"secret\":"
      "\"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\"}",
      TS_MALFORMED },
    { "FORMAT.md 5.4: more memory than is given",
      SEALED("3", "268435457", ZEROS_16, ZEROS_73), TS_OVER_LIMIT },
    { "FORMAT.md 5.4: 4 TiB", SEALED("3", "4398046511104", ZEROS_16, ZEROS_73),
      TS_OVER_LIMIT },
    { "FORMAT.md 5.4: more passes than are made",
      SEALED("4", "67108864", ZEROS_16, ZEROS_73), TS_OVER_LIMIT },
    { "FORMAT.md 5.4: too little memory to be a seal",
      SEALED("2", "67108863", ZEROS_16, ZEROS_73), TS_MALFORMED },
    { "FORMAT.md 5.4: one pass", SEALED("1", "67108864", ZEROS_16, ZEROS_73),
      TS_MALFORMED },
    { "FORMAT.md 5.4: passes below zero", SEALED("-3", "67108864", ZEROS_16, ZEROS_73),
      TS_MALFORMED },
    { "FORMAT.md 5.4: a text for a number",
      SEALED("\"3\"", "67108864", ZEROS_16, ZEROS_73), TS_MALFORMED },
    { "FORMAT.md 5.3: a short salt", SEALED("2", "67108864", "AAAA", ZEROS_73),
      TS_MALFORMED },
    { "FORMAT.md 5.3: a short box", SEALED("2", "67108864", ZEROS_16, ZEROS_72),
      TS_MALFORMED },
    { "FORMAT.md 5.3: no passphrase", SEALED("2", "67108864", ZEROS_16, ZEROS_73),
      TS_UNTRUSTED },
    { "a list", "[]", TS_MALFORMED },
    { "no JSON", "-----BEGIN PRIVATE KEY-----", TS_MALFORMED },
};

static void
each_file_is_read_as_it_says(void **state)
{
    (void)state;
    struct ts_arena arena = ts_test_arena(16384);
    for (size_t i = 0; i < TS_COUNT(files); i++) {
        struct ts_secret_key key = { .kind = TS_KEY_RSA };
        ts_test_row(files[i].name);
        assert_status(
            ts_secret_key_read(&arena, &key, ts_span_text(files[i].text), (ts_span){ 0 }),
            files[i].want);
        assert_int_equal(key.kind, files[i].want == TS_OK ? TS_KEY_ED25519 : TS_KEY_RSA);
        assert_int_equal(arena.used, 0);
    }
    ts_test_arena_free(&arena);
}

static void
every_prefix_of_a_plain_file_is_refused(void **state)
{
    (void)state;
    struct ts_arena arena = ts_test_arena(16384);
    ts_span whole = TS_SPAN_LIT(PLAIN);
    struct ts_secret_key key = { .kind = TS_KEY_RSA };
    /* Without the line end it is still whole. */
    for (size_t len = 0; len < whole.len - 1; len++) {
        uint8_t *exact = ts_test_exact_copy((ts_span){ whole.at, len });
        assert_status(
            ts_secret_key_read(&arena, &key, (ts_span){ exact, len }, (ts_span){ 0 }),
            TS_TRUNCATED);
        free(exact);
    }
    assert_status(
        ts_secret_key_read(&arena, &key, TS_SPAN_LIT(PLAIN "}"), (ts_span){ 0 }),
        TS_TRAILING);
    assert_int_equal(key.kind, TS_KEY_RSA);
    ts_test_arena_free(&arena);
}

static void
a_plain_file_is_written_as_the_format_says(void **state)
{
    (void)state;
    struct ts_arena arena = ts_test_arena(4096);
    struct ts_secret_key key;
    ts_span text;
    ts_span secret = ts_test_hex(
        &arena, "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60");
    assert_status(ts_secret_key_from_bytes(&key, TS_KEY_ED25519, secret), TS_OK);
    assert_status(ts_secret_key_write(&arena, &text, &key, (ts_span){ 0 }), TS_OK);
    assert_span_equal(text, TS_SPAN_LIT(PLAIN));
    for (size_t room = 0; room < text.len; room++) {
        uint8_t memory[256] = { 0 };
        struct ts_arena tight = ts_arena_over((ts_room){ memory, room });
        assert_status(ts_secret_key_write(&tight, &text, &key, (ts_span){ 0 }),
                      TS_NO_SPACE);
        /* Half a secret is not left lying about. */
        for (size_t i = 0; i < sizeof(memory); i++)
            assert_int_equal(memory[i], 0);
    }
    ts_secret_key_destroy(&key);
    assert_status(ts_secret_key_write(&arena, &text, &key, (ts_span){ 0 }),
                  TS_UNSUPPORTED);
    ts_test_arena_free(&arena);
}

static void
a_sealed_file_opens_with_its_passphrase_only(void **state)
{
    (void)state;
    struct ts_arena arena = ts_test_arena(16384);
    struct ts_secret_key key;
    struct ts_secret_key back = { .kind = TS_KEY_RSA };
    ts_span text;
    ts_span passphrase = TS_SPAN_LIT("a long walk by the river");
    assert_status(ts_secret_key_generate(&key, TS_KEY_P256), TS_OK);
    assert_status(ts_secret_key_write(&arena, &text, &key, passphrase), TS_OK);
    assert_status(
        ts_secret_key_read(&arena, &back, text, TS_SPAN_LIT("a long walk by the sea")),
        TS_UNTRUSTED);
    assert_status(ts_secret_key_read(&arena, &back, text, (ts_span){ 0 }), TS_UNTRUSTED);
    assert_int_equal(back.kind, TS_KEY_RSA);
    assert_status(ts_secret_key_read(&arena, &back, text, passphrase), TS_OK);
    assert_memory_equal(&back, &key, sizeof(key));
    ts_test_arena_free(&arena);
}

/* FORMAT.md 5.3: the kind stands inside the seal as well. */
static void
a_sealed_file_of_another_kind_does_not_open(void **state)
{
    (void)state;
    struct ts_arena arena = ts_test_arena(16384);
    struct ts_secret_key key;
    ts_span text;
    char changed[1024];
    assert_status(ts_secret_key_generate(&key, TS_KEY_P256), TS_OK);
    assert_status(ts_secret_key_write(&arena, &text, &key, TS_SPAN_LIT("open")), TS_OK);
    static const char head[] =
        "{\"format\":\"touchstone-secret-key/1\",\"kind\":\"p-256\"";
    assert_memory_equal(text.at, head, sizeof(head) - 1);
    ts_span rest = ts_span_part(text, sizeof(head) - 1, text.len);
    snprintf(changed, sizeof(changed),
             "{\"format\":\"touchstone-secret-key/1\",\"kind\":\"ed25519\"%.*s",
             TS_SPAN_ARG(rest));
    struct ts_secret_key back = { .kind = TS_KEY_RSA };
    assert_status(
        ts_secret_key_read(&arena, &back, ts_span_text(changed), TS_SPAN_LIT("open")),
        TS_MALFORMED);
    assert_int_equal(back.kind, TS_KEY_RSA);
    ts_test_arena_free(&arena);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(published_secrets_have_their_public_half),
        cmocka_unit_test(what_is_signed_holds),
        cmocka_unit_test(ed25519_signs_as_published),
        cmocka_unit_test(two_keys_are_never_the_same),
        cmocka_unit_test(a_destroyed_key_holds_nothing_and_signs_nothing),
        cmocka_unit_test(each_file_is_read_as_it_says),
        cmocka_unit_test(every_prefix_of_a_plain_file_is_refused),
        cmocka_unit_test(a_plain_file_is_written_as_the_format_says),
        cmocka_unit_test(a_sealed_file_opens_with_its_passphrase_only),
        cmocka_unit_test(a_sealed_file_of_another_kind_does_not_open),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
