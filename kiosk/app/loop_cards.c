#include "kiosk/app/loop.h"

#include <stdio.h>
#include <string.h>

static void
count_answer(struct ts_loop *l, const char *name, enum ts_reason reason)
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
journal(struct ts_loop *l, const struct ts_verdict *verdict)
{
    struct ts_parts *p = l->parts;
    struct ts_now now = ts_parts_now(p);
    struct ts_journal_entry entry = {
        .profile = p->has_profile ? p->profile.id : (ts_span){ 0 },
        .verdict = (int)verdict->kind,
        .reason = (int)verdict->reasons[0].code,
        .given = now.utc,
    };
    if (verdict->card && verdict->card->credential)
        entry.card = verdict->card->credential->id;
    l->has_tally = false;
    if (p->journal && ts_journal_add(p->journal, &entry) != TS_OK)
        fputs("touchstone-kiosk: the journal could not be written\n", stderr);
}

static void
count_verdict(struct ts_loop *l)
{
    l->undecided = false;
    journal(l, l->verdict);
    ts_loop_sign(l, l->verdict->kind == TS_VERDICT_READY);
    count_answer(l, ts_verdict_name(l->verdict->kind), l->verdict->reasons[0].code);
}

void
ts_loop_forget(struct ts_loop *l)
{
    if (l->undecided)
        count_verdict(l); /* nobody said: it stays what it was */
    l->verdict = NULL;
    l->matchable = false;
    l->model.verdict = NULL;
    l->model.photo = NULL;
    l->model.notice = (ts_span){ 0 };
    ts_checker_wipe(l->parts->checker);
    ts_window_forget(l->parts->window);
}

/* Of a verdict that waits for somebody to say who it is about: what can be asked. */
static void
ask(const struct ts_loop *l, struct ts_scan_event *event)
{
    enum ts_identity_asked wanted =
        l->verdict->identity_due ? l->verdict->identity_wanted : TS_IDENTITY_NOT_ASKED;
    event->compares = wanted == TS_IDENTITY_COMPARE && l->model.photo;
    event->answers = wanted == TS_IDENTITY_ANSWER;
}

/* What is asked about is not decided yet, and is counted when it is. */
static void
take_decision(struct ts_loop *l, const struct ts_scan_event *event)
{
    if (!l->verdict)
        return; /* it came in the moment in which its time was up */
    l->undecided = event->compares || event->answers;
    if (l->undecided)
        l->save_next = l->parts->options->screenshot_dir != NULL;
    else
        count_verdict(l);
}

static void
take_verdict(struct ts_loop *l, uint32_t ticket, const struct ts_verdict *verdict)
{
    struct ts_scan_event event = { .kind = TS_EVENT_VERDICT,
                                   .ticket = ticket,
                                   .verdict = verdict->kind,
                                   .joins = ts_checker_is_joinable(l->parts->checker) };
    l->verdict = verdict;
    l->matchable = ts_checker_cards(l->parts->checker) > 0;
    event.matches = l->matchable && !event.joins;
    l->reached = ts_parts_now(l->parts).utc;
    l->model.photo = ts_checker_photo(l->parts->checker);
    ask(l, &event);
    ts_loop_tell(l, event);
    take_decision(l, &event);
}

/* The machine first, here and below: it may not take it. */
void
ts_loop_answered(struct ts_loop *l, ts_span typed)
{
    if (l->screen.page != TS_PAGE_ANSWER || !l->undecided)
        return;
    ts_checker_answer(l->parts->checker, typed);
    ts_loop_tell(l, (struct ts_scan_event){ .kind = TS_EVENT_ANSWERED,
                                            .verdict = l->verdict->kind });
    if (l->verdict && l->undecided)
        count_verdict(l);
}

void
ts_loop_joined(struct ts_loop *l)
{
    if (!l->screen.joinable || !ts_checker_join(l->parts->checker))
        return;
    struct ts_scan_event event = { .kind = TS_EVENT_JOINED, .verdict = l->verdict->kind };
    l->model.photo = ts_checker_photo(l->parts->checker);
    ask(l, &event);
    ts_loop_tell(l, event);
    take_decision(l, &event);
}

void
ts_loop_compared(struct ts_loop *l, bool same)
{
    ts_loop_tell(l, (struct ts_scan_event){ .kind = TS_EVENT_COMPARED, .same = same });
    bool taken = l->screen.state == TS_SCAN_READY || l->screen.state == TS_SCAN_NOT_YET;
    if (!taken || !l->undecided)
        return;
    l->model.photo = NULL;
    ts_checker_compare(l->parts->checker, same ? TS_PASS : TS_FAIL);
    count_verdict(l);
}

static void
journal_waiver(struct ts_loop *l, enum ts_waiver why)
{
    struct ts_parts *p = l->parts;
    struct ts_journal_entry entry = {
        .profile = p->has_profile ? p->profile.id : (ts_span){ 0 },
        .verdict = (int)l->verdict->kind,
        .reason = (int)why,
        .given = ts_parts_now(p).utc,
    };
    if (p->journal && ts_journal_add_waiver(p->journal, &entry) != TS_OK)
        fputs("touchstone-kiosk: the journal could not be written\n", stderr);
}

void
ts_loop_waived(struct ts_loop *l, enum ts_waiver why)
{
    if (l->screen.page != TS_PAGE_WAIVER || !l->verdict
        || !ts_checker_waive(l->parts->checker, why))
        return;
    if (l->undecided)
        count_verdict(l); /* nobody said who it is, and nobody will */
    journal_waiver(l, why);
    ts_loop_sign(l, true);
    ts_loop_tell_kind(l, TS_EVENT_WAIVED);
}

static void
take_foreign(struct ts_loop *l, uint32_t ticket)
{
    enum ts_reason reason = TS_REASON_NOT_A_CREDENTIAL;
    ts_loop_tell(
        l, (struct ts_scan_event){ .kind = TS_EVENT_NOT_A_CREDENTIAL, .ticket = ticket });
    count_answer(l, "NOT_A_CREDENTIAL", reason);
}

static void
take_answer(struct ts_loop *l, uint32_t ticket, const struct ts_verdict *verdict)
{
    bool checking = l->screen.state == TS_SCAN_CHECKING;
    if (checking && ticket != l->screen.ticket)
        return; /* of somebody who has left: to forget now would cancel the next check,
                   whose beginning forgot what was on the table */
    if (!checking)
        ts_loop_forget(l); /* its visitor has left, and the basket is nobody's */
    else if (verdict)
        take_verdict(l, ticket, verdict);
    else
        take_foreign(l, ticket);
}

/* Its text is the checker's, or nobody's. */
static void
take_sight(struct ts_loop *l)
{
    ts_loop_tell(l, (struct ts_scan_event){ .kind = TS_EVENT_CODE_SEEN,
                                            .code = l->sight.identity,
                                            .recognised = l->sight.recognised });
    memset(&l->sight, 0, sizeof(l->sight));
}

void
ts_loop_take_answers(struct ts_loop *l)
{
    struct ts_scan_event part = { .kind = TS_EVENT_PART_SEEN };
    struct ts_scan_event unread = { .kind = TS_EVENT_SEEN_UNREAD };
    const struct ts_verdict *verdict;
    uint32_t ticket;
    if (ts_eyes_parts(l->parts->eyes, &part.parts.seen, &part.parts.total)
        || ts_hand_scanners_parts(l->parts->hand_scanners, &part.parts.seen,
                                  &part.parts.total))
        ts_loop_tell(l, part);
    if (ts_eyes_hint(l->parts->eyes, &unread.hint))
        ts_loop_tell(l, unread);
    if (ts_eyes_sight(l->parts->eyes, &l->sight)
        || ts_hand_scanners_sight(l->parts->hand_scanners, &l->sight))
        take_sight(l);
    if (ts_checker_collect(l->parts->checker, &ticket, &verdict))
        take_answer(l, ticket, verdict);
}
