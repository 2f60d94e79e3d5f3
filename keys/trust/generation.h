#ifndef TS_TRUST_GENERATION_H
#define TS_TRUST_GENERATION_H

#include "firmware/board/store.h"
#include "keys/trust/metadata.h"

/**
 * Where the files of one consistent set of lists lie in a trust folder
 * (keys/FORMAT.md 1). A folder that was put there whole (a published repository, a
 * kiosk set up by hand) has one set, under its plain names. A folder that is
 * synchronised keeps two, so that there is always one which is whole:
 *
 *   generation.current    the name of a set, and a line end
 *   generation.before     of the one before it
 *   generations/NAME.root.json, NAME.targets.json, ...   their metadata
 *   objects/H/HASH        target files by their SHA-256 (or, where the metadata has
 *                         none, SHA-512) in hex; H: its first digit. A state that
 *                         deltas led to by the hash of what it says (6.9)
 */

/** Hexadecimal digits of a set's name. */
enum { TS_GENERATION_DIGITS = 16 };

/** A set. Zero: the one under the plain names. */
struct ts_generation {
    char name[TS_GENERATION_DIGITS + 1];
};

enum ts_generation_age {
    TS_GENERATION_CURRENT = 0,
    TS_GENERATION_BEFORE,
};

/** Name of the file that names the set of that age. */
const char *ts_generation_pointer(enum ts_generation_age age);

/**
 * The set of that age. TS_OK; TS_ABSENT: the folder keeps no such set;
 * TS_MALFORMED, TS_OVER_LIMIT, TS_NO_SPACE, TS_UNTRUSTED or TS_IO: its pointer is
 * damaged. generation is written only on TS_OK.
 */
TS_MUST_USE enum ts_status
ts_generation_find(struct ts_arena *arena, struct ts_generation *generation,
                   struct ts_store *store, enum ts_generation_age age);

/** A name for ts_store_read(). */
struct ts_file_name {
    char text[TS_STORE_NAME_MAX + 1];
};

/** Where the set keeps a metadata file ("targets.json"). TS_OK or TS_MALFORMED: no store
 * can name it. */
TS_MUST_USE enum ts_status
ts_generation_metadata(struct ts_file_name *name, const struct ts_generation *generation,
                       ts_span file);

/** Where it keeps a target. TS_OK or TS_MALFORMED. */
TS_MUST_USE enum ts_status
ts_generation_target(struct ts_file_name *name, const struct ts_generation *generation,
                     const struct ts_target *target);

/** Where it keeps the state that deltas led to, in place of target (rev/snapshot): by
 * custom.state among the objects, or TS_STATE_FILE. TS_OK or TS_MALFORMED. */
TS_MUST_USE enum ts_status
ts_generation_state(struct ts_file_name *name, const struct ts_generation *generation,
                    const struct ts_target *target);

#endif
