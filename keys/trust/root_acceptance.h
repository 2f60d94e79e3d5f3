#ifndef TS_TRUST_ROOT_ACCEPTANCE_H
#define TS_TRUST_ROOT_ACCEPTANCE_H

#include "keys/trust/trust.h"

/**
 * Which roots a kiosk has accepted: the first one because a person compared its words
 * (root_words.h), each later one because the one before it signed it (TUF 5.3), or
 * because a person who knows the PIN said so. In one small file of the kiosk's state
 * folder (keys/FORMAT.md 13), written before anybody acts on it.
 *
 * Why the trust folder does not say this itself: whoever can exchange that folder, or
 * the medium it is on, can exchange what it says.
 */
#define TS_ACCEPTED_ROOTS_FILE "accepted-roots"

/** More rotations than a kiosk lives; the oldest are forgotten. */
enum { TS_ACCEPTED_ROOTS_MAX = 64, TS_ACCEPTED_ROOTS_WRITTEN_MAX = 8192 };

struct ts_accepted_root {
    uint64_t version;
    uint8_t fingerprint[TS_SHA256_SIZE];
};

struct ts_accepted_roots {
    struct ts_accepted_root items[TS_ACCEPTED_ROOTS_MAX]; /**< The newest last. */
    size_t count;
    bool is_damaged; /**< There is a file, and it cannot be used. */
};

/** Reads what was written: TS_OK, TS_UNSUPPORTED (of another release) or TS_MALFORMED;
 * roots is written only on TS_OK. */
TS_MUST_USE enum ts_status
ts_accepted_roots_read(struct ts_accepted_roots *roots, ts_span text);

/** Never fails: see is_damaged. */
struct ts_accepted_roots ts_accepted_roots_load(struct ts_store *state);

/** How the root of a trust folder stands to those that were accepted. */
enum ts_root_standing {
    TS_ROOT_CHANGED = 0, /**< Others were accepted, and none of them leads to it. */
    TS_ROOT_FIRST,       /**< None was ever accepted. */
    TS_ROOT_ACCEPTED,
    TS_ROOT_ROTATED, /**< The newest accepted one leads to it. */
};

/**
 * trust is what was loaded from store. A root that was accepted once stays so, since a
 * folder that lost its newest lists falls back to older ones. Where the newest accepted
 * root and each one after it lie in store, signed one by the other, up to the one in
 * use, that one is ROTATED; keep it then. In doubt CHANGED, and so if the file is
 * damaged. The arena, 1 MiB at least, is given back.
 */
enum ts_root_standing
ts_root_stands(struct ts_arena *arena, const struct ts_accepted_roots *roots,
               const struct ts_trust *trust, struct ts_store *store);

/** Adds trust's root and keeps it. TS_OK, or TS_IO: and roots is as it was. */
TS_MUST_USE enum ts_status
ts_accepted_roots_keep(struct ts_accepted_roots *roots, const struct ts_trust *trust,
                       struct ts_store *state);

/**
 * The fingerprint that people compare: of the root that the folder began from (root.json
 * or 1.root.json beside it, as a stick brings it), if that leads to the one in use; else
 * of the one in use. So a root that rotated between enrolment and first start still shows
 * the words on the paper. The arena is given back.
 */
void
ts_root_to_compare(struct ts_arena *arena, uint8_t fingerprint[static TS_SHA256_SIZE],
                   const struct ts_trust *trust, struct ts_store *store);

#endif
