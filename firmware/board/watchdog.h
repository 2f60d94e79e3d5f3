#ifndef TS_BOARD_WATCHDOG_H
#define TS_BOARD_WATCHDOG_H

#include "firmware/base/instant.h"

/**
 * Whoever starts a program again when it hangs, and wants to hear how it is.
 *
 * Makings: linux/watchdog_systemd.c (sd_notify(3): one datagram to NOTIFY_SOCKET, nothing
 * without one); fake/watchdog_record.c, which counts.
 *
 * The machine's own watchdog is not touched here: systemd pets it (RuntimeWatchdogSec= in
 * system.conf.d) for as long as it runs itself, and restarts what does not pet it
 * (WatchdogSec= of the unit). Two programs cannot hold /dev/watchdog, and a program that
 * held it would reboot the machine for a hang that a restart heals.
 *
 * What cannot be sent is not sent again: a service manager that is gone has other
 * troubles. All by one thread.
 */

/** The program is up, or on its way out. */
void ts_watchdog_ready(void);
void ts_watchdog_stopping(void);

/** How it is, in a line without line breaks for `systemctl status`: nothing about
 * anybody. Longer than TS_WATCHDOG_STATUS_MAX is cut. */
enum { TS_WATCHDOG_STATUS_MAX = 200 };
void ts_watchdog_tell(const char *status);

/** It lives. Call as often as there is something to show for it: what is sent is sent
 * when a third of the limit has gone by. */
void ts_watchdog_pet(ts_mono now);

/** After so long without a pet it is started again; 0: nobody waits. */
uint64_t ts_watchdog_limit_ms(void);

#endif
