#include "firmware/base/utf8.h"
#include "kiosk/command/command.h"
#include "kiosk/command/options.h"
#include "kiosk/command/report.h"
#include "kiosk/screen/window_coverage.h"
#include "kiosk/screen/words_catalogue.h"
#include "kiosk/screen/words_language.h"
#include "kiosk/screen/words_voice.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static const char USAGE[] =
    "usage: touchstone language check DIR [--po FILE]\n"
    "       touchstone language list\n"
    "       touchstone language phrases\n"
    "\n"
    "check tells what the language in the folder DIR lacks, one line each: phrases that\n"
    "are not translated, whose placeholders differ from the English, or that have not\n"
    "every form of a plural; its name; letters that no font has; and, where DIR has\n"
    "recorded voices, phrases without one. DIR holds LC_MESSAGES/touchstone.mo,\n"
    "language.conf and perhaps voice/KEY.wav, and is named after the language. Exit\n"
    "code 0 when nothing is missing, else 1.\n"
    "list tells the languages that are installed. phrases prints what a translator or a\n"
    "speaker needs: the key of each phrase's recorded clip, and the phrase.\n"
    "\n"
    "  --po    the catalogue's source: fuzzy and obsolete entries in it are told too\n";

enum { CATALOGUE_MAX = 4 * 1024 * 1024 };

struct check {
    struct ts_arena *arena;
    const char *folder;
    struct ts_catalogue english, other;
    unsigned long problems;
};

static void __attribute__((format(printf, 2, 3)))
problem(struct check *check, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    vprintf(format, args);
    va_end(args);
    putchar('\n');
    check->problems++;
}

static bool
load(struct ts_arena *arena, struct ts_catalogue *catalogue, const char *folder)
{
    char path[4096];
    ts_span bytes;
    struct ts_fault fault = { 0 };
    snprintf(path, sizeof(path), "%s/LC_MESSAGES/touchstone.mo", folder);
    if (!ts_input_read(arena, &bytes, path, CATALOGUE_MAX))
        return false;
    if (ts_catalogue_read(catalogue, bytes, &fault) == TS_OK)
        return true;
    ts_report("%s: offset %zu: %s", path, fault.offset, fault.rule);
    return false;
}

/* The phrases of this program, which are installed beside it. */
static bool
load_english(struct ts_arena *arena, struct ts_catalogue *english)
{
    char folder[4096];
    if (ts_words_open(NULL) != TS_OK) {
        ts_report("the phrases of this program are not installed beside it");
        return false;
    }
    snprintf(folder, sizeof(folder), "%s/en", ts_words_folder());
    return load(arena, english, folder);
}

static void
check_form(struct check *check, ts_span english, ts_span said)
{
    if (said.len == 0)
        problem(check, "a form of the plural is missing: %.*s", TS_SPAN_ARG(english));
    else if (!ts_utf8_valid(said))
        problem(check, "is not UTF-8: %.*s", TS_SPAN_ARG(english));
    else if (!ts_formats_agree(english, said))
        problem(check, "placeholders differ: %.*s: %.*s", TS_SPAN_ARG(english),
                TS_SPAN_ARG(said));
}

static void
check_phrase(struct check *check, struct ts_catalogue_entry entry)
{
    ts_span said;
    bool plural = entry.plural.len > 0;
    unsigned forms = plural ? ts_catalogue_plurals(&check->other) : 1;
    if (!ts_catalogue_find(&check->other, entry.id, &said)) {
        problem(check, "not translated: %.*s", TS_SPAN_ARG(entry.id));
        return;
    }
    for (unsigned i = 0; i < forms; i++)
        check_form(check, plural ? entry.plural : entry.id, ts_catalogue_form(said, i));
}

static void
check_phrases(struct check *check)
{
    if (ts_catalogue_plurals(&check->other) == 0)
        problem(check, "the header does not say how many forms a plural has");
    for (uint32_t i = 0; i < check->english.count; i++) {
        struct ts_catalogue_entry entry = ts_catalogue_at(&check->english, i);
        if (entry.id.len > 0)
            check_phrase(check, entry);
    }
    for (uint32_t i = 0; i < check->other.count; i++) {
        ts_span said;
        struct ts_catalogue_entry entry = ts_catalogue_at(&check->other, i);
        if (entry.id.len > 0 && !ts_catalogue_find(&check->english, entry.id, &said))
            problem(check, "is not said any more: %.*s", TS_SPAN_ARG(entry.id));
    }
}

static void
check_file(struct check *check, struct ts_language_file *file)
{
    struct ts_fault fault = { 0 };
    enum ts_status status = ts_language_file_load_from(file, check->folder, &fault);
    if (status == TS_MALFORMED)
        problem(check, "language.conf, line %zu: %s", fault.offset, fault.rule);
    else if (status != TS_OK)
        problem(check, "the language's name is missing: %s", fault.rule);
}

/* The fonts of this language are looked for in its own folder, too. */
static bool
open_beside(const char *folder)
{
    char parent[4096];
    snprintf(parent, sizeof(parent), "%s/..", folder);
    return ts_words_open(parent) == TS_OK;
}

static bool
check_letters(struct check *check, const struct ts_language_file *file)
{
    struct ts_coverage coverage = { 0 };
    struct ts_fault fault = { 0 };
    enum ts_status status =
        ts_coverage_check(&coverage, ts_span_text(file->name), &fault);
    for (uint32_t i = 0; i < check->other.count && status == TS_OK; i++) {
        struct ts_catalogue_entry entry = ts_catalogue_at(&check->other, i);
        if (entry.id.len > 0 && ts_utf8_valid(entry.said))
            status = ts_coverage_check(&coverage, entry.said, &fault);
    }
    for (size_t i = 0; i < coverage.count; i++)
        problem(check, "no font has the letter U+%04X", (unsigned)coverage.missing[i]);
    if (status != TS_OK)
        ts_report("%s", fault.rule);
    return status == TS_OK;
}

/* Phrases with something put into them are not recorded. */
static bool
is_spoken(struct ts_catalogue_entry entry)
{
    return entry.id.len > 0 && entry.plural.len == 0
           && ts_span_index(entry.id, '%') == entry.id.len;
}

static void
check_voice(struct check *check)
{
    char path[4096];
    snprintf(path, sizeof(path), "%s/voice", check->folder);
    if (access(path, X_OK) != 0)
        return;
    for (uint32_t i = 0; i < check->english.count; i++) {
        char key[TS_VOICE_KEY_SIZE];
        struct ts_catalogue_entry entry = ts_catalogue_at(&check->english, i);
        if (!is_spoken(entry))
            continue;
        ts_voice_key(key, (const char *)entry.id.at);
        snprintf(path, sizeof(path), "%s/voice/%s.wav", check->folder, key);
        if (access(path, R_OK) != 0)
            problem(check, "no recorded voice: voice/%s.wav: %.*s", key,
                    TS_SPAN_ARG(entry.id));
    }
}

static bool
check_source(struct check *check, const char *path)
{
    ts_span text;
    if (!ts_input_read(check->arena, &text, path, CATALOGUE_MAX))
        return false;
    for (unsigned long number = 1; text.len > 0; number++) {
        size_t end = ts_span_index(text, '\n');
        ts_span line = ts_span_part(text, 0, end);
        if (ts_span_starts_with(line, TS_SPAN_LIT("#~ msgid \"")))
            problem(check, "%s:%lu: obsolete", path, number);
        else if (ts_span_starts_with(line, TS_SPAN_LIT("#, fuzzy")))
            problem(check, "%s:%lu: fuzzy: somebody has to look at it", path, number);
        text = ts_span_part(text, end + 1, text.len);
    }
    return true;
}

static int
check(struct ts_arena *arena, const char *folder, const char *po)
{
    struct check c = { .arena = arena, .folder = folder };
    struct ts_language_file file = { 0 };
    if (!load_english(arena, &c.english) || !load(arena, &c.other, folder))
        return TS_EXIT_DATA;
    check_phrases(&c);
    check_file(&c, &file);
    if (!open_beside(folder)) {
        ts_report("%s: no language can be spoken from there", folder);
        return TS_EXIT_DATA;
    }
    if (!check_letters(&c, &file) || (po && !check_source(&c, po)))
        return TS_EXIT_DATA;
    check_voice(&c);
    printf("%s: %u phrases, %lu missing or wrong\n", folder,
           (unsigned)c.english.count - 1, c.problems);
    return c.problems == 0 ? TS_EXIT_DONE : TS_EXIT_OTHER;
}

static int
list(void)
{
    struct ts_language languages[TS_LANGUAGES_MAX];
    if (ts_words_open(NULL) != TS_OK)
        ts_report("no catalogues are installed: only English is spoken");
    size_t count = ts_words_languages(languages, TS_LANGUAGES_MAX, NULL);
    for (size_t i = 0; i < count; i++)
        printf("%s\t%s\n", languages[i].code, languages[i].name);
    return TS_EXIT_DONE;
}

static int
phrases(struct ts_arena *arena)
{
    struct ts_catalogue english;
    if (!load_english(arena, &english))
        return TS_EXIT_DATA;
    for (uint32_t i = 0; i < english.count; i++) {
        char key[TS_VOICE_KEY_SIZE] = "";
        struct ts_catalogue_entry entry = ts_catalogue_at(&english, i);
        if (is_spoken(entry))
            ts_voice_key(key, (const char *)entry.id.at);
        if (entry.id.len > 0)
            printf("%s\t%.*s\n", key, TS_SPAN_ARG(entry.id));
    }
    return TS_EXIT_DONE;
}

int
ts_command_language(int argc, char **argv)
{
    const char *po = NULL;
    bool help = false;
    const struct ts_option options[] = { { .name = "--po", .value = &po },
                                         { .name = "--help", .flag = &help } };
    struct ts_operands operands;
    if (!ts_options_read(argc, argv, options, TS_COUNT(options), &operands))
        return TS_EXIT_USAGE;
    if (help) {
        fputs(USAGE, stdout);
        return TS_EXIT_DONE;
    }
    const char *what = operands.count > 0 ? operands.items[0] : "";
    struct ts_arena arena = ts_command_memory(TS_COMMAND_MEMORY);
    if (strcmp(what, "check") == 0 && operands.count == 2)
        return check(&arena, operands.items[1], po);
    if (strcmp(what, "list") == 0 && operands.count == 1 && !po)
        return list();
    if (strcmp(what, "phrases") == 0 && operands.count == 1 && !po)
        return phrases(&arena);
    ts_report("usage: touchstone language check DIR [--po FILE] | list | phrases");
    return TS_EXIT_USAGE;
}
