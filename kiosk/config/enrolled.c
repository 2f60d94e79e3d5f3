#include "kiosk/config/enrolled.h"

#include <stdio.h>

static const enum ts_setting enrollable[] = {
    TS_SETTING_SITE_NAME,   TS_SETTING_CONTACT,          TS_SETTING_CLOCK_KEPT,
    TS_SETTING_PROFILE,     TS_SETTING_PX_PER_MM,        TS_SETTING_ROTATION,
    TS_SETTING_DIM_SECONDS, TS_SETTING_LANGUAGE,         TS_SETTING_LANGUAGES,
    TS_SETTING_LARGE_PRINT, TS_SETTING_GLOVES,           TS_SETTING_MUTE,
    TS_SETTING_VOLUME,      TS_SETTING_VERDICT_SOUNDS,   TS_SETTING_LOG_MODE,
    TS_SETTING_LOG_DAYS,    TS_SETTING_ROLL_STALE_HOURS, TS_SETTING_ADMIN_PIN,
    TS_SETTING_WAIVER_PIN,
};

bool
ts_config_may_enrol(enum ts_setting setting)
{
    for (size_t i = 0; i < TS_COUNT(enrollable); i++)
        if (enrollable[i] == setting)
            return true;
    return false;
}

/* A profile may be a path, too: on a stick it is a name in the signed lists. */
static bool
is_path(const char *text)
{
    for (; *text; text++)
        if (*text == '/' || *text == '.')
            return true;
    return false;
}

static bool
check(const struct ts_config *config, struct ts_config_ear ear)
{
    char words[96];
    bool good = true;
    for (size_t i = 0; i < TS_SETTING_COUNT; i++) {
        const struct ts_config_value *value = &config->values[i];
        bool fits =
            ts_config_may_enrol((enum ts_setting)i) || i == TS_SETTING_STEWARD_KEY;
        if (i == TS_SETTING_PROFILE && value->count && is_path(value->texts[0]))
            fits = false;
        if (value->count == 0 || fits)
            continue;
        snprintf(words, sizeof(words), "%s is not for a stick to say",
                 ts_setting_about((enum ts_setting)i)->key);
        ear.tell(ear.context, value->line, words);
        good = false;
    }
    return good;
}

enum ts_status
ts_config_enrolled_read(struct ts_config *config, struct ts_arena *arena, ts_span content,
                        struct ts_config_ear ear)
{
    struct ts_config draft = { 0 };
    if (content.len > TS_CONFIG_ENROLLED_MAX) {
        ear.tell(ear.context, 0, "is too long");
        return TS_OVER_LIMIT;
    }
    enum ts_status status = ts_config_read(&draft, arena, content, ear);
    if (status == TS_OK && !check(&draft, ear))
        status = TS_MALFORMED;
    if (status == TS_OK)
        *config = draft;
    return status;
}

void
ts_config_overlay(struct ts_config *config, const struct ts_config *enrolled)
{
    for (size_t i = 0; i < TS_SETTING_COUNT; i++)
        if (enrolled->values[i].count)
            config->values[i] = enrolled->values[i];
}
