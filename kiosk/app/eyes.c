#include "kiosk/app/eyes.h"

#include "firmware/board/clock.h"
#include "keys/crypto/digest.h"
#include "kiosk/credential/assembly.h"
#include "kiosk/credential/envelope.h"
#include "kiosk/scan/scanner.h"
#include "kiosk/scan/slot.h"

#include <pthread.h>
#include <string.h>

enum {
    WAIT_MS = 200,     /* how late the threads notice that they are to end */
    CODES_A_FRAME = 8, /* more than a hand can hold up */
};

struct ts_eyes {
    struct ts_camera *camera;
    struct ts_slot *slot;
    struct ts_scanner *scanner;
    pthread_t capture, decode;
    struct ts_assembly assembly; /**< The decoder's. */

    pthread_mutex_t lock;
    /* Under lock: */
    bool fresh; /**< The sight is. */
    struct ts_sight sight;
    bool parts_fresh;
    uint32_t parts_seen, parts_total;
};

static void *
capture(void *context)
{
    struct ts_eyes *eyes = context;
    while (!ts_slot_stopped(eyes->slot)) {
        struct ts_frame frame;
        if (ts_camera_wait(eyes->camera, &frame, WAIT_MS) != TS_OK)
            continue; /* ts_eyes_camera() tells what is wrong */
        /* A frame of a size we did not ask for is a camera's mistake: dropped. */
        (void)!ts_slot_put(eyes->slot, &frame);
    }
    return NULL;
}

static bool
is_recognised(ts_span text)
{
    enum ts_format format = ts_format_sniff(text);
    return format != TS_FORMAT_NONE && format != TS_FORMAT_WEB_LINK;
}

static uint64_t
identity_of(ts_span text)
{
    uint8_t digest[TS_SHA256_SIZE];
    uint64_t identity;
    ts_sha256(digest, text);
    memcpy(&identity, digest, sizeof(identity));
    return identity;
}

static void
remember(struct ts_eyes *eyes, ts_span text, ts_mono taken)
{
    if (text.len == 0 || text.len > sizeof(eyes->sight.text))
        return;
    pthread_mutex_lock(&eyes->lock);
    eyes->sight.identity = identity_of(text);
    eyes->sight.recognised = is_recognised(text);
    eyes->sight.taken = taken;
    eyes->sight.len = text.len;
    memcpy(eyes->sight.text, text.at, text.len);
    eyes->fresh = true;
    pthread_mutex_unlock(&eyes->lock);
}

static void
remember_parts(struct ts_eyes *eyes, uint32_t seen, uint32_t total)
{
    pthread_mutex_lock(&eyes->lock);
    eyes->parts_seen = seen;
    eyes->parts_total = total;
    eyes->parts_fresh = true;
    pthread_mutex_unlock(&eyes->lock);
}

/* True when the code was a part, and is dealt with. */
static bool
take_part(struct ts_eyes *eyes, ts_span text, ts_mono taken)
{
    struct ts_assembly_answer answer =
        ts_assembly_feed(&eyes->assembly, text, ts_clock_mono());
    switch (answer.kind) {
    case TS_ASSEMBLY_NOT_A_PART: return false;
    case TS_ASSEMBLY_PART: remember_parts(eyes, answer.seen, answer.total); break;
    case TS_ASSEMBLY_WHOLE: remember(eyes, answer.whole, taken); break;
    case TS_ASSEMBLY_CONFLICT: break; /* its parts are collected anew */
    }
    return true;
}

/* Parts first: a poster beside an animated code must not stop it. False when none of
 * the codes was one. */
static bool
take_parts(struct ts_eyes *eyes, const struct ts_code *codes, size_t count, ts_mono taken)
{
    bool taken_any = false;
    ts_assembly_expire(&eyes->assembly, ts_clock_mono());
    for (size_t i = 0; i < count; i++)
        taken_any |= take_part(eyes, codes[i].bytes, taken);
    return taken_any;
}

static void
look(struct ts_eyes *eyes, const struct ts_frame *frame)
{
    struct ts_code codes[CODES_A_FRAME];
    size_t count = 0;
    size_t best = 0;
    if (ts_scanner_scan(eyes->scanner, frame, codes, CODES_A_FRAME, &count) != TS_OK)
        return; /* memory is short: the next frame is looked at as well */
    if (take_parts(eyes, codes, count, frame->taken))
        return;
    while (best < count && !is_recognised(codes[best].bytes))
        best++;
    if (best == count)
        best = 0;
    if (count)
        remember(eyes, codes[best].bytes, frame->taken);
}

static void *
decode(void *context)
{
    struct ts_eyes *eyes = context;
    while (!ts_slot_stopped(eyes->slot)) {
        struct ts_frame frame;
        if (ts_slot_take(eyes->slot, TS_SLOT_DECODER, &frame, WAIT_MS) == TS_OK)
            look(eyes, &frame);
    }
    return NULL;
}

static enum ts_status
start(struct ts_eyes *eyes)
{
    pthread_mutex_init(&eyes->lock, NULL);
    if (pthread_create(&eyes->capture, NULL, capture, eyes) != 0)
        return TS_IO;
    if (pthread_create(&eyes->decode, NULL, decode, eyes) == 0)
        return TS_OK;
    ts_slot_stop(eyes->slot);
    pthread_join(eyes->capture, NULL);
    return TS_IO;
}

static void
free_parts(struct ts_eyes *eyes)
{
    if (eyes->scanner)
        ts_scanner_close(eyes->scanner);
    if (eyes->slot)
        ts_slot_close(eyes->slot);
    if (eyes->camera)
        ts_camera_close(eyes->camera);
    free(eyes);
}

enum ts_status
ts_eyes_open(struct ts_eyes **eyes, const char *source)
{
    struct ts_eyes *e = calloc(1, sizeof(*e));
    if (!e)
        return TS_NO_SPACE;
    enum ts_status status = ts_camera_open(&e->camera, source);
    if (status == TS_OK)
        status = ts_slot_open(&e->slot, TS_FRAME_WIDTH_MAX, TS_FRAME_HEIGHT_MAX);
    if (status == TS_OK)
        status = ts_scanner_open(&e->scanner, TS_SCAN_INVERTED_LIVE);
    if (status == TS_OK)
        status = start(e);
    if (status == TS_OK)
        *eyes = e;
    else
        free_parts(e);
    return status;
}

void
ts_eyes_close(struct ts_eyes *eyes)
{
    if (!eyes)
        return;
    ts_slot_stop(eyes->slot);
    pthread_join(eyes->capture, NULL);
    pthread_join(eyes->decode, NULL);
    pthread_mutex_destroy(&eyes->lock);
    memset(&eyes->sight, 0, sizeof(eyes->sight));
    ts_assembly_forget(&eyes->assembly);
    free_parts(eyes);
}

enum ts_status
ts_eyes_frame(struct ts_eyes *eyes, struct ts_frame *frame)
{
    return ts_slot_take(eyes->slot, TS_SLOT_SCREEN, frame, 0);
}

bool
ts_eyes_sight(struct ts_eyes *eyes, struct ts_sight *sight)
{
    pthread_mutex_lock(&eyes->lock);
    bool fresh = eyes->fresh;
    if (fresh) {
        *sight = eyes->sight;
        eyes->fresh = false;
    }
    pthread_mutex_unlock(&eyes->lock);
    return fresh;
}

bool
ts_eyes_parts(struct ts_eyes *eyes, uint32_t *seen, uint32_t *total)
{
    pthread_mutex_lock(&eyes->lock);
    bool fresh = eyes->parts_fresh;
    if (fresh) {
        *seen = eyes->parts_seen;
        *total = eyes->parts_total;
        eyes->parts_fresh = false;
    }
    pthread_mutex_unlock(&eyes->lock);
    return fresh;
}

void
ts_eyes_camera(struct ts_eyes *eyes, struct ts_camera_state *state)
{
    ts_camera_describe(eyes->camera, state);
}
