#include "keys/codec/base58.h"

#include <string.h>

/*
 * The number is held in 32-bit limbs, least first, and five digits are worked
 * on at a time: the work is quadratic, and this divides it by twenty.
 */
enum {
    DIGITS = 5,
    FIVE_DIGITS = 58 * 58 * 58 * 58 * 58,
    /* log2(58) / 32 is below 3/16; encoding starts from as many bytes as digits. */
    DECODE_LIMBS = TS_BASE58_TEXT_MAX * 3 / 16 + 1,
    ENCODE_LIMBS = TS_BASE58_TEXT_MAX / 4,
};

static const char letters[58] =
    "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";

/* One more than the digit's value; 0 for a character that is no digit. */
static const uint8_t digit_of[256] = {
    ['1'] = 1,  ['2'] = 2,  ['3'] = 3,  ['4'] = 4,  ['5'] = 5,  ['6'] = 6,  ['7'] = 7,
    ['8'] = 8,  ['9'] = 9,  ['A'] = 10, ['B'] = 11, ['C'] = 12, ['D'] = 13, ['E'] = 14,
    ['F'] = 15, ['G'] = 16, ['H'] = 17, ['J'] = 18, ['K'] = 19, ['L'] = 20, ['M'] = 21,
    ['N'] = 22, ['P'] = 23, ['Q'] = 24, ['R'] = 25, ['S'] = 26, ['T'] = 27, ['U'] = 28,
    ['V'] = 29, ['W'] = 30, ['X'] = 31, ['Y'] = 32, ['Z'] = 33, ['a'] = 34, ['b'] = 35,
    ['c'] = 36, ['d'] = 37, ['e'] = 38, ['f'] = 39, ['g'] = 40, ['h'] = 41, ['i'] = 42,
    ['j'] = 43, ['k'] = 44, ['m'] = 45, ['n'] = 46, ['o'] = 47, ['p'] = 48, ['q'] = 49,
    ['r'] = 50, ['s'] = 51, ['t'] = 52, ['u'] = 53, ['v'] = 54, ['w'] = 55, ['x'] = 56,
    ['y'] = 57, ['z'] = 58,
};

static size_t
count_leading(ts_span of, uint8_t byte)
{
    size_t count = 0;
    while (count < of.len && of.at[count] == byte)
        count++;
    return count;
}

/* number = number * factor + digits; returns how many limbs it has then. */
static size_t
multiply_add(uint32_t *limbs, size_t used, uint32_t factor, uint32_t digits)
{
    uint64_t carry = digits;
    for (size_t i = 0; i < used; i++) {
        carry += (uint64_t)limbs[i] * factor;
        limbs[i] = (uint32_t)carry;
        carry >>= 32;
    }
    if (carry)
        limbs[used++] = (uint32_t)carry;
    return used;
}

/* The digits of text as a number; false when one of them is none. */
static bool
read_number(uint32_t *limbs, size_t *used, ts_span text)
{
    *used = 0;
    for (size_t at = 0; at < text.len;) {
        uint32_t factor = 1;
        uint32_t digits = 0;
        for (int i = 0; i < DIGITS && at < text.len; i++, at++) {
            unsigned digit = digit_of[text.at[at]];
            if (digit == 0)
                return false;
            digits = digits * 58 + (digit - 1);
            factor *= 58;
        }
        *used = multiply_add(limbs, *used, factor, digits);
    }
    return true;
}

static uint8_t
byte_of(const uint32_t *limbs, size_t index)
{
    return (uint8_t)(limbs[index / 4] >> (index % 4 * 8));
}

enum ts_status
ts_base58_decode(struct ts_arena *arena, ts_span *out, ts_span text)
{
    uint32_t limbs[DECODE_LIMBS];
    size_t used;
    if (text.len > TS_BASE58_TEXT_MAX)
        return TS_OVER_LIMIT;
    size_t zeros = count_leading(text, '1');
    if (!read_number(limbs, &used, ts_span_part(text, zeros, text.len)))
        return TS_MALFORMED;

    size_t bytes = used * 4;
    while (bytes > 0 && byte_of(limbs, bytes - 1) == 0)
        bytes--;
    ts_room rest = ts_arena_rest(arena);
    if (zeros + bytes > rest.len)
        return TS_NO_SPACE;
    for (size_t i = 0; i < zeros; i++)
        rest.at[i] = 0;
    for (size_t i = 0; i < bytes; i++)
        rest.at[zeros + i] = byte_of(limbs, bytes - 1 - i);
    ts_arena_keep(arena, zeros + bytes);
    *out = (ts_span){ rest.at, zeros + bytes };
    return TS_OK;
}

/* limbs are zero when it starts. */
static size_t
read_bytes(uint32_t limbs[static ENCODE_LIMBS], ts_span bytes)
{
    size_t used = (bytes.len + 3) / 4;
    for (size_t i = 0; i < bytes.len; i++)
        limbs[i / 4] |= (uint32_t)bytes.at[bytes.len - 1 - i] << (i % 4 * 8);
    return used;
}

/* number = number / 58^5; returns the remainder. */
static uint32_t
divide(uint32_t *limbs, size_t *used)
{
    uint64_t remainder = 0;
    for (size_t i = *used; i-- > 0;) {
        remainder = remainder << 32 | limbs[i];
        limbs[i] = (uint32_t)(remainder / FIVE_DIGITS);
        remainder %= FIVE_DIGITS;
    }
    while (*used > 0 && limbs[*used - 1] == 0)
        (*used)--;
    return (uint32_t)remainder;
}

/* Fills text from its end and returns where the first digit stands. Stops when
 * text is full: by then there are more digits than the limit. */
static size_t
write_number(uint8_t text[static TS_BASE58_TEXT_MAX + DIGITS], uint32_t *limbs,
             size_t used)
{
    size_t at = TS_BASE58_TEXT_MAX + DIGITS;
    while (used > 0 && at >= DIGITS) {
        uint32_t digits = divide(limbs, &used);
        for (int i = 0; i < DIGITS && (used > 0 || digits > 0); i++, digits /= 58)
            text[--at] = (uint8_t)letters[digits % 58];
    }
    return at;
}

enum ts_status
ts_base58_encode(struct ts_arena *arena, ts_span *out, ts_span bytes)
{
    uint32_t limbs[ENCODE_LIMBS] = { 0 };
    uint8_t text[TS_BASE58_TEXT_MAX + DIGITS];
    if (bytes.len > TS_BASE58_TEXT_MAX)
        return TS_OVER_LIMIT;
    size_t zeros = count_leading(bytes, 0);
    size_t used = read_bytes(limbs, ts_span_part(bytes, zeros, bytes.len));
    size_t first = write_number(text, limbs, used);
    size_t digits = sizeof(text) - first;
    ts_room rest = ts_arena_rest(arena);
    if (zeros + digits > TS_BASE58_TEXT_MAX)
        return TS_OVER_LIMIT;
    if (zeros + digits > rest.len)
        return TS_NO_SPACE;

    for (size_t i = 0; i < zeros; i++)
        rest.at[i] = '1';
    if (digits > 0)
        memcpy(rest.at + zeros, text + first, digits);
    ts_arena_keep(arena, zeros + digits);
    *out = (ts_span){ rest.at, zeros + digits };
    return TS_OK;
}
