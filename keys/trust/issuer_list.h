#ifndef TS_TRUST_ISSUER_LIST_H
#define TS_TRUST_ISSUER_LIST_H

#include "firmware/base/instant.h"
#include "keys/crypto/signature.h"

/**
 * Whom we believe, and about what. Format: keys/FORMAT.md 3.
 */

struct ts_text_in {
    ts_span language; /**< BCP 47, lower case as listed: "en", "fr-ca". */
    ts_span text;
};

/** Not after, of a key that was revoked (FORMAT.md 3.20): before any signature. */
#define TS_KEY_REVOKED ((ts_utc){ INT64_C(-62167219200) }) /* 0000-01-01T00:00:00Z */

struct ts_issuer_key {
    ts_span id; /**< Verification method, kid, or kid bytes; may be empty. */
    struct ts_public_key key;
    ts_utc not_before, not_after; /**< When it may sign; ALWAYS and NEVER if unsaid. */
    bool may_sign_test, may_sign_vaccination, may_sign_recovery; /**< EU DCC. */
};

struct ts_issuer {
    ts_span id;                     /**< did:..., https:..., or a DCC country code. */
    const struct ts_text_in *names; /**< At least one. */
    size_t name_count;
    const struct ts_issuer_key *keys; /**< May be none when id is a did:key or did:jwk. */
    size_t key_count;
    const ts_span *achievements; /**< Ids and achievementTypes it may issue; 0 for any. */
    size_t achievement_count;
    const ts_span *status_locations; /**< Prefixes of URLs of lists others sign for it. */
    size_t status_location_count;
};

struct ts_issuer_list {
    uint64_t epoch; /**< Grows with every publication. */
    ts_utc issued;
    const struct ts_issuer *issuers; /**< Sorted by id. */
    size_t count;
};

/**
 * Reads a list; it lives in the arena and views source. Compressed points come
 * out in their long form. list is written only on TS_OK; half of what is left
 * of the arena serves as working memory and is given back.
 *
 * Returns TS_OK, the statuses of ts_cbor_parse(), TS_MALFORMED, TS_DUPLICATE (an
 * issuer twice), TS_UNSUPPORTED (a later format) or TS_OVER_LIMIT
 * (TS_ISSUERS_MAX).
 */
TS_MUST_USE enum ts_status
ts_issuer_list_read(struct ts_arena *arena, struct ts_issuer_list *list,
                    ts_verified source, struct ts_fault *fault);

/**
 * Writes one; the authority's side. issuers need not be sorted. What the reader
 * would refuse (two issuers of one id, no name) is written all the same.
 * TS_OK or TS_NO_SPACE.
 */
TS_MUST_USE enum ts_status ts_issuer_list_write(struct ts_arena *arena, ts_span *bytes,
                                                const struct ts_issuer_list *list);

/** NULL when there is none. Stands as long as the list. */
const struct ts_issuer *
ts_issuer_list_find(const struct ts_issuer_list *list, ts_span id);

/**
 * Keys by id over all issuers, for containers that name a key and no issuer
 * (EU DCC). Begin with *issuer and *key 0; both move on to the first hit from
 * there. To go on after a hit, add one to *key. False when there is no further
 * one, and for an empty id.
 */
bool ts_issuer_list_next_key(const struct ts_issuer_list *list, ts_span key_id,
                             size_t *issuer, size_t *key);

/** The name for the reader of language ("fr" also takes "fr-ca"), else English,
 * else the first. */
ts_span ts_issuer_name(const struct ts_issuer *issuer, ts_span language);

/** True when the issuer may issue an achievement of this id or one of these types. */
bool ts_issuer_may_issue(const struct ts_issuer *issuer, ts_span achievement_id,
                         const ts_span *types, size_t type_count);

#endif
