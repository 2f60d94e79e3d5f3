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
    [TS_PHRASE_CHECKING] = N_("Checking…"),
    [TS_PHRASE_NOT_A_CREDENTIAL] = N_("Not a credential"),
    [TS_PHRASE_ANY_CARD] = N_("Any card"),
    [TS_PHRASE_NOT_FALSE] = N_("This does not mean the card is false."),
    [TS_PHRASE_NO_ANSWER] = N_("The check took too long."),
    [TS_PHRASE_SHOW_AGAIN] = N_("Take the card away, then show it again."),
    [TS_PHRASE_KEPT] = N_("Kept. Touch again to go on."),
    [TS_PHRASE_NO_LISTS] = N_("No issuer lists"),
    [TS_PHRASE_OUT_OF_ORDER] = N_("Out of order"),
    [TS_PHRASE_PAPER] = N_("Check cards by your paper procedure."),
    [TS_PHRASE_RECOVERS] = N_("It starts again by itself."),
    [TS_PHRASE_LOG_COUNTS] = N_("Only counts are kept, no names."),
    [TS_PHRASE_SAME_PERSON] = N_("Is this the person?"),
    [TS_PHRASE_YES] = N_("Yes"),
    [TS_PHRASE_NO] = N_("No"),
    [TS_PHRASE_WHY] = N_("Why?"),
    [TS_PHRASE_RECEIPT] = N_("Receipt"),
    [TS_PHRASE_JOIN] = N_("Same person"),
    [TS_PHRASE_OTHER_JOBS] = N_("Other jobs"),
    [TS_PHRASE_WAIVE] = N_("Supervisor"),
    [TS_PHRASE_LESS] = N_("Less"),
    [TS_PHRASE_MORE] = N_("More"),
    [TS_PHRASE_UP] = N_("Up"),
    [TS_PHRASE_DOWN] = N_("Down"),
    [TS_PHRASE_BACK] = N_("Back"),
    [TS_PHRASE_ACTIONS] = N_("What else?"),
    [TS_PHRASE_DONE] = N_("Next person"),
    [TS_PHRASE_LANGUAGES] = N_("Languages"),
    [TS_PHRASE_ON_SITE] = N_("On site"),
    [TS_PHRASE_SETTINGS] = N_("Settings"),
    [TS_PHRASE_LET_IN] = N_("LET IN"),
    [TS_PHRASE_LET_IN_BY] = N_("By a supervisor. The kiosk did not say ready."),
    [TS_PHRASE_CHECK_PROOF] = N_("Genuine"),
    [TS_PHRASE_CHECK_ISSUER] = N_("Issuer is on the list"),
    [TS_PHRASE_CHECK_DATES] = N_("In date"),
    [TS_PHRASE_CHECK_STATUS] = N_("Not withdrawn"),
    [TS_PHRASE_CHECK_WANTED] = N_("Wanted for the job"),
    [TS_PHRASE_CHECK_PERSON] = N_("The person"),
    [TS_PHRASE_EARNED] = N_("How it was earned"),
    [TS_PHRASE_EARNED_COURSE] = N_("By a course"),
    [TS_PHRASE_EARNED_ASSESSMENT] = N_("By a test"),
    [TS_PHRASE_EARNED_WORK] = N_("By working"),
    [TS_PHRASE_EARNED_PRIOR] = N_("By what the person could already do"),
    [TS_PHRASE_ENDORSED] = N_("Endorsed by"),
    [TS_PHRASE_UNCHECKED] = N_("Not checked"),
    [TS_PHRASE_STAYS_HERE] = N_("What stays here"),
    [TS_PHRASE_DEMO] = N_("Demonstration"),
    [TS_PHRASE_DEMO_VERDICT] = N_("Demonstration: this is no real verdict."),
    [TS_PHRASE_CONSENT] = N_("Look up other jobs?"),
    [TS_PHRASE_CONSENT_NOTE] =
        N_("Your cards are compared with every job of the list. Nothing is stored."),
    [TS_PHRASE_LOG_PROOF] =
        N_("Counts and a number that nobody can read back. No names."),
    [TS_PHRASE_LOG_ROLL] = N_("Who is on site, until a day after they leave."),
    [TS_PHRASE_ASK_ANY] = N_("Type your name, e-mail address or number, as on your card"),
    [TS_PHRASE_ASK_NAME] = N_("Type your name, as on your card"),
    [TS_PHRASE_ASK_EMAIL] = N_("Type your e-mail address, as on your card"),
    [TS_PHRASE_ASK_NUMBER] = N_("Type your licence or identity number, as on your card"),
    [TS_PHRASE_ASK_USER_NAME] = N_("Type your user name, as on your card"),
    [TS_PHRASE_ASK_NAME_EMAIL] = N_("Type your name or e-mail address, as on your card"),
    [TS_PHRASE_ASK_NAME_NUMBER] = N_("Type your name or number, as on your card"),
    [TS_PHRASE_ASK_EMAIL_NUMBER] =
        N_("Type your e-mail address or number, as on your card"),
    [TS_PHRASE_KEY_ERASE] = N_("Erase"),
    [TS_PHRASE_KEY_SHIFT] = N_("Capital letter"),
    [TS_PHRASE_KEY_OTHERS] = N_("Other keys"),
    [TS_PHRASE_KEY_SPACE] = N_("Space"),
    [TS_PHRASE_KEY_ENTER] = N_("Done"),
    [TS_PHRASE_PIN_ADMIN] = N_("Administrator’s PIN"),
    [TS_PHRASE_PIN_WAIVER] = N_("Supervisor’s PIN"),
    [TS_PHRASE_PIN_WRONG] = N_("That is not the PIN."),
    [TS_PHRASE_PIN_TOO_MANY] = N_("Too many wrong tries."),
    [TS_PHRASE_WAIVER_WHY] = N_("Reason to let in"),
    [TS_PHRASE_WAIVER_NOTE] = N_("Counted, without a name."),
    [TS_PHRASE_RECEIPT_NOTE] =
        N_("Take a picture of the code to keep it. No name is in it."),
    [TS_PHRASE_MATCH_NOTE] = N_("Show another card to add it. Nothing is stored."),
    [TS_PHRASE_ADMIN_JOB] = N_("Job"),
    [TS_PHRASE_ADMIN_LISTS] = N_("Lists"),
    [TS_PHRASE_ADMIN_LOG] = N_("What is kept"),
    [TS_PHRASE_ADMIN_VOLUME] = N_("Volume"),
    [TS_PHRASE_ADMIN_CLOCK] = N_("Clock"),
    [TS_PHRASE_ADMIN_FOCUS] = N_("Focus test"),
    [TS_PHRASE_LARGE_PRINT] = N_("Large print"),
    [TS_PHRASE_GLOVES] = N_("Gloves"),
    [TS_PHRASE_ON] = N_("On"),
    [TS_PHRASE_OFF] = N_("Off"),
    [TS_PHRASE_ADMIN_LOCKS] = N_("Back locks the settings."),
    [TS_PHRASE_AS_SET_UP] = N_("As set up"),
    [TS_PHRASE_JOB_UNREADABLE] = N_("That job cannot be read. Nothing was changed."),
    [TS_PHRASE_LISTS_NUMBER] = N_("Number"),
    [TS_PHRASE_LISTS_ISSUERS] = N_("Issuers"),
    [TS_PHRASE_LISTS_LEFT_OUT] = N_("Could not be used"),
    [TS_PHRASE_LISTS_UNUSABLE] = N_("Newer lists cannot be used."),
    [TS_PHRASE_LISTS_LOOKED] = N_("Last looked"),
    [TS_PHRASE_LISTS_FAILED] = N_("The last look failed."),
    [TS_PHRASE_LISTS_STICK] = N_("From a USB stick"),
    [TS_PHRASE_SYNC] = N_("Look now"),
    [TS_PHRASE_SYNC_ASKED] = N_("Asked for newer lists."),
    [TS_PHRASE_SYNC_CANNOT] = N_("Nobody could be asked for newer lists."),
    [TS_PHRASE_MODE_COUNTS] = N_("Counts"),
    [TS_PHRASE_MODE_PROOF] = N_("Proof"),
    [TS_PHRASE_MODE_ROLL] = N_("Roll"),
    [TS_PHRASE_LOG_CHANGE] = N_("Keep something else?"),
    [TS_PHRASE_LOG_CHANGE_NOTE] = N_("What is then not kept is wiped at once."),
    [TS_PHRASE_LOG_NONE] = N_("No journal is written here."),
    [TS_PHRASE_LOG_FAILED] = N_("The journal could not be changed."),
    [TS_PHRASE_SILENT] = N_("There is no sound."),
    [TS_PHRASE_CLOCK_NOW] = N_("Time"),
    [TS_PHRASE_CLOCK_HERE] = N_("Time of this place"),
    [TS_PHRASE_CLOCK_BY] = N_("What vouches for it"),
    [TS_PHRASE_CLOCK_BY_BOARD] = N_("Network or battery clock"),
    [TS_PHRASE_CLOCK_BY_SETUP] = N_("Whoever set this up"),
    [TS_PHRASE_CLOCK_BY_SOMEBODY] =
        N_("Somebody at this kiosk, until it is switched off"),
    [TS_PHRASE_CLOCK_BY_NOBODY] = N_("Nothing"),
    [TS_PHRASE_CLOCK_FLOOR] = N_("Certainly not before"),
    [TS_PHRASE_CLOCK_RIGHT] = N_("This time is right"),
    [TS_PHRASE_CLOCK_IMPOSSIBLE] = N_("This time cannot be right."),
    [TS_PHRASE_FOCUS_GOOD] = N_("Good: cards will be read."),
    [TS_PHRASE_FOCUS_BAD] = N_("Not sharp enough yet."),
    [TS_PHRASE_FOCUS_SMALL] = N_("The code is too small: closer, or a finer picture."),
    [TS_PHRASE_FOCUS_UNKNOWN] = N_("Hold a card before the camera."),
    [TS_PHRASE_FOCUS_SHARPNESS] = N_("Sharpness"),
    [TS_PHRASE_ROLL_AID] = N_("An aid, never the tag board."),
    [TS_PHRASE_ROLL_NOBODY] = N_("Nobody is on site."),
    [TS_PHRASE_ROLL_LONG] = N_("For too long"),
    [TS_PHRASE_ROLL_MISSING] = N_("Not yet accounted for"),
    [TS_PHRASE_ROLL_FAILED] = N_("The roll cannot be read."),
    [TS_PHRASE_DRILL] = N_("Drill"),
    [TS_PHRASE_DRILL_END] = N_("End the drill"),
    [TS_PHRASE_PRINT] = N_("Write the list"),
    [TS_PHRASE_PRINT_FAILED] = N_("The list could not be written."),
    [TS_PHRASE_SIGNED_IN] = N_("Signed in"),
    [TS_PHRASE_SIGNED_OUT] = N_("Signed out"),
    [TS_PHRASE_ACCOUNTED] = N_("Accounted for"),
    [TS_PHRASE_ROLL_FULL] = N_("Not signed in: the roll is full."),
    [TS_PHRASE_ROOT_FIRST] = N_("First start"),
    [TS_PHRASE_ROOT_COMPARE] = /* one phrase */
    // NOLINTNEXTLINE(bugprone-suspicious-missing-comma)
    N_("Compare these six words with the paper that came with this kiosk. Go on "
       "only if all are the same."),
    [TS_PHRASE_ROOT_CHANGED] = N_("Another authority"),
    [TS_PHRASE_ROOT_SAME] = N_("The same"),
    [TS_PHRASE_ROOT_KEEP_FAILED] = N_("This could not be kept. Nothing was changed."),
    [TS_PHRASE_ADMIN_ROOT] = N_("Six words"),
    [TS_PHRASE_ADMIN_STATUS] = N_("Status"),
    [TS_PHRASE_STATUS_NOTE] =
        N_("Take a picture of the code for whoever looks after this kiosk."),
    /* Translators: before how often each verdict was given: "Today READY 12 NOT YET 3".
     */
    [TS_PHRASE_TODAY] = N_("Today"),
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
    [TS_TROUBLE_JOB] = N_("The job cannot be read."),
    [TS_TROUBLE_ROOT_FIRST] = N_("The six words were not compared."),
    [TS_TROUBLE_ROOT_CHANGED] = N_("The lists are another authority’s."),
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
    [TS_HINT_SHOW_ALL] = N_("Show all of the code"),
};

static const char *const waivers[TS_WAIVER_COUNT] = {
    [TS_WAIVER_NONE] = "",
    [TS_WAIVER_SEEN_ON_PAPER] = N_("Seen on paper"),
    [TS_WAIVER_CONFIRMED] = N_("Confirmed"),
    [TS_WAIVER_ACCOMPANIED] = N_("Accompanied"),
    [TS_WAIVER_EMERGENCY] = N_("Emergency"),
    [TS_WAIVER_OTHER] = N_("Other reason"),
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
ts_words_log(enum ts_log log)
{
    switch (log) {
    case TS_LOG_COUNTS: return ts_words(TS_PHRASE_LOG_COUNTS);
    case TS_LOG_PROOF: return ts_words(TS_PHRASE_LOG_PROOF);
    case TS_LOG_ROLL: break;
    }
    return ts_words(TS_PHRASE_LOG_ROLL);
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
ts_words_id(enum ts_phrase phrase)
{
    TS_CHECK((size_t)phrase < TS_PHRASE_COUNT);
    return phrases[phrase];
}

const char *
ts_words_verdict_id(enum ts_verdict_kind kind)
{
    TS_CHECK((size_t)kind < TS_VERDICT_COUNT);
    return verdicts[kind];
}

const char *
ts_words_hint_id(enum ts_hint hint)
{
    TS_CHECK((size_t)hint < TS_HINT_COUNT);
    return hints[hint];
}

const char *
ts_words_waiver(enum ts_waiver waiver)
{
    return translated(waivers, TS_COUNT(waivers), waiver);
}

const char *
ts_words_language(void)
{
    return spoken;
}

const char *
ts_words_folder(void)
{
    return catalogues;
}

static bool
usable(char path[static PATH_MAX], const char *folder, const char *rest)
{
    int len = snprintf(path, PATH_MAX, "%s%s", folder, rest);
    return len > 0 && len < PATH_MAX && access(path, X_OK) == 0;
}

/* The build tree has bin/ and locale/; an installation bin/ or libexec/touchstone/, and
 * share/touchstone/locale/. */
static bool
found_beside_program(char path[static PATH_MAX])
{
    enum { LEVELS_UP = 3 };
    char program[PATH_MAX];
    ssize_t len = readlink("/proc/self/exe", program, sizeof(program) - 1);
    if (len <= 0)
        return false;
    program[len] = '\0';
    for (int up = 0; up < LEVELS_UP; up++) {
        char *slash = strrchr(program, '/');
        if (!slash)
            return false;
        *slash = '\0';
        if (up > 0
            && (usable(path, program, "/locale")
                || usable(path, program, "/share/touchstone/locale")))
            return true;
    }
    return false;
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
