#include "firmware/base/calendar.h"
#include "firmware/board/clock.h"
#include "kiosk/app/parts.h"

#include <stdio.h>

enum {
    TURN_MS = 33,       /* thirty pictures a second are enough to aim by */
    IDLE_TURN_MS = 100, /* nothing moves on the other screens but a bar */
    CAMERA_PATIENCE_MS = 3000,
};

/* What one run of the loop remembers. */
struct loop {
    struct ts_parts *parts;
    struct ts_scan_screen screen;
    struct ts_drawing drawing;
    struct ts_view_model model;
    struct ts_frame frame;
    bool has_frame, was_live;
    const struct ts_verdict *verdict; /* NULL unless one is to be shown */
    bool undecided; /* it waits for somebody to compare, and is not counted yet */
    struct ts_sight sight;
    ts_mono began, camera_seen;
    bool trouble_told;
    uint32_t answers, pictures;
    bool save_next; /* the next picture is an answer's */
    bool quit;
};

static void
sound(struct loop *l, enum ts_sound which)
{
    if (l->parts->speaker && which != TS_SOUND_NONE)
        ts_speaker_play(l->parts->speaker, which);
}

static void
count_answer(struct loop *l, const char *name, enum ts_reason reason)
{
    const struct ts_app_options *o = l->parts->options;
    l->answers++;
    l->save_next = o->screenshot_dir != NULL;
    if (o->answers) {
        printf("%s %d %s\n", name, (int)reason, ts_reason_name(reason));
        fflush(stdout);
    }
}

static void
journal(struct loop *l, const struct ts_verdict *verdict)
{
    struct ts_parts *p = l->parts;
    struct ts_now now = ts_parts_now(p);
    struct ts_journal_entry entry = {
        .profile = p->has_profile ? p->profile.id : (ts_span){ 0 },
        .verdict = (int)verdict->kind,
        .reason = (int)verdict->reasons[0].code,
        .given = now.utc,
    };
    if (p->journal && ts_journal_add(p->journal, &entry) != TS_OK)
        fputs("touchstone-kiosk: the journal could not be written\n", stderr);
}

static void
count_verdict(struct loop *l)
{
    l->undecided = false;
    journal(l, l->verdict);
    count_answer(l, ts_verdict_name(l->verdict->kind), l->verdict->reasons[0].code);
}

static void
forget(struct loop *l)
{
    if (l->undecided)
        count_verdict(l); /* nobody said: it stays what it was */
    l->verdict = NULL;
    l->model.verdict = NULL;
    l->model.photo = NULL;
    ts_checker_wipe(l->parts->checker);
    ts_window_forget(l->parts->window);
}

/* Newer lists are taken over between two people: nothing is being judged or shown,
 * and nobody is getting out the next of several cards. True when they were. */
static bool
freshen(struct loop *l)
{
    struct ts_parts *p = l->parts;
    if (!p->beliefs || l->screen.basket_open || !ts_beliefs_waiting(p->beliefs))
        return false;
    forget(l);
    ts_parts_turn(p);
    return true;
}

static void
act(struct loop *l, struct ts_scan_actions actions)
{
    if (actions.wipe)
        forget(l);
    if (actions.start_check) {
        (void)freshen(l); /* where people queue there is no other moment */
        ts_checker_submit(l->parts->checker, l->screen.ticket,
                          (ts_span){ l->sight.text, l->sight.len });
    }
    /* A lamp that fails is seen by people; the screen still says it. */
    if (actions.light)
        (void)!ts_signal_show(l->parts->signal, actions.lamp);
    sound(l, actions.sound);
}

static void
tell(struct loop *l, struct ts_scan_event event)
{
    act(l, ts_scan_handle(&l->screen, event, ts_clock_mono()));
}

static void
tell_kind(struct loop *l, enum ts_scan_event_kind kind)
{
    tell(l, (struct ts_scan_event){ .kind = kind });
}

static void
take_verdict(struct loop *l, uint32_t ticket, const struct ts_verdict *verdict)
{
    const struct ts_photo *photo = ts_checker_photo(l->parts->checker);
    bool compares = verdict->identity_due && photo;
    l->verdict = verdict;
    l->model.photo = photo;
    tell(l, (struct ts_scan_event){ .kind = TS_EVENT_VERDICT,
                                    .ticket = ticket,
                                    .verdict = verdict->kind,
                                    .compares = compares });
    if (!l->verdict)
        return; /* it came in the moment in which its time was up */
    l->undecided = compares;
    if (compares)
        l->save_next = l->parts->options->screenshot_dir != NULL;
    else
        count_verdict(l);
}

/* The machine first: it may not take the answer. */
static void
take_comparison(struct loop *l, bool same)
{
    tell(l, (struct ts_scan_event){ .kind = TS_EVENT_COMPARED, .same = same });
    bool taken = l->screen.state == TS_SCAN_READY || l->screen.state == TS_SCAN_NOT_YET;
    if (!taken || !l->undecided)
        return;
    l->model.photo = NULL;
    ts_checker_compare(l->parts->checker, same ? TS_PASS : TS_FAIL);
    count_verdict(l);
}

static void
take_foreign(struct loop *l, uint32_t ticket)
{
    enum ts_reason reason = TS_REASON_NOT_A_CREDENTIAL;
    tell(l,
         (struct ts_scan_event){ .kind = TS_EVENT_NOT_A_CREDENTIAL, .ticket = ticket });
    count_answer(l, "NOT_A_CREDENTIAL", reason);
}

static void
take_answer(struct loop *l, uint32_t ticket, const struct ts_verdict *verdict)
{
    if (ticket != l->screen.ticket || l->screen.state != TS_SCAN_CHECKING)
        forget(l); /* its visitor has left, and the basket is nobody's */
    else if (verdict)
        take_verdict(l, ticket, verdict);
    else
        take_foreign(l, ticket);
}

static void
take_answers(struct loop *l)
{
    struct ts_scan_event part = { .kind = TS_EVENT_PART_SEEN };
    const struct ts_verdict *verdict;
    uint32_t ticket;
    if (ts_eyes_parts(l->parts->eyes, &part.parts.seen, &part.parts.total))
        tell(l, part);
    if (ts_eyes_sight(l->parts->eyes, &l->sight))
        tell(l, (struct ts_scan_event){ .kind = TS_EVENT_CODE_SEEN,
                                        .code = l->sight.identity,
                                        .recognised = l->sight.recognised });
    if (ts_checker_collect(l->parts->checker, &ticket, &verdict))
        take_answer(l, ticket, verdict);
}

static void
switch_language(void)
{
    bool english = ts_span_is(ts_span_text(ts_words_language()), "en");
    (void)!ts_words_speak(english ? "fr" : "en"); /* stays as it is without a catalogue */
}

static void
take_key(struct loop *l, enum ts_key key)
{
    switch (key) {
    case TS_KEY_OTHER: break;
    case TS_KEY_ESCAPE: l->quit = !l->parts->options->fullscreen; break;
    case TS_KEY_ENTER: tell_kind(l, TS_EVENT_TOUCH); break;
    case TS_KEY_FULLSCREEN: (void)!ts_window_toggle_fullscreen(l->parts->window); break;
    case TS_KEY_LANGUAGE: switch_language(); break;
    }
}

static void
take_touch(struct loop *l, const struct ts_input *input)
{
    /* By the picture that was touched, whatever the state is by now. */
    switch (ts_view_answer(&l->model, input->x, input->y)) {
    case TS_ANSWER_NONE: tell_kind(l, TS_EVENT_TOUCH); break;
    case TS_ANSWER_YES: take_comparison(l, true); break;
    case TS_ANSWER_NO: take_comparison(l, false); break;
    }
}

static void
take_inputs(struct loop *l, uint32_t wait_ms)
{
    struct ts_input input;
    while (ts_window_poll(l->parts->window, &input, wait_ms)) {
        wait_ms = 0;
        switch (input.kind) {
        case TS_INPUT_NONE:
        case TS_INPUT_RESIZED: break;
        case TS_INPUT_QUIT: l->quit = true; break;
        case TS_INPUT_KEY: take_key(l, input.key); break;
        case TS_INPUT_TOUCH: take_touch(l, &input); break;
        }
    }
}

static void
look_at_camera(struct loop *l)
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
        tell_kind(l, TS_EVENT_TROUBLE);
    } else if (camera.delivering && l->trouble_told) {
        l->trouble_told = false;
        tell_kind(l, TS_EVENT_RECOVERED);
    }
}

/* The camera comes last; when it does, the rest is known. */
static void
test_yourself(struct loop *l)
{
    enum ts_finding *tests = l->model.self_tests;
    if (l->screen.state != TS_SCAN_START)
        return;
    if (tests[TS_SELF_TEST_LISTS] == TS_FAIL) {
        l->model.trouble = TS_TROUBLE_LISTS;
        tell_kind(l, TS_EVENT_SELF_TEST_FAILED);
    } else if (tests[TS_SELF_TEST_CAMERA] == TS_PASS && l->pictures > 0) {
        tell_kind(l, TS_EVENT_SELF_TEST_PASSED);
    }
}

static void
freshen_when_idle(struct loop *l)
{
    bool idle =
        l->screen.state == TS_SCAN_WAITING || l->screen.state == TS_SCAN_OUT_OF_ORDER;
    enum ts_finding *lists = &l->model.self_tests[TS_SELF_TEST_LISTS];
    if (!idle || !freshen(l))
        return;
    bool had_none = *lists == TS_FAIL;
    *lists = ts_parts_trust(l->parts) ? TS_PASS : TS_FAIL;
    if (had_none)
        tell_kind(l, TS_EVENT_BEGIN); /* what it was out of order for is over */
}

static void
update_model(struct loop *l)
{
    struct ts_view_model *m = &l->model;
    struct ts_parts *p = l->parts;
    ts_mono now = ts_clock_mono();
    struct ts_now date = ts_parts_now(p);

    ts_window_size(p->window, &m->width_px, &m->height_px, &m->px_per_mm);
    m->state = l->screen.state;
    m->time = ts_scan_time_left(&l->screen, now);
    m->kept = l->screen.kept;
    m->toast = ts_scan_toasts(&l->screen, now);
    m->dimmed = ts_scan_dimmed(&l->screen, now);
    m->hint = ts_scan_hint(&l->screen, now);
    m->parts = ts_scan_parts_seen(&l->screen, now);
    m->verdict = l->verdict;
    m->profile_name = p->has_profile ? p->profile.name : (ts_span){ 0 };
    m->lists = ts_lists_age(ts_parts_trust(p), p->has_profile ? &p->profile : NULL, date);
    m->self_tests[TS_SELF_TEST_CLOCK] =
        date.clock == TS_CLOCK_TRUSTED ? TS_PASS : TS_FAIL;
}

static void
save_picture(struct loop *l, const char *name)
{
    char path[1024];
    snprintf(path, sizeof(path), "%s/%02u-%s.png", l->parts->options->screenshot_dir,
             l->answers, name);
    if (ts_window_save(l->parts->window, path) != TS_OK)
        fprintf(stderr, "touchstone-kiosk: %s could not be written\n", path);
}

static void
save_pictures(struct loop *l)
{
    static const char *const names[TS_SCAN_STATE_COUNT] = {
        [TS_SCAN_OUT_OF_ORDER] = "out-of-order",
        [TS_SCAN_START] = "start",
        [TS_SCAN_WAITING] = "not-a-credential",
        [TS_SCAN_CHECKING] = "checking",
        [TS_SCAN_READY] = "ready",
        [TS_SCAN_NOT_YET] = "not-yet",
        [TS_SCAN_STOP] = "stop",
        [TS_SCAN_CANNOT_TELL] = "cannot-tell",
        [TS_SCAN_NO_ANSWER] = "no-answer",
        [TS_SCAN_IDENTITY] = "identity",
    };
    bool live = l->screen.state == TS_SCAN_WAITING && l->has_frame;
    if (l->parts->options->screenshot_dir && live && !l->was_live && l->answers == 0)
        save_picture(l, "scan");
    if (l->save_next)
        save_picture(l, names[l->screen.state]);
    l->save_next = false;
    if (live && !l->was_live && l->parts->options->report_start)
        printf("first live picture %llu ms after the start\n",
               (unsigned long long)(ts_clock_mono().ms - l->parts->started.ms));
    l->was_live |= live;
}

/* Linux: proc(5) statm, resident pages. */
static void
report_memory(void)
{
    long size = 0;
    long resident = 0;
    FILE *file = fopen("/proc/self/statm", "r");
    if (file && fscanf(file, "%ld %ld", &size, &resident) == 2)
        printf("%.1f MiB resident at rest\n", (double)resident * 4096 / (1 << 20));
    if (file)
        fclose(file);
}

static void
draw(struct loop *l)
{
    struct ts_frame fresh;
    bool has_fresh = ts_eyes_frame(l->parts->eyes, &fresh) == TS_OK;
    l->has_frame |= has_fresh;
    update_model(l);
    ts_view_draw(&l->drawing, &l->model);
    ts_window_draw(l->parts->window, &l->drawing, has_fresh ? &fresh : NULL, NULL);
    save_pictures(l);
    ts_window_show(l->parts->window);
    l->pictures++;
}

static bool
is_over(const struct loop *l, enum ts_app_end *end)
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
    static struct loop l; /* too large for a stack, and there is one */
    enum ts_app_end end;
    l = (struct loop){ .parts = parts, .began = ts_clock_mono() };
    l.camera_seen = l.began;
    l.screen.verdict_sounds = parts->options->verdict_sounds;
    l.model.contact = ts_span_text(parts->options->contact);
    l.model.self_tests[TS_SELF_TEST_SCREEN] = TS_PASS;
    l.model.self_tests[TS_SELF_TEST_INPUT] = TS_PASS;
    l.model.self_tests[TS_SELF_TEST_LISTS] = ts_parts_trust(parts) ? TS_PASS : TS_FAIL;
    tell_kind(&l, TS_EVENT_BEGIN);
    while (!is_over(&l, &end)) {
        bool moving = l.screen.state <= TS_SCAN_CHECKING;
        take_inputs(&l, moving ? TURN_MS : IDLE_TURN_MS);
        ts_parts_tend_clock(parts);
        freshen_when_idle(&l);
        look_at_camera(&l);
        test_yourself(&l);
        take_answers(&l);
        tell_kind(&l, TS_EVENT_TICK);
        draw(&l);
    }
    forget(&l);
    if (parts->options->report_start)
        report_memory();
    return end;
}
