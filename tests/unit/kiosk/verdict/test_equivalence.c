#include "kiosk/verdict/equivalence.h"
#include "tests/support/support.h"

#include <string.h>

#define HEAD "{\"format\":\"touchstone-equivalences/1\",\"sets\":["
#define SET                                                   \
    "{\"id\":\"h2s\",\"achievements\":[\"urn:a\",\"urn:b\"]," \
    "\"alignments\":[{\"framework\":\"NOC\",\"code\":\"831\"}]}"
#define GOOD HEAD SET "]}"

static const ts_verified nothing;

/* Only a test may say that bytes were verified without checking them. */
static enum ts_status
read(struct ts_arena *arena, struct ts_equivalences *all, ts_span text)
{
    ts_verified v = nothing;
    v.bytes = text;
    return ts_equivalences_read(arena, all, v, NULL);
}

static const struct {
    const char *name;
    const char *text;
    enum ts_status want;
} rows[] = {
    { "a set", GOOD, TS_OK },
    { "no sets yet", HEAD "]}", TS_OK },
    { "alignments alone",
      HEAD "{\"id\":\"x\",\"alignments\":[{\"framework\":\"A\",\"code\":\"1\"},"
           "{\"framework\":\"B\",\"code\":\"2\"}]}]}",
      TS_OK },
    { "a later format", "{\"format\":\"touchstone-equivalences/2\",\"sets\":[]}",
      TS_UNSUPPORTED },
    { "a misspelt member", "{\"format\":\"touchstone-equivalences/1\",\"set\":[]}",
      TS_MALFORMED },
    { "no sets at all", "{\"format\":\"touchstone-equivalences/1\"}", TS_MALFORMED },
    { "a misspelt member of a set",
      HEAD "{\"id\":\"x\",\"achievement\":[\"urn:a\",\"urn:b\"]}]}", TS_MALFORMED },
    { "a misspelt member of an alignment",
      HEAD "{\"id\":\"x\",\"achievements\":[\"urn:a\"],\"alignments\":[{\"framework\":"
           "\"A\",\"code\":\"1\",\"kode\":\"1\"}]}]}",
      TS_MALFORMED },
    { "a set of one joins nothing", HEAD "{\"id\":\"x\",\"achievements\":[\"urn:a\"]}]}",
      TS_MALFORMED },
    { "a set without an id", HEAD "{\"achievements\":[\"urn:a\",\"urn:b\"]}]}",
      TS_MALFORMED },
    { "an achievement that is a number",
      HEAD "{\"id\":\"x\",\"achievements\":[\"urn:a\",1]}]}", TS_MALFORMED },
    { "an alignment without a code",
      HEAD "{\"id\":\"x\",\"achievements\":[\"urn:a\"],\"alignments\":[{\"framework\":"
           "\"A\"}]}]}",
      TS_MALFORMED },
    { "a set that is text", HEAD "\"urn:a\"]}", TS_MALFORMED },
    { "one byte more", GOOD "x", TS_TRAILING },
};

static void
each_form_is_judged(void **state)
{
    (void)state;
    for (size_t i = 0; i < TS_COUNT(rows); i++) {
        struct ts_arena arena = ts_test_arena(1 << 16);
        struct ts_equivalences all;
        struct ts_equivalences untouched;
        memset(&all, 0xA5, sizeof(all));
        untouched = all;
        ts_test_row(rows[i].name);
        assert_status(read(&arena, &all, ts_span_text(rows[i].text)), rows[i].want);
        if (rows[i].want != TS_OK)
            assert_memory_equal(&all, &untouched, sizeof(all));
        ts_test_arena_free(&arena);
    }
}

static void
every_prefix_is_refused(void **state)
{
    (void)state;
    struct ts_arena arena = ts_test_arena(1 << 16);
    for (size_t len = 0; len < strlen(GOOD); len++) {
        struct ts_equivalences all;
        uint8_t *copy = ts_test_exact_copy((ts_span){ (const uint8_t *)GOOD, len });
        assert_true(read(&arena, &all, (ts_span){ copy, len }) != TS_OK);
        free(copy);
    }
    ts_test_arena_free(&arena);
}

static void
a_set_holds_what_it_names(void **state)
{
    (void)state;
    struct ts_arena arena = ts_test_arena(1 << 16);
    struct ts_equivalences all;
    const struct ts_alignment noc = { .framework = TS_SPAN_LIT("NOC"),
                                      .code = TS_SPAN_LIT("831") };
    const struct ts_credential by_id = { .achievement_id = TS_SPAN_LIT("urn:b") };
    const struct ts_credential aligned = { .alignments = &noc, .alignment_count = 1 };
    const struct ts_credential other = { .achievement_id = TS_SPAN_LIT("urn:c") };
    const struct ts_credential nameless = { .achievement_id = { 0 } };

    assert_status(read(&arena, &all, TS_SPAN_LIT(GOOD)), TS_OK);
    assert_int_equal(all.count, 1);
    assert_true(ts_equivalence_has(&all.sets[0], TS_SPAN_LIT("urn:a")));
    assert_false(ts_equivalence_has(&all.sets[0], (ts_span){ 0 }));
    assert_false(
        ts_equivalence_aligns(&all.sets[0], TS_SPAN_LIT("O*NET"), TS_SPAN_LIT("831")));
    assert_true(ts_equivalence_holds(&all.sets[0], &by_id));
    assert_true(ts_equivalence_holds(&all.sets[0], &aligned));
    assert_false(ts_equivalence_holds(&all.sets[0], &other));
    assert_false(ts_equivalence_holds(&all.sets[0], &nameless));
    ts_test_arena_free(&arena);
}

static void
one_set_too_many_is_refused(void **state)
{
    (void)state;
    struct ts_arena arena = ts_test_arena(4 << 20);
    struct ts_equivalences all;
    char *text = ts_arena_take(&arena, (size_t)200 * TS_EQUIVALENCES_MAX);
    strcpy(text, HEAD SET);
    char *end = text + strlen(text);
    for (int i = 1; i < TS_EQUIVALENCES_MAX; i++) {
        strcpy(end, "," SET);
        end += strlen(end);
    }
    strcpy(end, "]}");
    assert_status(read(&arena, &all, ts_span_text(text)), TS_OK);
    assert_int_equal(all.count, TS_EQUIVALENCES_MAX);
    strcpy(end, "," SET "]}");
    assert_status(read(&arena, &all, ts_span_text(text)), TS_OVER_LIMIT);
    ts_test_arena_free(&arena);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_form_is_judged),
        cmocka_unit_test(every_prefix_is_refused),
        cmocka_unit_test(a_set_holds_what_it_names),
        cmocka_unit_test(one_set_too_many_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
