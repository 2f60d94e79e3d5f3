#ifndef TS_SCREEN_TONES_H
#define TS_SCREEN_TONES_H

#include "kiosk/screen/scan_screen.h"

enum {
    TS_TONES_RATE = 22050,
    TS_TONES_SAMPLES = TS_TONES_RATE, /**< No sound is longer than a second. */
};

/** Makes a sound; volume 0 to 100. Gives the number of samples. Pure. */
size_t
ts_tones_make(int16_t samples[static TS_TONES_SAMPLES], enum ts_sound sound, int volume);

#endif
