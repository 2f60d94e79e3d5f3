#include "kiosk/verdict/answer.h"
#include "tests/fake/kiosk/app/scripted.h"

struct scripted_checker scripted_checker;

static struct scripted_checker *const c = &scripted_checker;

void
ts_checker_submit(struct ts_checker *checker, uint32_t ticket, ts_span text)
{
    (void)checker;
    assert_true(text.len > 0);
    assert_true(c->submissions < SCRIPTED_MAX);
    c->submitted[c->submissions++] = ticket;
    c->cancelled = false;
}

static uint32_t
last_ticket(void)
{
    return c->submissions > 0 ? c->submitted[c->submissions - 1] : 0;
}

bool
ts_checker_collect(struct ts_checker *checker, uint32_t *ticket,
                   const struct ts_verdict **verdict)
{
    (void)checker;
    bool had = c->has_answer;
    *ticket = c->answer_ticket ? c->answer_ticket : last_ticket();
    *verdict = c->is_foreign ? NULL : &c->verdict;
    c->has_answer = false;
    return had && !(c->wipe_cancels && c->cancelled && *ticket == last_ticket());
}

const struct ts_photo *
ts_checker_photo(const struct ts_checker *checker)
{
    (void)checker;
    return c->has_photo ? &c->photo : NULL;
}

void
ts_checker_compare(struct ts_checker *checker, enum ts_finding same)
{
    (void)checker;
    c->compared++;
    c->same = same;
    c->has_photo = false;
    ts_verdict_compare(&c->verdict, same);
}

void
ts_checker_answer(struct ts_checker *checker, ts_span typed)
{
    (void)checker;
    ts_verdict_ask_identity(&c->verdict, c->cards, c->card_count, typed);
}

unsigned
ts_checker_answer_kinds(struct ts_checker *checker)
{
    (void)checker;
    return ts_answer_kinds(c->cards, c->card_count);
}

bool
ts_checker_waive(struct ts_checker *checker, enum ts_waiver why)
{
    (void)checker;
    return ts_verdict_waive(&c->verdict, why);
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

size_t
ts_checker_cards(struct ts_checker *checker)
{
    (void)checker;
    return c->card_count;
}

void
ts_checker_match(struct ts_checker *checker, struct ts_match *match,
                 const struct ts_jobs *jobs)
{
    (void)checker;
    (void)jobs;
    match->count = match->left_out = 0;
}

void
ts_checker_wipe(struct ts_checker *checker)
{
    (void)checker;
    c->has_photo = false;
    c->cancelled = true;
    c->wipes++;
}
