#include "kiosk/screen/words_language.h"

#include <dirent.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static bool
has_catalogue(const char *code)
{
    char path[4096];
    int len = snprintf(path, sizeof(path), "%s/%s/LC_MESSAGES/touchstone.mo",
                       ts_words_folder(), code);
    return len > 0 && (size_t)len < sizeof(path) && access(path, R_OK) == 0;
}

/* A name that can be spoken and stands for a folder here. */
static bool
is_code(const char *name)
{
    return name[0] != '\0' && name[0] != '.' && strlen(name) < TS_LANGUAGE_CODE_SIZE
           && !strpbrk(name, "/:.");
}

static void
add(struct ts_language *language, const char *code)
{
    struct ts_language_file file;
    const char *name = code;
    if (ts_language_file_load(&file, code))
        name = file.name;
    else if (strcmp(code, "en") == 0)
        name = "English";
    snprintf(language->code, sizeof(language->code), "%s", code);
    snprintf(language->name, sizeof(language->name), "%s", name);
}

/* After English, by code. */
static size_t
place_of(const struct ts_language *languages, size_t count, const char *code)
{
    size_t at = count;
    while (at > 1 && strcmp(languages[at - 1].code, code) > 0)
        at--;
    return at;
}

static size_t
all_of_folder(struct ts_language languages[static TS_LANGUAGES_MAX])
{
    size_t count = 1;
    struct dirent *entry;
    DIR *folder = ts_words_folder()[0] ? opendir(ts_words_folder()) : NULL;
    add(&languages[0], "en");
    while (folder && (entry = readdir(folder))) {
        const char *code = entry->d_name;
        if (strcmp(code, "en") == 0 || !is_code(code) || !has_catalogue(code)
            || count == TS_LANGUAGES_MAX)
            continue;
        size_t at = place_of(languages, count, code);
        memmove(&languages[at + 1], &languages[at], (count - at) * sizeof(*languages));
        add(&languages[at], code);
        count++;
    }
    if (folder)
        closedir(folder);
    return count;
}

static const struct ts_language *
found(const struct ts_language *languages, size_t count, ts_span code)
{
    for (size_t i = 0; i < count; i++)
        if (ts_span_is(code, languages[i].code))
            return &languages[i];
    return NULL;
}

size_t
ts_words_languages(struct ts_language *languages, size_t max, const char *only)
{
    struct ts_language all[TS_LANGUAGES_MAX];
    size_t all_count = all_of_folder(all);
    size_t count = 0;
    if (!only || only[strspn(only, " ,")] == '\0') {
        count = all_count < max ? all_count : max;
        memcpy(languages, all, count * sizeof(*all));
        return count;
    }
    while (only[0] != '\0') {
        size_t len = strcspn(only, " ,");
        ts_span code = { (const uint8_t *)only, len };
        const struct ts_language *language = found(all, all_count, code);
        if (language && count < max && !found(languages, count, code))
            languages[count++] = *language;
        only += len + strspn(only + len, " ,");
    }
    return count;
}
