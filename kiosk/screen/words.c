#include "kiosk/screen/words.h"

#include <libintl.h>
#include <limits.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define DOMAIN "touchstone"
#define N_(text) text

/* gettext remembers what it looked up last; this tells it that LANGUAGE changed
 * (GNU gettext manual, 11.2.9). */
extern int _nl_msg_cat_cntr;

static char catalogues[PATH_MAX];
static char spoken[16] = "en";

static const char *const phrases[TS_PHRASE_COUNT] = {
    [TS_PHRASE_TITLE] = "Touchstone",
    [TS_PHRASE_STARTING] = N_("Starting: self-test"),
    [TS_PHRASE_SHOW_CARD] = N_("Show the code on your card"),
    [TS_PHRASE_SHOW_REST] = N_("Keep showing your codes"),
    [TS_PHRASE_CHECKING] = N_("Checking …"),
    [TS_PHRASE_NOT_A_CREDENTIAL] = N_("Not a credential"),
    [TS_PHRASE_ANY_CARD] = N_("Any card"),
    [TS_PHRASE_NOT_FALSE] = N_("This does not mean the card is false."),
    [TS_PHRASE_NO_ANSWER] = N_("The check took too long."),
    [TS_PHRASE_SHOW_AGAIN] = N_("Take the card away, then show it again."),
    [TS_PHRASE_KEPT] = N_("Kept. Touch again to go on."),
    [TS_PHRASE_NO_LISTS] = N_("No issuer lists"),
    [TS_PHRASE_OUT_OF_ORDER] = N_("Out of order"),
    [TS_PHRASE_PAPER] = N_("Check cards by your paper procedure."),
    [TS_PHRASE_RECOVERS] = N_("It resumes by itself."),
    [TS_PHRASE_LOG_COUNTS] = N_("Only counts are kept, no names."),
    [TS_PHRASE_SAME_PERSON] = N_("Is this the person?"),
    [TS_PHRASE_YES] = N_("Yes"),
    [TS_PHRASE_NO] = N_("No"),
};

static const char *const verdicts[TS_VERDICT_COUNT] = {
    [TS_VERDICT_CANNOT_TELL] = N_("CANNOT TELL"),
    [TS_VERDICT_READY] = N_("READY"),
    [TS_VERDICT_NOT_YET] = N_("NOT YET"),
    [TS_VERDICT_STOP] = N_("STOP"),
};

static const char *const troubles[TS_TROUBLE_COUNT] = {
    [TS_TROUBLE_NONE] = N_("Something is not working."),
    [TS_TROUBLE_CAMERA] = N_("The camera gives no picture."),
    [TS_TROUBLE_LISTS] = N_("The issuer lists cannot be used."),
    [TS_TROUBLE_CLOCK] = N_("The clock cannot be trusted."),
    [TS_TROUBLE_SELF_TEST] = N_("The self-test failed."),
    [TS_TROUBLE_PROGRAM] = N_("A part of the program stopped."),
};

static const char *const self_tests[TS_SELF_TEST_COUNT] = {
    [TS_SELF_TEST_SCREEN] = N_("Screen"), [TS_SELF_TEST_CAMERA] = N_("Camera"),
    [TS_SELF_TEST_INPUT] = N_("Input"),   [TS_SELF_TEST_CLOCK] = N_("Clock"),
    [TS_SELF_TEST_LISTS] = N_("Lists"),
};

static const char *const hints[TS_HINT_COUNT] = {
    [TS_HINT_NONE] = "",
    [TS_HINT_HOLD_STILL] = N_("Hold it still"),
    [TS_HINT_CLOSER] = N_("A little closer"),
    [TS_HINT_FARTHER] = N_("A little farther away"),
    [TS_HINT_LESS_SHINE] = N_("Tilt it: less shine"),
};

static const char *
translated(const char *const *table, size_t count, size_t index)
{
    TS_CHECK(index < count && table[index]);
    return table[index][0] ? gettext(table[index]) : "";
}

const char *
ts_words(enum ts_phrase phrase)
{
    return translated(phrases, TS_COUNT(phrases), phrase);
}

const char *
ts_words_verdict(enum ts_verdict_kind kind)
{
    return translated(verdicts, TS_COUNT(verdicts), kind);
}

const char *
ts_words_trouble(enum ts_trouble trouble)
{
    return translated(troubles, TS_COUNT(troubles), trouble);
}

const char *
ts_words_self_test(enum ts_self_test test)
{
    return translated(self_tests, TS_COUNT(self_tests), test);
}

const char *
ts_words_hint(enum ts_hint hint)
{
    return translated(hints, TS_COUNT(hints), hint);
}

const char *
ts_words_language(void)
{
    return spoken;
}

static bool
usable(char path[static PATH_MAX], const char *folder, const char *rest)
{
    int len = snprintf(path, PATH_MAX, "%s%s", folder, rest);
    return len > 0 && len < PATH_MAX && access(path, X_OK) == 0;
}

/* The build tree has bin/ and locale/; an installation bin/ and share/locale/. */
static bool
found_beside_program(char path[static PATH_MAX])
{
    char program[PATH_MAX];
    ssize_t len = readlink("/proc/self/exe", program, sizeof(program) - 1);
    if (len <= 0)
        return false;
    program[len] = '\0';
    for (int up = 0; up < 2; up++) {
        char *slash = strrchr(program, '/');
        if (!slash)
            return false;
        *slash = '\0';
    }
    return usable(path, program, "/locale") || usable(path, program, "/share/locale");
}

static bool
found(char path[static PATH_MAX], const char *folder)
{
    const char *chosen = folder ? folder : getenv("TOUCHSTONE_LOCALE_DIR");
    return chosen ? usable(path, chosen, "") : found_beside_program(path);
}

enum ts_status
ts_words_open(const char *folder)
{
    char path[PATH_MAX];
    /* In the "C" locale gettext looks nowhere; C.UTF-8 is enough for it to heed
     * LANGUAGE, and leaves numbers and sorting as they are. */
    if (!found(path, folder) || !setlocale(LC_MESSAGES, "C.UTF-8")
        || !bindtextdomain(DOMAIN, path) || !bind_textdomain_codeset(DOMAIN, "UTF-8")
        || !textdomain(DOMAIN))
        return TS_ABSENT;
    memcpy(catalogues, path, sizeof(catalogues));
    return ts_words_speak(spoken);
}

static bool
has_catalogue(const char *language)
{
    char path[PATH_MAX];
    int len = snprintf(path, sizeof(path), "%s/%s/LC_MESSAGES/" DOMAIN ".mo", catalogues,
                       language);
    return catalogues[0] && len > 0 && (size_t)len < sizeof(path)
           && access(path, R_OK) == 0;
}

enum ts_status
ts_words_speak(const char *language)
{
    bool english = strcmp(language, "en") == 0;
    if (strlen(language) >= sizeof(spoken) || strpbrk(language, "/:.")
        || (!english && !has_catalogue(language)) || setenv("LANGUAGE", language, 1) != 0)
        return TS_ABSENT;
    memmove(spoken, language, strlen(language) + 1);
    _nl_msg_cat_cntr++;
    return TS_OK;
}
