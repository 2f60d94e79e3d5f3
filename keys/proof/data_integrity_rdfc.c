#include "keys/codec/json_writer.h"
#include "keys/proof/data_integrity_form.h"
#include "keys/proof/linked_data/linked_data.h"
#include "keys/proof/linked_data/plain.h"

#include <string.h>

static const char WORK[] = "RDFC-1.0, too much work";

/* What became of making sense of a document or a proof as linked data. */
static enum ts_status
judge(struct ts_di_reading *r, enum ts_status status, const struct ts_ld_trouble *trouble)
{
    const char *rule = trouble->rule;
    if (status == TS_OK || status == TS_NO_SPACE)
        return status;
    if (status == TS_UNSUPPORTED)
        /* A context may be unknown because its address is empty. */
        return ts_di_pass_over(r, trouble->name.len ? trouble->name
                                                    : TS_SPAN_LIT("@context"));
    if (status == TS_OVER_LIMIT)
        r->is_exhausted = true;
    if (!rule)
        rule = status == TS_OVER_LIMIT ? WORK : "JSON-LD 1.1";
    return ts_di_malformed(r, rule, trouble->name);
}

/* text: JSON of ours, so that offsets tell its values apart. */
static enum ts_status
expand(struct ts_di_reading *r, const struct ts_ld_item **items,
       const struct ts_json **normal, ts_span text)
{
    const struct ts_ld_options options = { .site = r->contexts, .safe = true };
    struct ts_ld_trouble trouble = { 0 };
    const struct ts_json *tree;
    if (r->is_exhausted)
        return ts_di_malformed(r, WORK, (ts_span){ 0 });
    enum ts_status status = ts_json_parse(r->arena, &tree, text, NULL);
    if (status == TS_OK)
        status = ts_ld_expand(r->arena, items, tree, &options, &trouble);
    if (status == TS_OK)
        status = ts_ld_plain(r->arena, normal, tree, *items, &trouble);
    return judge(r, status, &trouble);
}

static enum ts_status
hash_items(struct ts_di_reading *r, uint8_t *digest, const struct ts_ld_item *items,
           enum ts_signature_alg alg)
{
    struct ts_ld_trouble trouble = { 0 };
    ts_span nquads;
    size_t used = r->arena->used;
    enum ts_rdfc_hash hash = alg == TS_ALG_ES384 ? TS_RDFC_SHA384 : TS_RDFC_SHA256;
    enum ts_status status =
        ts_ld_items_canonical(r->arena, &nquads, items, hash, &trouble);
    if (status != TS_OK)
        return judge(r, status, &trouble);
    ts_di_hash(digest, alg, nquads);
    ts_arena_rewind(r->arena, used);
    return TS_OK;
}

/* What is made on the way is given back, unless the set may view it. */
static enum ts_status
hash_text(struct ts_di_reading *r, uint8_t *digest, ts_span text,
          enum ts_signature_alg alg)
{
    const struct ts_ld_item *items = NULL;
    const struct ts_json *normal = NULL;
    enum ts_status status = expand(r, &items, &normal, text);
    return status == TS_OK ? hash_items(r, digest, items, alg) : status;
}

static enum ts_status
link_document(struct ts_di_reading *r)
{
    struct ts_di_linked *linked = &r->linked;
    const struct ts_json *normal = NULL;
    enum ts_status status = ts_di_canonical(r);
    if (status == TS_OK)
        status = expand(r, &linked->items, &normal, r->canonical);
    if (status == TS_OK)
        status = ts_jcs_text(r->arena, &linked->payload, normal, NULL);
    return status;
}

static enum ts_status
read_document(struct ts_di_reading *r)
{
    if (!r->linked.is_begun) {
        r->linked.is_begun = true;
        r->linked.status = link_document(r);
    }
    return r->linked.status;
}

static enum ts_status
hash_alone(struct ts_di_reading *r, uint8_t *digest, enum ts_signature_alg alg)
{
    struct ts_di_linked *linked = &r->linked;
    size_t which = alg == TS_ALG_ES384;
    if (!linked->is_hashed[which]) {
        enum ts_status status = hash_items(r, linked->digest[which], linked->items, alg);
        if (status != TS_OK)
            return status;
        linked->is_hashed[which] = true;
    }
    memcpy(digest, linked->digest[which], ts_di_hash_size(alg));
    return TS_OK;
}

/* VC Data Integrity 1.0 4.5: with the proofs before this one in it. */
static enum ts_status
hash_document(struct ts_di_reading *r, uint8_t *digest, const struct ts_di_proof *p)
{
    ts_span text;
    if (!p->previous)
        return hash_alone(r, digest, p->proof.alg);
    const struct ts_json *document =
        ts_di_with(r->arena, r->document, "proof", p->previous);
    enum ts_status status =
        document ? ts_jcs_text(r->arena, &text, document, NULL) : TS_NO_SPACE;
    if (status != TS_OK)
        return ts_di_refuse_unless_full(r, status, "RFC 8785 3.2.2.3");
    return hash_text(r, digest, text, p->proof.alg);
}

/* VC DI EdDSA 1.0 3.2.5: under the document's @context, whatever the proof has. */
static enum ts_status
hash_options(struct ts_di_reading *r, uint8_t *digest, const struct ts_di_proof *p)
{
    ts_span text;
    const struct ts_json *context = ts_json_member(r->document, "@context");
    bool has_one = !ts_json_is(context, TS_JSON_NONE);
    const struct ts_json *options =
        ts_di_with(r->arena, p->source, "@context", has_one ? context : NULL);
    enum ts_status status =
        options ? ts_jcs_text(r->arena, &text, options, "proofValue") : TS_NO_SPACE;
    if (status != TS_OK)
        return ts_di_refuse_unless_full(r, status, "RFC 8785 3.2.2.3");
    return hash_text(r, digest, text, p->proof.alg);
}

static enum ts_status
make_message(struct ts_di_reading *r, struct ts_di_proof *p)
{
    size_t size = ts_di_hash_size(p->proof.alg);
    uint8_t *message = ts_arena_take_array(r->arena, 2, size);
    if (!message)
        return TS_NO_SPACE;
    size_t used = r->arena->used;
    enum ts_status status = hash_options(r, message, p);
    if (status == TS_OK)
        status = hash_document(r, message + size, p);
    if (status != TS_OK)
        return status;
    ts_arena_rewind(r->arena, used);
    p->proof.message = (ts_span){ message, 2 * size };
    p->proof.payload = r->linked.payload;
    return TS_OK;
}

enum ts_status
ts_di_message_rdfc(struct ts_di_reading *r, struct ts_di_proof *p)
{
    bool same;
    enum ts_status status = ts_di_check_context(r, p, &same);
    if (status == TS_OK)
        status = read_document(r);
    return status == TS_OK ? make_message(r, p) : status;
}
