#include "firmware/board/linux/grey.h"

#include "firmware/base/limits.h"
#include "tests/support/support.h"

#include <stdlib.h>
#include <string.h>

#define OTHER 0xee /* what is not luma */

static uint8_t
luma(uint32_t x, uint32_t y)
{
    return (uint8_t)(3 * x + 5 * y + 1);
}

/* Exactly the bytes that may be read, so that a sanitizer sees one more. */
static uint8_t *
make_raw(enum ts_raw layout, uint32_t width, uint32_t height, size_t stride)
{
    size_t size = ts_raw_luma_bytes(layout, width, height, stride);
    size_t step = layout == TS_RAW_YUYV ? 2 : 1;
    uint8_t *raw = malloc(size);
    assert_non_null(raw);
    memset(raw, OTHER, size);
    for (uint32_t y = 0; y < height; y++)
        for (uint32_t x = 0; x < width; x++)
            raw[y * stride + x * step] = luma(x, y);
    return raw;
}

static const struct {
    const char *name;
    enum ts_raw layout;
    uint32_t width, height;
    size_t padding;
} rows[] = {
    { "one pixel of grey", TS_RAW_LUMA_PLANE, 1, 1, 0 },
    { "one pixel of YUYV", TS_RAW_YUYV, 1, 1, 0 },
    { "YUYV of an even width", TS_RAW_YUYV, 64, 48, 0 },
    { "YUYV of an odd width", TS_RAW_YUYV, 33, 7, 2 },
    { "YUYV with padded rows", TS_RAW_YUYV, 30, 4, 68 },
    { "a luma plane", TS_RAW_LUMA_PLANE, 64, 48, 0 },
    { "a luma plane with padded rows", TS_RAW_LUMA_PLANE, 31, 5, 33 },
};

static void
only_the_luma_is_taken(void **state)
{
    (void)state;
    for (size_t i = 0; i < TS_COUNT(rows); i++) {
        struct ts_sheet sheet = { 0 };
        uint32_t width = rows[i].width;
        size_t stride = ts_raw_row_bytes(rows[i].layout, width) + rows[i].padding;
        uint8_t *raw = make_raw(rows[i].layout, width, rows[i].height, stride);
        ts_test_row(rows[i].name);
        assert_status(ts_sheet_fit(&sheet, width, rows[i].height), TS_OK);
        ts_sheet_take_luma(&sheet, raw, stride, rows[i].layout);
        for (uint32_t y = 0; y < rows[i].height; y++)
            for (uint32_t x = 0; x < width; x++)
                assert_int_equal(sheet.grey[y * width + x], luma(x, y));
        ts_sheet_free(&sheet);
        free(raw);
    }
}

static void
a_size_out_of_bounds_leaves_the_sheet_alone(void **state)
{
    (void)state;
    struct ts_sheet sheet = { 0 };
    assert_status(ts_sheet_fit(&sheet, 20, 10), TS_OK);
    const uint8_t *grey = sheet.grey;
    assert_status(ts_sheet_fit(&sheet, 0, 10), TS_MALFORMED);
    assert_status(ts_sheet_fit(&sheet, 10, 0), TS_MALFORMED);
    assert_status(ts_sheet_fit(&sheet, TS_FRAME_WIDTH_MAX + 1, 1), TS_OVER_LIMIT);
    assert_status(ts_sheet_fit(&sheet, 1, TS_FRAME_HEIGHT_MAX + 1), TS_OVER_LIMIT);
    assert_status(ts_sheet_fit(&sheet, UINT32_MAX, UINT32_MAX), TS_OVER_LIMIT);
    assert_ptr_equal(sheet.grey, grey);
    assert_int_equal(sheet.width, 20);
    assert_int_equal(sheet.height, 10);
    ts_sheet_free(&sheet);
}

static void
a_smaller_size_needs_no_heap(void **state)
{
    (void)state;
    struct ts_sheet sheet = { 0 };
    assert_status(ts_sheet_fit(&sheet, 20, 10), TS_OK);
    const uint8_t *grey = sheet.grey;
    assert_status(ts_sheet_fit(&sheet, 5, 40), TS_OK);
    assert_ptr_equal(sheet.grey, grey);
    struct ts_frame frame = ts_sheet_frame(&sheet);
    assert_int_equal(frame.width, 5);
    assert_int_equal(frame.height, 40);
    assert_int_equal(frame.stride, 5);
    ts_sheet_free(&sheet);
    assert_null(sheet.grey);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(only_the_luma_is_taken),
        cmocka_unit_test(a_size_out_of_bounds_leaves_the_sheet_alone),
        cmocka_unit_test(a_smaller_size_needs_no_heap),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
