#ifndef TS_TRUST_REPOSITORY_H
#define TS_TRUST_REPOSITORY_H

#include "keys/trust/generation.h"

/**
 * What the targets of a list repository are called (keys/FORMAT.md 1), and the
 * shortest way through them to the newest lists.
 *
 *   issuers.cbor       the issuer list
 *   issuers.cbor.zst   the same, packed on its own
 *   issuers/3-7.zst    the same, packed over the list of epoch 3; it has epoch 7
 *   profiles/NAME.json a job profile
 *   contexts/DIGITS.jsonld  a linked data context of the site (10)
 *   equivalences.json  what the site takes for the same achievement (10)
 *   rev/snapshot       the revocation state (6); custom.epoch and custom.state say
 *                      which, so that it need not be fetched to be known
 *   rev/411-412        a delta from one of its epochs to a later one
 *   rev/list.DIGITS    an issuer's own list that no container can hold; and
 *   status/DIGITS      the same in a repository without a role for rev/
 *
 * Whichever way the issuer list came, its bytes are those that the target issuers.cbor
 * promises; they are kept as that target and checked against it
 * (ts_issuer_list_unpack() in issuer_list_pack.h). A revocation state that deltas
 * led to is not, byte for byte, rev/snapshot: it is kept beside the metadata as
 * TS_STATE_FILE and checked against custom.state (ts_revocations_restore()).
 */

#define TS_ISSUERS_PATH "issuers.cbor"
#define TS_ISSUERS_PACKED_PATH "issuers.cbor.zst"
#define TS_ISSUERS_FOLDER "issuers/"
#define TS_PROFILES_FOLDER "profiles/"
#define TS_CONTEXTS_FOLDER "contexts/"
#define TS_EQUIVALENCES_PATH "equivalences.json"
#define TS_STATUS_FOLDER "status/"
#define TS_REV_FOLDER "rev/"
#define TS_REV_SNAPSHOT_PATH "rev/snapshot"
#define TS_REV_LIST_PREFIX "rev/list."

/** In a trust folder, a metadata file in all but its signature. */
#define TS_STATE_FILE "state.rev"

/** What lists in a state are called that are there for their canaries only. */
#define TS_CANARY_PREFIX "urn:touchstone:canary"

/** The delegated role that signs for rev/ and nothing else. */
#define TS_REVOCATIONS_ROLE "revocations"

/** "targets/DIR/HASH.NAME", where a published repository has it (TUF 1.0.34, 3.1). TS_OK
 * or TS_MALFORMED: no store can name it. */
TS_MUST_USE enum ts_status
ts_repository_target(struct ts_file_name *name, const struct ts_target *target);

/** Whether a file of a published repository belongs to one publication and not to all:
 * "7.NAME.json" other than a root, and "targets/DIR/HASH.NAME". */
bool ts_repository_is_numbered(ts_span name);

/** What a delta leads from and to. */
struct ts_epochs {
    uint64_t from, to;
};

/** Reads "issuers/3-7.zst" with folder TS_ISSUERS_FOLDER, or "rev/411-412" with
 * TS_REV_FOLDER; false for any other path, and unless from is below to. */
bool ts_epochs_of_path(struct ts_epochs *epochs, ts_span path, const char *folder);

/** Targets of one way, in the order in which they are to be fetched and applied. */
#define TS_ROUTE_MAX 40
struct ts_route {
    const struct ts_target *steps[TS_ROUTE_MAX];
    size_t count;   /**< 0: nothing to do. */
    uint64_t bytes; /**< To be fetched, all together. */
    bool is_whole;  /**< One step that needs nothing before it: TS_REV_SNAPSHOT_PATH,
                         or TS_ISSUERS_PACKED_PATH or TS_ISSUERS_PATH. */
};

/**
 * The cheapest way from a state of epoch from (0: there is none) to that of
 * rev/snapshot: a chain of deltas, or the snapshot. items are the targets that
 * a search may find (ts_refresh_each()).
 *
 * TS_OK, also for from that is the newest (no steps); TS_ABSENT: items have no
 * rev/snapshot; TS_ROLLBACK: from is beyond it.
 */
TS_MUST_USE enum ts_status
ts_route_revocations(struct ts_route *route, const struct ts_target *items, size_t count,
                     uint64_t from);

/** The same for the issuer list, to the epoch of issuers.cbor. */
TS_MUST_USE enum ts_status
ts_route_issuers(struct ts_route *route, const struct ts_target *items, size_t count,
                 uint64_t from);

#endif
