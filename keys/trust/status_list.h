#ifndef TS_TRUST_STATUS_LIST_H
#define TS_TRUST_STATUS_LIST_H

#include "keys/trust/authenticity.h"

/**
 * What an issuer's list says of one credential.
 *
 * Kinds: W3C Bitstring Status List v1.0, StatusList2021, IETF Token Status List
 * (JWT and CWT), 1EdTechRevocationList, and the revocation lists of SMART Health
 * Cards. Bit orders: keys/FORMAT.md 4.
 */
enum ts_status_kind {
    TS_STATUS_KIND_NONE = 0,
    TS_STATUS_BITSTRING, /**< BitstringStatusListCredential; high bit first. */
    TS_STATUS_LIST_2021, /**< StatusList2021Credential; the same without the "u". */
    TS_STATUS_TOKEN,     /**< IETF; low bit first. */
    TS_STATUS_1EDTECH,   /**< A list of ids. */
    TS_STATUS_HEALTH,    /**< SMART Health Cards: the rids of one key of an issuer. */
};

/** SMART Health Cards: the cards of this rid that were issued before; all of them
 * when it is TS_UTC_NEVER. */
struct ts_withdrawn_rid {
    ts_span rid;
    ts_utc before;
};

enum ts_status_value {
    TS_STATUS_UNKNOWN = 0,
    TS_STATUS_VALID,
    TS_STATUS_WITHDRAWN,
    TS_STATUS_SUSPENDED,
    TS_STATUS_NOTICE, /**< A purpose that does not touch validity (refresh, message). */
};

struct ts_status_list {
    enum ts_status_kind kind;
    ts_span url;        /**< What credentials call it. */
    ts_span issuer;     /**< Who signed it, verified; empty for 1EDTECH, HEALTH. */
    ts_span purpose;    /**< "revocation", "suspension", ...; several are parted by one
                             space; empty for TOKEN, 1EDTECH, HEALTH. */
    unsigned bits;      /**< Per entry: 1, 2, 4, 8 for TOKEN; 1 to 8 for W3C; else 0. */
    ts_span bitstring;  /**< Uncompressed. */
    const ts_span *ids; /**< 1EDTECH: withdrawn credential ids, sorted. */
    size_t id_count;
    const struct ts_withdrawn_rid *rids; /**< HEALTH: each rid once, sorted. */
    size_t rid_count;
    uint64_t counter; /**< HEALTH: grows with every change; 0 for the others. */
    ts_utc issued;    /**< validFrom, iat; TS_UTC_ALWAYS if unsaid. */
    ts_utc expires;   /**< validUntil, exp; TS_UTC_NEVER if unsaid. */
    bool is_small;    /**< BITSTRING, LIST_2021: fewer entries than the 131,072 that
                           W3C asks for. */
};

struct ts_ld_contexts; /* keys/proof/linked_data/context.h */

/** What lists are verified with. */
struct ts_status_trust {
    const struct ts_issuer_list *issuers;
    const struct ts_ld_contexts *contexts; /**< Of the site; may be NULL. */
};

/**
 * Reads and verifies an issuer's own list as it was fetched from url. The
 * signature must be by an issuer of trust, and what names itself in the list
 * must name url; an unsigned list (1EdTech, SMART Health Cards) is taken as it is (it
 * was placed under url by the signed repository). Not asked: when the signing key was
 * valid (the repository is younger than the key), and whether the list has
 * expired (the caller knows what time it is).
 *
 * Lives in the arena, views url, bytes and trust. list is written only on
 * TS_OK. Returns TS_OK; TS_UNTRUSTED (not signed by anybody listed);
 * TS_UNSUPPORTED (no such kind, or signed in a way we cannot check);
 * TS_MALFORMED, TS_OVER_LIMIT (TS_STATUS_LIST_BYTES_MAX), TS_NO_SPACE and the
 * statuses of ts_document_read() and ts_inflate().
 */
TS_MUST_USE enum ts_status
ts_status_list_read(struct ts_arena *arena, struct ts_status_list *list, ts_span url,
                    ts_span bytes, const struct ts_status_trust *trust,
                    struct ts_fault *fault);

/**
 * The value at index (BITSTRING, LIST_2021, TOKEN). Past the end: UNKNOWN.
 * purpose: what the entry asks for; UNKNOWN when the list is for another.
 */
enum ts_status_value
ts_status_list_at(const struct ts_status_list *list, uint64_t index, ts_span purpose);

/** The value of a credential id (1EDTECH): WITHDRAWN or VALID. Other kinds: UNKNOWN. */
enum ts_status_value
ts_status_list_of(const struct ts_status_list *list, ts_span credential_id);

/** True for the kinds that nobody signs; who carries them vouches for them. */
bool ts_status_is_unsigned(enum ts_status_kind kind);

/** The value of a SMART Health Card with this rid, issued at that time (HEALTH):
 * WITHDRAWN or VALID. Other kinds: UNKNOWN. */
enum ts_status_value
ts_status_list_of_card(const struct ts_status_list *list, ts_span rid, ts_utc issued);

#endif
