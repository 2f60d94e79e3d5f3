#include "keys/authority/gather_pace.h"
#include "tests/support/support.h"

#include <stdio.h>

#define ARENA (1024 * 1024)
#define GAP 1000

static ts_mono
at(uint64_t ms)
{
    return (ts_mono){ ms };
}

static void
keeps_a_gap_after_each_request(void **state)
{
    (void)state;
    struct ts_arena arena = ts_test_arena(ARENA);
    struct ts_pace pace;
    size_t a;
    size_t b;
    size_t again;
    assert_true(ts_pace_init(&pace, &arena, 2, GAP));
    assert_true(ts_pace_host(&pace, TS_SPAN_LIT("a.example"), &a));
    assert_true(ts_pace_host(&pace, TS_SPAN_LIT("b.example"), &b));
    assert_true(ts_pace_host(&pace, TS_SPAN_LIT("a.example"), &again));
    assert_int_equal(a, again);

    ts_test_row("at once, the first time");
    assert_int_equal(ts_pace_ready(&pace, a).ms, 0);
    ts_test_row("not while a request runs");
    ts_pace_begin(&pace, a);
    assert_int_equal(ts_pace_ready(&pace, a).ms, UINT64_MAX);
    ts_test_row("others do not wait for it");
    assert_int_equal(ts_pace_ready(&pace, b).ms, 0);
    ts_test_row("the gap counts from the end of the request");
    ts_pace_end(&pace, a, at(5000));
    assert_int_equal(ts_pace_ready(&pace, a).ms, 5000 + GAP);
    ts_test_row("one that asks for peace gets it");
    ts_pace_give_up(&pace, a);
    assert_int_equal(ts_pace_ready(&pace, a).ms, UINT64_MAX);
    ts_test_row("at the end of time");
    ts_pace_begin(&pace, b);
    ts_pace_end(&pace, b, at(UINT64_MAX - 5));
    assert_int_equal(ts_pace_ready(&pace, b).ms, UINT64_MAX - 1);
    ts_test_row("no more hosts than there is room for");
    assert_false(ts_pace_host(&pace, TS_SPAN_LIT("c.example"), &again));
    ts_test_arena_free(&arena);
}

static void
finds_every_text_again(void **state)
{
    (void)state;
    enum { COUNT = 1000 };
    struct ts_arena arena = ts_test_arena(ARENA);
    struct ts_index index;
    size_t number;
    char name[32];
    ts_span copy;
    assert_true(ts_index_init(&index, &arena, COUNT));
    for (size_t i = 0; i < COUNT; i++) {
        int len = snprintf(name, sizeof(name), "https://%zu.example", i * 7919);
        assert_true(
            ts_arena_copy(&arena, &copy, (ts_span){ (uint8_t *)name, (size_t)len }));
        assert_false(ts_index_find(&index, copy, &number));
        assert_true(ts_index_add(&index, copy, &number));
        assert_int_equal(number, i);
    }
    for (size_t i = 0; i < COUNT; i++) {
        assert_true(ts_index_find(&index, index.texts[i], &number));
        assert_int_equal(number, i);
        assert_true(ts_index_add(&index, index.texts[i], &number));
        assert_int_equal(number, i);
    }
    assert_false(ts_index_add(&index, TS_SPAN_LIT("one more"), &number));
    assert_false(ts_index_find(&index, TS_SPAN_LIT("one more"), NULL));
    assert_int_equal(index.count, COUNT);
    ts_test_arena_free(&arena);
}

static void
says_when_there_is_no_memory(void **state)
{
    (void)state;
    uint8_t memory[64];
    struct ts_arena arena = ts_arena_over(TS_ROOM_OF(memory));
    struct ts_pace pace;
    assert_false(ts_pace_init(&pace, &arena, 1000, GAP));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(keeps_a_gap_after_each_request),
        cmocka_unit_test(finds_every_text_again),
        cmocka_unit_test(says_when_there_is_no_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
