#include "tests/unit/keys/trust/status_world.h"

#define EDTECH "{\"id\":\"" URL "\",\"type\":\"1EdTechRevocationList\","

static void
each_rule_of_a_1edtech_list_is_enforced(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        const char *text;
        enum ts_status want;
        size_t ids;
    } rows[] = {
        { "nobody", EDTECH "\"revokedCredential\":[]}", TS_OK, 0 },
        { "one", EDTECH "\"revokedCredential\":[{\"id\":\"urn:a\"}]}", TS_OK, 1 },
        { "4.8 with a reason",
          EDTECH "\"revokedCredential\":[{\"id\":\"urn:a\",\"revoked\":true,"
                 "\"revocationReason\":\"x\"}]}",
          TS_OK, 1 },
        { "4.8 not revoked after all",
          EDTECH "\"revokedCredential\":[{\"id\":\"urn:a\",\"revoked\":false}]}", TS_OK,
          0 },
        { "4.8 revoked perhaps",
          EDTECH "\"revokedCredential\":[{\"id\":\"urn:a\",\"revoked\":\"no\"}]}",
          TS_MALFORMED, 0 },
        { "4.8 an entry without an id",
          EDTECH "\"revokedCredential\":[{\"revoked\":true}]}", TS_MALFORMED, 0 },
        { "4.8 an entry that is text", EDTECH "\"revokedCredential\":[\"urn:a\"]}",
          TS_MALFORMED, 0 },
        { "4.8 no entries", EDTECH "\"x\":0}", TS_MALFORMED, 0 },
        { "4.8 entries that are an object", EDTECH "\"revokedCredential\":{}}",
          TS_MALFORMED, 0 },
        { "4.3 the list of another URL",
          "{\"id\":\"https://x\",\"type\":\"1EdTechRevocationList\","
          "\"revokedCredential\":[]}",
          TS_MALFORMED, 0 },
        { "4.3 no id", "{\"type\":\"1EdTechRevocationList\",\"revokedCredential\":[]}",
          TS_MALFORMED, 0 },
        { "4.1 types",
          "{\"id\":\"" URL "\",\"type\":[\"x\",\"1EdTechRevocationList\"],"
          "\"revokedCredential\":[]}",
          TS_OK, 0 },
        { "4.1 another type",
          "{\"id\":\"" URL "\",\"type\":\"RevocationList\",\"revokedCredential\":[]}",
          TS_UNTRUSTED, 0 },
        { "cut off", EDTECH, TS_TRUNCATED, 0 },
        { "something after it", EDTECH "\"revokedCredential\":[]}x", TS_TRAILING, 0 },
    };
    for (size_t i = 0; i < TS_COUNT(rows); i++) {
        struct ts_status_list list;
        ts_test_row(rows[i].name);
        assert_status(read_list(&list, ts_span_text(rows[i].text)), rows[i].want);
        if (rows[i].want != TS_OK)
            continue;
        assert_int_equal(list.kind, TS_STATUS_1EDTECH);
        assert_int_equal(list.issuer.len, 0);
        assert_int_equal(list.id_count, rows[i].ids);
        assert_int_equal(ts_status_list_of(&list, TS_SPAN_LIT("urn:a")),
                         rows[i].ids ? TS_STATUS_WITHDRAWN : TS_STATUS_VALID);
        assert_int_equal(ts_status_list_at(&list, 0, (ts_span){ 0 }), TS_STATUS_UNKNOWN);
    }
}

static void
ids_are_found_whatever_their_order(void **state)
{
    (void)state;
    struct ts_status_list list;
    const char *text = EDTECH "\"revokedCredential\":[{\"id\":\"urn:c\"},"
                              "{\"id\":\"urn:a\"},{\"id\":\"urn:b\",\"revoked\":false},"
                              "{\"id\":\"urn:d\"},{\"id\":\"urn:a\"}]}";
    assert_status(read_list(&list, ts_span_text(text)), TS_OK);
    static const struct {
        const char *id;
        enum ts_status_value want;
    } rows[] = {
        { "urn:a", TS_STATUS_WITHDRAWN }, { "urn:b", TS_STATUS_VALID },
        { "urn:c", TS_STATUS_WITHDRAWN }, { "urn:d", TS_STATUS_WITHDRAWN },
        { "urn:", TS_STATUS_VALID },      { "urn:dd", TS_STATUS_VALID },
        { "", TS_STATUS_VALID },
    };
    for (size_t i = 0; i < TS_COUNT(rows); i++)
        assert_int_equal(ts_status_list_of(&list, ts_span_text(rows[i].id)),
                         rows[i].want);
    list.kind = TS_STATUS_TOKEN;
    assert_int_equal(ts_status_list_of(&list, TS_SPAN_LIT("urn:a")), TS_STATUS_UNKNOWN);
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(each_rule_of_a_1edtech_list_is_enforced),
        TEST(ids_are_found_whatever_their_order),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
