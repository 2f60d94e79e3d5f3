#include "keys/crypto/pin.h"

#include <sodium.h>
#include <string.h>

#define MEMORY_BYTES ((size_t)64 << 20)
#define PASSES 3

_Static_assert(crypto_pwhash_STRBYTES <= TS_PIN_LINE_SIZE, "a line fits");

enum ts_status
ts_pin_hash(char line[static TS_PIN_LINE_SIZE], ts_span pin)
{
    char made[TS_PIN_LINE_SIZE] = { 0 };
    TS_CHECK(sodium_init() >= 0); /* it draws a salt */
    if (!ts_pin_valid(pin))
        return TS_MALFORMED;
    if (crypto_pwhash_str_alg(made, (const char *)pin.at, pin.len, PASSES, MEMORY_BYTES,
                              crypto_pwhash_ALG_ARGON2ID13)
        != 0)
        return TS_NO_SPACE;
    memcpy(line, made, sizeof(made));
    return TS_OK;
}

bool
ts_pin_matches(const char *line, ts_span pin)
{
    if (!line || !ts_pin_line_valid(ts_span_text(line)) || !ts_pin_valid(pin))
        return false;
    return crypto_pwhash_str_verify(line, (const char *)pin.at, pin.len) == 0;
}
