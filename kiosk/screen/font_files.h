#ifndef TS_SCREEN_FONT_FILES_H
#define TS_SCREEN_FONT_FILES_H

#include <stdbool.h>

/* Where font files lie: for whoever opens them, and for whoever says what is missing. */

enum { TS_FONT_PATH_SIZE = 4096 };

/** The file in that folder; false, and path of no use, where it cannot be read. */
bool ts_font_file_in(char path[static TS_FONT_PATH_SIZE], const char *folder,
                     const char *file);

/** In folder; where that is NULL in TOUCHSTONE_FONT_DIR, else where distributions and our
 * own package put fonts. */
bool ts_font_file_find(char path[static TS_FONT_PATH_SIZE], const char *folder,
                       const char *file);

#endif
