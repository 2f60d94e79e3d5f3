#include "firmware/board/portrait.h"

#include "firmware/board/linux/portrait_form.h"
#include "firmware/board/linux/portrait_program.h"
#include "tests/support/pictures.h"
#include "tests/support/support.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define STAND_IN "portrait-stand-in"

/* Far more than any program here takes, but for the one that hangs. */
enum { PATIENCE_MS = 60000, IMPATIENCE_MS = 200 };

static struct ts_arena arena;
static struct ts_photo photo;
static char stand_in[4096];

static int
set_up(void **state)
{
    (void)state;
    arena = ts_test_arena(64 << 20);
    memset(&photo, 0xEE, sizeof(photo));
    return 0;
}

static int
tear_down(void **state)
{
    (void)state;
    ts_test_arena_free(&arena);
    return 0;
}

static void
assert_untouched(void)
{
    const uint8_t *at = (const uint8_t *)&photo;
    for (size_t i = 0; i < sizeof(photo); i++)
        assert_int_equal(at[i], 0xEE);
}

/* 6 by 4 pixels of (200, 40, 40), made with libwebp. */
#define WEBP_LOSSY                                                                 \
    "524946463800000057454250565038202c0000009001009d012a0600040002003425a00274ba" \
    "00039800feef76d7e379bcd6ce3ffec1dffe83bffd077fb24000"
#define WEBP_LOSSLESS \
    "524946461e000000574542505650384c110000002f05c000000750942217a5ff8188e87f0000"

static void
assert_near(const uint8_t *pixel, int r, int g, int b)
{
    assert_in_range(pixel[0] + 6, r, r + 12);
    assert_in_range(pixel[1] + 6, g, g + 12);
    assert_in_range(pixel[2] + 6, b, b + 12);
}

static void
webp_is_decoded(void **state)
{
    (void)state;
    static const char *const files[] = { WEBP_LOSSY, WEBP_LOSSLESS };
    for (size_t i = 0; i < TS_COUNT(files); i++) {
        memset(&photo, 0, sizeof(photo));
        assert_status(ts_portrait_decode(&photo, ts_test_hex(&arena, files[i])), TS_OK);
        assert_int_equal(photo.width, 6);
        assert_int_equal(photo.height, 4);
        assert_near(photo.rgb, 200, 40, 40);
        assert_near(photo.rgb + 23 * 3, 200, 40, 40);
    }
}

static void
png_is_decoded_and_what_is_see_through_is_white(void **state)
{
    (void)state;
    static const uint8_t pixels[] = { 200, 40, 40, 255, 0, 0, 0, 0, 0, 0, 0, 127 };
    ts_span png = ts_test_png_rgba(&arena, pixels, 3, 1);
    assert_status(ts_portrait_decode(&photo, png), TS_OK);
    assert_int_equal(photo.width, 3);
    assert_int_equal(photo.height, 1);
    assert_near(photo.rgb, 200, 40, 40);
    assert_near(photo.rgb + 3, 255, 255, 255);
    assert_near(photo.rgb + 6, 128, 128, 128);
}

/* Left half dark, right half bright. */
static uint8_t *
halves(uint32_t width, uint32_t height)
{
    uint8_t *pixels = malloc((size_t)width * height);
    assert_non_null(pixels);
    for (size_t i = 0; i < (size_t)width * height; i++)
        pixels[i] = i % width < width / 2 ? 40 : 210;
    return pixels;
}

static void
assert_halves(uint32_t width, uint32_t height)
{
    assert_int_equal(photo.width, width);
    assert_int_equal(photo.height, height);
    for (uint32_t y = 0; y < height; y++) {
        const uint8_t *row = photo.rgb + (size_t)y * width * 3;
        assert_near(row, 40, 40, 40);
        assert_near(row + (size_t)(width - 1) * 3, 210, 210, 210);
    }
}

static void
jpeg_is_decoded_as_it_is_and_shrunk_with_its_shape(void **state)
{
    (void)state;
    static const struct {
        uint32_t width, height, want_width, want_height;
    } sizes[] = {
        { 64, 48, 64, 48 },     { 256, 256, 256, 256 }, { 257, 100, 256, 99 },
        { 300, 600, 128, 256 }, { 1024, 64, 256, 16 },  { 2000, 2, 256, 1 },
    };
    for (size_t i = 0; i < TS_COUNT(sizes); i++) {
        uint8_t *pixels = halves(sizes[i].width, sizes[i].height);
        ts_span jpeg = ts_test_jpeg(&arena, pixels, sizes[i].width, sizes[i].height,
                                    (struct ts_test_jpeg){ .progressive = i % 2 != 0 });
        free(pixels);
        assert_true(jpeg.len <= TS_PORTRAIT_BYTES_MAX);
        assert_status(ts_portrait_decode(&photo, jpeg), TS_OK);
        assert_halves(sizes[i].want_width, sizes[i].want_height);
    }
}

static void
a_large_picture_is_shrunk_and_too_large_a_one_refused(void **state)
{
    (void)state;
    uint8_t *pixels = calloc(6000, 6000);
    assert_non_null(pixels);
    ts_span fits = ts_test_png(&arena, pixels, 3000, 3000);
    assert_status(ts_portrait_decode(&photo, fits), TS_OK);
    assert_int_equal(photo.width, 256);
    memset(&photo, 0xEE, sizeof(photo));
    ts_span bomb = ts_test_png(&arena, pixels, 6000, 6000);
    free(pixels);
    assert_true(bomb.len <= TS_PORTRAIT_BYTES_MAX);
    assert_status(ts_portrait_decode(&photo, bomb), TS_MALFORMED);
    assert_untouched();
}

/* A picture of another kind, and sizes that were only promised: the first bytes of a
 * PNG of 30,000 and a JPEG of 65,500 pixels a side. */
static const struct {
    const char *what, *hex;
} refused[] = {
    { "nothing", "" },
    { "text", "48656c6c6f2c20776f726c64" },
    { "GIF", "47494638396101000100800000000000ffffff2c00000000010001000002024401003b" },
    { "BMP",
      "424d3a0000000000000036000000280000000100000001000000010018000000000004000000"
      "000000000000000000000000000000000000ff00" },
    { "PNG of 30,000 x 30,000",
      "89504e470d0a1a0a0000000d49484452000075300000753008060000008bc2ce6a" },
    { "JPEG of 65,500 x 65,500",
      "ffd8ffc0001108ffdcffdc03011100021100031100ffda000c03010002000300003f00ffd9" },
};

static void
what_is_no_picture_is_refused(void **state)
{
    (void)state;
    for (size_t i = 0; i < TS_COUNT(refused); i++) {
        ts_test_row(refused[i].what);
        assert_status(ts_portrait_decode(&photo, ts_test_hex(&arena, refused[i].hex)),
                      TS_MALFORMED);
        assert_untouched();
    }
}

static void
half_a_png_and_half_a_webp_are_none(void **state)
{
    (void)state;
    uint8_t *pixels = halves(40, 30);
    ts_span files[] = { ts_test_png(&arena, pixels, 40, 30),
                        ts_test_hex(&arena, WEBP_LOSSY) };
    free(pixels);
    for (size_t i = 0; i < TS_COUNT(files); i++) {
        for (size_t len = 0; len < files[i].len * 3 / 4; len += 5) {
            ts_span part = ts_span_part(files[i], 0, len);
            assert_status(ts_portrait_decode(&photo, part), TS_MALFORMED);
        }
    }
    assert_untouched();
}

/* libjpeg fills what is missing with grey, as browsers do; without a header there is
 * nothing to fill. */
static void
of_a_jpeg_the_headers_must_be_there(void **state)
{
    (void)state;
    uint8_t *pixels = halves(40, 30);
    ts_span jpeg = ts_test_jpeg(&arena, pixels, 40, 30, (struct ts_test_jpeg){ 0 });
    free(pixels);
    for (size_t len = 0; len < 100; len += 7)
        assert_status(ts_portrait_decode(&photo, ts_span_part(jpeg, 0, len)),
                      TS_MALFORMED);
    assert_untouched();
}

static void
more_than_64_kib_is_refused_unread(void **state)
{
    (void)state;
    ts_span webp = ts_test_hex(&arena, WEBP_LOSSLESS);
    static uint8_t large[TS_PORTRAIT_BYTES_MAX + 1];
    memcpy(large, webp.at, webp.len);
    assert_status(ts_portrait_decode(&photo, TS_SPAN_OF(large)), TS_OVER_LIMIT);
    assert_untouched();
    assert_status(ts_portrait_decode(&photo, (ts_span){ large, TS_PORTRAIT_BYTES_MAX }),
                  TS_OK);
}

static const struct {
    const char *what, *how;
    uint32_t limit_ms;
    enum ts_status want;
} trouble[] = {
    { "a good one, to compare with", "g", PATIENCE_MS, TS_OK },
    { "hangs at once", "h", IMPATIENCE_MS, TS_OVER_LIMIT },
    { "hangs after a whole photo", "H", IMPATIENCE_MS, TS_OVER_LIMIT },
    { "crashes at once", "c", PATIENCE_MS, TS_MALFORMED },
    { "crashes half-way", "C", PATIENCE_MS, TS_MALFORMED },
    { "talks rubbish", "r", PATIENCE_MS, TS_MALFORMED },
    { "says too little", "s", PATIENCE_MS, TS_MALFORMED },
    { "says too much", "l", PATIENCE_MS, TS_MALFORMED },
    { "never stops", "f", PATIENCE_MS, TS_MALFORMED },
    { "says nothing", "?", PATIENCE_MS, TS_MALFORMED },
};

static void
trouble_of_the_program_is_never_ours(void **state)
{
    (void)state;
    for (size_t i = 0; i < TS_COUNT(trouble); i++) {
        ts_test_row(trouble[i].what);
        memset(&photo, 0xEE, sizeof(photo));
        assert_status(ts_portrait_decode_by(&photo, ts_span_text(trouble[i].how),
                                            stand_in, trouble[i].limit_ms),
                      trouble[i].want);
        if (trouble[i].want != TS_OK)
            assert_untouched();
    }
    assert_status(ts_portrait_decode_by(&photo, TS_SPAN_LIT("g"), "/nonexistent/program",
                                        PATIENCE_MS),
                  TS_ABSENT);
}

static ts_span
output_of(uint16_t width, uint16_t height, size_t pixels)
{
    ts_room room = { 0 };
    size_t len = TS_PORTRAIT_HEAD + pixels * 3;
    room.at = ts_arena_take(&arena, len);
    assert_non_null(room.at);
    memset(room.at, 7, len);
    struct ts_photo head = { .width = width, .height = height };
    ts_portrait_head_write(room.at, &head);
    return (ts_span){ room.at, len };
}

static const struct {
    const char *what;
    uint16_t width, height;
    size_t pixels;
    enum ts_status want;
} forms[] = {
    { "one pixel", 1, 1, 1, TS_OK },
    { "the largest", 256, 256, 65536, TS_OK },
    { "wide", 256, 1, 256, TS_OK },
    { "no width", 0, 1, 0, TS_MALFORMED },
    { "no height", 1, 0, 0, TS_MALFORMED },
    { "too wide", 257, 1, 257, TS_MALFORMED },
    { "too high", 1, 257, 257, TS_MALFORMED },
    { "as wide as can be said", 65535, 65535, 65536, TS_MALFORMED },
    { "a pixel too few", 3, 2, 5, TS_TRUNCATED },
    { "a pixel too many", 3, 2, 7, TS_TRAILING },
};

static void
the_form_is_read_strictly(void **state)
{
    (void)state;
    for (size_t i = 0; i < TS_COUNT(forms); i++) {
        ts_test_row(forms[i].what);
        memset(&photo, 0xEE, sizeof(photo));
        ts_span output = output_of(forms[i].width, forms[i].height, forms[i].pixels);
        uint8_t *exact = ts_test_exact_copy(output);
        assert_status(ts_portrait_read(&photo, (ts_span){ exact, output.len }),
                      forms[i].want);
        free(exact);
        if (forms[i].want != TS_OK)
            assert_untouched();
    }
}

static void
every_prefix_and_one_byte_more_are_refused(void **state)
{
    (void)state;
    ts_span output = output_of(3, 2, 6);
    ts_span longer = output_of(3, 2, 7);
    for (size_t len = 0; len < output.len; len++) {
        uint8_t *exact = ts_test_exact_copy((ts_span){ output.at, len });
        assert_status(ts_portrait_read(&photo, (ts_span){ exact, len }), TS_TRUNCATED);
        free(exact);
    }
    assert_status(ts_portrait_read(&photo, (ts_span){ longer.at, output.len + 1 }),
                  TS_TRAILING);
    assert_untouched();
}

static void
find_stand_in(void)
{
    ssize_t len = readlink("/proc/self/exe", stand_in, sizeof(stand_in) - 1);
    TS_CHECK(len > 0 && (size_t)len + sizeof(STAND_IN) < sizeof(stand_in));
    stand_in[len] = '\0';
    memcpy(strrchr(stand_in, '/') + 1, STAND_IN, sizeof(STAND_IN));
}

int
main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        T(webp_is_decoded),
        T(png_is_decoded_and_what_is_see_through_is_white),
        T(jpeg_is_decoded_as_it_is_and_shrunk_with_its_shape),
        T(a_large_picture_is_shrunk_and_too_large_a_one_refused),
        T(what_is_no_picture_is_refused),
        T(half_a_png_and_half_a_webp_are_none),
        T(of_a_jpeg_the_headers_must_be_there),
        T(more_than_64_kib_is_refused_unread),
        T(trouble_of_the_program_is_never_ours),
        T(the_form_is_read_strictly),
        T(every_prefix_and_one_byte_more_are_refused),
    };
    find_stand_in();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
