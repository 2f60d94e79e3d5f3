#include "kiosk/credential/bag.h"

#include "keys/codec/base45.h"
#include "keys/codec/base64.h"
#include "keys/codec/cbor.h"
#include "keys/codec/deflate.h"
#include "keys/codec/json_writer.h"
#include "keys/proof/cose.h"
#include "keys/proof/jose.h"
#include "keys/proof/linked_data/expand.h"
#include "kiosk/credential/envelope.h"
#include "kiosk/credential/vpqr.h"

/* Where the document was found decides what may be in it. */
enum level {
    LEVEL_TEXT = 0,     /* of a code */
    LEVEL_PRESENTATION, /* in a presentation: credentials and records */
    LEVEL_RECORD,       /* in a record: credentials only */
};

struct opening {
    struct ts_arena *arena;
    struct ts_bag *bag;
    const struct ts_ld_contexts *contexts;
    struct ts_fault *fault;
};

/* The JSON document in a container, whoever signed it. */
struct content {
    const struct ts_json *root;
    ts_span source; /* what root was read from; empty when that was not JSON */
    bool sealed;    /* inside a JWT or COSE: signed as a whole */
};

static ts_span
trimmed(ts_span text)
{
    while (text.len && (text.at[0] == ' ' || (text.at[0] >= '\t' && text.at[0] <= '\r')))
        text = ts_span_part(text, 1, text.len);
    while (text.len && text.at[text.len - 1] <= ' ')
        text.len--;
    return text;
}

static bool
contains(ts_span bytes, ts_span words)
{
    while (bytes.len >= words.len) {
        bytes = ts_span_part(bytes, ts_span_index(bytes, words.at[0]), bytes.len);
        if (ts_span_starts_with(bytes, words))
            return true;
        bytes = ts_span_part(bytes, 1, bytes.len);
    }
    return false;
}

/* Most codes hold one credential and are read once more for what they are: they
 * must not pay for a tree here. */
static bool
may_be_bag(ts_span bytes)
{
    return contains(bytes, TS_SPAN_LIT("verifiableCredential"))
           || contains(bytes, TS_SPAN_LIT("VerifiablePresentation"))
           || contains(bytes, TS_SPAN_LIT("ClrCredential"));
}

static enum ts_status
content_of_json(struct ts_arena *arena, struct content *content, ts_span source)
{
    if (!may_be_bag(source))
        return TS_ABSENT;
    enum ts_status status = ts_json_parse(arena, &content->root, source, NULL);
    content->source = source;
    return status == TS_OK || status == TS_NO_SPACE ? status : TS_ABSENT;
}

static enum ts_status
content_of_jws(struct ts_arena *arena, struct content *content, ts_span text)
{
    size_t start = ts_span_index(text, '.') + 1;
    ts_span rest = ts_span_part(text, start, text.len);
    ts_span payload = ts_span_part(rest, 0, ts_span_index(rest, '.'));
    ts_span source;
    if (ts_base64url_decode(arena, &source, payload) != TS_OK)
        return TS_ABSENT;
    content->sealed = true;
    return content_of_json(arena, content, source);
}

static enum ts_status
content_of_cose(struct ts_arena *arena, struct content *content, ts_span bytes)
{
    struct ts_proof_set *set = ts_arena_take(arena, sizeof(*set));
    if (!set)
        return TS_NO_SPACE;
    if (ts_cose_read(arena, set, bytes, (ts_span){ 0 }, NULL) != TS_OK || set->count == 0)
        return TS_ABSENT;
    content->sealed = true;
    return content_of_json(arena, content, set->proofs[0].payload);
}

static enum ts_status
content_of_cbor(struct ts_arena *arena, struct content *content, ts_span bytes)
{
    const struct ts_cbor *item;
    if (!may_be_bag(bytes) || ts_cbor_parse(arena, &item, bytes, NULL) != TS_OK
        || ts_cbor_to_json(arena, &content->root, item) != TS_OK)
        return TS_ABSENT;
    return TS_OK;
}

static enum ts_status
content_of_base45(struct ts_arena *arena, struct content *content, ts_span text)
{
    ts_span packed;
    ts_span bytes;
    if (ts_base45_decode(arena, &packed, text) != TS_OK
        || ts_inflate(arena, &bytes, packed, TS_DEFLATE_ZLIB, TS_CODE_INFLATED_MAX)
               != TS_OK)
        return TS_ABSENT;
    if (ts_span_starts_with(trimmed(bytes), TS_SPAN_LIT("{")))
        return content_of_json(arena, content, bytes);
    return ts_cose_looks_like(bytes) ? content_of_cose(arena, content, bytes)
                                     : content_of_cbor(arena, content, bytes);
}

static enum ts_status
content_of_cbor_ld(const struct opening *o, struct content *content, ts_span text)
{
    ts_span json;
    struct ts_ld_trouble trouble;
    enum ts_status status = ts_vpqr_unpack(o->arena, &json, text, o->contexts, &trouble);
    if (status != TS_OK)
        return status == TS_NO_SPACE ? status : TS_ABSENT;
    return content_of_json(o->arena, content, json);
}

static enum ts_status
content_of(const struct opening *o, struct content *content, ts_span text)
{
    struct ts_arena *arena = o->arena;
    ts_span inside = trimmed(text);
    *content = (struct content){ .root = NULL };
    if (ts_span_starts_with(inside, TS_SPAN_LIT("{")))
        return content_of_json(arena, content, text);
    if (ts_jose_looks_like(inside))
        return content_of_jws(arena, content, inside);
    if (ts_format_sniff(inside) == TS_FORMAT_VC_COSE)
        return content_of_base45(arena, content, inside);
    if (ts_format_sniff(inside) == TS_FORMAT_CBOR_LD)
        return content_of_cbor_ld(o, content, inside);
    if (text.len && text.at[0] >= 0x80 && ts_cose_looks_like(text))
        return content_of_cose(arena, content, text);
    return TS_ABSENT;
}

static bool
is_a(const struct ts_json *document, const char *type)
{
    return ts_json_values_include(ts_json_member(document, "type"), type);
}

static bool
is_presentation(const struct ts_json *document)
{
    return is_a(document, "VerifiablePresentation")
           || is_a(document, "EnvelopedVerifiablePresentation");
}

/* The bytes of an object or array in JSON that is known to be well-formed. */
static ts_span
part_of(ts_span source, size_t start)
{
    size_t depth = 0;
    bool in_text = false;
    for (size_t i = start; i < source.len; i++) {
        uint8_t c = source.at[i];
        if (in_text && c == '\\') {
            i++;
        } else if (c == '"') {
            in_text = !in_text;
        } else if (!in_text && (c == '{' || c == '[')) {
            depth++;
        } else if (!in_text && (c == '}' || c == ']') && --depth == 0) {
            return ts_span_part(source, start, i + 1 - start);
        }
    }
    return ts_span_part(source, start, 0);
}

static enum ts_status
text_of(const struct opening *o, ts_span *text, const struct content *content,
        const struct ts_json *object)
{
    if (content->source.len) {
        *text = part_of(content->source, object->offset);
        return TS_OK;
    }
    struct ts_writer w = ts_writer_over(ts_arena_rest(o->arena));
    ts_json_write(&w, object);
    enum ts_status status = ts_writer_end(&w, text);
    if (status == TS_OK)
        ts_arena_keep(o->arena, text->len);
    return status;
}

/* A text in a list may say what it is as a data: URL does (VC-JOSE-COSE 4.1). */
static ts_span
unwrapped(ts_span text)
{
    static const char *const starts[] = { "data:application/vc+jwt,",
                                          "data:application/vc+sd-jwt,",
                                          "data:application/vp+jwt," };
    for (size_t i = 0; i < TS_COUNT(starts); i++)
        if (ts_span_starts_with(text, ts_span_text(starts[i])))
            return ts_span_part(text, ts_span_text(starts[i]).len, text.len);
    return text;
}

static enum ts_status
put(const struct opening *o, ts_span text)
{
    if (o->bag->count == TS_BAG_MAX)
        return ts_fault_set(o->fault, TS_OVER_LIMIT, 0, "too many credentials at once");
    o->bag->texts[o->bag->count++] = text;
    return TS_OK;
}

/* The two call each other: at most from the text into a presentation, from there
 * into a record, and no farther. */
static enum ts_status
put_document(const struct opening *o, const struct content *content,
             const struct ts_json *document, ts_span text, enum level level);

static enum ts_status
put_item(const struct opening *o, const struct content *content,
         const struct ts_json *item, enum level level)
{
    struct content inside = *content;
    ts_span text = { 0 };
    enum ts_status status = TS_OK;

    if (ts_json_is(item, TS_JSON_STRING)) {
        text = unwrapped(item->text);
        status = content_of(o, &inside, text);
        if (status == TS_ABSENT) /* one credential, or nothing we know: it will tell */
            return put(o, text);
        return status == TS_OK ? put_document(o, &inside, inside.root, text, level)
                               : status;
    }
    if (!ts_json_is(item, TS_JSON_OBJECT))
        return ts_fault_set(o->fault, TS_MALFORMED, item->offset,
                            "VCDM 2.0 4.13 verifiableCredential");
    status = text_of(o, &text, content, item);
    return status == TS_OK ? put_document(o, &inside, item, text, level) : status;
}

static enum ts_status
put_list(const struct opening *o, const struct content *content,
         const struct ts_json *list, enum level level)
{
    size_t count = ts_json_values(list);
    enum ts_status status = TS_OK;
    if (count > TS_BAG_MAX)
        return ts_fault_set(o->fault, TS_OVER_LIMIT, 0, "too many credentials at once");
    for (size_t i = 0; status == TS_OK && i < count; i++)
        status = put_item(o, content, ts_json_value(list, i), level);
    return status;
}

static enum ts_status
put_record(const struct opening *o, const struct content *content,
           const struct ts_json *record, ts_span text)
{
    const struct ts_json *subjects = ts_json_member(record, "credentialSubject");
    enum ts_status status = put(o, text);
    if (ts_json_values(subjects) > TS_BAG_MAX)
        return ts_fault_set(o->fault, TS_OVER_LIMIT, 0, "CLR 2.0: too many subjects");
    for (size_t i = 0; status == TS_OK && i < ts_json_values(subjects); i++)
        status =
            put_list(o, content,
                     ts_json_member(ts_json_value(subjects, i), "verifiableCredential"),
                     LEVEL_RECORD);
    return status;
}

/* {"id": "data:application/vp+jwt,eyJ..."} */
static enum ts_status
put_enveloped(const struct opening *o, const struct ts_json *document)
{
    struct content inside;
    ts_span text = unwrapped(ts_json_string(ts_json_member(document, "id")));
    enum ts_status status = content_of(o, &inside, text);
    if (status == TS_NO_SPACE)
        return status;
    const struct ts_json *vp = status == TS_OK ? ts_json_member(inside.root, "vp") : NULL;
    if (vp && vp->kind == TS_JSON_NONE)
        vp = inside.root;
    if (!vp || !is_a(vp, "VerifiablePresentation"))
        return ts_fault_set(o->fault, TS_UNSUPPORTED, 0,
                            "VCDM 2.0 4.13: no presentation in the envelope");
    o->bag->unchecked |= TS_UNCHECKED_PRESENTATION;
    return put_list(o, &inside, ts_json_member(vp, "verifiableCredential"),
                    LEVEL_PRESENTATION);
}

static enum ts_status
put_presentation(const struct opening *o, const struct content *content,
                 const struct ts_json *document)
{
    if (is_a(document, "EnvelopedVerifiablePresentation"))
        return put_enveloped(o, document);
    if (content->sealed || ts_json_values(ts_json_member(document, "proof")) > 0)
        o->bag->unchecked |= TS_UNCHECKED_PRESENTATION;
    return put_list(o, content, ts_json_member(document, "verifiableCredential"),
                    LEVEL_PRESENTATION);
}

static enum ts_status
put_document(const struct opening *o, const struct content *content,
             const struct ts_json *document, ts_span text, enum level level)
{
    const struct ts_json *vp = ts_json_member(document, "vp");
    const struct ts_json *vc = ts_json_member(document, "vc");
    const struct ts_json *held = content->sealed && vp->kind == TS_JSON_OBJECT ? vp
                                 : content->sealed && vc->kind == TS_JSON_OBJECT
                                     ? vc
                                     : document;
    if (is_presentation(held)) {
        if (level != LEVEL_TEXT)
            return ts_fault_set(o->fault, TS_UNSUPPORTED, held->offset,
                                "a presentation in a presentation");
        return put_presentation(o, content, held);
    }
    if (is_a(held, "ClrCredential")) {
        if (level == LEVEL_RECORD)
            return ts_fault_set(o->fault, TS_UNSUPPORTED, held->offset,
                                "CLR 2.0: a record in a record");
        return put_record(o, content, held, text);
    }
    return level == LEVEL_TEXT ? TS_ABSENT : put(o, text);
}

enum ts_status
ts_bag_open(struct ts_arena *arena, struct ts_bag *bag, ts_span text,
            const struct ts_ld_contexts *contexts, struct ts_fault *fault)
{
    struct ts_bag draft = { .count = 0 };
    struct opening opening = { arena, &draft, contexts, fault };
    struct content content;

    enum ts_status status = content_of(&opening, &content, text);
    if (status == TS_OK)
        status = put_document(&opening, &content, content.root, text, LEVEL_TEXT);
    if (status == TS_OK && draft.count == 0)
        return ts_fault_set(fault, TS_UNSUPPORTED, 0,
                            "VCDM 2.0 4.13: a presentation of nothing");
    if (status == TS_OK)
        *bag = draft;
    return status;
}
