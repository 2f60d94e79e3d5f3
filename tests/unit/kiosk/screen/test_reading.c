#include "kiosk/screen/reading.h"
#include "tests/golden/scenes.h"
#include "tests/support/support.h"

#include <stdlib.h>
#include <string.h>

static struct ts_drawing drawing;
static struct ts_reading reading;
static struct ts_view_model model;
static struct scene_parts parts;

static const char *
read_out(void (*fill)(struct ts_view_model *model, struct scene_parts *parts))
{
    parts = (struct scene_parts){ 0 };
    scene_base(&model);
    fill(&model, &parts);
    model.width_px = 1280;
    model.height_px = 800;
    model.px_per_mm = 5.9;
    ts_view_draw(&drawing, &model);
    ts_reading_make(&reading, &drawing, &model);
    assert_false(reading.cut);
    return reading.text;
}

static void
again(void)
{
    ts_view_draw(&drawing, &model);
    ts_reading_make(&reading, &drawing, &model);
}

/* A line of its own. */
static bool
has_line(const char *text, const char *line)
{
    size_t len = strlen(line);
    for (const char *at = text; at; at = strchr(at, '\n') ? strchr(at, '\n') + 1 : NULL)
        if (strncmp(at, line, len) == 0 && at[len] == '\n')
            return true;
    return false;
}

#define assert_line(line)                                            \
    do {                                                             \
        if (!has_line(reading.text, (line)))                         \
            fail_msg("no line \"%s\" in\n%s", (line), reading.text); \
    } while (0)

static void
a_verdict_is_read_from_its_word_on(void **state)
{
    (void)state;
    const char *text = read_out(scene_not_yet);
    const char *first = "[attention] NOT YET, Reason ";
    assert_memory_equal(text, first, strlen(first));
    assert_non_null(strstr(text, "1 of 3 · 19 s\n"));
    assert_line("[yes] H2S Alive, until 1 March 2027");
    assert_line("[no] First aid, expired 7 February 2026");
    assert_non_null(strstr(text, "[still open] Fall protection, "));
    assert_line("[button] Why?");
}

static void
each_verdict_has_a_sign_and_a_word(void **state)
{
    (void)state;
    static const struct {
        void (*fill)(struct ts_view_model *model, struct scene_parts *parts);
        const char *begins;
    } ROWS[] = {
        { scene_ready, "[yes] READY" },
        { scene_stop, "[no] STOP" },
        { scene_cannot_tell, "[not known] CANNOT TELL" },
        { scene_let_in, "LET IN" },
    };
    for (size_t i = 0; i < TS_COUNT(ROWS); i++) {
        ts_test_row(ROWS[i].begins);
        const char *text = read_out(ROWS[i].fill);
        assert_memory_equal(text, ROWS[i].begins, strlen(ROWS[i].begins));
    }
}

/* What to do first, buttons last. */
static void
the_scan_screen_is_read_in_order(void **state)
{
    (void)state;
    const char *text = read_out(scene_scan);
    assert_string_equal(text, "Show the code on your card\nDrill floor\n"
                              "Lists: 3 days old\n[button] Languages\n"
                              "[button] Settings\n");
}

static void
what_can_be_touched_is_called_so_once(void **state)
{
    (void)state;
    read_out(scene_settings);
    assert_line("Settings, 17 s");
    assert_line("Volume");
    assert_line("60 %");
    assert_line("[button] Less");
    assert_line("[button] More");
    assert_line("[button] [on] Confined space entry");
    assert_line("[button] Log, Counts");
    assert_line("[button] Back");
    read_out(scene_pin);
    assert_line("[button] 7");
    assert_line("[button] Erase");
    assert_line("[button] Done");
    read_out(scene_identity);
    assert_line("Is this the person?");
    assert_line("[button] Yes");
    assert_line("[button] No");
}

static void
keys_are_read_as_they_type(void **state)
{
    (void)state;
    read_out(scene_answer);
    assert_line("Aputik Now");
    assert_line("[button] Space");
    assert_line("[button] Capital letter");
    parts.keyboard.shifted = true;
    again();
    assert_line("[button] [on] Capital letter");
}

static void
seconds_that_pass_are_no_news(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        void (*fill)(struct ts_view_model *model, struct scene_parts *parts);
    } ROWS[] = { { "verdict", scene_not_yet },
                 { "menu", scene_settings },
                 { "keyboard", scene_answer_empty },
                 { "PIN", scene_pin_wrong } };
    for (size_t i = 0; i < TS_COUNT(ROWS); i++) {
        ts_test_row(ROWS[i].name);
        read_out(ROWS[i].fill);
        uint64_t before = reading.sense;
        model.time.left_ms = 8200;
        again();
        assert_true(reading.sense == before);
        assert_non_null(strstr(reading.text, "9 s"));
        assert_null(strstr(reading.text, "19 s"));
        model.time.counted = false;
        again();
        assert_null(strstr(reading.text, "9 s"));
    }
    read_out(scene_pin_wait);
    uint64_t before = reading.sense;
    parts.pin_pad.wait_ms -= 61000;
    again();
    assert_true(reading.sense == before);
    parts.pin_pad.wait_ms = 0;
    again();
    assert_true(reading.sense != before);
}

static void
everything_else_is_news(void **state)
{
    (void)state;
    read_out(scene_not_yet);
    uint64_t before = reading.sense;
    parts.verdict.satisfied = 2;
    again();
    assert_true(reading.sense != before);
    before = reading.sense;
    parts.verdict.rows[1].state = TS_PASS;
    again();
    assert_true(reading.sense != before);
    read_out(scene_settings);
    before = reading.sense;
    parts.menu.rows[2].chosen = false;
    again();
    assert_true(reading.sense != before);
}

/* A name is what somebody wrote: it makes no line and no button. */
static void
a_name_is_one_line(void **state)
{
    (void)state;
    read_out(scene_ready);
    parts.verdict.name_shown = TS_NAME_FULL;
    parts.credential.subject_name =
        TS_SPAN_LIT("Ada\n[button] Open\x01 the gate\u202E\nLovelace");
    again();
    assert_null(strstr(reading.text, "\n[button] Open"));
    assert_non_null(strstr(reading.text, "Ada [button] Open"));
    assert_null(strchr(reading.text, '\x01'));
    assert_null(strstr(reading.text, "\u202E"));
    assert_null(strstr(reading.text, "\n\n"));
}

static void
nothing_of_the_screen_before_stays(void **state)
{
    (void)state;
    read_out(scene_ready);
    read_out(scene_scan);
    for (size_t i = reading.len; i < sizeof(reading.text); i++)
        assert_int_equal(reading.text[i], 0);
}

static void
what_is_too_much_ends_with_a_line(void **state)
{
    (void)state;
    static char letters[500];
    static struct ts_drawing full;
    struct ts_metrics metrics = ts_theme_metrics(1280, 800, 5.9);
    memset(letters, 'a', sizeof(letters));
    ts_drawing_start(&full, &metrics, ts_theme_neutral().ground);
    for (int i = 0; i < 40; i++)
        ts_draw_text(&full, (struct ts_box){ 0, 20 * i, 100, 20 },
                     (struct ts_text){ .text = TS_SPAN_OF(letters), .max_lines = 1 },
                     ts_theme_neutral().ink);
    ts_reading_make(&reading, &full, &model);
    assert_true(reading.cut);
    assert_int_equal(reading.len % (sizeof(letters) + 1), 0);
    assert_true(reading.len > sizeof(reading.text) - 2 * sizeof(letters));
    assert_int_equal(reading.text[reading.len - 1], '\n');
    assert_int_equal(reading.text[reading.len], 0);
}

static void
it_speaks_the_language_of_the_moment(void **state)
{
    (void)state;
    assert_status(ts_words_speak("fr"), TS_OK);
    read_out(scene_ready);
    assert_non_null(strstr(reading.text, "[oui] "));
    assert_non_null(strstr(reading.text, "[bouton] "));
    assert_status(ts_words_speak("en"), TS_OK);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_verdict_is_read_from_its_word_on),
        cmocka_unit_test(each_verdict_has_a_sign_and_a_word),
        cmocka_unit_test(the_scan_screen_is_read_in_order),
        cmocka_unit_test(what_can_be_touched_is_called_so_once),
        cmocka_unit_test(keys_are_read_as_they_type),
        cmocka_unit_test(seconds_that_pass_are_no_news),
        cmocka_unit_test(everything_else_is_news),
        cmocka_unit_test(a_name_is_one_line),
        cmocka_unit_test(nothing_of_the_screen_before_stays),
        cmocka_unit_test(what_is_too_much_ends_with_a_line),
        cmocka_unit_test(it_speaks_the_language_of_the_moment),
    };
    TS_CHECK(ts_words_open(TS_TEST_LOCALE) == TS_OK);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
