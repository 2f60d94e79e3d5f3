#include "firmware/base/utf8.h"
#include "keys/crypto/random.h"
#include "kiosk/journal/journal_sqlite.h"

#include <string.h>

#define COLUMNS "label,since,left_at,accounted,tag"

void
ts_roll_row_read(struct ts_roll_row *row, sqlite3_stmt *statement)
{
    const unsigned char *label = sqlite3_column_text(statement, 0);
    int len = sqlite3_column_bytes(statement, 0);
    *row = (struct ts_roll_row){
        .since = { sqlite3_column_int64(statement, 1) },
        .is_in = sqlite3_column_type(statement, 2) == SQLITE_NULL,
        .left = TS_UTC_NEVER,
        .is_accounted = sqlite3_column_int(statement, 3) != 0,
    };
    if (!row->is_in)
        row->left.s = sqlite3_column_int64(statement, 2);
    if (label && len > 0 && len <= TS_ROLL_LABEL_MAX)
        memcpy(row->label, label, (size_t)len);
    if (sqlite3_column_bytes(statement, 4) == TS_ROLL_TAG_SIZE)
        memcpy(row->tag, sqlite3_column_blob(statement, 4), TS_ROLL_TAG_SIZE);
}

static enum ts_status
roll_key(struct ts_journal *journal, uint8_t key[static TS_JOURNAL_KEY_SIZE])
{
    return ts_journal_key(
        ts_journal_prepare(journal,
                           "SELECT value FROM state WHERE name='" TS_STATE_ROLL_KEY "'"),
        key);
}

static bool
make_key(struct ts_journal *journal, uint8_t key[static TS_JOURNAL_KEY_SIZE])
{
    sqlite3_stmt *make = ts_journal_prepare(
        journal, "INSERT INTO state VALUES('" TS_STATE_ROLL_KEY "',?1)");
    if (!make)
        return false;
    ts_random_bytes((ts_room){ key, TS_JOURNAL_KEY_SIZE });
    ts_journal_bind_blob(make, 1, (ts_span){ key, TS_JOURNAL_KEY_SIZE });
    return ts_journal_run(make);
}

static enum ts_status
find(struct ts_journal *journal, struct ts_roll_row *row, const uint8_t *tag)
{
    enum ts_status status = TS_IO;
    sqlite3_stmt *ask =
        ts_journal_prepare(journal, "SELECT " COLUMNS " FROM roll WHERE tag=?1");
    if (!ask)
        return TS_IO;
    ts_journal_bind_blob(ask, 1, (ts_span){ tag, TS_ROLL_TAG_SIZE });
    int rc = sqlite3_step(ask);
    if (rc == SQLITE_ROW) {
        ts_roll_row_read(row, ask);
        status = TS_OK;
    } else if (rc == SQLITE_DONE) {
        status = TS_ABSENT;
    }
    sqlite3_finalize(ask);
    return status;
}

enum ts_status
ts_roll_find(struct ts_journal *journal, struct ts_roll_row *row, ts_span card)
{
    uint8_t key[TS_JOURNAL_KEY_SIZE];
    uint8_t tag[TS_ROLL_TAG_SIZE];
    enum ts_status status = roll_key(journal, key);
    if (status != TS_OK)
        return status;
    ts_journal_tag(tag, key, card);
    return find(journal, row, tag);
}

/* When the drill began; TS_ABSENT: there is none. */
static enum ts_status
drill(struct ts_journal *journal, ts_utc *began)
{
    int64_t at;
    sqlite3_stmt *ask = ts_journal_prepare(
        journal, "SELECT value FROM state WHERE name='" TS_STATE_DRILL "'");
    if (!ts_journal_number(ask, &at, INT64_MIN))
        return TS_IO;
    *began = (ts_utc){ at };
    return at == INT64_MIN ? TS_ABSENT : TS_OK;
}

/* --- signing --------------------------------------------------------------------- */

/* Runs a change of one row and says whether there was one to change. */
static enum ts_status
change_one(struct ts_journal *journal, sqlite3_stmt *statement)
{
    if (!ts_journal_run(statement))
        return TS_IO;
    return sqlite3_changes(journal->db) == 1 ? TS_OK : TS_ABSENT;
}

static enum ts_status
sign_out(struct ts_journal *journal, const uint8_t *tag, ts_utc now)
{
    sqlite3_stmt *out = ts_journal_prepare(
        journal, "UPDATE roll SET left_at=?1 WHERE tag=?2 AND left_at IS NULL");
    if (!out)
        return TS_IO;
    (void)sqlite3_bind_int64(out, 1, now.s);
    ts_journal_bind_blob(out, 2, (ts_span){ tag, TS_ROLL_TAG_SIZE });
    return change_one(journal, out);
}

static enum ts_status
account(struct ts_journal *journal, const uint8_t *tag, bool is_accounted)
{
    sqlite3_stmt *mark = ts_journal_prepare(
        journal, "UPDATE roll SET accounted=?1 WHERE tag=?2 AND left_at IS NULL");
    if (!mark)
        return TS_IO;
    (void)sqlite3_bind_int(mark, 1, is_accounted);
    ts_journal_bind_blob(mark, 2, (ts_span){ tag, TS_ROLL_TAG_SIZE });
    return change_one(journal, mark);
}

/* Who comes while a drill is under way has just been seen. */
static enum ts_status
sign_in(struct ts_journal *journal, const uint8_t *tag, ts_span label, ts_utc now,
        bool is_accounted)
{
    int64_t people;
    if (!ts_journal_number(ts_journal_prepare(journal, "SELECT count(*) FROM roll"),
                           &people, 0))
        return TS_IO;
    if (people >= TS_ROLL_MAX)
        return TS_OVER_LIMIT;
    sqlite3_stmt *in = ts_journal_prepare(
        journal, "INSERT OR REPLACE INTO roll VALUES(?1,?2,?3,NULL,?4)");
    if (!in)
        return TS_IO;
    ts_journal_bind_blob(in, 1, (ts_span){ tag, TS_ROLL_TAG_SIZE });
    ts_journal_bind_span(in, 2, ts_utf8_prefix(label, TS_ROLL_LABEL_MAX));
    (void)sqlite3_bind_int64(in, 3, now.s);
    (void)sqlite3_bind_int(in, 4, is_accounted);
    return ts_journal_run(in) ? TS_OK : TS_IO;
}

struct passing {
    ts_span card, label;
    ts_utc now;
};

static enum ts_status
pass(struct ts_journal *journal, enum ts_roll_sign *done, const struct passing *who)
{
    uint8_t key[TS_JOURNAL_KEY_SIZE];
    uint8_t tag[TS_ROLL_TAG_SIZE];
    struct ts_roll_row row = { .is_in = false };
    ts_utc began;
    enum ts_status status = roll_key(journal, key);
    if (status == TS_ABSENT)
        status = make_key(journal, key) ? TS_OK : TS_IO;
    if (status != TS_OK)
        return status;
    ts_journal_tag(tag, key, who->card);
    status = find(journal, &row, tag);
    enum ts_status drilling = drill(journal, &began);
    if (drilling == TS_IO || (status != TS_OK && status != TS_ABSENT))
        return TS_IO;
    if (!row.is_in) {
        *done = TS_ROLL_IN;
        return sign_in(journal, tag, who->label, who->now, drilling == TS_OK);
    }
    *done = drilling == TS_OK ? TS_ROLL_NONE : TS_ROLL_OUT;
    return drilling == TS_OK ? account(journal, tag, true)
                             : sign_out(journal, tag, who->now);
}

enum ts_status
ts_roll_pass(struct ts_journal *journal, enum ts_roll_sign *done, ts_span card,
             ts_span label, ts_utc now)
{
    const struct passing who = { card, label, now };
    enum ts_roll_sign sign = TS_ROLL_NONE;
    if (journal->mode != TS_JOURNAL_ROLL)
        return TS_UNSUPPORTED;
    if (card.len == 0 || !ts_utf8_valid(label))
        return TS_MALFORMED;
    enum ts_status status =
        ts_journal_begin(journal) ? pass(journal, &sign, &who) : TS_IO;
    if (!ts_journal_end(journal, status == TS_OK) && status == TS_OK)
        status = TS_IO;
    if (status == TS_OK)
        *done = sign;
    return status;
}

enum ts_status
ts_roll_sign_out(struct ts_journal *journal, const uint8_t tag[static TS_ROLL_TAG_SIZE],
                 ts_utc now)
{
    return journal->mode == TS_JOURNAL_ROLL ? sign_out(journal, tag, now)
                                            : TS_UNSUPPORTED;
}

/* --- drills ---------------------------------------------------------------------- */

enum ts_status
ts_roll_drill_begin(struct ts_journal *journal, ts_utc now)
{
    if (journal->mode != TS_JOURNAL_ROLL)
        return TS_UNSUPPORTED;
    bool well =
        ts_journal_begin(journal)
        && ts_journal_run(ts_journal_prepare(journal, "UPDATE roll SET accounted=0"));
    sqlite3_stmt *begin =
        well ? ts_journal_prepare(
            journal, "INSERT OR REPLACE INTO state VALUES('" TS_STATE_DRILL "',?1)")
             : NULL;
    if (begin)
        (void)sqlite3_bind_int64(begin, 1, now.s);
    return ts_journal_end(journal, ts_journal_run(begin)) ? TS_OK : TS_IO;
}

enum ts_status
ts_roll_account(struct ts_journal *journal, const uint8_t tag[static TS_ROLL_TAG_SIZE],
                bool is_accounted)
{
    ts_utc began;
    if (journal->mode != TS_JOURNAL_ROLL)
        return TS_UNSUPPORTED;
    enum ts_status status = drill(journal, &began);
    return status == TS_OK ? account(journal, tag, is_accounted) : status;
}

enum ts_status
ts_roll_drill_end(struct ts_journal *journal)
{
    if (journal->mode != TS_JOURNAL_ROLL)
        return TS_UNSUPPORTED;
    bool well =
        ts_journal_begin(journal)
        && ts_journal_run(ts_journal_prepare(
            journal, "DELETE FROM state WHERE name='" TS_STATE_DRILL "'"))
        && ts_journal_run(ts_journal_prepare(journal, "UPDATE roll SET accounted=0"));
    return ts_journal_end(journal, well) ? TS_OK : TS_IO;
}

/* --- the list -------------------------------------------------------------------- */

static void
count_row(struct ts_roll_count *count, const struct ts_roll_row *row)
{
    count->in++;
    count->stale += row->is_stale;
    count->accounted += row->is_accounted;
}

enum ts_status
ts_roll_list(struct ts_journal *journal, struct ts_roll_row *rows, size_t *given,
             struct ts_roll_count *count, const struct ts_roll_query *query)
{
    struct ts_roll_count draft = { .drill_began = TS_UTC_NEVER };
    size_t written = 0;
    int64_t latest = ts_journal_before(query->now, (int64_t)query->stale_hours * 3600);
    if (journal->mode != TS_JOURNAL_ROLL)
        return TS_UNSUPPORTED;
    enum ts_status status = drill(journal, &draft.drill_began);
    draft.in_drill = status == TS_OK;
    sqlite3_stmt *list = ts_journal_prepare(
        journal,
        "SELECT " COLUMNS " FROM roll WHERE left_at IS NULL ORDER BY label,since,tag");
    int rc = list && status != TS_IO ? sqlite3_step(list) : SQLITE_ERROR;
    for (; rc == SQLITE_ROW; rc = sqlite3_step(list)) {
        struct ts_roll_row row;
        ts_roll_row_read(&row, list);
        row.is_stale = row.since.s <= latest;
        if (draft.in >= query->first && written < query->max)
            rows[written++] = row;
        count_row(&draft, &row);
    }
    sqlite3_finalize(list);
    if (rc != SQLITE_DONE)
        return TS_IO;
    *count = draft;
    *given = written;
    return TS_OK;
}
