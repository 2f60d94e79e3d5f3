#include "kiosk/verdict/missing.h"
#include "tests/support/support.h"

#include <stdio.h>
#include <string.h>

/*
 * Every small profile there is, with every answer its leaves can have, against an
 * evaluator that knows nothing but "true" and "false" and tries all subsets.
 */

enum { LEAVES_MAX = 5, LEVELS_MAX = 3, DIGITS_MAX = 64 };

/* Counts through all ways to make a tree: each choice is a digit of its own base. */
static unsigned digits[DIGITS_MAX];
static unsigned bases[DIGITS_MAX];
static size_t digit_at;

static unsigned
choose(unsigned options)
{
    assert_true(digit_at < DIGITS_MAX && options > 0);
    bases[digit_at] = options;
    return digits[digit_at++];
}

static bool
next_way(void)
{
    while (digit_at > 0) {
        if (++digits[digit_at - 1] < bases[digit_at - 1])
            return true;
        digits[--digit_at] = 0;
    }
    return false;
}

struct tree {
    struct ts_requirement nodes[TS_REQUIREMENTS_MAX];
    size_t node_count;
    struct ts_requirement *leaves[LEAVES_MAX];
    size_t leaf_count;
};

static struct ts_requirement *
new_node(struct tree *tree, enum ts_requirement_kind kind)
{
    struct ts_requirement *r = &tree->nodes[tree->node_count];
    *r = (struct ts_requirement){ .kind = kind, .index = tree->node_count++ };
    if (kind == TS_REQUIRE_ACHIEVEMENT)
        tree->leaves[tree->leaf_count++] = r;
    return r;
}

static void
choose_gate(struct ts_requirement *group, unsigned members)
{
    unsigned gate = choose(2 + members);
    group->kind = gate == 0   ? TS_REQUIRE_ALL_OF
                  : gate == 1 ? TS_REQUIRE_ANY_OF
                              : TS_REQUIRE_AT_LEAST;
    group->at_least = gate < 2 ? 0 : gate - 1;
}

/* A group over so many leaves, not more than levels deep. Groups of one member are made
 * where alone says so. */
static struct ts_requirement *
make_group(struct tree *tree, unsigned leaves, unsigned levels, bool alone)
{
    struct ts_requirement *group = new_node(tree, TS_REQUIRE_NONE);
    struct ts_requirement **end = &group->first;
    unsigned members = 0;
    for (unsigned left = leaves; left > 0; members++) {
        bool whole = members == 0 && !(alone && levels > 1) && leaves > 1;
        unsigned most = levels == 1 ? 1 : whole ? left - 1 : left;
        unsigned size = 1 + choose(most);
        bool is_leaf = size == 1 && (levels == 1 || !alone || choose(2) == 0);
        *end = is_leaf ? new_node(tree, TS_REQUIRE_ACHIEVEMENT)
                       : make_group(tree, size, levels - 1, alone);
        end = &(*end)->next;
        left -= size;
    }
    choose_gate(group, members);
    return group;
}

/* Two-valued, over a set of leaves that are met. */
static bool
is_true(const struct tree *tree, const struct ts_requirement *r, unsigned met)
{
    size_t count = 0;
    size_t members = 0;
    for (size_t i = 0; i < tree->leaf_count; i++)
        if (tree->leaves[i] == r)
            return (met >> i & 1) != 0;
    for (const struct ts_requirement *m = r->first; m; m = m->next, members++)
        count += is_true(tree, m, met);
    if (r->kind == TS_REQUIRE_ALL_OF)
        return count == members;
    return count >= (r->kind == TS_REQUIRE_ANY_OF ? 1 : r->at_least);
}

struct values {
    unsigned met, unknown, unmet; /* sets of leaves, by bit */
};

static int
size_of(unsigned set)
{
    int count = 0;
    for (unsigned bit = 1; bit < 1U << LEAVES_MAX; bit <<= 1)
        count += (set & bit) != 0;
    return count;
}

/* Of two sets of equal size, does a hold the first leaf that is not in both? */
static bool
stands_first(unsigned a, unsigned b)
{
    for (unsigned bit = 1; bit < 1U << LEAVES_MAX; bit <<= 1)
        if ((a ^ b) & bit)
            return (a & bit) != 0;
    return false;
}

static bool
is_preferred(struct values v, unsigned a, unsigned b)
{
    int missing = size_of(a & v.unmet) - size_of(b & v.unmet);
    int doubtful = size_of(a & v.unknown) - size_of(b & v.unknown);
    if (missing != 0)
        return missing < 0;
    if (doubtful != 0)
        return doubtful < 0;
    if ((a & v.unmet) != (b & v.unmet))
        return stands_first(a & v.unmet, b & v.unmet);
    return stands_first(a & v.unknown, b & v.unknown);
}

/* Of all sets that would do, the one that is preferred over every other. */
static unsigned
naive_set(const bool *truth, unsigned all, struct values v)
{
    unsigned best = all & ~v.met;
    for (unsigned set = 0; set <= all; set++)
        if ((set & v.met) == 0 && truth[v.met | set] && is_preferred(v, set, best))
            best = set;
    return best;
}

/* Over all that the unknown ones may turn out to be. */
static enum ts_finding
naive_state(const bool *truth, unsigned all, struct values v)
{
    bool can_be = false;
    bool must_be = true;
    for (unsigned set = 0; set <= all; set++) {
        if (set & ~v.unknown)
            continue;
        can_be |= truth[v.met | set];
        must_be &= truth[v.met | set];
    }
    return must_be ? TS_PASS : can_be ? TS_UNKNOWN : TS_FAIL;
}

static struct values
set_values(struct ts_answers *answers, const struct tree *tree, unsigned ternary)
{
    struct values v = { 0 };
    for (size_t i = 0; i < tree->leaf_count; i++, ternary /= 3) {
        static const enum ts_finding states[] = { TS_UNKNOWN, TS_PASS, TS_FAIL };
        struct ts_row *row = &answers->rows[tree->leaves[i]->index];
        *row = (struct ts_row){ .state = states[ternary % 3] };
        row->why = row->state == TS_FAIL ? TS_REASON_MISSING : TS_REASON_NONE;
        v.unknown |= (unsigned)(ternary % 3 == 0) << i;
        v.met |= (unsigned)(ternary % 3 == 1) << i;
        v.unmet |= (unsigned)(ternary % 3 == 2) << i;
    }
    return v;
}

static unsigned
set_of(const struct tree *tree, const struct ts_requirement *const *list, size_t count)
{
    unsigned set = 0;
    size_t last = 0;
    for (size_t k = 0; k < count; k++) {
        assert_true(k == 0 || list[k]->index > last); /* in the file's order */
        last = list[k]->index;
        for (size_t i = 0; i < tree->leaf_count; i++)
            set |= (unsigned)(tree->leaves[i] == list[k]) << i;
    }
    assert_int_equal(size_of(set), count);
    return set;
}

/* 3^leaf_count answers. */
static unsigned
check_tree(const struct tree *tree)
{
    static struct ts_answers answers;
    const struct ts_requirement *root = &tree->nodes[0];
    bool truth[1 << LEAVES_MAX];
    unsigned all = (1U << tree->leaf_count) - 1;
    unsigned ways = 1;
    for (unsigned set = 0; set <= all; set++)
        truth[set] = is_true(tree, root, set);
    for (size_t i = 0; i < tree->leaf_count; i++)
        ways *= 3;
    for (unsigned ternary = 0; ternary < ways; ternary++) {
        struct ts_missing missing;
        struct values v = set_values(&answers, tree, ternary);
        ts_requirement_join(&answers, root);
        ts_missing_find(&missing, root, &answers);
        unsigned want = naive_set(truth, all, v);
        unsigned got = set_of(tree, missing.leaves, missing.count);
        unsigned doubtful = set_of(tree, missing.doubtful, missing.doubtful_count);
        assert_int_equal(answers.rows[0].state, naive_state(truth, all, v));
        assert_int_equal(got, want & v.unmet);
        assert_int_equal(doubtful, want & v.unknown);
    }
    return ways;
}

static void
check_trees(unsigned leaves, bool alone)
{
    static struct tree tree;
    unsigned long trees = 0;
    unsigned long answers = 0;
    do {
        digit_at = 0;
        tree.node_count = tree.leaf_count = 0;
        make_group(&tree, leaves, LEVELS_MAX, alone);
        assert_int_equal(tree.leaf_count, leaves);
        answers += check_tree(&tree);
        trees++;
    } while (next_way());
    print_message("%u leaves%s: %lu profiles, %lu answers\n", leaves,
                  alone ? ", groups of one too" : "", trees, answers);
    assert_true(trees > leaves);
}

static void
every_small_profile_agrees_with_trying_all_subsets(void **state)
{
    (void)state;
    for (unsigned leaves = 1; leaves <= 3; leaves++)
        check_trees(leaves, true);
    for (unsigned leaves = 2; leaves <= LEAVES_MAX; leaves++)
        check_trees(leaves, false);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_small_profile_agrees_with_trying_all_subsets),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
