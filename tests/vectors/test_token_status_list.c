#include "keys/crypto/jwk.h"
#include "keys/trust/status_list.h"
#include "tests/unit/keys/trust/fixture.h"

#include <stdlib.h>

/*
 * draft-ietf-oauth-status-list, its own examples and test vectors. The files do
 * not carry the values; those are from the text around them (section 4.1, 4.2
 * and the appendix of test vectors). The signing key is the one the draft's
 * generator publishes (src/util.py of its repository), its public half here.
 */
#define FOLDER "token-status-list/"
#define URL "https://example.com/statuslists/1"
#define KEY                                                  \
    "{\"kty\":\"EC\",\"crv\":\"P-256\","                     \
    "\"x\":\"I3HWm_0Ds1dPMI-IWmf4mBmH-YaeAVbPVu7vB27CxXo\"," \
    "\"y\":\"6N_d5Elj9bs1htgV3okJKIdbHEpkgTmAluYKJemzn1M\"}"

struct entry {
    uint64_t index;
    unsigned value;
};

static const struct entry entries_1[] = {
    { 0, 1 }, { 3, 1 }, { 4, 1 },  { 5, 1 },  { 7, 1 },
    { 8, 1 }, { 9, 1 }, { 13, 1 }, { 15, 1 },
};
static const struct entry entries_2[] = {
    { 0, 1 }, { 1, 2 }, { 3, 3 },  { 5, 1 },  { 7, 1 },
    { 8, 1 }, { 9, 2 }, { 10, 3 }, { 11, 3 },
};
static const struct entry long_1[] = {
    { 0, 1 },      { 1993, 1 },   { 25460, 1 },   { 159495, 1 },
    { 495669, 1 }, { 554353, 1 }, { 645645, 1 },  { 723232, 1 },
    { 854545, 1 }, { 934534, 1 }, { 1000345, 1 },
};
static const struct entry long_2[] = {
    { 0, 1 },      { 1993, 2 },   { 25460, 1 },   { 159495, 3 },
    { 495669, 1 }, { 554353, 1 }, { 645645, 2 },  { 723232, 1 },
    { 854545, 1 }, { 934534, 2 }, { 1000345, 3 },
};
static const struct entry long_4[] = {
    { 0, 1 },        { 1993, 2 },     { 35460, 3 },    { 459495, 4 },   { 595669, 5 },
    { 754353, 6 },   { 845645, 7 },   { 923232, 8 },   { 924445, 9 },   { 934534, 10 },
    { 1004534, 11 }, { 1000345, 12 }, { 1030203, 13 }, { 1030204, 14 }, { 1030205, 15 },
};

/* 8 bits: every value once, drawn by chance; a few of them. */
static const struct entry long_8[] = {
    { 1199, 121 }, { 4520, 213 }, { 52451, 1 }, { 1046963, 78 }
};

#define LIST(file, bits, entries, whole, set)                     \
    {                                                             \
        FOLDER file, bits, entries, TS_COUNT(entries), whole, set \
    }

/* whole: how many entries the list has; set: how many are not 0. */
static const struct {
    const char *file;
    unsigned bits;
    const struct entry *entries;
    size_t count;
    uint64_t whole;
    uint64_t set;
} lists[] = {
    LIST("status_list_encoding_json.md", 1, entries_1, 16, 9),
    LIST("status_list_encoding_cbor.md", 1, entries_1, 16, 9),
    LIST("status_list_encoding2_json.md", 2, entries_2, 12, 9),
    LIST("status_list_encoding2_cbor.md", 2, entries_2, 12, 9),
    LIST("status_list_encoding1_long_json.md", 1, long_1, 1 << 20, 11),
    LIST("status_list_encoding1_long_cbor.md", 1, long_1, 1 << 20, 11),
    LIST("status_list_encoding2_long_json.md", 2, long_2, 1 << 20, 11),
    LIST("status_list_encoding2_long_cbor.md", 2, long_2, 1 << 20, 11),
    LIST("status_list_encoding4_json.md", 4, long_4, 1 << 20, 15),
    LIST("status_list_encoding4_cbor.md", 4, long_4, 1 << 20, 15),
    LIST("status_list_encoding8_json.md", 8, long_8, 1 << 20, 255),
    LIST("status_list_encoding8_cbor.md", 8, long_8, 1 << 20, 255),
};

/* What a file holds from its "{" or its first hex digit on, without the line
 * ends that the draft's typesetting needs. */
static ts_span
payload_of(struct ts_arena *arena, const char *path)
{
    ts_span file;
    assert_true(ts_test_read_file(arena, &file, path));
    const ts_span heading = TS_SPAN_LIT("encoded:");
    for (size_t i = 0; i < file.len; i++)
        if (ts_span_starts_with(ts_span_part(file, i, file.len), heading))
            file = ts_span_part(file, i + heading.len, file.len);
    struct ts_writer w = ts_writer_over(ts_arena_rest(arena));
    for (size_t i = 0; i < file.len; i++)
        if (file.at[i] != ' ' && file.at[i] != '\n')
            ts_write_u8(&w, file.at[i]);
    ts_write_u8(&w, 0);
    ts_arena_keep(arena, w.used);
    return ts_span_part(ts_writer_span(&w), 0, w.used - 1);
}

/* The status list of a file in a token of our own. */
static ts_span
token_around(struct ts_arena *arena, const struct ts_secret_key *key, ts_span list)
{
    if (list.at[0] == '{') {
        ts_span claims =
            fixture_text(arena, "{\"sub\":\"" URL "\",\"iat\":0,\"status_list\":%s}",
                         (const char *)list.at);
        return fixture_jws(arena, key, "\"typ\":\"statuslist+jwt\",\"kid\":\"12\"",
                           fixture_string(arena, claims));
    }
    ts_span cbor = ts_test_hex(arena, (const char *)list.at);
    struct ts_writer w = ts_writer_over(ts_arena_rest(arena));
    ts_cbor_write_map(&w, 3);
    ts_cbor_write_unsigned(&w, 2);
    ts_cbor_write_text(&w, TS_SPAN_LIT(URL));
    ts_cbor_write_unsigned(&w, 6);
    ts_cbor_write_unsigned(&w, 0);
    ts_cbor_write_unsigned(&w, 65533);
    ts_write_bytes(&w, cbor);
    ts_arena_keep(arena, w.used);
    return fixture_cose(arena, key, "application/statuslist+cwt", "12",
                        ts_writer_span(&w));
}

static enum ts_status_value
value_of(unsigned value)
{
    static const enum ts_status_value known[] = { TS_STATUS_VALID, TS_STATUS_WITHDRAWN,
                                                  TS_STATUS_SUSPENDED };
    return value < TS_COUNT(known) ? known[value] : TS_STATUS_UNKNOWN;
}

static void
each_encoding_is_read(void **state)
{
    (void)state;
    struct ts_secret_key secret = fixture_key(TS_KEY_P256, 1);
    struct ts_issuer_key key = fixture_listed_key(&secret, "12");
    for (size_t i = 0; i < TS_COUNT(lists); i++) {
        struct ts_arena arena = ts_test_arena(16 * 1024 * 1024);
        const struct ts_issuer issuer = fixture_issuer(&arena, "did:web:a", &key, 1);
        const struct ts_issuer_list issuers = { .issuers = &issuer, .count = 1 };
        struct ts_status_list list;
        ts_test_row(lists[i].file);
        ts_span token = token_around(&arena, &secret,
                                     payload_of(&arena, ts_test_vector(lists[i].file)));
        assert_status(ts_status_list_read(&arena, &list, TS_SPAN_LIT(URL), token,
                                          &(struct ts_status_trust){ &issuers, NULL },
                                          NULL),
                      TS_OK);
        assert_int_equal(list.bits, lists[i].bits);
        assert_int_equal(list.bitstring.len, lists[i].whole * lists[i].bits / 8);
        for (size_t j = 0; j < lists[i].count; j++)
            assert_int_equal(
                ts_status_list_at(&list, lists[i].entries[j].index, (ts_span){ 0 }),
                value_of(lists[i].entries[j].value));
        uint64_t set = 0;
        for (uint64_t j = 0; j < lists[i].whole; j++)
            set += ts_status_list_at(&list, j, (ts_span){ 0 }) != TS_STATUS_VALID;
        assert_int_equal(set, lists[i].set);
        assert_int_equal(ts_status_list_at(&list, lists[i].whole, (ts_span){ 0 }),
                         TS_STATUS_UNKNOWN);
        ts_test_arena_free(&arena);
    }
}

/* The signed examples, with their own key, as they stand in the draft. */
static void
the_signed_examples_are_verified(void **state)
{
    (void)state;
    static const char *const files[] = { FOLDER "status_list_jwt_raw.md",
                                         FOLDER "status_list_cwt.md" };
    for (size_t i = 0; i < TS_COUNT(files); i++) {
        struct ts_arena arena = ts_test_arena(1024 * 1024);
        const struct ts_json *jwk;
        struct ts_issuer_key key = { .id = TS_SPAN_LIT("12"),
                                     .not_before = TS_UTC_ALWAYS,
                                     .not_after = TS_UTC_NEVER };
        assert_status(ts_json_parse(&arena, &jwk, TS_SPAN_LIT(KEY), NULL), TS_OK);
        assert_status(ts_jwk_read(&arena, &key.key, NULL, jwk), TS_OK);
        const struct ts_issuer issuer =
            fixture_issuer(&arena, "https://example.com", &key, 1);
        const struct ts_issuer_list issuers = { .issuers = &issuer, .count = 1 };
        struct ts_status_list list;
        ts_test_row(files[i]);

        ts_span token = payload_of(&arena, ts_test_vector(files[i]));
        if (token.at[0] == 'd')
            token = ts_test_hex(&arena, (const char *)token.at);
        assert_status(ts_status_list_read(&arena, &list, TS_SPAN_LIT(URL), token,
                                          &(struct ts_status_trust){ &issuers, NULL },
                                          NULL),
                      TS_OK);
        assert_span_equal(list.issuer, TS_SPAN_LIT("https://example.com"));
        assert_int_equal(list.issued.s, 1686920170);
        assert_int_equal(list.expires.s, 2291720170);
        for (size_t j = 0; j < TS_COUNT(entries_1); j++)
            assert_int_equal(ts_status_list_at(&list, entries_1[j].index, (ts_span){ 0 }),
                             TS_STATUS_WITHDRAWN);

        /* One bit of the signature, and one list for another URL. */
        uint8_t *forged = ts_test_exact_copy(token);
        forged[token.len - 10] ^= 1;
        assert_status(ts_status_list_read(
                          &arena, &list, TS_SPAN_LIT(URL), (ts_span){ forged, token.len },
                          &(struct ts_status_trust){ &issuers, NULL }, NULL),
                      TS_UNTRUSTED);
        free(forged);
        assert_status(ts_status_list_read(&arena, &list, TS_SPAN_LIT("https://x"), token,
                                          &(struct ts_status_trust){ &issuers, NULL },
                                          NULL),
                      TS_MALFORMED);
        ts_test_arena_free(&arena);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_encoding_is_read),
        cmocka_unit_test(the_signed_examples_are_verified),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
