#include "kiosk/app/checker.h"

#include "kiosk/credential/bag.h"
#include "kiosk/verdict/answer.h"

#include <pthread.h>
#include <string.h>

struct ts_checker {
    struct ts_checker_rules rules;
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t work, idle;

    /* Under lock: */
    bool stop;
    bool working; /**< The worker is out with a card. */
    bool submitted;
    uint32_t ticket; /**< Of the submitted check. */
    uint8_t text[TS_CONTENT_MAX];
    size_t text_len;
    bool reached;
    uint32_t reached_ticket;
    bool foreign;            /**< What was reached is that it is no credential. */
    uint32_t wipes;          /**< Counts up; a check begun before one is void. */
    struct ts_basket basket; /**< The desk being worked on is the worker's. */
    struct ts_photo next;    /**< Of the verdict that was reached. */

    struct ts_photo shown; /**< Of the one that was collected; the screen's. */

    /* The worker's: */
    uint8_t encoded[TS_PORTRAIT_BYTES_MAX];
    size_t encoded_len;
    struct ts_photo decoded;
};

struct job {
    uint32_t ticket;
    uint32_t wipes;
    struct ts_desk *reader; /**< Holds the text, and the one card it is; a bag is only
                                 opened on it. */
    ts_span text;           /**< In the reader's own memory. */
    struct ts_desk *desks[TS_BAG_MAX]; /**< The cards. */
    size_t count;
};

/* Waits for work and takes it; false when the thread is to end. Called and
 * left with the lock held. */
static bool
take_job(struct ts_checker *c, struct job *job)
{
    while (!c->stop && !c->submitted)
        pthread_cond_wait(&c->work, &c->lock);
    if (c->stop)
        return false;
    c->submitted = false;
    job->ticket = c->ticket;
    job->wipes = c->wipes;
    c->working = true;
    job->count = 0;
    job->reader = ts_basket_desk(&c->basket);
    TS_CHECK(ts_arena_copy(&job->reader->arena, &job->text,
                           (ts_span){ c->text, c->text_len }));
    return true;
}

/* A desk for one card of the bag, with its text; NULL when the visitor has left. */
static struct ts_desk *
take_desk(struct ts_checker *c, const struct job *job, ts_span text, ts_span *copy)
{
    struct ts_desk *desk = NULL;
    pthread_mutex_lock(&c->lock);
    if (job->wipes == c->wipes)
        desk = ts_basket_desk(&c->basket);
    pthread_mutex_unlock(&c->lock);
    if (desk) /* part of a text that fitted such a desk */
        TS_CHECK(ts_arena_copy(&desk->arena, copy, text));
    return desk;
}

static void
assess_bag(struct ts_checker *c, struct job *job, const struct ts_bag *bag,
           struct ts_now now)
{
    for (size_t i = 0; i < bag->count; i++) {
        ts_span text;
        struct ts_desk *desk = take_desk(c, job, bag->texts[i], &text);
        if (!desk)
            return;
        /* TS_NO_SPACE is in the assessment too, as what the card is: too large. */
        (void)!ts_assess(&desk->arena, &desk->card, text, c->rules.trust, now);
        desk->card.unchecked |= bag->unchecked;
        job->desks[job->count++] = desk;
    }
}

/* Without the lock: what is worked on is nobody else's. */
static void
assess(struct ts_checker *c, struct job *job, struct ts_now now)
{
    struct ts_arena *arena = &job->reader->arena;
    struct ts_fault fault = { 0 };
    struct ts_bag bag;
    size_t used = arena->used;
    const struct ts_trust *trust = c->rules.trust;
    enum ts_status status =
        ts_bag_open(arena, &bag, job->text, trust ? trust->contexts : NULL, &fault);

    if (status == TS_OK) {
        assess_bag(c, job, &bag, now);
        return;
    }
    ts_arena_rewind(arena, used);
    if (status == TS_ABSENT)
        (void)!ts_assess(arena, &job->reader->card, job->text, c->rules.trust, now);
    else
        ts_assess_refused(&job->reader->card, job->text, status, &fault);
    job->desks[job->count++] = job->reader;
    job->reader = NULL;
}

static void
discard(struct job *job)
{
    if (job->reader)
        ts_basket_discard(job->reader);
    job->reader = NULL;
    while (job->count)
        ts_basket_discard(job->desks[--job->count]);
}

static void
wipe_photo(struct ts_photo *photo)
{
    memset(photo, 0, sizeof(*photo));
}

/* A verdict's portrait, out of memory that a wipe may clear meanwhile. False
 * when there is none to decode. */
static bool
take_portrait(struct ts_checker *c, const struct ts_verdict *verdict)
{
    ts_span bytes = verdict->portrait.bytes;
    if (!verdict->identity_due || bytes.len == 0 || bytes.len > sizeof(c->encoded))
        return false;
    memcpy(c->encoded, bytes.at, bytes.len);
    c->encoded_len = bytes.len;
    return true;
}

/* Decoding takes longer than everything else: without the lock. */
static bool
decode_portrait(struct ts_checker *c)
{
    if (!take_portrait(c, ts_basket_next(&c->basket)))
        return false;
    pthread_mutex_unlock(&c->lock);
    enum ts_status status =
        ts_portrait_decode(&c->decoded, (ts_span){ c->encoded, c->encoded_len });
    memset(c->encoded, 0, c->encoded_len);
    pthread_mutex_lock(&c->lock);
    return status == TS_OK;
}

/* Puts the face beside the verdict, unless its visitor has left meanwhile. */
static void
add_photo(struct ts_checker *c, const struct job *job)
{
    wipe_photo(&c->next);
    bool decoded = decode_portrait(c);
    if (job->wipes == c->wipes && decoded)
        c->next = c->decoded;
    else if (job->wipes == c->wipes)
        ts_verdict_compare(ts_basket_next(&c->basket), TS_UNKNOWN);
    wipe_photo(&c->decoded);
}

static void
hand_over(struct ts_checker *c, struct job *job, struct ts_now now)
{
    if (job->wipes != c->wipes) {
        discard(job); /* its visitor has left */
        return;
    }
    c->reached = false; /* of an earlier check, whose verdict this one replaces */
    c->foreign =
        job->count == 1 && job->desks[0]->card.format == TS_FORMAT_NONE && !job->reader;
    if (!c->foreign) {
        ts_basket_judge(&c->basket, job->desks, job->count, c->rules.profile,
                        c->rules.trust, now);
        job->count = 0;
        add_photo(c, job);
    }
    discard(job); /* of what is no credential the screen goes on as it was */
    if (job->wipes != c->wipes)
        return;
    c->reached = true;
    c->reached_ticket = job->ticket;
}

static void *
work(void *context)
{
    struct ts_checker *c = context;
    struct job job;

    pthread_mutex_lock(&c->lock);
    while (take_job(c, &job)) {
        pthread_mutex_unlock(&c->lock);
        struct ts_now now = c->rules.now(c->rules.context);
        assess(c, &job, now);
        pthread_mutex_lock(&c->lock);
        hand_over(c, &job, now);
        c->working = false;
        pthread_cond_broadcast(&c->idle);
    }
    pthread_mutex_unlock(&c->lock);
    return NULL;
}

enum ts_status
ts_checker_open(struct ts_checker **checker, struct ts_checker_rules rules)
{
    enum ts_status status = TS_NO_SPACE;
    struct ts_checker *c = calloc(1, sizeof(*c));
    if (!c)
        return TS_NO_SPACE;
    c->rules = rules;
    status = ts_basket_open(&c->basket);
    if (status != TS_OK)
        goto out;
    c->basket.collects = rules.collects;
    pthread_mutex_init(&c->lock, NULL);
    pthread_cond_init(&c->work, NULL);
    pthread_cond_init(&c->idle, NULL);
    if (pthread_create(&c->thread, NULL, work, c) == 0) {
        *checker = c;
        return TS_OK;
    }
    status = TS_IO;
    ts_basket_close(&c->basket);
out:
    free(c);
    return status;
}

void
ts_checker_close(struct ts_checker *checker)
{
    if (!checker)
        return;
    pthread_mutex_lock(&checker->lock);
    checker->stop = true;
    pthread_cond_signal(&checker->work);
    pthread_mutex_unlock(&checker->lock);
    pthread_join(checker->thread, NULL);
    ts_basket_close(&checker->basket);
    pthread_cond_destroy(&checker->work);
    pthread_cond_destroy(&checker->idle);
    pthread_mutex_destroy(&checker->lock);
    free(checker);
}

void
ts_checker_submit(struct ts_checker *checker, uint32_t ticket, ts_span text)
{
    TS_CHECK(text.len <= TS_CONTENT_MAX);
    pthread_mutex_lock(&checker->lock);
    memcpy(checker->text, text.len ? text.at : checker->text, text.len);
    checker->text_len = text.len;
    checker->ticket = ticket;
    checker->submitted = true;
    pthread_cond_signal(&checker->work);
    pthread_mutex_unlock(&checker->lock);
}

bool
ts_checker_collect(struct ts_checker *checker, uint32_t *ticket,
                   const struct ts_verdict **verdict)
{
    pthread_mutex_lock(&checker->lock);
    bool reached = checker->reached;
    if (reached) {
        checker->reached = false;
        *ticket = checker->reached_ticket;
        *verdict = checker->foreign ? NULL : ts_basket_show(&checker->basket);
        if (!checker->foreign)
            checker->shown = checker->next;
        wipe_photo(&checker->next);
    }
    pthread_mutex_unlock(&checker->lock);
    return reached;
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
    wipe_photo(&checker->shown);
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
    wipe_photo(&checker->shown);
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
    wipe_photo(&c->shown);
    if (!take_portrait(c, verdict))
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

static void
wipe_locked(struct ts_checker *c)
{
    c->wipes++;
    c->submitted = false;
    c->reached = false;
    memset(c->text, 0, sizeof(c->text));
    ts_basket_wipe(&c->basket);
    wipe_photo(&c->next);
    wipe_photo(&c->shown);
}

void
ts_checker_wipe(struct ts_checker *checker)
{
    pthread_mutex_lock(&checker->lock);
    wipe_locked(checker);
    pthread_mutex_unlock(&checker->lock);
}

void
ts_checker_replace_rules(struct ts_checker *checker, struct ts_checker_rules rules)
{
    pthread_mutex_lock(&checker->lock);
    wipe_locked(checker);
    while (checker->working)
        pthread_cond_wait(&checker->idle, &checker->lock);
    checker->rules = rules;
    checker->basket.collects = rules.collects;
    pthread_mutex_unlock(&checker->lock);
}
