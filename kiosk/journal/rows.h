#ifndef TS_JOURNAL_ROWS_H
#define TS_JOURNAL_ROWS_H

#include "firmware/base/writer.h"
#include "kiosk/journal/journal.h"

/** What a row of the journal tells. Numbers stand in exports (keys/FORMAT.md 12). */
enum ts_journal_what {
    TS_JOURNAL_VERDICT = 0, /**< A verdict, so many times. */
    TS_JOURNAL_WAIVER = 1,  /**< A supervisor let somebody in: reason is the choice. */
    TS_JOURNAL_PROFILE_CHANGE = 2,
    TS_JOURNAL_CARD = 3,   /**< A verdict of one credential. */
    TS_JOURNAL_PERSON = 4, /**< Somebody on the roll. */
};
enum { TS_JOURNAL_WHATS = TS_JOURNAL_PERSON + 1 };

struct ts_journal_row {
    enum ts_journal_what what;
    ts_utc hour; /**< PERSON: when they came. */
    ts_span profile;
    int verdict, reason;
    uint64_t count;
    ts_span card;  /**< CARD: the keyed hash. */
    ts_span label; /**< PERSON. */
    ts_utc left;   /**< PERSON; TS_UTC_NEVER while on site. */
};

/** The columns of an export. Numbers stand in it. */
enum ts_journal_field {
    TS_FIELD_WHAT = 0,
    TS_FIELD_HOUR = 1, /**< RFC 3339. */
    TS_FIELD_PROFILE = 2,
    TS_FIELD_VERDICT = 3,
    TS_FIELD_REASON = 4,
    TS_FIELD_COUNT = 5,
    TS_FIELD_CARD = 6,  /**< Hexadecimal; brings the rows CARD along. */
    TS_FIELD_LABEL = 7, /**< Brings the rows PERSON along. */
    TS_FIELD_LEFT = 8,
};
enum { TS_FIELDS = TS_FIELD_LEFT + 1 };

/** "what", "hour", ...; NULL for no field. */
const char *ts_journal_field_name(unsigned field);

/** Which, and in which order. */
struct ts_journal_fields {
    uint8_t items[TS_FIELDS];
    size_t count;
};

/** All that is about nobody: what to count. */
struct ts_journal_fields ts_journal_fields_usual(void);

/** "hour,profile,count". TS_OK, TS_MALFORMED (an unknown name), TS_DUPLICATE or
 * TS_ABSENT (none); fields is written only on TS_OK. */
TS_MUST_USE enum ts_status
ts_journal_fields_read(struct ts_journal_fields *fields, ts_span names);

enum ts_rows_form {
    TS_ROWS_CSV = 0,        /**< RFC 4180, with a header. */
    TS_ROWS_JSON_LINES = 1, /**< One object a line. */
};

/** Which rows, and how they are written. */
struct ts_rows_query {
    struct ts_journal_fields fields;
    enum ts_rows_form form;
    ts_utc from, until; /**< Hours that begin at from or later and before until. */
    /** What the numbers are called; NULL leaves them numbers. */
    const char *(*verdict_name)(int verdict);
    const char *(*reason_name)(int reason);
};

/**
 * Writes the rows as text. In CSV a text cell that a spreadsheet would take for a formula
 * (it begins with = + - @, a tab or a return) gets an apostrophe before it. count: rows
 * written, without the header. TS_OK, TS_NO_SPACE or TS_IO.
 */
TS_MUST_USE enum ts_status
ts_journal_write_rows(struct ts_journal *journal, struct ts_writer *w, uint64_t *count,
                      const struct ts_rows_query *query);

/* What the files of this folder share. */

/** One row, and the header of CSV. */
void ts_rows_write_header(struct ts_writer *w, const struct ts_rows_query *query);
void ts_rows_write(struct ts_writer *w, const struct ts_journal_row *row,
                   const struct ts_rows_query *query);

/** Calls each for every row that query asks for, in order of hour and what, as far as
 * each says true. TS_OK or TS_IO. Making: rows_sqlite.c. */
TS_MUST_USE enum ts_status
ts_journal_each(struct ts_journal *journal, const struct ts_rows_query *query,
                bool (*each)(const struct ts_journal_row *row, void *context),
                void *context);

#endif
