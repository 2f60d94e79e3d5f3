#include "kiosk/verdict/match.h"

static struct ts_match_entry
try_profile(const struct ts_profile *profile, struct ts_match_cards cards,
            const struct ts_trust *trust, struct ts_now now)
{
    struct ts_verdict v;
    ts_verdict_reach(&v, cards.cards, cards.count, profile, trust, now);
    bool lacks = v.kind == TS_VERDICT_NOT_YET && v.missing_count > 0;
    return (struct ts_match_entry){
        .profile = profile,
        .kind = v.kind,
        .identity_due = v.identity_due,
        .missing = v.missing_count,
        .doubtful = v.doubtful_count,
        .one_away = lacks && v.missing_count == 1 && v.doubtful_count == 0,
        .first = lacks ? v.missing[0] : (struct ts_row){ .state = TS_UNKNOWN },
    };
}

/* Of what cannot be told without anything in doubt the cause lies elsewhere: old lists,
 * a clock; no ticket would help. */
static int
rank(const struct ts_match_entry *e)
{
    switch (e->kind) {
    case TS_VERDICT_READY: return 0;
    case TS_VERDICT_NOT_YET: return 1;
    case TS_VERDICT_CANNOT_TELL:
        return e->identity_due ? 0 : e->missing + e->doubtful > 0 ? 1 : 2;
    case TS_VERDICT_STOP: return 3;
    }
    return 3;
}

static bool
comes_before(const struct ts_match_entry *a, const struct ts_match_entry *b)
{
    if (rank(a) != rank(b))
        return rank(a) < rank(b);
    if (a->missing != b->missing)
        return a->missing < b->missing;
    if (a->doubtful != b->doubtful)
        return a->doubtful < b->doubtful;
    int order = ts_span_compare(a->profile->name, b->profile->name);
    return order ? order < 0 : ts_span_compare(a->profile->id, b->profile->id) < 0;
}

static void
put_in(struct ts_match *match, struct ts_match_entry entry)
{
    size_t at = match->count++;
    for (; at > 0 && comes_before(&entry, &match->entries[at - 1]); at--)
        match->entries[at] = match->entries[at - 1];
    match->entries[at] = entry;
}

void
ts_match_find(struct ts_match *match, const struct ts_profile *const *profiles,
              size_t profile_count, struct ts_match_cards cards,
              const struct ts_trust *trust, struct ts_now now)
{
    size_t count =
        profile_count < TS_MATCH_PROFILES_MAX ? profile_count : TS_MATCH_PROFILES_MAX;
    match->count = 0;
    match->left_out = profile_count - count;
    for (size_t i = 0; i < count; i++)
        put_in(match, try_profile(profiles[i], cards, trust, now));
}
