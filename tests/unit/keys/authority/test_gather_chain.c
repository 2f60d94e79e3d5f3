#include "keys/authority/gather_federation.h"
#include "tests/unit/keys/authority/gather_world.h"

/* Chains of entity statements: OpenID Federation 1.0, sections 4, 6 and 8.3. */

#define ANCHOR "https://anchor.example"
#define LEAF "https://leaf.example"
/* Around FIXTURE_NOW, 1778572800. */
#define TIMES ",\"iat\":1778570000,\"exp\":1778656400"

enum { ENTITIES = 8, LINKS = 8 };

/* Entity 0 is the anchor; entity n stands below n - 1. */
static struct ts_arena arena;
static struct ts_secret_key keys[ENTITIES];
static const char *jwks[ENTITIES];
static struct ts_issuer_keys anchor_keys;
static const char *const NAMES[ENTITIES] = {
    ANCHOR,
    "https://a.example",
    "https://b.example",
    "https://c.example",
    "https://d.example",
    "https://e.example",
    "https://f.example",
    LEAF,
};

/* One link; zero values are what is right. */
struct link_wish {
    const char *more; /* Members, each after a comma; NULL: TIMES. */
    int signer;       /* Entity and 1. */
    int issuer;       /* The same. */
    int subject;      /* The same. */
    int jwks_of;      /* The same. */
    const char *header;
};

static int
set_up(void **state)
{
    (void)state;
    const struct ts_json *set;
    arena = ts_test_arena(16 * 1024 * 1024);
    for (uint8_t i = 0; i < ENTITIES; i++) {
        keys[i] = fixture_key((uint8_t)(i + 1), TS_KEY_ED25519);
        jwks[i] = (const char *)fixture_jwks(&arena, &keys[i], "f").at;
    }
    assert_status(ts_json_parse(&arena, &set, ts_span_text(jwks[0]), NULL), TS_OK);
    assert_status(ts_issuer_keys_from_jwks(&arena, &anchor_keys, set), TS_OK);
    return 0;
}

static int
tear_down(void **state)
{
    (void)state;
    ts_test_arena_free(&arena);
    return 0;
}

static int
wished(int wish, int otherwise)
{
    return wish ? wish - 1 : otherwise;
}

/* What entity issuer says of entity subject. */
static const char *
statement(int issuer, int subject, const struct link_wish *wish)
{
    ts_span claims = fixture_text(
        &arena, "{\"iss\":\"%s\",\"sub\":\"%s\",\"jwks\":%s%s}",
        NAMES[wished(wish->issuer, issuer)], NAMES[wished(wish->subject, subject)],
        jwks[wished(wish->jwks_of, subject)], wish->more ? wish->more : TIMES);
    ts_span jws = fixture_jws(&arena, &keys[wished(wish->signer, issuer)],
                              wish->header ? wish->header : FIXTURE_STATEMENT_HEADER,
                              (const char *)claims.at);
    return (const char *)jws.at;
}

/* From entity `leaf` up to the anchor through so many subordinate statements. Wish 0 is
 * the leaf's own, wish 1 that about the leaf, and so on. */
static ts_span
chain(int links, const struct link_wish *wishes)
{
    static const struct link_wish none;
    int first = ENTITIES - 1;
    const char *text = statement(first, first, wishes ? &wishes[0] : &none);
    ts_span all = fixture_text(&arena, "[\"%s\"", text);
    for (int i = 1; i <= links; i++) {
        /* Entities between are numbered from the anchor down. */
        int subject = i == 1 ? first : links - i + 1;
        int issuer = links - i;
        text = statement(issuer, subject, wishes ? &wishes[i] : &none);
        all = fixture_text(&arena, "%.*s,\"%s\"", TS_SPAN_ARG(all), text);
    }
    return fixture_text(&arena, "%.*s]\n", TS_SPAN_ARG(all));
}

static enum ts_status
read_chain(struct ts_federation_statement *read, ts_span text, struct ts_fault *fault)
{
    const struct ts_federation_order order = { .anchor = TS_SPAN_LIT(ANCHOR),
                                               .anchor_keys = &anchor_keys,
                                               .now = FIXTURE_NOW };
    *fault = (struct ts_fault){ 0 };
    return ts_federation_read_chain(&arena, read, &order, text, fault);
}

static void
follows_chains_of_every_length(void **state)
{
    (void)state;
    for (int links = 1; links <= TS_FEDERATION_LINKS_MAX; links++) {
        struct ts_federation_statement read;
        struct ts_fault fault;
        ts_span text = chain(links, NULL);
        assert_true(ts_federation_is_chain(&arena, text));
        assert_status(read_chain(&read, text, &fault), TS_OK);
        assert_true(read.by_anchor);
        assert_span_equal(read.subject, TS_SPAN_LIT(LEAF));
        assert_int_equal(read.keys.count, 1);
        assert_int_equal(read.expires.s, 1778656400);
    }
    ts_test_row("longer than we follow");
    struct ts_federation_statement read = { .subject = TS_SPAN_LIT("untouched") };
    struct ts_fault fault;
    assert_status(read_chain(&read, chain(TS_FEDERATION_LINKS_MAX + 1, NULL), &fault),
                  TS_OVER_LIMIT);
    assert_span_equal(read.subject, TS_SPAN_LIT("untouched"));
}

#define CARD_JWKS                                \
    "\"metadata\":{\"vc_issuer\":{\"jwks\":%s}," \
    "\"federation_entity\":{\"organization_name\":\"%s\"}}"

static void
takes_what_the_superior_says_first(void **state)
{
    (void)state;
    struct ts_federation_statement read;
    struct ts_fault fault;
    struct link_wish wishes[LINKS] = { 0 };
    struct ts_secret_key card = fixture_key(20, TS_KEY_P256);
    struct ts_secret_key other = fixture_key(21, TS_KEY_P256);
    const char *of_leaf = (const char *)fixture_jwks(&arena, &card, "card").at;
    const char *of_superior = (const char *)fixture_jwks(&arena, &other, "other").at;
    ts_test_row("the leaf's own metadata");
    wishes[0].more =
        (const char *)fixture_text(&arena, TIMES "," CARD_JWKS, of_leaf, "Leaf College")
            .at;
    assert_status(read_chain(&read, chain(3, wishes), &fault), TS_OK);
    assert_span_equal(read.keys.items[0].id, TS_SPAN_LIT("card"));
    assert_span_equal(read.name, TS_SPAN_LIT("Leaf College"));
    ts_test_row("6.1.4.2: its superior's");
    wishes[1].more = (const char *)fixture_text(&arena, TIMES "," CARD_JWKS, of_superior,
                                                "As We Call It")
                         .at;
    assert_status(read_chain(&read, chain(3, wishes), &fault), TS_OK);
    assert_span_equal(read.keys.items[0].id, TS_SPAN_LIT("other"));
    assert_span_equal(read.name, TS_SPAN_LIT("As We Call It"));
    ts_test_row("not what is said of others further up");
    wishes[2].more = wishes[1].more;
    wishes[1].more = NULL;
    assert_status(read_chain(&read, chain(3, wishes), &fault), TS_OK);
    assert_span_equal(read.keys.items[0].id, TS_SPAN_LIT("card"));
}

#define POLICY(type) \
    TIMES ",\"metadata_policy\":{\"" type "\":{\"jwks\":{\"essential\":true}}}"
#define AT_MOST(n) TIMES ",\"constraints\":{\"max_path_length\":" n "}"

static const struct {
    const char *rule;
    struct link_wish wishes[LINKS];
    enum ts_status status;
} ROWS[] = {
    { "4: the anchor's keys did not sign the last",
      { [3] = { .signer = 3 } },
      TS_UNTRUSTED },
    { "4: a link is signed by the entity below",
      { [2] = { .signer = 3 } },
      TS_UNTRUSTED },
    { "4: the leaf's own is signed by its superior",
      { [0] = { .signer = 3 } },
      TS_UNTRUSTED },
    { "4: the superior lists other keys of the leaf",
      { [1] = { .jwks_of = 2 } },
      TS_UNTRUSTED },
    { "4: a superior lists other keys of an entity",
      { [3] = { .jwks_of = 5 } },
      TS_UNTRUSTED },
    { "4: a link in another's name", { [2] = { .issuer = 5 } }, TS_UNTRUSTED },
    { "4: a link about another entity", { [2] = { .subject = 5 } }, TS_UNTRUSTED },
    { "4: the last about another entity", { [3] = { .subject = 5 } }, TS_UNTRUSTED },
    { "4: the leaf's own is about another", { [0] = { .subject = 5 } }, TS_MALFORMED },
    { "4: a link about itself", { [2] = { .subject = 2 } }, TS_MALFORMED },
    { "3.1: a link has expired",
      { [2] = { .more = ",\"iat\":1778570000,\"exp\":1778572800" } },
      TS_UNTRUSTED },
    { "3.1: the last is signed in the future",
      { [3] = { .more = ",\"iat\":1778573101,\"exp\":1778656400" } },
      TS_UNTRUSTED },
    { "3.1: the leaf's own has expired",
      { [0] = { .more = ",\"iat\":1778570000,\"exp\":1778572800" } },
      TS_UNTRUSTED },
    { "3.1: crit", { [2] = { .more = TIMES ",\"crit\":[\"x\"]" } }, TS_UNSUPPORTED },
    { "3: typ",
      { [2] = { .header = "{\"alg\":\"EdDSA\",\"typ\":\"JWT\",\"kid\":\"f\"}" } },
      TS_MALFORMED },
    { "3: kid",
      { [1] = { .header = "{\"alg\":\"EdDSA\","
                          "\"typ\":\"entity-statement+jwt\",\"kid\":\"g\"}" } },
      TS_UNTRUSTED },
    { "6.1: a policy about issuers, by the anchor",
      { [3] = { .more = POLICY("openid_credential_issuer") } },
      TS_UNSUPPORTED },
    { "6.1: a policy about issuers, further down",
      { [1] = { .more = POLICY("vc_issuer") } },
      TS_UNSUPPORTED },
    { "6.1: a policy about names",
      { [2] = { .more = POLICY("federation_entity") } },
      TS_UNSUPPORTED },
    { "6.1: a policy about what we do not read",
      { [2] = { .more = POLICY("openid_relying_party") } },
      TS_OK },
    { "6.1.2: a policy that must be understood",
      { [2] = { .more = TIMES ",\"metadata_policy_crit\":[\"regexp\"]" } },
      TS_UNSUPPORTED },
    { "6.2.1: longer than the anchor allows",
      { [3] = { .more = AT_MOST("1") } },
      TS_UNTRUSTED },
    { "6.2.1: as long as the anchor allows", { [3] = { .more = AT_MOST("2") } }, TS_OK },
    { "6.2.1: longer than an entity allows",
      { [2] = { .more = AT_MOST("0") } },
      TS_UNTRUSTED },
    { "6.2.1: no number", { [2] = { .more = AT_MOST("\"1\"") } }, TS_MALFORMED },
    { "6.2: constraints that we do not know",
      { [2] = { .more = TIMES ",\"constraints\":{\"naming_constraints\":{}}" } },
      TS_UNSUPPORTED },
};

static void
refuses_chains_that_break_a_rule(void **state)
{
    (void)state;
    for (size_t i = 0; i < TS_COUNT(ROWS); i++) {
        struct ts_federation_statement read = { .subject = TS_SPAN_LIT("untouched") };
        struct ts_fault fault;
        ts_test_row(ROWS[i].rule);
        assert_status(read_chain(&read, chain(3, ROWS[i].wishes), &fault),
                      ROWS[i].status);
        assert_span_equal(read.subject, ROWS[i].status == TS_OK
                                            ? TS_SPAN_LIT(LEAF)
                                            : TS_SPAN_LIT("untouched"));
        if (ROWS[i].status != TS_OK)
            assert_non_null(fault.rule);
    }
}

/* As JSON with one statement left out, or two in another order. */
static void
refuses_chains_that_are_not_whole(void **state)
{
    (void)state;
    static const struct link_wish none;
    struct ts_federation_statement read = { .subject = TS_SPAN_LIT("untouched") };
    struct ts_fault fault;
    const char *own = statement(7, 7, &none);
    const char *low = statement(1, 7, &none);
    const char *high = statement(0, 1, &none);
    const char *anchor = statement(0, 0, &none);
    const struct {
        const char *rule;
        ts_span text;
        enum ts_status status;
    } CASES[] = {
        { "nothing", TS_SPAN_LIT("[]"), TS_UNTRUSTED },
        { "no text", TS_SPAN_LIT("[1]"), TS_MALFORMED },
        { "no JSON", TS_SPAN_LIT("["), TS_TRUNCATED },
        { "the leaf's own alone", fixture_text(&arena, "[\"%s\"]", own), TS_MALFORMED },
        { "without the leaf's own", fixture_text(&arena, "[\"%s\",\"%s\"]", low, high),
          TS_MALFORMED },
        { "without the anchor's", fixture_text(&arena, "[\"%s\",\"%s\"]", own, low),
          TS_UNTRUSTED },
        { "without the middle", fixture_text(&arena, "[\"%s\",\"%s\"]", own, high),
          TS_UNTRUSTED },
        { "upside down", fixture_text(&arena, "[\"%s\",\"%s\",\"%s\"]", high, low, own),
          TS_UNTRUSTED },
        { "the anchor's own alone", fixture_text(&arena, "[\"%s\"]", anchor),
          TS_MALFORMED },
    };
    for (size_t i = 0; i < TS_COUNT(CASES); i++) {
        ts_test_row(CASES[i].rule);
        assert_status(read_chain(&read, CASES[i].text, &fault), CASES[i].status);
        assert_non_null(fault.rule);
    }
    assert_span_equal(read.subject, TS_SPAN_LIT("untouched"));
    ts_test_row("4: the anchor's own may end it");
    ts_span text =
        fixture_text(&arena, "[\"%s\",\"%s\",\"%s\",\"%s\"]", own, low, high, anchor);
    assert_status(read_chain(&read, text, &fault), TS_OK);
    ts_test_row("and is looked at");
    const struct link_wish forged = { .signer = 3 };
    text = fixture_text(&arena, "[\"%s\",\"%s\",\"%s\",\"%s\"]", own, low, high,
                        statement(0, 0, &forged));
    assert_status(read_chain(&read, text, &fault), TS_UNTRUSTED);
}

/* 8.3: whoever resolves only finds the chain. */
static void
takes_a_resolvers_chain_and_not_its_word(void **state)
{
    (void)state;
    struct ts_federation_statement read = { .subject = TS_SPAN_LIT("untouched") };
    struct ts_fault fault;
    struct ts_secret_key stranger = fixture_key(30, TS_KEY_ED25519);
    const char *header = "{\"alg\":\"EdDSA\",\"typ\":\"resolve-response+jwt\","
                         "\"kid\":\"r\"}";
    struct link_wish wishes[LINKS] = { [2] = { .signer = 5 } };
    ts_span good = chain(3, NULL);
    ts_span bad = chain(3, wishes);
    ts_span text = fixture_jws(
        &arena, &stranger, header,
        (const char *)fixture_text(&arena, "{\"sub\":\"%s\",\"trust_chain\":%.*s}",
                                   NAMES[5], TS_SPAN_ARG(good))
            .at);
    assert_true(ts_federation_is_chain(&arena, text));
    assert_status(read_chain(&read, text, &fault), TS_OK);
    assert_span_equal(read.subject, TS_SPAN_LIT(LEAF));
    text = fixture_jws(
        &arena, &stranger, header,
        (const char *)fixture_text(&arena, "{\"trust_chain\":%.*s}", TS_SPAN_ARG(bad))
            .at);
    assert_status(read_chain(&read, text, &fault), TS_UNTRUSTED);
    text = fixture_jws(&arena, &stranger, header, "{\"sub\":\"" LEAF "\"}");
    assert_status(read_chain(&read, text, &fault), TS_MALFORMED);
    ts_test_row("one statement is no chain");
    static const struct link_wish none;
    assert_false(ts_federation_is_chain(&arena, ts_span_text(statement(0, 7, &none))));
    assert_false(ts_federation_is_chain(&arena, TS_SPAN_LIT("\n")));
}

static void
refuses_what_was_cut_off_or_changed(void **state)
{
    (void)state;
    struct ts_federation_statement read;
    struct ts_fault fault;
    ts_span text = chain(2, NULL);
    uint8_t *copy = ts_test_exact_copy(text);
    text.len = ts_span_index(text, '\n');
    for (size_t len = 0; len < text.len; len += 3) {
        size_t used = arena.used;
        assert_true(read_chain(&read, (ts_span){ copy, len }, &fault) != TS_OK);
        ts_arena_rewind(&arena, used);
    }
    for (size_t i = 0; i < text.len; i += 3) {
        size_t used = arena.used;
        copy[i] ^= 1;
        assert_true(read_chain(&read, (ts_span){ copy, text.len }, &fault) != TS_OK);
        copy[i] ^= 1;
        ts_arena_rewind(&arena, used);
    }
    free(copy);
}

static void
puts_the_leaf_on_the_list(void **state)
{
    (void)state;
    static struct world world;
    struct world *w = &world;
    world_begin(w);
    world_put(w, "https://resolver.example/leaf", chain(3, NULL));
    ts_span source = fixture_text(
        &w->arena,
        "{\"kind\":\"openid-federation\",\"url\":\"https://resolver.example/leaf\","
        "\"names\":{\"en\":\"Leaf\"},\"anchor\":{\"id\":\"" ANCHOR "\",\"jwks\":%s}}",
        jwks[0]);
    world_sources(w, (const char *)source.at);
    assert_status(world_run(w), TS_OK);
    world_expect(w, "https://resolver.example/leaf", TS_GATHER_OK);
    assert_int_equal(world_issuer(w, LEAF)->key_count, 1);
    ts_test_row("and not by a chain that does not hold");
    struct link_wish wishes[LINKS] = { [2] = { .signer = 5 } };
    world_put(w, "https://resolver.example/leaf", chain(3, wishes));
    assert_status(world_run(w), TS_OK);
    world_expect(w, "https://resolver.example/leaf", TS_GATHER_UNVERIFIED);
    assert_int_equal(world_issuer(w, LEAF)->key_count, 1);
    world_end(w);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(follows_chains_of_every_length),
        cmocka_unit_test(takes_what_the_superior_says_first),
        cmocka_unit_test(refuses_chains_that_break_a_rule),
        cmocka_unit_test(refuses_chains_that_are_not_whole),
        cmocka_unit_test(takes_a_resolvers_chain_and_not_its_word),
        cmocka_unit_test(refuses_what_was_cut_off_or_changed),
        cmocka_unit_test(puts_the_leaf_on_the_list),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
