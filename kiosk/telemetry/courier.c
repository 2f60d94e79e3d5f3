#include "kiosk/telemetry/courier.h"

#include <string.h>

void
ts_courier_connect(struct ts_courier *courier, bool is_connected)
{
    courier->is_connected = is_connected;
    courier->count = 0;
}

static bool
is_sent(const struct ts_courier *c, uint64_t number)
{
    for (size_t i = 0; i < c->count; i++)
        if (c->sent[i].number == number)
            return true;
    return false;
}

/* The oldest first: it waited longest. */
static const struct ts_spool_item *
overdue(const struct ts_courier *c, ts_mono now)
{
    for (size_t i = 0; i < c->count; i++) {
        const struct ts_spool_item *item = ts_spool_from(c->spool, c->sent[i].number);
        bool is_there = item && item->number == c->sent[i].number;
        if (is_there && now.ms - c->sent[i].at.ms >= c->again_ms)
            return item;
    }
    return NULL;
}

const struct ts_spool_item *
ts_courier_next(const struct ts_courier *courier, ts_mono now)
{
    const struct ts_courier *c = courier;
    if (!c->is_connected)
        return NULL;
    const struct ts_spool_item *item = overdue(c, now);
    if (item || c->count == TS_COURIER_WINDOW)
        return item;
    for (item = ts_spool_from(c->spool, 0); item && is_sent(c, item->number);)
        item = ts_spool_from(c->spool, item->number + 1);
    return item;
}

static void
forget(struct ts_courier *c, uint64_t number)
{
    for (size_t i = 0; i < c->count; i++) {
        if (c->sent[i].number != number)
            continue;
        c->count--;
        memmove(&c->sent[i], &c->sent[i + 1], (c->count - i) * sizeof(c->sent[0]));
        return;
    }
}

void
ts_courier_sent(struct ts_courier *courier, uint64_t number, ts_mono now)
{
    forget(courier, number);
    if (courier->count < TS_COURIER_WINDOW)
        courier->sent[courier->count++] = (struct ts_courier_sent){ number, now };
}

enum ts_status
ts_courier_landed(struct ts_courier *courier, ts_span payload)
{
    char spool[TS_SPOOL_ID_SIZE];
    uint64_t number;
    if (!ts_landed_read(spool, &number, payload)
        || strcmp(spool, courier->spool->id) != 0)
        return TS_OK;
    size_t before = courier->spool->count;
    enum ts_status status = ts_spool_remove(courier->spool, number);
    courier->landed += before - courier->spool->count;
    if (status == TS_OK)
        forget(courier, number);
    return status;
}

enum ts_status
ts_courier_give_up(struct ts_courier *courier, uint64_t number)
{
    forget(courier, number);
    return ts_spool_remove(courier->spool, number);
}
