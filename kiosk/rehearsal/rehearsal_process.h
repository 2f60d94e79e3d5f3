#ifndef TS_REHEARSAL_PROCESS_H
#define TS_REHEARSAL_PROCESS_H

#include "kiosk/rehearsal/rehearsal.h"

/** ts_rehearsal_open() with the program at path, which has limit_ms for a text. */
TS_MUST_USE enum ts_status
ts_rehearsal_open_by(struct ts_rehearsal **rehearsal, const char *lists, const char *path,
                     uint32_t limit_ms);

#endif
