#include "kiosk/verdict/requirement.h"

#include "firmware/base/calendar.h"

static bool
has_text(const ts_span *texts, size_t count, ts_span wanted)
{
    for (size_t i = 0; i < count; i++)
        if (ts_span_equal(texts[i], wanted))
            return true;
    return false;
}

static bool
has_type(const struct ts_credential *c, ts_span type)
{
    return has_text(c->types, c->type_count, type)
           || has_text(c->achievement_types, c->achievement_type_count, type);
}

static bool
has_alignment(const struct ts_credential *c, ts_span framework, ts_span code)
{
    for (size_t i = 0; i < c->alignment_count; i++)
        if (ts_span_equal(c->alignments[i].framework, framework)
            && ts_span_equal(c->alignments[i].code, code))
            return true;
    return false;
}

/* "H2S *": a star stands for anything, also nothing; the rest as it is written. The
 * last star is the only one that need ever be tried again. */
static bool
fits_pattern(ts_span pattern, ts_span text)
{
    size_t p = 0;
    size_t t = 0;
    size_t star = SIZE_MAX;
    size_t resume = 0;
    while (t < text.len) {
        if (p < pattern.len && pattern.at[p] == '*') {
            star = p++;
            resume = t;
        } else if (p < pattern.len && pattern.at[p] == text.at[t]) {
            p++;
            t++;
        } else if (star != SIZE_MAX) {
            p = star + 1;
            t = ++resume;
        } else {
            return false;
        }
    }
    while (p < pattern.len && pattern.at[p] == '*')
        p++;
    return p == pattern.len;
}

static bool
has_name(const struct ts_credential *c, ts_span pattern)
{
    return fits_pattern(pattern, c->achievement_name.len ? c->achievement_name : c->name);
}

static bool
is_in_one(const struct ts_equivalence *const *sets, size_t count,
          const struct ts_credential *c)
{
    for (size_t i = 0; i < count; i++)
        if (ts_equivalence_holds(sets[i], c))
            return true;
    return false;
}

static bool
is_achievement(const struct ts_requirement *r, const struct ts_credential *c)
{
    return r->achievement.len == 0 || ts_span_equal(c->achievement_id, r->achievement)
           || is_in_one(r->same_achievement, r->same_achievement_count, c);
}

static bool
is_aligned(const struct ts_requirement *r, const struct ts_credential *c)
{
    return r->code.len == 0 || has_alignment(c, r->framework, r->code)
           || is_in_one(r->same_alignment, r->same_alignment_count, c);
}

static bool
is_of_kind(const struct ts_requirement *r, const struct ts_credential *c)
{
    return is_achievement(r, c) && is_aligned(r, c)
           && (r->type.len == 0 || has_type(c, r->type))
           && (r->name.len == 0 || has_name(c, r->name));
}

static struct ts_row
row_of(enum ts_finding state, enum ts_reason why, ts_utc until)
{
    return (struct ts_row){ .state = state, .why = why, .until = until };
}

/* The card's own standing, before the job adds anything. */
static struct ts_row
standing(const struct ts_assessment *card)
{
    ts_utc until = card->credential->valid_until;
    const struct ts_checks *k = &card->checks;
    enum ts_reason why = card->reason_count ? card->reasons[0].code : TS_REASON_NONE;

    if (k->issuer != TS_PASS) /* who cannot be believed cannot be held against anybody */
        return row_of(TS_UNKNOWN, why, until);
    if (card->credential->outcome > TS_OUTCOME_PASSED && k->status != TS_FAIL
        && k->dates != TS_FAIL)
        return row_of(TS_FAIL, TS_REASON_RESULT_NOT_PASSED, until);
    return row_of(ts_finding_and(k->dates, k->status), why, until);
}

static bool
awarded_too_long_ago(const struct ts_requirement *r, const struct ts_credential *c,
                     struct ts_now now)
{
    ts_utc awarded = c->awarded.s != TS_UTC_ALWAYS.s ? c->awarded : c->valid_from;
    if (r->awarded_within_s == 0)
        return false;
    /* now is never later than the truth: too long ago by it is too long ago. */
    return awarded.s == TS_UTC_ALWAYS.s
           || ts_utc_since(now.utc, awarded) > r->awarded_within_s;
}

static struct ts_row
answer_by_card(const struct ts_requirement *r, const struct ts_assessment *card,
               const struct ts_question *q)
{
    const struct ts_credential *c = card->credential;
    struct ts_row row = standing(card);
    bool sure = q->now.clock == TS_CLOCK_TRUSTED;
    int64_t left_s = ts_utc_since(c->valid_until, q->now.utc);

    if (row.state == TS_FAIL)
        return row;
    if (r->issuer_count && !has_text(r->issuers, r->issuer_count, c->issuer_id))
        return row_of(TS_FAIL, TS_REASON_ISSUER_NOT_ACCEPTED, c->valid_until);
    if (q->profile->prior_learning == TS_PRIOR_LEARNING_EXCLUDED
        && c->earned == TS_EARNED_PRIOR_LEARNING)
        return row_of(TS_FAIL, TS_REASON_PRIOR_LEARNING, c->valid_until);
    if (awarded_too_long_ago(r, c, q->now))
        return row_of(TS_FAIL, TS_REASON_AWARDED_TOO_LONG_AGO, c->valid_until);
    if (c->valid_until.s != TS_UTC_NEVER.s && left_s < q->profile->must_outlast_s)
        return row_of(TS_FAIL, TS_REASON_EXPIRES_TOO_SOON, c->valid_until);
    if (r->awarded_within_s && !sure && row.state == TS_PASS)
        return row_of(TS_UNKNOWN, TS_REASON_CLOCK_NOT_TRUSTED, c->valid_until);
    row.warns = row.state == TS_PASS && c->valid_until.s != TS_UTC_NEVER.s
                && left_s < q->profile->warn_within_s;
    return row;
}

/* PASS before UNKNOWN before FAIL, nothing at all last; among equals the one that lasts
 * longer. */
static int
rank(const struct ts_row *row)
{
    switch (row->state) {
    case TS_PASS: return 3;
    case TS_UNKNOWN: return 2;
    case TS_FAIL: return row->why == TS_REASON_MISSING ? 0 : 1;
    }
    return 0;
}

static bool
is_better(const struct ts_row *a, const struct ts_row *b)
{
    return rank(a) != rank(b) ? rank(a) > rank(b) : a->until.s > b->until.s;
}

static ts_span
name_of(const struct ts_requirement *r)
{
    return r->label.len         ? r->label
           : r->achievement.len ? r->achievement
           : r->type.len        ? r->type
           : r->code.len        ? r->code
                                : r->name;
}

static struct ts_row
answer_leaf(const struct ts_requirement *r, const struct ts_question *q)
{
    struct ts_row best = row_of(TS_FAIL, TS_REASON_MISSING, TS_UTC_ALWAYS);
    for (size_t i = 0; i < q->count; i++) {
        const struct ts_assessment *card = q->cards[i];
        if (!card->credential || !is_of_kind(r, card->credential))
            continue;
        struct ts_row row = answer_by_card(r, card, q);
        row.card = card;
        if (is_better(&row, &best))
            best = row;
    }
    if (!best.card)
        best.until = TS_UTC_NEVER; /* nothing is known of it */
    best.label = name_of(r);
    best.labels = r->labels;
    return best;
}

static void
answer_leaves(struct ts_answers *answers, const struct ts_requirement *r,
              const struct ts_question *q)
{
    if (r->kind == TS_REQUIRE_ACHIEVEMENT) {
        answers->rows[r->index] = answer_leaf(r, q);
        return;
    }
    for (r = r->first; r; r = r->next)
        answer_leaves(answers, r, q);
}

/* One more member that the group needs: what is certain against it decides, then what
 * cannot be told; it lasts as long as the first that runs out. */
static void
add_member(struct ts_row *joined, const struct ts_row *row)
{
    bool decides = row->state != TS_PASS && joined->state != TS_FAIL
                   && (joined->state == TS_PASS || row->state == TS_FAIL);
    bool first = joined->label.len == 0;
    if (decides || first) {
        joined->label = row->label;
        joined->labels = row->labels;
        joined->card = row->card;
        joined->why = row->why;
    }
    joined->state = ts_finding_and(joined->state, row->state);
    joined->warns |= row->warns;
    if (row->until.s < joined->until.s)
        joined->until = row->until;
}

/* The next best member after those that are taken; the first of equals. */
static const struct ts_requirement *
best_left(const struct ts_answers *answers, const struct ts_requirement *group,
          uint32_t taken)
{
    const struct ts_requirement *best = NULL;
    for (const struct ts_requirement *r = group->first; r; r = r->next) {
        bool is_taken = (taken >> r->index & 1) != 0;
        if (!is_taken
            && (!best
                || is_better(&answers->rows[r->index], &answers->rows[best->index])))
            best = r;
    }
    return best;
}

/* Of its members the best, as many as it needs, all of which must then hold. */
static struct ts_row
join_best(const struct ts_answers *answers, const struct ts_requirement *group,
          size_t needed)
{
    struct ts_row joined = row_of(TS_PASS, TS_REASON_NONE, TS_UTC_NEVER);
    uint32_t taken = 0;
    while (needed--) {
        const struct ts_requirement *r = best_left(answers, group, taken);
        TS_CHECK(r);
        taken |= UINT32_C(1) << r->index;
        add_member(&joined, &answers->rows[r->index]);
    }
    return joined;
}

static struct ts_row
join_all(const struct ts_answers *answers, const struct ts_requirement *group)
{
    struct ts_row joined = row_of(TS_PASS, TS_REASON_NONE, TS_UTC_NEVER);
    for (const struct ts_requirement *r = group->first; r; r = r->next)
        add_member(&joined, &answers->rows[r->index]);
    return joined;
}

void
ts_requirement_join(struct ts_answers *answers, const struct ts_requirement *root)
{
    struct ts_row *row = &answers->rows[root->index];
    for (const struct ts_requirement *r = root->first; r; r = r->next)
        ts_requirement_join(answers, r);
    switch (root->kind) {
    case TS_REQUIRE_NONE: *row = row_of(TS_UNKNOWN, TS_REASON_NONE, TS_UTC_NEVER); break;
    case TS_REQUIRE_ACHIEVEMENT: return;
    case TS_REQUIRE_ALL_OF: *row = join_all(answers, root); break;
    case TS_REQUIRE_ANY_OF: *row = join_best(answers, root, 1); break;
    case TS_REQUIRE_AT_LEAST: *row = join_best(answers, root, root->at_least); break;
    }
    if (root->label.len == 0)
        return;
    row->label = root->label;
    row->labels = root->labels;
}

void
ts_requirement_answer(struct ts_answers *answers, const struct ts_requirement *root,
                      const struct ts_question *question)
{
    answer_leaves(answers, root, question);
    ts_requirement_join(answers, root);
}

bool
ts_requirement_wants(const struct ts_requirement *requirement,
                     const struct ts_assessment *card)
{
    if (requirement->kind == TS_REQUIRE_ACHIEVEMENT)
        return card->credential && is_of_kind(requirement, card->credential);
    for (const struct ts_requirement *r = requirement->first; r; r = r->next)
        if (ts_requirement_wants(r, card))
            return true;
    return false;
}
