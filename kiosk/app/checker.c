#include "kiosk/app/checker.h"

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
    uint8_t text[TS_CODE_TEXT_MAX];
    size_t text_len;
    bool reached;
    uint32_t reached_ticket;
    bool foreign;            /**< What was reached is that it is no credential. */
    uint32_t wipes;          /**< Counts up; a check begun before one is void. */
    struct ts_basket basket; /**< The desk being worked on is the worker's. */
};

struct job {
    uint32_t ticket;
    uint32_t wipes;
    struct ts_desk *desk;
    ts_span text; /**< In the desk's own memory. */
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
    job->desk = ts_basket_desk(&c->basket);
    TS_CHECK(
        ts_arena_copy(&job->desk->arena, &job->text, (ts_span){ c->text, c->text_len }));
    return true;
}

static void
hand_over(struct ts_checker *c, const struct job *job, struct ts_now now)
{
    if (job->wipes != c->wipes) {
        ts_basket_discard(job->desk); /* its visitor has left */
        return;
    }
    c->foreign = job->desk->card.format == TS_FORMAT_NONE;
    if (c->foreign) /* the verdict on the screen, if there is one, goes on */
        ts_basket_discard(job->desk);
    else
        ts_basket_judge(&c->basket, job->desk, c->rules.profile, c->rules.trust, now);
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
        /* TS_NO_SPACE is in the assessment too, as what the card is: too large. */
        (void)!ts_assess(&job.desk->arena, &job.desk->card, job.text, c->rules.trust,
                         now);
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
    TS_CHECK(text.len <= TS_CODE_TEXT_MAX);
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
    pthread_mutex_unlock(&checker->lock);
}
