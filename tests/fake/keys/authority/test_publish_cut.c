#include "firmware/board/fake/store_memory.h"
#include "tests/unit/keys/authority/publish_fixture.h"

/* The power is cut at every step of a publication: what kiosks then find in the
 * folder is old or new, never half of each and never nothing. */

#define ARENA (64 * 1024 * 1024)

static struct fixture_office office;

static int
set_up(void **state)
{
    (void)state;
    ts_store_memory_reset();
    office = (struct fixture_office){ .arena = ts_test_arena(ARENA) };
    assert_status(ts_store_open(&office.authority, "authority", true), TS_OK);
    assert_status(ts_store_open(&office.issuer, "issuer", true), TS_OK);
    assert_status(ts_store_open(&office.repo, "repo", true), TS_OK);
    fixture_office_fill(&office);
    return 0;
}

static int
tear_down(void **state)
{
    (void)state;
    ts_store_close(office.authority);
    ts_store_close(office.issuer);
    ts_store_close(office.repo);
    ts_store_memory_reset();
    ts_test_arena_free(&office.arena);
    return 0;
}

static enum ts_status
load(struct ts_trust *trust)
{
    struct ts_fault fault = { 0 };
    return ts_trust_load(&office.arena, trust, office.repo, &fault);
}

/* The second publication, cut at step; true when it was over before. */
static bool
publish_until(size_t step, enum ts_unsynced unsynced)
{
    struct ts_publication done;
    ts_store_memory_cut(step, unsynced);
    enum ts_status status = fixture_publish(&office, &done);
    ts_store_memory_power_on();
    if (status != TS_OK)
        assert_status(status, TS_IO);
    return status == TS_OK;
}

static void
publish_again(uint64_t seen)
{
    struct ts_publication done;
    struct ts_trust trust;
    assert_status(fixture_publish(&office, &done), TS_OK);
    assert_true(done.version > seen);
    assert_status(load(&trust), TS_OK);
    assert_int_equal(trust.epoch, done.version);
    assert_int_equal(fixture_status(&office, &trust), TS_STATUS_WITHDRAWN);
}

/* Runs one publication from the start for each step. */
static void
cut_everywhere(bool new_issuer, enum ts_unsynced unsynced)
{
    bool over = false;
    size_t old = 0;
    size_t new = 0;
    for (size_t step = 0; !over; step++) {
        struct ts_publication first;
        struct ts_trust trust = { 0 };
        (void)tear_down(NULL);
        (void)set_up(NULL);
        assert_status(fixture_publish(&office, &first), TS_OK);
        fixture_put_list(&office, true);
        if (new_issuer)
            fixture_put_issuer(&office, TS_SPAN_LIT("did:web:new.example"), "New");

        over = publish_until(step, unsynced);
        assert_status(load(&trust), TS_OK);
        assert_int_equal(trust.problem_count, 0);
        bool is_new = trust.epoch == 2;
        assert_true(is_new || trust.epoch == 1);
        assert_int_equal(fixture_status(&office, &trust),
                         is_new ? TS_STATUS_WITHDRAWN : TS_STATUS_VALID);
        assert_int_equal(trust.issuers.count, is_new && new_issuer ? 2 : 1);
        new += is_new;
        old += !is_new;
        publish_again(trust.epoch);
        assert_true(step < 1000);
    }
    /* The cuts fell on both sides of the moment that decides. */
    assert_true(old > 10 && new > 0);
}

static void
routine_publications_leave_no_gap(void **state)
{
    (void)state;
    cut_everywhere(false, TS_UNSYNCED_LOST);
    cut_everywhere(false, TS_UNSYNCED_KEPT);
}

static void
changed_issuers_leave_no_gap_either(void **state)
{
    (void)state;
    cut_everywhere(true, TS_UNSYNCED_LOST);
    cut_everywhere(true, TS_UNSYNCED_KEPT);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(routine_publications_leave_no_gap, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(changed_issuers_leave_no_gap_either, set_up,
                                        tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
