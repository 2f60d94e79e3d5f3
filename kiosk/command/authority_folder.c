#include "kiosk/command/authority_folder.h"

#include "kiosk/command/report.h"

struct ts_store *
ts_open_authority(struct ts_arena *arena, const char *path, int *exit_code)
{
    struct ts_store *store;
    enum ts_status status = ts_store_open(&store, path, false);
    if (status == TS_OK) {
        status = ts_authority_check(arena, store);
        if (status == TS_OK)
            return store;
        ts_store_close(store);
    }
    ts_report("%s: holds no authority; see touchstone authority init", path);
    *exit_code = ts_exit_reading(status);
    return NULL;
}
