#include "kiosk/screen/window_sdl.h"
#include "tests/golden/scenes.h"
#include "tests/support/small_png.h"

#include "firmware/base/check.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/*
 * One sheet of the main journeys, as they look on 7 inches: docs/journeys.png, made by
 * deploy/contact-sheet. usage: contact-sheet SHEET.png
 */

enum {
    COLUMNS = 4,
    SHEET_WIDTH = 1600,
    GAP = 16,
    SHOT_WIDTH = 800,
    SHOT_HEIGHT = 480,
    SMALL_WIDTH = (SHEET_WIDTH - (COLUMNS + 1) * GAP) / COLUMNS,
    SMALL_HEIGHT = SMALL_WIDTH * SHOT_HEIGHT / SHOT_WIDTH,
    CAPTION = 34,
    STEP = SMALL_HEIGHT + CAPTION + GAP,
    LEVELS = 6, /* of a colour: few enough for a palette */
};

/* Row by row, four to a journey. */
static const struct {
    const char *scene, *language, *caption;
} shots[] = {
    { "scan", "en", "1  Show the card ..." },
    { "ready", "en", "... and go to work" },
    { "not-yet", "en", "2  Something is missing ..." },
    { "ready", "en", "... until the next card" },
    { "stop", "en", "3  Withdrawn by its issuer" },
    { "cannot-tell", "en", "4  Not known here ..." },
    { "why", "en", "... and why" },
    { "receipt", "en", "... to take along" },
    { "identity", "en", "5  Whose card is it?" },
    { "answer", "en", "... or typed" },
    { "pin", "en", "6  A supervisor ..." },
    { "let-in", "en", "... lets somebody in" },
    { "consent", "en", "7  Other jobs? If you like" },
    { "match", "en", "... one ticket away" },
    { "admin", "en", "8  For the administrator" },
    { "roll", "en", "... who is on site" },
    { "scan", "fr", "9  En français ..." },
    { "not-yet", "fr", "... tout autant" },
    { "parts", "en", "10  A card of several codes" },
    { "out-of-order", "en", "11  It says so, and mends itself" },
};

enum {
    SHOTS = sizeof(shots) / sizeof(shots[0]),
    SHEET_HEIGHT = GAP + (SHOTS + COLUMNS - 1) / COLUMNS * STEP,
};

static uint8_t shot[SHOT_WIDTH * SHOT_HEIGHT * 3];
static uint8_t sheet[SHEET_WIDTH * SHEET_HEIGHT * 3];

static struct ts_window *
open_window(int width, int height)
{
    struct ts_window *window = NULL;
    struct ts_fault fault = { 0 };
    struct ts_window_options options = {
        .title = "sheet", .width_px = width, .height_px = height, .px_per_mm = 5.2
    };
    TS_CHECK(ts_window_open(&window, &options, &fault) == TS_OK);
    return window;
}

/* A bright badge with a code before a dim wall. */
static uint8_t
pixel_of_badge(int x, int y)
{
    bool in_badge = x > 215 && x < 425 && y > 90 && y < 400;
    bool in_code = x >= 250 && x < 390 && y >= 220 && y < 360;
    int column = (x - 250) / 7;
    int row = (y - 220) / 7;
    if (in_code)
        return (column * 7 + row * 13 + column * row) % 5 < 2 ? 40 : 230;
    if (in_badge)
        return y < 140 ? 120 : 225;
    return (uint8_t)(50 + y / 10 + x / 16);
}

static struct ts_frame
badge_frame(void)
{
    static uint8_t grey[640 * 480];
    for (int i = 0; i < 640 * 480; i++)
        grey[i] = pixel_of_badge(i % 640, i / 640);
    return (struct ts_frame){
        .grey = grey, .width = 640, .height = 480, .stride = 640, .sequence = 1
    };
}

/* False when there is no such scene. */
static bool
draw_shot(struct ts_window *window, const char *name, const char *language)
{
    static struct ts_drawing drawing;
    static struct scene_parts parts;
    struct ts_view_model model;
    struct ts_frame frame = badge_frame();
    TS_CHECK(ts_words_speak(language) == TS_OK);
    for (size_t i = 0; i < sizeof(scenes) / sizeof(scenes[0]); i++) {
        if (strcmp(scenes[i].name, name) != 0)
            continue;
        parts = (struct scene_parts){ 0 };
        scene_base(&model);
        scenes[i].fill(&model, &parts);
        ts_window_size(window, &model.width_px, &model.height_px, &model.px_per_mm);
        ts_view_draw(&drawing, &model);
        ts_window_draw(window, &drawing, &frame, NULL);
        return ts_window_read(window, TS_ROOM_OF(shot)) == TS_OK;
    }
    return false;
}

static uint8_t
rounded(unsigned sum, unsigned count)
{
    unsigned level = (sum / count * (LEVELS - 1) + 127) / 255;
    return (uint8_t)(level * 255 / (LEVELS - 1));
}

/* The mean of the pixels that become one. */
static void
shrink_pixel(uint8_t *to, int x, int y)
{
    int left = x * SHOT_WIDTH / SMALL_WIDTH;
    int right = (x + 1) * SHOT_WIDTH / SMALL_WIDTH;
    int top = y * SHOT_HEIGHT / SMALL_HEIGHT;
    int bottom = (y + 1) * SHOT_HEIGHT / SMALL_HEIGHT;
    for (int c = 0; c < 3; c++) {
        unsigned sum = 0;
        for (int row = top; row < bottom; row++)
            for (int column = left; column < right; column++)
                sum += shot[(row * SHOT_WIDTH + column) * 3 + c];
        to[c] = rounded(sum, (unsigned)((right - left) * (bottom - top)));
    }
}

static void
paste(size_t at)
{
    int left = GAP + (int)at % COLUMNS * (SMALL_WIDTH + GAP);
    int top = GAP + (int)at / COLUMNS * STEP + CAPTION;
    for (int y = 0; y < SMALL_HEIGHT; y++)
        for (int x = 0; x < SMALL_WIDTH; x++)
            shrink_pixel(sheet + ((top + y) * SHEET_WIDTH + left + x) * 3, x, y);
}

static void
write_captions(void)
{
    static struct ts_drawing drawing;
    struct ts_window *window = open_window(SHEET_WIDTH, SHEET_HEIGHT);
    struct ts_metrics metrics = { .width = SHEET_WIDTH, .height = SHEET_HEIGHT };
    const struct ts_colour white = { 255, 255, 255, 255 };
    const struct ts_colour black = { 0, 0, 0, 255 };
    ts_drawing_start(&drawing, &metrics, white);
    for (size_t i = 0; i < SHOTS; i++) {
        struct ts_box box = { GAP + (int)i % COLUMNS * (SMALL_WIDTH + GAP),
                              GAP + (int)i / COLUMNS * STEP, SMALL_WIDTH, CAPTION };
        ts_draw_text(&drawing, box,
                     (struct ts_text){ .text = ts_span_text(shots[i].caption),
                                       .em_px = 22,
                                       .em_least_px = 16,
                                       .max_lines = 1,
                                       .weight = TS_WEIGHT_BOLD },
                     black);
    }
    ts_window_draw(window, &drawing, NULL, NULL);
    TS_CHECK(ts_window_read(window, TS_ROOM_OF(sheet)) == TS_OK);
    ts_window_close(window);
    for (size_t i = 0; i < sizeof(sheet); i++)
        sheet[i] = rounded(sheet[i], 1);
}

int
main(int argc, char **argv)
{
    if (argc != 2) {
        fputs("usage: contact-sheet SHEET.png\n", stderr);
        return 64;
    }
    setenv("SDL_VIDEODRIVER", "dummy", 1);
    setenv("SDL_RENDER_DRIVER", "software", 1);
    TS_CHECK(ts_words_open(TS_TEST_LOCALE) == TS_OK);
    write_captions();
    struct ts_window *window = open_window(SHOT_WIDTH, SHOT_HEIGHT);
    for (size_t i = 0; i < SHOTS; i++) {
        if (draw_shot(window, shots[i].scene, shots[i].language))
            paste(i);
        else
            fprintf(stderr, "contact-sheet: no scene %s\n", shots[i].scene);
    }
    ts_window_close(window);
    return ts_test_write_small_png(argv[1], sheet, SHEET_WIDTH, SHEET_HEIGHT) ? 0 : 1;
}
