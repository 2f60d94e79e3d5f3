#ifndef TS_FLEET_LANDING_H
#define TS_FLEET_LANDING_H

#include "firmware/base/instant.h"
#include "kiosk/telemetry/topic.h"

/**
 * Where messages of kiosks end: statuses in a database, exports as files beside it, as
 * sealed as they came. A message that comes twice is landed once: kiosk, spool and number
 * tell. What returned TS_OK is on the medium.
 *
 * Making: landing_sqlite.c. One thread.
 */
struct ts_landing;

/** database: a file, made if need be; exports: a folder, likewise. TS_OK, TS_NO_SPACE or
 * TS_IO. Close what was opened. */
TS_MUST_USE enum ts_status
ts_landing_open(struct ts_landing **landing, const char *database, const char *exports);
void ts_landing_close(struct ts_landing *landing);

/** fresh: it was not there before. TS_OK or TS_IO. A status that is no JSON is kept as it
 * is, and marked; it must not come again and again. */
TS_MUST_USE enum ts_status
ts_landing_take(struct ts_landing *landing, bool *fresh, const struct ts_topic *topic,
                ts_span payload, ts_utc received);

/** Calls each for every kiosk with its latest status, by name. TS_OK or TS_IO. */
TS_MUST_USE enum ts_status
ts_landing_latest(struct ts_landing *landing,
                  void (*each)(const char *kiosk, ts_utc received, const char *json,
                               void *context),
                  void *context);

#endif
