#include "kiosk/credential/identity.h"
#include "kiosk/verdict/verdict.h"

void
ts_verdict_end_with(struct ts_verdict *v, enum ts_reason code, ts_span detail)
{
    for (size_t i = 0; i < v->reason_count; i++)
        if (v->reasons[i].code == code)
            return;
    if (v->reason_count < TS_REASONS_MAX)
        v->reasons[v->reason_count++] =
            (struct ts_reason_entry){ .code = code, .detail = detail };
}

void
ts_verdict_settle_identity(struct ts_verdict *v)
{
    v->identity_due = false;
    v->identity_wanted = TS_IDENTITY_NOT_ASKED;
    v->portrait = (struct ts_portrait){ 0 };
}

void
ts_verdict_take_back(struct ts_verdict *v, enum ts_verdict_kind kind, enum ts_reason code,
                     ts_span detail)
{
    if (v->kind != TS_VERDICT_READY && !v->identity_due) {
        ts_verdict_end_with(v, code, detail);
        return;
    }
    ts_verdict_settle_identity(v);
    v->kind = kind;
    v->reasons[0] = (struct ts_reason_entry){ .code = code, .detail = detail };
    v->reason_count = 1;
}

/* Not of a card that ran out: faces change, and that is what its date is for. */
static struct ts_portrait
newest_portrait(const struct ts_assessment *const *cards, size_t count)
{
    for (size_t i = count; i-- > 0;)
        if (ts_card_is_believed(cards[i]) && cards[i]->checks.dates == TS_PASS
            && cards[i]->credential->portrait.bytes.len > 0)
            return cards[i]->credential->portrait;
    return (struct ts_portrait){ 0 };
}

/* Of the hashes that a card carries, over all of them. UNKNOWN: there is none that can
 * be compared, or one that did not fit beside one of a kind that we cannot compare. */
static enum ts_finding
hashes_fit(const struct ts_credential *c, ts_span typed)
{
    bool any_fits = false;
    bool any = false;
    bool all_compared = true;
    for (size_t i = 0; i < c->identifier_count; i++) {
        const struct ts_credential alone = { .identifiers = &c->identifiers[i],
                                             .identifier_count = 1 };
        if (!c->identifiers[i].hashed)
            continue;
        enum ts_finding one = ts_identity_check(&alone, typed, (ts_span){ 0 }).proof;
        any = true;
        any_fits |= one == TS_PASS;
        all_compared &= one != TS_UNKNOWN;
    }
    if (any_fits)
        return TS_PASS;
    return any && all_compared ? TS_FAIL : TS_UNKNOWN;
}

static bool
has_answer(const struct ts_assessment *const *cards, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const struct ts_credential *c = cards[i]->credential;
        for (size_t k = 0; ts_card_is_believed(cards[i]) && k < c->identifier_count;
             k++) {
            const struct ts_credential alone = { .identifiers = &c->identifiers[k],
                                                 .identifier_count = 1 };
            if (hashes_fit(&alone, TS_SPAN_LIT("?")) != TS_UNKNOWN)
                return true;
        }
    }
    return false;
}

static void
want(struct ts_verdict *v, enum ts_identity_asked asked,
     const struct ts_assessment *const *cards, size_t count)
{
    switch (asked) {
    case TS_IDENTITY_NOT_ASKED: return;
    case TS_IDENTITY_COMPARE:
        v->portrait = newest_portrait(cards, count);
        if (v->portrait.bytes.len > 0)
            v->identity_wanted = TS_IDENTITY_COMPARE;
        return;
    case TS_IDENTITY_ANSWER:
        /* Without a hash nothing that is typed may make it READY. */
        v->identity_due = has_answer(cards, count);
        if (v->identity_due)
            v->identity_wanted = TS_IDENTITY_ANSWER;
        return;
    }
}

void
ts_verdict_hold(struct ts_verdict *verdict, const struct ts_assessment *const *cards,
                size_t count, const struct ts_profile *profile)
{
    if (!profile || profile->identity == TS_IDENTITY_NOT_ASKED
        || verdict->kind != TS_VERDICT_READY)
        return;
    ts_verdict_take_back(verdict, TS_VERDICT_CANNOT_TELL, TS_REASON_IDENTITY_NOT_CHECKED,
                         (ts_span){ 0 });
    verdict->identity_due = true;
    want(verdict, profile->identity, cards, count);
}

static void
confirm(struct ts_verdict *v)
{
    if (!v->identity_due)
        return;
    ts_verdict_settle_identity(v);
    v->kind = TS_VERDICT_READY;
    v->reasons[0] = (struct ts_reason_entry){ .code = TS_REASON_ALL_PROVEN };
    v->reason_count = 1;
}

void
ts_verdict_compare(struct ts_verdict *verdict, enum ts_finding same)
{
    if (verdict->identity_wanted != TS_IDENTITY_COMPARE)
        return;
    switch (same) {
    case TS_PASS: confirm(verdict); return;
    case TS_FAIL:
        ts_verdict_take_back(verdict, TS_VERDICT_NOT_YET, TS_REASON_NOT_SAME_PERSON,
                             TS_SPAN_LIT("somebody compared the portrait"));
        return;
    case TS_UNKNOWN: ts_verdict_settle_identity(verdict); return;
    }
}

static enum ts_finding
identity_over(const struct ts_assessment *const *cards, size_t count, ts_span typed,
              bool hashes_only)
{
    enum ts_finding found = TS_UNKNOWN;
    for (size_t i = 0; i < count; i++) {
        const struct ts_credential *c = cards[i]->credential;
        if (!c || !ts_card_is_believed(cards[i]))
            continue;
        enum ts_finding one = hashes_only
                                  ? hashes_fit(c, typed)
                                  : ts_identity_check(c, typed, (ts_span){ 0 }).proof;
        if (one == TS_PASS)
            return TS_PASS;
        found = one == TS_FAIL ? TS_FAIL : found;
    }
    return found;
}

void
ts_verdict_ask_identity(struct ts_verdict *verdict,
                        const struct ts_assessment *const *cards, size_t count,
                        ts_span typed)
{
    verdict->identity_asked = true;
    verdict->identity = identity_over(cards, count, typed,
                                      verdict->identity_wanted == TS_IDENTITY_ANSWER);
    switch (verdict->identity) {
    case TS_PASS: confirm(verdict); return;
    case TS_FAIL:
        ts_verdict_take_back(verdict, TS_VERDICT_NOT_YET, TS_REASON_NOT_SAME_PERSON,
                             TS_SPAN_LIT("what was typed is not on the card"));
        return;
    case TS_UNKNOWN: break;
    }
    ts_verdict_take_back(verdict, TS_VERDICT_CANNOT_TELL, TS_REASON_MISSING,
                         TS_SPAN_LIT("nothing to compare what was typed with"));
}
