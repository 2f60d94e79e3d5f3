#ifndef TS_VERDICT_PROFILE_DOUBTS_H
#define TS_VERDICT_PROFILE_DOUBTS_H

#include "keys/trust/trust.h"
#include "kiosk/verdict/profile.h"

/** A profile without a mistake, and whom to tell what is odd about it. */
struct ts_profile_doubts {
    const struct ts_profile *profile;
    const struct ts_json *root;   /**< The JSON that it was read from. */
    const struct ts_trust *trust; /**< NULL: nobody knows the lists. */
    /** offset: of the value it is about. */
    void (*say)(size_t offset, const char *what, ts_span about, void *context);
    void *context;
};

/** For ts_profile_lint(). */
void ts_profile_doubt(const struct ts_profile_doubts *doubts);

#endif
