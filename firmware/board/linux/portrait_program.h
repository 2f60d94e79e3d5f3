#ifndef TS_BOARD_LINUX_PORTRAIT_PROGRAM_H
#define TS_BOARD_LINUX_PORTRAIT_PROGRAM_H

#include "firmware/board/portrait.h"

/** ts_portrait_decode() by the program at path, which has so long. */
TS_MUST_USE enum ts_status ts_portrait_decode_by(struct ts_photo *photo, ts_span encoded,
                                                 const char *path, uint32_t limit_ms);

#endif
