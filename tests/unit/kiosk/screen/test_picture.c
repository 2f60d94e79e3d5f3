#include "kiosk/screen/icons.h"
#include "kiosk/screen/picture.h"
#include "kiosk/screen/tones.h"
#include "tests/support/support.h"

#include <stdlib.h>

static const struct {
    const char *name;
    uint32_t frame_width, frame_height;
    int width, height;
} sizes[] = {
    { "the same", 4, 4, 4, 4 },
    { "one pixel", 1, 1, 9, 5 },
    { "into one pixel", 640, 480, 1, 1 },
    { "wide into tall", 64, 2, 3, 50 },
    { "tall into wide", 2, 64, 50, 3 },
    { "1080p into a panel", 1920, 1080, 464, 480 },
    { "larger than it is", 5, 3, 300, 200 },
};

static void
every_size_is_filled_within_its_bounds(void **state)
{
    (void)state;
    for (size_t i = 0; i < TS_COUNT(sizes); i++) {
        size_t frame_size = (size_t)sizes[i].frame_width * sizes[i].frame_height;
        size_t count = (size_t)sizes[i].width * (size_t)sizes[i].height;
        uint8_t *grey = malloc(frame_size);
        uint32_t *pixels = calloc(count, sizeof(*pixels));
        ts_test_row(sizes[i].name);
        for (size_t b = 0; b < frame_size; b++)
            grey[b] = 200;
        struct ts_frame frame = { .grey = grey,
                                  .width = sizes[i].frame_width,
                                  .height = sizes[i].frame_height,
                                  .stride = sizes[i].frame_width };
        struct ts_pixels to = { pixels, sizes[i].width, sizes[i].height, sizes[i].width };
        ts_picture_fill(to, &frame, i % 2 == 0);
        for (size_t p = 0; p < count; p++)
            assert_int_equal(pixels[p], 0xFFC8C8C8u);
        free(grey);
        free(pixels);
    }
}

static void
a_mirror_turns_left_and_right(void **state)
{
    (void)state;
    static const uint8_t grey[] = { 10, 20, 30, 40 };
    uint32_t pixels[4];
    struct ts_frame frame = { .grey = grey, .width = 2, .height = 2, .stride = 2 };
    ts_picture_fill((struct ts_pixels){ pixels, 2, 2, 2 }, &frame, false);
    assert_int_equal(pixels[0], 0xFF0A0A0A);
    assert_int_equal(pixels[3], 0xFF282828);
    ts_picture_fill((struct ts_pixels){ pixels, 2, 2, 2 }, &frame, true);
    assert_int_equal(pixels[0], 0xFF141414);
}

static void
every_icon_is_seen_and_keeps_off_the_corners(void **state)
{
    (void)state;
    enum { SIZE = 64 };
    uint8_t coverage[SIZE * SIZE];
    for (int icon = 0; icon < TS_ICON_COUNT; icon++) {
        size_t inked = 0;
        ts_icon_rasterise(coverage, SIZE, (enum ts_icon)icon);
        for (size_t i = 0; i < sizeof(coverage); i++)
            inked += coverage[i] > 127;
        assert_int_equal(inked > 100, icon != TS_ICON_NONE);
        assert_true(coverage[0] == 0 && coverage[sizeof(coverage) - 1] == 0);
    }
}

static void
sounds_are_short_soft_and_end_in_silence(void **state)
{
    (void)state;
    static int16_t samples[TS_TONES_SAMPLES];
    for (int sound = 0; sound < TS_SOUND_COUNT; sound++) {
        size_t count = ts_tones_make(samples, (enum ts_sound)sound, 100);
        int loudest = 0;
        assert_int_equal(count > 0, sound != TS_SOUND_NONE);
        assert_true(count <= TS_TONES_SAMPLES);
        for (size_t i = 0; i < count; i++)
            loudest = abs(samples[i]) > loudest ? abs(samples[i]) : loudest;
        assert_true(loudest <= INT16_MAX / 2);
        if (count > 0)
            assert_true(loudest > INT16_MAX / 4 && abs(samples[0]) < 200
                        && abs(samples[count - 1]) < 200);
    }
    assert_true(ts_tones_make(samples, TS_SOUND_TICK, 0) > 0);
    assert_int_equal(samples[100], 0);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_size_is_filled_within_its_bounds),
        cmocka_unit_test(a_mirror_turns_left_and_right),
        cmocka_unit_test(every_icon_is_seen_and_keeps_off_the_corners),
        cmocka_unit_test(sounds_are_short_soft_and_end_in_silence),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
