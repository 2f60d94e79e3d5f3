#include "kiosk/screen/window_sdl.h"
#include "tests/golden/scenes.h"
#include "tests/support/small_png.h"
#include "tests/support/support.h"

#include "firmware/base/check.h"
#include "keys/crypto/digest.h"

#include <SDL_image.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/*
 * Every screen at every size and in every language, pixel by pixel as it was. Of the
 * smallest size the pictures are kept, of the others a hash, to keep the repository
 * small: where a hash differs the picture that was drawn is written for looking at.
 * TS_GOLDEN_WRITE=1 writes all of tests/golden/pictures anew; look at them then.
 */

#define FOLDER "tests/golden/pictures"
#define HASHES FOLDER "/hashes.txt"

enum {
    FRAME_WIDTH = 640,
    FRAME_HEIGHT = 480,
    NAME_SIZE = 128,
    PIXELS_MAX = 1920 * 1080,
};

static uint8_t pixels[PIXELS_MAX * 3];

static uint8_t frame_bytes[FRAME_WIDTH * FRAME_HEIGHT];

/* A bright badge with a code, held before a dim wall. */
static uint8_t
frame_pixel(int x, int y)
{
    bool in_badge = x > 215 && x < 425 && y > 90 && y < 400;
    bool in_code = x >= 250 && x < 390 && y >= 220 && y < 360;
    if (in_code)
        return ((x - 250) / 7 * 7 + (y - 220) / 7 * 13 + (x - 250) / 7 * ((y - 220) / 7))
                           % 5
                       < 2
                   ? 40
                   : 230;
    if (in_badge)
        return y < 140 ? 120 : 225;
    return (uint8_t)(50 + y / 10 + x / 16);
}

static struct ts_frame
live_frame(void)
{
    for (int y = 0; y < FRAME_HEIGHT; y++)
        for (int x = 0; x < FRAME_WIDTH; x++)
            frame_bytes[y * FRAME_WIDTH + x] = frame_pixel(x, y);
    return (struct ts_frame){ .grey = frame_bytes,
                              .width = FRAME_WIDTH,
                              .height = FRAME_HEIGHT,
                              .stride = FRAME_WIDTH,
                              .sequence = 1 };
}

static struct ts_window *
open_window(struct scene_size size)
{
    struct ts_window *window = NULL;
    struct ts_fault fault = { 0 };
    struct ts_window_options options = {
        .title = "golden",
        .width_px = size.width,
        .height_px = size.height,
        .px_per_mm = size.px_per_mm,
    };
    assert_status(ts_window_open(&window, &options, &fault), TS_OK);
    return window;
}

static void
draw_scene(struct ts_window *window, const struct scene *scene, struct ts_fit_report *fit)
{
    static struct ts_drawing drawing;
    struct ts_view_model model;
    struct scene_parts parts = { 0 };
    struct ts_frame frame = live_frame();
    scene_base(&model);
    scene->fill(&model, &parts);
    ts_window_size(window, &model.width_px, &model.height_px, &model.px_per_mm);
    ts_view_draw(&drawing, &model);
    assert_false(drawing.full);
    ts_window_draw(window, &drawing, &frame, fit);
}

/* Of a scene at a size in a language. */
struct picture {
    char name[NAME_SIZE];
    struct scene_size size;
    bool kept; /* as pixels */
    ts_span rgb;
};

static struct picture
read_picture(struct ts_window *window, const struct scene *scene, size_t size,
             const char *language)
{
    struct picture p = { .size = scene_sizes[size], .kept = size == 0 };
    size_t len = (size_t)p.size.width * (size_t)p.size.height * 3;
    TS_CHECK(len <= sizeof(pixels));
    snprintf(p.name, sizeof(p.name), "%s-%dx%d-%s", scene->name, p.size.width,
             p.size.height, language);
    assert_status(ts_window_read(window, (ts_room){ pixels, len }), TS_OK);
    p.rgb = (ts_span){ pixels, len };
    return p;
}

static void
hash_of(char hex[static 2 * TS_SHA256_SIZE + 1], ts_span rgb)
{
    uint8_t digest[TS_SHA256_SIZE];
    ts_sha256(digest, rgb);
    for (size_t i = 0; i < sizeof(digest); i++)
        snprintf(hex + 2 * i, 3, "%02x", digest[i]);
}

/* -1 where there is no such picture of this size. */
static int
pixels_that_differ(const struct picture *p)
{
    char path[256];
    int count = 0;
    snprintf(path, sizeof(path), FOLDER "/%s.png", p->name);
    SDL_Surface *loaded = IMG_Load(path);
    if (!loaded)
        return -1;
    SDL_Surface *golden = SDL_ConvertSurfaceFormat(loaded, SDL_PIXELFORMAT_RGB24, 0);
    SDL_FreeSurface(loaded);
    assert_non_null(golden);
    bool same_size = golden->w == p->size.width && golden->h == p->size.height;
    for (int y = 0; same_size && y < golden->h; y++) {
        const uint8_t *a =
            (const uint8_t *)golden->pixels + (size_t)y * (size_t)golden->pitch;
        const uint8_t *b = p->rgb.at + (size_t)y * (size_t)golden->w * 3;
        for (int x = 0; x < golden->w; x++)
            count += memcmp(a + (size_t)x * 3, b + (size_t)x * 3, 3) != 0;
    }
    SDL_FreeSurface(golden);
    return same_size ? count : -1;
}

/* Lines "NAME HASH". */
static bool
hash_is_golden(const struct picture *p)
{
    char hex[2 * TS_SHA256_SIZE + 1];
    char name[NAME_SIZE];
    char golden[2 * TS_SHA256_SIZE + 1];
    bool same = false;
    FILE *hashes = fopen(HASHES, "r");
    if (!hashes)
        return false;
    hash_of(hex, p->rgb);
    while (!same && fscanf(hashes, "%127s %64s", name, golden) == 2)
        same = strcmp(name, p->name) == 0 && strcmp(golden, hex) == 0;
    fclose(hashes);
    return same;
}

static bool
looks_as_it_did(const struct picture *p)
{
    char actual[256];
    int differing = p->kept ? pixels_that_differ(p) : hash_is_golden(p) ? 0 : -1;
    snprintf(actual, sizeof(actual), "build/golden/%s.png", p->name);
    if (differing == 0) {
        remove(actual);
        return true;
    }
    assert_true(
        ts_test_write_small_png(actual, p->rgb.at, p->size.width, p->size.height));
    if (differing > 0)
        print_error("%s: %d pixels differ from " FOLDER ", see %s\n", p->name, differing,
                    actual);
    else
        print_error("%s: not as it was, or never seen, see %s\n", p->name, actual);
    return false;
}

static void
keep(const struct picture *p, FILE *hashes)
{
    char path[256];
    char hex[2 * TS_SHA256_SIZE + 1];
    if (!p->kept) {
        hash_of(hex, p->rgb);
        fprintf(hashes, "%s %s\n", p->name, hex);
        return;
    }
    snprintf(path, sizeof(path), FOLDER "/%s.png", p->name);
    assert_true(ts_test_write_small_png(path, p->rgb.at, p->size.width, p->size.height));
}

/* hashes: NULL to compare. */
static size_t
all_scenes(struct ts_window *window, size_t size, const char *language, FILE *hashes)
{
    size_t wrong = 0;
    assert_status(ts_words_speak(language), TS_OK);
    for (size_t i = 0; i < TS_COUNT(scenes); i++) {
        struct ts_fit_report fit;
        ts_test_row(scenes[i].name);
        draw_scene(window, &scenes[i], &fit);
        struct picture p = read_picture(window, &scenes[i], size, language);
        if (hashes)
            keep(&p, hashes);
        else
            wrong += !looks_as_it_did(&p);
    }
    return wrong;
}

static void
each_screen_looks_as_it_did(void **state)
{
    (void)state;
    size_t wrong = 0;
    FILE *hashes = getenv("TS_GOLDEN_WRITE") ? fopen(HASHES, "w") : NULL;
    for (size_t s = 0; s < TS_COUNT(scene_sizes); s++) {
        struct ts_window *window = open_window(scene_sizes[s]);
        for (size_t l = 0; l < TS_COUNT(scene_languages); l++)
            wrong += all_scenes(window, s, scene_languages[l], hashes);
        ts_window_close(window);
    }
    if (hashes)
        fclose(hashes);
    if (wrong > 0)
        fail_msg("%zu pictures differ", wrong);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_screen_looks_as_it_did),
    };
    setenv("SDL_VIDEODRIVER", "dummy", 1);
    setenv("SDL_RENDER_DRIVER", "software", 1);
    mkdir("build", 0777);
    mkdir("build/golden", 0777);
    TS_CHECK(ts_words_open(TS_TEST_LOCALE) == TS_OK);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
