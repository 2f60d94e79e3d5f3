#ifndef TS_APP_SIGHT_H
#define TS_APP_SIGHT_H

#include "kiosk/app/eyes.h"

/** A sight of text, however it came to us; false, and sight left alone, for one that is
 * empty or over TS_CONTENT_MAX. Nothing is believed because of it. */
bool ts_sight_make(struct ts_sight *sight, ts_span text, ts_mono taken);

#endif
