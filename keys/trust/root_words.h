#ifndef TS_TRUST_ROOT_WORDS_H
#define TS_TRUST_ROOT_WORDS_H

#include "firmware/base/check.h"
#include "firmware/base/status.h"
#include "keys/crypto/digest.h"

/**
 * Six words that say which root a kiosk begins from: printed by `touchstone enrol`, shown
 * by the kiosk when it starts for the first time, compared by a person (keys/FORMAT.md
 * 13).
 *
 * They are the first 66 bits of a stretched digest (keys/crypto/stretch.h) of the root's
 * fingerprint (SHA-256 of its signed part, ts_root_fingerprint()), as six numbers of 11
 * bits, each the place of a word in a list of 2,048. The lists are BIP-39's; the same
 * bits give words in each language.
 *
 * Why 66 bits: a forger has to make a root of his own that shows the very words on the
 * paper, so each try costs a root, its fingerprint and one stretching (32 MiB, 0.1 s);
 * 2^66 of them are 200 thousand million years of one core, where 44 bits (four words)
 * are 55 thousand, which enough machines do in a year. Finding *two* roots with the
 * same words takes only 2^33 tries, but then the authority's own root must be one of
 * the two: it helps nobody who did not make that one. People compare six words; more
 * are skipped over.
 */
enum { TS_ROOT_WORDS = 6 };

struct ts_root_words {
    uint16_t numbers[TS_ROOT_WORDS]; /**< 0 to 2047. */
};

/** TS_OK or TS_NO_SPACE (memory for the stretching). Takes some 0.1 s. */
TS_MUST_USE enum ts_status
ts_root_words_of(struct ts_root_words *words,
                 const uint8_t fingerprint[static TS_SHA256_SIZE]);

/** The word in a language ("fr", "fr-CA"); in English where there is no list. UTF-8,
 * composed, at most 10 bytes. */
const char *ts_root_word(uint16_t number, ts_span language);

#endif
