#include "tests/fake/keys/sync/world.h"

/* Five hundred links, each bad in its own way: a synchronisation ends with the lists
 * that were published or with a failure that says so, and bytes that came are not
 * asked for again. */

enum { RUNS = 500, PIECE = 64 * 1024 };

struct weather {
    uint32_t random;
    bool lies; /* Contents are changed as well, not only lost. */
    bool range_lied;
    struct world *w;
    uint64_t falsified[WORLD_FILES]; /* Answers about each file that were. */
};

static uint32_t
roll(struct weather *weather, uint32_t below)
{
    weather->random = weather->random * 1664525 + 1013904223;
    return (uint32_t)((uint64_t)(weather->random >> 8) * below >> 24);
}

static bool
is_falsehood(enum ts_script_trouble trouble)
{
    return trouble == TS_SCRIPT_MISPLACED || trouble == TS_SCRIPT_SWAPPED
           || trouble == TS_SCRIPT_FLIPPED || trouble == TS_SCRIPT_ENDLESS
           || trouble == TS_SCRIPT_SHORT;
}

static void
count_falsified(struct weather *weather, const char *url)
{
    struct world *w = weather->w;
    for (size_t i = 0; i < WORLD_FILES; i++)
        weather->falsified[i] +=
            strstr(url, repo_sha256(&w->repo, w->files[i].bytes)) != NULL;
}

static struct ts_script_plan
plan(const char *url, uint64_t offset, void *context)
{
    struct weather *weather = context;
    struct ts_script_plan plan = { 0 };
    if (roll(weather, 100) < 45) {
        plan.trouble =
            (enum ts_script_trouble)(1 + roll(weather, TS_SCRIPT_TROUBLES - 1));
        plan.after = roll(weather, 2) ? roll(weather, 800) : roll(weather, 200000);
    }
    bool range_lie =
        offset > 0
        && (plan.trouble == TS_SCRIPT_WHOLE || plan.trouble == TS_SCRIPT_SHIFTED);
    /* A server that never resumes is another test's. */
    if ((is_falsehood(plan.trouble) && !weather->lies)
        || (range_lie && weather->range_lied))
        plan.trouble = TS_SCRIPT_RESET;
    weather->range_lied = offset > 0 && range_lie;
    if (is_falsehood(plan.trouble))
        count_falsified(weather, url);
    return plan;
}

/* Until it says that it is done; the lists are old or new all the time. */
static size_t
sync_until(struct world *w, uint64_t old, uint64_t new)
{
    size_t syncs = 0;
    enum ts_mirror_outcome outcome = TS_MIRROR_FAILED;
    while (outcome != TS_MIRROR_UPDATED) {
        outcome = kiosk_sync(&w->kiosk);
        uint64_t epoch = kiosk_epoch(&w->kiosk);
        assert_true(epoch == old || epoch == new);
        assert_int_equal(epoch, outcome == TS_MIRROR_UPDATED ? new : old);
        if (outcome != TS_MIRROR_UPDATED) {
            assert_int_equal(outcome, TS_MIRROR_FAILED);
            assert_int_not_equal(w->kiosk.progress.fault.status, TS_OK);
        }
        assert_true(++syncs < 400);
    }
    return syncs;
}

/* What came more than once: of a drop a piece at most; and what a falsified byte spoils
 * is its own file, once for each answer that was falsified. */
static void
assert_little_is_wasted(struct world *w, const struct weather *weather)
{
    uint64_t breaks = ts_link_script_count().breaks;
    uint64_t twice = 0;
    uint64_t spoilt = 0;
    for (size_t i = 0; i < WORLD_FILES; i++) {
        uint64_t len = w->files[i].bytes.len;
        uint64_t bytes = world_bytes_of(w, i);
        twice += bytes > len ? bytes - len : 0;
        spoilt += weather->falsified[i] * len;
    }
    assert_true(weather->lies || spoilt == 0);
    assert_true(twice <= PIECE * breaks + spoilt);
}

static void
every_run_ends_right_or_says_that_it_failed(void **state)
{
    size_t failures = 0;
    uint64_t breaks = 0;
    for (uint32_t seed = 0; seed < RUNS; seed++) {
        struct ts_script_pace pace = { .bytes_per_s = 2000 + 500 * (seed % 7),
                                       .connect_ms = 300,
                                       .drop_ms = seed % 3 ? 10000 : 0 };
        struct world *w = *state;
        struct weather weather = { .random = seed * 7919 + 1, .lies = seed % 2, .w = w };
        char row[32];
        snprintf(row, sizeof(row), "seed %u", seed);
        ts_test_row(row);
        w->kiosk.random = seed;
        ts_link_script_pace(pace);
        ts_link_script_plan(plan, &weather);

        failures += sync_until(w, 0, 1) - 1;
        assert_little_is_wasted(w, &weather);
        world_change(w);
        failures += sync_until(w, 1, 2) - 1;
        breaks += ts_link_script_count().breaks;

        (void)world_tear_down(state);
        (void)world_set_up(state);
    }
    print_message("%d runs, %llu drops, %zu synchronisations that failed\n", RUNS,
                  (unsigned long long)breaks, failures);
    assert_true(breaks > RUNS);
    assert_true(failures > 0);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        world_test(every_run_ends_right_or_says_that_it_failed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
