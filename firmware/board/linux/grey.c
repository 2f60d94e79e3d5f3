#include "firmware/board/linux/grey.h"

#include "firmware/base/limits.h"

#include <stdlib.h>
#include <string.h>

enum ts_status
ts_sheet_fit(struct ts_sheet *sheet, uint32_t width, uint32_t height)
{
    if (width == 0 || height == 0)
        return TS_MALFORMED;
    if (width > TS_FRAME_WIDTH_MAX || height > TS_FRAME_HEIGHT_MAX)
        return TS_OVER_LIMIT;
    size_t size = (size_t)width * height;
    if (size > sheet->capacity) {
        uint8_t *grey = malloc(size);
        if (!grey)
            return TS_NO_SPACE;
        free(sheet->grey);
        sheet->grey = grey;
        sheet->capacity = size;
    }
    sheet->width = width;
    sheet->height = height;
    return TS_OK;
}

void
ts_sheet_free(struct ts_sheet *sheet)
{
    free(sheet->grey);
    *sheet = (struct ts_sheet){ 0 };
}

struct ts_frame
ts_sheet_frame(const struct ts_sheet *sheet)
{
    return (struct ts_frame){
        .grey = sheet->grey,
        .width = sheet->width,
        .height = sheet->height,
        .stride = sheet->width,
    };
}

/* A loop this plain is what compilers turn into wide instructions. */
static void
take_every_second(uint8_t *restrict grey, const uint8_t *restrict yuyv, size_t width)
{
    for (size_t x = 0; x < width; x++)
        grey[x] = yuyv[2 * x];
}

void
ts_sheet_take_luma(struct ts_sheet *sheet, const uint8_t *raw, size_t stride,
                   enum ts_raw layout)
{
    for (size_t y = 0; y < sheet->height; y++) {
        uint8_t *grey = sheet->grey + y * sheet->width;
        const uint8_t *row = raw + y * stride;
        if (layout == TS_RAW_YUYV)
            take_every_second(grey, row, sheet->width);
        else
            memcpy(grey, row, sheet->width);
    }
}

size_t
ts_raw_row_bytes(enum ts_raw layout, uint32_t width)
{
    return layout == TS_RAW_YUYV ? 2 * (size_t)width : width;
}

size_t
ts_raw_luma_bytes(enum ts_raw layout, uint32_t width, uint32_t height, size_t stride)
{
    size_t last = ts_raw_row_bytes(layout, width);
    /* The last luma of YUYV is followed by a V that nobody reads. */
    return (height - 1) * stride + last - (layout == TS_RAW_YUYV ? 1 : 0);
}
