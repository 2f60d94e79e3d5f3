#include "keys/authority/published.h"

#include "keys/authority/authority_files.h"

/** A version is also a number of JSON: what every reader holds exactly. */
#define VERSION_MAX INT32_MAX

static bool
read_count(uint64_t *count, const struct ts_json *value)
{
    int64_t number;
    if (ts_json_integer(value, &number) != TS_OK || number < 1 || number >= VERSION_MAX)
        return false;
    *count = (uint64_t)number;
    return true;
}

static int
hex_value(uint8_t digit)
{
    if (digit >= '0' && digit <= '9')
        return digit - '0';
    return digit >= 'a' && digit <= 'f' ? digit - 'a' + 10 : -1;
}

static bool
read_digest(uint8_t digest[static TS_SHA256_SIZE], ts_span text)
{
    if (text.len != (size_t)2 * TS_SHA256_SIZE)
        return false;
    for (size_t i = 0; i < TS_SHA256_SIZE; i++) {
        int high = hex_value(text.at[2 * i]);
        int low = hex_value(text.at[2 * i + 1]);
        if (high < 0 || low < 0)
            return false;
        digest[i] = (uint8_t)(high << 4 | low);
    }
    return true;
}

static bool
read_part(struct ts_published_part *part, const struct ts_json *value)
{
    if (ts_json_is(value, TS_JSON_NONE))
        return true;
    return read_count(&part->epoch, ts_json_member(value, "epoch"))
           && ts_utc_parse(&part->issued, ts_json_string(ts_json_member(value, "issued")))
                  == TS_OK
           && read_digest(part->hash, ts_json_string(ts_json_member(value, "sha256")));
}

enum ts_status
ts_published_read(struct ts_arena *arena, struct ts_published *published,
                  struct ts_store *store)
{
    ts_span text;
    const struct ts_json *root;
    struct ts_published draft = { 0 };
    enum ts_status status = ts_store_read(
        store, arena, &text, TS_AUTHORITY_PUBLISHED_FILE, TS_AUTHORITY_SMALL_FILE_MAX);
    if (status == TS_ABSENT) {
        *published = draft;
        return TS_OK;
    }
    if (status == TS_OK)
        status = ts_json_parse(arena, &root, text, NULL);
    if (status != TS_OK)
        return status;
    if (!read_count(&draft.version, ts_json_member(root, "version"))
        || !read_part(&draft.issuers, ts_json_member(root, "issuers"))
        || !read_part(&draft.state, ts_json_member(root, "state")))
        return TS_MALFORMED;
    *published = draft;
    return TS_OK;
}

static void
write_part(struct ts_writer *w, const char *name, const struct ts_published_part *part)
{
    if (!part->epoch)
        return;
    ts_write_u8(w, ',');
    ts_json_write_name(w, name);
    ts_write_text(w, "{\"epoch\":");
    ts_write_decimal(w, (int64_t)part->epoch);
    ts_write_time_member(w, "issued", part->issued);
    ts_write_text(w, ",\"sha256\":\"");
    ts_write_hex(w, TS_SPAN_OF(part->hash));
    ts_write_text(w, "\"}");
}

enum ts_status
ts_published_write(struct ts_arena *arena, const struct ts_published *published,
                   struct ts_store *store)
{
    ts_span text;
    struct ts_writer w = ts_text_begin(arena);
    ts_write_text(&w, "{\"version\":");
    ts_write_decimal(&w, (int64_t)published->version);
    write_part(&w, "issuers", &published->issuers);
    write_part(&w, "state", &published->state);
    ts_write_text(&w, "}\n");
    enum ts_status status = ts_text_keep(arena, &w, &text);
    if (status == TS_OK)
        status = ts_store_replace(store, TS_AUTHORITY_PUBLISHED_FILE, text, false);
    return status;
}
