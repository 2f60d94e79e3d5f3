#ifndef TS_COMMAND_TRUSTED_H
#define TS_COMMAND_TRUSTED_H

#include "keys/trust/trust.h"

/**
 * Loads the lists in a folder named on the command line; what they leave out is
 * reported. False after a report of its own when they cannot be used.
 */
bool ts_trusted_load(struct ts_arena *arena, struct ts_trust *trust, const char *folder);

#endif
