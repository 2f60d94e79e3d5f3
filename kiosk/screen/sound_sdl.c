#include "kiosk/screen/sound_sdl.h"

#include "kiosk/screen/tones.h"

#include <SDL.h>
#include <stdlib.h>

struct ts_speaker {
    SDL_AudioDeviceID device; /* 0: silent */
    bool audio;               /* to be shut down again */
    size_t lengths[TS_SOUND_COUNT];
    int16_t samples[TS_SOUND_COUNT][TS_TONES_SAMPLES];
};

static void
open_device(struct ts_speaker *speaker)
{
    SDL_AudioSpec wanted = {
        .freq = TS_TONES_RATE,
        .format = AUDIO_S16SYS,
        .channels = 1,
        .samples = 512, /* 23 ms: a tick that comes later belongs to nothing */
    };
    if (SDL_InitSubSystem(SDL_INIT_AUDIO) != 0)
        return;
    speaker->audio = true;
    speaker->device = SDL_OpenAudioDevice(NULL, 0, &wanted, NULL, 0);
    if (speaker->device != 0)
        SDL_PauseAudioDevice(speaker->device, 0);
}

enum ts_status
ts_speaker_open(struct ts_speaker **speaker, int volume)
{
    struct ts_speaker *s = calloc(1, sizeof(*s));
    if (!s)
        return TS_NO_SPACE;
    int heard = volume < 0 ? 0 : volume > 100 ? 100 : volume;
    for (size_t i = 0; i < TS_SOUND_COUNT; i++)
        s->lengths[i] = ts_tones_make(s->samples[i], (enum ts_sound)i, heard);
    if (heard > 0)
        open_device(s);
    *speaker = s;
    return TS_OK;
}

void
ts_speaker_close(struct ts_speaker *speaker)
{
    if (!speaker)
        return;
    if (speaker->device != 0)
        SDL_CloseAudioDevice(speaker->device);
    if (speaker->audio)
        SDL_QuitSubSystem(SDL_INIT_AUDIO);
    free(speaker);
}

bool
ts_speaker_works(const struct ts_speaker *speaker)
{
    return speaker->device != 0;
}

void
ts_speaker_play(struct ts_speaker *speaker, enum ts_sound sound)
{
    if (speaker->device == 0 || sound == TS_SOUND_NONE)
        return;
    SDL_ClearQueuedAudio(speaker->device);
    SDL_QueueAudio(speaker->device, speaker->samples[sound],
                   (uint32_t)(speaker->lengths[sound] * sizeof(int16_t)));
}
