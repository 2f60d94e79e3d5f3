#include "keys/proof/data_integrity_form.h"

static const char RULE[] = "VC Data Integrity 1.0 4.5, previousProof";

/* Proofs of one document, a bit each. */
typedef uint32_t proof_bits;

_Static_assert(TS_PROOFS_MAX <= 32, "a bit for each proof");

/* The bit of the one proof of that id; 0 when there is none, or more than one. */
static proof_bits
find_proof(const struct ts_di_reading *r, ts_span id)
{
    proof_bits found = 0;
    for (size_t i = 0; i < ts_json_values(r->proofs); i++) {
        ts_span its = ts_json_string(ts_json_member(ts_json_value(r->proofs, i), "id"));
        if (its.len && ts_span_equal(its, id)) {
            if (found)
                return 0;
            found = (proof_bits)1 << i;
        }
    }
    return found;
}

/* Those a proof names; 0 when it does not name each of them once. */
static proof_bits
named_by(const struct ts_di_reading *r, const struct ts_json *source)
{
    const struct ts_json *previous = ts_json_member(source, "previousProof");
    proof_bits named = 0;
    if (ts_json_values(previous) > TS_PROOFS_MAX)
        return 0;
    for (size_t i = 0; i < ts_json_values(previous); i++) {
        proof_bits one = find_proof(r, ts_json_string(ts_json_value(previous, i)));
        if (!one || (named & one))
            return 0;
        named |= one;
    }
    return named;
}

static proof_bits
one_step_back(const struct ts_di_reading *r, proof_bits from)
{
    proof_bits reached = from;
    for (size_t i = 0; i < ts_json_values(r->proofs); i++)
        if (from >> i & 1)
            reached |= named_by(r, ts_json_value(r->proofs, i));
    return reached;
}

static bool
leads_back(const struct ts_di_reading *r, proof_bits from, const struct ts_json *source)
{
    proof_bits reached = from;
    for (size_t i = 0; i < TS_PROOFS_MAX; i++)
        reached = one_step_back(r, reached);
    for (size_t i = 0; i < ts_json_values(r->proofs); i++)
        if (ts_json_value(r->proofs, i) == source)
            return reached >> i & 1;
    return false;
}

static const struct ts_json *
proof_of_bit(const struct ts_di_reading *r, proof_bits bit)
{
    size_t i = 0;
    while (!(bit >> i & 1))
        i++;
    return ts_json_value(r->proofs, i);
}

/* A list of copies, in the order in which they are named: that is what was signed. */
static const struct ts_json *
list_previous(struct ts_di_reading *r, const struct ts_json *previous)
{
    struct ts_json *list = ts_arena_take(r->arena, sizeof(*list));
    if (!list)
        return NULL;
    *list = (struct ts_json){ .kind = TS_JSON_ARRAY };
    struct ts_json **link = &list->first;
    for (size_t i = 0; i < ts_json_values(previous); i++) {
        ts_span id = ts_json_string(ts_json_value(previous, i));
        struct ts_json *copy = ts_arena_take(r->arena, sizeof(*copy));
        if (!copy)
            return NULL;
        *copy = *proof_of_bit(r, find_proof(r, id));
        copy->next = NULL;
        *link = copy;
        link = &copy->next;
        list->count++;
    }
    return list;
}

enum ts_status
ts_di_read_chain(struct ts_di_reading *r, struct ts_di_proof *p)
{
    const struct ts_json *previous = ts_json_member(p->source, "previousProof");
    if (ts_json_is(previous, TS_JSON_NONE))
        return TS_OK;
    proof_bits named = named_by(r, p->source);
    if (!named || leads_back(r, named, p->source))
        return ts_di_refuse(r, RULE);
    p->previous = list_previous(r, previous);
    return p->previous ? TS_OK : TS_NO_SPACE;
}
