#include "keys/codec/base45.h"

/* A flag in every digit tells it from the zero of a character that is none. */
enum { DIGIT = 0x40, VALUE = 0x3F };

static const char letters[45] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";

#define D(n) (DIGIT | (n))

static const uint8_t digit_of[256] = {
    ['0'] = D(0),  ['1'] = D(1),  ['2'] = D(2),  ['3'] = D(3),  ['4'] = D(4),
    ['5'] = D(5),  ['6'] = D(6),  ['7'] = D(7),  ['8'] = D(8),  ['9'] = D(9),
    ['A'] = D(10), ['B'] = D(11), ['C'] = D(12), ['D'] = D(13), ['E'] = D(14),
    ['F'] = D(15), ['G'] = D(16), ['H'] = D(17), ['I'] = D(18), ['J'] = D(19),
    ['K'] = D(20), ['L'] = D(21), ['M'] = D(22), ['N'] = D(23), ['O'] = D(24),
    ['P'] = D(25), ['Q'] = D(26), ['R'] = D(27), ['S'] = D(28), ['T'] = D(29),
    ['U'] = D(30), ['V'] = D(31), ['W'] = D(32), ['X'] = D(33), ['Y'] = D(34),
    ['Z'] = D(35), [' '] = D(36), ['$'] = D(37), ['%'] = D(38), ['*'] = D(39),
    ['+'] = D(40), ['-'] = D(41), ['.'] = D(42), ['/'] = D(43), [':'] = D(44),
};

/* Faults are gathered and judged once, so that the loop has no branch to miss. */
static bool
decode(uint8_t *bytes, ts_span text)
{
    unsigned all_digits = DIGIT;
    uint32_t too_large = 0;
    const uint8_t *at = text.at;
    const uint8_t *rest = at + text.len / 3 * 3;
    for (; at < rest; at += 3, bytes += 2) {
        unsigned a = digit_of[at[0]];
        unsigned b = digit_of[at[1]];
        unsigned c = digit_of[at[2]];
        uint32_t value = (a & VALUE) + 45 * (b & VALUE) + 2025 * (c & VALUE);
        all_digits &= a & b & c;
        too_large |= value >> 16;
        bytes[0] = (uint8_t)(value >> 8);
        bytes[1] = (uint8_t)value;
    }
    if (text.len % 3 == 2) {
        unsigned a = digit_of[at[0]];
        unsigned b = digit_of[at[1]];
        uint32_t value = (a & VALUE) + 45 * (b & VALUE);
        all_digits &= a & b;
        too_large |= value >> 8;
        bytes[0] = (uint8_t)value;
    }
    return all_digits == DIGIT && too_large == 0;
}

enum ts_status
ts_base45_decode(struct ts_arena *arena, ts_span *out, ts_span text)
{
    ts_room rest = ts_arena_rest(arena);
    size_t len = text.len / 3 * 2 + (text.len % 3 == 2);

    if (text.len % 3 == 1)
        return TS_TRUNCATED;
    if (len > rest.len)
        return TS_NO_SPACE;
    if (len > 0 && !decode(rest.at, text))
        return TS_MALFORMED;
    ts_arena_keep(arena, len);
    *out = (ts_span){ rest.at, len };
    return TS_OK;
}

enum ts_status
ts_base45_encode(struct ts_arena *arena, ts_span *out, ts_span bytes)
{
    ts_room rest = ts_arena_rest(arena);
    size_t more = bytes.len % 2 ? 2 : 0;
    if (more > rest.len || bytes.len / 2 > (rest.len - more) / 3)
        return TS_NO_SPACE;

    uint8_t *to = rest.at;
    for (size_t i = 0; i + 1 < bytes.len; i += 2) {
        unsigned value = (unsigned)bytes.at[i] << 8 | bytes.at[i + 1];
        *to++ = (uint8_t)letters[value % 45];
        *to++ = (uint8_t)letters[value / 45 % 45];
        *to++ = (uint8_t)letters[value / 2025];
    }
    if (bytes.len % 2) {
        unsigned value = bytes.at[bytes.len - 1];
        *to++ = (uint8_t)letters[value % 45];
        *to++ = (uint8_t)letters[value / 45];
    }
    size_t len = (size_t)(to - rest.at);
    ts_arena_keep(arena, len);
    *out = (ts_span){ rest.at, len };
    return TS_OK;
}
