#include "keys/trust/metadata_form.h"

#include "firmware/base/calendar.h"
#include "keys/codec/json_writer.h"
#include "keys/trust/scratch.h"

static int
hex_value(uint8_t digit)
{
    if (digit >= '0' && digit <= '9')
        return digit - '0';
    if (digit >= 'a' && digit <= 'f')
        return digit - 'a' + 10;
    if (digit >= 'A' && digit <= 'F')
        return digit - 'A' + 10;
    return -1;
}

bool
ts_tuf_hex(ts_span *read, ts_room bytes, const struct ts_json *value)
{
    ts_span text = ts_json_string(value);
    if (text.len == 0 || text.len % 2 != 0 || text.len / 2 > bytes.len)
        return false;
    for (size_t i = 0; i < text.len / 2; i++) {
        int high = hex_value(text.at[2 * i]);
        int low = hex_value(text.at[2 * i + 1]);
        if (high < 0 || low < 0)
            return false;
        bytes.at[i] = (uint8_t)(high << 4 | low);
    }
    *read = (ts_span){ bytes.at, text.len / 2 };
    return true;
}

enum ts_status
ts_reading_fault(const struct ts_reading *reading, enum ts_status status,
                 const struct ts_json *at, const char *rule)
{
    return ts_fault_set(reading->fault, status, at->offset, rule);
}

static enum ts_status
write_canonical(struct ts_reading *reading)
{
    struct ts_arena sorting = ts_scratch_borrow(&reading->scratch);
    struct ts_writer w = ts_writer_over(ts_arena_rest(&reading->scratch));
    enum ts_status status = ts_olpc_write(&w, reading->body, &sorting);
    if (status == TS_OK) {
        reading->canonical = ts_writer_span(&w);
        ts_arena_keep(&reading->scratch, w.used);
    }
    ts_scratch_return(&reading->scratch, &sorting);
    return ts_reading_fault(reading, status, reading->body, "FORMAT.md 2.2");
}

static bool
is_supported_version(const struct ts_json *version)
{
    ts_span text = ts_json_string(version);
    return ts_span_starts_with(text, TS_SPAN_LIT("1.")) && text.len > 2;
}

/* Tells a file that is not ours from one of a later specification first: its
 * type and version are read before its signatures are. */
static enum ts_status
open_file(struct ts_reading *reading, ts_span bytes, const char *type)
{
    const struct ts_json *top;
    enum ts_status status = ts_json_parse(&reading->scratch, &top, bytes, reading->fault);
    if (status != TS_OK)
        return status;
    reading->body = ts_json_member(top, "signed");
    reading->signatures = ts_json_member(top, "signatures");
    if (!ts_json_is(reading->body, TS_JSON_OBJECT)
        || !ts_json_is(reading->signatures, TS_JSON_ARRAY))
        return ts_reading_fault(reading, TS_MALFORMED, top, "FORMAT.md 2.1");
    const struct ts_json *spec_version = ts_json_member(reading->body, "spec_version");
    if (!ts_json_string_is(ts_json_member(reading->body, "_type"), type)
        || !ts_json_is(spec_version, TS_JSON_STRING))
        return ts_reading_fault(reading, TS_MALFORMED, reading->body, "FORMAT.md 2.3");
    if (!is_supported_version(spec_version))
        return ts_reading_fault(reading, TS_UNSUPPORTED, spec_version, "FORMAT.md 2.3");
    return write_canonical(reading);
}

enum ts_status
ts_reading_begin(struct ts_reading *reading, struct ts_arena *arena, ts_span bytes,
                 const char *type, struct ts_fault *fault)
{
    *reading = (struct ts_reading){
        .arena = arena,
        .used = arena->used,
        .scratch = ts_scratch_borrow(arena),
        .fault = fault,
    };
    return open_file(reading, bytes, type);
}

enum ts_status
ts_reading_end(struct ts_reading *reading, enum ts_status status)
{
    ts_scratch_return(reading->arena, &reading->scratch);
    if (status != TS_OK) {
        ts_arena_rewind(reading->arena, reading->used);
        return status;
    }
    return ts_fault_set(reading->fault, TS_OK, 0, NULL);
}

enum ts_status
ts_reading_version(const struct ts_reading *reading, uint64_t *version, ts_utc *expires)
{
    const struct ts_json *body = reading->body;
    int64_t number;
    ts_utc end;
    if (ts_json_integer(ts_json_member(body, "version"), &number) != TS_OK || number < 1)
        return ts_reading_fault(reading, TS_MALFORMED, body, "FORMAT.md 2.4");
    if (ts_utc_parse(&end, ts_json_string(ts_json_member(body, "expires"))) != TS_OK)
        return ts_reading_fault(reading, TS_MALFORMED, body, "FORMAT.md 2.4");
    *version = (uint64_t)number;
    *expires = end;
    return TS_OK;
}

enum ts_status
ts_reading_issued(const struct ts_reading *reading, ts_utc *issued)
{
    const struct ts_json *value = ts_json_member(reading->body, "x-issued");
    ts_utc time = TS_UTC_ALWAYS;
    if (!ts_json_is(value, TS_JSON_NONE)
        && ts_utc_parse(&time, ts_json_string(value)) != TS_OK)
        return ts_reading_fault(reading, TS_MALFORMED, value, "FORMAT.md 2.13");
    *issued = time;
    return TS_OK;
}

enum ts_status
ts_reading_copy(const struct ts_reading *reading, ts_span *copy, ts_span text)
{
    if (!ts_arena_copy(reading->arena, copy, text))
        return ts_fault_set(reading->fault, TS_NO_SPACE, 0, "the arena is full");
    return TS_OK;
}

static bool
read_hash(bool *has, ts_room hash, const struct ts_json *value)
{
    ts_span read = { 0 };
    if (ts_json_is(value, TS_JSON_NONE))
        return true;
    *has = ts_tuf_hex(&read, hash, value) && read.len == hash.len;
    return *has;
}

enum ts_status
ts_reading_hashes(const struct ts_reading *reading, struct ts_hashes *hashes,
                  const struct ts_json *json)
{
    struct ts_hashes draft = { 0 };
    if (!ts_json_is(json, TS_JSON_OBJECT)
        || !read_hash(&draft.has_sha256, TS_ROOM_OF(draft.sha256),
                      ts_json_member(json, "sha256"))
        || !read_hash(&draft.has_sha512, TS_ROOM_OF(draft.sha512),
                      ts_json_member(json, "sha512")))
        return ts_reading_fault(reading, TS_MALFORMED, json, "FORMAT.md 2.11");
    *hashes = draft;
    return TS_OK;
}
