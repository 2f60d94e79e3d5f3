#ifndef TS_TEST_SCAN_EVENTS_H
#define TS_TEST_SCAN_EVENTS_H

/* A machine and what happens to it, for the files test_scan_*.c that look at its states.
 */

#include "kiosk/screen/scan_screen.h"
#include "tests/support/support.h"

static const ts_mono noon = { 1000000 };

static inline ts_mono
later(uint64_t ms)
{
    return (ts_mono){ noon.ms + ms };
}

static inline struct ts_scan_actions
send(struct ts_scan_screen *screen, enum ts_scan_event_kind kind, ts_mono now)
{
    return ts_scan_handle(screen, (struct ts_scan_event){ .kind = kind }, now);
}

static inline struct ts_scan_actions
see(struct ts_scan_screen *screen, uint64_t code, ts_mono now)
{
    return ts_scan_handle(screen,
                          (struct ts_scan_event){ .kind = TS_EVENT_CODE_SEEN,
                                                  .code = code,
                                                  .recognised = true },
                          now);
}

static inline struct ts_scan_actions
judge(struct ts_scan_screen *screen, enum ts_verdict_kind kind, ts_mono now)
{
    return ts_scan_handle(screen,
                          (struct ts_scan_event){ .kind = TS_EVENT_VERDICT,
                                                  .ticket = screen->ticket,
                                                  .verdict = kind },
                          now);
}

/* A verdict that somebody has to compare the person for. */
static inline struct ts_scan_actions
judge_comparing(struct ts_scan_screen *screen, ts_mono now)
{
    return ts_scan_handle(screen,
                          (struct ts_scan_event){ .kind = TS_EVENT_VERDICT,
                                                  .ticket = screen->ticket,
                                                  .verdict = TS_VERDICT_CANNOT_TELL,
                                                  .compares = true },
                          now);
}

static inline struct ts_scan_actions
compare(struct ts_scan_screen *screen, bool same, ts_mono now)
{
    return ts_scan_handle(
        screen, (struct ts_scan_event){ .kind = TS_EVENT_COMPARED, .same = same }, now);
}

static inline struct ts_scan_screen
waiting(void)
{
    struct ts_scan_screen screen = { .verdict_sounds = true };
    send(&screen, TS_EVENT_BEGIN, noon);
    send(&screen, TS_EVENT_SELF_TEST_PASSED, noon);
    assert_int_equal(screen.state, TS_SCAN_WAITING);
    return screen;
}

/* A machine in any state, brought there by events at noon. */
static inline struct ts_scan_screen
brought_to(enum ts_scan_state state)
{
    static const enum ts_verdict_kind kinds[TS_SCAN_STATE_COUNT] = {
        [TS_SCAN_READY] = TS_VERDICT_READY,
        [TS_SCAN_NOT_YET] = TS_VERDICT_NOT_YET,
        [TS_SCAN_STOP] = TS_VERDICT_STOP,
    };
    struct ts_scan_screen screen = { 0 };
    if (state == TS_SCAN_OUT_OF_ORDER)
        return screen;
    screen = waiting();
    if (state == TS_SCAN_START) {
        send(&screen, TS_EVENT_SELF_TEST_FAILED, noon);
        send(&screen, TS_EVENT_BEGIN, noon);
    } else if (state == TS_SCAN_NO_ANSWER) {
        see(&screen, 7, (ts_mono){ noon.ms - TS_SCAN_CHECK_MS });
        send(&screen, TS_EVENT_TICK, noon);
    } else if (state != TS_SCAN_WAITING) {
        see(&screen, 7, noon);
        if (state == TS_SCAN_IDENTITY)
            judge_comparing(&screen, noon);
        else if (state != TS_SCAN_CHECKING)
            judge(&screen, kinds[state], noon);
    }
    if (state == TS_SCAN_WAIVED) { /* by way of CANNOT TELL, the PIN and a reason */
        ts_scan_handle(
            &screen,
            (struct ts_scan_event){ .kind = TS_EVENT_OPEN, .page = TS_PAGE_WAIVER_PIN },
            later(TS_SCAN_PAGE_BOUNCE_MS));
        send(&screen, TS_EVENT_UNLOCKED, later(TS_SCAN_PAGE_BOUNCE_MS));
        send(&screen, TS_EVENT_WAIVED, later(TS_SCAN_PAGE_BOUNCE_MS));
    }
    assert_int_equal(screen.state, state);
    return screen;
}

#endif
