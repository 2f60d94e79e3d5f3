#ifndef TS_APP_PARTS_H
#define TS_APP_PARTS_H

#include "firmware/board/signal.h"
#include "keys/trust/floors.h"
#include "kiosk/app/app.h"
#include "kiosk/app/beliefs.h"
#include "kiosk/app/checker.h"
#include "kiosk/app/eyes.h"
#include "kiosk/journal/journal.h"
#include "kiosk/screen/sound_sdl.h"
#include "kiosk/screen/view.h"
#include "kiosk/screen/window_sdl.h"

#include <stdatomic.h>

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

    struct ts_store *state; /**< NULL: the floor is not kept. */
    struct ts_floors floors;
    ts_mono clock_asked, floors_tried;
    atomic_llong floor_s; /**< What ts_parts_now() needs of the two, on any thread. */
    atomic_bool clock_vouched;

    struct ts_beliefs *beliefs; /**< NULL: no folder was named. */
    struct ts_arena arena;      /**< Of the profile. */
    struct ts_profile profile;
    bool has_profile;
};

/** Turns until the kiosk is to end. */
enum ts_app_end ts_loop_run(struct ts_parts *parts);

/** The lists in use; NULL when there are none. */
const struct ts_trust *ts_parts_trust(const struct ts_parts *parts);

/** Takes newer lists over, with the profile that lies among them. Nobody may view the
 * old ones any more: for a moment when nothing is being judged or shown. */
void ts_parts_turn(struct ts_parts *parts);

/** The time to judge by; context is a struct ts_parts. Any thread. */
struct ts_now ts_parts_now(void *context);

/** Asks now and then what vouches for the clock, and keeps the floor. Screen's thread. */
void ts_parts_tend_clock(struct ts_parts *parts);

#endif
