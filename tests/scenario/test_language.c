#include "firmware/base/check.h"
#include "tests/scenario/programs.h"
#include "tests/support/pictures.h"

/* touchstone language, as whoever adds a language runs it. */

static char folder[64];

static int
shell(const char *line)
{
    assert_int_equal(setenv("locale", TS_TEST_LOCALE, 1), 0);
    return shell_in(folder, line);
}

/* Another language: the pseudo-locale under another name. */
static int
set_up(void **state)
{
    (void)state;
    ts_test_folder(folder);
    return shell("mkdir -p xx/LC_MESSAGES && cp $locale/qps/language.conf xx/ && "
                 "msgunfmt -o xx.po $locale/qps/LC_MESSAGES/touchstone.mo && "
                 "msgfmt -o xx/LC_MESSAGES/touchstone.mo xx.po");
}

static int
tear_down(void **state)
{
    (void)state;
    return shell("rm -r xx xx.po; rmdir ../$(basename $PWD)");
}

#define COMPILE(SED) "sed '" SED "' xx.po | msgfmt -o xx/LC_MESSAGES/touchstone.mo - && "
#define CHECK "$bin/touchstone language check xx"

static const struct {
    const char *what, *line;
    int code;
    const char *says;
} checks[] = {
    { "complete", CHECK, 0, "0 missing or wrong" },
    { "a phrase is missing", COMPILE("/^msgid \"Yes\"/{n;s/.*/msgstr \"\"/}") CHECK, 1,
      "not translated: Yes\n" },
    { "a placeholder differs",
      COMPILE("/^msgid \"Reason %d\"/{n;s/.*/msgstr \"Motif %s\"/}") CHECK, 1,
      "placeholders differ: Reason %d: Motif %s\n" },
    { "a phrase that is not said", COMPILE("s/^msgid \"Yes\"/msgid \"Yea\"/") CHECK, 1,
      "is not said any more: Yea\n" },
    { "a plural lacks a form",
      COMPILE("s/nplurals=2; plural=n != 1/nplurals=3; plural=0/;"
              "/^msgstr\\[1\\]/{p;s/.*/msgstr[2] \"\"/}") CHECK,
      1, "a form of the plural is missing: " },
    { "a letter that no font has",
      COMPILE("/^msgid \"Yes\"/{n;s/.*/msgstr \"\xF0\x93\x80\x80\"/}") CHECK, 1,
      "no font has the letter U+13000\n" },
    { "no name", "rm xx/language.conf && " CHECK, 1,
      "the language'"
      "s name is missing" },
    { "a wrong line", "printf 'name = A\\nfont\\n' >xx/language.conf && " CHECK, 1,
      "language.conf, line 2: a line is not key = value\n" },
    { "no voice is asked for", "mkdir xx/voice && " CHECK, 1,
      "no recorded voice: voice/yes-" },
    { "fuzzy", "printf '#, fuzzy\\n' >>xx.po && " CHECK " --po xx.po", 1, ": fuzzy" },
    { "obsolete",
      "printf '#~ msgid \"a\"\\n#~ msgstr \"b\"\\n' >>xx.po && " CHECK " --po xx.po", 1,
      ": obsolete\n" },
    { "no folder", "$bin/touchstone language check nowhere", 65, "No such file" },
    { "no catalogue",
      "echo nonsense, and a good deal more of it than a header "
      ">xx/LC_MESSAGES/touchstone.mo && " CHECK,
      65, "no catalogue of gettext" },
    { "a usage", "$bin/touchstone language chek", 64, "usage:" },
};

static void
what_a_language_lacks_is_told(void **state)
{
    for (size_t i = 0; i < TS_COUNT(checks); i++) {
        assert_int_equal(set_up(state), 0);
        ts_test_row(checks[i].what);
        int code = shell(checks[i].line);
        if (!strstr(output, checks[i].says) || code != checks[i].code)
            fail_msg("%s: code %d: %s", checks[i].what, code, output);
        assert_int_equal(tear_down(state), 0);
    }
}

static void
languages_and_phrases_are_listed(void **state)
{
    (void)state;
    assert_int_equal(shell("$bin/touchstone language list"), 0);
    assert_string_equal(output, "en\tEnglish\nfr\tFrançais\n");
    assert_int_equal(shell("$bin/touchstone language phrases"), 0);
    assert_non_null(strstr(output, "\tScan the next card.\n"));
    assert_non_null(strstr(output, "\n\tReason %d\n"));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_a_language_lacks_is_told),
        cmocka_unit_test_setup_teardown(languages_and_phrases_are_listed, set_up,
                                        tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
