#include "kiosk/status/gather.h"

#include "firmware/board/clock.h"
#include "kiosk/status/status_file.h"

#include <stdio.h>

enum { SCRATCH = 64 * 1024 };

static bool
read_note(struct ts_status_note *note, const char *dir)
{
    uint8_t memory[2 * TS_STATUS_FILE_MAX];
    struct ts_arena arena = ts_arena_over(TS_ROOM_OF(memory));
    struct ts_store *store;
    ts_span text;
    if (!dir || ts_store_open(&store, dir, false) != TS_OK)
        return false;
    enum ts_status status =
        ts_store_read(store, &arena, &text, TS_STATUS_FILE, TS_STATUS_FILE_MAX);
    ts_store_close(store);
    return status == TS_OK && ts_status_note_read(note, text) == TS_OK
           && ts_status_note_is_fresh(note, ts_clock_mono());
}

static void
add_sync(struct ts_kiosk_status *status, const char *dir)
{
    static uint8_t memory[SCRATCH];
    struct ts_arena arena = ts_arena_over(TS_ROOM_OF(memory));
    struct ts_kiosk_status synced = { 0 };
    struct ts_store *store;
    if (!dir || ts_store_open(&store, dir, false) != TS_OK)
        return;
    struct ts_sync_state sync = ts_sync_state_load(&arena, store);
    ts_store_close(store);
    ts_status_set_sync(&synced, &sync);
    ts_status_complete(status, &synced);
}

static void
add_machine(struct ts_kiosk_status *status, const char *dir)
{
    struct ts_condition condition;
    struct ts_condition_disk disk = ts_condition_disk_of(dir);
    ts_condition_read(&condition);
    ts_status_set_condition(status, &condition);
    ts_status_set_disk(status, &disk);
}

bool
ts_status_gather(struct ts_kiosk_status *status, const struct ts_config *config)
{
    struct ts_status_note note = { 0 };
    struct ts_kiosk_status rest = { .version = TS_VERSION };
    bool is_alive = read_note(&note, ts_config_text(config, TS_SETTING_STATUS_DIR));
    const char *site = ts_config_text(config, TS_SETTING_SITE_NAME);
    *status = is_alive ? note.status : (struct ts_kiosk_status){ 0 };
    ts_status_set_text(rest.site, ts_span_text(site));
    ts_status_set(&rest, TS_STATUS_TIME, ts_clock_utc().s);
    ts_status_complete(status, &rest);
    ts_status_set(status, TS_STATUS_ALIVE, is_alive);
    add_machine(status, ts_config_text(config, TS_SETTING_STATE));
    add_sync(status, ts_config_text(config, TS_SETTING_TRUST));
    return is_alive;
}
