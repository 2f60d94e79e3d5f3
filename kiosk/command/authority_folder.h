#ifndef TS_COMMAND_AUTHORITY_FOLDER_H
#define TS_COMMAND_AUTHORITY_FOLDER_H

#include "keys/authority/authority.h"

/** Opens the folder of an authority; close it. NULL after a report, with exit_code
 * set. */
struct ts_store *
ts_open_authority(struct ts_arena *arena, const char *path, int *exit_code);

/** touchstone authority add-issuer */
int ts_command_add_issuer(int argc, char **argv);

#endif
