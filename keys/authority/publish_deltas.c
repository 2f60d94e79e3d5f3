#include "keys/authority/publishing.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/*
 * In the authority's folder:
 *
 *   history/state.EPOCH.SECONDS   a state that was published then
 *   history/delta.FROM-TO         a delta from it to the newest state
 *
 * There is a delta from every state of the last month straight to the newest one: so a
 * kiosk that was switched off for a while fetches one file, which is shorter than all
 * the days in between together (positions lie closer). They are made anew when the
 * state changes, which is cheap here and costs no kiosk anything. From older states,
 * one a 30 days, so that a season away is bridged where it can be.
 */

enum {
    NAME_SIZE = 96,
    DAY = 86400,
    KEPT_MAX = TS_TARGETS_MAX,
    EVERY_DAY_S = 32 * DAY, /* Beyond that only anchors ... */
    ANCHOR_S = 30 * DAY,    /* ... which are the first in so long, */
    OFFERED_S = 100 * DAY,  /* up to that age. */
    CLOSE_MAX = 8,          /* So many of the newest, however close together; of
                               those before the last of each day. */
};

struct kept_state {
    uint64_t epoch;
    ts_utc made;
};

struct history {
    struct kept_state states[KEPT_MAX]; /* Newest first. */
    size_t count;
    struct ts_epochs deltas[KEPT_MAX];
    size_t delta_count;
};

static void
name_state(char name[static NAME_SIZE], const struct kept_state *state)
{
    snprintf(name, NAME_SIZE, "history/state.%llu.%lld", (unsigned long long)state->epoch,
             (long long)state->made.s);
}

static void
name_delta(char name[static NAME_SIZE], const struct ts_epochs *epochs)
{
    snprintf(name, NAME_SIZE, "history/delta.%llu-%llu", (unsigned long long)epochs->from,
             (unsigned long long)epochs->to);
}

static void
note_state(struct history *history, const char *name, struct kept_state state)
{
    char made[NAME_SIZE];
    name_state(made, &state);
    if (strcmp(made, name) != 0 || history->count == KEPT_MAX)
        return;
    size_t at = history->count++;
    for (; at > 0 && history->states[at - 1].epoch < state.epoch; at--)
        history->states[at] = history->states[at - 1];
    history->states[at] = state;
}

static void
note_delta(struct history *history, const char *name, struct ts_epochs epochs)
{
    char made[NAME_SIZE];
    name_delta(made, &epochs);
    if (strcmp(made, name) == 0 && history->delta_count < KEPT_MAX)
        history->deltas[history->delta_count++] = epochs;
}

static void
note(const char *name, void *context)
{
    unsigned long long from;
    unsigned long long to;
    long long seconds;
    if (sscanf(name, "history/state.%19llu.%18lld", &from, &seconds) == 2)
        note_state(context, name, (struct kept_state){ from, { seconds } });
    else if (sscanf(name, "history/delta.%19llu-%19llu", &from, &to) == 2)
        note_delta(context, name, (struct ts_epochs){ from, to });
}

static enum ts_status
read_history(const struct ts_publishing *p, struct history **history)
{
    *history = ts_arena_take(p->arena, sizeof(**history));
    if (!*history)
        return TS_NO_SPACE;
    return ts_store_list(p->order->store, p->arena, "history", note, *history);
}

enum ts_status
ts_publish_kept_state(struct ts_publishing *p, ts_span *snapshot,
                      const struct ts_published_part *part)
{
    char name[NAME_SIZE];
    name_state(name, &(struct kept_state){ part->epoch, part->issued });
    return ts_store_read(p->order->store, p->arena, snapshot, name,
                         TS_AUTHORITY_FILE_MAX);
}

/* Whether kiosks may still have the state at index, which they were given until there
 * was a newer one. Ages are counted from the newest state: where nothing changes, what is
 * published does not change either. */
static bool
is_offered(const struct ts_publishing *p, const struct history *history, size_t at)
{
    const struct kept_state *state = &history->states[at];
    const struct kept_state *newer = at > 0 ? &history->states[at - 1] : NULL;
    const struct kept_state *older =
        at + 1 < history->count ? &history->states[at + 1] : NULL;
    int64_t age = newer ? p->next.state.issued.s - newer->made.s : 0;
    if (age < EVERY_DAY_S)
        return at < CLOSE_MAX || !newer || newer->made.s / DAY != state->made.s / DAY;
    return age < OFFERED_S
           && (!older || older->made.s / ANCHOR_S != state->made.s / ANCHOR_S);
}

/* A state of ours, as it was published. */
static enum ts_status
open_state(struct ts_publishing *p, struct ts_revocations *state,
           const struct kept_state *kept)
{
    char name[NAME_SIZE];
    ts_span bytes;
    struct ts_target target = { .hashes = { .has_sha256 = true } };
    ts_verified verified;
    name_state(name, kept);
    enum ts_status status =
        ts_store_read(p->order->store, p->arena, &bytes, name, TS_AUTHORITY_FILE_MAX);
    if (status != TS_OK)
        return status;
    target.length = bytes.len;
    ts_sha256(target.hashes.sha256, bytes);
    status = ts_target_check(&verified, &target, bytes);
    if (status == TS_OK)
        status = ts_revocations_load(p->arena, state, verified, NULL);
    return status;
}

static enum ts_status
put_delta(struct ts_publishing *p, const struct ts_revocations *next,
          const struct kept_state *kept)
{
    char name[NAME_SIZE];
    struct ts_revocations from;
    ts_span delta;
    enum ts_status status = open_state(p, &from, kept);
    /* A canary that held for kiosks must hold still, or they would refuse. */
    if (status == TS_OK && kept->epoch == p->last.state.epoch
        && !ts_revocations_canaries_hold(next, &from, NULL))
        return ts_publish_fault(p, TS_MALFORMED, "FORMAT.md 6.8");
    if (status == TS_OK)
        status =
            ts_revocation_delta_write(p->arena, &delta, &from, next, TS_REVOCATION_BEST);
    name_delta(name, &(struct ts_epochs){ kept->epoch, next->epoch });
    if (status == TS_OK)
        status = ts_store_replace(p->order->store, name, delta, false);
    return ts_publish_fault(p, status, "history");
}

static enum ts_status
put_deltas(struct ts_publishing *p, const struct history *history,
           const struct ts_revocations *next)
{
    enum ts_status status = TS_OK;
    for (size_t i = 0; status == TS_OK && i < history->count; i++) {
        const struct kept_state *kept = &history->states[i];
        size_t used = p->arena->used;
        /* What an aborted publication left behind was never anybody's. */
        if (kept->epoch <= p->last.state.epoch && is_offered(p, history, i))
            status = put_delta(p, next, kept);
        ts_arena_rewind(p->arena, used);
    }
    return status;
}

enum ts_status
ts_publish_keep_state(struct ts_publishing *p, const struct ts_publish_state *next)
{
    char name[NAME_SIZE];
    struct history *history;
    size_t used = p->arena->used;
    enum ts_status status = read_history(p, &history);
    if (status != TS_OK)
        return ts_publish_fault(p, status, "history");
    status = put_deltas(p, history, &next->state);
    ts_arena_rewind(p->arena, used);
    if (status != TS_OK)
        return status;
    name_state(name, &(struct kept_state){ next->state.epoch, next->state.issued });
    status = ts_store_replace(p->order->store, name, next->snapshot, false);
    return ts_publish_fault(p, status, TS_REV_SNAPSHOT_PATH);
}

static int
newest_first(const void *a, const void *b)
{
    const struct ts_epochs *left = a;
    const struct ts_epochs *right = b;
    return (left->from < right->from) - (left->from > right->from);
}

static enum ts_status
add_delta(struct ts_publishing *p, const struct ts_epochs *epochs)
{
    char name[NAME_SIZE];
    char path[NAME_SIZE];
    ts_span bytes;
    name_delta(name, epochs);
    snprintf(path, sizeof(path), TS_REV_FOLDER "%llu-%llu",
             (unsigned long long)epochs->from, (unsigned long long)epochs->to);
    enum ts_status status =
        ts_store_read(p->order->store, p->arena, &bytes, name, TS_AUTHORITY_FILE_MAX);
    if (status == TS_OK)
        status =
            ts_publish_add(&p->revocations, path, bytes, (struct ts_tuf_target){ 0 });
    return status;
}

enum ts_status
ts_publish_deltas(struct ts_publishing *p)
{
    struct history *history;
    enum ts_status status = read_history(p, &history);
    if (status != TS_OK)
        return ts_publish_fault(p, status, "history");
    qsort(history->deltas, history->delta_count, sizeof(*history->deltas), newest_first);
    for (size_t i = 0; status == TS_OK && i < history->delta_count; i++)
        if (history->deltas[i].to == p->next.state.epoch
            && p->targets.count + p->revocations.count < TS_PUBLISH_TARGETS_MAX)
            status = add_delta(p, &history->deltas[i]);
    return ts_publish_fault(p, status, "history");
}

void
ts_publish_forget_states(struct ts_publishing *p)
{
    struct history *history;
    char name[NAME_SIZE];
    if (read_history(p, &history) != TS_OK)
        return;
    for (size_t i = 0; i < history->count; i++) {
        name_state(name, &history->states[i]);
        if (!is_offered(p, history, i) && ts_store_remove(p->order->store, name) != TS_OK)
            p->done.left_over++;
    }
    for (size_t i = 0; i < history->delta_count; i++) {
        name_delta(name, &history->deltas[i]);
        if (history->deltas[i].to != p->next.state.epoch
            && ts_store_remove(p->order->store, name) != TS_OK)
            p->done.left_over++;
    }
}
