#ifndef TS_BOARD_LINUX_BACKLIGHT_SYSFS_H
#define TS_BOARD_LINUX_BACKLIGHT_SYSFS_H

#include "firmware/board/backlight.h"

/** ts_backlight_open() with root before "/sys/class/backlight": how a test has lights of
 * its own. root stands until it is closed. */
TS_MUST_USE enum ts_status ts_backlight_open_in(struct ts_backlight **backlight,
                                                const char *which, const char *root);

/** Whether ts_backlight_open() would take it. */
bool ts_backlight_names(const char *which);

/** The name of the light that which chooses, for doctor; false when there is none. */
enum { TS_BACKLIGHT_NAME_SIZE = 64 };
bool ts_backlight_find(char name[static TS_BACKLIGHT_NAME_SIZE], const char *which,
                       const char *root);

/** Whether this program may change it. */
bool ts_backlight_is_ours(const char *name, const char *root);

#endif
