#include "keys/authority/document_sign.h"

#include "keys/authority/text.h"
#include "keys/codec/base58.h"
#include "keys/crypto/digest.h"
#include "keys/proof/linked_data/linked_data.h"

static ts_span
suite_of(const struct ts_signer *issuer, enum ts_sign_form form)
{
    bool eddsa = ts_secret_key_alg(&issuer->key) == TS_ALG_EDDSA;
    if (form == TS_SIGN_RDFC)
        return eddsa ? TS_SPAN_LIT("eddsa-rdfc-2022") : TS_SPAN_LIT("ecdsa-rdfc-2019");
    return eddsa ? TS_SPAN_LIT("eddsa-jcs-2022") : TS_SPAN_LIT("ecdsa-jcs-2019");
}

/**
 * The proof as far as it is signed: VC Data Integrity EdDSA 3.3.5, ECDSA 3.3.5.
 * It repeats the document's @context, as both say.
 */
static enum ts_status
write_options(struct ts_arena *arena, ts_span *options, const struct ts_signer *issuer,
              enum ts_sign_form form, const struct ts_json *document, ts_utc now)
{
    struct ts_writer w = ts_text_begin(arena);
    ts_write_text(&w, "{\"type\":\"DataIntegrityProof\"");
    ts_write_member(&w, "cryptosuite", suite_of(issuer, form));
    ts_write_time_member(&w, "created", now);
    ts_write_member(&w, "verificationMethod", issuer->method);
    ts_write_member(&w, "proofPurpose", TS_SPAN_LIT("assertionMethod"));
    ts_write_u8(&w, ',');
    ts_json_write_name(&w, "@context");
    ts_json_write(&w, ts_json_member(document, "@context"));
    ts_write_u8(&w, '}');
    return ts_text_keep(arena, &w, options);
}

static enum ts_status
hash_canonical(struct ts_arena *arena, uint8_t digest[static TS_SHA256_SIZE],
               enum ts_sign_form form, const struct ts_json *value)
{
    static const struct ts_ld_options whole = { .without = NULL };
    ts_span canonical;
    enum ts_status status =
        form == TS_SIGN_RDFC
            ? ts_ld_canonical(arena, &canonical, value, &whole, TS_RDFC_SHA256, NULL)
            : ts_jcs_text(arena, &canonical, value, NULL);
    if (status == TS_OK)
        ts_sha256(digest, canonical);
    return status;
}

static enum ts_status
sign(struct ts_arena *arena, ts_span *proof_value, const struct ts_signer *issuer,
     enum ts_sign_form form, const struct ts_json *options,
     const struct ts_json *document)
{
    uint8_t hashes[2 * TS_SHA256_SIZE];
    ts_span signature;
    enum ts_status status = hash_canonical(arena, hashes, form, options);
    if (status == TS_OK)
        status = hash_canonical(arena, hashes + TS_SHA256_SIZE, form, document);
    if (status == TS_OK)
        status = ts_secret_key_sign(arena, &signature, &issuer->key, TS_SPAN_OF(hashes));
    return status == TS_OK ? ts_base58_encode(arena, proof_value, signature) : status;
}

enum ts_status
ts_data_integrity_sign(struct ts_arena *arena, ts_span *text,
                       const struct ts_signer *issuer, enum ts_sign_form form,
                       ts_span json, ts_utc now)
{
    const struct ts_json *document;
    const struct ts_json *proof;
    ts_span options;
    ts_span value;
    enum ts_status status = ts_json_parse(arena, &document, json, NULL);
    if (status == TS_OK)
        status = write_options(arena, &options, issuer, form, document, now);
    if (status == TS_OK)
        status = ts_json_parse(arena, &proof, options, NULL);
    if (status == TS_OK)
        status = sign(arena, &value, issuer, form, proof, document);
    if (status != TS_OK)
        return status;

    struct ts_writer w = ts_text_begin(arena);
    ts_write_bytes(&w, ts_span_part(json, 0, json.len - 1));
    ts_write_u8(&w, ',');
    ts_json_write_name(&w, "proof");
    ts_write_bytes(&w, ts_span_part(options, 0, options.len - 1));
    ts_write_text(&w, ",\"proofValue\":\"z");
    ts_write_bytes(&w, value);
    ts_write_text(&w, "\"}}");
    return ts_text_keep(arena, &w, text);
}
