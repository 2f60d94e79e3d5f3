#include "firmware/base/utf8.h"
#include "keys/authority/cell.h"
#include "keys/authority/roll.h"

#include <string.h>

/* A spreadsheet from anywhere: no byte of it leads out of the cells, and a sheet
 * that is taken holds what badges need. */

static uint8_t memory[6 * 1024 * 1024];

static bool
is_within(ts_span cell, const uint8_t *data, size_t size)
{
    bool in_source = cell.at >= data && cell.at + cell.len <= data + size;
    bool in_arena = cell.at >= memory && cell.at + cell.len <= memory + sizeof(memory);
    return cell.len == 0 || in_source || in_arena;
}

static void
write_row(struct ts_writer *w, const struct ts_csv_row *row)
{
    for (size_t i = 0; i < row->count; i++) {
        if (i)
            ts_write_u8(w, ',');
        ts_csv_write_cell(w, row->cells[i]);
    }
    ts_write_u8(w, '\n');
}

/* What is written of a row is read back as that row. An empty line is none. */
static void
check_round_trip(struct ts_arena arena, const struct ts_csv_row *row)
{
    struct ts_csv_reader reader;
    struct ts_csv_row again;
    ts_span text;
    uint8_t header[] = "a,b\n"; /* says that commas part cells */
    struct ts_writer w = ts_writer_over(ts_arena_rest(&arena));
    ts_write_bytes(&w, (ts_span){ header, 4 });
    write_row(&w, row);
    if (ts_writer_end(&w, &text) != TS_OK || (row->count == 1 && row->cells[0].len == 0))
        return;
    ts_arena_keep(&arena, text.len);
    TS_CHECK(ts_csv_open(&reader, text) == TS_OK);
    TS_CHECK(ts_csv_next(&reader, &arena, &again) == TS_OK);
    TS_CHECK(ts_csv_next(&reader, &arena, &again) == TS_OK);
    TS_CHECK(again.count == row->count);
    for (size_t i = 0; i < row->count; i++)
        TS_CHECK(ts_span_equal(again.cells[i], row->cells[i]));
    TS_CHECK(ts_csv_next(&reader, &arena, &again) == TS_ABSENT);
}

static void
check_rows(ts_span source)
{
    struct ts_arena arena = ts_arena_over(TS_ROOM_OF(memory));
    struct ts_csv_reader reader;
    struct ts_csv_row row;
    size_t line = 0;
    if (ts_csv_open(&reader, source) != TS_OK)
        return;
    while (ts_csv_next(&reader, &arena, &row) == TS_OK) {
        TS_CHECK(row.count >= 1 && row.count <= TS_CSV_CELLS_MAX);
        TS_CHECK(row.line > line && row.line == reader.line);
        line = row.line;
        for (size_t i = 0; i < row.count; i++) {
            TS_CHECK(is_within(row.cells[i], source.at, source.len));
            TS_CHECK(ts_utf8_valid(row.cells[i]));
        }
        check_round_trip(arena, &row);
    }
}

static void
check_roll(ts_span source)
{
    struct ts_arena arena = ts_arena_over(TS_ROOM_OF(memory));
    const struct ts_roll_defaults defaults = { { 0 }, { INT64_MAX } };
    struct ts_roll roll;
    enum ts_status status = ts_roll_read(&arena, &roll, source, &defaults);
    TS_CHECK(status == TS_OK || status == TS_MALFORMED || status == TS_OVER_LIMIT
             || status == TS_NO_SPACE);
    TS_CHECK(status != TS_OK || (roll.problem_count == 0 && roll.count > 0));
    TS_CHECK(status != TS_MALFORMED || roll.problem_count > 0);
    for (size_t i = 0; status == TS_OK && i < roll.count; i++) {
        const struct ts_award *award = &roll.awards[i];
        ts_span id = award->cells[TS_COLUMN_ID];
        TS_CHECK(award->cells[TS_COLUMN_NAME].len > 0);
        TS_CHECK(award->cells[TS_COLUMN_ACHIEVEMENT].len > 0);
        TS_CHECK(award->valid_from.s <= award->valid_until.s);
        TS_CHECK(id.len == 0 || ts_uri_plausible(id));
        for (size_t k = 0; k < TS_COLUMN_COUNT; k++)
            TS_CHECK(is_within(award->cells[k], source.at, source.len));
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    ts_span source = { data, size };
    check_rows(source);
    check_roll(source);
    return 0;
}
