#include "kiosk/app/hand_scanners.h"

#include "firmware/board/clock.h"
#include "kiosk/app/sight.h"
#include "kiosk/credential/assembly.h"

#include <pthread.h>
#include <stdatomic.h>
#include <string.h>

enum { WAIT_MS = 200 }; /* how late the threads notice that they are to end */

struct hand {
    struct ts_hand_scanners *all;
    struct ts_hand_scanner *scanner;
    pthread_t thread;
    bool runs;
    /* The thread's: two scanners may be in two people's hands. */
    struct ts_hand_scan scan;
    struct ts_assembly assembly;
};

struct ts_hand_scanners {
    atomic_bool stopped;
    size_t count;
    struct hand hands[TS_HAND_SCANNERS_MAX];

    pthread_mutex_t lock;
    /* Under lock: */
    bool fresh; /**< The sight is. */
    struct ts_sight sight;
    bool parts_fresh;
    uint32_t parts_seen, parts_total;
};

static void
remember(struct ts_hand_scanners *all, ts_span text, ts_mono taken)
{
    pthread_mutex_lock(&all->lock);
    if (ts_sight_make(&all->sight, text, taken))
        all->fresh = true;
    pthread_mutex_unlock(&all->lock);
}

static void
remember_parts(struct ts_hand_scanners *all, uint32_t seen, uint32_t total)
{
    pthread_mutex_lock(&all->lock);
    all->parts_seen = seen;
    all->parts_total = total;
    all->parts_fresh = true;
    pthread_mutex_unlock(&all->lock);
}

static void
take(struct hand *hand)
{
    ts_span text = { hand->scan.text, hand->scan.len };
    ts_mono taken = hand->scan.taken;
    struct ts_assembly_answer answer =
        ts_assembly_feed(&hand->assembly, text, ts_clock_mono());
    switch (answer.kind) {
    case TS_ASSEMBLY_NOT_A_PART: remember(hand->all, text, taken); break;
    case TS_ASSEMBLY_PART: remember_parts(hand->all, answer.seen, answer.total); break;
    case TS_ASSEMBLY_WHOLE: remember(hand->all, answer.whole, taken); break;
    case TS_ASSEMBLY_CONFLICT: break; /* its parts are collected anew */
    }
    memset(&hand->scan, 0, sizeof(hand->scan));
}

static void *
listen(void *context)
{
    struct hand *hand = context;
    while (!atomic_load(&hand->all->stopped)) {
        enum ts_status status = ts_hand_scanner_wait(hand->scanner, &hand->scan, WAIT_MS);
        ts_assembly_expire(&hand->assembly, ts_clock_mono());
        if (status == TS_OK)
            take(hand); /* else ts_hand_scanner_describe() tells what is wrong */
    }
    return NULL;
}

static enum ts_status
start(struct ts_hand_scanners *all, const char *source)
{
    struct hand *hand = &all->hands[all->count];
    enum ts_status status = ts_hand_scanner_open(&hand->scanner, source);
    if (status != TS_OK)
        return status;
    all->count++;
    hand->all = all;
    hand->runs = pthread_create(&hand->thread, NULL, listen, hand) == 0;
    return hand->runs ? TS_OK : TS_IO;
}

enum ts_status
ts_hand_scanners_open(struct ts_hand_scanners **scanners, const char *const *sources,
                      size_t count)
{
    enum ts_status status = TS_OK;
    if (count > TS_HAND_SCANNERS_MAX)
        return TS_OVER_LIMIT;
    struct ts_hand_scanners *all = calloc(1, sizeof(*all));
    if (!all)
        return TS_NO_SPACE;
    TS_CHECK(pthread_mutex_init(&all->lock, NULL) == 0);
    for (size_t i = 0; i < count && status == TS_OK; i++)
        status = start(all, sources[i]);
    if (status == TS_OK)
        *scanners = all;
    else
        ts_hand_scanners_close(all);
    return status;
}

void
ts_hand_scanners_close(struct ts_hand_scanners *scanners)
{
    if (!scanners)
        return;
    atomic_store(&scanners->stopped, true);
    for (size_t i = 0; i < scanners->count; i++) {
        struct hand *hand = &scanners->hands[i];
        if (hand->runs)
            pthread_join(hand->thread, NULL);
        ts_hand_scanner_close(hand->scanner);
        ts_assembly_forget(&hand->assembly);
    }
    pthread_mutex_destroy(&scanners->lock);
    memset(&scanners->sight, 0, sizeof(scanners->sight));
    free(scanners);
}

bool
ts_hand_scanners_sight(struct ts_hand_scanners *scanners, struct ts_sight *sight)
{
    if (!scanners)
        return false;
    pthread_mutex_lock(&scanners->lock);
    bool fresh = scanners->fresh;
    if (fresh) {
        *sight = scanners->sight;
        memset(&scanners->sight, 0, sizeof(scanners->sight));
        scanners->fresh = false;
    }
    pthread_mutex_unlock(&scanners->lock);
    return fresh;
}

bool
ts_hand_scanners_parts(struct ts_hand_scanners *scanners, uint32_t *seen, uint32_t *total)
{
    if (!scanners)
        return false;
    pthread_mutex_lock(&scanners->lock);
    bool fresh = scanners->parts_fresh;
    if (fresh) {
        *seen = scanners->parts_seen;
        *total = scanners->parts_total;
        scanners->parts_fresh = false;
    }
    pthread_mutex_unlock(&scanners->lock);
    return fresh;
}

size_t
ts_hand_scanners_count(const struct ts_hand_scanners *scanners)
{
    return scanners ? scanners->count : 0;
}

void
ts_hand_scanners_describe(struct ts_hand_scanners *scanners, size_t index,
                          struct ts_hand_scanner_state *state)
{
    TS_CHECK(scanners && index < scanners->count);
    ts_hand_scanner_describe(scanners->hands[index].scanner, state);
}
