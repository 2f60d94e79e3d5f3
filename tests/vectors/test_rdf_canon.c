#include "keys/codec/json.h"
#include "keys/proof/linked_data/canonical_parts.h"
#include "tests/support/nquads.h"
#include "tests/support/support.h"

#include <stdio.h>
#include <string.h>

/*
 * The tests of RDF Dataset Canonicalization 1.0: each line of manifest.jsonld names
 * a dataset and its canonical form, or the names its blank nodes get, or says that
 * it is too dear.
 */

static struct ts_arena arena;
static char folder[4096];

struct tally {
    unsigned forms, maps, refused;
    uint32_t dearest; /* Work. */
};

static ts_span
read_file(ts_span name)
{
    char path[4200];
    ts_span bytes;
    snprintf(path, sizeof(path), "%s/%.*s", folder, TS_SPAN_ARG(name));
    assert_true(ts_test_read_file(&arena, &bytes, path));
    return bytes;
}

/* The file says of each label the name it gets: "e0": "c14n1". */
static void
check_map(const struct ts_json *entry, const ts_span *labels, const uint32_t *issued,
          uint32_t count)
{
    const struct ts_json *map;
    ts_span text = read_file(ts_json_string(ts_json_member(entry, "result")));
    assert_status(ts_json_parse(&arena, &map, text, NULL), TS_OK);
    assert_int_equal(map->count, count);
    for (uint32_t i = 0; i < count; i++) {
        char name[32];
        snprintf(name, sizeof(name), "c14n%u", issued[i]);
        assert_span_equal(ts_json_string(ts_json_member_span(map, labels[i])),
                          ts_span_text(name));
    }
}

static void
check_entry(const struct ts_json *entry, struct tally *tally)
{
    struct ts_rdf_dataset dataset;
    ts_span *labels;
    ts_span form;
    uint32_t issued[256];
    uint32_t work;
    const struct ts_json *type = ts_json_member(entry, "type");
    bool is_sha384 = ts_json_string_is(ts_json_member(entry, "hashAlgorithm"), "SHA384");
    bool is_dear = ts_json_string_is(type, "rdfc:RDFC10NegativeEvalTest");

    ts_span text = read_file(ts_json_string(ts_json_member(entry, "action")));
    assert_true(ts_test_nquads_read(&arena, &dataset, &labels, text));
    assert_true(dataset.blank_count <= TS_COUNT(issued));
    enum ts_status status =
        ts_rdfc_measured(&arena, &form, issued, &dataset,
                         is_sha384 ? TS_RDFC_SHA384 : TS_RDFC_SHA256, &work);
    assert_status(status, is_dear ? TS_OVER_LIMIT : TS_OK);
    if (is_dear) {
        tally->refused++;
        return;
    }
    tally->dearest = work > tally->dearest ? work : tally->dearest;
    if (ts_json_string_is(type, "rdfc:RDFC10MapTest")) {
        check_map(entry, labels, issued, dataset.blank_count);
        tally->maps++;
    } else {
        assert_true(ts_json_string_is(type, "rdfc:RDFC10EvalTest"));
        assert_span_equal(form,
                          read_file(ts_json_string(ts_json_member(entry, "result"))));
        tally->forms++;
    }
}

static void
every_entry_holds(void **state)
{
    (void)state;
    struct tally tally = { 0 };
    const struct ts_json *manifest;
    snprintf(folder, sizeof(folder), "%s", ts_test_vector("rdf-canon"));
    arena = ts_test_arena((size_t)4 << 20);
    ts_span text = read_file(TS_SPAN_LIT("manifest.jsonld"));
    assert_status(ts_json_parse(&arena, &manifest, text, NULL), TS_OK);
    size_t used = arena.used;
    for (const struct ts_json *entry = ts_json_member(manifest, "entries")->first; entry;
         entry = entry->next) {
        char id[64];
        snprintf(id, sizeof(id), "%.*s",
                 TS_SPAN_ARG(ts_json_string(ts_json_member(entry, "id"))));
        ts_test_row(id);
        check_entry(entry, &tally);
        ts_arena_rewind(&arena, used);
    }
    ts_test_arena_free(&arena);
    printf("rdf-canon: %u canonical forms, %u maps, %u refused; dearest: %u of work\n",
           tally.forms, tally.maps, tally.refused, tally.dearest);
    assert_int_equal(tally.forms, 64);
    assert_int_equal(tally.maps, 21);
    assert_int_equal(tally.refused, 1);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_entry_holds),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
