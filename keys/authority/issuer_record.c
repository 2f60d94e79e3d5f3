#include "keys/authority/issuer_record.h"

#include "firmware/base/utf8.h"
#include "keys/authority/text.h"
#include "keys/codec/base64.h"
#include "keys/crypto/jwk.h"

static void
write_texts(struct ts_writer *w, const char *name, const ts_span *texts, size_t count)
{
    ts_write_u8(w, ',');
    ts_json_write_name(w, name);
    ts_write_u8(w, '[');
    for (size_t i = 0; i < count; i++) {
        if (i)
            ts_write_u8(w, ',');
        ts_json_write_string(w, texts[i]);
    }
    ts_write_u8(w, ']');
}

static void
write_names(struct ts_writer *w, const struct ts_issuer *issuer)
{
    ts_write_text(w, ",\"names\":{");
    for (size_t i = 0; i < issuer->name_count; i++) {
        if (i)
            ts_write_u8(w, ',');
        ts_json_write_string(w, issuer->names[i].language);
        ts_write_u8(w, ':');
        ts_json_write_string(w, issuer->names[i].text);
    }
    ts_write_u8(w, '}');
}

static void
write_usages(struct ts_writer *w, const struct ts_issuer_key *key)
{
    ts_span usages[3];
    size_t count = 0;
    if (key->may_sign_test)
        usages[count++] = TS_SPAN_LIT("test");
    if (key->may_sign_vaccination)
        usages[count++] = TS_SPAN_LIT("vaccination");
    if (key->may_sign_recovery)
        usages[count++] = TS_SPAN_LIT("recovery");
    if (count < TS_COUNT(usages))
        write_texts(w, "healthUsages", usages, count);
}

/** Key ids are text, or bytes that need not be any. */
static enum ts_status
printable_id(struct ts_arena *arena, ts_span *id, const char **name)
{
    *name = "id";
    if (ts_utf8_valid(*id))
        return TS_OK;
    *name = "idBase64url";
    return ts_base64url_encode(arena, id, *id);
}

static enum ts_status
write_key(struct ts_arena *arena, ts_span *text, const struct ts_issuer_key *key)
{
    ts_span jwk;
    ts_span id = key->id;
    const char *id_name;
    enum ts_status status = ts_jwk_write(arena, &jwk, &key->key);
    if (status == TS_OK)
        status = printable_id(arena, &id, &id_name);
    if (status != TS_OK)
        return status;
    struct ts_writer w = ts_text_begin(arena);
    ts_write_text(&w, "{\"jwk\":");
    ts_write_bytes(&w, jwk);
    ts_write_member(&w, id_name, id);
    if (key->not_before.s != TS_UTC_ALWAYS.s)
        ts_write_time_member(&w, "notBefore", key->not_before);
    if (key->not_after.s != TS_UTC_NEVER.s)
        ts_write_time_member(&w, "notAfter", key->not_after);
    write_usages(&w, key);
    ts_write_u8(&w, '}');
    return ts_text_keep(arena, &w, text);
}

enum ts_status
ts_issuer_record_write(struct ts_arena *arena, ts_span *line,
                       const struct ts_issuer *issuer)
{
    ts_span *keys = ts_arena_take_array(arena, issuer->key_count, sizeof(*keys));
    if (!keys)
        return TS_NO_SPACE;
    for (size_t i = 0; i < issuer->key_count; i++) {
        enum ts_status status = write_key(arena, &keys[i], &issuer->keys[i]);
        if (status != TS_OK)
            return status;
    }
    struct ts_writer w = ts_text_begin(arena);
    ts_write_text(&w, "{\"id\":");
    ts_json_write_string(&w, issuer->id);
    write_names(&w, issuer);
    write_texts(&w, "achievements", issuer->achievements, issuer->achievement_count);
    write_texts(&w, "statusLocations", issuer->status_locations,
                issuer->status_location_count);
    ts_write_text(&w, ",\"keys\":[");
    for (size_t i = 0; i < issuer->key_count; i++) {
        if (i)
            ts_write_u8(&w, ',');
        ts_write_bytes(&w, keys[i]);
    }
    ts_write_text(&w, "]}");
    return ts_text_keep(arena, &w, line);
}

/* The first failure sticks. */
struct reading {
    struct ts_arena *arena;
    enum ts_status status;
};

static void
require(struct reading *r, bool fact, enum ts_status otherwise)
{
    if (!fact && r->status == TS_OK)
        r->status = otherwise;
}

static const ts_span *
read_texts(struct reading *r, size_t *count, const struct ts_json *array)
{
    ts_span *texts = ts_arena_take_array(r->arena, array->count, sizeof(*texts));
    *count = 0;
    require(r, ts_json_is(array, TS_JSON_ARRAY), TS_MALFORMED);
    require(r, texts != NULL, TS_NO_SPACE);
    for (const struct ts_json *at = array->first; r->status == TS_OK && at;
         at = at->next) {
        require(r, ts_json_string(at).len > 0, TS_MALFORMED);
        texts[(*count)++] = ts_json_string(at);
    }
    return texts;
}

static const struct ts_text_in *
read_names(struct reading *r, size_t *count, const struct ts_json *object)
{
    struct ts_text_in *names =
        ts_arena_take_array(r->arena, object->count, sizeof(*names));
    *count = 0;
    require(r, ts_json_is(object, TS_JSON_OBJECT) && object->count, TS_MALFORMED);
    require(r, names != NULL, TS_NO_SPACE);
    for (const struct ts_json *at = object->first; r->status == TS_OK && at;
         at = at->next) {
        require(r, at->name.len && ts_json_string(at).len, TS_MALFORMED);
        names[(*count)++] = (struct ts_text_in){ at->name, ts_json_string(at) };
    }
    return names;
}

static ts_utc
read_time(struct reading *r, const struct ts_json *value, ts_utc absent)
{
    ts_utc utc = absent;
    if (!ts_json_is(value, TS_JSON_NONE))
        require(r, ts_utc_parse(&utc, ts_json_string(value)) == TS_OK, TS_MALFORMED);
    return utc;
}

static bool
names_usage(const struct ts_json *usages, const char *usage)
{
    if (ts_json_is(usages, TS_JSON_NONE))
        return true;
    for (const struct ts_json *at = usages->first; at; at = at->next) {
        if (ts_json_string_is(at, usage))
            return true;
    }
    return false;
}

static ts_span
read_key_id(struct reading *r, const struct ts_json *key)
{
    const struct ts_json *encoded = ts_json_member(key, "idBase64url");
    ts_span id = ts_json_string(ts_json_member(key, "id"));
    if (!ts_json_is(encoded, TS_JSON_NONE))
        require(r, ts_base64url_decode(r->arena, &id, ts_json_string(encoded)) == TS_OK,
                TS_MALFORMED);
    return id;
}

static void
read_key(struct reading *r, struct ts_issuer_key *key, const struct ts_json *object)
{
    const struct ts_json *usages = ts_json_member(object, "healthUsages");
    enum ts_status status =
        ts_jwk_read(r->arena, &key->key, NULL, ts_json_member(object, "jwk"));
    require(r, status == TS_OK, status);
    key->id = read_key_id(r, object);
    key->not_before = read_time(r, ts_json_member(object, "notBefore"), TS_UTC_ALWAYS);
    key->not_after = read_time(r, ts_json_member(object, "notAfter"), TS_UTC_NEVER);
    require(r, key->not_before.s <= key->not_after.s, TS_MALFORMED);
    key->may_sign_test = names_usage(usages, "test");
    key->may_sign_vaccination = names_usage(usages, "vaccination");
    key->may_sign_recovery = names_usage(usages, "recovery");
}

static const struct ts_issuer_key *
read_keys(struct reading *r, size_t *count, const struct ts_json *array)
{
    struct ts_issuer_key *keys =
        ts_arena_take_array(r->arena, array->count, sizeof(*keys));
    *count = 0;
    require(r, ts_json_is(array, TS_JSON_ARRAY), TS_MALFORMED);
    require(r, keys != NULL, TS_NO_SPACE);
    for (const struct ts_json *at = array->first; r->status == TS_OK && at; at = at->next)
        read_key(r, &keys[(*count)++], at);
    return keys;
}

enum ts_status
ts_issuer_record_read(struct ts_arena *arena, struct ts_issuer *issuer, ts_span line)
{
    struct reading r = { .arena = arena, .status = TS_OK };
    struct ts_issuer draft = { 0 };
    const struct ts_json *root;
    enum ts_status status = ts_json_parse(arena, &root, line, NULL);
    if (status != TS_OK)
        return status;
    draft.id = ts_json_string(ts_json_member(root, "id"));
    require(&r, draft.id.len > 0, TS_MALFORMED);
    draft.names = read_names(&r, &draft.name_count, ts_json_member(root, "names"));
    draft.achievements =
        read_texts(&r, &draft.achievement_count, ts_json_member(root, "achievements"));
    draft.status_locations = read_texts(&r, &draft.status_location_count,
                                        ts_json_member(root, "statusLocations"));
    draft.keys = read_keys(&r, &draft.key_count, ts_json_member(root, "keys"));
    if (r.status == TS_OK)
        *issuer = draft;
    return r.status;
}
