#include "firmware/base/check.h"
#include "keys/crypto/digest.h"
#include "tests/support/support.h"

/* FIPS 180-4 examples, and one message longer than a block of either. */
static const char long_text[] =
    "abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmnoijklmnopjklmnopq"
    "klmnopqrlmnopqrsmnopqrstnopqrstu";

static const struct {
    const char *name;
    const char *text;
    const char *sha256;
    const char *sha384;
    const char *sha512;
} rows[] = {
    { "nothing", "", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
      "38b060a751ac96384cd9327eb1b1e36a21fdb71114be07434c0cc7bf63f6e1da"
      "274edebfe76f65fbd51ad2f14898b95b",
      "cf83e1357eefb8bdf1542850d66d8007d620e4050b5715dc83f4a921d36ce9ce"
      "47d0d13c5d85f2b0ff8318d2877eec2f63b931bd47417a81a538327af927da3e" },
    { "one block", "abc",
      "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
      "cb00753f45a35e8bb5a03d699ac65007272c32ab0eded1631a8b605a43ff5bed"
      "8086072ba1e7cc2358baeca134c825a7",
      "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a"
      "2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f" },
    { "two blocks", long_text,
      "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1",
      "09330c33f71147e83d192fc782cd1b4753111b173b3b05d22fa08086e3b0f712"
      "fcc7c71a557e2db966c3e9fa91746039",
      "8e959b75dae313da8cf4f72814fc143f8f7779c6eb9f7fa17299aeadb6889018"
      "501d289e4900f7e4331b99dec4b5433ac7d329eeb6dd26545e96e55b874be909" },
};

static void
published_digests_match(void **state)
{
    (void)state;
    struct ts_arena arena = ts_test_arena(4096);
    for (size_t i = 0; i < TS_COUNT(rows); i++) {
        uint8_t sha256[TS_SHA256_SIZE];
        uint8_t sha384[TS_SHA384_SIZE];
        uint8_t sha512[TS_SHA512_SIZE];
        ts_span text = ts_span_text(rows[i].text);
        ts_test_row(rows[i].name);
        ts_sha256(sha256, text);
        ts_sha384(sha384, text);
        ts_sha512(sha512, text);
        assert_span_equal(TS_SPAN_OF(sha256), ts_test_hex(&arena, rows[i].sha256));
        assert_span_equal(TS_SPAN_OF(sha384), ts_test_hex(&arena, rows[i].sha384));
        assert_span_equal(TS_SPAN_OF(sha512), ts_test_hex(&arena, rows[i].sha512));
    }
    ts_test_arena_free(&arena);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(published_digests_match),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
