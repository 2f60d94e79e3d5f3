#include "keys/authority/csv.h"

#include "firmware/base/utf8.h"

#include <string.h>

static size_t
lines_in(ts_span text)
{
    size_t lines = 0;
    for (size_t i = 0; i < text.len; i++)
        lines += text.at[i] == '\n';
    return lines;
}

/** Bytes before the first that is not UTF-8, or a NUL. */
static size_t
good_prefix(ts_span text)
{
    size_t nul = ts_span_index(text, 0);
    size_t good = nul;
    if (ts_utf8_valid(ts_span_part(text, 0, nul)))
        return good;
    for (good = 0; good < nul; good++) {
        ts_span line = ts_span_part(text, good, nul - good);
        line.len = ts_span_index(line, '\n');
        if (!ts_utf8_valid(line))
            return good;
        good += line.len;
    }
    return nul;
}

static uint8_t
separator_of(ts_span source)
{
    ts_span header = ts_span_part(source, 0, ts_span_index(source, '\n'));
    bool commas = ts_span_index(header, ',') < header.len;
    bool semicolons = ts_span_index(header, ';') < header.len;
    return semicolons && !commas ? ';' : ',';
}

enum ts_status
ts_csv_open(struct ts_csv_reader *reader, ts_span source)
{
    static const uint8_t MARK[] = { 0xef, 0xbb, 0xbf };
    if (ts_span_starts_with(source, TS_SPAN_OF(MARK)))
        source = ts_span_part(source, sizeof(MARK), source.len);

    size_t good = good_prefix(source);
    *reader = (struct ts_csv_reader){ .source = source,
                                      .next_line = 1,
                                      .line = 1 + lines_in(ts_span_part(source, 0, good)),
                                      .separator = separator_of(source) };
    return good == source.len ? TS_OK : TS_MALFORMED;
}

static bool
at_end(const struct ts_csv_reader *r)
{
    return r->offset >= r->source.len;
}

static uint8_t
peek(const struct ts_csv_reader *r)
{
    return r->source.at[r->offset];
}

/** Passes one line end; false when the reader does not stand before one. */
static bool
pass_line_end(struct ts_csv_reader *r)
{
    ts_span ahead = ts_span_part(r->source, r->offset, 2);
    size_t len = 0;
    if (ts_span_starts_with(ahead, TS_SPAN_LIT("\r\n")))
        len = 2;
    else if (ts_span_starts_with(ahead, TS_SPAN_LIT("\n")))
        len = 1;
    r->offset += len;
    r->next_line += len != 0;
    return len != 0;
}

/** The cell between quotes with its doubled quotes undone. */
static enum ts_status
undouble(struct ts_arena *arena, ts_span *cell, ts_span raw)
{
    if (ts_span_index(raw, '"') == raw.len) {
        *cell = raw;
        return TS_OK;
    }
    struct ts_writer w = ts_writer_over(ts_arena_rest(arena));
    for (size_t i = 0; i < raw.len; i++) {
        ts_write_u8(&w, raw.at[i]);
        i += raw.at[i] == '"';
    }
    enum ts_status status = ts_writer_end(&w, cell);
    if (status == TS_OK)
        ts_arena_keep(arena, cell->len);
    return status;
}

static enum ts_status
read_quoted(struct ts_csv_reader *r, struct ts_arena *arena, ts_span *cell)
{
    size_t begin = ++r->offset;
    for (;; r->offset++) {
        if (at_end(r))
            return TS_TRUNCATED;
        if (peek(r) != '"')
            continue;
        if (r->offset + 1 == r->source.len || r->source.at[r->offset + 1] != '"')
            break;
        r->offset++;
    }
    ts_span raw = ts_span_part(r->source, begin, r->offset - begin);
    r->offset++;
    r->next_line += lines_in(raw);
    return undouble(arena, cell, raw);
}

static enum ts_status
read_plain(struct ts_csv_reader *r, ts_span *cell)
{
    size_t begin = r->offset;
    while (!at_end(r) && peek(r) != r->separator && peek(r) != '\n' && peek(r) != '\r') {
        if (peek(r) == '"')
            return TS_MALFORMED;
        r->offset++;
    }
    *cell = ts_span_part(r->source, begin, r->offset - begin);
    return TS_OK;
}

/** One cell and what ends it; last tells whether that was the end of the row. */
static enum ts_status
read_cell(struct ts_csv_reader *r, struct ts_arena *arena, ts_span *cell, bool *last)
{
    bool quoted = !at_end(r) && peek(r) == '"';
    enum ts_status status = quoted ? read_quoted(r, arena, cell) : read_plain(r, cell);
    if (status != TS_OK)
        return status;
    *last = at_end(r) || pass_line_end(r);
    if (*last)
        return TS_OK;
    if (peek(r) != r->separator)
        return TS_MALFORMED;
    r->offset++;
    return TS_OK;
}

enum ts_status
ts_csv_next(struct ts_csv_reader *reader, struct ts_arena *arena, struct ts_csv_row *row)
{
    struct ts_csv_reader r = *reader;
    while (pass_line_end(&r))
        continue;
    if (at_end(&r))
        return TS_ABSENT;

    struct ts_csv_row draft = { .line = r.next_line };
    reader->line = draft.line;
    for (bool last = false; !last; draft.count++) {
        if (draft.count == TS_CSV_CELLS_MAX)
            return TS_OVER_LIMIT;
        enum ts_status status = read_cell(&r, arena, &draft.cells[draft.count], &last);
        if (status != TS_OK)
            return status;
    }
    r.line = draft.line;
    *reader = r;
    *row = draft;
    return TS_OK;
}

void
ts_csv_write_cell(struct ts_writer *w, ts_span cell)
{
    bool plain = true;
    for (size_t i = 0; i < cell.len; i++)
        plain = plain && (cell.at[i] == 0 || !strchr("\",;\r\n", cell.at[i]));
    if (plain) {
        ts_write_bytes(w, cell);
        return;
    }
    ts_write_u8(w, '"');
    for (size_t i = 0; i < cell.len; i++) {
        if (cell.at[i] == '"')
            ts_write_u8(w, '"');
        ts_write_u8(w, cell.at[i]);
    }
    ts_write_u8(w, '"');
}
