#include "tests/unit/keys/proof/sd_jwt_world.h"

static const struct {
    const char *name;
    const char *payload;
    const char *disclosures[PARTS_MAX];
    const char *want;
} good[] = {
    { "nothing to disclose", KEPT "}", { NULL }, KEPT "}" },
    { "digests of nothing that was shown",
      KEPT ",\"_sd\":[\"a\",\"b\"]}",
      { NULL },
      KEPT "}" },
    { "an empty list of digests", KEPT ",\"_sd\":[]}", { NULL }, KEPT "}" },
    { "a member",
      KEPT ",\"_sd\":[\"$0\"]}",
      { "[\"s\",\"name\",\"Zo\xC3\xAB\"]" },
      KEPT ",\"name\":\"Zo\xC3\xAB\"}" },
    { "a member among decoys",
      KEPT ",\"_sd\":[\"x\",\"$0\",\"y\"]}",
      { "[\"s\",\"n\",{\"a\":[1,2.50,null]}]" },
      KEPT ",\"n\":{\"a\":[1,2.50,null]}}" },
    { "the hash by its name",
      KEPT ",\"_sd\":[\"$0\"],\"_sd_alg\":\"sha-256\"}",
      { "[\"s\",\"n\",true]" },
      KEPT ",\"n\":true}" },
    { "a member further in",
      KEPT ",\"a\":{\"b\":1,\"_sd\":[\"$0\"]}}",
      { "[\"s\",\"c\",2]" },
      KEPT ",\"a\":{\"b\":1,\"c\":2}}" },
    { "an element",
      KEPT ",\"a\":[\"x\",{\"...\":\"$0\"},\"z\"]}",
      { "[\"s\",\"y\"]" },
      KEPT ",\"a\":[\"x\",\"y\",\"z\"]}" },
    { "an element that was not shown",
      KEPT ",\"a\":[\"x\",{\"...\":\"q\"},\"z\"]}",
      { NULL },
      KEPT ",\"a\":[\"x\",\"z\"]}" },
    { "nothing but elements that were not shown",
      KEPT ",\"a\":[{\"...\":\"q\"},{\"...\":\"r\"}]}",
      { NULL },
      KEPT ",\"a\":[]}" },
    { "an array in an array",
      KEPT ",\"a\":[[{\"...\":\"$0\"}]]}",
      { "[\"s\",[7]]" },
      KEPT ",\"a\":[[[7]]]}" },
    { "a disclosure in a disclosure",
      KEPT ",\"_sd\":[\"$1\"]}",
      { "[\"s\",\"city\",\"Oslo\"]", "[\"t\",\"address\",{\"_sd\":[\"$0\"]}]" },
      KEPT ",\"address\":{\"city\":\"Oslo\"}}" },
    { "an element in a disclosure",
      KEPT ",\"_sd\":[\"$1\"]}",
      { "[\"s\",\"NO\"]", "[\"t\",\"of\",[{\"...\":\"$0\"},{\"...\":\"u\"}]]" },
      KEPT ",\"of\":[\"NO\"]}" },
    { "shown in another order than named",
      KEPT ",\"_sd\":[\"$1\",\"$0\"]}",
      { "[\"s\",\"a\",1]", "[\"s\",\"b\",2]" },
      KEPT ",\"b\":2,\"a\":1}" },
    { "the same name in two places",
      KEPT ",\"_sd\":[\"$0\"],\"o\":{\"_sd\":[\"$1\"]}}",
      { "[\"s\",\"n\",1]", "[\"t\",\"n\",2]" },
      KEPT ",\"o\":{\"n\":2},\"n\":1}" },
    { "a name that must stand open, further in",
      KEPT ",\"o\":{\"_sd\":[\"$0\"]}}",
      { "[\"s\",\"exp\",1]" },
      KEPT ",\"o\":{\"exp\":1}}" },
};

static void
each_disclosure_stands_where_its_digest_stood(void **state)
{
    (void)state;
    for (size_t i = 0; i < TS_COUNT(good); i++) {
        struct ts_proof_set set;
        ts_verified verified;
        struct ts_secret_key secret = key_of(1);
        struct ts_public_key key = ts_secret_key_public(&secret);
        ts_span token = sd_jwt(HEADER, good[i].payload, good[i].disclosures);
        ts_test_row(good[i].name);
        assert_true(ts_sd_jwt_looks_like(token));
        assert_status(ts_sd_jwt_read(&arena, &set, token, NULL), TS_OK);
        assert_int_equal(set.count, 1);
        assert_int_equal(set.proofs[0].kind, TS_PROOF_SD_JWT);
        assert_span_equal(set.proofs[0].payload, ts_span_text(good[i].want));
        assert_status(ts_proof_check(&verified, &set.proofs[0], &key), TS_OK);
        assert_span_equal(verified.bytes, ts_span_text(good[i].want));
        secret = key_of(2);
        key = ts_secret_key_public(&secret);
        assert_status(ts_proof_check(&verified, &set.proofs[0], &key), TS_UNTRUSTED);
    }
}

#define ONE ",\"_sd\":[\"$0\"]}"

static const struct {
    const char *name;
    const char *payload;
    const char *disclosures[PARTS_MAX];
    enum ts_status want;
} broken[] = {
    { "a disclosure no digest names", KEPT "}", { "[\"s\",\"n\",1]" }, TS_MALFORMED },
    { "one more than the digests name",
      KEPT ONE,
      { "[\"s\",\"n\",1]", "[\"s\",\"m\",1]" },
      TS_MALFORMED },
    { "a disclosure inside one that is not shown",
      KEPT ",\"_sd\":[\"q\"]}",
      { "[\"s\",\"n\",1]" },
      TS_MALFORMED },
    { "a digest twice in one list",
      KEPT ",\"_sd\":[\"$0\",\"$0\"]}",
      { "[\"s\",\"n\",1]" },
      TS_DUPLICATE },
    { "a digest in two places",
      KEPT ",\"_sd\":[\"$0\"],\"o\":{\"_sd\":[\"$0\"]}}",
      { "[\"s\",\"n\",1]" },
      TS_DUPLICATE },
    { "a decoy twice",
      KEPT ",\"_sd\":[\"q\"],\"a\":[{\"...\":\"q\"}]}",
      { NULL },
      TS_DUPLICATE },
    { "a digest in the payload and in a disclosure",
      KEPT ",\"_sd\":[\"$0\",\"$1\"]}",
      { "[\"s\",\"n\",1]", "[\"t\",\"o\",{\"_sd\":[\"$0\"]}]" },
      TS_DUPLICATE },
    { "a disclosure twice",
      KEPT ONE,
      { "[\"s\",\"n\",1]", "[\"s\",\"n\",1]" },
      TS_DUPLICATE },
    { "a member for an element",
      KEPT ",\"a\":[{\"...\":\"$0\"}]}",
      { "[\"s\",\"n\",1]" },
      TS_MALFORMED },
    { "an element for a member", KEPT ONE, { "[\"s\",1]" }, TS_MALFORMED },
    { "a name that is there already",
      KEPT ",\"n\":0" ONE,
      { "[\"s\",\"n\",1]" },
      TS_MALFORMED },
    { "a name disclosed twice",
      KEPT ",\"_sd\":[\"$0\",\"$1\"]}",
      { "[\"s\",\"n\",1]", "[\"t\",\"n\",2]" },
      TS_MALFORMED },
    { "a member called _sd", KEPT ONE, { "[\"s\",\"_sd\",[]]" }, TS_MALFORMED },
    { "a member called ...", KEPT ONE, { "[\"s\",\"...\",\"x\"]" }, TS_MALFORMED },
    { "a member called _sd_alg",
      KEPT ONE,
      { "[\"s\",\"_sd_alg\",\"sha-256\"]" },
      TS_MALFORMED },
    { "an issuer of the holder's choice",
      "{\"vct\":\"urn:v\"" ONE,
      { "[\"s\",\"iss\",\"did:y\"]" },
      TS_MALFORMED },
    { "an end the holder may leave out",
      KEPT ONE,
      { "[\"s\",\"exp\",1]" },
      TS_MALFORMED },
    { "a beginning the holder may leave out",
      KEPT ONE,
      { "[\"s\",\"nbf\",1]" },
      TS_MALFORMED },
    { "a status the holder may leave out",
      KEPT ONE,
      { "[\"s\",\"status\",{}]" },
      TS_MALFORMED },
    { "a type the holder may leave out",
      "{\"iss\":\"did:x\"" ONE,
      { "[\"s\",\"vct\",\"urn:v\"]" },
      TS_MALFORMED },
    { "digests that are no list", KEPT ",\"_sd\":\"q\"}", { NULL }, TS_MALFORMED },
    { "a digest that is no text", KEPT ",\"_sd\":[1]}", { NULL }, TS_MALFORMED },
    { "an element's digest that is no text",
      KEPT ",\"a\":[{\"...\":1}]}",
      { NULL },
      TS_MALFORMED },
    { "an element's digest beside something else",
      KEPT ",\"a\":[{\"...\":\"q\",\"x\":1}]}",
      { NULL },
      TS_MALFORMED },
    { "an element's digest that is no element",
      KEPT ",\"a\":{\"...\":\"q\"}}",
      { NULL },
      TS_MALFORMED },
    { "a hash further in",
      KEPT ",\"a\":{\"_sd_alg\":\"sha-256\"}}",
      { NULL },
      TS_MALFORMED },
    { "a disclosure of nothing", KEPT "}", { "[]" }, TS_MALFORMED },
    { "a disclosure of a salt", KEPT "}", { "[\"s\"]" }, TS_MALFORMED },
    { "a disclosure of four parts", KEPT ONE, { "[\"s\",\"n\",1,2]" }, TS_MALFORMED },
    { "a disclosure that is an object",
      KEPT ONE,
      { "{\"s\":1,\"n\":2,\"v\":3}" },
      TS_MALFORMED },
    { "a salt that is no text", KEPT ONE, { "[1,\"n\",1]" }, TS_MALFORMED },
    { "a name that is no text", KEPT ONE, { "[\"s\",1,1]" }, TS_MALFORMED },
    { "a disclosure that is cut off", KEPT ONE, { "[\"s\",\"n\"" }, TS_MALFORMED },
    { "a disclosure with something behind it",
      KEPT ONE,
      { "[\"s\",\"n\",1] x" },
      TS_MALFORMED },
    { "a member twice in a disclosure",
      KEPT ONE,
      { "[\"s\",\"n\",{\"a\":1,\"a\":2}]" },
      TS_DUPLICATE },
    { "a payload that is no object", "[1]", { NULL }, TS_MALFORMED },
    { "a payload that is cut off", "{\"a\":", { NULL }, TS_MALFORMED },
};

static void
what_the_holder_may_not_do_is_refused(void **state)
{
    (void)state;
    for (size_t i = 0; i < TS_COUNT(broken); i++) {
        struct ts_proof_set set = { .count = 42 };
        struct ts_fault fault = { 0 };
        ts_span token = sd_jwt(HEADER, broken[i].payload, broken[i].disclosures);
        ts_test_row(broken[i].name);
        assert_status(ts_sd_jwt_read(&arena, &set, token, &fault), broken[i].want);
        assert_int_equal(set.count, 42);
        assert_status(fault.status, broken[i].want);
        assert_non_null(fault.rule);
    }
}

static const struct {
    const char *name;
    const char *header;
    const char *payload;
    const char *unsupported;
} foreign[] = {
    { "another typ", "{\"alg\":\"EdDSA\",\"typ\":\"JWT\"}", KEPT "}", "JWT" },
    { "no typ", "{\"alg\":\"EdDSA\"}", KEPT "}", "typ" },
    { "no signature", "{\"alg\":\"none\",\"typ\":\"dc+sd-jwt\"}", KEPT "}", "none" },
    { "a shared secret", "{\"alg\":\"HS256\",\"typ\":\"dc+sd-jwt\"}", KEPT "}", "HS256" },
    { "what must be understood", "{" TYP ",\"crit\":[\"x\"]}", KEPT "}", "crit" },
    { "another hash", HEADER, KEPT ",\"_sd_alg\":\"sha-512\"}", "sha-512" },
    { "a hash that is no text", HEADER, KEPT ",\"_sd_alg\":1}", "_sd_alg" },
};

static void
what_we_do_not_know_is_named_and_not_counted(void **state)
{
    (void)state;
    for (size_t i = 0; i < TS_COUNT(foreign); i++) {
        struct ts_proof_set set;
        ts_span token = sd_jwt(foreign[i].header, foreign[i].payload, NULL);
        ts_test_row(foreign[i].name);
        assert_status(ts_sd_jwt_read(&arena, &set, token, NULL), TS_OK);
        assert_int_equal(set.count, 0);
        assert_null(set.refused);
        assert_span_equal(set.unsupported, ts_span_text(foreign[i].unsupported));
        assert_int_equal(set.proofs[0].kind, TS_PROOF_NONE);
    }
    ts_span token = sd_jwt("{\"alg\":\"EdDSA\",\"typ\":\"vc+sd-jwt\"}", KEPT "}", NULL);
    struct ts_proof_set set;
    assert_status(ts_sd_jwt_read(&arena, &set, token, NULL), TS_OK);
    assert_int_equal(set.count, 1);
}

/* RFC 9901 4.2.1 and 4.2.2: two disclosures and their digests. */
static void
digests_are_those_of_the_rfc(void **state)
{
    (void)state;
    static const char tail[] =
        "WyJfMjZiYzRMVC1hYzZxMktJNmNCVzVlcyIsICJmYW1pbHlfbmFtZSIsICJNw7ZiaXVzIl0~"
        "WyJsa2x4RjVqTVlsR1RQVW92TU5JdkNBIiwgIkZSIl0~";
    struct ts_proof_set set;
    ts_span token = sd_jwt(
        HEADER,
        KEPT ",\"of\":[\"DE\",{\"...\":\"w0I8EKcdCtUPkGCNUrfwVp2xEgNjtoIDlOxc9-"
             "PlOhs\"}],\"_sd\":[\"X9yH0Ajrdm1Oij4tWso9UzzKJvPoDxwmuEcO3XAdRC0\"]}",
        NULL);
    memcpy(text + token.len, tail, sizeof(tail));
    token.len += sizeof(tail) - 1;
    assert_status(ts_sd_jwt_read(&arena, &set, token, NULL), TS_OK);
    assert_span_equal(set.proofs[0].payload,
                      TS_SPAN_LIT(KEPT
                                  ",\"of\":[\"DE\",\"FR\"],\"family_name\":\"M\xC3\xB6"
                                  "bius\"}"));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_disclosure_stands_where_its_digest_stood),
        cmocka_unit_test(what_the_holder_may_not_do_is_refused),
        cmocka_unit_test(what_we_do_not_know_is_named_and_not_counted),
        cmocka_unit_test(digests_are_those_of_the_rfc),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
