#include "kiosk/screen/words_voice.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { SLUG_MAX = TS_VOICE_KEY_SIZE - 10 };

/* FNV-1a: only has to tell phrases apart that are spelled alike up to signs. */
static uint32_t
hash_of(const char *text)
{
    uint32_t hash = 2166136261u;
    for (; *text; text++)
        hash = (hash ^ (uint8_t)*text) * 16777619u;
    return hash;
}

/* Without the locale: a key is the same everywhere. */
static bool
is_kept(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

static char
folded(char c)
{
    if (c >= 'A' && c <= 'Z')
        return (char)(c - 'A' + 'a');
    if (is_kept(c))
        return c;
    return '-';
}

void
ts_voice_key(char key[static TS_VOICE_KEY_SIZE], const char *english)
{
    size_t len = 0;
    for (const char *c = english; *c && len < SLUG_MAX; c++) {
        char next = folded(*c);
        if (next != '-' || (len > 0 && key[len - 1] != '-'))
            key[len++] = next;
    }
    while (len > 0 && key[len - 1] == '-')
        len--;
    snprintf(key + len, TS_VOICE_KEY_SIZE - len, "%s%08x", len > 0 ? "-" : "",
             (unsigned)hash_of(english));
}

static bool
find(char path[static TS_CLIP_PATH_SIZE], const char *folder, const char *between,
     const char *english)
{
    char key[TS_VOICE_KEY_SIZE];
    char found[TS_CLIP_PATH_SIZE];
    ts_voice_key(key, english);
    int len = snprintf(found, sizeof(found), "%s/%s%s/%s.wav", folder,
                       ts_words_language(), between, key);
    if (len < 0 || (size_t)len >= sizeof(found) || access(found, R_OK) != 0)
        return false;
    memcpy(path, found, (size_t)len + 1);
    return true;
}

enum ts_status
ts_voice_clip(char path[static TS_CLIP_PATH_SIZE], const char *folder,
              const char *english)
{
    const char *beside = ts_words_folder();
    bool found = (folder && find(path, folder, "", english))
                 || (beside[0] && find(path, beside, "/voice", english));
    return found ? TS_OK : TS_ABSENT;
}
