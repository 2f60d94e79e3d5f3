#include "tests/unit/keys/trust/status_world.h"

#include "tests/unit/keys/proof/linked_world.h"

/* Lists that are signed over their RDF, under a context that only the site knows. */

#define SITE "https://school.example/contexts/1"
#define LIST                                                                    \
    "{\"@context\":[\"" V2 "\",\"" SITE "\"],\"id\":\"" URL "\","               \
    "\"type\":[\"VerifiableCredential\",\"BitstringStatusListCredential\"],"    \
    "\"issuer\":\"" ISSUER "\",\"register\":\"cranes\",\"credentialSubject\":{" \
    "\"id\":\"" URL "#list\",\"type\":\"BitstringStatusList\","                 \
    "\"statusPurpose\":\"revocation\",\"encodedList\":\"u%.*s\"}}%.*s%.*s"
#define OPTIONS                                                             \
    "{\"type\":\"DataIntegrityProof\",\"cryptosuite\":\"eddsa-rdfc-2022\"," \
    "\"verificationMethod\":\"" ISSUER "#k\",\"proofPurpose\":\"assertionMethod\"}"

static struct ts_ld_contexts site;

static int
make_world(void **state)
{
    (void)linked_world_make(state);
    (void)set_up(state);
    site = (struct ts_ld_contexts){ 0 };
    assert_status(
        ts_ld_contexts_add(
            &site, &arena, TS_SPAN_LIT(SITE),
            parsed(TS_SPAN_LIT(
                "{\"@context\":{\"register\":\"https://school.example/v#register\"}}"))),
        TS_OK);
    linked_site = &site;
    return 0;
}

static int
free_world(void **state)
{
    (void)tear_down(state);
    return linked_world_free(state);
}

static ts_span
signed_list(void)
{
    const char *bits = deflated(TS_SPAN_LIT("\x80\x40"), TS_DEFLATE_GZIP);
    ts_span document = joined(LIST, ts_span_text(bits), (ts_span){ 0 }, (ts_span){ 0 });
    return with_proof(document, signed_options_by(document, TS_SPAN_LIT(OPTIONS),
                                                  &world.secret[SCHOOL_KEY]));
}

static void
a_list_of_the_sites_own_terms_is_read(void **state)
{
    (void)state;
    struct ts_status_list list;
    ts_span text = signed_list();
    ts_test_row("known");
    world.trust.contexts = &site;
    assert_status(read_list(&list, text), TS_OK);
    assert_span_equal(list.issuer, TS_SPAN_LIT(ISSUER));
    assert_int_equal(ts_status_list_at(&list, 9, TS_SPAN_LIT("revocation")),
                     TS_STATUS_WITHDRAWN);
    assert_int_equal(ts_status_list_at(&list, 8, TS_SPAN_LIT("revocation")),
                     TS_STATUS_VALID);
    ts_test_row("known, and altered");
    assert_status(read_list(&list, edited(text, "cranes", "kranes")), TS_UNTRUSTED);
    ts_test_row("unknown");
    world.trust.contexts = NULL;
    assert_status(read_list(&list, text), TS_UNSUPPORTED);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_list_of_the_sites_own_terms_is_read, make_world,
                                        free_world),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
