#ifndef TS_SCREEN_SCAN_TABLE_H
#define TS_SCREEN_SCAN_TABLE_H

#include "kiosk/screen/scan_screen.h"

/* What each state is, and every move there is: a part of scan_screen.c. */

/* What makes the machine move: an event that passed its guard, or time. */
enum ts_scan_cause {
    CAUSE_NONE = 0,
    CAUSE_BEGIN,
    CAUSE_PASSED,
    CAUSE_TROUBLE,
    CAUSE_RECOVERED,
    CAUSE_CODE,
    CAUSE_FOREIGN,
    CAUSE_READY,
    CAUSE_NOT_YET,
    CAUSE_STOP,
    CAUSE_CANNOT_TELL,
    CAUSE_COMPARES,
    CAUSE_SAME,
    CAUSE_OTHER,
    CAUSE_TOUCH,
    CAUSE_TIMEOUT,
};

struct ts_scan_rule {
    uint32_t limit_ms; /**< 0 is for ever. */
    bool wipes;        /**< On entering: nobody's cards live on here. */
    bool closes;       /**< On entering: the next card is somebody else's. */
    enum ts_lamp lamp;
    enum ts_sound sound;
};

const struct ts_scan_rule *ts_scan_rule(enum ts_scan_state state);

/** False where the cause moves nothing. */
bool
ts_scan_next(enum ts_scan_state from, enum ts_scan_cause cause, enum ts_scan_state *to);

#endif
