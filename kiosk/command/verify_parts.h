#ifndef TS_COMMAND_VERIFY_PARTS_H
#define TS_COMMAND_VERIFY_PARTS_H

#include "kiosk/credential/assembly.h"

/**
 * The parts of credentials in several codes, over all files of one run: in whatever
 * order they come, and several credentials mixed.
 */
enum { TS_VERIFY_SETS_MAX = 8 };

struct ts_verify_set {
    const char *input; /**< Where its first part was found; NULL: not in use. */
    bool whole;
    struct ts_assembly assembly;
};

struct ts_verify_parts {
    struct ts_verify_set sets[TS_VERIFY_SETS_MAX];
};

/**
 * Takes a code found in input, which must outlive this. WHOLE once for a credential
 * (whole stands until the next call), PART (also for one of a credential that was whole
 * before), CONFLICT, or NOT_A_PART; also NOT_A_PART for a part of one credential too
 * many.
 */
struct ts_assembly_answer
ts_verify_parts_take(struct ts_verify_parts *parts, const char *input, ts_span text);

/** The next of the credentials that are not whole: calls each(input, what, context) with
 * "part 2 of 3 is missing". */
void
ts_verify_parts_left(const struct ts_verify_parts *parts,
                     void (*each)(const char *input, const char *what, void *context),
                     void *context);

#endif
