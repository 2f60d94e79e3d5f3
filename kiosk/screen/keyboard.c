#include "kiosk/screen/keyboard.h"

#include "firmware/base/check.h"
#include "firmware/base/utf8.h"
#include "kiosk/screen/letters.h"

#include <string.h>

#define ENGLISH TS_SPAN_LIT("qwertyuiop asdfghjkl zxcvbnm")
#define FIGURES TS_SPAN_LIT("1234567890 @.-_'")
#define SIGNS TS_SPAN_LIT("/+#&*%=()! ,:;?\"")

static bool
is_typed(uint32_t code)
{
    bool control = code < 0x20 || (code >= 0x7F && code < 0xA0);
    bool surrogate = code >= 0xD800 && code < 0xE000;
    return !control && !surrogate && code <= 0x10FFFF;
}

static bool
holds(const struct ts_keys *keys, size_t count, uint32_t code)
{
    for (size_t i = 0; i < count; i++)
        if (keys->codes[i] == code)
            return true;
    return false;
}

bool
ts_keys_read(struct ts_keys *keys, ts_span text)
{
    struct ts_keys read = { .rows = 0 };
    size_t count = 0;
    bool begins_row = true;
    if (!ts_utf8_valid(text))
        return false;
    while (text.len > 0) {
        size_t len;
        uint32_t code = ts_letter(text, &len);
        text = ts_span_part(text, len, text.len);
        if (code == ' ') {
            begins_row = true;
            continue;
        }
        if (begins_row && read.rows == TS_KEY_ROWS_MAX)
            return false;
        if (!is_typed(code) || count == TS_KEYS_MAX || holds(&read, count, code))
            return false;
        read.rows += begins_row;
        begins_row = false;
        read.codes[count++] = code;
        read.ends[read.rows - 1] = count;
    }
    if (count == 0)
        return false;
    *keys = read;
    return true;
}

size_t
ts_keys_count(const struct ts_keys *keys)
{
    return keys->rows ? keys->ends[keys->rows - 1] : 0;
}

/* Where small and capital letters take turns, the capital is the even one, but in these
 * blocks of Latin Extended-A (Unicode 15, UnicodeData.txt). */
static bool
capital_is_odd(uint32_t code)
{
    return (code >= 0x139 && code <= 0x148) || (code >= 0x179 && code <= 0x17E);
}

static uint32_t
latin_extended_capital(uint32_t code)
{
    if (code == 0x131)
        return 'I';
    if (code == 0x138 || code == 0x149 || code == 0x17F)
        return code; /* none, or two letters */
    bool is_small = capital_is_odd(code) ? code % 2 == 0 : code % 2 == 1;
    return code == 0x178 || !is_small ? code : code - 1;
}

uint32_t
ts_capital(uint32_t code)
{
    bool latin =
        (code >= 'a' && code <= 'z') || (code >= 0xE0 && code <= 0xFE && code != 0xF7);
    bool greek = code >= 0x3B1 && code <= 0x3C9 && code != 0x3C2;
    bool cyrillic = code >= 0x430 && code <= 0x44F;
    if (latin || greek || cyrillic)
        return code - 32;
    if (code == 0xFF)
        return 0x178;
    if (code >= 0x100 && code <= 0x17F)
        return latin_extended_capital(code);
    return code >= 0x450 && code <= 0x45F ? code - 80 : code;
}

size_t
ts_letter_write(uint8_t utf8[static 4], uint32_t code)
{
    TS_CHECK(code <= 0x10FFFF);
    if (code < 0x80) {
        utf8[0] = (uint8_t)code;
        return 1;
    }
    size_t len = code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
    for (size_t i = len; i-- > 1; code >>= 6)
        utf8[i] = (uint8_t)(0x80 | (code & 0x3F));
    utf8[0] = (uint8_t)((0xF00 >> len) | code);
    return len;
}

/* The letter that one with an accent is looked for beside (Latin-1). */
static uint32_t
base_of(uint32_t code)
{
    static const char bases[] = "aaaaaaaceeeeiiiidnooooo/ouuuuyty";
    if (code == 0x153)
        return 'o';
    return code >= 0xE0 && code <= 0xFF ? (uint32_t)bases[code - 0xE0] : code;
}

static bool
stands_after(uint32_t a, uint32_t b)
{
    return base_of(a) != base_of(b) ? base_of(a) > base_of(b) : a > b;
}

/* Keys of a board stand where hands know them; in groups nobody's hands know anything,
 * and letters are looked for by the alphabet. */
static void
sort(uint32_t *alphabet, const struct ts_keys *keys)
{
    for (size_t i = 0; i < ts_keys_count(keys); i++) {
        size_t at = i;
        for (; at > 0 && stands_after(alphabet[at - 1], keys->codes[i]); at--)
            alphabet[at] = alphabet[at - 1];
        alphabet[at] = keys->codes[i];
    }
}

static bool
any_capital(const struct ts_keys *keys)
{
    for (size_t i = 0; i < ts_keys_count(keys); i++)
        if (ts_capital(keys->codes[i]) != keys->codes[i])
            return true;
    return false;
}

void
ts_keyboard_open(struct ts_keyboard *keyboard, ts_span layout, bool names)
{
    *keyboard = (struct ts_keyboard){ .names = names, .shifted = names };
    struct ts_keys *layers = keyboard->layers;
    if (!ts_keys_read(&layers[TS_LAYER_LETTERS], layout))
        TS_CHECK(ts_keys_read(&layers[TS_LAYER_LETTERS], ENGLISH));
    TS_CHECK(ts_keys_read(&layers[TS_LAYER_FIGURES], FIGURES));
    TS_CHECK(ts_keys_read(&layers[TS_LAYER_SIGNS], SIGNS));
    sort(keyboard->alphabets[TS_LAYER_LETTERS], &layers[TS_LAYER_LETTERS]);
    for (int i = TS_LAYER_FIGURES; i < TS_LAYER_COUNT; i++)
        memcpy(keyboard->alphabets[i], layers[i].codes, sizeof(layers[i].codes));
    keyboard->has_capitals = any_capital(&layers[TS_LAYER_LETTERS]);
}

void
ts_keyboard_close(struct ts_keyboard *keyboard)
{
    memset(keyboard, 0, sizeof(*keyboard));
}

ts_span
ts_keyboard_typed(const struct ts_keyboard *keyboard)
{
    return (ts_span){ keyboard->typed, keyboard->len };
}

int32_t
ts_keyboard_place(enum ts_key_layer layer, size_t row)
{
    return (int32_t)((size_t)layer << 8 | row);
}

int32_t
ts_keyboard_group(struct ts_key_group group)
{
    return (int32_t)(group.first << 8 | group.count);
}

static void
type(struct ts_keyboard *k, uint32_t code)
{
    uint8_t utf8[4];
    if (!is_typed(code) || k->letters == TS_TYPED_LETTERS_MAX)
        return;
    size_t len = ts_letter_write(utf8, code);
    memcpy(k->typed + k->len, utf8, len);
    k->len += len;
    k->letters++;
    k->shifted = k->names && code == ' ';
    k->group = (struct ts_key_group){ 0 };
}

static void
erase(struct ts_keyboard *k)
{
    if (k->group.count > 0) {
        k->group = (struct ts_key_group){ 0 }; /* the touch that opened it was wrong */
        return;
    }
    if (k->len == 0)
        return;
    while ((k->typed[--k->len] & 0xC0) == 0x80)
        k->typed[k->len] = 0;
    k->typed[k->len] = 0;
    k->letters--;
    k->shifted = k->names && k->len == 0;
}

static void
go_to(struct ts_keyboard *k, int32_t value)
{
    size_t layer = (size_t)value >> 8;
    size_t row = (size_t)value & 0xFF;
    if (value < 0 || layer >= TS_LAYER_COUNT || row >= k->layers[layer].rows)
        return;
    k->layer = (enum ts_key_layer)layer;
    k->row = row;
    k->group = (struct ts_key_group){ 0 };
}

static void
open_group(struct ts_keyboard *k, int32_t value)
{
    struct ts_key_group group = { (size_t)value >> 8, (size_t)value & 0xFF };
    size_t all = ts_keys_count(&k->layers[k->layer]);
    if (value >= 0 && group.first < all && group.count <= all - group.first)
        k->group = group;
}

bool
ts_keyboard_touch(struct ts_keyboard *keyboard, struct ts_touch touch)
{
    switch (touch.action) {
    case TS_ACTION_KEY:
        if (touch.value >= 0)
            type(keyboard, (uint32_t)touch.value);
        return false;
    case TS_ACTION_ERASE: erase(keyboard); return false;
    case TS_ACTION_SHIFT:
        keyboard->shifted = keyboard->has_capitals && !keyboard->shifted;
        return false;
    case TS_ACTION_SYMBOLS: go_to(keyboard, touch.value); return false;
    case TS_ACTION_CHOOSE: open_group(keyboard, touch.value); return false;
    case TS_ACTION_ENTER: return keyboard->len > 0;
    case TS_ACTION_NONE:
    case TS_ACTION_YES:
    case TS_ACTION_NO:
    case TS_ACTION_BACK:
    case TS_ACTION_OPEN:
    case TS_ACTION_DONE:
    case TS_ACTION_JOIN:
    case TS_ACTION_SCROLL:
    case TS_ACTION_LESS:
    case TS_ACTION_MORE:
    case TS_ACTION_SYNC:
    case TS_ACTION_DRILL:
    case TS_ACTION_PRINT: break;
    }
    return false;
}
