#include "kiosk/journal/rows.h"

#include "firmware/base/calendar.h"
#include "keys/codec/json_writer.h"

#include <string.h>

static const char *const names[TS_FIELDS] = {
    [TS_FIELD_WHAT] = "what",       [TS_FIELD_HOUR] = "hour",
    [TS_FIELD_PROFILE] = "profile", [TS_FIELD_VERDICT] = "verdict",
    [TS_FIELD_REASON] = "reason",   [TS_FIELD_COUNT] = "count",
    [TS_FIELD_CARD] = "card",       [TS_FIELD_LABEL] = "label",
    [TS_FIELD_LEFT] = "left",
};

const char *
ts_journal_field_name(unsigned field)
{
    return field < TS_FIELDS ? names[field] : NULL;
}

struct ts_journal_fields
ts_journal_fields_usual(void)
{
    struct ts_journal_fields usual = { .count = 0 };
    for (int i = TS_FIELD_WHAT; i <= TS_FIELD_COUNT; i++)
        usual.items[usual.count++] = (uint8_t)i;
    return usual;
}

enum ts_status
ts_journal_fields_read(struct ts_journal_fields *fields, ts_span text)
{
    struct ts_journal_fields draft = { .count = 0 };
    bool has_more = text.len > 0;
    if (!has_more)
        return TS_ABSENT;
    while (has_more) {
        size_t comma = ts_span_index(text, ',');
        ts_span name = ts_span_part(text, 0, comma);
        uint8_t field = 0;
        while (field < TS_FIELDS && !ts_span_is(name, names[field]))
            field++;
        if (field == TS_FIELDS)
            return TS_MALFORMED;
        if (memchr(draft.items, field, draft.count))
            return TS_DUPLICATE;
        draft.items[draft.count++] = field;
        has_more = comma < text.len;
        text = ts_span_part(text, comma + 1, text.len);
    }
    *fields = draft;
    return TS_OK;
}

/* --- what a cell says ------------------------------------------------------------ */

static const char *
what_name(enum ts_journal_what what)
{
    switch (what) {
    case TS_JOURNAL_VERDICT: return "verdict";
    case TS_JOURNAL_WAIVER: return "waiver";
    case TS_JOURNAL_PROFILE_CHANGE: return "profile";
    case TS_JOURNAL_CARD: return "card";
    case TS_JOURNAL_PERSON: return "person";
    }
    return "";
}

struct cell {
    bool is_there, is_number;
    int64_t number;
    ts_span text;
    char room[2 * TS_ROLL_TAG_SIZE + 1]; /* holds a time or a tag */
};

static void
say_time(struct cell *cell, ts_utc utc)
{
    ts_utc_format(cell->room, utc);
    cell->text = ts_span_text(cell->room);
    cell->is_there = true;
}

static void
say_hex(struct cell *cell, ts_span bytes)
{
    static const char digits[] = "0123456789abcdef";
    size_t len = bytes.len < TS_ROLL_TAG_SIZE ? bytes.len : TS_ROLL_TAG_SIZE;
    for (size_t i = 0; i < len; i++) {
        cell->room[2 * i] = digits[bytes.at[i] >> 4];
        cell->room[2 * i + 1] = digits[bytes.at[i] & 15];
    }
    cell->text = (ts_span){ (const uint8_t *)cell->room, 2 * len };
    cell->is_there = len > 0;
}

static void
say_number(struct cell *cell, int number, const char *(*name)(int))
{
    const char *called = name ? name(number) : NULL;
    cell->is_there = true;
    cell->is_number = !called;
    cell->number = number;
    cell->text = ts_span_text(called);
}

static void
say_text(struct cell *cell, ts_span text, bool is_there)
{
    cell->text = text;
    cell->is_there = is_there;
}

/* Only verdicts have a reason; that of a waiver is the number of a choice. */
static void
say_reason(struct cell *cell, const struct ts_journal_row *row,
           const struct ts_rows_query *query)
{
    bool is_choice = row->what == TS_JOURNAL_WAIVER;
    say_number(cell, row->reason, is_choice ? NULL : query->reason_name);
}

static void
say(struct cell *cell, const struct ts_journal_row *row,
    const struct ts_rows_query *query, enum ts_journal_field field)
{
    bool is_person = row->what == TS_JOURNAL_PERSON;
    bool is_judged = !is_person && row->what != TS_JOURNAL_PROFILE_CHANGE;
    switch (field) {
    case TS_FIELD_WHAT: say_text(cell, ts_span_text(what_name(row->what)), true); break;
    case TS_FIELD_HOUR: say_time(cell, row->hour); break;
    case TS_FIELD_PROFILE: say_text(cell, row->profile, !is_person); break;
    case TS_FIELD_VERDICT:
        if (is_judged)
            say_number(cell, row->verdict, query->verdict_name);
        break;
    case TS_FIELD_REASON:
        if (is_judged)
            say_reason(cell, row, query);
        break;
    case TS_FIELD_COUNT:
        say_number(cell, 0, NULL);
        cell->number = row->count > INT64_MAX ? INT64_MAX : (int64_t)row->count;
        break;
    case TS_FIELD_CARD: say_hex(cell, row->card); break;
    case TS_FIELD_LABEL: say_text(cell, row->label, is_person); break;
    case TS_FIELD_LEFT:
        if (is_person && row->left.s != TS_UTC_NEVER.s)
            say_time(cell, row->left);
        break;
    }
}

/* --- CSV ------------------------------------------------------------------------- */

static bool
has_any(ts_span text, const char *these)
{
    for (size_t i = 0; i < text.len; i++)
        if (text.at[i] != 0 && strchr(these, text.at[i]))
            return true;
    return false;
}

/* RFC 4180 2; and what a spreadsheet would compute gets an apostrophe, which makes it
 * text there. */
static void
write_csv_text(struct ts_writer *w, ts_span text)
{
    bool is_formula = has_any(ts_span_part(text, 0, 1), "=+-@\t\r");
    bool is_plain = !has_any(text, "\",;\r\n");
    if (!is_plain)
        ts_write_u8(w, '"');
    if (is_formula)
        ts_write_u8(w, '\'');
    for (size_t i = 0; i < text.len; i++) {
        if (text.at[i] == '"')
            ts_write_u8(w, '"');
        ts_write_u8(w, text.at[i]);
    }
    if (!is_plain)
        ts_write_u8(w, '"');
}

static void
write_csv(struct ts_writer *w, const struct cell *cell)
{
    if (cell->is_there && cell->is_number)
        ts_write_decimal(w, cell->number);
    else if (cell->is_there)
        write_csv_text(w, cell->text);
}

static void
write_json(struct ts_writer *w, const struct cell *cell, const char *name)
{
    ts_json_write_name(w, name);
    if (cell->is_number)
        ts_write_decimal(w, cell->number);
    else
        ts_json_write_string(w, cell->text);
}

void
ts_rows_write_header(struct ts_writer *w, const struct ts_rows_query *query)
{
    if (query->form != TS_ROWS_CSV)
        return;
    for (size_t i = 0; i < query->fields.count; i++) {
        if (i)
            ts_write_u8(w, ',');
        ts_write_text(w, names[query->fields.items[i]]);
    }
    ts_write_text(w, "\r\n");
}

void
ts_rows_write(struct ts_writer *w, const struct ts_journal_row *row,
              const struct ts_rows_query *query)
{
    bool is_csv = query->form == TS_ROWS_CSV;
    bool follows = false;
    if (!is_csv)
        ts_write_u8(w, '{');
    for (size_t i = 0; i < query->fields.count; i++) {
        enum ts_journal_field field = (enum ts_journal_field)query->fields.items[i];
        struct cell cell = { .is_there = false };
        say(&cell, row, query, field);
        if (!is_csv && !cell.is_there)
            continue;
        if (follows)
            ts_write_u8(w, ',');
        follows = true;
        if (is_csv)
            write_csv(w, &cell);
        else
            write_json(w, &cell, names[field]);
    }
    ts_write_text(w, is_csv ? "\r\n" : "}\n");
}

/* --- all of them ----------------------------------------------------------------- */

struct writing {
    struct ts_writer *w;
    const struct ts_rows_query *query;
    uint64_t count;
};

static bool
write_one(const struct ts_journal_row *row, void *context)
{
    struct writing *writing = context;
    ts_rows_write(writing->w, row, writing->query);
    writing->count++;
    return !writing->w->full;
}

enum ts_status
ts_journal_write_rows(struct ts_journal *journal, struct ts_writer *w, uint64_t *count,
                      const struct ts_rows_query *query)
{
    struct writing writing = { .w = w, .query = query };
    ts_rows_write_header(w, query);
    enum ts_status status = ts_journal_each(journal, query, write_one, &writing);
    if (status == TS_OK && w->full)
        status = TS_NO_SPACE;
    if (status == TS_OK)
        *count = writing.count;
    return status;
}
