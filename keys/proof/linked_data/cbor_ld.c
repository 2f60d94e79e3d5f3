#include "keys/proof/linked_data/cbor_ld.h"

#include "firmware/base/limits.h"
#include "keys/proof/linked_data/cbor_ld_parts.h"
#include "keys/proof/linked_data/sort.h"

#define RULE "CBOR-LD 1.0"

enum { CONTEXT = 0, CONTEXTS = 1, TYPES_MAX = 32 };

/* convert_object and convert_value call each other as deep as the CBOR is nested,
 * which ts_cbor_parse() bounds. */
static enum ts_status
convert_value(struct ts_cbor_ld_run *run, struct ts_json *json,
              struct ts_ld_active *active, const struct ts_cbor_ld_entry *entry,
              const struct ts_cbor *value);

static enum ts_status
refuse(struct ts_cbor_ld_run *run, enum ts_status status, ts_span name, const char *rule)
{
    return ts_ld_refuse(&run->ld, status, name, rule);
}

static struct ts_json *
append(struct ts_cbor_ld_run *run, struct ts_json *parent, struct ts_json **last)
{
    struct ts_json *json = ts_arena_take(run->ld.arena, sizeof(*json));
    if (!json)
        return NULL;
    if (*last)
        (*last)->next = json;
    else
        parent->first = json;
    *last = json;
    parent->count++;
    return json;
}

/* A context is a number, its address, or an object that is not packed. */
static enum ts_status
convert_context(struct ts_cbor_ld_run *run, struct ts_json *json,
                const struct ts_cbor *value)
{
    const struct ts_json *plain;
    if (value->kind == TS_CBOR_UNSIGNED) {
        ts_span iri =
            run->first_generation ? ts_cbor_ld_registered(value->value) : (ts_span){ 0 };
        if (iri.len == 0)
            return refuse(run, TS_UNSUPPORTED, TS_SPAN_LIT("@context"),
                          RULE ": a context's number that is not known here");
        *json = (struct ts_json){ .kind = TS_JSON_STRING, .text = iri };
        return TS_OK;
    }
    enum ts_status status = ts_cbor_to_json(run->ld.arena, &plain, value);
    if (status == TS_NO_SPACE)
        return ts_ld_full(&run->ld);
    if (status != TS_OK)
        return refuse(run, TS_MALFORMED, TS_SPAN_LIT("@context"), RULE);
    *json = *plain;
    return TS_OK;
}

static enum ts_status
convert_contexts(struct ts_cbor_ld_run *run, struct ts_json *json,
                 const struct ts_cbor *value)
{
    struct ts_json *last = NULL;
    *json = (struct ts_json){ .kind = TS_JSON_ARRAY };
    if (value->kind != TS_CBOR_ARRAY)
        return refuse(run, TS_MALFORMED, TS_SPAN_LIT("@context"), RULE);
    for (const struct ts_cbor *at = value->first; at; at = at->next) {
        struct ts_json *one = append(run, json, &last);
        if (!one)
            return ts_ld_full(&run->ld);
        enum ts_status status = convert_context(run, one, at);
        if (status != TS_OK)
            return status;
    }
    return TS_OK;
}

/* What a map says of its context becomes its first member, and is in force from then
 * on. */
static enum ts_status
enter_context(struct ts_cbor_ld_run *run, struct ts_json *object, struct ts_json **last,
              struct ts_ld_active **active, const struct ts_cbor *map)
{
    const struct ts_cbor *one = ts_cbor_at(map, CONTEXT);
    const struct ts_cbor *several = ts_cbor_at(map, CONTEXTS);
    struct ts_ld_manner manner = { .passes = true };
    if (one->kind == TS_CBOR_NONE && several->kind == TS_CBOR_NONE)
        return TS_OK;
    if (one->kind != TS_CBOR_NONE && several->kind != TS_CBOR_NONE)
        return refuse(run, TS_DUPLICATE, TS_SPAN_LIT("@context"), RULE);
    struct ts_json *json = append(run, object, last);
    struct ts_ld_context *local = ts_arena_take(run->ld.arena, sizeof(*local));
    if (!json || !local)
        return ts_ld_full(&run->ld);
    enum ts_status status = one->kind != TS_CBOR_NONE
                                ? convert_context(run, json, one)
                                : convert_contexts(run, json, several);
    json->name = TS_SPAN_LIT("@context");
    *local = (struct ts_ld_context){ .kind = TS_LD_CONTEXT_JSON, .json = json };
    if (status == TS_OK)
        status = ts_cbor_ld_number_terms(run, local);
    return status == TS_OK
               ? ts_ld_context_process(&run->ld, active, *active, local, &manner)
               : status;
}

static enum ts_status
list_entries(struct ts_cbor_ld_run *run, struct ts_cbor_ld_entry *entries, size_t *count,
             const struct ts_cbor *map)
{
    for (const struct ts_cbor *key = map->first; key; key = key->next->next) {
        if (key->kind == TS_CBOR_UNSIGNED && key->value <= CONTEXTS)
            continue;
        bool plural = key->kind == TS_CBOR_UNSIGNED && key->value & 1;
        if (plural && key->next->kind != TS_CBOR_ARRAY)
            return refuse(run, TS_MALFORMED, (ts_span){ 0 }, RULE ": no array");
        entries[(*count)++] = (struct ts_cbor_ld_entry){ .key = key, .plural = plural };
    }
    return TS_OK;
}

/* A member's name: a number, or the name itself where no context has it. Empty while
 * its context is not in force yet. */
static ts_span
name_of(const struct ts_cbor_ld_run *run, const struct ts_cbor *key)
{
    if (key->kind == TS_CBOR_TEXT)
        return ts_span_is(key->bytes, "@context") ? (ts_span){ 0 } : key->bytes;
    return key->kind == TS_CBOR_UNSIGNED ? ts_cbor_ld_term(run, key->value)
                                         : (ts_span){ 0 };
}

static void
define(const struct ts_cbor_ld_run *run, struct ts_cbor_ld_entry *entries, size_t count,
       const struct ts_ld_active *active)
{
    for (size_t i = 0; i < count; i++) {
        entries[i].term = name_of(run, entries[i].key);
        entries[i].definition = ts_ld_active_term(active, entries[i].term);
    }
}

struct types {
    ts_span names[TYPES_MAX];
    size_t count;
};

static enum ts_status
add_type(struct ts_cbor_ld_run *run, struct types *types,
         const struct ts_cbor_ld_entry *entry, const struct ts_cbor *value)
{
    struct ts_json json = { .kind = TS_JSON_NONE };
    enum ts_status status = ts_cbor_ld_value(run, &json, entry, value);
    size_t at = types->count;
    if (status != TS_OK || json.kind != TS_JSON_STRING)
        return status;
    if (types->count == TYPES_MAX)
        return refuse(run, TS_OVER_LIMIT, entry->term, RULE ": too many types");
    for (; at && ts_span_compare(types->names[at - 1], json.text) > 0; at--)
        types->names[at] = types->names[at - 1];
    types->names[at] = json.text;
    types->count++;
    return TS_OK;
}

/* In lexicographic order. */
static enum ts_status
read_types(struct ts_cbor_ld_run *run, struct types *types,
           const struct ts_cbor_ld_entry *entries, size_t count)
{
    enum ts_status status = TS_OK;
    for (size_t i = 0; i < count && status == TS_OK; i++) {
        const struct ts_cbor_ld_entry *entry = &entries[i];
        if (!ts_cbor_ld_is_type(entry))
            continue;
        if (!entry->plural)
            status = add_type(run, types, entry, entry->key->next);
        for (const struct ts_cbor *at = entry->plural ? entry->key->next->first : NULL;
             at && status == TS_OK; at = at->next)
            status = add_type(run, types, entry, at);
    }
    return status;
}

static enum ts_status
enter_scoped(struct ts_cbor_ld_run *run, struct ts_ld_active **active,
             const struct ts_ld_term *term, bool by_property)
{
    if (!term || !term->scoped)
        return TS_OK;
    enum ts_status status = ts_cbor_ld_number_terms(run, term->scoped);
    return status == TS_OK ? ts_ld_context_scoped(&run->ld, active, term->scoped,
                                                  by_property, by_property)
                           : status;
}

static enum ts_status
enter_types(struct ts_cbor_ld_run *run, struct ts_ld_active **active,
            const struct ts_cbor_ld_entry *entries, size_t count)
{
    struct types types = { .count = 0 };
    enum ts_status status = read_types(run, &types, entries, count);
    for (size_t i = 0; i < types.count && status == TS_OK; i++)
        status =
            enter_scoped(run, active, ts_ld_active_term(*active, types.names[i]), false);
    return status;
}

static int
by_term(uint32_t a, uint32_t b, const void *context)
{
    const struct ts_cbor_ld_entry *entries = context;
    return ts_span_compare(entries[a].term, entries[b].term);
}

/* Contexts number their terms as they are come by: the order must be the writer's. */
static uint32_t *
in_order(struct ts_cbor_ld_run *run, const struct ts_cbor_ld_entry *entries, size_t count)
{
    uint32_t *order = ts_arena_take_array(run->ld.arena, count, sizeof(*order));
    uint32_t *spare = ts_arena_take_array(run->ld.arena, count, sizeof(*spare));
    if (!order || !spare)
        return NULL;
    for (uint32_t i = 0; i < count; i++)
        order[i] = i;
    ts_ld_sort(order, spare, count, by_term, entries);
    return order;
}

static enum ts_status
convert_array(struct ts_cbor_ld_run *run, struct ts_json *json,
              struct ts_ld_active *active, const struct ts_cbor_ld_entry *entry,
              const struct ts_cbor *array)
{
    struct ts_json *last = NULL;
    json->kind = TS_JSON_ARRAY;
    for (const struct ts_cbor *at = array->first; at; at = at->next) {
        struct ts_json *element = append(run, json, &last);
        if (!element)
            return ts_ld_full(&run->ld);
        enum ts_status status = convert_value(run, element, active, entry, at);
        if (status != TS_OK)
            return status;
    }
    return TS_OK;
}

static enum ts_status
convert_entry(struct ts_cbor_ld_run *run, struct ts_json *json,
              struct ts_ld_active *active, const struct ts_cbor_ld_entry *entry)
{
    json->name = entry->term;
    /* What a type brought in ends here; the term is still looked up with it. */
    if (active->previous)
        active = active->previous;
    enum ts_status status = enter_scoped(run, &active, entry->definition, true);
    if (status != TS_OK)
        return status;
    return entry->plural ? convert_array(run, json, active, entry, entry->key->next)
                         : convert_value(run, json, active, entry, entry->key->next);
}

static enum ts_status
convert_entries(struct ts_cbor_ld_run *run, struct ts_json *object, struct ts_json *last,
                struct ts_ld_active *active, const struct ts_cbor *map)
{
    size_t count = 0;
    struct ts_cbor_ld_entry *entries =
        ts_arena_take_array(run->ld.arena, map->count, sizeof(*entries));
    if (!entries)
        return ts_ld_full(&run->ld);
    enum ts_status status = list_entries(run, entries, &count, map);
    if (status == TS_OK) {
        define(run, entries, count, active);
        status = enter_types(run, &active, entries, count);
    }
    if (status != TS_OK)
        return status;
    define(run, entries, count, active);
    const uint32_t *order = in_order(run, entries, count);
    if (!order)
        return ts_ld_full(&run->ld);
    for (size_t i = 0; i < count && status == TS_OK; i++) {
        const struct ts_cbor_ld_entry *entry = &entries[order[i]];
        if (entry->term.len == 0)
            return refuse(run, TS_MALFORMED, (ts_span){ 0 }, RULE ": an unknown term");
        if (i && ts_span_equal(entry->term, entries[order[i - 1]].term))
            return refuse(run, TS_DUPLICATE, entry->term, RULE);
        struct ts_json *member = append(run, object, &last);
        if (!member)
            return ts_ld_full(&run->ld);
        status = convert_entry(run, member, active, entry);
    }
    return status;
}

static enum ts_status
convert_object(struct ts_cbor_ld_run *run, struct ts_json *json,
               struct ts_ld_active *active, const struct ts_cbor *map)
{
    struct ts_json *last = NULL;
    json->kind = TS_JSON_OBJECT;
    enum ts_status status = enter_context(run, json, &last, &active, map);
    return status == TS_OK ? convert_entries(run, json, last, active, map) : status;
}

static enum ts_status
convert_value(struct ts_cbor_ld_run *run, struct ts_json *json,
              struct ts_ld_active *active, const struct ts_cbor_ld_entry *entry,
              const struct ts_cbor *value)
{
    if (value->kind == TS_CBOR_MAP)
        return convert_object(run, json, active, value);
    if (value->kind == TS_CBOR_SIMPLE && value->value == 22) { /* null */
        json->kind = TS_JSON_NULL;
        return TS_OK;
    }
    enum ts_status status = ts_cbor_ld_value(run, json, entry, value);
    return status == TS_ABSENT ? convert_array(run, json, active, entry, value) : status;
}

/* What stands around the payload. */
struct header {
    const struct ts_cbor *payload;
    bool first_generation;
    uint64_t entry; /* of the registry; 0: not compressed */
};

enum {
    TAG_FIRST_PLAIN = 0x0500,
    TAG_FIRST = 0x0501,
    TAG_RANGE = 0x0600,
    TAG_RANGE_SHORT_END = 0x0680,
    TAG_1_0 = 0xCB1D,
};

static bool
read_header(struct header *header, const struct ts_cbor *item)
{
    uint64_t tag = item->kind == TS_CBOR_TAG ? item->value : 0;
    header->payload = item->first;
    if (tag == TAG_FIRST_PLAIN || tag == TAG_FIRST) {
        header->first_generation = true;
        header->entry = tag - TAG_FIRST_PLAIN;
        return true;
    }
    if (tag >= TAG_RANGE && tag < TAG_RANGE_SHORT_END) {
        header->entry = tag - TAG_RANGE;
        return true;
    }
    if (tag != TAG_1_0 || item->first->kind != TS_CBOR_ARRAY || item->first->count != 2
        || item->first->first->kind != TS_CBOR_UNSIGNED)
        return false;
    header->entry = item->first->first->value;
    header->payload = item->first->first->next;
    return true;
}

static enum ts_status
unpack(struct ts_cbor_ld_run *run, const struct ts_json **document,
       const struct ts_cbor *payload)
{
    struct ts_ld_active *active = ts_ld_active_new(&run->ld);
    struct ts_json *json = ts_arena_take(run->ld.arena, sizeof(*json));
    run->terms = ts_arena_take(run->ld.arena, sizeof(*run->terms));
    if (!active || !json || !run->terms)
        return ts_ld_full(&run->ld);
    if (payload->kind != TS_CBOR_MAP)
        return refuse(run, TS_MALFORMED, (ts_span){ 0 }, RULE ": no object");
    enum ts_status status = convert_object(run, json, active, payload);
    if (status == TS_OK)
        *document = json;
    return status;
}

enum ts_status
ts_cbor_ld_read(struct ts_arena *arena, const struct ts_json **document, ts_span bytes,
                const struct ts_ld_contexts *site, struct ts_ld_trouble *trouble)
{
    struct ts_ld_trouble unread = { .rule = NULL };
    const struct ts_ld_options options = { .site = site };
    struct ts_cbor_ld_run run = { .ld = { .arena = arena,
                                          .options = &options,
                                          .trouble = trouble ? trouble : &unread } };
    const struct ts_cbor *item;
    struct header header = { .entry = 0 };
    enum ts_status status = ts_cbor_parse(arena, &item, bytes, NULL);
    if (status != TS_OK)
        return refuse(&run, status, (ts_span){ 0 }, "RFC 8949");
    if (!read_header(&header, item) || header.entry > 1)
        return refuse(&run, TS_UNSUPPORTED, (ts_span){ 0 },
                      RULE ": a tag or registry entry that is not known here");
    run.first_generation = header.first_generation;
    if (header.entry == 1)
        return unpack(&run, document, header.payload);
    status = ts_cbor_to_json(arena, document, header.payload);
    return status == TS_OK ? status : refuse(&run, status, (ts_span){ 0 }, RULE);
}
