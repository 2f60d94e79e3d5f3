#ifndef TS_SCREEN_SOUND_SDL_H
#define TS_SCREEN_SOUND_SDL_H

#include "firmware/base/check.h"
#include "firmware/base/status.h"
#include "kiosk/screen/scan_screen.h"

/**
 * A soft tick, and a rhythm for each verdict, so that it can be told with closed
 * eyes: READY two rising notes, NOT YET three even ones, STOP one long low one, CANNOT
 * TELL two falling ones with a pause. Made at start-up; nothing is loaded.
 */
struct ts_speaker;

/**
 * volume 0 to 100. A machine without a sound device is silent, not an error.
 * Returns TS_OK or TS_NO_SPACE. Close what was opened.
 */
TS_MUST_USE enum ts_status ts_speaker_open(struct ts_speaker **speaker, int volume);
void ts_speaker_close(struct ts_speaker *speaker);

/** False when there is nothing to hear it with. */
bool ts_speaker_works(const struct ts_speaker *speaker);

/** Plays it now, in place of what still sounds. Does not wait. */
void ts_speaker_play(struct ts_speaker *speaker, enum ts_sound sound);

#endif
