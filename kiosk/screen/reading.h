#ifndef TS_SCREEN_READING_H
#define TS_SCREEN_READING_H

#include "kiosk/screen/view.h"

/**
 * What a picture says, as lines of text for a screen reader or a braille box: its texts
 * in the order in which they were drawn, which is the order in which they are read;
 * signs that stand for words, in words; and what can be touched, as "[button] Back". Of
 * what stands side by side a line is made. Nothing is said that is not on the screen:
 * of a portrait, a code and the live picture, nothing.
 */
enum { TS_READING_SIZE = 16384 };

struct ts_reading {
    char text[TS_READING_SIZE]; /**< UTF-8, lines that each end in "\n", none empty. */
    size_t len;
    bool cut;       /**< It was more than has room; what is there ends with a line. */
    uint64_t sense; /**< Differs when the lines do, but for seconds that pass. */
};

/** Pure. model is the one that was drawn. All of reading is written, so that nothing of
 * the one before stays. Texts are cleaned as they are on the screen (clean_text.h): no
 * name can make a line of its own. */
void ts_reading_make(struct ts_reading *reading, const struct ts_drawing *drawing,
                     const struct ts_view_model *model);

/** The lines. */
ts_span ts_reading_text(const struct ts_reading *reading);

#endif
