#include "keys/authority/ledger.h"

#include "keys/authority/csv.h"
#include "keys/authority/text.h"
#include "keys/crypto/random.h"

static const char FILE_NAME[] = "issued.csv";
static const char HEADER[] = "id,index,issued,withdrawn,suspended";

/** A full ledger with ids of 200 bytes. */
#define FILE_MAX (48 << 20)

enum place { PLACE_ID, PLACE_INDEX, PLACE_ISSUED, PLACE_WITHDRAWN, PLACE_SUSPENDED };
enum { PLACE_COUNT = PLACE_SUSPENDED + 1 };

static bool
is_used(const struct ts_ledger *ledger, uint32_t index)
{
    return ledger->used[index / 8] & (1u << (index % 8));
}

static void
use(struct ts_ledger *ledger, uint32_t index)
{
    ledger->used[index / 8] |= (uint8_t)(1u << (index % 8));
    ledger->used_count++;
}

static enum ts_status
read_index(struct ts_ledger_entry *entry, ts_span cell)
{
    uint32_t index = 0;
    if (cell.len > 6)
        return TS_MALFORMED;
    for (size_t i = 0; i < cell.len; i++) {
        if (cell.at[i] < '0' || cell.at[i] > '9')
            return TS_MALFORMED;
        index = index * 10 + (uint32_t)(cell.at[i] - '0');
    }
    entry->has_index = cell.len > 0;
    entry->index = index;
    return index < TS_LEDGER_INDEXES ? TS_OK : TS_MALFORMED;
}

static enum ts_status
read_time(ts_utc *utc, ts_span cell)
{
    *utc = TS_UTC_NEVER;
    return cell.len ? ts_utc_parse(utc, cell) : TS_OK;
}

static enum ts_status
read_entry(struct ts_ledger *ledger, const struct ts_csv_row *row)
{
    struct ts_ledger_entry entry = { .id = row->cells[PLACE_ID] };
    if (row->count != PLACE_COUNT || entry.id.len == 0
        || read_index(&entry, row->cells[PLACE_INDEX]) != TS_OK
        || read_time(&entry.issued, row->cells[PLACE_ISSUED]) != TS_OK
        || read_time(&entry.withdrawn, row->cells[PLACE_WITHDRAWN]) != TS_OK
        || read_time(&entry.suspended, row->cells[PLACE_SUSPENDED]) != TS_OK)
        return TS_MALFORMED;
    if (ledger->count == ledger->capacity)
        return TS_OVER_LIMIT;
    if (entry.has_index) {
        if (is_used(ledger, entry.index))
            return TS_DUPLICATE;
        use(ledger, entry.index);
    }
    ledger->entries[ledger->count++] = entry;
    return TS_OK;
}

static enum ts_status
check_header(const struct ts_csv_row *row)
{
    bool ours = row->count == PLACE_COUNT && ts_span_is(row->cells[PLACE_ID], "id");
    return ours ? TS_OK : TS_MALFORMED;
}

static enum ts_status
read_entries(struct ts_arena *arena, struct ts_ledger *ledger, ts_span text, size_t *line)
{
    struct ts_csv_reader reader;
    struct ts_csv_row row;
    enum ts_status status = ts_csv_open(&reader, text);
    for (bool header = true; status == TS_OK; header = false) {
        status = ts_csv_next(&reader, arena, &row);
        if (status == TS_OK)
            status = header ? check_header(&row) : read_entry(ledger, &row);
    }
    *line = reader.line;
    if (status == TS_ABSENT)
        return TS_OK;
    return status == TS_TRUNCATED ? TS_MALFORMED : status;
}

enum ts_status
ts_ledger_read(struct ts_arena *arena, struct ts_ledger *ledger, struct ts_store *store,
               size_t more, size_t *line)
{
    ts_span text = { 0 };
    *line = 0;
    enum ts_status status = ts_store_read(store, arena, &text, FILE_NAME, FILE_MAX);
    if (status != TS_OK && status != TS_ABSENT)
        return status;

    size_t lines = 0;
    for (size_t i = 0; i < text.len; i++)
        lines += text.at[i] == '\n';
    if (lines > TS_LEDGER_INDEXES + 1 || more > TS_LEDGER_INDEXES)
        return TS_OVER_LIMIT;
    struct ts_ledger draft = { .capacity = lines + 1 + more };
    draft.entries = ts_arena_take_array(arena, draft.capacity, sizeof(*draft.entries));
    draft.used = ts_arena_take(arena, TS_LEDGER_INDEXES / 8);
    if (!draft.entries || !draft.used)
        return TS_NO_SPACE;
    status = read_entries(arena, &draft, text, line);
    if (status == TS_OK)
        *ledger = draft;
    return status;
}

static void
write_time(struct ts_writer *w, ts_utc utc)
{
    char text[TS_UTC_TEXT_SIZE];
    ts_write_u8(w, ',');
    if (utc.s == TS_UTC_NEVER.s)
        return;
    ts_utc_format(text, utc);
    ts_write_text(w, text);
}

enum ts_status
ts_ledger_write(struct ts_arena *arena, const struct ts_ledger *ledger,
                struct ts_store *store)
{
    size_t used = arena->used;
    ts_span text;
    struct ts_writer w = ts_text_begin(arena);
    ts_write_text(&w, HEADER);
    ts_write_u8(&w, '\n');
    for (size_t i = 0; i < ledger->count; i++) {
        const struct ts_ledger_entry *entry = &ledger->entries[i];
        ts_csv_write_cell(&w, entry->id);
        ts_write_u8(&w, ',');
        if (entry->has_index)
            ts_write_decimal(&w, entry->index);
        write_time(&w, entry->issued);
        write_time(&w, entry->withdrawn);
        write_time(&w, entry->suspended);
        ts_write_u8(&w, '\n');
    }
    enum ts_status status = ts_text_keep(arena, &w, &text);
    if (status == TS_OK)
        status = ts_store_replace(store, FILE_NAME, text, false);
    ts_arena_rewind(arena, used);
    return status;
}

struct ts_ledger_entry *
ts_ledger_find(const struct ts_ledger *ledger, ts_span id)
{
    for (size_t i = 0; i < ledger->count; i++) {
        if (ts_span_equal(ledger->entries[i].id, id))
            return &ledger->entries[i];
    }
    return NULL;
}

/** The nth index that is free, counted from 0. */
static uint32_t
free_index(const struct ts_ledger *ledger, uint32_t nth)
{
    uint32_t index = 0;
    for (;; index++) {
        if (is_used(ledger, index))
            continue;
        if (nth == 0)
            return index;
        nth--;
    }
}

enum ts_status
ts_ledger_add(struct ts_ledger *ledger, const struct ts_ledger_entry **entry, ts_span id,
              bool with_index, ts_utc now)
{
    uint32_t left = TS_LEDGER_INDEXES - ledger->used_count;
    if (ts_ledger_find(ledger, id))
        return TS_DUPLICATE;
    if (ledger->count == ledger->capacity || (with_index && left == 0))
        return TS_OVER_LIMIT;
    struct ts_ledger_entry *added = &ledger->entries[ledger->count++];
    *added = (struct ts_ledger_entry){
        .id = id, .issued = now, .withdrawn = TS_UTC_NEVER, .suspended = TS_UTC_NEVER
    };
    if (with_index) {
        added->has_index = true;
        added->index = free_index(ledger, ts_random_below(left));
        use(ledger, added->index);
    }
    if (entry)
        *entry = added;
    return TS_OK;
}
