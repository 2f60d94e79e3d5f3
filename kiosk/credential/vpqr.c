#include "kiosk/credential/vpqr.h"

#include "keys/codec/base32.h"
#include "keys/codec/base45.h"
#include "keys/codec/json_writer.h"
#include "keys/proof/linked_data/cbor_ld.h"

enum { START = 4 }; /* "VP1-" */

static enum ts_status
decode(struct ts_arena *arena, ts_span *bytes, ts_span text)
{
    ts_span body = ts_span_part(text, START + 1, text.len);
    if (text.len > START && text.at[START] == 'R')
        return ts_base45_decode(arena, bytes, body);
    if (text.len > START && text.at[START] == 'B')
        return ts_base32_decode(arena, bytes, body);
    return TS_UNSUPPORTED;
}

enum ts_status
ts_vpqr_unpack(struct ts_arena *arena, ts_span *json, ts_span text,
               const struct ts_ld_contexts *contexts, struct ts_ld_trouble *trouble)
{
    const struct ts_json *document;
    ts_span bytes = { 0 };
    enum ts_status status = decode(arena, &bytes, text);
    *trouble = (struct ts_ld_trouble){ .rule = "VPQR: multibase R or B" };
    if (status == TS_OK)
        status = ts_cbor_ld_read(arena, &document, bytes, contexts, trouble);
    if (status != TS_OK)
        return status;
    struct ts_writer w = ts_writer_over(ts_arena_rest(arena));
    ts_json_write(&w, document);
    status = ts_writer_end(&w, json);
    if (status == TS_OK)
        ts_arena_keep(arena, json->len);
    return status;
}
