#include "firmware/board/fake/store_memory.h"
#include "keys/sync/state.h"
#include "tests/support/support.h"

#include <string.h>

static void
what_was_saved_is_loaded(void **state)
{
    (void)state;
    struct ts_arena arena = ts_test_arena(65536);
    struct ts_store *store = NULL;
    assert_status(ts_store_open(&store, "trust", true), TS_OK);
    for (enum ts_sync_phase phase = TS_SYNC_NEVER; phase <= TS_SYNC_OVER_BUDGET;
         phase++) {
        const struct ts_sync_state saved = { .phase = phase,
                                             .epoch = 412,
                                             .issued = { 1777593600 },
                                             .checked = TS_UTC_ALWAYS,
                                             .tried = { 1777593700 },
                                             .missing = 3,
                                             .bytes_missing = 40000,
                                             .bytes = 123,
                                             .source = "/media/\"stick\"",
                                             .reason = "cut" };
        assert_status(ts_sync_state_save(store, &saved), TS_OK);
        struct ts_sync_state loaded = ts_sync_state_load(&arena, store);
        assert_int_equal(loaded.phase, phase);
        assert_int_equal(loaded.epoch, 412);
        assert_int_equal(loaded.issued.s, 1777593600);
        assert_int_equal(loaded.checked.s, TS_UTC_ALWAYS.s);
        assert_int_equal(loaded.tried.s, 1777593700);
        assert_int_equal(loaded.missing, 3);
        assert_int_equal(loaded.bytes_missing, 40000);
        assert_int_equal(loaded.bytes, 123);
        assert_string_equal(loaded.source, saved.source);
        assert_string_equal(loaded.reason, "cut");
        assert_int_equal(arena.used, 0);
    }
    ts_store_close(store);
    ts_store_memory_reset();
    ts_test_arena_free(&arena);
}

static void
what_cannot_be_read_says_nothing(void **state)
{
    (void)state;
    static const char *const files[] = { "", "{", "[]",
                                         "{\"format\":2,\"phase\":\"current\"}",
                                         "{\"phase\":\"current\"}" };
    struct ts_arena arena = ts_test_arena(65536);
    struct ts_store *store = NULL;
    assert_status(ts_store_open(&store, "trust", true), TS_OK);
    assert_int_equal(ts_sync_state_load(&arena, store).phase, TS_SYNC_NEVER);
    for (size_t i = 0; i < TS_COUNT(files); i++) {
        ts_test_row(files[i]);
        assert_status(
            ts_store_replace(store, TS_SYNC_STATE_FILE, ts_span_text(files[i]), false),
            TS_OK);
        struct ts_sync_state loaded = ts_sync_state_load(&arena, store);
        assert_int_equal(loaded.phase, TS_SYNC_NEVER);
        assert_int_equal(loaded.checked.s, TS_UTC_ALWAYS.s);
    }
    ts_store_close(store);
    ts_store_memory_reset();
    ts_test_arena_free(&arena);
}

static void
a_path_may_be_anything(void **state)
{
    (void)state;
    struct ts_arena arena = ts_test_arena(65536);
    struct ts_store *store = NULL;
    struct ts_sync_state saved = { .phase = TS_SYNC_FAILED };
    assert_status(ts_store_open(&store, "trust", true), TS_OK);
    memset(saved.source, 1, sizeof(saved.source) - 1);
    memset(saved.reason, 0xff, sizeof(saved.reason) - 1);
    assert_status(ts_sync_state_save(store, &saved), TS_OK);
    struct ts_sync_state loaded = ts_sync_state_load(&arena, store);
    assert_int_equal(loaded.phase, TS_SYNC_FAILED);
    assert_string_equal(loaded.source, saved.source);
    assert_string_equal(loaded.reason, "?");
    ts_store_close(store);
    ts_store_memory_reset();
    ts_test_arena_free(&arena);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_was_saved_is_loaded),
        cmocka_unit_test(what_cannot_be_read_says_nothing),
        cmocka_unit_test(a_path_may_be_anything),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
