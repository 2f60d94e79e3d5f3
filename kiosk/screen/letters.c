#include "kiosk/screen/letters.h"

#include "firmware/base/check.h"

uint32_t
ts_letter(ts_span text, size_t *len)
{
    uint8_t lead = text.at[0];
    *len = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    TS_CHECK(*len <= text.len);
    uint32_t code = *len == 1 ? lead : lead & (0xFFu >> (*len + 1));
    for (size_t i = 1; i < *len; i++)
        code = code << 6 | (text.at[i] & 0x3Fu);
    return code;
}

bool
ts_letter_is_mark(uint32_t code)
{
    static const struct {
        uint32_t first, last;
    } ranges[] = {
        { 0x0300, 0x036F }, { 0x0483, 0x0487 }, { 0x0591, 0x05BD }, { 0x05C1, 0x05C2 },
        { 0x0610, 0x061A }, { 0x064B, 0x065F }, { 0x0670, 0x0670 }, { 0x1AB0, 0x1AFF },
        { 0x1DC0, 0x1DFF }, { 0x20D0, 0x20F0 }, { 0xFE20, 0xFE2F },
    };
    for (size_t i = 0; i < TS_COUNT(ranges); i++)
        if (code >= ranges[i].first && code <= ranges[i].last)
            return true;
    return false;
}
