#include "kiosk/verdict/endorsement_check.h"

static bool
is_endorsement(const struct ts_credential *c)
{
    for (size_t i = 0; i < c->type_count; i++)
        if (ts_span_is(c->types[i], "EndorsementCredential"))
            return true;
    return false;
}

/* OB 3.0 B.1.11: the id of an EndorsementSubject is what is endorsed. */
static enum ts_endorsed
endorsed_by(const struct ts_credential *endorsement, const struct ts_credential *c)
{
    ts_span id = endorsement->subject_id;
    if (id.len == 0)
        return TS_ENDORSED_OTHER;
    return ts_span_equal(id, c->id)               ? TS_ENDORSED_CREDENTIAL
           : ts_span_equal(id, c->achievement_id) ? TS_ENDORSED_ACHIEVEMENT
           : ts_span_equal(id, c->issuer_id)      ? TS_ENDORSED_ISSUER
                                                  : TS_ENDORSED_OTHER;
}

static enum ts_finding
join(const struct ts_checks *k)
{
    if (k->proof != TS_PASS)
        return k->proof;
    if (k->issuer != TS_PASS) /* who is not believed cannot withdraw it either */
        return TS_UNKNOWN;
    return ts_finding_and(k->dates, k->status);
}

static struct ts_endorsement
judge(const struct ts_assessment *paper, const struct ts_credential *about)
{
    const struct ts_credential *c = paper->credential;
    struct ts_endorsement out = {
        .finding = join(&paper->checks),
        .why = paper->reason_count ? paper->reasons[0].code : TS_REASON_NONE,
    };
    if (!c) {
        out.finding = out.finding == TS_FAIL ? TS_FAIL : TS_UNKNOWN;
        return out;
    }
    out.endorser =
        paper->issuer ? ts_issuer_name(paper->issuer, TS_SPAN_LIT("en")) : c->issuer_id;
    out.endorsed = endorsed_by(c, about);
    if (out.endorsed == TS_ENDORSED_OTHER || !is_endorsement(c)) {
        out.finding = TS_FAIL;
        out.why = TS_REASON_WRONG_KIND;
    }
    return out;
}

void
ts_endorsements_check(struct ts_arena *arena, struct ts_assessment *card,
                      const struct ts_trust *trust, struct ts_now now)
{
    const struct ts_credential *c = card->credential;
    for (size_t i = 0; i < c->endorsement_count; i++) {
        struct ts_assessment *paper = ts_arena_take(arena, sizeof(*paper));
        struct ts_endorsement *out = &card->endorsements[card->endorsement_count++];
        *out = (struct ts_endorsement){ .why = TS_REASON_MALFORMED };
        /* TS_NO_SPACE is in the assessment too; the card itself stands without. */
        if (!paper)
            continue;
        (void)!ts_assess_alone(arena, paper, c->endorsements[i], trust, now);
        *out = judge(paper, c);
    }
}
