#include "tests/fake/kiosk/app/voice_parts.h"

#include "firmware/base/check.h"
#include "kiosk/screen/tones.h"

#include <sched.h>
#include <stdlib.h>
#include <unistd.h>

/* The same with the product's speaker and recorded files: what comes out of the sound
 * device, which SDL's disk driver writes into a file. */

enum { HEARD_MAX = 64 * TS_TONES_RATE, CLIP = 4000 };

static char heard_path[128];
static int16_t heard[HEARD_MAX], verdict_clip[CLIP], step_clip[CLIP];
static struct ts_speaker *speaker;

static int
set_up(void **state)
{
    (void)state;
    char path[256];
    snprintf(heard_path, sizeof(heard_path), "/tmp/ts-voice-heard-%ld.raw",
             (long)getpid());
    setenv("SDL_AUDIODRIVER", "disk", 1);
    setenv("SDL_DISKAUDIOFILE", heard_path, 1);
    setenv("SDL_DISKAUDIODELAY", "0", 1);
    assert_status(ts_speaker_open(&speaker, 100), TS_OK);
    assert_true(ts_speaker_works(speaker));
    set_up_voice(speaker);
    wave_voice(verdict_clip, CLIP, 7919);
    wave_voice(step_clip, CLIP, 6007);
    clip_path(path, "en", ts_words_verdict_id(TS_VERDICT_STOP));
    wave_write(path, verdict_clip, CLIP, TS_TONES_RATE);
    clip_path(path, "en", ts_words_next_step_id(TS_REASON_WITHDRAWN));
    wave_write(path, step_clip, CLIP, TS_TONES_RATE);
    return 0;
}

static int
tear_down(void **state)
{
    (void)state;
    (void)remove(heard_path);
    tear_down_voice();
    return 0;
}

static size_t
close_and_hear(void)
{
    while (ts_speaker_busy(speaker))
        sched_yield();
    ts_speaker_close(speaker);
    FILE *file = fopen(heard_path, "rb");
    assert_non_null(file);
    size_t count = fread(heard, sizeof(heard[0]), HEARD_MAX, file);
    fclose(file);
    return count;
}

static size_t
place_of(const int16_t *samples, size_t length, size_t count)
{
    for (size_t at = 0; at + length <= count; at++)
        if (memcmp(heard + at, samples, length * sizeof(*samples)) == 0)
            return at;
    return count;
}

static void
stop_is_heard_with_what_to_do(void **state)
{
    (void)state;
    static int16_t tone[TS_TONES_SAMPLES];
    size_t length = ts_tones_make(tone, TS_SOUND_STOP, 100);
    see(1);
    answer(TS_VERDICT_STOP, TS_REASON_WITHDRAWN);
    size_t count = close_and_hear();
    size_t at = place_of(tone, length, count);
    size_t verdict_at = place_of(verdict_clip, CLIP, count);
    size_t step_at = place_of(step_clip, CLIP, count);
    assert_true(at < count && step_at < count);
    assert_true(verdict_at >= at + length && step_at >= verdict_at + CLIP);
}

/* As loud as was chosen at the kiosk. */
static void
the_volume_is_the_speakers(void **state)
{
    (void)state;
    ts_speaker_volume(speaker, 50);
    see(1);
    answer(TS_VERDICT_STOP, TS_REASON_WITHDRAWN);
    size_t count = close_and_hear();
    for (size_t i = 0; i < CLIP; i++)
        step_clip[i] = (int16_t)(step_clip[i] * 50 / 100);
    assert_true(place_of(step_clip, CLIP, count) < count);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(stop_is_heard_with_what_to_do, set_up, tear_down),
        cmocka_unit_test_setup_teardown(the_volume_is_the_speakers, set_up, tear_down),
    };
    TS_CHECK(ts_words_open(TS_TEST_LOCALE) == TS_OK);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
