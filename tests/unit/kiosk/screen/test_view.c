#include "tests/unit/kiosk/screen/view_looks.h"

static void
nothing_of_a_card_is_shown_without_a_good_proof(void **state)
{
    (void)state;
    static const enum ts_verdict_kind kinds[] = { TS_VERDICT_STOP, TS_VERDICT_CANNOT_TELL,
                                                  TS_VERDICT_READY, TS_VERDICT_NOT_YET };
    for (size_t i = 0; i < TS_COUNT(kinds); i++) {
        struct ts_view_model model;
        struct scene_parts parts = { 0 };
        scene_base(&model);
        scene_verdict(&model, &parts, kinds[i], TS_REASON_NOT_AUTHENTIC);
        parts.card.credential = NULL; /* issuer is listed, but only claimed */
        parts.card.checks.proof = TS_FAIL;
        draw(&model, scene_sizes[1]);
        assert_false(says("A. N.") || says("Nowdlak") || says("H2S")
                     || says("Northern Safety") || says("Genuine"));
    }
}

static void
each_verdict_has_its_colour_word_and_sign(void **state)
{
    (void)state;
    static const struct {
        enum ts_verdict_kind kind;
        const char *word;
        enum ts_icon icon;
    } rows[] = {
        { TS_VERDICT_READY, "READY", TS_ICON_TICK },
        { TS_VERDICT_NOT_YET, "NOT YET", TS_ICON_TRIANGLE },
        { TS_VERDICT_STOP, "STOP", TS_ICON_CROSS },
        { TS_VERDICT_CANNOT_TELL, "CANNOT TELL", TS_ICON_QUESTION },
    };
    for (size_t i = 0; i < TS_COUNT(rows); i++) {
        struct ts_view_model model;
        struct scene_parts parts = { 0 };
        scene_base(&model);
        scene_verdict(&model, &parts, rows[i].kind, TS_REASON_EXPIRED);
        draw(&model, scene_sizes[0]);
        assert_true(ground_is(rows[i].kind) && says(rows[i].word)
                    && shows_icon(rows[i].icon));
        assert_true(says("Reason 8") && says("This card has expired.")
                    && says("Bring a renewed card."));
        assert_int_equal(says("This does not mean the card is false."),
                         rows[i].kind == TS_VERDICT_CANNOT_TELL);
    }
}

/* Whatever state and verdict meet, only READY over READY looks like it. */
static void
a_state_with_another_verdict_is_no_answer(void **state)
{
    (void)state;
    static const enum ts_scan_state states[] = { TS_SCAN_READY, TS_SCAN_NOT_YET,
                                                 TS_SCAN_STOP, TS_SCAN_CANNOT_TELL };
    for (size_t s = 0; s < TS_COUNT(states); s++) {
        for (int kind = -1; kind < TS_VERDICT_COUNT; kind++) {
            struct ts_view_model model;
            struct scene_parts parts = { 0 };
            scene_base(&model);
            scene_verdict(&model, &parts, (enum ts_verdict_kind)(kind < 0 ? 0 : kind),
                          TS_REASON_EXPIRED);
            bool fits = kind >= 0 && model.state == states[s];
            model.state = states[s];
            if (kind < 0)
                model.verdict = NULL;
            draw(&model, scene_sizes[0]);
            assert_int_equal(says("The check took too long."), !fits);
            assert_int_equal(ground_is(TS_VERDICT_READY),
                             fits && states[s] == TS_SCAN_READY);
        }
    }
}

static void
a_verdict_without_a_reason_is_no_answer(void **state)
{
    (void)state;
    struct ts_view_model model;
    struct scene_parts parts = { 0 };
    scene_base(&model);
    scene_ready(&model, &parts);
    parts.verdict.reason_count = 0;
    draw(&model, scene_sizes[0]);
    assert_true(ground_is(TS_VERDICT_CANNOT_TELL));
}

static void
rows_that_do_not_fit_are_counted_and_what_is_missing_comes_first(void **state)
{
    (void)state;
    struct ts_view_model model;
    struct scene_parts parts = { 0 };
    scene_base(&model);
    scene_verdict(&model, &parts, TS_VERDICT_NOT_YET, TS_REASON_MISSING);
    for (int i = 0; i < 11; i++)
        scene_row(&parts, "Proven thing", TS_PASS, TS_REASON_NONE, SCENE_UNTIL_UTC);
    scene_row(&parts, "Missing thing", TS_FAIL, TS_REASON_MISSING, TS_UTC_NEVER);
    draw(&model, scene_sizes[0]);
    assert_true(says("Missing thing") && says("+ ") && says(" more"));
    assert_true(says("11 of 12"));
    draw(&model, (struct scene_size){ 1920, 1080, 3.6 });
    assert_true(says("Missing thing") && says("Proven thing"));
    assert_false(says(" more"));
}

static void
thirty_two_rows_fit_into_a_drawing(void **state)
{
    (void)state;
    struct ts_view_model model;
    struct scene_parts parts = { 0 };
    scene_base(&model);
    scene_verdict(&model, &parts, TS_VERDICT_NOT_YET, TS_REASON_MISSING);
    for (int i = 0; i < TS_REQUIREMENTS_MAX; i++)
        scene_row(&parts, "Thing", i % 2 ? TS_PASS : TS_FAIL,
                  i % 2 ? TS_REASON_NONE : TS_REASON_EXPIRED, SCENE_UNTIL_UTC);
    for (size_t i = 0; i < TS_COUNT(scene_sizes); i++)
        draw(&model, scene_sizes[i]);
    draw(&model, (struct scene_size){ 1080, 4000, 2 });
}

static void
the_seconds_of_not_yet_are_shown_while_they_count(void **state)
{
    (void)state;
    struct ts_view_model model;
    struct scene_parts parts = { 0 };
    scene_base(&model);
    scene_not_yet(&model, &parts);
    draw(&model, scene_sizes[0]);
    assert_true(says("1 of 3 · 19 s"));
    model.time.counted = false;
    draw(&model, scene_sizes[0]);
    assert_true(says("1 of 3") && !says("19 s"));
}

static void
the_bar_shows_the_time_that_is_left(void **state)
{
    (void)state;
    struct ts_view_model model;
    struct scene_parts parts = { 0 };
    scene_base(&model);
    scene_ready(&model, &parts);
    model.time = (struct ts_scan_time){ 8000, 2000, false };
    draw(&model, scene_sizes[0]);
    struct ts_item last = drawing.items[drawing.count - 1];
    assert_int_equal(last.kind, TS_ITEM_BAR);
    assert_int_equal(last.permille, 250);
}

static void
kept_says_how_to_go_on(void **state)
{
    (void)state;
    struct ts_view_model model;
    struct scene_parts parts = { 0 };
    scene_base(&model);
    scene_ready(&model, &parts);
    draw(&model, scene_sizes[0]);
    assert_true(says("Touch to keep"));
    model.kept = true;
    draw(&model, scene_sizes[0]);
    assert_true(says("Touch again to go on."));
}

static void
the_lists_age_stands_in_for_genuine_when_it_should_worry(void **state)
{
    (void)state;
    struct ts_view_model model;
    struct scene_parts parts = { 0 };
    scene_base(&model);
    scene_ready(&model, &parts);
    draw(&model, scene_sizes[1]);
    assert_true(says("Genuine, not withdrawn (list of 12 May)"));
    parts.verdict.lists.warns = true;
    draw(&model, scene_sizes[1]);
    assert_true(says("3 days old"));
    parts.verdict.lists.warns = false;
    parts.card.checks.status = TS_UNKNOWN;
    draw(&model, scene_sizes[1]);
    assert_false(says("not withdrawn"));
}

static void
scan_shows_hint_toast_and_dims(void **state)
{
    (void)state;
    struct ts_view_model model;
    struct scene_parts parts = { 0 };
    scene_base(&model);
    scene_scan(&model, &parts);
    draw(&model, scene_sizes[0]);
    size_t bright = drawing.count;
    assert_true(says("Show the code on your card") && says("Drill floor"));
    assert_true(shows_icon(TS_ICON_AIM) && shows_icon(TS_ICON_CARD));
    model.hint = TS_HINT_CLOSER;
    draw(&model, scene_sizes[0]);
    assert_true(says("A little closer"));
    model.toast = true;
    draw(&model, scene_sizes[0]);
    assert_true(says("Not a credential"));
    model.toast = false;
    model.dimmed = true;
    draw(&model, scene_sizes[0]);
    assert_int_equal(drawing.count, bright + 1);
    model.state = TS_SCAN_CHECKING;
    draw(&model, scene_sizes[0]);
    assert_true(says("Checking"));
}

static void
out_of_order_says_what_failed_and_whom_to_call(void **state)
{
    (void)state;
    struct ts_view_model model;
    scene_base(&model);
    for (int i = 0; i < TS_TROUBLE_COUNT; i++) {
        model.trouble = (enum ts_trouble)i;
        draw(&model, scene_sizes[0]);
        assert_true(says(ts_words_trouble((enum ts_trouble)i)));
        assert_true(says("Camp office") && says("paper procedure"));
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_of_a_card_is_shown_without_a_good_proof),
        cmocka_unit_test(each_verdict_has_its_colour_word_and_sign),
        cmocka_unit_test(a_state_with_another_verdict_is_no_answer),
        cmocka_unit_test(a_verdict_without_a_reason_is_no_answer),
        cmocka_unit_test(
            rows_that_do_not_fit_are_counted_and_what_is_missing_comes_first),
        cmocka_unit_test(thirty_two_rows_fit_into_a_drawing),
        cmocka_unit_test(the_seconds_of_not_yet_are_shown_while_they_count),
        cmocka_unit_test(the_bar_shows_the_time_that_is_left),
        cmocka_unit_test(kept_says_how_to_go_on),
        cmocka_unit_test(the_lists_age_stands_in_for_genuine_when_it_should_worry),
        cmocka_unit_test(scan_shows_hint_toast_and_dims),
        cmocka_unit_test(out_of_order_says_what_failed_and_whom_to_call),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
