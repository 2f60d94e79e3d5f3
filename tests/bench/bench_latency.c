#include "firmware/base/check.h"
#include "firmware/board/camera.h"
#include "firmware/board/clock.h"
#include "keys/codec/qr.h"
#include "kiosk/app/checker.h"
#include "kiosk/app/eyes.h"
#include "tests/bench/bench.h"
#include "tests/support/samples.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/*
 * From the moment in which the camera delivers the first frame with a badge to its
 * verdict, through the threads of the kiosk: 30 frames a second of a desk, on which a
 * badge is put now and then. The screen's thread, which would look every 33 ms, asks
 * all the time here.
 */

enum {
    WIDTH = 1280,
    HEIGHT = 720,
    BADGES = 10,
    EMPTY_FRAMES = 5, /* between two badges */
    NOISE = 3,
    FRAME_NS = 33333333,
    PATIENCE_NS = 400000000, /* a badge that is not read in so long is missed */
};

static uint8_t desk[WIDTH * HEIGHT];
static uint8_t badges[BADGES][WIDTH * HEIGHT];

/* The camera of this bench, instead of the board's. */
static struct {
    pthread_mutex_t lock;
    pthread_cond_t changed;
    const uint8_t *grey; /* NULL: nothing new. */
} lens = { .lock = PTHREAD_MUTEX_INITIALIZER, .changed = PTHREAD_COND_INITIALIZER };

enum ts_status
ts_camera_open(struct ts_camera **camera, const char *source)
{
    (void)source;
    *camera = (struct ts_camera *)&lens;
    return TS_OK;
}

void
ts_camera_close(struct ts_camera *camera)
{
    (void)camera;
}

void
ts_camera_rest(struct ts_camera *camera, uint32_t interval_ms)
{
    (void)camera;
    (void)interval_ms;
}

void
ts_camera_describe(struct ts_camera *camera, struct ts_camera_state *state)
{
    (void)camera;
    *state = (struct ts_camera_state){ .delivering = true };
}

enum ts_status
ts_camera_wait(struct ts_camera *camera, struct ts_frame *frame, uint32_t timeout_ms)
{
    (void)camera;
    (void)timeout_ms;
    struct timespec at;
    bool in_time = true;
    clock_gettime(CLOCK_REALTIME, &at);
    at.tv_sec++;
    pthread_mutex_lock(&lens.lock);
    while (in_time && !lens.grey)
        in_time = pthread_cond_timedwait(&lens.changed, &lens.lock, &at) == 0;
    const uint8_t *grey = lens.grey;
    lens.grey = NULL;
    pthread_mutex_unlock(&lens.lock);
    if (!grey)
        return TS_ABSENT;
    *frame = (struct ts_frame){ .grey = grey,
                                .width = WIDTH,
                                .height = HEIGHT,
                                .stride = WIDTH,
                                .taken = ts_clock_mono() };
    return TS_OK;
}

static void
deliver(const uint8_t *grey)
{
    pthread_mutex_lock(&lens.lock);
    lens.grey = grey;
    pthread_cond_signal(&lens.changed);
    pthread_mutex_unlock(&lens.lock);
}

static void
draw_desk(uint8_t *grey)
{
    static uint32_t seed = 5;
    for (size_t i = 0; i < (size_t)WIDTH * HEIGHT; i++) {
        seed = seed * 1664525 + 1013904223;
        grey[i] =
            (uint8_t)(100 + i % WIDTH / 60 * 7 % 50 + (seed >> 8) % (2 * NOISE + 1));
    }
}

/* Upright, at as many whole pixels a module as there is room for. */
static void
draw_badge(uint8_t *grey, const struct ts_qr *qr)
{
    uint32_t px = HEIGHT * 8 / 10 / (qr->size + 8);
    uint32_t left = (WIDTH - px * qr->size) / 2;
    uint32_t top = (HEIGHT - px * qr->size) / 2;
    draw_desk(grey);
    for (uint32_t y = top - 4 * px; y < top + (qr->size + 4) * px; y++)
        memset(grey + (size_t)y * WIDTH + left - 4 * px, 220, (qr->size + 8) * px);
    for (uint32_t y = 0; y < qr->size * px; y++)
        for (uint32_t x = 0; x < qr->size * px; x++)
            if (qr->modules[y / px * qr->size + x / px])
                grey[(size_t)(top + y) * WIDTH + left + x] = 35;
}

static void
draw_all(struct ts_arena *arena)
{
    draw_desk(desk);
    for (unsigned i = 0; i < BADGES; i++) {
        char name[32];
        struct ts_qr qr;
        size_t used = arena->used;
        snprintf(name, sizeof(name), "Worker %u", i);
        struct ts_sample_wishes wishes = { .kind = TS_KEY_ED25519, .name = name };
        TS_CHECK(ts_qr_encode(arena, &qr, ts_sample_badge(arena, wishes)) == TS_OK);
        draw_badge(badges[i], &qr);
        ts_arena_rewind(arena, used);
    }
}

static uint64_t
now_ns(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000000000 + (uint64_t)now.tv_nsec;
}

static void
sleep_ns(long ns)
{
    nanosleep(&(struct timespec){ .tv_nsec = ns }, NULL);
}

static struct ts_now
mid_2026(void *context)
{
    (void)context;
    return (struct ts_now){ TS_SAMPLE_NOW, TS_CLOCK_TRUSTED };
}

struct desk {
    struct ts_eyes *eyes;
    struct ts_checker *checker;
    struct ts_sight sight;
    uint32_t ticket;
};

/* What the loop does with what was seen, without a screen. True for a verdict. */
static bool
turn(struct desk *d, uint64_t *last)
{
    const struct ts_verdict *verdict = NULL;
    uint32_t ticket;
    if (ts_eyes_sight(d->eyes, &d->sight) && d->sight.identity != *last) {
        *last = d->sight.identity;
        ts_checker_submit(d->checker, ++d->ticket,
                          (ts_span){ d->sight.text, d->sight.len });
    }
    return ts_checker_collect(d->checker, &ticket, &verdict) && verdict
           && verdict->kind == TS_VERDICT_READY;
}

/* Milliseconds, or less than 0 when there was none. */
static double
measure(struct desk *d, const uint8_t *badge, uint64_t *last)
{
    for (unsigned i = 0; i < EMPTY_FRAMES; i++) {
        deliver(desk);
        sleep_ns(FRAME_NS);
    }
    ts_checker_wipe(d->checker);
    uint64_t begun = now_ns();
    uint64_t next = begun;
    while (now_ns() < begun + PATIENCE_NS) {
        if (now_ns() >= next) {
            deliver(badge);
            next += FRAME_NS;
        }
        if (turn(d, last))
            return (double)(now_ns() - begun) / 1e6;
        sleep_ns(50000);
    }
    return -1;
}

static int
by_value(const void *a, const void *b)
{
    double x = *(const double *)a;
    double y = *(const double *)b;
    return (x > y) - (x < y);
}

static void
print(double *ms, unsigned count, unsigned missed)
{
    static const unsigned limits[] = { 10, 15, 20, 30, 60, 100, 400 };
    qsort(ms, count, sizeof(*ms), by_value);
    printf("frame delivered to verdict, 1280x720, %u badges, %u missed\n", count, missed);
    printf("median %.1f ms (limit 15), 90 %% %.1f, 99 %% %.1f (limit 60), most %.1f\n",
           ms[count / 2], ms[count * 90 / 100], ms[count * 99 / 100], ms[count - 1]);
    for (unsigned i = 0, k = 0; i < TS_COUNT(limits); i++) {
        while (k < count && ms[k] < limits[i])
            k++;
        printf("  below %3u ms %5.1f %%\n", limits[i], 100.0 * k / count);
    }
}

void
ts_bench_latency(bool brief)
{
    enum { ROUNDS = 300 };
    static double ms[ROUNDS];
    static struct desk d;
    struct ts_arena arena = ts_arena_over((ts_room){ malloc(16 << 20), 16 << 20 });
    unsigned rounds = brief ? 10 : ROUNDS;
    unsigned count = 0;
    uint64_t last = 0;
    TS_CHECK(arena.at);
    struct ts_trust trust = ts_sample_trust(&arena);
    draw_all(&arena);
    TS_CHECK(ts_checker_open(&d.checker, (struct ts_checker_rules){ .trust = &trust,
                                                                    .now = mid_2026 })
             == TS_OK);
    TS_CHECK(ts_eyes_open(&d.eyes, "bench") == TS_OK);
    for (unsigned i = 0; i < rounds; i++) {
        double took = measure(&d, badges[i % BADGES], &last);
        if (took >= 0)
            ms[count++] = took;
    }
    if (count > 0)
        print(ms, count, rounds - count);
    else
        printf("frame delivered to verdict: nothing was read\n");
    ts_eyes_close(d.eyes);
    ts_checker_close(d.checker);
    free(arena.at);
}
