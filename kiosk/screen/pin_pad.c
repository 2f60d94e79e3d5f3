#include "kiosk/screen/pin_pad.h"

#include <string.h>

static uint32_t
word(const uint8_t *bytes)
{
    return (uint32_t)bytes[0] << 24 | (uint32_t)bytes[1] << 16 | (uint32_t)bytes[2] << 8
           | bytes[3];
}

void
ts_pin_pad_open(struct ts_pin_pad *pad, const uint8_t random[static TS_PIN_PAD_RANDOM])
{
    *pad = (struct ts_pin_pad){ .len = 0 };
    for (size_t i = 0; i < TS_PIN_PAD_DIGITS; i++)
        pad->order[i] = (uint8_t)i;
    for (uint32_t last = TS_PIN_PAD_DIGITS - 1; last > 0; last--) {
        size_t other = word(random) % (last + 1);
        uint8_t digit = pad->order[other];
        pad->order[other] = pad->order[last];
        pad->order[last] = digit;
        random += 4;
    }
}

void
ts_pin_pad_close(struct ts_pin_pad *pad)
{
    memset(pad, 0, sizeof(*pad));
}

void
ts_pin_pad_clear(struct ts_pin_pad *pad)
{
    memset(pad->typed, 0, sizeof(pad->typed));
    pad->len = 0;
}

ts_span
ts_pin_pad_typed(const struct ts_pin_pad *pad)
{
    return (ts_span){ (const uint8_t *)pad->typed, pad->len };
}

static void
type(struct ts_pin_pad *pad, int32_t value)
{
    if (value < '0' || value > '9' || pad->len == sizeof(pad->typed))
        return;
    pad->typed[pad->len++] = (char)value;
    pad->wrong = false;
}

bool
ts_pin_pad_touch(struct ts_pin_pad *pad, struct ts_touch touch)
{
    if (pad->wait_ms > 0 || pad->checking)
        return false;
    if (touch.action == TS_ACTION_KEY)
        type(pad, touch.value);
    if (touch.action == TS_ACTION_ERASE && pad->len > 0)
        pad->typed[--pad->len] = 0;
    return touch.action == TS_ACTION_ENTER && pad->len >= TS_PIN_DIGITS_MIN;
}
