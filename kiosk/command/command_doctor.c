#include "firmware/base/calendar.h"
#include "firmware/board/camera.h"
#include "firmware/board/clock.h"
#include "keys/trust/floors.h"
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
    "usage: touchstone doctor [--trust DIR] [--state DIR] [--camera SOURCE]\n"
    "\n"
    "Looks at the lists, the clock, the camera, the fonts and the catalogues.\n"
    "Exit code 0 when all that was looked at works, 1 otherwise.\n";

enum {
    FRAME_TRIES = 30,
    FRAME_WAIT_MS = 100,
};

struct health {
    unsigned troubles;
    ts_utc issued; /* when the lists were signed; 0: no lists */
    uint64_t root_version;
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
             ts_trust_list_count(trust));
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
        health->issued = trust.issued;
        health->root_version = trust.root_version;
        return;
    }
    snprintf(text, sizeof(text), "%s %s%s%s", dir, ts_status_words(status),
             fault.rule ? ": " : "", fault.rule ? fault.rule : "");
    say(health, false, "lists", text);
}

/* What the kiosk kept; without it what the program and the lists say. */
static ts_utc
find_floor(struct health *health, const char *dir)
{
    struct ts_store *store = NULL;
    enum ts_status status = dir ? ts_store_open(&store, dir, false) : TS_OK;
    if (status != TS_OK)
        say(health, false, "clock", "nothing can be read where the time is kept");
    struct ts_floors floors = ts_floors_load(store);
    if (store)
        ts_store_close(store);
    if (floors.is_damaged)
        say(health, false, "clock", "a damaged file was passed over where it is kept");
    ts_floors_accept(&floors, health->issued, health->root_version);
    return ts_floors_time(&floors);
}

static const char *
clock_words(enum ts_clock_trust trust, bool is_before)
{
    switch (trust) {
    case TS_CLOCK_TRUSTED: return "trusted";
    case TS_CLOCK_FLOOR_ONLY:
        return "neither network time since the start nor a battery clock says so: no "
               "date is judged by it";
    case TS_CLOCK_IMPLAUSIBLE: break;
    }
    return is_before ? "wrong, it is later for certain: set it" : "absurdly late: set it";
}

static void
look_at_clock(struct health *health, const char *state_dir)
{
    char text[256];
    char now[TS_UTC_TEXT_SIZE];
    char past[TS_UTC_TEXT_SIZE];
    ts_utc floor = find_floor(health, state_dir);
    ts_utc utc = ts_clock_utc();
    struct ts_now judged = ts_now_judge(utc, ts_clock_is_synchronised(), floor);
    ts_utc_format(now, utc);
    ts_utc_format(past, floor);
    snprintf(text, sizeof(text), "%s: %s (not before %s)", now,
             clock_words(judged.clock, utc.s < floor.s), past);
    say(health, judged.clock == TS_CLOCK_TRUSTED, "clock", text);
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
    const char *state = NULL;
    const char *camera = NULL;
    bool help = false;
    const struct ts_option options[] = {
        { .name = "--trust", .value = &trust },
        { .name = "--state", .value = &state },
        { .name = "--camera", .value = &camera },
        { .name = "--help", .flag = &help },
    };
    if (!ts_options_read(argc, argv, options, TS_COUNT(options), &operands) || help
        || operands.count) {
        fputs(usage, stderr);
        return TS_EXIT_USAGE;
    }
    look_at_lists(&health, trust);
    look_at_clock(&health, state);
    look_at_camera(&health, camera ? camera : "v4l2:");
    look_at_files(&health);
    return health.troubles ? TS_EXIT_OTHER : TS_EXIT_DONE;
}
