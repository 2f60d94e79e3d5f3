#include "kiosk/verdict/profile.h"

/* The sets that name what the requirement asks for, by achievement or alignment. */
static size_t
find_same(const struct ts_equivalence **same, const struct ts_requirement *r,
          const struct ts_equivalences *all, bool by_alignment)
{
    size_t count = 0;
    for (size_t i = 0; i < all->count; i++) {
        const struct ts_equivalence *set = &all->sets[i];
        bool fits = by_alignment ? ts_equivalence_aligns(set, r->framework, r->code)
                                 : ts_equivalence_has(set, r->achievement);
        if (!fits)
            continue;
        if (same)
            same[count] = set;
        count++;
    }
    return count;
}

static void
widen_one(const struct ts_equivalence **same, struct ts_requirement *r,
          const struct ts_equivalences *all)
{
    r->same_achievement = same;
    r->same_achievement_count = find_same(same, r, all, false);
    r->same_alignment = same + r->same_achievement_count;
    r->same_alignment_count = find_same(same + r->same_achievement_count, r, all, true);
}

static size_t
count_same(const struct ts_requirement *r, const struct ts_equivalences *all)
{
    size_t count = 0;
    if (r->kind == TS_REQUIRE_ACHIEVEMENT)
        return find_same(NULL, r, all, false) + find_same(NULL, r, all, true);
    for (r = r->first; r; r = r->next)
        count += count_same(r, all);
    return count;
}

/* Room for all was counted: what fails, fails before anything is changed. */
static const struct ts_equivalence **
widen(const struct ts_equivalence **same, struct ts_requirement *r,
      const struct ts_equivalences *all)
{
    if (r->kind == TS_REQUIRE_ACHIEVEMENT) {
        widen_one(same, r, all);
        return same + r->same_achievement_count + r->same_alignment_count;
    }
    for (r = r->first; r; r = r->next)
        same = widen(same, r, all);
    return same;
}

enum ts_status
ts_profile_widen(struct ts_arena *arena, struct ts_profile *profile,
                 const struct ts_equivalences *all)
{
    const struct ts_equivalence **same =
        ts_arena_take_array(arena, count_same(profile->root, all), sizeof(const void *));
    if (!same)
        return TS_NO_SPACE;
    widen(same, profile->root, all);
    return TS_OK;
}

enum ts_status
ts_profile_believe(struct ts_arena *arena, struct ts_profile *profile, ts_verified source,
                   struct ts_fault *fault)
{
    struct ts_equivalences all;
    if (source.bytes.len == 0)
        return TS_OK;
    enum ts_status status = ts_equivalences_read(arena, &all, source, fault);
    if (status != TS_OK)
        return status;
    if (ts_profile_widen(arena, profile, &all) != TS_OK)
        return ts_fault_set(fault, TS_NO_SPACE, 0, "arena");
    return TS_OK;
}
