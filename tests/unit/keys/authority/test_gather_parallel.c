#include "keys/authority/gather_pace.h"
#include "tests/unit/keys/authority/gather_world.h"

/* Several fetches at a time, breaks that servers ask for, and servers that do not
 * answer. The test is the network: it holds answers back as it likes. */

static struct world world;
static struct world *const w = &world;
static struct ts_secret_key key_a;
static struct ts_gather *gather;
static struct ts_gather_step steps[TS_GATHER_TRANSFERS_MAX];

#define SOURCE(host)                                     \
    "{\"kind\":\"did-web\",\"id\":\"did:web:" host "\"," \
    "\"names\":{\"en\":\"" host "\"}}"

static int
set_up(void **state)
{
    (void)state;
    static const char *const DIDS[] = { "did:web:a.example",   "did:web:b.example",
                                        "did:web:c.example",   "did:web:d.example",
                                        "did:web:e.example",   "did:web:a.example:2",
                                        "did:web:a.example:3", "did:web:a.example:4" };
    static const char *const URLS[] = {
        "https://a.example/.well-known/did.json",
        "https://b.example/.well-known/did.json",
        "https://c.example/.well-known/did.json",
        "https://d.example/.well-known/did.json",
        "https://e.example/.well-known/did.json",
        "https://a.example/2/did.json",
        "https://a.example/3/did.json",
        "https://a.example/4/did.json",
    };
    world_begin(w);
    key_a = fixture_key(1, TS_KEY_ED25519);
    for (size_t i = 0; i < TS_COUNT(DIDS); i++)
        world_put(w, URLS[i], fixture_document(&w->arena, DIDS[i], &key_a));
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
begin(const char *sources, size_t transfers)
{
    world_sources(w, sources);
    w->memory.used = 0;
    w->memory.len = WORLD_MEMORY;
    w->line_count = 0;
    w->order.store = w->store;
    w->order.sources = &w->sources;
    w->order.report = world_hear;
    w->order.context = w;
    w->order.transfers = transfers;
    assert_status(ts_gather_begin(&w->memory, &gather, &w->order, NULL), TS_OK);
}

static enum ts_gather_want
next(struct ts_gather_step *step)
{
    assert_status(ts_gather_next(gather, step, w->clock), TS_OK);
    return step->want;
}

/* Begins what may begin; how many are under way then. */
static size_t
begin_all(void)
{
    size_t count = 0;
    struct ts_gather_step step;
    while (next(&step) == TS_GATHER_FETCH) {
        assert_true(step.ticket < TS_GATHER_TRANSFERS_MAX);
        steps[step.ticket] = step;
        count++;
    }
    return count;
}

static void
answer(size_t ticket)
{
    char etag[16] = "";
    struct ts_gather_answer got = world_answer(w, &steps[ticket], etag);
    got.ticket = ticket;
    w->clock.ms += 10;
    assert_status(ts_gather_take(gather, &got, w->clock), TS_OK);
}

/* 503, or no answer at all (0), to what is under way as ticket. */
static void
refuse(size_t ticket, long http_status, const char *retry_after)
{
    struct ts_gather_answer got = { .status = TS_IO,
                                    .http_status = http_status,
                                    .retry_after = retry_after,
                                    .ticket = ticket };
    assert_status(ts_gather_take(gather, &got, w->clock), TS_OK);
}

static void
has_no_more_under_way_than_it_may(void **state)
{
    (void)state;
    struct ts_gather_step step;
    begin(SOURCE("a.example") "," SOURCE("b.example") "," SOURCE("c.example") "," SOURCE(
              "d.example") "," SOURCE("e.example"),
          4);
    assert_int_equal(begin_all(), 4);
    ts_test_row("waits for an answer then, for as long as it takes");
    assert_int_equal(next(&step), TS_GATHER_WAIT);
    assert_int_equal(step.until.ms, UINT64_MAX);
    ts_test_row("a ticket that came back is given out again");
    answer(2);
    assert_int_equal(next(&step), TS_GATHER_FETCH);
    assert_int_equal(step.ticket, 2);
    assert_string_equal(step.where, "https://e.example/.well-known/did.json");
    steps[2] = step;
    ts_test_row("answers may come in any order");
    answer(3);
    answer(2);
    answer(0);
    ts_test_row("it is not over while one is under way");
    assert_int_equal(next(&step), TS_GATHER_WAIT);
    assert_int_equal(step.until.ms, UINT64_MAX);
    answer(1);
    assert_int_equal(next(&step), TS_GATHER_DONE);
    assert_int_equal(ts_gather_counts(gather).of[TS_GATHER_OK], 5);
    for (char c = 'a'; c <= 'e'; c++) {
        char did[] = "did:web:?.example";
        did[8] = c;
        assert_non_null(world_issuer(w, did));
    }
}

/* However many may be under way: politeness is by host. */
static void
asks_one_host_for_one_thing_at_a_time(void **state)
{
    (void)state;
    struct ts_gather_step step;
    w->order.gap_ms = 1000;
    begin(SOURCE("a.example") "," SOURCE("a.example:2") "," SOURCE("b.example"),
          TS_GATHER_TRANSFERS_MAX);
    assert_int_equal(begin_all(), 2);
    answer(0);
    ts_test_row("and after a gap");
    assert_int_equal(next(&step), TS_GATHER_WAIT);
    assert_int_equal(step.until.ms, w->clock.ms + 1000);
    w->clock = step.until;
    assert_int_equal(begin_all(), 1);
    answer(0);
    answer(1);
    assert_int_equal(next(&step), TS_GATHER_DONE);
}

/* Status lists need the issuers, which directories name. */
static void
reads_lists_when_all_issuers_have_come(void **state)
{
    (void)state;
    struct ts_gather_step step;
    world_put(w, "https://registry.example/r.json",
              TS_SPAN_LIT("{\"registry\":{\"did:web:a.example\":{\"name\":\"A\"}}}"));
    begin("{\"kind\":\"status-list\",\"url\":\"https://b.example/list\"},"
          "{\"kind\":\"dcc-registry\",\"url\":\"https://registry.example/r.json\","
          "\"trust\":true}",
          4);
    assert_int_equal(begin_all(), 1);
    answer(0);
    assert_int_equal(begin_all(), 1);
    ts_test_row("an issuer is under way");
    assert_int_equal(next(&step), TS_GATHER_WAIT);
    answer(0);
    assert_int_equal(next(&step), TS_GATHER_FETCH);
    assert_string_equal(step.where, "https://b.example/list");
}

static void
grants_a_break(void **state)
{
    (void)state;
    static const struct {
        const char *rule, *retry_after;
        long http_status;
        uint64_t wait_ms;
    } ROWS[] = {
        { "RFC 9110 10.2.3: seconds", "120", 503, 120000 },
        { "RFC 6585 4: 429", "7", 429, 7000 },
        { "RFC 9110 10.2.3: a date", "Tue, 12 May 2026 08:02:00 GMT", 503, 120000 },
        { "the longest that is granted", "300", 503, 300000 },
        { "no shorter than the gap", "0", 503, 1000 },
        { "a date in the past", "Tue, 12 May 2015 08:02:00 GMT", 503, 1000 },
    };
    for (size_t i = 0; i < TS_COUNT(ROWS); i++) {
        struct ts_gather_step step;
        ts_test_row(ROWS[i].rule);
        w->order.gap_ms = 1000;
        begin(SOURCE("a.example"), 4);
        assert_int_equal(begin_all(), 1);
        refuse(0, ROWS[i].http_status, ROWS[i].retry_after);
        if (w->line_count)
            fail_msg("%s: %s", ROWS[i].rule, w->lines[0].why);
        assert_int_equal(next(&step), TS_GATHER_WAIT);
        assert_int_equal(step.until.ms - w->clock.ms, ROWS[i].wait_ms);
        w->clock = step.until;
        assert_int_equal(begin_all(), 1);
        assert_string_equal(steps[0].where, "https://a.example/.well-known/did.json");
        answer(0);
        assert_int_equal(next(&step), TS_GATHER_DONE);
        assert_true(world_line(w, "did:web:a.example")->result >= TS_GATHER_UNCHANGED);
    }
}

static void
does_not_wait_for_ever(void **state)
{
    (void)state;
    static const struct {
        const char *rule, *retry_after;
    } ROWS[] = {
        { "no word about when", NULL },
        { "an empty word", "" },
        { "longer than a run waits", "301" },
        { "a date that far", "Tue, 12 May 2026 08:05:11 GMT" },
        { "no number and no date", "soon" },
    };
    struct ts_gather_step step;
    for (size_t i = 0; i < TS_COUNT(ROWS); i++) {
        ts_test_row(ROWS[i].rule);
        w->clock.ms = 0;
        begin(SOURCE("a.example") "," SOURCE("a.example:2"), 4);
        assert_int_equal(begin_all(), 1);
        refuse(0, 503, ROWS[i].retry_after);
        assert_int_equal(next(&step), TS_GATHER_DONE);
        world_expect(w, "did:web:a.example", TS_GATHER_FAILED);
        assert_string_equal(world_line(w, "did:web:a.example:2")->why,
                            "its server has asked to be left in peace");
    }
    ts_test_row("one break after the other");
    begin(SOURCE("a.example"), 4);
    for (size_t i = 0; i <= TS_PACE_BREAKS_MAX; i++) {
        assert_int_equal(begin_all(), 1);
        refuse(0, 503, "60");
        if (i < TS_PACE_BREAKS_MAX) {
            assert_int_equal(next(&step), TS_GATHER_WAIT);
            w->clock = step.until;
        }
    }
    assert_int_equal(next(&step), TS_GATHER_DONE);
    world_expect(w, "did:web:a.example", TS_GATHER_FAILED);
}

/* Each question costs half a minute that nobody answers. */
static void
gives_up_a_host_that_does_not_answer(void **state)
{
    (void)state;
    struct ts_gather_step step;
    begin(SOURCE("a.example") "," SOURCE("a.example:2") "," SOURCE(
              "a.example:3") "," SOURCE("a.example:4") "," SOURCE("b.example"),
          4);
    assert_int_equal(begin_all(), 2);
    answer(1);
    refuse(0, 0, NULL);
    assert_int_equal(begin_all(), 1);
    refuse(0, 0, NULL);
    assert_int_equal(next(&step), TS_GATHER_DONE);
    assert_string_equal(world_line(w, "did:web:a.example:2")->why,
                        "no connection to its server");
    assert_string_equal(world_line(w, "did:web:a.example:4")->why,
                        "its server does not answer, or never to the end");
    world_expect(w, "did:web:b.example", TS_GATHER_OK);
    ts_test_row("an answer in between, if only a refusal, and it is asked on");
    begin(SOURCE("a.example") "," SOURCE("a.example:2") "," SOURCE(
              "a.example:3") "," SOURCE("a.example:4"),
          4);
    for (size_t i = 0; i < 4; i++) {
        assert_int_equal(begin_all(), 1);
        refuse(0, i == 1 ? 500 : 0, NULL);
    }
    assert_int_equal(next(&step), TS_GATHER_DONE);
    assert_string_equal(world_line(w, "did:web:a.example:4")->why,
                        "no connection to its server");
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(has_no_more_under_way_than_it_may),
        TEST(asks_one_host_for_one_thing_at_a_time),
        TEST(reads_lists_when_all_issuers_have_come),
        TEST(grants_a_break),
        TEST(does_not_wait_for_ever),
        TEST(gives_up_a_host_that_does_not_answer),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
