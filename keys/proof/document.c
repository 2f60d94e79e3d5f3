#include "keys/proof/document.h"

#include "keys/codec/base64.h"
#include "keys/proof/cose.h"
#include "keys/proof/data_integrity.h"
#include "keys/proof/jose.h"

static const char ENVELOPE[] = "VC-JOSE-COSE 4.1";

static bool
is_space(uint8_t byte)
{
    return byte == ' ' || byte == '\n' || byte == '\r' || byte == '\t';
}

static ts_span
without_space(ts_span text)
{
    while (text.len && is_space(text.at[0]))
        text = ts_span_part(text, 1, text.len);
    while (text.len && is_space(text.at[text.len - 1]))
        text.len--;
    return text;
}

static enum ts_status
read_jws(struct ts_arena *arena, enum ts_document_kind *kind, struct ts_proof_set *set,
         ts_span text, struct ts_fault *fault)
{
    *kind = TS_DOCUMENT_JWS;
    return ts_jose_read(arena, set, text, fault);
}

static enum ts_status
read_cose(struct ts_arena *arena, enum ts_document_kind *kind, struct ts_proof_set *set,
          ts_span bytes, struct ts_fault *fault)
{
    *kind = TS_DOCUMENT_COSE;
    enum ts_status status = ts_cose_read(arena, set, bytes, (ts_span){ 0 }, fault);
    if (status == TS_OK && set->count && set->proofs[0].alg_unprotected)
        *set = (struct ts_proof_set){ .unsupported = TS_SPAN_LIT("alg not protected") };
    return status;
}

static bool
is_envelope(const struct ts_json *document)
{
    return ts_json_values_include(ts_json_member(document, "type"),
                                  "EnvelopedVerifiableCredential");
}

static enum ts_status
open_envelope(struct ts_arena *arena, enum ts_document_kind *kind,
              struct ts_proof_set *set, const struct ts_json *id, struct ts_fault *fault)
{
    const ts_span jwt = TS_SPAN_LIT("data:application/vc+jwt,");
    const ts_span cose = TS_SPAN_LIT("data:application/vc+cose;base64,");
    ts_span url = ts_json_string(id);
    if (ts_span_starts_with(url, jwt))
        return read_jws(arena, kind, set, ts_span_part(url, jwt.len, url.len), fault);
    if (!ts_span_starts_with(url, cose))
        return ts_fault_set(fault, TS_UNSUPPORTED, id->offset, ENVELOPE);

    ts_span bytes;
    enum ts_status status =
        ts_base64_decode(arena, &bytes, ts_span_part(url, cose.len, url.len));
    if (status != TS_OK)
        return ts_fault_set(fault, status, id->offset, ENVELOPE);
    return read_cose(arena, kind, set, bytes, fault);
}

static enum ts_status
read_json(struct ts_arena *arena, enum ts_document_kind *kind, struct ts_proof_set *set,
          ts_span text, const struct ts_ld_contexts *contexts, struct ts_fault *fault)
{
    const struct ts_json *document;
    *kind = TS_DOCUMENT_JSON;
    enum ts_status status = ts_json_parse(arena, &document, text, fault);
    if (status != TS_OK)
        return status;
    if (is_envelope(document))
        return open_envelope(arena, kind, set, ts_json_member(document, "id"), fault);
    return ts_data_integrity_read(arena, set, document, contexts, fault);
}

enum ts_status
ts_document_read(struct ts_arena *arena, enum ts_document_kind *kind,
                 struct ts_proof_set *set, ts_span bytes,
                 const struct ts_ld_contexts *contexts, struct ts_fault *fault)
{
    ts_span text = without_space(bytes);
    if (ts_jose_looks_like(text))
        return read_jws(arena, kind, set, text, fault);
    if (text.len && text.at[0] == '{')
        return read_json(arena, kind, set, text, contexts, fault);
    /* Binary: its last byte may well be one that is a space in text. */
    if (ts_cose_looks_like(bytes))
        return read_cose(arena, kind, set, bytes, fault);
    return ts_fault_set(fault, TS_UNSUPPORTED, 0, "not a signed document");
}
