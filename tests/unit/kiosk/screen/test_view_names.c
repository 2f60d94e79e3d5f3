#include "tests/unit/kiosk/screen/view_looks.h"

/* Who is shown, and how much of them: names, initials, the photo that is compared. */

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
        cmocka_unit_test(the_issuers_name_is_the_lists),
        cmocka_unit_test(a_name_is_shown_as_far_as_the_profile_lets_it),
        cmocka_unit_test(the_question_shows_photo_name_and_both_answers),
        cmocka_unit_test(a_question_without_what_it_is_about_is_no_answer),
        cmocka_unit_test(no_other_screen_shows_a_photo),
        cmocka_unit_test(initials_are_first_and_last_as_they_are_written),
        cmocka_unit_test(initials_of_an_endless_name_fit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
