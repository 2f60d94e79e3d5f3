#ifndef TS_SCREEN_WORDS_LANGUAGE_H
#define TS_SCREEN_WORDS_LANGUAGE_H

#include "kiosk/screen/drawing.h"
#include "kiosk/screen/keyboard.h"
#include "kiosk/screen/words.h"

/**
 * What a language's folder says of itself, in the file language.conf beside
 * LC_MESSAGES. Lines "key = value"; empty lines and lines that begin with # are passed
 * over:
 *
 *   name    of the language, in itself; must be there
 *   font    a font file in this folder or among the system's, for letters that
 *           Noto Sans and its syllabics, Arabic and Hebrew lack
 *   bold    the same font in bold; font where it is not said
 *   script  the script of that font in four letters (ISO 15924)
 *   keyboard  the letters that somebody types their name with, in rows that are apart by
 *           a space (keyboard.h); those of English where it is not said
 */
struct ts_language_file {
    char name[TS_LANGUAGE_NAME_SIZE];
    char fonts[TS_WEIGHT_COUNT][64]; /**< File names without a folder; or empty. */
    char script[8];
    char keyboard[TS_KEYS_MAX * 4]; /**< Valid for ts_keys_read(), or empty. */
};

enum { TS_LANGUAGE_FILE_BYTES = 4096 };

/** TS_OK; or TS_MALFORMED, fault telling rule and line (offset, from 1), and file is
 * left as it was. */
TS_MUST_USE enum ts_status ts_language_file_read(struct ts_language_file *file,
                                                 ts_span text, struct ts_fault *fault);

/** Of a language of the open catalogues; false when there is none that can be read. */
bool ts_language_file_load(struct ts_language_file *file, const char *code);

/** A file of a folder; TS_ABSENT, TS_IO or as ts_language_file_read(). */
TS_MUST_USE enum ts_status
ts_language_file_load_from(struct ts_language_file *file, const char *folder,
                           struct ts_fault *fault);

#endif
