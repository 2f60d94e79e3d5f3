#ifndef TS_CONFIG_VALUE_H
#define TS_CONFIG_VALUE_H

#include "firmware/base/span.h"
#include "kiosk/config/settings.h"

/* What a value may look like. Independent of the locale; nothing is written on false. */

/** Whether text, which is UTF-8 and not empty, is a value of this setting. */
bool ts_value_fits(const struct ts_setting_about *about, ts_span text);

/** Digits, at most nine, then perhaps a point and one to six more. */
bool ts_value_number(double *number, ts_span text);

/** "1280x800" */
bool ts_value_size(ts_span text, int *width, int *height);

/** Whether one code is among several that are apart by commas. */
bool ts_value_lists(ts_span codes, ts_span code);

#endif
