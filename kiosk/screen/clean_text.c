#include "kiosk/screen/clean_text.h"

#include "firmware/base/check.h"
#include "firmware/base/utf8.h"
#include "kiosk/screen/letters.h"

#include <string.h>

enum {
    MARKS_MAX = 4, /* on one letter: more would cover the lines above and below */
    MARK_BYTES = 3,
};

/* U+2068 and U+2069. */
static const uint8_t isolate_start[MARK_BYTES] = { 0xE2, 0x81, 0xA8 };
static const uint8_t isolate_end[MARK_BYTES] = { 0xE2, 0x81, 0xA9 };

/* Formatting characters (general category Cf, Zl, Zp) and letters that are defined to be
 * invisible. The signs of U+0600 and U+06DD, which are seen, are not among them. */
static bool
is_unwanted(uint32_t code)
{
    static const struct {
        uint32_t first, last;
    } ranges[] = {
        { 0x00AD, 0x00AD },   { 0x034F, 0x034F },   { 0x061C, 0x061C },
        { 0x115F, 0x1160 },   { 0x17B4, 0x17B5 },   { 0x180B, 0x180F },
        { 0x200B, 0x200B },   { 0x200E, 0x200F },   { 0x2028, 0x202E },
        { 0x2060, 0x2067 },   { 0x206A, 0x206F },   { 0x3164, 0x3164 },
        { 0xFEFF, 0xFEFF },   { 0xFFA0, 0xFFA0 },   { 0xFFF0, 0xFFFB },
        { 0x13430, 0x1343F }, { 0x1BCA0, 0x1BCA3 }, { 0x1D173, 0x1D17A },
        { 0xE0000, 0xE0FFF },
    };
    for (size_t i = 0; i < TS_COUNT(ranges); i++)
        if (code >= ranges[i].first && code <= ranges[i].last)
            return true;
    return false;
}

static bool
is_control(uint32_t code)
{
    return code < 0x20 || (code >= 0x7F && code < 0xA0);
}

/* Length of the well-formed character at the start; 0 for none. */
static size_t
character_length(ts_span text)
{
    for (size_t len = 1; len <= 4 && len <= text.len; len++)
        if (ts_utf8_valid(ts_span_part(text, 0, len)))
            return len;
    return 0;
}

/* What one character becomes; empty to leave it out. */
static ts_span
cleaned(ts_span one, int *marks)
{
    if (one.len == 0)
        return ts_span_text("\uFFFD");
    size_t len;
    uint32_t code = ts_letter(one, &len);
    if (is_control(code))
        return ts_span_text(" ");
    if (is_unwanted(code))
        return (ts_span){ 0 };
    *marks = ts_letter_is_mark(code) || ts_letter_is_joiner(code) ? *marks + 1 : 0;
    return *marks > MARKS_MAX ? (ts_span){ 0 } : one;
}

ts_span
ts_text_clean(char clean[static TS_TEXT_BYTES], ts_span text, bool *cut)
{
    char letters[TS_TEXT_BYTES + 4]; /* a character more tells where the last ends */
    size_t used = 0;
    int marks = 0;
    while (text.len > 0 && used <= TS_TEXT_BYTES) {
        size_t len = character_length(text);
        ts_span put = cleaned(ts_span_part(text, 0, len), &marks);
        if (put.len > 0)
            memcpy(letters + used, put.at, put.len);
        used += put.len;
        text = ts_span_part(text, len > 0 ? len : 1, text.len);
    }
    ts_span whole = { (const uint8_t *)letters, used };
    *cut = used > TS_TEXT_BYTES;
    if (*cut)
        whole = ts_letters_prefix(whole, TS_TEXT_BYTES);
    if (whole.len > 0)
        memcpy(clean, whole.at, whole.len);
    return (ts_span){ (const uint8_t *)clean, whole.len };
}

static bool
has_rtl(ts_span text)
{
    size_t len;
    for (size_t at = 0; at < text.len; at += len)
        if (ts_letter_is_rtl(ts_letter(ts_span_part(text, at, text.len), &len)))
            return true;
    return false;
}

ts_span
ts_text_isolate(char isolated[static TS_ISOLATED_BYTES], ts_span text)
{
    char clean[TS_TEXT_BYTES];
    size_t used = MARK_BYTES;
    size_t len;
    bool cut;
    text = ts_text_clean(clean, text, &cut);
    bool rtl = has_rtl(text);
    memcpy(isolated, isolate_start, MARK_BYTES);
    for (size_t at = 0; at < text.len; at += len) {
        ts_span rest = ts_span_part(text, at, text.len);
        if (ts_letter_is_isolate(ts_letter(rest, &len)))
            continue;
        memcpy(isolated + used, rest.at, len);
        used += len;
    }
    memcpy(isolated + used, isolate_end, MARK_BYTES);
    const uint8_t *start = (const uint8_t *)isolated;
    return rtl ? (ts_span){ start, used + MARK_BYTES }
               : (ts_span){ start + MARK_BYTES, used - MARK_BYTES };
}
