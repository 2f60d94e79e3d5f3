#include "firmware/base/limits.h"
#include "tests/unit/keys/trust/fixture.h"

static enum ts_status
read_back(struct ts_arena *arena, struct ts_issuer_list *list, ts_span bytes)
{
    ts_verified source = { bytes }; /* only a test may say so */
    return ts_issuer_list_read(arena, list, source, NULL);
}

static void
assert_same_key(const struct ts_issuer_key *a, const struct ts_issuer_key *b)
{
    assert_span_equal(a->id, b->id);
    assert_true(ts_public_key_equal(&a->key, &b->key));
    assert_int_equal(a->not_before.s, b->not_before.s);
    assert_int_equal(a->not_after.s, b->not_after.s);
    assert_int_equal(a->may_sign_test, b->may_sign_test);
    assert_int_equal(a->may_sign_vaccination, b->may_sign_vaccination);
    assert_int_equal(a->may_sign_recovery, b->may_sign_recovery);
}

static void
what_is_written_reads_back(void **state)
{
    (void)state;
    struct ts_arena arena = ts_test_arena(1024 * 1024);
    struct ts_secret_key ed = fixture_key(TS_KEY_ED25519, 1);
    struct ts_secret_key ec = fixture_key(TS_KEY_P256, 2);
    uint8_t modulus[TS_RSA_BITS_MIN / 8];
    memset(modulus, 0x81, sizeof(modulus));
    struct ts_issuer_key keys[] = {
        fixture_listed_key(&ed, "did:web:a.example#k"),
        fixture_listed_key(&ec, ""),
        { .id = TS_SPAN_LIT("\xff\x01\x02\x03\x04\x05\x06\x07"),
          .key = { .kind = TS_KEY_RSA,
                   .modulus = TS_SPAN_OF(modulus),
                   .exponent = TS_SPAN_LIT("\x01\x00\x01") },
          .not_before = { -5 },
          .not_after = { 1LL << 40 },
          .may_sign_test = true },
    };
    const struct ts_text_in names[] = {
        { TS_SPAN_LIT("fr-ca"), TS_SPAN_LIT("\xC3\x89"
                                            "cole") },
        { TS_SPAN_LIT("en"), TS_SPAN_LIT("School") },
    };
    const ts_span texts[] = { TS_SPAN_LIT("urn:a"), TS_SPAN_LIT("Badge") };
    struct ts_issuer issuers[] = {
        fixture_issuer(&arena, "did:web:b.example", NULL, 0),
        { .id = TS_SPAN_LIT("did:web:a.example"),
          .names = names,
          .name_count = 2,
          .keys = keys,
          .key_count = 3,
          .achievements = texts,
          .achievement_count = 2,
          .status_locations = texts,
          .status_location_count = 1 },
    };
    struct ts_issuer_list list = {
        .epoch = UINT64_MAX, .issued = { 1767225600 }, .issuers = issuers, .count = 2
    };
    struct ts_issuer_list back;
    ts_span bytes;
    ts_span again;

    assert_status(ts_issuer_list_write(&arena, &bytes, &list), TS_OK);
    assert_status(read_back(&arena, &back, bytes), TS_OK);
    assert_true(back.epoch == UINT64_MAX && back.issued.s == 1767225600);
    assert_int_equal(back.count, 2);
    const struct ts_issuer *a = &back.issuers[0];
    assert_span_equal(a->id, TS_SPAN_LIT("did:web:a.example"));
    assert_span_equal(a->names[0].language, TS_SPAN_LIT("en"));
    assert_span_equal(a->names[1].text, names[0].text);
    assert_int_equal(a->key_count, 3);
    for (size_t i = 0; i < 3; i++)
        assert_same_key(&a->keys[i], &keys[i]);
    assert_int_equal(a->achievement_count, 2);
    assert_span_equal(a->achievements[1], TS_SPAN_LIT("Badge"));
    assert_int_equal(a->status_location_count, 1);
    assert_int_equal(back.issuers[1].key_count, 0);

    /* Deterministic: the same list is the same bytes, whatever its order was. */
    assert_status(ts_issuer_list_write(&arena, &again, &back), TS_OK);
    assert_span_equal(again, bytes);
    ts_test_arena_free(&arena);
}

static void
both_halves_of_a_curve_are_told_apart(void **state)
{
    (void)state;
    unsigned odd = 0;
    for (uint8_t n = 1; n <= 8; n++) {
        struct ts_arena arena = ts_test_arena(64 * 1024);
        struct ts_secret_key ec = fixture_key(TS_KEY_P256, n);
        struct ts_issuer_key key = fixture_listed_key(&ec, "");
        struct ts_issuer issuer = fixture_issuer(&arena, "a", &key, 1);
        struct ts_issuer_list list = { .issuers = &issuer, .count = 1 };
        ts_span bytes;
        assert_status(ts_issuer_list_write(&arena, &bytes, &list), TS_OK);
        assert_status(read_back(&arena, &list, bytes), TS_OK);
        assert_same_key(&list.issuers[0].keys[0], &key);
        odd += key.key.point.at[64] % 2;
        ts_test_arena_free(&arena);
    }
    assert_in_range(odd, 1, 7);
}

static void
a_written_list_is_compact(void **state)
{
    (void)state;
    struct ts_arena arena = ts_test_arena(256 * 1024);
    struct ts_secret_key ec = fixture_key(TS_KEY_P256, 2);
    struct ts_issuer_key key = fixture_listed_key(&ec, "");
    struct ts_issuer issuer = fixture_issuer(&arena, "a", &key, 1);
    struct ts_issuer_list list = { .epoch = 7, .issuers = &issuer, .count = 1 };
    ts_span bytes;
    assert_status(ts_issuer_list_write(&arena, &bytes, &list), TS_OK);
    ts_span head = ts_test_hex(&arena, "a4 01 01 02 07 03 00 04 81 a3 01 61 61 02 a1 "
                                       "62656e 61 61 03 81 a2 01 02 02 5821");
    assert_int_equal(bytes.len, head.len + 33);
    assert_span_equal(ts_span_part(bytes, 0, head.len), head);
    ts_test_arena_free(&arena);
}

static void
as_many_issuers_as_allowed_and_no_more(void **state)
{
    (void)state;
    static struct ts_issuer issuers[TS_ISSUERS_MAX + 1];
    struct ts_arena arena = ts_test_arena(64 * 1024 * 1024);
    struct ts_secret_key ed = fixture_key(TS_KEY_ED25519, 1);
    struct ts_issuer_key key = fixture_listed_key(&ed, "");
    struct ts_issuer_list list = { .issuers = issuers, .count = TS_ISSUERS_MAX + 1 };
    ts_span bytes;
    for (size_t i = 0; i < TS_ISSUERS_MAX + 1; i++) {
        ts_span id = fixture_text(&arena, "did:web:%05zu.example", i);
        issuers[i] = fixture_issuer(&arena, "x", &key, 1);
        issuers[i].id = id;
    }
    assert_status(ts_issuer_list_write(&arena, &bytes, &list), TS_OK);
    assert_status(read_back(&arena, &list, bytes), TS_OVER_LIMIT);

    list.issuers = issuers;
    list.count = TS_ISSUERS_MAX;
    assert_status(ts_issuer_list_write(&arena, &bytes, &list), TS_OK);
    assert_status(read_back(&arena, &list, bytes), TS_OK);
    assert_int_equal(list.count, TS_ISSUERS_MAX);
    assert_non_null(ts_issuer_list_find(&list, TS_SPAN_LIT("did:web:00000.example")));
    assert_non_null(ts_issuer_list_find(&list, TS_SPAN_LIT("did:web:19999.example")));
    assert_null(ts_issuer_list_find(&list, TS_SPAN_LIT("did:web:20000.example")));
    assert_null(ts_issuer_list_find(&list, (ts_span){ 0 }));
    ts_test_arena_free(&arena);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_written_reads_back),
        cmocka_unit_test(both_halves_of_a_curve_are_told_apart),
        cmocka_unit_test(a_written_list_is_compact),
        cmocka_unit_test(as_many_issuers_as_allowed_and_no_more),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
