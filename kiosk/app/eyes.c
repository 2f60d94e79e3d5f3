#include "kiosk/app/eyes.h"

#include "kiosk/app/seen.h"
#include "kiosk/reader/decoders.h"
#include "kiosk/scan/slot.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
    WAIT_MS = 200,        /* how late the threads notice that they are to end */
    REST_SHOWN_MS = 1000, /* at rest the screen shows so often what does not change */
    CORES_KEPT = 2, /* the screen's and capture's; the checker works when they rest */
};

_Static_assert((int)TS_EYES_DECODERS_MAX == (int)TS_SLOT_DECODERS, "a reader each");

/* A thread that has its frames looked at (kiosk/reader/decoders.h), one after another. */
struct decoder {
    struct ts_eyes *eyes;
    size_t index;
    pthread_t thread;
};

struct ts_eyes {
    struct ts_camera *camera;
    struct ts_slot *slot;
    struct ts_decoders *decoders;
    struct decoder threads[TS_EYES_DECODERS_MAX];
    size_t count, started;
    pthread_t capture;
    bool capturing;

    /* The capture thread's: */
    struct ts_gate gate;
    uint64_t sequence; /**< Of our own: a camera that is found again may count anew. */
    ts_mono handed;    /**< When the last frame was taken that the screen could show. */

    /* The screen's thread's: */
    struct ts_frame shown;

    struct ts_seen seen; /**< Everybody's; it has a lock of its own. */
};

static void
hand_on(struct ts_eyes *eyes, struct ts_frame *frame, bool to_decoders, bool at_rest)
{
    bool is_due = !at_rest || frame->taken.ms >= eyes->handed.ms + REST_SHOWN_MS;
    if (!to_decoders && !is_due)
        return;
    eyes->handed = frame->taken;
    /* An empty frame is one as well: dropped by the slot. */
    if (to_decoders)
        (void)!ts_slot_put(eyes->slot, frame);
    else
        (void)!ts_slot_show(eyes->slot, frame);
}

static void
take_frame(struct ts_eyes *eyes, struct ts_frame *frame)
{
    uint32_t rest_ms = 0;
    if (frame->width > TS_FRAME_WIDTH_MAX || frame->height > TS_FRAME_HEIGHT_MAX)
        return; /* a camera's mistake */
    frame->sequence = ++eyes->sequence;
    bool to_decoders = ts_seen_attend(&eyes->seen, &eyes->gate, frame, &rest_ms);
    hand_on(eyes, frame, to_decoders, rest_ms > 0);
    ts_camera_rest(eyes->camera, rest_ms);
}

static void *
capture(void *context)
{
    struct ts_eyes *eyes = context;
    while (!ts_slot_stopped(eyes->slot)) {
        struct ts_frame frame;
        /* When none comes, ts_eyes_camera() tells what is wrong. */
        if (ts_camera_wait(eyes->camera, &frame, WAIT_MS) == TS_OK)
            take_frame(eyes, &frame);
    }
    return NULL;
}

static void
look(struct decoder *decoder, const struct ts_frame *frame)
{
    struct ts_eyes *eyes = decoder->eyes;
    struct ts_scan_turn turn = ts_seen_turn(&eyes->seen, frame);
    struct ts_look look;
    if (ts_decoders_look(eyes->decoders, decoder->index, &look, frame, &turn) != TS_OK) {
        ts_seen_missed(&eyes->seen);
        return;
    }
    if (look.parts_total > 0)
        ts_seen_parts(&eyes->seen, look.parts_seen, look.parts_total);
    if (look.text.len > 0)
        ts_seen_text(&eyes->seen, look.text, frame);
    ts_seen_learn(&eyes->seen, &look.sight, look.codes, look.text.len > 0, frame);
}

static void *
decode(void *context)
{
    struct decoder *decoder = context;
    struct ts_slot *slot = decoder->eyes->slot;
    enum ts_slot_reader reader = (enum ts_slot_reader)(TS_SLOT_DECODER + decoder->index);
    while (!ts_slot_stopped(slot)) {
        struct ts_frame frame;
        if (ts_slot_take(slot, reader, &frame, WAIT_MS) == TS_OK)
            look(decoder, &frame);
    }
    return NULL;
}

static enum ts_status
start(struct ts_eyes *eyes)
{
    for (size_t i = 0; i < eyes->count; i++) {
        struct decoder *decoder = &eyes->threads[i];
        *decoder = (struct decoder){ .eyes = eyes, .index = i };
        if (pthread_create(&decoder->thread, NULL, decode, decoder) != 0)
            return TS_IO;
        eyes->started++;
    }
    eyes->capturing = pthread_create(&eyes->capture, NULL, capture, eyes) == 0;
    return eyes->capturing ? TS_OK : TS_IO;
}

/* Whoever looks before what is looked at: it has begun when the first frame comes. */
static enum ts_status
open_all(struct ts_eyes *eyes, const char *source)
{
    const uint32_t width = TS_FRAME_WIDTH_MAX;
    const uint32_t height = TS_FRAME_HEIGHT_MAX;
    enum ts_status status =
        ts_decoders_open(&eyes->decoders, eyes->count, ts_slot_bytes(width, height));
    if (status == TS_OK)
        status = ts_slot_open_in(&eyes->slot, width, height,
                                 ts_decoders_memory(eyes->decoders));
    if (status == TS_OK)
        status = ts_camera_open(&eyes->camera, source);
    return status == TS_OK ? start(eyes) : status;
}

enum ts_status
ts_eyes_open_with(struct ts_eyes **eyes, const char *source, size_t decoders)
{
    struct ts_eyes *e = calloc(1, sizeof(*e));
    if (!e)
        return TS_NO_SPACE;
    TS_CHECK(decoders > 0 && decoders <= TS_EYES_DECODERS_MAX);
    e->count = decoders;
    ts_seen_init(&e->seen);
    enum ts_status status = open_all(e, source);
    if (status == TS_OK)
        *eyes = e;
    else
        ts_eyes_close(e);
    return status;
}

enum ts_status
ts_eyes_open(struct ts_eyes **eyes, const char *source)
{
    long spare = sysconf(_SC_NPROCESSORS_ONLN) - CORES_KEPT;
    if (spare > TS_EYES_DECODERS_MAX)
        spare = TS_EYES_DECODERS_MAX;
    return ts_eyes_open_with(eyes, source, spare < 1 ? 1 : (size_t)spare);
}

void
ts_eyes_close(struct ts_eyes *eyes)
{
    if (!eyes)
        return;
    if (eyes->slot)
        ts_slot_stop(eyes->slot);
    if (eyes->capturing)
        pthread_join(eyes->capture, NULL);
    for (size_t i = 0; i < eyes->started; i++)
        pthread_join(eyes->threads[i].thread, NULL);
    ts_slot_close(eyes->slot);
    ts_decoders_close(eyes->decoders);
    if (eyes->camera)
        ts_camera_close(eyes->camera);
    ts_seen_destroy(&eyes->seen);
    free(eyes);
}

enum ts_status
ts_eyes_frame(struct ts_eyes *eyes, struct ts_frame *frame)
{
    enum ts_status status = ts_slot_take(eyes->slot, TS_SLOT_SCREEN, frame, 0);
    if (status == TS_OK)
        eyes->shown = *frame;
    return status;
}

bool
ts_eyes_sight(struct ts_eyes *eyes, struct ts_sight *sight)
{
    return ts_seen_take_sight(&eyes->seen, sight);
}

bool
ts_eyes_parts(struct ts_eyes *eyes, uint32_t *seen, uint32_t *total)
{
    return ts_seen_take_parts(&eyes->seen, seen, total);
}

bool
ts_eyes_hint(struct ts_eyes *eyes, enum ts_hint *hint)
{
    return ts_seen_take_hint(&eyes->seen, hint);
}

struct ts_focus
ts_eyes_focus(struct ts_eyes *eyes)
{
    const struct ts_frame *frame = &eyes->shown;
    struct ts_scan_sight sight;
    if (frame->width == 0)
        return (struct ts_focus){ .edge_px = 0 };
    bool seen = ts_seen_lately(&eyes->seen, frame->taken, &sight);
    const struct ts_grey grey = { frame->grey, frame->width, frame->height,
                                  frame->stride };
    return ts_focus_measure(&grey, seen ? &sight : NULL);
}

void
ts_eyes_camera(struct ts_eyes *eyes, struct ts_camera_state *state)
{
    ts_camera_describe(eyes->camera, state);
    if (!ts_decoders_describe(eyes->decoders).looking) {
        state->delivering = false; /* to nobody */
        state->trouble = "touchstone-reader does not run: no code can be read";
    }
}

uint32_t
ts_eyes_restarts(struct ts_eyes *eyes)
{
    return ts_decoders_describe(eyes->decoders).restarts;
}
