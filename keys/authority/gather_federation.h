#ifndef TS_AUTHORITY_GATHER_FEDERATION_H
#define TS_AUTHORITY_GATHER_FEDERATION_H

#include "keys/authority/issuer_keys.h"

/**
 * Entity statements of OpenID Federation 1.0 (section 3): what an entity says of
 * itself (its configuration), or what one that stands over it says of it; and chains
 * of them (section 4), from a leaf up to an anchor that the operator knows.
 */

struct ts_federation_order {
    ts_span anchor; /**< Whose word is taken; empty: nobody's but one's own. */
    const struct ts_issuer_keys *anchor_keys;
    ts_utc now;
};

/** Seconds that a clock elsewhere may run ahead of ours. */
#define TS_FEDERATION_SKEW_S 300

struct ts_federation_statement {
    ts_span subject;
    bool by_anchor; /**< Signed by the anchor; else by the subject itself, which proves
                         nothing but that it holds its keys. */
    ts_span name;   /**< organization_name; may be empty. */
    /** Those of the subject's metadata as a credential issuer, else those of the
     * statement. None only where the subject is a DID. */
    struct ts_issuer_keys keys;
    ts_utc issued, expires;
};

/**
 * Reads and verifies one: typ (3, "entity-statement+jwt"), kid, signature, iss, sub,
 * iat, exp, jwks (3.1). A statement with crit or metadata_policy_crit, of which
 * we would have to know the members, is TS_UNSUPPORTED, and so is one with a
 * metadata_policy for entity types that we read, or with constraints other than
 * max_path_length: they may forbid what it says elsewhere.
 *
 * Lives in the arena, views text and order. statement is written only on TS_OK.
 * Returns TS_OK; TS_UNTRUSTED (signed by neither; from the future; expired: the rule
 * tells); TS_UNSUPPORTED; TS_MALFORMED; TS_NO_SPACE, and the statuses of ts_jose_read()
 * and ts_json_parse().
 */
TS_MUST_USE enum ts_status
ts_federation_read(struct ts_arena *arena, struct ts_federation_statement *statement,
                   const struct ts_federation_order *order, ts_span text,
                   struct ts_fault *fault);

/** Subordinate statements of one chain, which is one more entity than intermediates. */
#define TS_FEDERATION_LINKS_MAX 5

/** Whether text is a chain, or what a resolver says (8.3), rather than one statement. */
bool ts_federation_is_chain(struct ts_arena *arena, ts_span text);

/**
 * Reads and verifies a chain: a JSON array of statements, the leaf's own first and the
 * anchor's about the next one down last (after which its own may stand), or the
 * "trust_chain" of a resolver's answer, whose own word counts for nothing. Each
 * statement must be signed by the keys that the one above it gives its issuer, the
 * last by the anchor's of order, and be in time; statement->expires is when the first of
 * them ends, by_anchor is true. What its superior says of the leaf comes before what
 * the leaf says itself.
 *
 * Statuses and lifetimes as above; TS_OVER_LIMIT (TS_FEDERATION_LINKS_MAX).
 */
TS_MUST_USE enum ts_status
ts_federation_read_chain(struct ts_arena *arena,
                         struct ts_federation_statement *statement,
                         const struct ts_federation_order *order, ts_span text,
                         struct ts_fault *fault);

#endif
