#include "keys/codec/json_writer.h"
#include "tests/support/support.h"

#include <stdio.h>
#include <string.h>

/* The six pairs of the author of RFC 8785: input/x.json becomes output/x.json. */

static struct ts_arena arena;

static void
check_pair(const char *path, void *context)
{
    size_t *seen = context;
    char other[4096];
    ts_span input;
    ts_span want;
    ts_span got;
    const struct ts_json *root;

    arena.used = 0;
    const char *folder = strstr(path, "/input/");
    assert_non_null(folder);
    snprintf(other, sizeof(other), "%.*s/output/%s", (int)(folder - path), path,
             folder + strlen("/input/"));
    ts_test_row(path);
    assert_true(ts_test_read_file(&arena, &input, path));
    assert_true(ts_test_read_file(&arena, &want, other));
    assert_status(ts_json_parse(&arena, &root, input, NULL), TS_OK);
    assert_status(ts_jcs_text(&arena, &got, root, NULL), TS_OK);
    assert_span_equal(got, want);
    ++*seen;
}

static void
every_input_becomes_its_output(void **state)
{
    (void)state;
    size_t seen = 0;
    arena = ts_test_arena((size_t)1 << 20);
    ts_test_each_file(ts_test_vector("jcs/input"), ".json", check_pair, &seen);
    ts_test_arena_free(&arena);
    assert_int_equal(seen, 6);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_input_becomes_its_output),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
