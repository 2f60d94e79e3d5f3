/* Motion JPEG frames come from whatever is plugged in, JPEG files from anybody. */

#include "firmware/base/limits.h"
#include "firmware/board/linux/jpeg_turbo.h"

#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Kept from input to input, as a camera keeps it from frame to frame. */
static struct ts_sheet sheet;
static struct ts_sheet again;

static void
check_status(enum ts_status status)
{
    TS_CHECK(status == TS_OK || status == TS_UNSUPPORTED || status == TS_MALFORMED
             || status == TS_OVER_LIMIT || status == TS_NO_SPACE);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    ts_span jpeg = { data, size };
    enum ts_status video = ts_jpeg_to_grey(&sheet, jpeg, TS_JPEG_VIDEO);
    enum ts_status picture = ts_jpeg_to_grey(&again, jpeg, TS_JPEG_PICTURE);
    check_status(video);
    check_status(picture);
    if (video == TS_OK) {
        TS_CHECK(sheet.width > 0 && sheet.width <= TS_FRAME_WIDTH_MAX);
        TS_CHECK(sheet.height > 0 && sheet.height <= TS_FRAME_HEIGHT_MAX);
        TS_CHECK((size_t)sheet.width * sheet.height <= sheet.capacity);
    }
    /* What is good enough for a file is good enough for video, and the same. */
    if (picture == TS_OK) {
        TS_CHECK(video == TS_OK);
        TS_CHECK(sheet.width == again.width && sheet.height == again.height);
        TS_CHECK(memcmp(sheet.grey, again.grey, (size_t)sheet.width * sheet.height) == 0);
    }
    return 0;
}
