#include "keys/proof/data_integrity.h"

#include "firmware/base/calendar.h"
#include "keys/codec/base58.h"
#include "keys/proof/data_integrity_form.h"

static const char PROOF_RULE[] = "VC Data Integrity 1.0 2.1";

enum ts_status
ts_di_pass_over(struct ts_di_reading *r, ts_span unsupported)
{
    if (r->set.unsupported.len == 0)
        r->set.unsupported = unsupported;
    return TS_UNSUPPORTED;
}

enum ts_status
ts_di_refuse(struct ts_di_reading *r, const char *rule)
{
    if (!r->set.refused)
        r->set.refused = rule;
    return TS_UNSUPPORTED;
}

enum ts_status
ts_di_malformed(struct ts_di_reading *r, const char *rule, ts_span name)
{
    if (!r->set.malformed) {
        r->set.malformed = rule;
        r->set.malformed_name = name;
    }
    return TS_UNSUPPORTED;
}

enum ts_status
ts_di_refuse_unless_full(struct ts_di_reading *r, enum ts_status status, const char *rule)
{
    return status == TS_NO_SPACE ? status : ts_di_refuse(r, rule);
}

/* What makes a proof one for another place or occasion. */
static enum ts_status
check_occasion(struct ts_di_reading *r, const struct ts_json *source)
{
    static const char *const names[] = { "domain", "challenge" };
    for (size_t i = 0; i < TS_COUNT(names); i++)
        if (!ts_json_is(ts_json_member(source, names[i]), TS_JSON_NONE))
            return ts_di_pass_over(r, ts_span_text(names[i]));
    return TS_OK;
}

static enum ts_status
read_kind(struct ts_di_reading *r, struct ts_di_proof *p)
{
    const struct ts_json *member = ts_json_member(p->source, "cryptosuite");
    ts_span suite = ts_json_string(member);

    p->type = ts_json_string(ts_json_member(p->source, "type"));
    if (p->type.len == 0)
        return ts_di_refuse(r, PROOF_RULE);
    if (ts_di_has_no_cryptosuite(p->type)) {
        if (!ts_json_is(member, TS_JSON_NONE))
            return ts_di_refuse(r, "VC DI EdDSA 1.0 A, cryptosuite");
    } else {
        if (!ts_span_is(p->type, "DataIntegrityProof"))
            return ts_di_pass_over(r, p->type);
        if (suite.len == 0)
            return ts_di_refuse(r, "VC Data Integrity 1.0 3.1");
        if (!ts_di_is_suite(p->type, suite))
            return ts_di_pass_over(r, suite);
    }
    p->proof.kind = TS_PROOF_DATA_INTEGRITY;
    p->proof.cryptosuite = suite;
    return TS_OK;
}

/* A date that is not there is the one given. */
static enum ts_status
read_date(struct ts_di_reading *r, ts_utc *date, const struct ts_json *source,
          ts_utc otherwise)
{
    *date = otherwise;
    if (ts_json_is(source, TS_JSON_NONE))
        return TS_OK;
    if (ts_utc_parse(date, ts_json_string(source)) != TS_OK)
        return ts_di_refuse(r, PROOF_RULE);
    return TS_OK;
}

static enum ts_status
read_dates(struct ts_di_reading *r, struct ts_di_proof *p)
{
    const struct ts_json *created = ts_json_member(p->source, "created");
    const struct ts_json *expires = ts_json_member(p->source, "expires");
    enum ts_status status = read_date(r, &p->proof.created, created, TS_UTC_ALWAYS);
    if (status == TS_OK)
        status = read_date(r, &p->proof.expires, expires, TS_UTC_NEVER);
    if (status == TS_OK && p->proof.expires.s < p->proof.created.s)
        status = ts_di_refuse(r, "VC Data Integrity 1.0 2.1, expires");
    return status;
}

static enum ts_status
read_claims(struct ts_di_reading *r, struct ts_di_proof *p)
{
    const struct ts_json *purpose = ts_json_member(p->source, "proofPurpose");
    p->proof.key_id = ts_json_string(ts_json_member(p->source, "verificationMethod"));
    if (p->proof.key_id.len == 0)
        return ts_di_refuse(r, PROOF_RULE);
    if (!ts_json_string_is(purpose, "assertionMethod"))
        return ts_di_refuse(r, "VC Data Integrity 1.0 4.4, proofPurpose");
    return read_dates(r, p);
}

static enum ts_status
read_signature(struct ts_di_reading *r, struct ts_di_proof *p)
{
    static const char rule[] = "VC Data Integrity 1.0 2.1, proofValue";
    ts_span text = ts_json_string(ts_json_member(p->source, "proofValue"));
    struct ts_proof *proof = &p->proof;
    if (text.len < 2 || text.at[0] != 'z')
        return ts_di_refuse(r, rule);
    enum ts_status status =
        ts_base58_decode(r->arena, &proof->signature, ts_span_part(text, 1, text.len));
    if (status != TS_OK)
        return ts_di_refuse_unless_full(r, status, rule);
    proof->alg = ts_di_suite_alg(p->type, proof->cryptosuite, proof->signature.len);
    return proof->alg == TS_ALG_NONE ? ts_di_refuse(r, rule) : TS_OK;
}

static enum ts_status
make_message(struct ts_di_reading *r, struct ts_di_proof *p)
{
    switch (ts_di_suite_form(p->type, p->proof.cryptosuite)) {
    case TS_DI_JCS: return ts_di_message_jcs(r, p);
    case TS_DI_RDFC: return ts_di_message_rdfc(r, p);
    }
    return TS_UNSUPPORTED;
}

static enum ts_status
read_proof(struct ts_di_reading *r, struct ts_di_proof *p)
{
    if (!ts_json_is(p->source, TS_JSON_OBJECT))
        return TS_MALFORMED;
    enum ts_status status = read_kind(r, p);
    if (status == TS_OK)
        status = read_claims(r, p);
    if (status == TS_OK)
        status = check_occasion(r, p->source);
    if (status == TS_OK)
        status = read_signature(r, p);
    if (status == TS_OK)
        status = ts_di_read_chain(r, p);
    if (status == TS_OK)
        status = make_message(r, p);
    return status;
}

static enum ts_status
read_proofs(struct ts_di_reading *r, struct ts_fault *fault)
{
    size_t count = ts_json_values(r->proofs);
    size_t offset = r->proofs->offset;

    if (count == 0)
        return ts_fault_set(fault, TS_ABSENT, offset, PROOF_RULE);
    if (count > TS_PROOFS_MAX)
        return ts_fault_set(fault, TS_OVER_LIMIT, offset, "TS_PROOFS_MAX");
    for (size_t i = 0; i < count; i++) {
        struct ts_di_proof p = { .source = ts_json_value(r->proofs, i) };
        enum ts_status status = read_proof(r, &p);
        if (status == TS_OK)
            r->set.proofs[r->set.count++] = p.proof;
        else if (status != TS_UNSUPPORTED)
            return ts_fault_set(fault, status, p.source->offset, PROOF_RULE);
    }
    return TS_OK;
}

enum ts_status
ts_data_integrity_read(struct ts_arena *arena, struct ts_proof_set *set,
                       const struct ts_json *document,
                       const struct ts_ld_contexts *contexts, struct ts_fault *fault)
{
    struct ts_di_reading r = {
        .arena = arena,
        .document = document,
        .proofs = ts_json_member(document, "proof"),
        .contexts = contexts,
    };
    if (!ts_json_is(document, TS_JSON_OBJECT))
        return ts_fault_set(fault, TS_MALFORMED, document->offset, PROOF_RULE);
    enum ts_status status = read_proofs(&r, fault);
    if (status == TS_OK)
        *set = r.set;
    return status;
}
