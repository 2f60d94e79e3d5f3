#include "keys/sync/state.h"

#include "firmware/base/calendar.h"
#include "firmware/base/utf8.h"
#include "keys/codec/json_writer.h"

#include <string.h>

enum { FILE_MAX = 4096, FORMAT_VERSION = 1 };

static const char *const phase_names[] = {
    [TS_SYNC_NEVER] = "never",
    [TS_SYNC_FETCHING] = "fetching",
    [TS_SYNC_CURRENT] = "current",
    [TS_SYNC_FAILED] = "failed",
    [TS_SYNC_OVER_BUDGET] = "over-budget",
};

static void
write_text(struct ts_writer *w, const char *name, const char *text)
{
    ts_write_text(w, ",");
    ts_json_write_name(w, name);
    /* A path on a command line may be anything. */
    ts_span value = ts_span_text(text);
    ts_json_write_string(w, ts_utf8_valid(value) ? value : TS_SPAN_LIT("?"));
}

static void
write_number(struct ts_writer *w, const char *name, uint64_t number)
{
    ts_write_text(w, ",");
    ts_json_write_name(w, name);
    ts_write_decimal(w, number > INT64_MAX ? INT64_MAX : (int64_t)number);
}

static void
write_time(struct ts_writer *w, const char *name, ts_utc utc)
{
    char text[TS_UTC_TEXT_SIZE];
    if (utc.s == TS_UTC_ALWAYS.s)
        return;
    ts_utc_format(text, utc);
    write_text(w, name, text);
}

enum ts_status
ts_sync_state_save(struct ts_store *trust, const struct ts_sync_state *state)
{
    uint8_t room[FILE_MAX];
    struct ts_writer w = ts_writer_over(TS_ROOM_OF(room));
    ts_write_text(&w, "{");
    ts_json_write_name(&w, "format");
    ts_write_decimal(&w, FORMAT_VERSION);
    write_text(&w, "phase", phase_names[state->phase]);
    write_number(&w, "epoch", state->epoch);
    write_time(&w, "issued", state->issued);
    write_time(&w, "checked", state->checked);
    write_time(&w, "tried", state->tried);
    write_number(&w, "missing", state->missing);
    write_number(&w, "bytesMissing", state->bytes_missing);
    write_number(&w, "bytes", state->bytes);
    write_text(&w, "source", state->source);
    write_text(&w, "reason", state->reason);
    ts_write_text(&w, "}\n");
    TS_CHECK(!w.full);
    return ts_store_replace(trust, TS_SYNC_STATE_FILE, ts_writer_span(&w), false) == TS_OK
               ? TS_OK
               : TS_IO;
}

static uint64_t
read_number(const struct ts_json *top, const char *name)
{
    int64_t number = 0;
    if (ts_json_integer(ts_json_member(top, name), &number) != TS_OK || number < 0)
        return 0;
    return (uint64_t)number;
}

static ts_utc
read_time(const struct ts_json *top, const char *name)
{
    ts_utc utc = TS_UTC_ALWAYS;
    if (ts_utc_parse(&utc, ts_json_string(ts_json_member(top, name))) != TS_OK)
        return TS_UTC_ALWAYS;
    return utc;
}

static void
read_text(char text[static 128], const struct ts_json *top, const char *name)
{
    ts_span value = ts_utf8_prefix(ts_json_string(ts_json_member(top, name)), 127);
    if (value.len)
        memcpy(text, value.at, value.len);
    text[value.len] = '\0';
}

static enum ts_sync_phase
read_phase(const struct ts_json *top)
{
    const struct ts_json *phase = ts_json_member(top, "phase");
    for (enum ts_sync_phase i = TS_SYNC_NEVER; i <= TS_SYNC_OVER_BUDGET; i++)
        if (ts_json_string_is(phase, phase_names[i]))
            return i;
    return TS_SYNC_NEVER;
}

struct ts_sync_state
ts_sync_state_load(struct ts_arena *arena, struct ts_store *trust)
{
    struct ts_sync_state state = { .issued = TS_UTC_ALWAYS,
                                   .checked = TS_UTC_ALWAYS,
                                   .tried = TS_UTC_ALWAYS };
    const struct ts_json *top = NULL;
    ts_span bytes = { 0 };
    size_t used = arena->used;
    if (ts_store_read(trust, arena, &bytes, TS_SYNC_STATE_FILE, FILE_MAX) == TS_OK
        && ts_json_parse(arena, &top, bytes, NULL) == TS_OK
        && read_number(top, "format") == FORMAT_VERSION) {
        state.phase = read_phase(top);
        state.epoch = read_number(top, "epoch");
        state.issued = read_time(top, "issued");
        state.checked = read_time(top, "checked");
        state.tried = read_time(top, "tried");
        state.missing = (size_t)read_number(top, "missing");
        state.bytes_missing = read_number(top, "bytesMissing");
        state.bytes = read_number(top, "bytes");
        read_text(state.source, top, "source");
        read_text(state.reason, top, "reason");
    }
    ts_arena_rewind(arena, used);
    return state;
}
