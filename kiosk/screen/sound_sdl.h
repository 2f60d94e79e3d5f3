#ifndef TS_SCREEN_SOUND_SDL_H
#define TS_SCREEN_SOUND_SDL_H

#include "firmware/base/check.h"
#include "firmware/base/status.h"
#include "kiosk/screen/scan_screen.h"

/**
 * A soft tick for every scan, a rhythm for each verdict (tones.c), so that it can be told
 * with closed eyes, and recorded clips of phrases. Tones are made, only clips are loaded.
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

/** 0 to 100, of what is played from now on; what is outside is taken to the nearer end.
 */
void ts_speaker_volume(struct ts_speaker *speaker, int volume);

/** Plays it now, in place of what still sounds. Does not wait. */
void ts_speaker_play(struct ts_speaker *speaker, enum ts_sound sound);

/** Silent now: nothing that was to be played still is. */
void ts_speaker_hush(struct ts_speaker *speaker);

/** A clip is no longer than this. */
enum { TS_CLIP_SECONDS_MAX = 15 };

/**
 * Plays a WAV file after what still sounds. Does not wait. TS_OK, also without a device;
 * TS_ABSENT (there is no such file), TS_MALFORMED (it is none that can be played),
 * TS_OVER_LIMIT (too long) or TS_NO_SPACE, and then nothing is played.
 */
TS_MUST_USE enum ts_status ts_speaker_say(struct ts_speaker *speaker, const char *path);

/** Whether something is still to be played. */
bool ts_speaker_busy(const struct ts_speaker *speaker);

#endif
