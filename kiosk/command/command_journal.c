#include "kiosk/command/command_journal.h"
#include "firmware/base/calendar.h"
#include "kiosk/command/command.h"
#include "kiosk/command/options.h"
#include "kiosk/command/report.h"
#include "kiosk/verdict/reason.h"
#include "kiosk/verdict/verdict.h"

#include <stdio.h>
#include <string.h>

static const char usage[] =
    "usage: touchstone journal read FILE [--csv|--jsonl] [--fields NAME,...]\n"
    "                  [--from TIME] [--until TIME]\n"
    "       touchstone journal about FILE (--id ID | --card CARD --trust DIR)\n"
    "       touchstone journal keygen --out STEWARD [--passphrase-file F]\n"
    "       touchstone journal export FILE --key KIOSK-KEY --to STEWARD.pub --out F\n"
    "                  [--csv|--jsonl] [--fields NAME,...] [--from TIME] [--until TIME]\n"
    "       touchstone journal open F --key STEWARD.key [--kiosk KEY]...\n"
    "                  [--passphrase-file F]\n"
    "\n"
    "Reads the journal of a kiosk, tells somebody what it knows about their card, and\n"
    "takes it to its steward: signed by the kiosk, sealed to the steward's key.\n"
    "\n"
    "  --fields         of what, hour, profile, verdict, reason, count, card, label, "
    "left;\n"
    "                   the first six when none are said. card and label bring along\n"
    "                   what is about single cards and people, where the log mode has "
    "it\n"
    "  --from, --until  hours that begin then or later, and before then: 2026-05-12, or\n"
    "                   2026-05-12T08:00:00Z\n"
    "  --id             the id of a credential\n"
    "  --card           a picture or the text of it, whose proof must hold by the lists "
    "in\n"
    "                   DIR: before that it has no id\n"
    "  --key            of 'export': kiosk-key.json of the kiosk's state folder\n"
    "  --kiosk          a kiosk's key as 'touchstone kiosk-key' prints it, or a file of\n"
    "                   it: an export of another kiosk ends with exit code 30\n"
    "\n"
    "'keygen' makes STEWARD.key, which stays with the steward, and STEWARD.pub for the\n"
    "kiosks. 'open' ends with exit code 20 when an export is not genuine.\n";

const char *
ts_journal_verdict_name(int verdict)
{
    return verdict >= 0 && verdict < TS_VERDICT_COUNT
               ? ts_verdict_name((enum ts_verdict_kind)verdict)
               : NULL;
}

const char *
ts_journal_reason_name(int reason)
{
    return reason >= 0 && reason < TS_REASON_COUNT
               ? ts_reason_name((enum ts_reason)reason)
               : NULL;
}

static bool
read_time(ts_utc *utc, const char *text, const char *option)
{
    char whole[64];
    if (!text)
        return true;
    snprintf(whole, sizeof(whole), "%s%s", text, strchr(text, 'T') ? "" : "T00:00:00Z");
    if (strlen(text) < 40 && ts_utc_parse(utc, ts_span_text(whole)) == TS_OK)
        return true;
    ts_report("%s %s: is no time", option, text);
    return false;
}

bool
ts_journal_query_read(struct ts_rows_query *query,
                      const struct ts_journal_request *request)
{
    *query = (struct ts_rows_query){
        .fields = ts_journal_fields_usual(),
        .form = request->jsonl ? TS_ROWS_JSON_LINES : TS_ROWS_CSV,
        .from = TS_UTC_ALWAYS,
        .until = TS_UTC_NEVER,
        .verdict_name = ts_journal_verdict_name,
        .reason_name = ts_journal_reason_name,
    };
    if (request->csv && request->jsonl) {
        ts_report("--csv and --jsonl: only one of them");
        return false;
    }
    if (request->fields
        && ts_journal_fields_read(&query->fields, ts_span_text(request->fields))
               != TS_OK) {
        ts_report("--fields %s: names no field, or one twice", request->fields);
        return false;
    }
    return read_time(&query->from, request->from, "--from")
           && read_time(&query->until, request->until, "--until");
}

struct ts_journal *
ts_journal_file_open(const char *path, int *exit_code)
{
    struct ts_journal *journal = NULL;
    enum ts_status status = ts_journal_look(&journal, path);
    if (status == TS_OK)
        return journal;
    if (status == TS_UNSUPPORTED)
        ts_report("%s: is a journal of another release; the kiosk carries it over", path);
    else
        ts_report("%s: %s", path, ts_status_words(status));
    *exit_code = ts_exit_reading(status);
    return NULL;
}

int
ts_command_journal_read(int argc, char **argv)
{
    struct ts_journal_request request = { .csv = false };
    const struct ts_option options[] = {
        { .name = "--csv", .flag = &request.csv },
        { .name = "--jsonl", .flag = &request.jsonl },
        { .name = "--fields", .value = &request.fields },
        { .name = "--from", .value = &request.from },
        { .name = "--until", .value = &request.until },
    };
    struct ts_operands operands;
    struct ts_rows_query query;
    if (!ts_options_read(argc, argv, options, TS_COUNT(options), &operands)
        || !ts_operands_expect(&operands, 1, "journal read FILE")
        || !ts_journal_query_read(&query, &request))
        return TS_EXIT_USAGE;
    int exit_code = TS_EXIT_OTHER;
    struct ts_journal *journal = ts_journal_file_open(operands.items[0], &exit_code);
    if (!journal)
        return exit_code;
    struct ts_arena arena = ts_command_memory(TS_COMMAND_MEMORY);
    struct ts_writer w = ts_writer_over(ts_arena_rest(&arena));
    uint64_t count = 0;
    enum ts_status status = ts_journal_write_rows(journal, &w, &count, &query);
    ts_journal_close(journal);
    ts_span text = ts_writer_span(&w);
    if (status != TS_OK)
        ts_report("%s: %s", operands.items[0], ts_status_words(status));
    else
        fwrite(text.at, 1, text.len, stdout);
    return ts_exit_reading(status);
}

static const struct {
    const char *name;
    int (*run)(int argc, char **argv);
} COMMANDS[] = {
    { "read", ts_command_journal_read },     { "about", ts_command_journal_about },
    { "keygen", ts_command_journal_keygen }, { "export", ts_command_journal_export },
    { "open", ts_command_journal_open },
};

int
ts_command_journal(int argc, char **argv)
{
    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "--help") == 0) {
            fputs(usage, stdout);
            return TS_EXIT_DONE;
        }
    }
    for (size_t i = 0; argc > 1 && i < TS_COUNT(COMMANDS); i++)
        if (strcmp(argv[1], COMMANDS[i].name) == 0)
            return COMMANDS[i].run(argc - 1, argv + 1);
    ts_report("journal: read, about, keygen, export or open");
    return TS_EXIT_USAGE;
}
