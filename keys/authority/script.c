#include "keys/authority/script.h"

#include "firmware/base/check.h"
#include "keys/authority/sheet.h"

struct range {
    uint32_t first, last;
};

/* Unicode blocks whose characters stand side by side from left to right. */
static const struct range PLAIN[] = {
    { 0x0020, 0x02FF }, /* Latin, spacing modifiers */
    { 0x0370, 0x0482 }, /* Greek, Cyrillic up to its combining signs */
    { 0x048A, 0x058F }, /* Cyrillic, Armenian */
    { 0x1400, 0x167F }, /* Canadian syllabics */
    { 0x18B0, 0x18FF }, /* Canadian syllabics extended */
    { 0x1E00, 0x1FFF }, /* Latin and Greek with several marks */
    { 0x2010, 0x2027 }, /* dashes, quotes */
    { 0x2030, 0x205E }, /* punctuation */
    { 0x2070, 0x209F }, /* raised and lowered digits */
    { 0x20A0, 0x20BF }, /* currencies */
    { 0x2100, 0x21FF }, /* letterlike, numbers, arrows */
};

struct ts_character
ts_character_first(ts_span text)
{
    if (text.len == 0)
        return (struct ts_character){ 0 };
    uint8_t lead = text.at[0];
    size_t len = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    if (len > text.len)
        len = text.len;
    uint32_t code = len == 1 ? lead : lead & (0x7Fu >> len);
    for (size_t i = 1; i < len; i++)
        code = code << 6 | (text.at[i] & 0x3Fu);
    return (struct ts_character){ code, len };
}

bool
ts_character_is_syllabic(uint32_t code)
{
    return (code >= 0x1400 && code <= 0x167F) || (code >= 0x18B0 && code <= 0x18FF);
}

static bool
is_plain(uint32_t code)
{
    for (size_t i = 0; i < TS_COUNT(PLAIN); i++) {
        if (code >= PLAIN[i].first && code <= PLAIN[i].last)
            return true;
    }
    return false;
}

bool
ts_text_is_plain(ts_span text)
{
    while (text.len) {
        struct ts_character c = ts_character_first(text);
        if (!is_plain(c.code))
            return false;
        text = ts_span_part(text, c.len, text.len);
    }
    return true;
}
