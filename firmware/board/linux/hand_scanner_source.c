#include "firmware/board/linux/hand_scanner_source.h"

#include "firmware/base/span.h"

#include <string.h>

enum { USUAL_SPEED = 9600 };

static const uint32_t SPEEDS[] = { 1200, 2400, 4800, 9600, 19200, 38400, 57600, 115200 };

/* Makers of scanners and of little else: Honeywell (Metrologic, Hand Held Products),
 * Zebra (Symbol), Datalogic (PSC), Newland. */
static const uint16_t MAKERS[] = { 0x0C2E, 0x0536, 0x05E0, 0x05F9, 0x1EAB };

/* Whole numbers only: "9600baud" is a mistake. */
static bool
read_speed(uint32_t *speed, ts_span digits)
{
    uint32_t value = 0;
    if (digits.len == 0 || digits.len > 6)
        return false;
    for (size_t i = 0; i < digits.len; i++) {
        if (digits.at[i] < '0' || digits.at[i] > '9')
            return false;
        value = value * 10 + (uint32_t)(digits.at[i] - '0');
    }
    *speed = value;
    for (size_t i = 0; i < TS_COUNT(SPEEDS); i++)
        if (SPEEDS[i] == value)
            return true;
    return false;
}

static bool
keep_text(struct ts_hand_scanner_source *source, ts_span text)
{
    if (text.len >= sizeof(source->text))
        return false;
    if (text.len > 0)
        memcpy(source->text, text.at, text.len);
    return true;
}

static bool
parse_serial(struct ts_hand_scanner_source *source, ts_span text)
{
    size_t comma = ts_span_index(text, ',');
    source->kind = TS_HAND_SCANNER_SERIAL;
    source->speed = USUAL_SPEED;
    if (text.len == 0 || text.at[0] != '/')
        return false;
    if (comma < text.len
        && !read_speed(&source->speed, ts_span_part(text, comma + 1, text.len)))
        return false;
    return keep_text(source, ts_span_part(text, 0, comma));
}

enum ts_status
ts_hand_scanner_source_parse(struct ts_hand_scanner_source *source, const char *text)
{
    const ts_span evdev = TS_SPAN_LIT("evdev:");
    const ts_span serial = TS_SPAN_LIT("serial:");
    struct ts_hand_scanner_source parsed = { 0 };
    ts_span all = ts_span_text(text);
    bool good = false;
    if (ts_span_starts_with(all, evdev)) {
        parsed.kind = TS_HAND_SCANNER_EVDEV;
        good = keep_text(&parsed, ts_span_part(all, evdev.len, all.len));
    } else if (ts_span_starts_with(all, serial)) {
        good = parse_serial(&parsed, ts_span_part(all, serial.len, all.len));
    }
    if (!good)
        return TS_MALFORMED;
    *source = parsed;
    return TS_OK;
}

/* By ASCII: a locale must not change which device is taken. */
static int
lower(char c)
{
    return c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c;
}

static bool
begins_alike(const char *text, const char *start)
{
    while (*start && lower(*text) == lower(*start)) {
        text++;
        start++;
    }
    return *start == '\0';
}

static bool
contains(const char *text, const char *part)
{
    for (; *text; text++)
        if (begins_alike(text, part))
            return true;
    return false;
}

static bool
is_scanner(const struct ts_keyboard *keyboard)
{
    static const char *const words[] = { "barcode", "bar code", "scanner", "qr code" };
    for (size_t i = 0; i < TS_COUNT(words); i++)
        if (contains(keyboard->name, words[i]))
            return true;
    for (size_t i = 0; i < TS_COUNT(MAKERS); i++)
        if (keyboard->vendor == MAKERS[i])
            return true;
    return false;
}

bool
ts_keyboard_suits(const struct ts_keyboard *keyboard, const char *wanted)
{
    if (!keyboard->types)
        return false;
    return *wanted ? contains(keyboard->name, wanted) : is_scanner(keyboard);
}
