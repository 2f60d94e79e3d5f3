#include "keys/proof/linked_data/cbor_ld.h"

#include "keys/codec/json_writer.h"
#include "tests/support/support.h"

#include <stdlib.h>

/* Written by another making of CBOR-LD (digitalbazaar's cborld 8.1 and 5.2). Many more
 * of them: tests/vectors/run_cbor_ld_js.sh. */

static const char credential[] =
    "{\"@context\":[\"https://www.w3.org/2018/credentials/v1\",\"https://w"
    "3id.org/security/suites/ed25519-2020/v1\",{\"name\":\"https://schema"
    ".org/name\"}],\"credentialSubject\":{\"id\":\"https://a.example/1\",\"na"
    "me\":\"L\xC3\xB6"
    "schen\"},\"expirationDate\":\"2025-05-12T08:30:00.250Z\",\"id\":"
    "\"urn:uuid:12345678-1234-4234-9234-123456789abc\",\"issuanceDate\":\""
    "2025-05-12T08:30:00Z\",\"issuer\":\"did:key:z6MkhaXgBZDvotDkL5257fai"
    "ztiGiC2QtKLGpbnnEGta2doK\",\"name\":[\"Crane\",null,7],\"proof\":{\"crea"
    "ted\":\"2025-05-12T08:30:00Z\",\"proofPurpose\":\"assertionMethod\",\"pr"
    "oofValue\":\"z11\",\"type\":\"Ed25519Signature2020\",\"verificationMetho"
    "d\":\"did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK#z6M"
    "khaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK\"},\"type\":[\"Verifia"
    "bleCredential\"]}";

static const char sealed[] =
    "{\"@context\":[\"https://www.w3.org/ns/credentials/v2\"],\"credential"
    "Subject\":{\"id\":\"data:image/png;base64,AQID\"},\"issuer\":\"did:web:a"
    ".example\",\"proof\":{\"cryptosuite\":\"eddsa-rdfc-2022\",\"proofPurpose"
    "\":\"assertionMethod\",\"proofValue\":\"z11\",\"type\":\"DataIntegrityProo"
    "f\"},\"type\":\"VerifiableCredential\"}";

static const struct {
    const char *name;
    const char *hex;
    const char *json; /* canonical */
} good[] = {
    { "first generation",
      "d90501a901831114a1646e616d657768747470733a2f2f736368656d612e6f72672f6e61"
      "6d65187082035012345678123442349234123456789abc1872a518741876189e1a6821b1"
      "8818a618ac18a8437a000018aa831904015822ed012e6fcce36701dc791488e0d0b1745c"
      "c1e33a4c1c9fcc41c63bd343dbbe0970e65822ed012e6fcce36701dc791488e0d0b1745c"
      "c1e33a4c1c9fcc41c63bd343dbbe0970e6187581186c187b83654372616e65f6071882a2"
      "187082026b612e6578616d706c652f31187a684cc3b6736368656e1886821a6821b18818"
      "fa188a1a6821b188188e821904015822ed012e6fcce36701dc791488e0d0b1745cc1e33a"
      "4c1c9fcc41c63bd343dbbe0970e6",
      credential },
    { "CBOR-LD 1.0, registry entry 1",
      "d9cb1d8201a90183782668747470733a2f2f7777772e77332e6f72672f323031382f6372"
      "6564656e7469616c732f7631783068747470733a2f2f773369642e6f72672f7365637572"
      "6974792f7375697465732f656432353531392d323032302f7631a1646e616d6577687474"
      "70733a2f2f736368656d612e6f72672f6e616d6518708203501234567812344234923412"
      "3456789abc1872a518741876189e1a6821b18818a618ac18a8437a000018aa8319040158"
      "22ed012e6fcce36701dc791488e0d0b1745cc1e33a4c1c9fcc41c63bd343dbbe0970e658"
      "22ed012e6fcce36701dc791488e0d0b1745cc1e33a4c1c9fcc41c63bd343dbbe0970e618"
      "7581186c187b83654372616e65f6071882a2187082026b612e6578616d706c652f31187a"
      "684cc3b6736368656e1886821a6821b18818fa188a1a6821b188188e821904015822ed01"
      "2e6fcce36701dc791488e0d0b1745cc1e33a4c1c9fcc41c63bd343dbbe0970e6",
      credential },
    { "tag 0x0601",
      "d90601a90183782668747470733a2f2f7777772e77332e6f72672f323031382f63726564"
      "656e7469616c732f7631783068747470733a2f2f773369642e6f72672f73656375726974"
      "792f7375697465732f656432353531392d323032302f7631a1646e616d65776874747073"
      "3a2f2f736368656d612e6f72672f6e616d65187082035012345678123442349234123456"
      "789abc1872a518741876189e1a6821b18818a618ac18a8437a000018aa831904015822ed"
      "012e6fcce36701dc791488e0d0b1745cc1e33a4c1c9fcc41c63bd343dbbe0970e65822ed"
      "012e6fcce36701dc791488e0d0b1745cc1e33a4c1c9fcc41c63bd343dbbe0970e6187581"
      "186c187b83654372616e65f6071882a2187082026b612e6578616d706c652f31187a684c"
      "c3b6736368656e1886821a6821b18818fa188a1a6821b188188e821904015822ed012e6f"
      "cce36701dc791488e0d0b1745cc1e33a4c1c9fcc41c63bd343dbbe0970e6",
      credential },
    { "CBOR-LD 1.0, registry entry 0",
      "d9cb1d8200a9626964782d75726e3a757569643a31323334353637382d313233342d3432"
      "33342d393233342d313233343536373839616263646e616d6583654372616e65f6076474"
      "797065817456657269666961626c6543726564656e7469616c6570726f6f66a564747970"
      "6574456432353531395369676e617475726532303230676372656174656474323032352d"
      "30352d31325430383a33303a30305a6a70726f6f6656616c7565637a31316c70726f6f66"
      "507572706f73656f617373657274696f6e4d6574686f6472766572696669636174696f6e"
      "4d6574686f6478696469643a6b65793a7a364d6b68615867425a44766f74446b4c353235"
      "376661697a74694769433251744b4c4770626e6e4547746132646f4b237a364d6b686158"
      "67425a44766f74446b4c353235376661697a74694769433251744b4c4770626e6e454774"
      "6132646f4b6669737375657278386469643a6b65793a7a364d6b68615867425a44766f74"
      "446b4c353235376661697a74694769433251744b4c4770626e6e4547746132646f4b6840"
      "636f6e7465787483782668747470733a2f2f7777772e77332e6f72672f323031382f6372"
      "6564656e7469616c732f7631783068747470733a2f2f773369642e6f72672f7365637572"
      "6974792f7375697465732f656432353531392d323032302f7631a1646e616d6577687474"
      "70733a2f2f736368656d612e6f72672f6e616d656c69737375616e636544617465743230"
      "32352d30352d31325430383a33303a30305a6e65787069726174696f6e44617465781832"
      "3032352d30352d31325430383a33303a30302e3235305a7163726564656e7469616c5375"
      "626a656374a26269647368747470733a2f2f612e6578616d706c652f31646e616d65684c"
      "c3b6736368656e",
      credential },
    { "first generation, not compressed",
      "d90500a9626964782d75726e3a757569643a31323334353637382d313233342d34323334"
      "2d393233342d313233343536373839616263646e616d6583654372616e65f60764747970"
      "65817456657269666961626c6543726564656e7469616c6570726f6f66a5647479706574"
      "456432353531395369676e617475726532303230676372656174656474323032352d3035"
      "2d31325430383a33303a30305a6a70726f6f6656616c7565637a31316c70726f6f665075"
      "72706f73656f617373657274696f6e4d6574686f6472766572696669636174696f6e4d65"
      "74686f6478696469643a6b65793a7a364d6b68615867425a44766f74446b4c3532353766"
      "61697a74694769433251744b4c4770626e6e4547746132646f4b237a364d6b6861586742"
      "5a44766f74446b4c353235376661697a74694769433251744b4c4770626e6e4547746132"
      "646f4b6669737375657278386469643a6b65793a7a364d6b68615867425a44766f74446b"
      "4c353235376661697a74694769433251744b4c4770626e6e4547746132646f4b6840636f"
      "6e7465787483782668747470733a2f2f7777772e77332e6f72672f323031382f63726564"
      "656e7469616c732f7631783068747470733a2f2f773369642e6f72672f73656375726974"
      "792f7375697465732f656432353531392d323032302f7631a1646e616d65776874747073"
      "3a2f2f736368656d612e6f72672f6e616d656c69737375616e6365446174657432303235"
      "2d30352d31325430383a33303a30305a6e65787069726174696f6e446174657818323032"
      "352d30352d31325430383a33303a30302e3235305a7163726564656e7469616c5375626a"
      "656374a26269647368747470733a2f2f612e6578616d706c652f31646e616d65684cc3b6"
      "736368656e",
      credential },
    { "first generation, property- and type-scoped contexts and a cryptosuite's number",
      "d90501a501811821189c187618a6a1188c830469696d6167652f706e674301020318aa71"
      "6469643a7765623a612e6578616d706c6518aca4189c186c18be0318c818ce18ca437a00"
      "00",
      sealed },
    { "CBOR-LD 1.0, the same with the cryptosuite's name",
      "d9cb1d8201a50181782468747470733a2f2f7777772e77332e6f72672f6e732f63726564"
      "656e7469616c732f7632189c187618a6a1188c830469696d6167652f706e674301020318"
      "aa716469643a7765623a612e6578616d706c6518aca4189c186c18be6f65646473612d72"
      "6466632d3230323218c818ce18ca437a0000",
      sealed },
};

static const struct {
    const char *name;
    const char *hex;
    enum ts_status want;
} refused[] = {
    { "nothing", "", TS_TRUNCATED },
    { "no tag", "a0", TS_UNSUPPORTED },
    { "another tag", "d90502a0", TS_UNSUPPORTED },
    { "registry entry 2", "d9cb1d8202a0", TS_UNSUPPORTED },
    { "tag 0x0602", "d90602a0", TS_UNSUPPORTED },
    { "tag 0x0680, an entry of two bytes", "d90680824101a0", TS_UNSUPPORTED },
    { "1.0 without an array", "d9cb1da0", TS_UNSUPPORTED },
    { "1.0 with a third element", "d9cb1d8301a000", TS_UNSUPPORTED },
    { "no object", "d9050180", TS_MALFORMED },
    { "bytes where nothing is compressed", "d90500a1616141ff", TS_UNSUPPORTED },
    { "a context of a number that no table has", "d90501a1001863", TS_UNSUPPORTED },
    { "a context's number in 1.0", "d9cb1d8201a10011", TS_UNSUPPORTED },
    { "a context that is known, but not here", "d90501a10015", TS_UNSUPPORTED },
    { "a context's address that is not known", "d90501a1006a687474703a2f2f782e79",
      TS_UNSUPPORTED },
    { "a context that is a truth", "d90501a100f5", TS_MALFORMED },
    { "contexts that are no array", "d90501a10111", TS_MALFORMED },
    { "a context and contexts", "d90501a20011018111", TS_DUPLICATE },
    { "the context spelled out", "d90501a16840636f6e746578746178", TS_MALFORMED },
    { "a number that no context has", "d90501a20011190fa001", TS_MALFORMED },
    { "a negative number for a term", "d90501a2001120f6", TS_MALFORMED },
    { "bytes for a term", "d90501a200114101f6", TS_MALFORMED },
    { "several values that are no array", "d90501a20011187101", TS_MALFORMED },
    { "one term by number and by name",
      "d90501a3001118706178626964"
      "6178",
      TS_DUPLICATE },
    { "one term for one value and for several",
      "d90501a300111870617818718161"
      "78",
      TS_DUPLICATE },
    { "an address that is a truth", "d90501a200111870f5", TS_MALFORMED },
    { "an address that is bytes", "d90501a2001118704101", TS_MALFORMED },
    { "an address of a number that stands for nothing", "d90501a200111870190fa0",
      TS_MALFORMED },
    { "an address of another scheme", "d90501a20011187082056178", TS_UNSUPPORTED },
    { "an address of a scheme alone", "d90501a2001118708102", TS_MALFORMED },
    { "an address of nothing", "d90501a20011187080", TS_MALFORMED },
    { "https: and bytes", "d90501a20011187082024178", TS_MALFORMED },
    { "https: and two texts", "d90501a200111870830261786178", TS_MALFORMED },
    { "urn:uuid: and 15 bytes", "d90501a20011187082034f000102030405060708090a0b0c0d0e",
      TS_MALFORMED },
    { "data: and bytes alone", "d90501a20011187082044178", TS_MALFORMED },
    { "data: and two texts", "d90501a200111870830461786178", TS_MALFORMED },
    { "did:key: and a number",
      "d90501a20011187082190401"
      "01",
      TS_MALFORMED },
    { "did:key: of four parts",
      "d90501a2001118708419040161786178"
      "6178",
      TS_MALFORMED },
    { "a time past the year 9999", "d90501a2001118861b0000010000000000", TS_MALFORMED },
    { "a time of more milliseconds than a second", "d90501a200111886821a6821b1881903e8",
      TS_MALFORMED },
    { "bytes that stand for nothing", "d90501a20011617841ff", TS_UNSUPPORTED },
    { "bytes where 1.0 has no table", "d9cb1d8201a1617841ff", TS_MALFORMED },
    { "an undefined value",
      "d90501a2001161"
      "78f7",
      TS_MALFORMED },
    { "two equal keys", "d90501a2617801617802", TS_DUPLICATE },
    { "one byte more", "d90501a000", TS_TRAILING },
};

static ts_span
canonical(struct ts_arena *arena, const struct ts_json *document)
{
    ts_span text = { 0 };
    assert_status(ts_jcs_text(arena, &text, document, NULL), TS_OK);
    return text;
}

static void
what_others_wrote_is_read_as_they_meant_it(void **state)
{
    (void)state;
    struct ts_arena arena = ts_test_arena(1 << 20);
    for (size_t i = 0; i < TS_COUNT(good); i++) {
        size_t used = arena.used;
        const struct ts_json *document;
        struct ts_ld_trouble trouble = { .rule = NULL };
        ts_span bytes = ts_test_hex(&arena, good[i].hex);
        ts_test_row(good[i].name);
        assert_status(ts_cbor_ld_read(&arena, &document, bytes, NULL, &trouble), TS_OK);
        assert_span_equal(canonical(&arena, document), ts_span_text(good[i].json));
        ts_arena_rewind(&arena, used);
    }
    ts_test_arena_free(&arena);
}

static void
what_cannot_be_read_is_refused_and_leaves_no_trace(void **state)
{
    (void)state;
    struct ts_arena arena = ts_test_arena(1 << 20);
    for (size_t i = 0; i < TS_COUNT(refused); i++) {
        size_t used = arena.used;
        const struct ts_json *document = NULL;
        struct ts_ld_trouble trouble = { .rule = NULL };
        ts_span bytes = ts_test_hex(&arena, refused[i].hex);
        uint8_t *copy = ts_test_exact_copy(bytes);
        ts_test_row(refused[i].name);
        assert_status(ts_cbor_ld_read(&arena, &document, (ts_span){ copy, bytes.len },
                                      NULL, &trouble),
                      refused[i].want);
        assert_null(document);
        assert_non_null(trouble.rule);
        ts_arena_rewind(&arena, used);
        free(copy);
    }
    ts_test_arena_free(&arena);
}

static void
every_prefix_is_refused(void **state)
{
    (void)state;
    struct ts_arena arena = ts_test_arena(1 << 20);
    ts_span whole = ts_test_hex(&arena, good[0].hex);
    for (size_t len = 0; len < whole.len; len++) {
        size_t used = arena.used;
        const struct ts_json *document = NULL;
        assert_int_not_equal(
            ts_cbor_ld_read(&arena, &document, ts_span_part(whole, 0, len), NULL, NULL),
            TS_OK);
        assert_null(document);
        ts_arena_rewind(&arena, used);
    }
    ts_test_arena_free(&arena);
}

static void
the_context_that_is_missing_is_named(void **state)
{
    (void)state;
    struct ts_arena arena = ts_test_arena(1 << 20);
    const struct ts_json *document;
    struct ts_ld_trouble trouble = { .rule = NULL };
    ts_span bytes = ts_test_hex(&arena, "d90501a1006a687474703a2f2f782e79");
    assert_status(ts_cbor_ld_read(&arena, &document, bytes, NULL, &trouble),
                  TS_UNSUPPORTED);
    assert_true(ts_span_is(trouble.name, "http://x.y"));
    ts_test_arena_free(&arena);
}

/* The terms of a context that a site adds are numbered as any other's: in the order of
 * their names, those that map to nothing left out. */
static void
contexts_of_the_site_count(void **state)
{
    (void)state;
    static const char context[] =
        "{\"@context\":{\"@version\":1.1,\"b\":\"https://x.y/b\",\"id\":\"@id\","
        "\"a\":{\"@id\":\"https://x.y/a\",\"@context\":{\"inner\":\"https://x.y/i\"}},"
        "\"gone\":null}}";
    struct ts_arena arena = ts_test_arena(1 << 20);
    struct ts_ld_contexts site = { .first = NULL };
    const struct ts_json *served;
    const struct ts_json *document;
    assert_status(ts_json_parse(&arena, &served, ts_span_text(context), NULL), TS_OK);
    assert_status(ts_ld_contexts_add(&site, &arena, TS_SPAN_LIT("http://x.y"), served),
                  TS_OK);
    /* {0: "http://x.y", 100: {106: "I"}, 102: "B", 104: [2, "c.d"]} */
    ts_span bytes = ts_test_hex(&arena, "d9cb1d8201a4006a687474703a2f2f782e79"
                                        "1864a1186a6149186661421868820263632e64");
    assert_status(ts_cbor_ld_read(&arena, &document, bytes, &site, NULL), TS_OK);
    assert_span_equal(canonical(&arena, document),
                      TS_SPAN_LIT("{\"@context\":\"http://x.y\",\"a\":{\"inner\":\"I\"},"
                                  "\"b\":\"B\",\"id\":\"https://c.d\"}"));
    ts_test_arena_free(&arena);
}

/* Texts that the first generation had in its table may stand for a plain value, too. */
static void
bytes_stand_for_texts_of_the_first_table(void **state)
{
    (void)state;
    struct ts_arena arena = ts_test_arena(1 << 20);
    const struct ts_json *document;
    ts_span bytes = ts_test_hex(&arena, "d90501a1617842"
                                        "0011");
    assert_status(ts_cbor_ld_read(&arena, &document, bytes, NULL, NULL), TS_OK);
    assert_span_equal(canonical(&arena, document),
                      TS_SPAN_LIT("{\"x\":\"https://www.w3.org/2018/credentials/v1\"}"));
    ts_test_arena_free(&arena);
}

static void
a_full_arena_is_said(void **state)
{
    (void)state;
    for (size_t size = 0; size < 64 * 1024; size += 509) {
        static uint8_t hex[4096];
        struct ts_arena bytes = ts_arena_over(TS_ROOM_OF(hex));
        struct ts_arena arena = ts_test_arena(size);
        const struct ts_json *document;
        enum ts_status status = ts_cbor_ld_read(
            &arena, &document, ts_test_hex(&bytes, good[0].hex), NULL, NULL);
        assert_true(status == TS_NO_SPACE || (status == TS_OK && size > 40000));
        ts_test_arena_free(&arena);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_others_wrote_is_read_as_they_meant_it),
        cmocka_unit_test(what_cannot_be_read_is_refused_and_leaves_no_trace),
        cmocka_unit_test(every_prefix_is_refused),
        cmocka_unit_test(the_context_that_is_missing_is_named),
        cmocka_unit_test(contexts_of_the_site_count),
        cmocka_unit_test(bytes_stand_for_texts_of_the_first_table),
        cmocka_unit_test(a_full_arena_is_said),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
