#include "firmware/board/linux/signal_wiring.h"

#include "firmware/board/signal.h"

#include <string.h>

enum {
    NUMBER_DIGITS_MAX = 5, /* of an offset, or of milliseconds */
    OFFSET_MAX = 9999,     /* the largest chips have some hundred lines */
    DEBOUNCE_MS = 20,
    DEBOUNCE_MS_MAX = 1000,
    PULSE_MS_MIN = 50,
};

static const char *const names[TS_SIGNAL_LINE_COUNT] = {
    [TS_SIGNAL_LINE_READY] = "ready",   [TS_SIGNAL_LINE_NOT_YET] = "notyet",
    [TS_SIGNAL_LINE_STOP] = "stop",     [TS_SIGNAL_LINE_CANNOT_TELL] = "cannottell",
    [TS_SIGNAL_LINE_BUZZER] = "buzzer", [TS_SIGNAL_LINE_RELAY] = "relay",
    [TS_SIGNAL_LINE_NEXT] = "next",
};

/* The items read so far, and the line that the next word is about. */
struct reading {
    struct ts_signal_wiring wiring;
    enum ts_signal_line last;
    bool has_line;
};

const char *
ts_signal_line_name(enum ts_signal_line line)
{
    TS_CHECK((unsigned)line < TS_SIGNAL_LINE_COUNT);
    return names[line];
}

static bool
read_number(uint32_t *number, ts_span digits, uint32_t least, uint32_t most)
{
    uint32_t value = 0;
    if (digits.len == 0 || digits.len > NUMBER_DIGITS_MAX)
        return false;
    for (size_t i = 0; i < digits.len; i++) {
        if (digits.at[i] < '0' || digits.at[i] > '9')
            return false;
        value = value * 10 + (uint32_t)(digits.at[i] - '0');
    }
    if (value < least || value > most)
        return false;
    *number = value;
    return true;
}

static bool
is_taken(const struct ts_signal_wiring *wiring, uint32_t offset)
{
    for (size_t i = 0; i < TS_SIGNAL_LINE_COUNT; i++)
        if (wiring->wires[i].is_wired && wiring->wires[i].offset == offset)
            return true;
    return false;
}

/* "stop=17" */
static bool
read_line(struct reading *r, enum ts_signal_line line, ts_span digits)
{
    uint32_t offset;
    struct ts_signal_wire *wire = &r->wiring.wires[line];
    if (wire->is_wired || !read_number(&offset, digits, 0, OFFSET_MAX)
        || is_taken(&r->wiring, offset))
        return false;
    *wire = (struct ts_signal_wire){ .is_wired = true, .offset = offset };
    r->last = line;
    r->has_line = true;
    return true;
}

static bool
set_once(bool *flag)
{
    bool was = *flag;
    *flag = true;
    return !was;
}

/* "active_low": of the line before. */
static bool
read_flag(struct reading *r, ts_span name)
{
    struct ts_signal_wire *wire = &r->wiring.wires[r->last];
    if (!r->has_line)
        return false;
    if (ts_span_is(name, "active_low"))
        return set_once(&wire->active_low);
    if (ts_span_is(name, "open_drain"))
        return r->last != TS_SIGNAL_LINE_NEXT && set_once(&wire->open_drain);
    if (ts_span_is(name, "pull_up"))
        return set_once(&wire->pull_up);
    return ts_span_is(name, "pull_down") && set_once(&wire->pull_down);
}

/* "pulse=500": of the line before, once. */
static bool
read_time(struct reading *r, ts_span name, ts_span digits)
{
    struct ts_signal_wiring *w = &r->wiring;
    if (!r->has_line)
        return false;
    if (ts_span_is(name, "pulse"))
        return r->last == TS_SIGNAL_LINE_RELAY && w->pulse_ms == 0
               && read_number(&w->pulse_ms, digits, PULSE_MS_MIN, TS_SIGNAL_PULSE_MS_MAX);
    return ts_span_is(name, "debounce") && r->last == TS_SIGNAL_LINE_NEXT
           && w->debounce_ms == 0
           && read_number(&w->debounce_ms, digits, 1, DEBOUNCE_MS_MAX);
}

static bool
read_item(struct reading *r, ts_span item)
{
    size_t equals = ts_span_index(item, '=');
    ts_span name = { item.at, equals };
    if (equals == item.len)
        return read_flag(r, name);
    ts_span digits = ts_span_part(item, equals + 1, item.len);
    for (int i = 0; i < TS_SIGNAL_LINE_COUNT; i++)
        if (ts_span_is(name, names[i]))
            return read_line(r, (enum ts_signal_line)i, digits);
    return read_time(r, name, digits);
}

/* An output that is driven both ways needs nothing that holds it. */
static bool
wires_agree(const struct ts_signal_wiring *wiring)
{
    for (size_t i = 0; i < TS_SIGNAL_LINE_COUNT; i++) {
        const struct ts_signal_wire *wire = &wiring->wires[i];
        bool floats = wire->open_drain || i == TS_SIGNAL_LINE_NEXT;
        if ((wire->pull_up && wire->pull_down)
            || ((wire->pull_up || wire->pull_down) && !floats))
            return false;
    }
    return true;
}

static bool
read_label(struct ts_signal_wiring *wiring, ts_span label)
{
    if (label.len == 0 || label.len >= sizeof(wiring->label))
        return false;
    memcpy(wiring->label, label.at, label.len);
    return true;
}

static bool
read_wiring(struct reading *r, ts_span text)
{
    ts_span scheme = TS_SPAN_LIT("gpio:");
    if (!ts_span_starts_with(text, scheme))
        return false;
    text = ts_span_part(text, scheme.len, text.len);
    size_t comma = ts_span_index(text, ',');
    if (comma == text.len || !read_label(&r->wiring, (ts_span){ text.at, comma }))
        return false;
    while (comma < text.len) {
        text = ts_span_part(text, comma + 1, text.len);
        comma = ts_span_index(text, ',');
        if (!read_item(r, (ts_span){ text.at, comma }))
            return false;
    }
    return wires_agree(&r->wiring);
}

enum ts_status
ts_signal_wiring_parse(struct ts_signal_wiring *wiring, ts_span text)
{
    struct reading r = { 0 };
    if (!ts_span_is(text, "none") && !read_wiring(&r, text))
        return TS_MALFORMED;
    if (r.wiring.pulse_ms == 0)
        r.wiring.pulse_ms = TS_SIGNAL_PULSE_MS;
    if (r.wiring.debounce_ms == 0)
        r.wiring.debounce_ms = DEBOUNCE_MS;
    *wiring = r.wiring;
    return TS_OK;
}
