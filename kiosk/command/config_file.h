#ifndef TS_COMMAND_CONFIG_FILE_H
#define TS_COMMAND_CONFIG_FILE_H

#include "kiosk/config/config.h"

/** Where a kiosk that was installed has its configuration. */
#define TS_CONFIG_PATH "/etc/touchstone/kiosk.conf"

/** Reads the file at path, and over it what a stick brought, where it names a folder for
 * that (enrolled.h). Statuses of ts_config_read(); TS_ABSENT and TS_IO are told,
 * too. One file at a time: the arena's rest holds it. */
TS_MUST_USE enum ts_status
ts_config_file_read(struct ts_config *config, struct ts_arena *arena, const char *path,
                    struct ts_config_ear ear);

/** An ear that says "path:line: words" on standard error. */
struct ts_config_ear ts_config_file_report(const char *path);

#endif
