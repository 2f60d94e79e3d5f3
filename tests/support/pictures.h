#ifndef TS_TEST_PICTURES_H
#define TS_TEST_PICTURES_H

#include "firmware/base/arena.h"
#include "firmware/base/span.h"

/* Picture files made on the spot, so that a test knows every pixel. */

/** A grey PNG; pixels are width * height bytes. It lives in the arena. */
ts_span ts_test_png(struct ts_arena *arena, const uint8_t *pixels, uint32_t width,
                    uint32_t height);

/** The same with 4 bytes a pixel: red, green, blue, alpha. */
ts_span ts_test_png_rgba(struct ts_arena *arena, const uint8_t *pixels, uint32_t width,
                         uint32_t height);

/** How a JPEG is made. All false: grey, baseline. */
struct ts_test_jpeg {
    bool colour; /**< YCbCr with half the chroma, as cameras send; chroma is noise. */
    bool cmyk;   /**< Four inks, each like the pixels. */
    bool progressive; /**< In several scans. */
    bool bare;        /**< Without Huffman tables, as many webcams send. */
};

/** A JPEG of quality 95. It lives in the arena. */
ts_span ts_test_jpeg(struct ts_arena *arena, const uint8_t *pixels, uint32_t width,
                     uint32_t height, struct ts_test_jpeg how);

/** Says "skipped: ..." aloud and marks the running cmocka test skipped where the
 * program that draws PDF is not installed. */
void ts_test_need_pdf(void);

/** Writes a file into a folder; ends the program when it cannot. */
void ts_test_write_file(const char *folder, const char *name, ts_span bytes);

/** Makes a folder for a test, and removes one with the files in it. */
void ts_test_folder(char path[64]);
void ts_test_folder_remove(const char *path);

#endif
