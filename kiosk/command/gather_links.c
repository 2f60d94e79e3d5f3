#include "kiosk/command/gather_links.h"

#include "firmware/base/limits.h"
#include "firmware/base/span.h"
#include "firmware/board/clock.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum phase { IDLE = 0, ORDERED, FETCHING, DONE };

struct worker {
    struct ts_gather_links *links;
    pthread_t thread;
    struct ts_link *link;
    ts_room body;
    enum phase phase; /* Under the lock; all below belongs to whom phase says. */
    struct ts_gather_step step;
    struct ts_reply reply;
    enum ts_status status;
    size_t used;
    ts_mono deadline;
};

struct ts_gather_links {
    pthread_mutex_t lock; /* Guards phases and is_ending. */
    pthread_cond_t ordered, done;
    bool is_ending;
    struct worker workers[TS_GATHER_TRANSFERS_MAX];
    size_t count; /* Whose threads run. */
};

static bool
collect(ts_span bytes, void *context)
{
    struct worker *w = context;
    if (bytes.len > w->body.len - w->used)
        return false;
    memcpy(w->body.at + w->used, bytes.at, bytes.len);
    w->used += bytes.len;
    return true;
}

static bool
goes_on(void *context)
{
    struct worker *w = context;
    (void)pthread_mutex_lock(&w->links->lock);
    bool is_ending = w->links->is_ending;
    (void)pthread_mutex_unlock(&w->links->lock);
    return !is_ending && ts_clock_mono().ms < w->deadline.ms;
}

static void
fetch(struct worker *w)
{
    const struct ts_request request = {
        .url = w->step.where,
        .max = w->step.max,
        .take = collect,
        .context = w,
        .if_none_match = w->step.if_none_match,
        .if_modified_since = w->step.if_modified_since,
    };
    w->used = 0;
    w->deadline.ms = ts_clock_mono().ms + TS_GATHER_TRANSFER_MS(w->step.max);
    w->status = ts_link_fetch(w->link, &request, &w->reply);
}

static void *
work(void *context)
{
    struct worker *w = context;
    struct ts_gather_links *links = w->links;
    (void)pthread_mutex_lock(&links->lock);
    while (!links->is_ending) {
        if (w->phase != ORDERED) {
            (void)pthread_cond_wait(&links->ordered, &links->lock);
            continue;
        }
        w->phase = FETCHING;
        (void)pthread_mutex_unlock(&links->lock);
        fetch(w);
        (void)pthread_mutex_lock(&links->lock);
        w->phase = DONE;
        (void)pthread_cond_signal(&links->done);
    }
    (void)pthread_mutex_unlock(&links->lock);
    return NULL;
}

/* Links are opened by one thread, which their library asks for. */
static enum ts_status
open_worker(struct ts_gather_links *links, const struct ts_link_options *options)
{
    struct worker *w = &links->workers[links->count];
    struct ts_link_options own = *options;
    w->links = links;
    own.go_on = goes_on;
    own.context = w;
    w->body = (ts_room){ malloc(TS_TARGET_BYTES_MAX), TS_TARGET_BYTES_MAX };
    if (!w->body.at)
        return TS_NO_SPACE;
    enum ts_status status = ts_link_open(&w->link, &own);
    if (status == TS_OK && pthread_create(&w->thread, NULL, work, w) != 0)
        status = TS_NO_SPACE;
    if (status == TS_OK) {
        links->count++;
        return TS_OK;
    }
    ts_link_close(w->link);
    free(w->body.at);
    return status;
}

static bool
make_conditions(struct ts_gather_links *links)
{
    pthread_condattr_t by_monotonic;
    if (pthread_condattr_init(&by_monotonic) != 0)
        return false;
    bool made = pthread_condattr_setclock(&by_monotonic, CLOCK_MONOTONIC) == 0
                && pthread_mutex_init(&links->lock, NULL) == 0
                && pthread_cond_init(&links->ordered, NULL) == 0
                && pthread_cond_init(&links->done, &by_monotonic) == 0;
    (void)pthread_condattr_destroy(&by_monotonic);
    return made;
}

enum ts_status
ts_gather_links_open(struct ts_gather_links **links,
                     const struct ts_link_options *options, size_t count)
{
    struct ts_gather_links *made = calloc(1, sizeof(*made));
    enum ts_status status = TS_OK;
    TS_CHECK(count >= 1 && count <= TS_GATHER_TRANSFERS_MAX);
    if (!made || !make_conditions(made)) {
        free(made);
        return TS_NO_SPACE;
    }
    for (size_t i = 0; status == TS_OK && i < count; i++)
        status = open_worker(made, options);
    if (status == TS_OK)
        *links = made;
    else
        ts_gather_links_close(made);
    return status;
}

void
ts_gather_links_close(struct ts_gather_links *links)
{
    if (!links)
        return;
    (void)pthread_mutex_lock(&links->lock);
    links->is_ending = true;
    (void)pthread_cond_broadcast(&links->ordered);
    (void)pthread_mutex_unlock(&links->lock);
    for (size_t i = 0; i < links->count; i++) {
        struct worker *w = &links->workers[i];
        (void)pthread_join(w->thread, NULL);
        ts_link_close(w->link);
        free(w->body.at);
    }
    (void)pthread_cond_destroy(&links->done);
    (void)pthread_cond_destroy(&links->ordered);
    (void)pthread_mutex_destroy(&links->lock);
    free(links);
}

static struct worker *
find(struct ts_gather_links *links, enum phase phase)
{
    for (size_t i = 0; i < links->count; i++)
        if (links->workers[i].phase == phase)
            return &links->workers[i];
    return NULL;
}

void
ts_gather_links_start(struct ts_gather_links *links, const struct ts_gather_step *step)
{
    (void)pthread_mutex_lock(&links->lock);
    struct worker *w = find(links, IDLE);
    TS_CHECK(w);
    w->step = *step;
    w->phase = ORDERED;
    (void)pthread_cond_broadcast(&links->ordered);
    (void)pthread_mutex_unlock(&links->lock);
}

/* The same moment on the clock that conditions wait by, which stands still while the
 * machine sleeps: then it is only asked again. */
static struct timespec
moment_of(ts_mono until)
{
    uint64_t now = ts_clock_mono().ms;
    uint64_t left = until.ms > now ? until.ms - now : 0;
    struct timespec at;
    (void)clock_gettime(CLOCK_MONOTONIC, &at);
    at.tv_sec += (time_t)(left / 1000);
    at.tv_nsec += (long)(left % 1000) * 1000000;
    at.tv_sec += at.tv_nsec / 1000000000;
    at.tv_nsec %= 1000000000;
    return at;
}

bool
ts_gather_links_wait(struct ts_gather_links *links, struct ts_gather_answer *answer,
                     ts_mono until)
{
    bool is_endless = until.ms == UINT64_MAX;
    struct timespec at = is_endless ? (struct timespec){ 0 } : moment_of(until);
    struct worker *w;
    int code = 0;
    (void)pthread_mutex_lock(&links->lock);
    while (!(w = find(links, DONE)) && code == 0)
        code = is_endless ? pthread_cond_wait(&links->done, &links->lock)
                          : pthread_cond_timedwait(&links->done, &links->lock, &at);
    if (w)
        w->phase = IDLE;
    (void)pthread_mutex_unlock(&links->lock);
    if (!w)
        return false;
    *answer = (struct ts_gather_answer){
        .status = w->status,
        .http_status = w->reply.http_status,
        .body = { w->body.at, w->used },
        .etag = w->reply.etag,
        .last_modified = w->reply.last_modified,
        .retry_after = w->reply.retry_after,
        .ticket = w->step.ticket,
    };
    return true;
}
