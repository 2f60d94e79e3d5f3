#include "kiosk/credential/vpqr.h"

#include "keys/codec/base32.h"
#include "keys/codec/base45.h"
#include "keys/codec/json_writer.h"
#include "keys/proof/linked_data/cbor_ld.h"

enum { START = 4 }; /* "VP1-" */

static enum ts_status
decode(struct ts_arena *arena, ts_span *bytes, ts_span text, struct ts_fault *fault)
{
    ts_span body = ts_span_part(text, START + 1, text.len);
    enum ts_status status = TS_UNSUPPORTED;
    if (text.len > START && text.at[START] == 'R')
        status = ts_base45_decode(arena, bytes, body);
    else if (text.len > START && text.at[START] == 'B')
        status = ts_base32_decode(arena, bytes, body);
    return status == TS_OK ? status
                           : ts_fault_set(fault, status, START, "VPQR: multibase R or B");
}

enum ts_status
ts_vpqr_unpack(struct ts_arena *arena, ts_span *json, ts_span text,
               const struct ts_ld_contexts *contexts, struct ts_fault *fault)
{
    const struct ts_json *document;
    struct ts_ld_trouble trouble = { .rule = NULL };
    ts_span bytes = { 0 };
    enum ts_status status = decode(arena, &bytes, text, fault);
    if (status != TS_OK)
        return status;
    status = ts_cbor_ld_read(arena, &document, bytes, contexts, &trouble);
    if (status != TS_OK)
        return ts_fault_set(fault, status, 0, trouble.rule);
    struct ts_writer w = ts_writer_over(ts_arena_rest(arena));
    ts_json_write(&w, document);
    status = ts_writer_end(&w, json);
    if (status == TS_OK)
        ts_arena_keep(arena, json->len);
    return status;
}
