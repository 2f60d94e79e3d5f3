#include "kiosk/command/kiosk_keys.h"

#include "kiosk/command/report.h"

#include <string.h>

enum { FILE_MAX = 4096 };

static bool
take(struct ts_arena *arena, struct ts_kiosk_keys *known, const char *name, ts_span text)
{
    if (known->count == TS_KIOSK_KEYS_MAX) {
        ts_report("%s: there are more than %d keys", name, TS_KIOSK_KEYS_MAX);
        return false;
    }
    enum ts_status status =
        ts_kiosk_key_public_read(arena, &known->keys[known->count], text);
    if (status != TS_OK) {
        ts_report("%s: is no kiosk's key", name);
        return false;
    }
    known->names[known->count++] = name;
    return true;
}

bool
ts_kiosk_keys_add(struct ts_arena *arena, struct ts_kiosk_keys *known, const char *key)
{
    ts_span text;
    if (strncmp(key, "did:", 4) == 0)
        return take(arena, known, key, ts_span_text(key));
    return ts_input_read(arena, &text, key, FILE_MAX) && take(arena, known, key, text);
}

struct listing {
    struct ts_arena *arena;
    struct ts_kiosk_keys *known;
    struct ts_store *store;
};

static void
add_file(const char *name, void *context)
{
    struct listing *listing = context;
    ts_span text;
    enum ts_status status =
        ts_store_read(listing->store, listing->arena, &text, name, FILE_MAX);
    if (status != TS_OK)
        ts_report("%s: %s", name, ts_status_words(status));
    else
        (void)take(listing->arena, listing->known, name, text);
}

bool
ts_kiosk_keys_add_folder(struct ts_arena *arena, struct ts_kiosk_keys *known,
                         const char *folder)
{
    struct listing listing = { .arena = arena, .known = known };
    enum ts_status status = ts_store_open(&listing.store, folder, false);
    if (status == TS_OK) {
        status = ts_store_list(listing.store, arena, "", add_file, &listing);
        ts_store_close(listing.store);
    }
    if (status != TS_OK)
        ts_report("%s: %s", folder, ts_status_words(status));
    return status == TS_OK;
}
