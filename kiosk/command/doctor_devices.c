#include "firmware/board/camera.h"
#include "firmware/board/hand_scanner.h"
#include "firmware/board/linux/camera_source.h"
#include "firmware/board/linux/camera_v4l2_modes.h"
#include "kiosk/command/doctor.h"

#include <stdio.h>
#include <string.h>

enum {
    FRAME_TRIES = 30,
    FRAME_WAIT_MS = 100,
    NODES_MAX = 64,
    MODES_MAX = 256,
    MODES_SIZE = 700,
};

/* The modes of one camera in a line; each format once, with its sizes behind it. */
struct modes {
    char text[MODES_SIZE];
    size_t len;
    char format[5];
    size_t readable;
};

static void
add_mode(void *context, const struct ts_v4l2_mode *mode)
{
    struct modes *modes = context;
    bool is_new = strcmp(modes->format, mode->format) != 0;
    char rate[16] = "";
    modes->readable += mode->readable;
    if (mode->rate)
        snprintf(rate, sizeof(rate), "@%u", mode->rate);
    int len = snprintf(modes->text + modes->len, sizeof(modes->text) - modes->len,
                       "%s%s%s %ux%u%s", is_new && modes->len ? "; " : "",
                       is_new ? mode->format : "",
                       is_new && !mode->readable ? " (not read here)" : "", mode->width,
                       mode->height, rate);
    /* What does not fit is left out whole. */
    if (len > 0 && (size_t)len < sizeof(modes->text) - modes->len)
        modes->len += (size_t)len;
    modes->text[modes->len] = '\0';
    memcpy(modes->format, mode->format, sizeof(modes->format));
}

static void
describe_modes(struct ts_doctor *doctor, const char *path)
{
    struct modes modes = { 0 };
    enum ts_status status = ts_v4l2_modes(path, MODES_MAX, add_mode, &modes);
    if (status == TS_UNTRUSTED || status == TS_ABSENT)
        return; /* the first is told among the rights */
    if (status != TS_OK)
        ts_doctor_say(doctor, TS_DOCTOR_ATTENTION, "camera", NULL,
                      "%s cannot be asked for its modes", path);
    else if (modes.readable == 0)
        ts_doctor_say(doctor, TS_DOCTOR_ATTENTION, "camera",
                      "use another camera, or a pipe: that converts",
                      "%s offers no format that is read here: %s", path, modes.text);
    else
        ts_doctor_say(doctor, TS_DOCTOR_OK, "camera", NULL, "%s offers %s", path,
                      modes.text);
}

static void
list_modes(struct ts_doctor *doctor, const struct ts_camera_source *source)
{
    if (source->kind != TS_CAMERA_V4L2)
        return;
    if (source->text[0]) {
        describe_modes(doctor, source->text);
        return;
    }
    for (unsigned i = 0; i < NODES_MAX; i++) {
        char path[24];
        snprintf(path, sizeof(path), "/dev/video%u", i);
        describe_modes(doctor, path);
    }
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

void
ts_doctor_camera(struct ts_doctor *doctor)
{
    struct ts_camera *camera;
    struct ts_camera_state state;
    struct ts_camera_source parsed;
    const char *source = ts_config_text(&doctor->config, TS_SETTING_CAMERA);
    if (ts_camera_source_parse(&parsed, source) != TS_OK
        || ts_camera_open(&camera, source) != TS_OK) {
        ts_doctor_say(doctor, TS_DOCTOR_BROKEN, "camera", "see camera in kiosk.conf(5)",
                      "%s: this is not how a camera is named", source);
        return;
    }
    list_modes(doctor, &parsed);
    bool fine = has_frame(camera);
    ts_camera_describe(camera, &state);
    if (fine)
        ts_doctor_say(doctor, TS_DOCTOR_OK, "camera", NULL,
                      "%s: %s %ux%u is chosen, and pictures come", state.name,
                      state.format, state.width, state.height);
    else
        ts_doctor_say(doctor, TS_DOCTOR_BROKEN, "camera",
                      "plug it in, end what else uses it, or name another", "%s: %s",
                      source, state.trouble ? state.trouble : "no picture within 3 s");
    ts_camera_close(camera);
}

static void
look_at_scanner(struct ts_doctor *doctor, const char *source)
{
    static struct ts_hand_scan scan;
    struct ts_hand_scanner *scanner;
    struct ts_hand_scanner_state state;
    if (ts_hand_scanner_open(&scanner, source) != TS_OK) {
        ts_doctor_say(doctor, TS_DOCTOR_BROKEN, "scanner",
                      "see hand_scanner in kiosk.conf(5)",
                      "%s: this is not how a hand scanner is named", source);
        return;
    }
    enum ts_status status = ts_hand_scanner_wait(scanner, &scan, 0);
    (void)status; /* it is the state that tells */
    memset(&scan, 0, sizeof(scan));
    ts_hand_scanner_describe(scanner, &state);
    if (state.present)
        ts_doctor_say(doctor, TS_DOCTOR_OK, "scanner", NULL, "%s: %s", source,
                      state.name);
    else
        ts_doctor_say(doctor, TS_DOCTOR_BROKEN, "scanner",
                      "plug it in, end the kiosk that has it, or name it by its path",
                      "%s: %s", source, state.trouble);
    ts_hand_scanner_close(scanner);
}

void
ts_doctor_hand_scanners(struct ts_doctor *doctor)
{
    const struct ts_config_value *hands = &doctor->config.values[TS_SETTING_HAND_SCANNER];
    for (size_t i = 0; i < hands->count; i++)
        look_at_scanner(doctor, hands->texts[i]);
}
