#include "keys/crypto/pin.h"

enum {
    SALT_CHARACTERS = 22, /* 16 and 32 bytes in base64 without padding */
    HASH_CHARACTERS = 43,
    NUMBER_DIGITS_MAX = 9,
};

bool
ts_pin_valid(ts_span pin)
{
    if (pin.len < TS_PIN_DIGITS_MIN || pin.len > TS_PIN_DIGITS_MAX)
        return false;
    for (size_t i = 0; i < pin.len; i++)
        if (pin.at[i] < '0' || pin.at[i] > '9')
            return false;
    return true;
}

/* Cuts word off the front of what is left. */
static bool
cut_word(ts_span *left, const char *word)
{
    ts_span start = ts_span_text(word);
    if (!ts_span_starts_with(*left, start))
        return false;
    *left = ts_span_part(*left, start.len, left->len);
    return true;
}

static bool
cut_number(ts_span *left, uint32_t least, uint32_t most)
{
    uint32_t value = 0;
    size_t len = 0;
    while (len < left->len && left->at[len] >= '0' && left->at[len] <= '9') {
        if (len == NUMBER_DIGITS_MAX)
            return false;
        value = value * 10 + (uint32_t)(left->at[len++] - '0');
    }
    if (len == 0 || left->at[0] == '0' || value < least || value > most)
        return false;
    *left = ts_span_part(*left, len, left->len);
    return true;
}

static bool
is_base64(uint8_t c)
{
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')
           || c == '+' || c == '/';
}

static bool
cut_base64(ts_span *left, size_t len)
{
    if (left->len < len)
        return false;
    for (size_t i = 0; i < len; i++)
        if (!is_base64(left->at[i]))
            return false;
    *left = ts_span_part(*left, len, left->len);
    return true;
}

bool
ts_pin_line_valid(ts_span line)
{
    return line.len < TS_PIN_LINE_SIZE && cut_word(&line, "$argon2id$v=19$m=")
           && cut_number(&line, 8, TS_PIN_MEMORY_KIB_MAX) && cut_word(&line, ",t=")
           && cut_number(&line, 1, TS_PIN_PASSES_MAX) && cut_word(&line, ",p=1$")
           && cut_base64(&line, SALT_CHARACTERS) && cut_word(&line, "$")
           && cut_base64(&line, HASH_CHARACTERS) && line.len == 0;
}
