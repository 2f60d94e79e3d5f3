#include "kiosk/app/seen.h"

#include "kiosk/app/sight.h"

#include <string.h>

enum {
    /* A code is looked for where it was, until it was not there for so long. */
    REGION_MS = 500,
    LATELY_MS = 1000,
};

void
ts_seen_init(struct ts_seen *seen)
{
    TS_CHECK(pthread_mutex_init(&seen->lock, NULL) == 0);
}

void
ts_seen_destroy(struct ts_seen *seen)
{
    pthread_mutex_destroy(&seen->lock);
    memset(seen, 0, sizeof(*seen));
}

/* What was read last is in this frame, too. Under lock. */
static void
see_again(struct ts_seen *seen, ts_mono taken)
{
    if (seen->sight.len == 0)
        return;
    seen->sight.taken = taken;
    seen->fresh = true;
}

bool
ts_seen_attend(struct ts_seen *seen, struct ts_gate *gate, const struct ts_frame *frame,
               uint32_t *rest_ms)
{
    const struct ts_grey grey = { frame->grey, frame->width, frame->height,
                                  frame->stride };
    bool was_awake = gate->awake > 0;
    bool awake = ts_gate_look(gate, &grey);
    pthread_mutex_lock(&seen->lock);
    if (seen->wake) {
        ts_gate_wake(gate);
        awake = true;
    }
    seen->wake = false;
    if (awake && !was_awake)
        seen->turn = 0; /* with what reads most */
    enum ts_attention_task task =
        ts_attention_take(&seen->attention, awake, gate->moving, frame->taken);
    if (task == TS_ATTENTION_KNOWN)
        see_again(seen, frame->taken);
    *rest_ms = ts_attention_rest_ms(&seen->attention, frame->taken);
    pthread_mutex_unlock(&seen->lock);
    return task == TS_ATTENTION_LOOK;
}

/* A frame that was finished late must not undo what a newer one showed. What was only
 * taken for being there meanwhile was not shown by any; but time does not go back. */
void
ts_seen_text(struct ts_seen *seen, ts_span text, const struct ts_frame *frame)
{
    pthread_mutex_lock(&seen->lock);
    ts_mono taken =
        frame->taken.ms > seen->sight.taken.ms ? frame->taken : seen->sight.taken;
    if (frame->sequence >= seen->read_sequence
        && ts_sight_make(&seen->sight, text, taken)) {
        seen->read_sequence = frame->sequence;
        seen->fresh = true;
    }
    pthread_mutex_unlock(&seen->lock);
}

void
ts_seen_parts(struct ts_seen *seen, uint32_t count, uint32_t total)
{
    pthread_mutex_lock(&seen->lock);
    seen->parts_seen = count;
    seen->parts_total = total;
    seen->parts_fresh = true;
    pthread_mutex_unlock(&seen->lock);
}

/* Under lock. */
static void
take_sight(struct ts_seen *seen, const struct ts_scan_sight *sight, bool read,
           const struct ts_frame *frame)
{
    struct ts_scan_sight unread = *sight;
    if (sight->seen) {
        seen->code = *sight;
        seen->code_taken = frame->taken;
    }
    unread.read |= read; /* with another code there is nothing to tell anybody */
    seen->advice = ts_hint_take(&seen->hints, &unread, frame);
    seen->unread_fresh |= unread.seen && !unread.read;
}

void
ts_seen_learn(struct ts_seen *seen, const struct ts_scan_sight *sight, size_t count,
              bool whole, const struct ts_frame *frame)
{
    pthread_mutex_lock(&seen->lock);
    if (count > 0)
        seen->turn = 0; /* the next frame will most likely be read in the same way */
    if (frame->sequence > seen->seen_sequence) {
        seen->seen_sequence = frame->sequence;
        seen->wake |= ts_attention_learn(&seen->attention, whole);
        take_sight(seen, sight, count > 0, frame);
    }
    pthread_mutex_unlock(&seen->lock);
}

void
ts_seen_missed(struct ts_seen *seen)
{
    pthread_mutex_lock(&seen->lock);
    seen->wake = true;
    pthread_mutex_unlock(&seen->lock);
}

struct ts_scan_turn
ts_seen_turn(struct ts_seen *seen, const struct ts_frame *frame)
{
    struct ts_scan_turn turn = { .budget_us = TS_ATTENTION_BUDGET_US };
    pthread_mutex_lock(&seen->lock);
    turn.number = seen->turn++;
    turn.has_region =
        seen->code.seen && frame->taken.ms < seen->code_taken.ms + REGION_MS;
    if (turn.has_region)
        turn.region = ts_attention_region(&seen->code);
    pthread_mutex_unlock(&seen->lock);
    return turn;
}

bool
ts_seen_take_sight(struct ts_seen *seen, struct ts_sight *sight)
{
    pthread_mutex_lock(&seen->lock);
    bool fresh = seen->fresh;
    if (fresh) {
        *sight = seen->sight;
        seen->fresh = false;
    }
    pthread_mutex_unlock(&seen->lock);
    return fresh;
}

bool
ts_seen_take_parts(struct ts_seen *seen, uint32_t *count, uint32_t *total)
{
    pthread_mutex_lock(&seen->lock);
    bool fresh = seen->parts_fresh;
    if (fresh) {
        *count = seen->parts_seen;
        *total = seen->parts_total;
        seen->parts_fresh = false;
    }
    pthread_mutex_unlock(&seen->lock);
    return fresh;
}

static enum ts_hint
hint_of(enum ts_advice advice)
{
    switch (advice) {
    case TS_ADVICE_NONE: break;
    case TS_ADVICE_HOLD_STILL: return TS_HINT_HOLD_STILL;
    case TS_ADVICE_CLOSER: return TS_HINT_CLOSER;
    case TS_ADVICE_FARTHER: return TS_HINT_FARTHER;
    case TS_ADVICE_SHOW_ALL: return TS_HINT_SHOW_ALL;
    case TS_ADVICE_LESS_SHINE: return TS_HINT_LESS_SHINE;
    }
    return TS_HINT_NONE;
}

bool
ts_seen_take_hint(struct ts_seen *seen, enum ts_hint *hint)
{
    pthread_mutex_lock(&seen->lock);
    bool fresh = seen->unread_fresh;
    seen->unread_fresh = false;
    if (fresh)
        *hint = hint_of(seen->advice);
    pthread_mutex_unlock(&seen->lock);
    return fresh;
}

bool
ts_seen_lately(struct ts_seen *seen, ts_mono now, struct ts_scan_sight *sight)
{
    pthread_mutex_lock(&seen->lock);
    bool lately = seen->code.seen && now.ms < seen->code_taken.ms + LATELY_MS;
    if (lately)
        *sight = seen->code;
    pthread_mutex_unlock(&seen->lock);
    return lately;
}
