#include "kiosk/app/configured.h"

static void
configure_access(struct ts_app_options *o, const struct ts_config *c)
{
    o->language = ts_config_text(c, TS_SETTING_LANGUAGE);
    o->languages = ts_config_text(c, TS_SETTING_LANGUAGES);
    o->locale_dir = ts_config_text(c, TS_SETTING_LOCALE);
    o->large_print = ts_config_flag(c, TS_SETTING_LARGE_PRINT);
    o->gloves = ts_config_flag(c, TS_SETTING_GLOVES);
    o->reader_socket = ts_config_text(c, TS_SETTING_READER_SOCKET);
    o->mute = ts_config_flag(c, TS_SETTING_MUTE);
    o->volume = (int)ts_config_number(c, TS_SETTING_VOLUME);
    o->verdict_sounds = ts_config_flag(c, TS_SETTING_VERDICT_SOUNDS);
    o->voice_dir = ts_config_text(c, TS_SETTING_VOICE_DIR);
}

static void
configure_journal(struct ts_app_options *o, const struct ts_config *c)
{
    o->journal_file = ts_config_text(c, TS_SETTING_JOURNAL);
    o->log_mode = ts_config_text(c, TS_SETTING_LOG_MODE);
    o->log_days = (uint32_t)ts_config_number(c, TS_SETTING_LOG_DAYS);
    o->roll_stale_h = (uint32_t)ts_config_number(c, TS_SETTING_ROLL_STALE_HOURS);
    o->steward_key = ts_config_text(c, TS_SETTING_STEWARD_KEY);
    o->admin_pin = ts_config_text(c, TS_SETTING_ADMIN_PIN);
    o->waiver_pin = ts_config_text(c, TS_SETTING_WAIVER_PIN);
}

static void
configure_screen(struct ts_app_options *o, const struct ts_config *c)
{
    o->fullscreen = ts_config_flag(c, TS_SETTING_FULLSCREEN);
    ts_config_size(c, TS_SETTING_SIZE, &o->width_px, &o->height_px);
    o->px_per_mm = ts_config_number(c, TS_SETTING_PX_PER_MM);
    o->rotation_deg = (int)ts_config_number(c, TS_SETTING_ROTATION);
    o->dim_s = (uint32_t)ts_config_number(c, TS_SETTING_DIM_SECONDS);
    o->mirrored = ts_config_flag(c, TS_SETTING_MIRRORED);
    o->demo = ts_config_flag(c, TS_SETTING_DEMO);
}

_Static_assert((int)TS_APP_HAND_SCANNERS_MAX == (int)TS_CONFIG_REPEATS_MAX,
               "as many as can be configured");

void
ts_app_configure(struct ts_app_options *options, const struct ts_config *config)
{
    const struct ts_config_value *scanners = &config->values[TS_SETTING_HAND_SCANNER];
    options->site_name = ts_config_text(config, TS_SETTING_SITE_NAME);
    options->contact = ts_config_text(config, TS_SETTING_CONTACT);
    options->trust_dir = ts_config_text(config, TS_SETTING_TRUST);
    options->state_dir = ts_config_text(config, TS_SETTING_STATE);
    options->confirm_root = ts_config_flag(config, TS_SETTING_CONFIRM_ROOT);
    options->status_dir = ts_config_text(config, TS_SETTING_STATUS_DIR);
    options->clock_kept = ts_config_flag(config, TS_SETTING_CLOCK_KEPT);
    options->profile = ts_config_text(config, TS_SETTING_PROFILE);
    options->camera = ts_config_text(config, TS_SETTING_CAMERA);
    options->lamps = ts_config_text(config, TS_SETTING_LAMPS);
    options->backlight = ts_config_text(config, TS_SETTING_BACKLIGHT);
    options->hand_scanner_count = scanners->count;
    for (size_t i = 0; i < scanners->count; i++)
        options->hand_scanners[i] = scanners->texts[i];
    configure_screen(options, config);
    configure_access(options, config);
    configure_journal(options, config);
}
