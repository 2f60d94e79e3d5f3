#include "tests/fake/kiosk/app/scripted.h"

#include <string.h>

struct scripted_speaker scripted_speaker;

enum ts_status
ts_speaker_open(struct ts_speaker **speaker, int volume)
{
    *speaker = (struct ts_speaker *)&scripted_speaker;
    scripted_speaker.volume = volume;
    return TS_OK;
}

void
ts_speaker_close(struct ts_speaker *speaker)
{
    (void)speaker;
}

void
ts_speaker_volume(struct ts_speaker *speaker, int volume)
{
    (void)speaker;
    scripted_speaker.volume = volume;
}

static struct scripted_heard *
next_heard(void)
{
    assert_true(scripted_speaker.count < TS_COUNT(scripted_speaker.heard));
    struct scripted_heard *heard = &scripted_speaker.heard[scripted_speaker.count++];
    *heard = (struct scripted_heard){ .sound = TS_SOUND_NONE };
    return heard;
}

void
ts_speaker_play(struct ts_speaker *speaker, enum ts_sound sound)
{
    (void)speaker;
    next_heard()->sound = sound;
}

enum ts_status
ts_speaker_say(struct ts_speaker *speaker, const char *path)
{
    (void)speaker;
    if (scripted_speaker.says != TS_OK)
        return scripted_speaker.says;
    char *clip = next_heard()->clip;
    size_t len = strlen(path);
    size_t room = sizeof(scripted_speaker.heard[0].clip);
    memcpy(clip, len < room ? path : path + len + 1 - room,
           (len < room ? len + 1 : room));
    return TS_OK;
}

void
ts_speaker_hush(struct ts_speaker *speaker)
{
    (void)speaker;
    next_heard()->hushed = true;
}
