#include "kiosk/credential/vds_nc.h"

#include "keys/codec/base64.h"
#include "keys/codec/json_writer.h"
#include "keys/crypto/signature_der.h"
#include "keys/crypto/x509.h"
#include "kiosk/credential/form.h"
#include "kiosk/credential/kind.h"

enum { FIELD_P256 = 32, FIELD_P384 = 48 };

bool
ts_vds_nc_looks_like(const struct ts_json *document)
{
    const struct ts_json *header =
        ts_json_member(ts_json_member(document, "data"), "hdr");
    return ts_span_starts_with(ts_json_string(ts_json_member(header, "t")),
                               TS_SPAN_LIT("icao."));
}

/* RFC 4648 5 with or without its padding: issuers write both. */
static enum ts_status
decode(struct ts_arena *arena, ts_span *bytes, ts_span text)
{
    if (text.len % 4 == 0)
        for (int i = 0; i < 2 && text.len && text.at[text.len - 1] == '='; i++)
            text.len--;
    return text.len ? ts_base64url_decode(arena, bytes, text) : TS_MALFORMED;
}

static enum ts_status
read_certificate(struct ts_arena *arena, struct ts_proof_set *set, struct ts_proof *proof,
                 const struct ts_json *sig)
{
    struct ts_certificate certificate;
    enum ts_status status =
        decode(arena, &proof->certificate, ts_json_string(ts_json_member(sig, "cer")));
    if (status == TS_OK)
        status = ts_certificate_read(arena, &certificate, proof->certificate);
    if (status == TS_UNSUPPORTED) {
        set->unsupported = TS_SPAN_LIT("certificate-key");
        return TS_OK;
    }
    if (status != TS_OK)
        return status == TS_NO_SPACE ? status : TS_MALFORMED;
    proof->has_embedded_key = true;
    proof->embedded_key = certificate.key;
    return TS_OK;
}

static enum ts_status
read_signature(struct ts_arena *arena, struct ts_proof_set *set, struct ts_proof *proof,
               const struct ts_json *sig)
{
    size_t field = proof->alg == TS_ALG_ES384 ? FIELD_P384 : FIELD_P256;
    enum ts_status status =
        decode(arena, &proof->signature, ts_json_string(ts_json_member(sig, "sigvl")));
    if (status == TS_OK && proof->signature.len != 2 * field)
        status = ts_ecdsa_signature_from_der(arena, &proof->signature, proof->signature,
                                             field);
    if (status == TS_NO_SPACE)
        return status;
    if (status != TS_OK)
        set->refused = "VDS-NC: sigvl is no signature";
    return TS_OK;
}

enum ts_status
ts_vds_nc_open(struct ts_arena *arena, struct ts_envelope *draft,
               const struct ts_json *document, struct ts_fault *fault)
{
    const struct ts_json *data = ts_json_member(document, "data");
    const struct ts_json *sig = ts_json_member(document, "sig");
    const struct ts_json *alg = ts_json_member(sig, "alg");
    struct ts_proof_set *set = &draft->proofs;
    struct ts_proof proof = { .kind = TS_PROOF_VDS_NC,
                              .created = TS_UTC_ALWAYS,
                              .expires = TS_UTC_NEVER };

    draft->claimed_issuer =
        ts_json_string(ts_json_member(ts_json_member(data, "hdr"), "is"));
    if (ts_json_string(alg).len == 0)
        return ts_fault_set(fault, TS_MALFORMED, alg->offset, "VDS-NC: sig.alg");
    proof.alg = ts_signature_alg_from_jose(ts_json_string(alg));
    if (proof.alg != TS_ALG_ES256 && proof.alg != TS_ALG_ES384) {
        set->unsupported = ts_json_string(alg);
        return TS_OK;
    }
    enum ts_status status = read_certificate(arena, set, &proof, sig);
    if (status != TS_OK)
        return ts_fault_set(fault, status, sig->offset, "VDS-NC: sig.cer");
    status = read_signature(arena, set, &proof, sig);
    if (status == TS_OK)
        status = ts_jcs_text(arena, &proof.message, data, NULL);
    if (status != TS_OK)
        return ts_fault_set(fault, status, data->offset, "VDS-NC: data");
    proof.payload = proof.message;
    if (set->unsupported.len == 0 && !set->refused)
        set->proofs[set->count++] = proof;
    return TS_OK;
}

static ts_span
required(struct ts_form *form, const struct ts_json *object, const char *name,
         const char *rule)
{
    ts_span text = ts_form_text(form, object, name, rule);
    ts_form_require(form, text.len > 0, TS_MALFORMED, rule);
    return text;
}

static void
read_vaccination(struct ts_form *form, struct ts_credential *draft,
                 const struct ts_json *msg)
{
    const struct ts_json *events = ts_json_member(msg, "ve");
    draft->name = TS_SPAN_LIT("ICAO vaccination certificate");
    draft->id = required(form, msg, "uvci", "VDS-NC vacc: uvci");
    ts_form_require(form, ts_json_is(events, TS_JSON_ARRAY) && events->count > 0,
                    TS_MALFORMED, "VDS-NC vacc: ve");
    for (const struct ts_json *at = events->first; at; at = at->next) {
        const struct ts_json *doses = ts_json_member(at, "vd");
        for (const struct ts_json *dose = doses->first; dose; dose = dose->next)
            ts_kind_awarded(draft, ts_json_string(ts_json_member(dose, "dvc")));
    }
}

static enum ts_outcome
outcome_of(ts_span result)
{
    if (ts_span_is(result, "negative") || ts_span_is(result, "normal"))
        return TS_OUTCOME_PASSED;
    if (ts_span_is(result, "positive") || ts_span_is(result, "abnormal"))
        return TS_OUTCOME_FAILED;
    return TS_OUTCOME_NOT_YET; /* a result nobody can read is none so far */
}

static void
read_test(struct ts_form *form, struct ts_credential *draft, const struct ts_json *msg)
{
    draft->name = TS_SPAN_LIT("ICAO test certificate");
    draft->id = required(form, msg, "utci", "VDS-NC test: utci");
    draft->outcome =
        outcome_of(required(form, ts_json_member(msg, "tr"), "r", "VDS-NC test: tr.r"));
    ts_kind_awarded(
        draft, required(form, ts_json_member(msg, "dat"), "sc", "VDS-NC test: dat.sc"));
}

static void
read_data(struct ts_form *form, struct ts_credential *draft, const struct ts_json *data)
{
    const struct ts_json *header = ts_json_member(data, "hdr");
    const struct ts_json *msg = ts_json_member(data, "msg");
    ts_span type = ts_json_string(ts_json_member(header, "t"));
    int64_t version = 0;
    bool is_one = ts_json_integer(ts_json_member(header, "v"), &version) == TS_OK;
    ts_form_require(form, is_one && version == 1, TS_UNSUPPORTED, "VDS-NC: hdr.v");
    draft->issuer_id = required(form, header, "is", "VDS-NC: hdr.is");
    draft->subject_name =
        required(form, ts_json_member(msg, "pid"), "n", "VDS-NC: pid.n");
    ts_kind_add(form, draft, type);
    if (ts_span_is(type, "icao.vacc"))
        read_vaccination(form, draft, msg);
    else if (ts_span_is(type, "icao.test"))
        read_test(form, draft, msg);
    else
        ts_form_require(form, false, TS_UNSUPPORTED, "VDS-NC: hdr.t");
}

enum ts_status
ts_vds_nc_read(struct ts_arena *arena, struct ts_credential *credential,
               ts_verified payload, struct ts_fault *fault)
{
    struct ts_form form = { .arena = arena };
    struct ts_credential draft = { .format = TS_FORMAT_VDS_NC,
                                   .valid_from = TS_UTC_ALWAYS,
                                   .valid_until = TS_UTC_NEVER,
                                   .awarded = TS_UTC_ALWAYS };
    const struct ts_json *data;
    enum ts_status status = ts_json_parse(arena, &data, payload.bytes, fault);
    if (status != TS_OK)
        return status;
    read_data(&form, &draft, data);
    if (!ts_form_ok(&form))
        return ts_fault_set(fault, form.fault.status, 0, form.fault.rule);
    *credential = draft;
    return TS_OK;
}
