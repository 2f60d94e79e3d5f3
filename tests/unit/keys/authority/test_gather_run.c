#include "tests/unit/keys/authority/gather_world.h"

#include <sys/stat.h>

/* How a run goes: what is asked of whom and when, and what a cut costs. */

static struct world world;
static struct world *const w = &world;
static struct ts_secret_key key_a;

#define A "did:web:a.example"
#define A_URL "https://a.example/.well-known/did.json"
#define SOURCE_A "{\"kind\":\"did-web\",\"id\":\"" A "\",\"names\":{\"en\":\"A\"}}"
#define REGISTRY_URL "https://registry.example/registry.json"
#define SOURCE_REGISTRY \
    "{\"kind\":\"dcc-registry\",\"url\":\"" REGISTRY_URL "\",\"trust\":true}"
#define COLLEGE "did:web:college.example"
#define COLLEGE_URL "https://college.example/.well-known/did.json"
#define SOURCE_COLLEGE \
    "{\"kind\":\"did-web\",\"id\":\"" COLLEGE "\",\"names\":{\"en\":\"College\"}}"

static int
set_up(void **state)
{
    (void)state;
    world_begin(w);
    key_a = fixture_key(1, TS_KEY_ED25519);
    world_put(w, A_URL, fixture_document(&w->arena, A, &key_a));
    world_put(w, COLLEGE_URL, fixture_document(&w->arena, COLLEGE, &key_a));
    return 0;
}

static int
tear_down(void **state)
{
    (void)state;
    world_end(w);
    return 0;
}

static void
run(void)
{
    assert_status(world_run(w), TS_OK);
}

static void
asks_only_for_what_has_changed(void **state)
{
    (void)state;
    world_sources(w, SOURCE_A);
    run();
    assert_int_equal(world_page(w, A_URL)->conditional, 0);
    run();
    world_expect(w, A, TS_GATHER_UNCHANGED);
    assert_int_equal(world_page(w, A_URL)->conditional, 1);
    ts_test_row("a new content under a new tag");
    struct ts_secret_key other = fixture_key(5, TS_KEY_ED25519);
    world_put(w, A_URL, fixture_document(&w->arena, A, &other));
    run();
    world_expect(w, A, TS_GATHER_OK);
    ts_test_row("the same content under a new tag");
    world_page(w, A_URL)->version++;
    run();
    world_expect(w, A, TS_GATHER_UNCHANGED);
    ts_test_row("all of it, when the source says something new");
    world_page(w, A_URL)->conditional = 0;
    world_sources(w, "{\"kind\":\"did-web\",\"id\":\"" A "\",\"names\":{\"en\":\"A2\"}}");
    run();
    world_expect(w, A, TS_GATHER_OK);
    assert_int_equal(world_page(w, A_URL)->conditional, 0);
    assert_span_equal(world_issuer(w, A)->names[0].text, TS_SPAN_LIT("A2"));
    ts_test_row("all of it, when the issuer is gone from the list");
    assert_status(ts_store_remove(w->store, "issuers.jsonl"), TS_OK);
    run();
    world_expect(w, A, TS_GATHER_OK);
    assert_int_equal(world_page(w, A_URL)->conditional, 0);
    assert_non_null(world_issuer(w, A));
}

/* A directory that is unchanged still leads to its issuers, whose keys may not be. */
static void
follows_an_unchanged_directory(void **state)
{
    (void)state;
    world_put(w, REGISTRY_URL,
              TS_SPAN_LIT("{\"registry\":{\"" A "\":{\"name\":\"A\"}}}"));
    world_sources(w, SOURCE_REGISTRY);
    run();
    struct ts_secret_key other = fixture_key(5, TS_KEY_ED25519);
    world_put(w, A_URL, fixture_document(&w->arena, A, &other));
    run();
    world_expect(w, REGISTRY_URL, TS_GATHER_UNCHANGED);
    world_expect(w, A, TS_GATHER_OK);
    ts_test_row("and one that does not answer");
    world_page(w, REGISTRY_URL)->http_status = 0;
    world_put(w, A_URL, fixture_document(&w->arena, A, &key_a));
    run();
    world_expect(w, REGISTRY_URL, TS_GATHER_FAILED);
    world_expect(w, A, TS_GATHER_OK);
    assert_int_equal(w->counts.of[TS_GATHER_REMOVED], 0);
}

static void
keeps_what_it_had_when_a_source_fails(void **state)
{
    (void)state;
    static const struct {
        const char *rule;
        long http_status;
    } ROWS[] = { { "no connection", 0 }, { "a server's mistake", 500 } };
    world_sources(w, SOURCE_A);
    run();
    world_pass(w, 3 * 86400);
    for (size_t i = 0; i < TS_COUNT(ROWS); i++) {
        ts_test_row(ROWS[i].rule);
        world_page(w, A_URL)->http_status = ROWS[i].http_status;
        run();
        const struct world_line *line = world_line(w, A);
        assert_int_equal(line->result, TS_GATHER_FAILED);
        assert_true(line->has_age);
        assert_int_equal(line->age_s, 3 * 86400);
        assert_int_equal(world_issuer(w, A)->key_count, 1);
    }
    ts_test_row("old is what nobody has confirmed");
    world_page(w, A_URL)->http_status = 200;
    run();
    world_expect(w, A, TS_GATHER_UNCHANGED);
    world_pass(w, 60);
    world_page(w, A_URL)->http_status = 0;
    run();
    assert_int_equal(world_line(w, A)->age_s, 60);
    ts_test_row("something else in its place");
    world_put(w, A_URL, TS_SPAN_LIT("<html>"));
    run();
    world_expect(w, A, TS_GATHER_FAILED);
    assert_int_equal(world_issuer(w, A)->key_count, 1);
    ts_test_row("a file that is not there");
    world_sources(w, "{\"kind\":\"dcc-registry\",\"file\":\"none.json\",\"trust\":true}");
    run();
    world_expect(w, "file:none.json", TS_GATHER_FAILED);
    assert_false(world_line(w, "file:none.json")->has_age);
}

static void
notices_that_the_copy_is_gone(void **state)
{
    (void)state;
    world_put(w, REGISTRY_URL,
              TS_SPAN_LIT("{\"registry\":{\"" A "\":{\"name\":\"A\"}}}"));
    world_sources(w, SOURCE_REGISTRY);
    run();
    char command[64];
    snprintf(command, sizeof(command), "rm -r %s/gather", w->path);
    assert_int_equal(system(command), 0);
    run();
    world_expect(w, REGISTRY_URL, TS_GATHER_FAILED);
    ts_test_row("and asks for all of it the next time");
    run();
    assert_int_equal(world_line(w, REGISTRY_URL)->result, TS_GATHER_UNCHANGED);
    assert_int_equal(world_page(w, REGISTRY_URL)->conditional, 1);
}

static void
count_file(const char *name, void *context)
{
    (void)name;
    ++*(size_t *)context;
}

static size_t
copies(void)
{
    size_t count = 0;
    assert_status(ts_store_list(w->store, &w->arena, "gather", count_file, &count),
                  TS_OK);
    return count;
}

static void
change_copy(const char *name, void *context)
{
    (void)context;
    assert_status(ts_store_replace(w->store, name,
                                   TS_SPAN_LIT("{\"registry\":{\"" COLLEGE
                                               "\":{\"name\":\"Another\"}}}"),
                                   false),
                  TS_OK);
}

static void
does_not_believe_a_copy_that_was_changed(void **state)
{
    (void)state;
    world_put(w, REGISTRY_URL,
              TS_SPAN_LIT("{\"registry\":{\"" A "\":{\"name\":\"A\"}}}"));
    world_sources(w, SOURCE_REGISTRY);
    run();
    assert_status(ts_store_list(w->store, &w->arena, "gather", change_copy, NULL), TS_OK);
    run();
    world_expect(w, REGISTRY_URL, TS_GATHER_FAILED);
    assert_null(world_issuer(w, COLLEGE));
    assert_non_null(world_issuer(w, A));
}

static void
forgets_what_no_source_leads_to(void **state)
{
    (void)state;
    ts_span text;
    world_put(w, REGISTRY_URL,
              TS_SPAN_LIT("{\"registry\":{\"" A "\":{\"name\":\"A\"}}}"));
    world_sources(w, SOURCE_REGISTRY);
    run();
    assert_int_equal(copies(), 1);
    world_sources(w, SOURCE_COLLEGE);
    ts_test_row("but not in a run over some of them");
    w->order.only = TS_SOURCE_JWKS;
    run();
    assert_int_equal(copies(), 1);
    w->order.only = TS_SOURCE_NONE;
    run();
    assert_int_equal(copies(), 0);
    assert_status(ts_store_read(w->store, &w->arena, &text, "gather.jsonl", 65536),
                  TS_OK);
    text = fixture_text(&w->arena, "%.*s", TS_SPAN_ARG(text));
    assert_null(strstr((const char *)text.at, "\"address\":\"" REGISTRY_URL));
    assert_non_null(strstr((const char *)text.at, COLLEGE_URL));
}

/* A registry of so many issuers, each on a host of its own. */
enum { MANY = 100 };
static void
put_many(void)
{
    struct ts_writer out = ts_text_begin(&w->arena);
    char url[WORLD_TEXT];
    char did[WORLD_TEXT];
    ts_span text;
    ts_write_text(&out, "{\"registry\":{");
    for (size_t i = 0; i < MANY; i++) {
        snprintf(did, sizeof(did), "%s\"did:web:c%zu.example\":{\"name\":\"C\"}",
                 i ? "," : "", i);
        ts_write_text(&out, did);
    }
    ts_write_text(&out, "}}");
    assert_status(ts_text_keep(&w->arena, &out, &text), TS_OK);
    world_put(w, REGISTRY_URL, text);
    for (size_t i = 0; i < MANY; i++) {
        snprintf(url, sizeof(url), "https://c%zu.example/.well-known/did.json", i);
        snprintf(did, sizeof(did), "did:web:c%zu.example", i);
        world_put(w, url, fixture_document(&w->arena, did, &key_a));
    }
}

static size_t
issuers_on_the_list(void)
{
    struct ts_issuer_list list;
    assert_status(ts_authority_issuers(&w->arena, &list, w->store, NULL), TS_OK);
    return list.count;
}

static void
goes_on_where_it_was_cut_off(void **state)
{
    (void)state;
    put_many();
    world_sources(w, SOURCE_REGISTRY);
    w->stop_after = 80;
    run();
    assert_int_equal(w->asked, 80);
    size_t kept = issuers_on_the_list();
    assert_in_range(kept, 60, 79);
    ts_test_row("asks nobody twice but those whose answer was not written yet");
    w->stop_after = 0;
    run();
    assert_int_equal(w->asked, MANY - kept);
    assert_int_equal(issuers_on_the_list(), MANY);
    assert_int_equal(w->counts.of[TS_GATHER_OK], MANY + 1);
    ts_test_row("a run that is over is over");
    run();
    assert_int_equal(w->asked, MANY + 1);
    assert_int_equal(w->counts.of[TS_GATHER_UNCHANGED], MANY + 1);
}

static void
is_polite(void **state)
{
    (void)state;
    w->order.gap_ms = 1000;
    world_sources(w, "{\"kind\":\"did-web\",\"id\":\"did:web:a.example:1\"},"
                     "{\"kind\":\"did-web\",\"id\":\"did:web:a.example:2\"},"
                     "{\"kind\":\"did-web\",\"id\":\"did:web:a.example%3A8443:3\"},"
                     "{\"kind\":\"did-web\",\"id\":\"did:web:b.example\"}");
    run();
    assert_int_equal(w->asked, 4);
    ts_test_row("two gaps at one host, whatever the port; others go in between");
    assert_int_equal(w->clock.ms, 10 + 1000 + 10 + 1000 + 10);
}

static void
leaves_a_host_in_peace_that_asks_for_it(void **state)
{
    (void)state;
    static const long CODES[] = { 429, 503 };
    for (size_t i = 0; i < TS_COUNT(CODES); i++) {
        world_put(w, "https://a.example/1/did.json", TS_SPAN_LIT(""))->http_status =
            CODES[i];
        world_sources(w, "{\"kind\":\"did-web\",\"id\":\"did:web:a.example:1\"},"
                         "{\"kind\":\"did-web\",\"id\":\"did:web:a.example:2\"}");
        run();
        assert_int_equal(w->asked, 1);
        world_expect(w, "did:web:a.example:1", TS_GATHER_FAILED);
        world_expect(w, "did:web:a.example:2", TS_GATHER_FAILED);
    }
}

static void
asks_nobody_too_soon(void **state)
{
    (void)state;
    world_put(w, REGISTRY_URL,
              TS_SPAN_LIT("{\"registry\":{\"" A "\":{\"name\":\"A\"}}}"));
    world_sources(w, SOURCE_REGISTRY);
    run();
    w->order.max_age_s = 3600;
    world_pass(w, 3599);
    run();
    assert_int_equal(w->asked, 0);
    world_expect(w, A, TS_GATHER_UNCHANGED);
    assert_int_equal(world_line(w, A)->age_s, 3599);
    assert_int_equal(w->counts.of[TS_GATHER_REMOVED], 0);
    world_pass(w, 1);
    run();
    assert_int_equal(w->asked, 2);
}

static void
looks_only_at_what_it_was_told_to(void **state)
{
    (void)state;
    world_put(w, "registry.json",
              TS_SPAN_LIT("{\"registry\":{\"" A "\":{\"name\":\"A\"}}}"));
    world_sources(w, SOURCE_COLLEGE ",{\"kind\":\"dcc-registry\","
                                    "\"file\":\"registry.json\",\"trust\":true}");
    ts_test_row("files, without a network");
    w->order.offline = true;
    run();
    assert_int_equal(w->asked, 1);
    assert_int_equal(w->counts.not_asked, 2);
    world_expect(w, "file:registry.json", TS_GATHER_OK);
    ts_test_row("one kind");
    w->order.offline = false;
    w->order.only = TS_SOURCE_DID_WEB;
    run();
    assert_int_equal(w->asked, 1);
    assert_int_equal(w->counts.not_asked, 1);
    world_expect(w, COLLEGE, TS_GATHER_OK);
    ts_test_row("takes nobody off then");
    w->order.only = TS_SOURCE_NONE;
    run();
    assert_non_null(world_issuer(w, A));
    world_put(w, "registry.json", TS_SPAN_LIT("{\"registry\":{}}"));
    w->order.only = TS_SOURCE_DCC_REGISTRY;
    run();
    assert_non_null(world_issuer(w, A));
    w->order.only = TS_SOURCE_NONE;
    run();
    world_expect(w, A, TS_GATHER_REMOVED);
    assert_null(world_issuer(w, A));
}

static void
says_when_it_cannot_write(void **state)
{
    (void)state;
    char command[64];
    world_sources(w, SOURCE_A);
    ts_test_row("issuers.jsonl is a folder");
    snprintf(command, sizeof(command), "mkdir %s/issuers.jsonl", w->path);
    assert_int_equal(system(command), 0);
    assert_status(world_run(w), TS_UNTRUSTED);
    snprintf(command, sizeof(command), "rmdir %s/issuers.jsonl", w->path);
    assert_int_equal(system(command), 0);
    ts_test_row("gather.jsonl is damaged");
    assert_status(
        ts_store_replace(w->store, "gather.jsonl", TS_SPAN_LIT("{\"run\":"), false),
        TS_OK);
    assert_status(world_run(w), TS_TRUNCATED);
    ts_test_row("the folder is gone");
    snprintf(command, sizeof(command), "rm -r %s", w->path);
    assert_int_equal(system(command), 0);
    assert_status(world_run(w), TS_IO);
    assert_int_equal(mkdir(w->path, 0700), 0); /* tear_down() wants one */
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(asks_only_for_what_has_changed),
        TEST(follows_an_unchanged_directory),
        TEST(keeps_what_it_had_when_a_source_fails),
        TEST(notices_that_the_copy_is_gone),
        TEST(does_not_believe_a_copy_that_was_changed),
        TEST(forgets_what_no_source_leads_to),
        TEST(goes_on_where_it_was_cut_off),
        TEST(is_polite),
        TEST(leaves_a_host_in_peace_that_asks_for_it),
        TEST(asks_nobody_too_soon),
        TEST(looks_only_at_what_it_was_told_to),
        TEST(says_when_it_cannot_write),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
