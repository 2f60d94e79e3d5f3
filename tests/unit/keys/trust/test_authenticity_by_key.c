#include "tests/unit/keys/trust/authenticity_world.h"

static struct ts_authenticity
by_key(const struct ts_proof_set *set)
{
    struct ts_authenticity found;
    assert_status(ts_authenticity_by_key(&world.arena, &found, &world.list, set), TS_OK);
    return found;
}

static struct ts_proof_set
cose_set(const struct ts_secret_key *signer, const char *kid)
{
    return read_set(fixture_cose(&world.arena, signer, NULL, kid, TS_SPAN_LIT("\xA0")));
}

static void
a_kid_alone_finds_the_country(void **state)
{
    (void)state;
    struct ts_proof_set set = cose_set(&world.secret[COUNTRY_1], KID);
    struct ts_authenticity found = by_key(&set);
    assert_int_equal(found.proof, TS_PASS);
    assert_span_equal(found.listed->id, TS_SPAN_LIT(COUNTRY));
    assert_ptr_equal(found.key, &world.listed[COUNTRY_1]);

    set = cose_set(&world.secret[STRANGER], KID);
    found = by_key(&set);
    assert_int_equal(found.proof, TS_FAIL);
    assert_int_equal(found.issuer, TS_PASS);

    set = cose_set(&world.secret[COUNTRY_1], "unknown!");
    found = by_key(&set);
    assert_int_equal(found.proof, TS_UNKNOWN);
    assert_int_equal(found.issuer, TS_UNKNOWN);
    assert_false(found.key_missing);

    set = cose_set(&world.secret[COUNTRY_1], NULL);
    assert_int_equal(by_key(&set).proof, TS_UNKNOWN);
}

/* Eight bytes of a hash: two countries can draw the same ones. */
static void
two_keys_under_one_kid_are_both_tried(void **state)
{
    (void)state;
    world.listed[OTHER_1].id = TS_SPAN_LIT(KID);
    const int signers[] = { COUNTRY_1, OTHER_1 };
    for (size_t i = 0; i < TS_COUNT(signers); i++) {
        struct ts_proof_set set = cose_set(&world.secret[signers[i]], KID);
        struct ts_authenticity found = by_key(&set);
        assert_int_equal(found.proof, TS_PASS);
        assert_ptr_equal(found.key, &world.listed[signers[i]]);
        assert_span_equal(found.listed->id,
                          i ? TS_SPAN_LIT(OTHER) : TS_SPAN_LIT(COUNTRY));
    }
}

static void
without_an_issuer_the_did_of_the_kid_or_the_key_itself_serves(void **state)
{
    (void)state;
    struct ts_proof_set set = jws_set(&world.secret[SCHOOL_2], SCHOOL "#two");
    struct ts_authenticity found = by_key(&set);
    assert_int_equal(found.proof, TS_PASS);
    assert_span_equal(found.listed->id, TS_SPAN_LIT(SCHOOL));

    set = embedded_set(&world.secret[HOSPITAL_1], &world.secret[HOSPITAL_1]);
    found = by_key(&set);
    assert_int_equal(found.proof, TS_PASS);
    assert_span_equal(found.listed->id, TS_SPAN_LIT(HOSPITAL));

    set = embedded_set(&world.secret[STRANGER], &world.secret[STRANGER]);
    assert_int_equal(by_key(&set).proof, TS_UNKNOWN);

    /* Resolvable is not trusted. */
    const char *did = fixture_did_key(&world.arena, &world.secret[STRANGER]);
    set = jws_set(&world.secret[STRANGER], did);
    assert_int_equal(by_key(&set).proof, TS_UNKNOWN);
}

static void
time_is_asked_of_the_key_and_of_the_proof(void **state)
{
    (void)state;
    struct ts_proof proof = { .expires = TS_UTC_NEVER };
    struct ts_issuer_key key = { .not_before = { 100 }, .not_after = { 200 } };
    struct ts_authenticity found = { .proof = TS_PASS, .key = &key, .fitting = &proof };
    const ts_utc late = { 1000 };
    assert_false(ts_authenticity_in_time(&found, (ts_utc){ 99 }, late));
    assert_true(ts_authenticity_in_time(&found, (ts_utc){ 100 }, late));
    assert_true(ts_authenticity_in_time(&found, (ts_utc){ 200 }, late));
    assert_false(ts_authenticity_in_time(&found, (ts_utc){ 201 }, late));
    assert_false(ts_authenticity_in_time(&found, TS_UTC_ALWAYS, late));
    assert_true(ts_authenticity_in_time(&found, TS_UTC_ALWAYS, (ts_utc){ 150 }));
    proof.expires = (ts_utc){ 1000 };
    assert_true(ts_authenticity_in_time(&found, (ts_utc){ 150 }, late));
    proof.expires = (ts_utc){ 999 };
    assert_false(ts_authenticity_in_time(&found, (ts_utc){ 150 }, late));
    assert_false(ts_authenticity_in_time(&(struct ts_authenticity){ 0 }, late, late));
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(a_kid_alone_finds_the_country),
        TEST(two_keys_under_one_kid_are_both_tried),
        TEST(without_an_issuer_the_did_of_the_kid_or_the_key_itself_serves),
        TEST(time_is_asked_of_the_key_and_of_the_proof),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
