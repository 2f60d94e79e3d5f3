#ifndef TS_APP_HAND_SCANNERS_H
#define TS_APP_HAND_SCANNERS_H

#include "firmware/board/hand_scanner.h"
#include "kiosk/app/eyes.h"

/**
 * The hand scanners, each on a thread of its own, and what they read: the same way as
 * the camera's codes go (eyes.h), parts of one credential put together. None at all is
 * fine: nothing is ever read then.
 */
struct ts_hand_scanners;

/** Scanners of one kiosk: one at each side of two gates. */
enum { TS_HAND_SCANNERS_MAX = 4 };

/** Opens every source (see hand_scanner.h) and starts their threads. TS_OK,
 * TS_MALFORMED (a source), TS_OVER_LIMIT, TS_NO_SPACE or TS_IO. Close what was opened;
 * closing NULL does nothing. */
TS_MUST_USE enum ts_status
ts_hand_scanners_open(struct ts_hand_scanners **scanners, const char *const *sources,
                      size_t count);
void ts_hand_scanners_close(struct ts_hand_scanners *scanners);

/** What was scanned last and not given yet; as ts_eyes_sight(), to be handed on in the
 * same way. False for nothing new, and for NULL. */
bool ts_hand_scanners_sight(struct ts_hand_scanners *scanners, struct ts_sight *sight);

/** How far a credential in several codes has come; as ts_eyes_parts(). */
bool ts_hand_scanners_parts(struct ts_hand_scanners *scanners, uint32_t *seen,
                            uint32_t *total);

/** How many there are; and what each says of itself. Any thread. */
size_t ts_hand_scanners_count(const struct ts_hand_scanners *scanners);
void ts_hand_scanners_describe(struct ts_hand_scanners *scanners, size_t index,
                               struct ts_hand_scanner_state *state);

#endif
