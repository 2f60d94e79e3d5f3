#include "kiosk/app/configured.h"
#include "kiosk/app/confined.h"
#include "kiosk/command/config_file.h"
#include "kiosk/command/options.h"
#include "kiosk/command/report.h"
#include "kiosk/config/config_write.h"
#include "kiosk/config/value.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { EXIT_USAGE = 64, EXIT_DATA = 65, NAME_SIZE = 40 };

static const char usage_head[] =
    "usage: touchstone-kiosk [--config FILE] [OPTION]...\n"
    "       touchstone-kiosk --check-config FILE | --print-config | --print-manual | "
    "--help\n"
    "\n"
    "  --config FILE       everything that can be set, as " TS_CONFIG_PATH ";\n"
    "                      options below win over it, --no-FLAG over a \"yes\"\n"
    "  --check-config FILE\n"
    "                      names every mistake by its line; exit code 0 for none, 65\n"
    "  --print-config      a commented file with every setting\n"
    "  --print-manual      the settings as kiosk.conf(5) has them, in roff\n"
    "\n";

static const char usage_tail[] =
    "\n"
    "to try it out:\n"
    "  --screenshots DIR   a PNG of the scan screen and of every answer\n"
    "  --answers N         print each answer as a line and end after N\n"
    "  --seconds N         end after so long; exit code 2 if answers are missing\n"
    "  --report-start      print the time to the first live picture, and the memory\n";

/* The command line as it was read: a text, several or a flag for every setting, and what
 * is only for this program. */
struct command_line {
    struct {
        char name[NAME_SIZE], no_name[NAME_SIZE];
        bool yes, no;
        struct ts_option_values texts;
    } settings[TS_SETTING_COUNT];
    const char *config, *check, *answers, *seconds;
    bool print, manual, help;
};

/* Every setting, the "--no-" of flags, and the options below. */
enum { OWN_OPTIONS = 9, OPTIONS_MAX = 2 * TS_SETTING_COUNT + OWN_OPTIONS };

static uint8_t memory[TS_CONFIG_ARENA_SIZE];

static void
print(FILE *to, void (*write)(struct ts_writer *))
{
    static uint8_t room[TS_CONFIG_WRITTEN_MAX];
    struct ts_writer w = ts_writer_over(TS_ROOM_OF(room));
    write(&w);
    TS_CHECK(!w.full);
    fwrite(room, 1, w.used, to);
}

static void
print_usage(FILE *to)
{
    fputs(usage_head, to);
    print(to, ts_config_write_usage);
    fputs(usage_tail, to);
}

static size_t
list_options(struct ts_option *options, struct command_line *line,
             struct ts_app_options *o)
{
    size_t count = 0;
    for (size_t i = 0; i < TS_SETTING_COUNT; i++) {
        const struct ts_setting_about *about = ts_setting_about((enum ts_setting)i);
        char *name = line->settings[i].name;
        char *no_name = line->settings[i].no_name;
        ts_config_option_name(name, NAME_SIZE, "--", about->key);
        ts_config_option_name(no_name, NAME_SIZE, "--no-", about->key);
        if (about->kind != TS_SETTING_FLAG) {
            options[count++] =
                (struct ts_option){ .name = name, .values = &line->settings[i].texts };
            continue;
        }
        options[count++] =
            (struct ts_option){ .name = name, .flag = &line->settings[i].yes };
        options[count++] =
            (struct ts_option){ .name = no_name, .flag = &line->settings[i].no };
    }
    const struct ts_option own[OWN_OPTIONS] = {
        { .name = "--config", .value = &line->config },
        { .name = "--check-config", .value = &line->check },
        { .name = "--print-config", .flag = &line->print },
        { .name = "--print-manual", .flag = &line->manual },
        { .name = "--screenshots", .value = &o->screenshot_dir },
        { .name = "--answers", .value = &line->answers },
        { .name = "--seconds", .value = &line->seconds },
        { .name = "--report-start", .flag = &o->report_start },
        { .name = "--help", .flag = &line->help },
    };
    memcpy(options + count, own, sizeof(own));
    return count + OWN_OPTIONS;
}

static void
report_option(void *context, size_t line, const char *words)
{
    (void)context;
    (void)line;
    ts_report("%s", words);
}

static bool
override(struct ts_config *config, const struct command_line *line)
{
    static const char *const yes[] = { "yes" };
    static const char *const no[] = { "no" };
    const struct ts_config_ear ear = { report_option, NULL };
    bool good = true;
    for (size_t i = 0; i < TS_SETTING_COUNT; i++) {
        enum ts_setting setting = (enum ts_setting)i;
        const struct ts_option_values *texts = &line->settings[i].texts;
        if (line->settings[i].yes || line->settings[i].no)
            good &= ts_config_override(config, setting, line->settings[i].no ? no : yes,
                                       1, ear);
        if (texts->count)
            good &= ts_config_override(config, setting, texts->items, texts->count, ear);
    }
    return good;
}

static bool
read_count(uint32_t *count, const char *name, const char *text)
{
    double number = 0;
    if (!text)
        return true;
    if (!ts_value_number(&number, ts_span_text(text)) || number < 1 || number > 1e6) {
        ts_report("%s must be a number from 1 to 1000000", name);
        return false;
    }
    *count = (uint32_t)number;
    return true;
}

static bool
read_file(struct ts_config *config, const char *path)
{
    struct ts_arena arena = ts_arena_over(TS_ROOM_OF(memory));
    struct ts_config_ear ear = ts_config_file_report(path);
    return ts_config_file_read(config, &arena, path, ear) == TS_OK;
}

static int
check(const char *path)
{
    struct ts_config config = { 0 };
    if (!read_file(&config, path)
        || !ts_config_agrees(&config, ts_config_file_report(path)))
        return EXIT_DATA;
    printf("%s: in order\n", path);
    return 0;
}

static int
run(const struct command_line *line, struct ts_app_options *o)
{
    struct ts_config config = { 0 };
    const char *path = line->config ? line->config : "touchstone-kiosk";
    if (line->config && !read_file(&config, line->config))
        return EXIT_DATA;
    if (!override(&config, line) || !read_count(&o->answers, "--answers", line->answers)
        || !read_count(&o->seconds, "--seconds", line->seconds)) {
        fputs("touchstone-kiosk --help says more\n", stderr);
        return EXIT_USAGE;
    }
    if (!ts_config_agrees(&config, ts_config_file_report(path)))
        return EXIT_DATA;
    ts_app_configure(o, &config);
    if (!ts_app_confine(o))
        return (int)TS_APP_CANNOT_RUN;
    return (int)ts_app_run(o);
}

int
main(int argc, char **argv)
{
    static struct command_line line;
    static struct ts_option options[OPTIONS_MAX];
    struct ts_app_options o = { 0 };
    struct ts_operands operands = { 0 };
    size_t count = list_options(options, &line, &o);
    bool read = ts_options_read(argc, argv, options, count, &operands);
    if (!read || operands.count) {
        fputs("touchstone-kiosk --help says more\n", stderr);
        return EXIT_USAGE;
    }
    if (line.help)
        print_usage(stdout);
    else if (line.print)
        print(stdout, ts_config_write_example);
    else if (line.manual)
        print(stdout, ts_config_write_manual);
    else
        return line.check ? check(line.check) : run(&line, &o);
    return 0;
}
