#include "kiosk/verdict/missing.h"

/* Leaves as bits of their indices. Children of a group lie one behind the other in the
 * file, so that of equally cheap ones the first also makes the set that stands first. */
struct cost {
    uint32_t missing, doubtful;
};
_Static_assert(TS_REQUIREMENTS_MAX <= 32, "a bit for each");

static int
bits(uint32_t set)
{
    int count = 0;
    for (; set; set &= set - 1)
        count++;
    return count;
}

static bool
is_cheaper(const struct cost *a, const struct cost *b)
{
    int more = bits(a->missing) - bits(b->missing);
    return more != 0 ? more < 0 : bits(a->doubtful) < bits(b->doubtful);
}

static void
add(struct cost *sum, const struct cost *part)
{
    sum->missing |= part->missing;
    sum->doubtful |= part->doubtful;
}

static struct cost
cost_of_leaf(const struct ts_requirement *leaf, const struct ts_answers *answers)
{
    uint32_t bit = UINT32_C(1) << leaf->index;
    switch (answers->rows[leaf->index].state) {
    case TS_PASS: break;
    case TS_UNKNOWN: return (struct cost){ .doubtful = bit };
    case TS_FAIL: return (struct cost){ .missing = bit };
    }
    return (struct cost){ 0 };
}

static size_t
needed_of(const struct ts_requirement *group)
{
    size_t count = 0;
    switch (group->kind) {
    case TS_REQUIRE_NONE:
    case TS_REQUIRE_ACHIEVEMENT: return 0;
    case TS_REQUIRE_ANY_OF: return 1;
    case TS_REQUIRE_AT_LEAST: return group->at_least;
    case TS_REQUIRE_ALL_OF: break;
    }
    for (const struct ts_requirement *r = group->first; r; r = r->next)
        count++;
    return count;
}

/* What a group needs of its members, of those that cost least. */
static struct cost
cost_of(const struct ts_requirement *r, const struct ts_answers *answers)
{
    struct cost costs[TS_REQUIREMENTS_MAX];
    struct cost sum = { 0 };
    size_t count = 0;
    if (r->kind == TS_REQUIRE_ACHIEVEMENT)
        return cost_of_leaf(r, answers);
    size_t needed = needed_of(r);
    for (r = r->first; r; r = r->next)
        costs[count++] = cost_of(r, answers);
    for (uint32_t taken = 0; needed--;) {
        size_t best = count;
        for (size_t i = 0; i < count; i++)
            if (!(taken >> i & 1)
                && (best == count || is_cheaper(&costs[i], &costs[best])))
                best = i;
        TS_CHECK(best < count);
        taken |= UINT32_C(1) << best;
        add(&sum, &costs[best]);
    }
    return sum;
}

static void
list(struct ts_missing *missing, const struct ts_requirement *r, const struct cost *cost)
{
    uint32_t bit = UINT32_C(1) << r->index;
    if (cost->missing & bit)
        missing->leaves[missing->count++] = r;
    if (cost->doubtful & bit)
        missing->doubtful[missing->doubtful_count++] = r;
    for (r = r->first; r; r = r->next)
        list(missing, r, cost);
}

void
ts_missing_find(struct ts_missing *missing, const struct ts_requirement *root,
                const struct ts_answers *answers)
{
    struct cost cost = cost_of(root, answers);
    missing->count = 0;
    missing->doubtful_count = 0;
    list(missing, root, &cost);
}
