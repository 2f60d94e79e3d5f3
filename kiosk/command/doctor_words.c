#include "kiosk/command/doctor.h"
#include "kiosk/screen/font_files.h"
#include "kiosk/screen/words.h"
#include "kiosk/screen/words_language.h"

#include <stdio.h>
#include <string.h>

#define INSTALL "install fonts-noto-core, or set TOUCHSTONE_FONT_DIR"

static const struct font {
    const char *file, *name, *letters;
    enum ts_doctor_level missing;
} FONTS[] = {
    { "NotoSans-Regular.ttf", "Noto Sans", "Latin, Greek and Cyrillic letters",
      TS_DOCTOR_BROKEN },
    { "NotoSans-Bold.ttf", "Noto Sans Bold", "what is emphasised", TS_DOCTOR_ATTENTION },
    { "NotoSansCanadianAboriginal-Regular.ttf", "Noto Sans Canadian Aboriginal",
      "syllabics", TS_DOCTOR_ATTENTION },
    { "NotoSansArabic-Regular.ttf", "Noto Sans Arabic", "Arabic letters",
      TS_DOCTOR_ATTENTION },
    { "NotoSansHebrew-Regular.ttf", "Noto Sans Hebrew", "Hebrew letters",
      TS_DOCTOR_ATTENTION },
};

static bool
is_installed(const char *file)
{
    char path[TS_FONT_PATH_SIZE];
    return ts_font_file_find(path, NULL, file);
}

void
ts_doctor_fonts(struct ts_doctor *doctor)
{
    for (size_t i = 0; i < TS_COUNT(FONTS); i++) {
        const struct font *font = &FONTS[i];
        if (is_installed(font->file))
            ts_doctor_say(doctor, TS_DOCTOR_OK, "fonts", NULL, "%s, for %s", font->name,
                          font->letters);
        else if (i == 0 && is_installed("DejaVuSans.ttf"))
            ts_doctor_say(doctor, TS_DOCTOR_ATTENTION, "fonts", INSTALL,
                          "%s is missing; DejaVu Sans stands in for it", font->name);
        else
            ts_doctor_say(doctor, font->missing, "fonts", INSTALL,
                          "%s is missing: %s are boxes", font->name, font->letters);
    }
}

/* A language that needs a font of its own has it in its folder or among the system's. */
static void
look_at_language(struct ts_doctor *doctor, const char *code)
{
    char folder[512];
    char path[TS_FONT_PATH_SIZE];
    struct ts_language_file file;
    if (ts_words_speak(code) != TS_OK) {
        ts_doctor_say(doctor, TS_DOCTOR_BROKEN, "languages",
                      "install it, or take it out of the configuration",
                      "there is no catalogue of %s", code);
        return;
    }
    snprintf(folder, sizeof(folder), "%s/%s", ts_words_folder(), code);
    const char *font = ts_language_file_load(&file, code) ? file.fonts[0] : "";
    if (font[0] && !ts_font_file_in(path, folder, font) && !is_installed(font))
        ts_doctor_say(doctor, TS_DOCTOR_BROKEN, "languages",
                      "put the font into the language's folder, or install it",
                      "%s is there, and its font %s is missing", code, font);
    else
        ts_doctor_say(doctor, TS_DOCTOR_OK, "languages", NULL, "%s is there", code);
}

/* Each code of a list that is apart by commas. */
static void
look_at_codes(struct ts_doctor *doctor, const char *codes)
{
    while (*codes) {
        char code[16];
        codes += strspn(codes, ", ");
        size_t len = strcspn(codes, ", ");
        snprintf(code, sizeof(code), "%.*s", (int)len, codes);
        codes += len;
        if (len)
            look_at_language(doctor, code);
    }
}

void
ts_doctor_languages(struct ts_doctor *doctor)
{
    const char *folder = ts_config_text(&doctor->config, TS_SETTING_LOCALE);
    const char *offered = ts_config_text(&doctor->config, TS_SETTING_LANGUAGES);
    if (ts_words_open(folder) != TS_OK) {
        ts_doctor_say(doctor, TS_DOCTOR_ATTENTION, "languages",
                      "install the languages, or set locale", "English only");
        return;
    }
    look_at_codes(doctor, offered ? offered
                                  : ts_config_text(&doctor->config, TS_SETTING_LANGUAGE));
}
