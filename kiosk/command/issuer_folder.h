#ifndef TS_COMMAND_ISSUER_FOLDER_H
#define TS_COMMAND_ISSUER_FOLDER_H

#include "keys/authority/ledger.h"

/** An issuer's folder, opened for issuing or withdrawing. */
struct ts_issuer_folder {
    const char *path;
    struct ts_store *store;
    struct ts_signer signer;
    struct ts_ledger ledger;
};

/**
 * Opens it, with room for more entries in the ledger; a passphrase comes from
 * the file, or is asked for where the key is sealed and somebody sits there.
 * False after a report, with exit_code set. Close it.
 */
bool ts_issuer_folder_open(struct ts_arena *arena, struct ts_issuer_folder *folder,
                           const char *passphrase_file, size_t more, int *exit_code);
void ts_issuer_folder_close(struct ts_issuer_folder *folder);

/**
 * Writes ledger and status lists, in this order: the lists can be made again
 * from the ledger. The exit code, after a report unless it is TS_EXIT_DONE.
 */
int ts_issuer_folder_save(struct ts_arena *arena, const struct ts_issuer_folder *folder,
                          ts_utc now);

#endif
