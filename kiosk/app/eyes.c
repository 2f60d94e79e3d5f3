#include "kiosk/app/eyes.h"

#include "kiosk/app/seen.h"
#include "kiosk/credential/assembly.h"
#include "kiosk/credential/envelope.h"
#include "kiosk/scan/scanner.h"
#include "kiosk/scan/slot.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
    WAIT_MS = 200,     /* how late the threads notice that they are to end */
    CODES_A_FRAME = 8, /* more than a hand can hold up */
    CORES_KEPT = 2,    /* the screen's and capture's; the checker works when they rest */
};

_Static_assert((int)TS_EYES_DECODERS_MAX == (int)TS_SLOT_DECODERS, "a reader each");

struct decoder {
    struct ts_eyes *eyes;
    enum ts_slot_reader reader;
    struct ts_scanner *scanner;
    pthread_t thread;
    struct ts_code codes[CODES_A_FRAME];
};

struct ts_eyes {
    struct ts_camera *camera;
    struct ts_slot *slot;
    struct decoder decoders[TS_EYES_DECODERS_MAX];
    size_t count, started;
    pthread_t capture;
    bool capturing;

    /* The capture thread's: */
    struct ts_gate gate;
    uint64_t sequence; /**< Of our own: a camera that is found again may count anew. */

    /* The screen's thread's: */
    struct ts_frame shown;

    pthread_mutex_t parts_lock;
    /* Under parts_lock, taken before that of what was seen: */
    struct ts_assembly assembly;
    ts_mono assembled; /**< Frames are finished out of turn, and its time is not. */

    struct ts_seen seen; /**< Everybody's; it has a lock of its own. */
};

static void
take_frame(struct ts_eyes *eyes, struct ts_frame *frame)
{
    uint32_t rest_ms = 0;
    if (frame->width > TS_FRAME_WIDTH_MAX || frame->height > TS_FRAME_HEIGHT_MAX)
        return; /* a camera's mistake */
    frame->sequence = ++eyes->sequence;
    /* An empty frame is one as well: dropped by the slot. */
    if (ts_seen_attend(&eyes->seen, &eyes->gate, frame, &rest_ms))
        (void)!ts_slot_put(eyes->slot, frame);
    else
        (void)!ts_slot_show(eyes->slot, frame);
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

static bool
is_recognised(ts_span text)
{
    enum ts_format format = ts_format_sniff(text);
    return format != TS_FORMAT_NONE && format != TS_FORMAT_WEB_LINK;
}

/* What the codes of one frame were. */
struct finding {
    bool part;  /* One at least, and it is dealt with. */
    bool whole; /* There is a sight. */
};

static void
take_part(struct ts_eyes *eyes, ts_span text, const struct ts_frame *frame,
          struct finding *finding)
{
    struct ts_assembly_answer answer =
        ts_assembly_feed(&eyes->assembly, text, eyes->assembled);
    finding->part |= answer.kind != TS_ASSEMBLY_NOT_A_PART;
    switch (answer.kind) {
    case TS_ASSEMBLY_NOT_A_PART: break;
    case TS_ASSEMBLY_PART: ts_seen_parts(&eyes->seen, answer.seen, answer.total); break;
    case TS_ASSEMBLY_WHOLE:
        finding->whole = true;
        ts_seen_text(&eyes->seen, answer.whole, frame);
        break;
    case TS_ASSEMBLY_CONFLICT: break; /* its parts are collected anew */
    }
}

/* Parts first: a poster beside an animated code must not stop it. */
static struct finding
take_parts(struct ts_eyes *eyes, const struct ts_code *codes, size_t count,
           const struct ts_frame *frame)
{
    struct finding finding = { false, false };
    pthread_mutex_lock(&eyes->parts_lock);
    if (frame->taken.ms > eyes->assembled.ms)
        eyes->assembled = frame->taken;
    ts_assembly_expire(&eyes->assembly, eyes->assembled);
    for (size_t i = 0; i < count; i++)
        take_part(eyes, codes[i].bytes, frame, &finding);
    pthread_mutex_unlock(&eyes->parts_lock);
    return finding;
}

static struct finding
take_codes(struct ts_eyes *eyes, const struct ts_code *codes, size_t count,
           const struct ts_frame *frame)
{
    size_t best = 0;
    struct finding finding = take_parts(eyes, codes, count, frame);
    if (finding.part || count == 0)
        return finding;
    while (best < count && !is_recognised(codes[best].bytes))
        best++;
    if (best == count)
        best = 0;
    ts_seen_text(&eyes->seen, codes[best].bytes, frame);
    finding.whole = true;
    return finding;
}

static void
look(struct decoder *decoder, const struct ts_frame *frame)
{
    struct ts_eyes *eyes = decoder->eyes;
    struct ts_scan_turn turn = ts_seen_turn(&eyes->seen, frame);
    size_t count = 0;
    if (ts_scanner_scan(decoder->scanner, frame, &turn, decoder->codes, CODES_A_FRAME,
                        &count)
        != TS_OK)
        return; /* memory is short: the next frame is looked at as well */
    struct finding finding = take_codes(eyes, decoder->codes, count, frame);
    ts_seen_learn(&eyes->seen, ts_scanner_sight(decoder->scanner), count, finding.whole,
                  frame);
}

static void *
decode(void *context)
{
    struct decoder *decoder = context;
    struct ts_slot *slot = decoder->eyes->slot;
    while (!ts_slot_stopped(slot)) {
        struct ts_frame frame;
        if (ts_slot_take(slot, decoder->reader, &frame, WAIT_MS) == TS_OK)
            look(decoder, &frame);
    }
    return NULL;
}

static enum ts_status
start(struct ts_eyes *eyes)
{
    for (size_t i = 0; i < eyes->count; i++) {
        struct decoder *decoder = &eyes->decoders[i];
        if (pthread_create(&decoder->thread, NULL, decode, decoder) != 0)
            return TS_IO;
        eyes->started++;
    }
    eyes->capturing = pthread_create(&eyes->capture, NULL, capture, eyes) == 0;
    return eyes->capturing ? TS_OK : TS_IO;
}

static enum ts_status
open_decoders(struct ts_eyes *eyes, size_t count)
{
    TS_CHECK(count > 0 && count <= TS_EYES_DECODERS_MAX);
    for (size_t i = 0; i < count; i++) {
        struct decoder *decoder = &eyes->decoders[i];
        decoder->eyes = eyes;
        decoder->reader = (enum ts_slot_reader)(TS_SLOT_DECODER + i);
        if (ts_scanner_open(&decoder->scanner) != TS_OK)
            return TS_NO_SPACE;
        eyes->count++;
    }
    return TS_OK;
}

enum ts_status
ts_eyes_open_with(struct ts_eyes **eyes, const char *source, size_t decoders)
{
    struct ts_eyes *e = calloc(1, sizeof(*e));
    if (!e)
        return TS_NO_SPACE;
    ts_seen_init(&e->seen);
    pthread_mutex_init(&e->parts_lock, NULL);
    enum ts_status status = ts_camera_open(&e->camera, source);
    if (status == TS_OK)
        status = ts_slot_open(&e->slot, TS_FRAME_WIDTH_MAX, TS_FRAME_HEIGHT_MAX);
    if (status == TS_OK)
        status = open_decoders(e, decoders);
    if (status == TS_OK)
        status = start(e);
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
        pthread_join(eyes->decoders[i].thread, NULL);
    for (size_t i = 0; i < eyes->count; i++)
        ts_scanner_close(eyes->decoders[i].scanner);
    ts_slot_close(eyes->slot);
    if (eyes->camera)
        ts_camera_close(eyes->camera);
    ts_seen_destroy(&eyes->seen);
    pthread_mutex_destroy(&eyes->parts_lock);
    ts_assembly_forget(&eyes->assembly);
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
}
