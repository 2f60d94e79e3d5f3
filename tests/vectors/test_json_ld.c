#include "keys/proof/linked_data/canonical.h"
#include "keys/proof/linked_data/expand.h"
#include "keys/proof/linked_data/to_rdf.h"
#include "tests/support/nquads.h"
#include "tests/support/support.h"

#include <stdio.h>
#include <string.h>

/*
 * w3c/json-ld-api, tests/toRdf: each document through expansion and RDF, compared
 * with the expected N-Quads, both in canonical form.
 */

enum outcome {
    PASSED,
    WRONG,   /* Another answer than the expected one, or one where there is none. */
    REFUSED, /* No answer where there is one. */
    SKIPPED,
};

struct group {
    char name[8];
    unsigned counts[SKIPPED + 1];
};

struct suite {
    const char *folder;
    struct ts_ld_contexts contexts;
    struct ts_arena lasting; /* The manifest and the contexts. */
    struct ts_arena scratch; /* One test. */
    ts_span base;
    struct group groups[32];
    size_t group_count;
    unsigned positive_passed, positive_all;
    char why[160];
};

static const struct ts_json *
read_json(struct ts_arena *arena, const char *path)
{
    ts_span text;
    const struct ts_json *json;
    if (!ts_test_read_file(arena, &text, path)
        || ts_json_parse(arena, &json, text, NULL) != TS_OK)
        return NULL;
    return json;
}

static ts_span
address(struct ts_arena *arena, ts_span base, const char *name)
{
    ts_room rest = ts_arena_rest(arena);
    int len = snprintf((char *)rest.at, rest.len, "%.*s%s", TS_SPAN_ARG(base), name);
    ts_arena_keep(arena, (size_t)len + 1);
    return (ts_span){ rest.at, (size_t)len };
}

/* The documents that stand beside the tests for them to refer to. */
static void
add_context(const char *path, void *context)
{
    struct suite *suite = context;
    if (!strstr(path, "context"))
        return;
    const struct ts_json *json = read_json(&suite->lasting, path);
    ts_span iri = address(&suite->lasting, suite->base, path + strlen(suite->folder) + 1);
    if (json && ts_json_member(json, "@context")->kind != TS_JSON_NONE)
        assert_status(ts_ld_contexts_add(&suite->contexts, &suite->lasting, iri, json),
                      TS_OK);
}

static bool
option_is(const struct ts_json *test, const char *name, const char *value)
{
    return ts_json_string_is(ts_json_member(ts_json_member(test, "option"), name), value);
}

static bool
has_option(const struct ts_json *test, const char *name)
{
    return ts_json_member(ts_json_member(test, "option"), name)->kind != TS_JSON_NONE;
}

static const char *
skip_reason(const struct ts_json *test)
{
    if (option_is(test, "specVersion", "json-ld-1.0")
        || option_is(test, "processingMode", "json-ld-1.0"))
        return "JSON-LD 1.0";
    if (has_option(test, "rdfDirection"))
        return "rdfDirection";
    if (has_option(test, "produceGeneralizedRdf"))
        return "generalized RDF";
    if (has_option(test, "expandContext"))
        return "expandContext";
    return NULL;
}

static const char *
path_of(struct suite *suite, const struct ts_json *test, const char *member)
{
    ts_span name = ts_json_string(ts_json_member(test, member));
    static char path[512];
    (void)snprintf(path, sizeof(path), "%s/%.*s", suite->folder, TS_SPAN_ARG(name));
    return path;
}

/* What we make of the document: its RDF in canonical form. */
static enum ts_status
answer(struct suite *suite, const struct ts_json *test, ts_span *nquads)
{
    struct ts_arena *arena = &suite->scratch;
    struct ts_ld_trouble trouble = { 0 };
    const struct ts_ld_item *items = NULL;
    struct ts_rdf_dataset dataset;
    ts_span source;
    const struct ts_json *document;
    ts_span input = ts_json_string(ts_json_member(test, "input"));
    struct ts_ld_options options = { .site = &suite->contexts };
    options.base = ts_json_string(ts_json_member(ts_json_member(test, "option"), "base"));
    if (!options.base.len) {
        char name[256];
        (void)snprintf(name, sizeof(name), "%.*s", TS_SPAN_ARG(input));
        options.base = address(arena, suite->base, name);
    }
    if (!ts_test_read_file(arena, &source, path_of(suite, test, "input"))) {
        (void)snprintf(suite->why, sizeof(suite->why), "no file");
        return TS_ABSENT;
    }
    enum ts_status status = ts_json_parse(arena, &document, source, NULL);
    if (status == TS_OK)
        status = ts_ld_expand(arena, &items, document, &options, &trouble);
    (void)snprintf(suite->why, sizeof(suite->why), "%s %s: %.*s", ts_status_name(status),
                   trouble.rule ? trouble.rule : "", TS_SPAN_ARG(trouble.name));
    if (status == TS_OK)
        status = ts_ld_to_rdf(arena, &dataset, items);
    if (status == TS_OK)
        status = ts_rdfc_canonicalize(arena, nquads, NULL, &dataset, TS_RDFC_SHA256);
    return status;
}

static bool
expected(struct suite *suite, const struct ts_json *test, ts_span *nquads)
{
    struct ts_arena *arena = &suite->scratch;
    struct ts_rdf_dataset dataset;
    ts_span text;
    return ts_test_read_file(arena, &text, path_of(suite, test, "expect"))
           && ts_test_nquads_read(arena, &dataset, NULL, text)
           && ts_rdfc_canonicalize(arena, nquads, NULL, &dataset, TS_RDFC_SHA256)
                  == TS_OK;
}

static enum outcome
try_test(struct suite *suite, const struct ts_json *test)
{
    const struct ts_json *type = ts_json_member(test, "@type");
    ts_span got;
    ts_span want;
    enum ts_status status = answer(suite, test, &got);
    if (status == TS_ABSENT)
        return SKIPPED;
    if (ts_json_values_include(type, "jld:NegativeEvaluationTest")) {
        (void)snprintf(
            suite->why, sizeof(suite->why), "should be refused: %.*s",
            TS_SPAN_ARG(ts_json_string(ts_json_member(test, "expectErrorCode"))));
        return status == TS_OK ? WRONG : PASSED;
    }
    suite->positive_all++;
    if (status != TS_OK)
        return REFUSED;
    if (ts_json_values_include(type, "jld:PositiveEvaluationTest")) {
        if (!expected(suite, test, &want)) {
            (void)snprintf(suite->why, sizeof(suite->why), "its N-Quads are not read");
            return REFUSED;
        }
        if (!ts_span_equal(got, want)) {
            if (getenv("TS_JSON_LD_SHOW"))
                printf("got\n%.*swant\n%.*s", TS_SPAN_ARG(got), TS_SPAN_ARG(want));
            (void)snprintf(suite->why, sizeof(suite->why), "another answer");
            return WRONG;
        }
    }
    suite->positive_passed++;
    return PASSED;
}

/* "#tpr12" belongs to "pr", "#t0012" to "core". */
static struct group *
group_of(struct suite *suite, ts_span id)
{
    char name[8] = "core";
    size_t len = 0;
    while (id.len > len + 2 && len < 4 && id.at[len + 2] >= 'a' && id.at[len + 2] <= 'z')
        len++;
    if (len)
        (void)snprintf(name, sizeof(name), "%.*s", (int)len, (const char *)id.at + 2);
    size_t i = 0;
    while (i < suite->group_count && strcmp(suite->groups[i].name, name) != 0)
        i++;
    if (i == suite->group_count) {
        assert_true(i < TS_COUNT(suite->groups));
        (void)snprintf(suite->groups[i].name, sizeof(name), "%s", name);
        suite->group_count++;
    }
    return &suite->groups[i];
}

static void
run_all(struct suite *suite, const struct ts_json *manifest)
{
    static const char *const words[] = { "", "WRONG", "refused", "skipped" };
    const struct ts_json *sequence = ts_json_member(manifest, "sequence");
    for (const struct ts_json *test = sequence->first; test; test = test->next) {
        ts_span id = ts_json_string(ts_json_member(test, "@id"));
        const char *reason = skip_reason(test);
        suite->scratch.used = 0;
        enum outcome outcome = reason ? SKIPPED : try_test(suite, test);
        group_of(suite, id)->counts[outcome]++;
        if (outcome != PASSED)
            print_message("%s %.*s: %s\n", words[outcome], TS_SPAN_ARG(id),
                          reason ? reason : suite->why);
    }
}

static void
the_suite_agrees(void **state)
{
    (void)state;
    struct suite suite = { .folder = ts_test_vector("json-ld") };
    unsigned wrong = 0;
    if (!suite.folder)
        return;
    suite.lasting = ts_test_arena(8 << 20);
    suite.scratch = ts_test_arena(8 << 20);
    char path[512];
    (void)snprintf(path, sizeof(path), "%s/toRdf-manifest.jsonld", suite.folder);
    const struct ts_json *manifest = read_json(&suite.lasting, path);
    assert_non_null(manifest);
    suite.base = ts_json_string(ts_json_member(manifest, "baseIri"));
    (void)snprintf(path, sizeof(path), "%s/toRdf", suite.folder);
    ts_test_each_file(path, ".jsonld", add_context, &suite);
    (void)snprintf(path, sizeof(path), "%s/toRdf/c031", suite.folder);
    ts_test_each_file(path, ".jsonld", add_context, &suite);

    run_all(&suite, manifest);
    print_message("%-6s %7s %7s %7s %7s\n", "group", "passed", "wrong", "refused",
                  "skipped");
    for (size_t i = 0; i < suite.group_count; i++) {
        const unsigned *counts = suite.groups[i].counts;
        wrong += counts[WRONG];
        print_message("%-6s %7u %7u %7u %7u\n", suite.groups[i].name, counts[PASSED],
                      counts[WRONG], counts[REFUSED], counts[SKIPPED]);
    }
    print_message("positive tests passed: %u of %u\n", suite.positive_passed,
                  suite.positive_all);
    assert_int_equal(wrong, 0);
    assert_true(suite.positive_all > 0);
    assert_true(suite.positive_passed * 100 >= suite.positive_all * 95);
    ts_test_arena_free(&suite.lasting);
    ts_test_arena_free(&suite.scratch);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_suite_agrees),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
