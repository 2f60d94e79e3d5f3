#include "keys/codec/deflate.h"
#include "tests/support/support.h"

#include <stdlib.h>

/* zlib's share of an arena, by the contract of deflate.h. */
enum { INFLATE_WORK = 48 * 1024 };

static const size_t ARENA = 1 << 20;

#define HELLO_ZLIB "78dacb48cdc9c90700062c0215"
#define HELLO_GZIP "1f8b0800000000000203cb48cdc9c9070086a6103605000000"
#define HELLO_RAW "cb48cdc9c90700"

static const struct {
    const char *name;
    enum ts_deflate_wrap wrap;
    const char *hex;
    enum ts_status want;
} rows[] = {
    { "RFC 1950", TS_DEFLATE_ZLIB, HELLO_ZLIB, TS_OK },
    { "RFC 1950, another level in the header", TS_DEFLATE_ZLIB,
      "789ccb48cdc9c90700062c0215", TS_OK },
    { "RFC 1951", TS_DEFLATE_RAW, HELLO_RAW, TS_OK },
    { "RFC 1951 3.2.4: a stored block", TS_DEFLATE_RAW, "010500faff68656c6c6f", TS_OK },
    { "RFC 1952", TS_DEFLATE_GZIP, HELLO_GZIP, TS_OK },
    { "RFC 1952 2.3: every optional field", TS_DEFLATE_GZIP,
      "1f8b081e000000000003020061626e616d65006e6f746500a269cb48cdc9c9070086a610360500000"
      "0",
      TS_OK },
    { "a wrong Adler-32", TS_DEFLATE_ZLIB, "78dacb48cdc9c90700062c0214", TS_MALFORMED },
    { "a wrong header check", TS_DEFLATE_ZLIB, "78dbcb48cdc9c90700062c0215",
      TS_MALFORMED },
    { "a preset dictionary", TS_DEFLATE_ZLIB, "78f9062c0215cb001100062c0215",
      TS_MALFORMED },
    { "a wrong CRC-32", TS_DEFLATE_GZIP,
      "1f8b0800000000000203cb48cdc9c9070087a6103605000000", TS_MALFORMED },
    { "a wrong length", TS_DEFLATE_GZIP,
      "1f8b0800000000000203cb48cdc9c9070086a6103606000000", TS_MALFORMED },
    { "a second gzip member", TS_DEFLATE_GZIP, HELLO_GZIP HELLO_GZIP, TS_TRAILING },
    { "gzip is not zlib", TS_DEFLATE_ZLIB, HELLO_GZIP, TS_MALFORMED },
    { "zlib is not gzip", TS_DEFLATE_GZIP, HELLO_ZLIB, TS_MALFORMED },
    { "the reserved block type", TS_DEFLATE_RAW, "07", TS_MALFORMED },
    { "a stored block that contradicts itself", TS_DEFLATE_RAW, "010500faf068656c6c6f",
      TS_MALFORMED },
    { "a distance to before the start", TS_DEFLATE_RAW, "030200", TS_MALFORMED },
};

static void
each_stream_is_read_as_it_says(void **state)
{
    (void)state;
    struct ts_arena arena = ts_test_arena(ARENA);
    for (size_t i = 0; i < TS_COUNT(rows); i++) {
        ts_arena_rewind(&arena, 0);
        ts_span in = ts_test_hex(&arena, rows[i].hex);
        size_t used = arena.used;
        ts_span out = TS_SPAN_LIT("before");
        ts_test_row(rows[i].name);
        assert_status(ts_inflate(&arena, &out, in, rows[i].wrap, 100), rows[i].want);
        bool ok = rows[i].want == TS_OK;
        assert_span_equal(out, ok ? TS_SPAN_LIT("hello") : TS_SPAN_LIT("before"));
        assert_int_equal(arena.used, ok ? used + 5 : used);
    }
    ts_test_arena_free(&arena);
}

static const struct {
    const char *name;
    enum ts_deflate_wrap wrap;
    const char *hex;
} good[] = {
    { "zlib", TS_DEFLATE_ZLIB, HELLO_ZLIB },
    { "gzip", TS_DEFLATE_GZIP, HELLO_GZIP },
    { "raw", TS_DEFLATE_RAW, HELLO_RAW },
};

static void
every_prefix_and_one_byte_more_are_refused(void **state)
{
    (void)state;
    struct ts_arena arena = ts_test_arena(ARENA);
    for (size_t i = 0; i < TS_COUNT(good); i++) {
        ts_test_row(good[i].name);
        ts_span whole = ts_test_hex(&arena, good[i].hex);
        for (size_t len = 0; len < whole.len; len++) {
            uint8_t *exact = ts_test_exact_copy((ts_span){ whole.at, len });
            ts_span out = TS_SPAN_LIT("before");
            ts_span in = { exact, len };
            assert_status(ts_inflate(&arena, &out, in, good[i].wrap, 100), TS_TRUNCATED);
            /* Cut short is not too long, also where the output just fits. */
            assert_status(ts_inflate(&arena, &out, in, good[i].wrap, 5), TS_TRUNCATED);
            assert_span_equal(out, TS_SPAN_LIT("before"));
            free(exact);
        }
        ts_span more;
        assert_true(ts_arena_copy(&arena, &more, whole));
        ts_arena_keep(&arena, 1);
        more.len++;
        ts_span out = TS_SPAN_LIT("before");
        assert_status(ts_inflate(&arena, &out, more, good[i].wrap, 100), TS_TRAILING);
        assert_span_equal(out, TS_SPAN_LIT("before"));
    }
    ts_test_arena_free(&arena);
}

static void
the_limit_is_met_exactly(void **state)
{
    (void)state;
    struct ts_arena arena = ts_test_arena(ARENA);
    for (size_t i = 0; i < TS_COUNT(good); i++) {
        ts_test_row(good[i].name);
        ts_span in = ts_test_hex(&arena, good[i].hex);
        ts_span out;
        assert_status(ts_inflate(&arena, &out, in, good[i].wrap, 4), TS_OVER_LIMIT);
        assert_status(ts_inflate(&arena, &out, in, good[i].wrap, 0), TS_OVER_LIMIT);
        assert_status(ts_inflate(&arena, &out, in, good[i].wrap, 5), TS_OK);
        assert_status(ts_inflate(&arena, &out, in, good[i].wrap, SIZE_MAX), TS_OK);
    }
    ts_test_arena_free(&arena);
}

/* Bytes that deflate with literals, lengths and distances of all kinds. */
static ts_span
fill(struct ts_arena *arena, size_t len)
{
    uint8_t *at = ts_arena_take(arena, len);
    assert_non_null(at);
    uint32_t noise = 1;
    for (size_t i = 0; i < len; i++) {
        noise = noise * 1664525 + 1013904223;
        at[i] = noise >> 30 ? (uint8_t) "credential"[i % 10] : (uint8_t)(noise >> 16);
    }
    return (ts_span){ at, len };
}

static void
what_is_deflated_comes_back(void **state)
{
    (void)state;
    static const size_t lengths[] = {
        0, 1, 2, 257, 258, 259, 3000, 65535, 65536, 200000
    };
    struct ts_arena arena = ts_test_arena(2 * ARENA);
    for (size_t i = 0; i < TS_COUNT(lengths) * TS_COUNT(good); i++) {
        enum ts_deflate_wrap wrap = good[i % TS_COUNT(good)].wrap;
        ts_arena_rewind(&arena, 0);
        ts_span bytes = fill(&arena, lengths[i / TS_COUNT(good)]);
        size_t used = arena.used;
        ts_span packed;
        ts_span back;
        assert_status(ts_deflate(&arena, &packed, bytes, wrap), TS_OK);
        assert_int_equal(arena.used, used + packed.len);
        assert_status(ts_inflate(&arena, &back, packed, wrap, bytes.len), TS_OK);
        assert_int_equal(arena.used, used + packed.len + back.len);
        assert_span_equal(back, bytes);
        assert_true(bytes.len < 3000 || packed.len < bytes.len);
    }
    ts_test_arena_free(&arena);
}

/* Readers tell such a container by its first two bytes, 78 DA. */
static void
the_best_level_is_named_in_the_header(void **state)
{
    (void)state;
    struct ts_arena arena = ts_test_arena(ARENA);
    ts_span out;
    assert_status(ts_deflate(&arena, &out, TS_SPAN_LIT("hello"), TS_DEFLATE_ZLIB), TS_OK);
    assert_span_equal(out, ts_test_hex(&arena, HELLO_ZLIB));
    ts_test_arena_free(&arena);
}

static void
a_bomb_stops_at_the_limit(void **state)
{
    (void)state;
    struct ts_arena large = ts_test_arena(12 * ARENA);
    struct ts_arena small = ts_test_arena(ARENA);
    uint8_t *zeros = ts_arena_take(&large, 10 * ARENA);
    assert_non_null(zeros);
    ts_span bomb;
    ts_span out = TS_SPAN_LIT("before");
    assert_status(
        ts_deflate(&large, &bomb, (ts_span){ zeros, 10 * ARENA }, TS_DEFLATE_ZLIB),
        TS_OK);
    assert_true(bomb.len < 11000);
    assert_status(ts_inflate(&small, &out, bomb, TS_DEFLATE_ZLIB, 65536), TS_OVER_LIMIT);
    /* A larger limit than the arena can keep. */
    assert_status(ts_inflate(&small, &out, bomb, TS_DEFLATE_ZLIB, SIZE_MAX), TS_NO_SPACE);
    assert_span_equal(out, TS_SPAN_LIT("before"));
    assert_int_equal(small.used, 0);
    ts_test_arena_free(&small);
    ts_test_arena_free(&large);
}

static void
a_small_arena_is_no_space(void **state)
{
    (void)state;
    struct ts_arena arena = ts_test_arena(ARENA);
    struct ts_arena small = ts_test_arena(INFLATE_WORK + 5);
    ts_span in = ts_test_hex(&arena, HELLO_ZLIB);
    ts_span out = TS_SPAN_LIT("before");
    for (size_t len = 0; len < INFLATE_WORK + 5; len += 7) {
        struct ts_arena part = ts_arena_over((ts_room){ small.at, len });
        assert_status(ts_inflate(&part, &out, in, TS_DEFLATE_ZLIB, 100), TS_NO_SPACE);
        assert_status(ts_deflate(&part, &out, in, TS_DEFLATE_ZLIB), TS_NO_SPACE);
    }
    assert_span_equal(out, TS_SPAN_LIT("before"));
    assert_status(ts_inflate(&small, &out, in, TS_DEFLATE_ZLIB, 100), TS_OK);
    ts_test_arena_free(&small);
    ts_test_arena_free(&arena);
}

/* The working memory is aligned wherever the arena stands. */
static void
an_arena_may_start_anywhere(void **state)
{
    (void)state;
    struct ts_arena arena = ts_test_arena(ARENA);
    ts_span in = ts_test_hex(&arena, HELLO_GZIP);
    for (size_t past = 0; past < 16; past++) {
        struct ts_arena part = ts_arena_over(ts_arena_rest(&arena));
        part.len -= past;
        ts_span out;
        assert_status(ts_inflate(&part, &out, in, TS_DEFLATE_GZIP, 100), TS_OK);
        assert_span_equal(out, TS_SPAN_LIT("hello"));
        assert_status(ts_deflate(&part, &out, in, TS_DEFLATE_GZIP), TS_OK);
    }
    ts_test_arena_free(&arena);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_stream_is_read_as_it_says),
        cmocka_unit_test(every_prefix_and_one_byte_more_are_refused),
        cmocka_unit_test(the_limit_is_met_exactly),
        cmocka_unit_test(what_is_deflated_comes_back),
        cmocka_unit_test(the_best_level_is_named_in_the_header),
        cmocka_unit_test(a_bomb_stops_at_the_limit),
        cmocka_unit_test(a_small_arena_is_no_space),
        cmocka_unit_test(an_arena_may_start_anywhere),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
