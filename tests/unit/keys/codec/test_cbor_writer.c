#include "keys/codec/cbor.h"
#include "keys/codec/cbor_writer.h"
#include "tests/support/support.h"

/* The hexadecimal column of RFC 8949 appendix A, where not said otherwise. */

static const struct {
    uint64_t value;
    const char *hex;
} unsigneds[] = {
    { 0, "00" },
    { 1, "01" },
    { 10, "0a" },
    { 23, "17" },
    { 24, "1818" },
    { 25, "1819" },
    { 100, "1864" },
    { 255, "18ff" },
    { 256, "190100" },
    { 1000, "1903e8" },
    { 65535, "19ffff" },
    { 65536, "1a00010000" },
    { 1000000, "1a000f4240" },
    { UINT32_MAX, "1affffffff" },
    { (uint64_t)UINT32_MAX + 1, "1b0000000100000000" },
    { 1000000000000, "1b000000e8d4a51000" },
    { UINT64_MAX, "1bffffffffffffffff" },
};

static const struct {
    int64_t value;
    const char *hex;
} integers[] = {
    { 0, "00" },
    { 24, "1818" },
    { -1, "20" },
    { -10, "29" },
    { -24, "37" },
    { -25, "3818" },
    { -100, "3863" },
    { -256, "38ff" },
    { -257, "390100" },
    { -1000, "3903e7" },
    { INT64_MAX, "1b7fffffffffffffff" },
    { INT64_MIN, "3b7fffffffffffffff" },
};

static void
numbers_take_the_fewest_bytes(void **state)
{
    (void)state;
    struct ts_arena arena = ts_test_arena(4096);
    uint8_t memory[16];
    for (size_t i = 0; i < TS_COUNT(unsigneds); i++) {
        struct ts_writer w = ts_writer_over(TS_ROOM_OF(memory));
        ts_test_row(unsigneds[i].hex);
        ts_cbor_write_unsigned(&w, unsigneds[i].value);
        assert_span_equal(ts_writer_span(&w), ts_test_hex(&arena, unsigneds[i].hex));
    }
    for (size_t i = 0; i < TS_COUNT(integers); i++) {
        struct ts_writer w = ts_writer_over(TS_ROOM_OF(memory));
        ts_test_row(integers[i].hex);
        ts_cbor_write_integer(&w, integers[i].value);
        assert_span_equal(ts_writer_span(&w), ts_test_hex(&arena, integers[i].hex));
    }
    ts_test_arena_free(&arena);
}

static void
write_one_of_each(struct ts_writer *w)
{
    ts_cbor_write_tag(w, 18);
    ts_cbor_write_array(w, 5);
    ts_cbor_write_bytes(w, TS_SPAN_LIT("\x01\x02\x03\x04"));
    ts_cbor_write_map(w, 2);
    ts_cbor_write_integer(w, 1);
    ts_cbor_write_integer(w, -7);
    ts_cbor_write_text(w, TS_SPAN_LIT("\xC3\xBC"));
    ts_cbor_write_text(w, (ts_span){ 0 });
    ts_cbor_write_bool(w, false);
    ts_cbor_write_bool(w, true);
    ts_cbor_write_null(w);
}

#define ONE_OF_EACH "d2854401020304a2012662c3bc60f4f5f6"

static void
every_kind_has_its_major_type(void **state)
{
    (void)state;
    struct ts_arena arena = ts_test_arena(4096);
    uint8_t memory[64];
    struct ts_writer w = ts_writer_over(TS_ROOM_OF(memory));
    ts_span written;
    write_one_of_each(&w);
    assert_status(ts_writer_end(&w, &written), TS_OK);
    assert_span_equal(written, ts_test_hex(&arena, ONE_OF_EACH));
    ts_test_arena_free(&arena);
}

static void
long_strings_and_counts_have_long_heads(void **state)
{
    (void)state;
    struct ts_arena arena = ts_test_arena(4096);
    uint8_t memory[512];
    static const uint8_t bytes[256];
    struct ts_writer w = ts_writer_over(TS_ROOM_OF(memory));
    ts_cbor_write_bytes(&w, TS_SPAN_OF(bytes));
    assert_int_equal(w.used, 3 + 256);
    assert_span_equal(ts_span_part(ts_writer_span(&w), 0, 3),
                      ts_test_hex(&arena, "590100"));

    w = ts_writer_over(TS_ROOM_OF(memory));
    ts_cbor_write_array(&w, 25);
    ts_cbor_write_map(&w, 256);
    ts_cbor_write_tag(&w, 32);
    ts_cbor_write_tag(&w, 65536);
    assert_span_equal(ts_writer_span(&w),
                      ts_test_hex(&arena, "9819 b90100 d820 da00010000"));
    ts_test_arena_free(&arena);
}

static void
a_small_room_is_told_at_the_end(void **state)
{
    (void)state;
    uint8_t memory[64];
    size_t whole = sizeof(ONE_OF_EACH) / 2;
    for (size_t room = 0; room <= whole; room++) {
        struct ts_writer w = ts_writer_over((ts_room){ memory, room });
        ts_span written;
        memory[room] = 0xA5;
        write_one_of_each(&w);
        assert_status(ts_writer_end(&w, &written), room < whole ? TS_NO_SPACE : TS_OK);
        assert_int_equal(memory[room], 0xA5);
    }
}

static void
what_is_written_reads_back(void **state)
{
    (void)state;
    struct ts_arena arena = ts_test_arena(4096);
    uint8_t memory[64];
    struct ts_writer w = ts_writer_over(TS_ROOM_OF(memory));
    const struct ts_cbor *root;
    write_one_of_each(&w);
    assert_status(ts_cbor_parse(&arena, &root, ts_writer_span(&w), NULL), TS_OK);
    const struct ts_cbor *array = ts_cbor_tagged(root, 18);
    assert_int_equal(array->count, 5);
    assert_span_equal(ts_cbor_bytes(ts_cbor_element(array, 0)), TS_SPAN_LIT("\1\2\3\4"));
    assert_int_equal(ts_cbor_at(ts_cbor_element(array, 1), 1)->kind, TS_CBOR_NEGATIVE);
    assert_int_equal(ts_cbor_element(array, 4)->value, 22);
    ts_test_arena_free(&arena);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_take_the_fewest_bytes),
        cmocka_unit_test(every_kind_has_its_major_type),
        cmocka_unit_test(long_strings_and_counts_have_long_heads),
        cmocka_unit_test(a_small_room_is_told_at_the_end),
        cmocka_unit_test(what_is_written_reads_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
