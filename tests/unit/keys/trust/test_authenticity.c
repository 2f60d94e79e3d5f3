#include "tests/unit/keys/trust/authenticity_world.h"

static struct ts_authenticity
establish(const char *claimed, const struct ts_proof_set *set)
{
    struct ts_authenticity found;
    assert_status(ts_authenticity_establish(&world.arena, &found, &world.list,
                                            ts_span_text(claimed), set),
                  TS_OK);
    return found;
}

static const struct {
    const char *name;
    int signer;
    const char *kid;
    const char *claimed;
    enum ts_finding proof;
    bool key_missing;
} jws_rows[] = {
    { "3.17 no kid, first key", SCHOOL_1, "", SCHOOL, TS_PASS, false },
    { "3.17 no kid, key of another kind", SCHOOL_2, "", SCHOOL, TS_PASS, false },
    { "3.17 no kid, a stranger's key", STRANGER, "", SCHOOL, TS_FAIL, false },
    { "3.17 the id as listed", SCHOOL_1, SCHOOL "#one", SCHOOL, TS_PASS, false },
    { "3.17 the fragment with #", SCHOOL_1, "#one", SCHOOL, TS_PASS, false },
    { "3.17 the fragment alone", SCHOOL_1, "one", SCHOOL, TS_PASS, false },
    { "3.17 listed by fragment, named in full", SCHOOL_2, SCHOOL "#two", SCHOOL, TS_PASS,
      false },
    { "3.17 listed by name, named in full", OTHER_1, OTHER "#one", OTHER, TS_PASS,
      false },
    { "3.17 the issuer itself: any of its keys", SCHOOL_2, SCHOOL, SCHOOL, TS_PASS,
      false },
    { "3.17 the issuer itself, by a stranger", STRANGER, SCHOOL, SCHOOL, TS_FAIL, false },
    { "3.17 a key of another name", SCHOOL_1, SCHOOL "#three", SCHOOL, TS_UNKNOWN, true },
    { "3.17 signed by one key, names the other", SCHOOL_1, SCHOOL "#two", SCHOOL, TS_FAIL,
      false },
    { "3.17 a key without an id answers to a name", HOSPITAL_1, "k7", HOSPITAL, TS_PASS,
      false },
    { "3.17 ... and proves nothing by not fitting", STRANGER, "k7", HOSPITAL, TS_UNKNOWN,
      true },
    { "3.17 ... but not to another DID's name", HOSPITAL_1, OTHER "#one", HOSPITAL,
      TS_UNKNOWN, true },
    { "a key of another listed issuer, under its name", OTHER_1, OTHER "#one", SCHOOL,
      TS_UNKNOWN, true },
    { "a key of another listed issuer, fragment alike", OTHER_1, "one", SCHOOL, TS_FAIL,
      false },
    { "a key of another listed issuer, no kid", OTHER_1, "", SCHOOL, TS_FAIL, false },
    { "a DID that begins like the issuer's", SCHOOL_1, SCHOOL ".evil#one", SCHOOL,
      TS_UNKNOWN, true },
    { "a URL of somebody else, fragment alike", SCHOOL_1, "https://evil.example#one",
      SCHOOL, TS_UNKNOWN, true },
    { "an issuer nobody lists", STRANGER, "", "did:web:nobody.example", TS_UNKNOWN,
      false },
    { "no issuer at all", SCHOOL_1, "", "", TS_UNKNOWN, false },
};

static void
each_kid_finds_its_key_or_none(void **state)
{
    (void)state;
    for (size_t i = 0; i < TS_COUNT(jws_rows); i++) {
        ts_test_row(jws_rows[i].name);
        struct ts_proof_set set =
            jws_set(&world.secret[jws_rows[i].signer], jws_rows[i].kid);
        struct ts_authenticity found = establish(jws_rows[i].claimed, &set);
        assert_finding(found.proof, jws_rows[i].proof);
        assert_int_equal(found.key_missing, jws_rows[i].key_missing);
        bool is_listed =
            ts_issuer_list_find(&world.list, ts_span_text(jws_rows[i].claimed)) != NULL;
        assert_int_equal(found.issuer, is_listed ? TS_PASS : TS_UNKNOWN);
        assert_int_equal(found.listed != NULL, is_listed);
        if (found.proof == TS_PASS) {
            assert_ptr_equal(found.fitting, &set.proofs[0]);
            assert_ptr_equal(found.key, &world.listed[jws_rows[i].signer]);
            assert_span_equal(found.verified.bytes, TS_SPAN_LIT("{\"a\":1}"));
        } else {
            assert_null(found.fitting);
            assert_null(found.key);
            assert_int_equal(found.verified.bytes.len, 0);
        }
    }
}

static const char *
thumbprint(const struct ts_secret_key *key)
{
    uint8_t digest[TS_SHA256_SIZE];
    struct ts_public_key public = ts_secret_key_public(key);
    assert_status(ts_jwk_thumbprint(&world.arena, digest, &public), TS_OK);
    return fixture_base64url(&world.arena, TS_SPAN_OF(digest));
}

static void
a_kid_may_be_a_thumbprint(void **state)
{
    (void)state;
    const char *print = thumbprint(&world.secret[SCHOOL_2]);
    struct ts_proof_set set = jws_set(&world.secret[SCHOOL_2], print);
    assert_int_equal(establish(SCHOOL, &set).proof, TS_PASS);
    set = jws_set(&world.secret[STRANGER], print);
    assert_int_equal(establish(SCHOOL, &set).proof, TS_FAIL);
    set = jws_set(&world.secret[STRANGER], thumbprint(&world.secret[STRANGER]));
    struct ts_authenticity found = establish(SCHOOL, &set);
    assert_int_equal(found.proof, TS_UNKNOWN);
    assert_true(found.key_missing);
}

static void
an_embedded_key_counts_only_if_listed(void **state)
{
    (void)state;
    const struct ts_secret_key *mine = &world.secret[SCHOOL_1];
    const struct ts_secret_key *strangers = &world.secret[STRANGER];

    struct ts_proof_set set = embedded_set(mine, mine);
    assert_int_equal(establish(SCHOOL, &set).proof, TS_PASS);

    set = embedded_set(strangers, strangers);
    struct ts_authenticity found = establish(SCHOOL, &set);
    assert_int_equal(found.proof, TS_UNKNOWN);
    assert_true(found.key_missing);

    set = embedded_set(strangers, mine);
    assert_int_equal(establish(SCHOOL, &set).proof, TS_FAIL);
}

/* A kid that names a key of another kind than alg is not tried with the rest. */
static void
an_alg_that_does_not_fit_the_named_key_fails(void **state)
{
    (void)state;
    struct ts_proof_set set = jws_set(&world.secret[STRANGER], SCHOOL "#two");
    assert_int_equal(establish(SCHOOL, &set).proof, TS_FAIL);
}

static void
a_did_key_carries_its_key(void **state)
{
    (void)state;
    struct ts_arena *arena = &world.arena;
    const struct ts_secret_key *mine = &world.secret[STRANGER];
    const char *did = fixture_did_key(arena, mine);
    const char *other = fixture_did_key(arena, &world.secret[OTHER_1]);
    const char *multibase = did + strlen("did:key:");
    const struct {
        const char *name;
        const struct ts_secret_key *signer;
        ts_span kid;
        enum ts_finding want;
    } rows[] = {
        { "no kid", mine, { 0 }, TS_PASS },
        { "in full", mine, fixture_text(arena, "%s#%s", did, multibase), TS_PASS },
        { "the fragment", mine, fixture_text(arena, "#%s", multibase), TS_PASS },
        { "the DID", mine, fixture_text(arena, "%s", did), TS_PASS },
        { "a label", mine, TS_SPAN_LIT("key-1"), TS_PASS },
        { "a fragment the DID does not have", mine, fixture_text(arena, "%s#0", did),
          TS_FAIL },
        { "a relative fragment it does not have", mine, TS_SPAN_LIT("#0"), TS_FAIL },
        { "another DID, its own key", &world.secret[OTHER_1],
          fixture_text(arena, "%s#%s", other, other + strlen("did:key:")), TS_FAIL },
        { "another DID, this key", mine,
          fixture_text(arena, "%s#%s", other, other + strlen("did:key:")), TS_FAIL },
        { "a listed DID, its own key", &world.secret[SCHOOL_1],
          TS_SPAN_LIT(SCHOOL "#one"), TS_FAIL },
        { "another key", &world.secret[OTHER_1], { 0 }, TS_FAIL },
    };
    for (size_t i = 0; i < TS_COUNT(rows); i++) {
        ts_test_row(rows[i].name);
        struct ts_proof_set set =
            jws_set(rows[i].signer, fixture_string(arena, rows[i].kid));
        struct ts_authenticity found = establish(did, &set);
        assert_finding(found.proof, rows[i].want);
        assert_int_equal(found.issuer, TS_UNKNOWN);
        assert_null(found.key);
    }
}

static void
a_did_key_does_not_take_another_key(void **state)
{
    (void)state;
    const struct ts_secret_key *mine = &world.secret[STRANGER];
    const char *did = fixture_did_key(&world.arena, mine);
    struct ts_proof_set set = embedded_set(mine, mine);
    assert_finding(establish(did, &set).proof, TS_PASS);
    set = embedded_set(mine, &world.secret[SCHOOL_1]);
    assert_finding(establish(did, &set).proof, TS_FAIL);
    set = embedded_set(&world.secret[SCHOOL_1], &world.secret[SCHOOL_1]);
    assert_finding(establish(did, &set).proof, TS_FAIL);
}

static void
a_listed_did_key_is_listed(void **state)
{
    (void)state;
    const char *did = fixture_did_key(&world.arena, &world.secret[STRANGER]);
    struct ts_issuer_key key = fixture_listed_key(&world.secret[STRANGER], "");
    struct ts_issuer bare = fixture_issuer(&world.arena, did, NULL, 0);
    struct ts_issuer dated = fixture_issuer(&world.arena, did, &key, 1);
    struct ts_proof_set set = jws_set(&world.secret[STRANGER], "");
    key.not_after = (ts_utc){ 100 };

    world.list = (struct ts_issuer_list){ .issuers = &bare, .count = 1 };
    struct ts_authenticity found = establish(did, &set);
    assert_int_equal(found.proof, TS_PASS);
    assert_int_equal(found.issuer, TS_PASS);
    assert_null(found.key);
    assert_true(ts_authenticity_in_time(&found, (ts_utc){ 101 }, (ts_utc){ 101 }));

    /* Listed with an end: that end holds for the key inside the DID as well. */
    world.list = (struct ts_issuer_list){ .issuers = &dated, .count = 1 };
    found = establish(did, &set);
    assert_ptr_equal(found.key, &key);
    assert_false(ts_authenticity_in_time(&found, (ts_utc){ 101 }, (ts_utc){ 101 }));
}

static void
a_did_jwk_carries_its_key(void **state)
{
    (void)state;
    struct ts_public_key public = ts_secret_key_public(&world.secret[SCHOOL_2]);
    ts_span jwk;
    assert_status(ts_jwk_write(&world.arena, &jwk, &public), TS_OK);
    const char *did =
        fixture_string(&world.arena, fixture_text(&world.arena, "did:jwk:%s",
                                                  fixture_base64url(&world.arena, jwk)));
    struct ts_proof_set set = jws_set(&world.secret[SCHOOL_2], "#0");
    assert_int_equal(establish(did, &set).proof, TS_PASS);
    set = jws_set(&world.secret[SCHOOL_2], "#1");
    assert_int_equal(establish(did, &set).proof, TS_FAIL);
    /* A DID that holds no key cannot prove anything either way. */
    assert_int_equal(establish("did:jwk:e30", &set).proof, TS_UNKNOWN);
    assert_int_equal(establish("did:key:zzz", &set).proof, TS_UNKNOWN);
}

static void
one_good_proof_is_enough(void **state)
{
    (void)state;
    struct ts_arena *arena = &world.arena;
    const char document[] = "{\"issuer\":\"x\"}";
    const char *good =
        fixture_proof(arena, &world.secret[SCHOOL_1], document, SCHOOL "#one");
    const char *forged =
        fixture_proof(arena, &world.secret[STRANGER], document, SCHOOL "#one");
    const char *foreign =
        fixture_proof(arena, &world.secret[STRANGER], document, OTHER "#x");
    const char unsupported[] = "{\"type\":\"Ed25519Signature2018\"}";
    const char refused[] =
        "{\"type\":\"DataIntegrityProof\",\"cryptosuite\":\"eddsa-jcs-2022\","
        "\"proofPurpose\":\"authentication\",\"verificationMethod\":\"did:web:a#b\","
        "\"proofValue\":\"z1\"}";
    const struct {
        const char *name;
        const char *first;
        const char *second;
        enum ts_finding want;
        bool key_missing;
    } rows[] = {
        { "good, forged", good, forged, TS_PASS, false },
        { "forged, good", forged, good, TS_PASS, false },
        { "unsupported, good", unsupported, good, TS_PASS, false },
        { "refused, good", refused, good, TS_PASS, false },
        { "forged, foreign", forged, foreign, TS_FAIL, false },
        { "foreign, forged", foreign, forged, TS_FAIL, false },
        { "refused, foreign", refused, foreign, TS_FAIL, false },
        { "foreign, unsupported", foreign, unsupported, TS_UNKNOWN, true },
        { "unsupported, unsupported", unsupported, unsupported, TS_UNKNOWN, false },
        { "refused, unsupported", refused, unsupported, TS_FAIL, false },
    };
    for (size_t i = 0; i < TS_COUNT(rows); i++) {
        ts_test_row(rows[i].name);
        const char *proofs = fixture_string(
            arena, fixture_text(arena, "[%s,%s]", rows[i].first, rows[i].second));
        struct ts_proof_set set = read_set(fixture_with_proof(arena, document, proofs));
        struct ts_authenticity found = establish(SCHOOL, &set);
        assert_finding(found.proof, rows[i].want);
        assert_int_equal(found.key_missing, rows[i].key_missing);
    }
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(each_kid_finds_its_key_or_none),
        TEST(a_kid_may_be_a_thumbprint),
        TEST(an_embedded_key_counts_only_if_listed),
        TEST(an_alg_that_does_not_fit_the_named_key_fails),
        TEST(a_did_key_carries_its_key),
        TEST(a_did_key_does_not_take_another_key),
        TEST(a_listed_did_key_is_listed),
        TEST(a_did_jwk_carries_its_key),
        TEST(one_good_proof_is_enough),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
