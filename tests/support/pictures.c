#define _XOPEN_SOURCE 700 /* nftw() */

#include "tests/support/pictures.h"

#include "firmware/base/check.h"
#include "tests/support/support.h"

#include <ftw.h>
#include <png.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* After <stdio.h>, whose FILE it uses. */
#include <jpeglib.h>

static ts_span
make_png(struct ts_arena *arena, const uint8_t *pixels, png_uint_32 format,
         uint32_t width, uint32_t height)
{
    png_image image = {
        .version = PNG_IMAGE_VERSION, .width = width, .height = height, .format = format
    };
    ts_room rest = ts_arena_rest(arena);
    png_alloc_size_t len = rest.len;
    TS_CHECK(png_image_write_to_memory(&image, rest.at, &len, 0, pixels, 0, NULL));
    ts_arena_keep(arena, len);
    return (ts_span){ rest.at, len };
}

ts_span
ts_test_png(struct ts_arena *arena, const uint8_t *pixels, uint32_t width,
            uint32_t height)
{
    return make_png(arena, pixels, PNG_FORMAT_GRAY, width, height);
}

ts_span
ts_test_png_rgba(struct ts_arena *arena, const uint8_t *pixels, uint32_t width,
                 uint32_t height)
{
    return make_png(arena, pixels, PNG_FORMAT_RGBA, width, height);
}

/* One row as libjpeg takes it; what is not luma is different in every pixel. */
static void
spread(uint8_t *row, const uint8_t *pixels, uint32_t width, struct ts_test_jpeg how)
{
    for (uint32_t x = 0; x < width; x++) {
        if (how.cmyk)
            memset(row + 4 * (size_t)x, pixels[x], 4);
        else if (how.colour)
            memcpy(row + 3 * (size_t)x,
                   (uint8_t[]){ pixels[x], (uint8_t)(100 + x % 50), 140 }, 3);
        else
            row[x] = pixels[x];
    }
}

static void
set_kind(struct jpeg_compress_struct *jpeg, struct ts_test_jpeg how)
{
    jpeg->input_components = how.cmyk ? 4 : how.colour ? 3 : 1;
    jpeg->in_color_space = how.cmyk ? JCS_CMYK : how.colour ? JCS_YCbCr : JCS_GRAYSCALE;
    jpeg_set_defaults(jpeg);
    jpeg_set_quality(jpeg, 95, TRUE);
    if (how.progressive)
        jpeg_simple_progression(jpeg);
}

/* ITU-T T.81 B.2.4.2: the marker FFC4, and a length that counts itself. */
static size_t
cut_tables(uint8_t *at, size_t len)
{
    for (size_t i = 2; i + 4 < len && at[i] == 0xff && at[i + 1] != 0xda;) {
        size_t size = 2 + ((size_t)at[i + 2] << 8 | at[i + 3]);
        if (at[i + 1] != 0xc4) {
            i += size;
            continue;
        }
        memmove(at + i, at + i + size, len - i - size);
        len -= size;
    }
    return len;
}

ts_span
ts_test_jpeg(struct ts_arena *arena, const uint8_t *pixels, uint32_t width,
             uint32_t height, struct ts_test_jpeg how)
{
    struct jpeg_compress_struct jpeg;
    struct jpeg_error_mgr errors;
    ts_room rest = ts_arena_rest(arena);
    unsigned char *at = NULL;
    unsigned long len = 0;
    uint8_t *row = calloc(width, 4);
    TS_CHECK(row);
    jpeg.err = jpeg_std_error(&errors);
    jpeg_create_compress(&jpeg);
    jpeg_mem_dest(&jpeg, &at, &len);
    jpeg.image_width = width;
    jpeg.image_height = height;
    set_kind(&jpeg, how);
    jpeg_start_compress(&jpeg, TRUE);
    for (uint32_t y = 0; y < height; y++) {
        spread(row, pixels + (size_t)y * width, width, how);
        jpeg_write_scanlines(&jpeg, &row, 1);
    }
    jpeg_finish_compress(&jpeg);
    jpeg_destroy_compress(&jpeg);
    TS_CHECK(len <= rest.len);
    memcpy(rest.at, at, len);
    free(at);
    free(row);
    size_t kept = how.bare ? cut_tables(rest.at, len) : len;
    ts_arena_keep(arena, kept);
    return (ts_span){ rest.at, kept };
}

void
ts_test_need_pdf(void)
{
    if (system("command -v pdftoppm > /dev/null") == 0)
        return;
    printf("skipped: no pdftoppm (install poppler-utils)\n");
    skip();
}

void
ts_test_write_file(const char *folder, const char *name, ts_span bytes)
{
    char path[512];
    snprintf(path, sizeof(path), "%s/%s", folder, name);
    FILE *file = fopen(path, "wb");
    TS_CHECK(file);
    TS_CHECK(fwrite(bytes.at, 1, bytes.len, file) == bytes.len);
    TS_CHECK(fclose(file) == 0);
}

void
ts_test_folder(char path[64])
{
    snprintf(path, 64, "/tmp/touchstone-test-XXXXXX");
    TS_CHECK(mkdtemp(path));
}

static int
remove_one(const char *path, const struct stat *info, int kind, struct FTW *place)
{
    (void)info;
    (void)kind;
    (void)place;
    return remove(path);
}

void
ts_test_folder_remove(const char *path)
{
    TS_CHECK(nftw(path, remove_one, 8, FTW_DEPTH | FTW_PHYS) == 0);
}
