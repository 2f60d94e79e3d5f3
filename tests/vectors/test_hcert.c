#include "firmware/base/calendar.h"
#include "firmware/board/picture.h"
#include "keys/codec/base64.h"
#include "keys/crypto/digest.h"
#include "keys/crypto/x509.h"
#include "kiosk/scan/scanner.h"
#include "kiosk/verdict/verdict.h"
#include "tests/support/support.h"

#include <stdio.h>
#include <string.h>

/* The published cases of the EU Digital COVID Certificate: each holds the text
 * of a code, a picture of it, the signing certificate, the time to judge at,
 * and flags for the steps that must hold or must not. The whole chain runs on
 * every one of them. */

struct tally {
    unsigned cases, flags;
};

struct published_case {
    const char *name;
    const struct ts_json *expected;
    struct ts_assessment card;
    struct ts_verdict verdict;
};

enum flag { FLAG_ABSENT, FLAG_FALSE, FLAG_TRUE };

static enum flag
flag_of(const struct published_case *c, const char *name)
{
    const struct ts_json *flag = ts_json_member(c->expected, name);
    return ts_json_is(flag, TS_JSON_TRUE)    ? FLAG_TRUE
           : ts_json_is(flag, TS_JSON_FALSE) ? FLAG_FALSE
                                             : FLAG_ABSENT;
}

static void
expect(struct tally *tally, const struct published_case *c, const char *name, bool held)
{
    enum flag wanted = flag_of(c, name);
    if (wanted == FLAG_ABSENT)
        return;
    tally->flags++;
    if (held != (wanted == FLAG_TRUE))
        fail_msg("%s: %s is %d, published %d (first reason %s)", c->name, name, held,
                 wanted == FLAG_TRUE,
                 c->card.reason_count ? ts_reason_name(c->card.reasons[0].code) : "-");
}

static bool
has_reason(const struct published_case *c, enum ts_reason code)
{
    for (size_t i = 0; i < c->card.reason_count; i++)
        if (c->card.reasons[i].code == code)
            return true;
    return false;
}

/* The key of the case's certificate, listed under its kid (SHA-256, 8 bytes). */
static void
list_certificate(struct ts_arena *arena, struct ts_trust *trust,
                 const struct ts_json *certificate)
{
    struct ts_issuer *issuer = ts_arena_take(arena, sizeof(*issuer));
    struct ts_issuer_key *key = ts_arena_take(arena, sizeof(*key));
    uint8_t *kid = ts_arena_take(arena, TS_SHA256_SIZE);
    struct ts_certificate read;
    ts_span der;

    assert_status(ts_base64_decode(arena, &der, ts_json_string(certificate)), TS_OK);
    assert_status(ts_certificate_read(arena, &read, der), TS_OK);
    ts_sha256(kid, der);
    *key = (struct ts_issuer_key){
        .id = { kid, 8 },
        .key = read.key,
        .not_before = read.not_before,
        .not_after = read.not_after,
        .may_sign_test = read.may_sign_test,
        .may_sign_vaccination = read.may_sign_vaccination,
        .may_sign_recovery = read.may_sign_recovery,
    };
    *issuer = (struct ts_issuer){ .id = TS_SPAN_LIT("XX"), .keys = key, .key_count = 1 };
    trust->issuers.issuers = issuer;
    trust->issuers.count = 1;
}

/* Reads the picture of the code and compares it with the text. */
static bool
picture_agrees(struct ts_arena *arena, const struct ts_json *picture, ts_span text)
{
    struct ts_picture *opened;
    struct ts_scanner *scanner;
    struct ts_frame frame;
    struct ts_code code;
    size_t count = 0;
    ts_span png;

    if (ts_base64_decode(arena, &png, ts_json_string(picture)) != TS_OK
        || ts_picture_open_bytes(&opened, png) != TS_OK)
        return false;
    assert_status(ts_scanner_open(&scanner), TS_OK);
    if (ts_picture_next(opened, &frame) == TS_OK)
        assert_status(ts_scanner_still(scanner, &frame, &code, 1, &count), TS_OK);
    bool agrees = count == 1 && ts_span_equal(code.bytes, text);
    ts_scanner_close(scanner);
    ts_picture_close(opened);
    return agrees;
}

static void
judge(struct ts_arena *arena, struct published_case *c, const struct ts_json *root)
{
    const struct ts_json *context = ts_json_member(root, "TESTCTX");
    const struct ts_json *clock = ts_json_member(context, "VALIDATIONCLOCK");
    const struct ts_assessment *cards[] = { &c->card };
    struct ts_trust trust = { .epoch = 1 };
    struct ts_now now = { { 0 }, TS_CLOCK_TRUSTED };

    if (clock->kind == TS_JSON_NONE)
        clock = ts_json_member(context, "validationClockInstant");
    assert_status(ts_utc_parse(&now.utc, ts_json_string(clock)), TS_OK);
    trust.issued = now.utc;
    list_certificate(arena, &trust, ts_json_member(context, "CERTIFICATE"));
    assert_status(ts_assess(arena, &c->card,
                            ts_json_string(ts_json_member(root, "PREFIX")), &trust, now),
                  TS_OK);
    ts_verdict_reach(&c->verdict, cards, 1, NULL, &trust, now);
}

static void
compare(struct tally *tally, const struct published_case *c)
{
    bool is_hcert = c->card.format == TS_FORMAT_HCERT;
    bool opened =
        is_hcert && c->card.reason_count + (size_t)(c->card.credential != NULL)
        && !(c->card.checks.proof == TS_UNKNOWN && has_reason(c, TS_REASON_MALFORMED));
    expect(tally, c, "EXPECTEDUNPREFIX", is_hcert);
    expect(tally, c, "EXPECTEDB45DECODE", opened);
    expect(tally, c, "EXPECTEDCOMPRESSION", opened);
    expect(tally, c, "EXPECTEDDECODE", opened && !has_reason(c, TS_REASON_MALFORMED));
    expect(tally, c, "EXPECTEDVERIFY",
           c->card.checks.proof == TS_PASS && c->card.credential != NULL);
    expect(tally, c, "EXPECTEDVALIDJSON", c->card.credential != NULL);
    expect(tally, c, "EXPECTEDSCHEMAVALIDATION", c->card.credential != NULL);
    expect(tally, c, "EXPECTEDEXPIRATIONCHECK", c->card.checks.dates == TS_PASS);
    expect(tally, c, "EXPECTEDKEYUSAGE", c->card.checks.issuer == TS_PASS);
}

/* A step that must not hold may never end in READY; all that must, do. */
static void
compare_verdict(const struct published_case *c)
{
    bool all = true;
    for (size_t i = 0; i < c->expected->count; i++) {
        const struct ts_json *flag = ts_json_element(c->expected, i);
        bool is_picture = ts_span_is(flag->name, "EXPECTEDPICTUREDECODE");
        all &= is_picture || ts_json_is(flag, TS_JSON_TRUE);
    }
    if (!all)
        assert_int_not_equal(c->verdict.kind, TS_VERDICT_READY);
    else if (flag_of(c, "EXPECTEDEXPIRATIONCHECK") == FLAG_TRUE)
        assert_int_equal(c->verdict.kind, TS_VERDICT_READY);
}

static void
run_case(const char *path, void *context)
{
    struct tally *tally = context;
    struct ts_arena arena = ts_test_arena(8 << 20);
    struct published_case c = { .name = strrchr(path, '/') + 1 };
    const struct ts_json *root;
    ts_span file;

    assert_true(ts_test_read_file(&arena, &file, path));
    assert_status(ts_json_parse(&arena, &root, file, NULL), TS_OK);
    c.expected = ts_json_member(root, "EXPECTEDRESULTS");
    judge(&arena, &c, root);
    compare(tally, &c);
    compare_verdict(&c);
    if (ts_json_member(root, "2DCODE")->kind == TS_JSON_STRING)
        expect(tally, &c, "EXPECTEDPICTUREDECODE",
               picture_agrees(&arena, ts_json_member(root, "2DCODE"),
                              ts_json_string(ts_json_member(root, "PREFIX"))));
    tally->cases++;
    ts_test_arena_free(&arena);
}

static void
every_published_case_agrees(void **state)
{
    (void)state;
    struct tally tally = { 0 };
    ts_test_each_file(ts_test_vector("hcert/2DCode/raw"), ".json", run_case, &tally);
    printf("hcert: %u cases, %u flags agree\n", tally.cases, tally.flags);
    assert_int_equal(tally.cases, 38);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_published_case_agrees),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
