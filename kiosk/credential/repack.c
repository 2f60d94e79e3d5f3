#include "kiosk/credential/repack.h"

#include "keys/codec/base45.h"
#include "keys/codec/cbor_writer.h"
#include "keys/codec/deflate.h"
#include "keys/codec/json_writer.h"
#include "keys/proof/cose.h"
#include "keys/proof/linked_data/expand.h"
#include "kiosk/credential/bag.h"
#include "kiosk/credential/vpqr.h"

/* One credential on its way through its forms. */
struct repacking {
    struct ts_arena *arena;
    const struct ts_ld_contexts *contexts;
    struct ts_envelope original;
    ts_span content; /* Without white space around it. */
    struct ts_packings found;
};

static bool
is_white(uint8_t c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

static ts_span
trimmed(ts_span text)
{
    while (text.len && is_white(text.at[0]))
        text = ts_span_part(text, 1, text.len);
    while (text.len && is_white(text.at[text.len - 1]))
        text.len--;
    return text;
}

static bool
same_proof(const struct ts_proof *a, const struct ts_proof *b)
{
    return a->kind == b->kind && a->alg == b->alg && ts_span_equal(a->key_id, b->key_id)
           && ts_span_equal(a->message, b->message)
           && ts_span_equal(a->signature, b->signature)
           && ts_span_equal(a->payload, b->payload);
}

static bool
same_proofs(const struct ts_proof_set *a, const struct ts_proof_set *b)
{
    if (a->count == 0 || a->count != b->count)
        return false;
    for (size_t i = 0; i < a->count; i++) {
        if (!same_proof(&a->proofs[i], &b->proofs[i]))
            return false;
    }
    return true;
}

/* Keeps a text that opens as the same thing. */
static void
offer(struct repacking *r, const char *form, ts_span text)
{
    struct ts_envelope again;
    size_t used = r->arena->used;
    bool same = ts_envelope_open(r->arena, &again, text, r->contexts, NULL) == TS_OK
                && again.claimed_issuer.len == r->original.claimed_issuer.len
                && ts_span_equal(again.claimed_issuer, r->original.claimed_issuer)
                && same_proofs(&r->original.proofs, &again.proofs);
    ts_arena_rewind(r->arena, used);
    if (same && r->found.count < TS_PACKINGS_MAX)
        r->found.items[r->found.count++] = (struct ts_packing){ form, text };
}

static bool
pack(struct repacking *r, ts_span *text, ts_span bytes)
{
    ts_span packed;
    return ts_deflate(r->arena, &packed, bytes, TS_DEFLATE_ZLIB) == TS_OK
           && ts_base45_encode(r->arena, text, packed) == TS_OK;
}

static void
offer_packed(struct repacking *r, const char *form, ts_span bytes)
{
    ts_span text;
    if (pack(r, &text, bytes))
        offer(r, form, text);
}

static bool
inflated(struct repacking *r, ts_span *bytes, ts_span text)
{
    ts_span packed;
    return ts_base45_decode(r->arena, &packed, text) == TS_OK
           && ts_inflate(r->arena, bytes, packed, TS_DEFLATE_ZLIB, TS_CODE_INFLATED_MAX)
                  == TS_OK;
}

/* Of the numbers only integers: another reader need not round as we do. */
static bool
write_cbor(struct ts_writer *w, const struct ts_json *value)
{
    int64_t integer = 0;
    bool good = true;
    switch (value->kind) {
    case TS_JSON_NONE: return false;
    case TS_JSON_NULL: ts_cbor_write_null(w); return true;
    case TS_JSON_FALSE:
    case TS_JSON_TRUE: ts_cbor_write_bool(w, value->kind == TS_JSON_TRUE); return true;
    case TS_JSON_STRING: ts_cbor_write_text(w, value->text); return true;
    case TS_JSON_NUMBER:
        good = ts_json_integer(value, &integer) == TS_OK;
        ts_cbor_write_integer(w, integer);
        return good;
    case TS_JSON_ARRAY: ts_cbor_write_array(w, value->count); break;
    case TS_JSON_OBJECT: ts_cbor_write_map(w, value->count); break;
    }
    /* Recursion ends at TS_DEPTH_MAX, as reading did. */
    for (const struct ts_json *part = value->first; part && good; part = part->next) {
        if (value->kind == TS_JSON_OBJECT)
            ts_cbor_write_text(w, part->name);
        good = write_cbor(w, part);
    }
    return good;
}

static bool
keep(struct repacking *r, ts_span *written, const struct ts_writer *w)
{
    if (ts_writer_end(w, written) != TS_OK)
        return false;
    ts_arena_keep(r->arena, written->len);
    return true;
}

static void
offer_json(struct repacking *r, ts_span json)
{
    const struct ts_json *document;
    ts_span bytes;
    if (ts_json_parse(r->arena, &document, json, NULL) != TS_OK)
        return;
    struct ts_writer w = ts_writer_over(ts_arena_rest(r->arena));
    ts_json_write(&w, document);
    if (keep(r, &bytes, &w))
        offer_packed(r, "pixelpass", bytes);
    w = ts_writer_over(ts_arena_rest(r->arena));
    if (write_cbor(&w, document) && keep(r, &bytes, &w))
        offer_packed(r, "pixelpass (cbor)", bytes);
}

/* {"id": "data:application/vc+jwt,eyJ..."}: the envelope is only paper. */
static void
offer_unwrapped(struct repacking *r, ts_span json)
{
    const struct ts_json *document;
    if (ts_json_parse(r->arena, &document, json, NULL) != TS_OK)
        return;
    ts_span id = ts_json_string(ts_json_member(document, "id"));
    ts_span inside = ts_span_part(id, ts_span_index(id, ',') + 1, id.len);
    if (ts_span_starts_with(id, TS_SPAN_LIT("data:")))
        offer(r, "vc-jwt", inside);
}

static void
offer_unpacked(struct repacking *r, ts_span text)
{
    ts_span json = { 0 };
    struct ts_ld_trouble trouble;
    if (ts_vpqr_unpack(r->arena, &json, text, r->contexts, &trouble) == TS_OK)
        offer_json(r, json);
}

/* What a code of compressed bytes holds: COSE, JSON or CBOR. */
static void
offer_again(struct repacking *r, ts_span text)
{
    ts_span bytes = { 0 };
    if (!inflated(r, &bytes, text))
        return;
    if (ts_cose_looks_like(bytes))
        offer_packed(r, ts_format_name(r->original.format), bytes);
    else if (ts_span_starts_with(bytes, TS_SPAN_LIT("{")))
        offer_json(r, bytes);
    else
        offer_packed(r, "pixelpass (cbor)", bytes);
}

static void
offer_forms(struct repacking *r)
{
    bool is_text = r->content.at[0] < 0x80;
    bool is_json = r->content.at[0] == '{';
    if (is_text)
        offer(r, "as it is", r->content);
    if (!is_text)
        offer_packed(r, ts_format_name(r->original.format), r->content);
    else if (is_json && r->original.format == TS_FORMAT_DATA_INTEGRITY)
        offer_json(r, r->content);
    else if (is_json)
        offer_unwrapped(r, r->content);
    else if (r->original.format == TS_FORMAT_CBOR_LD)
        offer_unpacked(r, r->content);
    else
        offer_again(r, r->content);
}

static bool
same_texts(const struct ts_bag *a, const struct ts_bag *b)
{
    if (a->count != b->count || a->unchecked != b->unchecked)
        return false;
    for (size_t i = 0; i < a->count; i++) {
        if (!ts_span_equal(a->texts[i], b->texts[i]))
            return false;
    }
    return true;
}

/* A presentation is nobody's credential: it has no proof of its own to compare, but
 * what is in it. */
static void
offer_bag(struct repacking *r, const struct ts_bag *bag)
{
    const struct ts_json *document;
    struct ts_bag again;
    ts_span json;
    ts_span text;
    r->found.items[r->found.count++] = (struct ts_packing){ "as it is", r->content };
    if (r->content.at[0] != '{'
        || ts_json_parse(r->arena, &document, r->content, NULL) != TS_OK)
        return;
    struct ts_writer w = ts_writer_over(ts_arena_rest(r->arena));
    ts_json_write(&w, document);
    if (keep(r, &json, &w) && pack(r, &text, json)
        && ts_bag_open(r->arena, &again, text, r->contexts, NULL) == TS_OK
        && same_texts(bag, &again))
        r->found.items[r->found.count++] = (struct ts_packing){ "pixelpass", text };
}

enum ts_status
ts_repack(struct ts_arena *arena, struct ts_packings *packings, ts_span content,
          const struct ts_ld_contexts *contexts, struct ts_fault *fault)
{
    struct repacking r = { .arena = arena, .contexts = contexts };
    struct ts_bag bag;
    r.content = content.len && content.at[0] < 0x80 ? trimmed(content) : content;
    if (r.content.len == 0)
        return ts_fault_set(fault, TS_ABSENT, 0, "nothing is there");
    enum ts_status status =
        ts_envelope_open(arena, &r.original, r.content, contexts, fault);
    if (status == TS_OK)
        offer_forms(&r);
    if (r.found.count == 0
        && ts_bag_open(arena, &bag, r.content, contexts, NULL) == TS_OK)
        offer_bag(&r, &bag);
    if (r.found.count == 0)
        return status != TS_OK
                   ? status
                   : ts_fault_set(fault, TS_UNSUPPORTED, 0, "no proof that is read here");
    *packings = r.found;
    return TS_OK;
}
