#include "kiosk/status/status.h"

#include "firmware/base/utf8.h"

#include <string.h>

void
ts_status_set(struct ts_kiosk_status *status, enum ts_status_field field, int64_t value)
{
    TS_CHECK((unsigned)field < TS_STATUS_FIELDS);
    status->fields[field] = (struct ts_status_number){ true, value };
}

static bool
is_printable(ts_span text)
{
    for (size_t i = 0; i < text.len; i++)
        if (text.at[i] < 0x20 || text.at[i] == 0x7F)
            return false;
    return true;
}

void
ts_status_set_text(char text[static TS_STATUS_TEXT_SIZE], ts_span value)
{
    ts_span fits = ts_utf8_prefix(value, TS_STATUS_TEXT_SIZE - 1);
    memset(text, 0, TS_STATUS_TEXT_SIZE);
    if (fits.len > 0 && is_printable(fits))
        memcpy(text, fits.at, fits.len);
}

/* Of a number that no machine has, nothing is said. */
static void
set_count(struct ts_kiosk_status *status, enum ts_status_field field, uint64_t count)
{
    if (count <= INT64_MAX)
        ts_status_set(status, field, (int64_t)count);
}

void
ts_status_set_condition(struct ts_kiosk_status *status,
                        const struct ts_condition *condition)
{
    set_count(status, TS_STATUS_UPTIME, condition->uptime_s);
    if (condition->has_temperature)
        ts_status_set(status, TS_STATUS_TEMPERATURE, condition->temperature_mc);
    if (condition->slowed != TS_OCCURRENCE_UNKNOWN)
        ts_status_set(status, TS_STATUS_SLOWED, (int64_t)condition->slowed);
    if (condition->undervoltage != TS_OCCURRENCE_UNKNOWN)
        ts_status_set(status, TS_STATUS_UNDERVOLTAGE, (int64_t)condition->undervoltage);
    if (condition->has_memory)
        set_count(status, TS_STATUS_MEMORY, condition->memory_available_bytes);
}

void
ts_status_set_disk(struct ts_kiosk_status *status, const struct ts_condition_disk *disk)
{
    if (!disk->is_known)
        return;
    set_count(status, TS_STATUS_DISK, disk->bytes);
    set_count(status, TS_STATUS_DISK_FREE, disk->free_bytes);
    ts_status_set(status, TS_STATUS_READ_ONLY, disk->is_read_only);
}

static void
set_moment(struct ts_kiosk_status *status, enum ts_status_field field, ts_utc utc)
{
    if (utc.s > 0 && utc.s != TS_UTC_NEVER.s)
        ts_status_set(status, field, utc.s);
}

void
ts_status_set_sync(struct ts_kiosk_status *status, const struct ts_sync_state *sync)
{
    ts_status_set(status, TS_STATUS_SYNC, (int64_t)sync->phase);
    if (sync->phase == TS_SYNC_NEVER)
        return;
    set_count(status, TS_STATUS_EPOCH, sync->epoch);
    set_moment(status, TS_STATUS_ISSUED, sync->issued);
    set_moment(status, TS_STATUS_CHECKED, sync->checked);
    set_moment(status, TS_STATUS_TRIED, sync->tried);
}

void
ts_status_complete(struct ts_kiosk_status *status, const struct ts_kiosk_status *other)
{
    for (size_t i = 0; i < TS_STATUS_FIELDS; i++)
        if (!status->fields[i].is_known)
            status->fields[i] = other->fields[i];
    if (!status->site[0])
        memcpy(status->site, other->site, sizeof(status->site));
    if (!status->job[0])
        memcpy(status->job, other->job, sizeof(status->job));
    if (!status->version[0])
        memcpy(status->version, other->version, sizeof(status->version));
}
