#ifndef TS_SCAN_HAUL_H
#define TS_SCAN_HAUL_H

#include "kiosk/scan/scanner.h"

/** What was read in one frame, the largest first, each once. */
struct ts_haul {
    size_t count;
    struct ts_code codes[TS_SCAN_CODES_MAX];
    uint8_t *texts; /**< TS_CODE_TEXT_MAX for each code; which is whose may change. */
};

void ts_haul_empty(struct ts_haul *haul);

/** Copies the code's bytes. Of more than there is room for, the smallest is dropped. */
void ts_haul_keep(struct ts_haul *haul, const struct ts_code *code);

#endif
