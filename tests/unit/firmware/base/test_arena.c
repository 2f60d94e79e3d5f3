#include "firmware/base/arena.h"
#include "tests/support/support.h"

#include <stdalign.h>
#include <string.h>

static void
memory_is_zeroed_aligned_and_apart(void **state)
{
    (void)state;
    alignas(max_align_t) uint8_t memory[512];
    memset(memory, 0xA5, sizeof(memory));
    /* From every misalignment a lender may have. */
    for (size_t past = 0; past < alignof(max_align_t); past++) {
        struct ts_arena arena =
            ts_arena_over((ts_room){ memory + past, sizeof(memory) - past });
        uint8_t *last_end = memory + past;
        for (size_t size = 1; size < 20; size += 3) {
            uint8_t *at = ts_arena_take(&arena, size);
            assert_non_null(at);
            assert_int_equal((uintptr_t)at % alignof(max_align_t), 0);
            assert_true(at >= last_end);
            for (size_t i = 0; i < size; i++)
                assert_int_equal(at[i], 0);
            memset(at, 0xA5, size);
            last_end = at + size;
        }
        assert_true(last_end <= memory + sizeof(memory));
    }
}

static void
a_full_arena_says_null_and_stays_as_it_was(void **state)
{
    (void)state;
    alignas(max_align_t) uint8_t memory[64];
    struct ts_arena arena = ts_arena_over(TS_ROOM_OF(memory));
    assert_null(ts_arena_take(&arena, 65));
    assert_null(ts_arena_take(&arena, SIZE_MAX));
    assert_int_equal(arena.used, 0);
    assert_non_null(ts_arena_take(&arena, 64));
    assert_null(ts_arena_take(&arena, 1));
    assert_int_equal(arena.used, 64);

    /* One byte taken: what alignment skips counts as well. */
    ts_arena_rewind(&arena, 0);
    assert_non_null(ts_arena_take(&arena, 1));
    assert_null(ts_arena_take(&arena, 64 - alignof(max_align_t) + 1));
    assert_non_null(ts_arena_take(&arena, 64 - alignof(max_align_t)));

    /* Fewer bytes left than alignment would skip. */
    arena = ts_arena_over((ts_room){ memory, 3 });
    assert_non_null(ts_arena_take(&arena, 1));
    assert_null(ts_arena_take(&arena, 1));
    assert_null(ts_arena_take(&arena, 0));
}

static void
an_array_that_overflows_is_null(void **state)
{
    (void)state;
    alignas(max_align_t) uint8_t memory[64];
    struct ts_arena arena = ts_arena_over(TS_ROOM_OF(memory));
    assert_null(ts_arena_take_array(&arena, SIZE_MAX / 8 + 2, 8));
    assert_null(ts_arena_take_array(&arena, 8, SIZE_MAX / 8 + 2));
    assert_null(ts_arena_take_array(&arena, 9, 8));
    assert_int_equal(arena.used, 0);
    assert_non_null(ts_arena_take_array(&arena, SIZE_MAX, 0));
    assert_non_null(ts_arena_take_array(&arena, 0, SIZE_MAX));
    assert_non_null(ts_arena_take_array(&arena, 8, 8));
    assert_int_equal(arena.used, 64);
}

static void
the_rest_is_kept_as_it_was_written(void **state)
{
    (void)state;
    uint8_t memory[32];
    struct ts_arena arena = ts_arena_over(TS_ROOM_OF(memory));
    assert_non_null(ts_arena_take(&arena, 4));
    size_t used = arena.used;
    ts_room rest = ts_arena_rest(&arena);
    assert_ptr_equal(rest.at, memory + used);
    assert_int_equal(rest.len, sizeof(memory) - used);
    memcpy(rest.at, "badge", 5);
    ts_arena_keep(&arena, 5);
    assert_int_equal(arena.used, used + 5);
    assert_memory_equal(memory + used, "badge", 5);
    assert_ptr_equal(ts_arena_rest(&arena).at, rest.at + 5);
}

static void
a_copy_fits_or_is_not_made(void **state)
{
    (void)state;
    uint8_t memory[8];
    struct ts_arena arena = ts_arena_over(TS_ROOM_OF(memory));
    uint8_t original[] = { 'b', 'a', 'd', 'g', 'e' };
    ts_span copy = TS_SPAN_LIT("before");
    assert_true(ts_arena_copy(&arena, &copy, TS_SPAN_OF(original)));
    original[0] = 'B';
    assert_span_equal(copy, TS_SPAN_LIT("badge"));

    ts_span second = TS_SPAN_LIT("before");
    assert_false(ts_arena_copy(&arena, &second, TS_SPAN_OF(original)));
    assert_span_equal(second, TS_SPAN_LIT("before"));
    assert_int_equal(arena.used, 5);
    assert_true(ts_arena_copy(&arena, &second, (ts_span){ 0 }));
    assert_int_equal(second.len, 0);
    assert_true(ts_arena_copy(&arena, &second, TS_SPAN_LIT("123")));
    assert_int_equal(arena.used, 8);
}

static void
rewinding_gives_back_what_came_later(void **state)
{
    (void)state;
    alignas(max_align_t) uint8_t memory[256];
    struct ts_arena arena = ts_arena_over(TS_ROOM_OF(memory));
    uint8_t *kept = ts_arena_take(&arena, 16);
    assert_non_null(kept);
    memset(kept, 0x11, 16);
    size_t used = arena.used;
    uint8_t *first = ts_arena_take(&arena, 100);
    assert_non_null(first);
    memset(first, 0x22, 100);
    ts_arena_rewind(&arena, used);
    uint8_t *again = ts_arena_take(&arena, 100);
    assert_ptr_equal(again, first);
    assert_int_equal(again[99], 0);
    assert_int_equal(kept[15], 0x11);
}

static void
wiping_leaves_nothing_that_was_taken(void **state)
{
    (void)state;
    uint8_t memory[64];
    memset(memory, 0, sizeof(memory));
    struct ts_arena arena = ts_arena_over(TS_ROOM_OF(memory));
    ts_span copy;
    assert_true(ts_arena_copy(&arena, &copy, TS_SPAN_LIT("Erika Mustermann")));
    ts_arena_wipe(&arena);
    assert_int_equal(arena.used, 0);
    for (size_t i = 0; i < sizeof(memory); i++)
        assert_int_equal(memory[i], 0);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(memory_is_zeroed_aligned_and_apart),
        cmocka_unit_test(a_full_arena_says_null_and_stays_as_it_was),
        cmocka_unit_test(an_array_that_overflows_is_null),
        cmocka_unit_test(the_rest_is_kept_as_it_was_written),
        cmocka_unit_test(a_copy_fits_or_is_not_made),
        cmocka_unit_test(rewinding_gives_back_what_came_later),
        cmocka_unit_test(wiping_leaves_nothing_that_was_taken),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
