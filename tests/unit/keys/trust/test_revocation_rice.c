#include "keys/trust/revocation_form.h"
#include "tests/unit/keys/trust/revocation_world.h"

/* FORMAT.md 6.11 spelled in bits. */
static const struct {
    const char *name;
    const char *hex;
    unsigned k;
    uint64_t last;
    enum ts_status want;
    uint64_t positions[4];
    size_t count;
} rows[] = {
    { "k 0: 0, 10, 110", "58", 0, 99, TS_OK, { 0, 2, 5 }, 3 },
    { "k 3: 0 101, 10 001", "58 80", 3, 99, TS_OK, { 5, 15 }, 2 },
    { "fifteen ones", "fffe", 0, 15, TS_OK, { 15 }, 1 },
    { "sixteen ones escape: 2^4 + 0", "ffff 10 00", 0, 16, TS_OK, { 16 }, 1 },
    { "an escape of 2^4 + 5", "ffff 11 40", 0, 21, TS_OK, { 21 }, 1 },
    { "an escape that ones could say", "ffff 0c 00", 0, 99, TS_MALFORMED, { 0 }, 1 },
    { "the same with k 1: 2^4 + 15", "ffff 13 c0", 1, 99, TS_MALFORMED, { 0 }, 1 },
    { "the highest position of all",
      "ffff ff ff ff ff ff ff ff ff fe",
      0,
      UINT64_MAX,
      TS_OK,
      { UINT64_MAX },
      1 },
    { "k 63, one and zero",
      "bf ff ff ff ff ff ff ff 80",
      63,
      UINT64_MAX,
      TS_OK,
      { UINT64_MAX },
      1 },
    { "k 63, a quotient of two",
      "c0 00 00 00 00 00 00 00 00",
      63,
      UINT64_MAX,
      TS_MALFORMED,
      { 0 },
      1 },
    { "past the last", "f8", 0, 4, TS_MALFORMED, { 0 }, 1 },
    { "on the last", "f0", 0, 4, TS_OK, { 4 }, 1 },
    { "one more after the last", "f0", 0, 4, TS_MALFORMED, { 4 }, 2 },
    { "cut off in the ones", "ff", 0, 99, TS_TRUNCATED, { 0 }, 1 },
    { "cut off in the lower bits", "00", 9, 99, TS_TRUNCATED, { 0 }, 1 },
    { "cut off in the escape", "ffff ff ff", 0, UINT64_MAX, TS_TRUNCATED, { 0 }, 1 },
    { "nothing there", "", 0, 99, TS_TRUNCATED, { 0 }, 1 },
    { "nothing asked", "", 0, 99, TS_OK, { 0 }, 0 },
};

static void
each_code_is_read_as_it_says(void **state)
{
    (void)state;
    for (size_t i = 0; i < TS_COUNT(rows); i++) {
        struct ts_arena arena = ts_test_arena(256);
        ts_span bits = ts_test_hex(&arena, rows[i].hex);
        uint8_t *exact = ts_test_exact_copy(bits);
        struct ts_gap_cursor cursor = ts_gap_cursor_over((struct ts_gaps){
            { exact, bits.len }, rows[i].count, rows[i].last, rows[i].k });
        uint64_t position;
        size_t done = 0;
        ts_test_row(rows[i].name);
        for (; ts_gap_next(&cursor, &position); done++)
            assert_int_equal(position, rows[i].positions[done]);
        assert_status(cursor.status, rows[i].want);
        if (rows[i].want == TS_OK)
            assert_int_equal(done, rows[i].count);
        assert_false(ts_gap_next(&cursor, &position));
        free(exact);
        ts_test_arena_free(&arena);
    }
}

static void
what_is_put_is_read_with_every_parameter(void **state)
{
    (void)state;
    static uint8_t memory[64 * 11 * 4 + 16];
    for (unsigned k = 0; k < 64; k++) {
        struct ts_writer w = ts_writer_over(TS_ROOM_OF(memory));
        struct ts_bit_writer bits = { .w = &w };
        struct ts_rice_sums sums = { .of_length = { 0 } };
        uint64_t gaps[64];
        uint64_t total = 0;
        size_t count = 0;
        /* Gaps of every length, the first to the longest that still fits. */
        for (unsigned length = 0; length < 62; length++) {
            gaps[count] = length ? UINT64_C(1) << (length - 1) : 0;
            gaps[count] += length > 1 ? world_draw(gaps[count]) : 0;
            total += gaps[count] + 1;
            ts_rice_put(&bits, k, gaps[count]);
            ts_rice_add(&sums, gaps[count]);
            count++;
        }
        uint64_t put = bits.bits;
        ts_rice_end(&bits);
        assert_int_equal(w.used, (put + 7) / 8);
        uint64_t best;
        assert_true(ts_rice_best(&sums, &best) < 64 && best <= put);

        struct ts_gap_cursor cursor = ts_gap_cursor_over(
            (struct ts_gaps){ ts_writer_span(&w), count, total - 1, k });
        uint64_t position;
        uint64_t next = 0;
        for (size_t i = 0; i < count; i++, next = position + 1) {
            assert_true(ts_gap_next(&cursor, &position));
            assert_int_equal(position - next, gaps[i]);
        }
        assert_int_equal(cursor.bit, put);
        assert_int_equal(position, total - 1);
    }
}

/* The sums tell each parameter's cost to the bit, so the best is the best. */
static void
the_best_parameter_is_the_cheapest(void **state)
{
    (void)state;
    static uint8_t memory[1 << 16];
    for (unsigned round = 0; round < 200; round++) {
        struct ts_rice_sums sums = { .of_length = { 0 } };
        uint64_t gaps[200];
        uint64_t cheapest = UINT64_MAX;
        uint64_t stated;
        unsigned wide = (unsigned)world_draw(60);
        for (size_t i = 0; i < TS_COUNT(gaps); i++) {
            gaps[i] = world_draw(UINT64_C(2) << world_draw(wide + 1));
            ts_rice_add(&sums, gaps[i]);
        }
        for (unsigned k = 0; k < 64; k++) {
            struct ts_writer w = ts_writer_over(TS_ROOM_OF(memory));
            struct ts_bit_writer bits = { .w = &w };
            for (size_t i = 0; i < TS_COUNT(gaps); i++)
                ts_rice_put(&bits, k, gaps[i]);
            if (bits.bits < cheapest)
                cheapest = bits.bits;
        }
        (void)ts_rice_best(&sums, &stated);
        assert_int_equal(stated, cheapest);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_code_is_read_as_it_says),
        cmocka_unit_test(what_is_put_is_read_with_every_parameter),
        cmocka_unit_test(the_best_parameter_is_the_cheapest),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
