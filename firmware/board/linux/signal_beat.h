#ifndef TS_BOARD_LINUX_SIGNAL_BEAT_H
#define TS_BOARD_LINUX_SIGNAL_BEAT_H

#include "firmware/base/instant.h"
#include "firmware/board/linux/signal_wiring.h"
#include "firmware/board/signal.h"

/* Which outputs are on at which moment. Pure. */

/** What was asked for last. */
struct ts_signal_wish {
    enum ts_lamp lamp;
    enum ts_lamp rhythm; /**< TS_LAMP_NONE: silence. */
    ts_mono rhythm_since;
    bool pulses;       /**< The relay is on ... */
    ts_mono pulse_end; /**< ... until then. */
};

/** The outputs that are on, a bit each (1U << line); wake is when that changes next,
 * UINT64_MAX for not by itself. */
unsigned ts_signal_beat(const struct ts_signal_wish *wish, ts_mono now, ts_mono *wake);

#endif
