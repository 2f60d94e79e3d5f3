#ifndef TS_KIOSK_SYNC_NOTIFY_H
#define TS_KIOSK_SYNC_NOTIFY_H

#include "firmware/base/instant.h"

#include <stdbool.h>

/**
 * Tells the service manager how we are (sd_notify(3)): one datagram to the socket in
 * NOTIFY_SOCKET. Without one, nothing happens. What cannot be sent is not sent
 * again: a service manager that is gone has other troubles.
 */
void ts_notify(const char *message);

/** "WATCHDOG=1", when a third of WATCHDOG_USEC has gone by since the last one. */
void ts_notify_alive(ts_mono now);

#endif
