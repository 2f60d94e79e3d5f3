#include "firmware/base/utf8.h"

#include <string.h>

/* Length of the well-formed sequence at the start of text, 0 for none. */
static size_t
sequence_length(ts_span text)
{
    uint8_t lead = text.at[0];
    if (lead < 0x80)
        return 1;
    size_t len = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
    if (lead < 0xC2 || lead > 0xF4 || len > text.len)
        return 0;

    /* Only the second byte has a narrower range, after four leads. */
    uint8_t low = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
    uint8_t high = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
    if (text.at[1] < low || text.at[1] > high)
        return 0;
    for (size_t i = 2; i < len; i++)
        if (text.at[i] < 0x80 || text.at[i] > 0xBF)
            return 0;
    return len;
}

/* Nearly all of nearly every text, eight bytes at a step. */
static ts_span
after_ascii(ts_span text)
{
    uint64_t eight;
    while (text.len >= sizeof(eight)) {
        memcpy(&eight, text.at, sizeof(eight));
        if (eight & 0x8080808080808080u)
            break;
        text = (ts_span){ text.at + sizeof(eight), text.len - sizeof(eight) };
    }
    return text;
}

bool
ts_utf8_valid(ts_span text)
{
    for (text = after_ascii(text); text.len; text = after_ascii(text)) {
        size_t len = sequence_length(text);
        if (len == 0)
            return false;
        text = (ts_span){ text.at + len, text.len - len };
    }
    return true;
}

ts_span
ts_utf8_prefix(ts_span text, size_t max)
{
    if (text.len <= max)
        return text;
    while (max > 0 && (text.at[max] & 0xC0) == 0x80)
        max--;
    return (ts_span){ text.at, max };
}
