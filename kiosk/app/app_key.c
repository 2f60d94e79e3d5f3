#include "firmware/board/clock.h"
#include "kiosk/app/app_parts.h"

#include <stdio.h>
#include <string.h>

enum { KEY_FILE_ROOM = 64 * 1024 };

void
ts_parts_load_key(struct ts_parts *parts)
{
    static uint8_t room[KEY_FILE_ROOM];
    struct ts_arena scratch = ts_arena_over(TS_ROOM_OF(room));
    enum ts_kiosk_key_found found = TS_KIOSK_KEY_NONE;
    if (!parts->state)
        return;
    enum ts_status status =
        ts_kiosk_key_load(&scratch, &parts->key, &found, parts->state, ts_clock_utc());
    memset(room, 0, sizeof(room));
    parts->has_key = status == TS_OK;
    if (status != TS_OK)
        fprintf(stderr, "touchstone-kiosk: no receipts: %s in %s: %s\n",
                TS_KIOSK_KEY_FILE, parts->options->state_dir, ts_status_name(status));
    else if (found == TS_KIOSK_KEY_SET_ASIDE)
        fprintf(stderr,
                "touchstone-kiosk: %s was damaged: kept aside, and a new one made\n",
                TS_KIOSK_KEY_FILE);
}
