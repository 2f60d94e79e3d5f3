#include "kiosk/screen/scan_screen.h"

#include "kiosk/screen/scan_pages.h"
#include "kiosk/screen/scan_table.h"

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
    all->speaks |= one.speaks;
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

/* Jobs are looked up for genuine cards, of somebody who is still there. */
static bool
is_matched(enum ts_scan_state state)
{
    return state == TS_SCAN_READY || state == TS_SCAN_NOT_YET
           || state == TS_SCAN_CANNOT_TELL;
}

/* The basket of somebody who looks for jobs stays open from card to card. */
static void
go_on_matching(struct ts_scan_screen *screen, ts_mono now)
{
    screen->matching &= is_matched(screen->state) || screen->state == TS_SCAN_CHECKING;
    if (!screen->matching || screen->state == TS_SCAN_CHECKING)
        return;
    screen->basket_open = true;
    screen->basket_deadline = after(now, TS_SCAN_MATCH_MS);
    ts_page_show(screen, TS_PAGE_MATCH, now);
}

static struct ts_scan_actions
enter(struct ts_scan_screen *screen, enum ts_scan_state state, ts_mono now)
{
    const struct ts_scan_rule *is = ts_scan_rule(state);
    struct ts_scan_actions actions = { .wipe = is->wipes };
    screen->state = state;
    screen->active = now;
    screen->kept = false;
    screen->unread = false;
    screen->toast = false;
    screen->parts = (struct ts_scan_parts){ 0 };
    screen->page = TS_PAGE_NONE;
    screen->unlocked = false;
    screen->joinable = false;
    if (is->closes)
        screen->basket_open = false;
    if (state == TS_SCAN_NOT_YET && !screen->basket_open) {
        screen->basket_open = true;
        screen->basket_deadline = after(now, TS_SCAN_BASKET_MS);
    }
    start_time(screen, is->limit_ms, now);
    go_on_matching(screen, now);
    if (screen->verdict_sounds)
        actions.sound = is->sound;
    actions.speaks = is->lamp != TS_LAMP_NONE && screen->page == TS_PAGE_NONE;
    return actions;
}

static struct ts_scan_actions
move(struct ts_scan_screen *screen, enum ts_scan_cause cause, ts_mono now)
{
    enum ts_scan_state to;
    if (!ts_scan_next(screen->state, cause, &to))
        return (struct ts_scan_actions){ 0 };
    return enter(screen, to, now);
}

/* A page's time is the verdict's as well: nobody is there any more. */
static struct ts_scan_actions
expire_page(struct ts_scan_screen *screen, ts_mono now)
{
    if (!passed(screen->page_deadline, now))
        return (struct ts_scan_actions){ 0 };
    if (ts_scan_rule(screen->state)->limit_ms > 0)
        return enter(screen, TS_SCAN_WAITING, now);
    ts_page_show(screen, TS_PAGE_NONE, now);
    return (struct ts_scan_actions){ 0 };
}

static struct ts_scan_actions
expire(struct ts_scan_screen *screen, ts_mono now)
{
    if (screen->page != TS_PAGE_NONE)
        return expire_page(screen, now);
    if (ts_scan_rule(screen->state)->limit_ms == 0 || !passed(screen->deadline, now))
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
    screen->back_page_deadline = screen->page_deadline;
}

static struct ts_scan_actions
code_seen(struct ts_scan_screen *screen, struct ts_scan_event event, ts_mono now)
{
    struct ts_scan_actions actions = { 0 };
    if (still_in_view(&screen->foreign, event.code, now)
        || still_in_view(&screen->last, event.code, now)
        || screen->state == TS_SCAN_CHECKING || !ts_page_yields(screen->page))
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
    if (screen->matching) {
        ts_page_show(screen, TS_PAGE_MATCH, now);
        screen->page_deadline = screen->back_page_deadline;
    }
    return actions;
}

static struct ts_scan_actions
verdict(struct ts_scan_screen *screen, struct ts_scan_event event, ts_mono now)
{
    static const enum ts_scan_cause causes[TS_VERDICT_COUNT] = {
        [TS_VERDICT_CANNOT_TELL] = CAUSE_CANNOT_TELL,
        [TS_VERDICT_READY] = CAUSE_READY,
        [TS_VERDICT_NOT_YET] = CAUSE_NOT_YET,
        [TS_VERDICT_STOP] = CAUSE_STOP,
    };
    if (screen->state != TS_SCAN_CHECKING || event.ticket != screen->ticket)
        return (struct ts_scan_actions){ 0 };
    TS_CHECK((unsigned)event.verdict < TS_VERDICT_COUNT);
    bool asks = event.compares || event.answers;
    screen->matching &= event.matches;
    struct ts_scan_actions actions =
        move(screen, asks ? CAUSE_COMPARES : causes[event.verdict], now);
    if (screen->state == TS_SCAN_IDENTITY && event.answers)
        ts_page_show(screen, TS_PAGE_ANSWER, now);
    screen->joinable = screen->state == TS_SCAN_NOT_YET && event.joins;
    return actions;
}

/* Somebody added to a verdict, and it is another one now. */
static struct ts_scan_actions
revised(struct ts_scan_screen *screen, struct ts_scan_event event, ts_mono now)
{
    static const enum ts_scan_state states_of[TS_VERDICT_COUNT] = {
        [TS_VERDICT_CANNOT_TELL] = TS_SCAN_CANNOT_TELL,
        [TS_VERDICT_READY] = TS_SCAN_READY,
        [TS_VERDICT_NOT_YET] = TS_SCAN_NOT_YET,
        [TS_VERDICT_STOP] = TS_SCAN_STOP,
    };
    TS_CHECK((unsigned)event.verdict < TS_VERDICT_COUNT);
    bool asks = event.compares || event.answers;
    struct ts_scan_actions actions =
        enter(screen, asks ? TS_SCAN_IDENTITY : states_of[event.verdict], now);
    if (event.answers)
        ts_page_show(screen, TS_PAGE_ANSWER, now);
    return actions;
}

static struct ts_scan_actions
answered(struct ts_scan_screen *screen, struct ts_scan_event event, ts_mono now)
{
    if (screen->state != TS_SCAN_IDENTITY || screen->page != TS_PAGE_ANSWER)
        return (struct ts_scan_actions){ 0 };
    event.compares = event.answers = false;
    struct ts_scan_actions actions = revised(screen, event, now);
    screen->basket_open = false; /* as after a comparison */
    return actions;
}

static struct ts_scan_actions
joined(struct ts_scan_screen *screen, struct ts_scan_event event, ts_mono now)
{
    return screen->joinable ? revised(screen, event, now) : (struct ts_scan_actions){ 0 };
}

/* A glove touches twice, and the second time where something else is now. */
static bool
bounces(const struct ts_scan_screen *screen, ts_mono now)
{
    return !passed(after(screen->page_shown, TS_SCAN_PAGE_BOUNCE_MS), now)
           || !passed(after(screen->since, TS_SCAN_PAGE_BOUNCE_MS), now);
}

static void
open_page(struct ts_scan_screen *screen, enum ts_page page, ts_mono now)
{
    if (bounces(screen, now) || !ts_page_may_open(screen, page))
        return;
    if (page == TS_PAGE_MATCH) {
        screen->matching = true;
        go_on_matching(screen, now);
    } else {
        ts_page_show(screen, page, now);
    }
}

static struct ts_scan_actions
close_page(struct ts_scan_screen *screen, ts_mono now)
{
    enum ts_page page = screen->page;
    if (page == TS_PAGE_NONE || bounces(screen, now))
        return (struct ts_scan_actions){ 0 };
    if (page == TS_PAGE_MATCH)
        return enter(screen, TS_SCAN_WAITING, now);
    if (page == TS_PAGE_ANSWER) /* nobody said: that is what the verdict says too */
        return enter(screen, TS_SCAN_CANNOT_TELL, now);
    ts_page_show(screen, ts_page_above(page), now);
    start_time(screen, ts_scan_rule(screen->state)->limit_ms, now);
    return (struct ts_scan_actions){ 0 };
}

static struct ts_scan_actions
done(struct ts_scan_screen *screen, ts_mono now)
{
    bool reads = screen->page == TS_PAGE_ACTIONS && !bounces(screen, now);
    return reads ? enter(screen, TS_SCAN_WAITING, now) : (struct ts_scan_actions){ 0 };
}

static struct ts_scan_actions
next(struct ts_scan_screen *screen, ts_mono now)
{
    const struct ts_scan_actions nothing = { 0 };
    bool is_passing = screen->state == TS_SCAN_START || screen->state == TS_SCAN_CHECKING;
    screen->active = now;
    screen->toast = false;
    if (is_passing || bounces(screen, now))
        return nothing;
    if (ts_scan_rule(screen->state)->limit_ms > 0)
        return enter(screen, TS_SCAN_WAITING, now);
    if (screen->page != TS_PAGE_NONE)
        ts_page_show(screen, TS_PAGE_NONE, now);
    return nothing;
}

static void
unlocked(struct ts_scan_screen *screen, ts_mono now)
{
    enum ts_page behind = ts_page_behind_pin(screen->page);
    if (behind == TS_PAGE_NONE)
        return;
    screen->unlocked = true;
    ts_page_show(screen, behind, now);
}

static struct ts_scan_actions
waived(struct ts_scan_screen *screen, ts_mono now)
{
    return screen->page == TS_PAGE_WAIVER ? enter(screen, TS_SCAN_WAIVED, now)
                                          : (struct ts_scan_actions){ 0 };
}

static struct ts_scan_actions
compared(struct ts_scan_screen *screen, bool same, ts_mono now)
{
    if (screen->state != TS_SCAN_IDENTITY || screen->page != TS_PAGE_NONE
        || !passed(after(screen->since, TS_SCAN_BOUNCE_MS), now))
        return (struct ts_scan_actions){ 0 };
    struct ts_scan_actions actions = move(screen, same ? CAUSE_SAME : CAUSE_OTHER, now);
    screen->basket_open = false; /* these cards add up to nothing for somebody else */
    return actions;
}

static struct ts_scan_actions
touch(struct ts_scan_screen *screen, ts_mono now)
{
    const struct ts_scan_actions nothing = { 0 };
    screen->active = now;
    screen->toast = false;
    if (screen->page == TS_PAGE_RECEIPT)
        return nothing;
    if (screen->page != TS_PAGE_NONE) {
        ts_page_renew(screen, now);
        return nothing;
    }
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
    case TS_EVENT_ANSWERED: return answered(screen, event, now);
    case TS_EVENT_JOINED: return joined(screen, event, now);
    case TS_EVENT_WAIVED: return waived(screen, now);
    case TS_EVENT_OPEN: open_page(screen, event.page, now); return nothing;
    case TS_EVENT_CLOSE: return close_page(screen, now);
    case TS_EVENT_DONE: return done(screen, now);
    case TS_EVENT_UNLOCKED: unlocked(screen, now); return nothing;
    case TS_EVENT_NEXT: return next(screen, now);
    }
    return nothing;
}

struct ts_scan_actions
ts_scan_handle(struct ts_scan_screen *screen, struct ts_scan_event event, ts_mono now)
{
    enum ts_lamp before = ts_scan_rule(screen->state)->lamp;
    struct ts_scan_actions actions = expire(screen, now);
    merge(&actions, take(screen, event, now));
    actions.lamp = ts_scan_rule(screen->state)->lamp;
    actions.speaks &= actions.lamp != TS_LAMP_NONE; /* and it was not followed at once */
    actions.light = actions.lamp != before;
    return actions;
}
