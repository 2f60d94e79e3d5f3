#ifndef TS_APP_PARTS_H
#define TS_APP_PARTS_H

#include "firmware/board/signal.h"
#include "kiosk/app/app.h"
#include "kiosk/app/checker.h"
#include "kiosk/app/eyes.h"
#include "kiosk/journal/journal.h"
#include "kiosk/screen/sound_sdl.h"
#include "kiosk/screen/view.h"
#include "kiosk/screen/window_sdl.h"

/** Everything the kiosk is made of while it runs. Opened in app.c, used in loop.c. */
struct ts_parts {
    const struct ts_app_options *options;
    ts_mono started;

    struct ts_window *window;
    struct ts_speaker *speaker; /**< NULL: silent. */
    struct ts_eyes *eyes;
    struct ts_checker *checker;
    struct ts_signal *signal;
    struct ts_journal *journal; /**< NULL: nothing is counted. */

    struct ts_arena arena; /**< Of trust and profile. */
    struct ts_trust trust;
    bool has_trust;
    struct ts_profile profile;
    bool has_profile;
};

/** Turns until the kiosk is to end. */
enum ts_app_end ts_loop_run(struct ts_parts *parts);

/** The time to judge by; context is a struct ts_parts. Any thread. */
struct ts_now ts_parts_now(void *context);

#endif
