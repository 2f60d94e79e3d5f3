#include "keys/authority/csv.h"
#include "tests/support/support.h"

#include <stdlib.h>
#include <string.h>

/* Cells are joined by "|", rows by "/": what a reader made of the text. */
static void
read_all(struct ts_arena *arena, ts_span source, struct ts_writer *w, enum ts_status *end,
         size_t *line)
{
    struct ts_csv_reader reader;
    struct ts_csv_row row;
    *end = ts_csv_open(&reader, source);
    bool first = true;
    while (*end == TS_OK) {
        *end = ts_csv_next(&reader, arena, &row);
        if (*end != TS_OK)
            break;
        if (!first)
            ts_write_u8(w, '/');
        first = false;
        for (size_t i = 0; i < row.count; i++) {
            if (i)
                ts_write_u8(w, '|');
            ts_write_bytes(w, row.cells[i]);
        }
    }
    *line = reader.line;
}

static const struct {
    const char *rule;
    const char *source;
    const char *rows;
} GOOD[] = {
    { "RFC 4180 2.1: rows end with CRLF", "a,b\r\nc,d\r\n", "a|b/c|d" },
    { "LF does as well", "a,b\nc,d\n", "a|b/c|d" },
    { "RFC 4180 2.2: the last row needs no end", "a,b\r\nc,d", "a|b/c|d" },
    { "RFC 4180 2.4: spaces are part of a cell", " a , b", " a | b" },
    { "an empty cell at the end counts", "a,\nb,", "a|/b|" },
    { "RFC 4180 2.5: quotes may enclose a cell", "\"a\",\"b\"", "a|b" },
    { "RFC 4180 2.6: line ends and commas in quotes", "\"a\r\nb,c\",d", "a\r\nb,c|d" },
    { "RFC 4180 2.7: a doubled quote is one", "\"a \"\"b\"\"\",c", "a \"b\"|c" },
    { "an empty quoted cell", "\"\",\"\"\n", "|" },
    { "a byte order mark is not part of the first name",
      "\xEF\xBB\xBF"
      "a,b",
      "a|b" },
    { "empty lines are passed over", "a\n\n\r\nb\n\n", "a/b" },
    { "a sheet in French has semicolons", "a;b\n1,5;2\n", "a|b/1,5|2" },
    { "a comma in the first line settles it", "a,b;c\n", "a|b;c" },
    { "UTF-8 stays as it is", "\xE1\x90\x8A,\xC3\xA9", "\xE1\x90\x8A|\xC3\xA9" },
    { "an empty file has no rows", "", "" },
};

static void
reads_what_spreadsheets_write(void **state)
{
    (void)state;
    struct ts_arena arena = ts_test_arena(4096);
    for (size_t i = 0; i < TS_COUNT(GOOD); i++) {
        uint8_t memory[256];
        struct ts_writer w = ts_writer_over(TS_ROOM_OF(memory));
        enum ts_status end;
        size_t line;
        ts_test_row(GOOD[i].rule);
        ts_span text = ts_span_text(GOOD[i].source);
        uint8_t *exact = ts_test_exact_copy(text);
        read_all(&arena, (ts_span){ exact, text.len }, &w, &end, &line);
        assert_status(end, TS_ABSENT);
        assert_span_equal(ts_writer_span(&w), ts_span_text(GOOD[i].rows));
        free(exact);
    }
    ts_test_arena_free(&arena);
}

#define ONE_MORE "c,c,c,c,c,c,c,c,"
static const struct {
    const char *rule;
    const char *source;
    size_t nul_len; /* Where the text holds a NUL. */
    enum ts_status status;
    size_t line;
} BAD[] = {
    { "a quote is never closed", "a\n\"b\nc\n", 0, TS_TRUNCATED, 2 },
    { "a quote inside a cell", "a\nb\"c\n", 0, TS_MALFORMED, 2 },
    { "text after a closing quote", "\"a\"b\n", 0, TS_MALFORMED, 1 },
    { "a lone carriage return", "a\rb\n", 0, TS_MALFORMED, 1 },
    { "a carriage return at the very end", "a\r", 0, TS_MALFORMED, 1 },
    { "Latin-1 in line 3", "a\nb\nc\xE9\n", 0, TS_MALFORMED, 3 },
    { "a NUL in line 2", "a\nb\0c\n", 5, TS_MALFORMED, 2 },
    { "half a character at the end", "a\n\xE1\x90", 0, TS_MALFORMED, 2 },
    { "the line of a row after one with a line end inside", "\"a\nb\"\nc\"\n", 0,
      TS_MALFORMED, 3 },
    { "TS_CSV_CELLS_MAX", "x\n" ONE_MORE ONE_MORE ONE_MORE ONE_MORE "\n", 0,
      TS_OVER_LIMIT, 2 },
};

static void
refuses_with_the_line(void **state)
{
    (void)state;
    struct ts_arena arena = ts_test_arena(4096);
    for (size_t i = 0; i < TS_COUNT(BAD); i++) {
        uint8_t memory[512];
        struct ts_writer w = ts_writer_over(TS_ROOM_OF(memory));
        enum ts_status end;
        size_t line;
        ts_test_row(BAD[i].rule);
        ts_span text = ts_span_text(BAD[i].source);
        if (BAD[i].nul_len)
            text.len = BAD[i].nul_len;
        uint8_t *exact = ts_test_exact_copy(text);
        read_all(&arena, (ts_span){ exact, text.len }, &w, &end, &line);
        assert_status(end, BAD[i].status);
        assert_int_equal(line, BAD[i].line);
        free(exact);
    }
    ts_test_arena_free(&arena);
}

static void
leaves_the_row_alone_when_it_fails(void **state)
{
    (void)state;
    struct ts_arena arena = ts_test_arena(256);
    struct ts_csv_reader reader;
    struct ts_csv_row row;
    memset(&row, 0x5A, sizeof(row));
    struct ts_csv_row before = row;
    assert_status(ts_csv_open(&reader, TS_SPAN_LIT("a,\"b")), TS_OK);
    assert_status(ts_csv_next(&reader, &arena, &row), TS_TRUNCATED);
    assert_memory_equal(&row, &before, sizeof(row));
    assert_status(ts_csv_next(&reader, &arena, &row), TS_TRUNCATED);
    ts_test_arena_free(&arena);
}

static void
says_when_the_arena_is_full(void **state)
{
    (void)state;
    uint8_t memory[4];
    struct ts_arena arena = ts_arena_over(TS_ROOM_OF(memory));
    struct ts_csv_reader reader;
    struct ts_csv_row row;
    assert_status(ts_csv_open(&reader, TS_SPAN_LIT("\"12345\"\"\"")), TS_OK);
    assert_status(ts_csv_next(&reader, &arena, &row), TS_NO_SPACE);
}

static void
reads_back_what_it_writes(void **state)
{
    (void)state;
    static const char *const CELLS[] = {
        "plain", "", "with, comma", "with ; semicolon", "say \"yes\"", "two\r\nlines",
    };
    struct ts_arena arena = ts_test_arena(1024);
    uint8_t memory[256];
    struct ts_writer w = ts_writer_over(TS_ROOM_OF(memory));
    for (size_t i = 0; i < TS_COUNT(CELLS); i++) {
        if (i)
            ts_write_u8(&w, ',');
        ts_csv_write_cell(&w, ts_span_text(CELLS[i]));
    }
    struct ts_csv_reader reader;
    struct ts_csv_row row;
    assert_status(ts_csv_open(&reader, ts_writer_span(&w)), TS_OK);
    assert_status(ts_csv_next(&reader, &arena, &row), TS_OK);
    assert_int_equal(row.count, TS_COUNT(CELLS));
    for (size_t i = 0; i < TS_COUNT(CELLS); i++)
        assert_span_equal(row.cells[i], ts_span_text(CELLS[i]));
    ts_test_arena_free(&arena);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_what_spreadsheets_write),
        cmocka_unit_test(refuses_with_the_line),
        cmocka_unit_test(leaves_the_row_alone_when_it_fails),
        cmocka_unit_test(says_when_the_arena_is_full),
        cmocka_unit_test(reads_back_what_it_writes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
