#include "firmware/board/fake/signal_record.h"

struct ts_signal {
    enum ts_lamp wanted;
    enum ts_lamp lit; /* what is wanted, unless the chip is gone */
    size_t times[TS_LAMP_COUNT], buzzed[TS_LAMP_COUNT];
    size_t pulses;
    bool is_on, pressed, failing;
};

static struct ts_signal record;

static void
light(enum ts_lamp lamp)
{
    record.wanted = lamp;
    if (record.failing)
        return;
    record.lit = lamp;
    record.times[lamp]++;
}

enum ts_status
ts_signal_open(struct ts_signal **signal, const char *wiring)
{
    if (wiring[0] == '\0')
        return TS_MALFORMED;
    record.wanted = TS_LAMP_NONE;
    if (!record.failing)
        record.lit = TS_LAMP_NONE;
    record.is_on = false;
    record.pressed = false;
    *signal = &record;
    return TS_OK;
}

void
ts_signal_close(struct ts_signal *signal)
{
    if (!signal || signal->failing)
        return;
    signal->wanted = signal->lit = TS_LAMP_NONE;
    signal->is_on = false;
}

enum ts_status
ts_signal_show(struct ts_signal *signal, enum ts_lamp lamp)
{
    if (lamp != TS_LAMP_READY)
        signal->is_on = false;
    light(lamp);
    return signal->failing ? TS_IO : TS_OK;
}

void
ts_signal_buzz(struct ts_signal *signal, enum ts_lamp lamp)
{
    if (!signal->failing)
        signal->buzzed[lamp]++;
}

void
ts_signal_pulse(struct ts_signal *signal)
{
    if (signal->failing)
        return;
    signal->is_on = true;
    signal->pulses++;
}

bool
ts_signal_next(struct ts_signal *signal)
{
    bool pressed = signal->pressed && !signal->failing;
    signal->pressed = false;
    return pressed;
}

void
ts_signal_describe(struct ts_signal *signal, struct ts_signal_state *state)
{
    *state = (struct ts_signal_state){
        .wired = true,
        .has_next = true,
        .trouble = signal->failing ? "the chip is gone" : NULL,
    };
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

size_t
ts_signal_record_buzzed(enum ts_lamp lamp)
{
    return record.buzzed[lamp];
}

size_t
ts_signal_record_pulses(void)
{
    return record.pulses;
}

bool
ts_signal_record_is_on(void)
{
    return record.is_on;
}

void
ts_signal_record_press(void)
{
    record.pressed = true;
}

void
ts_signal_record_fail(bool failing)
{
    bool is_back = record.failing && !failing;
    record.failing = failing;
    if (failing)
        record.is_on = false;
    if (is_back)
        record.lit = record.wanted;
}

void
ts_signal_record_reset(void)
{
    record = (struct ts_signal){ 0 };
}
