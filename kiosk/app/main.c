#include "kiosk/app/app.h"
#include "kiosk/command/options.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { EXIT_USAGE = 64 };

static const char usage[] =
    "usage: touchstone-kiosk [OPTION]...\n"
    "\n"
    "  --camera SOURCE     v4l2:[DEVICE][,WxH], pipe:WxH,FORMAT,COMMAND or\n"
    "                      files:PATH[,SECONDS]; v4l2: (the first camera) if absent\n"
    "  --trust DIR         the folder with the lists\n"
    "  --state DIR         keeps how late it is for certain, for a clock that is wrong\n"
    "  --clock-kept        the clock is right, though neither network nor battery says "
    "so\n"
    "  --profile NAME      a job profile of the lists, or a file (with / or . in it)\n"
    "  --language LANG     en or fr; key L changes it\n"
    "  --lamps WIRING      gpio:LABEL,ready=N,notyet=N,stop=N,cannottell=N\n"
    "  --journal FILE      counts verdicts, without names\n"
    "  --contact TEXT      whom to call, on the out-of-order screen\n"
    "  --fullscreen        else a window of --size WxH (1280x800); key F changes it\n"
    "  --px-per-mm N       of the display, where it does not know itself\n"
    "  --mirrored          the live picture, for a camera that faces people\n"
    "  --verdict-sounds    a rhythm for each verdict; --mute: not even a tick\n"
    "  --locale DIR        the catalogues, if not beside the program\n"
    "\n"
    "to try it out:\n"
    "  --screenshots DIR   a PNG of the scan screen and of every answer\n"
    "  --answers N         print each answer as a line and end after N\n"
    "  --seconds N         end after so long; exit code 2 if answers are missing\n"
    "  --report-start      print the time to the first live picture, and the memory\n";

static bool
read_number(const char *text, double least, double most, double *number)
{
    char *end;
    if (!text)
        return true;
    errno = 0;
    *number = strtod(text, &end);
    return errno == 0 && end != text && *end == '\0' && *number >= least
           && *number <= most;
}

static bool
read_size(const char *text, struct ts_app_options *o)
{
    char after;
    o->width_px = 1280;
    o->height_px = 800;
    if (!text)
        return true;
    return sscanf(text, "%dx%d%c", &o->width_px, &o->height_px, &after) == 2
           && o->width_px >= 320 && o->height_px >= 240 && o->width_px <= 8192
           && o->height_px <= 8192;
}

static bool
read_numbers(struct ts_app_options *o, const char *size, const char *px_per_mm,
             const char *answers, const char *seconds)
{
    double most_answers = 0;
    double most_seconds = 0;
    if (!read_size(size, o) || !read_number(px_per_mm, 1, 40, &o->px_per_mm)
        || !read_number(answers, 1, 1e6, &most_answers)
        || !read_number(seconds, 1, 1e6, &most_seconds))
        return false;
    o->answers = (uint32_t)most_answers;
    o->seconds = (uint32_t)most_seconds;
    return true;
}

int
main(int argc, char **argv)
{
    struct ts_app_options o = { 0 };
    struct ts_operands operands = { 0 };
    const char *size = NULL;
    const char *px_per_mm = NULL;
    const char *answers = NULL;
    const char *seconds = NULL;
    bool help = false;
    const struct ts_option options[] = {
        { .name = "--camera", .value = &o.camera },
        { .name = "--trust", .value = &o.trust_dir },
        { .name = "--state", .value = &o.state_dir },
        { .name = "--clock-kept", .flag = &o.clock_kept },
        { .name = "--profile", .value = &o.profile },
        { .name = "--language", .value = &o.language },
        { .name = "--lamps", .value = &o.lamps },
        { .name = "--journal", .value = &o.journal_file },
        { .name = "--contact", .value = &o.contact },
        { .name = "--locale", .value = &o.locale_dir },
        { .name = "--fullscreen", .flag = &o.fullscreen },
        { .name = "--mirrored", .flag = &o.mirrored },
        { .name = "--verdict-sounds", .flag = &o.verdict_sounds },
        { .name = "--mute", .flag = &o.mute },
        { .name = "--size", .value = &size },
        { .name = "--px-per-mm", .value = &px_per_mm },
        { .name = "--screenshots", .value = &o.screenshot_dir },
        { .name = "--answers", .value = &answers },
        { .name = "--seconds", .value = &seconds },
        { .name = "--report-start", .flag = &o.report_start },
        { .name = "--help", .flag = &help },
    };
    bool read = ts_options_read(argc, argv, options, sizeof(options) / sizeof(options[0]),
                                &operands);
    if (read && help) {
        fputs(usage, stdout);
        return 0;
    }
    if (!read || operands.count || !read_numbers(&o, size, px_per_mm, answers, seconds)) {
        fputs(usage, stderr);
        return EXIT_USAGE;
    }
    return (int)ts_app_run(&o);
}
