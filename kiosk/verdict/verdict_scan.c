#include "kiosk/verdict/person.h"
#include "kiosk/verdict/requirement.h"

#include <string.h>

size_t
ts_scan_person(const struct ts_scan_cards *scan)
{
    size_t best = scan->shown_count;
    int most = -1;
    for (size_t i = 0; i < scan->shown_count; i++) {
        if (!ts_card_is_believed(scan->shown[i]))
            continue;
        const struct ts_credential *c = scan->shown[i]->credential;
        int says = (c->subject_id.len > 0) + (c->subject_name.len > 0);
        if (says <= most)
            continue;
        most = says;
        best = i;
    }
    return best;
}

bool
ts_scan_counts(const struct ts_scan_cards *scan, size_t index, size_t person)
{
    if (index == person)
        return true;
    if (person == scan->shown_count || !ts_card_is_believed(scan->shown[index]))
        return false;
    const struct ts_credential *who = scan->shown[person]->credential;
    const struct ts_credential *c = scan->shown[index]->credential;
    return scan->vouched ? !ts_other_person(who, c) : ts_same_person(who, c);
}

static bool
has_other_person(const struct ts_scan_cards *scan, size_t person)
{
    for (size_t i = 0; person < scan->shown_count && i < scan->shown_count; i++)
        if (ts_card_is_believed(scan->shown[i])
            && ts_other_person(scan->shown[person]->credential,
                               scan->shown[i]->credential))
            return true;
    return false;
}

/* What decides, the worst first (as of several files on a command line). */
static int
rank(enum ts_verdict_kind kind)
{
    switch (kind) {
    case TS_VERDICT_STOP: return 3;
    case TS_VERDICT_CANNOT_TELL: return 2;
    case TS_VERDICT_NOT_YET: return 1;
    case TS_VERDICT_READY: return 0;
    }
    return 2;
}

/* The worst of the cards alone, and a row for each that may be shown. */
static void
reach_worst(struct ts_verdict *verdict, const struct ts_scan_cards *scan,
            const struct ts_profile *profile, const struct ts_trust *trust,
            struct ts_now now)
{
    struct ts_row rows[TS_REQUIREMENTS_MAX];
    size_t count = 0;
    struct ts_verdict one;
    for (size_t i = 0; i < scan->shown_count; i++) {
        ts_verdict_reach(&one, &scan->shown[i], 1, profile, trust, now);
        if (one.row_count && count < TS_REQUIREMENTS_MAX)
            rows[count++] = one.rows[0];
        if (i == 0 || rank(one.kind) > rank(verdict->kind))
            *verdict = one;
    }
    if (profile)
        return;
    memcpy(verdict->rows, rows, count * sizeof(rows[0]));
    verdict->row_count = count;
}

/* True, with the verdict, when one of the cards stops whatever lies beside it. */
static bool
stops(struct ts_verdict *verdict, const struct ts_scan_cards *scan,
      const struct ts_trust *trust, struct ts_now now)
{
    for (size_t i = 0; i < scan->shown_count; i++) {
        ts_verdict_reach(verdict, &scan->shown[i], 1, NULL, trust, now);
        if (verdict->kind == TS_VERDICT_STOP)
            return true;
    }
    return false;
}

/* The cards of the person, those that were shown after the others. */
static size_t
gather(const struct ts_assessment *cards[static TS_SCAN_CARDS_MAX], size_t *shown_from,
       const struct ts_scan_cards *scan, size_t person)
{
    size_t count = 0;
    TS_CHECK(scan->kept_count + scan->shown_count <= TS_SCAN_CARDS_MAX);
    for (size_t i = 0; i < scan->kept_count; i++)
        if (ts_same_person(scan->kept[i]->credential, scan->shown[person]->credential))
            cards[count++] = scan->kept[i];
    *shown_from = count;
    for (size_t i = 0; i < scan->shown_count; i++)
        if (ts_scan_counts(scan, i, person))
            cards[count++] = scan->shown[i];
    return count;
}

/* The last one is what the verdict speaks of: one that the job asks for, if any of
 * the cards that were shown is. */
static void
put_wanted_last(const struct ts_assessment **cards, size_t shown_from, size_t count,
                const struct ts_profile *profile)
{
    const struct ts_assessment *last = cards[count - 1];
    for (size_t i = count; i-- > shown_from;) {
        if (!ts_requirement_wants(profile->root, cards[i]))
            continue;
        cards[count - 1] = cards[i];
        cards[i] = last;
        return;
    }
}

static void
reach_for_job(struct ts_verdict *verdict, const struct ts_scan_cards *scan,
              const struct ts_profile *profile, const struct ts_trust *trust,
              struct ts_now now)
{
    const struct ts_assessment *cards[TS_SCAN_CARDS_MAX];
    size_t person = ts_scan_person(scan);
    if (person == scan->shown_count) {
        reach_worst(verdict, scan, profile, trust, now);
        return;
    }
    size_t shown_from = 0;
    size_t count = gather(cards, &shown_from, scan, person);
    put_wanted_last(cards, shown_from, count, profile);
    ts_verdict_reach(verdict, cards, count, profile, trust, now);
    bool enough = verdict->kind == TS_VERDICT_READY || verdict->identity_due;
    for (size_t i = 0; !enough && i < scan->shown_count; i++)
        for (size_t r = 0;
             !ts_card_is_believed(scan->shown[i]) && r < scan->shown[i]->reason_count;
             r++)
            ts_verdict_end_with(verdict, scan->shown[i]->reasons[r].code,
                                scan->shown[i]->reasons[r].detail);
}

void
ts_verdict_reach_scan(struct ts_verdict *verdict, const struct ts_scan_cards *scan,
                      const struct ts_profile *profile, const struct ts_trust *trust,
                      struct ts_now now)
{
    TS_CHECK(scan->shown_count > 0);
    if (scan->shown_count > 1 && stops(verdict, scan, trust, now)) {
        ts_verdict_name_job(verdict, profile);
        verdict->lists = ts_lists_age(trust, profile, now);
        return;
    }
    if (profile)
        reach_for_job(verdict, scan, profile, trust, now);
    else
        reach_worst(verdict, scan, NULL, trust, now);
    if (has_other_person(scan, ts_scan_person(scan)))
        ts_verdict_take_back(verdict, TS_VERDICT_NOT_YET, TS_REASON_NOT_SAME_PERSON,
                             (ts_span){ 0 });
}
