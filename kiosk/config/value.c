#include "kiosk/config/value.h"

#include "firmware/base/check.h"
#include "keys/crypto/pin.h"
#include "kiosk/config/config.h"

enum {
    WHOLE_DIGITS_MAX = 9,
    FRACTION_DIGITS_MAX = 6,
    CODE_MAX = 15,
    CODES_MAX = 16,
    WIDTH_MIN = 320,
    HEIGHT_MIN = 240,
    SIDE_MAX = 8192,
};

/* The digits text begins with, at most max of them. */
static ts_span
digits_of(ts_span text, size_t max)
{
    size_t len = 0;
    while (len < text.len && len <= max && text.at[len] >= '0' && text.at[len] <= '9')
        len++;
    return ts_span_part(text, 0, len);
}

static double
value_of(ts_span digits)
{
    double value = 0;
    for (size_t i = 0; i < digits.len; i++)
        value = value * 10 + (digits.at[i] - '0');
    return value;
}

static bool
read_whole(double *number, ts_span text)
{
    ts_span digits = digits_of(text, WHOLE_DIGITS_MAX);
    if (digits.len == 0 || digits.len > WHOLE_DIGITS_MAX || digits.len != text.len)
        return false;
    *number = value_of(digits);
    return true;
}

bool
ts_value_number(double *number, ts_span text)
{
    double whole;
    size_t point = ts_span_index(text, '.');
    if (!read_whole(&whole, ts_span_part(text, 0, point)))
        return false;
    if (point < text.len) {
        ts_span rest = ts_span_part(text, point + 1, text.len);
        ts_span digits = digits_of(rest, FRACTION_DIGITS_MAX);
        if (digits.len == 0 || digits.len > FRACTION_DIGITS_MAX || digits.len != rest.len)
            return false;
        double part = value_of(digits);
        for (size_t i = 0; i < digits.len; i++)
            part /= 10;
        whole += part;
    }
    *number = whole;
    return true;
}

bool
ts_value_size(ts_span text, int *width, int *height)
{
    double w;
    double h;
    size_t by = ts_span_index(text, 'x');
    if (!read_whole(&w, ts_span_part(text, 0, by))
        || !read_whole(&h, ts_span_part(text, by + 1, text.len)) || w < WIDTH_MIN
        || h < HEIGHT_MIN || w > SIDE_MAX || h > SIDE_MAX)
        return false;
    *width = (int)w;
    *height = (int)h;
    return true;
}

/* As BCP 47 spells a language, and gettext a folder: parts of letters and digits. */
static bool
is_code(ts_span text)
{
    if (text.len < 2 || text.len > CODE_MAX)
        return false;
    bool part_begins = true;
    for (size_t i = 0; i < text.len; i++) {
        uint8_t c = text.at[i];
        bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        bool digit = i > 0 && c >= '0' && c <= '9';
        bool joint = !part_begins && (c == '-' || c == '_' || c == '@');
        if (!letter && !digit && !joint)
            return false;
        part_begins = joint;
    }
    return !part_begins;
}

static ts_span
cut_code(ts_span *codes)
{
    size_t comma = ts_span_index(*codes, ',');
    ts_span code = ts_span_part(*codes, 0, comma);
    *codes = ts_span_part(*codes, comma + 1, codes->len);
    while (code.len && code.at[0] == ' ')
        code = ts_span_part(code, 1, code.len);
    while (code.len && code.at[code.len - 1] == ' ')
        code.len--;
    return code;
}

bool
ts_value_lists(ts_span codes, ts_span code)
{
    while (codes.len)
        if (ts_span_equal(cut_code(&codes), code))
            return true;
    return false;
}

static bool
are_codes(ts_span text)
{
    size_t count = 0;
    if (text.at[text.len - 1] == ',')
        return false;
    for (ts_span left = text; left.len; count++) {
        ts_span code = cut_code(&left);
        if (!is_code(code) || count == CODES_MAX || ts_value_lists(left, code))
            return false;
    }
    return true;
}

static bool
is_word(const struct ts_setting_about *about, ts_span text, bool as_beginning)
{
    for (size_t i = 0; i < TS_COUNT(about->words) && about->words[i]; i++) {
        ts_span word = ts_span_text(about->words[i]);
        /* A word with a colon goes on behind it; any other is all there is. */
        bool goes_on = as_beginning && word.at[word.len - 1] == ':';
        if (goes_on ? ts_span_starts_with(text, word) : ts_span_equal(text, word))
            return true;
    }
    return false;
}

static bool
is_within(const struct ts_setting_about *about, ts_span text, bool whole)
{
    double number;
    bool read = whole ? read_whole(&number, text) : ts_value_number(&number, text);
    return read && number >= about->least && number <= about->most;
}

bool
ts_value_fits(const struct ts_setting_about *about, ts_span text)
{
    int width;
    int height;
    if (text.len == 0 || text.len > TS_CONFIG_VALUE_MAX)
        return false;
    switch (about->kind) {
    case TS_SETTING_TEXT: return text.len <= (size_t)about->most;
    case TS_SETTING_PATH: return true;
    case TS_SETTING_SOURCE: return is_word(about, text, true);
    case TS_SETTING_CHOICE: return is_word(about, text, false);
    case TS_SETTING_FLAG: return ts_span_is(text, "yes") || ts_span_is(text, "no");
    case TS_SETTING_WHOLE: return is_within(about, text, true);
    case TS_SETTING_DECIMAL: return is_within(about, text, false);
    case TS_SETTING_SIZE_PX: return ts_value_size(text, &width, &height);
    case TS_SETTING_LANGUAGE_CODE: return is_code(text);
    case TS_SETTING_LANGUAGE_CODES: return are_codes(text);
    case TS_SETTING_PIN: return ts_pin_line_valid(text);
    }
    return false;
}
