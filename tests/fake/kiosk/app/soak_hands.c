#include "tests/fake/kiosk/app/soak_hands.h"

#include "firmware/board/clock.h"
#include "firmware/board/fake/hand_scanner_script.h"
#include "kiosk/app/hand_scanners.h"

#include <sched.h>

static ts_span said;

bool
__real_ts_hand_scanners_sight(struct ts_hand_scanners *hands, struct ts_sight *sight);
bool
__wrap_ts_hand_scanners_sight(struct ts_hand_scanners *hands, struct ts_sight *sight);
bool
__wrap_ts_hand_scanners_sight(struct ts_hand_scanners *hands, struct ts_sight *sight)
{
    if (said.len == 0)
        return __real_ts_hand_scanners_sight(hands, sight);
    while (!__real_ts_hand_scanners_sight(hands, sight)
           || !ts_span_equal((ts_span){ sight->text, sight->len }, said))
        sched_yield();
    said = (ts_span){ 0 };
    return true;
}

void
soak_hands_say(ts_span text)
{
    said = text;
    ts_hand_scanner_script_say(text, ts_clock_mono());
}

bool
soak_hands_wait(void)
{
    return said.len > 0;
}

void
soak_hands_forget(void)
{
    said = (ts_span){ 0 };
}
