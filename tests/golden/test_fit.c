#include "kiosk/screen/window_sdl.h"
#include "kiosk/screen/window_text.h"
#include "tests/golden/checks.h"
#include "tests/golden/scenes.h"
#include "tests/support/support.h"

#include "firmware/base/check.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/*
 * What must hold on every screen, every size and in every language: nothing is
 * cut, nothing lies over something else, nothing is too small or too faint.
 */

static struct ts_drawing drawing;

static struct ts_window *
open_window(struct scene_size size)
{
    struct ts_window *window = NULL;
    struct ts_fault fault = { 0 };
    struct ts_window_options options = {
        .width_px = size.width,
        .height_px = size.height,
        .px_per_mm = size.px_per_mm,
    };
    assert_status(ts_window_open(&window, &options, &fault), TS_OK);
    return window;
}

static struct ts_fit_report
check(struct ts_window *window, struct ts_view_model *model)
{
    struct ts_fit_report fit;
    ts_window_size(window, &model->width_px, &model->height_px, &model->px_per_mm);
    struct ts_metrics m =
        ts_theme_metrics(model->width_px, model->height_px, model->px_per_mm);
    ts_view_draw(&drawing, model);
    assert_false(drawing.full);
    for (size_t i = 0; i < drawing.count; i++)
        if (drawing.items[i].kind == TS_ITEM_TEXT)
            checks_text(&drawing, i, &m);
    ts_window_draw(window, &drawing, NULL, &fit);
    assert_true(fit.texts > 0 && fit.least_em_px >= m.em_least);
    return fit;
}

static void
expect_whole(struct ts_window *window, struct ts_view_model *model, const char *what)
{
    struct ts_fit_report fit = check(window, model);
    if (fit.ellipsised != 0)
        fail_msg("%s, %dx%d, %s: %zu texts are cut", what, model->width_px,
                 model->height_px, ts_words_language(), fit.ellipsised);
}

/* Where the drawing can be touched for this. */
static struct ts_box
place_of(enum ts_action action)
{
    for (size_t i = 0; i < drawing.target_count; i++)
        if (drawing.targets[i].touch.action == action)
            return drawing.targets[i].box;
    return (struct ts_box){ 0 };
}

static bool
is_drawn(struct ts_box box)
{
    for (size_t i = 0; i < drawing.count; i++)
        if (drawing.items[i].kind == TS_ITEM_RECTANGLE
            && memcmp(&drawing.items[i].box, &box, sizeof(box)) == 0)
            return true;
    return false;
}

/* 25 mm, for gloves; where it is drawn; and not so that one glove hits both. */
static void
answers_can_be_touched(void **state)
{
    (void)state;
    for (size_t s = 0; s < TS_COUNT(scene_sizes); s++) {
        struct ts_view_model model;
        static struct scene_parts parts;
        int least = (int)(25 * scene_sizes[s].px_per_mm);
        scene_base(&model);
        scene_identity(&model, &parts);
        model.width_px = scene_sizes[s].width;
        model.height_px = scene_sizes[s].height;
        model.px_per_mm = scene_sizes[s].px_per_mm;
        ts_view_draw(&drawing, &model);
        struct ts_box yes = place_of(TS_ACTION_YES);
        struct ts_box no = place_of(TS_ACTION_NO);
        assert_true(yes.w >= least && yes.h >= least && no.w >= least && no.h >= least);
        assert_true(is_drawn(yes) && is_drawn(no));
        assert_true(no.x - (yes.x + yes.w) >= least / 10);
        model.photo = NULL;
        ts_view_draw(&drawing, &model);
        assert_int_equal(place_of(TS_ACTION_YES).w, 0);
        model.photo = &parts.photo;
        model.state = TS_SCAN_READY;
        ts_view_draw(&drawing, &model);
        assert_int_equal(place_of(TS_ACTION_YES).w, 0);
    }
}

typedef void each_window(struct ts_window *window);

static void
on_every_size_and_language(each_window *each)
{
    for (size_t s = 0; s < TS_COUNT(scene_sizes); s++) {
        struct ts_window *window = open_window(scene_sizes[s]);
        for (size_t l = 0; l < TS_COUNT(scene_languages); l++) {
            assert_status(ts_words_speak(scene_languages[l]), TS_OK);
            each(window);
        }
        ts_window_close(window);
    }
}

static void
all_scenes(struct ts_window *window)
{
    for (size_t i = 0; i < TS_COUNT(scenes); i++) {
        struct ts_view_model model;
        struct scene_parts parts = { 0 };
        scene_base(&model);
        scenes[i].fill(&model, &parts);
        expect_whole(window, &model, scenes[i].name);
    }
}

static void
every_screen_holds(void **state)
{
    (void)state;
    on_every_size_and_language(all_scenes);
}

static void
other_faces(struct ts_window *window)
{
    struct ts_view_model model;
    struct scene_parts parts = { 0 };
    scene_base(&model);
    scene_scan(&model, &parts);
    for (int hint = 0; hint < TS_HINT_COUNT; hint++) {
        model.hint = (enum ts_hint)hint;
        expect_whole(window, &model, "a hint");
    }
    model.state = TS_SCAN_CHECKING;
    expect_whole(window, &model, "checking");
    model.state = TS_SCAN_NO_ANSWER;
    expect_whole(window, &model, "no answer");
    model.state = TS_SCAN_OUT_OF_ORDER;
    for (int trouble = 0; trouble < TS_TROUBLE_COUNT; trouble++) {
        model.trouble = (enum ts_trouble)trouble;
        expect_whole(window, &model, "trouble");
    }
    model.lists = (struct ts_lists_age){ 0 };
    model.profile_name = (ts_span){ 0 };
    model.state = TS_SCAN_WAITING;
    expect_whole(window, &model, "no lists");
    scene_base(&model);
    scene_ready(&model, &parts);
    model.kept = true;
    expect_whole(window, &model, "kept");
    scene_base(&model);
    scene_identity(&model, &parts);
    model.time.counted = true;
    expect_whole(window, &model, "a question that is counted down");
    parts.verdict.name_shown = TS_NAME_FULL;
    expect_whole(window, &model, "a question with a name");
}

static void
every_other_face_of_a_screen_holds(void **state)
{
    (void)state;
    on_every_size_and_language(other_faces);
}

static bool
draws_icon(enum ts_icon icon)
{
    for (size_t i = 0; i < drawing.count; i++)
        if (drawing.items[i].kind == TS_ITEM_ICON && drawing.items[i].icon == icon)
            return true;
    return false;
}

static bool
draws_text_that_ends(const char *end)
{
    size_t len = strlen(end);
    for (size_t i = 0; i < drawing.count; i++) {
        ts_span text = drawing.items[i].text.text;
        if (drawing.items[i].kind == TS_ITEM_TEXT && text.len >= len
            && memcmp(text.at + text.len - len, end, len) == 0)
            return true;
    }
    return false;
}

/* Each verdict by its sign and number, however large; where there is room by its word. */
static void
counts_of(struct ts_window *window, struct ts_view_model *model, uint64_t most)
{
    for (size_t i = 0; i < TS_VERDICT_COUNT; i++)
        model->today[i] = most - i;
    expect_whole(window, model, "counts");
    assert_true(draws_icon(TS_ICON_TICK) && draws_icon(TS_ICON_TRIANGLE)
                && draws_icon(TS_ICON_CROSS) && draws_icon(TS_ICON_QUESTION));
    for (size_t i = 0; i < TS_VERDICT_COUNT; i++) {
        char number[24];
        snprintf(number, sizeof(number), "%llu", (unsigned long long)(most - i));
        assert_true(draws_text_that_ends(number));
    }
}

static void
all_counts(struct ts_window *window)
{
    struct ts_view_model model;
    struct scene_parts parts = { 0 };
    scene_base(&model);
    scene_counts(&model, &parts);
    for (uint64_t most = 3; most < 4000; most = most * 7 + 5) {
        counts_of(window, &model, most);
        model.toast = !model.toast;
        model.large_print = !model.large_print;
    }
    model.large_print = false;
    model.state = TS_SCAN_CHECKING;
    counts_of(window, &model, 3);
    char ready[64];
    snprintf(ready, sizeof(ready), "%s 2", ts_words_verdict(TS_VERDICT_READY));
    assert_true(draws_text_that_ends(ready) || model.width_px == 800
                || model.width_px == 720);
    model.tallied = false;
    expect_whole(window, &model, "no counts");
    assert_false(draws_text_that_ends("2"));
}

static void
todays_counts_have_room(void **state)
{
    (void)state;
    on_every_size_and_language(all_counts);
}

static void
all_reasons(struct ts_window *window)
{
    static const enum ts_verdict_kind kinds[] = { TS_VERDICT_NOT_YET, TS_VERDICT_STOP,
                                                  TS_VERDICT_CANNOT_TELL };
    for (int reason = 0; reason < TS_REASON_COUNT; reason++) {
        for (size_t k = 0; k < TS_COUNT(kinds); k++) {
            struct ts_view_model model;
            struct scene_parts parts = { 0 };
            scene_base(&model);
            scene_verdict(&model, &parts, kinds[k], (enum ts_reason)reason);
            scene_row(&parts, "Confined space entry", TS_FAIL, (enum ts_reason)reason,
                      SCENE_EXPIRED_UTC);
            model.time.counted = kinds[k] == TS_VERDICT_NOT_YET;
            expect_whole(window, &model, ts_words_reason((enum ts_reason)reason));
        }
    }
}

static void
every_reason_fits_under_every_verdict(void **state)
{
    (void)state;
    on_every_size_and_language(all_reasons);
}

/* Names that somebody has, and names that somebody wrote to see what happens. */
static const struct {
    const char *what;
    const char *part;
    size_t times;
    bool may_be_cut;
} names[] = {
    { "long and one word", "w", 2000, true },
    { "long and many words", "Anne Marie ", 182, true },
    { "long and Arabic", "محمد ", 250, true },
    { "syllabics", "ᐊᐳᑎᒃ ᓄᑦᓚᒃ", 1, false },
    { "syllabics, long", "ᐊᐳᑎᒃ ᓄᑦᓚᒃ ", 60, true },
    { "Arabic with marks", "مُحَمَّد عَلِيّ", 1, false },
    { "Hebrew", "דָּוִד כֹּהֵן", 1, false },
    { "two directions", "Ali علي Smith", 1, false },
    { "combining marks", "E\u0301ric Ny\u0300ström", 1, false },
    { "marks on marks", "Z\u0351\u0352\u0353\u0354\u0355\u0356\u0357", 60, true },
    { "a turned direction", "Ada\u202E ecalevoL", 1, false },
    { "control characters", "Ada\x01\x02\nLovelace\x7F", 1, false },
    { "no such letter in any font", "𓀀𓀁 😀", 1, false },
    { "nothing but marks", "\u0301\u0302\u0303", 1, false },
    { "nothing visible", "\u200B\u202A\uFEFF", 1, false },
};

static ts_span
repeated(char letters[static 4096], const char *part, size_t times)
{
    size_t len = strlen(part);
    TS_CHECK(len * times <= 4096);
    for (size_t i = 0; i < times; i++)
        memcpy(letters + i * len, part, len);
    return (ts_span){ (uint8_t *)letters, len * times };
}

static void
save_for_looking(struct ts_window *window, size_t name)
{
    char path[256];
    snprintf(path, sizeof(path), "build/golden/name-%zu.png", name);
    assert_status(ts_window_save(window, path), TS_OK);
}

static void
all_names(struct ts_window *window)
{
    for (size_t i = 0; i < TS_COUNT(names); i++) {
        char letters[4096];
        struct ts_view_model model;
        struct scene_parts parts = { 0 };
        scene_base(&model);
        scene_ready(&model, &parts);
        parts.credential.subject_name = repeated(letters, names[i].part, names[i].times);
        expect_whole(window, &model, names[i].what); /* initials */
        parts.verdict.name_shown = TS_NAME_FULL;
        if (names[i].may_be_cut)
            check(window, &model);
        else
            expect_whole(window, &model, names[i].what);
        if (strcmp(ts_words_language(), "fr") == 0)
            save_for_looking(window, i);
    }
}

static void
every_name_is_survived(void **state)
{
    (void)state;
    on_every_size_and_language(all_names);
}

static void
a_long_name_is_cut_with_an_ellipsis_and_told(void **state)
{
    (void)state;
    char letters[4096];
    struct ts_window *window = open_window(scene_sizes[0]);
    struct ts_view_model model;
    struct scene_parts parts = { 0 };
    scene_base(&model);
    scene_ready(&model, &parts);
    parts.verdict.name_shown = TS_NAME_FULL;
    parts.credential.subject_name = repeated(letters, "w", 2000);
    assert_int_equal(check(window, &model).ellipsised, 1);
    /* The second drawing comes from the cache and must tell the same. */
    assert_int_equal(check(window, &model).ellipsised, 1);
    ts_window_forget(window);
    assert_int_equal(check(window, &model).ellipsised, 1);
    ts_window_close(window);
}

static void
labels_of_everything_can_be_long(void **state)
{
    (void)state;
    char letters[4096];
    ts_span text = repeated(letters, "Sécurité ᓄᑦ ", 100);
    assert_status(ts_words_speak("fr"), TS_OK);
    for (size_t s = 0; s < TS_COUNT(scene_sizes); s++) {
        struct ts_window *window = open_window(scene_sizes[s]);
        for (size_t i = 0; i < TS_COUNT(scenes); i++) {
            struct ts_view_model model;
            struct scene_parts parts = { 0 };
            scene_base(&model);
            scenes[i].fill(&model, &parts);
            model.profile_name = model.contact = text;
            parts.names[0].text = parts.names[1].text = text;
            parts.credential.achievement_name = text;
            for (size_t r = 0; r < parts.verdict.row_count; r++)
                parts.verdict.rows[r].label = text;
            ts_test_row(scenes[i].name);
            check(window, &model);
        }
        ts_window_close(window);
    }
}

static void
an_absent_font_is_told_with_what_to_install(void **state)
{
    (void)state;
    struct ts_window *window = NULL;
    struct ts_fault fault = { 0 };
    struct ts_window_options options = { .width_px = 100,
                                         .height_px = 100,
                                         .font_folder = "/nonexistent" };
    assert_status(ts_window_open(&window, &options, &fault), TS_ABSENT);
    assert_null(window);
    assert_non_null(strstr(fault.rule, "fonts-noto-core"));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_screen_holds),
        cmocka_unit_test(every_other_face_of_a_screen_holds),
        cmocka_unit_test(todays_counts_have_room),
        cmocka_unit_test(every_reason_fits_under_every_verdict),
        cmocka_unit_test(every_name_is_survived),
        cmocka_unit_test(a_long_name_is_cut_with_an_ellipsis_and_told),
        cmocka_unit_test(labels_of_everything_can_be_long),
        cmocka_unit_test(answers_can_be_touched),
        cmocka_unit_test(an_absent_font_is_told_with_what_to_install),
    };
    setenv("SDL_VIDEODRIVER", "dummy", 1);
    setenv("SDL_RENDER_DRIVER", "software", 1);
    mkdir("build", 0777);
    mkdir("build/golden", 0777);
    TS_CHECK(ts_words_open(TS_TEST_LOCALE) == TS_OK);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
