#include "kiosk/app/parts.h"

#include <stdio.h>

bool
ts_parts_asks_for_root(const struct ts_parts *parts)
{
    return parts->compares_root
           && (parts->root == TS_ROOT_CHANGED || parts->root == TS_ROOT_FIRST);
}

static bool
keep(struct ts_parts *p, const struct ts_trust *trust)
{
    return p->state
           && ts_accepted_roots_keep(&p->accepted_roots, trust, p->state) == TS_OK;
}

static void
find_words(struct ts_parts *p, const struct ts_trust *trust, struct ts_store *store)
{
    uint8_t fingerprint[TS_SHA256_SIZE];
    ts_root_to_compare(&p->arena, fingerprint, trust, store);
    p->has_root_words = ts_root_words_of(&p->root_words, fingerprint) == TS_OK;
}

static void
judge(struct ts_parts *p, const struct ts_trust *trust, struct ts_store *store)
{
    p->root = ts_root_stands(&p->arena, &p->accepted_roots, trust, store);
    find_words(p, trust, store);
    /* Kept before anybody acts on it: else an older root could come back unseen. */
    if (p->root == TS_ROOT_ROTATED && !keep(p, trust)) {
        fputs("touchstone-kiosk: a newer root could not be kept\n", stderr);
        p->root = TS_ROOT_CHANGED;
    }
}

void
ts_parts_judge_root(struct ts_parts *parts)
{
    const struct ts_app_options *o = parts->options;
    const struct ts_trust *trust =
        parts->beliefs ? ts_beliefs_current(parts->beliefs) : NULL;
    struct ts_store *store;
    parts->compares_root = o->confirm_root && o->state_dir && o->trust_dir && !o->demo;
    parts->root = TS_ROOT_ACCEPTED; /* without lists there is nothing to compare */
    parts->has_root_words = false;
    if (!parts->compares_root || !trust)
        return;
    parts->accepted_roots = (struct ts_accepted_roots){ 0 };
    if (parts->state)
        parts->accepted_roots = ts_accepted_roots_load(parts->state);
    parts->root = TS_ROOT_CHANGED;
    if (ts_store_open(&store, o->trust_dir, false) != TS_OK)
        return;
    judge(parts, trust, store);
    ts_store_close(store);
}

bool
ts_parts_accept_root(struct ts_parts *parts)
{
    const struct ts_trust *trust =
        parts->beliefs ? ts_beliefs_current(parts->beliefs) : NULL;
    /* Only what was shown can have been compared. */
    if (!trust || !ts_parts_asks_for_root(parts) || !parts->has_root_words
        || !keep(parts, trust))
        return false;
    ts_parts_turn(parts);
    return true;
}
