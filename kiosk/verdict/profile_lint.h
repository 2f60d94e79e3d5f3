#ifndef TS_VERDICT_PROFILE_LINT_H
#define TS_VERDICT_PROFILE_LINT_H

#include "keys/trust/trust.h"
#include "kiosk/verdict/profile.h"

/** Something that its author should know about a profile. */
struct ts_profile_remark {
    bool
        is_mistake; /**< It is refused for it; else it works, and perhaps not as meant. */
    size_t line, column; /**< From 1; a column is a byte. */
    ts_span path;        /**< "all_of[2].issuers[0]"; empty for the whole profile. Holds
                              whatever the file does: make it plain before printing it. */
    const char *what;    /**< A sentence. */
    ts_span about;       /**< What it speaks of, from the file; may be empty. */
};

/**
 * Looks a profile through: every mistake there is (ts_profile_read() tells the first),
 * and where there is none, whatever looks as if it were not meant. trust, which may be
 * NULL, tells unknown issuers. Calls each(remark, context); what a remark views stands
 * during the call. Returns TS_OK without a mistake, else as ts_profile_read() would.
 */
TS_MUST_USE enum ts_status
ts_profile_lint(struct ts_arena *arena, ts_span text, const struct ts_trust *trust,
                void (*each)(const struct ts_profile_remark *remark, void *context),
                void *context);

#endif
