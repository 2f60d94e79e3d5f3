#ifndef TS_AUTHORITY_CSV_H
#define TS_AUTHORITY_CSV_H

#include "firmware/base/arena.h"
#include "firmware/base/check.h"
#include "firmware/base/status.h"
#include "firmware/base/writer.h"

/** Cells of one row; a spreadsheet of people has a dozen columns. */
#define TS_CSV_CELLS_MAX 32

/**
 * Reads comma-separated values (RFC 4180) as spreadsheets write them.
 *
 * Accepts CRLF and LF, a byte order mark, empty lines (passed over), a last
 * row without a line end, and semicolons for commas when the first line has
 * the former and not the latter (spreadsheets in French do so). Refuses bytes
 * that are not UTF-8, a NUL, a quote inside an unquoted cell, text after a
 * closing quote, and a lone carriage return.
 */
struct ts_csv_reader {
    ts_span source;
    size_t offset;
    size_t next_line;
    size_t line; /**< Where the row last read, or refused, begins; from 1. */
    uint8_t separator;
};

struct ts_csv_row {
    size_t line;
    size_t count;
    ts_span cells[TS_CSV_CELLS_MAX]; /**< Views of the source, or of the arena where
                                          a doubled quote was undone. */
};

/**
 * Begins with source, which must outlive the rows. TS_OK, or TS_MALFORMED (not
 * UTF-8; reader->line says where). Only then may rows be read.
 */
TS_MUST_USE enum ts_status ts_csv_open(struct ts_csv_reader *reader, ts_span source);

/**
 * The next row that is not empty. row is written only on TS_OK. Returns TS_OK,
 * TS_ABSENT (no more rows), TS_TRUNCATED (a quote is never closed),
 * TS_MALFORMED, TS_OVER_LIMIT (TS_CSV_CELLS_MAX) or TS_NO_SPACE. After a
 * failure the reader stays where it is.
 */
TS_MUST_USE enum ts_status
ts_csv_next(struct ts_csv_reader *reader, struct ts_arena *arena, struct ts_csv_row *row);

/** Writes one cell, quoted where it must be. */
void ts_csv_write_cell(struct ts_writer *w, ts_span cell);

#endif
