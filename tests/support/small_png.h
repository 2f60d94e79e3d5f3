#ifndef TS_TEST_SMALL_PNG_H
#define TS_TEST_SMALL_PNG_H

#include <stdbool.h>
#include <stdint.h>

/** A picture of 3 bytes a pixel as a PNG that takes little room: with a palette where 256
 * colours are enough, and zlib's best. False when it cannot be written. */
bool ts_test_write_small_png(const char *path, const uint8_t *rgb, int width, int height);

#endif
