#ifndef TS_SANDBOX_KIOSK_CALLS_H
#define TS_SANDBOX_KIOSK_CALLS_H

#include "firmware/base/check.h"

#include <stdbool.h>

/**
 * Gives up what a kiosk has no use for, for this thread, those it will start and every
 * program they become: sockets but Unix ones and those the kernel tells of devices by;
 * looking into other processes; the kernel's keys, modules, programs (BPF), rings
 * (io_uring) and page faults; mounting, other name spaces, other users; setting the
 * clock. Such calls fail with EPERM (sockets: EAFNOSUPPORT): a library that tries goes on
 * without. No core files, which would hold people's cards; no new privileges.
 *
 * False when that could not be done: then nothing must be opened.
 */
TS_MUST_USE bool ts_kiosk_calls_restrict(void);

#endif
