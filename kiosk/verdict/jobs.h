#ifndef TS_VERDICT_JOBS_H
#define TS_VERDICT_JOBS_H

#include "keys/trust/trust.h"
#include "kiosk/verdict/match.h"

/** Every job of a repository, to be compared with cards (match.h). */
struct ts_jobs {
    struct ts_profile profiles[TS_MATCH_PROFILES_MAX];
    const struct ts_profile *each[TS_MATCH_PROFILES_MAX]; /**< Pointers to them. */
    ts_span names[TS_MATCH_PROFILES_MAX]; /**< What the repository calls them. */
    size_t count;
    size_t left_out; /**< Those that could not be read, and those that were not there. */
    enum ts_status doubted; /**< Not TS_OK: the equivalences were left out, and why. */
};

/**
 * Reads the profiles, and lets them be met by what equivalences (empty: none) say is the
 * same, as ts_profile_believe(). What cannot be read is left out and counted: there is
 * one job less. jobs views the arena, texts and equivalences.
 */
void ts_jobs_read(struct ts_arena *arena, struct ts_jobs *jobs,
                  const struct ts_trust_profiles *texts, ts_verified equivalences);

/** There is a choice: another one than the job in use (is_one_in_use), or than none. */
bool ts_jobs_are_offered(const struct ts_jobs *jobs, bool is_one_in_use);

#endif
