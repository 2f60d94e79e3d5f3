#ifndef TS_SCREEN_SCAN_PAGES_H
#define TS_SCREEN_SCAN_PAGES_H

#include "kiosk/screen/scan_screen.h"

/* Which pages may lie over which state, and for how long: a part of scan_screen.c. */

/** OPEN would be taken: the page has its place over this state, and its way leads there.
 */
bool ts_page_may_open(const struct ts_scan_screen *screen, enum ts_page page);

/** Puts the page there, whatever was there before. */
void ts_page_show(struct ts_scan_screen *screen, enum ts_page page, ts_mono now);

/** Somebody is still busy with it. */
void ts_page_renew(struct ts_scan_screen *screen, ts_mono now);

/** A card ends the page; else it is not read while the page is there. */
bool ts_page_yields(enum ts_page page);

/** Something would be lost at the end of its time. */
bool ts_page_is_counted(enum ts_page page);

/** Where BACK leads to. */
enum ts_page ts_page_above(enum ts_page page);

/** Where the right PIN leads to; TS_PAGE_NONE where none is asked. */
enum ts_page ts_page_behind_pin(enum ts_page page);

#endif
