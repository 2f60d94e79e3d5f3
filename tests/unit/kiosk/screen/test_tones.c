#include "kiosk/screen/tones.h"
#include "tests/support/support.h"

#include "firmware/base/check.h"

#include <stdlib.h>
#include <string.h>

enum { STEP = TS_TONES_RATE / 100, SPANS_MAX = 12 };

/* Milliseconds of sound, rest, sound, ... */
struct rhythm {
    int spans[SPANS_MAX];
    size_t count;
};

static bool
is_loud(const int16_t *samples, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (abs(samples[i]) > 2000)
            return true;
    return false;
}

static struct rhythm
rhythm_of(enum ts_sound sound)
{
    static int16_t samples[TS_TONES_SAMPLES];
    struct rhythm r = { .count = 0 };
    size_t count = ts_tones_make(samples, sound, 100);
    bool loud = false;
    for (size_t at = 0; at + STEP <= count; at += STEP) {
        bool now = is_loud(samples + at, STEP);
        if (now != loud || r.count == 0)
            r.count += r.count < SPANS_MAX;
        loud = now;
        r.spans[r.count - 1] += 10;
    }
    return r;
}

/* As ears behind protection would: another number of sounds, or one that is more than
 * 100 ms longer or later. */
static bool
differ(struct rhythm a, struct rhythm b)
{
    if (a.count != b.count)
        return true;
    for (size_t i = 0; i < a.count; i++)
        if (abs(a.spans[i] - b.spans[i]) > 100)
            return true;
    return false;
}

static void
verdicts_are_told_apart_by_rhythm_alone(void **state)
{
    (void)state;
    static const enum ts_sound sounds[] = { TS_SOUND_TICK, TS_SOUND_READY,
                                            TS_SOUND_NOT_YET, TS_SOUND_STOP,
                                            TS_SOUND_CANNOT_TELL };
    for (size_t a = 0; a < TS_COUNT(sounds); a++)
        for (size_t b = 0; b < a; b++)
            assert_true(differ(rhythm_of(sounds[a]), rhythm_of(sounds[b])));
    assert_int_equal(rhythm_of(TS_SOUND_READY).count, 3);
    assert_int_equal(rhythm_of(TS_SOUND_NOT_YET).count, 5);
    assert_int_equal(rhythm_of(TS_SOUND_STOP).count, 1);
    assert_int_equal(rhythm_of(TS_SOUND_CANNOT_TELL).count, 3);
}

static int
loudest(enum ts_sound sound, int volume)
{
    static int16_t samples[TS_TONES_SAMPLES];
    int most = 0;
    size_t count = ts_tones_make(samples, sound, volume);
    for (size_t i = 0; i < count; i++)
        most = abs(samples[i]) > most ? abs(samples[i]) : most;
    return most;
}

static void
volume_scales(void **state)
{
    (void)state;
    assert_int_equal(loudest(TS_SOUND_STOP, 0), 0);
    assert_in_range(loudest(TS_SOUND_STOP, 50), loudest(TS_SOUND_STOP, 100) / 2 - 2,
                    loudest(TS_SOUND_STOP, 100) / 2 + 2);
}

static void
a_tick_is_soft_and_short(void **state)
{
    (void)state;
    static int16_t samples[TS_TONES_SAMPLES];
    assert_true(ts_tones_make(samples, TS_SOUND_TICK, 100) < TS_TONES_RATE / 20);
    assert_true(loudest(TS_SOUND_TICK, 100) < loudest(TS_SOUND_READY, 100));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(verdicts_are_told_apart_by_rhythm_alone),
        cmocka_unit_test(volume_scales),
        cmocka_unit_test(a_tick_is_soft_and_short),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
