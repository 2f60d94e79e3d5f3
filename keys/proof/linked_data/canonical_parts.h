#ifndef TS_LINKED_DATA_CANONICAL_PARTS_H
#define TS_LINKED_DATA_CANONICAL_PARTS_H

#include "keys/crypto/digest.h"
#include "keys/proof/linked_data/canonical.h"
#include "keys/proof/linked_data/nquads.h"

/*
 * What canonical*.c share; else only their tests and the bench include this.
 * Numbers in brackets are sections of RDF Dataset Canonicalization 1.0.
 */

#define TS_RDFC_NONE UINT32_MAX
#define TS_RDFC_DIGEST_MAX TS_SHA384_SIZE

/** A quad as a line with "_:z" for its blank nodes, and which nodes they are. */
struct ts_rdfc_line {
    uint8_t *at;
    uint32_t len;
    struct ts_nquads_marks marks;
    uint32_t blanks[TS_NQUADS_BLANKS]; /**< TS_RDFC_NONE: not a blank node. */
};

/** The canonicalization state (4.3). */
struct ts_rdfc {
    struct ts_arena *arena;
    const struct ts_rdf_dataset *dataset;
    enum ts_rdfc_hash hash;
    struct ts_rdfc_line *lines; /**< One a quad. */

    /* Lines that mention blank node n, each once, in the order they are hashed in:
     * mentions[first[n]] and mention_counts[n] - 1 more. */
    uint32_t *first;
    uint32_t *mention_counts;
    uint32_t *mentions;

    uint8_t (*digests)[TS_RDFC_DIGEST_MAX]; /**< First degree, of each blank node. */
    uint32_t *canonical;                    /**< n of "c14n<n>", or TS_RDFC_NONE. */
    uint32_t issued;

    /* The temporary issuer (4.5). Copies of it are only ever extended, so there is
     * one, which is cut back where the algorithm drops a copy. */
    uint32_t *temporary; /**< n of "b<n>", or TS_RDFC_NONE. */
    uint32_t *trail;     /**< Blank nodes in the order of their numbers. */
    uint32_t trail_len;

    uint32_t *spare; /**< For sorting, as many as there are quads or blank nodes. */
    uint32_t work;   /**< Against TS_RDFC_WORK_MAX. */
    uint32_t depth;  /**< Against TS_RDFC_DEPTH_MAX. */
};

size_t ts_rdfc_digest_size(const struct ts_rdfc *s);
void ts_rdfc_digest(const struct ts_rdfc *s, uint8_t *digest, ts_span bytes);
void
ts_rdfc_write_hex(const struct ts_rdfc *s, struct ts_writer *w, const uint8_t *digest);

/** Fills lines, first, mentions and digests (4.6). TS_OK, TS_OVER_LIMIT or
 * TS_NO_SPACE. */
TS_MUST_USE enum ts_status ts_rdfc_hash_first_degree(struct ts_rdfc *s);

/** The next number of the temporary issuer for blank; it must have none. */
void ts_rdfc_issue_temporary(struct ts_rdfc *s, uint32_t blank);

/** Takes numbers back until len are left. */
void ts_rdfc_cut_trail(struct ts_rdfc *s, uint32_t len);

/**
 * Hash N-degree quads (4.8). The temporary issuer goes on from where it is, and is
 * the chosen one afterwards. TS_OK, TS_OVER_LIMIT or TS_NO_SPACE.
 */
TS_MUST_USE enum ts_status
ts_rdfc_hash_n_degree(struct ts_rdfc *s, uint8_t *digest, uint32_t blank);

/** ts_rdfc_canonicalize(), with the work it took, whatever the status. */
TS_MUST_USE enum ts_status
ts_rdfc_measured(struct ts_arena *arena, ts_span *nquads, uint32_t *issued,
                 const struct ts_rdf_dataset *dataset, enum ts_rdfc_hash hash,
                 uint32_t *work);

#endif
