#include "keys/codec/json_writer.h"
#include "keys/proof/data_integrity_form.h"

static enum ts_status
compare(struct ts_arena *arena, bool *same, const struct ts_json *a,
        const struct ts_json *b)
{
    size_t used = arena->used;
    ts_span text_a = { 0 };
    ts_span text_b = { 0 };
    enum ts_status status = ts_jcs_text(arena, &text_a, a, NULL);
    if (status == TS_OK)
        status = ts_jcs_text(arena, &text_b, b, NULL);
    *same = status == TS_OK && ts_span_equal(text_a, text_b);
    ts_arena_rewind(arena, used);
    return status;
}

static const struct ts_json *
first_value(const struct ts_json *value)
{
    return ts_json_is(value, TS_JSON_ARRAY) ? value->first : value;
}

/* The values of ours stand at the beginning of theirs, in that order. */
static enum ts_status
begins_with(struct ts_arena *arena, bool *yes, const struct ts_json *theirs,
            const struct ts_json *ours)
{
    size_t count = ts_json_values(ours);
    const struct ts_json *a = first_value(theirs);
    const struct ts_json *b = first_value(ours);
    enum ts_status status = TS_OK;

    *yes = count <= ts_json_values(theirs);
    for (; count > 0 && *yes && status == TS_OK; count--, a = a->next, b = b->next)
        status = compare(arena, yes, a, b);
    return status;
}

enum ts_status
ts_di_check_context(struct ts_di_reading *r, const struct ts_di_proof *p, bool *same)
{
    static const char rule[] = "VC DI EdDSA 1.0 3.3.2, @context";
    const struct ts_json *ours = ts_json_member(p->source, "@context");
    const struct ts_json *theirs = ts_json_member(r->document, "@context");
    bool begins;

    *same = true;
    if (ts_json_is(ours, TS_JSON_NONE))
        return TS_OK;
    if (ts_json_is(theirs, TS_JSON_NONE))
        return ts_di_refuse(r, rule);
    enum ts_status status = begins_with(r->arena, &begins, theirs, ours);
    if (status == TS_OK && begins)
        status = compare(r->arena, same, theirs, ours);
    if (status != TS_OK)
        return ts_di_refuse_unless_full(r, status, rule);
    return begins ? TS_OK : ts_di_refuse(r, rule);
}

static struct ts_json *
copy_member(struct ts_arena *arena, const struct ts_json *value, ts_span name)
{
    struct ts_json *member = ts_arena_take(arena, sizeof(*member));
    if (!member)
        return NULL;
    *member = *value;
    member->name = name;
    member->next = NULL;
    return member;
}

const struct ts_json *
ts_di_with(struct ts_arena *arena, const struct ts_json *object, const char *name,
           const struct ts_json *value)
{
    struct ts_json *copy = copy_member(arena, object, object->name);
    if (!copy)
        return NULL;
    struct ts_json **link = &copy->first;
    copy->first = NULL;
    copy->count = 0;
    for (const struct ts_json *at = object->first; at; at = at->next) {
        if (ts_span_is(at->name, name))
            continue;
        *link = copy_member(arena, at, at->name);
        if (!*link)
            return NULL;
        link = &(*link)->next;
        copy->count++;
    }
    if (!value)
        return copy;
    *link = copy_member(arena, value, ts_span_text(name));
    copy->count++;
    return *link ? copy : NULL;
}

enum ts_status
ts_di_canonical(struct ts_di_reading *r)
{
    if (r->canonical.len)
        return TS_OK;
    return ts_jcs_text(r->arena, &r->canonical, r->document, "proof");
}

/*
 * VC DI EdDSA 1.0 3.3.2, step 4: a context that was added to the document
 * after this proof was made is not covered by it, and taken away for it.
 */
static enum ts_status
make_payload(struct ts_di_reading *r, struct ts_di_proof *p,
             const struct ts_json **document)
{
    bool same;
    *document = r->document;
    enum ts_status status = ts_di_check_context(r, p, &same);
    if (status == TS_OK && same)
        status = ts_di_canonical(r);
    if (status != TS_OK)
        return status;
    if (same) {
        p->proof.payload = r->canonical;
        return TS_OK;
    }
    const struct ts_json *context = ts_json_member(p->source, "@context");
    *document = ts_di_with(r->arena, r->document, "@context", context);
    return *document ? ts_jcs_text(r->arena, &p->proof.payload, *document, "proof")
                     : TS_NO_SPACE;
}

/* The document as it is signed: without a proof, or with those before this one. */
static enum ts_status
hash_document(struct ts_di_reading *r, const struct ts_di_proof *p,
              const struct ts_json *document, uint8_t *digest)
{
    ts_span text = { 0 };
    if (!p->previous) {
        ts_di_hash(digest, p->proof.alg, p->proof.payload);
        return TS_OK;
    }
    document = ts_di_with(r->arena, document, "proof", p->previous);
    enum ts_status status =
        document ? ts_jcs_text(r->arena, &text, document, NULL) : TS_NO_SPACE;
    if (status == TS_OK)
        ts_di_hash(digest, p->proof.alg, text);
    return status;
}

static enum ts_status
hash_options(struct ts_di_reading *r, const struct ts_di_proof *p, uint8_t *digest)
{
    ts_span text = { 0 };
    enum ts_status status = ts_jcs_text(r->arena, &text, p->source, "proofValue");
    if (status != TS_OK)
        return ts_di_refuse_unless_full(r, status, "RFC 8785 3.2.2.3");
    ts_di_hash(digest, p->proof.alg, text);
    return TS_OK;
}

enum ts_status
ts_di_message_jcs(struct ts_di_reading *r, struct ts_di_proof *p)
{
    const struct ts_json *document;
    size_t size = ts_di_hash_size(p->proof.alg);
    enum ts_status status = make_payload(r, p, &document);
    if (status != TS_OK)
        return status;
    uint8_t *message = ts_arena_take_array(r->arena, 2, size);
    if (!message)
        return TS_NO_SPACE;
    size_t used = r->arena->used;
    status = hash_options(r, p, message);
    if (status == TS_OK)
        status = hash_document(r, p, document, message + size);
    ts_arena_rewind(r->arena, used);
    p->proof.message = (ts_span){ message, 2 * size };
    return status;
}
