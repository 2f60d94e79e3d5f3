#include "kiosk/screen/sound_sdl.h"

#include "kiosk/screen/tones.h"

#include <SDL.h>
#include <stdlib.h>
#include <unistd.h>

struct ts_speaker {
    SDL_AudioDeviceID device; /* 0: silent */
    bool audio;               /* to be shut down again */
    int volume;
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

void
ts_speaker_volume(struct ts_speaker *speaker, int volume)
{
    speaker->volume = volume < 0 ? 0 : volume > 100 ? 100 : volume;
    for (size_t i = 0; i < TS_SOUND_COUNT; i++)
        speaker->lengths[i] =
            ts_tones_make(speaker->samples[i], (enum ts_sound)i, speaker->volume);
    /* A kiosk that was silent from the start takes no sound device from anybody. */
    if (speaker->volume > 0 && !speaker->audio)
        open_device(speaker);
}

enum ts_status
ts_speaker_open(struct ts_speaker **speaker, int volume)
{
    struct ts_speaker *s = calloc(1, sizeof(*s));
    if (!s)
        return TS_NO_SPACE;
    ts_speaker_volume(s, volume);
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

bool
ts_speaker_busy(const struct ts_speaker *speaker)
{
    return speaker->device != 0 && SDL_GetQueuedAudioSize(speaker->device) > 0;
}

void
ts_speaker_hush(struct ts_speaker *speaker)
{
    if (speaker->device != 0)
        SDL_ClearQueuedAudio(speaker->device);
}

void
ts_speaker_play(struct ts_speaker *speaker, enum ts_sound sound)
{
    if (speaker->device == 0 || speaker->volume == 0 || sound == TS_SOUND_NONE)
        return;
    SDL_ClearQueuedAudio(speaker->device);
    SDL_QueueAudio(speaker->device, speaker->samples[sound],
                   (uint32_t)(speaker->lengths[sound] * sizeof(int16_t)));
}

static bool
is_too_long(const SDL_AudioSpec *spec, uint32_t len)
{
    uint64_t second =
        (uint64_t)spec->freq * spec->channels * (SDL_AUDIO_BITSIZE(spec->format) / 8u);
    return second == 0 || len > second * TS_CLIP_SECONDS_MAX;
}

/* Quieter in place. */
static void
scale(int16_t *samples, int count, int volume)
{
    for (int i = 0; i < count; i++)
        samples[i] = (int16_t)(samples[i] * volume / 100);
}

/* Into what the device plays. */
static enum ts_status
convert_and_queue(struct ts_speaker *speaker, const SDL_AudioSpec *spec,
                  const uint8_t *bytes, uint32_t len)
{
    enum ts_status status = TS_NO_SPACE;
    SDL_AudioStream *stream = SDL_NewAudioStream(spec->format, spec->channels, spec->freq,
                                                 AUDIO_S16SYS, 1, TS_TONES_RATE);
    int16_t *samples = NULL;
    if (!stream)
        return TS_MALFORMED;
    if (SDL_AudioStreamPut(stream, bytes, (int)len) != 0
        || SDL_AudioStreamFlush(stream) != 0)
        goto out;
    int size = SDL_AudioStreamAvailable(stream);
    samples = malloc((size_t)size + 1);
    if (!samples || SDL_AudioStreamGet(stream, samples, size) != size)
        goto out;
    scale(samples, size / 2, speaker->volume);
    status = SDL_QueueAudio(speaker->device, samples, (uint32_t)size) == 0 ? TS_OK
                                                                           : TS_NO_SPACE;
out:
    free(samples);
    SDL_FreeAudioStream(stream);
    return status;
}

enum ts_status
ts_speaker_say(struct ts_speaker *speaker, const char *path)
{
    SDL_AudioSpec spec;
    uint8_t *bytes = NULL;
    uint32_t len = 0;
    enum ts_status status = TS_OK;
    if (access(path, R_OK) != 0)
        return TS_ABSENT;
    if (!SDL_LoadWAV(path, &spec, &bytes, &len))
        return TS_MALFORMED;
    if (is_too_long(&spec, len))
        status = TS_OVER_LIMIT;
    else if (speaker->device != 0 && speaker->volume > 0)
        status = convert_and_queue(speaker, &spec, bytes, len);
    SDL_FreeWAV(bytes);
    return status;
}
