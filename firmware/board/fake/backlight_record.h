#ifndef TS_BOARD_FAKE_BACKLIGHT_RECORD_H
#define TS_BOARD_FAKE_BACKLIGHT_RECORD_H

#include "firmware/board/backlight.h"

#include <stddef.h>

/* A light that is remembered. Anything but an empty name is taken; there is one. */

/** Dim now: false before opening, and after closing. */
bool ts_backlight_record_is_dim(void);

/** How often it was changed, opening and closing not counted. */
size_t ts_backlight_record_changes(void);

/** From now on there is no such light, or there is one again. */
void ts_backlight_record_fail(bool failing);

void ts_backlight_record_reset(void);

#endif
