#include "tests/unit/kiosk/verdict/job_deck.h"

/* Groups, what is missing, prior learning, languages and the supervisor (PROFILE.md). */

static struct ts_arena arena;

static void
reach(struct ts_verdict *v, struct deck *deck, const char *cards, const char *job)
{
    struct ts_profile *profile = ts_arena_take(&arena, sizeof(*profile));
    assert_non_null(profile);
    deck_job(&arena, profile, "job", job);
    deck_deal(deck, cards);
    ts_verdict_reach(v, deck->pointers, deck->count, profile, &deck_lists, deck_now);
}

#define TWO_OF_THREE "\"at_least\":2,\"of\":[" A "," B "," C "]"
#define A_AND_TWO_OF_THREE \
    "\"all_of\":[" A ",{\"label\":\"G\",\"at_least\":2,\"of\":[" B "," C "," D "]}]"

static const struct {
    const char *name, *job, *cards;
    enum ts_verdict_kind want;
    size_t satisfied, asked;
    const char *missing, *doubtful; /* labels */
} rows[] = {
    { "two of three", TWO_OF_THREE, "a c", TS_VERDICT_READY, 2, 2, "", "" },
    { "all three", TWO_OF_THREE, "a b c", TS_VERDICT_READY, 2, 2, "", "" },
    { "one of them, one in doubt", TWO_OF_THREE, "a b?", TS_VERDICT_CANNOT_TELL, 1, 2, "",
      "B" },
    { "one of them, one that ran out", TWO_OF_THREE, "a cx", TS_VERDICT_NOT_YET, 1, 2,
      "B", "" },
    { "none", TWO_OF_THREE, "d", TS_VERDICT_NOT_YET, 0, 2, "AB", "" },
    { "one in doubt alone", TWO_OF_THREE, "c?", TS_VERDICT_NOT_YET, 0, 2, "A", "C" },
    { "a group has its own", A_AND_TWO_OF_THREE, "a b d", TS_VERDICT_READY, 2, 2, "",
      "" },
    { "a group lacks one", A_AND_TWO_OF_THREE, "a b", TS_VERDICT_NOT_YET, 1, 2, "C", "" },
    { "beside a group, too", A_AND_TWO_OF_THREE, "c", TS_VERDICT_NOT_YET, 0, 2, "AB",
      "" },
    { "the way that is shorter", "\"any_of\":[{\"all_of\":[" A "," B "]}," C "]", "d",
      TS_VERDICT_NOT_YET, 0, 1, "C", "" },
    { "the way that was begun",
      "\"any_of\":[{\"all_of\":[" A "," B "," C "]},{\"all_of\":[" A "," D "]}]", "b c",
      TS_VERDICT_NOT_YET, 0, 1, "A", "" },
    { "the way that rests on less", "\"any_of\":[{\"all_of\":[" A "," B "]}," C "]", "a?",
      TS_VERDICT_NOT_YET, 0, 1, "C", "" },
};

static void
spell(char *text, const struct ts_row *list, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        assert_int_equal(list[i].label.len, 1);
        *text++ = (char)*list[i].label.at;
    }
    *text = '\0';
}

static void
the_smallest_thing_missing_is_named(void **state)
{
    (void)state;
    for (size_t i = 0; i < TS_COUNT(rows); i++) {
        struct deck deck;
        struct ts_verdict v;
        char missing[8];
        char doubtful[8];
        ts_test_row(rows[i].name);
        reach(&v, &deck, rows[i].cards, rows[i].job);
        assert_int_equal(v.kind, rows[i].want);
        assert_int_equal(v.satisfied, rows[i].satisfied);
        assert_int_equal(v.asked, rows[i].asked);
        spell(missing, v.missing, v.missing_count);
        spell(doubtful, v.missing + v.missing_count, v.doubtful_count);
        assert_string_equal(missing, rows[i].missing);
        assert_string_equal(doubtful, rows[i].doubtful);
    }
}

/* Of three that would do, the two that last longest: the group ends when the second of
 * them does. */
static void
a_group_lasts_as_long_as_enough_of_it(void **state)
{
    (void)state;
    struct deck deck;
    struct ts_verdict v;
    reach(&v, &deck, "as b c",
          "\"warn_days\":30,\"all_of\":[{\"label\":\"G\",\"at_least\":2,\"of\":[" A "," B
          "," C "]}]");
    assert_int_equal(v.rows[0].state, TS_PASS);
    assert_int_equal(v.rows[0].until.s, TS_UTC_NEVER.s);
    assert_false(v.rows[0].warns);
    reach(&v, &deck, "as b",
          "\"warn_days\":30,\"all_of\":[{\"label\":\"G\",\"at_least\":2,\"of\":[" A "," B
          "," C "]}]");
    assert_int_equal(v.rows[0].state, TS_PASS);
    assert_int_equal(v.rows[0].until.s, DECK_NOW + 10 * DECK_DAY);
    assert_true(v.rows[0].warns);
}

static void
a_row_tells_its_card(void **state)
{
    (void)state;
    struct deck deck;
    struct ts_verdict v;
    reach(&v, &deck, "bx a", "\"all_of\":[" A "," B "," C "]");
    assert_ptr_equal(v.rows[0].card, &deck.cards[1]);
    assert_ptr_equal(v.rows[1].card, &deck.cards[0]);
    assert_null(v.rows[2].card);
}

static void
a_group_without_a_label_says_what_decides(void **state)
{
    (void)state;
    struct deck deck;
    struct ts_verdict v;
    reach(&v, &deck, "a", "\"all_of\":[{\"all_of\":[" A "," B "]}]");
    assert_true(ts_span_is(v.rows[0].label, "B"));
    reach(&v, &deck, "d", "\"all_of\":[{\"any_of\":[" A "," B "]}]");
    assert_true(ts_span_is(v.rows[0].label, "A"));
}

static const struct {
    const char *job, *cards;
    enum ts_verdict_kind want;
    enum ts_reason reason;
} learning[] = {
    { "\"all_of\":[" A "]", "ap", TS_VERDICT_READY, TS_REASON_ALL_PROVEN },
    { "\"prior_learning\":\"same\",\"all_of\":[" A "]", "ap", TS_VERDICT_READY,
      TS_REASON_ALL_PROVEN },
    { "\"prior_learning\":\"excluded\",\"all_of\":[" A "]", "ap", TS_VERDICT_NOT_YET,
      TS_REASON_PRIOR_LEARNING },
    { "\"prior_learning\":\"excluded\",\"all_of\":[" A "]", "apx", TS_VERDICT_NOT_YET,
      TS_REASON_EXPIRED },
    { "\"prior_learning\":\"excluded\",\"all_of\":[" A "]", "a", TS_VERDICT_READY,
      TS_REASON_ALL_PROVEN },
    { "\"prior_learning\":\"excluded\",\"all_of\":[" A "]", "ap a", TS_VERDICT_READY,
      TS_REASON_ALL_PROVEN },
};

static void
prior_learning_counts_unless_the_job_says_not(void **state)
{
    (void)state;
    for (size_t i = 0; i < TS_COUNT(learning); i++) {
        struct deck deck;
        struct ts_verdict v;
        ts_test_row(learning[i].job);
        reach(&v, &deck, learning[i].cards, learning[i].job);
        assert_int_equal(v.kind, learning[i].want);
        assert_int_equal(v.reasons[0].code, learning[i].reason);
    }
}

static void
words_are_picked_while_drawing(void **state)
{
    (void)state;
    static const struct {
        const char *language, *want;
    } picks[] = {
        { "en", "First aid" },    { "fr", "Secourisme" }, { "fr-CA", "Secourisme" },
        { "de", "First aid" },    { "", "First aid" },    { "iu", "ᐱᓕᕆᐊᖅ" },
        { "EN-gb", "First aid" },
    };
    struct deck deck;
    struct ts_verdict v;
    reach(&v, &deck, "a",
          "\"all_of\":[{\"achievement\":\"urn:a\",\"label\":{\"fr\":\"Secourisme\","
          "\"en\":\"First aid\",\"iu-cans\":\"ᐱᓕᕆᐊᖅ\"}}," B "]");
    for (size_t i = 0; i < TS_COUNT(picks); i++) {
        ts_test_row(picks[i].language);
        assert_span_equal(ts_row_label(&v.rows[0], ts_span_text(picks[i].language)),
                          ts_span_text(picks[i].want));
        assert_true(
            ts_span_is(ts_row_label(&v.rows[1], ts_span_text(picks[i].language)), "B"));
    }
    assert_true(ts_span_is(v.rows[0].label, "First aid"));
    assert_int_equal(ts_texts_pick((struct ts_texts){ 0 }, TS_SPAN_LIT("en")).len, 0);
    assert_true(ts_span_is(ts_texts_pick(v.profile_names, TS_SPAN_LIT("fr")), "job"));
}

#define MAY "\"waiver\":true,"

static const struct {
    const char *name, *job, *cards;
    bool may;
} waivers[] = {
    { "not yet", MAY "\"all_of\":[" A "]", "b", true },
    { "cannot tell", MAY "\"all_of\":[" A "]", "a?", true },
    { "identity is due", MAY "\"identity\":\"answer\",\"all_of\":[" A "]", "ak", true },
    { "the profile does not say so", "\"all_of\":[" A "]", "b", false },
    { "the profile says no", "\"waiver\":false,\"all_of\":[" A "]", "b", false },
    { "ready", MAY "\"all_of\":[" A "]", "a", false },
    { "withdrawn", MAY "\"all_of\":[" A "]", "aw", false },
};

static void
a_supervisor_decides_only_where_the_profile_says_so(void **state)
{
    (void)state;
    for (size_t i = 0; i < TS_COUNT(waivers); i++) {
        struct deck deck;
        struct ts_verdict v;
        ts_test_row(waivers[i].name);
        reach(&v, &deck, waivers[i].cards, waivers[i].job);
        struct ts_verdict before = v;
        assert_int_equal(ts_verdict_can_waive(&v), waivers[i].may);
        assert_false(ts_verdict_waive(&v, TS_WAIVER_NONE));
        assert_false(ts_verdict_waive(&v, (enum ts_waiver)TS_WAIVER_COUNT));
        assert_memory_equal(&v, &before, sizeof(v));
        assert_int_equal(ts_verdict_waive(&v, TS_WAIVER_CONFIRMED), waivers[i].may);
        assert_int_equal(v.waived, waivers[i].may ? TS_WAIVER_CONFIRMED : TS_WAIVER_NONE);
        assert_int_equal(v.kind, before.kind);
        assert_int_equal(v.reason_count, before.reason_count);
        assert_false(ts_verdict_waive(&v, TS_WAIVER_OTHER)); /* not twice */
    }
}

static void
nothing_makes_a_waiver_ready_afterwards(void **state)
{
    (void)state;
    struct deck deck;
    struct ts_verdict v;
    reach(&v, &deck, "ak", MAY "\"identity\":\"answer\",\"all_of\":[" A "]");
    assert_true(v.identity_due);
    assert_true(ts_verdict_waive(&v, TS_WAIVER_SEEN_ON_PAPER));
    assert_false(v.identity_due);
    ts_verdict_compare(&v, TS_PASS);
    ts_verdict_ask_identity(&v, deck.pointers, deck.count, TS_SPAN_LIT("4711"));
    assert_int_equal(v.kind, TS_VERDICT_CANNOT_TELL);
    assert_int_equal(v.waived, TS_WAIVER_SEEN_ON_PAPER);
}

static void
every_waiver_has_a_name(void **state)
{
    (void)state;
    for (int i = 0; i < TS_WAIVER_COUNT; i++)
        for (int k = 0; k < i; k++)
            assert_string_not_equal(ts_waiver_name((enum ts_waiver)i),
                                    ts_waiver_name((enum ts_waiver)k));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_smallest_thing_missing_is_named),
        cmocka_unit_test(a_group_lasts_as_long_as_enough_of_it),
        cmocka_unit_test(a_row_tells_its_card),
        cmocka_unit_test(a_group_without_a_label_says_what_decides),
        cmocka_unit_test(prior_learning_counts_unless_the_job_says_not),
        cmocka_unit_test(words_are_picked_while_drawing),
        cmocka_unit_test(a_supervisor_decides_only_where_the_profile_says_so),
        cmocka_unit_test(nothing_makes_a_waiver_ready_afterwards),
        cmocka_unit_test(every_waiver_has_a_name),
    };
    arena = ts_test_arena(1 << 20);
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    ts_test_arena_free(&arena);
    return failed;
}
