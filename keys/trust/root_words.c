#include "keys/trust/root_words.h"

#include "keys/crypto/stretch.h"
#include "keys/trust/root_words_lists.h"

enum { WORD_BITS = 11 };

/* It is part of the format: with another one every paper is wrong. */
static const uint8_t salt[TS_STRETCH_SALT_SIZE] = "touchstone/root1";

_Static_assert(TS_ROOT_WORD_COUNT == 1 << WORD_BITS, "a word for each number");
_Static_assert(TS_ROOT_WORDS *WORD_BITS == 66, "as the header says");

enum ts_status
ts_root_words_of(struct ts_root_words *words,
                 const uint8_t fingerprint[static TS_SHA256_SIZE])
{
    uint8_t digest[TS_SHA256_SIZE];
    enum ts_status status =
        ts_stretch(digest, salt, (ts_span){ fingerprint, TS_SHA256_SIZE });
    if (status != TS_OK)
        return status;
    for (size_t i = 0; i < TS_ROOT_WORDS; i++) {
        unsigned number = 0;
        for (size_t bit = i * WORD_BITS; bit < (i + 1) * WORD_BITS; bit++)
            number = number << 1 | (digest[bit / 8] >> (7 - bit % 8) & 1U);
        words->numbers[i] = (uint16_t)number;
    }
    return TS_OK;
}

const char *
ts_root_word(uint16_t number, ts_span language)
{
    bool is_french = ts_span_is(language, "fr")
                     || ts_span_starts_with(language, TS_SPAN_LIT("fr-"))
                     || ts_span_starts_with(language, TS_SPAN_LIT("fr_"));
    TS_CHECK(number < TS_ROOT_WORD_COUNT);
    return (is_french ? ts_root_words_french : ts_root_words_english)[number];
}
