#include "kiosk/app/checker_parts.h"
#include "kiosk/credential/bag.h"

#include <string.h>

struct job {
    uint32_t ticket;
    uint32_t wipes;
    struct ts_desk *reader; /**< Holds the text, and the one card it is; a bag is only
                                 opened on it. */
    ts_span text;           /**< In the reader's own memory. */
    struct ts_desk *desks[TS_BAG_MAX]; /**< The cards. */
    size_t count;
};

/* Called and left with the lock held. */
static void
renew_rehearsal(struct ts_checker *c)
{
    c->renews = false;
    pthread_mutex_unlock(&c->lock);
    ts_rehearsal_renew(c->rehearsal);
    pthread_mutex_lock(&c->lock);
}

/* Waits for work and takes it; false when the thread is to end. Called and
 * left with the lock held. */
static bool
take_job(struct ts_checker *c, struct job *job)
{
    while (!c->stop && !c->submitted) {
        if (c->renews)
            renew_rehearsal(c);
        else
            pthread_cond_wait(&c->work, &c->lock);
    }
    if (c->stop)
        return false;
    if (c->renews)
        renew_rehearsal(c);
    if (!c->submitted) /* the visitor left meanwhile */
        return take_job(c, job);
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

/* Decoding takes longer than everything else: without the lock. */
static bool
decode_portrait(struct ts_checker *c)
{
    if (!ts_checker_take_portrait(c, ts_basket_next(&c->basket)))
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
    ts_checker_wipe_photo(&c->next);
    bool decoded = decode_portrait(c);
    if (job->wipes == c->wipes && decoded)
        c->next = c->decoded;
    else if (job->wipes == c->wipes)
        ts_verdict_compare(ts_basket_next(&c->basket), TS_UNKNOWN);
    ts_checker_wipe_photo(&c->decoded);
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
        bool survived = ts_rehearsal_try(c->rehearsal, job.text, now) == TS_OK;
        if (survived)
            assess(c, &job, now);
        pthread_mutex_lock(&c->lock);
        if (survived)
            hand_over(c, &job, now);
        else
            discard(&job); /* nobody judges what nobody survives */
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
    c->rehearsed = rules.trust;
    status = ts_rehearsal_open(&c->rehearsal, rules.lists);
    if (status == TS_OK)
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
    ts_rehearsal_close(c->rehearsal);
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
    ts_rehearsal_close(checker->rehearsal);
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
        ts_checker_wipe_photo(&checker->next);
    }
    pthread_mutex_unlock(&checker->lock);
    return reached;
}

static void
wipe_locked(struct ts_checker *c)
{
    c->wipes++;
    c->submitted = false;
    c->reached = false;
    memset(c->text, 0, sizeof(c->text));
    ts_basket_wipe(&c->basket);
    ts_checker_wipe_photo(&c->next);
    ts_checker_wipe_photo(&c->shown);
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
    if (rules.trust && rules.trust != checker->rehearsed) {
        checker->rehearsed = rules.trust;
        checker->renews = true;
        pthread_cond_signal(&checker->work);
    }
    pthread_mutex_unlock(&checker->lock);
}

uint32_t
ts_checker_restarts(const struct ts_checker *checker)
{
    return ts_rehearsal_restarts(checker->rehearsal);
}
