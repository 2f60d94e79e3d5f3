#include "firmware/base/limits.h"
#include "firmware/board/linux/png_libpng.h"
#include "firmware/board/picture.h"

#include <string.h>
#include <zlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct ts_sheet sheet;

/* The way through the port gives the same answer, once. */
static void
check_picture(ts_span png, enum ts_status want)
{
    struct ts_picture *picture;
    struct ts_frame frame = { 0 };
    if (ts_picture_open_bytes(&picture, png) != TS_OK)
        return;
    enum ts_status got = ts_picture_next(picture, &frame);
    TS_CHECK(got == want);
    if (got == TS_OK) {
        size_t area = (size_t)sheet.width * sheet.height;
        TS_CHECK(frame.width == sheet.width && frame.height == sheet.height);
        TS_CHECK(memcmp(frame.grey, sheet.grey, area) == 0);
    }
    TS_CHECK(ts_picture_next(picture, &frame) == TS_ABSENT);
    ts_picture_close(picture);
}

static uint32_t
u32_at(const uint8_t *at)
{
    return (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 | at[3];
}

/* Puts right the check of every chunk (PNG 1.2, 3.2): without that hardly an
 * input gets past the first one. */
static void
mend(uint8_t *png, size_t size)
{
    size_t i = 8;
    while (size - i >= 12 && u32_at(png + i) <= size - i - 12) {
        size_t len = u32_at(png + i);
        uint32_t check = (uint32_t)crc32(0, png + i + 4, (uInt)len + 4);
        for (int k = 0; k < 4; k++)
            png[i + 8 + len + (size_t)k] = (uint8_t)(check >> (24 - 8 * k));
        i += 12 + len;
    }
}

static void
check(ts_span png)
{
    enum ts_status status = ts_png_to_grey(&sheet, png);
    TS_CHECK(status == TS_OK || status == TS_UNSUPPORTED || status == TS_MALFORMED
             || status == TS_OVER_LIMIT || status == TS_NO_SPACE);
    if (status == TS_OK) {
        TS_CHECK(sheet.width > 0 && sheet.width <= TS_FRAME_WIDTH_MAX);
        TS_CHECK(sheet.height > 0 && sheet.height <= TS_FRAME_HEIGHT_MAX);
        TS_CHECK((size_t)sheet.width * sheet.height <= sheet.capacity);
    }
    if (status != TS_UNSUPPORTED) /* JPEG and PDF have ways of their own */
        check_picture(png, status);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static uint8_t copy[1 << 16];
    check((ts_span){ data, size });
    if (size < 8 || size > sizeof(copy))
        return 0;
    memcpy(copy, data, size);
    mend(copy, size);
    check((ts_span){ copy, size });
    return 0;
}
