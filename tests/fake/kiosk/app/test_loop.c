#include "firmware/board/fake/clock_script.h"
#include "firmware/board/fake/signal_record.h"
#include "kiosk/app/parts.h"
#include "tests/support/support.h"

#include <string.h>

/*
 * The loop that ties the kiosk's parts together, with parts that do as the test says:
 * codes come into view, verdicts come when they come, somebody touches the screen or
 * closes the window. Time passes only while the loop waits for input, so nothing
 * sleeps and every run is the same.
 */

enum { EVENTS_MAX = 32 };

enum act {
    ACT_NOTHING = 0,
    ACT_SEE,     /* code: its identity */
    ACT_ANSWER,  /* ticket, verdict */
    ACT_FOREIGN, /* ticket: it was no credential */
    ACT_DUE,     /* ticket: a verdict that waits for somebody to compare */
    ACT_TOUCH,
    ACT_YES, /* a touch where the picture has this answer */
    ACT_NO,
    ACT_UNPLUG, /* the camera */
    ACT_NEWER,  /* lists are waiting */
    ACT_CLOSE,
};

struct event {
    uint64_t at_ms;
    enum act act;
    uint64_t code;
    uint32_t ticket;
    enum ts_verdict_kind verdict;
};

/* What the loop did. */
struct record {
    uint32_t submitted[8];
    size_t submissions;
    size_t wipes, turns, writes;
    struct ts_journal_entry entries[8];
    enum ts_scan_state states[64]; /* each time it changed */
    size_t state_count;
    bool verdict_missing; /* a drawing of one that had none */
    bool photo_missing, photo_left;
    size_t compared;
    enum ts_finding same;
};

static struct {
    struct event events[EVENTS_MAX];
    size_t count, next;
    bool unplugged, newer, journal_fails;
    struct ts_sight sight;
    bool has_sight;
    struct ts_verdict verdict;
    bool has_answer, is_foreign;
    uint32_t answer_ticket;
    bool touched, closed, has_photo;
    bool is_drawn; /* what is to be touched next */
    enum ts_action answered;
    struct ts_photo photo;
    struct record did;
} play;

static struct ts_parts parts;
static struct ts_app_options options;
static struct ts_trust trust;

/* The parts, instead of those of the product. Pointers to them are never looked at. */

static void
do_event(const struct event *event)
{
    switch (event->act) {
    case ACT_NOTHING: break;
    case ACT_SEE:
        play.has_sight = true;
        play.sight.identity = event->code;
        play.sight.recognised = true;
        play.sight.len = 1;
        play.sight.text[0] = (uint8_t)event->code;
        break;
    case ACT_ANSWER:
    case ACT_FOREIGN:
        play.has_answer = true;
        play.is_foreign = event->act == ACT_FOREIGN;
        play.answer_ticket = event->ticket;
        play.verdict.kind = event->verdict;
        play.verdict.reasons[0].code = TS_REASON_EXPIRED;
        play.verdict.reason_count = 1;
        break;
    case ACT_DUE:
        play.has_answer = true;
        play.has_photo = true;
        play.answer_ticket = event->ticket;
        play.verdict.kind = TS_VERDICT_CANNOT_TELL;
        play.verdict.identity_due = true;
        play.verdict.identity_wanted = TS_IDENTITY_COMPARE;
        play.verdict.reasons[0].code = TS_REASON_IDENTITY_NOT_CHECKED;
        play.verdict.reason_count = 1;
        break;
    case ACT_TOUCH: play.touched = true; break;
    case ACT_YES: play.answered = TS_ACTION_YES; break;
    case ACT_NO: play.answered = TS_ACTION_NO; break;
    case ACT_UNPLUG: play.unplugged = true; break;
    case ACT_NEWER: play.newer = true; break;
    case ACT_CLOSE: play.closed = true; break;
    }
}

bool
ts_window_poll(struct ts_window *window, struct ts_input *input, uint32_t timeout_ms)
{
    (void)window;
    ts_clock_script_pass(timeout_ms);
    while (play.next < play.count && play.events[play.next].at_ms <= ts_clock_mono().ms)
        do_event(&play.events[play.next++]);
    *input = (struct ts_input){ .kind = TS_INPUT_NONE };
    if (play.touched || play.is_drawn)
        input->kind = TS_INPUT_TOUCH;
    else if (play.closed)
        input->kind = TS_INPUT_QUIT;
    play.touched = play.is_drawn = false;
    return input->kind != TS_INPUT_NONE && !(play.closed && timeout_ms == 0);
}

void
ts_window_size(const struct ts_window *window, int *width_px, int *height_px,
               double *px_per_mm)
{
    (void)window;
    *width_px = 1280;
    *height_px = 800;
    *px_per_mm = 4;
}

void
ts_window_draw(struct ts_window *window, const struct ts_drawing *drawing,
               const struct ts_frame *frame, struct ts_fit_report *report)
{
    (void)window;
    (void)drawing;
    (void)frame;
    (void)report;
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
}

enum ts_status
ts_window_toggle_fullscreen(struct ts_window *window)
{
    (void)window;
    return TS_OK;
}

void
ts_speaker_play(struct ts_speaker *speaker, enum ts_sound which)
{
    (void)speaker;
    (void)which;
}

void
ts_speaker_volume(struct ts_speaker *speaker, int volume)
{
    (void)speaker;
    (void)volume;
}

enum ts_status
ts_eyes_frame(struct ts_eyes *eyes, struct ts_frame *frame)
{
    (void)eyes;
    (void)frame;
    return TS_ABSENT;
}

bool
ts_eyes_sight(struct ts_eyes *eyes, struct ts_sight *sight)
{
    (void)eyes;
    bool had = play.has_sight;
    if (had)
        *sight = play.sight;
    play.has_sight = false;
    return had;
}

bool
ts_eyes_parts(struct ts_eyes *eyes, uint32_t *seen, uint32_t *total)
{
    (void)eyes;
    (void)seen;
    (void)total;
    return false;
}

bool
ts_eyes_hint(struct ts_eyes *eyes, enum ts_hint *hint)
{
    (void)eyes;
    (void)hint;
    return false;
}

void
ts_eyes_camera(struct ts_eyes *eyes, struct ts_camera_state *state)
{
    (void)eyes;
    *state = (struct ts_camera_state){ .delivering = !play.unplugged };
}

void
ts_checker_submit(struct ts_checker *checker, uint32_t ticket, ts_span text)
{
    (void)checker;
    assert_int_equal(text.len, 1);
    assert_true(play.did.submissions < TS_COUNT(play.did.submitted));
    play.did.submitted[play.did.submissions++] = ticket;
}

bool
ts_checker_collect(struct ts_checker *checker, uint32_t *ticket,
                   const struct ts_verdict **verdict)
{
    (void)checker;
    bool had = play.has_answer;
    *ticket = play.answer_ticket;
    *verdict = play.is_foreign ? NULL : &play.verdict;
    play.has_answer = false;
    return had;
}

const struct ts_photo *
ts_checker_photo(const struct ts_checker *checker)
{
    (void)checker;
    return play.has_photo ? &play.photo : NULL;
}

void
ts_checker_compare(struct ts_checker *checker, enum ts_finding same)
{
    (void)checker;
    play.did.compared++;
    play.did.same = same;
    play.has_photo = false;
    play.verdict.identity_due = false;
    play.verdict.kind = same == TS_PASS ? TS_VERDICT_READY : TS_VERDICT_NOT_YET;
    play.verdict.reasons[0].code =
        same == TS_PASS ? TS_REASON_ALL_PROVEN : TS_REASON_NOT_SAME_PERSON;
}

void
ts_checker_answer(struct ts_checker *checker, ts_span typed)
{
    (void)checker;
    (void)typed;
}

unsigned
ts_checker_answer_kinds(struct ts_checker *checker)
{
    (void)checker;
    return 0;
}

bool
ts_checker_waive(struct ts_checker *checker, enum ts_waiver why)
{
    (void)checker;
    (void)why;
    return false;
}

bool
ts_checker_is_joinable(struct ts_checker *checker)
{
    (void)checker;
    return false;
}

bool
ts_checker_join(struct ts_checker *checker)
{
    (void)checker;
    return false;
}

bool
ts_hand_scanners_sight(struct ts_hand_scanners *scanners, struct ts_sight *sight)
{
    (void)scanners;
    (void)sight;
    return false;
}

bool
ts_hand_scanners_parts(struct ts_hand_scanners *scanners, uint32_t *seen, uint32_t *total)
{
    (void)scanners;
    (void)seen;
    (void)total;
    return false;
}

size_t
ts_checker_cards(struct ts_checker *checker)
{
    (void)checker;
    return 0;
}

void
ts_checker_match(struct ts_checker *checker, struct ts_match *match,
                 const struct ts_jobs *jobs)
{
    (void)checker;
    (void)jobs;
    match->count = 0;
}

void
ts_checker_wipe(struct ts_checker *checker)
{
    (void)checker;
    play.has_photo = false;
    play.did.wipes++;
}

enum ts_status
ts_journal_add(struct ts_journal *journal, const struct ts_journal_entry *entry)
{
    (void)journal;
    if (play.journal_fails)
        return TS_IO;
    assert_true(play.did.writes < TS_COUNT(play.did.entries));
    play.did.entries[play.did.writes++] = *entry;
    return TS_OK;
}

enum ts_status
ts_journal_add_waiver(struct ts_journal *journal, const struct ts_journal_entry *entry)
{
    (void)journal;
    (void)entry;
    return TS_OK;
}

enum ts_status
ts_journal_add_profile(struct ts_journal *journal, ts_span profile, ts_utc changed)
{
    (void)journal;
    (void)profile;
    (void)changed;
    return TS_OK;
}

bool
ts_beliefs_waiting(struct ts_beliefs *beliefs)
{
    (void)beliefs;
    return play.newer;
}

const struct ts_trust *
ts_parts_trust(const struct ts_parts *p)
{
    (void)p;
    return &trust;
}

void
ts_parts_turn(struct ts_parts *p)
{
    (void)p;
    play.newer = false;
    play.did.turns++;
}

struct ts_now
ts_parts_now(void *context)
{
    (void)context;
    return (struct ts_now){ { 1780272000 }, TS_CLOCK_TRUSTED };
}

void
ts_parts_tend_clock(struct ts_parts *p)
{
    (void)p;
}

bool
ts_parts_choose_job(struct ts_parts *p, const struct ts_choices *choices)
{
    (void)p;
    (void)choices;
    return false;
}

void
ts_parts_vouch(struct ts_parts *p)
{
    (void)p;
}

enum ts_status
ts_beliefs_trouble(struct ts_beliefs *beliefs, struct ts_fault *fault)
{
    (void)beliefs;
    (void)fault;
    return TS_OK;
}

struct ts_focus
ts_eyes_focus(struct ts_eyes *eyes)
{
    (void)eyes;
    return (struct ts_focus){ 0 };
}

/* What is drawn is noted instead. */
void
ts_view_draw(struct ts_drawing *drawing, const struct ts_view_model *model)
{
    struct record *did = &play.did;
    struct ts_box whole = { 0, 0, model->width_px, model->height_px };
    drawing->target_count = 0;
    play.is_drawn = play.answered != TS_ACTION_NONE;
    if (play.is_drawn)
        ts_draw_target(drawing, whole, (struct ts_touch){ play.answered, 0 },
                       (ts_span){ 0 });
    play.answered = TS_ACTION_NONE;
    bool has_verdict =
        model->state >= TS_SCAN_READY && model->state <= TS_SCAN_CANNOT_TELL;
    bool asks = model->state == TS_SCAN_IDENTITY;
    did->verdict_missing |= has_verdict && !model->verdict;
    did->photo_missing |= asks && (!model->photo || !model->verdict);
    did->photo_left |= !asks && model->photo;
    if (did->state_count && did->states[did->state_count - 1] == model->state)
        return;
    assert_true(did->state_count < TS_COUNT(did->states));
    did->states[did->state_count++] = model->state;
}

static int
set_up(void **state)
{
    (void)state;
    memset(&play, 0, sizeof(play));
    ts_clock_script_boot();
    ts_clock_script_set((ts_utc){ 1780272000 });
    ts_signal_record_reset();
    options = (struct ts_app_options){ .contact = "", .mute = true };
    parts = (struct ts_parts){ .options = &options,
                               .journal = (struct ts_journal *)&play,
                               .beliefs = (struct ts_beliefs *)&play };
    assert_status(ts_signal_open(&parts.signal, "lamps"), TS_OK);
    return 0;
}

static int
tear_down(void **state)
{
    (void)state;
    ts_signal_close(parts.signal);
    return 0;
}

/* Plays events until the window is closed at end_ms. */
static enum ts_app_end
run(const struct event *events, size_t count, uint64_t end_ms)
{
    assert_true(count < EVENTS_MAX);
    memcpy(play.events, events, count * sizeof(*events));
    play.events[count] = (struct event){ .at_ms = end_ms, .act = ACT_CLOSE };
    play.count = count + 1;
    enum ts_app_end end = ts_loop_run(&parts);
    assert_false(play.did.verdict_missing);
    assert_false(play.did.photo_missing);
    assert_false(play.did.photo_left);
    assert_int_equal(play.next, play.count);
    return end;
}

static void
expect_states(const enum ts_scan_state *states, size_t count)
{
    for (size_t i = 0; i < count && i < play.did.state_count; i++)
        if (play.did.states[i] != states[i])
            fail_msg("state %zu is %d, want %d", i, (int)play.did.states[i],
                     (int)states[i]);
    assert_int_equal(play.did.state_count, count);
}

/* These, whatever follows. */
#define EXPECT_FIRST(...)                                             \
    do {                                                              \
        const enum ts_scan_state first_[] = { __VA_ARGS__ };          \
        assert_true(play.did.state_count >= TS_COUNT(first_));        \
        assert_memory_equal(play.did.states, first_, sizeof(first_)); \
    } while (0)

#define EXPECT_STATES(...)                                    \
    do {                                                      \
        const enum ts_scan_state wanted_[] = { __VA_ARGS__ }; \
        expect_states(wanted_, TS_COUNT(wanted_));            \
    } while (0)

static void
every_verdict_is_shown_lit_and_counted(void **state)
{
    static const struct {
        enum ts_verdict_kind kind;
        enum ts_scan_state shown;
        enum ts_lamp lamp;
    } ROWS[] = {
        { TS_VERDICT_READY, TS_SCAN_READY, TS_LAMP_READY },
        { TS_VERDICT_NOT_YET, TS_SCAN_NOT_YET, TS_LAMP_NOT_YET },
        { TS_VERDICT_STOP, TS_SCAN_STOP, TS_LAMP_STOP },
        { TS_VERDICT_CANNOT_TELL, TS_SCAN_CANNOT_TELL, TS_LAMP_CANNOT_TELL },
    };
    for (size_t i = 0; i < TS_COUNT(ROWS); i++) {
        const struct event events[] = {
            { 500, ACT_SEE, .code = 'a' },
            { 700, ACT_ANSWER, .ticket = 1, .verdict = ROWS[i].kind },
        };
        ts_test_row(ts_verdict_name(ROWS[i].kind));
        if (i > 0)
            ts_signal_close(parts.signal);
        (void)set_up(state);
        assert_int_equal(run(events, TS_COUNT(events), 1500), TS_APP_CLOSED);
        assert_int_equal(play.did.submissions, 1);
        assert_int_equal(play.did.writes, 1);
        assert_int_equal(play.did.entries[0].verdict, ROWS[i].kind);
        assert_int_equal(play.did.entries[0].reason, TS_REASON_EXPIRED);
        assert_int_equal(play.did.entries[0].given.s, 1780272000);
        assert_int_equal(ts_signal_record_lit(), ROWS[i].lamp);
        assert_int_equal(ts_signal_record_times(ROWS[i].lamp), 1);
        EXPECT_STATES(TS_SCAN_START, TS_SCAN_WAITING, TS_SCAN_CHECKING, ROWS[i].shown);
    }
}

/* What comes after its visitor was told that nothing came is nobody's. */
static void
a_late_verdict_is_forgotten(void **state)
{
    (void)state;
    const struct event events[] = {
        { 500, ACT_SEE, .code = 'a' },
        { 3500, ACT_ANSWER, .ticket = 1, .verdict = TS_VERDICT_READY },
    };
    (void)run(events, TS_COUNT(events), 4500);
    EXPECT_STATES(TS_SCAN_START, TS_SCAN_WAITING, TS_SCAN_CHECKING, TS_SCAN_NO_ANSWER);
    assert_int_equal(ts_signal_record_times(TS_LAMP_READY), 0);
    assert_int_equal(play.did.writes, 0);
    assert_true(play.did.wipes > 0);
}

/* At every moment around the end of its time: then it is told, or nobody's. */
static void
a_verdict_at_the_last_moment_is_whole_or_nobodys(void **state)
{
    size_t told = 0;
    for (uint64_t at = 2480; at < 2640; at += 5) {
        const struct event events[] = {
            { 500, ACT_SEE, .code = 'a' },
            { at, ACT_ANSWER, .ticket = 1, .verdict = TS_VERDICT_READY },
        };
        if (at > 2480)
            ts_signal_close(parts.signal);
        (void)set_up(state);
        (void)run(events, TS_COUNT(events), 4000);
        bool shown = play.did.states[play.did.state_count - 1] == TS_SCAN_READY;
        assert_int_equal(play.did.writes, shown);
        told += shown;
    }
    assert_in_range(told, 1, 31);
}

/* The verdict on the card before, when the next one is being checked. */
static void
a_verdict_of_another_ticket_is_forgotten(void **state)
{
    (void)state;
    const struct event events[] = {
        { 500, ACT_SEE, .code = 'a' },
        { .at_ms = 3500, .act = ACT_TOUCH },
        { 6000, ACT_SEE, .code = 'b' },
        { 6500, ACT_ANSWER, .ticket = 1, .verdict = TS_VERDICT_READY },
    };
    (void)run(events, TS_COUNT(events), 7000);
    assert_int_equal(play.did.submissions, 2);
    assert_true(play.did.submitted[1] != 1);
    assert_int_equal(ts_signal_record_times(TS_LAMP_READY), 0);
    assert_int_equal(play.did.writes, 0);
    assert_int_equal(play.did.states[play.did.state_count - 1], TS_SCAN_CHECKING);
}

static void
what_is_no_credential_is_not_counted(void **state)
{
    (void)state;
    const struct event events[] = {
        { 500, ACT_SEE, .code = 'a' },
        { 700, ACT_FOREIGN, .ticket = 1 },
    };
    options.answers = 1;
    memcpy(play.events, events, sizeof(events));
    play.count = TS_COUNT(events);
    ts_test_row("it is an answer, and the last that was asked for");
    assert_int_equal(ts_loop_run(&parts), TS_APP_CLOSED);
    assert_int_equal(play.did.writes, 0);
    EXPECT_STATES(TS_SCAN_START, TS_SCAN_WAITING, TS_SCAN_CHECKING, TS_SCAN_WAITING);
}

static void
ends_when_its_seconds_are_over(void **state)
{
    (void)state;
    options.seconds = 5;
    assert_int_equal(ts_loop_run(&parts), TS_APP_CLOSED);
    ts_test_row("without the answers that were asked for");
    options.answers = 1;
    assert_int_equal(ts_loop_run(&parts), TS_APP_NO_ANSWER);
}

/* A lamp or a journal that fails is seen by people; the screen still says it. */
static void
goes_on_when_lamp_and_journal_fail(void **state)
{
    (void)state;
    const struct event events[] = {
        { 500, ACT_SEE, .code = 'a' },
        { 700, ACT_ANSWER, .ticket = 1, .verdict = TS_VERDICT_READY },
    };
    play.journal_fails = true;
    ts_signal_record_fail(true);
    (void)run(events, TS_COUNT(events), 1500);
    EXPECT_STATES(TS_SCAN_START, TS_SCAN_WAITING, TS_SCAN_CHECKING, TS_SCAN_READY);
}

static void
is_out_of_order_without_a_camera(void **state)
{
    (void)state;
    const struct event events[] = {
        { 500, ACT_SEE, .code = 'a' },
        { 700, ACT_ANSWER, .ticket = 1, .verdict = TS_VERDICT_READY },
        { .at_ms = 1000, .act = ACT_UNPLUG },
    };
    (void)run(events, TS_COUNT(events), 6000);
    EXPECT_STATES(TS_SCAN_START, TS_SCAN_WAITING, TS_SCAN_CHECKING, TS_SCAN_READY,
                  TS_SCAN_OUT_OF_ORDER);
    assert_int_equal(ts_signal_record_lit(), TS_LAMP_NONE);
}

/* Between two people, never under a verdict that views the old lists. */
static void
newer_lists_wait_for_the_visitor_to_leave(void **state)
{
    (void)state;
    const struct event shown[] = {
        { 500, ACT_SEE, .code = 'a' },
        { 700, ACT_ANSWER, .ticket = 1, .verdict = TS_VERDICT_STOP },
        { .at_ms = 1000, .act = ACT_NEWER },
    };
    const struct event left[] = {
        { 500, ACT_SEE, .code = 'a' },
        { 700, ACT_ANSWER, .ticket = 1, .verdict = TS_VERDICT_STOP },
        { .at_ms = 1000, .act = ACT_NEWER },
        { .at_ms = 3000, .act = ACT_TOUCH },
    };
    (void)run(shown, TS_COUNT(shown), 5000);
    assert_int_equal(play.did.turns, 0);
    ts_signal_close(parts.signal);
    (void)set_up(state);
    (void)run(left, TS_COUNT(left), 5000);
    assert_int_equal(play.did.turns, 1);
    assert_int_equal(play.did.states[play.did.state_count - 1], TS_SCAN_WAITING);
}

/* What came of a verdict that waited for somebody to compare; it is counted once. */
static const struct {
    const char *name;
    enum act act;
    uint64_t at_ms, code;
    enum ts_scan_state then;
    enum ts_verdict_kind counted;
    enum ts_reason reason;
    size_t compared;
} comparisons[] = {
    { "yes", ACT_YES, 2500, 0, TS_SCAN_READY, TS_VERDICT_READY, TS_REASON_ALL_PROVEN, 1 },
    { "no", ACT_NO, 2500, 0, TS_SCAN_NOT_YET, TS_VERDICT_NOT_YET,
      TS_REASON_NOT_SAME_PERSON, 1 },
    { "nobody answers", ACT_NOTHING, 2500, 0, TS_SCAN_WAITING, TS_VERDICT_CANNOT_TELL,
      TS_REASON_IDENTITY_NOT_CHECKED, 0 },
    { "a touch beside both", ACT_TOUCH, 2500, 0, TS_SCAN_WAITING, TS_VERDICT_CANNOT_TELL,
      TS_REASON_IDENTITY_NOT_CHECKED, 0 },
    { "a touch that was meant for something else", ACT_YES, 800, 0, TS_SCAN_WAITING,
      TS_VERDICT_CANNOT_TELL, TS_REASON_IDENTITY_NOT_CHECKED, 0 },
    { "the next badge", ACT_SEE, 2500, 'b', TS_SCAN_CHECKING, TS_VERDICT_CANNOT_TELL,
      TS_REASON_IDENTITY_NOT_CHECKED, 0 },
    { "trouble", ACT_UNPLUG, 2500, 0, TS_SCAN_OUT_OF_ORDER, TS_VERDICT_CANNOT_TELL,
      TS_REASON_IDENTITY_NOT_CHECKED, 0 },
};

static void
nobody_is_ready_before_somebody_said_so(void **state)
{
    for (size_t i = 0; i < TS_COUNT(comparisons); i++) {
        const struct event events[] = {
            { 500, ACT_SEE, .code = 'a' },
            { 700, ACT_DUE, .ticket = 1 },
            { comparisons[i].at_ms, comparisons[i].act, .code = comparisons[i].code },
        };
        bool waits = comparisons[i].then == TS_SCAN_WAITING;
        ts_test_row(comparisons[i].name);
        if (i > 0)
            ts_signal_close(parts.signal);
        (void)set_up(state);
        play.photo.width = 1;
        (void)run(events, TS_COUNT(events), waits ? 62000 : 6300);
        bool then_idle =
            comparisons[i].then == TS_SCAN_CHECKING; /* nothing came of that one */
        EXPECT_FIRST(TS_SCAN_START, TS_SCAN_WAITING, TS_SCAN_CHECKING, TS_SCAN_IDENTITY,
                     comparisons[i].then);
        assert_int_equal(play.did.state_count, then_idle ? 6 : 5);
        assert_int_equal(play.did.writes, 1);
        assert_int_equal(play.did.entries[0].verdict, comparisons[i].counted);
        assert_int_equal(play.did.entries[0].reason, comparisons[i].reason);
        assert_int_equal(play.did.compared, comparisons[i].compared);
        if (comparisons[i].then != TS_SCAN_READY)
            assert_int_equal(ts_signal_record_times(TS_LAMP_READY), 0);
        if (comparisons[i].compared)
            assert_int_equal(play.did.same,
                             comparisons[i].then == TS_SCAN_READY ? TS_PASS : TS_FAIL);
    }
}

/* A portrait that could not be decoded: the verdict says so, and nobody is asked. */
static void
without_a_photo_nobody_is_asked(void **state)
{
    (void)state;
    const struct event events[] = {
        { 500, ACT_SEE, .code = 'a' },
        { 700, ACT_ANSWER, .ticket = 1, .verdict = TS_VERDICT_CANNOT_TELL },
    };
    play.verdict.identity_due = true;
    (void)run(events, TS_COUNT(events), 1500);
    EXPECT_STATES(TS_SCAN_START, TS_SCAN_WAITING, TS_SCAN_CHECKING, TS_SCAN_CANNOT_TELL);
    assert_int_equal(play.did.writes, 1);
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(every_verdict_is_shown_lit_and_counted),
        TEST(a_late_verdict_is_forgotten),
        TEST(a_verdict_at_the_last_moment_is_whole_or_nobodys),
        TEST(a_verdict_of_another_ticket_is_forgotten),
        TEST(what_is_no_credential_is_not_counted),
        TEST(ends_when_its_seconds_are_over),
        TEST(goes_on_when_lamp_and_journal_fail),
        TEST(is_out_of_order_without_a_camera),
        TEST(newer_lists_wait_for_the_visitor_to_leave),
        TEST(nobody_is_ready_before_somebody_said_so),
        TEST(without_a_photo_nobody_is_asked),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
