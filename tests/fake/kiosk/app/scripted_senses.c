#include "tests/fake/kiosk/app/scripted.h"

#include <string.h>

struct scripted_senses scripted_senses;

/* The screen. */

enum ts_status
ts_window_open(struct ts_window **window, const struct ts_window_options *options,
               struct ts_fault *fault)
{
    (void)options;
    (void)fault;
    *window = (struct ts_window *)&scripted_senses;
    return TS_OK;
}

void
ts_window_close(struct ts_window *window)
{
    (void)window;
}

bool
ts_window_poll(struct ts_window *window, struct ts_input *input, uint32_t timeout_ms)
{
    (void)window;
    *input = (struct ts_input){ .kind = TS_INPUT_NONE };
    return scripted_senses.poll && scripted_senses.poll(input, timeout_ms);
}

void
ts_window_size(const struct ts_window *window, int *width_px, int *height_px,
               double *px_per_mm)
{
    (void)window;
    *width_px = scripted_senses.width_px;
    *height_px = scripted_senses.height_px;
    *px_per_mm = scripted_senses.px_per_mm;
}

void
ts_window_draw(struct ts_window *window, const struct ts_drawing *drawing,
               const struct ts_frame *frame, struct ts_fit_report *report)
{
    (void)window;
    (void)frame;
    (void)report;
    assert_false(drawing->full);
    if (scripted_senses.drawn)
        scripted_senses.drawn(drawing);
}

enum ts_status
ts_window_save(struct ts_window *window, const char *path)
{
    (void)window;
    (void)path;
    return TS_IO;
}

void
ts_window_show(struct ts_window *window)
{
    (void)window;
}

void
ts_window_forget(struct ts_window *window)
{
    (void)window;
    scripted_senses.forgets++;
}

enum ts_status
ts_window_toggle_fullscreen(struct ts_window *window)
{
    (void)window;
    return TS_OK;
}

/* The eyes. */

enum ts_status
ts_eyes_open(struct ts_eyes **eyes, const char *source)
{
    (void)source;
    *eyes = (struct ts_eyes *)&scripted_senses;
    return TS_OK;
}

void
ts_eyes_close(struct ts_eyes *eyes)
{
    (void)eyes;
}

enum ts_status
ts_eyes_frame(struct ts_eyes *eyes, struct ts_frame *frame)
{
    static const uint8_t grey[1] = { 128 };
    (void)eyes;
    if (!scripted_senses.has_frames || scripted_senses.unplugged)
        return TS_ABSENT;
    *frame = (struct ts_frame){ .grey = grey, .width = 1, .height = 1, .stride = 1 };
    return TS_OK;
}

struct ts_focus
ts_eyes_focus(struct ts_eyes *eyes)
{
    (void)eyes;
    return (struct ts_focus){ 0 };
}

bool
ts_eyes_sight(struct ts_eyes *eyes, struct ts_sight *sight)
{
    (void)eyes;
    if (scripted_senses.see)
        return scripted_senses.see(sight);
    bool had = scripted_senses.has_sight;
    if (had)
        *sight = scripted_senses.sight;
    scripted_senses.has_sight = false;
    return had;
}

bool
ts_eyes_parts(struct ts_eyes *eyes, uint32_t *seen, uint32_t *total)
{
    (void)eyes;
    *seen = *total = 0;
    return scripted_senses.see_parts && scripted_senses.see_parts(seen, total);
}

bool
ts_eyes_hint(struct ts_eyes *eyes, enum ts_hint *hint)
{
    (void)eyes;
    *hint = TS_HINT_NONE;
    return scripted_senses.see_hint && scripted_senses.see_hint(hint);
}

void
ts_eyes_camera(struct ts_eyes *eyes, struct ts_camera_state *state)
{
    (void)eyes;
    *state = (struct ts_camera_state){ .delivering = !scripted_senses.unplugged };
}

uint32_t
ts_eyes_restarts(struct ts_eyes *eyes)
{
    (void)eyes;
    return 0;
}
