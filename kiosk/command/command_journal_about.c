#include "firmware/base/calendar.h"
#include "firmware/board/clock.h"
#include "kiosk/command/command.h"
#include "kiosk/command/command_journal.h"
#include "kiosk/command/options.h"
#include "kiosk/command/report.h"
#include "kiosk/command/trusted.h"
#include "kiosk/command/verify_input.h"
#include "kiosk/verdict/assessment.h"

#include <stdio.h>

static void
print_about(const struct ts_journal_about *about)
{
    char time[TS_UTC_TEXT_SIZE];
    if (about->count == 0 && !about->is_on_roll)
        printf("nothing is kept here that belongs to this card\n");
    for (size_t i = 0; i < about->shown; i++) {
        const char *verdict = ts_journal_verdict_name(about->rows[i].verdict);
        const char *reason = ts_journal_reason_name(about->rows[i].reason);
        ts_utc_format(time, about->rows[i].hour);
        printf("in the hour of %s: %s (%s) for \"%s\"\n", time, verdict ? verdict : "?",
               reason ? reason : "?", about->rows[i].profile);
    }
    if (about->count > about->shown)
        printf("and %llu rows before\n",
               (unsigned long long)(about->count - about->shown));
    if (!about->is_on_roll)
        return;
    ts_utc_format(time, about->roll.since);
    printf("on the roll as \"%s\": came %s", about->roll.label, time);
    ts_utc_format(time, about->roll.left);
    if (about->roll.is_in)
        printf(", on site\n");
    else
        printf(", left %s, wiped a day after\n", time);
}

/* --- by which id ----------------------------------------------------------------- */

struct finding {
    struct ts_arena *arena;
    const struct ts_trust *trust;
    ts_span id;     /* of the first card that has one ... */
    ts_span holder; /* ... and of whom it is about: the roll's */
};

static void
find_id(ts_span text, void *context)
{
    struct finding *finding = context;
    struct ts_now now = { ts_clock_utc(), TS_CLOCK_TRUSTED };
    struct ts_assessment card;
    if (finding->id.len
        || ts_assess(finding->arena, &card, text, finding->trust, now) != TS_OK
        || !card.credential)
        return;
    (void)ts_arena_copy(finding->arena, &finding->id, card.credential->id);
    (void)ts_arena_copy(finding->arena, &finding->holder, card.credential->subject_id);
}

/* By which rows may be known: a credential's id, and its holder's. */
struct whose {
    ts_span id, holder;
};

static bool
id_of_card(struct ts_arena *arena, struct whose *whose, const char *path,
           const char *folder)
{
    struct ts_arena input = ts_command_memory(TS_COMMAND_MEMORY / 4);
    struct ts_arena lists = ts_command_memory(TS_COMMAND_MEMORY);
    struct ts_trust trust;
    struct finding finding = { .arena = arena, .trust = &trust };
    size_t count = 0;
    if (!ts_trusted_load(&lists, &trust, folder))
        return false;
    enum ts_status status = ts_verify_input(&input, path, find_id, &finding, &count);
    if (status != TS_OK)
        ts_report("%s: %s", path, ts_status_words(status));
    else if (finding.id.len == 0)
        ts_report("%s: is no card with an id, or its proof does not hold", path);
    *whose = (struct whose){ finding.id, finding.holder };
    return status == TS_OK && finding.id.len > 0;
}

/* The roll knows whoever has an id of their own by that, whichever card was shown. */
static enum ts_status
ask(struct ts_journal *journal, struct ts_journal_about *about, const struct whose *whose)
{
    static struct ts_journal_about holder;
    enum ts_status status = ts_journal_about(journal, about, whose->id);
    if (status != TS_OK || about->is_on_roll || whose->holder.len == 0)
        return status;
    status = ts_journal_about(journal, &holder, whose->holder);
    if (status == TS_OK && holder.is_on_roll) {
        about->is_on_roll = true;
        about->roll = holder.roll;
    }
    return status;
}

static int
tell(const char *path, const struct whose *whose)
{
    static struct ts_journal_about about;
    int exit_code = TS_EXIT_OTHER;
    struct ts_journal *journal = ts_journal_file_open(path, &exit_code);
    if (!journal)
        return exit_code;
    enum ts_status status = ask(journal, &about, whose);
    ts_journal_close(journal);
    if (status != TS_OK) {
        ts_report("%s: %s", path, ts_status_words(status));
        return ts_exit_reading(status);
    }
    printf("log mode: %s\n", ts_journal_mode_name(about.mode));
    print_about(&about);
    return TS_EXIT_DONE;
}

int
ts_command_journal_about(int argc, char **argv)
{
    const char *id = NULL;
    const char *card = NULL;
    const char *trust = NULL;
    const struct ts_option options[] = {
        { .name = "--id", .value = &id },
        { .name = "--card", .value = &card },
        { .name = "--trust", .value = &trust },
    };
    struct ts_operands operands;
    if (!ts_options_read(argc, argv, options, TS_COUNT(options), &operands)
        || !ts_operands_expect(&operands, 1,
                               "journal about FILE (--id ID | --card CARD)"))
        return TS_EXIT_USAGE;
    if ((id && *id) == (card != NULL) || (card && !trust)) {
        ts_report("--id is needed, or --card and --trust: of which credential");
        return TS_EXIT_USAGE;
    }
    struct whose whose = { .id = ts_span_text(id) };
    struct ts_arena arena = ts_command_memory(TS_COMMAND_MEMORY / 4);
    if (card && !id_of_card(&arena, &whose, card, trust))
        return TS_EXIT_DATA;
    return tell(operands.items[0], &whose);
}
