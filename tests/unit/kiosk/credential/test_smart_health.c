#include "keys/crypto/jwk.h"
#include "keys/trust/status_list.h"
#include "kiosk/credential/smart_health.h"
#include "kiosk/verdict/verdict.h"
#include "tests/support/families.h"
#include "tests/support/support.h"

#include <stdio.h>
#include <stdlib.h>

static const struct ts_now mid_2026 = { { 1780272000 }, TS_CLOCK_TRUSTED };

static struct ts_arena arena;

static int
set_up(void **state)
{
    (void)state;
    arena = ts_test_arena(4 << 20);
    return 0;
}

static int
tear_down(void **state)
{
    (void)state;
    ts_test_arena_free(&arena);
    return 0;
}

#define ISS "\"iss\":\"https://health.example\","
#define CARD "\"type\":[\"https://smarthealth.cards#health-card\"],"
#define PATIENT                                                          \
    "{\"resource\":{\"resourceType\":\"Patient\",\"name\":[{\"family\":" \
    "\"Roy\",\"given\":[\"Mina\",\"K.\"]}]}}"
#define BUNDLE(entries)                                                 \
    "\"credentialSubject\":{\"fhirVersion\":\"4.0.1\",\"fhirBundle\":{" \
    "\"resourceType\":\"Bundle\",\"type\":\"collection\",\"entry\":[" entries "]}}"
#define CLAIMS(entries) "{" ISS "\"nbf\":1767225600,\"vc\":{" CARD BUNDLE(entries) "}}"
#define RECORD(type, more) \
    PATIENT ",{\"resource\":{\"resourceType\":\"" type "\"," more "}}"

static enum ts_status
read_claims(struct ts_credential *c, const char *json)
{
    static struct ts_envelope envelope;
    envelope = (struct ts_envelope){ .format = TS_FORMAT_SMART_HEALTH };
    envelope.proofs.proofs[0].key_id = TS_SPAN_LIT("kid");
    return ts_smart_health_read(&arena, c, &envelope, (ts_verified){ ts_span_text(json) },
                                NULL);
}

static const struct {
    const char *name, *claims;
    enum ts_status want;
} claim_rows[] = {
    { "as it should be", CLAIMS(PATIENT), TS_OK },
    { "a fraction of a second",
      "{" ISS "\"nbf\":1617976270.189,\"vc\":{" CARD BUNDLE(PATIENT) "}}", TS_OK },
    { "an exponent", "{" ISS "\"nbf\":1.5e9,\"vc\":{" CARD BUNDLE(PATIENT) "}}", TS_OK },
    { "no iss", "{\"nbf\":1,\"vc\":{" CARD BUNDLE(PATIENT) "}}", TS_MALFORMED },
    { "an iss without TLS",
      "{\"iss\":\"http://a\",\"nbf\":1,\"vc\":{" CARD BUNDLE(PATIENT) "}}",
      TS_MALFORMED },
    { "an iss with a slash at its end",
      "{\"iss\":\"https://a/\",\"nbf\":1,\"vc\":{" CARD BUNDLE(PATIENT) "}}",
      TS_MALFORMED },
    { "no nbf", "{" ISS "\"vc\":{" CARD BUNDLE(PATIENT) "}}", TS_MALFORMED },
    { "an nbf that is text", "{" ISS "\"nbf\":\"1\",\"vc\":{" CARD BUNDLE(PATIENT) "}}",
      TS_MALFORMED },
    { "an nbf past all time", "{" ISS "\"nbf\":1e300,\"vc\":{" CARD BUNDLE(PATIENT) "}}",
      TS_MALFORMED },
    { "it ends before it begins",
      "{" ISS "\"nbf\":2,\"exp\":1,\"vc\":{" CARD BUNDLE(PATIENT) "}}", TS_MALFORMED },
    { "no vc", "{" ISS "\"nbf\":1}", TS_UNSUPPORTED },
    { "no health card",
      "{" ISS "\"nbf\":1,\"vc\":{\"type\":[\"x\"]," BUNDLE(PATIENT) "}}",
      TS_UNSUPPORTED },
    { "a type that is text",
      "{" ISS
      "\"nbf\":1,\"vc\":{\"type\":\"https://smarthealth.cards#health-card\"," BUNDLE(
          PATIENT) "}}",
      TS_MALFORMED },
    { "no bundle", "{" ISS "\"nbf\":1,\"vc\":{" CARD "\"credentialSubject\":{}}}",
      TS_MALFORMED },
    { "nobody it is about", CLAIMS(""), TS_MALFORMED },
    { "two people", CLAIMS(PATIENT "," PATIENT), TS_MALFORMED },
    { "a rid", "{" ISS "\"nbf\":1,\"vc\":{\"rid\":\"a-_Z9\"," CARD BUNDLE(PATIENT) "}}",
      TS_OK },
    { "an empty rid", "{" ISS "\"nbf\":1,\"vc\":{\"rid\":\"\"," CARD BUNDLE(PATIENT) "}}",
      TS_MALFORMED },
    { "a rid of 25 characters",
      "{" ISS "\"nbf\":1,\"vc\":{\"rid\":\"0123456789012345678901234\"," CARD BUNDLE(
          PATIENT) "}}",
      TS_MALFORMED },
    { "a rid with a dot",
      "{" ISS "\"nbf\":1,\"vc\":{\"rid\":\"a.1\"," CARD BUNDLE(PATIENT) "}}",
      TS_MALFORMED },
    { "a rid that is a number",
      "{" ISS "\"nbf\":1,\"vc\":{\"rid\":1," CARD BUNDLE(PATIENT) "}}", TS_MALFORMED },
    { "cut off", "{" ISS, TS_TRUNCATED },
    { "something after it", CLAIMS(PATIENT) "x", TS_TRAILING },
};

static void
each_rule_is_enforced(void **state)
{
    (void)state;
    for (size_t i = 0; i < TS_COUNT(claim_rows); i++) {
        struct ts_credential c = { .format = TS_FORMAT_BC_UR };
        ts_test_row(claim_rows[i].name);
        assert_status(read_claims(&c, claim_rows[i].claims), claim_rows[i].want);
        assert_int_equal(c.format, claim_rows[i].want == TS_OK ? TS_FORMAT_SMART_HEALTH
                                                               : TS_FORMAT_BC_UR);
    }
}

static void
the_record_says_how_it_stands(void **state)
{
    (void)state;
    static const struct {
        const char *name, *claims;
        enum ts_outcome want;
    } rows[] = {
        { "only a patient", CLAIMS(PATIENT), TS_OUTCOME_NOT_SAID },
        { "given", CLAIMS(RECORD("Immunization", "\"status\":\"completed\"")),
          TS_OUTCOME_PASSED },
        { "not given", CLAIMS(RECORD("Immunization", "\"status\":\"not-done\"")),
          TS_OUTCOME_FAILED },
        { "by mistake", CLAIMS(RECORD("Immunization", "\"status\":\"entered-in-error\"")),
          TS_OUTCOME_WITHDREW },
        { "no status", CLAIMS(RECORD("Immunization", "\"x\":1")), TS_OUTCOME_FAILED },
        { "under way", CLAIMS(RECORD("Observation", "\"status\":\"preliminary\"")),
          TS_OUTCOME_NOT_YET },
        { "final", CLAIMS(RECORD("Observation", "\"status\":\"final\"")),
          TS_OUTCOME_PASSED },
        { "detected",
          CLAIMS(
              RECORD("Observation",
                     "\"status\":\"final\",\"valueCodeableConcept\":{\"coding\":[{"
                     "\"system\":\"http://snomed.info/sct\",\"code\":\"260373001\"}]}")),
          TS_OUTCOME_FAILED },
        { "not detected",
          CLAIMS(
              RECORD("Observation",
                     "\"status\":\"final\",\"valueCodeableConcept\":{\"coding\":[{"
                     "\"system\":\"http://snomed.info/sct\",\"code\":\"260415000\"}]}")),
          TS_OUTCOME_PASSED },
        { "the same code in another system",
          CLAIMS(RECORD("Observation",
                        "\"status\":\"final\",\"valueCodeableConcept\":{\"coding\":[{"
                        "\"system\":\"http://x\",\"code\":\"260373001\"}]}")),
          TS_OUTCOME_PASSED },
        { "other resources say nothing",
          CLAIMS(RECORD("Device", "\"status\":\"inactive\"")), TS_OUTCOME_NOT_SAID },
        { "the worst counts",
          CLAIMS(RECORD("Immunization",
                        "\"status\":\"not-done\"") ",{\"resource\":{"
                                                   "\"resourceType\":\"Immunization\","
                                                   "\"status\":\"completed\"}}"),
          TS_OUTCOME_FAILED },
    };
    for (size_t i = 0; i < TS_COUNT(rows); i++) {
        struct ts_credential c;
        ts_test_row(rows[i].name);
        assert_status(read_claims(&c, rows[i].claims), TS_OK);
        assert_int_equal(c.outcome, rows[i].want);
        assert_span_equal(c.subject_name, TS_SPAN_LIT("Mina K. Roy"));
    }
}

static void
the_last_record_is_the_award(void **state)
{
    (void)state;
    struct ts_credential c;
    assert_status(
        read_claims(
            &c,
            CLAIMS(RECORD(
                "Immunization",
                "\"status\":\"completed\","
                "\"occurrenceDateTime\":\"2021-01-29\"") ",{"
                                                         "\"resource\":{\"resourceType\":"
                                                         "\"Immunization\","
                                                         "\"status\":\"completed\","
                                                         "\"occurrenceDateTime\":\"2021-"
                                                         "01-01\"}}")),
        TS_OK);
    assert_int_equal(c.awarded.s, 1611878400);
    assert_status(read_claims(&c, CLAIMS(PATIENT)), TS_OK);
    assert_int_equal(c.awarded.s, TS_UTC_ALWAYS.s);
}

static enum ts_verdict_kind
judge(ts_span text, const struct ts_trust *trust, struct ts_assessment *card)
{
    const struct ts_assessment *cards[] = { card };
    struct ts_verdict verdict;
    assert_status(ts_assess(&arena, card, text, trust, mid_2026), TS_OK);
    ts_verdict_reach(&verdict, cards, 1, NULL, trust, mid_2026);
    return verdict.kind;
}

#define WITH_RID                                                               \
    "{" ISS "\"nbf\":1767225600,\"vc\":{\"rid\":\"lHKzqFUMjhs\"," CARD BUNDLE( \
        PATIENT) "}}"

/* The list of the card's key, as the signed repository carries it. */
static void
a_rid_is_looked_up_in_the_list_of_its_key(void **state)
{
    (void)state;
    static const struct {
        const char *name, *rids;
        enum ts_verdict_kind want;
        enum ts_reason reason;
    } rows[] = {
        { "nobody", "", TS_VERDICT_READY, TS_REASON_NONE },
        { "somebody else", "\"lHKzqFUMjhS\"", TS_VERDICT_READY, TS_REASON_NONE },
        { "this one", "\"lHKzqFUMjhs\"", TS_VERDICT_STOP, TS_REASON_WITHDRAWN },
        { "those issued before", "\"lHKzqFUMjhs.1767225601\"", TS_VERDICT_STOP,
          TS_REASON_WITHDRAWN },
        { "those issued earlier still", "\"lHKzqFUMjhs.1767225600\"", TS_VERDICT_READY,
          TS_REASON_NONE },
    };
    ts_span url = ts_sample_health_list(&arena);
    ts_span code = ts_sample_health_card(&arena, NULL, WITH_RID);
    for (size_t i = 0; i < TS_COUNT(rows); i++) {
        struct ts_trust trust = ts_sample_family_trust(&arena);
        struct ts_status_list list;
        struct ts_assessment card;
        char text[512];
        size_t folder = sizeof("https://health.example/.well-known/crl/") - 1;
        ts_span kid = ts_span_part(url, folder, url.len - folder - 5);
        snprintf(text, sizeof(text),
                 "{\"kid\":\"%.*s\",\"method\":\"rid\",\"ctr\":1,\"rids\":[%s]}",
                 TS_SPAN_ARG(kid), rows[i].rids);
        ts_test_row(rows[i].name);
        assert_status(
            ts_status_list_read(&arena, &list, url, ts_span_text(text),
                                &(struct ts_status_trust){ &trust.issuers, NULL }, NULL),
            TS_OK);
        trust.status_lists = &list;
        trust.status_list_count = 1;
        assert_int_equal(judge(code, &trust, &card), rows[i].want);
        assert_int_equal(card.reason_count ? card.reasons[0].code : TS_REASON_NONE,
                         rows[i].reason);
    }
}

static void
a_rid_without_its_list_is_unknown(void **state)
{
    (void)state;
    struct ts_trust trust = ts_sample_family_trust(&arena);
    struct ts_assessment card;
    ts_span code = ts_sample_health_card(&arena, NULL, WITH_RID);
    assert_int_equal(judge(code, &trust, &card), TS_VERDICT_CANNOT_TELL);
    assert_int_equal(card.reasons[0].code, TS_REASON_STATUS_UNKNOWN);
    assert_span_equal(card.reasons[0].detail, ts_sample_health_list(&arena));
}

static void
an_envelope_is_what_it_must_be(void **state)
{
    (void)state;
    static const struct {
        const char *name, *text;
        enum ts_status want;
    } rows[] = {
        { "one part of three", "shc:/1/3/5676", TS_UNSUPPORTED },
        { "nothing", "shc:/", TS_TRUNCATED },
        { "an odd digit", "shc:/567", TS_TRUNCATED },
        { "a letter", "shc:/5a", TS_MALFORMED },
        { "past z", "shc:/78", TS_MALFORMED },
        { "no JWS", "shc:/5676", TS_TRUNCATED },
    };
    for (size_t i = 0; i < TS_COUNT(rows); i++) {
        struct ts_envelope envelope = { 0 };
        ts_test_row(rows[i].name);
        assert_status(
            ts_envelope_open(&arena, &envelope, ts_span_text(rows[i].text), NULL, NULL),
            rows[i].want);
        assert_int_equal(envelope.format, TS_FORMAT_SMART_HEALTH);
    }
}

static void
a_header_is_what_it_must_be(void **state)
{
    (void)state;
    static const struct {
        const char *name, *header;
        enum ts_reason want;
    } rows[] = {
        { "no zip", "{\"alg\":\"ES256\",\"kid\":\"x\"}", TS_REASON_MALFORMED },
        { "another zip", "{\"zip\":\"GZ\",\"alg\":\"ES256\",\"kid\":\"x\"}",
          TS_REASON_UNSUPPORTED },
        { "no kid", "{\"zip\":\"DEF\",\"alg\":\"ES256\"}", TS_REASON_MALFORMED },
        { "another alg", "{\"zip\":\"DEF\",\"alg\":\"EdDSA\",\"kid\":\"x\"}",
          TS_REASON_UNSUPPORTED },
        { "crit", "{\"zip\":\"DEF\",\"alg\":\"ES256\",\"kid\":\"x\",\"crit\":[]}",
          TS_REASON_UNSUPPORTED },
    };
    struct ts_trust trust = ts_sample_family_trust(&arena);
    for (size_t i = 0; i < TS_COUNT(rows); i++) {
        struct ts_assessment card;
        ts_test_row(rows[i].name);
        ts_span code = ts_sample_health_card(&arena, rows[i].header, NULL);
        assert_int_equal(judge(code, &trust, &card), TS_VERDICT_CANNOT_TELL);
        assert_int_equal(card.reasons[0].code, rows[i].want);
    }
}

/* "zip" stays with its family: the same JWS as plain text is not read. */
static void
nothing_else_is_inflated(void **state)
{
    (void)state;
    struct ts_trust trust = ts_sample_family_trust(&arena);
    struct ts_assessment card;
    ts_span code = ts_sample_health_card(&arena, NULL, NULL);
    uint8_t *jws = malloc(code.len);
    size_t len = 0;
    for (size_t i = 5; i + 1 < code.len; i += 2)
        jws[len++] = (uint8_t)((code.at[i] - '0') * 10 + (code.at[i + 1] - '0') + 45);
    assert_int_equal(judge((ts_span){ jws, len }, &trust, &card), TS_VERDICT_CANNOT_TELL);
    assert_int_equal(card.format, TS_FORMAT_VC_JWT);
    assert_int_equal(card.reasons[0].code, TS_REASON_UNSUPPORTED);
    assert_span_equal(card.reasons[0].detail, TS_SPAN_LIT("zip"));
    free(jws);
}

/* Example 00 of the specification (smart-on-fhir/health-cards, examples, CC BY 4.0),
 * with the key that its issuer publishes. */
static const char published_code[] =
    "shc:/"
    "5676290952432060346029243740446031222959532654603460292540772804336028702864716745"
    "2228092861333145643765314159064022030645045908564355034142454136403706366541713724"
    "1236380304375622046737407532323925433443326057360106412933611232742435036968002752"
    "2965262077394465522927073422206255696458276375650559580855643610524555415061707753"
    "6972207133703929067453001105531208106520433628402432534475506835200055123125255242"
    "3053305664536234332155690621622133743620117770297071043429524128736872687630393374"
    "7045612068682150586143280507602522505705375469505745507243645734107322772439520711"
    "3364606163605362660723042334291261127775235306565269627572276924033175657153030725"
    "6532723172290304740442500837373406703768337666261025584053126357590305350421251269"
    "5571713856415843636856294237565631610500415826073432113761540721435629635574566160"
    "1021344232285352612459695810116209323650260627632358273350433723584323752150284370"
    "4023125060347774382228105344583506636922002921641035382863723512082568726375647029"
    "7730070342390065447732293752737553743611103020524566126840455441733575100759236327"
    "2428763808733903390066252468673805724329324463267203063843590739082410240810382350"
    "3964606671232256532112066252617436584068554021444139347167217303675860376560750771"
    "5250707736362808673652576571617069560934252640764331207160646969572457317741686260"
    "7007774552332353053830541064095666114273393743270477665552392565235924070031656655"
    "7174307539676026543931355031213273257303097407665629776011014475347045122211642952"
    "2210606568353123662424680365690920286138637571537337503211505000275061626724055573"
    "61767272036245243967390758003236600540352572574264230958690327344174";
static const char published_key[] =
    "{\"kty\":\"EC\",\"crv\":\"P-256\","
    "\"x\":\"11XvRWy1I2S0EyJlyf_bWfw_TQ5CJJNLw78bHXNxcgw\","
    "\"y\":\"eZXwxvO1hvCY0KucrPfKo7yAyMT6Ajc3N7OkAB6VYy8\"}";

static void
the_published_example_is_ready(void **state)
{
    (void)state;
    const struct ts_json *jwk;
    struct ts_trust trust = ts_sample_family_trust(&arena);
    struct ts_issuer issuer = trust.issuers.issuers[2];
    struct ts_issuer_key key = issuer.keys[0];
    struct ts_assessment card;
    assert_status(ts_json_parse(&arena, &jwk, ts_span_text(published_key), NULL), TS_OK);
    assert_status(ts_jwk_read(&arena, &key.key, NULL, jwk), TS_OK);
    issuer.id = TS_SPAN_LIT("https://smarthealth.cards/examples/issuer");
    issuer.keys = &key;
    trust.issuers.issuers = &issuer;
    trust.issuers.count = 1;
    assert_int_equal(judge(ts_span_text(published_code), &trust, &card),
                     TS_VERDICT_READY);
    assert_span_equal(card.credential->subject_name, TS_SPAN_LIT("John B. Anyperson"));
    assert_int_equal(card.credential->valid_from.s, 1617976270);
    assert_int_equal(card.credential->awarded.s, 1611878400);
    assert_int_equal(card.credential->outcome, TS_OUTCOME_PASSED);
    assert_int_equal(card.credential->type_count, 4);
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(each_rule_is_enforced),
        TEST(the_record_says_how_it_stands),
        TEST(the_last_record_is_the_award),
        TEST(a_rid_is_looked_up_in_the_list_of_its_key),
        TEST(a_rid_without_its_list_is_unknown),
        TEST(an_envelope_is_what_it_must_be),
        TEST(a_header_is_what_it_must_be),
        TEST(nothing_else_is_inflated),
        TEST(the_published_example_is_ready),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
