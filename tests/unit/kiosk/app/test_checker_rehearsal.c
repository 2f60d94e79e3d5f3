#include "kiosk/app/checker.h"
#include "kiosk/rehearsal/rehearsal.h"
#include "tests/support/samples.h"
#include "tests/support/support.h"

#include <sched.h>
#include <stdatomic.h>
#include <string.h>

/* The checker, with a rehearsal that does as the test says. */

struct ts_rehearsal {
    atomic_bool dies;
    atomic_uint tried, renewed;
    bool open;
    const char *lists;
};

static struct ts_rehearsal stage;

enum ts_status
ts_rehearsal_open(struct ts_rehearsal **rehearsal, const char *lists)
{
    stage.lists = lists;
    stage.open = true;
    *rehearsal = &stage;
    return TS_OK;
}

void
ts_rehearsal_close(struct ts_rehearsal *rehearsal)
{
    if (rehearsal)
        rehearsal->open = false;
}

enum ts_status
ts_rehearsal_try(struct ts_rehearsal *rehearsal, ts_span text, struct ts_now now)
{
    (void)text;
    (void)now;
    bool dies = rehearsal->dies;
    rehearsal->tried++;
    return dies ? TS_IO : TS_OK;
}

void
ts_rehearsal_renew(struct ts_rehearsal *rehearsal)
{
    rehearsal->renewed++;
}

uint32_t
ts_rehearsal_restarts(const struct ts_rehearsal *rehearsal)
{
    return rehearsal->tried;
}

static struct ts_arena arena;
static struct ts_trust trusts[2];
static struct ts_checker *checker;

static struct ts_now
mid_2026(void *context)
{
    (void)context;
    return (struct ts_now){ TS_SAMPLE_NOW, TS_CLOCK_TRUSTED };
}

static struct ts_checker_rules
rules(const struct ts_trust *trust)
{
    return (struct ts_checker_rules){ .trust = trust, .lists = "lists", .now = mid_2026 };
}

static int
set_up(void **state)
{
    (void)state;
    memset(&stage, 0, sizeof(stage));
    arena = ts_test_arena(4 << 20);
    for (size_t i = 0; i < 2; i++)
        trusts[i] = ts_sample_trust(&arena);
    assert_status(ts_checker_open(&checker, rules(&trusts[0])), TS_OK);
    return 0;
}

static int
tear_down(void **state)
{
    (void)state;
    ts_checker_close(checker);
    assert_false(stage.open);
    ts_test_arena_free(&arena);
    return 0;
}

static void
submit(uint32_t ticket)
{
    ts_checker_submit(
        checker, ticket,
        ts_sample_badge(&arena, (struct ts_sample_wishes){ .kind = TS_KEY_ED25519 }));
}

static void
expect_ready(uint32_t ticket)
{
    uint32_t got = 0;
    const struct ts_verdict *verdict = NULL;
    while (!ts_checker_collect(checker, &got, &verdict))
        sched_yield();
    assert_int_equal(got, ticket);
    assert_int_equal(verdict->kind, TS_VERDICT_READY);
}

static void
a_card_that_is_not_survived_is_not_judged(void **state)
{
    (void)state;
    const struct ts_verdict *verdict = NULL;
    uint32_t got = 0;
    assert_string_equal(stage.lists, "lists");
    stage.dies = true;
    submit(1);
    while (ts_checker_restarts(checker) < 1)
        sched_yield();
    assert_false(ts_checker_collect(checker, &got, &verdict));
    ts_checker_wipe(checker); /* the screen has told */
    stage.dies = false;
    submit(2);
    expect_ready(2); /* the next one is, and the first never was */
    assert_int_equal(stage.tried, 2);
    assert_false(ts_checker_collect(checker, &got, &verdict));
}

static void
desks_are_given_back(void **state)
{
    (void)state;
    stage.dies = true;
    for (uint32_t i = 1; i <= 2 * TS_DESKS; i++) {
        submit(i);
        while (ts_checker_restarts(checker) < i)
            sched_yield();
    }
    stage.dies = false;
    submit(1000);
    expect_ready(1000);
}

static void
other_lists_are_rehearsed_with(void **state)
{
    (void)state;
    ts_test_row("a profile that changes needs nothing anew");
    ts_checker_replace_rules(checker, rules(NULL));
    ts_checker_replace_rules(checker, rules(&trusts[0]));
    submit(1);
    expect_ready(1);
    assert_int_equal(stage.renewed, 0);
    ts_test_row("other lists do, before the next card");
    ts_checker_replace_rules(checker, rules(NULL));
    ts_checker_replace_rules(checker, rules(&trusts[1]));
    submit(2);
    expect_ready(2);
    assert_int_equal(stage.renewed, 1);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_card_that_is_not_survived_is_not_judged, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(desks_are_given_back, set_up, tear_down),
        cmocka_unit_test_setup_teardown(other_lists_are_rehearsed_with, set_up,
                                        tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
