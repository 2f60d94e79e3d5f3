#ifndef TS_AUTHORITY_PUBLISHING_H
#define TS_AUTHORITY_PUBLISHING_H

#include "keys/authority/authority.h"
#include "keys/authority/authority_files.h"
#include "keys/authority/key_folder.h"
#include "keys/authority/published.h"
#include "keys/trust/repository.h"
#include "keys/trust/revocation.h"

/* One publication in the making, for the files publish*.c. Each step fails with the
 * fault set. */

/** Files of a publication: they are all told again each day (FORMAT.md 1.8). */
enum { TS_PUBLISH_TARGETS_MAX = 40 };

/** Names of lists and profiles beyond that are the authority's own affair. */
enum { TS_PUBLISH_FILES_MAX = TS_TARGETS_MAX };

/** What one role signs for. */
struct ts_publish_set {
    struct ts_tuf_target *items; /**< TS_PUBLISH_FILES_MAX at most. */
    size_t count;
};

/** Metadata of one role, as it will be in force. */
struct ts_publish_document {
    ts_span file;
    uint64_t version;
    bool is_new; /**< Not yet in the authority's folder. */
};

struct ts_publishing {
    struct ts_arena *arena;
    const struct ts_publish_order *order;
    struct ts_fault *fault;
    struct ts_key_folder keys;
    struct ts_published last; /**< Before this one ... */
    struct ts_published next; /**< ... and after it. */
    const struct ts_root *root;
    ts_span root_file;
    struct ts_publish_set targets, revocations;
    struct ts_publish_document targets_file, revocations_file, snapshot_file,
        timestamp_file;
    struct ts_publication done;
};

static inline enum ts_status
ts_publish_fault(const struct ts_publishing *p, enum ts_status status, const char *file)
{
    return ts_fault_set(p->fault, status, 0, file);
}

/** Names a file in a set. bytes and what item points to outlive the publication.
 * TS_OK or TS_OVER_LIMIT. */
TS_MUST_USE enum ts_status ts_publish_add(struct ts_publish_set *set, const char *path,
                                          ts_span bytes, struct ts_tuf_target item);

/* publish_issuers.c: the issuer list, packed, and over the lists before it. */
TS_MUST_USE enum ts_status ts_publish_issuers(struct ts_publishing *p);

/* publish_site.c: job profiles, linked data contexts, equivalences. */
TS_MUST_USE enum ts_status ts_publish_site(struct ts_publishing *p);

/* publish_state.c: the status lists as one revocation state, and as themselves
 * where no state can hold them. */
TS_MUST_USE enum ts_status ts_publish_state(struct ts_publishing *p);

/* publish_deltas.c */

/** A state that was written and loaded. */
struct ts_publish_state {
    ts_span snapshot;
    struct ts_revocations state;
};

/** Keeps a new state and the deltas that lead to it. */
TS_MUST_USE enum ts_status
ts_publish_keep_state(struct ts_publishing *p, const struct ts_publish_state *next);
/** The snapshot that is kept of a state, if it is. TS_OK, TS_ABSENT, ... */
TS_MUST_USE enum ts_status
ts_publish_kept_state(struct ts_publishing *p, ts_span *snapshot,
                      const struct ts_published_part *part);
/** Names the deltas that lead to the state of p->next, as many as there is room for. */
TS_MUST_USE enum ts_status ts_publish_deltas(struct ts_publishing *p);
/** Removes what no later publication can need. */
void ts_publish_forget_states(struct ts_publishing *p);

/* publish_documents.c: metadata of all roles. */
TS_MUST_USE enum ts_status ts_publish_root(struct ts_publishing *p);
TS_MUST_USE enum ts_status ts_publish_documents(struct ts_publishing *p);
/** Puts what is new into the authority's folder. */
TS_MUST_USE enum ts_status ts_publish_keep_documents(struct ts_publishing *p);

/* publish_repository.c: the folder that others see. */
/** TS_OK, or TS_DUPLICATE: another authority's. */
TS_MUST_USE enum ts_status ts_publish_check_repository(struct ts_publishing *p);
TS_MUST_USE enum ts_status ts_publish_repository(struct ts_publishing *p);

#endif
