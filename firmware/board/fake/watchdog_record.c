#include "firmware/board/fake/watchdog_record.h"

#include <stdio.h>

enum { LIMIT_MS = 30000 };

static struct ts_watchdog_record record;

void
ts_watchdog_ready(void)
{
    record.readies++;
}

void
ts_watchdog_stopping(void)
{
    record.stops++;
}

void
ts_watchdog_tell(const char *status)
{
    record.tells++;
    snprintf(record.status, sizeof(record.status), "%s", status);
}

void
ts_watchdog_pet(ts_mono now)
{
    if (record.pets > 0 && now.ms - record.last_pet.ms > record.longest_ms)
        record.longest_ms = now.ms - record.last_pet.ms;
    record.last_pet = now;
    record.pets++;
}

uint64_t
ts_watchdog_limit_ms(void)
{
    return LIMIT_MS;
}

const struct ts_watchdog_record *
ts_watchdog_record(void)
{
    return &record;
}

void
ts_watchdog_record_reset(void)
{
    record = (struct ts_watchdog_record){ 0 };
}
