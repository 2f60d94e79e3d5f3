#include "kiosk/screen/sound_sdl.h"
#include "kiosk/screen/tones.h"
#include "tests/support/pictures.h"
#include "tests/support/support.h"
#include "tests/support/wave.h"

#include "firmware/base/check.h"

#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What comes out of the sound device: SDL's disk driver writes it into a file. */

enum { HEARD_MAX = 64 * TS_TONES_RATE };

static char folder[64], heard_path[128], clip_path[128];
static int16_t heard[HEARD_MAX];
static struct ts_speaker *speaker;

static int
open_speaker(void **state)
{
    (void)state;
    ts_test_folder(folder);
    snprintf(heard_path, sizeof(heard_path), "%s/heard.raw", folder);
    snprintf(clip_path, sizeof(clip_path), "%s/clip.wav", folder);
    setenv("SDL_AUDIODRIVER", "disk", 1);
    setenv("SDL_DISKAUDIOFILE", heard_path, 1);
    setenv("SDL_DISKAUDIODELAY", "0", 1);
    return ts_speaker_open(&speaker, 100) == TS_OK && ts_speaker_works(speaker) ? 0 : -1;
}

static int
remove_folder(void **state)
{
    (void)state;
    ts_test_folder_remove(folder);
    return 0;
}

/* All that was played, once nothing is queued any more. */
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

/* Where these samples stand in what was heard; count where they do not. */
static size_t
place_of(const int16_t *samples, size_t length, size_t count)
{
    for (size_t at = 0; at + length <= count; at++)
        if (memcmp(heard + at, samples, length * sizeof(*samples)) == 0)
            return at;
    return count;
}

static void
write_clip(const int16_t *samples, size_t count, uint32_t rate)
{
    wave_write(clip_path, samples, count, rate);
}

static void
a_verdict_sounds_as_it_was_made(void **state)
{
    (void)state;
    static int16_t tone[TS_TONES_SAMPLES];
    size_t length = ts_tones_make(tone, TS_SOUND_NOT_YET, 100);
    ts_speaker_play(speaker, TS_SOUND_NOT_YET);
    size_t count = close_and_hear();
    assert_true(place_of(tone, length, count) < count);
}

static void
a_voice_follows_the_verdict(void **state)
{
    (void)state;
    static int16_t tone[TS_TONES_SAMPLES];
    static int16_t voice[5000];
    size_t length = ts_tones_make(tone, TS_SOUND_STOP, 100);
    wave_voice(voice, TS_COUNT(voice), 7919);
    write_clip(voice, TS_COUNT(voice), TS_TONES_RATE);
    ts_speaker_play(speaker, TS_SOUND_STOP);
    assert_status(ts_speaker_say(speaker, clip_path), TS_OK);
    assert_status(ts_speaker_say(speaker, clip_path), TS_OK);
    size_t count = close_and_hear();
    size_t at = place_of(tone, length, count);
    size_t voice_at = place_of(voice, TS_COUNT(voice), count);
    assert_true(at < count && voice_at == at + length);
    assert_memory_equal(heard + voice_at + TS_COUNT(voice), voice, sizeof(voice));
}

static void
a_quieter_speaker_halves_both(void **state)
{
    (void)state;
    static int16_t tone[TS_TONES_SAMPLES];
    static int16_t voice[3000];
    size_t length = ts_tones_make(tone, TS_SOUND_READY, 50);
    wave_voice(voice, TS_COUNT(voice), 7919);
    write_clip(voice, TS_COUNT(voice), TS_TONES_RATE);
    ts_speaker_volume(speaker, 50);
    ts_speaker_play(speaker, TS_SOUND_READY);
    assert_status(ts_speaker_say(speaker, clip_path), TS_OK);
    size_t count = close_and_hear();
    for (size_t i = 0; i < TS_COUNT(voice); i++)
        voice[i] = (int16_t)(voice[i] * 50 / 100);
    assert_true(place_of(tone, length, count) < count);
    assert_true(place_of(voice, TS_COUNT(voice), count) < count);
}

static void
hushed_it_says_nothing_more(void **state)
{
    (void)state;
    static int16_t voice[TS_TONES_RATE * 10];
    wave_voice(voice, TS_COUNT(voice), 7919);
    write_clip(voice, TS_COUNT(voice), TS_TONES_RATE);
    assert_status(ts_speaker_say(speaker, clip_path), TS_OK);
    ts_speaker_hush(speaker);
    assert_false(ts_speaker_busy(speaker));
    close_and_hear();
}

static void
silence_is_silent(void **state)
{
    (void)state;
    static int16_t voice[3000];
    wave_voice(voice, TS_COUNT(voice), 7919);
    write_clip(voice, TS_COUNT(voice), TS_TONES_RATE);
    ts_speaker_volume(speaker, -1);
    ts_speaker_play(speaker, TS_SOUND_STOP);
    assert_status(ts_speaker_say(speaker, clip_path), TS_OK);
    assert_false(ts_speaker_busy(speaker));
    size_t count = close_and_hear();
    for (size_t i = 0; i < count; i++)
        assert_int_equal(heard[i], 0);
}

/* Twice as many samples a second: heard at half the number of samples. */
static void
another_rate_is_converted(void **state)
{
    (void)state;
    static int16_t tone[TS_TONES_RATE * 2];
    for (size_t i = 0; i < TS_COUNT(tone); i++)
        tone[i] = i / 100 % 2 ? 9000 : -9000;
    write_clip(tone, TS_COUNT(tone), TS_TONES_RATE * 2);
    assert_status(ts_speaker_say(speaker, clip_path), TS_OK);
    size_t count = close_and_hear();
    size_t turns = 0;
    size_t loud = 0;
    for (size_t i = 1; i < count; i++) {
        turns += (heard[i] > 0) != (heard[i - 1] > 0);
        loud += abs(heard[i]) > 4000;
    }
    assert_in_range(turns, TS_COUNT(tone) / 100 - 12, TS_COUNT(tone) / 100 + 12);
    assert_in_range(loud, TS_TONES_RATE * 9 / 10, TS_TONES_RATE * 11 / 10);
}

static void
what_is_no_clip_is_told(void **state)
{
    (void)state;
    static int16_t endless[(TS_CLIP_SECONDS_MAX + 1) * 8000];
    assert_status(ts_speaker_say(speaker, "/nonexistent.wav"), TS_ABSENT);
    ts_test_write_file(folder, "clip.wav", TS_SPAN_LIT("no wave at all"));
    assert_status(ts_speaker_say(speaker, clip_path), TS_MALFORMED);
    write_clip(endless, TS_COUNT(endless), 8000);
    assert_status(ts_speaker_say(speaker, clip_path), TS_OVER_LIMIT);
    assert_false(ts_speaker_busy(speaker));
    close_and_hear();
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_verdict_sounds_as_it_was_made, open_speaker,
                                        remove_folder),
        cmocka_unit_test_setup_teardown(a_voice_follows_the_verdict, open_speaker,
                                        remove_folder),
        cmocka_unit_test_setup_teardown(a_quieter_speaker_halves_both, open_speaker,
                                        remove_folder),
        cmocka_unit_test_setup_teardown(hushed_it_says_nothing_more, open_speaker,
                                        remove_folder),
        cmocka_unit_test_setup_teardown(silence_is_silent, open_speaker, remove_folder),
        cmocka_unit_test_setup_teardown(another_rate_is_converted, open_speaker,
                                        remove_folder),
        cmocka_unit_test_setup_teardown(what_is_no_clip_is_told, open_speaker,
                                        remove_folder),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
