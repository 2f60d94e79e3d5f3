#include "kiosk/credential/vds_nc.h"
#include "kiosk/verdict/verdict.h"
#include "tests/support/families.h"
#include "tests/support/support.h"

static const struct ts_now mid_2026 = { { 1780272000 }, TS_CLOCK_TRUSTED };

static struct ts_arena arena;

static int
set_up(void **state)
{
    (void)state;
    arena = ts_test_arena(2 << 20);
    return 0;
}

static int
tear_down(void **state)
{
    (void)state;
    ts_test_arena_free(&arena);
    return 0;
}

#define HEADER(type) "{\"hdr\":{\"is\":\"UTO\",\"t\":\"" type "\",\"v\":1},\"msg\":{"
#define PERSON "\"pid\":{\"n\":\"ROY  MINA\"},"
#define DOSES "\"ve\":[{\"vd\":[{\"dvc\":\"2026-03-03\"},{\"dvc\":\"2026-01-03\"}]}]"
#define VACCINATION HEADER("icao.vacc") "\"uvci\":\"U32870\"," PERSON DOSES "}}"
#define TEST_WITH(result)                                                       \
    HEADER("icao.test")                                                         \
    "\"utci\":\"T1\"," PERSON "\"dat\":{\"sc\":\"2026-05-01T08:30:00+08:00\"}," \
    "\"tr\":{\"r\":\"" result "\"}}}"

static enum ts_status
read_data(struct ts_credential *c, const char *json)
{
    return ts_vds_nc_read(&arena, c, (ts_verified){ ts_span_text(json) }, NULL);
}

static void
each_rule_is_enforced(void **state)
{
    (void)state;
    static const struct {
        const char *name, *data;
        enum ts_status want;
    } rows[] = {
        { "a vaccination", VACCINATION, TS_OK },
        { "a test", TEST_WITH("negative"), TS_OK },
        { "another type", HEADER("icao.visa") PERSON "\"x\":1}}", TS_UNSUPPORTED },
        { "version 2",
          "{\"hdr\":{\"is\":\"UTO\",\"t\":\"icao.vacc\",\"v\":2},\"msg\":{" PERSON DOSES
          "}}",
          TS_UNSUPPORTED },
        { "a version that is text",
          "{\"hdr\":{\"is\":\"UTO\",\"t\":\"icao.vacc\",\"v\":\"1\"},\"msg\":{}}",
          TS_UNSUPPORTED },
        { "no state",
          "{\"hdr\":{\"t\":\"icao.vacc\",\"v\":1},\"msg\":{\"uvci\":\"U\"," PERSON DOSES
          "}}",
          TS_MALFORMED },
        { "nobody", HEADER("icao.vacc") "\"uvci\":\"U\"," DOSES "}}", TS_MALFORMED },
        { "a name that is a number",
          HEADER("icao.vacc") "\"uvci\":\"U\",\"pid\":{\"n\":1}," DOSES "}}",
          TS_MALFORMED },
        { "no uvci", HEADER("icao.vacc") PERSON DOSES "}}", TS_MALFORMED },
        { "no vaccination in it",
          HEADER("icao.vacc") "\"uvci\":\"U\"," PERSON "\"ve\":[]}}", TS_MALFORMED },
        { "no utci",
          HEADER("icao.test") PERSON "\"dat\":{\"sc\":\"x\"},\"tr\":{\"r\":\"x\"}}}",
          TS_MALFORMED },
        { "no result",
          HEADER("icao.test") "\"utci\":\"T\"," PERSON "\"dat\":{\"sc\":\"x\"}}}",
          TS_MALFORMED },
        { "no date of the sample",
          HEADER("icao.test") "\"utci\":\"T\"," PERSON "\"tr\":{\"r\":\"x\"}}}",
          TS_MALFORMED },
        { "cut off", HEADER("icao.vacc"), TS_TRUNCATED },
        { "something after it", VACCINATION "x", TS_TRAILING },
    };
    for (size_t i = 0; i < TS_COUNT(rows); i++) {
        struct ts_credential c = { .format = TS_FORMAT_BC_UR };
        ts_test_row(rows[i].name);
        assert_status(read_data(&c, rows[i].data), rows[i].want);
        assert_int_equal(c.format,
                         rows[i].want == TS_OK ? TS_FORMAT_VDS_NC : TS_FORMAT_BC_UR);
    }
}

static void
what_matters_is_read(void **state)
{
    (void)state;
    static const struct {
        const char *data, *id;
        enum ts_outcome outcome;
        int64_t awarded;
    } rows[] = {
        { VACCINATION, "U32870", TS_OUTCOME_NOT_SAID, 1772496000 },
        { TEST_WITH("negative"), "T1", TS_OUTCOME_PASSED, 1777595400 },
        { TEST_WITH("normal"), "T1", TS_OUTCOME_PASSED, 1777595400 },
        { TEST_WITH("positive"), "T1", TS_OUTCOME_FAILED, 1777595400 },
        { TEST_WITH("abnormal"), "T1", TS_OUTCOME_FAILED, 1777595400 },
        { TEST_WITH("inconclusive"), "T1", TS_OUTCOME_NOT_YET, 1777595400 },
    };
    for (size_t i = 0; i < TS_COUNT(rows); i++) {
        struct ts_credential c;
        ts_test_row(rows[i].data);
        assert_status(read_data(&c, rows[i].data), TS_OK);
        assert_span_equal(c.id, ts_span_text(rows[i].id));
        assert_span_equal(c.issuer_id, TS_SPAN_LIT("UTO"));
        assert_span_equal(c.subject_name, TS_SPAN_LIT("ROY  MINA"));
        assert_int_equal(c.outcome, rows[i].outcome);
        assert_int_equal(c.awarded.s, rows[i].awarded);
        assert_int_equal(c.valid_until.s, TS_UTC_NEVER.s);
    }
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

/* Of the sample data, with the P-384 key whose certificate the samples have. */
#define RAW_384                                                           \
    "slEKrRcheKTXm2hfW4tq7XiA3LpiTTwuZw6OmL1w2dvxKFWnnfDLT8B3xLTuAvWMUl_" \
    "eadOv2LXcMhT326sCkfugz5e_Zqf6ArcAoARcWwOTsx5HK0pfWuZi74X4eiAS"
#define DER_384                                                                    \
    "MGUCMQCyUQqtFyF4pNebaF9bi2rteIDcumJNPC5nDo6YvXDZ2_"                           \
    "EoVaed8MtPwHfEtO4C9YwCMFJf3mnTr9i13DIU99urApH7oM-Xv2an-gK3AKAEXFsDk7MeRytKX1" \
    "rmYu-F-HogEg=="

struct seal_row {
    const char *name;
    struct ts_sample_vds_wishes wishes;
    enum ts_verdict_kind want;
    enum ts_reason reason;
};

static void
check_rows(const struct seal_row *rows, size_t count)
{
    struct ts_trust trust = ts_sample_family_trust(&arena);
    for (size_t i = 0; i < count; i++) {
        struct ts_assessment card;
        ts_test_row(rows[i].name);
        ts_span code = ts_sample_vds_nc(&arena, NULL, rows[i].wishes);
        assert_int_equal(judge(code, &trust, &card), rows[i].want);
        assert_int_equal(card.format, TS_FORMAT_VDS_NC);
        assert_int_equal(card.reason_count ? card.reasons[0].code : TS_REASON_NONE,
                         rows[i].reason);
    }
}

static void
a_signature_is_raw_or_strict_der(void **state)
{
    (void)state;
    const char *p384 = ts_sample_certificate_p384;
    const struct seal_row rows[] = {
        { "raw", { 0 }, TS_VERDICT_READY, TS_REASON_NONE },
        { "DER", { .as_der = true }, TS_VERDICT_READY, TS_REASON_NONE },
        { "ES384 raw",
          { .alg = "ES384", .certificate = p384, .signature = RAW_384 },
          TS_VERDICT_READY,
          TS_REASON_NONE },
        { "ES384 in DER, padded text",
          { .alg = "ES384", .certificate = p384, .signature = DER_384 },
          TS_VERDICT_READY,
          TS_REASON_NONE },
        { "another signature",
          { .signature = RAW_384 },
          TS_VERDICT_STOP,
          TS_REASON_NOT_AUTHENTIC },
        { "an empty one", { .signature = "" }, TS_VERDICT_STOP, TS_REASON_NOT_AUTHENTIC },
        { "one that is no base64url",
          { .signature = "a+b/" },
          TS_VERDICT_STOP,
          TS_REASON_NOT_AUTHENTIC },
        { "three characters of padding",
          { .signature = "A===" },
          TS_VERDICT_STOP,
          TS_REASON_NOT_AUTHENTIC },
    };
    check_rows(rows, TS_COUNT(rows));
}

static void
the_key_is_the_listed_one_and_fits_the_algorithm(void **state)
{
    (void)state;
    const char *p384 = ts_sample_certificate_p384;
    const struct seal_row rows[] = {
        { "ES384 with a P-256 key",
          { .alg = "ES384", .signature = RAW_384 },
          TS_VERDICT_STOP,
          TS_REASON_NOT_AUTHENTIC },
        { "ES256 with a P-384 key",
          { .certificate = p384 },
          TS_VERDICT_STOP,
          TS_REASON_NOT_AUTHENTIC },
        { "a certificate the state did not list",
          { .certificate = ts_sample_certificate_other },
          TS_VERDICT_CANNOT_TELL,
          TS_REASON_KEY_NOT_AVAILABLE },
        { "no certificate",
          { .certificate = "" },
          TS_VERDICT_CANNOT_TELL,
          TS_REASON_MALFORMED },
        { "a certificate that is none",
          { .certificate = "AAAA" },
          TS_VERDICT_CANNOT_TELL,
          TS_REASON_MALFORMED },
        { "ES512 is not ours",
          { .alg = "ES512" },
          TS_VERDICT_CANNOT_TELL,
          TS_REASON_UNSUPPORTED },
        { "no alg", { .alg = "" }, TS_VERDICT_CANNOT_TELL, TS_REASON_MALFORMED },
        { "none", { .alg = "none" }, TS_VERDICT_CANNOT_TELL, TS_REASON_UNSUPPORTED },
    };
    check_rows(rows, TS_COUNT(rows));
}

/* The key is listed, but for another state than the one that the seal names. */
static void
one_state_does_not_sign_for_another(void **state)
{
    (void)state;
    static const char abroad[] = "{\"hdr\":{\"is\":\"ATO\",\"t\":\"icao.vacc\",\"v\":1},"
                                 "\"msg\":{\"uvci\":\"U\"," PERSON DOSES "}}";
    struct ts_trust trust = ts_sample_family_trust(&arena);
    struct ts_assessment card;
    ts_span code = ts_sample_vds_nc(&arena, abroad, (struct ts_sample_vds_wishes){ 0 });
    assert_int_equal(judge(code, &trust, &card), TS_VERDICT_CANNOT_TELL);
    assert_int_equal(card.reasons[0].code, TS_REASON_ISSUER_UNKNOWN);
}

/* Members in another order and white space are the same data; another value is not. */
static void
the_signature_is_over_the_canonical_form(void **state)
{
    (void)state;
    static const char turned[] =
        "{ \"msg\": {\"ve\":[{\"vd\":[{\"dvc\":\"2026-03-03\"}],\"des\":\"XM68M6\"}],"
        "\"pid\":{\"n\":\"ROY  MINA\"}, \"uvci\":\"U32870\"},"
        "\"hdr\":{\"v\":1.0,\"t\":\"icao.vacc\",\"is\":\"UTO\"}}";
    static const char changed[] =
        "{\"hdr\":{\"is\":\"UTO\",\"t\":\"icao.vacc\",\"v\":1},\"msg\":{"
        "\"uvci\":\"U32871\",\"pid\":{\"n\":\"ROY  MINA\"},\"ve\":[{\"des\":\"XM68M6\","
        "\"vd\":[{\"dvc\":\"2026-03-03\"}]}]}}";
    const struct ts_sample_vds_wishes p384 = { .alg = "ES384",
                                               .certificate = ts_sample_certificate_p384,
                                               .signature = RAW_384 };
    struct ts_trust trust = ts_sample_family_trust(&arena);
    struct ts_assessment card;
    assert_int_equal(judge(ts_sample_vds_nc(&arena, turned, p384), &trust, &card),
                     TS_VERDICT_READY);
    assert_int_equal(judge(ts_sample_vds_nc(&arena, changed, p384), &trust, &card),
                     TS_VERDICT_STOP);
    assert_int_equal(card.reasons[0].code, TS_REASON_NOT_AUTHENTIC);
}

static void
a_positive_test_is_not_ready(void **state)
{
    (void)state;
    struct ts_trust trust = ts_sample_family_trust(&arena);
    struct ts_assessment card;
    ts_span code = ts_sample_vds_nc(&arena, TEST_WITH("positive"),
                                    (struct ts_sample_vds_wishes){ 0 });
    assert_int_not_equal(judge(code, &trust, &card), TS_VERDICT_READY);
    assert_int_equal(card.reasons[0].code, TS_REASON_RESULT_NOT_PASSED);
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(each_rule_is_enforced),
        TEST(what_matters_is_read),
        TEST(a_signature_is_raw_or_strict_der),
        TEST(the_key_is_the_listed_one_and_fits_the_algorithm),
        TEST(one_state_does_not_sign_for_another),
        TEST(the_signature_is_over_the_canonical_form),
        TEST(a_positive_test_is_not_ready),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
