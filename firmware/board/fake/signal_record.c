#include "firmware/board/fake/signal_record.h"

struct ts_signal {
    enum ts_lamp lit;
    size_t times[TS_LAMP_COUNT];
    bool failing;
};

static struct ts_signal record;

enum ts_status
ts_signal_open(struct ts_signal **signal, const char *wiring)
{
    if (wiring[0] == '\0')
        return TS_MALFORMED;
    if (record.failing)
        return TS_IO;
    record.lit = TS_LAMP_NONE;
    *signal = &record;
    return TS_OK;
}

void
ts_signal_close(struct ts_signal *signal)
{
    if (signal && !signal->failing)
        signal->lit = TS_LAMP_NONE;
}

enum ts_status
ts_signal_show(struct ts_signal *signal, enum ts_lamp lamp)
{
    if (signal->failing)
        return TS_IO;
    signal->lit = lamp;
    signal->times[lamp]++;
    return TS_OK;
}

enum ts_lamp
ts_signal_record_lit(void)
{
    return record.lit;
}

size_t
ts_signal_record_times(enum ts_lamp lamp)
{
    return record.times[lamp];
}

void
ts_signal_record_fail(bool failing)
{
    record.failing = failing;
}

void
ts_signal_record_reset(void)
{
    record = (struct ts_signal){ 0 };
}
