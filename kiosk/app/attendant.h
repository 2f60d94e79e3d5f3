#ifndef TS_APP_ATTENDANT_H
#define TS_APP_ATTENDANT_H

#include "firmware/base/instant.h"
#include "firmware/base/status.h"
#include "firmware/board/signal.h"

#include <stdbool.h>

/**
 * What the kiosk does for the machine it stands in and the people beside the screen, once
 * a turn of the loop: lamps, buzzer, relay, the button, the light behind the display, and
 * the watchdog.
 *
 * The relay is on for one pulse when somebody is READY, and never otherwise: not for
 * somebody a supervisor lets in (the supervisor is there and opens; and a PIN that was
 * seen must not open a gate), not while jobs are only looked up, not in a demonstration.
 */
struct ts_loop;

/** What it remembers from turn to turn. */
struct ts_attendant {
    ts_mono framed;             /**< When a frame reached the screen last. */
    bool is_up, is_stuck;       /**< As the service manager was told. */
    const char *signal_trouble; /**< As was said. */
    const char *told;           /**< The status that was. */
    bool is_dim;
    enum ts_status light; /**< How the last change of the backlight went. */
    ts_mono light_tried;
};

/** A frame has reached the screen. */
void ts_attend_frame(struct ts_loop *l);

/** The lamp of the state changed: it is shown and heard. */
void ts_attend_lamp(struct ts_loop *l, enum ts_lamp lamp);

/** At the start, behind every picture, and at the end, when everything is turned off. */
void ts_attend_begin(struct ts_loop *l);
void ts_attend(struct ts_loop *l);
void ts_attend_end(struct ts_loop *l);

#endif
