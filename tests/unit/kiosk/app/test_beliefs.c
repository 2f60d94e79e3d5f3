#include "kiosk/app/beliefs.h"

#include "tests/fake/keys/sync/repository.h"
#include "tests/scenario/sync/folders.h"

/* Lists that change in a folder while a kiosk is at work. Nobody sleeps: each test asks
 * for a look and waits for its end. */

struct world {
    struct ts_arena arena;
    struct ts_store *store;
    struct repo repo;
    struct repo_file files[2];
    char base[32], folder[64];
};

static void
put(const char *name, ts_span bytes, void *context)
{
    struct world *w = context;
    assert_status(ts_store_replace(w->store, name, bytes, false), TS_OK);
}

static void
publish(struct world *w, uint64_t epoch)
{
    w->files[0] =
        (struct repo_file){ "issuers.cbor", repo_issuers(&w->repo, epoch), epoch, NULL };
    w->files[1] =
        (struct repo_file){ "profiles/default.json", TS_SPAN_LIT("{}"), 0, NULL };
    w->repo.version = epoch - 1;
    if (!w->store)
        assert_status(ts_store_open(&w->store, w->folder, true), TS_OK);
    repo_publish(&w->repo, w->files, 2);
}

static int
set_up(void **state)
{
    static struct world w;
    w = (struct world){ .arena = ts_test_arena((size_t)4 << 20),
                        .base = "/tmp/ts-beliefs-XXXXXX" };
    assert_non_null(mkdtemp(w.base));
    snprintf(w.folder, sizeof(w.folder), "%s/trust", w.base);
    w.repo = repo_begin(&w.arena, 1);
    w.repo.put = put;
    w.repo.context = &w;
    *state = &w;
    return 0;
}

static int
tear_down(void **state)
{
    struct world *w = *state;
    ts_store_close(w->store);
    folders_remove(w->base);
    ts_test_arena_free(&w->arena);
    return 0;
}

static struct ts_beliefs *
begin(struct world *w)
{
    struct ts_beliefs *beliefs = NULL;
    assert_status(ts_beliefs_open(&beliefs, w->folder), TS_OK);
    return beliefs;
}

/* 0: nothing is believed. */
static uint64_t
epoch(const struct ts_beliefs *beliefs)
{
    const struct ts_trust *current = ts_beliefs_current(beliefs);
    return current ? current->epoch : 0;
}

/* Epoch of the issuer list, which the lists themselves must still hold. */
static uint64_t
issuers_epoch(const struct ts_trust *trust)
{
    return trust->issuers.epoch;
}

static void
what_is_there_is_believed_at_once(void **state)
{
    struct world *w = *state;
    publish(w, 1);
    struct ts_beliefs *beliefs = begin(w);
    assert_int_equal(epoch(beliefs), 1);
    assert_status(ts_beliefs_trouble(beliefs, NULL), TS_OK);
    ts_beliefs_look(beliefs);
    assert_false(ts_beliefs_waiting(beliefs));
    ts_beliefs_turn(beliefs);
    assert_int_equal(epoch(beliefs), 1);
    ts_beliefs_close(beliefs);
}

static void
newer_lists_wait_until_nobody_views_the_old_ones(void **state)
{
    struct world *w = *state;
    publish(w, 1);
    struct ts_beliefs *beliefs = begin(w);
    const struct ts_trust *viewed = ts_beliefs_current(beliefs);
    publish(w, 2);
    ts_beliefs_look(beliefs);
    assert_true(ts_beliefs_waiting(beliefs));
    assert_ptr_equal(ts_beliefs_current(beliefs), viewed);
    assert_int_equal(viewed->epoch, 1);
    assert_int_equal(issuers_epoch(viewed), 1);

    ts_beliefs_turn(beliefs);
    assert_false(ts_beliefs_waiting(beliefs));
    assert_int_equal(epoch(beliefs), 2);
    assert_int_equal(issuers_epoch(ts_beliefs_current(beliefs)), 2);
    assert_status(ts_beliefs_trouble(beliefs, NULL), TS_OK);
    ts_beliefs_close(beliefs);
}

/* What waits is not touched by what comes after it; that is found after the turn. */
static void
what_waits_is_not_overtaken(void **state)
{
    struct world *w = *state;
    publish(w, 1);
    struct ts_beliefs *beliefs = begin(w);
    publish(w, 2);
    ts_beliefs_look(beliefs);
    publish(w, 3);
    ts_beliefs_look(beliefs);
    ts_beliefs_turn(beliefs);
    assert_int_equal(epoch(beliefs), 2);
    ts_beliefs_look(beliefs);
    assert_true(ts_beliefs_waiting(beliefs));
    ts_beliefs_turn(beliefs);
    assert_int_equal(epoch(beliefs), 3);
    ts_beliefs_close(beliefs);
}

static void
spoil(struct world *w, const char *name)
{
    put(name, TS_SPAN_LIT("{}"), w);
}

static const char *const spoilt[] = {
    "timestamp.json", "2.snapshot.json", "2.targets.json",
    "issuers.cbor", /* By its published name. */
};

static void
lists_that_cannot_be_used_change_nothing_and_are_told(void **state)
{
    for (size_t i = 0; i < TS_COUNT(spoilt); i++) {
        struct world *w = *state;
        struct ts_fault fault = { 0 };
        ts_test_row(spoilt[i]);
        publish(w, 1);
        struct ts_beliefs *beliefs = begin(w);
        publish(w, 2);
        bool is_target = strcmp(spoilt[i], w->files[0].path) == 0;
        spoil(w, is_target ? repo_target_name(&w->repo, &w->files[0]) : spoilt[i]);
        ts_beliefs_look(beliefs);
        assert_false(ts_beliefs_waiting(beliefs));
        assert_int_not_equal(ts_beliefs_trouble(beliefs, &fault), TS_OK);
        assert_non_null(fault.rule);
        assert_int_equal(epoch(beliefs), 1);
        assert_int_equal(issuers_epoch(ts_beliefs_current(beliefs)), 1);

        /* Mended: taken, and no more trouble. */
        publish(w, 2);
        ts_beliefs_look(beliefs);
        assert_true(ts_beliefs_waiting(beliefs));
        assert_status(ts_beliefs_trouble(beliefs, NULL), TS_OK);
        ts_beliefs_turn(beliefs);
        assert_int_equal(epoch(beliefs), 2);
        ts_beliefs_close(beliefs);
        (void)tear_down(state);
        (void)set_up(state);
    }
}

/* After a turn the first snapshot is the spare one: the second must stand as well. */
static void
the_second_set_stands_beside_a_broken_third(void **state)
{
    struct world *w = *state;
    publish(w, 1);
    struct ts_beliefs *beliefs = begin(w);
    publish(w, 2);
    ts_beliefs_look(beliefs);
    ts_beliefs_turn(beliefs);
    publish(w, 3);
    spoil(w, "3.targets.json");
    ts_beliefs_look(beliefs);
    assert_false(ts_beliefs_waiting(beliefs));
    assert_int_not_equal(ts_beliefs_trouble(beliefs, NULL), TS_OK);
    ts_beliefs_turn(beliefs);
    assert_int_equal(epoch(beliefs), 2);
    assert_int_equal(issuers_epoch(ts_beliefs_current(beliefs)), 2);
    ts_beliefs_close(beliefs);
}

static void
a_folder_may_come_later(void **state)
{
    struct world *w = *state;
    struct ts_beliefs *beliefs = begin(w);
    assert_null(ts_beliefs_current(beliefs));
    assert_status(ts_beliefs_trouble(beliefs, NULL), TS_ABSENT);
    ts_beliefs_look(beliefs);
    assert_null(ts_beliefs_current(beliefs));
    publish(w, 1);
    ts_beliefs_look(beliefs);
    assert_true(ts_beliefs_waiting(beliefs));
    assert_null(ts_beliefs_current(beliefs));
    ts_beliefs_turn(beliefs);
    assert_int_equal(epoch(beliefs), 1);
    assert_status(ts_beliefs_trouble(beliefs, NULL), TS_OK);
    ts_beliefs_close(beliefs);
}

static void
what_is_broken_from_the_start_is_told(void **state)
{
    struct world *w = *state;
    publish(w, 1);
    spoil(w, "1.targets.json");
    struct ts_beliefs *beliefs = begin(w);
    assert_null(ts_beliefs_current(beliefs));
    assert_int_not_equal(ts_beliefs_trouble(beliefs, NULL), TS_OK);
    publish(w, 2);
    ts_beliefs_look(beliefs);
    ts_beliefs_turn(beliefs);
    assert_int_equal(epoch(beliefs), 2);
    ts_beliefs_close(beliefs);
}

#define beliefs_test(function) \
    cmocka_unit_test_setup_teardown(function, set_up, tear_down)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        beliefs_test(what_is_there_is_believed_at_once),
        beliefs_test(newer_lists_wait_until_nobody_views_the_old_ones),
        beliefs_test(what_waits_is_not_overtaken),
        beliefs_test(lists_that_cannot_be_used_change_nothing_and_are_told),
        beliefs_test(the_second_set_stands_beside_a_broken_third),
        beliefs_test(a_folder_may_come_later),
        beliefs_test(what_is_broken_from_the_start_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
