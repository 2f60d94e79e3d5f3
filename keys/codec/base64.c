#include "keys/codec/base64.h"

/* A flag in every digit tells it from the zero of a character that is none. */
enum { DIGIT = 0x40, VALUE = 0x3F };

#define D(n) (DIGIT | (n))
#define DIGITS_OF_BOTH                                                                  \
    ['A'] = D(0), ['B'] = D(1), ['C'] = D(2), ['D'] = D(3), ['E'] = D(4), ['F'] = D(5), \
    ['G'] = D(6), ['H'] = D(7), ['I'] = D(8), ['J'] = D(9), ['K'] = D(10),              \
    ['L'] = D(11), ['M'] = D(12), ['N'] = D(13), ['O'] = D(14), ['P'] = D(15),          \
    ['Q'] = D(16), ['R'] = D(17), ['S'] = D(18), ['T'] = D(19), ['U'] = D(20),          \
    ['V'] = D(21), ['W'] = D(22), ['X'] = D(23), ['Y'] = D(24), ['Z'] = D(25),          \
    ['a'] = D(26), ['b'] = D(27), ['c'] = D(28), ['d'] = D(29), ['e'] = D(30),          \
    ['f'] = D(31), ['g'] = D(32), ['h'] = D(33), ['i'] = D(34), ['j'] = D(35),          \
    ['k'] = D(36), ['l'] = D(37), ['m'] = D(38), ['n'] = D(39), ['o'] = D(40),          \
    ['p'] = D(41), ['q'] = D(42), ['r'] = D(43), ['s'] = D(44), ['t'] = D(45),          \
    ['u'] = D(46), ['v'] = D(47), ['w'] = D(48), ['x'] = D(49), ['y'] = D(50),          \
    ['z'] = D(51), ['0'] = D(52), ['1'] = D(53), ['2'] = D(54), ['3'] = D(55),          \
    ['4'] = D(56), ['5'] = D(57), ['6'] = D(58), ['7'] = D(59), ['8'] = D(60),          \
    ['9'] = D(61)

static const uint8_t url_digits[256] = { DIGITS_OF_BOTH, ['-'] = D(62), ['_'] = D(63) };
static const uint8_t plain_digits[256] = { DIGITS_OF_BOTH, ['+'] = D(62), ['/'] = D(63) };

static const char url_letters[64] =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

static size_t
decoded_length(size_t len)
{
    return len / 4 * 3 + (len % 4 ? len % 4 - 1 : 0);
}

/* The two or three digits after the last whole group; false when one of them
 * is none or when bits are set that no byte takes. */
static bool
decode_last(uint8_t *bytes, ts_span text, const uint8_t *digits)
{
    unsigned all_digits = DIGIT;
    uint32_t value = 0;
    for (size_t i = 0; i < 4; i++) {
        unsigned digit = i < text.len ? digits[text.at[i]] : DIGIT;
        all_digits &= digit;
        value = value << 6 | (digit & VALUE);
    }
    uint32_t unused = text.len == 2 ? 0xFFFF : 0xFF;
    bytes[0] = (uint8_t)(value >> 16);
    if (text.len == 3)
        bytes[1] = (uint8_t)(value >> 8);
    return all_digits == DIGIT && (value & unused) == 0;
}

/* bytes may be text.at: writing never overtakes reading. */
static bool
decode(uint8_t *bytes, ts_span text, const uint8_t *digits)
{
    unsigned all_digits = DIGIT;
    const uint8_t *at = text.at;
    const uint8_t *last = at + text.len / 4 * 4;
    for (; at < last; at += 4, bytes += 3) {
        unsigned a = digits[at[0]];
        unsigned b = digits[at[1]];
        unsigned c = digits[at[2]];
        unsigned d = digits[at[3]];
        uint32_t value =
            (a & VALUE) << 18 | (b & VALUE) << 12 | (c & VALUE) << 6 | (d & VALUE);
        all_digits &= a & b & c & d;
        bytes[0] = (uint8_t)(value >> 16);
        bytes[1] = (uint8_t)(value >> 8);
        bytes[2] = (uint8_t)value;
    }
    ts_span left = { at, text.len % 4 };
    return all_digits == DIGIT && (left.len == 0 || decode_last(bytes, left, digits));
}

static enum ts_status
decode_unpadded(struct ts_arena *arena, ts_span *out, ts_span text, const uint8_t *digits)
{
    ts_room rest = ts_arena_rest(arena);
    size_t len = decoded_length(text.len);

    if (text.len % 4 == 1)
        return TS_TRUNCATED;
    if (len > rest.len)
        return TS_NO_SPACE;
    if (len > 0 && !decode(rest.at, text, digits))
        return TS_MALFORMED;
    ts_arena_keep(arena, len);
    *out = (ts_span){ rest.at, len };
    return TS_OK;
}

enum ts_status
ts_base64url_decode(struct ts_arena *arena, ts_span *out, ts_span text)
{
    return decode_unpadded(arena, out, text, url_digits);
}

enum ts_status
ts_base64url_encode(struct ts_arena *arena, ts_span *out, ts_span bytes)
{
    ts_room rest = ts_arena_rest(arena);
    size_t whole = bytes.len / 3;
    size_t more = bytes.len % 3 ? bytes.len % 3 + 1 : 0;
    if (more > rest.len || whole > (rest.len - more) / 4)
        return TS_NO_SPACE;

    uint8_t *to = rest.at;
    for (size_t i = 0; i < bytes.len; i += 3) {
        size_t left = bytes.len - i;
        uint32_t value = (uint32_t)bytes.at[i] << 16;
        value |= left > 1 ? (uint32_t)bytes.at[i + 1] << 8 : 0;
        value |= left > 2 ? bytes.at[i + 2] : 0;
        for (size_t digit = 0; digit < 4 && digit <= left; digit++)
            *to++ = (uint8_t)url_letters[value >> (18 - 6 * digit) & VALUE];
    }
    size_t len = (size_t)(to - rest.at);
    ts_arena_keep(arena, len);
    *out = (ts_span){ rest.at, len };
    return TS_OK;
}

/* text without line ends; false when room is too small. */
static bool
join_lines(ts_room room, size_t *len, ts_span text)
{
    *len = 0;
    for (size_t i = 0; i < text.len; i++) {
        if (text.at[i] == '\r' || text.at[i] == '\n')
            continue;
        if (*len == room.len)
            return false;
        room.at[(*len)++] = text.at[i];
    }
    return true;
}

enum ts_status
ts_base64_decode(struct ts_arena *arena, ts_span *out, ts_span text)
{
    ts_room rest = ts_arena_rest(arena);
    size_t len;
    if (!join_lines(rest, &len, text))
        return TS_NO_SPACE;
    if (len % 4 != 0)
        return TS_TRUNCATED;
    /* More than two are not padding and stay, to be refused as no digits. */
    for (int i = 0; i < 2 && len > 0 && rest.at[len - 1] == '='; i++)
        len--;
    return decode_unpadded(arena, out, (ts_span){ rest.at, len }, plain_digits);
}
