#include "kiosk/screen/sound_sdl.h"
#include "kiosk/screen/turn.h"
#include "kiosk/screen/window_sdl.h"
#include "tests/support/support.h"

#include "firmware/base/check.h"

#include <SDL.h>
#include <stdio.h>
#include <stdlib.h>

static struct ts_window *window;

static int
open_window(void **state)
{
    (void)state;
    struct ts_fault fault;
    struct ts_window_options options = { .width_px = 800,
                                         .height_px = 480,
                                         .px_per_mm = 5.2 };
    return ts_window_open(&window, &options, &fault) == TS_OK ? 0 : -1;
}

static int
close_window(void **state)
{
    (void)state;
    ts_window_close(window);
    return 0;
}

/* Opening a window makes events of its own. */
static void
drain(void)
{
    struct ts_input input;
    while (ts_window_poll(window, &input, 0))
        continue;
}

static struct ts_input
polled(SDL_Event event)
{
    struct ts_input input = { 0 };
    drain();
    assert_int_equal(SDL_PushEvent(&event), 1);
    ts_window_poll(window, &input, 0);
    return input;
}

static const struct {
    const char *name;
    SDL_Keycode code;
    enum ts_key key;
} keys[] = {
    { "escape", SDLK_ESCAPE, TS_KEY_ESCAPE },  { "return", SDLK_RETURN, TS_KEY_ENTER },
    { "space", SDLK_SPACE, TS_KEY_SPACE },     { "F11", SDLK_F11, TS_KEY_FULLSCREEN },
    { "erase", SDLK_BACKSPACE, TS_KEY_ERASE }, { "language", SDLK_l, TS_KEY_LANGUAGE },
    { "another", SDLK_q, TS_KEY_OTHER },
};

static void
keys_are_understood(void **state)
{
    (void)state;
    for (size_t i = 0; i < TS_COUNT(keys); i++) {
        SDL_Event event = { .key = { .type = SDL_KEYDOWN } };
        event.key.keysym.sym = keys[i].code;
        struct ts_input input = polled(event);
        ts_test_row(keys[i].name);
        assert_int_equal(input.kind, TS_INPUT_KEY);
        assert_int_equal(input.key, keys[i].key);
        event.key.repeat = 1;
        assert_int_equal(polled(event).kind, TS_INPUT_NONE);
    }
}

static void
a_finger_and_a_mouse_touch_where_they_are(void **state)
{
    (void)state;
    SDL_Event finger = { .tfinger = { .type = SDL_FINGERDOWN, .x = 0.5f, .y = 0.25f } };
    struct ts_input input = polled(finger);
    assert_int_equal(input.kind, TS_INPUT_TOUCH);
    assert_int_equal(input.x, 400);
    assert_int_equal(input.y, 120);
    SDL_Event mouse = { .button = { .type = SDL_MOUSEBUTTONDOWN,
                                    .x = 17,
                                    .y = 23,
                                    .button = SDL_BUTTON_LEFT } };
    input = polled(mouse);
    assert_int_equal(input.kind, TS_INPUT_TOUCH);
    assert_int_equal(input.x, 17);
    assert_int_equal(input.y, 23);
    mouse.button.button = SDL_BUTTON_RIGHT;
    assert_int_equal(polled(mouse).kind, TS_INPUT_NONE);
}

enum { WIDE = 800, HIGH = 480 };

static uint8_t seen[WIDE * HIGH * 3];

/* A mark of its own colour in each corner of an upright picture. */
static void
draw_corners(struct ts_window *w, struct ts_turn turn)
{
    static struct ts_drawing drawing;
    int right = ts_turn_width(turn) - 10;
    int low = ts_turn_height(turn) - 10;
    struct ts_metrics m = ts_theme_metrics(right + 10, low + 10, 5.2);
    ts_drawing_start(&drawing, &m, (struct ts_colour){ 0, 0, 0, 255 });
    for (int i = 0; i < 4; i++)
        ts_draw_rectangle(&drawing,
                          (struct ts_box){ i % 2 ? right : 0, i / 2 ? low : 0, 10, 10 },
                          (struct ts_colour){ (uint8_t)(60 * i + 60), 9, 9, 255 }, 0);
    ts_window_draw(w, &drawing, NULL, NULL);
    assert_status(ts_window_read(w, (ts_room){ seen, sizeof(seen) }), TS_OK);
}

static uint8_t
red_at(int x, int y)
{
    return seen[((size_t)y * WIDE + (size_t)x) * 3];
}

/* Clockwise: which upright corner is in the display's upper left, upper right, ... */
static const struct {
    const char *name;
    int degrees;
    int corners[4];
} turns[] = {
    { "upright", 0, { 0, 1, 2, 3 } },
    { "its top is at the right", 90, { 2, 0, 3, 1 } },
    { "upside down", 180, { 3, 2, 1, 0 } },
    { "its top is at the left", 270, { 1, 3, 0, 2 } },
};

static void
a_display_that_hangs_on_its_side_is_drawn_and_touched_right(void **state)
{
    (void)state;
    for (size_t t = 0; t < TS_COUNT(turns); t++) {
        struct ts_window *upright = window;
        struct ts_fault fault;
        struct ts_turn turn = { turns[t].degrees, WIDE, HIGH };
        struct ts_window_options options = { .width_px = WIDE,
                                             .height_px = HIGH,
                                             .px_per_mm = 5.2,
                                             .rotation_deg = turn.degrees };
        ts_test_row(turns[t].name);
        assert_status(ts_window_open(&window, &options, &fault), TS_OK);
        draw_corners(window, turn);
        for (int c = 0; c < 4; c++) {
            int x = c % 2 ? WIDE - 5 : 5;
            int y = c / 2 ? HIGH - 5 : 5;
            int corner = turns[t].corners[c];
            assert_int_equal(red_at(x, y), 60 * corner + 60);
            SDL_Event finger = { .tfinger = { .type = SDL_FINGERDOWN,
                                              .x = (float)x / WIDE,
                                              .y = (float)y / HIGH } };
            struct ts_input input = polled(finger);
            assert_true(input.x < ts_turn_width(turn));
            assert_int_equal(input.x > ts_turn_width(turn) / 2, corner % 2);
            assert_int_equal(input.y > ts_turn_height(turn) / 2, corner / 2);
        }
        ts_window_close(window);
        window = upright;
    }
}

static void
quitting_and_resizing_are_told(void **state)
{
    (void)state;
    SDL_Event quit = { .type = SDL_QUIT };
    SDL_Event size = { .window = { .type = SDL_WINDOWEVENT,
                                   .event = SDL_WINDOWEVENT_SIZE_CHANGED } };
    SDL_Event moved = { .window = { .type = SDL_WINDOWEVENT,
                                    .event = SDL_WINDOWEVENT_MOVED } };
    SDL_Event lost = { .type = SDL_RENDER_DEVICE_RESET };
    assert_int_equal(polled(quit).kind, TS_INPUT_QUIT);
    assert_int_equal(polled(size).kind, TS_INPUT_RESIZED);
    assert_int_equal(polled(moved).kind, TS_INPUT_NONE);
    assert_int_equal(polled(lost).kind, TS_INPUT_RESIZED);
}

static void
an_event_that_means_nothing_does_not_hide_the_next(void **state)
{
    (void)state;
    struct ts_input input;
    SDL_Event nothing = { .type = SDL_KEYUP };
    SDL_Event quit = { .type = SDL_QUIT };
    drain();
    SDL_PushEvent(&nothing);
    SDL_PushEvent(&quit);
    assert_true(ts_window_poll(window, &input, 0));
    assert_int_equal(input.kind, TS_INPUT_QUIT);
}

static void
a_picture_that_cannot_be_written_is_told(void **state)
{
    (void)state;
    assert_status(ts_window_save(window, "/nonexistent/picture.png"), TS_IO);
}

static void
the_driver_has_a_name(void **state)
{
    (void)state;
    assert_string_equal(ts_window_driver(window), "dummy/software");
}

/* More texts than the cache holds, drawn twice over: the oldest give way. */
static void
a_full_cache_goes_on(void **state)
{
    (void)state;
    static struct ts_drawing drawing;
    char letters[150][8];
    struct ts_metrics m = ts_theme_metrics(800, 480, 5.2);
    for (int round = 0; round < 2; round++) {
        struct ts_fit_report fit;
        ts_drawing_start(&drawing, &m, ts_theme_neutral().ground);
        for (int i = 0; i < 150; i++) {
            snprintf(letters[i], sizeof(letters[i]), "no %d", i);
            ts_draw_text(&drawing, (struct ts_box){ i * 4, i * 2, 200, 50 },
                         (struct ts_text){ ts_span_text(letters[i]), 30, 20, 1,
                                           TS_WEIGHT_REGULAR, TS_ALIGN_START },
                         ts_theme_neutral().ink);
        }
        assert_false(drawing.full);
        ts_window_draw(window, &drawing, NULL, &fit);
        ts_window_show(window);
        assert_int_equal(fit.texts, 150);
        assert_int_equal(fit.ellipsised, 0);
    }
}

static void
a_drawing_that_is_full_says_so(void **state)
{
    (void)state;
    static struct ts_drawing drawing;
    struct ts_metrics m = ts_theme_metrics(800, 480, 5.2);
    ts_drawing_start(&drawing, &m, ts_theme_neutral().ground);
    for (int i = 0; i < TS_DRAWING_ITEMS; i++)
        ts_draw_icon(&drawing, (struct ts_box){ 0, 0, 9, 9 }, TS_ICON_TICK,
                     ts_theme_neutral().ink);
    assert_int_equal(drawing.count, TS_DRAWING_ITEMS);
    assert_true(drawing.full);
}

static void
sounds_play_where_there_is_a_device_and_not_where_there_is_none(void **state)
{
    (void)state;
    struct ts_speaker *speaker;
    setenv("SDL_AUDIODRIVER", "dummy", 1);
    assert_status(ts_speaker_open(&speaker, 70), TS_OK);
    assert_true(ts_speaker_works(speaker));
    for (int sound = 0; sound < TS_SOUND_COUNT; sound++)
        ts_speaker_play(speaker, (enum ts_sound)sound);
    ts_speaker_close(speaker);

    setenv("SDL_AUDIODRIVER", "no such driver", 1);
    assert_status(ts_speaker_open(&speaker, 70), TS_OK);
    assert_false(ts_speaker_works(speaker));
    ts_speaker_play(speaker, TS_SOUND_STOP);
    ts_speaker_close(speaker);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(keys_are_understood),
        cmocka_unit_test(a_finger_and_a_mouse_touch_where_they_are),
        cmocka_unit_test(a_display_that_hangs_on_its_side_is_drawn_and_touched_right),
        cmocka_unit_test(quitting_and_resizing_are_told),
        cmocka_unit_test(an_event_that_means_nothing_does_not_hide_the_next),
        cmocka_unit_test(a_picture_that_cannot_be_written_is_told),
        cmocka_unit_test(the_driver_has_a_name),
        cmocka_unit_test(a_full_cache_goes_on),
        cmocka_unit_test(a_drawing_that_is_full_says_so),
        cmocka_unit_test(sounds_play_where_there_is_a_device_and_not_where_there_is_none),
    };
    setenv("SDL_VIDEODRIVER", "dummy", 1);
    setenv("SDL_RENDER_DRIVER", "software", 1);
    return cmocka_run_group_tests(tests, open_window, close_window);
}
