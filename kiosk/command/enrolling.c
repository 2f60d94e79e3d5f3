#include "kiosk/command/enrolling.h"

#include "keys/trust/root_words.h"
#include "kiosk/command/command.h"
#include "kiosk/command/report.h"

#include <stdio.h>

static void
report(void *context, size_t line, const char *words)
{
    const char *about = context;
    if (line)
        ts_report("%s: line %zu: %s", about, line, words);
    else
        ts_report("%s: %s", about, words);
}

struct ts_config_ear
ts_enrolling_ear(const char *about)
{
    /* The context of an ear is not const, and report() does not write through it. */
    union {
        const char *read;
        void *given;
    } at = { about };
    return (struct ts_config_ear){ report, at.given };
}

static void
print_words(const struct ts_root_words *words, const char *language)
{
    printf("six words (%s):", language);
    for (size_t i = 0; i < TS_ROOT_WORDS; i++)
        printf(" %s", ts_root_word(words->numbers[i], ts_span_text(language)));
    putchar('\n');
}

int
ts_print_root_words(const uint8_t fingerprint[static TS_SHA256_SIZE],
                    const char *language)
{
    struct ts_root_words words;
    if (ts_root_words_of(&words, fingerprint) != TS_OK) {
        ts_report("there is not enough memory");
        return TS_EXIT_OTHER;
    }
    print_words(&words, language ? language : "en");
    if (!language)
        print_words(&words, "fr");
    return TS_EXIT_DONE;
}
