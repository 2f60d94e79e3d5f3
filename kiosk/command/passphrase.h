#ifndef TS_COMMAND_PASSPHRASE_H
#define TS_COMMAND_PASSPHRASE_H

#include "firmware/base/arena.h"

/** Characters of a passphrase. */
enum { TS_PASSPHRASE_MAX = 1024 };

/**
 * A passphrase for a new key: the first line of file; without a file, typed
 * twice at the terminal. Where nobody gives one it is empty, and a warning says
 * what that means. False after a report.
 */
bool ts_passphrase_choose(struct ts_arena *arena, ts_span *passphrase, const char *file);

/** The same for a key that is there: from the file, else empty. */
bool ts_passphrase_from(struct ts_arena *arena, ts_span *passphrase, const char *file);

/** Asks at the terminal, without showing what is typed; false when there is no
 * terminal. */
bool ts_passphrase_ask(struct ts_arena *arena, ts_span *passphrase, const char *prompt);

#endif
