#include "firmware/base/utf8.h"
#include "kiosk/screen/keyboard.h"
#include "kiosk/screen/view.h"
#include "kiosk/screen/words_language.h"
#include "tests/support/support.h"

#include <string.h>

static struct ts_keyboard keyboard;
static struct ts_drawing drawing;

/* The whole syllabary of a language, as a file may have it. */
#define SYLLABICS                                                                                                                                                                                                               \
    "ᐃᐄᐅᐆᐊᐋ ᐱᐲᐳᐴᐸᐹᑉ ᑎᑏᑐᑑᑕᑖᑦ ᑭᑮᑯᑰᑲᑳᒃ ᒋᒌᒍᒎᒐᒑᒡ ᒥᒦᒧᒨᒪᒫᒻ ᓂᓃᓄᓅᓇᓈᓐ ᓯᓰᓱᓲᓴᓵᔅ ᓕᓖᓗᓘᓚᓛᓪ ᔨᔩᔪᔫᔭᔮᔾ " \
    "ᕕᕖᕗᕘᕙᕚᕝ ᕆᕇᕈᕉᕋᕌᕐ ᕿᖀᖁᖂᖃᖄᖅ"

static const struct {
    const char *rule, *text;
    bool good;
    size_t rows, keys;
} layouts[] = {
    { "English", "qwertyuiop asdfghjkl zxcvbnm", true, 3, 26 },
    { "a single letter", "a", true, 1, 1 },
    { "spaces around and between", "  ab   c ", true, 2, 3 },
    { "syllabics", SYLLABICS, true, 13, 90 },
    { "nothing", "", false, 0, 0 },
    { "only spaces", "   ", false, 0, 0 },
    { "a letter twice", "ab ca", false, 0, 0 },
    { "a control character", "a\tb", false, 0, 0 },
    { "a C1 control character", "a\xC2\x85", false, 0, 0 },
    { "ill-formed", "a\xFF", false, 0, 0 },
    { "a surrogate", "a\xED\xA0\x80", false, 0, 0 },
    { "sixteen rows", "a b c d e f g h i j k l m n o p", true, 16, 16 },
    { "seventeen rows", "a b c d e f g h i j k l m n o p q", false, 0, 0 },
};

static void
a_layout_is_rows_of_letters(void **state)
{
    (void)state;
    for (size_t i = 0; i < TS_COUNT(layouts); i++) {
        struct ts_keys keys;
        struct ts_keys before;
        memset(&keys, 0x5A, sizeof(keys));
        before = keys;
        ts_test_row(layouts[i].rule);
        bool good = ts_keys_read(&keys, ts_span_text(layouts[i].text));
        assert_int_equal(good, layouts[i].good);
        if (!good) {
            assert_memory_equal(&keys, &before, sizeof(keys));
            continue;
        }
        assert_int_equal(keys.rows, layouts[i].rows);
        assert_int_equal(ts_keys_count(&keys), layouts[i].keys);
    }
}

static void
more_letters_than_there_is_room_for_are_refused(void **state)
{
    (void)state;
    uint8_t text[4 * (TS_KEYS_MAX + 1)];
    struct ts_keys keys;
    size_t len = 0;
    for (uint32_t i = 0; i < TS_KEYS_MAX; i++)
        len += ts_letter_write(text + len, 0x4E00 + i);
    assert_true(ts_keys_read(&keys, (ts_span){ text, len }));
    len += ts_letter_write(text + len, 'x');
    assert_false(ts_keys_read(&keys, (ts_span){ text, len }));
}

static const struct {
    uint32_t small, capital;
} letters[] = {
    { 'a', 'A' },         { 'z', 'Z' },     { 'A', 'A' },       { '7', '7' },
    { '@', '@' },         { 0xE9, 0xC9 },   { 0xF7, 0xF7 },     { 0xDF, 0xDF },
    { 0xFF, 0x178 },      { 0x153, 0x152 }, { 0x13A, 0x139 },   { 0x139, 0x139 },
    { 0x17E, 0x17D },     { 0x17F, 0x17F }, { 0x131, 'I' },     { 0x138, 0x138 },
    { 0x178, 0x178 },     { 0x103, 0x102 }, { 0x3B1, 0x391 },   { 0x3C2, 0x3C2 },
    { 0x430, 0x410 },     { 0x451, 0x401 }, { 0x1403, 0x1403 }, { 0x5D0, 0x5D0 },
    { 0x1F600, 0x1F600 },
};

static void
capitals_are_those_of_their_letters(void **state)
{
    (void)state;
    for (size_t i = 0; i < TS_COUNT(letters); i++)
        assert_int_equal(ts_capital(letters[i].small), letters[i].capital);
    for (uint32_t code = 0; code <= 0x10FFFF; code++)
        assert_int_equal(ts_capital(ts_capital(code)), ts_capital(code));
}

static bool
touch(enum ts_action action, int32_t value)
{
    return ts_keyboard_touch(&keyboard, (struct ts_touch){ action, value });
}

static void
type(const char *text)
{
    for (; *text; text++)
        assert_false(touch(TS_ACTION_KEY, *text));
}

static void
expect_typed(const char *text)
{
    assert_span_equal(ts_keyboard_typed(&keyboard), ts_span_text(text));
}

static void
what_is_typed_is_taken_back_letter_by_letter(void **state)
{
    (void)state;
    ts_keyboard_open(&keyboard, TS_SPAN_LIT(""), false);
    assert_false(touch(TS_ACTION_ENTER, 0));
    touch(TS_ACTION_KEY, 'a');
    touch(TS_ACTION_KEY, 0xE9);
    touch(TS_ACTION_KEY, 0x1403);
    touch(TS_ACTION_KEY, 0x1F600);
    expect_typed("aéᐃ😀");
    touch(TS_ACTION_ERASE, 0);
    expect_typed("aéᐃ");
    touch(TS_ACTION_ERASE, 0);
    touch(TS_ACTION_ERASE, 0);
    expect_typed("a");
    assert_true(touch(TS_ACTION_ENTER, 0));
    touch(TS_ACTION_ERASE, 0);
    touch(TS_ACTION_ERASE, 0);
    expect_typed("");
    assert_false(touch(TS_ACTION_ENTER, 0));
}

static void
shift_is_for_one_letter(void **state)
{
    (void)state;
    ts_keyboard_open(&keyboard, TS_SPAN_LIT("abc"), false);
    assert_false(keyboard.shifted);
    touch(TS_ACTION_SHIFT, 0);
    assert_true(keyboard.shifted);
    type("A");
    assert_false(keyboard.shifted);
    touch(TS_ACTION_SHIFT, 0);
    touch(TS_ACTION_SHIFT, 0);
    assert_false(keyboard.shifted);
    ts_keyboard_open(&keyboard, ts_span_text(SYLLABICS), false);
    assert_false(keyboard.has_capitals);
    touch(TS_ACTION_SHIFT, 0);
    assert_false(keyboard.shifted);
}

static void
words_of_a_name_begin_with_capitals(void **state)
{
    (void)state;
    ts_keyboard_open(&keyboard, TS_SPAN_LIT("abc"), true);
    assert_true(keyboard.shifted);
    type("A");
    assert_false(keyboard.shifted);
    type(" ");
    assert_true(keyboard.shifted);
    touch(TS_ACTION_SHIFT, 0);
    assert_false(keyboard.shifted);
}

static void
no_control_character_is_typed_and_no_more_than_there_is_room_for(void **state)
{
    static const int32_t REFUSED[] = { -1,       0,         '\n',     0x1F,
                                       0x7F,     0x9F,      0xD800,   0xDFFF,
                                       0x110000, INT32_MAX, INT32_MIN };
    (void)state;
    ts_keyboard_open(&keyboard, TS_SPAN_LIT(""), false);
    for (size_t i = 0; i < TS_COUNT(REFUSED); i++)
        touch(TS_ACTION_KEY, REFUSED[i]);
    expect_typed("");
    for (int i = 0; i < TS_TYPED_LETTERS_MAX + 50; i++)
        touch(TS_ACTION_KEY, 0x10FFFF);
    assert_int_equal(ts_keyboard_typed(&keyboard).len, TS_TYPED_BYTES_MAX);
    assert_int_equal(keyboard.letters, TS_TYPED_LETTERS_MAX);
}

static void
closing_overwrites_everything(void **state)
{
    (void)state;
    const struct ts_keyboard nothing = { .names = false };
    ts_keyboard_open(&keyboard, TS_SPAN_LIT("abc"), true);
    type("somebody@site.example");
    touch(TS_ACTION_ERASE, 0);
    assert_int_equal(keyboard.typed[keyboard.len], 0);
    ts_keyboard_close(&keyboard);
    assert_memory_equal(&keyboard, &nothing, sizeof(nothing));
}

/* Any touch with any value, in any order: it stays whole, and can be drawn. */
static void
hostile_touches_change_nothing_they_must_not(void **state)
{
    (void)state;
    uint64_t random = 88172645463325252u;
    ts_keyboard_open(&keyboard, ts_span_text(SYLLABICS), false);
    for (int i = 0; i < 200000; i++) {
        random ^= random << 13;
        random ^= random >> 7;
        random ^= random << 17;
        enum ts_action action = (enum ts_action)(random % TS_ACTION_COUNT);
        int32_t value = (int32_t)(random >> 20) >> (random >> 52) % 32;
        touch(action, value);
        assert_true((int)keyboard.layer < TS_LAYER_COUNT);
        const struct ts_keys *keys = &keyboard.layers[keyboard.layer];
        assert_true(keyboard.row < keys->rows);
        assert_true(keyboard.group.first + keyboard.group.count <= ts_keys_count(keys));
        assert_true(keyboard.letters <= TS_TYPED_LETTERS_MAX);
        assert_true(ts_utf8_valid(ts_keyboard_typed(&keyboard)));
    }
}

/* Where keys are drawn. */

static const struct {
    int width, height;
    double px_per_mm;
    bool gloves, large_print;
} displays[] = {
    { 800, 480, 5.2, false, false },   { 1280, 800, 5.9, false, false },
    { 1920, 1080, 3.6, false, false }, { 720, 1280, 8.2, false, false },
    { 800, 480, 5.2, true, false },    { 720, 1280, 8.2, true, false },
    { 1280, 800, 5.9, true, true },    { 800, 480, 5.2, true, true },
    { 720, 1280, 8.2, true, true },
};

static void
draw(size_t display, const struct ts_keyboard *k)
{
    struct ts_view_model model = {
        .width_px = displays[display].width,
        .height_px = displays[display].height,
        .px_per_mm = displays[display].px_per_mm,
        .gloves = displays[display].gloves,
        .large_print = displays[display].large_print,
        .state = TS_SCAN_IDENTITY,
        .page = TS_PAGE_ANSWER,
        .keyboard = k,
    };
    ts_view_draw(&drawing, &model);
    assert_false(drawing.full);
}

/* The touches that a picture offers, followed to every letter they lead to. */
static void
reach(size_t display, struct ts_keyboard *k, uint8_t *reached, int depth)
{
    struct ts_touch touches[TS_DRAWING_TARGETS];
    draw(display, k);
    size_t count = drawing.target_count;
    for (size_t i = 0; i < count; i++)
        touches[i] = drawing.targets[i].touch;
    for (size_t i = 0; i < count; i++) {
        if (touches[i].action == TS_ACTION_KEY)
            reached[touches[i].value] = 1;
        if (touches[i].action != TS_ACTION_CHOOSE || depth == 0)
            continue;
        struct ts_keyboard opened = *k;
        ts_keyboard_touch(&opened, touches[i]);
        reach(display, &opened, reached, depth - 1);
    }
}

static struct ts_touch
target_of(enum ts_action action)
{
    for (size_t i = 0; i < drawing.target_count; i++)
        if (drawing.targets[i].touch.action == action)
            return drawing.targets[i].touch;
    return (struct ts_touch){ TS_ACTION_NONE, 0 };
}

static uint8_t reached[0x110000];

static void
expect_every_letter(size_t display)
{
    memset(reached, 0, sizeof(reached));
    struct ts_keyboard k = keyboard;
    for (int face = 0; face < 24; face++) {
        reach(display, &k, reached, 4);
        struct ts_keyboard capitals = k;
        ts_keyboard_touch(&capitals, (struct ts_touch){ TS_ACTION_SHIFT, 0 });
        reach(display, &capitals, reached, 4);
        draw(display, &k);
        assert_int_equal(target_of(TS_ACTION_ERASE).action, TS_ACTION_ERASE);
        assert_int_equal(target_of(TS_ACTION_ENTER).action, TS_ACTION_ENTER);
        assert_int_equal(target_of(TS_ACTION_BACK).action, TS_ACTION_BACK);
        ts_keyboard_touch(&k, target_of(TS_ACTION_SYMBOLS));
    }
    for (int l = 0; l < TS_LAYER_COUNT; l++)
        for (size_t i = 0; i < ts_keys_count(&keyboard.layers[l]); i++) {
            uint32_t code = keyboard.layers[l].codes[i];
            if (!reached[code] || !reached[ts_capital(code)])
                fail_msg("display %zu: U+%04X cannot be reached", display, code);
        }
    assert_true(reached[' ']);
}

static void
every_letter_is_reached_on_every_display(void **state)
{
    static const char *const LANGUAGES[] = { "en", "fr" };
    (void)state;
    for (size_t d = 0; d < TS_COUNT(displays); d++) {
        for (size_t l = 0; l < TS_COUNT(LANGUAGES); l++) {
            struct ts_language_file file;
            assert_true(ts_language_file_load(&file, LANGUAGES[l]));
            ts_keyboard_open(&keyboard, ts_span_text(file.keyboard), false);
            expect_every_letter(d);
        }
        ts_keyboard_open(&keyboard, ts_span_text(SYLLABICS), false);
        expect_every_letter(d);
    }
}

static void
french_has_every_accent(void **state)
{
    (void)state;
    struct ts_language_file file;
    struct ts_keys keys;
    ts_span wanted = TS_SPAN_LIT("éèêëàâùûüôîïç");
    assert_true(ts_language_file_load(&file, "fr"));
    assert_true(ts_keys_read(&keys, ts_span_text(file.keyboard)));
    for (size_t i = 0; i < wanted.len; i += 2) {
        ts_span one = ts_span_part(wanted, i, 2);
        ts_span all = ts_span_text(file.keyboard);
        bool found = false;
        for (size_t at = 0; at + 2 <= all.len; at++)
            found |= ts_span_equal(ts_span_part(all, at, 2), one);
        assert_true(found);
    }
}

/* Nothing smaller than it may be, and no key lies over another one. */
static void
keys_are_as_large_as_everything_that_is_touched(void **state)
{
    (void)state;
    for (size_t d = 0; d < TS_COUNT(displays); d++) {
        struct ts_metrics m = ts_theme_metrics(displays[d].width, displays[d].height,
                                               displays[d].px_per_mm);
        ts_theme_adapt(&m, displays[d].px_per_mm, displays[d].gloves,
                       displays[d].large_print);
        ts_keyboard_open(&keyboard, TS_SPAN_LIT(""), true);
        keyboard.question = TS_SPAN_LIT("Type your name, as on your card");
        draw(d, &keyboard);
        for (size_t i = 0; i < drawing.target_count; i++) {
            struct ts_box a = drawing.targets[i].box;
            assert_true(a.w >= m.target && a.h >= m.target);
            assert_true(a.x >= 0 && a.x + a.w <= m.width);
            assert_true(a.y >= 0 && a.y + a.h <= m.height - m.bar);
            for (size_t k = 0; k < i; k++) {
                struct ts_box b = drawing.targets[k].box;
                assert_false(a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h
                             && b.y < a.y + a.h);
            }
        }
    }
}

/* What was typed is nowhere in the drawing but in the keyboard's own memory. */
static void
a_drawing_keeps_nothing_of_what_is_typed(void **state)
{
    (void)state;
    ts_keyboard_open(&keyboard, TS_SPAN_LIT(""), false);
    type("q7-Zebra");
    draw(0, &keyboard);
    for (size_t i = 0; i + 8 <= drawing.letters_used; i++)
        assert_int_not_equal(memcmp(drawing.letters + i, "q7-Zebra", 8), 0);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_layout_is_rows_of_letters),
        cmocka_unit_test(more_letters_than_there_is_room_for_are_refused),
        cmocka_unit_test(capitals_are_those_of_their_letters),
        cmocka_unit_test(what_is_typed_is_taken_back_letter_by_letter),
        cmocka_unit_test(shift_is_for_one_letter),
        cmocka_unit_test(words_of_a_name_begin_with_capitals),
        cmocka_unit_test(
            no_control_character_is_typed_and_no_more_than_there_is_room_for),
        cmocka_unit_test(closing_overwrites_everything),
        cmocka_unit_test(hostile_touches_change_nothing_they_must_not),
        cmocka_unit_test(every_letter_is_reached_on_every_display),
        cmocka_unit_test(french_has_every_accent),
        cmocka_unit_test(keys_are_as_large_as_everything_that_is_touched),
        cmocka_unit_test(a_drawing_keeps_nothing_of_what_is_typed),
    };
    TS_CHECK(ts_words_open(TS_TEST_LOCALE) == TS_OK);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
