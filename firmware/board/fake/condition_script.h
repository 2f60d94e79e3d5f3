#ifndef TS_BOARD_FAKE_CONDITION_SCRIPT_H
#define TS_BOARD_FAKE_CONDITION_SCRIPT_H

#include "firmware/board/condition.h"

/* The machine of firmware/board/condition.h, which is as it is told to be; as long as it
 * is told nothing, it says nothing. Told and asked by one thread. */

void ts_condition_script_say(const struct ts_condition *condition);

/** Of every path but NULL. */
void ts_condition_script_disk(const struct ts_condition_disk *disk);

#endif
