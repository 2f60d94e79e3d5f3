#ifndef TS_TEST_WAVE_H
#define TS_TEST_WAVE_H

/* Recorded clips that nobody recorded. */

#include "tests/support/support.h"

#include <stdio.h>

static inline void
wave_u32(FILE *file, uint32_t number)
{
    for (int i = 0; i < 4; i++)
        fputc((int)(number >> 8 * i & 0xFF), file);
}

/** A WAV file: 16 bits, one channel. */
static inline void
wave_write(const char *path, const int16_t *samples, size_t count, uint32_t rate)
{
    uint32_t size = (uint32_t)count * 2;
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    fwrite("RIFF", 1, 4, file);
    wave_u32(file, 36 + size);
    fwrite("WAVEfmt ", 1, 8, file);
    wave_u32(file, 16);
    wave_u32(file, 1 | 1 << 16); /* PCM, one channel */
    wave_u32(file, rate);
    wave_u32(file, rate * 2);
    wave_u32(file, 2 | 16 << 16);
    fwrite("data", 1, 4, file);
    wave_u32(file, size);
    fwrite(samples, 2, count, file);
    fclose(file);
}

/** Another voice for every odd number: nothing of one is in another, nor in a tone. */
static inline void
wave_voice(int16_t *samples, size_t count, size_t whose)
{
    for (size_t i = 0; i < count; i++)
        samples[i] = (int16_t)((int)(i * whose % 20001) - 10000);
}

#endif
