#include "firmware/base/calendar.h"
#include "keys/authority/cell.h"
#include "keys/authority/roll.h"
#include "tests/support/support.h"

#include <string.h>

#define ARENA (8 * 1024 * 1024)

static const struct ts_roll_defaults DEFAULTS = { { 1000 }, { INT64_MAX } };

static void
reads_columns_in_any_order_and_case(void **state)
{
    (void)state;
    struct ts_arena arena = ts_test_arena(ARENA);
    struct ts_roll roll;
    ts_span sheet = TS_SPAN_LIT("Achievement, VALID_UNTIL ,name,valid_from\n"
                                "First Aid,2028-01-31, Amina Tootoo ,2026-05-12\n"
                                ",,,\n"
                                "\"H2S\nAlive\",,Bob,2026-05-12T08:00:00-04:00\n");
    assert_status(ts_roll_read(&arena, &roll, sheet, &DEFAULTS), TS_OK);
    assert_int_equal(roll.count, 2);
    const struct ts_award *first = &roll.awards[0];
    const struct ts_award *second = &roll.awards[1];
    assert_span_equal(first->cells[TS_COLUMN_NAME], TS_SPAN_LIT("Amina Tootoo"));
    assert_span_equal(first->cells[TS_COLUMN_ACHIEVEMENT], TS_SPAN_LIT("First Aid"));
    char text[TS_UTC_TEXT_SIZE];
    ts_utc_format(text, first->valid_from);
    assert_string_equal(text, "2026-05-12T00:00:00Z");
    ts_utc_format(text, first->valid_until);
    assert_string_equal(text, "2028-01-31T23:59:59Z");
    assert_int_equal(second->line, 4);
    ts_utc_format(text, second->valid_from);
    assert_string_equal(text, "2026-05-12T12:00:00Z");
    assert_true(second->valid_until.s == INT64_MAX);
    ts_test_arena_free(&arena);
}

static void
takes_defaults_where_the_sheet_is_silent(void **state)
{
    (void)state;
    struct ts_arena arena = ts_test_arena(ARENA);
    struct ts_roll roll;
    const struct ts_roll_defaults defaults = { { 5 }, { 6 } };
    assert_status(
        ts_roll_read(&arena, &roll, TS_SPAN_LIT("name,achievement\nA,B\n"), &defaults),
        TS_OK);
    assert_int_equal(roll.awards[0].valid_from.s, 5);
    assert_int_equal(roll.awards[0].valid_until.s, 6);
    ts_test_arena_free(&arena);
}

#define HEAD "name,achievement,"
static const struct {
    const char *rule;
    const char *sheet;
    size_t line;
    const char *column;
} BAD[] = {
    { "an unknown column", "name,achievement,colour\nA,B,red\n", 1, "colour" },
    { "a column twice", "name,achievement,NAME\nA,B,C\n", 1, "NAME" },
    { "no name column", "achievement\nB\n", 1, "name" },
    { "no achievement column", "name\nB\n", 1, "achievement" },
    { "nobody in it", "name,achievement\n", 1, "" },
    { "an empty file", "", 1, "" },
    { "a cell too few", "name,achievement\nA\n", 2, "" },
    { "a cell too many", "name,achievement\nA,B\nA,B,C\n", 3, "" },
    { "no name", "name,achievement\nA,B\n ,B\n", 3, "name" },
    { "no achievement", "name,achievement\nA,\n", 2, "achievement" },
    { "a day that is none", HEAD "valid_until\nA,B,2026-02-30\n", 2, "valid_until" },
    { "a date another way round", HEAD "valid_from\nA,B,12/05/2026\n", 2, "valid_from" },
    { "an end before the beginning",
      HEAD "valid_from,valid_until\nA,B,2026-05-12,2026-05-11\n", 2, "valid_until" },
    { "an end before the default beginning", HEAD "valid_until\nA,B,1969-01-01\n", 2,
      "valid_until" },
    { "OB 3.0 AchievementType", HEAD "type\nA,B,certification\n", 2, "type" },
    { "an extension type without a word", HEAD "type\nA,B,ext:\n", 2, "type" },
    { "OB 3.0 ResultStatusType", HEAD "result\nA,B,Passed\n", 2, "result" },
    { "an achievement id that is no URI", HEAD "achievement_id\nA,B,first-aid\n", 2,
      "achievement_id" },
    { "a URI with a space", HEAD "id\nA,B,urn:a b\n", 2, "id" },
    { "an id twice", HEAD "id\nA,B,urn:x\nC,D,urn:x\n", 3, "id" },
    { "a code without its framework", HEAD "framework,code\nA,B,,83101\n", 2, "code" },
    { "two codes, one framework", HEAD "framework,code\nA,B,NOC,1;2\n", 2, "code" },
    { "one code name for two codes", HEAD "framework,code,code_name\nA,B,NOC;NOC,1;2,x\n",
      2, "code_name" },
    { "a code address that is none",
      HEAD "framework,code,code_url\nA,B,NOC,1,somewhere\n", 2, "code_url" },
    { "a quote left open", "name,achievement\nA,\"B\n", 2, "" },
    { "not UTF-8", "name,achievement\nA,B\nA,\xE9\n", 3, "" },
};

static void
names_what_cannot_become_a_badge(void **state)
{
    (void)state;
    struct ts_arena arena = ts_test_arena(ARENA);
    for (size_t i = 0; i < TS_COUNT(BAD); i++) {
        struct ts_roll roll;
        size_t used = arena.used;
        ts_test_row(BAD[i].rule);
        assert_status(ts_roll_read(&arena, &roll, ts_span_text(BAD[i].sheet), &DEFAULTS),
                      TS_MALFORMED);
        assert_true(roll.problem_count > 0);
        assert_int_equal(roll.problems[0].line, BAD[i].line);
        assert_span_equal(roll.problems[0].column, ts_span_text(BAD[i].column));
        assert_non_null(roll.problems[0].what);
        ts_arena_rewind(&arena, used);
    }
    ts_test_arena_free(&arena);
}

static void
counts_more_problems_than_it_keeps(void **state)
{
    (void)state;
    struct ts_arena arena = ts_test_arena(ARENA);
    struct ts_roll roll;
    char sheet[2048] = "name,achievement\n";
    for (int i = 0; i < 30; i++)
        strcat(sheet, ",x\n");
    assert_status(ts_roll_read(&arena, &roll, ts_span_text(sheet), &DEFAULTS),
                  TS_MALFORMED);
    assert_int_equal(roll.problem_count, 30);
    assert_int_equal(roll.problems[TS_ROLL_PROBLEMS_MAX - 1].line,
                     1 + TS_ROLL_PROBLEMS_MAX);
    ts_test_arena_free(&arena);
}

static void
stops_at_its_limit(void **state)
{
    (void)state;
    struct ts_arena arena = ts_test_arena(ARENA);
    struct ts_roll roll;
    struct ts_writer w = ts_writer_over(ts_arena_rest(&arena));
    ts_write_text(&w, "name,achievement\n");
    for (int i = 0; i < TS_ROLL_AWARDS_MAX; i++)
        ts_write_text(&w, "A,B\n");
    size_t full = w.used;
    ts_write_text(&w, "A,B\n");
    ts_span sheet = ts_writer_span(&w);
    ts_arena_keep(&arena, sheet.len);
    size_t used = arena.used;
    assert_status(ts_roll_read(&arena, &roll, ts_span_part(sheet, 0, full), &DEFAULTS),
                  TS_OK);
    ts_arena_rewind(&arena, used);
    assert_status(ts_roll_read(&arena, &roll, sheet, &DEFAULTS), TS_OVER_LIMIT);
    ts_test_arena_free(&arena);
}

static void
parts_cells_at_semicolons(void **state)
{
    (void)state;
    ts_span cell = TS_SPAN_LIT("a; b ;");
    ts_span part;
    assert_int_equal(ts_cell_parts(cell), 3);
    assert_true(ts_cell_part(cell, 1, &part));
    assert_span_equal(part, TS_SPAN_LIT("b"));
    assert_true(ts_cell_part(cell, 2, &part));
    assert_int_equal(part.len, 0);
    assert_false(ts_cell_part(cell, 3, &part));
    assert_int_equal(ts_cell_parts((ts_span){ 0 }), 0);
}

static void
knows_a_uri_when_it_sees_one(void **state)
{
    (void)state;
    static const char *const GOOD[] = { "https://a.example/b?c#d", "urn:uuid:1",
                                        "did:web:a.example", "x+y-z.1:a" };
    static const char *const WRONG[] = { "",        "a",     "a:",    ":a",
                                         "1a:b",    "a b:c", "a:b c", "a:\"",
                                         "a:b\x7f", "a:<b>", "a:{b}", "\xC3\xA9:b" };
    for (size_t i = 0; i < TS_COUNT(GOOD); i++) {
        ts_test_row(GOOD[i]);
        assert_true(ts_uri_plausible(ts_span_text(GOOD[i])));
    }
    for (size_t i = 0; i < TS_COUNT(WRONG); i++) {
        ts_test_row(WRONG[i]);
        assert_false(ts_uri_plausible(ts_span_text(WRONG[i])));
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_columns_in_any_order_and_case),
        cmocka_unit_test(takes_defaults_where_the_sheet_is_silent),
        cmocka_unit_test(names_what_cannot_become_a_badge),
        cmocka_unit_test(counts_more_problems_than_it_keeps),
        cmocka_unit_test(stops_at_its_limit),
        cmocka_unit_test(parts_cells_at_semicolons),
        cmocka_unit_test(knows_a_uri_when_it_sees_one),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
