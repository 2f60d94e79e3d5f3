#ifndef TS_COMMAND_COMMAND_JOURNAL_H
#define TS_COMMAND_COMMAND_JOURNAL_H

#include "kiosk/journal/rows.h"

/* The commands below "touchstone journal", and what they share. */
int ts_command_journal_read(int argc, char **argv);
int ts_command_journal_about(int argc, char **argv);
int ts_command_journal_export(int argc, char **argv);
int ts_command_journal_open(int argc, char **argv);
int ts_command_journal_keygen(int argc, char **argv);

/** Which rows, as they are asked for on a command line. */
struct ts_journal_request {
    const char *fields, *from, *until;
    bool csv, jsonl;
};

/** False after a report: a field that is none, a time that is none, both forms. */
bool ts_journal_query_read(struct ts_rows_query *query,
                           const struct ts_journal_request *request);

/** What the numbers of a journal are called; NULL for one that has no name. */
const char *ts_journal_verdict_name(int verdict);
const char *ts_journal_reason_name(int reason);

/** Opens a journal to look at it; NULL after a report. */
struct ts_journal *ts_journal_file_open(const char *path, int *exit_code);

#endif
