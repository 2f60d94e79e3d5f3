#include "kiosk/credential/envelope.h"

#include "keys/codec/base45.h"
#include "keys/codec/cbor.h"
#include "keys/codec/deflate.h"
#include "keys/codec/json_writer.h"
#include "keys/proof/cose.h"
#include "keys/proof/data_integrity.h"
#include "keys/proof/document.h"
#include "keys/proof/jose.h"
#include "keys/proof/linked_data/expand.h"
#include "keys/proof/sd_jwt.h"
#include "kiosk/credential/claim_169.h"
#include "kiosk/credential/nzcp.h"
#include "kiosk/credential/smart_health.h"
#include "kiosk/credential/vds_nc.h"
#include "kiosk/credential/vpqr.h"

/* White space around a credential that was saved as a file. */
static ts_span
trimmed(ts_span text)
{
    while (text.len && (text.at[0] == ' ' || (text.at[0] >= '\t' && text.at[0] <= '\r')))
        text = ts_span_part(text, 1, text.len);
    while (text.len) {
        uint8_t last = text.at[text.len - 1];
        if (last != ' ' && (last < '\t' || last > '\r'))
            break;
        text.len--;
    }
    return text;
}

static ts_span
id_of(const struct ts_json *issuer)
{
    return ts_json_is(issuer, TS_JSON_OBJECT)
               ? ts_json_string(ts_json_member(issuer, "id"))
               : ts_json_string(issuer);
}

/* Where the three shapes of a credential say who issued them: VCDM 2.0 and
 * 1.1 at the top, 1.1 under "vc" in a JWT, and the JWT's own "iss". */
static ts_span
claimed_issuer(const struct ts_json *payload)
{
    ts_span issuer = id_of(ts_json_member(payload, "issuer"));
    if (issuer.len == 0)
        issuer = id_of(ts_json_member(ts_json_member(payload, "vc"), "issuer"));
    if (issuer.len == 0)
        issuer = ts_json_string(ts_json_member(payload, "iss"));
    return issuer;
}

static enum ts_status
claim_from_payload(struct ts_arena *arena, struct ts_envelope *draft,
                   struct ts_fault *fault)
{
    const struct ts_json *payload;
    if (draft->proofs.count == 0)
        return TS_OK; /* nothing that could be checked: no key will be looked for */
    enum ts_status status =
        ts_json_parse(arena, &payload, draft->proofs.proofs[0].payload, fault);
    if (status != TS_OK)
        return status;
    draft->tree = payload;
    draft->claimed_issuer = claimed_issuer(payload);
    return TS_OK;
}

const struct ts_json *
ts_envelope_tree(const struct ts_envelope *envelope, ts_verified payload)
{
    ts_span read = envelope->proofs.proofs[0].payload;
    return payload.bytes.at == read.at && payload.bytes.len == read.len ? envelope->tree
                                                                        : NULL;
}

static enum ts_status
open_jws(struct ts_arena *arena, struct ts_envelope *draft, ts_span text,
         struct ts_fault *fault)
{
    enum ts_status status = ts_jose_read(arena, &draft->proofs, text, fault);
    if (status != TS_OK)
        return status;
    return claim_from_payload(arena, draft, fault);
}

/* SD-JWT VC 2.2.2.2: the issuer is who iss names. Only a Verifiable Credential that
 * is secured so may leave it out. */
static enum ts_status
open_sd_jwt(struct ts_arena *arena, struct ts_envelope *draft, ts_span text,
            struct ts_fault *fault)
{
    enum ts_status status = ts_sd_jwt_read(arena, &draft->proofs, text, fault);
    if (status == TS_OK)
        status = claim_from_payload(arena, draft, fault);
    if (status != TS_OK || !draft->tree)
        return status;
    ts_span iss = ts_json_string(ts_json_member(draft->tree, "iss"));
    if (iss.len)
        draft->claimed_issuer = iss;
    return TS_OK;
}

static enum ts_status
open_cose(struct ts_arena *arena, struct ts_envelope *draft, ts_span bytes,
          struct ts_fault *fault)
{
    enum ts_status status =
        ts_cose_read(arena, &draft->proofs, bytes, (ts_span){ 0 }, fault);
    if (status != TS_OK || draft->proofs.count == 0)
        return status;
    if (draft->proofs.proofs[0].alg_unprotected)
        return ts_fault_set(fault, TS_UNSUPPORTED, 0, "RFC 9052 3.1: alg not protected");
    /* A vc+cose payload is JSON; a CWT's is a CBOR map. */
    ts_span payload = draft->proofs.proofs[0].payload;
    if (!ts_span_starts_with(trimmed(payload), TS_SPAN_LIT("{"))) {
        draft->format = TS_FORMAT_CLAIM_169;
        draft->proofs = (struct ts_proof_set){ 0 };
        return ts_claim_169_open(arena, draft, bytes, fault);
    }
    return claim_from_payload(arena, draft, fault);
}

static enum ts_status
open_document(struct ts_arena *arena, struct ts_envelope *draft,
              const struct ts_json *document, struct ts_fault *fault)
{
    if (ts_vds_nc_looks_like(document)) {
        draft->format = TS_FORMAT_VDS_NC;
        return ts_vds_nc_open(arena, draft, document, fault);
    }
    enum ts_status status =
        ts_data_integrity_read(arena, &draft->proofs, document, draft->contexts, fault);
    if (status == TS_OK)
        draft->claimed_issuer = claimed_issuer(document);
    return status;
}

static bool
is_credential(const struct ts_json *document)
{
    return ts_json_member(document, "credentialSubject")->kind != TS_JSON_NONE
           || ts_json_member(document, "data")->kind == TS_JSON_OBJECT;
}

/* {"id": "data:application/vc+jwt,eyJ..."}: VC-JOSE-COSE 4.1. */
static enum ts_status
open_enveloped(struct ts_arena *arena, struct ts_envelope *draft, ts_span text,
               struct ts_fault *fault)
{
    enum ts_document_kind kind = TS_DOCUMENT_NONE;
    enum ts_status status =
        ts_document_read(arena, &kind, &draft->proofs, text, draft->contexts, fault);
    draft->format = kind == TS_DOCUMENT_COSE ? TS_FORMAT_VC_COSE : TS_FORMAT_VC_JWT;
    if (status != TS_OK)
        return status;
    return claim_from_payload(arena, draft, fault);
}

static enum ts_status
open_json(struct ts_arena *arena, struct ts_envelope *draft, ts_span text,
          struct ts_fault *fault)
{
    const struct ts_json *document;
    enum ts_status status = ts_json_parse(arena, &document, text, fault);
    if (status != TS_OK)
        return status;
    if (ts_json_values_include(ts_json_member(document, "type"),
                               "EnvelopedVerifiableCredential"))
        return open_enveloped(arena, draft, text, fault);
    if (!is_credential(document)) {
        draft->format = TS_FORMAT_NONE;
        return ts_fault_set(fault, TS_ABSENT, 0, "JSON without a credentialSubject");
    }
    return open_document(arena, draft, document, fault);
}

/* What PixelPass packs: a CBOR map, or JSON text as it is. */
static enum ts_status
open_pixelpass(struct ts_arena *arena, struct ts_envelope *draft, ts_span bytes,
               struct ts_fault *fault)
{
    const struct ts_cbor *item;
    const struct ts_json *document;
    draft->format = TS_FORMAT_PIXELPASS;
    if (ts_span_starts_with(trimmed(bytes), TS_SPAN_LIT("{"))) {
        enum ts_status status = ts_json_parse(arena, &document, bytes, fault);
        return status == TS_OK ? open_document(arena, draft, document, fault) : status;
    }
    enum ts_status status = ts_cbor_parse(arena, &item, bytes, fault);
    if (status != TS_OK)
        return status;
    status = ts_cbor_to_json(arena, &document, item);
    if (status != TS_OK)
        return ts_fault_set(fault, status, 0, "PixelPass: no JSON in the CBOR");
    return open_document(arena, draft, document, fault);
}

static enum ts_status
inflate_base45(struct ts_arena *arena, ts_span *inflated, ts_span text,
               struct ts_fault *fault)
{
    ts_span packed;
    enum ts_status status = ts_base45_decode(arena, &packed, text);
    if (status != TS_OK)
        return ts_fault_set(fault, status, 0, "RFC 9285 Base45");
    status = ts_inflate(arena, inflated, packed, TS_DEFLATE_ZLIB, TS_CODE_INFLATED_MAX);
    if (status != TS_OK)
        return ts_fault_set(fault, status, 0, "RFC 1950 zlib");
    return TS_OK;
}

static enum ts_status
open_base45(struct ts_arena *arena, struct ts_envelope *draft, ts_span text,
            struct ts_fault *fault)
{
    ts_span bytes = { 0 };
    enum ts_status status = inflate_base45(arena, &bytes, text, fault);
    if (status != TS_OK)
        return status;
    if (bytes.len && bytes.at[0] == 0xD0) { /* tag 16, COSE_Encrypt0 */
        draft->format = TS_FORMAT_CLAIM_169;
        return ts_fault_set(fault, TS_UNSUPPORTED, 0, "RFC 9052 5.2 encrypted");
    }
    return ts_cose_looks_like(bytes) ? open_cose(arena, draft, bytes, fault)
                                     : open_pixelpass(arena, draft, bytes, fault);
}

static enum ts_status
open_hcert(struct ts_arena *arena, struct ts_envelope *draft, ts_span text,
           struct ts_fault *fault)
{
    ts_span bytes = { 0 };
    enum ts_status status =
        inflate_base45(arena, &bytes, ts_span_part(text, 4, text.len), fault);
    if (status != TS_OK)
        return status;
    return ts_cose_read(arena, &draft->proofs, bytes, (ts_span){ 0 }, fault);
}

static enum ts_status
open_cbor_ld(struct ts_arena *arena, struct ts_envelope *draft, ts_span text,
             struct ts_fault *fault)
{
    ts_span json = { 0 };
    struct ts_ld_trouble trouble;
    enum ts_status status = ts_vpqr_unpack(arena, &json, text, draft->contexts, &trouble);
    if (status == TS_OK)
        return open_json(arena, draft, json, fault);
    if (status != TS_UNSUPPORTED || trouble.name.len == 0)
        return ts_fault_set(fault, status, 0, trouble.rule);
    draft->proofs.unsupported = trouble.name;
    return TS_OK;
}

static enum ts_status
open_by_format(struct ts_arena *arena, struct ts_envelope *draft, ts_span text,
               struct ts_fault *fault)
{
    switch (draft->format) {
    case TS_FORMAT_VC_JWT: return open_jws(arena, draft, text, fault);
    case TS_FORMAT_VC_COSE:
    case TS_FORMAT_PIXELPASS: return open_base45(arena, draft, text, fault);
    case TS_FORMAT_DATA_INTEGRITY: return open_json(arena, draft, text, fault);
    case TS_FORMAT_HCERT: return open_hcert(arena, draft, text, fault);
    case TS_FORMAT_SD_JWT: return open_sd_jwt(arena, draft, text, fault);
    case TS_FORMAT_SMART_HEALTH: return ts_smart_health_open(arena, draft, text, fault);
    case TS_FORMAT_NZCP: return ts_nzcp_open(arena, draft, text, fault);
    case TS_FORMAT_CBOR_LD: return open_cbor_ld(arena, draft, text, fault);
    case TS_FORMAT_NONE:
    case TS_FORMAT_WEB_LINK: return ts_fault_set(fault, TS_ABSENT, 0, "not a credential");
    case TS_FORMAT_BC_UR:
    case TS_FORMAT_VDS_NC:
    case TS_FORMAT_CLAIM_169: break;
    }
    return ts_fault_set(fault, TS_UNSUPPORTED, 0, ts_format_name(draft->format));
}

enum ts_status
ts_envelope_open(struct ts_arena *arena, struct ts_envelope *envelope, ts_span text,
                 const struct ts_ld_contexts *contexts, struct ts_fault *fault)
{
    struct ts_envelope draft = { .format = TS_FORMAT_NONE, .contexts = contexts };
    enum ts_status status;

    /* A file may hold the COSE_Sign1 itself, with no text around it. */
    if (text.len && text.at[0] >= 0x80 && ts_cose_looks_like(text)) {
        draft.format = TS_FORMAT_VC_COSE;
        status = open_cose(arena, &draft, text, fault);
    } else {
        draft.format = ts_format_sniff(trimmed(text));
        status = open_by_format(arena, &draft, trimmed(text), fault);
    }
    envelope->format = draft.format;
    if (status == TS_OK)
        *envelope = draft;
    return status;
}
