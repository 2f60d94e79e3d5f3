#include "kiosk/config/config.h"

#include "kiosk/config/nearest.h"
#include "tests/support/support.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PIN_LINE                                             \
    "$argon2id$v=19$m=65536,t=3,p=1$c29tZXNhbHRzb21lc2FsdA$" \
    "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"

static struct ts_arena arena;
static struct ts_config config;

/* Every mistake as "line: words", one a line. */
static char told[8192];
static size_t told_count;

static void
hear(void *context, size_t line, const char *words)
{
    size_t used = strlen(told);
    (void)context;
    told_count++;
    snprintf(told + used, sizeof(told) - used, "%zu: %s\n", line, words);
}

static const struct ts_config_ear ear = { hear, NULL };

static int
begin(void **state)
{
    (void)state;
    arena = ts_test_arena(TS_CONFIG_ARENA_SIZE);
    memset(&config, 0, sizeof(config));
    told[0] = '\0';
    told_count = 0;
    return 0;
}

static int
end(void **state)
{
    (void)state;
    ts_test_arena_free(&arena);
    return 0;
}

static enum ts_status
read(const char *text)
{
    told[0] = '\0';
    told_count = 0;
    return ts_config_read(&config, &arena, ts_span_text(text), ear);
}

static void
nothing_said_is_the_initial(void **state)
{
    int width;
    int height;
    (void)state;
    assert_status(read(""), TS_OK);
    assert_string_equal(ts_config_text(&config, TS_SETTING_CAMERA), "v4l2:");
    assert_string_equal(ts_config_text(&config, TS_SETTING_LOG_MODE), "counts");
    assert_null(ts_config_text(&config, TS_SETTING_TRUST));
    assert_null(ts_config_text(&config, TS_SETTING_ADMIN_PIN));
    assert_true(ts_config_number(&config, TS_SETTING_LOG_DAYS) == 30);
    assert_true(ts_config_number(&config, TS_SETTING_DIM_SECONDS) == 120);
    assert_true(ts_config_number(&config, TS_SETTING_PX_PER_MM) == 0);
    for (size_t i = 0; i < TS_SETTING_COUNT; i++)
        if (ts_setting_about((enum ts_setting)i)->kind == TS_SETTING_FLAG)
            assert_int_equal(ts_config_flag(&config, (enum ts_setting)i),
                             i == TS_SETTING_CONFIRM_ROOT);
    ts_config_size(&config, TS_SETTING_SIZE, &width, &height);
    assert_int_equal(width, 1280);
    assert_int_equal(height, 800);
    assert_true(ts_config_agrees(&config, ear));
}

static void
lines_are_read_however_they_are_written(void **state)
{
    (void)state;
    assert_status(read("\xEF\xBB\xBF# a comment\r\n"
                       "\r\n"
                       "  \t\n"
                       "  # another\n"
                       "trust=/a\n"
                       "\tstate\t =  /b c \t\r\n"
                       "contact = Zo\xC3\xA9 # 5 = gate\n"
                       "fullscreen = yes\n"
                       "px_per_mm = 5.25\n"
                       "rotation = 270\n"
                       "size = 720x1280\n"
                       "languages = fr, en,iu-Cans\n"
                       "language = fr\n"
                       "hand_scanner = evdev:\n"
                       "admin_pin = " PIN_LINE "\n"
                       "hand_scanner = serial:/dev/ttyACM0,9600"),
                  TS_OK);
    assert_int_equal(told_count, 0);
    assert_string_equal(ts_config_text(&config, TS_SETTING_TRUST), "/a");
    assert_string_equal(ts_config_text(&config, TS_SETTING_STATE), "/b c");
    assert_string_equal(ts_config_text(&config, TS_SETTING_CONTACT),
                        "Zo\xC3\xA9 # 5 = gate");
    assert_true(ts_config_flag(&config, TS_SETTING_FULLSCREEN));
    assert_true(ts_config_number(&config, TS_SETTING_PX_PER_MM) == 5.25);
    assert_true(ts_config_number(&config, TS_SETTING_ROTATION) == 270);
    int width;
    int height;
    ts_config_size(&config, TS_SETTING_SIZE, &width, &height);
    assert_int_equal(width, 720);
    assert_int_equal(height, 1280);
    const struct ts_config_value *hands = &config.values[TS_SETTING_HAND_SCANNER];
    assert_int_equal(hands->count, 2);
    assert_string_equal(hands->texts[0], "evdev:");
    assert_string_equal(hands->texts[1], "serial:/dev/ttyACM0,9600");
    assert_int_equal(hands->line, 14);
    assert_string_equal(ts_config_text(&config, TS_SETTING_ADMIN_PIN), PIN_LINE);
    assert_true(ts_config_agrees(&config, ear));
}

static void
every_mistake_is_told_in_words(void **state)
{
    static const struct {
        const char *text, *words;
    } rows[] = {
        { "trust", "1: this is not \"key = value\": trust\n" },
        { "= /a", "1: this is not \"key = value\": = /a\n" },
        { "[screen]", "1: there are no sections here; leave the line out\n" },
        { "trust =", "1: trust has no value; # before the line leaves it out\n" },
        { "trust = \t ", "1: trust has no value; # before the line leaves it out\n" },
        { "truts = /a", "1: there is no setting truts; trust is the nearest\n" },
        { "Trust = /a", "1: there is no setting Trust; trust is the nearest\n" },
        { "px-per-mm = 5",
          "1: there is no setting px-per-mm; px_per_mm is the nearest\n" },
        { "handscaner = evdev:",
          "1: there is no setting handscaner; hand_scanner is the nearest\n" },
        { "colour = red", "1: there is no setting colour\n" },
        { "trust = /a\n\ntrust = /b",
          "3: trust is given twice; it stands in line 1, too\n" },
        { "mute = true", "1: mute must be yes or no, not \"true\"\n" },
        { "mute = yes # at night", "1: mute must be yes or no, not \"yes # at night\" (a "
                                   "comment needs a line of its own)\n" },
        { "volume = 101",
          "1: volume must be a whole number from 0 to 100, not \"101\"\n" },
        { "volume = 5.5",
          "1: volume must be a whole number from 0 to 100, not \"5.5\"\n" },
        { "volume = -1", "1: volume must be a whole number from 0 to 100, not \"-1\"\n" },
        { "volume = 0x10",
          "1: volume must be a whole number from 0 to 100, not \"0x10\"\n" },
        { "volume = 4294967297",
          "1: volume must be a whole number from 0 to 100, not \"4294967297\"\n" },
        { "log_days = 0",
          "1: log_days must be a whole number from 1 to 3660, not \"0\"\n" },
        { "px_per_mm = 0.9",
          "1: px_per_mm must be a number from 1 to 40, not \"0.9\"\n" },
        { "px_per_mm = 5,2",
          "1: px_per_mm must be a number from 1 to 40, not \"5,2\"\n" },
        { "px_per_mm = 5.", "1: px_per_mm must be a number from 1 to 40, not \"5.\"\n" },
        { "px_per_mm = nan",
          "1: px_per_mm must be a number from 1 to 40, not \"nan\"\n" },
        { "px_per_mm = 5e0",
          "1: px_per_mm must be a number from 1 to 40, not \"5e0\"\n" },
        { "rotation = 45", "1: rotation must be 0, 90, 180 or 270, not \"45\"\n" },
        { "log_mode = Roll",
          "1: log_mode must be counts, proof or roll, not \"Roll\"\n" },
        { "size = 1280", "1: size must be WIDTHxHEIGHT in pixels, 320x240 to 8192x8192, "
                         "not \"1280\"\n" },
        { "size = 319x240", "1: size must be WIDTHxHEIGHT in pixels, 320x240 to "
                            "8192x8192, not \"319x240\"\n" },
        { "camera = /dev/video0", "1: camera must be what begins with v4l2:, pipe: or "
                                  "files:, not \"/dev/video0\"\n" },
        { "lamps = nonesuch",
          "1: lamps must be what begins with none or gpio:, not \"nonesuch\"\n" },
        { "language = f", "1: language must be a language, as en or fr, not \"f\"\n" },
        { "language = ../fr",
          "1: language must be a language, as en or fr, not \"../fr\"\n" },
        { "languages = en,", "1: languages must be languages apart by commas, as en, fr, "
                             "none twice, not \"en,\"\n" },
        { "languages = en,,fr", "1: languages must be languages apart by commas, as en, "
                                "fr, none twice, not \"en,,fr\"\n" },
        { "languages = en,fr,en",
          "1: languages must be languages apart by commas, as en, "
          "fr, none twice, not \"en,fr,en\"\n" },
        { "admin_pin = 1234",
          "1: admin_pin must be a line that 'touchstone pin' prints\n" },
        { "contact = \xFF", "1: the line is not UTF-8 text\n" },
        { "# \xC3", "1: the line is not UTF-8 text\n" },
        { "contact = a\x1B[2Jb", "1: the line has a control character in it\n" },
        { "hand_scanner=evdev:\nhand_scanner=evdev:\nhand_scanner=evdev:\n"
          "hand_scanner=evdev:\nhand_scanner=evdev:",
          "5: hand_scanner is given more than 4 times\n" },
        { "a\n\nmute = 1\nb\nmute = 2\n",
          "1: this is not \"key = value\": a\n"
          "3: mute must be yes or no, not \"1\"\n"
          "4: this is not \"key = value\": b\n"
          "5: mute is given twice; it stands in line 3, too\n" },
    };
    struct ts_config before;
    (void)state;
    memset(&config, 0x5A, sizeof(config));
    before = config;
    for (size_t i = 0; i < TS_COUNT(rows); i++) {
        ts_test_row(rows[i].text);
        assert_status(read(rows[i].text), TS_MALFORMED);
        assert_string_equal(told, rows[i].words);
        assert_memory_equal(&config, &before, sizeof(config));
    }
}

static void
values_have_a_length(void **state)
{
    static char text[TS_CONFIG_BYTES_MAX + 2];
    (void)state;
    ts_test_row("a path of 1023 bytes, and of 1024");
    memcpy(text, "trust = ", 8);
    memset(text + 8, 'a', TS_CONFIG_VALUE_MAX);
    assert_status(read(text), TS_OK);
    text[8 + TS_CONFIG_VALUE_MAX] = 'a';
    assert_status(read(text), TS_MALFORMED);
    ts_test_row("a file of 64 KiB, and a byte more");
    memset(text, '#', TS_CONFIG_BYTES_MAX);
    assert_status(read(text), TS_OK);
    text[TS_CONFIG_BYTES_MAX] = '#';
    assert_status(read(text), TS_OVER_LIMIT);
    assert_int_equal(told_count, 1);
    ts_test_row("64 KiB of mistakes: each is told");
    for (size_t i = 0; i < TS_CONFIG_BYTES_MAX; i++)
        text[i] = i & 1 ? '\n' : 'x';
    text[TS_CONFIG_BYTES_MAX] = '\0';
    assert_status(read(text), TS_MALFORMED);
    assert_int_equal(told_count, TS_CONFIG_BYTES_MAX / 2);
}

/* A file that was cut off is in order up to its last line, or that line is told. */
static void
every_prefix_is_blamed_on_its_last_line(void **state)
{
    static const char whole[] = "fullscreen = yes\n"
                                "size = 720x1280\n"
                                "languages = fr, en\n"
                                "admin_pin = " PIN_LINE "\n";
    static const size_t line_ends[] = { 17, 33, 52 };
    (void)state;
    for (size_t len = 0; len < sizeof(whole); len++) {
        uint8_t *copy = ts_test_exact_copy((ts_span){ (const uint8_t *)whole, len });
        size_t line = 1;
        char expected[16];
        for (size_t i = 0; i < TS_COUNT(line_ends); i++)
            line += len > line_ends[i];
        told[0] = '\0';
        told_count = 0;
        enum ts_status status =
            ts_config_read(&config, &arena, (ts_span){ copy, len }, ear);
        assert_int_equal(told_count, status == TS_OK ? 0 : 1);
        snprintf(expected, sizeof(expected), "%zu: ", line);
        if (status != TS_OK)
            assert_memory_equal(told, expected, strlen(expected));
        free(copy);
    }
}

static void
the_command_line_wins(void **state)
{
    static const char *const fr[] = { "fr" };
    static const char *const no[] = { "no" };
    static const char *const two[] = { "evdev:a", "evdev:b" };
    static const char *const bad[] = { "loud" };
    static const char *const empty[] = { "" };
    (void)state;
    assert_status(read("language = en\nhand_scanner = serial:/dev/ttyS0\nmute = yes\n"),
                  TS_OK);
    assert_true(ts_config_override(&config, TS_SETTING_LANGUAGE, fr, 1, ear));
    assert_true(ts_config_override(&config, TS_SETTING_MUTE, no, 1, ear));
    assert_true(ts_config_override(&config, TS_SETTING_HAND_SCANNER, two, 2, ear));
    assert_string_equal(ts_config_text(&config, TS_SETTING_LANGUAGE), "fr");
    assert_false(ts_config_flag(&config, TS_SETTING_MUTE));
    assert_int_equal(config.values[TS_SETTING_HAND_SCANNER].count, 2);
    assert_string_equal(config.values[TS_SETTING_HAND_SCANNER].texts[1], "evdev:b");
    ts_test_row("with the same rules");
    assert_false(ts_config_override(&config, TS_SETTING_VOLUME, bad, 1, ear));
    assert_string_equal(told,
                        "0: volume must be a whole number from 0 to 100, not \"loud\"\n");
    assert_false(ts_config_override(&config, TS_SETTING_TRUST, empty, 1, ear));
    assert_false(ts_config_override(&config, TS_SETTING_TRUST, two, 2, ear));
    assert_true(ts_config_number(&config, TS_SETTING_VOLUME) == 60);
    assert_null(ts_config_text(&config, TS_SETTING_TRUST));
}

static void
settings_must_agree(void **state)
{
    static const struct {
        const char *text, *words;
    } rows[] = {
        { "log_mode = counts\n", "" },
        { "\nlog_mode = proof\n", "2: log_mode = proof needs a journal\n" },
        { "log_mode = roll\n", "1: log_mode = roll needs a journal\n" },
        { "log_mode = roll\njournal = /j\n", "" },
        { "languages = fr\n", "1: language = en is not among the languages fr\n" },
        { "languages = en-CA , fr\nlanguage = en-CA\n", "" },
        { "languages = fr\nlanguage = f\n", NULL },
    };
    (void)state;
    for (size_t i = 0; i < TS_COUNT(rows); i++) {
        ts_test_row(rows[i].text);
        if (!rows[i].words) {
            assert_status(read(rows[i].text), TS_MALFORMED);
            continue;
        }
        assert_status(read(rows[i].text), TS_OK);
        assert_int_equal(ts_config_agrees(&config, ear), rows[i].words[0] == '\0');
        assert_string_equal(told, rows[i].words);
    }
}

static void
near_words_are_near(void **state)
{
    static const struct {
        const char *a, *b;
        size_t distance;
    } rows[] = {
        { "", "", 0 },           { "", "abc", 3 },         { "abc", "", 3 },
        { "trust", "trust", 0 }, { "truts", "trust", 1 },  { "rtust", "trust", 1 },
        { "tust", "trust", 1 },  { "trrust", "trust", 1 }, { "TRUST", "trust", 0 },
        { "a-b", "a_b", 0 },     { "abcd", "dcba", 3 },    { "ca", "abc", 3 },
    };
    char longer[65];
    (void)state;
    for (size_t i = 0; i < TS_COUNT(rows); i++) {
        ts_test_row(rows[i].a);
        assert_int_equal(
            ts_word_distance(ts_span_text(rows[i].a), ts_span_text(rows[i].b)),
            rows[i].distance);
    }
    memset(longer, 'a', 64);
    longer[64] = '\0';
    assert_int_equal(ts_word_distance(ts_span_text(longer), ts_span_text("a")), 64);
    assert_int_equal(ts_word_distance(ts_span_text(longer + 1), ts_span_text("a")), 62);
}

static void
the_table_is_in_order(void **state)
{
    (void)state;
    assert_non_null(ts_setting_about(TS_SETTING_SITE_NAME)->heading);
    for (size_t i = 0; i < TS_SETTING_COUNT; i++) {
        const struct ts_setting_about *about = ts_setting_about((enum ts_setting)i);
        ts_test_row(about->key);
        assert_non_null(about->help);
        assert_true(strlen(about->help) > 20);
        assert_int_equal(about->help[strlen(about->help) - 1], '.');
        assert_true(about->initial || about->example || about->kind == TS_SETTING_PIN);
        assert_true(about->repeats <= TS_CONFIG_REPEATS_MAX);
        if (about->kind == TS_SETTING_FLAG)
            assert_string_equal(about->initial,
                                i == TS_SETTING_CONFIRM_ROOT ? "yes" : "no");
        for (size_t j = 0; j < i; j++)
            assert_string_not_equal(about->key,
                                    ts_setting_about((enum ts_setting)j)->key);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(nothing_said_is_the_initial, begin, end),
        cmocka_unit_test_setup_teardown(lines_are_read_however_they_are_written, begin,
                                        end),
        cmocka_unit_test_setup_teardown(every_mistake_is_told_in_words, begin, end),
        cmocka_unit_test_setup_teardown(values_have_a_length, begin, end),
        cmocka_unit_test_setup_teardown(every_prefix_is_blamed_on_its_last_line, begin,
                                        end),
        cmocka_unit_test_setup_teardown(the_command_line_wins, begin, end),
        cmocka_unit_test_setup_teardown(settings_must_agree, begin, end),
        cmocka_unit_test_setup_teardown(near_words_are_near, begin, end),
        cmocka_unit_test_setup_teardown(the_table_is_in_order, begin, end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
