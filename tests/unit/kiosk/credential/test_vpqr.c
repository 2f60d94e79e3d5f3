#include "keys/codec/base45.h"
#include "keys/proof/linked_data/expand.h"
#include "kiosk/credential/bag.h"
#include "kiosk/credential/envelope.h"
#include "kiosk/credential/vpqr.h"
#include "tests/support/support.h"

#include <stdio.h>

/* Two credentials in a presentation, as another making writes them (digitalbazaar's
 * vpqr). */
static const struct {
    const char *name;
    const char *text;
} shown[] = {
    { "first generation, base45",
      "VP1-RRJRF90P80B72KUEE-D8AFAVC8UCA4F ICOICB$CBECP9E5ZC0*FV%KBEG64"
      "3IEG.TD6NG143SJGN5AXR638FDR63T6AQ6XR6*AFA60C9HH7D/JMT433FEPEDRH7"
      "Y C5H7.%5$9FQ$DTVDV%KBEG643IEG.TD6NG143SJGN5AXR638FDR63T6AQ6XR6*"
      "AF-B0C9HH7D/JMT433FEPEDRH7Y C5H7.%5$9FQ$DTVD" },
    { "first generation, base32",
      "VP1-B3ECQDJABQEIRQ5AYNYMHQ4LENFSDU53FMI5GELTFPBQW24DMMUMH3AVFAGA"
      "RCGDVQEMGYGECUEMHBAQDKAJDIVTYCI2EENESGQJDIVTYSAARRCA2NAQ3DCAYRRY"
      "WI2LEHJ3WKYR2MEXGK6DBNVYGYZNFAGARCGDVQEMGYGECUEMHBAQDKAJDIVTYCI2"
      "EENESGQJDIVTYSABBRCA2NAQ3DCAYRRYWI2LEHJ3WKYR2MEXGK6DBNVYGYZI" },
    { "CBOR-LD 1.0", "VP1-R0OR*W3F90P80N8FA9DIWENPEJ/5S4F03F53F7*5$KEM/5746S47XPC  C1$"
                     "CBWEAECCPEH.E543:339433FEPEDRH7Y C6H7.%5$9FQ$DTVDE43ANGP80N8FA9D"
                     "IWENPEJ/5S4F03F53F7*5$KEM/5746S47XPC  C1$CBWEAECCPEH.E643IEG.TD6"
                     "NG143SJGN5AXR638FDR63T6AQ6XR6*AFA60C9HH7D/JMT433FEPEDRH7Y C5H7.%"
                     "5$9FQ$DTVDV%KOGGM%4MWEW9E0G7106S4FF*57L604E02DNF60A6Q:5ZKE6VCG/D"
                     "MED/VD006D96L%E.33J43KGK2AE%I0PD2--APD2SG8XLIPD2--AB9IP43AF3UB4A"
                     "9H/XHAVC8UCA4F IC%CCB$CBECP9EB2" },
};

static const struct {
    const char *name;
    const char *text;
    enum ts_status want;
} refused[] = {
    { "nothing behind the start", "VP1-", TS_UNSUPPORTED },
    { "another base", "VP1-zABC", TS_UNSUPPORTED },
    { "no base45", "VP1-Rabc", TS_MALFORMED },
    { "no base32", "VC1-BA1", TS_MALFORMED },
    { "no CBOR-LD", "VC1-BUA", TS_UNSUPPORTED }, /* a0 */
    { "half an item", "VC1-BUE", TS_TRUNCATED }, /* a1 */
};

static void
a_presentation_is_a_bag_of_its_credentials(void **state)
{
    (void)state;
    struct ts_arena arena = ts_test_arena(1 << 20);
    for (size_t i = 0; i < TS_COUNT(shown); i++) {
        struct ts_bag bag;
        ts_span text = ts_span_text(shown[i].text);
        ts_test_row(shown[i].name);
        assert_int_equal(ts_format_sniff(text), TS_FORMAT_CBOR_LD);
        assert_status(ts_bag_open(&arena, &bag, text, NULL, NULL), TS_OK);
        assert_int_equal(bag.count, 2);
        assert_int_equal(bag.unchecked, 0);
        for (size_t k = 0; k < bag.count; k++) {
            const struct ts_json *credential;
            assert_status(ts_json_parse(&arena, &credential, bag.texts[k], NULL), TS_OK);
            assert_true(ts_json_string_is(ts_json_member(credential, "issuer"),
                                          "did:web:a.example"));
            assert_true(ts_json_string_is(ts_json_member(credential, "issuanceDate"),
                                          "2025-05-12T08:30:00Z"));
        }
        ts_arena_rewind(&arena, 0);
    }
    ts_test_arena_free(&arena);
}

static void
what_is_not_vpqr_is_refused_and_leaves_no_trace(void **state)
{
    (void)state;
    struct ts_arena arena = ts_test_arena(1 << 20);
    for (size_t i = 0; i < TS_COUNT(refused); i++) {
        struct ts_ld_trouble trouble = { .rule = NULL };
        ts_span json = TS_SPAN_LIT("left alone");
        ts_test_row(refused[i].name);
        assert_status(
            ts_vpqr_unpack(&arena, &json, ts_span_text(refused[i].text), NULL, &trouble),
            refused[i].want);
        assert_true(ts_span_is(json, "left alone"));
        assert_non_null(trouble.rule);
    }
    ts_test_arena_free(&arena);
}

/* {0: "http://x.y", 102: 100, 104: {"n": 1}} under the terms below, which are numbered
 * in the order of their names. */
static ts_span
shown_with_terms_of_a_site(struct ts_arena *arena)
{
    ts_span code;
    ts_span bytes = ts_test_hex(arena, "d9cb1d8201a3006a687474703a2f2f782e79186618641868"
                                       "a1616e01");
    assert_status(ts_base45_encode(arena, &code, bytes), TS_OK);
    char *text = ts_arena_take(arena, code.len + 6);
    assert_non_null(text);
    int len = snprintf(text, code.len + 6, "VP1-R%.*s", TS_SPAN_ARG(code));
    return (ts_span){ (uint8_t *)text, (size_t)len };
}

static void
contexts_of_the_site_open_a_presentation(void **state)
{
    (void)state;
    static const char terms[] = "{\"@context\":{\"type\":\"@type\","
                                "\"verifiableCredential\":\"https://x.y/holds\","
                                "\"VerifiablePresentation\":\"https://x.y/VP\"}}";
    struct ts_arena arena = ts_test_arena(1 << 20);
    struct ts_ld_contexts site = { .first = NULL };
    struct ts_envelope envelope = { .format = TS_FORMAT_NONE };
    struct ts_bag bag = { .count = 99 };
    const struct ts_json *document;
    ts_span text = shown_with_terms_of_a_site(&arena);
    assert_status(ts_json_parse(&arena, &document, ts_span_text(terms), NULL), TS_OK);
    assert_status(ts_ld_contexts_add(&site, &arena, TS_SPAN_LIT("http://x.y"), document),
                  TS_OK);

    ts_test_row("known");
    assert_status(ts_bag_open(&arena, &bag, text, &site, NULL), TS_OK);
    assert_int_equal(bag.count, 1);
    assert_span_equal(bag.texts[0], TS_SPAN_LIT("{\"n\":1}"));

    ts_test_row("unknown, and named");
    bag.count = 99;
    assert_status(ts_bag_open(&arena, &bag, text, NULL, NULL), TS_ABSENT);
    assert_int_equal(bag.count, 99);
    assert_status(ts_envelope_open(&arena, &envelope, text, NULL, NULL), TS_OK);
    assert_int_equal(envelope.proofs.count, 0);
    assert_span_equal(envelope.proofs.unsupported, TS_SPAN_LIT("http://x.y"));
    ts_test_arena_free(&arena);
}

static void
a_presentation_without_its_bag_is_no_credential(void **state)
{
    (void)state;
    struct ts_arena arena = ts_test_arena(1 << 20);
    struct ts_envelope envelope = { .format = TS_FORMAT_NONE };
    assert_status(
        ts_envelope_open(&arena, &envelope, ts_span_text(shown[0].text), NULL, NULL),
        TS_ABSENT);
    assert_status(ts_envelope_open(&arena, &envelope, TS_SPAN_LIT("VC1-BUA"), NULL, NULL),
                  TS_UNSUPPORTED);
    assert_int_equal(envelope.format, TS_FORMAT_CBOR_LD);
    ts_test_arena_free(&arena);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_presentation_is_a_bag_of_its_credentials),
        cmocka_unit_test(contexts_of_the_site_open_a_presentation),
        cmocka_unit_test(what_is_not_vpqr_is_refused_and_leaves_no_trace),
        cmocka_unit_test(a_presentation_without_its_bag_is_no_credential),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
