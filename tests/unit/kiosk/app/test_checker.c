#include "kiosk/app/checker.h"
#include "tests/support/samples.h"
#include "tests/support/support.h"

#include <sched.h>
#include <string.h>

struct world {
    struct ts_arena arena;
    struct ts_trust trust;
    struct ts_checker *checker;
};

static struct ts_now
mid_2026(void *context)
{
    (void)context;
    return (struct ts_now){ { 1780272000 }, TS_CLOCK_TRUSTED };
}

static int
open_world(void **state)
{
    static struct world w;
    w.arena = ts_test_arena(4 << 20);
    w.trust = ts_sample_trust(&w.arena);
    assert_status(
        ts_checker_open(&w.checker,
                        (struct ts_checker_rules){ &w.trust, NULL, mid_2026, NULL }),
        TS_OK);
    *state = &w;
    return 0;
}

static int
close_world(void **state)
{
    struct world *w = *state;
    ts_checker_close(w->checker);
    ts_test_arena_free(&w->arena);
    return 0;
}

/* Waits for the other thread; a check that never ends is ctest's to stop. */
static const struct ts_verdict *
wait_for(struct world *w, uint32_t *ticket)
{
    const struct ts_verdict *verdict = NULL;
    while (!ts_checker_collect(w->checker, ticket, &verdict))
        sched_yield();
    return verdict;
}

static ts_span
badge(struct world *w, const char *name)
{
    return ts_sample_badge(
        &w->arena, (struct ts_sample_wishes){ .kind = TS_KEY_ED25519, .name = name });
}

static void
a_verdict_carries_its_ticket(void **state)
{
    struct world *w = *state;
    for (uint32_t ticket = 1; ticket < 200; ticket++) {
        uint32_t got = 0;
        size_t used = w->arena.used;
        ts_checker_submit(w->checker, ticket, badge(w, ticket % 2 ? "Mina" : "Jean"));
        const struct ts_verdict *verdict = wait_for(w, &got);
        assert_int_equal(got, ticket);
        assert_int_equal(verdict->kind, TS_VERDICT_READY);
        assert_span_equal(verdict->card->credential->subject_name,
                          ts_span_text(ticket % 2 ? "Mina" : "Jean"));
        ts_arena_rewind(&w->arena, used);
    }
}

static void
what_is_no_credential_leaves_the_verdict_alone(void **state)
{
    struct world *w = *state;
    uint32_t ticket;
    ts_checker_submit(w->checker, 1, badge(w, "Mina"));
    const struct ts_verdict *shown = wait_for(w, &ticket);
    ts_checker_submit(w->checker, 2, TS_SPAN_LIT("BEGIN:VCARD"));
    assert_null(wait_for(w, &ticket));
    assert_int_equal(ticket, 2);
    assert_span_equal(shown->card->credential->subject_name, TS_SPAN_LIT("Mina"));
}

static void
a_wipe_voids_what_is_under_way(void **state)
{
    struct world *w = *state;
    const struct ts_verdict *verdict;
    uint32_t ticket = 0;
    for (uint32_t i = 1; i < 100; i++) {
        size_t used = w->arena.used;
        ts_checker_submit(w->checker, i, badge(w, "Mina"));
        ts_checker_wipe(w->checker);
        assert_false(ts_checker_collect(w->checker, &ticket, &verdict));
        ts_arena_rewind(&w->arena, used);
    }
    /* The next one is heard all the same, and nothing of those before it. */
    ts_checker_submit(w->checker, 1000, badge(w, "Jean"));
    verdict = wait_for(w, &ticket);
    assert_int_equal(ticket, 1000);
    assert_span_equal(verdict->card->credential->subject_name, TS_SPAN_LIT("Jean"));
}

static void
the_longest_code_fits(void **state)
{
    struct world *w = *state;
    static uint8_t text[TS_CODE_TEXT_MAX];
    uint32_t ticket;
    memset(text, '7', sizeof(text));
    memcpy(text, "shc:/", 5);
    ts_checker_submit(w->checker, 1, TS_SPAN_OF(text));
    assert_int_equal(wait_for(w, &ticket)->kind, TS_VERDICT_CANNOT_TELL);
}

int
main(void)
{
#define IN_WORLD(test) cmocka_unit_test_setup_teardown(test, open_world, close_world)
    const struct CMUnitTest tests[] = {
        IN_WORLD(a_verdict_carries_its_ticket),
        IN_WORLD(what_is_no_credential_leaves_the_verdict_alone),
        IN_WORLD(a_wipe_voids_what_is_under_way),
        IN_WORLD(the_longest_code_fits),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
