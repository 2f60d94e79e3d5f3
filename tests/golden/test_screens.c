#include "kiosk/screen/window_sdl.h"
#include "tests/golden/scenes.h"
#include "tests/support/support.h"

#include "firmware/base/check.h"

#include <SDL_image.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/*
 * Every screen at two sizes and in two languages, pixel by pixel as it is in
 * tests/golden/pictures. TS_GOLDEN_WRITE=1 writes them anew; look at them then.
 */

enum { FRAME_WIDTH = 640, FRAME_HEIGHT = 480, PICTURED_SIZES = 2 };

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

static int
pixels_that_differ(const char *path, const char *other)
{
    SDL_Surface *surfaces[2] = { NULL, NULL };
    const char *paths[2] = { path, other };
    for (int i = 0; i < 2; i++) {
        SDL_Surface *loaded = IMG_Load(paths[i]);
        if (!loaded)
            fail_msg("cannot read %s: write the pictures with TS_GOLDEN_WRITE=1",
                     paths[i]);
        surfaces[i] = SDL_ConvertSurfaceFormat(loaded, SDL_PIXELFORMAT_RGB24, 0);
        SDL_FreeSurface(loaded);
        assert_non_null(surfaces[i]);
    }
    int count = 0;
    assert_int_equal(surfaces[0]->w, surfaces[1]->w);
    assert_int_equal(surfaces[0]->h, surfaces[1]->h);
    for (int y = 0; y < surfaces[0]->h; y++) {
        const uint8_t *a = (const uint8_t *)surfaces[0]->pixels + y * surfaces[0]->pitch;
        const uint8_t *b = (const uint8_t *)surfaces[1]->pixels + y * surfaces[1]->pitch;
        for (int x = 0; x < surfaces[0]->w; x++)
            count += memcmp(a + (size_t)x * 3, b + (size_t)x * 3, 3) != 0;
    }
    SDL_FreeSurface(surfaces[0]);
    SDL_FreeSurface(surfaces[1]);
    return count;
}

static void
compare(struct ts_window *window, const struct scene *scene, struct scene_size size,
        const char *language)
{
    char golden[256];
    char actual[256];
    snprintf(golden, sizeof(golden), "tests/golden/pictures/%s-%dx%d-%s.png", scene->name,
             size.width, size.height, language);
    snprintf(actual, sizeof(actual), "build/golden/%s-%dx%d-%s.png", scene->name,
             size.width, size.height, language);
    if (getenv("TS_GOLDEN_WRITE")) {
        assert_status(ts_window_save(window, golden), TS_OK);
        return;
    }
    assert_status(ts_window_save(window, actual), TS_OK);
    int differing = pixels_that_differ(golden, actual);
    if (differing != 0)
        fail_msg("%s: %d pixels differ; compare with %s", golden, differing, actual);
    remove(actual);
}

static void
each_screen_looks_as_it_did(void **state)
{
    (void)state;
    for (size_t s = 0; s < PICTURED_SIZES; s++) {
        struct ts_window *window = open_window(scene_sizes[s]);
        for (size_t l = 0; l < TS_COUNT(scene_languages); l++) {
            assert_status(ts_words_speak(scene_languages[l]), TS_OK);
            for (size_t i = 0; i < TS_COUNT(scenes); i++) {
                struct ts_fit_report fit;
                ts_test_row(scenes[i].name);
                draw_scene(window, &scenes[i], &fit);
                compare(window, &scenes[i], scene_sizes[s], scene_languages[l]);
            }
        }
        ts_window_close(window);
    }
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
    TS_CHECK(ts_words_open(NULL) == TS_OK);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
