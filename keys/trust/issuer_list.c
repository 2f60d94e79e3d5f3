#include "keys/trust/issuer_list.h"

#include "firmware/base/limits.h"
#include "firmware/base/writer.h"
#include "keys/codec/cbor.h"
#include "keys/trust/issuer_list_form.h"
#include "keys/trust/scratch.h"

#include <string.h>

/* The tree is scratch, the list stays: they live in two arenas. The first
 * failure sticks, so that the format is read in one go. */
struct reading {
    struct ts_arena *arena;
    ts_span source;
    struct ts_fault fault;
};

static bool
is_well(const struct reading *r)
{
    return r->fault.status == TS_OK;
}

static void
require(struct reading *r, bool fact, enum ts_status why, const struct ts_cbor *where,
        const char *rule)
{
    if (fact || !is_well(r))
        return;
    size_t offset = where->source.at ? (size_t)(where->source.at - r->source.at) : 0;
    (void)ts_fault_set(&r->fault, why, offset, rule);
}

static void *
take_array(struct reading *r, size_t count, size_t size)
{
    void *array = ts_arena_take_array(r->arena, count, size);
    if (!array)
        (void)ts_fault_set(&r->fault, TS_NO_SPACE, 0, "the arena is full");
    return array;
}

/* What a text points at may be scratch when the text came in pieces, so such a
 * one (which the writer never makes) is copied. */
static ts_span
lasting(struct reading *r, ts_span bytes)
{
    bool in_source = bytes.at >= r->source.at && bytes.at < r->source.at + r->source.len;
    if (bytes.len == 0 || in_source)
        return bytes;
    ts_span copy = { 0 };
    if (!ts_arena_copy(r->arena, &copy, bytes))
        (void)ts_fault_set(&r->fault, TS_NO_SPACE, 0, "the arena is full");
    return copy;
}

static ts_span
read_text(struct reading *r, const struct ts_cbor *item, const char *rule)
{
    require(r, item->kind == TS_CBOR_TEXT && item->bytes.len > 0, TS_MALFORMED, item,
            rule);
    return lasting(r, ts_cbor_text(item));
}

static ts_utc
read_time(struct reading *r, const struct ts_cbor *item, const char *rule)
{
    ts_utc time = { 0 };
    require(r, ts_cbor_integer(item, &time.s) == TS_OK, TS_MALFORMED, item, rule);
    return time;
}

static ts_utc
read_time_or(struct reading *r, const struct ts_cbor *item, ts_utc absent)
{
    return item->kind == TS_CBOR_NONE ? absent : read_time(r, item, "FORMAT.md 3.13");
}

static const ts_span *
read_texts(struct reading *r, size_t *count, const struct ts_cbor *array,
           const char *rule)
{
    require(r, array->kind == TS_CBOR_ARRAY || array->kind == TS_CBOR_NONE, TS_MALFORMED,
            array, rule);
    ts_span *texts = take_array(r, array->count, sizeof(*texts));
    *count = 0;
    for (const struct ts_cbor *at = array->first; is_well(r) && at; at = at->next)
        texts[(*count)++] = read_text(r, at, rule);
    return texts;
}

static const struct ts_text_in *
read_names(struct reading *r, size_t *count, const struct ts_cbor *map)
{
    static const char rule[] = "FORMAT.md 3.7";
    require(r, map->kind == TS_CBOR_MAP && map->count > 0, TS_MALFORMED, map, rule);
    *count = 0;
    if (!is_well(r))
        return NULL;
    struct ts_text_in *names = take_array(r, map->count, sizeof(*names));
    for (const struct ts_cbor *at = map->first; is_well(r) && at; at = at->next->next) {
        names[*count].language = read_text(r, at, rule);
        names[(*count)++].text = read_text(r, at->next, rule);
    }
    return names;
}

/* FORMAT.md 3.10: on the list a point may be short; everywhere else it is long. */
static void
read_point(struct reading *r, struct ts_public_key *key, const struct ts_cbor *item,
           const struct ts_list_key *form)
{
    uint8_t codec[TS_LIST_POINT_MAX];
    struct ts_writer w = ts_writer_over(TS_ROOM_OF(codec));
    ts_span point = ts_cbor_bytes(item);
    bool is_long = form->long_len && point.len == form->long_len && point.at[0] == 4;

    require(r, is_long || point.len == form->short_len, TS_MALFORMED, item,
            "FORMAT.md 3.10");
    if (!is_well(r))
        return;
    *key = (struct ts_public_key){ .kind = form->kind, .point = lasting(r, point) };
    if (is_long)
        return;
    ts_write_bytes(&w, TS_SPAN_OF(form->multicodec));
    ts_write_bytes(&w, point);
    enum ts_status status =
        ts_public_key_from_multicodec(r->arena, key, ts_writer_span(&w));
    require(r, status == TS_OK, status, item, "FORMAT.md 3.10");
}

static bool
is_number(ts_span number, size_t min, size_t max)
{
    return number.len >= min && number.len <= max && number.at[0] != 0;
}

static void
read_rsa(struct reading *r, struct ts_public_key *key, const struct ts_cbor *modulus,
         const struct ts_cbor *exponent)
{
    require(r,
            is_number(ts_cbor_bytes(modulus), TS_RSA_BITS_MIN / 8, TS_RSA_BITS_MAX / 8),
            TS_MALFORMED, modulus, "FORMAT.md 3.10");
    require(r, is_number(ts_cbor_bytes(exponent), 1, TS_LIST_EXPONENT_MAX), TS_MALFORMED,
            exponent, "FORMAT.md 3.11");
    key->kind = TS_KEY_RSA;
    key->modulus = lasting(r, ts_cbor_bytes(modulus));
    key->exponent = lasting(r, ts_cbor_bytes(exponent));
}

static ts_span
read_key_id(struct reading *r, const struct ts_cbor *item)
{
    bool has_form = item->kind == TS_CBOR_NONE || item->kind == TS_CBOR_TEXT
                    || item->kind == TS_CBOR_BYTES;
    require(r, has_form, TS_MALFORMED, item, "FORMAT.md 3.12");
    return lasting(r, item->bytes);
}

static void
read_usage(struct reading *r, struct ts_issuer_key *key, const struct ts_cbor *item)
{
    require(r, item->kind == TS_CBOR_NONE || item->kind == TS_CBOR_UNSIGNED, TS_MALFORMED,
            item, "FORMAT.md 3.14");
    uint64_t bits = item->kind == TS_CBOR_NONE ? TS_LIST_USAGE_ALL : item->value;
    key->may_sign_test = bits & TS_LIST_USAGE_TEST;
    key->may_sign_vaccination = bits & TS_LIST_USAGE_VACCINATION;
    key->may_sign_recovery = bits & TS_LIST_USAGE_RECOVERY;
}

/* False when it is of a kind that a later release knows. */
static bool
read_key(struct reading *r, struct ts_issuer_key *key, const struct ts_cbor *map)
{
    const struct ts_cbor *kind = ts_cbor_at(map, TS_LIST_KEY_KIND);
    require(r, map->kind == TS_CBOR_MAP, TS_MALFORMED, map, "FORMAT.md 3.8");
    require(r, kind->kind == TS_CBOR_UNSIGNED, TS_MALFORMED, map, "FORMAT.md 3.9");
    const struct ts_list_key *form = ts_list_key_by_number(kind->value);
    if (!is_well(r) || !form)
        return false;

    const struct ts_cbor *number = ts_cbor_at(map, TS_LIST_KEY_POINT);
    if (form->kind == TS_KEY_RSA)
        read_rsa(r, &key->key, number, ts_cbor_at(map, TS_LIST_KEY_EXPONENT));
    else
        read_point(r, &key->key, number, form);
    key->id = read_key_id(r, ts_cbor_at(map, TS_LIST_KEY_ID));
    key->not_before =
        read_time_or(r, ts_cbor_at(map, TS_LIST_KEY_NOT_BEFORE), TS_UTC_ALWAYS);
    key->not_after =
        read_time_or(r, ts_cbor_at(map, TS_LIST_KEY_NOT_AFTER), TS_UTC_NEVER);
    require(r, key->not_before.s <= key->not_after.s, TS_MALFORMED, map,
            "FORMAT.md 3.13");
    read_usage(r, key, ts_cbor_at(map, TS_LIST_KEY_USAGE));
    return true;
}

static const struct ts_issuer_key *
read_keys(struct reading *r, size_t *count, const struct ts_cbor *array)
{
    require(r, array->kind == TS_CBOR_ARRAY, TS_MALFORMED, array, "FORMAT.md 3.8");
    struct ts_issuer_key *keys = take_array(r, array->count, sizeof(*keys));
    *count = 0;
    for (const struct ts_cbor *at = array->first; is_well(r) && at; at = at->next)
        if (read_key(r, &keys[*count], at))
            (*count)++;
    return keys;
}

static struct ts_issuer
read_issuer(struct reading *r, const struct ts_cbor *map)
{
    struct ts_issuer issuer = { 0 };
    require(r, map->kind == TS_CBOR_MAP, TS_MALFORMED, map, "FORMAT.md 3.6");
    issuer.id = read_text(r, ts_cbor_at(map, TS_LIST_ISSUER_ID), "FORMAT.md 3.6");
    issuer.names =
        read_names(r, &issuer.name_count, ts_cbor_at(map, TS_LIST_ISSUER_NAMES));
    issuer.keys = read_keys(r, &issuer.key_count, ts_cbor_at(map, TS_LIST_ISSUER_KEYS));
    issuer.achievements =
        read_texts(r, &issuer.achievement_count,
                   ts_cbor_at(map, TS_LIST_ISSUER_ACHIEVEMENTS), "FORMAT.md 3.15");
    issuer.status_locations =
        read_texts(r, &issuer.status_location_count,
                   ts_cbor_at(map, TS_LIST_ISSUER_STATUS), "FORMAT.md 3.16");
    return issuer;
}

static void
read_issuers(struct reading *r, struct ts_issuer_list *list, const struct ts_cbor *array)
{
    require(r, array->kind == TS_CBOR_ARRAY, TS_MALFORMED, array, "FORMAT.md 3.4");
    require(r, array->count <= TS_ISSUERS_MAX, TS_OVER_LIMIT, array, "TS_ISSUERS_MAX");
    if (!is_well(r))
        return;
    struct ts_issuer *issuers = take_array(r, array->count, sizeof(*issuers));
    size_t count = 0;
    for (const struct ts_cbor *at = array->first; is_well(r) && at; at = at->next) {
        issuers[count] = read_issuer(r, at);
        int order =
            count ? ts_span_compare(issuers[count - 1].id, issuers[count].id) : -1;
        require(r, order != 0, TS_DUPLICATE, at, "FORMAT.md 3.4");
        require(r, order < 0, TS_MALFORMED, at, "FORMAT.md 3.4");
        count++;
    }
    list->issuers = issuers;
    list->count = count;
}

static void
read_list(struct reading *r, struct ts_issuer_list *list, const struct ts_cbor *root)
{
    const struct ts_cbor *format = ts_cbor_at(root, TS_LIST_FORMAT);
    const struct ts_cbor *epoch = ts_cbor_at(root, TS_LIST_EPOCH);
    require(r, root->kind == TS_CBOR_MAP, TS_MALFORMED, root, "FORMAT.md 3.1");
    require(r, format->kind == TS_CBOR_UNSIGNED, TS_MALFORMED, root, "FORMAT.md 3.2");
    require(r, format->value == TS_LIST_FORMAT_1, TS_UNSUPPORTED, format,
            "FORMAT.md 3.2");
    require(r, epoch->kind == TS_CBOR_UNSIGNED, TS_MALFORMED, root, "FORMAT.md 3.3");
    list->epoch = epoch->value;
    list->issued = read_time(r, ts_cbor_at(root, TS_LIST_ISSUED), "FORMAT.md 3.3");
    read_issuers(r, list, ts_cbor_at(root, TS_LIST_ISSUERS));
}

enum ts_status
ts_issuer_list_read(struct ts_arena *arena, struct ts_issuer_list *list,
                    ts_verified source, struct ts_fault *fault)
{
    struct reading r = { .arena = arena, .source = source.bytes };
    struct ts_issuer_list draft = { 0 };
    const struct ts_cbor *root;
    size_t used = arena->used;

    struct ts_arena scratch = ts_scratch_borrow(arena);
    if (ts_cbor_parse(&scratch, &root, source.bytes, &r.fault) == TS_OK)
        read_list(&r, &draft, root);
    ts_scratch_return(arena, &scratch);

    if (is_well(&r))
        *list = draft;
    else
        ts_arena_rewind(arena, used);
    return ts_fault_set(fault, r.fault.status, r.fault.offset, r.fault.rule);
}
