#include "kiosk/app/attendant.h"

#include "firmware/board/clock.h"
#include "firmware/board/watchdog.h"
#include "kiosk/app/loop.h"

#include <stdio.h>

enum {
    FRAMES_PATIENCE_MS = 15000, /* a camera that is gone is told after 3 s */
    LIGHT_RETRY_MS = 2000,
};

void
ts_attend_frame(struct ts_loop *l)
{
    l->attendant.framed = ts_clock_mono();
}

static bool
opens(const struct ts_loop *l)
{
    return l->screen.state == TS_SCAN_READY && !l->screen.matching
           && !l->parts->options->demo;
}

void
ts_attend_lamp(struct ts_loop *l, enum ts_lamp lamp)
{
    struct ts_signal *signal = l->parts->signal;
    /* A lamp that fails is seen by people, and told below; the screen still says it. */
    (void)!ts_signal_show(signal, lamp);
    if (!l->parts->options->mute)
        ts_signal_buzz(signal, lamp);
    if (lamp == TS_LAMP_READY && opens(l))
        ts_signal_pulse(signal);
}

static void
attend_signal(struct ts_loop *l)
{
    struct ts_attendant *a = &l->attendant;
    struct ts_signal_state state;
    if (ts_signal_next(l->parts->signal))
        ts_loop_tell_kind(l, TS_EVENT_NEXT);
    ts_signal_describe(l->parts->signal, &state);
    if (state.trouble == a->signal_trouble)
        return;
    a->signal_trouble = state.trouble;
    fprintf(stderr, "touchstone-kiosk: lamps: %s\n",
            state.trouble ? state.trouble : "there again");
}

static void
change_light(struct ts_loop *l, ts_mono now)
{
    struct ts_attendant *a = &l->attendant;
    enum ts_status before = a->light;
    a->light = ts_backlight_dim(l->parts->backlight, a->is_dim);
    a->light_tried = now;
    if (a->light == before)
        return;
    fprintf(stderr, "touchstone-kiosk: backlight: %s\n",
            a->light == TS_OK       ? "there again"
            : a->light == TS_ABSENT ? "there is none of that name"
                                    : "it cannot be changed: is it this user's?");
}

/* A light that could not be changed must not stay dim for that. */
static void
attend_light(struct ts_loop *l, ts_mono now)
{
    struct ts_attendant *a = &l->attendant;
    bool dim = ts_scan_dimmed(&l->screen, now);
    bool failed = a->light != TS_OK && now.ms - a->light_tried.ms >= LIGHT_RETRY_MS;
    if (!l->parts->backlight || (dim == a->is_dim && !failed))
        return;
    a->is_dim = dim;
    change_light(l, now);
}

/*
 * That this is called says that drawing goes on. A camera that is gone and told on the
 * screen is no reason to start again: a kiosk without one would do so for ever, and
 * nobody could read why.
 */
static bool
is_alive(const struct ts_loop *l, ts_mono now)
{
    bool told = l->trouble_told && l->screen.state <= TS_SCAN_START;
    return told || now.ms - l->attendant.framed.ms <= FRAMES_PATIENCE_MS;
}

static const char *
status_of(const struct ts_loop *l)
{
    static const char *const troubles[TS_TROUBLE_COUNT] = {
        [TS_TROUBLE_CAMERA] = "out of order: the camera gives no picture",
        [TS_TROUBLE_LISTS] = "out of order: the lists cannot be used",
        [TS_TROUBLE_JOB] = "out of order: the job profile cannot be read",
    };
    enum ts_trouble trouble = l->model.trouble;
    if (l->attendant.is_stuck)
        return "stuck: no frames reach the screen";
    if (l->screen.state == TS_SCAN_START)
        return "self-test";
    if (l->screen.state != TS_SCAN_OUT_OF_ORDER)
        return "in service";
    return troubles[trouble] ? troubles[trouble] : "out of order";
}

/* Only what it is now, and nothing of what passes by: the log is no journal. */
static void
tell_status(struct ts_loop *l)
{
    struct ts_attendant *a = &l->attendant;
    const char *status = status_of(l);
    if (status != a->told)
        ts_watchdog_tell(status);
    a->told = status;
}

static void
attend_watchdog(struct ts_loop *l, ts_mono now)
{
    struct ts_attendant *a = &l->attendant;
    if (!a->is_up)
        ts_watchdog_ready();
    a->is_up = true;
    if (is_alive(l, now)) {
        a->is_stuck = false;
        ts_watchdog_pet(now);
    } else if (!a->is_stuck) {
        a->is_stuck = true;
        fputs("touchstone-kiosk: no frames reach the screen\n", stderr);
    }
    tell_status(l);
}

void
ts_attend_begin(struct ts_loop *l)
{
    ts_mono now = ts_clock_mono();
    l->attendant = (struct ts_attendant){ .framed = now };
    if (l->parts->backlight)
        change_light(l, now); /* one that is not there is told before it is missed */
}

void
ts_attend(struct ts_loop *l)
{
    attend_signal(l);
    ts_mono now = ts_clock_mono();
    attend_light(l, now);
    attend_watchdog(l, now);
}

void
ts_attend_end(struct ts_loop *l)
{
    ts_watchdog_stopping();
    (void)!ts_signal_show(l->parts->signal, TS_LAMP_NONE);
    ts_signal_buzz(l->parts->signal, TS_LAMP_NONE);
    if (l->attendant.is_dim)
        (void)!ts_backlight_dim(l->parts->backlight, false);
}
