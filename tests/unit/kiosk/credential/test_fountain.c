#include "keys/codec/crc32.h"
#include "kiosk/credential/fountain.h"
#include "tests/support/support.h"

#include <stdio.h>
#include <stdlib.h>

/* The published numbers of BCR-2020-005's reference implementation (bc-ur, test.cpp):
 * all of them come of the seed "Wolf". */

static const uint8_t draws[100] = {
    42, 81, 85, 8,  82, 84, 76, 73, 70, 88, 2,  74, 40, 48, 77, 54, 88, 7,  5,  88,
    37, 25, 82, 13, 69, 59, 30, 39, 11, 82, 19, 99, 45, 87, 30, 15, 32, 22, 89, 44,
    92, 77, 29, 78, 4,  92, 44, 68, 92, 69, 1,  42, 89, 50, 37, 84, 63, 34, 32, 3,
    17, 62, 40, 98, 82, 89, 24, 43, 85, 39, 15, 3,  99, 29, 20, 42, 27, 10, 85, 66,
    50, 35, 69, 70, 70, 74, 30, 13, 72, 54, 11, 5,  70, 55, 91, 52, 10, 43, 43, 52,
};

static const uint8_t draws_of_checksum[100] = {
    88, 44, 94, 74, 0,  99, 7,  77, 68, 35, 47, 78, 19, 21, 50, 15, 42, 36, 91, 11,
    85, 39, 64, 22, 57, 11, 25, 12, 1,  91, 17, 75, 29, 47, 88, 11, 68, 58, 27, 65,
    21, 54, 47, 54, 73, 83, 23, 58, 75, 27, 26, 15, 60, 36, 30, 21, 55, 57, 77, 76,
    75, 47, 53, 76, 9,  91, 14, 69, 3,  95, 11, 73, 20, 99, 68, 61, 3,  98, 36, 98,
    56, 65, 14, 80, 74, 57, 63, 68, 51, 56, 24, 39, 53, 80, 57, 51, 81, 3,  1,  30,
};

static const uint8_t draws_of_ten[100] = {
    6, 5,  8, 4, 10, 5, 7, 10, 4, 9,  10, 9, 7,  7, 1, 1,  2, 9, 9, 2, 6, 4, 5,  7, 8,
    5, 4,  2, 3, 8,  7, 4, 5,  1, 10, 9,  3, 10, 2, 6, 8,  5, 7, 9, 3, 1, 5, 2,  7, 1,
    4, 4,  4, 4, 9,  4, 5, 5,  6, 9,  5,  1, 2,  8, 3, 3,  2, 8, 4, 3, 2, 1, 10, 8, 9,
    3, 10, 8, 5, 5,  6, 7, 10, 5, 8,  9,  4, 6,  4, 2, 10, 2, 1, 7, 9, 6, 7, 4,  2, 5,
};

static const uint8_t degrees[200] = {
    11, 3,  6, 5, 2,  1,  2,  11, 1, 3, 9,  10, 10, 4, 2, 1,  1, 2,  1, 1, 5,  2,  4,
    10, 3,  2, 1, 1,  3,  11, 2,  6, 2, 9,  9,  2,  6, 7, 2,  5, 2,  4, 3, 1,  6,  11,
    2,  11, 3, 1, 6,  3,  1,  4,  5, 3, 6,  1,  1,  3, 1, 2,  2, 1,  4, 5, 1,  1,  9,
    1,  1,  6, 4, 1,  5,  1,  2,  2, 3, 1,  1,  5,  2, 6, 1,  7, 11, 1, 8, 1,  5,  1,
    1,  2,  2, 6, 4,  10, 1,  2,  5, 5, 5,  1,  1,  4, 1, 1,  1, 3,  5, 5, 5,  1,  4,
    3,  3,  5, 1, 11, 3,  2,  8,  1, 2, 1,  1,  4,  5, 2, 1,  1, 1,  5, 6, 11, 10, 7,
    4,  7,  1, 5, 3,  1,  1,  9,  1, 2, 5,  5,  2,  2, 3, 10, 1, 3,  2, 3, 3,  1,  1,
    2,  1,  3, 2, 2,  1,  3,  8,  4, 1, 11, 6,  3,  1, 1, 1,  1, 1,  3, 1, 2,  1,  10,
    1,  1,  8, 2, 7,  1,  2,  1,  9, 2, 10, 2,  1,  3, 4, 10,
};

static const uint16_t chosen_of_eleven[30] = {
    0x001, 0x002, 0x004, 0x008, 0x010, 0x020, 0x040, 0x080, 0x100, 0x200,
    0x400, 0x200, 0x764, 0x100, 0x022, 0x002, 0x535, 0x020, 0x004, 0x004,
    0x6bb, 0x76f, 0x7b5, 0x028, 0x010, 0x7ff, 0x6fb, 0x040, 0x060, 0x080,
};

static const char *const parts_of_256[20] = {
    "8501091901001a0167aa07581d916ec65cf77cadf55cd7f9cda1a1030026ddd42e905b77adc36e4f2d3"
    "c",
    "8502091901001a0167aa07581dcba44f7f04f2de44f42d84c374a0e149136f25b01852545961d55f7f7"
    "a",
    "8503091901001a0167aa07581d8cde6d0e2ec43f3b2dcb644a2209e8c9e34af5c4747984a5e873c9cf5"
    "f",
    "8504091901001a0167aa07581d965e25ee29039fdf8ca74f1c769fc07eb7ebaec46e0695aea6cbd60b3"
    "e",
    "8505091901001a0167aa07581dc4bbff1b9ffe8a9e7240129377b9d3711ed38d412fbb4442256f1e6f5"
    "9",
    "8506091901001a0167aa07581d5e0fc57fed451fb0a0101fb76b1fb1e1b88cfdfdaa946294a47de8fff"
    "1",
    "8507091901001a0167aa07581d73f021c0e6f65b05c0a494e50791270a0050a73ae69b6725505a2ec8a"
    "5",
    "8508091901001a0167aa07581d791457c9876dd34aadd192a53aa0dc66b556c0c215c7ceb8248b717c2"
    "2",
    "8509091901001a0167aa07581d951e65305b56a3706e3e86eb01c803bbf915d80edcd64d4d000000000"
    "0",
    "850a091901001a0167aa07581d330f0f33a05eead4f331df229871bee733b50de71afd2e5a79f196de0"
    "9",
    "850b091901001a0167aa07581d3b205ce5e52d8c24a52cffa34c564fa1af3fdffcd349dc4258ee4ee82"
    "8",
    "850c091901001a0167aa07581ddd7bf725ea6c16d531b5f03254783803048ca08b87148daacd1cd7a00"
    "6",
    "850d091901001a0167aa07581d760be7ad1c6187902bbc04f539b9ee5eb8ea6833222edea36031306c0"
    "1",
    "850e091901001a0167aa07581d5bf4031217d2c3254b088fa7553778b5003632f46e21db129416f65b5"
    "5",
    "850f091901001a0167aa07581d73f021c0e6f65b05c0a494e50791270a0050a73ae69b6725505a2ec8a"
    "5",
    "8510091901001a0167aa07581db8546ebfe2048541348910267331c643133f828afec9337c318f71b7d"
    "f",
    "8511091901001a0167aa07581d23dedeea74e3a0fb052befabefa13e2f80e4315c9dceed4c8630612e6"
    "4",
    "8512091901001a0167aa07581dd01a8daee769ce34b6b35d3ca0005302724abddae405bdb419c0a6b20"
    "8",
    "8513091901001a0167aa07581d3171c5dc365766eff25ae47c6f10e7de48cfb8474e050e5fe997a6dc2"
    "4",
    "8514091901001a0167aa07581de055c2433562184fa71b4be94f262e200f01c6f74c284b0dc6fae6673"
    "f",
};

/* The reference's message of any length. */
static ts_span
message(struct ts_arena *arena, size_t len)
{
    struct ts_draw draw = ts_draw_begin(TS_SPAN_LIT("Wolf"));
    uint8_t *bytes = ts_arena_take(arena, len);
    assert_non_null(bytes);
    for (size_t i = 0; i < len; i++)
        bytes[i] = (uint8_t)(ts_draw_fraction(&draw) * 256);
    return (ts_span){ bytes, len };
}

static void
numbers_are_drawn_as_published(void **state)
{
    (void)state;
    struct ts_draw draw = ts_draw_begin(TS_SPAN_LIT("Wolf"));
    for (size_t i = 0; i < TS_COUNT(draws); i++)
        assert_int_equal(ts_draw_next(&draw) % 100, draws[i]);

    const uint8_t checksum[] = { 0x59, 0x8c, 0x84, 0xdc };
    draw = ts_draw_begin(TS_SPAN_OF(checksum));
    for (size_t i = 0; i < TS_COUNT(draws_of_checksum); i++)
        assert_int_equal(ts_draw_next(&draw) % 100, draws_of_checksum[i]);

    draw = ts_draw_begin(TS_SPAN_LIT("Wolf"));
    for (size_t i = 0; i < TS_COUNT(draws_of_ten); i++)
        assert_int_equal((int)(ts_draw_fraction(&draw) * 10) + 1, draws_of_ten[i]);
}

static void
degrees_are_drawn_as_published(void **state)
{
    (void)state;
    for (unsigned i = 0; i < TS_COUNT(degrees); i++) {
        char seed[16];
        snprintf(seed, sizeof(seed), "Wolf-%u", i + 1);
        struct ts_draw draw = ts_draw_begin(ts_span_text(seed));
        assert_int_equal(ts_draw_degree(&draw, 11), degrees[i]);
    }
}

static void
fragments_are_chosen_as_published(void **state)
{
    (void)state;
    struct ts_arena arena = ts_test_arena(4096);
    uint32_t checksum = ts_crc32(message(&arena, 1024));
    for (uint32_t i = 0; i < TS_COUNT(chosen_of_eleven); i++) {
        struct ts_fragments chosen = ts_fragments_chosen(i + 1, 11, checksum);
        assert_int_equal(chosen.words[0], chosen_of_eleven[i]);
        for (size_t k = 1; k < TS_FRAGMENT_WORDS; k++)
            assert_int_equal(chosen.words[k], 0);
    }
    ts_test_arena_free(&arena);
}

static void
parts_are_written_and_read_as_published(void **state)
{
    (void)state;
    struct ts_arena arena = ts_test_arena(65536);
    ts_span whole = message(&arena, 256);
    for (uint32_t i = 0; i < TS_COUNT(parts_of_256); i++) {
        uint8_t data[29];
        uint8_t cbor[64];
        struct ts_fountain_part part;
        struct ts_writer w = ts_writer_over(TS_ROOM_OF(cbor));
        ts_span want = ts_test_hex(&arena, parts_of_256[i]);
        ts_test_row(parts_of_256[i]);
        ts_fountain_part_make(&part, TS_ROOM_OF(data), whole, sizeof(data), i + 1);
        ts_fountain_part_write(&w, &part);
        assert_span_equal(ts_writer_span(&w), want);

        assert_status(ts_fountain_part_read(&part, want), TS_OK);
        assert_int_equal(part.number, i + 1);
        assert_int_equal(part.total, 9);
        assert_int_equal(part.message_len, 256);
        assert_int_equal(part.checksum, 0x0167aa07);
        assert_span_equal(part.data, TS_SPAN_OF(data));
    }
    ts_test_arena_free(&arena);
}

static const struct {
    const char *name;
    const char *hex;
    enum ts_status want;
} refused[] = {
    { "a number that is 0", "85000101 00 4100", TS_MALFORMED },
    { "no fragments", "85010001004100", TS_MALFORMED },
    { "an empty message", "85010100004100", TS_MALFORMED },
    { "no data", "850101010040", TS_MALFORMED },
    { "fragments that do not hold the message", "8501010300420000", TS_MALFORMED },
    { "more fragments than the message needs", "8501030200420000", TS_MALFORMED },
    { "four items", "8401010100", TS_MALFORMED },
    { "six items", "860101010041 00 00", TS_MALFORMED },
    { "an array without a length", "9f0101010041 00 ff", TS_MALFORMED },
    { "a map", "a50101010041 00", TS_MALFORMED },
    { "data without a length", "85010101005f4100ff", TS_MALFORMED },
    { "data that is text", "85010101006100", TS_MALFORMED },
    { "a negative number", "85200101004100", TS_MALFORMED },
    { "a checksum of more than 32 bits", "85010101 1b0000000100000000 4100",
      TS_MALFORMED },
    { "data longer than what there is", "850101010042 00", TS_TRUNCATED },
    { "one byte more", "85010101004100 00", TS_TRAILING },
    { "257 fragments", "8501 190101 190101 00 4100", TS_OVER_LIMIT },
    { "a message of more than 64 KiB", "8501 02 1a00010001 00 598001", TS_TRUNCATED },
};

static void
what_is_no_part_is_refused_and_leaves_no_trace(void **state)
{
    (void)state;
    struct ts_arena arena = ts_test_arena(65536);
    struct ts_fountain_part part = { .number = 77 };
    for (size_t i = 0; i < TS_COUNT(refused); i++) {
        ts_span cbor = ts_test_hex(&arena, refused[i].hex);
        uint8_t *copy = ts_test_exact_copy(cbor);
        ts_test_row(refused[i].name);
        assert_status(ts_fountain_part_read(&part, (ts_span){ copy, cbor.len }),
                      refused[i].want);
        assert_int_equal(part.number, 77);
        free(copy);
    }
    ts_span good = ts_test_hex(&arena, parts_of_256[11]);
    for (size_t len = 0; len < good.len; len++)
        assert_int_not_equal(ts_fountain_part_read(&part, ts_span_part(good, 0, len)),
                             TS_OK);
    ts_test_arena_free(&arena);
}

/* Collects part after part, each step numbers on from the last, and gives how many
 * it took. */
static uint32_t
collect(ts_span whole, size_t piece_len, uint32_t first, uint32_t step)
{
    static struct ts_fountain fountain;
    static uint8_t room[TS_CONTENT_MAX + TS_CODE_TEXT_MAX];
    uint8_t data[TS_CODE_TEXT_MAX];
    struct ts_fountain_part part;
    ts_span got;
    uint32_t taken = 0;
    ts_fountain_part_make(&part, TS_ROOM_OF(data), whole, piece_len, first);
    ts_fountain_begin(&fountain, TS_ROOM_OF(room), &part);
    do {
        assert_status(ts_fountain_message(&fountain, &got), TS_ABSENT);
        ts_fountain_part_make(&part, TS_ROOM_OF(data), whole, piece_len,
                              first + step * taken);
        ts_fountain_take(&fountain, &part);
        ts_fountain_take(&fountain, &part); /* twice is once */
        taken++;
        assert_true(taken < 1000);
    } while (fountain.seen < fountain.total);
    assert_status(ts_fountain_message(&fountain, &got), TS_OK);
    assert_span_equal(got, whole);
    return taken;
}

static void
a_message_comes_back_from_whichever_parts(void **state)
{
    (void)state;
    struct ts_arena arena = ts_test_arena(1 << 20);
    static const struct {
        const char *name;
        size_t len, piece_len;
        uint32_t first, step, most;
    } rows[] = {
        { "in order", 256, 29, 1, 1, 9 },
        { "every second one", 256, 29, 1, 2, 30 },
        { "only mixed ones", 256, 29, 10, 1, 30 },
        { "the reference's: 32767 bytes from part 100 on", 32767, 993, 100, 1, 60 },
        { "one fragment", 10, 10, 1, 1, 1 },
        { "one fragment, mixed of itself", 10, 10, 5, 1, 1 },
        { "the most fragments", TS_CONTENT_MAX, 256, 1000, 3, 320 },
        { "far along", 5000, 100, 4000000000, 1, 90 },
    };
    for (size_t i = 0; i < TS_COUNT(rows); i++) {
        ts_test_row(rows[i].name);
        uint32_t took = collect(message(&arena, rows[i].len), rows[i].piece_len,
                                rows[i].first, rows[i].step);
        assert_in_range(took, 1, rows[i].most);
    }
    ts_test_arena_free(&arena);
}

static void
a_message_of_another_checksum_is_refused(void **state)
{
    (void)state;
    struct ts_arena arena = ts_test_arena(4096);
    static struct ts_fountain fountain;
    static uint8_t room[TS_CONTENT_MAX + TS_CODE_TEXT_MAX];
    uint8_t data[29];
    struct ts_fountain_part part;
    ts_span got = { 0 };
    ts_span whole = message(&arena, 256);
    ts_fountain_part_make(&part, TS_ROOM_OF(data), whole, sizeof(data), 1);
    ts_fountain_begin(&fountain, TS_ROOM_OF(room), &part);
    for (uint32_t i = 1; i <= 9; i++) {
        ts_fountain_part_make(&part, TS_ROOM_OF(data), whole, sizeof(data), i);
        data[7] ^= i == 4;
        ts_fountain_take(&fountain, &part);
    }
    assert_status(ts_fountain_message(&fountain, &got), TS_MALFORMED);
    assert_int_equal(got.len, 0);
    ts_test_arena_free(&arena);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_are_drawn_as_published),
        cmocka_unit_test(degrees_are_drawn_as_published),
        cmocka_unit_test(fragments_are_chosen_as_published),
        cmocka_unit_test(parts_are_written_and_read_as_published),
        cmocka_unit_test(what_is_no_part_is_refused_and_leaves_no_trace),
        cmocka_unit_test(a_message_comes_back_from_whichever_parts),
        cmocka_unit_test(a_message_of_another_checksum_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
