#include "firmware/board/linux/portrait_form.h"

#include <string.h>

static bool
is_side(unsigned pixels)
{
    return pixels > 0 && pixels <= TS_PHOTO_SIDE_MAX;
}

enum ts_status
ts_portrait_read(struct ts_photo *photo, ts_span output)
{
    if (output.len < TS_PORTRAIT_HEAD)
        return TS_TRUNCATED;
    unsigned width = (unsigned)output.at[0] << 8 | output.at[1];
    unsigned height = (unsigned)output.at[2] << 8 | output.at[3];
    if (!is_side(width) || !is_side(height))
        return TS_MALFORMED;
    size_t pixels = (size_t)width * height * 3;
    if (output.len - TS_PORTRAIT_HEAD < pixels)
        return TS_TRUNCATED;
    if (output.len - TS_PORTRAIT_HEAD > pixels)
        return TS_TRAILING;
    photo->width = (uint16_t)width;
    photo->height = (uint16_t)height;
    memcpy(photo->rgb, output.at + TS_PORTRAIT_HEAD, pixels);
    return TS_OK;
}
