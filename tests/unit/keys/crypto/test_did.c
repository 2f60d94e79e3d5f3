#include "keys/crypto/did.h"
#include "tests/support/support.h"

/* did:key 0.9, test vectors; did:jwk, examples. */
#define ED "z6MkiTBz1ymuepAQ4HEHYSF1H8quG5GLVVQR3djdX3mDooWp"
#define P256 "zDnaerDaTF5BXEavCrfRZEk316dpbLsfPDZ3WJ5hRTPFU2169"
#define K256 "zQ3shokFTS3brHcDQrn82RUDfCZESWL1ZdCEJwekUDPQiYBme"
#define JWK_P256                                                                         \
    "did:jwk:"                                                                           \
    "eyJjcnYiOiJQLTI1NiIsImt0eSI6IkVDIiwieCI6ImFjYklRaXVNczNpOF91c3pFakoydHBUdFJNN"      \
    "EVVM3l6OTFQSDZDZEgyVjAiLCJ5IjoiX0tjeUxqOXZXTXB0bm1LdG00NkdxRHo4d2Y3NEk1TEtncmwyR3p" \
    "IM2"                                                                                \
    "5TRSJ9"
#define JWK_X25519                                                                  \
    "did:jwk:"                                                                      \
    "eyJrdHkiOiJPS1AiLCJjcnYiOiJYMjU1MTkiLCJ1c2UiOiJlbmMiLCJ4IjoiM3A3YmZYdDl3YlRUV" \
    "zJIQzdPUTFOei1EUThoYmVHZE5yZngtRkctSUswOCJ9"

static const struct {
    const char *name;
    const char *method;
    enum ts_status want;
    enum ts_key_kind kind;
} rows[] = {
    { "did:key without a fragment", "did:key:" ED, TS_OK, TS_KEY_ED25519 },
    { "did:key with its fragment", "did:key:" ED "#" ED, TS_OK, TS_KEY_ED25519 },
    { "did:key of P-256", "did:key:" P256 "#" P256, TS_OK, TS_KEY_P256 },
    { "did:key of secp256k1", "did:key:" K256, TS_UNSUPPORTED, 0 },
    { "did:key with another fragment", "did:key:" ED "#" P256, TS_ABSENT, 0 },
    { "did:key with an empty fragment", "did:key:" ED "#", TS_ABSENT, 0 },
    { "did:key with a fragment cut short", "did:key:" ED "#z6Mki", TS_ABSENT, 0 },
    { "did:key with a path", "did:key:" ED "/" ED, TS_ABSENT, 0 },
    { "did:key with a query", "did:key:" ED "?a=b#" ED, TS_ABSENT, 0 },
    { "did:key without a key", "did:key:", TS_MALFORMED, 0 },
    { "did:key in another base", "did:key:u7QE7aie8", TS_UNSUPPORTED, 0 },
    { "did:key that is no base58", "did:key:z0", TS_MALFORMED, 0 },
    { "did:jwk without a fragment", JWK_P256, TS_OK, TS_KEY_P256 },
    { "did:jwk with its fragment", JWK_P256 "#0", TS_OK, TS_KEY_P256 },
    { "did:jwk with another fragment", JWK_P256 "#1", TS_ABSENT, 0 },
    { "did:jwk for encryption", JWK_X25519 "#0", TS_UNSUPPORTED, 0 },
    { "did:jwk cut short", "did:jwk:eyJjcnYiOiJQLTI1NiIsImt0eSI6IkVDIiwieCI6",
      TS_MALFORMED, 0 },
    { "did:jwk without a key", "did:jwk:", TS_MALFORMED, 0 },
    { "did:jwk with padding", "did:jwk:e30=", TS_MALFORMED, 0 },
    { "did:jwk of a text", "did:jwk:IiI", TS_MALFORMED, 0 },
    { "did:web", "did:web:example.com#key-1", TS_ABSENT, 0 },
    { "in upper case", "DID:KEY:" ED, TS_ABSENT, 0 },
    { "https", "https://example.com/issuer#key", TS_ABSENT, 0 },
    { "nothing", "", TS_ABSENT, 0 },
};

static const struct ts_public_key untouched = { .kind = TS_KEY_RSA };

static void
each_method_is_read_as_it_says(void **state)
{
    (void)state;
    struct ts_arena arena = ts_test_arena(65536);
    for (size_t i = 0; i < TS_COUNT(rows); i++) {
        struct ts_public_key key = untouched;
        size_t before = arena.used;
        ts_test_row(rows[i].name);
        assert_status(ts_did_key(&arena, &key, ts_span_text(rows[i].method)),
                      rows[i].want);
        if (rows[i].want == TS_OK) {
            assert_int_equal(key.kind, rows[i].kind);
        } else {
            assert_true(ts_public_key_equal(&key, &untouched));
            assert_int_equal(arena.used, before);
        }
    }
    ts_test_arena_free(&arena);
}

static void
a_published_key_is_the_one_inside(void **state)
{
    (void)state;
    struct ts_arena arena = ts_test_arena(8192);
    struct ts_public_key key;
    assert_status(ts_did_key(&arena, &key, TS_SPAN_LIT("did:key:" ED)), TS_OK);
    assert_span_equal(
        key.point,
        ts_test_hex(&arena,
                    "3b6a27bcceb6a42d62a3a8d02a6f0d73653215771de243a63ac048a18b59da29"));
    ts_test_arena_free(&arena);
}

/* A DID of one key that is cut never gives a key: of another length or none. */
static void
every_prefix_is_refused(void **state)
{
    (void)state;
    struct ts_arena arena = ts_test_arena(65536);
    static const char *whole[] = { "did:key:" ED, "did:key:" P256, JWK_P256 };
    for (size_t i = 0; i < TS_COUNT(whole); i++) {
        ts_span text = ts_span_text(whole[i]);
        for (size_t len = 0; len < text.len; len++) {
            struct ts_public_key key = untouched;
            enum ts_status status = ts_did_key(&arena, &key, (ts_span){ text.at, len });
            assert_true(status == TS_ABSENT || status == TS_MALFORMED
                        || status == TS_UNSUPPORTED);
            assert_true(ts_public_key_equal(&key, &untouched));
        }
    }
    ts_test_arena_free(&arena);
}

static void
a_did_ends_where_its_url_goes_on(void **state)
{
    (void)state;
    static const struct {
        const char *url;
        const char *did;
    } urls[] = {
        { "did:web:example.com#key-1", "did:web:example.com" },
        { "did:web:example.com:a:b?v=1#k", "did:web:example.com:a:b" },
        { "did:web:example.com/path#k", "did:web:example.com" },
        { "did:web:example.com", "did:web:example.com" },
        { "#key-1", "" },
        { "", "" },
    };
    for (size_t i = 0; i < TS_COUNT(urls); i++)
        assert_span_equal(ts_did_of_url(ts_span_text(urls[i].url)),
                          ts_span_text(urls[i].did));
}

static void
only_key_and_jwk_hold_their_key(void **state)
{
    (void)state;
    assert_true(ts_did_is_self_contained(TS_SPAN_LIT("did:key:" ED)));
    assert_true(ts_did_is_self_contained(TS_SPAN_LIT(JWK_P256)));
    assert_false(ts_did_is_self_contained(TS_SPAN_LIT("did:web:example.com")));
    assert_false(ts_did_is_self_contained(TS_SPAN_LIT("did:keys:z")));
    assert_false(ts_did_is_self_contained(TS_SPAN_LIT("did:key")));
    assert_false(ts_did_is_self_contained((ts_span){ 0 }));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_method_is_read_as_it_says),
        cmocka_unit_test(a_published_key_is_the_one_inside),
        cmocka_unit_test(every_prefix_is_refused),
        cmocka_unit_test(a_did_ends_where_its_url_goes_on),
        cmocka_unit_test(only_key_and_jwk_hold_their_key),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
