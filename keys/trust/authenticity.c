#include "keys/trust/authenticity.h"

#include "keys/crypto/did.h"
#include "keys/crypto/x509.h"
#include "keys/trust/key_answer.h"

struct search {
    struct ts_arena *arena;
    const struct ts_issuer_list *list;
    struct ts_authenticity found;
    enum ts_status status; /* The first TS_NO_SPACE sticks. */
};

/* How one proof ended, when it did not pass. */
static const enum ts_finding NO_KEY = TS_UNKNOWN;

static void
note_status(struct search *s, enum ts_status status)
{
    if (status == TS_NO_SPACE)
        s->status = status;
}

static enum ts_finding
try_key(struct search *s, const struct ts_proof *proof, const struct ts_public_key *key)
{
    enum ts_status status = ts_proof_check(&s->found.verified, proof, key);
    if (status == TS_OK) {
        s->found.fitting = proof;
        return TS_PASS;
    }
    /* A broken key on the list says nothing about the proof. */
    return status == TS_MALFORMED ? TS_UNKNOWN : TS_FAIL;
}

static enum ts_finding
try_listed_key(struct search *s, const struct ts_proof *proof,
               const struct ts_issuer *issuer, const struct ts_issuer_key *key)
{
    enum ts_finding finding = try_key(s, proof, &key->key);
    if (!s->found.listed || finding == TS_PASS)
        s->found.listed = issuer;
    if (finding == TS_PASS)
        s->found.key = key;
    return finding;
}

/* PASS wins, then FAIL: a key that was meant and does not fit is not undone by
 * another that is broken. */
static enum ts_finding
stronger(enum ts_finding a, enum ts_finding b)
{
    if (a == TS_PASS || b == TS_PASS)
        return TS_PASS;
    return a == TS_FAIL || b == TS_FAIL ? TS_FAIL : TS_UNKNOWN;
}

static enum ts_finding
try_issuer(struct search *s, const struct ts_proof *proof, const struct ts_issuer *issuer)
{
    enum ts_finding finding = NO_KEY;
    for (size_t i = 0; i < issuer->key_count && finding != TS_PASS; i++) {
        enum ts_key_answer answer = TS_KEY_NOT_MEANT;
        note_status(s, ts_key_answer(s->arena, &answer, issuer, &issuer->keys[i], proof));
        if (answer == TS_KEY_NOT_MEANT)
            continue;
        enum ts_finding one = try_listed_key(s, proof, issuer, &issuer->keys[i]);
        if (answer == TS_KEY_MEANT || one == TS_PASS)
            finding = stronger(finding, one);
    }
    return finding;
}

/* Does a kid or verificationMethod name the one key of did? What is neither a
 * URL nor a fragment is only a label and names nothing else. */
static bool
names_key_of(struct search *s, ts_span id, ts_span did)
{
    struct ts_public_key ignored;
    ts_span method = id;
    size_t used = s->arena->used;
    bool is_absolute = ts_span_index(id, ':') < id.len;
    bool is_fragment = id.len && id.at[0] == '#';

    if (!is_absolute && !is_fragment)
        return true;
    if (is_fragment) {
        ts_span rest;
        if (!ts_arena_copy(s->arena, &method, did)
            || !ts_arena_copy(s->arena, &rest, id)) {
            note_status(s, TS_NO_SPACE);
            return false;
        }
        method.len += rest.len;
    }
    enum ts_status status = TS_ABSENT;
    if (ts_span_equal(ts_did_of_url(method), did))
        status = ts_did_key(s->arena, &ignored, method);
    note_status(s, status);
    ts_arena_rewind(s->arena, used);
    return status == TS_OK;
}

static const struct ts_issuer_key *
listed_like(const struct ts_issuer *issuer, const struct ts_public_key *key)
{
    for (size_t i = 0; issuer && i < issuer->key_count; i++)
        if (ts_public_key_equal(&issuer->keys[i].key, key))
            return &issuer->keys[i];
    return NULL;
}

/* did:key and did:jwk: there is one key, it is known, and no other will do. */
static enum ts_finding
try_self_contained(struct search *s, const struct ts_proof *proof, ts_span did)
{
    struct ts_public_key key;
    enum ts_status status = ts_did_key(s->arena, &key, did);
    note_status(s, status);
    if (status != TS_OK)
        return NO_KEY;
    if (!names_key_of(s, proof->key_id, did))
        return TS_FAIL;
    if (proof->has_embedded_key && !ts_public_key_equal(&key, &proof->embedded_key))
        return TS_FAIL;
    enum ts_finding finding = try_key(s, proof, &key);
    if (finding == TS_PASS)
        s->found.key = listed_like(s->found.listed, &key);
    return finding;
}

static enum ts_finding
try_claimed(struct search *s, const struct ts_proof *proof, ts_span claimed)
{
    if (ts_did_is_self_contained(claimed))
        return try_self_contained(s, proof, claimed);
    return s->found.listed ? try_issuer(s, proof, s->found.listed) : NO_KEY;
}

static enum ts_finding
try_key_id(struct search *s, const struct ts_proof *proof)
{
    enum ts_finding finding = NO_KEY;
    size_t issuer = 0;
    for (size_t key = 0;
         finding != TS_PASS
         && ts_issuer_list_next_key(s->list, proof->key_id, &issuer, &key);
         key++) {
        const struct ts_issuer *at = &s->list->issuers[issuer];
        finding = stronger(finding, try_listed_key(s, proof, at, &at->keys[key]));
    }
    return finding;
}

static enum ts_finding
try_did_of_key_id(struct search *s, const struct ts_proof *proof)
{
    const struct ts_issuer *issuer =
        ts_issuer_list_find(s->list, ts_did_of_url(proof->key_id));
    if (!issuer)
        return NO_KEY;
    s->found.listed = issuer;
    return try_claimed(s, proof, issuer->id);
}

/* False when the proof brings no key. */
static bool
key_brought(struct search *s, struct ts_public_key *key, const struct ts_proof *proof)
{
    struct ts_certificate certificate;
    if (proof->has_embedded_key) {
        *key = proof->embedded_key;
        return true;
    }
    if (proof->certificate.len == 0)
        return false;
    enum ts_status status =
        ts_certificate_read(s->arena, &certificate, proof->certificate);
    note_status(s, status);
    if (status == TS_OK)
        *key = certificate.key;
    return status == TS_OK;
}

static enum ts_finding
try_key_brought(struct search *s, const struct ts_proof *proof)
{
    struct ts_public_key brought;
    if (!key_brought(s, &brought, proof))
        return NO_KEY;
    for (size_t i = 0; i < s->list->count; i++) {
        const struct ts_issuer *issuer = &s->list->issuers[i];
        const struct ts_issuer_key *key = listed_like(issuer, &brought);
        if (key)
            return try_listed_key(s, proof, issuer, key);
    }
    return NO_KEY;
}

static enum ts_finding
try_anybody(struct search *s, const struct ts_proof *proof)
{
    enum ts_finding finding = try_key_id(s, proof);
    if (finding == TS_UNKNOWN)
        finding = try_did_of_key_id(s, proof);
    if (finding == TS_UNKNOWN)
        finding = try_key_brought(s, proof);
    return finding;
}

static enum ts_status
conclude(struct search *s, struct ts_authenticity *found, enum ts_finding proof,
         const struct ts_proof_set *set)
{
    if (s->status != TS_OK)
        return s->status;
    s->found.proof = proof;
    s->found.issuer = s->found.listed ? TS_PASS : TS_UNKNOWN;
    s->found.key_missing = proof == TS_UNKNOWN && s->found.listed && set->count > 0;
    *found = s->found;
    return TS_OK;
}

enum ts_status
ts_authenticity_establish(struct ts_arena *arena, struct ts_authenticity *found,
                          const struct ts_issuer_list *list, ts_span claimed_issuer,
                          const struct ts_proof_set *set)
{
    struct search s = { .arena = arena, .list = list };
    enum ts_finding proof = set->refused ? TS_FAIL : TS_UNKNOWN;
    s.found.listed = ts_issuer_list_find(list, claimed_issuer);
    for (size_t i = 0; i < set->count && proof != TS_PASS; i++)
        proof = stronger(proof, try_claimed(&s, &set->proofs[i], claimed_issuer));
    return conclude(&s, found, proof, set);
}

enum ts_status
ts_authenticity_by_key(struct ts_arena *arena, struct ts_authenticity *found,
                       const struct ts_issuer_list *list, const struct ts_proof_set *set)
{
    struct search s = { .arena = arena, .list = list };
    enum ts_finding proof = set->refused ? TS_FAIL : TS_UNKNOWN;
    for (size_t i = 0; i < set->count && proof != TS_PASS; i++)
        proof = stronger(proof, try_anybody(&s, &set->proofs[i]));
    return conclude(&s, found, proof, set);
}

bool
ts_authenticity_in_time(const struct ts_authenticity *found, ts_utc signed_at, ts_utc now)
{
    const struct ts_issuer_key *key = found->key;
    ts_utc asked = signed_at.s == TS_UTC_ALWAYS.s ? now : signed_at;
    if (!found->fitting || found->fitting->expires.s < now.s)
        return false;
    /* A revoked key is none at any time, and no credential says when it was signed. */
    if (key && key->not_after.s <= TS_KEY_REVOKED.s)
        return false;
    return !key || (key->not_before.s <= asked.s && asked.s <= key->not_after.s);
}
