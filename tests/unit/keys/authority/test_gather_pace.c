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
    ts_pace_end(&pace, a, at(5000), true);
    assert_int_equal(ts_pace_ready(&pace, a).ms, 5000 + GAP);
    ts_test_row("one that asks for peace gets it");
    ts_pace_give_up(&pace, a);
    assert_int_equal(ts_pace_ready(&pace, a).ms, UINT64_MAX);
    ts_test_row("at the end of time");
    ts_pace_begin(&pace, b);
    ts_pace_end(&pace, b, at(UINT64_MAX - 5), true);
    assert_int_equal(ts_pace_ready(&pace, b).ms, UINT64_MAX - 1);
    ts_test_row("no more hosts than there is room for");
    assert_false(ts_pace_host(&pace, TS_SPAN_LIT("c.example"), &again));
    ts_test_arena_free(&arena);
}

static void
grants_breaks_and_has_patience(void **state)
{
    (void)state;
    struct ts_arena arena = ts_test_arena(ARENA);
    struct ts_pace pace;
    size_t a;
    assert_true(ts_pace_init(&pace, &arena, 1, GAP));
    assert_true(ts_pace_host(&pace, TS_SPAN_LIT("a.example"), &a));
    for (int i = 0; i < TS_PACE_BREAKS_MAX; i++) {
        ts_test_row("a break");
        ts_pace_begin(&pace, a);
        ts_pace_end(&pace, a, at(0), true);
        assert_true(ts_pace_break(&pace, a, at(0), 5000));
        assert_int_equal(ts_pace_ready(&pace, a).ms, 5000);
    }
    ts_test_row("a silence is forgotten with the next answer");
    for (int i = 0; i < 3 * TS_PACE_SILENCES_MAX; i++) {
        ts_pace_begin(&pace, a);
        ts_pace_end(&pace, a, at(0), i % TS_PACE_SILENCES_MAX != 0);
        assert_int_equal(ts_pace_mood(&pace, a), TS_PACE_OPEN);
    }
    ts_test_row("no more breaks");
    assert_false(ts_pace_break(&pace, a, at(0), 5000));
    assert_int_equal(ts_pace_mood(&pace, a), TS_PACE_PEACE);
    assert_int_equal(ts_pace_ready(&pace, a).ms, UINT64_MAX);
    ts_test_arena_free(&arena);
}

/* 1994-11-06T08:49:37Z is the time of RFC 9110's examples. */
#define EXAMPLE INT64_C(784111777)

static void
reads_when_to_come_back(void **state)
{
    (void)state;
    static const struct {
        const char *rule, *text;
        bool good;
        int64_t seconds;
    } ROWS[] = {
        { "10.2.3: seconds", "120", true, 120 },
        { "10.2.3: none", "0", true, 0 },
        { "5.6.7: IMF-fixdate", "Sun, 06 Nov 1994 08:49:37 GMT", true, 100 },
        { "5.6.7: RFC 850", "Sunday, 06-Nov-94 08:49:37 GMT", true, 100 },
        { "5.6.7: RFC 850, the longest day", "Wednesday, 09-Nov-94 08:49:37 GMT", true,
          100 + 3 * 86400 },
        { "5.6.7: asctime", "Sun Nov  6 08:49:37 1994", true, 100 },
        { "5.6.7: asctime, two digits", "Wed Nov 16 08:49:37 1994", true,
          100 + 10 * 86400 },
        { "5.6.7: two digits more than fifty years ahead are in the past",
          "Sunday, 06-Nov-50 08:49:37 GMT", true, 0 },
        { "a date before now", "Sun, 06 Nov 1994 08:47:56 GMT", true, 0 },
        { "nothing", "", false, 0 },
        { "less than none", "-1", false, 0 },
        { "a fraction", "1.5", false, 0 },
        { "seconds of a century", "3155692600", false, 0 },
        { "words after seconds", "120 s", false, 0 },
        { "another zone", "Sun, 06 Nov 1994 08:49:37 UTC", false, 0 },
        { "words after a date", "Sun, 06 Nov 1994 08:49:37 GMT+1", false, 0 },
        { "no such day of the week", "Son, 06 Nov 1994 08:49:37 GMT", false, 0 },
        { "no such month", "Sun, 06 Okt 1994 08:49:37 GMT", false, 0 },
        { "no such day", "Sun, 00 Nov 1994 08:49:37 GMT", false, 0 },
        { "no such hour", "Sun, 06 Nov 1994 24:49:37 GMT", false, 0 },
        { "no such minute", "Sun, 06 Nov 1994 08:60:37 GMT", false, 0 },
        { "cut off", "Sun, 06 Nov 1994 08:49", false, 0 },
        { "cut off, RFC 850", "Sunday, 06-Nov-94 08:49", false, 0 },
        { "cut off, asctime", "Sun Nov  6 08:49:37", false, 0 },
    };
    for (size_t i = 0; i < TS_COUNT(ROWS); i++) {
        int64_t seconds = -42;
        ts_test_row(ROWS[i].rule);
        bool good = ts_retry_after_read(&seconds, ts_span_text(ROWS[i].text),
                                        (ts_utc){ EXAMPLE - 100 });
        assert_int_equal(good, ROWS[i].good);
        assert_int_equal(seconds, good ? ROWS[i].seconds : -42);
    }
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
        cmocka_unit_test(grants_breaks_and_has_patience),
        cmocka_unit_test(reads_when_to_come_back),
        cmocka_unit_test(finds_every_text_again),
        cmocka_unit_test(says_when_there_is_no_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
