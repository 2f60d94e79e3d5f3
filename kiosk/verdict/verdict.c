#include "kiosk/verdict/verdict.h"

#include "firmware/base/calendar.h"
#include "kiosk/verdict/missing.h"

const char *
ts_verdict_name(enum ts_verdict_kind kind)
{
    switch (kind) {
    case TS_VERDICT_CANNOT_TELL: return "CANNOT_TELL";
    case TS_VERDICT_READY: return "READY";
    case TS_VERDICT_NOT_YET: return "NOT_YET";
    case TS_VERDICT_STOP: return "STOP";
    }
    return "CANNOT_TELL";
}

static void
add_reason(struct ts_verdict *v, enum ts_reason code, ts_span detail)
{
    for (size_t i = 0; i < v->reason_count; i++)
        if (v->reasons[i].code == code && ts_span_equal(v->reasons[i].detail, detail))
            return;
    if (v->reason_count < TS_REASONS_MAX)
        v->reasons[v->reason_count++] =
            (struct ts_reason_entry){ .code = code, .detail = detail };
}

static void
add_card_reasons(struct ts_verdict *v, const struct ts_assessment *card)
{
    for (size_t i = 0; i < card->reason_count; i++)
        add_reason(v, card->reasons[i].code, card->reasons[i].detail);
}

/* Puts a reason of the card first: the screen's headline is the first one. */
static void
lead_with(struct ts_verdict *v, const struct ts_assessment *card, enum ts_reason code)
{
    for (size_t i = 0; i < card->reason_count; i++)
        if (card->reasons[i].code == code)
            add_reason(v, code, card->reasons[i].detail);
}

struct ts_lists_age
ts_lists_age(const struct ts_trust *trust, const struct ts_profile *profile,
             struct ts_now now)
{
    int64_t warn_s = profile ? profile->lists_warn_age_s : TS_LISTS_WARN_AGE_S;
    struct ts_lists_age age = { .present = trust != NULL };
    if (!trust)
        return age;
    int64_t since_s = ts_utc_since(now.utc, trust->issued);
    age.epoch = trust->epoch;
    age.issued = trust->issued;
    age.age_s = since_s < 0 ? 0 : since_s;
    age.at_least = now.clock != TS_CLOCK_TRUSTED;
    age.warns = age.age_s > warn_s;
    return age;
}

static bool
lists_too_old(const struct ts_lists_age *age, const struct ts_profile *profile)
{
    int64_t max_s = profile ? profile->lists_max_age_s : TS_LISTS_MAX_AGE_S;
    return age->age_s > max_s;
}

/* READY if nothing forbids it; lists that are too old, or of which nobody can
 * say how old they are, forbid it. */
static void
ready_if_fresh(struct ts_verdict *v, const struct ts_profile *profile)
{
    if (lists_too_old(&v->lists, profile)) {
        add_reason(v, TS_REASON_LISTS_TOO_OLD, (ts_span){ 0 });
        return;
    }
    if (v->lists.at_least) {
        add_reason(v, TS_REASON_CLOCK_NOT_TRUSTED, (ts_span){ 0 });
        return;
    }
    v->kind = TS_VERDICT_READY;
    add_reason(v, TS_REASON_ALL_PROVEN, (ts_span){ 0 });
}

/* What decides whatever the job asks. True when the verdict is reached. */
static bool
card_alone_decides(struct ts_verdict *v, const struct ts_assessment *card)
{
    if (card->checks.proof == TS_FAIL) {
        v->kind = TS_VERDICT_STOP;
        add_reason(v, TS_REASON_NOT_AUTHENTIC, (ts_span){ 0 });
        return true;
    }
    if (card->checks.proof == TS_PASS && card->credential
        && card->checks.issuer == TS_PASS && card->checks.status == TS_FAIL) {
        v->kind = TS_VERDICT_STOP;
        lead_with(v, card, TS_REASON_WITHDRAWN);
        lead_with(v, card, TS_REASON_SUSPENDED);
        add_card_reasons(v, card);
        return true;
    }
    if (card->checks.proof != TS_PASS || !card->credential
        || card->checks.issuer != TS_PASS) {
        v->kind = TS_VERDICT_CANNOT_TELL;
        add_card_reasons(v, card);
        return true;
    }
    return false;
}

static void
reach_without_profile(struct ts_verdict *v, const struct ts_assessment *card)
{
    const struct ts_checks *k = &card->checks;
    bool passed = card->credential->outcome <= TS_OUTCOME_PASSED;

    if (k->dates == TS_FAIL || !passed) {
        v->kind = TS_VERDICT_NOT_YET;
        lead_with(v, card, TS_REASON_RESULT_NOT_PASSED);
        lead_with(v, card, TS_REASON_EXPIRED);
        lead_with(v, card, TS_REASON_NOT_YET_VALID);
        add_card_reasons(v, card);
    } else if (ts_finding_and(k->dates, k->status) == TS_PASS) {
        ready_if_fresh(v, NULL);
    } else {
        add_card_reasons(v, card);
    }
    v->rows[v->row_count++] = (struct ts_row){
        .label = card->credential->name,
        .state = passed ? ts_finding_and(k->dates, k->status) : TS_FAIL,
        .why = v->kind == TS_VERDICT_READY ? TS_REASON_NONE : v->reasons[0].code,
        .until = card->credential->valid_until,
    };
}

/* A row for each member of the root. */
static void
add_rows(struct ts_verdict *v, const struct ts_requirement *root,
         const struct ts_answers *answers)
{
    for (const struct ts_requirement *r = root->first; r; r = r->next) {
        const struct ts_row *row = &answers->rows[r->index];
        v->rows[v->row_count++] = *row;
        v->satisfied += row->state == TS_PASS;
    }
    v->asked = root->kind == TS_REQUIRE_ANY_OF     ? 1
               : root->kind == TS_REQUIRE_AT_LEAST ? root->at_least
                                                   : v->row_count;
}

static void
add_missing(struct ts_verdict *v, const struct ts_requirement *root,
            const struct ts_answers *answers)
{
    struct ts_missing missing;
    ts_missing_find(&missing, root, answers);
    for (size_t i = 0; i < missing.count; i++)
        v->missing[v->missing_count++] = answers->rows[missing.leaves[i]->index];
    for (size_t i = 0; i < missing.doubtful_count; i++)
        v->missing[v->missing_count + v->doubtful_count++] =
            answers->rows[missing.doubtful[i]->index];
}

/* Certain failures first, then what could not be told. */
static void
add_row_reasons(struct ts_verdict *v)
{
    static const enum ts_finding order[] = { TS_FAIL, TS_UNKNOWN };
    for (size_t pass = 0; pass < TS_COUNT(order); pass++)
        for (size_t i = 0; i < v->row_count; i++)
            if (v->rows[i].state == order[pass])
                add_reason(v, v->rows[i].why, v->rows[i].label);
}

static void
reach_with_profile(struct ts_verdict *v, const struct ts_question *q)
{
    const struct ts_requirement *root = q->profile->root;
    const struct ts_assessment *card = q->cards[q->count - 1];
    struct ts_answers answers;

    ts_requirement_answer(&answers, root, q);
    add_rows(v, root, &answers);
    enum ts_finding whole = answers.rows[root->index].state;
    if (whole == TS_PASS) {
        v->satisfied = v->asked;
        ready_if_fresh(v, q->profile);
        return;
    }
    add_missing(v, root, &answers);
    v->kind = whole == TS_FAIL ? TS_VERDICT_NOT_YET : TS_VERDICT_CANNOT_TELL;
    if (!ts_requirement_wants(root, card))
        add_reason(v, TS_REASON_WRONG_KIND, card->credential->name);
    add_row_reasons(v);
}

void
ts_verdict_reach(struct ts_verdict *verdict, const struct ts_assessment *const *cards,
                 size_t count, const struct ts_profile *profile,
                 const struct ts_trust *trust, struct ts_now now)
{
    struct ts_verdict v = { .kind = TS_VERDICT_CANNOT_TELL };
    struct ts_question question = { cards, count, profile, now };

    TS_CHECK(count > 0);
    v.card = cards[count - 1];
    v.lists = ts_lists_age(trust, profile, now);
    ts_verdict_name_job(&v, profile);
    if (!card_alone_decides(&v, v.card)) {
        if (profile)
            reach_with_profile(&v, &question);
        else
            reach_without_profile(&v, v.card);
    }
    ts_verdict_hold(&v, cards, count, profile);
    if (v.reason_count == 0)
        add_reason(&v, TS_REASON_UNREADABLE, (ts_span){ 0 });
    *verdict = v;
}
