#include "kiosk/app/beliefs.h"

#include "keys/crypto/digest.h"

#include <pthread.h>
#include <string.h>
#include <time.h>

/* Lists change a few times a day; noticing them within this is soon enough, and
 * reading three small files so often costs nothing. */
enum { LOOK_EVERY_S = 5, MARK_FILE_MAX = 1024 * 1024 };

/* Files of which one changes whenever the lists do. */
static const char *const marks[] = { "generation.current", "timestamp.json",
                                     "targets.json" };

struct snapshot {
    struct ts_arena arena;
    struct ts_trust trust;
    bool usable;
};

struct ts_beliefs {
    struct ts_store *store; /**< NULL: the folder was not there. */
    const char *dir;
    struct snapshot both[2];
    uint8_t *memory;
    uint8_t seen[TS_SHA256_SIZE]; /**< Digest over the marks when last loaded. */
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t wake, looked;

    /* Under lock: */
    size_t current; /**< The other one is the thread's, unless waiting. */
    bool waiting;
    bool stop, asked, looking;
    uint64_t looks; /**< Times the folder was looked at. */
    struct ts_fault trouble;
};

/* The spare snapshot's arena serves to read the marks as well. */
static bool
read_marks(struct ts_beliefs *b, struct ts_arena *scratch,
           uint8_t digest[static TS_SHA256_SIZE])
{
    uint8_t each[sizeof(marks) / sizeof(marks[0])][TS_SHA256_SIZE];
    memset(each, 0, sizeof(each));
    if (!b->store && ts_store_open(&b->store, b->dir, false) != TS_OK)
        return false;
    for (size_t i = 0; i < TS_COUNT(marks); i++) {
        size_t used = scratch->used;
        ts_span content;
        if (ts_store_read(b->store, scratch, &content, marks[i], MARK_FILE_MAX) == TS_OK)
            ts_sha256(each[i], content);
        ts_arena_rewind(scratch, used);
    }
    ts_sha256(digest, TS_SPAN_OF(each));
    return true;
}

static enum ts_status
load(struct ts_beliefs *b, struct snapshot *into, struct ts_fault *fault)
{
    ts_arena_rewind(&into->arena, 0);
    into->usable = false;
    enum ts_status status = ts_trust_load(&into->arena, &into->trust, b->store, fault);
    into->usable = status == TS_OK;
    return status;
}

/* True when into now holds lists that were not loaded before. */
static bool
look(struct ts_beliefs *b, struct snapshot *into, struct ts_fault *fault)
{
    uint8_t digest[TS_SHA256_SIZE];
    *fault = (struct ts_fault){ .status = TS_OK };
    if (!read_marks(b, &into->arena, digest)) {
        ts_fault_set(fault, TS_ABSENT, 0, "no such folder");
        return false;
    }
    if (memcmp(digest, b->seen, sizeof(digest)) == 0)
        return false;
    enum ts_status status = load(b, into, fault);
    if (status == TS_OK)
        memcpy(b->seen, digest, sizeof(digest));
    else
        fault->status = status; /* looked at again: it may be half copied */
    return status == TS_OK;
}

static void
wait_a_turn(struct ts_beliefs *b)
{
    struct timespec until;
    clock_gettime(CLOCK_MONOTONIC, &until);
    until.tv_sec += LOOK_EVERY_S;
    while (!b->stop && !b->asked
           && pthread_cond_timedwait(&b->wake, &b->lock, &until) == 0)
        ;
    b->asked = false;
}

static void *
work(void *context)
{
    struct ts_beliefs *b = context;
    pthread_mutex_lock(&b->lock);
    while (!b->stop) {
        if (!b->waiting) {
            struct snapshot *spare = &b->both[1 - b->current];
            struct ts_fault fault;
            b->looking = true;
            pthread_mutex_unlock(&b->lock);
            bool fresh = look(b, spare, &fault);
            pthread_mutex_lock(&b->lock);
            b->looking = false;
            b->waiting = fresh;
            b->trouble = fault;
        }
        b->looks++;
        pthread_cond_broadcast(&b->looked);
        wait_a_turn(b);
    }
    pthread_mutex_unlock(&b->lock);
    return NULL;
}

static enum ts_status
start(struct ts_beliefs *b)
{
    pthread_condattr_t by_monotonic_time;
    pthread_condattr_init(&by_monotonic_time);
    pthread_condattr_setclock(&by_monotonic_time, CLOCK_MONOTONIC);
    pthread_mutex_init(&b->lock, NULL);
    pthread_cond_init(&b->wake, &by_monotonic_time);
    pthread_cond_init(&b->looked, NULL);
    pthread_condattr_destroy(&by_monotonic_time);
    return pthread_create(&b->thread, NULL, work, b) == 0 ? TS_OK : TS_IO;
}

static void
free_parts(struct ts_beliefs *b)
{
    if (b->store)
        ts_store_close(b->store);
    free(b->memory);
    free(b);
}

enum ts_status
ts_beliefs_open(struct ts_beliefs **beliefs, const char *dir)
{
    struct ts_beliefs *b = calloc(1, sizeof(*b));
    size_t size = TS_TRUST_ARENA_SIZE;
    if (!b)
        return TS_NO_SPACE;
    b->dir = dir;
    b->memory = malloc(2 * size);
    if (!b->memory) {
        free_parts(b);
        return TS_NO_SPACE;
    }
    for (size_t i = 0; i < 2; i++)
        b->both[i].arena = ts_arena_over((ts_room){ b->memory + i * size, size });
    (void)!look(b, &b->both[0], &b->trouble); /* what is wrong is asked for later */
    if (start(b) != TS_OK) {
        free_parts(b);
        return TS_IO;
    }
    *beliefs = b;
    return TS_OK;
}

void
ts_beliefs_close(struct ts_beliefs *beliefs)
{
    if (!beliefs)
        return;
    pthread_mutex_lock(&beliefs->lock);
    beliefs->stop = true;
    pthread_cond_broadcast(&beliefs->wake);
    pthread_mutex_unlock(&beliefs->lock);
    pthread_join(beliefs->thread, NULL);
    pthread_cond_destroy(&beliefs->wake);
    pthread_cond_destroy(&beliefs->looked);
    pthread_mutex_destroy(&beliefs->lock);
    free_parts(beliefs);
}

const struct ts_trust *
ts_beliefs_current(const struct ts_beliefs *beliefs)
{
    const struct snapshot *current = &beliefs->both[beliefs->current];
    return current->usable ? &current->trust : NULL;
}

bool
ts_beliefs_waiting(struct ts_beliefs *beliefs)
{
    pthread_mutex_lock(&beliefs->lock);
    bool waiting = beliefs->waiting;
    pthread_mutex_unlock(&beliefs->lock);
    return waiting;
}

void
ts_beliefs_turn(struct ts_beliefs *beliefs)
{
    pthread_mutex_lock(&beliefs->lock);
    if (beliefs->waiting) {
        beliefs->current = 1 - beliefs->current;
        beliefs->waiting = false;
    }
    pthread_mutex_unlock(&beliefs->lock);
}

enum ts_status
ts_beliefs_trouble(struct ts_beliefs *beliefs, struct ts_fault *fault)
{
    pthread_mutex_lock(&beliefs->lock);
    struct ts_fault trouble = beliefs->trouble;
    pthread_mutex_unlock(&beliefs->lock);
    if (fault)
        *fault = trouble;
    return trouble.status;
}

void
ts_beliefs_look(struct ts_beliefs *beliefs)
{
    pthread_mutex_lock(&beliefs->lock);
    /* One under way may have begun too early: the next whole one counts. */
    uint64_t enough = beliefs->looks + (beliefs->looking ? 2 : 1);
    beliefs->asked = true;
    pthread_cond_broadcast(&beliefs->wake);
    while (beliefs->looks < enough && !beliefs->stop)
        pthread_cond_wait(&beliefs->looked, &beliefs->lock);
    pthread_mutex_unlock(&beliefs->lock);
}
