#include "keys/authority/document_sign.h"

#include "keys/authority/text.h"
#include "keys/codec/base64.h"

static enum ts_status
write_header(struct ts_arena *arena, ts_span *header, const struct ts_signer *issuer)
{
    const char *alg = ts_signature_alg_jose_name(ts_secret_key_alg(&issuer->key));
    struct ts_writer w = ts_text_begin(arena);
    ts_write_u8(&w, '{');
    ts_json_write_name(&w, "alg");
    ts_json_write_string(&w, ts_span_text(alg));
    ts_write_member(&w, "kid", issuer->method);
    ts_write_member(&w, "typ", TS_SPAN_LIT("vc+jwt"));
    ts_write_u8(&w, '}');
    return ts_text_keep(arena, &w, header);
}

static enum ts_status
write_payload(struct ts_arena *arena, ts_span *payload, const struct ts_signer *issuer,
              ts_span json, const struct ts_claims *claims)
{
    struct ts_writer w = ts_text_begin(arena);
    ts_write_bytes(&w, ts_span_part(json, 0, json.len - 1));
    ts_write_member(&w, "iss", issuer->id);
    ts_write_member(&w, "jti", claims->id);
    if (claims->subject.len)
        ts_write_member(&w, "sub", claims->subject);
    ts_write_number_member(&w, "nbf", claims->valid_from.s);
    if (claims->valid_until.s != TS_UTC_NEVER.s)
        ts_write_number_member(&w, "exp", claims->valid_until.s);
    ts_write_u8(&w, '}');
    return ts_text_keep(arena, &w, payload);
}

static enum ts_status
join(struct ts_arena *arena, ts_span *joined, ts_span left, ts_span right)
{
    struct ts_writer w = ts_text_begin(arena);
    ts_write_bytes(&w, left);
    ts_write_u8(&w, '.');
    ts_write_bytes(&w, right);
    return ts_text_keep(arena, &w, joined);
}

static enum ts_status
encode_join(struct ts_arena *arena, ts_span *joined, ts_span left, ts_span bytes)
{
    ts_span encoded;
    enum ts_status status = ts_base64url_encode(arena, &encoded, bytes);
    return status == TS_OK ? join(arena, joined, left, encoded) : status;
}

enum ts_status
ts_jwt_sign(struct ts_arena *arena, ts_span *jwt, const struct ts_signer *issuer,
            ts_span json, const struct ts_claims *claims)
{
    ts_span header;
    ts_span payload;
    ts_span message;
    ts_span signature;
    enum ts_status status = write_header(arena, &header, issuer);
    if (status == TS_OK)
        status = ts_base64url_encode(arena, &header, header);
    if (status == TS_OK)
        status = write_payload(arena, &payload, issuer, json, claims);
    if (status == TS_OK)
        status = encode_join(arena, &message, header, payload);
    if (status == TS_OK)
        status = ts_secret_key_sign(arena, &signature, &issuer->key, message);
    if (status == TS_OK)
        status = encode_join(arena, jwt, message, signature);
    return status;
}
