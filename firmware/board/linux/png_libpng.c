#include "firmware/board/linux/png_libpng.h"

#include <png.h>

static const uint8_t MAGIC[] = { 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n' };

enum ts_status
ts_png_to_grey(struct ts_sheet *sheet, ts_span png)
{
    if (!ts_span_starts_with(png, TS_SPAN_OF(MAGIC)))
        return TS_UNSUPPORTED;
    enum ts_status status = TS_MALFORMED;
    png_image image = { .version = PNG_IMAGE_VERSION };
    if (!png_image_begin_read_from_memory(&image, png.at, png.len))
        goto out;
    /* Before anything the size of the picture is allocated. */
    status = ts_sheet_fit(sheet, image.width, image.height);
    if (status != TS_OK)
        goto out;
    status = TS_MALFORMED;
    image.format = PNG_FORMAT_GRAY;
    png_color white = { 255, 255, 255 };
    if (!png_image_finish_read(&image, &white, sheet->grey, (int)sheet->width, NULL))
        goto out;
    status = TS_OK;
out:
    png_image_free(&image);
    return status;
}
