#include "keys/proof/data_integrity.h"

#include "firmware/base/calendar.h"
#include "keys/codec/base58.h"
#include "keys/codec/json_writer.h"
#include "keys/crypto/digest.h"

static const char PROOF_RULE[] = "VC Data Integrity 1.0 2.1";

static const struct suite {
    const char *name;
    size_t signature_size;
    enum ts_signature_alg alg;
} suites[] = {
    { "eddsa-jcs-2022", 64, TS_ALG_EDDSA },
    { "ecdsa-jcs-2019", 64, TS_ALG_ES256 },
    { "ecdsa-jcs-2019", 96, TS_ALG_ES384 },
};

/* VC DI ECDSA 1.0 3.3.1: P-384 goes with SHA-384, all else with SHA-256. */
static size_t
digest_size(enum ts_signature_alg alg)
{
    return alg == TS_ALG_ES384 ? TS_SHA384_SIZE : TS_SHA256_SIZE;
}

static void
digest(uint8_t *out, enum ts_signature_alg alg, ts_span bytes)
{
    if (alg == TS_ALG_ES384)
        ts_sha384(out, bytes);
    else
        ts_sha256(out, bytes);
}

/* One read of one document. */
struct reading {
    struct ts_arena *arena;
    const struct ts_json *document;
    ts_span canonical; /* Of document without proof; empty until it is needed. */
    struct ts_proof_set set;
};

/*
 * In this file TS_UNSUPPORTED means: this proof is passed over, the set says
 * why, the next one may be good. Every other failure ends the reading.
 */
static enum ts_status
pass_over(struct reading *r, ts_span unsupported)
{
    if (r->set.unsupported.len == 0)
        r->set.unsupported = unsupported;
    return TS_UNSUPPORTED;
}

static enum ts_status
refuse(struct reading *r, const char *rule)
{
    if (!r->set.refused)
        r->set.refused = rule;
    return TS_UNSUPPORTED;
}

/* What fails in a proof alone is that proof's fault, but for our own memory. */
static enum ts_status
refuse_unless_full(struct reading *r, enum ts_status status, const char *rule)
{
    return status == TS_NO_SPACE ? status : refuse(r, rule);
}

static bool
is_suite(ts_span name)
{
    for (size_t i = 0; i < TS_COUNT(suites); i++)
        if (ts_span_is(name, suites[i].name))
            return true;
    return false;
}

static enum ts_signature_alg
alg_of(ts_span suite, size_t signature_size)
{
    for (size_t i = 0; i < TS_COUNT(suites); i++)
        if (ts_span_is(suite, suites[i].name)
            && suites[i].signature_size == signature_size)
            return suites[i].alg;
    return TS_ALG_NONE;
}

static enum ts_status
read_kind(struct reading *r, struct ts_proof *proof, const struct ts_json *source)
{
    const struct ts_json *previous = ts_json_member(source, "previousProof");
    ts_span type = ts_json_string(ts_json_member(source, "type"));
    ts_span suite = ts_json_string(ts_json_member(source, "cryptosuite"));

    if (type.len == 0)
        return refuse(r, PROOF_RULE);
    if (!ts_span_is(type, "DataIntegrityProof"))
        return pass_over(r, type);
    if (suite.len == 0)
        return refuse(r, "VC Data Integrity 1.0 3.1");
    if (!is_suite(suite))
        return pass_over(r, suite);
    if (!ts_json_is(previous, TS_JSON_NONE))
        return pass_over(r, previous->name);
    proof->kind = TS_PROOF_DATA_INTEGRITY;
    proof->cryptosuite = suite;
    return TS_OK;
}

/* A date that is not there is the one given. */
static enum ts_status
read_date(struct reading *r, ts_utc *date, const struct ts_json *source, ts_utc otherwise)
{
    *date = otherwise;
    if (ts_json_is(source, TS_JSON_NONE))
        return TS_OK;
    if (ts_utc_parse(date, ts_json_string(source)) != TS_OK)
        return refuse(r, PROOF_RULE);
    return TS_OK;
}

static enum ts_status
read_claims(struct reading *r, struct ts_proof *proof, const struct ts_json *source)
{
    const struct ts_json *created = ts_json_member(source, "created");
    const struct ts_json *expires = ts_json_member(source, "expires");

    proof->key_id = ts_json_string(ts_json_member(source, "verificationMethod"));
    if (proof->key_id.len == 0)
        return refuse(r, PROOF_RULE);
    if (!ts_json_string_is(ts_json_member(source, "proofPurpose"), "assertionMethod"))
        return refuse(r, "VC Data Integrity 1.0 4.4, proofPurpose");
    enum ts_status status = read_date(r, &proof->created, created, TS_UTC_ALWAYS);
    if (status != TS_OK)
        return status;
    return read_date(r, &proof->expires, expires, TS_UTC_NEVER);
}

static enum ts_status
read_signature(struct reading *r, struct ts_proof *proof, const struct ts_json *source)
{
    static const char rule[] = "VC DI EdDSA 1.0 3.3.2, proofValue";
    ts_span text = ts_json_string(ts_json_member(source, "proofValue"));
    if (text.len < 2 || text.at[0] != 'z')
        return refuse(r, rule);
    enum ts_status status =
        ts_base58_decode(r->arena, &proof->signature, ts_span_part(text, 1, text.len));
    if (status != TS_OK)
        return refuse_unless_full(r, status, rule);
    proof->alg = alg_of(proof->cryptosuite, proof->signature.len);
    return proof->alg == TS_ALG_NONE ? refuse(r, rule) : TS_OK;
}

static enum ts_status
compare(struct ts_arena *arena, bool *same, const struct ts_json *a,
        const struct ts_json *b)
{
    size_t used = arena->used;
    ts_span text_a = { 0 };
    ts_span text_b = { 0 };
    enum ts_status status = ts_jcs_text(arena, &text_a, a, NULL);
    if (status == TS_OK)
        status = ts_jcs_text(arena, &text_b, b, NULL);
    *same = status == TS_OK && ts_span_equal(text_a, text_b);
    ts_arena_rewind(arena, used);
    return status;
}

static const struct ts_json *
first_value(const struct ts_json *value)
{
    return ts_json_is(value, TS_JSON_ARRAY) ? value->first : value;
}

/* The values of ours stand at the beginning of theirs, in that order. */
static enum ts_status
begins_with(struct ts_arena *arena, bool *yes, const struct ts_json *theirs,
            const struct ts_json *ours)
{
    size_t count = ts_json_values(ours);
    const struct ts_json *a = first_value(theirs);
    const struct ts_json *b = first_value(ours);
    enum ts_status status = TS_OK;

    *yes = count <= ts_json_values(theirs);
    for (; count > 0 && *yes && status == TS_OK; count--, a = a->next, b = b->next)
        status = compare(arena, yes, a, b);
    return status;
}

/* A copy of the document's outermost object in which context stands for its
 * @context. */
static const struct ts_json *
with_context(struct reading *r, const struct ts_json *context)
{
    struct ts_json *copy = ts_arena_take(r->arena, sizeof(*copy));
    if (!copy)
        return NULL;
    *copy = *r->document;
    struct ts_json **link = &copy->first;
    for (const struct ts_json *at = r->document->first; at; at = at->next) {
        struct ts_json *member = ts_arena_take(r->arena, sizeof(*member));
        if (!member)
            return NULL;
        *member = ts_span_is(at->name, "@context") ? *context : *at;
        member->name = at->name;
        member->next = NULL;
        *link = member;
        link = &member->next;
    }
    return copy;
}

static enum ts_status
canonical_as_it_is(struct reading *r, ts_span *text)
{
    if (r->canonical.len == 0) {
        enum ts_status status =
            ts_jcs_text(r->arena, &r->canonical, r->document, "proof");
        if (status != TS_OK)
            return status;
    }
    *text = r->canonical;
    return TS_OK;
}

/*
 * VC DI EdDSA 1.0 3.3.2, step 4: a context that was added to the document
 * after this proof was made is not covered by it, and taken away for it.
 */
static enum ts_status
canonical_document(struct reading *r, ts_span *text, const struct ts_json *source)
{
    static const char rule[] = "VC DI EdDSA 1.0 3.3.2, @context";
    const struct ts_json *ours = ts_json_member(source, "@context");
    const struct ts_json *theirs = ts_json_member(r->document, "@context");
    bool begins;
    bool same;

    if (ts_json_is(ours, TS_JSON_NONE))
        return canonical_as_it_is(r, text);
    if (ts_json_is(theirs, TS_JSON_NONE))
        return refuse(r, rule);
    enum ts_status status = begins_with(r->arena, &begins, theirs, ours);
    if (status == TS_OK && begins)
        status = compare(r->arena, &same, theirs, ours);
    if (status != TS_OK)
        return refuse_unless_full(r, status, rule);
    if (!begins)
        return refuse(r, rule);
    if (same)
        return canonical_as_it_is(r, text);
    const struct ts_json *copy = with_context(r, ours);
    return copy ? ts_jcs_text(r->arena, text, copy, "proof") : TS_NO_SPACE;
}

static enum ts_status
make_message(struct reading *r, struct ts_proof *proof, const struct ts_json *source)
{
    ts_span options = { 0 };
    size_t size = digest_size(proof->alg);
    uint8_t *message = ts_arena_take_array(r->arena, 2, size);
    if (!message)
        return TS_NO_SPACE;
    size_t used = r->arena->used;
    enum ts_status status = ts_jcs_text(r->arena, &options, source, "proofValue");
    if (status != TS_OK)
        return refuse_unless_full(r, status, "RFC 8785 3.2.2.3");
    digest(message, proof->alg, options);
    ts_arena_rewind(r->arena, used);
    digest(message + size, proof->alg, proof->payload);
    proof->message = (ts_span){ message, 2 * size };
    return TS_OK;
}

static enum ts_status
read_proof(struct reading *r, struct ts_proof *proof, const struct ts_json *source)
{
    if (!ts_json_is(source, TS_JSON_OBJECT))
        return TS_MALFORMED;
    enum ts_status status = read_kind(r, proof, source);
    if (status == TS_OK)
        status = read_claims(r, proof, source);
    if (status == TS_OK)
        status = read_signature(r, proof, source);
    if (status == TS_OK)
        status = canonical_document(r, &proof->payload, source);
    if (status == TS_OK)
        status = make_message(r, proof, source);
    return status;
}

static enum ts_status
read_proofs(struct reading *r, const struct ts_json *proofs, struct ts_fault *fault)
{
    size_t count = ts_json_values(proofs);
    const struct ts_json *source = first_value(proofs);

    if (count == 0)
        return ts_fault_set(fault, TS_ABSENT, proofs->offset, PROOF_RULE);
    if (count > TS_PROOFS_MAX)
        return ts_fault_set(fault, TS_OVER_LIMIT, proofs->offset, "TS_PROOFS_MAX");
    for (; count > 0; count--, source = source->next) {
        struct ts_proof proof = { 0 };
        enum ts_status status = read_proof(r, &proof, source);
        if (status == TS_OK)
            r->set.proofs[r->set.count++] = proof;
        else if (status != TS_UNSUPPORTED)
            return ts_fault_set(fault, status, source->offset, PROOF_RULE);
    }
    return TS_OK;
}

enum ts_status
ts_data_integrity_read(struct ts_arena *arena, struct ts_proof_set *set,
                       const struct ts_json *document, struct ts_fault *fault)
{
    struct reading r = { .arena = arena, .document = document };
    if (!ts_json_is(document, TS_JSON_OBJECT))
        return ts_fault_set(fault, TS_MALFORMED, document->offset, PROOF_RULE);
    enum ts_status status = read_proofs(&r, ts_json_member(document, "proof"), fault);
    if (status == TS_OK)
        *set = r.set;
    return status;
}
