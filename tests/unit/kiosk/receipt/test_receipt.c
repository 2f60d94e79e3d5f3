#include "keys/codec/base45.h"
#include "keys/codec/cbor_writer.h"
#include "keys/codec/qr.h"
#include "keys/crypto/digest.h"
#include "keys/proof/cose_write.h"
#include "kiosk/receipt/receipt.h"
#include "tests/support/support.h"

#include <stdlib.h>
#include <string.h>

static struct ts_arena arena;
static struct ts_kiosk_key key, other;
static struct ts_public_key keys[2];

static int
set_up(void **state)
{
    (void)state;
    static const uint8_t one[32] = { 1 };
    static const uint8_t two[32] = { 2 };
    arena = ts_test_arena(1 << 20);
    assert_status(ts_secret_key_from_bytes(&key.secret, TS_KEY_ED25519, TS_SPAN_OF(one)),
                  TS_OK);
    assert_status(
        ts_secret_key_from_bytes(&other.secret, TS_KEY_ED25519, TS_SPAN_OF(two)), TS_OK);
    keys[0] = ts_secret_key_public(&other.secret);
    keys[1] = ts_secret_key_public(&key.secret);
    return 0;
}

static int
tear_down(void **state)
{
    (void)state;
    ts_test_arena_free(&arena);
    return 0;
}

/* 2026-05-12T08:30:00Z */
static struct ts_receipt
usual(void)
{
    struct ts_receipt receipt = {
        .time = { 1778574600 },
        .profile = TS_SPAN_LIT("gate"),
        .verdict = 1,
        .reason = 24,
        .epoch = 17,
        .site = TS_SPAN_LIT("Mary River, north gate"),
        .number = { 0xa0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11 },
    };
    return receipt;
}

/* Everything there can be, and as long as it can be. */
static struct ts_receipt
longest(void)
{
    struct ts_receipt receipt = {
        .time = { UINT32_MAX },
        .time_is_floor = true,
        .profile = TS_SPAN_LIT("0123456789012345678901234567890123456789"),
        .verdict = 3,
        .reason = 255,
        .let_in = true,
        .epoch = UINT64_MAX,
        .site = TS_SPAN_LIT("a site whose name is rather long"),
    };
    return receipt;
}

static ts_span
make(struct ts_receipt receipt)
{
    ts_span text = { 0 };
    assert_status(ts_receipt_make(&arena, &text, &key, &receipt), TS_OK);
    return text;
}

static enum ts_status
verify(struct ts_receipt *receipt, ts_span text)
{
    size_t before = arena.used;
    enum ts_status status = ts_receipt_verify(&arena, receipt, NULL, text, keys, 2);
    if (status != TS_OK)
        ts_arena_rewind(&arena, before);
    return status;
}

static void
assert_same(const struct ts_receipt *a, const struct ts_receipt *b)
{
    assert_true(a->time.s == b->time.s);
    assert_int_equal(a->time_is_floor, b->time_is_floor);
    assert_span_equal(a->profile, b->profile);
    assert_int_equal(a->verdict, b->verdict);
    assert_int_equal(a->reason, b->reason);
    assert_int_equal(a->let_in, b->let_in);
    assert_true(a->epoch == b->epoch);
    assert_span_equal(a->site, b->site);
    assert_memory_equal(a->number, b->number, TS_RECEIPT_NUMBER_SIZE);
}

static void
what_is_made_is_verified(void **state)
{
    (void)state;
    const struct ts_receipt all[] = { usual(), longest(), { .time = { 0 } } };
    for (size_t i = 0; i < TS_COUNT(all); i++) {
        struct ts_receipt read;
        size_t which = 7;
        ts_span text = make(all[i]);
        assert_true(ts_receipt_looks_like(text));
        assert_status(ts_receipt_verify(&arena, &read, &which, text, keys, 2), TS_OK);
        assert_int_equal(which, 1);
        assert_same(&read, &all[i]);
        assert_span_equal(make(all[i]), text);
    }
}

static void
the_longest_fits_a_code_of_version_10(void **state)
{
    (void)state;
    struct ts_qr qr;
    ts_span text = make(longest());
    assert_true(text.len <= TS_RECEIPT_TEXT_MAX);
    assert_true(text.len > TS_RECEIPT_TEXT_MAX - 6);
    assert_status(ts_qr_encode(&arena, &qr, text), TS_OK);
    assert_int_equal(qr.version, 10);
    text = make(usual());
    assert_status(ts_qr_encode(&arena, &qr, text), TS_OK);
    assert_true(qr.version <= 9);
}

static void
long_names_are_hashed_or_cut(void **state)
{
    (void)state;
    static const char profile[] = "https://profiles.example/sites/mary-river/h2s-gate";
    struct ts_receipt receipt = usual();
    struct ts_receipt read;
    uint8_t hash[TS_SHA256_SIZE];
    receipt.profile = ts_span_text(profile);
    receipt.site = TS_SPAN_LIT("a site whose name is rather \xc3\xa9\xc3\xa9long");
    assert_status(verify(&read, make(receipt)), TS_OK);
    ts_sha256(hash, receipt.profile);
    assert_int_equal(read.profile.len, 0);
    assert_span_equal(read.profile_hash, ts_span_part(TS_SPAN_OF(hash), 0, 16));
    assert_span_equal(read.site,
                      TS_SPAN_LIT("a site whose name is rather \xc3\xa9\xc3\xa9"));
    receipt.site = TS_SPAN_LIT("a site whose name is rather a\xc3\xa9\xc3\xa9");
    assert_status(verify(&read, make(receipt)), TS_OK);
    assert_span_equal(read.site, TS_SPAN_LIT("a site whose name is rather a\xc3\xa9"));
}

static void
what_cannot_be_said_is_not_signed(void **state)
{
    (void)state;
    struct ts_receipt receipt = usual();
    struct ts_kiosk_key none = { 0 };
    ts_span text = { 0 };
    receipt.time.s = -1;
    assert_status(ts_receipt_make(&arena, &text, &key, &receipt), TS_OVER_LIMIT);
    receipt.time.s = INT64_C(1) << 32;
    assert_status(ts_receipt_make(&arena, &text, &key, &receipt), TS_OVER_LIMIT);
    receipt = usual();
    receipt.profile = TS_SPAN_LIT("\xff");
    assert_status(ts_receipt_make(&arena, &text, &key, &receipt), TS_MALFORMED);
    receipt = usual();
    receipt.site = TS_SPAN_LIT("\xc3");
    assert_status(ts_receipt_make(&arena, &text, &key, &receipt), TS_MALFORMED);
    receipt = usual();
    assert_status(ts_receipt_make(&arena, &text, &none, &receipt), TS_UNSUPPORTED);
    assert_null(text.at);
}

static void
a_kiosk_that_is_not_known_says_nothing(void **state)
{
    (void)state;
    struct ts_receipt read = { .epoch = 99 };
    ts_span text = make(usual());
    assert_status(ts_receipt_verify(&arena, &read, NULL, text, keys, 1), TS_ABSENT);
    assert_status(ts_receipt_verify(&arena, &read, NULL, text, NULL, 0), TS_ABSENT);
    assert_int_equal(read.epoch, 99);
}

static void
every_prefix_and_more_are_refused(void **state)
{
    (void)state;
    struct ts_receipt read = { .epoch = 99 };
    ts_span text = make(usual());
    char more[TS_RECEIPT_TEXT_MAX + 1];
    for (size_t len = 0; len < text.len; len++) {
        uint8_t *copy = ts_test_exact_copy((ts_span){ text.at, len });
        if (verify(&read, (ts_span){ copy, len }) == TS_OK)
            fail_msg("%zu characters were taken", len);
        free(copy);
    }
    memcpy(more, text.at, text.len);
    for (int c = 0; c < 256; c++) {
        more[text.len] = (char)c;
        if (verify(&read, (ts_span){ (uint8_t *)more, text.len + 1 }) == TS_OK)
            fail_msg("one more was taken: %d", c);
    }
    assert_int_equal(read.epoch, 99);
}

static void
every_change_is_noticed(void **state)
{
    (void)state;
    struct ts_receipt read = { .epoch = 99 };
    ts_span text = make(usual());
    ts_span cose;
    assert_status(ts_base45_decode(&arena, &cose, ts_span_part(text, 5, text.len)),
                  TS_OK);
    uint8_t *copy = ts_test_exact_copy(cose);
    for (size_t bit = 0; bit < 8 * cose.len; bit++) {
        char changed[TS_RECEIPT_TEXT_MAX + 1] = TS_RECEIPT_PREFIX;
        size_t before = arena.used;
        ts_span digits;
        copy[bit / 8] ^= (uint8_t)(1 << bit % 8);
        assert_status(ts_base45_encode(&arena, &digits, (ts_span){ copy, cose.len }),
                      TS_OK);
        memcpy(changed + 5, digits.at, digits.len);
        ts_span receipt = { (const uint8_t *)changed, digits.len + 5 };
        if (verify(&read, receipt) == TS_OK)
            fail_msg("bit %zu", bit);
        ts_arena_rewind(&arena, before);
        copy[bit / 8] ^= (uint8_t)(1 << bit % 8);
    }
    free(copy);
    assert_int_equal(read.epoch, 99);
}

/* A receipt with this payload that the kiosk itself has signed. */
static ts_span
signed_text(const char *payload, ts_span purpose)
{
    uint8_t id[TS_KIOSK_KEY_ID_SIZE];
    char text[1024] = TS_RECEIPT_PREFIX;
    ts_span header;
    ts_span cose;
    ts_span digits;
    ts_span copy;
    ts_kiosk_key_id(id, &keys[1]);
    assert_status(ts_cose_eddsa_header(&arena, &header, TS_SPAN_OF(id)), TS_OK);
    assert_status(ts_cose_sign1(&arena, &cose, &key.secret, header, purpose,
                                ts_test_hex(&arena, payload)),
                  TS_OK);
    assert_status(ts_base45_encode(&arena, &digits, cose), TS_OK);
    memcpy(text + 5, digits.at, digits.len);
    assert_true(
        ts_arena_copy(&arena, &copy, (ts_span){ (uint8_t *)text, digits.len + 5 }));
    return copy;
}

#define NUMBER "064c000000000000000000000000"
static const struct {
    const char *rule;
    const char *payload;
    enum ts_status want;
} payloads[] = {
    { "11.4 the least there must be",
      "a40100030104181806"
      "4c000000000000000000000000",
      TS_OK },
    { "11.4 a profile as text", "a50100026161030104181a" NUMBER, TS_OK },
    { "11.2 a member that is not known", "a5010003010418180a00" NUMBER, TS_MALFORMED },
    { "11.2 a member too many", "a501000301041818" NUMBER "0a00", TS_MALFORMED },
    { "11.2 members out of order", "a40301010004181a" NUMBER, TS_MALFORMED },
    { "11.2 a longer form of an integer", "a4011800030104181a" NUMBER, TS_MALFORMED },
    { "11.2 a member twice", "a501000100030104181a" NUMBER, TS_DUPLICATE },
    { "11.2 an indefinite map", "bf01000301041818" NUMBER "ff", TS_MALFORMED },
    { "11.4 no time", "a3030104181a" NUMBER, TS_MALFORMED },
    { "11.4 a time before 1970", "a40120030104181a" NUMBER, TS_MALFORMED },
    { "11.4 a time after 2106", "a4011b0000000100000000030104181a" NUMBER, TS_MALFORMED },
    { "11.4 a verdict over 255", "a4010003190100041818" NUMBER, TS_MALFORMED },
    { "11.4 a number of 11 bytes", "a401000301041818064b0000000000000000000000",
      TS_MALFORMED },
    { "11.4 no lists is no epoch, not 0",
      "a501000301041818"
      "0500" NUMBER,
      TS_MALFORMED },
    { "11.4 an empty profile", "a5010002600301041818" NUMBER, TS_MALFORMED },
    { "11.4 a profile of 41 bytes",
      "a50100027829"
      "6161616161616161616161616161616161616161616161616161616161616161616161616161616161"
      "0301041818" NUMBER,
      TS_MALFORMED },
    { "11.4 a hash of 15 bytes",
      "a50100024f0102030405060708090a0b0c0d0e0f0301041818" NUMBER, TS_MALFORMED },
    { "11.4 let in is true or not there", "a501000301041818" NUMBER "09f4",
      TS_MALFORMED },
    { "11.4 let in", "a501000301041818" NUMBER "09f5", TS_OK },
    { "11.2 no map", "80", TS_MALFORMED },
    { "11.2 nothing", "", TS_TRUNCATED },
};

static void
payloads_are_read_by_the_rules(void **state)
{
    (void)state;
    for (size_t i = 0; i < TS_COUNT(payloads); i++) {
        struct ts_receipt read = { .epoch = 99 };
        ts_test_row(payloads[i].rule);
        ts_span text =
            signed_text(payloads[i].payload, TS_SPAN_LIT("touchstone receipt 1"));
        assert_status(verify(&read, text), payloads[i].want);
        assert_int_equal(read.epoch, payloads[i].want == TS_OK ? 0 : 99);
    }
}

/* The same key signs exports; one must not pass for the other. */
static void
what_was_signed_for_something_else_is_no_receipt(void **state)
{
    (void)state;
    struct ts_receipt read;
    const char *payload = payloads[0].payload;
    assert_status(
        verify(&read, signed_text(payload, TS_SPAN_LIT("touchstone journal 1"))),
        TS_UNTRUSTED);
    assert_status(verify(&read, signed_text(payload, (ts_span){ 0 })), TS_UNTRUSTED);
}

static void
numbers_are_drawn(void **state)
{
    (void)state;
    uint8_t one[TS_RECEIPT_NUMBER_SIZE] = { 0 };
    uint8_t two[TS_RECEIPT_NUMBER_SIZE] = { 0 };
    ts_receipt_number(one);
    ts_receipt_number(two);
    assert_memory_not_equal(one, two, sizeof(one));
}

static void
other_codes_are_no_receipts(void **state)
{
    (void)state;
    struct ts_receipt read;
    assert_false(ts_receipt_looks_like(TS_SPAN_LIT("TSR1")));
    assert_false(ts_receipt_looks_like(TS_SPAN_LIT("TS1T/1/2/F0393FEB/AB")));
    assert_false(ts_receipt_looks_like((ts_span){ 0 }));
    assert_status(verify(&read, TS_SPAN_LIT("HC1:6BF")), TS_MALFORMED);
    assert_status(verify(&read, TS_SPAN_LIT("tsr1:6BF")), TS_MALFORMED);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_made_is_verified),
        cmocka_unit_test(the_longest_fits_a_code_of_version_10),
        cmocka_unit_test(long_names_are_hashed_or_cut),
        cmocka_unit_test(what_cannot_be_said_is_not_signed),
        cmocka_unit_test(a_kiosk_that_is_not_known_says_nothing),
        cmocka_unit_test(every_prefix_and_more_are_refused),
        cmocka_unit_test(every_change_is_noticed),
        cmocka_unit_test(payloads_are_read_by_the_rules),
        cmocka_unit_test(what_was_signed_for_something_else_is_no_receipt),
        cmocka_unit_test(numbers_are_drawn),
        cmocka_unit_test(other_codes_are_no_receipts),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
