#include "firmware/base/reader.h"
#include "tests/support/support.h"

static void
numbers_are_big_endian(void **state)
{
    (void)state;
    static const uint8_t bytes[] = { 0xFF, 0x01, 0x02, 0x80, 0x00, 0x00, 0x01, 0xFE,
                                     0xDC, 0xBA, 0x98, 0x76, 0x54, 0x32, 0x10 };
    struct ts_reader r = ts_reader_over(TS_SPAN_OF(bytes));
    assert_int_equal(ts_read_u8(&r), 0xFF);
    assert_int_equal(ts_read_u16(&r), 0x0102);
    assert_int_equal(ts_read_u32(&r), 0x80000001);
    assert_int_equal(ts_reader_left(&r), 8);
    assert_true(ts_read_u64(&r) == 0xFEDCBA9876543210);
    assert_status(ts_reader_end(&r), TS_OK);
}

static void
bytes_are_views_of_the_input(void **state)
{
    (void)state;
    ts_span input = TS_SPAN_LIT("badge");
    struct ts_reader r = ts_reader_over(input);
    assert_int_equal(ts_read_bytes(&r, 0).len, 0);
    ts_span two = ts_read_bytes(&r, 2);
    ts_span three = ts_read_bytes(&r, 3);
    assert_ptr_equal(two.at, input.at);
    assert_ptr_equal(three.at, input.at + 2);
    assert_span_equal(three, TS_SPAN_LIT("dge"));
    assert_int_equal(ts_read_bytes(&r, 0).len, 0);
    assert_status(ts_reader_end(&r), TS_OK);
}

static void
the_first_failure_sticks(void **state)
{
    (void)state;
    struct ts_reader r = ts_reader_over(TS_SPAN_LIT("abcdef"));
    (void)ts_read_u8(&r);
    ts_require(&r, true, TS_ROLLBACK, "holds");
    assert_true(ts_reader_ok(&r));
    ts_require(&r, false, TS_DUPLICATE, "first");
    ts_require(&r, false, TS_UNSUPPORTED, "second");
    assert_false(ts_reader_ok(&r));
    assert_int_equal(ts_read_u8(&r), 0);
    assert_int_equal(ts_read_u32(&r), 0);
    assert_int_equal(ts_read_bytes(&r, 2).len, 0);
    assert_int_equal(ts_reader_left(&r), 5);
    assert_status(ts_reader_end(&r), TS_DUPLICATE);
    assert_int_equal(r.fault.offset, 1);
    assert_string_equal(r.fault.rule, "first");
}

static void
a_read_past_the_end_gives_nothing_and_consumes_nothing(void **state)
{
    (void)state;
    static const size_t lengths[] = { 4, 5, SIZE_MAX - 1, SIZE_MAX };
    for (size_t i = 0; i < TS_COUNT(lengths); i++) {
        struct ts_reader r = ts_reader_over(TS_SPAN_LIT("abcd"));
        (void)ts_read_u8(&r);
        assert_int_equal(ts_read_bytes(&r, lengths[i]).len, 0);
        assert_int_equal(ts_reader_left(&r), 3);
        /* What would have fitted does not follow a failure. */
        assert_int_equal(ts_read_u8(&r), 0);
        assert_status(ts_reader_end(&r), TS_TRUNCATED);
        assert_int_equal(r.fault.offset, 1);
    }
}

static void
a_number_cut_short_is_zero(void **state)
{
    (void)state;
    ts_span ones = TS_SPAN_LIT("\xFF\xFF\xFF\xFF\xFF\xFF\xFF");
    for (size_t len = 0; len < 8; len++) {
        ts_span part = { ones.at, len };
        struct ts_reader r = ts_reader_over(part);
        assert_true(ts_read_u64(&r) == 0);
        assert_status(ts_reader_end(&r), TS_TRUNCATED);
        r = ts_reader_over(part);
        assert_int_equal(ts_read_u32(&r), len < 4 ? 0 : UINT32_MAX);
        r = ts_reader_over(part);
        assert_int_equal(ts_read_u16(&r), len < 2 ? 0 : UINT16_MAX);
        r = ts_reader_over(part);
        assert_int_equal(ts_read_u8(&r), len < 1 ? 0 : UINT8_MAX);
    }
}

static void
what_is_left_over_is_trailing(void **state)
{
    (void)state;
    struct ts_reader r = ts_reader_over(TS_SPAN_LIT("abc"));
    (void)ts_read_u16(&r);
    assert_status(ts_reader_end(&r), TS_TRAILING);
    assert_int_equal(r.fault.offset, 2);
    /* It sticks as any failure does. */
    assert_int_equal(ts_read_u8(&r), 0);
    assert_status(ts_reader_end(&r), TS_TRAILING);
}

static void
an_empty_input_is_read_to_its_end(void **state)
{
    (void)state;
    struct ts_reader r = ts_reader_over((ts_span){ 0 });
    assert_int_equal(ts_read_bytes(&r, 0).len, 0);
    assert_status(ts_reader_end(&r), TS_OK);
    assert_int_equal(ts_read_u8(&r), 0);
    assert_status(ts_reader_end(&r), TS_TRUNCATED);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_are_big_endian),
        cmocka_unit_test(bytes_are_views_of_the_input),
        cmocka_unit_test(the_first_failure_sticks),
        cmocka_unit_test(a_read_past_the_end_gives_nothing_and_consumes_nothing),
        cmocka_unit_test(a_number_cut_short_is_zero),
        cmocka_unit_test(what_is_left_over_is_trailing),
        cmocka_unit_test(an_empty_input_is_read_to_its_end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
