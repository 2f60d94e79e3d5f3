#include "kiosk/journal/journal_sqlite.h"

static bool
has_field(const struct ts_journal_fields *fields, enum ts_journal_field field)
{
    for (size_t i = 0; i < fields->count; i++)
        if (fields->items[i] == field)
            return true;
    return false;
}

static ts_span
text_of(sqlite3_stmt *statement, int column)
{
    const void *at = sqlite3_column_blob(statement, column);
    return (ts_span){ at, (size_t)sqlite3_column_bytes(statement, column) };
}

static struct ts_journal_row
row_of(sqlite3_stmt *statement)
{
    int what = sqlite3_column_int(statement, 0);
    bool is_known = what >= 0 && what < TS_JOURNAL_WHATS;
    struct ts_journal_row row = {
        .what = is_known ? (enum ts_journal_what)what : TS_JOURNAL_VERDICT,
        .hour = { sqlite3_column_int64(statement, 1) },
        .profile = text_of(statement, 2),
        .verdict = sqlite3_column_int(statement, 3),
        .reason = sqlite3_column_int(statement, 4),
        .count = (uint64_t)sqlite3_column_int64(statement, 5),
        .card = text_of(statement, 6),
        .label = text_of(statement, 7),
        .left = TS_UTC_NEVER,
    };
    if (sqlite3_column_type(statement, 8) != SQLITE_NULL)
        row.left.s = sqlite3_column_int64(statement, 8);
    return row;
}

enum ts_status
ts_journal_each(struct ts_journal *journal, const struct ts_rows_query *query,
                bool (*each)(const struct ts_journal_row *row, void *context),
                void *context)
{
    /* Within an hour in no order that says who came first. */
    sqlite3_stmt *rows = ts_journal_prepare(
        journal,
        "SELECT what,hour*3600,profile,verdict,reason,count,NULL,NULL,NULL "
        "FROM counts WHERE hour>=?1 AND hour<?2 "
        "UNION ALL SELECT 3,hour*3600,profile,verdict,reason,count,tag,NULL,NULL "
        "FROM cards WHERE ?3 AND hour>=?1 AND hour<?2 "
        "UNION ALL SELECT 4,since,'',0,0,1,NULL,label,left_at "
        "FROM roll WHERE ?4 AND since>=?5 AND since<?6 "
        "ORDER BY 2,1,3,4,5,7,8");
    if (!rows)
        return TS_IO;
    (void)sqlite3_bind_int64(rows, 1, ts_journal_hour_ceiling(query->from));
    (void)sqlite3_bind_int64(rows, 2, ts_journal_hour_ceiling(query->until));
    (void)sqlite3_bind_int(rows, 3, has_field(&query->fields, TS_FIELD_CARD));
    (void)sqlite3_bind_int(rows, 4, has_field(&query->fields, TS_FIELD_LABEL));
    (void)sqlite3_bind_int64(rows, 5, query->from.s);
    (void)sqlite3_bind_int64(rows, 6, query->until.s);
    int rc = sqlite3_step(rows);
    bool goes_on = true;
    for (; goes_on && rc == SQLITE_ROW; rc = goes_on ? sqlite3_step(rows) : SQLITE_DONE) {
        struct ts_journal_row row = row_of(rows);
        goes_on = each(&row, context);
    }
    sqlite3_finalize(rows);
    return rc == SQLITE_DONE ? TS_OK : TS_IO;
}
