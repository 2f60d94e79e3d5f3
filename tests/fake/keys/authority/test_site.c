#include "keys/authority/bundle.h"
#include "keys/proof/linked_data/context.h"
#include "keys/sync/mirror.h"
#include "tests/fake/keys/authority/office.h"

#include <stdio.h>

/* Linked data contexts and equivalences, from the authority's folder through a
 * publication, a stick and a synchronisation into what a kiosk believes. */

#define CONTEXT_URL "https://works.example/contexts/crane/v1"
#define CONTEXT "{\"@context\":{\"craneClass\":\"https://works.example/terms#class\"}}"
#define OTHER_URL "https://works.example/contexts/rope/v1"
#define OTHER "{\"@context\":{\"rope\":\"https://works.example/terms#rope\"}}"
#define COMPILED_IN "https://www.w3.org/ns/credentials/v2"
#define EQUIVALENCES "{\"format\":\"touchstone-equivalences/1\",\"sets\":[]}"

static enum ts_status
put_context(const char *url, const char *text)
{
    struct ts_fault fault = { 0 };
    size_t used = office.arena.used;
    enum ts_status status = ts_authority_put_context(
        &office.arena, office.authority, ts_span_text(url), ts_span_text(text), &fault);
    assert_int_equal(office.arena.used, used);
    assert_int_equal(fault.status, status);
    return status;
}

static size_t
context_count(void)
{
    const ts_span *urls = NULL;
    size_t count = 42;
    assert_status(ts_authority_contexts(&office.arena, &urls, &count, office.authority),
                  TS_OK);
    return count;
}

static bool
knows(const struct ts_trust *trust, const char *url)
{
    return ts_ld_contexts_find(trust->contexts, ts_span_text(url)) != NULL;
}

static void
assert_carried(struct ts_store *store)
{
    struct ts_trust trust;
    struct ts_fault fault;
    assert_status(office_load(&trust, store, &fault), TS_OK);
    assert_int_equal(trust.problem_count, 0);
    assert_true(knows(&trust, CONTEXT_URL));
    assert_true(knows(&trust, OTHER_URL));
    assert_span_equal(trust.equivalences.bytes, TS_SPAN_LIT(EQUIVALENCES));
}

static void
puts_both_into_a_publication(void **state)
{
    (void)state;
    struct ts_trust trust;
    struct ts_fault fault;
    assert_status(put_context(CONTEXT_URL, CONTEXT), TS_OK);
    assert_status(put_context(OTHER_URL, OTHER), TS_OK);
    assert_status(ts_authority_put_equivalences(&office.arena, office.authority,
                                                TS_SPAN_LIT(EQUIVALENCES)),
                  TS_OK);
    struct ts_publication done = office_publish();
    assert_int_equal(done.contexts, 2);
    assert_true(done.has_equivalences);
    ts_test_row("in a web server's folder");
    assert_carried(office.repo);
    ts_test_row("in a kiosk's folder");
    struct ts_store *plain = office_copy("plain", true);
    assert_carried(plain);
    ts_store_close(plain);
    ts_test_row("taken back");
    assert_status(ts_authority_remove_context(&office.arena, office.authority,
                                              TS_SPAN_LIT(CONTEXT_URL)),
                  TS_OK);
    assert_status(
        ts_authority_put_equivalences(&office.arena, office.authority, (ts_span){ 0 }),
        TS_OK);
    done = office_publish();
    assert_int_equal(done.contexts, 1);
    assert_false(done.has_equivalences);
    assert_status(office_load(&trust, office.repo, &fault), TS_OK);
    assert_false(knows(&trust, CONTEXT_URL));
    assert_true(knows(&trust, OTHER_URL));
    assert_int_equal(trust.equivalences.bytes.len, 0);
    ts_test_row("none at all");
    assert_status(ts_authority_remove_context(&office.arena, office.authority,
                                              TS_SPAN_LIT(OTHER_URL)),
                  TS_OK);
    (void)office_publish();
    assert_status(office_load(&trust, office.repo, &fault), TS_OK);
    assert_null(trust.contexts);
}

static void
replaces_a_context_of_the_same_address(void **state)
{
    (void)state;
    assert_status(put_context(CONTEXT_URL, CONTEXT), TS_OK);
    assert_status(put_context(CONTEXT_URL, OTHER), TS_OK);
    assert_int_equal(context_count(), 1);
    struct ts_publication done = office_publish();
    assert_int_equal(done.contexts, 1);
    const struct office_names *names = office_names(office.authority);
    size_t kept = 0;
    for (size_t i = 0; i < names->count; i++)
        kept += strncmp(names->items[i], "contexts/", 9) == 0;
    assert_int_equal(kept, 1);
    assert_status(ts_authority_remove_context(&office.arena, office.authority,
                                              TS_SPAN_LIT(OTHER_URL)),
                  TS_ABSENT);
}

static void
refuses_what_no_kiosk_would_take(void **state)
{
    (void)state;
    static const struct {
        const char *rule, *url, *text;
        enum ts_status status;
    } ROWS[] = {
        { "FORMAT.md 10.2: no @context", CONTEXT_URL, "{\"a\":1}", TS_MALFORMED },
        { "FORMAT.md 10.2: no object", CONTEXT_URL, "[]", TS_MALFORMED },
        { "FORMAT.md 10.2: a term that is none", CONTEXT_URL, "{\"@context\":{\"a\":5}}",
          TS_MALFORMED },
        { "FORMAT.md 10.2: a relative address", "contexts/crane", CONTEXT, TS_MALFORMED },
        { "FORMAT.md 10.2: two lines for an address", "https://a.example/\nx", CONTEXT,
          TS_MALFORMED },
        { "FORMAT.md 10.3: compiled in", COMPILED_IN, CONTEXT, TS_DUPLICATE },
        { "a member twice", CONTEXT_URL, "{\"@context\":{},\"@context\":{}}",
          TS_DUPLICATE },
        { "cut off", CONTEXT_URL, "{\"@context\":{}", TS_TRUNCATED },
    };
    for (size_t i = 0; i < TS_COUNT(ROWS); i++) {
        ts_test_row(ROWS[i].rule);
        assert_status(put_context(ROWS[i].url, ROWS[i].text), ROWS[i].status);
        assert_int_equal(context_count(), 0);
    }
    ts_test_row("FORMAT.md 10.4: too long");
    char *text = malloc(TS_SITE_CONTEXT_BYTES_MAX + 100);
    memset(text, ' ', TS_SITE_CONTEXT_BYTES_MAX + 50);
    strcpy(text + TS_SITE_CONTEXT_BYTES_MAX, CONTEXT);
    assert_status(put_context(CONTEXT_URL, text), TS_OVER_LIMIT);
    free(text);
    ts_test_row("FORMAT.md 10.4: too many");
    for (int i = 0; i < TS_SITE_CONTEXTS_MAX; i++) {
        char url[64];
        snprintf(url, sizeof(url), "https://works.example/%d", i);
        assert_status(put_context(url, CONTEXT), TS_OK);
    }
    assert_status(put_context(CONTEXT_URL, CONTEXT), TS_OVER_LIMIT);
    assert_status(put_context("https://works.example/3", OTHER), TS_OK);
    assert_int_equal(context_count(), TS_SITE_CONTEXTS_MAX);
    struct ts_publication done = office_publish();
    assert_int_equal(done.contexts, TS_SITE_CONTEXTS_MAX);
    assert_in_range(done.targets, TS_SITE_CONTEXTS_MAX, 40);
    ts_test_row("FORMAT.md 10.5: equivalences that are no object");
    assert_status(
        ts_authority_put_equivalences(&office.arena, office.authority, TS_SPAN_LIT("[]")),
        TS_MALFORMED);
    ts_test_row("FORMAT.md 10.5: too long");
    const ts_span endless = { (const uint8_t *)"", TS_EQUIVALENCES_BYTES_MAX + 1 };
    assert_status(ts_authority_put_equivalences(&office.arena, office.authority, endless),
                  TS_OVER_LIMIT);
}

/* FORMAT.md 1.8: as many deltas as there is room for besides them. */
static void
stays_within_the_files_of_a_publication(void **state)
{
    (void)state;
    for (int i = 0; i < TS_SITE_CONTEXTS_MAX; i++) {
        char url[64];
        snprintf(url, sizeof(url), "https://works.example/%d", i);
        assert_status(put_context(url, CONTEXT), TS_OK);
    }
    for (int day = 0; day < 35; day++) {
        struct ts_publication done;
        fixture_put_list(&office, day % 2 == 0);
        assert_status(
            fixture_publish_at(&office, &done, (ts_utc){ FIXTURE_NOW.s + day * 86400 }),
            TS_OK);
        assert_true(done.targets <= 40);
        if (day == 34)
            assert_int_equal(done.targets, 40);
    }
    struct ts_trust trust;
    struct ts_fault fault;
    assert_status(office_load(&trust, office.repo, &fault), TS_OK);
    assert_int_equal(trust.problem_count, 0);
}

static void
fill(void)
{
    assert_status(put_context(CONTEXT_URL, CONTEXT), TS_OK);
    assert_status(put_context(OTHER_URL, OTHER), TS_OK);
    assert_status(ts_authority_put_equivalences(&office.arena, office.authority,
                                                TS_SPAN_LIT(EQUIVALENCES)),
                  TS_OK);
    (void)office_publish();
}

static void
a_stick_carries_them(void **state)
{
    (void)state;
    struct ts_bundle bundle;
    struct ts_fault fault = { 0 };
    struct ts_store *stick = office_folder("stick");
    fill();
    assert_status(ts_bundle_write(&office.arena, &bundle, office.repo, stick, &fault),
                  TS_OK);
    assert_carried(stick);
    ts_store_close(stick);
}

static void
a_synchronisation_carries_them(void **state)
{
    (void)state;
    struct ts_mirror *mirror;
    struct ts_arena memory = ts_test_arena(TS_MIRROR_ARENA_SIZE);
    const struct ts_mirror_source source = { .name = "stick", .medium = office.repo };
    struct ts_mirror_options options = { .accepted = office_folder("accepted"),
                                         .trust = office_folder("trust"),
                                         .sources = &source,
                                         .source_count = 1,
                                         .budget = UINT64_MAX,
                                         .once = true,
                                         .now = FIXTURE_NOW };
    fill();
    office_put(options.accepted, "root.json", office_read(office.repo, "1.root.json"));
    assert_status(ts_mirror_begin(&memory, &mirror, &options), TS_OK);
    while (ts_mirror_step(mirror, (ts_mono){ 1 }, 7) == TS_MIRROR_GO)
        ;
    assert_int_equal(ts_mirror_progress(mirror)->outcome, TS_MIRROR_UPDATED);
    assert_carried(options.trust);
    ts_store_close(options.accepted);
    ts_store_close(options.trust);
    ts_test_arena_free(&memory);
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, office_set_up, office_tear_down)
    const struct CMUnitTest tests[] = {
        TEST(puts_both_into_a_publication),
        TEST(replaces_a_context_of_the_same_address),
        TEST(refuses_what_no_kiosk_would_take),
        TEST(stays_within_the_files_of_a_publication),
        TEST(a_stick_carries_them),
        TEST(a_synchronisation_carries_them),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
