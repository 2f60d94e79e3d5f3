#ifndef TS_VERDICT_PROFILE_READING_H
#define TS_VERDICT_PROFILE_READING_H

#include "kiosk/verdict/profile.h"

/**
 * Reading a profile, shared by the files profile*.c. One reader serves the kiosk, which
 * wants the first mistake, and lint, which wants all of them: it reads on after a
 * mistake.
 */
struct ts_profile_reading {
    struct ts_arena *arena;
    struct ts_fault fault; /**< The first mistake. */
    size_t requirements;   /**< Made so far, over all levels. */
    /** Told every mistake, when it is not NULL; value is where it lies. */
    void (*each)(const struct ts_json *value, const char *rule, void *context);
    void *context;
};

/** A mistake unless fact. rule is a sentence that begins with its place in PROFILE.md. */
void
ts_profile_require(struct ts_profile_reading *reading, bool fact,
                   const struct ts_json *value, enum ts_status why, const char *rule);

/** The objects of a profile, and the members that each may have. */
enum ts_profile_part {
    TS_PROFILE_ROOT = 0,
    TS_PROFILE_GROUP,
    TS_PROFILE_LEAF,
    TS_PROFILE_ALIGNMENT,
    TS_PROFILE_LISTS,
};
enum { TS_PROFILE_PARTS = TS_PROFILE_LISTS + 1 };

/** Their names; a NULL ends them. */
const char *const *ts_profile_members(enum ts_profile_part part);

/** The value is an object with no other members. */
void ts_profile_only(struct ts_profile_reading *reading, const struct ts_json *object,
                     enum ts_profile_part part);

/* Members; what is absent is empty, 0 or absent. */
ts_span ts_profile_text(struct ts_profile_reading *reading, const struct ts_json *object,
                        const char *name, const char *rule);
int64_t ts_profile_days(struct ts_profile_reading *reading, const struct ts_json *object,
                        const char *name, int64_t absent_s);
struct ts_texts ts_profile_texts(struct ts_profile_reading *reading,
                                 const struct ts_json *object, const char *name);

/** The place of a text in choices (a NULL ends them); 0, too, when it is absent. */
int ts_profile_choice(struct ts_profile_reading *reading, const struct ts_json *object,
                      const char *name, const char *const *choices, const char *rule);

/** The group or leaf that a value is; NULL when there are too many of them, or no room.
 * The root is a group, whose words and other members are read elsewhere. */
struct ts_requirement *ts_profile_requirement(struct ts_profile_reading *reading,
                                              const struct ts_json *from, bool is_root);

/** Reads it whole; profile is what could be made of it, and good without a fault only.
 * Returns TS_OK or the status of the fault. */
enum ts_status
ts_profile_read_tree(struct ts_profile_reading *reading, struct ts_profile *profile,
                     const struct ts_json *root);

#endif
