#include "keys/proof/linked_data/plain.h"

#include "keys/proof/linked_data/plain_form.h"
#include "keys/proof/linked_data/vocabulary.h"

static const char KEYS[] = "plain form 1, keywords";
static const char NAMES[] = "plain form 2, names";
static const char IDS[] = "plain form 4, ids";
static const char VALUES[] = "plain form 5, values";

/* Where a node stands. */
struct stand {
    ts_span member; /* Of which it is a value; empty for the document. */
    ts_span above;  /* Of which the node around it is one. */
    uint32_t graph;
    uint32_t part;
    uint32_t depth; /* 0 for the document. */
    bool in_subject;
    size_t end; /* Where the text behind it begins. */
};

enum ts_status
ts_plain_refuse(struct ts_plain *plain, ts_span name, const char *rule)
{
    *plain->trouble = (struct ts_ld_trouble){ .name = name, .rule = rule };
    return TS_MALFORMED;
}

static struct ts_json *
append(struct ts_plain *plain, struct ts_json *whole, struct ts_json ***link,
       const struct ts_json *value)
{
    struct ts_json *part = ts_arena_take(plain->arena, sizeof(*part));
    if (!part)
        return NULL;
    *part = *value;
    part->next = NULL;
    **link = part;
    *link = &part->next;
    whole->count++;
    return part;
}

static bool
is_one_of(ts_span name, const char *const *names)
{
    for (; *names; names++)
        if (ts_span_is(name, *names))
            return true;
    return false;
}

/* Members that name what is described elsewhere. Those in which a credential
 * unfolds (credentialSubject, achievement, result, credentialStatus, an achievement's
 * resultDescription) are not among them: what they name must stand in them. */
static bool
may_refer(const struct stand *stand)
{
    static const char *const names[] = {
        "issuer",        "creator",       "source",   "parentOrg", "image",
        "achievedLevel", "requiredLevel", "sourceId", "targetId",  NULL,
    };
    if (ts_span_is(stand->member, "resultDescription"))
        return ts_span_is(stand->above, "result");
    return is_one_of(stand->member, names);
}

static bool
may_repeat(const struct stand *stand)
{
    static const char *const names[] = { "issuer",    "creator", "source",
                                         "parentOrg", "image",   NULL };
    return is_one_of(stand->member, names);
}

/* OB 3.0 B.1.9: what an endorsement's subject is and what is said of it. */
static bool
is_endorsed(const struct stand *stand, const struct ts_json *object)
{
    static const char *const names[] = { "id", "type", "endorsementComment", NULL };
    for (const struct ts_json *at = object->first; at; at = at->next)
        if (!is_one_of(at->name, names))
            return false;
    return ts_span_is(stand->member, "credentialSubject")
           && ts_span_is(stand->above, "endorsement");
}

static bool
has_content(const struct ts_json *object)
{
    static const char *const names[] = { "id", "type", "@context", NULL };
    for (const struct ts_json *at = object->first; at; at = at->next)
        if (!is_one_of(at->name, names))
            return true;
    return false;
}

/* object is NULL where only the id is named. */
static enum ts_status
note_place(struct ts_plain *plain, ts_span id, const struct stand *stand,
           const struct ts_json *object)
{
    struct ts_plain_place *place = ts_arena_take(plain->arena, sizeof(*place));
    if (!place)
        return TS_NO_SPACE;
    *place = (struct ts_plain_place){
        .id = id,
        .graph = stand->graph,
        .part = stand->part,
        .in_subject = stand->in_subject,
        .has_content = object && has_content(object),
        .may_refer = may_refer(stand),
        .may_repeat = may_repeat(stand),
        .is_endorsed = object && is_endorsed(stand, object),
        .before = plain->places,
    };
    plain->places = place;
    plain->place_count++;
    return TS_OK;
}

/* What was written is the IRI itself, and no blank node's label. */
static enum ts_status
check_id(struct ts_plain *plain, const struct ts_json *written,
         const struct ts_ld_item *item, ts_span member)
{
    ts_span text = ts_json_string(written);
    if (text.len == 0 || !ts_span_equal(text, item->id)
        || ts_span_starts_with(text, TS_SPAN_LIT("_:")))
        return ts_plain_refuse(plain, text.len ? text : member, IDS);
    return TS_OK;
}

static enum ts_status
check_literal(struct ts_plain *plain, const struct ts_json *value,
              const struct ts_ld_item *item, ts_span member)
{
    bool is_text = ts_json_is(value, TS_JSON_STRING);
    if (item->kind != TS_LD_VALUE || item->is_json
        || (is_text && ts_span_is(item->datatype, TS_XSD "boolean")))
        return ts_plain_refuse(plain, member, VALUES);
    return TS_OK;
}

/* {"@value": text, "@language": text}, and nothing else. */
static enum ts_status
check_language(struct ts_plain *plain, const struct ts_json *value, ts_span member)
{
    if (value->count != 2 || !ts_json_is(ts_json_member(value, "@value"), TS_JSON_STRING)
        || !ts_json_is(ts_json_member(value, "@language"), TS_JSON_STRING))
        return ts_plain_refuse(plain, member, VALUES);
    return TS_OK;
}

/* CLR 2.0, ClrSubject: what was awarded, each with a signature of its own. */
static bool
is_held(const struct ts_plain *plain, const struct stand *stand)
{
    return plain->is_record && stand->depth == 2 && stand->in_subject
           && ts_span_is(stand->member, "verifiableCredential");
}

static enum ts_status
read_node(struct ts_plain *plain, struct ts_json *out, const struct ts_json *object,
          const struct ts_ld_item *item, const struct stand *stand);

static enum ts_status
read_object(struct ts_plain *plain, struct ts_json *out, const struct ts_json *value,
            const struct ts_ld_item *item, const struct stand *stand)
{
    ts_span name = out->name;
    if (item->kind == TS_LD_VALUE)
        return check_language(plain, value, stand->member);
    enum ts_status status = read_node(plain, out, value, item, stand);
    /* Where text is no id it would be read as that text. */
    if (status == TS_OK && item->is_reference && out->count == 1) {
        *out = *out->first;
        out->name = name;
    }
    return status;
}

/* One value; out is a copy of it already. */
static enum ts_status
read_value(struct ts_plain *plain, struct ts_json *out, const struct ts_json *value,
           const struct ts_ld_item *item, const struct stand *stand)
{
    struct stand inside = *stand;
    ts_span text = ts_json_string(value);
    if (!item || item->offset != value->offset || item->kind == TS_LD_LIST
        || ts_json_is(value, TS_JSON_ARRAY))
        return ts_plain_refuse(plain, stand->member, VALUES);
    if (item->kind == TS_LD_NODE && item->has_graph) {
        if (item->has_id || item->properties || !item->graph || item->graph->next)
            return ts_plain_refuse(plain, stand->member, VALUES);
        item = item->graph;
        inside.graph = ++plain->graph_count;
    }
    if (is_held(plain, stand))
        inside.part = ++plain->part_count;
    if (ts_json_is(value, TS_JSON_OBJECT))
        return read_object(plain, out, value, item, &inside);
    if (item->kind != TS_LD_NODE)
        return check_literal(plain, value, item, stand->member);
    enum ts_status status = ts_span_index(text, ':') == text.len
                                ? ts_plain_word(plain, text, item->id)
                                : check_id(plain, value, item, stand->member);
    return status == TS_OK ? note_place(plain, item->id, &inside, NULL) : status;
}

/* The first of them that is one; NULL when there is none. */
static const struct ts_json *
skip_nulls(const struct ts_json *at)
{
    while (at && ts_json_is(at, TS_JSON_NULL))
        at = at->next;
    return at;
}

static const struct ts_json *
first_value(const struct ts_json *member)
{
    if (ts_json_is(member, TS_JSON_ARRAY))
        return skip_nulls(member->first);
    return ts_json_is(member, TS_JSON_NULL) ? NULL : member;
}

/* All values of a member, against the items that they became. */
static enum ts_status
read_values(struct ts_plain *plain, struct ts_json *out, const struct ts_json *member,
            const struct ts_ld_item *item, const struct stand *stand)
{
    struct ts_json whole = *member;
    struct ts_json **link = &whole.first;
    bool is_array = ts_json_is(member, TS_JSON_ARRAY);
    whole.first = NULL;
    whole.count = 0;
    for (const struct ts_json *at = first_value(member); at;
         at = is_array ? skip_nulls(at->next) : NULL) {
        struct stand here = *stand;
        if (is_array && at->next)
            here.end = at->next->offset;
        struct ts_json *part = append(plain, &whole, &link, at);
        if (!part)
            return TS_NO_SPACE;
        enum ts_status status = read_value(plain, part, at, item, &here);
        if (status != TS_OK)
            return status;
        item = item->next;
    }
    if (item)
        return ts_plain_refuse(plain, member->name, VALUES);
    if (whole.count == 1)
        whole = *whole.first;
    whole.name = member->name;
    whole.next = NULL;
    *out = whole;
    return TS_OK;
}

/* The property whose values stand in the text from begin on. */
static const struct ts_ld_property *
find_property(const struct ts_ld_property *among, size_t begin, size_t end)
{
    for (const struct ts_ld_property *at = among; at; at = at->next)
        if (at->first && at->first->offset >= begin && at->first->offset < end)
            return at;
    return NULL;
}

static enum ts_status
read_property(struct ts_plain *plain, struct ts_json *out, const struct ts_json *member,
              const struct ts_ld_item *item, const struct stand *stand)
{
    const struct ts_ld_property *property =
        find_property(item->properties, member->offset, stand->end);
    if (!property) /* Some terms of compiled-in contexts are meant that way. */
        property = find_property(item->reverse, member->offset, stand->end);
    if (!property)
        return ts_plain_refuse(plain, member->name, NAMES);
    enum ts_status status = ts_plain_key(plain, member, property->iri);
    if (status != TS_OK)
        return status;
    const struct ts_ld_item *first = property->first;
    if (first->kind == TS_LD_VALUE && first->is_json && first->offset == member->offset)
        return first->next ? ts_plain_refuse(plain, member->name, VALUES) : TS_OK;
    if (first->kind == TS_LD_LIST) {
        if (first->next)
            return ts_plain_refuse(plain, member->name, VALUES);
        first = first->items;
    }
    return read_values(plain, out, member, first, stand);
}

static enum ts_status
read_types(struct ts_plain *plain, struct ts_json *out, const struct ts_json *member,
           const struct ts_ld_item *item)
{
    if (!item->types)
        return ts_plain_refuse(plain, member->name, NAMES);
    if (ts_json_is(member, TS_JSON_ARRAY) && member->count == 1) {
        *out = *member->first;
        out->name = member->name;
    }
    return ts_plain_types(plain, member, item->types);
}

/* stand is that of the values. */
static enum ts_status
read_member(struct ts_plain *plain, struct ts_json *out, const struct ts_json *member,
            const struct ts_ld_item *item, const struct stand *stand)
{
    if (ts_span_is(member->name, "@context"))
        return TS_OK;
    if (member->name.len && member->name.at[0] == '@')
        return ts_plain_refuse(plain, member->name, KEYS);
    if (ts_span_is(member->name, "id"))
        return item->has_id ? check_id(plain, member, item, member->name)
                            : ts_plain_refuse(plain, member->name, IDS);
    if (ts_span_is(member->name, "type"))
        return read_types(plain, out, member, item);
    return read_property(plain, out, member, item, stand);
}

static bool
has_member(const struct ts_json *object, const char *name)
{
    return !ts_json_is(ts_json_member(object, name), TS_JSON_NONE);
}

static enum ts_status
check_node(struct ts_plain *plain, const struct ts_json *object,
           const struct ts_ld_item *item, const struct stand *stand)
{
    if (item->kind != TS_LD_NODE || item->offset != object->offset || item->included
        || item->has_graph)
        return ts_plain_refuse(plain, stand->member, VALUES);
    return item->has_id ? note_place(plain, item->id, stand, object) : TS_OK;
}

/* What else there is would have come from other names. */
static enum ts_status
check_names(struct ts_plain *plain, const struct ts_json *object,
            const struct ts_ld_item *item, const struct stand *stand)
{
    if ((item->has_id && !has_member(object, "id"))
        || (item->types && !has_member(object, "type")))
        return ts_plain_refuse(plain, stand->member, NAMES);
    return TS_OK;
}

static enum ts_status
read_node(struct ts_plain *plain, struct ts_json *out, const struct ts_json *object,
          const struct ts_ld_item *item, const struct stand *stand)
{
    struct ts_json **link = &out->first;
    enum ts_status status = check_node(plain, object, item, stand);
    *out = *object;
    out->first = NULL;
    out->next = NULL;
    out->count = 0;
    for (const struct ts_json *at = object->first; at && status == TS_OK; at = at->next) {
        struct stand inside = {
            .member = at->name,
            .above = stand->member,
            .graph = stand->graph,
            .part = stand->part,
            .depth = stand->depth + 1,
            .in_subject = stand->depth ? stand->in_subject
                                       : ts_span_is(at->name, "credentialSubject"),
            .end = at->next ? at->next->offset : stand->end,
        };
        if (!first_value(at) && !ts_span_is(at->name, "@context"))
            continue; /* It says nothing, and is not said. */
        struct ts_json *part = append(plain, out, &link, at);
        status = part ? read_member(plain, part, at, item, &inside) : TS_NO_SPACE;
    }
    /* It is signed by itself, perhaps in another form. */
    if (stand->member.len && has_member(object, "proof")) {
        out->first = object->first;
        out->count = object->count;
    }
    return status == TS_OK ? check_names(plain, object, item, stand) : status;
}

enum ts_status
ts_ld_plain(struct ts_arena *arena, const struct ts_json **normal,
            const struct ts_json *document, const struct ts_ld_item *items,
            struct ts_ld_trouble *trouble)
{
    struct ts_ld_trouble ignored;
    struct ts_plain plain = { .arena = arena, .trouble = trouble ? trouble : &ignored };
    const struct stand root = { .end = SIZE_MAX };
    struct ts_json *out = ts_arena_take(arena, sizeof(*out));
    if (!out)
        return TS_NO_SPACE;
    if (!ts_json_is(document, TS_JSON_OBJECT) || !items || items->next)
        return ts_plain_refuse(&plain, (ts_span){ 0 }, VALUES);
    plain.is_record =
        ts_json_values_include(ts_json_member(document, "type"), "ClrCredential");
    enum ts_status status = ts_plain_contexts(&plain, document);
    if (status == TS_OK)
        status = read_node(&plain, out, document, items, &root);
    if (status == TS_OK)
        status = ts_plain_places(&plain);
    if (status == TS_OK)
        *normal = out;
    return status;
}
