#ifndef TS_BOARD_LINUX_SIGNAL_GPIO_H
#define TS_BOARD_LINUX_SIGNAL_GPIO_H

#include "firmware/board/signal.h"

/** ts_signal_open(), looking for gpiochip* in devices instead of in /dev: how a
 * test puts chips of its own there. */
TS_MUST_USE enum ts_status
ts_signal_gpio_open(struct ts_signal **signal, const char *wiring, const char *devices);

#endif
