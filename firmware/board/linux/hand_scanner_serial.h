#ifndef TS_BOARD_LINUX_HAND_SCANNER_SERIAL_H
#define TS_BOARD_LINUX_HAND_SCANNER_SERIAL_H

#include "firmware/board/linux/hand_scanner_line.h"
#include "firmware/board/linux/hand_scanner_source.h"

/** A scanner at a serial line: a real one, or one that USB pretends. */
struct ts_hand_scanner_serial {
    const struct ts_hand_scanner_source *source;
    int fd; /**< -1: being looked for. */
    bool looked;
    ts_mono when_looked;
    struct ts_hand_scan_text text;
    size_t next, count;
    uint8_t bytes[512];
};

/** source must outlive it. Nothing is opened yet. Close it at the end. */
void ts_hand_scanner_serial_init(struct ts_hand_scanner_serial *serial,
                                 const struct ts_hand_scanner_source *source);
void ts_hand_scanner_serial_close(struct ts_hand_scanner_serial *serial);

/** As ts_hand_scanner_wait(); keeps state up to date. */
TS_MUST_USE enum ts_status
ts_hand_scanner_serial_wait(struct ts_hand_scanner_serial *serial,
                            struct ts_hand_scan *scan,
                            struct ts_hand_scanner_state *state, uint32_t timeout_ms);

#endif
