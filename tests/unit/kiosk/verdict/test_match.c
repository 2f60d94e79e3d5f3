#include "kiosk/verdict/match.h"
#include "tests/unit/kiosk/verdict/job_deck.h"

static const struct {
    const char *name, *members;
} jobs[] = {
    { "welder", "\"all_of\":[" A "," B "," C "," D "]" },
    { "rigger", "\"all_of\":[" A "," B "]" },
    { "driver", "\"all_of\":[" A "," C "]" },
    { "cook", "\"any_of\":[" A "," D "]" },
    { "guard", "\"identity\":\"compare\",\"all_of\":[" A "]" },
    { "clerk", "\"lists\":{\"max_days\":0},\"all_of\":[" A "]" },
    { "miner", "\"all_of\":[" A ",{\"label\":\"E\",\"achievement\":\"urn:e\"}]" },
    { "baker", "\"all_of\":[" A "," D ",{\"label\":\"E\",\"achievement\":\"urn:e\"}]" },
};

static struct ts_arena arena;
static struct ts_profile profiles[TS_COUNT(jobs)];
static const struct ts_profile *pointers[TS_COUNT(jobs)];

static void
find(struct ts_match *match, struct deck *deck, const char *cards)
{
    deck_deal(deck, cards);
    ts_match_find(match, pointers, TS_COUNT(jobs),
                  (struct ts_match_cards){ deck->pointers, deck->count }, &deck_lists,
                  deck_now);
}

static void
the_best_comes_first(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        enum ts_verdict_kind kind;
        size_t missing, doubtful;
        bool one_away;
        const char *first;
    } want[] = {
        { "cook", TS_VERDICT_READY, 0, 0, false, "" },
        { "guard", TS_VERDICT_CANNOT_TELL, 0, 0, false, "" },
        { "miner", TS_VERDICT_CANNOT_TELL, 0, 1, false, "" },
        { "driver", TS_VERDICT_NOT_YET, 1, 0, true, "C" },
        { "rigger", TS_VERDICT_NOT_YET, 1, 0, true, "B" },
        { "baker", TS_VERDICT_NOT_YET, 1, 1, false, "D" },
        { "welder", TS_VERDICT_NOT_YET, 3, 0, false, "B" },
        { "clerk", TS_VERDICT_CANNOT_TELL, 0, 0, false, "" },
    };
    struct deck deck;
    struct ts_match match;
    find(&match, &deck, "a e?");
    assert_int_equal(match.count, TS_COUNT(want));
    assert_int_equal(match.left_out, 0);
    for (size_t i = 0; i < TS_COUNT(want); i++) {
        const struct ts_match_entry *e = &match.entries[i];
        ts_test_row(want[i].name);
        assert_true(ts_span_is(e->profile->id, want[i].name));
        assert_int_equal(e->kind, want[i].kind);
        assert_int_equal(e->missing, want[i].missing);
        assert_int_equal(e->doubtful, want[i].doubtful);
        assert_int_equal(e->one_away, want[i].one_away);
        assert_true(ts_span_is(e->first.label, want[i].first));
    }
    assert_true(match.entries[1].identity_due);
    assert_false(match.entries[0].identity_due);
}

static void
the_order_of_files_and_cards_does_not_matter(void **state)
{
    (void)state;
    struct deck deck;
    struct ts_match one;
    struct ts_match other;
    find(&one, &deck, "a b e");
    for (size_t turn = 1; turn < TS_COUNT(jobs); turn++) {
        const struct ts_profile *turned[TS_COUNT(jobs)];
        for (size_t i = 0; i < TS_COUNT(jobs); i++)
            turned[i] = pointers[(i + turn) % TS_COUNT(jobs)];
        deck_deal(&deck, turn % 2 ? "e b a" : "b a e");
        ts_match_find(&other, turned, TS_COUNT(jobs),
                      (struct ts_match_cards){ deck.pointers, deck.count }, &deck_lists,
                      deck_now);
        for (size_t i = 0; i < TS_COUNT(jobs); i++) {
            assert_ptr_equal(other.entries[i].profile, one.entries[i].profile);
            assert_int_equal(other.entries[i].kind, one.entries[i].kind);
        }
    }
}

static void
so_many_profiles_are_looked_at_and_no_more(void **state)
{
    (void)state;
    const struct ts_profile *many[TS_MATCH_PROFILES_MAX + 3];
    struct deck deck;
    struct ts_match match;
    for (size_t i = 0; i < TS_COUNT(many); i++)
        many[i] = pointers[i % TS_COUNT(jobs)];
    deck_deal(&deck, "a");
    struct ts_match_cards cards = { deck.pointers, deck.count };
    ts_match_find(&match, many, TS_COUNT(many), cards, &deck_lists, deck_now);
    assert_int_equal(match.count, TS_MATCH_PROFILES_MAX);
    assert_int_equal(match.left_out, 3);
    ts_match_find(&match, many, 0, cards, &deck_lists, deck_now);
    assert_int_equal(match.count, 0);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_best_comes_first),
        cmocka_unit_test(the_order_of_files_and_cards_does_not_matter),
        cmocka_unit_test(so_many_profiles_are_looked_at_and_no_more),
    };
    arena = ts_test_arena(1 << 18);
    for (size_t i = 0; i < TS_COUNT(jobs); i++) {
        deck_job(&arena, &profiles[i], jobs[i].name, jobs[i].members);
        pointers[i] = &profiles[i];
    }
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    ts_test_arena_free(&arena);
    return failed;
}
