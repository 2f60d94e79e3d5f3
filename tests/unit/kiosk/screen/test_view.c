#include "kiosk/screen/view.h"
#include "tests/golden/scenes.h"
#include "tests/support/support.h"

#include <string.h>

static struct ts_drawing drawing;

static void
draw(struct ts_view_model *model, struct scene_size size)
{
    model->width_px = size.width;
    model->height_px = size.height;
    model->px_per_mm = size.px_per_mm;
    ts_view_draw(&drawing, model);
    assert_false(drawing.full);
}

static bool
says(const char *text)
{
    size_t len = strlen(text);
    for (size_t i = 0; i < drawing.count; i++) {
        ts_span got = drawing.items[i].text.text;
        for (size_t at = 0; at + len <= got.len; at++)
            if (memcmp(got.at + at, text, len) == 0)
                return true;
    }
    return false;
}

static bool
shows_icon(enum ts_icon icon)
{
    for (size_t i = 0; i < drawing.count; i++)
        if (drawing.items[i].kind == TS_ITEM_ICON && drawing.items[i].icon == icon)
            return true;
    return false;
}

static bool
ground_is(enum ts_verdict_kind kind)
{
    struct ts_colour want = ts_theme_verdict(kind).ground;
    struct ts_colour got = drawing.items[0].colour;
    return got.r == want.r && got.g == want.g && got.b == want.b;
}

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
the_issuers_name_is_the_lists(void **state)
{
    (void)state;
    for (size_t i = 0; i < TS_COUNT(scenes); i++) {
        struct ts_view_model model;
        struct scene_parts parts = { 0 };
        scene_base(&model);
        scenes[i].fill(&model, &parts);
        draw(&model, scene_sizes[1]);
        assert_false(says("NEVER SHOWN"));
        if (strcmp(scenes[i].name, "ready") == 0)
            assert_true(says("Northern Safety Council"));
    }
}

static void
a_name_is_shown_as_far_as_the_profile_lets_it(void **state)
{
    (void)state;
    static const struct {
        enum ts_name_shown shown;
        bool initials, full;
    } rows[] = {
        { TS_NAME_INITIALS, true, false },
        { TS_NAME_FULL, false, true },
        { TS_NAME_NONE, false, false },
    };
    for (size_t i = 0; i < TS_COUNT(rows); i++) {
        struct ts_view_model model;
        struct scene_parts parts = { 0 };
        scene_base(&model);
        scene_ready(&model, &parts);
        parts.verdict.name_shown = rows[i].shown;
        draw(&model, scene_sizes[1]);
        assert_int_equal(says("A. N."), rows[i].initials);
        assert_int_equal(says("Aputik Nowdlak"), rows[i].full);
        assert_int_equal(says("Nowdlak"), rows[i].full);
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

static const struct {
    const char *name, *initials;
} names[] = {
    { "Aputik Nowdlak", "A. N." },
    { "Jeanne d'Arc", "J. d." },
    { "Élodie van der Berg", "É. B." },
    { "  Ada  Lovelace  ", "A. L." },
    { "Prince", "P." },
    { "ᐊᐳᑎᒃ ᓄᑦᓚᒃ", "ᐊ. ᓄ." },
    { "محمد علي", "م. ع." },
    { "E\u0301ric \"Bob\" O'Neil", "E\u0301. O." },
    { "Z\u0351\u0352\u0353\u0354\u0355\u0356 Algo", "Z\u0351\u0352\u0353\u0354. A." },
    { "", "" },
    { "   ", "" },
    { "123 456", "" },
    { "123 Bob", "B." },
    { "\u0301\u0302", "" },
    { "\xff\xfe", "" },
};

static void
initials_are_first_and_last_as_they_are_written(void **state)
{
    (void)state;
    for (size_t i = 0; i < TS_COUNT(names); i++) {
        char letters[64];
        ts_span text;
        struct ts_writer w = ts_writer_over(TS_ROOM_OF(letters));
        ts_span name = ts_span_text(names[i].name);
        uint8_t *exact = ts_test_exact_copy(name);
        ts_test_row(names[i].name);
        ts_write_initials(&w, (ts_span){ exact, name.len });
        assert_status(ts_writer_end(&w, &text), TS_OK);
        assert_span_equal(text, ts_span_text(names[i].initials));
        free(exact);
    }
}

static void
initials_of_an_endless_name_fit(void **state)
{
    (void)state;
    char name[2000];
    char letters[64];
    ts_span text;
    memset(name, 'w', sizeof(name));
    struct ts_writer w = ts_writer_over(TS_ROOM_OF(letters));
    ts_write_initials(&w, TS_SPAN_OF(name));
    assert_status(ts_writer_end(&w, &text), TS_OK);
    assert_span_equal(text, ts_span_text("w."));
    name[1000] = ' ';
    w = ts_writer_over(TS_ROOM_OF(letters));
    ts_write_initials(&w, TS_SPAN_OF(name));
    assert_status(ts_writer_end(&w, &text), TS_OK);
    assert_true(text.len <= 5);
}

static const struct ts_photo *
shown_photo(void)
{
    for (size_t i = 0; i < drawing.count; i++)
        if (drawing.items[i].kind == TS_ITEM_PHOTO)
            return drawing.items[i].photo;
    return NULL;
}

static void
the_question_shows_photo_name_and_both_answers(void **state)
{
    (void)state;
    for (size_t s = 0; s < TS_COUNT(scene_sizes); s++) {
        struct ts_view_model model;
        struct scene_parts parts = { 0 };
        scene_base(&model);
        scene_identity(&model, &parts);
        draw(&model, scene_sizes[s]);
        assert_ptr_equal(shown_photo(), &parts.photo);
        assert_true(says("A. N."));
        assert_true(says("Is this the person?") && says("Yes") && says("No"));
        assert_true(shows_icon(TS_ICON_TICK) && shows_icon(TS_ICON_CROSS));
        assert_false(says("READY") || says("CANNOT TELL"));
        assert_false(says("NEVER SHOWN"));
        parts.verdict.name_shown = TS_NAME_FULL;
        draw(&model, scene_sizes[s]);
        assert_true(says("Aputik Nowdlak"));
        parts.verdict.name_shown = TS_NAME_NONE;
        draw(&model, scene_sizes[s]);
        assert_false(says("A. N.") || says("Aputik"));
    }
}

static void
a_question_without_what_it_is_about_is_no_answer(void **state)
{
    (void)state;
    static const char *const lacking[] = { "photo",    "pixels",     "verdict",
                                           "question", "credential", "card" };
    for (size_t i = 0; i < TS_COUNT(lacking); i++) {
        struct ts_view_model model;
        struct scene_parts parts = { 0 };
        ts_test_row(lacking[i]);
        scene_base(&model);
        scene_identity(&model, &parts);
        switch (i) {
        case 0: model.photo = NULL; break;
        case 1: parts.photo.width = 0; break;
        case 2: model.verdict = NULL; break;
        case 3: parts.verdict.identity_due = false; break;
        case 4: parts.card.credential = NULL; break;
        default: parts.verdict.card = NULL; break;
        }
        draw(&model, scene_sizes[0]);
        assert_null(shown_photo());
        assert_true(ground_is(TS_VERDICT_CANNOT_TELL));
        assert_true(says("The check took too long."));
        assert_false(says("Yes"));
    }
}

/* Only in its own state: nothing of the face stays behind a verdict. */
static void
no_other_screen_shows_a_photo(void **state)
{
    (void)state;
    for (int at = 0; at < TS_SCAN_STATE_COUNT; at++) {
        struct ts_view_model model;
        struct scene_parts parts = { 0 };
        scene_base(&model);
        scene_identity(&model, &parts);
        model.state = (enum ts_scan_state)at;
        draw(&model, scene_sizes[0]);
        assert_int_equal(shown_photo() != NULL, at == TS_SCAN_IDENTITY);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_of_a_card_is_shown_without_a_good_proof),
        cmocka_unit_test(the_issuers_name_is_the_lists),
        cmocka_unit_test(a_name_is_shown_as_far_as_the_profile_lets_it),
        cmocka_unit_test(each_verdict_has_its_colour_word_and_sign),
        cmocka_unit_test(a_state_with_another_verdict_is_no_answer),
        cmocka_unit_test(a_verdict_without_a_reason_is_no_answer),
        cmocka_unit_test(
            rows_that_do_not_fit_are_counted_and_what_is_missing_comes_first),
        cmocka_unit_test(thirty_two_rows_fit_into_a_drawing),
        cmocka_unit_test(the_seconds_of_not_yet_are_shown_while_they_count),
        cmocka_unit_test(the_bar_shows_the_time_that_is_left),
        cmocka_unit_test(the_question_shows_photo_name_and_both_answers),
        cmocka_unit_test(a_question_without_what_it_is_about_is_no_answer),
        cmocka_unit_test(no_other_screen_shows_a_photo),
        cmocka_unit_test(kept_says_how_to_go_on),
        cmocka_unit_test(the_lists_age_stands_in_for_genuine_when_it_should_worry),
        cmocka_unit_test(scan_shows_hint_toast_and_dims),
        cmocka_unit_test(out_of_order_says_what_failed_and_whom_to_call),
        cmocka_unit_test(initials_are_first_and_last_as_they_are_written),
        cmocka_unit_test(initials_of_an_endless_name_fit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
