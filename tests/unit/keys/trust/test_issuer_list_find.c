#include "tests/unit/keys/trust/fixture.h"

static void
keys_are_found_by_id_over_all_issuers(void **state)
{
    (void)state;
    struct ts_secret_key ed = fixture_key(TS_KEY_ED25519, 1);
    const struct ts_issuer_key first[] = { fixture_listed_key(&ed, "x"),
                                           fixture_listed_key(&ed, "y"),
                                           fixture_listed_key(&ed, "x") };
    const struct ts_issuer_key last[] = { fixture_listed_key(&ed, ""),
                                          fixture_listed_key(&ed, "x") };
    const struct ts_issuer issuers[] = {
        { .id = TS_SPAN_LIT("A"), .keys = first, .key_count = 3 },
        { .id = TS_SPAN_LIT("B") },
        { .id = TS_SPAN_LIT("C"), .keys = last, .key_count = 2 },
    };
    const struct ts_issuer_list list = { .issuers = issuers, .count = 3 };
    static const size_t want[][2] = { { 0, 0 }, { 0, 2 }, { 2, 1 } };
    size_t hits = 0;
    size_t issuer = 0;
    for (size_t key = 0; ts_issuer_list_next_key(&list, TS_SPAN_LIT("x"), &issuer, &key);
         key++) {
        assert_true(hits < TS_COUNT(want));
        assert_int_equal(issuer, want[hits][0]);
        assert_int_equal(key, want[hits][1]);
        hits++;
    }
    assert_int_equal(hits, TS_COUNT(want));

    size_t none = 0;
    issuer = 0;
    assert_false(ts_issuer_list_next_key(&list, (ts_span){ 0 }, &issuer, &none));
}

static void
the_name_is_in_the_readers_language(void **state)
{
    (void)state;
    const struct ts_text_in names[] = {
        { TS_SPAN_LIT("de"), TS_SPAN_LIT("D") },
        { TS_SPAN_LIT("fra"), TS_SPAN_LIT("X") },
        { TS_SPAN_LIT("en"), TS_SPAN_LIT("E") },
        { TS_SPAN_LIT("fr-ca"), TS_SPAN_LIT("F") },
    };
    const struct ts_issuer all = { .names = names, .name_count = 4 };
    const struct ts_issuer german = { .names = names, .name_count = 1 };
    assert_span_equal(ts_issuer_name(&all, TS_SPAN_LIT("de")), TS_SPAN_LIT("D"));
    assert_span_equal(ts_issuer_name(&all, TS_SPAN_LIT("fr")), TS_SPAN_LIT("F"));
    assert_span_equal(ts_issuer_name(&all, TS_SPAN_LIT("fr-CA")), TS_SPAN_LIT("F"));
    assert_span_equal(ts_issuer_name(&all, TS_SPAN_LIT("fr-FR")), TS_SPAN_LIT("F"));
    assert_span_equal(ts_issuer_name(&all, TS_SPAN_LIT("es")), TS_SPAN_LIT("E"));
    assert_span_equal(ts_issuer_name(&all, (ts_span){ 0 }), TS_SPAN_LIT("E"));
    assert_span_equal(ts_issuer_name(&german, TS_SPAN_LIT("fr")), TS_SPAN_LIT("D"));
}

static void
an_issuer_may_issue_what_is_listed(void **state)
{
    (void)state;
    const ts_span allowed[] = { TS_SPAN_LIT("urn:welder"), TS_SPAN_LIT("License") };
    const ts_span license[] = { TS_SPAN_LIT("Badge"), TS_SPAN_LIT("License") };
    const struct ts_issuer any = { .id = TS_SPAN_LIT("A") };
    const struct ts_issuer some = { .achievements = allowed, .achievement_count = 2 };
    assert_true(ts_issuer_may_issue(&any, TS_SPAN_LIT("urn:x"), NULL, 0));
    assert_true(ts_issuer_may_issue(&some, TS_SPAN_LIT("urn:welder"), NULL, 0));
    assert_true(ts_issuer_may_issue(&some, TS_SPAN_LIT("urn:x"), license, 2));
    assert_false(ts_issuer_may_issue(&some, TS_SPAN_LIT("urn:x"), license, 1));
    assert_false(ts_issuer_may_issue(&some, (ts_span){ 0 }, NULL, 0));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(keys_are_found_by_id_over_all_issuers),
        cmocka_unit_test(the_name_is_in_the_readers_language),
        cmocka_unit_test(an_issuer_may_issue_what_is_listed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
