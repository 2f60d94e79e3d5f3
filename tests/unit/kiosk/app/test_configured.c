#include "kiosk/app/configured.h"

#include "tests/support/support.h"

#include <string.h>

static void
fail_on(void *context, size_t line, const char *words)
{
    (void)context;
    fail_msg("line %zu: %s", line, words);
}

static void
configure(struct ts_app_options *o, struct ts_arena *arena, const char *text)
{
    struct ts_config config = { 0 };
    assert_status(ts_config_read(&config, arena, ts_span_text(text),
                                 (struct ts_config_ear){ fail_on, NULL }),
                  TS_OK);
    ts_app_configure(o, &config);
}

static void
what_nobody_said_is_what_a_gate_had_before(void **state)
{
    struct ts_arena arena = ts_test_arena(TS_CONFIG_ARENA_SIZE);
    struct ts_app_options o = { .answers = 7, .screenshot_dir = "/s" };
    (void)state;
    configure(&o, &arena, "");
    assert_string_equal(o.camera, "v4l2:");
    assert_string_equal(o.lamps, "none");
    assert_string_equal(o.backlight, "none");
    assert_string_equal(o.language, "en");
    assert_string_equal(o.log_mode, "counts");
    assert_null(o.trust_dir);
    assert_null(o.profile);
    assert_null(o.journal_file);
    assert_null(o.languages);
    assert_null(o.admin_pin);
    assert_null(o.waiver_pin);
    assert_false(o.clock_kept || o.fullscreen || o.mute || o.demo || o.gloves);
    assert_int_equal(o.width_px, 1280);
    assert_int_equal(o.height_px, 800);
    assert_int_equal(o.rotation_deg, 0);
    assert_int_equal(o.hand_scanner_count, 0);
    assert_int_equal(o.log_days, 30);
    assert_int_equal(o.dim_s, 120);
    ts_test_row("what is for trying out stays");
    assert_int_equal(o.answers, 7);
    assert_string_equal(o.screenshot_dir, "/s");
    ts_test_arena_free(&arena);
}

static void
every_setting_arrives(void **state)
{
    struct ts_arena arena = ts_test_arena(TS_CONFIG_ARENA_SIZE);
    struct ts_app_options o = { 0 };
    (void)state;
    configure(
        &o, &arena,
        "site_name = Gate 1\ncontact = c\ntrust = /t\nstate = /s\nclock_kept = yes\n"
        "profile = p\ncamera = files:/f\nmirrored = yes\nhand_scanner = evdev:a\n"
        "hand_scanner = serial:/d\nlamps = gpio:x\nfullscreen = yes\n"
        "size = 800x480\npx_per_mm = 5.5\nrotation = 90\ndim_seconds = 9\n"
        "backlight = auto,80\n"
        "language = fr\nlanguages = fr, en\nlocale = /l\nlarge_print = yes\n"
        "gloves = yes\nreader_socket = /r\nmute = yes\nvolume = 33\n"
        "verdict_sounds = yes\nvoice_dir = /v\njournal = /j\nlog_mode = roll\n"
        "log_days = 8\nroll_stale_hours = 5\nsteward_key = /k\ndemo = yes\n");
    assert_string_equal(o.site_name, "Gate 1");
    assert_string_equal(o.contact, "c");
    assert_string_equal(o.trust_dir, "/t");
    assert_string_equal(o.state_dir, "/s");
    assert_string_equal(o.profile, "p");
    assert_string_equal(o.camera, "files:/f");
    assert_int_equal(o.hand_scanner_count, 2);
    assert_string_equal(o.hand_scanners[0], "evdev:a");
    assert_string_equal(o.hand_scanners[1], "serial:/d");
    assert_string_equal(o.lamps, "gpio:x");
    assert_string_equal(o.backlight, "auto,80");
    assert_int_equal(o.width_px, 800);
    assert_int_equal(o.height_px, 480);
    assert_true(o.px_per_mm == 5.5);
    assert_int_equal(o.rotation_deg, 90);
    assert_int_equal(o.dim_s, 9);
    assert_string_equal(o.language, "fr");
    assert_string_equal(o.languages, "fr, en");
    assert_string_equal(o.locale_dir, "/l");
    assert_string_equal(o.reader_socket, "/r");
    assert_int_equal(o.volume, 33);
    assert_string_equal(o.voice_dir, "/v");
    assert_string_equal(o.journal_file, "/j");
    assert_string_equal(o.log_mode, "roll");
    assert_int_equal(o.log_days, 8);
    assert_int_equal(o.roll_stale_h, 5);
    assert_string_equal(o.steward_key, "/k");
    assert_true(o.clock_kept && o.mirrored && o.fullscreen && o.large_print && o.gloves);
    assert_true(o.mute && o.verdict_sounds && o.demo);
    ts_test_arena_free(&arena);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_nobody_said_is_what_a_gate_had_before),
        cmocka_unit_test(every_setting_arrives),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
