#ifndef TS_BOARD_BACKLIGHT_H
#define TS_BOARD_BACKLIGHT_H

#include "firmware/base/check.h"
#include "firmware/base/status.h"

#include <stdbool.h>

/**
 * The light behind the display.
 *
 * Makings: linux/backlight_sysfs.c (/sys/class/backlight); fake/backlight_record.c, which
 * remembers.
 */
struct ts_backlight;

/** Of full light, what is left when nobody is there; at least the display's smallest. */
enum { TS_BACKLIGHT_DIM_PERCENT = 20 };

/**
 * Turns the light on, full: "none" (every call succeeds and does nothing), or
 * "NAME[,PERCENT]" with its name in /sys/class/backlight and what full light is, 1 to
 * 100, else 100; "auto" for a name is the only one there is, or the first by name. Full
 * is what was configured, never what it happened to be: a kiosk that was cut off while it
 * was dim comes back bright.
 *
 * A light that is not there, or that this program has no right to, is no error: it is
 * looked for again at every change.
 *
 * Returns TS_OK, TS_MALFORMED or TS_NO_SPACE. Close what was opened; closing leaves full
 * light.
 */
TS_MUST_USE enum ts_status
ts_backlight_open(struct ts_backlight **backlight, const char *which);
void ts_backlight_close(struct ts_backlight *backlight);

/** Dims it, or goes back to full light. TS_OK, TS_ABSENT (there is no such light) or
 * TS_IO (no right to it, or it went). */
TS_MUST_USE enum ts_status ts_backlight_dim(struct ts_backlight *backlight, bool dim);

#endif
