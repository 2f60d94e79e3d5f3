#include "keys/codec/base45.h"
#include "keys/codec/deflate.h"
#include "kiosk/verdict/verdict.h"
#include "tests/support/samples.h"
#include "tests/support/support.h"

#include <stdio.h>
#include <string.h>

static const struct ts_now mid_2026 = { { 1780272000 }, TS_CLOCK_TRUSTED };

static const struct form {
    const char *name;
    struct ts_sample_wishes wishes;
    enum ts_format want;
} forms[] = {
    { "vc+cose EdDSA",
      { .signing = TS_SIGN_VC_COSE, .kind = TS_KEY_ED25519 },
      TS_FORMAT_VC_COSE },
    { "vc+cose ES256",
      { .signing = TS_SIGN_VC_COSE, .kind = TS_KEY_P256 },
      TS_FORMAT_VC_COSE },
    { "vc-jwt EdDSA",
      { .signing = TS_SIGN_VC_JWT, .kind = TS_KEY_ED25519 },
      TS_FORMAT_VC_JWT },
    { "vc-jwt ES256",
      { .signing = TS_SIGN_VC_JWT, .kind = TS_KEY_P256 },
      TS_FORMAT_VC_JWT },
    { "eddsa-jcs-2022",
      { .signing = TS_SIGN_DATA_INTEGRITY, .kind = TS_KEY_ED25519 },
      TS_FORMAT_DATA_INTEGRITY },
    { "ecdsa-jcs-2019",
      { .signing = TS_SIGN_DATA_INTEGRITY, .kind = TS_KEY_P256 },
      TS_FORMAT_DATA_INTEGRITY },
    { "PixelPass",
      { .signing = TS_SIGN_PIXELPASS, .kind = TS_KEY_ED25519 },
      TS_FORMAT_PIXELPASS },
    { "HC1 ES256", { 0 }, TS_FORMAT_HCERT },
};

static ts_span
sample(struct ts_arena *arena, const struct form *form)
{
    return form->want == TS_FORMAT_HCERT ? ts_sample_hcert(arena)
                                         : ts_sample_badge(arena, form->wishes);
}

static enum ts_verdict_kind
judge(ts_span text, const struct ts_trust *trust, struct ts_assessment *card)
{
    struct ts_arena arena = ts_test_arena(TS_SCAN_ARENA_SIZE);
    const struct ts_assessment *cards[] = { card };
    struct ts_verdict verdict;
    enum ts_status status = ts_assess(&arena, card, text, trust, mid_2026);
    assert_true(status == TS_OK || status == TS_NO_SPACE);
    ts_verdict_reach(&verdict, cards, 1, NULL, trust, mid_2026);
    enum ts_verdict_kind kind = verdict.kind;
    card->credential = NULL; /* it went with the arena */
    ts_test_arena_free(&arena);
    return kind;
}

static void
every_form_we_verify_is_ready(void **state)
{
    (void)state;
    for (size_t i = 0; i < TS_COUNT(forms); i++) {
        struct ts_arena arena = ts_test_arena(1 << 20);
        struct ts_trust trust = ts_sample_trust(&arena);
        ts_span text = sample(&arena, &forms[i]);
        struct ts_assessment card;
        enum ts_verdict_kind kind = judge(text, &trust, &card);
        if (kind != TS_VERDICT_READY)
            fail_msg("[%s] is %s for %s", forms[i].name, ts_verdict_name(kind),
                     card.reason_count ? ts_reason_name(card.reasons[0].code) : "-");
        assert_int_equal(card.format, forms[i].want);
        ts_test_arena_free(&arena);
    }
}

static uint32_t
next_random(uint32_t *seed)
{
    *seed = *seed * 1664525u + 1013904223u;
    return *seed >> 8;
}

static void
mutate(uint8_t *bytes, size_t len, uint32_t *seed)
{
    uint32_t count = 1 + next_random(seed) % 4;
    for (uint32_t i = 0; i < count; i++) {
        size_t at = next_random(seed) % len;
        uint8_t old = bytes[at];
        while (bytes[at] == old)
            bytes[at] = (uint8_t)next_random(seed);
    }
}

static void
a_hundred_mutations_never_become_ready(void **state)
{
    (void)state;
    uint32_t seed = 2026;
    for (size_t i = 0; i < TS_COUNT(forms); i++) {
        struct ts_arena arena = ts_test_arena(1 << 20);
        struct ts_trust trust = ts_sample_trust(&arena);
        ts_span text = sample(&arena, &forms[i]);
        for (int n = 0; n < 100; n++) {
            struct ts_assessment card;
            uint8_t *copy = ts_test_exact_copy(text);
            mutate(copy, text.len, &seed);
            enum ts_verdict_kind kind = judge((ts_span){ copy, text.len }, &trust, &card);
            if (kind == TS_VERDICT_READY)
                fail_msg("[%s] mutation %d became READY", forms[i].name, n);
            free(copy);
        }
        ts_test_arena_free(&arena);
    }
}

/* The same inside the compression, where a change is not caught by a checksum. */
static void
a_changed_payload_stops(void **state)
{
    (void)state;
    struct ts_arena arena = ts_test_arena(4 << 20);
    struct ts_trust trust = ts_sample_trust(&arena);
    ts_span text = ts_sample_badge(&arena, forms[0].wishes);
    ts_span packed;
    ts_span cose;
    ts_span again;
    struct ts_assessment card;

    assert_status(ts_base45_decode(&arena, &packed, text), TS_OK);
    assert_status(ts_inflate(&arena, &cose, packed, TS_DEFLATE_ZLIB, 1 << 16), TS_OK);
    uint8_t *forged = ts_test_exact_copy(cose);
    for (size_t i = 0; i + 8 < cose.len; i++)
        if (memcmp(forged + i, "Mina Roy", 8) == 0)
            memcpy(forged + i, "Mona Roy", 8);
    assert_status(
        ts_deflate(&arena, &packed, (ts_span){ forged, cose.len }, TS_DEFLATE_ZLIB),
        TS_OK);
    assert_status(ts_base45_encode(&arena, &again, packed), TS_OK);
    assert_int_equal(judge(again, &trust, &card), TS_VERDICT_STOP);
    assert_int_equal(card.reasons[0].code, TS_REASON_NOT_AUTHENTIC);
    free(forged);
    ts_test_arena_free(&arena);
}

static const struct {
    const char *name;
    struct ts_sample_wishes wishes;
    enum ts_verdict_kind want;
    enum ts_reason reason;
} badges[] = {
    { "expired",
      { .valid_until = "2026-05-31T23:59:59Z", .kind = TS_KEY_ED25519 },
      TS_VERDICT_NOT_YET,
      TS_REASON_EXPIRED },
    { "valid to this very second",
      { .valid_until = "2026-06-01T00:00:00Z", .kind = TS_KEY_ED25519 },
      TS_VERDICT_READY,
      TS_REASON_NONE },
    { "an issuer nobody listed",
      { .issuer = "did:web:mill.example", .kind = TS_KEY_ED25519 },
      TS_VERDICT_CANNOT_TELL,
      TS_REASON_ISSUER_UNKNOWN },
    { "a Failed result",
      { .more_of_subject = "\"result\":[{\"status\":\"Failed\"}],",
        .kind = TS_KEY_ED25519 },
      TS_VERDICT_NOT_YET,
      TS_REASON_RESULT_NOT_PASSED },
    { "a status list we do not hold",
      { .more = "\"credentialStatus\":{\"type\":\"BitstringStatusListEntry\","
                "\"statusPurpose\":\"revocation\",\"statusListIndex\":\"3\","
                "\"statusListCredential\":\"https://college.example/s\"},",
        .kind = TS_KEY_ED25519 },
      TS_VERDICT_CANNOT_TELL,
      TS_REASON_STATUS_UNKNOWN },
    { "a status nobody knows",
      { .more = "\"credentialStatus\":{\"type\":\"FromTheFuture2030\"},",
        .kind = TS_KEY_ED25519 },
      TS_VERDICT_CANNOT_TELL,
      TS_REASON_STATUS_UNKNOWN },
};

static void
each_badge_gets_its_reason(void **state)
{
    (void)state;
    for (size_t i = 0; i < TS_COUNT(badges); i++) {
        struct ts_arena arena = ts_test_arena(1 << 20);
        struct ts_trust trust = ts_sample_trust(&arena);
        ts_span text = ts_sample_badge(&arena, badges[i].wishes);
        struct ts_assessment card;
        enum ts_verdict_kind kind = judge(text, &trust, &card);
        enum ts_reason reason = card.reason_count ? card.reasons[0].code : TS_REASON_NONE;
        if (kind != badges[i].want || reason != badges[i].reason)
            fail_msg("[%s] is %s for %s", badges[i].name, ts_verdict_name(kind),
                     ts_reason_name(reason));
        ts_test_arena_free(&arena);
    }
}

static const struct {
    const char *text;
    enum ts_format format;
    enum ts_reason reason;
} others[] = {
    { "https://example.com/badge/1", TS_FORMAT_WEB_LINK, TS_REASON_ONLINE_ONLY },
    { "HTTPS://EXAMPLE.COM", TS_FORMAT_WEB_LINK, TS_REASON_ONLINE_ONLY },
    { "openid4vp://?client_id=x", TS_FORMAT_WEB_LINK, TS_REASON_ONLINE_ONLY },
    { "INJI_OVP:https://x", TS_FORMAT_WEB_LINK, TS_REASON_ONLINE_ONLY },
    { "BEGIN:VCARD\nFN:Mina\nEND:VCARD", TS_FORMAT_NONE, TS_REASON_NOT_A_CREDENTIAL },
    { "", TS_FORMAT_NONE, TS_REASON_NOT_A_CREDENTIAL },
    { "{\"hello\":\"world\"}", TS_FORMAT_NONE, TS_REASON_NOT_A_CREDENTIAL },
    { "shc:/5676290952432060346029243740446031222959532654603460292540772804336028",
      TS_FORMAT_SMART_HEALTH, TS_REASON_MALFORMED },
    { "shc:/2/3/56762909524320603460292437404460", TS_FORMAT_SMART_HEALTH,
      TS_REASON_UNSUPPORTED },
    { "NZCP:/1/2KCEVIQEIVVWK6JNGEASNICZAEP2KALYDZSGSZB2O5SWEOTOPJRXALTDN53GSZBRHEXGQ",
      TS_FORMAT_NZCP, TS_REASON_MALFORMED },
    { "NZCP:/2/AAAA", TS_FORMAT_NZCP, TS_REASON_UNSUPPORTED },
    { "CSC:/1/AAAA", TS_FORMAT_NZCP, TS_REASON_MALFORMED },
    { "VP1-B3ECQDIYAEMHIGZA", TS_FORMAT_CBOR_LD, TS_REASON_MALFORMED },
    { "ur:bytes/1-2/lpadao", TS_FORMAT_BC_UR, TS_REASON_UNSUPPORTED },
    { "eyJhbGciOiJFUzI1NiJ9.e30.AA~WyJhIl0~", TS_FORMAT_SD_JWT, TS_REASON_UNSUPPORTED },
    { "{\"data\":{\"hdr\":{\"t\":\"icao.vacc\",\"v\":1}},\"sig\":{}}", TS_FORMAT_VDS_NC,
      TS_REASON_MALFORMED },
    { "HC1:not base 45!", TS_FORMAT_HCERT, TS_REASON_MALFORMED },
    { "NCF\x80", TS_FORMAT_VC_COSE, TS_REASON_MALFORMED },
    { "{\"credentialSubject\":{}}", TS_FORMAT_DATA_INTEGRITY, TS_REASON_UNSUPPORTED },
    { "{\"credentialSubject\":{},\"credentialSubject\":{}}", TS_FORMAT_DATA_INTEGRITY,
      TS_REASON_MALFORMED },
    { "{\"credentialSubject\":\"\xFF\"}", TS_FORMAT_DATA_INTEGRITY, TS_REASON_MALFORMED },
};

static void
everything_else_is_named(void **state)
{
    (void)state;
    for (size_t i = 0; i < TS_COUNT(others); i++) {
        struct ts_assessment card;
        enum ts_verdict_kind kind = judge(ts_span_text(others[i].text), NULL, &card);
        if (card.format != others[i].format || card.reasons[0].code != others[i].reason
            || kind != TS_VERDICT_CANNOT_TELL)
            fail_msg("[%s] is %s, %s, %s", others[i].text, ts_format_name(card.format),
                     ts_reason_name(card.reasons[0].code), ts_verdict_name(kind));
    }
}

static void
a_flood_is_refused_not_suffered(void **state)
{
    (void)state;
    struct ts_assessment card;
    size_t len = TS_CODE_TEXT_MAX;
    char *flood = malloc(len);
    assert_non_null(flood);

    memset(flood, '[', len); /* a depth bomb behind a subject */
    memcpy(flood, "{\"credentialSubject\":", 21);
    assert_int_not_equal(judge((ts_span){ (uint8_t *)flood, len }, NULL, &card),
                         TS_VERDICT_READY);
    assert_int_equal(card.reasons[0].code, TS_REASON_MALFORMED);

    struct ts_arena arena = ts_test_arena(64 << 20);
    uint8_t *zeros = ts_arena_take(&arena, 32 << 20); /* a zip bomb: 32 MiB of nothing */
    ts_span packed;
    ts_span text;
    assert_status(
        ts_deflate(&arena, &packed, (ts_span){ zeros, 32 << 20 }, TS_DEFLATE_ZLIB),
        TS_OK);
    assert_status(ts_base45_encode(&arena, &text, packed), TS_OK);
    assert_int_not_equal(judge(text, NULL, &card), TS_VERDICT_READY);
    assert_int_equal(card.reasons[0].code, TS_REASON_MALFORMED);
    ts_test_arena_free(&arena);
    free(flood);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_form_we_verify_is_ready),
        cmocka_unit_test(a_hundred_mutations_never_become_ready),
        cmocka_unit_test(a_changed_payload_stops),
        cmocka_unit_test(each_badge_gets_its_reason),
        cmocka_unit_test(everything_else_is_named),
        cmocka_unit_test(a_flood_is_refused_not_suffered),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
