#include "firmware/base/writer.h"
#include "tests/support/support.h"

#include <string.h>

static void
what_is_written_stands_in_order(void **state)
{
    (void)state;
    uint8_t memory[32];
    struct ts_writer w = ts_writer_over(TS_ROOM_OF(memory));
    ts_span written = { 0 };
    ts_write_u8(&w, '[');
    ts_write_text(&w, "at ");
    ts_write_text(&w, "");
    ts_write_bytes(&w, TS_SPAN_LIT("\0\xFF"));
    ts_write_bytes(&w, (ts_span){ 0 });
    ts_write_decimal(&w, 42);
    ts_write_u8(&w, ']');
    assert_span_equal(ts_writer_span(&w), TS_SPAN_LIT("[at \0\xFF"
                                                      "42]"));
    assert_status(ts_writer_end(&w, &written), TS_OK);
    assert_span_equal(written, ts_writer_span(&w));
    assert_ptr_equal(written.at, memory);
}

static const struct {
    int64_t value;
    const char *text;
} decimals[] = {
    { 0, "0" },
    { 9, "9" },
    { 10, "10" },
    { -1, "-1" },
    { -10, "-10" },
    { 1000000, "1000000" },
    { INT64_MAX, "9223372036854775807" },
    { INT64_MIN, "-9223372036854775808" },
};

static void
decimals_have_no_padding(void **state)
{
    (void)state;
    for (size_t i = 0; i < TS_COUNT(decimals); i++) {
        uint8_t memory[32];
        struct ts_writer w = ts_writer_over(TS_ROOM_OF(memory));
        ts_test_row(decimals[i].text);
        ts_write_decimal(&w, decimals[i].value);
        assert_span_equal(ts_writer_span(&w), ts_span_text(decimals[i].text));
    }
}

static void
the_room_may_be_filled_to_its_last_byte(void **state)
{
    (void)state;
    uint8_t memory[5];
    struct ts_writer w = ts_writer_over(TS_ROOM_OF(memory));
    ts_span written;
    ts_write_text(&w, "badge");
    assert_status(ts_writer_end(&w, &written), TS_OK);
    assert_span_equal(written, TS_SPAN_LIT("badge"));
    ts_write_bytes(&w, (ts_span){ 0 });
    assert_status(ts_writer_end(&w, &written), TS_OK);
    ts_write_u8(&w, '!');
    assert_status(ts_writer_end(&w, &written), TS_NO_SPACE);
}

static void
the_first_overflow_sticks_and_nothing_is_written_after_it(void **state)
{
    (void)state;
    uint8_t memory[8];
    memset(memory, '.', sizeof(memory));
    struct ts_writer w = ts_writer_over((ts_room){ memory, 6 });
    ts_span written = TS_SPAN_LIT("before");
    ts_write_text(&w, "abc");
    ts_write_text(&w, "defg");
    ts_write_u8(&w, 'h');
    ts_write_bytes(&w, (ts_span){ 0 });
    ts_write_decimal(&w, 1);
    assert_status(ts_writer_end(&w, &written), TS_NO_SPACE);
    assert_span_equal(written, TS_SPAN_LIT("before"));
    assert_span_equal(ts_writer_span(&w), TS_SPAN_LIT("abc"));
    assert_memory_equal(memory, "abc.....", sizeof(memory));
}

static void
a_huge_length_is_no_space(void **state)
{
    (void)state;
    uint8_t memory[4];
    struct ts_writer w = ts_writer_over(TS_ROOM_OF(memory));
    ts_span written;
    ts_write_u8(&w, 'a');
    ts_write_bytes(&w, (ts_span){ memory, SIZE_MAX });
    assert_status(ts_writer_end(&w, &written), TS_NO_SPACE);
}

static void
an_empty_room_takes_nothing(void **state)
{
    (void)state;
    struct ts_writer w = ts_writer_over((ts_room){ 0 });
    ts_span written;
    ts_write_text(&w, "");
    assert_status(ts_writer_end(&w, &written), TS_OK);
    assert_int_equal(written.len, 0);
    ts_write_u8(&w, 0);
    assert_status(ts_writer_end(&w, &written), TS_NO_SPACE);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_written_stands_in_order),
        cmocka_unit_test(decimals_have_no_padding),
        cmocka_unit_test(the_room_may_be_filled_to_its_last_byte),
        cmocka_unit_test(the_first_overflow_sticks_and_nothing_is_written_after_it),
        cmocka_unit_test(a_huge_length_is_no_space),
        cmocka_unit_test(an_empty_room_takes_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
