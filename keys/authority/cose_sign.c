#include "keys/authority/document_sign.h"

#include "keys/authority/text.h"
#include "keys/codec/cbor_writer.h"

/* RFC 9052 3.1, 4.2, 4.4; RFC 9596 for typ. */
enum { LABEL_ALG = 1, LABEL_CONTENT_TYPE = 3, LABEL_KEY_ID = 4, LABEL_TYP = 16 };
enum { TAG_COSE_SIGN1 = 18 };

static int64_t
cose_alg(enum ts_signature_alg alg)
{
    static const int64_t CANDIDATES[] = { -8, -7 };
    for (size_t i = 0; i < TS_COUNT(CANDIDATES); i++) {
        if (ts_signature_alg_from_cose(CANDIDATES[i]) == alg)
            return CANDIDATES[i];
    }
    return 0;
}

/** "#key-1": the issuer stands in the credential, and every byte makes the code
 * denser. */
static ts_span
fragment(ts_span method)
{
    return ts_span_part(method, ts_span_index(method, '#'), method.len);
}

static enum ts_status
write_protected(struct ts_arena *arena, ts_span *header, const struct ts_signer *issuer)
{
    bool names_key = !ts_signer_is_self_contained(issuer);
    struct ts_writer w = ts_text_begin(arena);
    ts_cbor_write_map(&w, names_key ? 4 : 3);
    ts_cbor_write_unsigned(&w, LABEL_ALG);
    ts_cbor_write_integer(&w, cose_alg(ts_secret_key_alg(&issuer->key)));
    ts_cbor_write_unsigned(&w, LABEL_CONTENT_TYPE);
    ts_cbor_write_text(&w, TS_SPAN_LIT("application/vc"));
    if (names_key) {
        ts_cbor_write_unsigned(&w, LABEL_KEY_ID);
        ts_cbor_write_bytes(&w, fragment(issuer->method));
    }
    ts_cbor_write_unsigned(&w, LABEL_TYP);
    ts_cbor_write_text(&w, TS_SPAN_LIT("application/vc+cose"));
    return ts_text_keep(arena, &w, header);
}

/** Sig_structure, RFC 9052 4.4. */
static enum ts_status
write_message(struct ts_arena *arena, ts_span *message, ts_span header, ts_span json)
{
    struct ts_writer w = ts_text_begin(arena);
    ts_cbor_write_array(&w, 4);
    ts_cbor_write_text(&w, TS_SPAN_LIT("Signature1"));
    ts_cbor_write_bytes(&w, header);
    ts_cbor_write_bytes(&w, (ts_span){ 0 });
    ts_cbor_write_bytes(&w, json);
    return ts_text_keep(arena, &w, message);
}

enum ts_status
ts_cose_sign(struct ts_arena *arena, ts_span *cose, const struct ts_signer *issuer,
             ts_span json)
{
    ts_span header;
    ts_span message;
    ts_span signature;
    enum ts_status status = write_protected(arena, &header, issuer);
    if (status == TS_OK)
        status = write_message(arena, &message, header, json);
    if (status == TS_OK)
        status = ts_secret_key_sign(arena, &signature, &issuer->key, message);
    if (status != TS_OK)
        return status;
    struct ts_writer w = ts_text_begin(arena);
    ts_cbor_write_tag(&w, TAG_COSE_SIGN1);
    ts_cbor_write_array(&w, 4);
    ts_cbor_write_bytes(&w, header);
    ts_cbor_write_map(&w, 0);
    ts_cbor_write_bytes(&w, json);
    ts_cbor_write_bytes(&w, signature);
    return ts_text_keep(arena, &w, cose);
}
