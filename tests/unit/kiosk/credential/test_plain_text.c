#include "kiosk/credential/plain_text.h"
#include "tests/support/support.h"

#include <string.h>

static const struct {
    const char *name;
    const char *markdown;
    const char *want;
} rows[] = {
    { "words alone", "Shown on site to an assessor.", "Shown on site to an assessor." },
    { "nothing", "", "" },
    { "headings", "# Earning\n\n## Steps", "Earning\n\nSteps" },
    { "a number sign is none", "Class #1 of #2", "Class #1 of #2" },
    { "emphasis", "*one* **two** ***three*** _four_ __five__",
      "one two three four five" },
    { "emphasis is kept inside words", "snake_case 2*3", "snake_case 2*3" },
    { "a star alone", "2 * 3", "2 * 3" },
    { "a star that opens nothing at the end", "2 *", "2" },
    { "struck out", "~~old~~ ~5 hours", "old ~5 hours" },
    { "code keeps its marks", "run `a_b *c*` now", "run a_b *c* now" },
    { "a backtick without its twin ends with its line", "a `b\n*c*", "a b\nc" },
    { "a fence", "```sh\nls\n```\nend", "ls\n\nend" },
    { "a rule", "a\n\n---\n\nb", "a\n\nb" },
    { "a heading underlined", "Title\n=====\ntext", "Title\n\ntext" },
    { "lists", "* one\n+ two\n- three\n1. four", "- one\n- two\n- three\n1. four" },
    { "quotes", "> said\n> so", "said\nso" },
    { "a link", "see [the **rules**](https://a.example/r_1 \"t\") now",
      "see the rules now" },
    { "a picture", "![a tick](data:image/png;base64,AAAA) done", "a tick done" },
    { "brackets that are no link", "[x] done (all)", "[x] done (all)" },
    { "an open link", "[a](b", "[a](b" },
    { "an address", "<https://a.example/x> and <mina@a.example>",
      "https://a.example/x and mina@a.example" },
    { "tags", "<b>bold</b><br/><!-- gone -->x", "boldx" },
    { "less is no tag", "a < b and c > d", "a < b and c > d" },
    { "escapes", "\\*not\\* \\# \\a", "*not* # \\a" },
    { "entities", "a &amp; b &lt;c&gt; &quot;d&quot; &#39;e&#39; &euro;",
      "a & b <c> \"d\" 'e' &euro;" },
    { "what turns writing around goes",
      "a\xE2\x80\xAE"
      "b\xE2\x81\xA6"
      "c\xD8\x9C"
      "d",
      "abcd" },
    { "other signs stay", "caf\xC3\xA9 \xE2\x82\xAC", "caf\xC3\xA9 \xE2\x82\xAC" },
    { "control characters become space", "a\x1B[31mb\x07", "a [31mb" },
    { "at most one empty line", "a\n\n\n\n\nb", "a\n\nb" },
    { "line ends of Windows", "a\r\nb\r\n", "a\nb" },
    { "space at both ends", "  a  ", "a" },
};

static void
marks_go_and_words_stay(void **state)
{
    (void)state;
    for (size_t i = 0; i < TS_COUNT(rows); i++) {
        struct ts_arena arena = ts_test_arena(1 << 16);
        ts_span source = ts_span_text(rows[i].markdown);
        uint8_t *exact = ts_test_exact_copy(source);
        ts_span plain = { 0 };
        ts_test_row(rows[i].name);
        assert_status(ts_plain_text(&arena, &plain, (ts_span){ exact, source.len }),
                      TS_OK);
        assert_span_equal(plain, ts_span_text(rows[i].want));
        free(exact);
        ts_test_arena_free(&arena);
    }
}

static void
every_beginning_of_it_is_read(void **state)
{
    (void)state;
    struct ts_arena arena = ts_test_arena(1 << 16);
    for (size_t i = 0; i < TS_COUNT(rows); i++)
        for (size_t len = 0; len <= strlen(rows[i].markdown); len++) {
            ts_span part = { (const uint8_t *)rows[i].markdown, len };
            uint8_t *exact = ts_test_exact_copy(part);
            ts_span plain = { 0 };
            size_t used = arena.used;
            assert_status(ts_plain_text(&arena, &plain, (ts_span){ exact, len }), TS_OK);
            assert_true(plain.len <= len);
            ts_arena_rewind(&arena, used);
            free(exact);
        }
    ts_test_arena_free(&arena);
}

static void
no_room_is_said(void **state)
{
    (void)state;
    struct ts_arena arena = ts_test_arena(8);
    ts_span plain = { .len = 77 };
    assert_status(ts_plain_text(&arena, &plain, TS_SPAN_LIT("*more than eight*")),
                  TS_NO_SPACE);
    assert_int_equal(plain.len, 77);
    ts_test_arena_free(&arena);
}

/* Brackets and tags that never close are looked for only so far. */
static void
a_flood_of_marks_ends(void **state)
{
    (void)state;
    static const char *const floods[] = { "[",  "<a", "![", "](", "*", "`",
                                          "- ", "> ", "&",  "\\", "(" };
    struct ts_arena arena = ts_test_arena(1 << 20);
    for (size_t i = 0; i < TS_COUNT(floods); i++) {
        size_t size = strlen(floods[i]);
        size_t used = arena.used;
        uint8_t *flood = ts_arena_take(&arena, 1 << 16);
        ts_span plain;
        assert_non_null(flood);
        for (size_t at = 0; at + size <= 1 << 16; at += size)
            memcpy(flood + at, floods[i], size);
        assert_status(ts_plain_text(&arena, &plain, (ts_span){ flood, 1 << 16 }), TS_OK);
        assert_true(plain.len <= 1 << 16);
        ts_arena_rewind(&arena, used);
    }
    ts_test_arena_free(&arena);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(marks_go_and_words_stay),
        cmocka_unit_test(every_beginning_of_it_is_read),
        cmocka_unit_test(no_room_is_said),
        cmocka_unit_test(a_flood_of_marks_ends),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
