#include "kiosk/app/checker_parts.h"
#include "kiosk/verdict/answer.h"

#include <string.h>

/* What becomes of the verdict that is shown. */

void
ts_checker_wipe_photo(struct ts_photo *photo)
{
    memset(photo, 0, sizeof(*photo));
}

bool
ts_checker_take_portrait(struct ts_checker *c, const struct ts_verdict *verdict)
{
    ts_span bytes = verdict->portrait.bytes;
    if (!verdict->identity_due || bytes.len == 0 || bytes.len > sizeof(c->encoded))
        return false;
    memcpy(c->encoded, bytes.at, bytes.len);
    c->encoded_len = bytes.len;
    return true;
}

const struct ts_photo *
ts_checker_photo(const struct ts_checker *checker)
{
    return checker->shown.width > 0 ? &checker->shown : NULL;
}

void
ts_checker_compare(struct ts_checker *checker, enum ts_finding same)
{
    pthread_mutex_lock(&checker->lock);
    ts_verdict_compare(ts_basket_shown(&checker->basket), same);
    ts_checker_wipe_photo(&checker->shown);
    pthread_mutex_unlock(&checker->lock);
}

void
ts_checker_answer(struct ts_checker *checker, ts_span typed)
{
    const struct ts_assessment *cards[TS_SCAN_CARDS_MAX];
    pthread_mutex_lock(&checker->lock);
    struct ts_verdict *verdict = ts_basket_shown(&checker->basket);
    if (verdict->identity_wanted == TS_IDENTITY_ANSWER) {
        size_t count = ts_basket_shown_cards(&checker->basket, cards);
        ts_verdict_ask_identity(verdict, cards, count, typed);
    }
    pthread_mutex_unlock(&checker->lock);
}

unsigned
ts_checker_answer_kinds(struct ts_checker *checker)
{
    const struct ts_assessment *cards[TS_SCAN_CARDS_MAX];
    unsigned kinds = 0;
    pthread_mutex_lock(&checker->lock);
    if (ts_basket_shown(&checker->basket)->identity_wanted == TS_IDENTITY_ANSWER) {
        size_t count = ts_basket_shown_cards(&checker->basket, cards);
        kinds = ts_answer_kinds(cards, count);
    }
    pthread_mutex_unlock(&checker->lock);
    return kinds;
}

bool
ts_checker_waive(struct ts_checker *checker, enum ts_waiver why)
{
    pthread_mutex_lock(&checker->lock);
    bool waived = ts_verdict_waive(ts_basket_shown(&checker->basket), why);
    ts_checker_wipe_photo(&checker->shown);
    pthread_mutex_unlock(&checker->lock);
    return waived;
}

bool
ts_checker_is_joinable(struct ts_checker *checker)
{
    pthread_mutex_lock(&checker->lock);
    bool joinable = ts_basket_is_joinable(&checker->basket);
    pthread_mutex_unlock(&checker->lock);
    return joinable;
}

/* Rare enough that the screen waits for it. */
static bool
show_portrait(struct ts_checker *c, const struct ts_verdict *verdict)
{
    ts_checker_wipe_photo(&c->shown);
    if (!ts_checker_take_portrait(c, verdict))
        return false;
    enum ts_status status =
        ts_portrait_decode(&c->shown, (ts_span){ c->encoded, c->encoded_len });
    memset(c->encoded, 0, c->encoded_len);
    return status == TS_OK;
}

/* While a card is being judged its verdict will be another one's. */
bool
ts_checker_join(struct ts_checker *checker)
{
    struct ts_now now = checker->rules.now(checker->rules.context);
    pthread_mutex_lock(&checker->lock);
    bool idle = !checker->working && !checker->submitted && !checker->reached;
    bool joined = idle
                  && ts_basket_join(&checker->basket, checker->rules.profile,
                                    checker->rules.trust, now);
    struct ts_verdict *verdict = ts_basket_shown(&checker->basket);
    bool asks_photo = joined && verdict->identity_wanted == TS_IDENTITY_COMPARE;
    if (asks_photo && !show_portrait(checker, verdict))
        ts_verdict_compare(verdict, TS_UNKNOWN);
    pthread_mutex_unlock(&checker->lock);
    return joined;
}

size_t
ts_checker_cards(struct ts_checker *checker)
{
    const struct ts_assessment *cards[TS_SCAN_CARDS_MAX];
    pthread_mutex_lock(&checker->lock);
    size_t count = ts_basket_shown_cards(&checker->basket, cards);
    pthread_mutex_unlock(&checker->lock);
    return count;
}

void
ts_checker_match(struct ts_checker *checker, struct ts_match *match,
                 const struct ts_jobs *jobs)
{
    const struct ts_assessment *cards[TS_SCAN_CARDS_MAX];
    struct ts_now now = checker->rules.now(checker->rules.context);
    pthread_mutex_lock(&checker->lock);
    struct ts_match_cards of = { cards, ts_basket_shown_cards(&checker->basket, cards) };
    match->count = match->left_out = 0;
    if (of.count > 0)
        ts_match_find(match, jobs->each, jobs->count, of, checker->rules.trust, now);
    pthread_mutex_unlock(&checker->lock);
}
