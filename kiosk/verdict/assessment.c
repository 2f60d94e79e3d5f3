#include "kiosk/verdict/assessment.h"

#include "keys/trust/authenticity.h"
#include "kiosk/credential/family.h"
#include "kiosk/verdict/endorsement_check.h"
#include "kiosk/verdict/status_check.h"

static const struct ts_issuer_list no_issuers;

void
ts_assessment_add(struct ts_assessment *assessment, enum ts_reason code, ts_span detail)
{
    for (size_t i = 0; i < assessment->reason_count; i++)
        if (assessment->reasons[i].code == code)
            return;
    if (assessment->reason_count < TS_REASONS_MAX)
        assessment->reasons[assessment->reason_count++] =
            (struct ts_reason_entry){ .code = code, .detail = detail };
}

static void
explain_closed(struct ts_assessment *draft, enum ts_status status,
               const struct ts_fault *fault)
{
    ts_span rule = ts_span_text(fault->rule);
    if (status == TS_ABSENT && draft->format == TS_FORMAT_WEB_LINK)
        ts_assessment_add(draft, TS_REASON_ONLINE_ONLY, (ts_span){ 0 });
    else if (status == TS_ABSENT && draft->format == TS_FORMAT_NONE)
        ts_assessment_add(draft, TS_REASON_NOT_A_CREDENTIAL, (ts_span){ 0 });
    else if (status == TS_ABSENT || status == TS_UNSUPPORTED)
        ts_assessment_add(draft, TS_REASON_UNSUPPORTED, rule);
    else
        ts_assessment_add(draft, TS_REASON_MALFORMED, rule);
}

/* What a card that nobody vouches for may make us say: names of machines, no
 * sentences. */
static ts_span
quotable(ts_span name)
{
    enum { NAME_MAX = 200 };
    bool fine = name.len <= NAME_MAX;
    for (size_t i = 0; fine && i < name.len; i++)
        fine = name.at[i] > ' ' && name.at[i] < 0x7f;
    return fine ? name : (ts_span){ 0 };
}

static void
explain_unread(struct ts_assessment *draft, const struct ts_proof_set *proofs)
{
    ts_span name = quotable(proofs->malformed_name);
    if (!proofs->malformed)
        ts_assessment_add(draft, TS_REASON_UNSUPPORTED, quotable(proofs->unsupported));
    else
        ts_assessment_add(draft, TS_REASON_MALFORMED,
                          name.len ? name : ts_span_text(proofs->malformed));
}

static void
explain_unproven(struct ts_assessment *draft, const struct ts_authenticity *found,
                 const struct ts_proof_set *proofs, bool have_lists)
{
    if (proofs->count == 0)
        explain_unread(draft, proofs);
    else if (found->listed && found->key_missing)
        ts_assessment_add(draft, TS_REASON_KEY_NOT_AVAILABLE, (ts_span){ 0 });
    else
        ts_assessment_add(draft,
                          have_lists ? TS_REASON_ISSUER_UNKNOWN : TS_REASON_NO_LISTS,
                          (ts_span){ 0 });
}

static bool
may_sign_hcert(const struct ts_issuer_key *key, char kind)
{
    if (!key)
        return false;
    return kind == 'v'   ? key->may_sign_vaccination
           : kind == 't' ? key->may_sign_test
                         : key->may_sign_recovery;
}

static void
check_issuer(struct ts_assessment *draft, const struct ts_authenticity *found,
             bool have_lists)
{
    const struct ts_credential *c = draft->credential;
    draft->checks.issuer = found->issuer;
    if (!found->listed) {
        ts_assessment_add(draft,
                          have_lists ? TS_REASON_ISSUER_UNKNOWN : TS_REASON_NO_LISTS,
                          c->issuer_id);
        return;
    }
    bool may = c->dcc_kind
                   ? may_sign_hcert(found->key, c->dcc_kind)
                   : ts_issuer_may_issue(found->listed, c->achievement_id,
                                         c->achievement_types, c->achievement_type_count);
    if (may)
        return;
    draft->checks.issuer = TS_FAIL;
    ts_assessment_add(draft, TS_REASON_ISSUER_NOT_ACCEPTED, c->issuer_id);
}

/* A signature made outside the time of its key says nothing. When it was made
 * we only have from the credential itself, which its issuer signed. */
static void
check_key_time(struct ts_assessment *draft, const struct ts_authenticity *found,
               struct ts_now now)
{
    ts_utc made = draft->credential->valid_from;
    if (found->fitting->created.s != TS_UTC_ALWAYS.s)
        made = found->fitting->created;
    if (made.s == TS_UTC_ALWAYS.s)
        made = now.utc;
    if (ts_authenticity_in_time(found, made, now.utc))
        return;
    draft->checks.issuer = ts_finding_and(draft->checks.issuer, TS_FAIL);
    ts_assessment_add(draft, TS_REASON_KEY_OUT_OF_TIME, (ts_span){ 0 });
}

/* now.utc is never later than the true time (it is at least the floor), so
 * "expired" and "already valid" are certain even by a clock that is not. */
static void
check_dates(struct ts_assessment *draft, struct ts_now now)
{
    const struct ts_credential *c = draft->credential;
    bool sure = now.clock == TS_CLOCK_TRUSTED;
    if (now.utc.s > c->valid_until.s) {
        draft->checks.dates = TS_FAIL;
        ts_assessment_add(draft, TS_REASON_EXPIRED, (ts_span){ 0 });
    } else if (now.utc.s < c->valid_from.s && sure) {
        draft->checks.dates = TS_FAIL;
        ts_assessment_add(draft, TS_REASON_NOT_YET_VALID, (ts_span){ 0 });
    } else if (!sure
               && (c->valid_until.s != TS_UTC_NEVER.s || now.utc.s < c->valid_from.s)) {
        draft->checks.dates = TS_UNKNOWN;
        ts_assessment_add(draft, TS_REASON_CLOCK_NOT_TRUSTED, (ts_span){ 0 });
    } else {
        draft->checks.dates = TS_PASS;
    }
}

static void
check_meaning(struct ts_assessment *draft)
{
    switch (draft->credential->outcome) {
    case TS_OUTCOME_NOT_SAID:
    case TS_OUTCOME_PASSED: return;
    case TS_OUTCOME_NOT_YET:
    case TS_OUTCOME_FAILED:
    case TS_OUTCOME_WITHDREW: break;
    }
    ts_assessment_add(draft, TS_REASON_RESULT_NOT_PASSED, (ts_span){ 0 });
}

static enum ts_status
read_verified(struct ts_arena *arena, struct ts_assessment *draft,
              const struct ts_envelope *envelope, const struct ts_authenticity *found)
{
    struct ts_fault fault = { 0 };
    struct ts_credential *credential = ts_arena_take(arena, sizeof(*credential));
    if (!credential)
        return TS_NO_SPACE;
    enum ts_status status =
        ts_family_read(arena, credential, envelope, found->verified, &fault);
    if (status == TS_OK) {
        /* Found by its key: whose that is the list says, whatever the card claims. */
        if (found->listed && !ts_family_names_issuer(envelope->format))
            credential->issuer_id = found->listed->id;
        draft->credential = credential;
        return TS_OK;
    }
    if (status == TS_NO_SPACE)
        return status;
    ts_assessment_add(
        draft, status == TS_UNSUPPORTED ? TS_REASON_UNSUPPORTED : TS_REASON_MALFORMED,
        ts_span_text(fault.rule));
    return TS_OK;
}

static enum ts_status
assess_proven(struct ts_arena *arena, struct ts_assessment *draft,
              const struct ts_envelope *envelope, const struct ts_authenticity *found,
              const struct ts_trust *trust, struct ts_now now)
{
    enum ts_status status = read_verified(arena, draft, envelope, found);
    if (status != TS_OK || !draft->credential)
        return status;
    check_issuer(draft, found, trust != NULL);
    check_key_time(draft, found, now);
    check_dates(draft, now);
    ts_status_check(draft, trust);
    check_meaning(draft);
    draft->unchecked = draft->credential->unchecked;
    return TS_OK;
}

static enum ts_status
find_signer(struct ts_arena *arena, struct ts_authenticity *found,
            const struct ts_envelope *envelope, const struct ts_trust *trust)
{
    const struct ts_issuer_list *issuers = trust ? &trust->issuers : &no_issuers;
    if (!ts_family_names_issuer(envelope->format))
        return ts_authenticity_by_key(arena, found, issuers, &envelope->proofs);
    return ts_authenticity_establish(arena, found, issuers, envelope->claimed_issuer,
                                     &envelope->proofs);
}

/* The hint that led to the key must be what the signed bytes say. */
static bool
issuer_agrees(const struct ts_assessment *draft, const struct ts_envelope *envelope)
{
    return !ts_family_names_issuer(envelope->format) || !draft->credential
           || ts_span_equal(draft->credential->issuer_id, envelope->claimed_issuer);
}

static enum ts_status
assess_envelope(struct ts_arena *arena, struct ts_assessment *draft,
                const struct ts_envelope *envelope, const struct ts_trust *trust,
                struct ts_now now)
{
    struct ts_authenticity found = { 0 };
    enum ts_status status = find_signer(arena, &found, envelope, trust);
    if (status != TS_OK)
        return status;
    draft->checks.proof = found.proof;
    draft->issuer = found.listed;
    switch (found.proof) {
    case TS_FAIL:
        ts_assessment_add(draft, TS_REASON_NOT_AUTHENTIC,
                          ts_span_text(envelope->proofs.refused));
        break;
    case TS_UNKNOWN:
        explain_unproven(draft, &found, &envelope->proofs, trust != NULL);
        break;
    case TS_PASS:
        status = assess_proven(arena, draft, envelope, &found, trust, now);
        if (status == TS_OK && !issuer_agrees(draft, envelope)) {
            draft->credential = NULL;
            draft->checks = (struct ts_checks){ .proof = TS_FAIL };
            ts_assessment_add(draft, TS_REASON_NOT_AUTHENTIC, (ts_span){ 0 });
        }
        break;
    }
    return status;
}

enum ts_status
ts_assess_alone(struct ts_arena *arena, struct ts_assessment *assessment, ts_span text,
                const struct ts_trust *trust, struct ts_now now)
{
    struct ts_assessment draft = { .format = TS_FORMAT_NONE };
    struct ts_fault fault = { 0 };
    struct ts_envelope *envelope = ts_arena_take(arena, sizeof(*envelope));
    enum ts_status status = TS_NO_SPACE;

    if (envelope) {
        status = ts_envelope_open(arena, envelope, text, trust ? trust->contexts : NULL,
                                  &fault);
        draft.format = envelope->format;
    }
    if (status == TS_OK)
        status = assess_envelope(arena, &draft, envelope, trust, now);
    else if (status != TS_NO_SPACE)
        explain_closed(&draft, status, &fault);

    if (status == TS_NO_SPACE) {
        /* Nothing that was found before memory ended may stand alone. */
        draft = (struct ts_assessment){ .format = draft.format };
        ts_assessment_add(&draft, TS_REASON_MALFORMED, TS_SPAN_LIT("too large"));
    }
    *assessment = draft;
    return status == TS_NO_SPACE ? TS_NO_SPACE : TS_OK;
}

enum ts_status
ts_assess(struct ts_arena *arena, struct ts_assessment *assessment, ts_span text,
          const struct ts_trust *trust, struct ts_now now)
{
    enum ts_status status = ts_assess_alone(arena, assessment, text, trust, now);
    if (assessment->credential)
        ts_endorsements_check(arena, assessment, trust, now);
    return status;
}

void
ts_assess_refused(struct ts_assessment *assessment, ts_span text, enum ts_status status,
                  const struct ts_fault *fault)
{
    /* More than this release takes in is nobody's damage. */
    enum ts_status said = status == TS_OVER_LIMIT ? TS_UNSUPPORTED : status;
    *assessment = (struct ts_assessment){ .format = ts_format_sniff(text) };
    if (assessment->format == TS_FORMAT_NONE)
        assessment->format = TS_FORMAT_DATA_INTEGRITY;
    explain_closed(assessment, said, fault);
}

bool
ts_card_is_believed(const struct ts_assessment *card)
{
    return card->checks.proof == TS_PASS && card->checks.issuer == TS_PASS
           && card->credential && card->checks.status != TS_FAIL;
}
