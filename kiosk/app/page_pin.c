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
    l->pin_asked = false;
}

static void
see_how_long(struct ts_loop *l)
{
    pad.wait_ms = ts_pin_tries_left_ms(&l->pin_tries, kind_of(l), ts_clock_mono());
}

/* What somebody asked who closed the page meanwhile is of no use to whoever opens it. */
static void
take_answer(struct ts_loop *l)
{
    bool right = false;
    if (ts_pin_check_take(&l->pin_check, &right) && l->pin_asked) {
        l->pin_asked = false;
        ts_pin_tries_end(&l->pin_tries, kind_of(l), right, ts_clock_mono());
        pad.wrong = !right;
        if (right)
            ts_loop_tell_kind(l, TS_EVENT_UNLOCKED);
    }
    pad.checking = ts_pin_check_is_busy(&l->pin_check);
}

static void
fill(struct ts_loop *l)
{
    bool admin = kind_of(l) == TS_PIN_ADMIN;
    take_answer(l);
    see_how_long(l);
    pad.title =
        ts_span_text(ts_words(admin ? TS_PHRASE_PIN_ADMIN : TS_PHRASE_PIN_WAIVER));
    l->model.pin_pad = &pad;
}

static void
try_pin(struct ts_loop *l)
{
    const struct ts_app_options *o = l->parts->options;
    enum ts_pin_kind kind = kind_of(l);
    const char *line = kind == TS_PIN_ADMIN ? o->admin_pin : o->waiver_pin;
    ts_pin_tries_try(&l->pin_tries, kind);
    ts_pin_check_begin(&l->pin_check, line, ts_pin_pad_typed(&pad));
    ts_pin_pad_clear(&pad);
    pad.checking = l->pin_asked = true;
    l->pin_asked_kind = kind;
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
    /* Who does not wait for the answer had none: it counts as wrong. */
    if (l->pin_asked)
        ts_pin_tries_end(&l->pin_tries, l->pin_asked_kind, false, ts_clock_mono());
    l->pin_asked = false;
    ts_pin_pad_close(&pad);
    l->model.pin_pad = NULL;
}

const struct ts_page_maker ts_page_pin = { open_pad, fill, touch, close_pad };
