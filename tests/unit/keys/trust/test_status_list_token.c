#include "tests/unit/keys/trust/status_world.h"

#define TOKEN_HEADER "\"typ\":\"statuslist+jwt\",\"kid\":\"k\""

static const char *
token_claims(const char *members, const char *lst)
{
    return fixture_string(&world.arena,
                          fixture_text(&world.arena,
                                       "{%s\"status_list\":{\"bits\":2,\"lst\":\"%s\"}}",
                                       members, lst));
}

static ts_span
as_token(const char *claims)
{
    return fixture_jws(&world.arena, &world.secret[SCHOOL_KEY], TOKEN_HEADER, claims);
}

/* 11 10 01 00 from the bottom: 0, 1, 2, 3. */
#define TOKEN_BITS TS_SPAN_LIT("\xE4")
#define TOKEN_GOOD "\"iss\":\"" ISSUER "\",\"sub\":\"" URL "\",\"iat\":100,"

static void
assert_token_values(const struct ts_status_list *list)
{
    static const enum ts_status_value want[] = {
        TS_STATUS_VALID,   TS_STATUS_WITHDRAWN, TS_STATUS_SUSPENDED,
        TS_STATUS_UNKNOWN, TS_STATUS_UNKNOWN, /* past the end */
    };
    assert_int_equal(list->kind, TS_STATUS_TOKEN);
    assert_int_equal(list->bits, 2);
    assert_int_equal(list->issued.s, 100);
    assert_false(list->is_small);
    assert_span_equal(list->issuer, TS_SPAN_LIT(ISSUER));
    for (size_t i = 0; i < TS_COUNT(want); i++)
        assert_int_equal(ts_status_list_at(list, i, (ts_span){ 0 }), want[i]);
}

static void
each_rule_of_a_token_is_enforced(void **state)
{
    (void)state;
    const char *lst = deflated(TOKEN_BITS, TS_DEFLATE_ZLIB);
    const struct {
        const char *name;
        const char *claims;
        enum ts_status want;
    } rows[] = {
        { "good", token_claims(TOKEN_GOOD, lst), TS_OK },
        { "4.7 with an end", token_claims(TOKEN_GOOD "\"exp\":200,\"ttl\":9,", lst),
          TS_OK },
        { "4.2 nobody listed",
          token_claims("\"iss\":\"did:web:x\",\"sub\":\"" URL "\",\"iat\":100,", lst),
          TS_UNTRUSTED },
        { "4.7 an iss that is a number",
          token_claims("\"iss\":7,\"sub\":\"" URL "\",\"iat\":100,", lst), TS_MALFORMED },
        { "4.3 the list of another URL",
          token_claims("\"iss\":\"" ISSUER "\",\"sub\":\"" URL "0\",\"iat\":100,", lst),
          TS_MALFORMED },
        { "4.3 no sub", token_claims("\"iss\":\"" ISSUER "\",\"iat\":100,", lst),
          TS_MALFORMED },
        { "4.7 no iat", token_claims("\"iss\":\"" ISSUER "\",\"sub\":\"" URL "\",", lst),
          TS_MALFORMED },
        { "4.7 an exp of text", token_claims(TOKEN_GOOD "\"exp\":\"200\",", lst),
          TS_MALFORMED },
        { "4.7 no list", "{" TOKEN_GOOD "\"x\":0}", TS_MALFORMED },
        { "4.7 3 bits",
          "{" TOKEN_GOOD "\"status_list\":{\"bits\":3,\"lst\":\"eNrbuRgAAhcBXQ\"}}",
          TS_MALFORMED },
        { "4.7 a lst that is a number",
          "{" TOKEN_GOOD "\"status_list\":{\"bits\":1,\"lst\":7}}", TS_MALFORMED },
        { "4.7 gzip for zlib",
          token_claims(TOKEN_GOOD, deflated(TOKEN_BITS, TS_DEFLATE_GZIP)), TS_MALFORMED },
    };
    for (size_t i = 0; i < TS_COUNT(rows); i++) {
        struct ts_status_list list;
        ts_test_row(rows[i].name);
        assert_status(read_list(&list, as_token(rows[i].claims)), rows[i].want);
        if (rows[i].want == TS_OK)
            assert_token_values(&list);
    }
}

static void
the_type_of_a_token_tells_it_from_a_credential(void **state)
{
    (void)state;
    struct ts_status_list list;
    const struct ts_secret_key *key = &world.secret[SCHOOL_KEY];
    const char *claims = token_claims(TOKEN_GOOD, deflated(TOKEN_BITS, TS_DEFLATE_ZLIB));
    ts_span full =
        fixture_jws(&world.arena, key, "\"typ\":\"application/statuslist+jwt\"", claims);
    assert_status(read_list(&list, full), TS_OK);
    assert_token_values(&list);
    assert_status(read_list(&list, fixture_jws(&world.arena, key, "", claims)),
                  TS_UNSUPPORTED);
    assert_status(
        read_list(&list, fixture_jws(&world.arena, key, "\"typ\":\"JWT\"", claims)),
        TS_UNSUPPORTED);
}

static void
a_token_without_an_issuer_is_found_by_its_key(void **state)
{
    (void)state;
    struct ts_status_list list;
    const char *claims = token_claims("\"sub\":\"" URL "\",\"iat\":100,",
                                      deflated(TOKEN_BITS, TS_DEFLATE_ZLIB));
    /* Both issuers list a key named "k"; the one that fits is meant. */
    assert_status(read_list(&list, as_token(claims)), TS_OK);
    assert_token_values(&list);
    ts_span by_other =
        fixture_jws(&world.arena, &world.secret[OTHER_KEY], TOKEN_HEADER, claims);
    assert_status(read_list(&list, by_other), TS_OK);
    assert_span_equal(list.issuer, TS_SPAN_LIT(OTHER));
    ts_span by_stranger =
        fixture_jws(&world.arena, &world.secret[STRANGER], TOKEN_HEADER, claims);
    assert_status(read_list(&list, by_stranger), TS_UNTRUSTED);
    ts_span no_kid = fixture_jws(&world.arena, &world.secret[SCHOOL_KEY],
                                 "\"typ\":\"statuslist+jwt\"", claims);
    assert_status(read_list(&list, no_kid), TS_UNTRUSTED);
}

/* CWT claims; iss may be NULL. */
static ts_span
cwt_claims(const char *iss, const char *sub, int bits, ts_span lst)
{
    struct ts_writer w = ts_writer_over(ts_arena_rest(&world.arena));
    ts_cbor_write_map(&w, iss ? 4 : 3);
    if (iss) {
        ts_cbor_write_unsigned(&w, 1);
        ts_cbor_write_text(&w, ts_span_text(iss));
    }
    ts_cbor_write_unsigned(&w, 2);
    ts_cbor_write_text(&w, ts_span_text(sub));
    ts_cbor_write_unsigned(&w, 6);
    ts_cbor_write_unsigned(&w, 100);
    ts_cbor_write_unsigned(&w, 65533);
    ts_cbor_write_map(&w, 2);
    ts_cbor_write_text(&w, TS_SPAN_LIT("bits"));
    ts_cbor_write_integer(&w, bits);
    ts_cbor_write_text(&w, TS_SPAN_LIT("lst"));
    ts_cbor_write_bytes(&w, lst);
    ts_arena_keep(&world.arena, w.used);
    return ts_writer_span(&w);
}

static void
a_token_may_be_a_cwt(void **state)
{
    (void)state;
    ts_span lst;
    assert_status(ts_deflate(&world.arena, &lst, TOKEN_BITS, TS_DEFLATE_ZLIB), TS_OK);
    const struct {
        const char *name;
        const char *typ;
        ts_span claims;
        enum ts_status want;
    } rows[] = {
        { "good", "application/statuslist+cwt", cwt_claims(ISSUER, URL, 2, lst), TS_OK },
        { "4.2 by its key", "application/statuslist+cwt", cwt_claims(NULL, URL, 2, lst),
          TS_OK },
        { "4.2 another issuer", "application/statuslist+cwt",
          cwt_claims(OTHER, URL, 2, lst), TS_UNTRUSTED },
        { "4.3 another list", "application/statuslist+cwt",
          cwt_claims(ISSUER, "https://x", 2, lst), TS_MALFORMED },
        { "4.7 16 bits", "application/statuslist+cwt", cwt_claims(ISSUER, URL, 16, lst),
          TS_MALFORMED },
        { "4.7 -1 bits", "application/statuslist+cwt", cwt_claims(ISSUER, URL, -1, lst),
          TS_MALFORMED },
        { "4.7 no zlib", "application/statuslist+cwt",
          cwt_claims(ISSUER, URL, 2, TS_SPAN_LIT("xx")), TS_MALFORMED },
        { "4.7 claims that are no map", "application/statuslist+cwt", TS_SPAN_LIT("\x80"),
          TS_MALFORMED },
    };
    for (size_t i = 0; i < TS_COUNT(rows); i++) {
        struct ts_status_list list;
        ts_test_row(rows[i].name);
        ts_span token = fixture_cose(&world.arena, &world.secret[SCHOOL_KEY], rows[i].typ,
                                     "k", rows[i].claims);
        assert_status(read_list(&list, token), rows[i].want);
        if (rows[i].want == TS_OK)
            assert_token_values(&list);
    }
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(each_rule_of_a_token_is_enforced),
        TEST(the_type_of_a_token_tells_it_from_a_credential),
        TEST(a_token_without_an_issuer_is_found_by_its_key),
        TEST(a_token_may_be_a_cwt),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
