#include "kiosk/screen/words_language.h"
#include "kiosk/screen/words_voice.h"
#include "tests/support/pictures.h"
#include "tests/support/support.h"

#include "firmware/base/check.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const char whole[] =
    "# Ours\n\nname = Français\r\n\tfont=Sans.ttf\nbold = Bold.ttf\n"
    "script = Latn\n";

static void
a_file_says_what_it_says(void **state)
{
    (void)state;
    struct ts_language_file file;
    assert_status(ts_language_file_read(&file, ts_span_text(whole), NULL), TS_OK);
    assert_string_equal(file.name, "Français");
    assert_string_equal(file.fonts[TS_WEIGHT_REGULAR], "Sans.ttf");
    assert_string_equal(file.fonts[TS_WEIGHT_BOLD], "Bold.ttf");
    assert_string_equal(file.script, "Latn");
    assert_status(ts_language_file_read(&file, TS_SPAN_LIT("name=x"), NULL), TS_OK);
    assert_string_equal(file.name, "x");
    assert_string_equal(file.fonts[TS_WEIGHT_REGULAR], "");
}

#define LONG "0123456789012345678901234567890123456789012345678901234567890123"

static const struct {
    const char *rule, *text;
    size_t line;
} wrong[] = {
    { "no name", "# nothing\n", 2 },
    { "an empty name", "name =\n", 1 },
    { "a name too long", "name = " LONG, 1 },
    { "a name twice", "name = a\nname = b\n", 2 },
    { "no equals sign", "name = a\nfont\n", 2 },
    { "an unknown key", "name = a\ncolour = red\n", 2 },
    { "a font in a folder", "name = a\nfont = ../secret.ttf\n", 2 },
    { "a bold without a font", "name = a\nbold = b.ttf\n", 3 },
    { "a script of another length", "name = a\nscript = Lat\n", 2 },
    { "bytes that are no text", "name = \xFF\n", 1 },
    { "a control character", "name = a\x1B[2J\n", 1 },
};

static void
what_breaks_a_rule_is_told_with_its_line(void **state)
{
    (void)state;
    for (size_t i = 0; i < TS_COUNT(wrong); i++) {
        struct ts_language_file file = { .name = "untouched" };
        struct ts_fault fault = { 0 };
        ts_test_row(wrong[i].rule);
        assert_status(ts_language_file_read(&file, ts_span_text(wrong[i].text), &fault),
                      TS_MALFORMED);
        assert_int_equal(fault.offset, wrong[i].line);
        assert_string_equal(file.name, "untouched");
    }
}

static char folder[64];

static void
make(const char *path)
{
    char whole_path[256];
    snprintf(whole_path, sizeof(whole_path), "%s/%s", folder, path);
    assert_int_equal(mkdir(whole_path, 0777), 0);
}

static void
drop(const char *path, const char *text)
{
    char whole_path[256];
    snprintf(whole_path, sizeof(whole_path), "%s/%s", folder, path);
    FILE *file = fopen(whole_path, "w");
    assert_non_null(file);
    fputs(text, file);
    fclose(file);
}

/* A language is there once its folder is. */
static int
make_languages(void **state)
{
    (void)state;
    ts_test_folder(folder);
    static const char *const folders[] = { "zz", "zz/LC_MESSAGES", "zz/voice",
                                           "aa", "aa/LC_MESSAGES", "empty" };
    for (size_t i = 0; i < TS_COUNT(folders); i++)
        make(folders[i]);
    drop("zz/LC_MESSAGES/touchstone.mo", "");
    drop("zz/language.conf", "name = Zed\n");
    drop("aa/LC_MESSAGES/touchstone.mo", "");
    drop("aa/language.conf", "nonsense");
    return ts_words_open(folder) == TS_OK ? 0 : -1;
}

static int
remove_languages(void **state)
{
    (void)state;
    static const char *const inner[] = {
        "zz/LC_MESSAGES", "zz/voice", "zz", "aa/LC_MESSAGES", "aa", "empty", ""
    };
    for (size_t i = 0; i < TS_COUNT(inner); i++) {
        char path[256];
        snprintf(path, sizeof(path), "%s/%s", folder, inner[i]);
        ts_test_folder_remove(path);
    }
    return 0;
}

static const struct {
    const char *name, *only, *codes;
    size_t max;
} lists[] = {
    { "all, English first", NULL, "en aa zz ", 9 },
    { "empty wants all", " , ", "en aa zz ", 9 },
    { "some in their order", "zz, en", "zz en ", 9 },
    { "what is not there is left out", "fr zz", "zz ", 9 },
    { "twice is once", "zz,zz", "zz ", 9 },
    { "no more than there is room for", NULL, "en aa ", 2 },
    { "no more of some either", "zz en", "zz ", 1 },
};

static void
languages_are_the_folders_there_are(void **state)
{
    (void)state;
    for (size_t i = 0; i < TS_COUNT(lists); i++) {
        struct ts_language languages[9];
        char codes[64] = "";
        size_t count = ts_words_languages(languages, lists[i].max, lists[i].only);
        ts_test_row(lists[i].name);
        for (size_t l = 0; l < count; l++)
            snprintf(codes + strlen(codes), sizeof(codes) - strlen(codes), "%s ",
                     languages[l].code);
        assert_string_equal(codes, lists[i].codes);
    }
}

static void
a_language_is_called_as_it_calls_itself(void **state)
{
    (void)state;
    struct ts_language languages[3];
    assert_int_equal(ts_words_languages(languages, 3, NULL), 3);
    assert_string_equal(languages[0].name, "English");
    assert_string_equal(languages[1].name, "aa"); /* its file is no good */
    assert_string_equal(languages[2].name, "Zed");
}

static void
keys_are_stable_and_tell_phrases_apart(void **state)
{
    (void)state;
    char a[TS_VOICE_KEY_SIZE];
    char b[TS_VOICE_KEY_SIZE];
    ts_voice_key(a, "Scan the next card.");
    assert_string_equal(a, "scan-the-next-card-6dee8d54");
    ts_voice_key(b, "Scan the next card");
    assert_string_not_equal(a, b);
    ts_voice_key(b, "…");
    assert_int_equal(strlen(b), 8);
    ts_voice_key(b, LONG LONG);
    assert_int_equal(strlen(b), TS_VOICE_KEY_SIZE - 1);
}

static void
a_clip_is_found_by_its_key_in_the_language_spoken(void **state)
{
    (void)state;
    char key[TS_VOICE_KEY_SIZE];
    char name[128];
    char path[TS_CLIP_PATH_SIZE] = "untouched";
    const char *english = ts_words_reason_id(TS_REASON_EXPIRED);
    ts_voice_key(key, english);
    snprintf(name, sizeof(name), "zz/voice/%s.wav", key);
    drop(name, "RIFF");
    assert_status(ts_voice_clip(path, NULL, english), TS_ABSENT);
    assert_string_equal(path, "untouched");
    assert_status(ts_words_speak("zz"), TS_OK);
    assert_status(ts_voice_clip(path, NULL, english), TS_OK);
    assert_non_null(strstr(path, name));
    assert_status(ts_voice_clip(path, NULL, ts_words_verdict_id(TS_VERDICT_STOP)),
                  TS_ABSENT);
    ts_test_row("a folder of voices stands before it, where it has the clip");
    assert_status(ts_voice_clip(path, "/nonexistent", english), TS_OK);
    assert_non_null(strstr(path, name));
    snprintf(name, sizeof(name), "zz/%s.wav", key);
    drop(name, "RIFF");
    assert_status(ts_voice_clip(path, ts_words_folder(), english), TS_OK);
    assert_non_null(strstr(path, name));
    assert_status(ts_words_speak("en"), TS_OK);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_file_says_what_it_says),
        cmocka_unit_test(what_breaks_a_rule_is_told_with_its_line),
        cmocka_unit_test(languages_are_the_folders_there_are),
        cmocka_unit_test(a_language_is_called_as_it_calls_itself),
        cmocka_unit_test(keys_are_stable_and_tell_phrases_apart),
        cmocka_unit_test(a_clip_is_found_by_its_key_in_the_language_spoken),
    };
    return cmocka_run_group_tests(tests, make_languages, remove_languages);
}
