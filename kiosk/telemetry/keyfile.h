#ifndef TS_TELEMETRY_KEYFILE_H
#define TS_TELEMETRY_KEYFILE_H

#include "kiosk/config/config.h"

/**
 * A small configuration: lines "key = value", "#" begins a comment line, as in
 * kiosk.conf. Which keys there are the caller's table says.
 */
struct ts_key {
    const char *name;
    const char *initial;  /**< What holds when nothing is said. */
    bool is_needed;       /**< A mistake when nothing is said. */
    bool is_path;         /**< Relative ones begin at the file's folder. */
    uint32_t least, most; /**< A whole number, where most is not 0. */
    const char *value;    /**< What holds; filled in. */
};

enum { TS_KEYFILE_MAX = 16384 };

/** Reads text and fills every value; folder: of the file, for paths. TS_OK, or
 * TS_MALFORMED or TS_NO_SPACE after telling; lives in the arena. */
TS_MUST_USE enum ts_status
ts_keyfile_read(struct ts_key *keys, size_t count, struct ts_arena *arena, ts_span text,
                const char *folder, struct ts_config_ear ear);

/** Of a whole number that was read. */
uint32_t ts_key_number(const struct ts_key *key);

#endif
