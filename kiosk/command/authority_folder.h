#ifndef TS_COMMAND_AUTHORITY_FOLDER_H
#define TS_COMMAND_AUTHORITY_FOLDER_H

#include "keys/authority/authority.h"

/** Opens the folder of an authority; close it. NULL after a report, with exit_code
 * set. */
struct ts_store *
ts_open_authority(struct ts_arena *arena, const char *path, int *exit_code);

/** touchstone authority add-issuer */
int ts_command_add_issuer(int argc, char **argv);

/** touchstone authority init, key, rotate, sign */
int ts_command_authority_init(int argc, char **argv);
int ts_command_authority_key(int argc, char **argv);
int ts_command_authority_rotate(int argc, char **argv);
int ts_command_authority_sign(int argc, char **argv);

/** authority_site.c: authority context, authority equivalences */
int ts_command_authority_context(int argc, char **argv);
int ts_command_authority_equivalences(int argc, char **argv);

#endif
