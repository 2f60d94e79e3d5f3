#ifndef TS_READER_DECODERS_PROCESS_H
#define TS_READER_DECODERS_PROCESS_H

#include "kiosk/reader/decoders.h"

/** ts_decoders_open() with the program at path, which has look_ms for a frame. */
TS_MUST_USE enum ts_status
ts_decoders_open_by(struct ts_decoders **decoders, size_t count, size_t bytes,
                    const char *path, uint32_t look_ms);

#endif
