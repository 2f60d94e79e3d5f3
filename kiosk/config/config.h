#ifndef TS_CONFIG_CONFIG_H
#define TS_CONFIG_CONFIG_H

#include "firmware/base/arena.h"
#include "firmware/base/check.h"
#include "firmware/base/status.h"
#include "kiosk/config/settings.h"

/**
 * What a kiosk is told by a file and by its command line.
 *
 * A file is UTF-8 text of lines "key = value". White space around both is dropped; a line
 * that begins with "#" is a comment, and there is no other: "#" inside a value belongs to
 * it. A key may be given once, or as often as its setting says. A byte order mark, CR
 * before LF and a last line without its end are all right.
 *
 * A file with a mistake is refused whole, after every mistake was told.
 */

/** Bytes of a file, and of one value. */
#define TS_CONFIG_BYTES_MAX 65536
#define TS_CONFIG_VALUE_MAX 1023

/** What a value is kept in at most; two of them serve a file and a command line. */
#define TS_CONFIG_ARENA_SIZE (4 * TS_CONFIG_BYTES_MAX)

enum { TS_CONFIG_REPEATS_MAX = 4 };

/** Values as they were written, checked against the table; ts_config_...() below read
 * them. A zeroed one says nothing. */
struct ts_config {
    struct ts_config_value {
        size_t count; /**< 0: nothing was said, the initial holds. */
        const char *texts[TS_CONFIG_REPEATS_MAX];
        size_t line; /**< Of the first; 0 for the command line. */
    } values[TS_SETTING_COUNT];
};

/** Told of one mistake, in words without a full stop; line 0: of the whole. */
struct ts_config_ear {
    void (*tell)(void *context, size_t line, const char *words);
    void *context;
};

/**
 * Reads a file. TS_OK; TS_MALFORMED after telling all mistakes; TS_OVER_LIMIT (told);
 * TS_NO_SPACE. config is written only on TS_OK; its texts live in the arena.
 */
TS_MUST_USE enum ts_status
ts_config_read(struct ts_config *config, struct ts_arena *arena, ts_span content,
               struct ts_config_ear ear);

/**
 * Sets what a command line says over what the file did: all texts of one setting at once.
 * They must outlive config. False after telling of a mistake.
 */
bool ts_config_override(struct ts_config *config, enum ts_setting setting,
                        const char *const *texts, size_t count, struct ts_config_ear ear);

/** Settings that do not go together; told, each with the line of one of them. To be asked
 * when everything is set. */
bool ts_config_agrees(const struct ts_config *config, struct ts_config_ear ear);

/** What holds: what was said, else the initial, else NULL. */
const char *ts_config_text(const struct ts_config *config, enum ts_setting setting);
/** Of a FLAG; false where nothing holds. */
bool ts_config_flag(const struct ts_config *config, enum ts_setting setting);
/** Of a WHOLE, a DECIMAL, or a CHOICE of numbers; 0 where nothing holds. */
double ts_config_number(const struct ts_config *config, enum ts_setting setting);
/** Of a SIZE_PX, which always has an initial. */
void ts_config_size(const struct ts_config *config, enum ts_setting setting, int *width,
                    int *height);

#endif
