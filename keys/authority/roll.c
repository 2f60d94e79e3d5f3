#include "keys/authority/roll.h"

#include "keys/authority/cell.h"

#include <string.h>

static const char *const COLUMN_NAMES[TS_COLUMN_COUNT] = {
    [TS_COLUMN_NAME] = "name",
    [TS_COLUMN_ACHIEVEMENT] = "achievement",
    [TS_COLUMN_ACHIEVEMENT_ID] = "achievement_id",
    [TS_COLUMN_DESCRIPTION] = "description",
    [TS_COLUMN_TYPE] = "type",
    [TS_COLUMN_CRITERIA] = "criteria",
    [TS_COLUMN_FRAMEWORK] = "framework",
    [TS_COLUMN_CODE] = "code",
    [TS_COLUMN_CODE_NAME] = "code_name",
    [TS_COLUMN_CODE_URL] = "code_url",
    [TS_COLUMN_VALID_FROM] = "valid_from",
    [TS_COLUMN_VALID_UNTIL] = "valid_until",
    [TS_COLUMN_RESULT] = "result",
    [TS_COLUMN_ID] = "id",
};

/** What is known while the rows are read. */
struct sheet {
    struct ts_arena *arena;
    struct ts_roll *roll;
    const struct ts_roll_defaults *defaults;
    enum ts_column columns[TS_CSV_CELLS_MAX]; /**< By place in the row. */
    size_t width;
};

const char *
ts_column_name(enum ts_column column)
{
    return COLUMN_NAMES[column];
}

static void
complain(struct ts_roll *roll, size_t line, ts_span column, const char *what)
{
    if (roll->problem_count < TS_ROLL_PROBLEMS_MAX)
        roll->problems[roll->problem_count] =
            (struct ts_roll_problem){ line, column, what };
    roll->problem_count++;
}

static bool
equal_but_for_case(ts_span a, const char *lower)
{
    if (a.len != strlen(lower))
        return false;
    for (size_t i = 0; i < a.len; i++) {
        uint8_t c = a.at[i];
        if ((c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c) != lower[i])
            return false;
    }
    return true;
}

static int
column_of(ts_span name)
{
    for (int i = 0; i < TS_COLUMN_COUNT; i++) {
        if (equal_but_for_case(name, COLUMN_NAMES[i]))
            return i;
    }
    return -1;
}

static void
read_header(struct sheet *sheet, const struct ts_csv_row *row)
{
    bool seen[TS_COLUMN_COUNT] = { false };
    sheet->width = row->count;
    for (size_t i = 0; i < row->count; i++) {
        ts_span name = ts_cell_trim(row->cells[i]);
        int column = column_of(name);
        if (column < 0) {
            complain(sheet->roll, row->line, name, "is not a column this program knows");
            continue;
        }
        if (seen[column])
            complain(sheet->roll, row->line, name, "stands there twice");
        seen[column] = true;
        sheet->columns[i] = (enum ts_column)column;
    }
    if (!seen[TS_COLUMN_NAME])
        complain(sheet->roll, row->line, TS_SPAN_LIT("name"), "is missing as a column");
    if (!seen[TS_COLUMN_ACHIEVEMENT])
        complain(sheet->roll, row->line, TS_SPAN_LIT("achievement"),
                 "is missing as a column");
}

static void
require(struct sheet *sheet, const struct ts_award *award, enum ts_column column,
        bool fact, const char *otherwise)
{
    if (!fact)
        complain(sheet->roll, award->line, ts_span_text(COLUMN_NAMES[column]), otherwise);
}

static void
check_codes(struct sheet *sheet, const struct ts_award *award)
{
    size_t codes = ts_cell_parts(award->cells[TS_COLUMN_CODE]);
    size_t frameworks = ts_cell_parts(award->cells[TS_COLUMN_FRAMEWORK]);
    size_t names = ts_cell_parts(award->cells[TS_COLUMN_CODE_NAME]);
    size_t urls = ts_cell_parts(award->cells[TS_COLUMN_CODE_URL]);
    require(sheet, award, TS_COLUMN_CODE, codes <= TS_ROLL_CODES_MAX,
            "holds more than 8 codes");
    require(sheet, award, TS_COLUMN_CODE, codes == frameworks,
            "does not hold as many entries as framework");
    require(sheet, award, TS_COLUMN_CODE_NAME, names == 0 || names == codes,
            "does not hold as many entries as code");
    require(sheet, award, TS_COLUMN_CODE_URL, urls == 0 || urls == codes,
            "does not hold as many entries as code");
    for (size_t i = 0; i < urls; i++) {
        ts_span url = { 0 };
        (void)ts_cell_part(award->cells[TS_COLUMN_CODE_URL], i, &url);
        require(sheet, award, TS_COLUMN_CODE_URL, ts_uri_plausible(url), "is not a URI");
    }
}

static void
check_dates(struct sheet *sheet, struct ts_award *award)
{
    ts_span from = award->cells[TS_COLUMN_VALID_FROM];
    ts_span until = award->cells[TS_COLUMN_VALID_UNTIL];
    static const char NOT_A_DATE[] = "is not a date like 2026-05-12";
    award->valid_from = sheet->defaults->valid_from;
    award->valid_until = sheet->defaults->valid_until;
    bool good = true;
    if (from.len && ts_day_parse(&award->valid_from, from, false) != TS_OK) {
        require(sheet, award, TS_COLUMN_VALID_FROM, false, NOT_A_DATE);
        good = false;
    }
    if (until.len && ts_day_parse(&award->valid_until, until, true) != TS_OK) {
        require(sheet, award, TS_COLUMN_VALID_UNTIL, false, NOT_A_DATE);
        good = false;
    }
    if (good)
        require(sheet, award, TS_COLUMN_VALID_UNTIL,
                award->valid_from.s <= award->valid_until.s, "is before valid_from");
}

static void
check_award(struct sheet *sheet, struct ts_award *award)
{
    const ts_span *cells = award->cells;
    ts_span type = cells[TS_COLUMN_TYPE];
    ts_span result = cells[TS_COLUMN_RESULT];
    ts_span achievement_id = cells[TS_COLUMN_ACHIEVEMENT_ID];
    ts_span id = cells[TS_COLUMN_ID];
    require(sheet, award, TS_COLUMN_NAME, cells[TS_COLUMN_NAME].len > 0, "is empty");
    require(sheet, award, TS_COLUMN_ACHIEVEMENT, cells[TS_COLUMN_ACHIEVEMENT].len > 0,
            "is empty");
    require(sheet, award, TS_COLUMN_ACHIEVEMENT_ID,
            achievement_id.len == 0 || ts_uri_plausible(achievement_id), "is not a URI");
    require(sheet, award, TS_COLUMN_ID, id.len == 0 || ts_uri_plausible(id),
            "is not a URI");
    require(sheet, award, TS_COLUMN_TYPE,
            type.len == 0 || ts_achievement_type_known(type),
            "is not an AchievementType of Open Badges 3.0 (others begin with ext:)");
    require(sheet, award, TS_COLUMN_RESULT,
            result.len == 0 || ts_result_status_known(result),
            "is not one of Completed, Enrolled, Failed, InProgress, OnHold, Provisional, "
            "Withdrew");
    check_codes(sheet, award);
    check_dates(sheet, award);
}

static bool
is_blank_row(const struct ts_csv_row *row)
{
    for (size_t i = 0; i < row->count; i++) {
        if (ts_cell_trim(row->cells[i]).len)
            return false;
    }
    return true;
}

static void
read_award(struct sheet *sheet, struct ts_award *award, const struct ts_csv_row *row)
{
    award->line = row->line;
    if (row->count != sheet->width) {
        complain(sheet->roll, row->line, (ts_span){ 0 },
                 "does not have as many cells as the first line");
        return;
    }
    for (size_t i = 0; i < row->count; i++)
        award->cells[sheet->columns[i]] = ts_cell_trim(row->cells[i]);
    check_award(sheet, award);
}

static void
complain_of_form(struct ts_roll *roll, size_t line, enum ts_status status)
{
    const char *what = "a quote stands where none may";
    if (status == TS_TRUNCATED)
        what = "a quote is opened and never closed";
    else if (status == TS_OVER_LIMIT)
        what = "has too many cells";
    complain(roll, line, (ts_span){ 0 }, what);
}

/** Two rows must not become one credential. Ids written by hand are few. */
static void
check_ids_differ(struct ts_roll *roll)
{
    for (size_t i = 0; i < roll->count; i++) {
        ts_span id = roll->awards[i].cells[TS_COLUMN_ID];
        for (size_t k = 0; id.len && k < i; k++) {
            if (!ts_span_equal(id, roll->awards[k].cells[TS_COLUMN_ID]))
                continue;
            complain(roll, roll->awards[i].line, TS_SPAN_LIT("id"),
                     "is that of another line");
            break;
        }
    }
}

static enum ts_status
read_rows(struct sheet *sheet, struct ts_csv_reader *reader, struct ts_award *awards)
{
    struct ts_csv_row row;
    for (bool header = true;;) {
        enum ts_status status = ts_csv_next(reader, sheet->arena, &row);
        if (status == TS_ABSENT || status == TS_NO_SPACE)
            return status == TS_ABSENT ? TS_OK : status;
        if (status != TS_OK) {
            complain_of_form(sheet->roll, reader->line, status);
            return TS_OK;
        }
        if (is_blank_row(&row))
            continue;
        if (header) {
            read_header(sheet, &row);
            header = false;
            /* With wrong columns every line would be wrong, too. */
            if (sheet->roll->problem_count)
                return TS_OK;
            continue;
        }
        if (sheet->roll->count == TS_ROLL_AWARDS_MAX)
            return TS_OVER_LIMIT;
        read_award(sheet, &awards[sheet->roll->count++], &row);
    }
}

enum ts_status
ts_roll_read(struct ts_arena *arena, struct ts_roll *roll, ts_span source,
             const struct ts_roll_defaults *defaults)
{
    *roll = (struct ts_roll){ 0 };
    struct sheet sheet = { .arena = arena, .roll = roll, .defaults = defaults };
    struct ts_csv_reader reader;
    if (ts_csv_open(&reader, source) != TS_OK) {
        complain(roll, reader.line, (ts_span){ 0 },
                 "is not UTF-8: save the sheet as \"CSV UTF-8\"");
        return TS_MALFORMED;
    }
    struct ts_award *awards =
        ts_arena_take_array(arena, TS_ROLL_AWARDS_MAX, sizeof(*awards));
    if (!awards)
        return TS_NO_SPACE;
    roll->awards = awards;
    enum ts_status status = read_rows(&sheet, &reader, awards);
    if (status != TS_OK)
        return status;
    check_ids_differ(roll);
    if (roll->count == 0 && roll->problem_count == 0)
        complain(roll, 1, (ts_span){ 0 }, "there is nobody in the sheet");
    return roll->problem_count ? TS_MALFORMED : TS_OK;
}
