#include "keys/proof/cose_write.h"

#include "keys/codec/cbor_writer.h"

/* RFC 9052 2, 3.1; RFC 9053 2.2. */
enum { TAG_COSE_SIGN1 = 18, LABEL_ALG = 1, LABEL_KEY_ID = 4, ALG_EDDSA = -8 };

static enum ts_status
keep(struct ts_arena *arena, const struct ts_writer *w, ts_span *written)
{
    enum ts_status status = ts_writer_end(w, written);
    if (status == TS_OK)
        ts_arena_keep(arena, written->len);
    return status;
}

enum ts_status
ts_cose_eddsa_header(struct ts_arena *arena, ts_span *header, ts_span key_id)
{
    struct ts_writer w = ts_writer_over(ts_arena_rest(arena));
    ts_cbor_write_map(&w, 2);
    ts_cbor_write_unsigned(&w, LABEL_ALG);
    ts_cbor_write_integer(&w, ALG_EDDSA);
    ts_cbor_write_unsigned(&w, LABEL_KEY_ID);
    ts_cbor_write_bytes(&w, key_id);
    return keep(arena, &w, header);
}

enum ts_status
ts_cose_sign1_write(struct ts_arena *arena, ts_span *cose, ts_span header,
                    ts_span payload, ts_span signature)
{
    struct ts_writer w = ts_writer_over(ts_arena_rest(arena));
    ts_cbor_write_tag(&w, TAG_COSE_SIGN1);
    ts_cbor_write_array(&w, 4);
    ts_cbor_write_bytes(&w, header);
    ts_cbor_write_map(&w, 0);
    ts_cbor_write_bytes(&w, payload);
    ts_cbor_write_bytes(&w, signature);
    return keep(arena, &w, cose);
}

/* Sig_structure, RFC 9052 4.4. */
static enum ts_status
write_message(struct ts_arena *arena, ts_span *message, ts_span header,
              ts_span external_aad, ts_span payload)
{
    struct ts_writer w = ts_writer_over(ts_arena_rest(arena));
    ts_cbor_write_array(&w, 4);
    ts_cbor_write_text(&w, TS_SPAN_LIT("Signature1"));
    ts_cbor_write_bytes(&w, header);
    ts_cbor_write_bytes(&w, external_aad);
    ts_cbor_write_bytes(&w, payload);
    return keep(arena, &w, message);
}

enum ts_status
ts_cose_sign1(struct ts_arena *arena, ts_span *cose, const struct ts_secret_key *key,
              ts_span header, ts_span external_aad, ts_span payload)
{
    ts_span message;
    ts_span signature;
    enum ts_status status = write_message(arena, &message, header, external_aad, payload);
    if (status == TS_OK)
        status = ts_secret_key_sign(arena, &signature, key, message);
    if (status == TS_OK)
        status = ts_cose_sign1_write(arena, cose, header, payload, signature);
    return status;
}
