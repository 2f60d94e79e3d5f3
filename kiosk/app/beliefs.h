#ifndef TS_APP_BELIEFS_H
#define TS_APP_BELIEFS_H

#include "firmware/base/check.h"
#include "keys/trust/trust.h"

/**
 * What the kiosk believes, kept fresh while it scans. A thread looks whether the
 * folder holds newer lists (touchstone-sync puts them there), loads and verifies them
 * beside those in use, and offers them; the screen's thread takes them over at a
 * moment when nobody views the old ones. Lists that cannot be used change nothing.
 *
 * All calls are the screen's thread's.
 */
struct ts_beliefs;

/**
 * Loads what the folder holds now and starts the thread. A folder without usable
 * lists is no error: there is nothing to believe until it has some.
 *
 * TS_OK, TS_NO_SPACE or TS_IO (no thread). Close what was opened.
 */
TS_MUST_USE enum ts_status ts_beliefs_open(struct ts_beliefs **beliefs, const char *dir);
void ts_beliefs_close(struct ts_beliefs *beliefs);

/** The lists in use, or NULL; they stand until ts_beliefs_turn(). */
const struct ts_trust *ts_beliefs_current(const struct ts_beliefs *beliefs);

/** Newer lists are loaded, verified and waiting. */
bool ts_beliefs_waiting(struct ts_beliefs *beliefs);

/** Takes them over and forgets the old ones; nobody may view those any more. */
void ts_beliefs_turn(struct ts_beliefs *beliefs);

/** How the latest attempt to load ended; TS_OK when the newest lists are in use or
 * waiting. fault may be NULL. */
enum ts_status ts_beliefs_trouble(struct ts_beliefs *beliefs, struct ts_fault *fault);

/** Looks at once instead of at its next turn, and waits for the outcome. For tests
 * and for whoever has just put lists there. */
void ts_beliefs_look(struct ts_beliefs *beliefs);

#endif
