#include "keys/proof/sd_jwt.h"

#include "keys/codec/base64.h"
#include "keys/codec/json_writer.h"
#include "keys/crypto/digest.h"
#include "keys/proof/jose.h"
#include "keys/proof/sd_jwt_form.h"

static const char DISCLOSURE[] = "RFC 9901 4.2";

struct reading {
    struct ts_arena *arena;
    ts_span text;
    struct ts_disclosures disclosures;
    struct ts_fault fault;
};

static enum ts_status
fail(struct reading *r, enum ts_status why, ts_span where, const char *rule)
{
    size_t offset = where.at ? (size_t)(where.at - r->text.at) : 0;
    return ts_fault_set(&r->fault, why, offset, rule);
}

/* In a part that a "~" ends nothing is cut off: it was never whole. */
static enum ts_status
fail_within(struct reading *r, enum ts_status why, ts_span part)
{
    bool cut = why == TS_TRUNCATED || why == TS_TRAILING;
    return fail(r, cut ? TS_MALFORMED : why, part, DISCLOSURE);
}

static enum ts_status
digest_text(struct ts_arena *arena, ts_span *text, ts_span part)
{
    uint8_t digest[TS_SHA256_SIZE];
    ts_sha256(digest, part);
    return ts_base64url_encode(arena, text, TS_SPAN_OF(digest));
}

/* [salt, name, value] for a member, [salt, value] for an element. */
static enum ts_status
read_disclosure(struct reading *r, struct ts_disclosure *disclosure, ts_span part)
{
    ts_span json;
    const struct ts_json *parts;
    enum ts_status status = digest_text(r->arena, &disclosure->digest, part);
    if (status == TS_OK)
        status = ts_base64url_decode(r->arena, &json, part);
    if (status == TS_OK)
        status = ts_json_parse(r->arena, &parts, json, NULL);
    if (status != TS_OK)
        return fail_within(r, status, part);
    bool is_member = parts->count == 3;
    if (!ts_json_is(parts, TS_JSON_ARRAY) || (parts->count != 2 && !is_member)
        || !ts_json_is(parts->first, TS_JSON_STRING))
        return fail(r, TS_MALFORMED, part, DISCLOSURE);
    const struct ts_json *second = parts->first->next;
    if (is_member && !ts_json_is(second, TS_JSON_STRING))
        return fail(r, TS_MALFORMED, part, DISCLOSURE);
    disclosure->is_member = is_member;
    disclosure->name = is_member ? ts_json_string(second) : (ts_span){ 0 };
    disclosure->value = is_member ? second->next : second;
    return TS_OK;
}

static enum ts_status
add_disclosure(struct reading *r, ts_span part)
{
    struct ts_disclosures *all = &r->disclosures;
    struct ts_disclosure one = { 0 };
    if (all->count == TS_DISCLOSURES_MAX)
        return fail(r, TS_OVER_LIMIT, part, "TS_DISCLOSURES_MAX");
    enum ts_status status = read_disclosure(r, &one, part);
    if (status != TS_OK)
        return status;
    for (size_t i = 0; i < all->count; i++)
        if (ts_span_equal(all->at[i].digest, one.digest))
            return fail(r, TS_DUPLICATE, part, DISCLOSURE);
    all->at[all->count++] = one;
    return TS_OK;
}

/* rest is what stands behind the JWT's "~". */
static enum ts_status
read_disclosures(struct reading *r, ts_span rest)
{
    r->disclosures.at =
        ts_arena_take_array(r->arena, TS_DISCLOSURES_MAX, sizeof(*r->disclosures.at));
    if (!r->disclosures.at)
        return fail(r, TS_NO_SPACE, rest, "arena");
    for (;;) {
        size_t end = ts_span_index(rest, '~');
        if (end == rest.len)
            break;
        enum ts_status status = add_disclosure(r, ts_span_part(rest, 0, end));
        if (status != TS_OK)
            return status;
        rest = ts_span_part(rest, end + 1, rest.len);
    }
    if (rest.len && !ts_jose_looks_like(rest))
        return fail(r, TS_MALFORMED, rest, "RFC 9901 4, key binding");
    return TS_OK;
}

static enum ts_status
write_whole(struct reading *r, ts_span *text, const struct ts_json *whole)
{
    struct ts_writer w = ts_writer_over(ts_arena_rest(r->arena));
    ts_json_write(&w, whole);
    enum ts_status status = ts_writer_end(&w, text);
    if (status != TS_OK)
        return fail(r, status, r->text, "arena");
    ts_arena_keep(r->arena, text->len);
    return TS_OK;
}

/* unsupported is written when the digests are of another kind. */
static enum ts_status
disclose(struct reading *r, struct ts_proof *proof, ts_span *unsupported)
{
    const struct ts_json *payload;
    struct ts_json whole;
    struct ts_fault fault;
    const char *rule;
    enum ts_status status = ts_json_parse(r->arena, &payload, proof->payload, &fault);
    if (status != TS_OK)
        return fail(r, status == TS_TRUNCATED ? TS_MALFORMED : status, r->text,
                    fault.rule);
    if (!ts_json_is(payload, TS_JSON_OBJECT))
        return fail(r, TS_MALFORMED, r->text, "RFC 9901 4.1");
    const struct ts_json *alg = ts_json_member(payload, "_sd_alg");
    if (!ts_json_is(alg, TS_JSON_NONE) && !ts_json_string_is(alg, "sha-256")) {
        ts_span name = ts_json_string(alg);
        *unsupported = name.len ? name : TS_SPAN_LIT("_sd_alg");
        return TS_OK;
    }
    status = ts_sd_jwt_disclose(r->arena, &whole, &r->disclosures, payload, &rule);
    if (status != TS_OK)
        return fail(r, status, r->text, rule);
    return write_whole(r, &proof->payload, &whole);
}

static ts_span
foreign_type(const struct ts_proof *proof)
{
    if (ts_span_is(proof->media_type, "vc+sd-jwt")
        || ts_span_is(proof->media_type, "dc+sd-jwt"))
        return (ts_span){ 0 };
    return proof->media_type.len ? proof->media_type : TS_SPAN_LIT("typ");
}

static enum ts_status
read_set(struct reading *r, struct ts_proof_set *set)
{
    size_t end = ts_span_index(r->text, '~');
    if (end == r->text.len)
        return ts_fault_set(&r->fault, TS_TRUNCATED, end, "RFC 9901 4");
    enum ts_status status =
        ts_jose_read(r->arena, set, ts_span_part(r->text, 0, end), &r->fault);
    if (status == TS_TRUNCATED)
        status = ts_fault_set(&r->fault, TS_MALFORMED, r->fault.offset, r->fault.rule);
    if (status != TS_OK || set->count == 0)
        return status;
    struct ts_proof *proof = &set->proofs[0];
    proof->kind = TS_PROOF_SD_JWT;
    set->unsupported = foreign_type(proof);
    if (set->unsupported.len == 0)
        status = read_disclosures(r, ts_span_part(r->text, end + 1, r->text.len));
    if (status == TS_OK && set->unsupported.len == 0)
        status = disclose(r, proof, &set->unsupported);
    if (set->unsupported.len)
        *set = (struct ts_proof_set){ .unsupported = set->unsupported };
    return status;
}

enum ts_status
ts_sd_jwt_read(struct ts_arena *arena, struct ts_proof_set *set, ts_span text,
               struct ts_fault *fault)
{
    struct reading r = { .arena = arena, .text = text };
    struct ts_proof_set draft = { 0 };
    enum ts_status status = read_set(&r, &draft);
    if (status != TS_OK)
        return ts_fault_set(fault, status, r.fault.offset, r.fault.rule);
    *set = draft;
    return TS_OK;
}

bool
ts_sd_jwt_looks_like(ts_span text)
{
    size_t end = ts_span_index(text, '~');
    return end < text.len && ts_jose_looks_like(ts_span_part(text, 0, end));
}
