#include "firmware/board/fake/store_memory.h"
#include "kiosk/receipt/kiosk_key.h"
#include "tests/support/support.h"

#include <string.h>

/* 2026-05-12T08:30:00Z */
static const ts_utc NOW = { 1778574600 };
static const ts_utc LATER = { 1778574660 };

static const char DAMAGED[] = "{\"format\":\"touchst";

static struct ts_arena arena;

static int
set_up(void **state)
{
    (void)state;
    arena = ts_test_arena(1 << 18);
    ts_store_memory_reset();
    return 0;
}

static int
tear_down(void **state)
{
    (void)state;
    ts_store_memory_reset();
    ts_test_arena_free(&arena);
    return 0;
}

static struct ts_store *
open_store(void)
{
    struct ts_store *store;
    assert_status(ts_store_open(&store, "state", true), TS_OK);
    return store;
}

/* Starts with the power cut at a step; whether a key was given out before. */
static bool
start_cut_at(size_t step, enum ts_unsynced fate, struct ts_kiosk_key *key)
{
    enum ts_kiosk_key_found found;
    struct ts_store *store = open_store();
    ts_store_memory_cut(step, fate);
    bool given = ts_kiosk_key_load(&arena, key, &found, store, NOW) == TS_OK;
    ts_store_memory_power_on();
    ts_store_close(store);
    return given;
}

/* What the next start finds. */
static void
start_again(struct ts_kiosk_key *key)
{
    enum ts_kiosk_key_found found;
    struct ts_store *store = open_store();
    assert_status(ts_kiosk_key_load(&arena, key, &found, store, LATER), TS_OK);
    ts_store_close(store);
}

static void
begin(bool is_damaged)
{
    ts_store_memory_reset();
    if (!is_damaged)
        return;
    struct ts_store *store = open_store();
    assert_status(ts_store_replace(store, TS_KIOSK_KEY_FILE, ts_span_text(DAMAGED), true),
                  TS_OK);
    ts_store_close(store);
}

/* A key that was given out may have signed something: it must be there ever after. */
static void
a_cut_at_any_step_loses_no_key_that_was_used(void **state)
{
    (void)state;
    size_t given = 0;
    size_t cut = 0;
    for (int damaged = 0; damaged < 2; damaged++) {
        for (size_t step = 0; step < 12; step++) {
            for (int fate = TS_UNSYNCED_LOST; fate <= TS_UNSYNCED_KEPT; fate++) {
                struct ts_kiosk_key first = { .secret = { .kind = TS_KEY_NONE } };
                struct ts_kiosk_key second;
                begin(damaged);
                if (start_cut_at(step, (enum ts_unsynced)fate, &first)) {
                    start_again(&second);
                    assert_memory_equal(first.secret.secret, second.secret.secret, 32);
                    given++;
                } else {
                    assert_int_equal(first.secret.kind, TS_KEY_NONE);
                    start_again(&second);
                    cut++;
                }
            }
        }
    }
    assert_true(given > 0);
    assert_true(cut > 0);
}

static void
a_damaged_file_is_kept_by_some_name_whatever_is_cut(void **state)
{
    (void)state;
    for (size_t step = 0; step < 12; step++) {
        struct ts_kiosk_key key;
        ts_span kept = { 0 };
        begin(true);
        (void)start_cut_at(step, TS_UNSYNCED_LOST, &key);
        start_again(&key);
        struct ts_store *store = open_store();
        enum ts_status status = ts_store_read(
            store, &arena, &kept, TS_KIOSK_KEY_FILE ".broken-20260512T083000Z", 4096);
        if (status == TS_ABSENT)
            status = ts_store_read(store, &arena, &kept,
                                   TS_KIOSK_KEY_FILE ".broken-20260512T083100Z", 4096);
        assert_status(status, TS_OK);
        assert_span_equal(kept, ts_span_text(DAMAGED));
        ts_store_close(store);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_cut_at_any_step_loses_no_key_that_was_used,
                                        set_up, tear_down),
        cmocka_unit_test_setup_teardown(
            a_damaged_file_is_kept_by_some_name_whatever_is_cut, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
