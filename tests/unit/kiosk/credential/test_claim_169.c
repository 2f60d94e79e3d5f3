#include "kiosk/credential/claim_169.h"
#include "tests/support/families.h"
#include "tests/support/support.h"

#define CWT "\"1\":\"https://id.example\",\"4\":1798761600,\"6\":1767225600,"
#define WITH(attributes) "{" CWT "\"169\":{" attributes "}}"

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
    ts_verified payload = { ts_sample_cbor(&arena, json) };
    return ts_claim_169_read(&arena, c, payload, NULL);
}

static void
each_rule_is_enforced(void **state)
{
    (void)state;
    static const struct {
        const char *name, *claims;
        enum ts_status want;
    } rows[] = {
        { "all attributes are optional", "{" CWT "\"169\":{}}", TS_OK },
        { "attributes nobody knows are passed over",
          WITH("\"4\":\"A\",\"24\":\"x\",\"99\":[1],\"1000\":{\"1\":2}"), TS_OK },
        { "no claim 169", "{" CWT "\"168\":{}}", TS_MALFORMED },
        { "a claim 169 that is text", "{" CWT "\"169\":\"x\"}", TS_MALFORMED },
        { "no iss", "{\"4\":1,\"169\":{}}", TS_MALFORMED },
        { "a name that is a number", WITH("\"4\":5"), TS_MALFORMED },
        { "a first name that is bytes", WITH("\"5\":\"h'41'\""), TS_MALFORMED },
        { "an id that is a number", WITH("\"1\":5"), TS_MALFORMED },
        { "it ends before it begins",
          "{\"1\":\"https://id.example\",\"4\":1,\"5\":2,\"169\":{}}", TS_MALFORMED },
    };
    for (size_t i = 0; i < TS_COUNT(rows); i++) {
        struct ts_credential c = { .format = TS_FORMAT_BC_UR };
        ts_test_row(rows[i].name);
        assert_status(read_claims(&c, rows[i].claims), rows[i].want);
        assert_int_equal(c.format,
                         rows[i].want == TS_OK ? TS_FORMAT_CLAIM_169 : TS_FORMAT_BC_UR);
    }
}

static void
a_name_is_whole_or_put_together(void **state)
{
    (void)state;
    static const struct {
        const char *claims, *want;
    } rows[] = {
        { WITH("\"4\":\"Mina K. Roy\",\"5\":\"Mina\""), "Mina K. Roy" },
        { WITH("\"5\":\"Mina\",\"6\":\"K.\",\"7\":\"Roy\""), "Mina K. Roy" },
        { WITH("\"5\":\"Mina\",\"7\":\"Roy\""), "Mina Roy" },
        { WITH("\"7\":\"Roy\""), "Roy" },
        { WITH("\"19\":\"x\""), "" },
    };
    for (size_t i = 0; i < TS_COUNT(rows); i++) {
        struct ts_credential c;
        ts_test_row(rows[i].claims);
        assert_status(read_claims(&c, rows[i].claims), TS_OK);
        assert_span_equal(c.subject_name, ts_span_text(rows[i].want));
    }
}

static void
the_subject_is_sub_else_the_id(void **state)
{
    (void)state;
    struct ts_credential c;
    assert_status(read_claims(&c, WITH("\"1\":\"391\"")), TS_OK);
    assert_span_equal(c.subject_id, TS_SPAN_LIT("391"));
    assert_status(read_claims(&c, "{" CWT "\"2\":\"me\",\"169\":{\"1\":\"391\"}}"),
                  TS_OK);
    assert_span_equal(c.subject_id, TS_SPAN_LIT("me"));
    assert_int_equal(c.valid_from.s, 1767225600);
    assert_int_equal(c.valid_until.s, 1798761600);
}

static void
the_face_is_kept_with_its_kind(void **state)
{
    (void)state;
    static const struct {
        const char *name, *claims, *media;
        size_t len;
    } rows[] = {
        { "none", WITH("\"4\":\"A\""), "", 0 },
        { "an array of one", WITH("\"62\":[{\"0\":\"h'FFD8'\",\"1\":0,\"2\":1}]"),
          "image/jpeg", 2 },
        { "one that stands alone", WITH("\"62\":{\"0\":\"h'FFD8FF'\",\"2\":4}"),
          "image/webp", 3 },
        { "a template is no picture",
          WITH("\"62\":[{\"0\":\"h'FFD8'\",\"1\":1,\"2\":1}]"), "", 0 },
        { "the first picture after a template",
          WITH("\"62\":[{\"0\":\"h'00'\",\"1\":1},{\"0\":\"h'FFD8FF'\",\"1\":0,"
               "\"2\":3}]"),
          "image/avif", 3 },
        { "a vendor's own form", WITH("\"62\":[{\"0\":\"h'FFD8'\",\"2\":100}]"), "", 2 },
        { "a form below zero", WITH("\"62\":[{\"0\":\"h'FFD8'\",\"2\":-1}]"), "", 2 },
        { "data that is text", WITH("\"62\":[{\"0\":\"FFD8\",\"2\":1}]"), "", 0 },
        { "before 1.2.2", WITH("\"16\":\"h'FFD8'\",\"17\":2"), "image/jp2", 2 },
        { "before 1.2.2, no form", WITH("\"16\":\"h'FFD8'\",\"17\":0"), "", 2 },
        { "a face wins over the old picture",
          WITH("\"16\":\"h'FFD8'\",\"17\":1,\"62\":[{\"0\":\"h'00'\",\"2\":0}]"),
          "image/png", 1 },
    };
    for (size_t i = 0; i < TS_COUNT(rows); i++) {
        struct ts_credential c;
        ts_test_row(rows[i].name);
        assert_status(read_claims(&c, rows[i].claims), TS_OK);
        assert_int_equal(c.portrait.bytes.len, rows[i].len);
        assert_span_equal(c.portrait.media, ts_span_text(rows[i].media));
    }
}

static void
another_token_in_the_same_envelope_is_told_apart(void **state)
{
    (void)state;
    struct ts_envelope envelope = { 0 };
    struct ts_fault fault = { 0 };
    ts_span text = ts_sample_claim_169(&arena, "{\"1\":\"https://id.example\"}",
                                       (struct ts_sample_cose_wishes){ 0 });
    assert_status(ts_envelope_open(&arena, &envelope, text, NULL, &fault),
                  TS_UNSUPPORTED);
    assert_int_equal(envelope.format, TS_FORMAT_CLAIM_169);
    assert_string_equal(fault.rule, "CWT: no claim 169");
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(each_rule_is_enforced),
        TEST(a_name_is_whole_or_put_together),
        TEST(the_subject_is_sub_else_the_id),
        TEST(the_face_is_kept_with_its_kind),
        TEST(another_token_in_the_same_envelope_is_told_apart),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
