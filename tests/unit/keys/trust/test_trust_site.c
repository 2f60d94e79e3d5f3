#include "keys/proof/linked_data/context.h"
#include "keys/trust/trust.h"
#include "tests/unit/keys/trust/fixture.h"

#include <stdlib.h>
#include <unistd.h>

/* Linked data contexts and equivalences in a trust folder whose metadata is written by
 * hand: what an authority would not publish, and what a medium does to it. */

#define ARENA (64 * 1024 * 1024)
#define URL_1 "https://works.example/contexts/1"
#define URL_2 "https://works.example/contexts/2"
#define CUSTOM(url) ",\"custom\":{\"url\":\"" url "\"}"
#define CONTEXT "{\"@context\":{\"a\":\"https://works.example/terms#a\"}}"
#define EQUIVALENCES "{\"sets\":[]}"

static struct ts_arena arena;
static char path[32];
static struct ts_store *store;
static struct ts_secret_key key;
static const char *targets;

static void
put(const char *name, ts_span content)
{
    assert_status(ts_store_replace(store, name, content, false), TS_OK);
}

static void
announce(const char *target, ts_span content, const char *custom)
{
    uint8_t digest[TS_SHA256_SIZE];
    ts_sha256(digest, content);
    targets = fixture_string(
        &arena,
        fixture_text(&arena,
                     "%s%s\"%s\":{\"length\":%zu,\"hashes\":{\"sha256\":\"%s\"}%s}",
                     targets, *targets ? "," : "", target, content.len,
                     fixture_hex(&arena, TS_SPAN_OF(digest)), custom));
}

static void
add(const char *target, const char *content, const char *custom)
{
    char name[128];
    snprintf(name, sizeof(name), "targets/%s", target);
    announce(target, ts_span_text(content), custom);
    put(name, ts_span_text(content));
}

static int
set_up(void **state)
{
    (void)state;
    arena = ts_test_arena(ARENA);
    strcpy(path, "/tmp/ts-site-XXXXXX");
    assert_non_null(mkdtemp(path));
    assert_status(ts_store_open(&store, path, false), TS_OK);
    key = fixture_key(TS_KEY_ED25519, 1);
    targets = "";
    put("root.json", fixture_metadata(&arena, fixture_root_body(&arena, &key), &key, 1));
    return 0;
}

static int
tear_down(void **state)
{
    (void)state;
    char command[64];
    ts_store_close(store);
    snprintf(command, sizeof(command), "rm -r %s", path);
    assert_int_equal(system(command), 0);
    ts_test_arena_free(&arena);
    return 0;
}

static enum ts_status
load(struct ts_trust *trust, struct ts_fault *fault)
{
    const char *body = fixture_string(
        &arena, fixture_text(&arena,
                             "{\"_type\":\"targets\",\"spec_version\":\"1.0.34\","
                             "\"version\":5,\"expires\":\"1970-01-01T00:10:00Z\","
                             "\"targets\":{%s}}",
                             targets));
    put("targets.json", fixture_metadata(&arena, body, &key, 1));
    *fault = (struct ts_fault){ 0 };
    return ts_trust_load(&arena, trust, store, fault);
}

static bool
knows(const struct ts_trust *trust, const char *url)
{
    return ts_ld_contexts_find(trust->contexts, ts_span_text(url)) != NULL;
}

static void
finds_what_is_signed(void **state)
{
    (void)state;
    struct ts_trust trust;
    struct ts_fault fault;
    add("contexts/a.jsonld", CONTEXT, CUSTOM(URL_1));
    add("contexts/b.jsonld", CONTEXT, CUSTOM(URL_2));
    add("equivalences.json", EQUIVALENCES, "");
    assert_status(load(&trust, &fault), TS_OK);
    assert_int_equal(trust.problem_count, 0);
    assert_true(knows(&trust, URL_1));
    assert_true(knows(&trust, URL_2));
    assert_false(knows(&trust, "https://works.example/contexts/3"));
    assert_span_equal(trust.equivalences.bytes, TS_SPAN_LIT(EQUIVALENCES));
    ts_test_row("nothing is left of it in a folder without");
    targets = "";
    assert_status(load(&trust, &fault), TS_OK);
    assert_null(trust.contexts);
    assert_int_equal(trust.equivalences.bytes.len, 0);
}

/* FORMAT.md 1.5: what cannot be used is left out, named, and takes nothing along. */
static void
leaves_out_what_cannot_be_used(void **state)
{
    (void)state;
    static const struct {
        const char *rule, *content, *custom;
        enum ts_status status;
    } ROWS[] = {
        { "FORMAT.md 10.2", "{\"@context\":1", CUSTOM(URL_1), TS_TRUNCATED },
        { "FORMAT.md 10.2", "{}", CUSTOM(URL_1), TS_MALFORMED },
        { "FORMAT.md 10.2", CONTEXT, "", TS_MALFORMED },
        { "FORMAT.md 10.2", CONTEXT, CUSTOM("contexts/1"), TS_MALFORMED },
        { "FORMAT.md 10.3", CONTEXT, CUSTOM(URL_2), TS_DUPLICATE },
        { "FORMAT.md 10.3", CONTEXT, CUSTOM("https://www.w3.org/ns/credentials/v2"),
          TS_DUPLICATE },
    };
    for (size_t i = 0; i < TS_COUNT(ROWS); i++) {
        struct ts_trust trust;
        struct ts_fault fault;
        ts_test_row(ROWS[i].rule);
        targets = "";
        add("contexts/a.jsonld", CONTEXT, CUSTOM(URL_2));
        add("contexts/b.jsonld", ROWS[i].content, ROWS[i].custom);
        add("equivalences.json", EQUIVALENCES, "");
        assert_status(load(&trust, &fault), TS_OK);
        assert_int_equal(trust.problem_count, 1);
        assert_span_equal(trust.problems[0].what, TS_SPAN_LIT("contexts/b.jsonld"));
        assert_status(trust.problems[0].fault.status, ROWS[i].status);
        if (ROWS[i].status != TS_TRUNCATED)
            assert_string_equal(trust.problems[0].fault.rule, ROWS[i].rule);
        assert_true(knows(&trust, URL_2));
        assert_false(knows(&trust, URL_1));
        assert_span_equal(trust.equivalences.bytes, TS_SPAN_LIT(EQUIVALENCES));
    }
}

static void
keeps_its_limits(void **state)
{
    (void)state;
    struct ts_trust trust;
    struct ts_fault fault;
    char *text = malloc(TS_EQUIVALENCES_BYTES_MAX + 2);
    ts_test_row("FORMAT.md 10.4: too many");
    for (int i = 0; i < TS_SITE_CONTEXTS_MAX + 2; i++) {
        char name[64];
        char custom[128];
        snprintf(name, sizeof(name), "contexts/%02d.jsonld", i);
        snprintf(custom, sizeof(custom), CUSTOM("https://works.example/%d"), i);
        add(name, CONTEXT, custom);
    }
    assert_status(load(&trust, &fault), TS_OK);
    assert_int_equal(trust.problem_count, 2);
    assert_status(trust.problems[0].fault.status, TS_OVER_LIMIT);
    assert_string_equal(trust.problems[0].fault.rule, "FORMAT.md 10.4");
    ts_test_row("FORMAT.md 10.4: too long, and FORMAT.md 10.5");
    targets = "";
    memset(text, ' ', TS_EQUIVALENCES_BYTES_MAX + 1);
    text[TS_EQUIVALENCES_BYTES_MAX + 1] = '\0';
    memcpy(text, "{}", 2);
    add("equivalences.json", text, "");
    memcpy(text, CONTEXT, strlen(CONTEXT));
    text[TS_SITE_CONTEXT_BYTES_MAX + 1] = '\0';
    add("contexts/a.jsonld", text, CUSTOM(URL_1));
    assert_status(load(&trust, &fault), TS_OK);
    assert_int_equal(trust.problem_count, 2);
    assert_string_equal(trust.problems[0].fault.rule, "FORMAT.md 10.5");
    assert_string_equal(trust.problems[1].fault.rule, "FORMAT.md 10.4");
    assert_int_equal(trust.equivalences.bytes.len, 0);
    assert_null(trust.contexts);
    ts_test_row("the longest");
    targets = "";
    text[TS_SITE_CONTEXT_BYTES_MAX] = '\0';
    add("contexts/a.jsonld", text, CUSTOM(URL_1));
    assert_status(load(&trust, &fault), TS_OK);
    assert_int_equal(trust.problem_count, 0);
    assert_true(knows(&trust, URL_1));
    free(text);
}

static void
refuses_the_folder_for_what_was_altered(void **state)
{
    (void)state;
    static const char *const TARGETS[] = { "contexts/a.jsonld", "equivalences.json" };
    for (size_t i = 0; i < TS_COUNT(TARGETS); i++) {
        struct ts_trust trust;
        struct ts_fault fault;
        char name[64];
        ts_test_row(TARGETS[i]);
        targets = "";
        add(TARGETS[i], CONTEXT, CUSTOM(URL_1));
        snprintf(name, sizeof(name), "targets/%s", TARGETS[i]);
        put(name,
            TS_SPAN_LIT("{\"@context\":{\"a\":\"https://works.example/terms#b\"}}"));
        assert_status(load(&trust, &fault), TS_UNTRUSTED);
        ts_test_row("gone");
        assert_status(ts_store_remove(store, name), TS_OK);
        assert_status(load(&trust, &fault), TS_OK);
        assert_int_equal(trust.problem_count, 1);
        assert_status(trust.problems[0].fault.status, TS_ABSENT);
    }
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(finds_what_is_signed),
        TEST(leaves_out_what_cannot_be_used),
        TEST(keeps_its_limits),
        TEST(refuses_the_folder_for_what_was_altered),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
