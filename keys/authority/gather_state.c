#include "keys/authority/gather_state.h"

#include "keys/authority/authority_files.h"

#include <string.h>

static const char RULE[] = "gather.jsonl";

static const char *const RESULTS[] = {
    [TS_GATHER_FAILED] = "failed",       [TS_GATHER_UNVERIFIED] = "unverified",
    [TS_GATHER_UNCHANGED] = "unchanged", [TS_GATHER_OK] = "ok",
    [TS_GATHER_REMOVED] = "removed",
};

const char *
ts_gather_result_name(enum ts_gather_result result)
{
    return RESULTS[result];
}

bool
ts_gather_validator_valid(const char *text)
{
    size_t len = 0;
    while (text && text[len] >= ' ' && text[len] <= '~' && len <= TS_GATHER_VALIDATOR_MAX)
        len++;
    return len > 0 && len <= TS_GATHER_VALIDATOR_MAX && text[len] == '\0';
}

struct ts_gather_record *
ts_gather_record(struct ts_gather_state *state, ts_span address)
{
    size_t number;
    bool known = ts_index_find(&state->addresses, address, &number);
    if (!known && !ts_index_add(&state->addresses, address, &number))
        return NULL;
    struct ts_gather_record *record = &state->records[number];
    if (!known)
        *record = (struct ts_gather_record){ .address = address,
                                             .etag = "",
                                             .last_modified = "" };
    return record;
}

struct reading {
    struct ts_arena *keep;
    struct ts_gather_state draft;
    enum ts_status status;
};

static void
require(struct reading *r, bool fact, enum ts_status why)
{
    if (r->status == TS_OK && !fact)
        r->status = why;
}

static ts_span
keep_text(struct reading *r, const struct ts_json *value)
{
    ts_span copy = { 0 };
    ts_span text = ts_json_string(value);
    require(r, text.len > 0, TS_MALFORMED);
    require(r, ts_arena_copy(r->keep, &copy, text), TS_NO_SPACE);
    return copy;
}

static const char *
keep_validator(struct reading *r, const struct ts_json *value)
{
    ts_span text = ts_json_string(value);
    if (text.len == 0)
        return "";
    char *copy = ts_arena_take(r->keep, text.len + 1);
    require(r, copy != NULL, TS_NO_SPACE);
    if (!copy)
        return "";
    memcpy(copy, text.at, text.len);
    require(r, ts_gather_validator_valid(copy), TS_MALFORMED);
    return copy;
}

static uint64_t
read_run(struct reading *r, const struct ts_json *value)
{
    int64_t run = 0;
    require(r, ts_json_integer(value, &run) == TS_OK && run > 0, TS_MALFORMED);
    return run > 0 ? (uint64_t)run : 0;
}

static ts_utc
read_time(struct reading *r, const struct ts_json *value)
{
    ts_utc utc = { 0 };
    require(r, ts_utc_parse(&utc, ts_json_string(value)) == TS_OK, TS_MALFORMED);
    return utc;
}

static int
digit_of(uint8_t c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static void
read_hash(struct reading *r, uint8_t digest[static TS_SHA256_SIZE],
          const struct ts_json *value)
{
    ts_span text = ts_json_string(value);
    bool whole = text.len == (size_t)2 * TS_SHA256_SIZE;
    require(r, whole, TS_MALFORMED);
    for (size_t i = 0; whole && i < TS_SHA256_SIZE; i++) {
        int high = digit_of(text.at[2 * i]);
        int low = digit_of(text.at[2 * i + 1]);
        require(r, high >= 0 && low >= 0, TS_MALFORMED);
        digest[i] = (uint8_t)(((unsigned)high << 4) | ((unsigned)low & 15));
    }
}

static enum ts_gather_result
read_result(struct reading *r, const struct ts_json *value)
{
    for (size_t i = 0; i < TS_COUNT(RESULTS); i++) {
        if (ts_json_string_is(value, RESULTS[i]))
            return (enum ts_gather_result)i;
    }
    require(r, false, TS_MALFORMED);
    return TS_GATHER_FAILED;
}

static void
read_record(struct reading *r, const struct ts_json *line)
{
    const struct ts_json *good = ts_json_member(line, "good");
    ts_span address = keep_text(r, ts_json_member(line, "address"));
    require(r, !ts_index_find(&r->draft.addresses, address, NULL), TS_DUPLICATE);
    if (r->status != TS_OK)
        return;
    struct ts_gather_record *record = ts_gather_record(&r->draft, address);
    require(r, record != NULL, TS_OVER_LIMIT);
    if (!record)
        return;
    record->run = read_run(r, ts_json_member(line, "run"));
    record->result = read_result(r, ts_json_member(line, "result"));
    record->tried = read_time(r, ts_json_member(line, "tried"));
    record->has_good = !ts_json_is(good, TS_JSON_NONE);
    if (!record->has_good)
        return;
    record->good = read_time(r, good);
    record->etag = keep_validator(r, ts_json_member(line, "etag"));
    record->last_modified = keep_validator(r, ts_json_member(line, "lastModified"));
    read_hash(r, record->content, ts_json_member(line, "content"));
    read_hash(r, record->terms, ts_json_member(line, "terms"));
}

static void
read_owner(struct reading *r, const struct ts_json *line)
{
    require(r, r->draft.owner_count < TS_ISSUERS_MAX, TS_OVER_LIMIT);
    if (r->status != TS_OK)
        return;
    struct ts_gather_owner *owner = &r->draft.owners[r->draft.owner_count++];
    owner->issuer = keep_text(r, ts_json_member(line, "issuer"));
    owner->source = keep_text(r, ts_json_member(line, "source"));
}

static void
read_line(struct reading *r, const struct ts_json *line)
{
    const struct ts_json *ended = ts_json_member(line, "ended");
    if (!ts_json_is(ts_json_member(line, "address"), TS_JSON_NONE)) {
        read_record(r, line);
    } else if (!ts_json_is(ts_json_member(line, "issuer"), TS_JSON_NONE)) {
        read_owner(r, line);
    } else {
        r->draft.run = read_run(r, ts_json_member(line, "run"));
        r->draft.ended = ts_json_is(ended, TS_JSON_TRUE);
        require(r, r->draft.ended || ts_json_is(ended, TS_JSON_FALSE), TS_MALFORMED);
    }
}

enum ts_status
ts_gather_state_read(struct ts_arena *keep, struct ts_arena *work,
                     struct ts_gather_state *state, ts_span text, struct ts_fault *fault)
{
    struct reading r = { .keep = keep, .draft.ended = true };
    size_t number = 0;
    r.draft.records =
        ts_arena_take_array(keep, TS_GATHER_ADDRESSES_MAX, sizeof(*r.draft.records));
    r.draft.owners = ts_arena_take_array(keep, TS_ISSUERS_MAX, sizeof(*r.draft.owners));
    if (!ts_index_init(&r.draft.addresses, keep, TS_GATHER_ADDRESSES_MAX)
        || !r.draft.records || !r.draft.owners)
        return ts_fault_set(fault, TS_NO_SPACE, 0, RULE);
    for (ts_span line; r.status == TS_OK && ts_line_take(&text, &line);) {
        const struct ts_json *root;
        size_t used = work->used;
        number++;
        r.status = ts_json_parse(work, &root, line, NULL);
        if (r.status == TS_OK)
            read_line(&r, root);
        ts_arena_rewind(work, used);
    }
    if (r.status != TS_OK)
        return ts_fault_set(fault, r.status, number, RULE);
    *state = r.draft;
    return TS_OK;
}

static void
write_hash(struct ts_writer *w, const char *name, const uint8_t *digest)
{
    ts_write_u8(w, ',');
    ts_json_write_name(w, name);
    ts_write_u8(w, '"');
    ts_write_hex(w, (ts_span){ digest, TS_SHA256_SIZE });
    ts_write_u8(w, '"');
}

static void
write_record(struct ts_writer *w, const struct ts_gather_record *record)
{
    ts_write_text(w, "{\"address\":");
    ts_json_write_string(w, record->address);
    ts_write_number_member(w, "run", (int64_t)record->run);
    ts_write_member(w, "result", ts_span_text(RESULTS[record->result]));
    ts_write_time_member(w, "tried", record->tried);
    if (record->has_good) {
        ts_write_time_member(w, "good", record->good);
        if (*record->etag)
            ts_write_member(w, "etag", ts_span_text(record->etag));
        if (*record->last_modified)
            ts_write_member(w, "lastModified", ts_span_text(record->last_modified));
        write_hash(w, "content", record->content);
        write_hash(w, "terms", record->terms);
    }
    ts_write_text(w, "}\n");
}

static void
write_owner(struct ts_writer *w, const struct ts_gather_owner *owner)
{
    ts_write_text(w, "{\"issuer\":");
    ts_json_write_string(w, owner->issuer);
    ts_write_member(w, "source", owner->source);
    ts_write_text(w, "}\n");
}

void
ts_gather_state_write(struct ts_writer *w, const struct ts_gather_state *state)
{
    ts_write_text(w, "{\"run\":");
    ts_write_decimal(w, (int64_t)state->run);
    ts_write_text(w, state->ended ? ",\"ended\":true}\n" : ",\"ended\":false}\n");
    for (size_t i = 0; i < state->addresses.count; i++) {
        if (state->records[i].run > 0)
            write_record(w, &state->records[i]);
    }
    for (size_t i = 0; i < state->owner_count; i++)
        write_owner(w, &state->owners[i]);
}
