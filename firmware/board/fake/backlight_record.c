#include "firmware/board/fake/backlight_record.h"

struct ts_backlight {
    bool is_dim, failing;
    size_t changes;
};

static struct ts_backlight record;

enum ts_status
ts_backlight_open(struct ts_backlight **backlight, const char *which)
{
    if (which[0] == '\0')
        return TS_MALFORMED;
    record.is_dim = false;
    *backlight = &record;
    return TS_OK;
}

void
ts_backlight_close(struct ts_backlight *backlight)
{
    if (backlight)
        backlight->is_dim = false;
}

enum ts_status
ts_backlight_dim(struct ts_backlight *backlight, bool dim)
{
    if (backlight->failing)
        return TS_ABSENT;
    backlight->is_dim = dim;
    backlight->changes++;
    return TS_OK;
}

bool
ts_backlight_record_is_dim(void)
{
    return record.is_dim;
}

size_t
ts_backlight_record_changes(void)
{
    return record.changes;
}

void
ts_backlight_record_fail(bool failing)
{
    record.failing = failing;
}

void
ts_backlight_record_reset(void)
{
    record = (struct ts_backlight){ 0 };
}
