#ifndef TS_SCREEN_CODE_VIEW_H
#define TS_SCREEN_CODE_VIEW_H

#include "kiosk/screen/drawing.h"

/** A code to take a picture of, and what it is; put together by the caller. */
struct ts_code_view {
    struct ts_modules code;
    ts_span title, note;
};

#endif
