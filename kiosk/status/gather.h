#ifndef TS_STATUS_GATHER_H
#define TS_STATUS_GATHER_H

#include "kiosk/config/config.h"
#include "kiosk/status/status.h"

/**
 * The status of a kiosk from outside of it: what it wrote itself (status_file.h), what
 * the last synchronisation left, the machine and its medium. config: of that kiosk.
 *
 * False: the kiosk wrote nothing lately, so that only the rest is known.
 */
bool ts_status_gather(struct ts_kiosk_status *status, const struct ts_config *config);

#endif
