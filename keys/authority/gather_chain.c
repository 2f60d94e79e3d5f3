#include "keys/authority/gather_federation.h"

#include "keys/authority/gather_statement.h"
#include "keys/proof/jose.h"

static const char CHAIN[] = "OpenID Federation 1.0 4, trust chain";

/* A chain is read from its end, the anchor, down: so every key that is tried was
 * believed before. */
struct walk {
    struct ts_statement_reader r;
    const struct ts_federation_order *order;
    struct ts_federation_statement draft;
    ts_span entity;             /* Who must have signed the next statement down ... */
    struct ts_issuer_keys keys; /* ... and with what. */
    size_t below;               /* Entities that may still follow. */
};

static enum ts_status
fail(struct walk *walk, enum ts_status why, const char *rule)
{
    return ts_statement_fail(&walk->r, why, rule);
}

/* Opens one statement, which the entity that is next must have signed. */
static enum ts_status
open_link(struct walk *walk, const struct ts_json **claims, ts_span *subject,
          ts_span text)
{
    struct ts_proof_set set;
    ts_verified verified = { { 0 } };
    ts_span issuer = { 0 };
    ts_utc issued = TS_UTC_ALWAYS;
    ts_utc expires = TS_UTC_NEVER;
    enum ts_status status = ts_statement_proof(&walk->r, &set, text);
    if (status != TS_OK)
        return status;
    if (!ts_statement_is_signed_by(&verified, &set.proofs[0], &walk->keys))
        return fail(walk, TS_UNTRUSTED, "a link that its superior's keys did not sign");
    status = ts_statement_claims(&walk->r, claims, verified);
    if (status == TS_OK)
        status = ts_statement_parties(&walk->r, *claims, &issuer, subject);
    if (status == TS_OK && !ts_span_equal(issuer, walk->entity))
        status = fail(walk, TS_UNTRUSTED, "a link that is signed in another's name");
    if (status == TS_OK)
        status = ts_statement_times(&walk->r, *claims, &issued, &expires);
    if (status != TS_OK)
        return status;
    if (issued.s > walk->draft.issued.s)
        walk->draft.issued = issued;
    if (expires.s < walk->draft.expires.s)
        walk->draft.expires = expires;
    return TS_OK;
}

/* max_path_length (6.2.1): how many intermediate entities may stand between who says it
 * and the leaf. */
static enum ts_status
take_constraint(struct walk *walk, const struct ts_json *claims)
{
    const struct ts_json *most =
        ts_json_member(ts_json_member(claims, "constraints"), "max_path_length");
    int64_t length;
    if (ts_json_is(most, TS_JSON_NONE))
        return TS_OK;
    if (ts_json_integer(most, &length) != TS_OK || length < 0)
        return fail(walk, TS_MALFORMED, "OpenID Federation 1.0 6.2.1");
    if ((uint64_t)length < walk->below)
        return fail(walk, TS_UNTRUSTED, "the chain is longer than one of it allows");
    return TS_OK;
}

/* What one entity says of the next one down. */
static enum ts_status
step_down(struct walk *walk, const struct ts_json **claims, ts_span text)
{
    ts_span subject = { 0 };
    enum ts_status status = open_link(walk, claims, &subject, text);
    if (status == TS_OK && ts_span_equal(subject, walk->entity))
        status = fail(walk, TS_MALFORMED, CHAIN);
    if (status == TS_OK)
        status = take_constraint(walk, *claims);
    if (status == TS_OK)
        status = ts_statement_keys(&walk->r, &walk->keys, ts_json_member(*claims, "jwks"),
                                   "OpenID Federation 1.0 3.1, jwks");
    if (status == TS_OK)
        walk->entity = subject;
    return status;
}

/* What its superior says of the leaf comes before what it says itself (6.1.4.2). */
static enum ts_status
take_leaf(struct walk *walk, const struct ts_json *superior, ts_span text)
{
    const struct ts_json *own = NULL;
    ts_span subject = { 0 };
    enum ts_status status = open_link(walk, &own, &subject, text);
    if (status == TS_OK && !ts_span_equal(subject, walk->entity))
        status = fail(walk, TS_MALFORMED, CHAIN);
    if (status != TS_OK)
        return status;
    walk->draft.subject = subject;
    walk->draft.by_anchor = true;
    walk->draft.name = ts_statement_name(superior);
    if (walk->draft.name.len == 0)
        walk->draft.name = ts_statement_name(own);
    if (ts_span_starts_with(subject, TS_SPAN_LIT("did:")))
        return TS_OK;
    const struct ts_json *jwks = ts_statement_credential_jwks(superior);
    if (ts_json_is(jwks, TS_JSON_NONE))
        jwks = ts_statement_credential_jwks(own);
    if (ts_json_is(jwks, TS_JSON_NONE)) {
        walk->draft.keys = walk->keys;
        return TS_OK;
    }
    return ts_statement_keys(&walk->r, &walk->draft.keys, jwks,
                             "OpenID Federation 1.0 3.1, jwks");
}

/* Its last statement may be what the anchor says of itself. */
static enum ts_status
drop_anchor(struct walk *walk, const ts_span *links, size_t *count)
{
    const struct ts_json *claims;
    struct ts_proof_set set;
    size_t used = walk->r.arena->used;
    enum ts_status status = ts_statement_proof(&walk->r, &set, links[*count - 1]);
    if (status == TS_OK)
        status =
            ts_json_parse(walk->r.arena, &claims, set.proofs[0].payload, &walk->r.fault);
    if (status != TS_OK)
        return status;
    bool is_own =
        ts_span_equal(ts_json_string(ts_json_member(claims, "sub")), walk->order->anchor);
    ts_arena_rewind(walk->r.arena, used);
    if (!is_own)
        return TS_OK;
    ts_span subject = { 0 };
    --*count;
    return open_link(walk, &claims, &subject, links[*count]);
}

static enum ts_status
walk_down(struct walk *walk, const ts_span *links, size_t count)
{
    const struct ts_json *claims = NULL;
    enum ts_status status = drop_anchor(walk, links, &count);
    if (status == TS_OK && count < 2)
        status = fail(walk, TS_MALFORMED, CHAIN);
    if (status == TS_OK && count > TS_FEDERATION_LINKS_MAX + 1)
        status = fail(walk, TS_OVER_LIMIT, CHAIN);
    for (size_t i = count; status == TS_OK && i-- > 1;) {
        walk->below = i - 1;
        status = step_down(walk, &claims, links[i]);
    }
    return status == TS_OK ? take_leaf(walk, claims, links[0]) : status;
}

static enum ts_status
read_links(struct walk *walk, const struct ts_json *chain)
{
    ts_span links[TS_FEDERATION_LINKS_MAX + 2];
    size_t count = 0;
    if (!ts_json_is(chain, TS_JSON_ARRAY))
        return fail(walk, TS_MALFORMED, CHAIN);
    for (const struct ts_json *at = chain->first; at; at = at->next) {
        if (count == TS_COUNT(links))
            return fail(walk, TS_OVER_LIMIT, CHAIN);
        links[count] = ts_json_string(at);
        if (links[count++].len == 0)
            return fail(walk, TS_MALFORMED, CHAIN);
    }
    if (count == 0 || walk->order->anchor.len == 0)
        return fail(walk, TS_UNTRUSTED, "a chain, and no anchor that it could end at");
    return walk_down(walk, links, count);
}

/* A resolver's word (8.3) is not taken: only the chain that it found, which proves
 * itself. */
static enum ts_status
find_chain(struct walk *walk, const struct ts_json **chain, ts_span text)
{
    struct ts_proof_set set;
    enum ts_status status = TS_OK;
    if (text.at[0] == '[')
        return ts_json_parse(walk->r.arena, chain, text, &walk->r.fault);
    status = ts_jose_read(walk->r.arena, &set, text, &walk->r.fault);
    if (status == TS_OK && set.count == 0)
        status = fail(walk, TS_UNSUPPORTED, "a signature or a header of another kind");
    if (status == TS_OK)
        status =
            ts_json_parse(walk->r.arena, chain, set.proofs[0].payload, &walk->r.fault);
    if (status == TS_OK)
        *chain = ts_json_member(*chain, "trust_chain");
    return status;
}

static bool
is_resolved(struct ts_arena *arena, ts_span text)
{
    struct ts_proof_set set;
    size_t used = arena->used;
    bool is =
        ts_jose_read(arena, &set, text, NULL) == TS_OK && set.count > 0
        && (ts_span_is(set.proofs[0].media_type, "resolve-response+jwt")
            || ts_span_is(set.proofs[0].media_type, "application/resolve-response+jwt"));
    ts_arena_rewind(arena, used);
    return is;
}

bool
ts_federation_is_chain(struct ts_arena *arena, ts_span text)
{
    text = ts_statement_trim(text);
    return text.len > 0 && (text.at[0] == '[' || is_resolved(arena, text));
}

enum ts_status
ts_federation_read_chain(struct ts_arena *arena,
                         struct ts_federation_statement *statement,
                         const struct ts_federation_order *order, ts_span text,
                         struct ts_fault *fault)
{
    struct walk walk = {
        .r = { .arena = arena, .now = order->now },
        .order = order,
        .entity = order->anchor,
        .keys = *order->anchor_keys,
        .draft = { .issued = TS_UTC_ALWAYS, .expires = TS_UTC_NEVER },
    };
    const struct ts_json *chain;
    enum ts_status status = TS_MALFORMED;
    text = ts_statement_trim(text);
    if (text.len > 0)
        status = find_chain(&walk, &chain, text);
    if (status == TS_OK)
        status = read_links(&walk, chain);
    if (status != TS_OK)
        return ts_fault_set(fault, status, walk.r.fault.offset,
                            walk.r.fault.rule ? walk.r.fault.rule : CHAIN);
    *statement = walk.draft;
    return TS_OK;
}
