#include "keys/authority/gather_directory.h"
#include "tests/support/support.h"

#include <string.h>

#define ARENA (1024 * 1024)

typedef enum ts_status
read_directory(struct ts_arena *arena, struct ts_directory *directory, ts_span text,
               struct ts_fault *fault);

static enum ts_status
read_health(struct ts_arena *arena, struct ts_directory *directory, ts_span text,
            struct ts_fault *fault)
{
    return ts_health_directory_read(arena, directory, text, false, fault);
}

/* Made for this test, in the shape of the published ones. */
static const char REGISTRY[] =
    "{\"meta\":{\"created\":\"2020-12-02T02:32:16+0000\"},\"registry\":{"
    "\"did:key:z6Mktpn6cXks1PBKLMgZH2VaahvCtBMF6K8eCa7HzrnuYLZv\":"
    "{\"name\":\"Example University\",\"location\":\"Nowhere\",\"url\":\"https://u\"},"
    "\"did:web:a.example:TUM.Test\":{\"name\":\"A\"},"
    "\"did:web:b.example\":{\"name\":\"\"},"
    "\"did:web:c.example\":{\"url\":\"https://c.example\"},"
    "\"did:web:d.example#key\":{\"name\":\"D\"},"
    "\"https://e.example\":{\"name\":\"E\"},"
    "\"did:ion:f\":{\"name\":\"F\"},"
    "\"did:web:g.example\":\"G\"}}";

static const char DIRECTORY[] =
    "{\"participating_issuers\":["
    "{\"iss\":\"https://a.example/issuer\",\"name\":\"State of A\",\"website\":null},"
    "{\"iss\":\"https://b.example\",\"name\":\"B\",\"canonical_iss\":null},"
    "{\"iss\":\"https://a.example/issuer\",\"name\":\"Not A\"},"
    "{\"iss\":\"http://c.example\",\"name\":\"C\"},"
    "{\"iss\":\"https://d.example\",\"name\":7},"
    "{\"iss\":\"https://127.0.0.1/\",\"name\":\"E\"},"
    "{\"name\":\"F\"},null]}";

static void
reads_a_registry(void **state)
{
    (void)state;
    struct ts_arena arena = ts_test_arena(ARENA);
    struct ts_directory directory;
    assert_status(ts_dcc_registry_read(&arena, &directory, ts_span_text(REGISTRY), NULL),
                  TS_OK);
    assert_int_equal(directory.count, 3);
    assert_int_equal(directory.passed_over, 5);
    assert_span_equal(
        directory.entries[0].id,
        TS_SPAN_LIT("did:key:z6Mktpn6cXks1PBKLMgZH2VaahvCtBMF6K8eCa7HzrnuYLZv"));
    assert_span_equal(directory.entries[0].name, TS_SPAN_LIT("Example University"));
    assert_span_equal(directory.entries[1].id, TS_SPAN_LIT("did:web:a.example:TUM.Test"));
    assert_span_equal(directory.entries[2].id, TS_SPAN_LIT("did:ion:f"));
    ts_test_arena_free(&arena);
}

static void
reads_a_directory_of_health_cards(void **state)
{
    (void)state;
    struct ts_arena arena = ts_test_arena(ARENA);
    struct ts_directory directory;
    assert_status(read_health(&arena, &directory, ts_span_text(DIRECTORY), NULL), TS_OK);
    assert_int_equal(directory.count, 2);
    assert_int_equal(directory.passed_over, 5);
    ts_test_row("the first of two of one id counts");
    assert_span_equal(directory.entries[0].id, TS_SPAN_LIT("https://a.example/issuer"));
    assert_span_equal(directory.entries[0].name, TS_SPAN_LIT("State of A"));
    ts_test_row("plain http only when told");
    assert_status(
        ts_health_directory_read(&arena, &directory, ts_span_text(DIRECTORY), true, NULL),
        TS_OK);
    assert_int_equal(directory.count, 3);
    ts_test_arena_free(&arena);
}

static void
refuses_other_files(void **state)
{
    (void)state;
    static const struct {
        const char *rule, *text;
        enum ts_status status;
    } ROWS[] = {
        { "an array", "[]", TS_MALFORMED },
        { "nothing in it", "{}", TS_MALFORMED },
        { "another shape",
          "{\"registry\":\"x\",\"participating_issuers\":{\"iss\":\"x\"}}",
          TS_MALFORMED },
        { "an issuer twice",
          "{\"registry\":{\"did:a:b\":{},\"did:a:b\":{}},\"x\":[],\"x\":[]}",
          TS_DUPLICATE },
        { "no JSON", "<html>", TS_MALFORMED },
    };
    struct ts_arena arena = ts_test_arena(ARENA);
    for (size_t i = 0; i < TS_COUNT(ROWS); i++) {
        struct ts_directory directory = { .count = 42 };
        struct ts_fault fault = { 0 };
        ts_span text = ts_span_text(ROWS[i].text);
        ts_test_row(ROWS[i].rule);
        assert_status(ts_dcc_registry_read(&arena, &directory, text, &fault),
                      ROWS[i].status);
        assert_status(read_health(&arena, &directory, text, &fault), ROWS[i].status);
        assert_int_equal(fault.status, ROWS[i].status);
        assert_int_equal(directory.count, 42);
    }
    ts_test_arena_free(&arena);
}

static void
refuse_parts(read_directory *read, const char *text)
{
    struct ts_arena arena = ts_test_arena(ARENA);
    struct ts_directory directory = { .count = 42 };
    char longer[2048];
    size_t whole = strlen(text);
    for (size_t len = 0; len < whole; len++) {
        size_t used = arena.used;
        assert_true(
            read(&arena, &directory, (ts_span){ (const uint8_t *)text, len }, NULL)
            != TS_OK);
        assert_int_equal(directory.count, 42);
        ts_arena_rewind(&arena, used);
    }
    assert_true(whole + 2 < sizeof(longer));
    memcpy(longer, text, whole);
    longer[whole] = ']';
    assert_status(
        read(&arena, &directory, (ts_span){ (uint8_t *)longer, whole + 1 }, NULL),
        TS_TRAILING);
    ts_test_arena_free(&arena);
}

static void
refuses_what_was_cut_off_or_goes_on(void **state)
{
    (void)state;
    refuse_parts(ts_dcc_registry_read, REGISTRY);
    refuse_parts(read_health, DIRECTORY);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_a_registry),
        cmocka_unit_test(reads_a_directory_of_health_cards),
        cmocka_unit_test(refuses_other_files),
        cmocka_unit_test(refuses_what_was_cut_off_or_goes_on),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
