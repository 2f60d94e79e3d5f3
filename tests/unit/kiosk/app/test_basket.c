#include "kiosk/app/basket.h"
#include "tests/support/samples.h"
#include "tests/support/support.h"

#include <stdio.h>
#include <string.h>

static const struct ts_now mid_2026 = { { 1780272000 }, TS_CLOCK_TRUSTED };

#define PROFILE                                                                         \
    "{\"format\":\"touchstone-profile/1\",\"id\":\"job\",\"name\":\"Job\",\"all_of\":[" \
    "{\"achievement\":\"urn:example:A\"},{\"achievement\":\"urn:example:B\"}]}"

struct world {
    struct ts_arena arena;
    struct ts_trust trust;
    struct ts_profile profile;
    struct ts_basket basket;
};

static int
open_world(void **state)
{
    static struct world w;
    w.arena = ts_test_arena(4 << 20);
    w.trust = ts_sample_trust(&w.arena);
    assert_status(ts_profile_read(&w.arena, &w.profile, ts_span_text(PROFILE), NULL),
                  TS_OK);
    assert_status(ts_basket_open(&w.basket), TS_OK);
    *state = &w;
    return 0;
}

static int
close_world(void **state)
{
    struct world *w = *state;
    ts_basket_close(&w->basket);
    ts_test_arena_free(&w->arena);
    return 0;
}

/* Puts a badge for achievement on the table and shows the verdict. */
static const struct ts_verdict *
show(struct world *w, const char *name, const char *achievement, bool for_job)
{
    struct ts_desk *desk = ts_basket_desk(&w->basket);
    char id[64];
    snprintf(id, sizeof(id), "urn:example:%c-%s", name[5], achievement);
    ts_span text = ts_sample_badge(
        &w->arena,
        (struct ts_sample_wishes){
            .kind = TS_KEY_ED25519, .name = name, .achievement = achievement, .id = id });
    ts_span copy;
    assert_true(ts_arena_copy(&desk->arena, &copy, text));
    assert_status(ts_assess(&desk->arena, &desk->card, copy, &w->trust, mid_2026), TS_OK);
    ts_basket_judge(&w->basket, &desk, 1, for_job ? &w->profile : NULL, &w->trust,
                    mid_2026);
    return ts_basket_show(&w->basket);
}

static size_t
desks_taken(const struct world *w)
{
    size_t taken = 0;
    for (size_t i = 0; i < TS_DESKS; i++)
        taken += w->basket.desks[i].taken;
    return taken;
}

static void
another_person_starts_anew(void **state)
{
    struct world *w = *state;
    assert_int_equal(show(w, "Mina Roy", "A", true)->kind, TS_VERDICT_NOT_YET);
    assert_int_equal(w->basket.count, 1);
    assert_int_equal(show(w, "Jean Tremblay", "B", true)->kind, TS_VERDICT_NOT_YET);
    assert_int_equal(w->basket.count, 1);
    assert_int_equal(desks_taken(w), 2); /* the first is set aside ... */
    show(w, "Jean Tremblay", "A", true);
    assert_int_equal(w->basket.count, 2);
    assert_int_equal(desks_taken(w), 2); /* ... until the next card */
}

static void
two_names_count_together_once_somebody_says_so(void **state)
{
    struct world *w = *state;
    show(w, "Mina Roy", "A", true);
    assert_false(ts_basket_is_joinable(&w->basket));
    assert_false(ts_basket_join(&w->basket, &w->profile, &w->trust, mid_2026));
    const struct ts_verdict *shown = show(w, "Mina Tremblay", "B", true);
    assert_int_equal(shown->kind, TS_VERDICT_NOT_YET);
    assert_true(ts_basket_is_joinable(&w->basket));
    assert_true(ts_basket_join(&w->basket, &w->profile, &w->trust, mid_2026));
    assert_int_equal(shown->kind, TS_VERDICT_READY);
    assert_int_equal(w->basket.count, 2);
    assert_false(ts_basket_is_joinable(&w->basket));
}

static void
after_that_cards_of_either_name_count_and_a_third_begins_anew(void **state)
{
    struct world *w = *state;
    show(w, "Mina Roy", "A", true);
    show(w, "Mina Tremblay", "X", true);
    assert_true(ts_basket_join(&w->basket, &w->profile, &w->trust, mid_2026));
    assert_int_equal(show(w, "Mina Roy", "B", true)->kind, TS_VERDICT_READY);
    assert_int_equal(w->basket.count, 3);
    assert_int_equal(show(w, "Jean Petit", "B", true)->kind, TS_VERDICT_NOT_YET);
    assert_int_equal(w->basket.count, 1);
    assert_false(w->basket.joined);
}

static void
what_was_set_aside_is_wiped_with_the_rest(void **state)
{
    struct world *w = *state;
    show(w, "Mina Roy", "A", true);
    show(w, "Jean Petit", "B", true);
    ts_basket_wipe(&w->basket);
    assert_int_equal(desks_taken(w), 0);
    assert_false(ts_basket_is_joinable(&w->basket));
}

static void
a_kiosk_that_collects_keeps_cards_without_a_job(void **state)
{
    struct world *w = *state;
    w->basket.collects = true;
    assert_int_equal(show(w, "Mina Roy", "A", false)->kind, TS_VERDICT_READY);
    assert_int_equal(show(w, "Mina Roy", "B", false)->kind, TS_VERDICT_READY);
    assert_int_equal(w->basket.count, 2);
}

static void
the_same_badge_again_replaces_itself(void **state)
{
    struct world *w = *state;
    show(w, "Mina Roy", "A", true);
    show(w, "Mina Roy", "A", true);
    assert_int_equal(w->basket.count, 1);
}

static void
without_a_job_every_card_is_alone(void **state)
{
    struct world *w = *state;
    assert_int_equal(show(w, "Mina Roy", "A", false)->kind, TS_VERDICT_READY);
    assert_int_equal(show(w, "Mina Roy", "B", false)->kind, TS_VERDICT_READY);
    assert_int_equal(w->basket.count, 0);
    assert_int_equal(desks_taken(w), 1); /* the one on the screen */
}

static void
a_card_that_is_not_proven_is_not_kept(void **state)
{
    struct world *w = *state;
    struct ts_desk *desk = ts_basket_desk(&w->basket);
    assert_status(ts_assess(&desk->arena, &desk->card, TS_SPAN_LIT("eyJ.e30.AA"),
                            &w->trust, mid_2026),
                  TS_OK);
    ts_basket_judge(&w->basket, &desk, 1, &w->profile, &w->trust, mid_2026);
    assert_int_equal(ts_basket_show(&w->basket)->kind, TS_VERDICT_CANNOT_TELL);
    assert_int_equal(w->basket.count, 0);
}

static void
the_verdict_on_the_screen_stands_while_the_next_is_reached(void **state)
{
    struct world *w = *state;
    const struct ts_verdict *shown = show(w, "Mina Roy", "A", false);
    for (int i = 0; i < 2 * TS_DESKS; i++) {
        struct ts_desk *desk = ts_basket_desk(&w->basket);
        ts_basket_judge(&w->basket, &desk, 1, NULL, &w->trust, mid_2026);
        assert_int_equal(shown->kind, TS_VERDICT_READY);
        assert_span_equal(shown->card->credential->subject_name, TS_SPAN_LIT("Mina Roy"));
    }
}

/* Puts a bag down: names and achievements in turn. */
static const struct ts_verdict *
show_bag(struct world *w, const char *const *names, const char *const *achievements,
         size_t count, bool for_job)
{
    struct ts_desk *desks[TS_BAG_MAX];
    for (size_t i = 0; i < count; i++) {
        char id[80];
        ts_span copy;
        snprintf(id, sizeof(id), "\"description\":\"%zu\",", i);
        ts_span text = ts_sample_badge(
            &w->arena, (struct ts_sample_wishes){ .kind = TS_KEY_ED25519,
                                                  .name = names[i],
                                                  .achievement = achievements[i],
                                                  .more = id });
        desks[i] = ts_basket_desk(&w->basket);
        assert_true(ts_arena_copy(&desks[i]->arena, &copy, text));
        assert_status(
            ts_assess(&desks[i]->arena, &desks[i]->card, copy, &w->trust, mid_2026),
            TS_OK);
    }
    ts_basket_judge(&w->basket, desks, count, for_job ? &w->profile : NULL, &w->trust,
                    mid_2026);
    return ts_basket_show(&w->basket);
}

static void
a_bag_is_one_scan(void **state)
{
    struct world *w = *state;
    static const char *const mina[] = { "Mina Roy", "Mina Roy" };
    static const char *const two[] = { "Mina Roy", "Jean Tremblay" };
    static const char *const both[] = { "A", "B" };
    const struct ts_verdict *v = show_bag(w, mina, both, 2, false);
    assert_int_equal(v->kind, TS_VERDICT_READY);
    assert_int_equal(v->row_count, 2);
    assert_span_equal(v->rows[0].label, TS_SPAN_LIT("A"));
    assert_span_equal(v->rows[1].label, TS_SPAN_LIT("B"));
    assert_int_equal(desks_taken(w), 2); /* both on the screen */
    assert_int_equal(show_bag(w, two, both, 2, true)->kind, TS_VERDICT_NOT_YET);
    assert_int_equal(w->basket.count, 1);
}

/* All samples have one id and issuer: of a bag of them the last one stays. */
static void
what_is_twice_in_a_bag_is_kept_once(void **state)
{
    struct world *w = *state;
    static const char *const mina[] = { "Mina Roy", "Mina Roy" };
    static const char *const both[] = { "A", "B" };
    show_bag(w, mina, both, 2, true);
    assert_int_equal(w->basket.count, 1);
}

static void
there_is_a_desk_for_every_bag(void **state)
{
    struct world *w = *state;
    const char *mina[TS_BAG_MAX];
    const char *what[TS_BAG_MAX];
    for (size_t i = 0; i < TS_BAG_MAX; i++) {
        mina[i] = "M";
        what[i] = "A";
    }
    /* Judged and never shown, judged and shown, with a reader busy besides. */
    for (int i = 0; i < 4; i++) {
        struct ts_desk *reader = ts_basket_desk(&w->basket);
        size_t used = w->arena.used;
        show_bag(w, mina, what, TS_BAG_MAX, i % 2);
        ts_arena_rewind(&w->arena, used);
        ts_basket_discard(reader);
    }
    ts_basket_wipe(&w->basket);
    assert_int_equal(desks_taken(w), 0);
}

static bool
is_anywhere(const struct world *w, const char *text)
{
    size_t len = strlen(text);
    const uint8_t *at = w->basket.memory;
    const uint8_t *end = at + (size_t)TS_DESKS * TS_SCAN_ARENA_SIZE - len;
    for (; at < end; at++) {
        at = memchr(at, text[0], (size_t)(end - at));
        if (!at)
            return false;
        if (memcmp(at, text, len) == 0)
            return true;
    }
    return false;
}

static void
nothing_of_a_person_stays_after_a_wipe(void **state)
{
    struct world *w = *state;
    show(w, "Aputik Nowdlak", "A", true);
    show(w, "Aputik Nowdlak", "C", false);
    assert_true(is_anywhere(w, "Aputik Nowdlak"));
    ts_basket_wipe(&w->basket);
    assert_false(is_anywhere(w, "Aputik Nowdlak"));
    assert_int_equal(desks_taken(w), 0);
}

int
main(void)
{
#define IN_WORLD(test) cmocka_unit_test_setup_teardown(test, open_world, close_world)
    const struct CMUnitTest tests[] = {
        IN_WORLD(another_person_starts_anew),
        IN_WORLD(two_names_count_together_once_somebody_says_so),
        IN_WORLD(after_that_cards_of_either_name_count_and_a_third_begins_anew),
        IN_WORLD(what_was_set_aside_is_wiped_with_the_rest),
        IN_WORLD(a_kiosk_that_collects_keeps_cards_without_a_job),
        IN_WORLD(the_same_badge_again_replaces_itself),
        IN_WORLD(without_a_job_every_card_is_alone),
        IN_WORLD(a_card_that_is_not_proven_is_not_kept),
        IN_WORLD(the_verdict_on_the_screen_stands_while_the_next_is_reached),
        IN_WORLD(a_bag_is_one_scan),
        IN_WORLD(what_is_twice_in_a_bag_is_kept_once),
        IN_WORLD(there_is_a_desk_for_every_bag),
        IN_WORLD(nothing_of_a_person_stays_after_a_wipe),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
