#include "kiosk/screen/window_coverage.h"
#include "kiosk/screen/window_fonts.h"
#include "kiosk/screen/window_text.h"
#include "tests/support/pictures.h"
#include "tests/support/support.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Which letters come in which face and direction, and what that looks like. */

static struct ts_fonts fonts;

static int
open_fonts(void **state)
{
    (void)state;
    return TTF_Init() == 0 && ts_fonts_open(&fonts, NULL, NULL) == TS_OK ? 0 : -1;
}

static int
close_fonts(void **state)
{
    (void)state;
    ts_fonts_close(&fonts);
    TTF_Quit();
    return 0;
}

/* Runs as "S:text" from left to right; faces S, Y, A, H; small where they run left. */
static void
runs_of(char out[static 256], const char *text)
{
    static struct ts_run runs[TS_RUNS_MAX];
    ts_span span = ts_span_text(text);
    size_t used = 0;
    size_t count = ts_fonts_split(&fonts, runs, span, ts_bidi_is_rtl(span));
    out[0] = '\0';
    for (size_t i = 0; i < count; i++)
        used += (size_t)snprintf(out + used, 256 - used, "%c:%.*s|",
                                 (runs[i].rtl ? "syah" : "SYAH")[runs[i].face],
                                 TS_SPAN_ARG(runs[i].text));
}

static const struct {
    const char *name, *text, *runs;
} splits[] = {
    { "Latin", "Ada Lovelace", "S:Ada Lovelace|" },
    { "syllabics", "ᐊᐳᑎᒃ ᓄᑦᓚᒃ", "Y:ᐊᐳᑎᒃ ᓄᑦᓚᒃ|" },
    { "syllabics and Latin", "ᐊᐳᑎᒃ (ID 123)", "Y:ᐊᐳᑎᒃ |S:(ID 123)|" },
    { "Arabic", "محمد علي", "a:محمد علي|" },
    { "Hebrew with points", "דָּוִד", "h:דָּוִד|" },
    { "Hebrew among Latin", "Ali דוד Smith", "S:Ali |h:דוד|S: Smith|" },
    { "a mark stays with its letter", "ᐊ\u0301b", "Y:ᐊ\u0301|S:b|" },
    { "a mark on Latin", "e\u0301\u0323", "S:e\u0301\u0323|" },
    { "joined Arabic is one", "م\u200Dم", "a:م\u200Dم|" },
    { "no such letter in any face", "𓀀a", "S:𓀀a|" },
    { "faces within one direction, last first", "דוד علي", "a:علي|h:דוד |" },
};

static void
text_is_split_by_face_and_direction(void **state)
{
    (void)state;
    for (size_t i = 0; i < TS_COUNT(splits); i++) {
        char out[256];
        ts_test_row(splits[i].name);
        runs_of(out, splits[i].text);
        assert_string_equal(out, splits[i].runs);
    }
}

/* A text as the window sets it, at the size it is drawn with. */
static SDL_Surface *
set(const char *text)
{
    struct ts_setting setting;
    struct ts_item item = {
        .kind = TS_ITEM_TEXT,
        .box = { 0, 0, 1200, 60 },
        .colour = { 255, 255, 255, 255 },
        .text = { ts_span_text(text), 40, 40, 1, TS_WEIGHT_REGULAR, TS_ALIGN_START },
    };
    SDL_Surface *surface = ts_text_set(&fonts, &item, &setting);
    assert_non_null(surface);
    return surface;
}

/* The phrase around a name stays where it is whatever the name tries. */
static void
a_name_cannot_reorder_the_rest_of_its_row(void **state)
{
    (void)state;
    static const char *const names[] = {
        "Ada\u202E",       "Ada\u202B\u202B", "Ada\u2067", "Ada\u2066\u2067", "אדה",
        "אדה\u2069\u202E", "علي ٣",           "\u202EAda", "Ada\r\n\x1B[2K",  "Ada\u2029",
    };
    static const char *const rest = " (12) 3 May 2026";
    for (size_t i = 0; i < TS_COUNT(names); i++) {
        static struct ts_run runs[TS_RUNS_MAX];
        char isolated[TS_ISOLATED_BYTES];
        char row[TS_ISOLATED_BYTES + 32];
        char clean[TS_TEXT_BYTES];
        bool cut;
        ts_span name = ts_text_isolate(isolated, ts_span_text(names[i]));
        snprintf(row, sizeof(row), "A %.*s%s", TS_SPAN_ARG(name), rest);
        ts_span text = ts_text_clean(clean, ts_span_text(row), &cut);
        size_t count = ts_fonts_split(&fonts, runs, text, ts_bidi_is_rtl(text));
        struct ts_run first = runs[0];
        struct ts_run last = runs[count - 1];
        ts_test_row(names[i]);
        assert_true(!first.rtl && ts_span_starts_with(first.text, TS_SPAN_LIT("A ")));
        assert_true(!last.rtl && last.text.len >= strlen(rest));
        assert_span_equal(
            ts_span_part(last.text, last.text.len - strlen(rest), strlen(rest)),
            ts_span_text(rest));
    }
}

static size_t
ink(SDL_Surface *surface)
{
    size_t count = 0;
    for (int y = 0; y < surface->h; y++)
        for (int x = 0; x < surface->w; x++)
            count += ((uint8_t *)surface->pixels)[y * surface->pitch + x * 4 + 3] > 128;
    SDL_FreeSurface(surface);
    return count;
}

static void
a_letter_that_no_font_has_is_a_box_to_be_seen(void **state)
{
    (void)state;
    assert_true(ink(set("𓀀")) > 50);
    assert_true(ink(set("😀")) > 50);
    assert_false(ts_fonts_cover(&fonts, 0x13000));
}

static void
letters_without_a_font_are_found(void **state)
{
    (void)state;
    struct ts_coverage coverage = { 0 };
    assert_status(ts_coverage_check(&coverage, ts_span_text("Aᐊא\u200D𓀀ب𓀀é\n"), NULL),
                  TS_OK);
    assert_int_equal(coverage.count, 1);
    assert_int_equal(coverage.missing[0], 0x13000);
}

static void
what_is_not_installed_becomes_boxes(void **state)
{
    (void)state;
    static const char *const files[] = { "NotoSans-Regular.ttf", "NotoSans-Bold.ttf" };
    char folder[64];
    struct ts_fonts few;
    struct ts_fault fault = { 0 };
    ts_test_folder(folder);
    assert_status(ts_fonts_open(&few, folder, &fault), TS_ABSENT);
    assert_non_null(strstr(fault.rule, "fonts-noto-core"));
    for (size_t i = 0; i < TS_COUNT(files); i++) {
        char from[256];
        char to[256];
        snprintf(from, sizeof(from), "/usr/share/fonts/truetype/noto/%s", files[i]);
        snprintf(to, sizeof(to), "%s/%s", folder, files[i]);
        assert_int_equal(symlink(from, to), 0);
    }
    assert_status(ts_fonts_open(&few, folder, &fault), TS_OK);
    assert_true(ts_fonts_cover(&few, 'A'));
    assert_false(ts_fonts_cover(&few, 0x1401));
    assert_null(ts_fonts_at(&few, TS_FACE_SYLLABICS, TS_WEIGHT_BOLD, 20));
    struct ts_run runs[TS_RUNS_MAX];
    assert_int_equal(ts_fonts_split(&few, runs, ts_span_text("ᐊᐳa"), false), 1);
    assert_int_equal(runs[0].face, TS_FACE_SANS);
    ts_fonts_close(&few);
    ts_test_folder_remove(folder);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(text_is_split_by_face_and_direction),
        cmocka_unit_test(a_name_cannot_reorder_the_rest_of_its_row),
        cmocka_unit_test(a_letter_that_no_font_has_is_a_box_to_be_seen),
        cmocka_unit_test(letters_without_a_font_are_found),
        cmocka_unit_test(what_is_not_installed_becomes_boxes),
    };
    return cmocka_run_group_tests(tests, open_fonts, close_fonts);
}
