#ifndef TS_SCREEN_RECEIPT_VIEW_H
#define TS_SCREEN_RECEIPT_VIEW_H

#include "kiosk/screen/drawing.h"
#include "kiosk/verdict/verdict.h"

/** What the page of a receipt shows, put together by the caller. */
struct ts_receipt_view {
    struct ts_modules code;
    enum ts_verdict_kind verdict;
    bool let_in; /**< A supervisor let the person in all the same. */
    ts_utc time;
    ts_span number; /**< A few of its letters, to tell it from others. */
};

/** A module is no smaller: phones read that from a hand's breadth away. */
#define TS_RECEIPT_MODULE_PX 3

#endif
