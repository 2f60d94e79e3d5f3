#ifndef TS_KIOSK_SYNC_FOLDER_H
#define TS_KIOSK_SYNC_FOLDER_H

#include "firmware/base/arena.h"
#include "firmware/board/store.h"

/**
 * The trust folder that is kept up to date, and in it "update", the client's metadata
 * folder (keys/sync/refresh.h). One program at a time has it.
 */
struct ts_sync_folder {
    struct ts_store *trust, *accepted;
    int lock;
};

/**
 * Opens the folder, made if need be. Where nothing was accepted yet, the root is taken
 * from the file root, else from the folder itself (1.root.json, root.json), and with
 * it the timestamp that lies beside it: what was put there by hand is a floor.
 *
 * False after a report of its own: another program has it, there is no root, or the
 * folder cannot be read or written. Close what was opened.
 */
bool ts_sync_folder_open(struct ts_sync_folder *folder, struct ts_arena *arena,
                         const char *path, const char *root);
void ts_sync_folder_close(struct ts_sync_folder *folder);

#endif
