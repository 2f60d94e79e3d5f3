#ifndef TS_TEST_SOAK_HANDS_H
#define TS_TEST_SOAK_HANDS_H

#include "firmware/base/span.h"

#include <stdbool.h>

/*
 * What a hand scanner reads. The threads and the lock behind it are the product's; the
 * screen's thread waits for them, so that what is said in a turn is seen in the next.
 * Stands between the loop and kiosk/app/hand_scanners.c (--wrap).
 */

/** Says a text; of several the last is seen. At most 8 before it is. */
void soak_hands_say(ts_span text);

/** Something was said and is not seen yet. */
bool soak_hands_wait(void);

/** What was said to a program that has ended. */
void soak_hands_forget(void);

#endif
