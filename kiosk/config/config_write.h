#ifndef TS_CONFIG_CONFIG_WRITE_H
#define TS_CONFIG_CONFIG_WRITE_H

#include "firmware/base/writer.h"

/** What the table of settings looks like where people read it. 32 KiB hold each. */
#define TS_CONFIG_WRITTEN_MAX 32768

/** The commented file: every setting, its help, what it expects, and its initial or an
 * example behind "#", so that it says nothing until somebody takes a "#" away. */
void ts_config_write_example(struct ts_writer *w);

/** The settings of kiosk.conf(5), in roff with the man macros. */
void ts_config_write_manual(struct ts_writer *w);

/** The options of touchstone-kiosk, for --help: "  --px-per-mm N       ...". */
void ts_config_write_usage(struct ts_writer *w);

/** "--px-per-mm" of a setting, behind prefix ("--" or "--no-"). Cut at size. */
void ts_config_option_name(char *name, size_t size, const char *prefix, const char *key);

#endif
