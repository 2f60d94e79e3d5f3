#ifndef TS_COMMAND_PRINT_PLAN_H
#define TS_COMMAND_PRINT_PLAN_H

#include "keys/codec/qr.h"
#include "kiosk/credential/repack.h"

/** The codes that a credential is printed as. */
struct ts_print_plan {
    const char *form; /**< Of struct ts_packing; static. */
    size_t count;     /**< More than 1: its parts, FORMAT.md 9. */
    struct ts_qr codes[TS_PARTS_MAX];
};

/**
 * The smallest code that any of the packings gives; where that has more than version
 * TS_QR_VERSION_ADVISED, the fewest parts that do not; where there are too many for
 * that, the one code after all. Lives in the arena.
 *
 * TS_OK; TS_OVER_LIMIT (more than TS_PARTS_MAX codes hold) or TS_NO_SPACE.
 */
TS_MUST_USE enum ts_status
ts_print_plan_make(struct ts_arena *arena, struct ts_print_plan *plan,
                   const struct ts_packings *packings);

/** The largest version of its codes. */
unsigned ts_print_plan_version(const struct ts_print_plan *plan);

#endif
