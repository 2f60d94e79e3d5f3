#ifndef TS_APP_APP_PARTS_H
#define TS_APP_APP_PARTS_H

#include "kiosk/app/parts.h"

/* What app.c opens and is missed, not needed: without it the kiosk offers less. Each says
 * on standard error what is wrong. */

/** Reads every job of the trust folder, with the lists in use. */
void ts_parts_load_jobs(struct ts_parts *parts);
void ts_parts_close_jobs(struct ts_parts *parts);

/** What was chosen at the kiosk, from the state folder; over the configuration. */
void ts_parts_load_choices(struct ts_parts *parts);

/** Goes over to other choices without keeping them. */
void ts_parts_try_choices(struct ts_parts *parts, const struct ts_choices *choices);

/** Draws what is drawn first where somebody waits for it; nothing is shown. */
void ts_parts_warm_up(struct ts_parts *parts);

/** The kiosk's own key from the state folder; made when it is not there. */
void ts_parts_load_key(struct ts_parts *parts);

#endif
