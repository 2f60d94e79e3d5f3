#ifndef TS_SCREEN_VIEW_KEYS_H
#define TS_SCREEN_VIEW_KEYS_H

#include "kiosk/screen/view_parts.h"

/* The keys of view_keyboard.c, drawn where it puts them. */

/** Back, shift, other keys, space, erase, enter. */
enum { TS_FUNCTION_KEYS = 6 };

struct ts_board {
    struct ts_drawing *drawing;
    const struct ts_keyboard *k;
    const struct ts_metrics *m;
    struct ts_box keys; /**< All of them. */
    int gap;            /**< Narrower than elsewhere: a glove that hits two is seen. */
    int w, h;           /**< Of one key. */
    int columns, rows;
    int function_rows; /**< The last of them; TS_FUNCTION_KEYS have room there, or all
                            but the space. */
    bool full;         /**< As a typewriter; else in groups. */
    bool brief;        /**< The question makes room for what is typed. */
};

void ts_view_keys(const struct ts_board *board);

#endif
