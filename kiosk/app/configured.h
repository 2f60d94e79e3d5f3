#ifndef TS_APP_CONFIGURED_H
#define TS_APP_CONFIGURED_H

#include "kiosk/app/app.h"
#include "kiosk/config/config.h"

/** What the kiosk is told by config, whose texts options then points to. What is only for
 * trying things out stays as it is. */
void ts_app_configure(struct ts_app_options *options, const struct ts_config *config);

#endif
