#ifndef TS_BOARD_LINUX_CONDITION_SYSFS_H
#define TS_BOARD_LINUX_CONDITION_SYSFS_H

#include "firmware/board/condition.h"

/** What /sys and /proc below root say, without the time since the machine began and
 * without what the clock's port knows: between condition_sysfs.c and its test. */
void ts_condition_read_in(struct ts_condition *condition, const char *root);

#endif
