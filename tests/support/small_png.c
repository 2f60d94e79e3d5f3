#include "tests/support/small_png.h"

#include "firmware/base/check.h"

#include <png.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { COLOURS_MAX = 256, TABLE_SIZE = 1024 };

/* Every colour of the picture, found again through an open hash table. */
struct palette {
    png_color colours[COLOURS_MAX];
    int count;
    uint32_t keys[TABLE_SIZE]; /* colour + 1; 0: free */
    uint8_t index[TABLE_SIZE];
};

/* -1 when there are too many. */
static int
index_of(struct palette *palette, const uint8_t *rgb)
{
    uint32_t key = ((uint32_t)rgb[0] << 16 | (uint32_t)rgb[1] << 8 | rgb[2]) + 1;
    uint32_t at = key * 2654435761u >> 22;
    while (palette->keys[at] != 0 && palette->keys[at] != key)
        at = (at + 1) % TABLE_SIZE;
    if (palette->keys[at] == key)
        return palette->index[at];
    if (palette->count == COLOURS_MAX)
        return -1;
    palette->keys[at] = key;
    palette->index[at] = (uint8_t)palette->count;
    palette->colours[palette->count] = (png_color){ rgb[0], rgb[1], rgb[2] };
    return palette->count++;
}

/* One byte a pixel, or NULL where colours do not suffice. */
static uint8_t *
indexed(struct palette *palette, const uint8_t *rgb, size_t pixels)
{
    uint8_t *indices = malloc(pixels);
    TS_CHECK(indices);
    for (size_t i = 0; i < pixels; i++) {
        int index = index_of(palette, rgb + i * 3);
        if (index < 0) {
            free(indices);
            return NULL;
        }
        indices[i] = (uint8_t)index;
    }
    return indices;
}

static void
write_rows(png_structp png, const uint8_t *pixels, size_t stride, int height)
{
    for (int y = 0; y < height; y++)
        png_write_row(png, pixels + (size_t)y * stride);
}

bool
ts_test_write_small_png(const char *path, const uint8_t *rgb, int width, int height)
{
    struct palette palette = { .count = 0 };
    FILE *stream = fopen(path, "wb");
    if (!stream)
        return false;
    uint8_t *indices = indexed(&palette, rgb, (size_t)width * (size_t)height);
    png_structp png = png_create_write_struct(PNG_LIBPNG_VER_STRING, NULL, NULL, NULL);
    TS_CHECK(png);
    png_infop info = png_create_info_struct(png);
    TS_CHECK(info);
    png_init_io(png, stream);
    png_set_compression_level(png, 9);
    png_set_filter(png, 0, PNG_FILTER_NONE); /* letters on flat ground */
    png_set_IHDR(png, info, (png_uint_32)width, (png_uint_32)height, 8,
                 indices ? PNG_COLOR_TYPE_PALETTE : PNG_COLOR_TYPE_RGB,
                 PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_DEFAULT,
                 PNG_FILTER_TYPE_DEFAULT);
    if (indices)
        png_set_PLTE(png, info, palette.colours, palette.count);
    png_write_info(png, info);
    write_rows(png, indices ? indices : rgb, (size_t)width * (indices ? 1 : 3), height);
    png_write_end(png, NULL);
    png_destroy_write_struct(&png, &info);
    free(indices);
    return fclose(stream) == 0;
}
