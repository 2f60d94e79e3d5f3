#ifndef TS_BOARD_FAKE_PORTRAIT_SCRIPT_H
#define TS_BOARD_FAKE_PORTRAIT_SCRIPT_H

#include "firmware/board/portrait.h"

/* Nothing is decoded: what was set comes out, whatever goes in. */

/** From now on every portrait answers so; photo is given on TS_OK. At the start, and
 * after TS_ABSENT here, there is nothing that could decode. */
void ts_portrait_script_set(enum ts_status status, const struct ts_photo *photo);

/** What was asked for last; stands as long as its owner lets it. */
ts_span ts_portrait_script_asked(void);

#endif
