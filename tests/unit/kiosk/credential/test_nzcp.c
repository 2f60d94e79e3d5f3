#include "kiosk/credential/nzcp.h"
#include "tests/support/families.h"
#include "tests/support/support.h"

#include <stdlib.h>

/* The claims of a pass with one thing changed at a time. */

#define ISS "\"1\":\"did:web:nzcp.example\","
#define DATES "\"5\":1635883530,\"4\":1951416330,"
#define CTI "\"7\":\"h'60a4f54d4e304332be33ad78b1eafa4b'\","
#define TYPES "\"type\":[\"VerifiableCredential\",\"PublicCovidPass\"],"
#define SUBJECT                                                                 \
    "\"credentialSubject\":{\"givenName\":\"Jack\",\"familyName\":\"Sparrow\"," \
    "\"dob\":\"1960-04-16\"}"
#define VC "\"vc\":{" TYPES SUBJECT "}"

static struct ts_arena arena;

static int
set_up(void **state)
{
    (void)state;
    arena = ts_test_arena(1 << 20);
    return 0;
}

static int
tear_down(void **state)
{
    (void)state;
    ts_test_arena_free(&arena);
    return 0;
}

static enum ts_status
read_claims(struct ts_credential *c, const char *json)
{
    return ts_nzcp_read(&arena, c, (ts_verified){ ts_sample_cbor(&arena, json) }, NULL);
}

static const struct {
    const char *name;
    const char *claims;
    enum ts_status want;
} rows[] = {
    { "as the specification wants it", "{" ISS DATES CTI VC "}", TS_OK },
    { "RFC 8392 2: dates as floats",
      "{" ISS "\"5\":1635883530.5,\"4\":1951416330.25," CTI VC "}", TS_OK },
    { "no iss", "{" DATES CTI VC "}", TS_MALFORMED },
    { "an iss that is bytes", "{\"1\":\"h'00'\"," DATES CTI VC "}", TS_MALFORMED },
    { "a sub that is a number", "{\"2\":5," ISS DATES CTI VC "}", TS_MALFORMED },
    { "an nbf that is text", "{" ISS "\"5\":\"1\",\"4\":2," CTI VC "}", TS_MALFORMED },
    { "an exp past all time", "{" ISS "\"5\":1,\"4\":1e300," CTI VC "}", TS_MALFORMED },
    { "it ends before it begins", "{" ISS "\"5\":2,\"4\":1," CTI VC "}", TS_MALFORMED },
    { "a cti that is a number", "{" ISS DATES "\"7\":1," VC "}", TS_MALFORMED },
    { "a pass without nbf", "{" ISS "\"4\":1951416330," CTI VC "}", TS_MALFORMED },
    { "a pass without exp", "{" ISS "\"5\":1635883530," CTI VC "}", TS_MALFORMED },
    { "a pass without an id", "{" ISS DATES VC "}", TS_MALFORMED },
    { "a pass without a birth date",
      "{" ISS DATES CTI "\"vc\":{" TYPES
      "\"credentialSubject\":{\"givenName\":\"Jack\"}}}",
      TS_MALFORMED },
    { "a pass without a name",
      "{" ISS DATES CTI "\"vc\":{" TYPES
      "\"credentialSubject\":{\"dob\":\"1960-04-16\"}}}",
      TS_MALFORMED },
    { "one name is enough",
      "{" ISS DATES CTI "\"vc\":{" TYPES
      "\"credentialSubject\":{\"givenName\":\"Jack\",\"dob\":\"1960-04-16\"}}}",
      TS_OK },
    { "a type that is text",
      "{" ISS DATES CTI "\"vc\":{\"type\":\"PublicCovidPass\"," SUBJECT "}}",
      TS_MALFORMED },
    { "a type of numbers", "{" ISS DATES CTI "\"vc\":{\"type\":[1]," SUBJECT "}}",
      TS_MALFORMED },
    { "no Verifiable Credential",
      "{" ISS DATES CTI "\"vc\":{\"type\":[\"PublicCovidPass\"]," SUBJECT "}}",
      TS_UNSUPPORTED },
    { "more types than there is room for",
      "{" ISS DATES CTI "\"vc\":{\"type\":[\"a\",\"b\",\"c\",\"d\",\"e\",\"f\",\"g\","
      "\"h\",\"i\",\"j\",\"k\",\"l\",\"m\"]," SUBJECT "}}",
      TS_OVER_LIMIT },
    { "no subject", "{" ISS DATES CTI "\"vc\":{\"type\":[\"VerifiableCredential\"]}}",
      TS_MALFORMED },
    { "another credential needs no end",
      "{" ISS "\"vc\":{\"type\":[\"VerifiableCredential\",\"Permit\"]," SUBJECT "}}",
      TS_OK },
    { "a vc that is text", "{" ISS DATES CTI "\"vc\":\"x\"}", TS_MALFORMED },
    { "a compact one", "{" ISS "\"type\":\"Permit\",\"name\":\"Jack\"}", TS_OK },
    { "nothing to say what it is", "{" ISS DATES "\"name\":\"Jack\"}", TS_UNSUPPORTED },
    { "a status without its index",
      "{" ISS "\"type\":\"A\",\"65535\":{\"status_list\":{\"uri\":\"https://x\"}}}",
      TS_MALFORMED },
    { "a status with an index below zero",
      "{" ISS "\"type\":\"A\",\"65535\":{\"status_list\":{\"idx\":-1,"
      "\"uri\":\"https://x\"}}}",
      TS_MALFORMED },
    { "a status without its list",
      "{" ISS "\"type\":\"A\",\"65535\":{\"status_list\":{\"idx\":1}}}", TS_MALFORMED },
    { "a compact status without its list", "{" ISS "\"type\":\"A\",\"-65537\":{\"2\":1}}",
      TS_MALFORMED },
    { "no map", "[1]", TS_MALFORMED },
};

static void
each_rule_is_enforced(void **state)
{
    (void)state;
    for (size_t i = 0; i < TS_COUNT(rows); i++) {
        struct ts_credential c = { .format = TS_FORMAT_BC_UR };
        ts_test_row(rows[i].name);
        assert_status(read_claims(&c, rows[i].claims), rows[i].want);
        assert_int_equal(c.format,
                         rows[i].want == TS_OK ? TS_FORMAT_NZCP : TS_FORMAT_BC_UR);
    }
}

static void
everything_in_a_pass_is_read(void **state)
{
    (void)state;
    struct ts_credential c;
    assert_status(read_claims(&c, "{" ISS DATES CTI "\"2\":\"urn:me\"," VC "}"), TS_OK);
    assert_span_equal(c.id, TS_SPAN_LIT("urn:uuid:60a4f54d-4e30-4332-be33-ad78b1eafa4b"));
    assert_span_equal(c.issuer_id, TS_SPAN_LIT("did:web:nzcp.example"));
    assert_span_equal(c.subject_id, TS_SPAN_LIT("urn:me"));
    assert_span_equal(c.subject_name, TS_SPAN_LIT("Jack Sparrow"));
    assert_int_equal(c.valid_from.s, 1635883530);
    assert_int_equal(c.valid_until.s, 1951416330);
    assert_int_equal(c.type_count, 2);
    assert_int_equal(c.achievement_type_count, 1);
    assert_span_equal(c.achievement_types[0], TS_SPAN_LIT("PublicCovidPass"));
    assert_int_equal(c.status_count, 0);
}

static void
a_compact_credential_has_its_own_status(void **state)
{
    (void)state;
    struct ts_credential c;
    assert_status(read_claims(&c, "{" ISS "\"6\":7,\"type\":\"Permit\",\"name\":\"Jack\","
                                  "\"-65537\":{\"2\":3,\"3\":\"https://x/1\"}}"),
                  TS_OK);
    assert_span_equal(c.name, TS_SPAN_LIT("Permit"));
    assert_int_equal(c.valid_from.s, 7);
    assert_int_equal(c.valid_until.s, TS_UTC_NEVER.s);
    assert_int_equal(c.status_count, 1);
    assert_span_equal(c.statuses[0].type, TS_SPAN_LIT("BitIndexRevocationList"));
    assert_span_equal(c.statuses[0].list, TS_SPAN_LIT("https://x/1"));
    assert_int_equal(c.statuses[0].index, 3);
}

static void
every_cut_and_one_byte_more_are_refused(void **state)
{
    (void)state;
    ts_span whole = ts_sample_cbor(&arena, "{" ISS DATES CTI VC "}");
    size_t used = arena.used;
    for (size_t len = 0; len <= whole.len + 1; len++) {
        struct ts_credential c;
        uint8_t *exact = ts_test_exact_copy((ts_span){ whole.at, whole.len });
        uint8_t *longer = calloc(1, whole.len + 1);
        ts_span text = { exact, len };
        for (size_t i = 0; i < whole.len; i++)
            longer[i] = whole.at[i];
        if (len > whole.len)
            text = (ts_span){ longer, len };
        enum ts_status status = ts_nzcp_read(&arena, &c, (ts_verified){ text }, NULL);
        if (len == whole.len)
            assert_status(status, TS_OK);
        else
            assert_int_not_equal(status, TS_OK);
        free(exact);
        free(longer);
        ts_arena_rewind(&arena, used);
    }
}

static void
other_versions_and_other_texts_are_told_apart(void **state)
{
    (void)state;
    static const struct {
        const char *name, *text;
        enum ts_status want;
    } texts[] = {
        { "version 2", "NZCP:/2/2KCE", TS_UNSUPPORTED },
        { "no version", "NZCP:/", TS_UNSUPPORTED },
        { "version 10", "NZCP:/10/2KCE", TS_UNSUPPORTED },
        { "nothing in it", "NZCP:/1/", TS_TRUNCATED },
        { "small letters", "NZCP:/1/2kce", TS_MALFORMED },
        { "padding", "NZCP:/1/MZXW6===", TS_MALFORMED },
        { "cut in a group", "NZCP:/1/2KC", TS_TRUNCATED },
        { "no COSE", "NZCP:/1/AE", TS_MALFORMED },
        { "two items", "NZCP:/1/AEBA", TS_TRAILING },
    };
    for (size_t i = 0; i < TS_COUNT(texts); i++) {
        struct ts_envelope envelope = { 0 };
        ts_test_row(texts[i].name);
        enum ts_status status =
            ts_envelope_open(&arena, &envelope, ts_span_text(texts[i].text), NULL, NULL);
        assert_status(status, texts[i].want);
        assert_int_equal(envelope.format, TS_FORMAT_NZCP);
        assert_int_equal(envelope.proofs.count, 0);
    }
}

static void
only_es256_is_nzcp(void **state)
{
    (void)state;
    struct ts_sample_cose_wishes wishes = { .alg = -8 };
    struct ts_envelope envelope;
    ts_span text = ts_sample_nzcp(&arena, NULL, wishes);
    assert_status(ts_envelope_open(&arena, &envelope, text, NULL, NULL), TS_UNSUPPORTED);
}

static void
a_scheme_has_no_case(void **state)
{
    (void)state;
    assert_int_equal(ts_format_sniff(TS_SPAN_LIT("nzcp:/1/A")), TS_FORMAT_NZCP);
    assert_int_equal(ts_format_sniff(TS_SPAN_LIT("CSC:/1/A")), TS_FORMAT_NZCP);
    assert_int_equal(ts_format_sniff(TS_SPAN_LIT("CSS:/1/A")), TS_FORMAT_NZCP);
    assert_int_equal(ts_format_sniff(TS_SPAN_LIT("SHC:/56")), TS_FORMAT_SMART_HEALTH);
    assert_int_equal(ts_format_sniff(TS_SPAN_LIT("UR:BYTES/")), TS_FORMAT_BC_UR);
    assert_int_equal(ts_format_sniff(TS_SPAN_LIT("Https://x")), TS_FORMAT_WEB_LINK);
    assert_int_equal(ts_format_sniff(TS_SPAN_LIT("NZCP:")), TS_FORMAT_NONE);
    assert_int_equal(ts_format_sniff(TS_SPAN_LIT("hc1:x")), TS_FORMAT_NONE);
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(each_rule_is_enforced),
        TEST(everything_in_a_pass_is_read),
        TEST(a_compact_credential_has_its_own_status),
        TEST(every_cut_and_one_byte_more_are_refused),
        TEST(other_versions_and_other_texts_are_told_apart),
        TEST(only_es256_is_nzcp),
        TEST(a_scheme_has_no_case),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
