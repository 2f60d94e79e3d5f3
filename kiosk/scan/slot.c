#include "kiosk/scan/slot.h"

#include "firmware/base/limits.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* Decoders as one, and the screen: whom there is a newest frame for. */
enum side { DECODERS = 0, SCREEN, SIDES };
enum { BUFFERS = TS_SLOT_READERS + SIDES + 1 };
enum { NOBODYS = -1 };

struct ts_slot {
    pthread_mutex_t lock;
    pthread_cond_t changed[SIDES];
    uint32_t width_max, height_max;
    uint8_t *own; /* What the pixels lie in, where that is not the caller's. */
    uint8_t *pixels[BUFFERS]; /* The one being written is the putting thread's alone. */

    /* Under lock. */
    struct ts_frame frames[BUFFERS];
    int newest[SIDES];
    bool fresh[SIDES]; /* newest was not given to that side yet. */
    int held[TS_SLOT_READERS];
    bool stopped;
};

static void
end_waiting(struct ts_slot *slot, size_t sides)
{
    for (size_t i = 0; i < sides; i++)
        pthread_cond_destroy(&slot->changed[i]);
    pthread_mutex_destroy(&slot->lock);
}

/* Waits are measured on a clock that nobody can set. */
static bool
init_waiting(struct ts_slot *slot)
{
    pthread_condattr_t attributes;
    size_t made = 0;
    if (pthread_mutex_init(&slot->lock, NULL) != 0)
        return false;
    if (pthread_condattr_init(&attributes) == 0) {
        bool good = pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC) == 0;
        while (good && made < SIDES
               && pthread_cond_init(&slot->changed[made], &attributes) == 0)
            made++;
        pthread_condattr_destroy(&attributes);
    }
    if (made < SIDES)
        end_waiting(slot, made);
    return made == SIDES;
}

size_t
ts_slot_bytes(uint32_t width_max, uint32_t height_max)
{
    return (size_t)width_max * height_max * BUFFERS + 1;
}

enum ts_status
ts_slot_open_in(struct ts_slot **slot, uint32_t width_max, uint32_t height_max,
                ts_room memory)
{
    if (width_max > TS_FRAME_WIDTH_MAX || height_max > TS_FRAME_HEIGHT_MAX)
        return TS_OVER_LIMIT;
    if (memory.len < ts_slot_bytes(width_max, height_max))
        return TS_NO_SPACE;
    size_t size = (size_t)width_max * height_max;
    struct ts_slot *made = calloc(1, sizeof(*made));
    if (!made || !init_waiting(made)) {
        free(made);
        return TS_NO_SPACE;
    }
    made->width_max = width_max;
    made->height_max = height_max;
    for (size_t i = 0; i < SIDES; i++)
        made->newest[i] = NOBODYS;
    for (size_t i = 0; i < BUFFERS; i++)
        made->pixels[i] = memory.at + i * size;
    for (size_t i = 0; i < TS_SLOT_READERS; i++)
        made->held[i] = NOBODYS;
    *slot = made;
    return TS_OK;
}

enum ts_status
ts_slot_open(struct ts_slot **slot, uint32_t width_max, uint32_t height_max)
{
    if (width_max > TS_FRAME_WIDTH_MAX || height_max > TS_FRAME_HEIGHT_MAX)
        return TS_OVER_LIMIT;
    size_t bytes = ts_slot_bytes(width_max, height_max);
    uint8_t *pixels = malloc(bytes);
    enum ts_status status =
        pixels ? ts_slot_open_in(slot, width_max, height_max, (ts_room){ pixels, bytes })
               : TS_NO_SPACE;
    if (status == TS_OK)
        (*slot)->own = pixels;
    else
        free(pixels);
    return status;
}

void
ts_slot_close(struct ts_slot *slot)
{
    if (!slot)
        return;
    end_waiting(slot, SIDES);
    free(slot->own);
    free(slot);
}

/* These fail only when misused. */
static void
lock(struct ts_slot *slot)
{
    TS_CHECK(pthread_mutex_lock(&slot->lock) == 0);
}

static void
unlock(struct ts_slot *slot)
{
    TS_CHECK(pthread_mutex_unlock(&slot->lock) == 0);
}

static bool
in_use(const struct ts_slot *slot, int buffer)
{
    for (size_t i = 0; i < TS_SLOT_READERS; i++)
        if (slot->held[i] == buffer)
            return true;
    return slot->newest[DECODERS] == buffer || slot->newest[SCREEN] == buffer;
}

/* A buffer nobody can come to hold: readers only ever take the newest. */
static int
spare(struct ts_slot *slot)
{
    int buffer = 0;
    lock(slot);
    while (in_use(slot, buffer))
        buffer++;
    unlock(slot);
    TS_CHECK(buffer < BUFFERS);
    return buffer;
}

static void
copy_rows(uint8_t *pixels, const struct ts_frame *frame)
{
    for (size_t y = 0; y < frame->height; y++)
        memcpy(pixels + y * frame->width, frame->grey + y * frame->stride, frame->width);
}

static void
make_newest(struct ts_slot *slot, int buffer, enum side side)
{
    slot->newest[side] = buffer;
    slot->fresh[side] = true;
    /* One frame is for one decoder. */
    TS_CHECK(pthread_cond_signal(&slot->changed[side]) == 0);
}

static enum ts_status
put(struct ts_slot *slot, const struct ts_frame *frame, bool for_decoders)
{
    if (frame->width == 0 || frame->height == 0 || frame->width > slot->width_max
        || frame->height > slot->height_max)
        return TS_OVER_LIMIT;
    TS_CHECK(frame->stride >= frame->width);
    int buffer = spare(slot);
    copy_rows(slot->pixels[buffer], frame); /* long; not under the lock */

    lock(slot);
    if (!slot->stopped) {
        slot->frames[buffer] = *frame;
        slot->frames[buffer].grey = slot->pixels[buffer];
        slot->frames[buffer].stride = frame->width;
        make_newest(slot, buffer, SCREEN);
        if (for_decoders)
            make_newest(slot, buffer, DECODERS);
    }
    unlock(slot);
    return TS_OK;
}

enum ts_status
ts_slot_put(struct ts_slot *slot, const struct ts_frame *frame)
{
    return put(slot, frame, true);
}

enum ts_status
ts_slot_show(struct ts_slot *slot, const struct ts_frame *frame)
{
    return put(slot, frame, false);
}

static struct timespec
deadline_after(uint32_t timeout_ms)
{
    struct timespec at;
    TS_CHECK(clock_gettime(CLOCK_MONOTONIC, &at) == 0);
    at.tv_sec += (time_t)(timeout_ms / 1000);
    at.tv_nsec += (long)(timeout_ms % 1000) * 1000000;
    if (at.tv_nsec >= 1000000000) {
        at.tv_nsec -= 1000000000;
        at.tv_sec++;
    }
    return at;
}

enum ts_status
ts_slot_take(struct ts_slot *slot, enum ts_slot_reader reader, struct ts_frame *frame,
             uint32_t timeout_ms)
{
    struct timespec deadline = deadline_after(timeout_ms);
    enum side side = reader == TS_SLOT_SCREEN ? SCREEN : DECODERS;
    bool in_time = timeout_ms > 0;
    enum ts_status status = TS_ABSENT;
    lock(slot);
    while (in_time && !slot->fresh[side] && !slot->stopped)
        in_time =
            pthread_cond_timedwait(&slot->changed[side], &slot->lock, &deadline) == 0;
    if (slot->fresh[side] && !slot->stopped) {
        slot->fresh[side] = false;
        slot->held[reader] = slot->newest[side];
        *frame = slot->frames[slot->newest[side]];
        status = TS_OK;
    }
    unlock(slot);
    return status;
}

void
ts_slot_stop(struct ts_slot *slot)
{
    lock(slot);
    slot->stopped = true;
    for (size_t i = 0; i < SIDES; i++)
        TS_CHECK(pthread_cond_broadcast(&slot->changed[i]) == 0);
    unlock(slot);
}

bool
ts_slot_stopped(struct ts_slot *slot)
{
    lock(slot);
    bool stopped = slot->stopped;
    unlock(slot);
    return stopped;
}
