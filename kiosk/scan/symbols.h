#ifndef TS_SCAN_SYMBOLS_H
#define TS_SCAN_SYMBOLS_H

#include "firmware/base/check.h"
#include "firmware/base/status.h"
#include "kiosk/scan/grey.h"
#include "kiosk/scan/scanner.h"

/** Reads the QR codes in a picture, however it came about. Making: scanner_zbar.c. */
struct ts_symbols;

struct ts_symbols_found {
    size_t count;
    struct ts_code at[TS_SCAN_CODES_MAX]; /**< Lent until the next read or close. */
    bool partial; /**< There was a symbol of a set whose others are not in the picture. */
};

/** TS_OK or TS_NO_SPACE. Close what was opened. */
TS_MUST_USE enum ts_status ts_symbols_open(struct ts_symbols **symbols);
void ts_symbols_close(struct ts_symbols *symbols);

/**
 * What can be read in grey, whose rows must be packed. Only every lines-th row and
 * column is searched for finder patterns: 1 for a frame, more where they are known to
 * be large. TS_OK or TS_NO_SPACE.
 */
TS_MUST_USE enum ts_status
ts_symbols_read(struct ts_symbols *symbols, struct ts_symbols_found *found,
                const struct ts_grey *grey, unsigned lines);

#endif
