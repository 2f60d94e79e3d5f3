#include "firmware/board/linux/signal_beat.h"

enum { STEPS_MAX = 5 };

/* On and off in turn, in milliseconds. The same rhythms as the speaker's (tones.c), as a
 * thing without a pitch can give them: READY short and long, NOT YET three short ones,
 * STOP one very long, CANNOT TELL two far apart. */
static const uint16_t rhythms[TS_LAMP_COUNT][STEPS_MAX] = {
    [TS_LAMP_NONE] = { 0 },
    [TS_LAMP_READY] = { 100, 100, 300 },
    [TS_LAMP_NOT_YET] = { 100, 120, 100, 120, 100 },
    [TS_LAMP_STOP] = { 1000 },
    [TS_LAMP_CANNOT_TELL] = { 150, 400, 150 },
};

static void
sooner(ts_mono *wake, uint64_t ms)
{
    if (ms < wake->ms)
        wake->ms = ms;
}

static bool
sounds(const struct ts_signal_wish *wish, ts_mono now, ts_mono *wake)
{
    const uint16_t *steps = rhythms[wish->rhythm];
    uint64_t end = wish->rhythm_since.ms;
    for (size_t i = 0; i < STEPS_MAX && steps[i] > 0; i++) {
        end += steps[i];
        if (now.ms < end) {
            sooner(wake, end);
            return i % 2 == 0;
        }
    }
    return false;
}

static bool
pulses(const struct ts_signal_wish *wish, ts_mono now, ts_mono *wake)
{
    if (!wish->pulses || now.ms >= wish->pulse_end.ms)
        return false;
    sooner(wake, wish->pulse_end.ms);
    return true;
}

unsigned
ts_signal_beat(const struct ts_signal_wish *wish, ts_mono now, ts_mono *wake)
{
    static const unsigned lamps[TS_LAMP_COUNT] = {
        [TS_LAMP_READY] = 1U << TS_SIGNAL_LINE_READY,
        [TS_LAMP_NOT_YET] = 1U << TS_SIGNAL_LINE_NOT_YET,
        [TS_LAMP_STOP] = 1U << TS_SIGNAL_LINE_STOP,
        [TS_LAMP_CANNOT_TELL] = 1U << TS_SIGNAL_LINE_CANNOT_TELL,
    };
    TS_CHECK((unsigned)wish->lamp < TS_LAMP_COUNT);
    TS_CHECK((unsigned)wish->rhythm < TS_LAMP_COUNT);
    unsigned on = lamps[wish->lamp];
    *wake = (ts_mono){ UINT64_MAX };
    if (sounds(wish, now, wake))
        on |= 1U << TS_SIGNAL_LINE_BUZZER;
    if (pulses(wish, now, wake))
        on |= 1U << TS_SIGNAL_LINE_RELAY;
    return on;
}
