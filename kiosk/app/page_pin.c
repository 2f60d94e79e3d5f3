#include "firmware/board/clock.h"
#include "keys/crypto/random.h"
#include "kiosk/app/loop.h"

/* Static, since the picture views it; there is one screen. */
static struct ts_pin_pad pad;

static enum ts_pin_kind
kind_of(const struct ts_loop *l)
{
    return l->pages.open == TS_PAGE_ADMIN_PIN ? TS_PIN_ADMIN : TS_PIN_WAIVER;
}

static void
open_pad(struct ts_loop *l)
{
    uint8_t random[TS_PIN_PAD_RANDOM];
    ts_random_bytes(TS_ROOM_OF(random));
    ts_pin_pad_open(&pad, random);
    ts_pin_tries_begin(&l->pin_tries, l->parts->state, ts_clock_mono());
}

static void
see_how_long(struct ts_loop *l)
{
    pad.wait_ms = ts_pin_tries_left_ms(&l->pin_tries, kind_of(l), ts_clock_mono());
}

static void
fill(struct ts_loop *l)
{
    bool admin = kind_of(l) == TS_PIN_ADMIN;
    see_how_long(l);
    pad.title =
        ts_span_text(ts_words(admin ? TS_PHRASE_PIN_ADMIN : TS_PHRASE_PIN_WAIVER));
    l->model.pin_pad = &pad;
}

/* On the screen's thread: the fraction of a second in which nothing moves comes after
 * the last digit, where somebody expects to wait. */
static void
try_pin(struct ts_loop *l)
{
    const struct ts_app_options *o = l->parts->options;
    enum ts_pin_kind kind = kind_of(l);
    const char *line = kind == TS_PIN_ADMIN ? o->admin_pin : o->waiver_pin;
    ts_pin_tries_try(&l->pin_tries, kind);
    bool right = line && ts_pin_matches(line, ts_pin_pad_typed(&pad));
    ts_pin_pad_clear(&pad);
    ts_pin_tries_end(&l->pin_tries, kind, right, ts_clock_mono());
    pad.wrong = !right;
    if (right)
        ts_loop_tell_kind(l, TS_EVENT_UNLOCKED);
}

static void
touch(struct ts_loop *l, struct ts_touch touched)
{
    see_how_long(l);
    if (ts_pin_pad_touch(&pad, touched))
        try_pin(l);
}

static void
close_pad(struct ts_loop *l)
{
    ts_pin_pad_close(&pad);
    l->model.pin_pad = NULL;
}

const struct ts_page_maker ts_page_pin = { open_pad, fill, touch, close_pad };
