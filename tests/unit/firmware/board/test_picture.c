#include "firmware/board/picture.h"

#include "firmware/base/limits.h"
#include "tests/support/pictures.h"
#include "tests/support/support.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

enum { WIDTH = 40, HEIGHT = 30 };

static struct ts_arena arena;
static uint8_t pixels[HEIGHT][WIDTH];

static int
set_up(void **state)
{
    (void)state;
    arena = ts_test_arena(1 << 20);
    for (int y = 0; y < HEIGHT; y++)
        for (int x = 0; x < WIDTH; x++)
            pixels[y][x] = (uint8_t)(4 * x + 2 * y);
    return 0;
}

static int
tear_down(void **state)
{
    (void)state;
    ts_test_arena_free(&arena);
    return 0;
}

static ts_span
make_png(void)
{
    return ts_test_png(&arena, &pixels[0][0], WIDTH, HEIGHT);
}

static ts_span
make_jpeg(struct ts_test_jpeg how)
{
    return ts_test_jpeg(&arena, &pixels[0][0], WIDTH, HEIGHT, how);
}

static void
assert_pixels(const struct ts_frame *frame, int tolerance)
{
    assert_int_equal(frame->width, WIDTH);
    assert_int_equal(frame->height, HEIGHT);
    for (uint32_t y = 0; y < HEIGHT; y++)
        for (uint32_t x = 0; x < WIDTH; x++) {
            int off = (int)frame->grey[y * frame->stride + x] - (int)pixels[y][x];
            assert_in_range(off + tolerance, 0, 2 * tolerance);
        }
}

/* Opens bytes and reads their first page; whichever fails says why. A frame that
 * was not given must not have been touched. */
static enum ts_status
read_first(ts_span bytes)
{
    struct ts_picture *picture = NULL;
    struct ts_frame frame = { .width = 42 };
    uint8_t *exact = ts_test_exact_copy(bytes);
    enum ts_status status =
        ts_picture_open_bytes(&picture, (ts_span){ exact, bytes.len });
    if (status == TS_OK)
        status = ts_picture_next(picture, &frame);
    else
        assert_null(picture);
    if (status != TS_OK)
        assert_int_equal(frame.width, 42);
    ts_picture_close(picture);
    free(exact);
    return status;
}

static void
assert_one_page(ts_span bytes, int tolerance)
{
    struct ts_picture *picture;
    struct ts_frame frame;
    assert_status(ts_picture_open_bytes(&picture, bytes), TS_OK);
    assert_status(ts_picture_next(picture, &frame), TS_OK);
    assert_int_equal(frame.sequence, 1);
    assert_pixels(&frame, tolerance);
    assert_status(ts_picture_next(picture, &frame), TS_ABSENT);
    assert_status(ts_picture_next(picture, &frame), TS_ABSENT);
    ts_picture_close(picture);
}

static void
a_grey_png_keeps_every_pixel(void **state)
{
    (void)state;
    assert_one_page(make_png(), 0);
}

static void
a_png_is_laid_on_white(void **state)
{
    (void)state;
    static const uint8_t rgba[][4] = {
        { 0, 0, 0, 255 }, { 255, 255, 255, 255 }, { 0, 0, 0, 0 },
        { 255, 0, 0, 0 }, { 128, 128, 128, 255 },
    };
    static const uint8_t want[] = { 0, 255, 255, 255, 128 };
    struct ts_picture *picture;
    struct ts_frame frame;
    ts_span png = ts_test_png_rgba(&arena, &rgba[0][0], TS_COUNT(rgba), 1);
    assert_status(ts_picture_open_bytes(&picture, png), TS_OK);
    assert_status(ts_picture_next(picture, &frame), TS_OK);
    for (size_t i = 0; i < TS_COUNT(want); i++)
        assert_int_equal(frame.grey[i], want[i]);
    ts_picture_close(picture);
}

static const struct {
    const char *name;
    struct ts_test_jpeg how;
} jpegs[] = {
    { "grey", { 0 } },
    { "colour", { .colour = true } },
    { "progressive", { .colour = true, .progressive = true } },
    { "without Huffman tables", { .bare = true } },
    { "colour without Huffman tables", { .colour = true, .bare = true } },
};

static void
a_jpeg_keeps_its_luma(void **state)
{
    (void)state;
    for (size_t i = 0; i < TS_COUNT(jpegs); i++) {
        ts_test_row(jpegs[i].name);
        assert_one_page(make_jpeg(jpegs[i].how), 6);
    }
}

static void
a_jpeg_in_inks_is_not_supported(void **state)
{
    (void)state;
    assert_status(read_first(make_jpeg((struct ts_test_jpeg){ .cmyk = true })),
                  TS_UNSUPPORTED);
}

static void
a_jpeg_cut_short_is_refused(void **state)
{
    (void)state;
    for (size_t i = 0; i < TS_COUNT(jpegs); i++) {
        ts_span whole = make_jpeg(jpegs[i].how);
        ts_test_row(jpegs[i].name);
        for (size_t len = 0; len < whole.len; len++)
            assert_status(read_first((ts_span){ whole.at, len }),
                          len < 3 ? TS_UNSUPPORTED : TS_MALFORMED);
    }
}

/* Where the last chunk, IEND of 12 bytes, begins. Without it no pixel is lost. */
static void
a_png_cut_short_is_refused(void **state)
{
    (void)state;
    ts_span whole = make_png();
    for (size_t len = 0; len < whole.len - 12 - 4; len++)
        assert_status(read_first((ts_span){ whole.at, len }),
                      len < 8 ? TS_UNSUPPORTED : TS_MALFORMED);
}

static void
bytes_behind_a_picture_do_not_matter(void **state)
{
    (void)state;
    ts_span png = make_png();
    ts_arena_keep(&arena, 1);
    assert_one_page((ts_span){ png.at, png.len + 1 }, 0);
    ts_span jpeg = make_jpeg(jpegs[0].how);
    ts_arena_keep(&arena, 1);
    assert_one_page((ts_span){ jpeg.at, jpeg.len + 1 }, 6);
}

static void
put_u32(uint8_t *at, uint32_t value)
{
    for (int i = 0; i < 4; i++)
        at[i] = (uint8_t)(value >> (24 - 8 * i));
}

/* PNG 1.2, 4.1.1: IHDR lies at 8, its width at 16, its check at 29. */
static ts_span
png_of_size(uint32_t width, uint32_t height)
{
    ts_span png = make_png();
    uint8_t *copy = ts_arena_take(&arena, png.len);
    assert_non_null(copy);
    memcpy(copy, png.at, png.len);
    put_u32(copy + 16, width);
    put_u32(copy + 20, height);
    put_u32(copy + 29, (uint32_t)crc32(0, copy + 12, 17));
    return (ts_span){ copy, png.len };
}

/* ITU-T T.81 B.2.2: SOF0, length, precision, height, width. */
static ts_span
jpeg_of_size(uint32_t width, uint32_t height)
{
    ts_span jpeg = make_jpeg(jpegs[0].how);
    uint8_t *copy = ts_arena_take(&arena, jpeg.len);
    size_t i = 2;
    assert_non_null(copy);
    memcpy(copy, jpeg.at, jpeg.len);
    while (!(copy[i] == 0xff && copy[i + 1] == 0xc0))
        i++;
    copy[i + 5] = (uint8_t)(height >> 8);
    copy[i + 6] = (uint8_t)height;
    copy[i + 7] = (uint8_t)(width >> 8);
    copy[i + 8] = (uint8_t)width;
    return (ts_span){ copy, jpeg.len };
}

static const struct {
    const char *name;
    uint32_t width, height;
} oversized[] = {
    { "one pixel too wide", TS_FRAME_WIDTH_MAX + 1, 1 },
    { "one pixel too high", 1, TS_FRAME_HEIGHT_MAX + 1 },
    { "a bomb", 65500, 65500 },
};

static void
an_oversized_picture_is_refused_by_its_header(void **state)
{
    (void)state;
    for (size_t i = 0; i < TS_COUNT(oversized); i++) {
        uint32_t width = oversized[i].width;
        uint32_t height = oversized[i].height;
        ts_test_row(oversized[i].name);
        assert_status(read_first(png_of_size(width, height)), TS_OVER_LIMIT);
        assert_status(read_first(jpeg_of_size(width, height)), TS_OVER_LIMIT);
    }
    assert_status(read_first(png_of_size(0, 1)), TS_MALFORMED);
    assert_status(read_first(png_of_size(0x7fffffff, 0x7fffffff)), TS_MALFORMED);
    /* The largest size passes the header, and then has not got the pixels. */
    assert_status(read_first(jpeg_of_size(TS_FRAME_WIDTH_MAX, TS_FRAME_HEIGHT_MAX)),
                  TS_MALFORMED);
}

static const struct {
    const char *name;
    const char *bytes;
} strangers[] = {
    { "nothing", "" },
    { "text", "https://example.org/" },
    { "a GIF", "GIF89a" },
    { "a TIFF", "II*" },
    { "a PNG that mail has mangled", "\x89PNG\n\x1a\n" },
    { "half a magic", "\xff\xd8" },
    { "a PDF in small letters", "%pdf-1.4" },
};

static void
what_is_not_a_picture_is_not_opened(void **state)
{
    (void)state;
    for (size_t i = 0; i < TS_COUNT(strangers); i++) {
        struct ts_picture *picture = NULL;
        ts_test_row(strangers[i].name);
        ts_span bytes = ts_span_text(strangers[i].bytes);
        assert_status(ts_picture_open_bytes(&picture, bytes), TS_UNSUPPORTED);
        assert_null(picture);
    }
}

static void
a_file_is_read_by_its_content(void **state)
{
    (void)state;
    char folder[64];
    char path[100];
    struct ts_picture *picture;
    struct ts_frame frame;
    ts_test_folder(folder);
    ts_test_write_file(folder, "badge.pdf", make_png());
    snprintf(path, sizeof(path), "%s/badge.pdf", folder);
    assert_status(ts_picture_open(&picture, path), TS_OK);
    assert_status(ts_picture_next(picture, &frame), TS_OK);
    assert_pixels(&frame, 0);
    ts_picture_close(picture);
    ts_test_folder_remove(folder);
}

static void
a_file_that_cannot_be_a_picture_is_refused(void **state)
{
    (void)state;
    char folder[64];
    char path[100];
    struct ts_picture *picture = NULL;
    ts_test_folder(folder);
    assert_status(ts_picture_open(&picture, folder), TS_UNSUPPORTED);

    snprintf(path, sizeof(path), "%s/file", folder);
    assert_status(ts_picture_open(&picture, path), TS_ABSENT);
    assert_int_equal(mkfifo(path, 0600), 0);
    assert_status(ts_picture_open(&picture, path), TS_UNSUPPORTED);
    unlink(path);

    ts_test_write_file(folder, "file", TS_SPAN_LIT(""));
    assert_status(ts_picture_open(&picture, path), TS_UNSUPPORTED);
    ts_test_write_file(folder, "file", TS_SPAN_LIT("\xff\xd8\xff"));
    assert_int_equal(truncate(path, TS_PICTURE_FILE_MAX), 0);
    assert_status(ts_picture_open(&picture, path), TS_OK);
    ts_picture_close(picture);
    picture = NULL;
    assert_int_equal(truncate(path, TS_PICTURE_FILE_MAX + 1), 0);
    assert_status(ts_picture_open(&picture, path), TS_OVER_LIMIT);
    assert_null(picture);
    snprintf(path, sizeof(path), "%s/file/below", folder);
    assert_status(ts_picture_open(&picture, path), TS_ABSENT);
    ts_test_folder_remove(folder);
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(a_grey_png_keeps_every_pixel),
        TEST(a_png_is_laid_on_white),
        TEST(a_jpeg_keeps_its_luma),
        TEST(a_jpeg_in_inks_is_not_supported),
        TEST(a_jpeg_cut_short_is_refused),
        TEST(a_png_cut_short_is_refused),
        TEST(bytes_behind_a_picture_do_not_matter),
        TEST(an_oversized_picture_is_refused_by_its_header),
        TEST(what_is_not_a_picture_is_not_opened),
        TEST(a_file_is_read_by_its_content),
        TEST(a_file_that_cannot_be_a_picture_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
