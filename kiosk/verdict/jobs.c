#include "kiosk/verdict/jobs.h"

_Static_assert((int)TS_TRUST_PROFILES_MAX <= (int)TS_MATCH_PROFILES_MAX,
               "a place for every profile that is signed");

static bool
add(struct ts_arena *arena, struct ts_jobs *jobs, ts_span text,
    const struct ts_equivalences *same)
{
    struct ts_profile *profile = &jobs->profiles[jobs->count];
    struct ts_fault ignored;
    size_t used = arena->used;
    if (ts_profile_read(arena, profile, text, &ignored) != TS_OK) {
        ts_arena_rewind(arena, used);
        return false;
    }
    /* Without them it asks for exactly what it names: stricter, never laxer. */
    enum ts_status status = ts_profile_widen(arena, profile, same);
    if (status != TS_OK)
        jobs->doubted = status;
    jobs->each[jobs->count++] = profile;
    return true;
}

void
ts_jobs_read(struct ts_arena *arena, struct ts_jobs *jobs,
             const struct ts_trust_profiles *texts, ts_verified equivalences)
{
    struct ts_equivalences same = { 0 };
    struct ts_fault ignored;
    jobs->count = 0;
    jobs->left_out = texts->left_out;
    jobs->doubted = TS_OK;
    if (equivalences.bytes.len > 0)
        jobs->doubted = ts_equivalences_read(arena, &same, equivalences, &ignored);
    if (jobs->doubted != TS_OK)
        same = (struct ts_equivalences){ 0 };
    for (size_t i = 0; i < texts->count; i++) {
        if (add(arena, jobs, texts->texts[i].bytes, &same))
            jobs->names[jobs->count - 1] = texts->names[i];
        else
            jobs->left_out++;
    }
}

bool
ts_jobs_are_offered(const struct ts_jobs *jobs, bool is_one_in_use)
{
    return jobs->count > (is_one_in_use ? 1U : 0U);
}
