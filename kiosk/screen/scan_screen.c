#include "kiosk/screen/scan_screen.h"

/* What makes the machine move: an event that passed its guard, or time. */
enum cause {
    CAUSE_NONE = 0,
    CAUSE_BEGIN,
    CAUSE_PASSED,
    CAUSE_TROUBLE,
    CAUSE_RECOVERED,
    CAUSE_CODE,
    CAUSE_FOREIGN,
    CAUSE_READY,
    CAUSE_NOT_YET,
    CAUSE_STOP,
    CAUSE_CANNOT_TELL,
    CAUSE_COMPARES,
    CAUSE_SAME,
    CAUSE_OTHER,
    CAUSE_TOUCH,
    CAUSE_TIMEOUT,
};

static const struct state {
    uint32_t limit_ms; /* 0 is for ever */
    bool wipes;        /* on entering: nobody's cards live on here */
    bool closes;       /* on entering: the next card is somebody else's */
    enum ts_lamp lamp;
    enum ts_sound sound;
} states[TS_SCAN_STATE_COUNT] = {
    [TS_SCAN_OUT_OF_ORDER] = { 0, true, true, TS_LAMP_NONE, TS_SOUND_NONE },
    [TS_SCAN_START] = { TS_SCAN_START_MS, true, true, TS_LAMP_NONE, TS_SOUND_NONE },
    [TS_SCAN_WAITING] = { 0, true, true, TS_LAMP_NONE, TS_SOUND_NONE },
    [TS_SCAN_CHECKING] = { TS_SCAN_CHECK_MS, false, false, TS_LAMP_NONE, TS_SOUND_NONE },
    [TS_SCAN_READY] = { TS_SCAN_READY_MS, false, true, TS_LAMP_READY, TS_SOUND_READY },
    [TS_SCAN_NOT_YET] = { TS_SCAN_NOT_YET_MS, false, false, TS_LAMP_NOT_YET,
                          TS_SOUND_NOT_YET },
    [TS_SCAN_STOP] = { TS_SCAN_STOP_MS, false, true, TS_LAMP_STOP, TS_SOUND_STOP },
    [TS_SCAN_CANNOT_TELL] = { TS_SCAN_CANNOT_TELL_MS, false, false, TS_LAMP_CANNOT_TELL,
                              TS_SOUND_CANNOT_TELL },
    [TS_SCAN_NO_ANSWER] = { TS_SCAN_NO_ANSWER_MS, true, true, TS_LAMP_CANNOT_TELL,
                            TS_SOUND_CANNOT_TELL },
    [TS_SCAN_IDENTITY] = { TS_SCAN_IDENTITY_MS, false, true, TS_LAMP_NONE,
                           TS_SOUND_NONE },
};

/* Every move there is. A pair that is not here changes nothing. */
static const struct move {
    enum ts_scan_state from;
    enum cause on;
    enum ts_scan_state to;
} moves[] = {
    { TS_SCAN_OUT_OF_ORDER, CAUSE_BEGIN, TS_SCAN_START },
    { TS_SCAN_OUT_OF_ORDER, CAUSE_PASSED, TS_SCAN_WAITING },
    { TS_SCAN_OUT_OF_ORDER, CAUSE_RECOVERED, TS_SCAN_WAITING },

    { TS_SCAN_START, CAUSE_PASSED, TS_SCAN_WAITING },
    { TS_SCAN_START, CAUSE_TIMEOUT, TS_SCAN_OUT_OF_ORDER },
    { TS_SCAN_START, CAUSE_TROUBLE, TS_SCAN_OUT_OF_ORDER },

    { TS_SCAN_WAITING, CAUSE_CODE, TS_SCAN_CHECKING },
    { TS_SCAN_WAITING, CAUSE_TROUBLE, TS_SCAN_OUT_OF_ORDER },

    { TS_SCAN_CHECKING, CAUSE_READY, TS_SCAN_READY },
    { TS_SCAN_CHECKING, CAUSE_NOT_YET, TS_SCAN_NOT_YET },
    { TS_SCAN_CHECKING, CAUSE_STOP, TS_SCAN_STOP },
    { TS_SCAN_CHECKING, CAUSE_CANNOT_TELL, TS_SCAN_CANNOT_TELL },
    { TS_SCAN_CHECKING, CAUSE_COMPARES, TS_SCAN_IDENTITY },
    { TS_SCAN_CHECKING, CAUSE_TIMEOUT, TS_SCAN_NO_ANSWER },
    { TS_SCAN_CHECKING, CAUSE_TROUBLE, TS_SCAN_OUT_OF_ORDER },

    { TS_SCAN_READY, CAUSE_CODE, TS_SCAN_CHECKING },
    { TS_SCAN_READY, CAUSE_TIMEOUT, TS_SCAN_WAITING },
    { TS_SCAN_READY, CAUSE_TROUBLE, TS_SCAN_OUT_OF_ORDER },

    { TS_SCAN_NOT_YET, CAUSE_CODE, TS_SCAN_CHECKING },
    { TS_SCAN_NOT_YET, CAUSE_TIMEOUT, TS_SCAN_WAITING },
    { TS_SCAN_NOT_YET, CAUSE_TROUBLE, TS_SCAN_OUT_OF_ORDER },

    { TS_SCAN_STOP, CAUSE_CODE, TS_SCAN_CHECKING },
    { TS_SCAN_STOP, CAUSE_TOUCH, TS_SCAN_WAITING },
    { TS_SCAN_STOP, CAUSE_TIMEOUT, TS_SCAN_WAITING },
    { TS_SCAN_STOP, CAUSE_TROUBLE, TS_SCAN_OUT_OF_ORDER },

    { TS_SCAN_CANNOT_TELL, CAUSE_CODE, TS_SCAN_CHECKING },
    { TS_SCAN_CANNOT_TELL, CAUSE_TOUCH, TS_SCAN_WAITING },
    { TS_SCAN_CANNOT_TELL, CAUSE_TIMEOUT, TS_SCAN_WAITING },
    { TS_SCAN_CANNOT_TELL, CAUSE_TROUBLE, TS_SCAN_OUT_OF_ORDER },

    { TS_SCAN_NO_ANSWER, CAUSE_CODE, TS_SCAN_CHECKING },
    { TS_SCAN_NO_ANSWER, CAUSE_TOUCH, TS_SCAN_WAITING },
    { TS_SCAN_NO_ANSWER, CAUSE_TIMEOUT, TS_SCAN_WAITING },
    { TS_SCAN_NO_ANSWER, CAUSE_TROUBLE, TS_SCAN_OUT_OF_ORDER },

    { TS_SCAN_IDENTITY, CAUSE_CODE, TS_SCAN_CHECKING },
    { TS_SCAN_IDENTITY, CAUSE_SAME, TS_SCAN_READY },
    { TS_SCAN_IDENTITY, CAUSE_OTHER, TS_SCAN_NOT_YET },
    { TS_SCAN_IDENTITY, CAUSE_TIMEOUT, TS_SCAN_WAITING },
    { TS_SCAN_IDENTITY, CAUSE_TROUBLE, TS_SCAN_OUT_OF_ORDER },
};

static ts_mono
after(ts_mono now, uint64_t ms)
{
    return (ts_mono){ now.ms + ms };
}

static ts_mono
earlier_of(ts_mono a, ts_mono b)
{
    return a.ms < b.ms ? a : b;
}

static bool
passed(ts_mono deadline, ts_mono now)
{
    return now.ms >= deadline.ms;
}

static void
merge(struct ts_scan_actions *all, struct ts_scan_actions one)
{
    all->wipe |= one.wipe;
    all->start_check |= one.start_check;
    if (one.sound != TS_SOUND_NONE)
        all->sound = one.sound;
}

/* Nothing that shows an open basket outlives it. */
static void
start_time(struct ts_scan_screen *screen, uint64_t limit_ms, ts_mono now)
{
    screen->since = now;
    screen->deadline = after(now, limit_ms);
    if (screen->basket_open && screen->state != TS_SCAN_CHECKING)
        screen->deadline = earlier_of(screen->deadline, screen->basket_deadline);
}

static struct ts_scan_actions
enter(struct ts_scan_screen *screen, enum ts_scan_state state, ts_mono now)
{
    const struct state *is = &states[state];
    struct ts_scan_actions actions = { .wipe = is->wipes };
    screen->state = state;
    screen->active = now;
    screen->kept = false;
    screen->unread = false;
    screen->toast = false;
    screen->parts = (struct ts_scan_parts){ 0 };
    if (is->closes)
        screen->basket_open = false;
    if (state == TS_SCAN_NOT_YET && !screen->basket_open) {
        screen->basket_open = true;
        screen->basket_deadline = after(now, TS_SCAN_BASKET_MS);
    }
    start_time(screen, is->limit_ms, now);
    if (screen->verdict_sounds)
        actions.sound = is->sound;
    return actions;
}

static struct ts_scan_actions
move(struct ts_scan_screen *screen, enum cause cause, ts_mono now)
{
    for (size_t i = 0; i < TS_COUNT(moves); i++) {
        if (moves[i].from == screen->state && moves[i].on == cause)
            return enter(screen, moves[i].to, now);
    }
    return (struct ts_scan_actions){ 0 };
}

static struct ts_scan_actions
expire(struct ts_scan_screen *screen, ts_mono now)
{
    if (states[screen->state].limit_ms == 0 || !passed(screen->deadline, now))
        return (struct ts_scan_actions){ 0 };
    return move(screen, CAUSE_TIMEOUT, now);
}

/* The same code that is still, or was just now, in view. */
static bool
still_in_view(struct ts_seen_code *seen, uint64_t code, ts_mono now)
{
    if (!seen->known || seen->code != code
        || passed(after(seen->at, TS_SCAN_OUT_OF_VIEW_MS), now))
        return false;
    seen->at = now;
    return true;
}

static void
remember_way_back(struct ts_scan_screen *screen)
{
    bool returns = screen->basket_open;
    screen->back = returns ? screen->state : TS_SCAN_WAITING;
    screen->back_since = screen->since;
    screen->back_deadline = screen->deadline;
}

static struct ts_scan_actions
code_seen(struct ts_scan_screen *screen, struct ts_scan_event event, ts_mono now)
{
    struct ts_scan_actions actions = { 0 };
    if (still_in_view(&screen->foreign, event.code, now)
        || still_in_view(&screen->last, event.code, now)
        || screen->state == TS_SCAN_CHECKING)
        return actions;
    bool same_person = screen->basket_open;
    remember_way_back(screen);
    merge(&actions, move(screen, CAUSE_CODE, now));
    if (screen->state != TS_SCAN_CHECKING)
        return actions;
    screen->last = (struct ts_seen_code){ true, event.code, now };
    screen->ticket = screen->ticket == UINT32_MAX ? 1 : screen->ticket + 1;
    actions.wipe |= !same_person;
    actions.start_check = true;
    actions.sound = event.recognised ? TS_SOUND_TICK : TS_SOUND_NONE;
    return actions;
}

static struct ts_scan_actions
not_a_credential(struct ts_scan_screen *screen, uint32_t ticket, ts_mono now)
{
    struct ts_scan_actions actions = { 0 };
    if (screen->state != TS_SCAN_CHECKING || ticket != screen->ticket)
        return actions;
    screen->foreign = screen->last;
    if (screen->back == TS_SCAN_WAITING) {
        merge(&actions, enter(screen, TS_SCAN_WAITING, now));
        screen->toast = true;
        screen->toast_deadline = after(now, TS_SCAN_TOAST_MS);
        return actions;
    }
    /* Back to what the person was reading, with the time it had; silently. */
    screen->state = screen->back;
    screen->since = screen->back_since;
    screen->deadline = screen->back_deadline;
    return actions;
}

static struct ts_scan_actions
verdict(struct ts_scan_screen *screen, struct ts_scan_event event, ts_mono now)
{
    static const enum cause causes[TS_VERDICT_COUNT] = {
        [TS_VERDICT_CANNOT_TELL] = CAUSE_CANNOT_TELL,
        [TS_VERDICT_READY] = CAUSE_READY,
        [TS_VERDICT_NOT_YET] = CAUSE_NOT_YET,
        [TS_VERDICT_STOP] = CAUSE_STOP,
    };
    if (screen->state != TS_SCAN_CHECKING || event.ticket != screen->ticket)
        return (struct ts_scan_actions){ 0 };
    TS_CHECK((unsigned)event.verdict < TS_VERDICT_COUNT);
    return move(screen, event.compares ? CAUSE_COMPARES : causes[event.verdict], now);
}

static struct ts_scan_actions
compared(struct ts_scan_screen *screen, bool same, ts_mono now)
{
    if (screen->state != TS_SCAN_IDENTITY
        || !passed(after(screen->since, TS_SCAN_BOUNCE_MS), now))
        return (struct ts_scan_actions){ 0 };
    struct ts_scan_actions actions = move(screen, same ? CAUSE_SAME : CAUSE_OTHER, now);
    screen->basket_open = false; /* these cards add up to nothing for somebody else */
    return actions;
}

static struct ts_scan_actions
touch(struct ts_scan_screen *screen, ts_mono now)
{
    screen->active = now;
    screen->toast = false;
    if (screen->state == TS_SCAN_NOT_YET && screen->basket_open) {
        start_time(screen, TS_SCAN_NOT_YET_MS, now);
    } else if (screen->state == TS_SCAN_READY && !screen->kept) {
        screen->kept = true;
        start_time(screen, TS_SCAN_KEPT_MS, now);
    } else if (screen->state == TS_SCAN_READY
               && passed(after(screen->since, TS_SCAN_BOUNCE_MS), now)) {
        return enter(screen, TS_SCAN_WAITING, now);
    }
    return move(screen, CAUSE_TOUCH, now);
}

static void
seen_unread(struct ts_scan_screen *screen, enum ts_hint hint, ts_mono now)
{
    if (!screen->unread
        || passed(after(screen->unread_last, TS_SCAN_OUT_OF_VIEW_MS), now)) {
        screen->unread_since = now;
        screen->active = now;
    }
    screen->unread = true;
    screen->unread_last = now;
    screen->hint = hint;
}

static void
part_seen(struct ts_scan_screen *screen, struct ts_scan_parts parts, ts_mono now)
{
    screen->active = now;
    screen->toast = false;
    screen->parts = parts;
    screen->parts_last = now;
}

static struct ts_scan_actions
trouble(struct ts_scan_screen *screen, ts_mono now)
{
    /* After trouble a held card is checked anew: its verdict was taken away. */
    screen->last.known = false;
    screen->foreign.known = false;
    return move(screen, CAUSE_TROUBLE, now);
}

static struct ts_scan_actions
take(struct ts_scan_screen *screen, struct ts_scan_event event, ts_mono now)
{
    struct ts_scan_actions nothing = { 0 };
    switch (event.kind) {
    case TS_EVENT_TICK: return nothing;
    case TS_EVENT_BEGIN: return move(screen, CAUSE_BEGIN, now);
    case TS_EVENT_SELF_TEST_PASSED:
        screen->tested = true;
        return move(screen, CAUSE_PASSED, now);
    case TS_EVENT_SELF_TEST_FAILED: screen->tested = false; return trouble(screen, now);
    case TS_EVENT_TROUBLE: return trouble(screen, now);
    case TS_EVENT_RECOVERED:
        return screen->tested ? move(screen, CAUSE_RECOVERED, now) : nothing;
    case TS_EVENT_CODE_SEEN: return code_seen(screen, event, now);
    case TS_EVENT_PART_SEEN: part_seen(screen, event.parts, now); return nothing;
    case TS_EVENT_SEEN_UNREAD: seen_unread(screen, event.hint, now); return nothing;
    case TS_EVENT_VERDICT: return verdict(screen, event, now);
    case TS_EVENT_NOT_A_CREDENTIAL: return not_a_credential(screen, event.ticket, now);
    case TS_EVENT_TOUCH: return touch(screen, now);
    case TS_EVENT_COMPARED: return compared(screen, event.same, now);
    }
    return nothing;
}

struct ts_scan_actions
ts_scan_handle(struct ts_scan_screen *screen, struct ts_scan_event event, ts_mono now)
{
    enum ts_lamp before = states[screen->state].lamp;
    struct ts_scan_actions actions = expire(screen, now);
    merge(&actions, take(screen, event, now));
    actions.lamp = states[screen->state].lamp;
    actions.light = actions.lamp != before;
    return actions;
}

struct ts_scan_time
ts_scan_time_left(const struct ts_scan_screen *screen, ts_mono now)
{
    struct ts_scan_time time = { 0 };
    if (states[screen->state].limit_ms == 0 || passed(screen->deadline, screen->since))
        return time;
    time.total_ms = (uint32_t)(screen->deadline.ms - screen->since.ms);
    if (!passed(screen->deadline, now))
        time.left_ms = (uint32_t)(screen->deadline.ms - now.ms);
    bool counts = screen->state == TS_SCAN_NOT_YET || screen->state == TS_SCAN_IDENTITY;
    time.counted = counts && time.left_ms <= TS_SCAN_COUNTDOWN_MS;
    return time;
}

bool
ts_scan_toasts(const struct ts_scan_screen *screen, ts_mono now)
{
    return screen->state == TS_SCAN_WAITING && screen->toast
           && !passed(screen->toast_deadline, now);
}

bool
ts_scan_dimmed(const struct ts_scan_screen *screen, ts_mono now)
{
    return screen->state == TS_SCAN_WAITING
           && passed(after(screen->active, TS_SCAN_DIM_MS), now);
}

struct ts_scan_parts
ts_scan_parts_seen(const struct ts_scan_screen *screen, ts_mono now)
{
    bool shown = screen->state == TS_SCAN_WAITING
                 && !passed(after(screen->parts_last, TS_SCAN_PARTS_MS), now);
    return shown ? screen->parts : (struct ts_scan_parts){ 0 };
}

enum ts_hint
ts_scan_hint(const struct ts_scan_screen *screen, ts_mono now)
{
    bool shown = screen->state == TS_SCAN_WAITING && screen->unread
                 && passed(after(screen->unread_since, TS_SCAN_HINT_MS), now)
                 && !passed(after(screen->unread_last, TS_SCAN_OUT_OF_VIEW_MS), now);
    return shown ? screen->hint : TS_HINT_NONE;
}
