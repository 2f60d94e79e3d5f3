#ifndef TS_COMMAND_KIOSK_KEYS_H
#define TS_COMMAND_KIOSK_KEYS_H

#include "kiosk/command/options.h"
#include "kiosk/receipt/kiosk_key.h"

/** Exit codes of the commands that check what a kiosk signed. */
enum {
    TS_EXIT_NOT_GENUINE = 20,
    TS_EXIT_UNKNOWN_KIOSK = 30,
};

/** Kiosks that an office knows. */
enum { TS_KIOSK_KEYS_MAX = 1024 };
struct ts_kiosk_keys {
    struct ts_public_key keys[TS_KIOSK_KEYS_MAX];
    const char *names[TS_KIOSK_KEYS_MAX]; /**< As they were given, or of the file. */
    size_t count;
};

/** Adds a "did:key:..." or a file with one or with a JWK. False after a report. */
bool
ts_kiosk_keys_add(struct ts_arena *arena, struct ts_kiosk_keys *known, const char *key);

/** Adds every file of a folder; one that holds no key is reported and passed over.
 * False after a report: it is no folder, or there are too many. */
bool ts_kiosk_keys_add_folder(struct ts_arena *arena, struct ts_kiosk_keys *known,
                              const char *folder);

#endif
