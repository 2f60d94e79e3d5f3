#include "keys/codec/base45.h"
#include "keys/codec/base64.h"
#include "keys/codec/deflate.h"
#include "kiosk/credential/bag.h"
#include "tests/support/support.h"

#include <stdio.h>
#include <string.h>

#define VP(members) "{\"type\":[\"VerifiablePresentation\"]," members "}"
#define A "{\"type\": \"VerifiableCredential\", \"n\": \"a{[\\\"\"}"
#define B "{\"type\":[\"VerifiableCredential\"],\"x\":[[1],{\"y\":2.50}]}"
#define RECORD(inside)                                                         \
    "{\"type\":[\"VerifiableCredential\",\"ClrCredential\"],"                  \
    "\"credentialSubject\":{\"id\":\"urn:s\",\"verifiableCredential\":" inside \
    ",\"achievement\":[{},{}]}}"

static const struct {
    const char *name;
    const char *text;
    enum ts_status want;
    const char *texts[4]; /* of what is inside */
    unsigned unchecked;
} rows[] = {
    { "two in a presentation",
      VP("\"verifiableCredential\":[" A "," B "]"),
      TS_OK,
      { A, B },
      0 },
    { "one, not in a list",
      " " VP("\"verifiableCredential\": " A) "\n",
      TS_OK,
      { A },
      0 },
    { "signed by its holder",
      VP("\"proof\":{\"type\":\"DataIntegrityProof\"},\"verifiableCredential\":" B),
      TS_OK,
      { B },
      TS_UNCHECKED_PRESENTATION },
    { "texts",
      VP("\"verifiableCredential\":[\"eyJ.b.c\",\"data:application/vc+jwt,eyJ.d.e\","
         "\"https://a.example\"]"),
      TS_OK,
      { "eyJ.b.c", "eyJ.d.e", "https://a.example" },
      0 },
    { "a text that begins as an object does is a text",
      VP("\"verifiableCredential\":[\"{verifiableCredential\",\"{}\"]"),
      TS_OK,
      { "{verifiableCredential", "{}" },
      0 },
    { "an envelope is handed on as it is",
      VP("\"verifiableCredential\":[{\"type\":\"EnvelopedVerifiableCredential\","
         "\"id\":\"data:application/vc+jwt,eyJ.b.c\"}]"),
      TS_OK,
      { "{\"type\":\"EnvelopedVerifiableCredential\","
        "\"id\":\"data:application/vc+jwt,eyJ.b.c\"}" },
      0 },
    { "a record and what is in it",
      RECORD("[" A "," B "]"),
      TS_OK,
      { RECORD("[" A "," B "]"), A, B },
      0 },
    { "a record with nothing in it is a credential",
      RECORD("[]"),
      TS_OK,
      { RECORD("[]") },
      0 },
    { "a record in a presentation",
      VP("\"verifiableCredential\":[" RECORD(B) "," A "]"),
      TS_OK,
      { RECORD(B), B, A },
      0 },
    { "a presentation in a presentation",
      VP("\"verifiableCredential\":[" A "," VP("\"verifiableCredential\":[]") "]"),
      TS_UNSUPPORTED,
      { NULL },
      0 },
    { "a presentation in a record",
      RECORD(VP("\"verifiableCredential\":" A)),
      TS_UNSUPPORTED,
      { NULL },
      0 },
    { "a record in a record", RECORD(RECORD(A)), TS_UNSUPPORTED, { NULL }, 0 },
    { "a presentation of nothing",
      VP("\"verifiableCredential\":[]"),
      TS_UNSUPPORTED,
      { NULL },
      0 },
    { "a presentation of numbers",
      VP("\"verifiableCredential\":[1]"),
      TS_MALFORMED,
      { NULL },
      0 },
    { "no bag: one credential", A, TS_ABSENT, { NULL }, 0 },
    { "no bag: a web address",
      "https://a.example/verifiableCredential",
      TS_ABSENT,
      { NULL },
      0 },
    { "no bag: broken", "{\"type\":\"VerifiablePresentation\"", TS_ABSENT, { NULL }, 0 },
    { "no bag: two of a name",
      "{\"type\":\"ClrCredential\",\"type\":\"ClrCredential\"}",
      TS_ABSENT,
      { NULL },
      0 },
    { "no bag: nothing", "", TS_ABSENT, { NULL }, 0 },
};

static void
check(struct ts_arena *arena, ts_span text, size_t row, bool exact)
{
    struct ts_bag bag = { .count = 99 };
    size_t count = 0;
    assert_status(ts_bag_open(arena, &bag, text, NULL, NULL), rows[row].want);
    if (rows[row].want != TS_OK) {
        assert_int_equal(bag.count, 99);
        return;
    }
    for (; count < 4 && rows[row].texts[count]; count++)
        if (exact)
            assert_span_equal(bag.texts[count], ts_span_text(rows[row].texts[count]));
    assert_int_equal(bag.count, count);
}

static void
each_bag_gives_its_credentials(void **state)
{
    (void)state;
    for (size_t i = 0; i < TS_COUNT(rows); i++) {
        struct ts_arena arena = ts_test_arena(1 << 18);
        ts_span source = ts_span_text(rows[i].text);
        uint8_t *copy = ts_test_exact_copy(source);
        struct ts_bag bag;
        ts_test_row(rows[i].name);
        /* A record in the list is handed out without the white space around it. */
        check(&arena, (ts_span){ copy, source.len }, i, true);
        if (rows[i].want == TS_OK) {
            assert_status(
                ts_bag_open(&arena, &bag, (ts_span){ copy, source.len }, NULL, NULL),
                TS_OK);
            assert_int_equal(bag.unchecked, rows[i].unchecked);
        }
        free(copy);
        ts_test_arena_free(&arena);
    }
}

static ts_span
in_jwt(struct ts_arena *arena, const char *payload)
{
    ts_span middle;
    assert_status(ts_base64url_encode(arena, &middle, ts_span_text(payload)), TS_OK);
    ts_room rest = ts_arena_rest(arena);
    int len = snprintf((char *)rest.at, rest.len, "eyJhbGciOiJub25lIn0.%.*s.AA",
                       TS_SPAN_ARG(middle));
    ts_arena_keep(arena, (size_t)len);
    return (ts_span){ rest.at, (size_t)len };
}

static void
in_other_containers(void **state)
{
    (void)state;
    struct ts_arena arena = ts_test_arena(1 << 21);
    const char *vp = VP("\"verifiableCredential\":[" A "," B "]");
    char wrapped[512];
    char enveloped[2048];
    struct ts_bag bag;
    ts_span packed;
    ts_span code;

    snprintf(wrapped, sizeof(wrapped), "{\"iss\":\"did:example:h\",\"vp\":%s}", vp);
    snprintf(enveloped, sizeof(enveloped),
             "{\"type\":\"EnvelopedVerifiablePresentation\","
             "\"id\":\"data:application/vp+jwt,%.*s\"}",
             TS_SPAN_ARG(in_jwt(&arena, vp)));
    assert_status(ts_deflate(&arena, &packed, ts_span_text(vp), TS_DEFLATE_ZLIB), TS_OK);
    assert_status(ts_base45_encode(&arena, &code, packed), TS_OK);
    const ts_span texts[] = { in_jwt(&arena, vp), in_jwt(&arena, wrapped),
                              ts_span_text(enveloped), code };
    for (size_t i = 0; i < TS_COUNT(texts); i++) {
        assert_status(ts_bag_open(&arena, &bag, texts[i], NULL, NULL), TS_OK);
        assert_int_equal(bag.count, 2);
        assert_span_equal(bag.texts[0], TS_SPAN_LIT(A));
        assert_span_equal(bag.texts[1], TS_SPAN_LIT(B));
        assert_int_equal(bag.unchecked, i == 3 ? 0 : TS_UNCHECKED_PRESENTATION);
    }
    ts_test_arena_free(&arena);
}

/* {"type": "VerifiablePresentation", "verifiableCredential": [{"n": 1}]} in CBOR. */
static void
a_packed_one_is_written_out(void **state)
{
    (void)state;
    struct ts_arena arena = ts_test_arena(1 << 21);
    static const uint8_t cbor[] =
        "\xA2\x64type\x76VerifiablePresentation\x74verifiableCredential\x81\xA1\x61n\x01";
    struct ts_bag bag;
    ts_span packed;
    ts_span code;
    assert_status(
        ts_deflate(&arena, &packed, (ts_span){ cbor, sizeof(cbor) - 1 }, TS_DEFLATE_ZLIB),
        TS_OK);
    assert_status(ts_base45_encode(&arena, &code, packed), TS_OK);
    assert_status(ts_bag_open(&arena, &bag, code, NULL, NULL), TS_OK);
    assert_int_equal(bag.count, 1);
    assert_span_equal(bag.texts[0], TS_SPAN_LIT("{\"n\":1}"));
    ts_test_arena_free(&arena);
}

static void
a_record_in_a_jwt_is_opened(void **state)
{
    (void)state;
    struct ts_arena arena = ts_test_arena(1 << 18);
    struct ts_bag bag;
    ts_span text = in_jwt(&arena, RECORD(B));
    char vp[2048];
    assert_status(ts_bag_open(&arena, &bag, text, NULL, NULL), TS_OK);
    assert_int_equal(bag.count, 2);
    assert_span_equal(bag.texts[0], text);
    assert_span_equal(bag.texts[1], TS_SPAN_LIT(B));
    snprintf(vp, sizeof(vp), VP("\"verifiableCredential\":[\"%.*s\"]"),
             TS_SPAN_ARG(text));
    assert_status(ts_bag_open(&arena, &bag, ts_span_text(vp), NULL, NULL), TS_OK);
    assert_int_equal(bag.count, 2);
    assert_span_equal(bag.texts[0], text);

    ts_span nested = in_jwt(&arena, VP("\"verifiableCredential\":" B));
    snprintf(vp, sizeof(vp), VP("\"verifiableCredential\":[\"%.*s\"]"),
             TS_SPAN_ARG(nested));
    assert_status(ts_bag_open(&arena, &bag, ts_span_text(vp), NULL, NULL),
                  TS_UNSUPPORTED);
    ts_test_arena_free(&arena);
}

static ts_span
bag_of(struct ts_arena *arena, size_t count, bool record)
{
    ts_room rest = ts_arena_rest(arena);
    char *text = (char *)rest.at;
    strcpy(text, record ? "{\"type\":\"ClrCredential\",\"credentialSubject\":{"
                          "\"verifiableCredential\":["
                        : "{\"type\":\"VerifiablePresentation\","
                          "\"verifiableCredential\":[");
    for (size_t i = 0; i < count; i++)
        strcat(text, i ? ",{}" : "{}");
    strcat(text, record ? "]}}" : "]}");
    ts_arena_keep(arena, strlen(text));
    return ts_span_text(text);
}

static void
one_too_many_is_over_the_limit(void **state)
{
    (void)state;
    struct ts_arena arena = ts_test_arena(1 << 18);
    struct ts_bag bag;
    assert_status(
        ts_bag_open(&arena, &bag, bag_of(&arena, TS_BAG_MAX, false), NULL, NULL), TS_OK);
    assert_int_equal(bag.count, TS_BAG_MAX);
    assert_status(
        ts_bag_open(&arena, &bag, bag_of(&arena, TS_BAG_MAX + 1, false), NULL, NULL),
        TS_OVER_LIMIT);
    assert_status(
        ts_bag_open(&arena, &bag, bag_of(&arena, TS_BAG_MAX - 1, true), NULL, NULL),
        TS_OK);
    assert_status(ts_bag_open(&arena, &bag, bag_of(&arena, TS_BAG_MAX, true), NULL, NULL),
                  TS_OVER_LIMIT);
    ts_test_arena_free(&arena);
}

static void
every_prefix_is_no_bag(void **state)
{
    (void)state;
    const char *text = VP("\"verifiableCredential\":[" A "," RECORD(B) "]");
    struct ts_arena arena = ts_test_arena(1 << 18);
    for (size_t len = 0; len < strlen(text); len++) {
        uint8_t *copy = ts_test_exact_copy((ts_span){ (const uint8_t *)text, len });
        struct ts_bag bag;
        size_t used = arena.used;
        assert_status(ts_bag_open(&arena, &bag, (ts_span){ copy, len }, NULL, NULL),
                      TS_ABSENT);
        ts_arena_rewind(&arena, used);
        free(copy);
    }
    ts_test_arena_free(&arena);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_bag_gives_its_credentials),
        cmocka_unit_test(in_other_containers),
        cmocka_unit_test(a_packed_one_is_written_out),
        cmocka_unit_test(a_record_in_a_jwt_is_opened),
        cmocka_unit_test(one_too_many_is_over_the_limit),
        cmocka_unit_test(every_prefix_is_no_bag),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
