#ifndef TS_TRUST_ROOT_WORDS_LISTS_H
#define TS_TRUST_ROOT_WORDS_LISTS_H

/* Between the files root_words*.c: words that differ in their first four letters, in the
 * order that BIP-39 gives them. */

enum { TS_ROOT_WORD_COUNT = 2048 };

extern const char *const ts_root_words_english[TS_ROOT_WORD_COUNT];
extern const char *const ts_root_words_french[TS_ROOT_WORD_COUNT];

#endif
