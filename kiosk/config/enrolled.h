#ifndef TS_CONFIG_ENROLLED_H
#define TS_CONFIG_ENROLLED_H

#include "kiosk/config/config.h"

/**
 * Settings that come on a stick (kiosk/enrol): those of the place, the words and the
 * people. Devices, paths and programs are the machine's own and are refused: a stick
 * must not name a program to be run or a file to be written.
 */
#define TS_CONFIG_ENROLLED_FILE "kiosk.conf"

/** Enough for all that may be said there. */
#define TS_CONFIG_ENROLLED_MAX 16384

/** Whether a stick may set it. */
bool ts_config_may_enrol(enum ts_setting setting);

/** As ts_config_read(), and TS_MALFORMED after telling of a setting that may not stand
 * there, or TS_OVER_LIMIT. steward_key may, as whoever imports the stick writes it. */
TS_MUST_USE enum ts_status
ts_config_enrolled_read(struct ts_config *config, struct ts_arena *arena, ts_span content,
                        struct ts_config_ear ear);

/** What enrolled says over what config does. enrolled's texts must outlive config. */
void ts_config_overlay(struct ts_config *config, const struct ts_config *enrolled);

#endif
