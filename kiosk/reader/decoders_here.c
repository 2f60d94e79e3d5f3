#include "kiosk/reader/decoders.h"
#include "kiosk/scan/slot.h"

#include <stdlib.h>

struct ts_decoders {
    size_t count;
    ts_room memory;
    struct ts_parts_table table;
    struct ts_looker lookers[TS_SLOT_DECODERS];
};

enum ts_status
ts_decoders_open(struct ts_decoders **decoders, size_t count, size_t bytes)
{
    TS_CHECK(count > 0 && count <= TS_SLOT_DECODERS);
    struct ts_decoders *d = calloc(1, sizeof(*d));
    if (!d)
        return TS_NO_SPACE;
    ts_parts_table_init(&d->table);
    d->memory = (ts_room){ malloc(bytes), bytes };
    enum ts_status status = d->memory.at ? TS_OK : TS_NO_SPACE;
    while (status == TS_OK && d->count < count) {
        status = ts_looker_open(&d->lookers[d->count], &d->table);
        if (status == TS_OK)
            d->count++;
    }
    if (status == TS_OK)
        *decoders = d;
    else
        ts_decoders_close(d);
    return status;
}

void
ts_decoders_close(struct ts_decoders *decoders)
{
    if (!decoders)
        return;
    for (size_t i = 0; i < decoders->count; i++)
        ts_looker_close(&decoders->lookers[i]);
    ts_parts_table_destroy(&decoders->table);
    free(decoders->memory.at);
    free(decoders);
}

ts_room
ts_decoders_memory(struct ts_decoders *decoders)
{
    return decoders->memory;
}

enum ts_status
ts_decoders_look(struct ts_decoders *decoders, size_t index, struct ts_look *look,
                 const struct ts_frame *frame, const struct ts_scan_turn *turn)
{
    TS_CHECK(index < decoders->count);
    enum ts_status status = ts_looker_look(&decoders->lookers[index], look, frame, turn);
    return status == TS_OK || status == TS_NO_SPACE ? status : TS_IO;
}

struct ts_decoders_state
ts_decoders_describe(struct ts_decoders *decoders)
{
    (void)decoders;
    return (struct ts_decoders_state){ .looking = true };
}
