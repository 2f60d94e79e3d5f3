#ifndef TS_BOARD_LINUX_SIGNAL_DEVICES_H
#define TS_BOARD_LINUX_SIGNAL_DEVICES_H

#include "firmware/board/signal.h"

/** ts_signal_open(), looking for gpiochip* in devices instead of in /dev, and once in
 * look_ms for a chip that is not there: how a test puts chips of its own there. devices
 * stands until it is closed. */
TS_MUST_USE enum ts_status
ts_signal_open_in(struct ts_signal **signal, const char *wiring, const char *devices,
                  uint32_t look_ms);

#endif
