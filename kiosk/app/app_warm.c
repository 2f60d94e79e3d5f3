#include "kiosk/app/app_parts.h"

/* Fonts, shapers and large signs cost most when they are first drawn: before anybody
 * looks, so that no picture of the camera waits for them. */
void
ts_parts_warm_up(struct ts_parts *parts)
{
    static const enum ts_scan_state states[] = { TS_SCAN_NO_ANSWER, TS_SCAN_WAITING };
    static struct ts_drawing drawing; /* too large for a stack, and there is one screen */
    const struct ts_app_options *o = parts->options;
    struct ts_view_model model = {
        .gloves = o->gloves,
        .large_print = o->large_print,
        .demo = o->demo,
        .offers = { .language = true, .admin = o->admin_pin != NULL },
        .tallied = parts->journal != NULL,
    };
    ts_window_size(parts->window, &model.width_px, &model.height_px, &model.px_per_mm);
    for (size_t i = 0; i < TS_COUNT(states); i++) {
        model.state = states[i];
        ts_view_draw(&drawing, &model);
        ts_window_draw(parts->window, &drawing, NULL, NULL);
    }
}
