#include "kiosk/screen/tones.h"

#include <math.h>

enum { NOTES_MAX = 5, SOFT_MS = 12 };

/* A rhythm first, a melody second: rhythms survive ear protection. READY is short and
 * long, NOT YET three short ones, STOP one very long, CANNOT TELL two far apart. hz 0 is
 * a rest. */
static const struct {
    struct note {
        int hz, ms;
    } notes[NOTES_MAX];
} sounds[TS_SOUND_COUNT] = {
    [TS_SOUND_NONE] = { { { 0, 0 } } },
    [TS_SOUND_TICK] = { { { 1400, 28 } } }, /* over before it is at full height */
    [TS_SOUND_READY] = { { { 660, 110 }, { 0, 40 }, { 990, 260 } } },
    [TS_SOUND_NOT_YET] = { { { 590, 110 },
                             { 0, 110 },
                             { 590, 110 },
                             { 0, 110 },
                             { 590, 110 } } },
    [TS_SOUND_STOP] = { { { 220, 800 } } },
    [TS_SOUND_CANNOT_TELL] = { { { 520, 140 }, { 0, 320 }, { 390, 140 } } },
};

/* Rises and falls softly: an edge would click. */
static double
envelope(size_t at, size_t count)
{
    double soft = SOFT_MS * TS_TONES_RATE / 1000.0;
    double from_edge = (double)(at < count - at ? at : count - at);
    return from_edge < soft ? from_edge / soft : 1;
}

static size_t
add_note(int16_t *samples, struct note note, int volume)
{
    const double turn = 6.283185307179586;
    size_t count = (size_t)note.ms * TS_TONES_RATE / 1000;
    double loud = volume * 0.01 * 0.5 * INT16_MAX;
    for (size_t i = 0; i < count; i++) {
        double phase = turn * note.hz * (double)i / TS_TONES_RATE;
        samples[i] = (int16_t)(loud * envelope(i, count) * sin(phase));
    }
    return count;
}

size_t
ts_tones_make(int16_t samples[static TS_TONES_SAMPLES], enum ts_sound sound, int volume)
{
    size_t used = 0;
    for (size_t i = 0; i < NOTES_MAX; i++)
        used += add_note(samples + used, sounds[sound].notes[i], volume);
    return used;
}
