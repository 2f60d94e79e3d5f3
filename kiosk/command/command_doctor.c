#include "firmware/base/calendar.h"
#include "firmware/board/camera.h"
#include "firmware/board/clock.h"
#include "keys/trust/trust.h"
#include "kiosk/command/command.h"
#include "kiosk/command/options.h"
#include "kiosk/command/report.h"
#include "kiosk/screen/words.h"
#include "kiosk/verdict/now.h"

#include <stdio.h>
#include <stdlib.h>

/* Tells in plain words what works on this machine and what does not. */

static const char usage[] =
    "usage: touchstone doctor [--trust DIR] [--camera SOURCE]\n"
    "\n"
    "Looks at the lists, the clock, the camera, the fonts and the catalogues.\n"
    "Exit code 0 when all that was looked at works, 1 otherwise.\n";

enum {
    FRAME_TRIES = 30,
    FRAME_WAIT_MS = 100,
};

struct health {
    unsigned troubles;
    bool has_floor;
    ts_utc floor; /* when the lists were signed */
};

static void
say(struct health *health, bool fine, const char *about, const char *what)
{
    printf("%-5s%-10s %s\n", fine ? "ok" : "BAD", about, what);
    health->troubles += !fine;
}

static void
describe_lists(struct health *health, const struct ts_trust *trust)
{
    char text[256];
    char issued[TS_UTC_TEXT_SIZE];
    ts_utc_format(issued, trust->issued);
    snprintf(text, sizeof(text), "epoch %llu, signed %s: %zu issuers, %zu status lists",
             (unsigned long long)trust->epoch, issued, trust->issuers.count,
             trust->status_list_count);
    say(health, true, "lists", text);
    for (size_t i = 0; i < trust->problem_count; i++) {
        snprintf(text, sizeof(text), "left out: %.*s %s",
                 TS_SPAN_ARG(trust->problems[i].what),
                 ts_status_words(trust->problems[i].fault.status));
        say(health, false, "lists", text);
    }
    for (size_t i = 0; i < trust->status_list_count; i++)
        if (trust->status_lists[i].is_small)
            printf("%-5s%-10s %.*s: few entries: who is meant may be guessed\n", "note",
                   "lists", TS_SPAN_ARG(trust->status_lists[i].url));
}

static void
look_at_lists(struct health *health, const char *dir)
{
    struct ts_arena arena;
    struct ts_store *store;
    struct ts_trust trust;
    struct ts_fault fault = { 0 };
    char text[256];
    if (!dir) {
        say(health, false, "lists", "none were named (--trust DIR): nobody can be READY");
        return;
    }
    arena = ts_command_memory(TS_TRUST_ARENA_SIZE);
    enum ts_status status = ts_store_open(&store, dir, false);
    if (status == TS_OK) {
        status = ts_trust_load(&arena, &trust, store, &fault);
        ts_store_close(store);
    }
    if (status == TS_OK) {
        describe_lists(health, &trust);
        health->has_floor = true;
        health->floor = trust.issued;
        return;
    }
    snprintf(text, sizeof(text), "%s %s%s%s", dir, ts_status_words(status),
             fault.rule ? ": " : "", fault.rule ? fault.rule : "");
    say(health, false, "lists", text);
}

static void
look_at_clock(struct health *health)
{
    char text[128];
    char now[TS_UTC_TEXT_SIZE];
    ts_utc utc = ts_clock_utc();
    bool fine =
        !health->has_floor || ts_now_judge(utc, health->floor).clock == TS_CLOCK_TRUSTED;
    ts_utc_format(now, utc);
    snprintf(text, sizeof(text), "%s%s", now,
             fine ? "" : ": before the lists were signed, or far after: set it");
    say(health, fine, "clock", text);
}

static bool
has_frame(struct ts_camera *camera)
{
    struct ts_frame frame;
    for (int i = 0; i < FRAME_TRIES; i++)
        if (ts_camera_wait(camera, &frame, FRAME_WAIT_MS) == TS_OK)
            return true;
    return false;
}

static void
look_at_camera(struct health *health, const char *source)
{
    struct ts_camera *camera;
    struct ts_camera_state state;
    char text[256];
    if (ts_camera_open(&camera, source) != TS_OK) {
        say(health, false, "camera", "this is not how a camera is named");
        return;
    }
    bool fine = has_frame(camera);
    ts_camera_describe(camera, &state);
    if (fine)
        snprintf(text, sizeof(text), "%s: %s %ux%u", state.name, state.format,
                 state.width, state.height);
    else
        snprintf(text, sizeof(text), "%s: %s", source,
                 state.trouble ? state.trouble : "no picture within 3 s");
    say(health, fine, "camera", text);
    ts_camera_close(camera);
}

static void
look_at_files(struct health *health)
{
    const char *fonts = getenv("TOUCHSTONE_FONT_DIR");
    char path[512];
    snprintf(path, sizeof(path), "%s/NotoSans-Regular.ttf",
             fonts ? fonts : "/usr/share/fonts/truetype/noto");
    FILE *font = fopen(path, "rb");
    say(health, font != NULL, "fonts",
        font ? path : "Noto Sans is missing: install fonts-noto-core");
    if (font)
        fclose(font);
    bool found = ts_words_open(NULL) == TS_OK && ts_words_speak("fr") == TS_OK;
    say(health, found, "languages", found ? "English, French" : "English only");
}

int
ts_command_doctor(int argc, char **argv)
{
    struct health health = { 0 };
    struct ts_operands operands = { 0 };
    const char *trust = NULL;
    const char *camera = NULL;
    bool help = false;
    const struct ts_option options[] = {
        { .name = "--trust", .value = &trust },
        { .name = "--camera", .value = &camera },
        { .name = "--help", .flag = &help },
    };
    if (!ts_options_read(argc, argv, options, TS_COUNT(options), &operands) || help
        || operands.count) {
        fputs(usage, stderr);
        return TS_EXIT_USAGE;
    }
    look_at_lists(&health, trust);
    look_at_clock(&health);
    look_at_camera(&health, camera ? camera : "v4l2:");
    look_at_files(&health);
    return health.troubles ? TS_EXIT_OTHER : TS_EXIT_DONE;
}
