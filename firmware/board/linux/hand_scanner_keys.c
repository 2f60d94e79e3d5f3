#include "firmware/board/linux/hand_scanner_keys.h"

#include <linux/input-event-codes.h>

enum { PRESSED = 1 };

/* The two rows of a US keyboard; 0 where a key types nothing. */
static const struct key {
    uint8_t plain, shifted;
} KEYS[] = {
    [KEY_1] = { '1', '!' },           [KEY_2] = { '2', '@' },
    [KEY_3] = { '3', '#' },           [KEY_4] = { '4', '$' },
    [KEY_5] = { '5', '%' },           [KEY_6] = { '6', '^' },
    [KEY_7] = { '7', '&' },           [KEY_8] = { '8', '*' },
    [KEY_9] = { '9', '(' },           [KEY_0] = { '0', ')' },
    [KEY_MINUS] = { '-', '_' },       [KEY_EQUAL] = { '=', '+' },
    [KEY_Q] = { 'q', 'Q' },           [KEY_W] = { 'w', 'W' },
    [KEY_E] = { 'e', 'E' },           [KEY_R] = { 'r', 'R' },
    [KEY_T] = { 't', 'T' },           [KEY_Y] = { 'y', 'Y' },
    [KEY_U] = { 'u', 'U' },           [KEY_I] = { 'i', 'I' },
    [KEY_O] = { 'o', 'O' },           [KEY_P] = { 'p', 'P' },
    [KEY_LEFTBRACE] = { '[', '{' },   [KEY_RIGHTBRACE] = { ']', '}' },
    [KEY_A] = { 'a', 'A' },           [KEY_S] = { 's', 'S' },
    [KEY_D] = { 'd', 'D' },           [KEY_F] = { 'f', 'F' },
    [KEY_G] = { 'g', 'G' },           [KEY_H] = { 'h', 'H' },
    [KEY_J] = { 'j', 'J' },           [KEY_K] = { 'k', 'K' },
    [KEY_L] = { 'l', 'L' },           [KEY_SEMICOLON] = { ';', ':' },
    [KEY_APOSTROPHE] = { '\'', '"' }, [KEY_GRAVE] = { '`', '~' },
    [KEY_BACKSLASH] = { '\\', '|' },  [KEY_Z] = { 'z', 'Z' },
    [KEY_X] = { 'x', 'X' },           [KEY_C] = { 'c', 'C' },
    [KEY_V] = { 'v', 'V' },           [KEY_B] = { 'b', 'B' },
    [KEY_N] = { 'n', 'N' },           [KEY_M] = { 'm', 'M' },
    [KEY_COMMA] = { ',', '<' },       [KEY_DOT] = { '.', '>' },
    [KEY_SLASH] = { '/', '?' },       [KEY_SPACE] = { ' ', ' ' },
    [KEY_KP0] = { '0', '0' },         [KEY_KP1] = { '1', '1' },
    [KEY_KP2] = { '2', '2' },         [KEY_KP3] = { '3', '3' },
    [KEY_KP4] = { '4', '4' },         [KEY_KP5] = { '5', '5' },
    [KEY_KP6] = { '6', '6' },         [KEY_KP7] = { '7', '7' },
    [KEY_KP8] = { '8', '8' },         [KEY_KP9] = { '9', '9' },
    [KEY_KPDOT] = { '.', '.' },       [KEY_KPMINUS] = { '-', '-' },
    [KEY_KPPLUS] = { '+', '+' },      [KEY_KPASTERISK] = { '*', '*' },
    [KEY_KPSLASH] = { '/', '/' },
};

/* The first two shift; with any other held nothing is typed that we want. */
static const uint16_t MODIFIERS[] = {
    KEY_LEFTSHIFT, KEY_RIGHTSHIFT, KEY_LEFTCTRL, KEY_RIGHTCTRL,
    KEY_LEFTALT,   KEY_RIGHTALT,   KEY_LEFTMETA, KEY_RIGHTMETA,
};
enum { SHIFTS = 3, ALT = 1 << 4 /* the left one */, ALT_DIGITS_MAX = 4 };

/* The bit of a key in held; 0 for a key that is none of them. */
static uint16_t
modifier_bit(uint16_t code)
{
    for (size_t i = 0; i < TS_COUNT(MODIFIERS); i++)
        if (MODIFIERS[i] == code)
            return (uint16_t)(1u << i);
    return 0;
}

static bool
is_end(uint16_t code)
{
    return code == KEY_ENTER || code == KEY_KPENTER || code == KEY_TAB;
}

/* Alt held, digits of the number pad typed, Alt released: how scanners that serve any
 * layout of Windows type a letter. */
static bool
is_alt_code(const struct ts_hand_scanner_keys *keys, uint8_t digit)
{
    return keys->held == ALT && digit >= '0' && digit <= '9'
           && keys->alt_digits < ALT_DIGITS_MAX;
}

static uint8_t
pad_digit(uint16_t code)
{
    static const uint16_t PAD[] = { KEY_KP0, KEY_KP1, KEY_KP2, KEY_KP3, KEY_KP4,
                                    KEY_KP5, KEY_KP6, KEY_KP7, KEY_KP8, KEY_KP9 };
    for (size_t i = 0; i < TS_COUNT(PAD); i++)
        if (PAD[i] == code)
            return (uint8_t)('0' + i);
    return 0;
}

/* Code pages agree on ASCII alone, with a zero in front or without. */
static void
end_alt_code(struct ts_hand_scanner_keys *keys, ts_mono now)
{
    uint16_t code = keys->alt_code;
    bool typed = keys->alt_digits > 0;
    keys->alt_code = keys->alt_digits = 0;
    if (typed && code >= ' ' && code <= '~')
        ts_hand_scan_text_add(&keys->text, (uint8_t)code, now);
    else if (typed)
        ts_hand_scan_text_spoil(&keys->text, TS_HAND_SCAN_CONTROL, now);
}

static void
type(struct ts_hand_scanner_keys *keys, uint16_t code, ts_mono now)
{
    struct key key = code < TS_COUNT(KEYS) ? KEYS[code] : (struct key){ 0 };
    uint8_t letter = keys->held & SHIFTS ? key.shifted : key.plain;
    uint8_t digit = pad_digit(code);
    if (is_alt_code(keys, digit)) {
        keys->alt_code = (uint16_t)(keys->alt_code * 10 + (digit - '0'));
        keys->alt_digits++;
        return;
    }
    if (letter == 0 || keys->held & ~SHIFTS)
        ts_hand_scan_text_spoil(&keys->text, TS_HAND_SCAN_CONTROL, now);
    else
        ts_hand_scan_text_add(&keys->text, letter, now);
}

static enum ts_hand_scan_step
take_key(struct ts_hand_scanner_keys *keys, struct ts_key_event event,
         enum ts_hand_scan_loss *loss)
{
    uint16_t modifier = modifier_bit(event.code);
    if (modifier && event.value == 0)
        keys->held &= (uint16_t)~modifier;
    else if (modifier)
        keys->held |= modifier;
    if (modifier == ALT && event.value == PRESSED)
        keys->alt_code = keys->alt_digits = 0;
    if (modifier == ALT && event.value == 0)
        end_alt_code(keys, event.time);
    if (modifier || event.value != PRESSED || event.code == KEY_CAPSLOCK
        || event.code == KEY_NUMLOCK)
        return TS_HAND_SCAN_MORE;
    if (!is_end(event.code)) {
        type(keys, event.code, event.time);
        return TS_HAND_SCAN_MORE;
    }
    if (keys->text.begun)
        keys->text.last = event.time;
    return ts_hand_scan_text_end(&keys->text, loss);
}

/* Which keys are down is not known any more; what was typed neither. */
static void
lose_track(struct ts_hand_scanner_keys *keys, ts_mono now)
{
    keys->is_deaf = true;
    keys->held = 0;
    keys->alt_code = keys->alt_digits = 0;
    ts_hand_scan_text_spoil(&keys->text, TS_HAND_SCAN_OVERRUN, now);
}

enum ts_hand_scan_step
ts_hand_scanner_keys_rest(struct ts_hand_scanner_keys *keys, ts_mono now,
                          enum ts_hand_scan_loss *loss)
{
    if (!ts_hand_scan_text_is_silent(&keys->text, now, TS_HAND_SCAN_SILENCE_MS))
        return TS_HAND_SCAN_MORE;
    ts_hand_scan_text_spoil(&keys->text, TS_HAND_SCAN_SILENCE, now);
    return ts_hand_scan_text_end(&keys->text, loss);
}

enum ts_hand_scan_step
ts_hand_scanner_keys_feed(struct ts_hand_scanner_keys *keys, struct ts_key_event event,
                          enum ts_hand_scan_loss *loss)
{
    enum ts_hand_scan_step before = ts_hand_scanner_keys_rest(keys, event.time, loss);
    bool is_report = event.type == EV_SYN && event.code == SYN_REPORT;
    enum ts_hand_scan_step step = TS_HAND_SCAN_MORE;
    if (event.type == EV_SYN && event.code == SYN_DROPPED)
        lose_track(keys, event.time);
    else if (keys->is_deaf)
        keys->is_deaf = !is_report;
    else if (event.type == EV_KEY)
        step = take_key(keys, event, loss);
    /* An end right behind a silence ends nothing, so at most one of the two is said. */
    return before == TS_HAND_SCAN_LOST ? before : step;
}
