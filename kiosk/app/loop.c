#include "kiosk/app/loop.h"
#include "firmware/base/calendar.h"
#include "firmware/board/clock.h"

#include <stdio.h>

enum {
    TURN_MS = 33,       /* thirty pictures a second are enough to aim by */
    IDLE_TURN_MS = 100, /* nothing moves on the other screens but a bar */
    CAMERA_PATIENCE_MS = 3000,
};

static void
sound(struct ts_loop *l, enum ts_sound which)
{
    if (l->parts->speaker && which != TS_SOUND_NONE)
        ts_speaker_play(l->parts->speaker, which);
}

/* Newer lists are taken over between two people: nothing is being judged or shown,
 * and nobody is getting out the next of several cards. True when they were. */
bool
ts_loop_freshen(struct ts_loop *l)
{
    struct ts_parts *p = l->parts;
    if (!p->beliefs || l->screen.basket_open || !ts_beliefs_waiting(p->beliefs))
        return false;
    ts_loop_forget(l);
    ts_parts_turn(p);
    return true;
}

static void
act(struct ts_loop *l, struct ts_scan_actions actions)
{
    if (actions.wipe)
        ts_loop_forget(l);
    if (actions.start_check) {
        (void)ts_loop_freshen(l); /* where people queue there is no other moment */
        ts_checker_submit(l->parts->checker, l->screen.ticket,
                          (ts_span){ l->sight.text, l->sight.len });
    }
    if (actions.light)
        ts_attend_lamp(l, actions.lamp);
    if (l->parts->speaker && (actions.wipe || actions.start_check))
        ts_speaker_hush(l->parts->speaker); /* of whoever was there before */
    sound(l, actions.sound);
    l->speaks |= actions.speaks;
}

void
ts_loop_tell(struct ts_loop *l, struct ts_scan_event event)
{
    act(l, ts_scan_handle(&l->screen, event, ts_clock_mono()));
}

void
ts_loop_tell_kind(struct ts_loop *l, enum ts_scan_event_kind kind)
{
    ts_loop_tell(l, (struct ts_scan_event){ .kind = kind });
}

static void
switch_language(void)
{
    bool english = ts_span_is(ts_span_text(ts_words_language()), "en");
    (void)!ts_words_speak(english ? "fr" : "en"); /* stays as it is without a catalogue */
}

static void
take_key(struct ts_loop *l, enum ts_key key)
{
    switch (key) {
    case TS_KEY_OTHER:
    case TS_KEY_ERASE: break;
    case TS_KEY_ESCAPE: l->quit = !l->parts->options->fullscreen; break;
    case TS_KEY_ENTER:
    case TS_KEY_SPACE: ts_loop_tell_kind(l, TS_EVENT_TOUCH); break;
    case TS_KEY_FULLSCREEN: (void)!ts_window_toggle_fullscreen(l->parts->window); break;
    case TS_KEY_LANGUAGE: switch_language(); break;
    }
}

static void
take_inputs(struct ts_loop *l, uint32_t wait_ms)
{
    struct ts_input input;
    while (ts_window_poll(l->parts->window, &input, wait_ms)) {
        wait_ms = 0;
        l->touched = true;
        switch (input.kind) {
        case TS_INPUT_NONE:
        case TS_INPUT_RESIZED: break;
        case TS_INPUT_QUIT: l->quit = true; break;
        case TS_INPUT_KEY:
            if (!ts_loop_typed(l, &input))
                take_key(l, input.key);
            break;
        case TS_INPUT_TEXT: (void)ts_loop_typed(l, &input); break;
        case TS_INPUT_TOUCH: ts_loop_touch(l, input.x, input.y); break;
        }
    }
}

/* A camera that came too late for the self-test, or was plugged in after it: the test
 * begins anew, unless it is something else that is missing. */
static void
recover(struct ts_loop *l)
{
    ts_loop_tell_kind(l, TS_EVENT_RECOVERED);
    if (l->screen.state != TS_SCAN_OUT_OF_ORDER || l->root_told)
        return;
    if (l->job_told)
        l->model.trouble = TS_TROUBLE_JOB;
    else
        ts_loop_tell_kind(l, TS_EVENT_BEGIN);
}

static void
look_at_camera(struct ts_loop *l)
{
    struct ts_camera_state camera;
    ts_mono now = ts_clock_mono();
    ts_eyes_camera(l->parts->eyes, &camera);
    if (camera.delivering)
        l->camera_seen = now;
    bool gone = now.ms - l->camera_seen.ms > CAMERA_PATIENCE_MS;
    l->model.self_tests[TS_SELF_TEST_CAMERA] = camera.delivering ? TS_PASS
                                               : gone            ? TS_FAIL
                                                                 : TS_UNKNOWN;
    if (gone && !l->trouble_told) {
        l->trouble_told = true;
        l->model.trouble = TS_TROUBLE_CAMERA;
        ts_loop_tell_kind(l, TS_EVENT_TROUBLE);
    } else if (camera.delivering && l->trouble_told) {
        l->trouble_told = false;
        recover(l);
    }
}

/* The camera comes last; when it does, the rest is known. */
static void
test_yourself(struct ts_loop *l)
{
    enum ts_finding *tests = l->model.self_tests;
    if (l->screen.state != TS_SCAN_START)
        return;
    if (tests[TS_SELF_TEST_LISTS] == TS_FAIL) {
        l->model.trouble = TS_TROUBLE_LISTS;
        ts_loop_tell_kind(l, TS_EVENT_SELF_TEST_FAILED);
    } else if (tests[TS_SELF_TEST_CAMERA] == TS_PASS && l->pictures > 0) {
        ts_loop_tell_kind(l, TS_EVENT_SELF_TEST_PASSED);
    }
}

/* Without its job the kiosk cannot say who is ready for it. */
static void
look_at_job(struct ts_loop *l)
{
    bool lost = l->parts->lost_job;
    if (lost == l->job_told)
        return;
    l->job_told = lost;
    l->model.trouble = lost ? TS_TROUBLE_JOB : TS_TROUBLE_NONE;
    ts_loop_tell_kind(l, lost ? TS_EVENT_SELF_TEST_FAILED : TS_EVENT_BEGIN);
}

static void
freshen_when_idle(struct ts_loop *l)
{
    bool idle =
        l->screen.state == TS_SCAN_WAITING || l->screen.state == TS_SCAN_OUT_OF_ORDER;
    enum ts_finding *lists = &l->model.self_tests[TS_SELF_TEST_LISTS];
    if (!idle || !ts_loop_freshen(l))
        return;
    bool had_none = *lists == TS_FAIL;
    *lists = ts_parts_trust(l->parts) ? TS_PASS : TS_FAIL;
    if (had_none)
        ts_loop_tell_kind(l, TS_EVENT_BEGIN); /* what it was out of order for is over */
}

static bool
is_over(const struct ts_loop *l, enum ts_app_end *end)
{
    const struct ts_app_options *o = l->parts->options;
    *end = TS_APP_CLOSED;
    if (l->quit || (o->answers && l->answers >= o->answers && !l->save_next))
        return true;
    if (o->seconds && ts_clock_mono().ms - l->began.ms >= (uint64_t)o->seconds * 1000) {
        *end = o->answers ? TS_APP_NO_ANSWER : TS_APP_CLOSED;
        return true;
    }
    return false;
}

enum ts_app_end
ts_loop_run(struct ts_parts *parts)
{
    static struct ts_loop l; /* too large for a stack, and there is one */
    enum ts_app_end end;
    l = (struct ts_loop){ .parts = parts, .began = ts_clock_mono() };
    l.camera_seen = l.began;
    l.screen.verdict_sounds = parts->options->verdict_sounds;
    l.screen.dim_ms = parts->options->dim_s * 1000;
    l.model.contact = ts_span_text(parts->options->contact);
    l.model.self_tests[TS_SELF_TEST_SCREEN] = TS_PASS;
    l.model.self_tests[TS_SELF_TEST_INPUT] = TS_PASS;
    l.model.self_tests[TS_SELF_TEST_LISTS] = ts_parts_trust(parts) ? TS_PASS : TS_FAIL;
    ts_attend_begin(&l);
    ts_loop_tell_kind(&l, TS_EVENT_BEGIN);
    while (!is_over(&l, &end)) {
        bool moving = l.screen.state <= TS_SCAN_CHECKING;
        take_inputs(&l, moving ? TURN_MS : IDLE_TURN_MS);
        ts_parts_tend_clock(parts);
        ts_parts_tend_journal(parts);
        freshen_when_idle(&l);
        look_at_camera(&l);
        look_at_job(&l);
        ts_loop_look_at_root(&l);
        ts_loop_tend_status(&l);
        test_yourself(&l);
        ts_loop_take_answers(&l);
        ts_loop_return_to_roll(&l);
        ts_loop_tell_kind(&l, TS_EVENT_TICK);
        ts_loop_show(&l);
        ts_attend(&l);
    }
    ts_attend_end(&l);
    ts_loop_forget(&l);
    ts_pin_check_end(&l.pin_check);
    if (parts->options->report_start)
        ts_loop_report_memory();
    return end;
}
