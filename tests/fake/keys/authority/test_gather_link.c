#include "firmware/board/fake/link_script.h"
#include "firmware/board/fake/store_memory.h"
#include "keys/authority/authority.h"
#include "keys/authority/gather.h"
#include "tests/unit/keys/authority/gather_fixture.h"

/* Servers that stall, refuse and dribble behind a scripted link: how long a run takes
 * is counted, and nobody waits. */

#define ARENA (128 * 1024 * 1024)

enum { STALL_MS = 30000, CONNECT_MS = 20000, CHILDREN = 50 };

static struct ts_arena arena;
static struct ts_store *store;
static struct ts_link *way;
static struct ts_source_list sources;
static size_t failed_lines;
static uint8_t body[65536];
static size_t body_len;

#define REGISTRY "https://registry.example/r.json"

static int
set_up(void **state)
{
    (void)state;
    const struct ts_link_options options = { .connect_ms = CONNECT_MS,
                                             .stall_ms = STALL_MS };
    ts_span text = TS_SPAN_LIT("{\"format\":\"touchstone-sources/1\",\"sources\":["
                               "{\"kind\":\"dcc-registry\",\"url\":\"" REGISTRY
                               "\",\"trust\":true}]}");
    arena = ts_test_arena(ARENA);
    assert_status(ts_store_open(&store, "authority", true), TS_OK);
    assert_status(ts_authority_create(&arena, store, (ts_span){ 0 }, FIXTURE_NOW), TS_OK);
    assert_status(ts_link_open(&way, &options), TS_OK);
    assert_status(ts_source_list_read(&arena, &sources, text, false, NULL), TS_OK);
    failed_lines = 0;
    return 0;
}

static int
tear_down(void **state)
{
    (void)state;
    ts_link_close(way);
    ts_link_script_reset();
    ts_store_close(store);
    ts_store_memory_reset();
    ts_test_arena_free(&arena);
    return 0;
}

/* A registry of so many issuers on one host, and one on another. */
static void
serve(void)
{
    struct ts_secret_key key = fixture_key(1, TS_KEY_ED25519);
    char entry[100];
    char url[100];
    char did[100];
    ts_span text;
    struct ts_writer w = ts_text_begin(&arena);
    ts_write_text(&w, "{\"registry\":{");
    for (int i = 0; i < CHILDREN; i++) {
        snprintf(entry, sizeof(entry), "\"did:web:a.example:%d\":{\"name\":\"A\"},", i);
        ts_write_text(&w, entry);
    }
    ts_write_text(&w, "\"did:web:b.example\":{\"name\":\"B\"}}}");
    assert_status(ts_text_keep(&arena, &w, &text), TS_OK);
    ts_link_script_put(REGISTRY, text);
    for (int i = 0; i < CHILDREN; i++) {
        snprintf(did, sizeof(did), "did:web:a.example:%d", i);
        snprintf(url, sizeof(url), "https://a.example/%d/did.json", i);
        ts_link_script_put(url, fixture_document(&arena, did, &key));
    }
    ts_link_script_put("https://b.example/.well-known/did.json",
                       fixture_document(&arena, "did:web:b.example", &key));
}

static bool
collect(ts_span bytes, void *context)
{
    (void)context;
    if (bytes.len > sizeof(body) - body_len)
        return false;
    memcpy(body + body_len, bytes.at, bytes.len);
    body_len += bytes.len;
    return true;
}

static void
hear(const struct ts_gather_line *line, void *context)
{
    (void)context;
    failed_lines += line->result == TS_GATHER_FAILED;
}

static void
fetch(struct ts_gather *gather, const struct ts_gather_step *step, uint64_t waited_ms)
{
    struct ts_reply reply;
    const struct ts_request request = { .url = step->where,
                                        .max = step->max,
                                        .take = collect };
    body_len = 0;
    enum ts_status status = ts_link_fetch(way, &request, &reply);
    const struct ts_gather_answer answer = { .status = status,
                                             .http_status = reply.http_status,
                                             .body = { body, body_len },
                                             .etag = reply.etag,
                                             .retry_after = reply.retry_after };
    ts_mono now = { ts_link_script_count().elapsed_ms + waited_ms };
    assert_status(ts_gather_take(gather, &answer, now), TS_OK);
}

/* How long it took, in milliseconds of the script. */
static uint64_t
run(void)
{
    struct ts_gather *gather;
    struct ts_gather_step step = { .want = TS_GATHER_WAIT };
    uint64_t waited_ms = 0;
    struct ts_arena memory = ts_test_arena(ARENA);
    const struct ts_gather_order order = {
        .store = store, .sources = &sources, .now = FIXTURE_NOW, .report = hear
    };
    assert_status(ts_gather_begin(&memory, &gather, &order, NULL), TS_OK);
    while (step.want != TS_GATHER_DONE) {
        ts_mono now = { ts_link_script_count().elapsed_ms + waited_ms };
        assert_status(ts_gather_next(gather, &step, now), TS_OK);
        if (step.want == TS_GATHER_WAIT)
            waited_ms += step.until.ms - now.ms;
        else if (step.want == TS_GATHER_FETCH)
            fetch(gather, &step, waited_ms);
    }
    ts_test_arena_free(&memory);
    return ts_link_script_count().elapsed_ms + waited_ms;
}

static bool
is_listed(const char *id)
{
    struct ts_issuer_list list;
    assert_status(ts_authority_issuers(&arena, &list, store, NULL), TS_OK);
    return ts_issuer_list_find(&list, ts_span_text(id)) != NULL;
}

/* Of one host, a.example, what the context says. */
static struct ts_script_plan
plan_a(const char *url, uint64_t offset, void *context)
{
    const struct ts_script_plan *plan = context;
    (void)offset;
    return strncmp(url, "https://a.", 10) == 0 ? *plan : (struct ts_script_plan){ 0 };
}

static void
does_not_let_one_server_hold_up_the_others(void **state)
{
    (void)state;
    static struct {
        const char *rule;
        struct ts_script_plan plan;
        uint64_t ms;
    } ROWS[] = {
        { "it takes the question and says nothing",
          { TS_SCRIPT_STALL, 0 },
          2 * (uint64_t)STALL_MS },
        { "it stalls in the middle", { TS_SCRIPT_STALL, 40 }, 2 * (uint64_t)STALL_MS },
        { "nobody is there", { TS_SCRIPT_REFUSED, 0 }, 2 * (uint64_t)CONNECT_MS },
    };
    serve();
    for (size_t i = 0; i < TS_COUNT(ROWS); i++) {
        ts_test_row(ROWS[i].rule);
        uint64_t before = ts_link_script_count().elapsed_ms;
        ts_link_script_plan(plan_a, &ROWS[i].plan);
        failed_lines = 0;
        assert_int_equal(run() - before, ROWS[i].ms);
        assert_int_equal(failed_lines, CHILDREN);
        assert_true(is_listed("did:web:b.example"));
        assert_false(is_listed("did:web:a.example:0"));
    }
    ts_test_row("and the next run asks them all again");
    ts_link_script_plan(NULL, NULL);
    failed_lines = 0;
    (void)run();
    assert_int_equal(failed_lines, 0);
    assert_true(is_listed("did:web:a.example:49"));
}

static struct ts_script_plan
busy_three_times(const char *url, uint64_t offset, void *context)
{
    int *left = context;
    (void)offset;
    if (strncmp(url, "https://a.", 10) != 0 || *left == 0)
        return (struct ts_script_plan){ 0 };
    --*left;
    return (struct ts_script_plan){ TS_SCRIPT_BUSY, 0 };
}

static void
comes_back_when_a_server_says_when(void **state)
{
    (void)state;
    int left = 3;
    serve();
    ts_link_script_plan(busy_three_times, &left);
    ts_link_script_retry_after("60");
    assert_int_equal(run(), 3 * 60000);
    assert_int_equal(failed_lines, 0);
    assert_true(is_listed("did:web:a.example:0"));
    assert_int_equal(ts_link_script_count().requests, 1 + CHILDREN + 1 + 3);
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(does_not_let_one_server_hold_up_the_others),
        TEST(comes_back_when_a_server_says_when),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
