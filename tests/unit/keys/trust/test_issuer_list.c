#include "tests/unit/keys/trust/fixture.h"

#include <stdlib.h>

/* CBOR spelled so that a row reads like keys/FORMAT.md 3. */
#define POINT "5820 d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"
/* The generator of P-256, whose y is odd; and its long form. */
#define G_X "6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296"
#define G_Y "4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5"
#define ED_KEY "a2 01 01 02 " POINT
#define ID_A "01 61 61"              /* 1: "a" */
#define NAME_EN "02 a1 62656e 61 41" /* 2: {"en": "A"} */
#define ISSUER_A "a3 " ID_A NAME_EN "03 81 " ED_KEY
#define ISSUER_B "a3 01 61 62 " NAME_EN "03 80"
#define HEAD "a4 01 01 02 07 03 00 "
#define GOOD HEAD "04 81 " ISSUER_A
#define WITH_KEY(key) HEAD "04 81 a3 " ID_A NAME_EN "03 81 " key
#define WITH_ISSUER(issuer) HEAD "04 81 " issuer
#define BYTES_256_OF_80 "5901 00" R16("80808080808080808080808080808080")
#define R4(x) x x x x
#define R16(x) R4(x) R4(x) R4(x) R4(x)

static const struct {
    const char *name;
    const char *hex;
    enum ts_status want;
} rows[] = {
    { "smallest list: nobody", HEAD "04 80", TS_OK },
    { "one issuer, one key", GOOD, TS_OK },
    { "two issuers", HEAD "04 82 " ISSUER_A ISSUER_B, TS_OK },
    { "3.1 not a map", "80", TS_MALFORMED },
    { "3.2 no format", "a3 02 07 03 00 04 80", TS_MALFORMED },
    { "3.2 a later format", "a4 01 02 02 07 03 00 04 80", TS_UNSUPPORTED },
    { "3.2 a format that is text", "a4 01 61 31 02 07 03 00 04 80", TS_MALFORMED },
    { "3.3 no epoch", "a3 01 01 03 00 04 80", TS_MALFORMED },
    { "3.3 a negative epoch", "a4 01 01 02 20 03 00 04 80", TS_MALFORMED },
    { "3.3 no issue time", "a3 01 01 02 07 04 80", TS_MALFORMED },
    { "3.3 issued before 1970", "a4 01 01 02 07 03 20 04 80", TS_OK },
    { "3.3 issued past 2^63", "a4 01 01 02 07 03 1b8000000000000000 04 80",
      TS_MALFORMED },
    { "3.4 no issuers", "a3 01 01 02 07 03 00", TS_MALFORMED },
    { "3.4 out of order", HEAD "04 82 " ISSUER_B ISSUER_A, TS_MALFORMED },
    { "3.4 the same one twice", HEAD "04 82 " ISSUER_A ISSUER_A, TS_DUPLICATE },
    { "3.5 a member of a later release", "a5 01 01 02 07 03 00 04 80 18 63 f6", TS_OK },
    { "3.6 an issuer that is no map", WITH_ISSUER("80"), TS_MALFORMED },
    { "3.6 no id", WITH_ISSUER("a2 " NAME_EN "03 80"), TS_MALFORMED },
    { "3.6 an empty id", WITH_ISSUER("a3 01 60 " NAME_EN "03 80"), TS_MALFORMED },
    { "3.6 an id of bytes", WITH_ISSUER("a3 01 41 61 " NAME_EN "03 80"), TS_MALFORMED },
    { "3.7 no names", WITH_ISSUER("a2 " ID_A "03 80"), TS_MALFORMED },
    { "3.7 no name among them", WITH_ISSUER("a3 " ID_A "02 a0 03 80"), TS_MALFORMED },
    { "3.7 an empty name", WITH_ISSUER("a3 " ID_A "02 a1 62656e 60 03 80"),
      TS_MALFORMED },
    { "3.7 a language that is a number", WITH_ISSUER("a3 " ID_A "02 a1 01 6141 03 80"),
      TS_MALFORMED },
    { "3.8 no keys", WITH_ISSUER("a2 " ID_A NAME_EN), TS_MALFORMED },
    { "3.8 a key that is no map", WITH_KEY("01"), TS_MALFORMED },
    { "3.9 no kind", WITH_KEY("a1 02 " POINT), TS_MALFORMED },
    { "3.9 a kind of a later release", WITH_KEY("a1 01 18 63"), TS_OK },
    { "3.10 no point", WITH_KEY("a1 01 01"), TS_MALFORMED },
    { "3.10 a point a byte short",
      WITH_KEY("a2 01 01 02 581f "
               "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f70751"),
      TS_MALFORMED },
    { "3.10 no Ed25519 point at all",
      WITH_KEY("a2 01 01 02 5820 "
               "0200000000000000000000000000000000000000000000000000000000000000"),
      TS_MALFORMED },
    { "3.10 P-256, short", WITH_KEY("a2 01 02 02 5821 03" G_X), TS_OK },
    { "3.10 P-256, long", WITH_KEY("a2 01 02 02 5841 04" G_X G_Y), TS_OK },
    { "3.10 P-256, hybrid", WITH_KEY("a2 01 02 02 5841 07" G_X G_Y), TS_MALFORMED },
    { "3.10 P-256 without a y",
      WITH_KEY("a2 01 02 02 5821 02"
               "0000000000000000000000000000000000000000000000000000000000000001"),
      TS_MALFORMED },
    { "3.10 RSA of 2048 bits", WITH_KEY("a3 01 04 02 " BYTES_256_OF_80 "03 43 010001"),
      TS_OK },
    { "3.10 RSA of 256 bits", WITH_KEY("a3 01 04 02 5820" G_X "03 43 010001"),
      TS_MALFORMED },
    { "3.11 RSA without an exponent", WITH_KEY("a2 01 04 02 " BYTES_256_OF_80),
      TS_MALFORMED },
    { "3.11 an exponent with a leading zero",
      WITH_KEY("a3 01 04 02 " BYTES_256_OF_80 "03 44 00010001"), TS_MALFORMED },
    { "3.12 a key id of text", WITH_KEY("a3 01 01 02 " POINT "04 62 6b31"), TS_OK },
    { "3.12 a key id of bytes", WITH_KEY("a3 01 01 02 " POINT "04 42 6b31"), TS_OK },
    { "3.12 a key id that is a number", WITH_KEY("a3 01 01 02 " POINT "04 07"),
      TS_MALFORMED },
    { "3.13 a time of validity", WITH_KEY("a4 01 01 02 " POINT "05 00 06 00"), TS_OK },
    { "3.13 it ends before it starts", WITH_KEY("a4 01 01 02 " POINT "05 01 06 00"),
      TS_MALFORMED },
    { "3.13 a time that is text", WITH_KEY("a3 01 01 02 " POINT "05 61 30"),
      TS_MALFORMED },
    { "3.14 usage", WITH_KEY("a3 01 01 02 " POINT "07 02"), TS_OK },
    { "3.14 a usage that is negative", WITH_KEY("a3 01 01 02 " POINT "07 20"),
      TS_MALFORMED },
    { "3.15 achievements", WITH_ISSUER("a4 " ID_A NAME_EN "03 80 04 81 6178"), TS_OK },
    { "3.15 achievements that are text", WITH_ISSUER("a4 " ID_A NAME_EN "03 80 04 6178"),
      TS_MALFORMED },
    { "3.15 an achievement that is none",
      WITH_ISSUER("a4 " ID_A NAME_EN "03 80 04 81 60"), TS_MALFORMED },
    { "3.16 status locations", WITH_ISSUER("a4 " ID_A NAME_EN "03 80 05 81 6178"),
      TS_OK },
    { "3.16 a status location of bytes",
      WITH_ISSUER("a4 " ID_A NAME_EN "03 80 05 81 4178"), TS_MALFORMED },
    { "RFC 8949 5.6 a member twice", "a5 01 01 01 01 02 07 03 00 04 80", TS_DUPLICATE },
    { "a byte after it", GOOD "00", TS_TRAILING },
};

static const struct ts_issuer_list untouched = { .epoch = 0xFEED };

static enum ts_status
read_list(struct ts_arena *arena, struct ts_issuer_list *list, ts_span bytes,
          struct ts_fault *fault)
{
    ts_verified source = { bytes }; /* only a test may say so */
    *list = untouched;
    return ts_issuer_list_read(arena, list, source, fault);
}

static struct ts_issuer_list
read_hex_list(struct ts_arena *arena, const char *hex)
{
    struct ts_issuer_list list;
    assert_status(read_list(arena, &list, ts_test_hex(arena, hex), NULL), TS_OK);
    return list;
}

static void
each_rule_is_enforced(void **state)
{
    (void)state;
    for (size_t i = 0; i < TS_COUNT(rows); i++) {
        struct ts_arena arena = ts_test_arena(256 * 1024);
        struct ts_issuer_list list;
        struct ts_fault fault = { 0 };
        ts_test_row(rows[i].name);
        ts_span bytes = ts_test_hex(&arena, rows[i].hex);
        uint8_t *copy = ts_test_exact_copy(bytes);
        size_t used = arena.used;
        assert_status(read_list(&arena, &list, (ts_span){ copy, bytes.len }, &fault),
                      rows[i].want);
        assert_int_equal(fault.status, rows[i].want);
        assert_true(fault.offset <= bytes.len);
        if (rows[i].want != TS_OK) {
            assert_memory_equal(&list, &untouched, sizeof(list));
            assert_non_null(fault.rule);
            assert_int_equal(arena.used, used);
        }
        free(copy);
        ts_test_arena_free(&arena);
    }
}

static void
every_prefix_is_refused(void **state)
{
    (void)state;
    struct ts_arena arena = ts_test_arena(256 * 1024);
    ts_span good = ts_test_hex(&arena, GOOD);
    for (size_t len = 0; len < good.len; len++) {
        struct ts_issuer_list list;
        uint8_t *copy = ts_test_exact_copy((ts_span){ good.at, len });
        assert_status(read_list(&arena, &list, (ts_span){ copy, len }, NULL),
                      TS_TRUNCATED);
        free(copy);
    }
    ts_test_arena_free(&arena);
}

static void
a_short_point_comes_out_long(void **state)
{
    (void)state;
    struct ts_arena arena = ts_test_arena(256 * 1024);
    struct ts_issuer_list from_short =
        read_hex_list(&arena, WITH_KEY("a2 01 02 02 5821 03" G_X));
    struct ts_issuer_list from_long =
        read_hex_list(&arena, WITH_KEY("a2 01 02 02 5841 04" G_X G_Y));
    assert_span_equal(from_short.issuers[0].keys[0].key.point,
                      ts_test_hex(&arena, "04" G_X G_Y));
    assert_true(ts_public_key_equal(&from_short.issuers[0].keys[0].key,
                                    &from_long.issuers[0].keys[0].key));
    ts_test_arena_free(&arena);
}

static void
a_key_of_a_later_release_is_passed_over(void **state)
{
    (void)state;
    struct ts_arena arena = ts_test_arena(256 * 1024);
    struct ts_issuer_list list = read_hex_list(
        &arena, HEAD "04 81 a3 " ID_A NAME_EN "03 82 a2 01 18 63 02 f6 " ED_KEY);
    assert_int_equal(list.issuers[0].key_count, 1);
    assert_int_equal(list.issuers[0].keys[0].key.kind, TS_KEY_ED25519);
    ts_test_arena_free(&arena);
}

static void
what_is_unsaid_is_unlimited(void **state)
{
    (void)state;
    struct ts_arena arena = ts_test_arena(256 * 1024);
    struct ts_issuer_list list = read_hex_list(&arena, GOOD);
    const struct ts_issuer_key *key = &list.issuers[0].keys[0];
    assert_int_equal(list.epoch, 7);
    assert_int_equal(key->not_before.s, TS_UTC_ALWAYS.s);
    assert_int_equal(key->not_after.s, TS_UTC_NEVER.s);
    assert_true(key->may_sign_test && key->may_sign_vaccination
                && key->may_sign_recovery);
    list = read_hex_list(&arena, WITH_KEY("a3 01 01 02 " POINT "07 02"));
    key = &list.issuers[0].keys[0];
    assert_true(key->may_sign_vaccination);
    assert_false(key->may_sign_test || key->may_sign_recovery);
    ts_test_arena_free(&arena);
}

/* A text in pieces is joined outside the list's own bytes. */
static void
a_text_in_pieces_outlives_the_reading(void **state)
{
    (void)state;
    struct ts_arena arena = ts_test_arena(256 * 1024);
    struct ts_issuer_list list =
        read_hex_list(&arena, WITH_ISSUER("a3 01 7f 6161 6162 ff " NAME_EN "03 80"));
    memset(ts_arena_rest(&arena).at, 0xEE, ts_arena_rest(&arena).len);
    assert_span_equal(list.issuers[0].id, TS_SPAN_LIT("ab"));
    ts_test_arena_free(&arena);
}

static void
no_arena_is_small_enough_to_break_it(void **state)
{
    (void)state;
    struct ts_arena whole = ts_test_arena(64 * 1024);
    ts_span good = ts_test_hex(&whole, GOOD);
    struct ts_issuer_list list;
    enum ts_status status = TS_NO_SPACE;
    size_t size = 0;
    for (; status != TS_OK; size += 8) {
        uint8_t *memory = malloc(size + 1);
        struct ts_arena arena = ts_arena_over((ts_room){ memory, size });
        status = read_list(&arena, &list, good, NULL);
        assert_true(status == TS_OK || status == TS_NO_SPACE);
        free(memory);
    }
    assert_true(size > 64);
    ts_test_arena_free(&whole);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_rule_is_enforced),
        cmocka_unit_test(every_prefix_is_refused),
        cmocka_unit_test(a_short_point_comes_out_long),
        cmocka_unit_test(a_key_of_a_later_release_is_passed_over),
        cmocka_unit_test(what_is_unsaid_is_unlimited),
        cmocka_unit_test(a_text_in_pieces_outlives_the_reading),
        cmocka_unit_test(no_arena_is_small_enough_to_break_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
