#include "keys/codec/base32.h"

enum { DIGIT_BITS = 5, GROUP_BYTES = 5, GROUP_CHARS = 8, NO_DIGIT = 32 };

static const char letters[32] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

static unsigned
digit_of(uint8_t character)
{
    if (character >= 'A' && character <= 'Z')
        return character - 'A';
    if (character >= '2' && character <= '7')
        return character - '2' + 26U;
    return NO_DIGIT;
}

/* Only 2, 4, 5 and 7 characters over whole groups end with a whole byte. */
static bool
ends_whole(size_t chars)
{
    size_t rest = chars % GROUP_CHARS;
    return rest != 1 && rest != 3 && rest != 6;
}

static bool
decode(uint8_t *bytes, ts_span text)
{
    uint32_t held = 0;
    unsigned bits = 0;
    for (size_t i = 0; i < text.len; i++) {
        unsigned digit = digit_of(text.at[i]);
        if (digit == NO_DIGIT)
            return false;
        held = held << DIGIT_BITS | digit;
        bits += DIGIT_BITS;
        if (bits >= 8) {
            bits -= 8;
            *bytes++ = (uint8_t)(held >> bits);
            held &= (1U << bits) - 1;
        }
    }
    return held == 0;
}

enum ts_status
ts_base32_decode(struct ts_arena *arena, ts_span *out, ts_span text)
{
    ts_room rest = ts_arena_rest(arena);
    size_t len = text.len / GROUP_CHARS * GROUP_BYTES
                 + text.len % GROUP_CHARS * GROUP_BYTES / GROUP_CHARS;
    if (!ends_whole(text.len))
        return TS_TRUNCATED;
    if (len > rest.len)
        return TS_NO_SPACE;
    if (!decode(rest.at, text))
        return TS_MALFORMED;
    ts_arena_keep(arena, len);
    *out = (ts_span){ rest.at, len };
    return TS_OK;
}

enum ts_status
ts_base32_encode(struct ts_arena *arena, ts_span *out, ts_span bytes)
{
    ts_room rest = ts_arena_rest(arena);
    size_t tail = (bytes.len % GROUP_BYTES * GROUP_CHARS + GROUP_BYTES - 1) / GROUP_BYTES;
    if (tail > rest.len || bytes.len / GROUP_BYTES > (rest.len - tail) / GROUP_CHARS)
        return TS_NO_SPACE;

    uint8_t *to = rest.at;
    uint32_t held = 0;
    unsigned bits = 0;
    for (size_t i = 0; i < bytes.len; i++) {
        held = (held << 8 | bytes.at[i]) & 0xFFFF;
        for (bits += 8; bits >= DIGIT_BITS; bits -= DIGIT_BITS)
            *to++ = (uint8_t)letters[held >> (bits - DIGIT_BITS) & 31];
    }
    if (bits)
        *to++ = (uint8_t)letters[held << (DIGIT_BITS - bits) & 31];
    size_t len = (size_t)(to - rest.at);
    ts_arena_keep(arena, len);
    *out = (ts_span){ rest.at, len };
    return TS_OK;
}
