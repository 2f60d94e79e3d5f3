#ifndef TS_SCREEN_WORDS_VOICE_H
#define TS_SCREEN_WORDS_VOICE_H

#include "kiosk/screen/words.h"

/*
 * Recorded voices: LANGUAGE/voice/KEY.wav beside the catalogue of a language, or
 * LANGUAGE/KEY.wav in a folder of their own. All of it is optional; what has no clip is
 * not spoken.
 */

enum { TS_VOICE_KEY_SIZE = 64, TS_CLIP_PATH_SIZE = 4096 };

/**
 * The name of a phrase's clip, made from its English: its letters and digits with "-"
 * between words, and 8 hex digits that tell apart what would be called the same. It
 * changes when the phrase does, since then the clip says something else.
 */
void ts_voice_key(char key[static TS_VOICE_KEY_SIZE], const char *english);

/** Where the clip of a phrase lies in the language of the moment: in folder, where that
 * is not NULL and has it, else beside the catalogue. TS_OK; TS_ABSENT when there is none,
 * and then path is left as it was. */
TS_MUST_USE enum ts_status ts_voice_clip(char path[static TS_CLIP_PATH_SIZE],
                                         const char *folder, const char *english);

#endif
